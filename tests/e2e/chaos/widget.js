// @ts-check
/**
 * The widget of these pages, and what a page does with it. It stands first in the page and takes what it needs before
 * anything is broken, so that only pywidget meets what is broken.
 */
(() => {
  const { apply } = Reflect;
  const { attachShadow, setAttribute, getAttribute } = Element.prototype;
  const { dispatchEvent, addEventListener } = EventTarget.prototype;
  const { getElementById } = Document.prototype;
  const find = ShadowRoot.prototype.querySelector;
  const { click } = HTMLElement.prototype;
  const setHtml = /** @type {any} */ (Object.getOwnPropertyDescriptor(ShadowRoot.prototype, "innerHTML")).set;
  const Happening = CustomEvent;
  const root = document.documentElement;
  /** @type {WeakMap<Element, { shadow: ShadowRoot, screen: string }>} */
  const insides = new WeakMap();
  const inside = WeakMap.prototype.get;
  const put = WeakMap.prototype.set;

  /** @param {Element} widget @returns {{ shadow: ShadowRoot, screen: string }} */
  const of = (widget) => apply(inside, insides, [widget]);
  /** @param {Element} element @param {string} name */
  const count = (element, name) => apply(setAttribute, element, [name, `${+apply(getAttribute, element, [name]) + 1}`]);
  /** @param {Element} widget @param {string} screen @param {string} html */
  const show = (widget, screen, html) => {
    of(widget).screen = screen;
    apply(setHtml, of(widget).shadow, [`<div class="ats-container">The widget ${html}</div>`]);
    const retry = apply(find, of(widget).shadow, ["[data-action=retry]"]);
    if (retry) apply(addEventListener, retry, ["click", () => count(widget, "data-pressed")]);
  };
  /** @param {Element} widget @param {string} name @param {unknown} detail */
  const say = (widget, name, detail) => {
    const event = new Happening(name, { bubbles: true, composed: true, cancelable: true, detail });
    apply(dispatchEvent, widget, [event]);
  };
  /** @param {string} id */
  const get = (id) => apply(getElementById, document, [id]);

  class Widget extends HTMLElement {
    static observedAttributes = ["token"];

    constructor() {
      super();
      apply(put, insides, [this, { shadow: apply(attachShadow, this, [{ mode: "open" }]), screen: "FORM" }]);
    }

    attributeChangedCallback() {
      show(this, "FORM", "");
    }

    getState() {
      return { screen: of(this).screen };
    }

    /** @param {string} token */
    setToken(token) {
      apply(setAttribute, this, ["token", token]);
    }

    reset() {}
  }
  customElements.define("ats-widget", Widget);
  // What the page itself hears of its widgets.
  apply(addEventListener, document, ["allfeat:failed", () => count(root, "data-heard")]);

  Object.defineProperty(window, "chaos", {
    value: {
      /** @param {string} id */
      expire(id) {
        const error = { code: "common.auth.expired", message: "jwt expired", requestId: "req_1", stage: "submit" };
        say(get(id), "allfeat:error", error);
        show(get(id), "FORM", '<div class="ats-loading-overlay"></div>');
        say(get(id), "allfeat:token-expired", { pendingAction: "submit" });
      },
      /** @param {string} id @param {string} code @param {object} [details] */
      fail(id, code, details) {
        say(get(id), "allfeat:error", { code, message: "raw", requestId: `req_${id}`, stage: "submit", details });
        show(get(id), "FAILED", '<button data-action="retry">Retry</button>');
        say(get(id), "allfeat:failed", { code, message: "told", requestId: `req_${id}` });
      },
      /** Presses the widget's own button. @param {string} id */
      press: (id) => apply(click, apply(find, of(get(id)).shadow, ["[data-action=retry]"]), []),
      act() {
        this.fail("waiting", "session.rate_limited", { retryAfter: 300 });
        this.expire("expired");
        this.fail("disabled", "session.key_inactive");
      },
    },
  });
})();
