// @ts-check
/**
 * What all modules mean by `document`; the build puts it in. An element of the page that is named "querySelector" or
 * "body" stands before those of the document itself, and visitors can write one in what they write.
 */
const unnamed = /* @__PURE__ */ new Proxy(Object.prototype, {
  get(_target, name) {
    const whole = window.document;
    const found = Reflect.get(Document.prototype, name, whole);
    // Scripts have replaced `bind`.
    return typeof found == "function" ? (/** @type {unknown[]} */ ...given) => Reflect.apply(found, whole, given) : found;
  },
});

export { unnamed as document };
