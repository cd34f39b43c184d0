// @ts-check
/** Reads the inspector, and everything that it could have left somewhere. */
(() => {
  const host = () => document.querySelector("pywidget-inspector");

  /** @returns {ShadowRoot} */
  const panel = () => /** @type {ShadowRoot} */ (host()?.shadowRoot);

  /** The lines that are shown, in order. */
  const lines = () =>
    [...panel().querySelectorAll("li[data-group]")]
      .filter((row) => !(/** @type {HTMLElement} */ (row).hidden))
      .map((row) => ({
        group: row.getAttribute("data-group"),
        path: row.getAttribute("data-path"),
        widget: row.querySelector(".who")?.textContent,
        name: row.querySelector("b")?.textContent,
        text: row.querySelector(".text")?.textContent ?? "",
        times: row.querySelector(".times")?.textContent ?? "",
      }));

  /** Everything in it, with the details that are closed, as markup. */
  const everything = () => {
    for (const more of panel().querySelectorAll("details")) more.open = true;
    return new Promise((done) =>
      // Their content comes with an event.
      requestAnimationFrame(() => setTimeout(() => done(`${host()?.outerHTML} ${panel().innerHTML}`))),
    );
  };

  /** Which listeners are still there, by event. @type {Record<string, number>} */
  const listening = {};
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  /** @type {Map<string, Set<unknown>>} */
  const known = new Map();
  /** @param {any} target */
  const isGlobal = (target) => !target || target == window || target == document;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (isGlobal(this)) {
      const those = known.get(type) ?? new Set();
      known.set(type, those.add(listener));
      listening[type] = those.size;
    }
    return add.call(this ?? window, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (isGlobal(this) && known.get(type)?.delete(listener)) listening[type] = known.get(type)?.size ?? 0;
    return remove.call(this ?? window, type, listener, options);
  };

  /** @param {string} group @param {string} name @param {string} [widget] */
  const hasLine = (group, name, widget) =>
    !!host() && lines().some((line) => line.group == group && line.name == name && (!widget || line.widget == widget));

  Object.assign(window, { lines, everything, hasLine, listening });
})();
