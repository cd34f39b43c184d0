// @ts-check
/** Leaks on purpose, so that it can be seen that the soak finds them: one for each widget that is put into the page. */
(() => {
  const kinds = `${document.body.dataset["plant"]}`.split(",");
  /** @type {unknown[]} */
  const array = [];
  /** @type {Record<string, () => void>} */
  const leaks = {
    listener: () => addEventListener("resize", () => array.length),
    array: () => void array.push(Array(5_000).fill(array.length)),
    timer: () => void setTimeout(() => 0, 2e9),
    notice: () => void array.push(...document.querySelectorAll("pywidget-notice")),
  };
  const { append } = Element.prototype;
  Element.prototype.append = function (...nodes) {
    append.apply(this, nodes);
    for (const node of nodes) {
      if (node instanceof Element && node.localName == "ats-widget") for (const kind of kinds) leaks[kind]?.();
    }
  };
})();
