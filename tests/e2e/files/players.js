// @ts-check
/** Two widgets of other makers: what a page has beside, or instead of, the ats-widget. */
(() => {
  /** Names of the events that somebody listens to on the window. @type {string[]} */
  const listened = [];
  const { addEventListener } = window;
  window.addEventListener = (/** @type {any[]} */ ...args) => {
    addEventListener.apply(window, /** @type {any} */ (args));
    listened.push(args[0]);
  };
  Object.assign(window, { listened });

  class AcmePlayer extends HTMLElement {
    /** @type {{ token: string, inListener: boolean }[]} */
    given = [];
    asked = 0;
    inListener = false;

    /** @param {string} token */
    useToken(token) {
      this.given.push({ token, inListener: this.inListener });
    }

    // A call of it changes something, so nobody may call it.
    getState() {
      this.asked++;
      return { screen: "FAILED", transactionId: null };
    }

    /** @param {string} name @param {unknown} [detail] @param {EventTarget} [from] */
    say(name, detail, from = this) {
      this.inListener = true;
      from.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
      this.inListener = false;
    }
  }
  customElements.define("acme-player", AcmePlayer);

  class QuarterlyDashboard extends HTMLElement {}
  customElements.define("quarterly-dashboard", QuarterlyDashboard);
})();
