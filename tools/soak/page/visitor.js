// @ts-check
/** The page of the soak: its widgets, what they say, and what a visitor does with them. Nothing here grows with time. */
(() => {
  const { React, ReactDOM, Vue, clock } = /** @type {any} */ (window);
  const MARK = "S3CR3T";
  /** What a failing widget says: its code, and whether its own screen has a Retry button. @type {[string, boolean][]} */
  const CODES = [
    ["common.service_unavailable", true],
    ["common.rate_limited", true],
    ["session.rate_limited", true],
    ["registration.duplicate_title", true],
    ["widget.upload_error", true],
    ["widget.network_error", true],
    ["credits.insufficient", true],
    ["nobody.knows.this", true],
    ["session.key_inactive", false],
    ["organization.inactive", false],
  ];
  const LANGUAGES = ["en", "de", "fr", "ar", "ja", "pt-BR", "uk", "zh-Hans", "nb"];

  /** What has happened since the driver last asked. */
  const fresh = () => ({
    made: /** @type {string[]} */ ([]),
    failed: /** @type {string[]} */ ([]),
    verdicts: /** @type {string[]} */ ([]),
    asked: /** @type {[string, number, number][]} */ ([]),
    leaks: /** @type {string[]} */ ([]),
    expired: 0,
    pressed: 0,
    notices: 0,
    renewed: 0,
    notRenewed: 0,
    unavailable: 0,
    widgets: 0,
  });
  let noted = fresh();
  let numbers = 0;
  /** A number of this page view's own, so that what two pages say differs. */
  const view = Math.random().toString(36).slice(2, 8);

  /** @param {unknown} value @param {string} where */
  const look = (value, where) => {
    const text = JSON.stringify(value) ?? "";
    if (text.includes(MARK)) noted.leaks.push(`${where}: ${text.slice(0, 300)}`);
  };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host { display: block }");

  class Widget extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      this.screen = "FORM";
      this.goesWell = true;
      this.draw("FORM", "<input><button data-action=next>Next</button>");
    }

    connectedCallback() {
      noted.widgets++;
      this.id ||= `w${++numbers}`;
      // By this the token endpoint and the budget tell widgets apart.
      if (!this.hasAttribute("mode")) this.setAttribute("mode", `${view}-${++numbers}`);
    }

    /** @param {string} screen @param {string} content */
    draw(screen, content) {
      this.screen = screen;
      const root = /** @type {ShadowRoot} */ (this.shadowRoot);
      root.innerHTML = `<div class=ats-container>${content}</div>`;
      root.querySelector("[data-action=retry]")?.addEventListener("click", () => this.retry());
    }

    getState() {
      return { screen: this.screen };
    }

    /** @param {string} token */
    setToken(token) {
      this.setAttribute("token", token);
      if (this.screen == "WAITS") this.draw("FORM", "<input><button data-action=next>Next</button>");
    }

    reset() {
      this.draw("FORM", "<input><button data-action=next>Next</button>");
    }

    retry() {
      if (!this.goesWell) return void fail(this, 0);
      this.draw("CONFIRMING", "<p>Almost done</p>");
      this.say("confirmed", { transactionId: `tx-${numbers}` });
      this.draw("COMPLETE", "<p>Done</p>");
      this.say("complete", { transactionId: `tx-${numbers}`, accessCode: `atc_${MARK}${numbers}` });
    }

    /** @param {string} name @param {object} detail */
    say(name, detail) {
      this.dispatchEvent(new CustomEvent(`allfeat:${name}`, { bubbles: true, composed: true, detail }));
    }
  }
  customElements.define("ats-widget", Widget);

  /** @returns {Widget[]} */
  const widgets = () => [...document.querySelectorAll("ats-widget")].map((one) => /** @type {Widget} */ (one));

  /** @param {Widget} widget @param {number} which of the codes @returns {string} */
  const fail = (widget, which) => {
    const [code, canRetry] = /** @type {[string, boolean]} */ (CODES[which % CODES.length]);
    const requestId = `req_${view}_${++numbers}`;
    const message = `it broke, token eyJhbGciOiJIUzI1NiJ9.${MARK}${numbers}.c2lnbmF0dXJl, said ${code}`;
    noted.failed.push(requestId);
    widget.say("error", { code, message, requestId, stage: "submit" });
    const retry = canRetry ? "<button data-action=retry>Retry</button>" : "";
    widget.draw(
      canRetry ? "FAILED" : "DISABLED",
      `<div class=ats-failed-screen><h2>Something went wrong</h2><code class=ats-request-id-value>${requestId}</code>${retry}</div>`,
    );
    widget.say("failed", { code, message, requestId });
    return requestId;
  };

  /** Its session ends, as in a widget of the third generation. @param {Widget} widget */
  const expire = (widget) => {
    const requestId = `req_${view}_${++numbers}`;
    noted.failed.push(requestId);
    noted.expired++;
    widget.say("error", { code: "common.auth.expired", message: "jwt expired", requestId, stage: "submit" });
    widget.draw("WAITS", "<input><div class=ats-loading-overlay></div>");
    widget.screen = "FORM";
    widget.say("token-expired", { pendingAction: "submit" });
    widget.screen = "WAITS";
  };

  /** By the event's name. @type {Record<string, (detail: any) => unknown>} */
  const heard = {
    verdict: ({ requestId }) => requestId && noted.verdicts.push(requestId),
    notice: ({ kind }) => kind && noted.notices++,
    renewed: () => noted.renewed++,
    "renewal-failed": () => noted.notRenewed++,
    unavailable: () => noted.unavailable++,
  };
  // Not with a listener at the window: what is told to a widget that has left the page does not get there.
  const { dispatchEvent } = EventTarget.prototype;
  EventTarget.prototype.dispatchEvent = function (event) {
    if (event.type.startsWith("pywidget:")) {
      const { detail } = /** @type {CustomEvent} */ (event);
      look(detail, event.type);
      heard[event.type.slice("pywidget:".length)]?.(detail);
    }
    return dispatchEvent.call(this, event);
  };

  const { fetch } = window;
  window.fetch = (address, options) => {
    if (`${address}` == "/token") {
      const { mode, attempt } = JSON.parse(`${options?.body}`);
      noted.asked.push([mode, attempt, clock.now()]);
    }
    return fetch(address, options);
  };

  /** @param {Node} node @returns {string} everything in it but the widgets' own tokens and what they say themselves */
  const serialised = (node) => {
    if (node instanceof Widget) return "";
    let text = node instanceof Text ? node.data : "";
    if (node instanceof Element) {
      text += [...node.attributes].map(({ name, value }) => ` ${name}=${value}`).join("");
      if (node.shadowRoot) text += serialised(node.shadowRoot);
    }
    for (const child of node.childNodes) text += serialised(child);
    return text;
  };

  /** Everything in pywidget's database; a database is not made by looking. @returns {Promise<unknown[]>} */
  const kept = async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name == "pywidget-reports")) return [];
    return new Promise((resolve, reject) => {
      const request = indexedDB.open("pywidget-reports");
      request.onerror = reject;
      request.onsuccess = () => {
        const all = request.result.transaction("reports").objectStore("reports").getAll();
        all.onsuccess = () => {
          request.result.close();
          resolve(all.result);
        };
      };
    });
  };

  /** A generator of numbers from 0 to 1 that begins anew for each scene. @param {number} seed */
  const dice = (seed) => () => {
    seed = (seed * 1664525 + 1013904223) % 4294967296;
    return seed / 4294967296;
  };

  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  /** Not the next frame: a tab in the background has one in a second. */
  const turn = () => /** @type {any} */ (window).scheduler.postTask(() => 0);

  const soak = {
    /** The page's own sink. @param {any} report */
    report(report) {
      look(report, "report");
      noted.made.push(report.id);
    },

    take() {
      const taken = noted;
      noted = fresh();
      return taken;
    },

    /** @param {number} count */
    add(count) {
      for (let made = 0; made < count; made++) main.append(document.createElement("ats-widget"));
    },

    /** Puts new widgets in the place of those that have failed or are done. @param {number} count how many are wanted */
    refill(count) {
      for (const widget of widgets()) if (widget.screen != "FORM") widget.remove();
      soak.add(Math.max(0, count - widgets().length));
    },

    /** Some fail, with codes in turn. @param {number} seed @param {number} count */
    fail(seed, count) {
      const random = dice(seed);
      const all = widgets();
      for (let done = 0; done < count && all.length; done++) {
        const widget = /** @type {Widget} */ (all[Math.floor(random() * all.length)]);
        widget.goesWell = random() < 0.7;
        fail(widget, Math.floor(random() * CODES.length));
      }
    },

    /** @param {number} seed @param {number} count */
    expire(seed, count) {
      const random = dice(seed);
      const all = widgets().filter(({ screen }) => screen == "FORM");
      for (let done = 0; done < count && all.length; done++) {
        expire(/** @type {Widget} */ (all.splice(Math.floor(random() * all.length), 1)[0]));
      }
    },

    /** Presses buttons of notices, whichever are there; none that leaves the page. @param {number} seed @param {number} count */
    press(seed, count) {
      const random = dice(seed);
      for (let done = 0; done < count; done++) {
        const buttons = [...document.querySelectorAll("pywidget-notice[data-shown]")]
          .flatMap(({ shadowRoot }) => [.../** @type {ShadowRoot} */ (shadowRoot).querySelectorAll("button[data-action]")])
          .map((button) => /** @type {HTMLElement} */ (button))
          .filter(({ dataset }) => !/reload|contact|sign-in/.test(`${dataset["action"]}`));
        const button = buttons[Math.floor(random() * buttons.length)];
        if (!button) continue;
        button.click();
        noted.pressed++;
      }
    },

    /** Adds, moves and removes many widgets; some of them fail first. @param {number} seed @param {number} count */
    async churn(seed, count) {
      const random = dice(seed);
      for (let left = count; left > 0; left -= 50) {
        const box = document.createElement("section");
        main.append(box);
        for (let made = 0; made < Math.min(50, left); made++) box.append(document.createElement("ats-widget"));
        await turn();
        const all = [...box.querySelectorAll("ats-widget")].map((one) => /** @type {Widget} */ (one));
        for (const widget of all) if (random() < 0.1) fail(widget, Math.floor(random() * CODES.length));
        for (const widget of all) if (random() < 0.3) box.prepend(widget);
        await turn();
        await clock.quiet();
        box.remove();
      }
    },

    /** Frameworks draw lists of widgets again and again, in other orders. @param {number} seed @param {number} times */
    async frameworks(seed, times) {
      const random = dice(seed);
      const keys = [...Array(12).keys()];
      const mixed = () => keys.filter(() => random() < 0.7).sort(() => random() - 0.5);
      const root = ReactDOM.createRoot(document.getElementById("react"));
      const list = Vue.reactive({ keys: mixed() });
      const app = Vue.createApp(() => list.keys.map((/** @type {number} */ key) => Vue.h("ats-widget", { key, id: `v${key}` })));
      app.config.compilerOptions = {};
      app.mount("#vue");
      for (let time = 0; time < times; time++) {
        root.render(mixed().map((key) => React.createElement("ats-widget", { key, id: `r${key}` })));
        list.keys = mixed();
        await turn();
        const all = [...document.querySelectorAll("#react ats-widget, #vue ats-widget")];
        const one = /** @type {Widget | undefined} */ (all[Math.floor(random() * all.length)]);
        if (one && time % 5 == 0) fail(one, time);
        if (time % 5 == 4) await clock.quiet();
      }
      root.unmount();
      app.unmount();
    },

    /** @param {number} which */
    language: (which) => void (document.documentElement.lang = `${LANGUAGES[which % LANGUAGES.length]}`),

    /** The page as it was at first: a few widgets, none of which has failed. @param {number} count */
    async tidy(count) {
      document.documentElement.lang = "en";
      main.replaceChildren();
      await turn();
      soak.add(count);
      await turn();
    },

    signOut: () => fetch("/signed-out", { method: "POST" }),

    async leaks() {
      look(serialised(document), "document");
      look(await kept(), "database");
      look({ ...localStorage, ...sessionStorage }, "storage");
    },

    kept: async () => (await kept()).length,
  };
  Object.assign(window, { soak });
})();
