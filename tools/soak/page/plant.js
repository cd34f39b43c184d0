// @ts-check
/** Leaks on purpose, so that it can be seen that the soak finds them: one for each widget that is put into the page. */
(() => {
  const kinds = `${document.body.dataset["plant"]}`.split(",");
  /** @type {unknown[]} */
  const array = [];
  /** @type {Record<string, (widget: Node) => void>} */
  const leaks = {
    listener: () => addEventListener("resize", () => array.length),
    array: () => void array.push(Array(500).fill(array.length)),
    timer: () => void setTimeout(() => 0, 2 ** 31),
    node: (widget) => void array.push(Object.assign(document.createElement("div"), { widget })),
    notice: () => {
      const notice = document.querySelector("pywidget-notice");
      if (notice) document.body.append(notice.cloneNode(true));
    },
  };
  const { append } = Element.prototype;
  Element.prototype.append = function (...nodes) {
    append.apply(this, nodes);
    for (const node of nodes) {
      if (node instanceof Element && node.localName == "ats-widget") for (const kind of kinds) leaks[kind]?.(node);
    }
  };
})();
