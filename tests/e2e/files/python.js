// @ts-check
/**
 * Takes Python's place: notes what it is told (`heard`, `begun`), and hands out what it could call (`border`). To be put
 * into `pywidget.interpreter` before the first trouble.
 */
(() => {
  /** @type {any[]} */
  const heard = [];
  const python = {
    heard,
    begun: /** @type {any} */ (undefined),
    border: /** @type {any} */ (undefined),
    pyimport: () => ({
      start: (/** @type {string} */ text, /** @type {object} */ border) => {
        python.begun = JSON.parse(text);
        python.border = border;
      },
      receive: (/** @type {string} */ text) => {
        const message = JSON.parse(text);
        if (message.kind != "turn-over") heard.push(message);
      },
    }),
    /** @param {string} kind */
    of: (kind) => heard.filter((message) => message.kind == kind),
  };

  /** Puts elements into a stand-in's shadow root. @param {string} id @param {(string | object | Element)[][]} rows */
  const draw = (id, ...rows) => {
    const made = rows.map(([tag, attributes, ...inside]) => element(`${tag}`, attributes ?? {}, ...inside));
    /** @type {ShadowRoot} */ (document.getElementById(id)?.shadowRoot).replaceChildren(...made);
  };

  /** @param {string} tag @param {object} attributes @param {any[]} inside */
  const element = (tag, attributes, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside.map((part) => (Array.isArray(part) ? element(part[0], part[1] ?? {}, ...part.slice(2)) : part)));
    return made;
  };

  /** What has the focus, looked for through open shadow roots: its name, id, action or tag. */
  const focused = () => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at?.getAttribute("name") ?? at?.id ?? at?.localName;
  };

  /** Puts the script tag into a page that is there already. */
  const addTag = () =>
    new Promise((done) => {
      const script = document.createElement("script");
      script.onload = done;
      script.src = "/pywidget/pywidget.js";
      document.head.append(script);
    });

  Object.assign(window, { python, draw, focused, addTag });
})();
