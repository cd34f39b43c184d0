// @ts-check
/**
 * What all modules get as `document`; the build puts it in. An element of the page that is named "querySelector" or
 * "body" would hide the document's own member, and visitors can add such an element in text that they post.
 */
const unnamed = /* @__PURE__ */ new Proxy(Object.prototype, {
  get(_target, name) {
    const whole = window.document;
    const found = Reflect.get(Document.prototype, name, whole);
    // `Reflect.apply` and not `bind`, because some scripts replace `bind`.
    return typeof found == "function" ? (/** @type {unknown[]} */ ...given) => Reflect.apply(found, whole, given) : found;
  },
});

export { unnamed as document };
