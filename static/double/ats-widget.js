// @ts-check
import { Flow } from "./flow.js";
import { GENERATIONS } from "./generations.js";
import { render } from "./render.js";
import { style } from "./style.js";

/**
 * A double of `<ats-widget>`: for demonstrations and tests, against an API that is made up too. It dispatches the events
 * of the real widget in the same order with the same details, and has the same traps. It registers nothing anywhere.
 *
 * Two attributes are its own: `generation` (`v3`, `v2` or `v1`) and `time-scale`, which divides every wait of the widget.
 */
class AtsWidget extends HTMLElement {
  static observedAttributes = [
    "site-key",
    "token",
    "ats-url",
    "network",
    "mode",
    "max-file-size",
    "external-user-id",
  ];

  #root = this.attachShadow({ mode: "open" });
  /** @type {Element | null} */
  #container = null;
  #flow = new Flow(this);

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [style];
  }

  // ---- attributes ----------------------------------------------------------------------------------------------------

  get generation() {
    return GENERATIONS[this.getAttribute("generation") ?? "v3"] ?? /** @type {any} */ (GENERATIONS["v3"]);
  }

  get timeScale() {
    return Number(this.getAttribute("time-scale")) || 1;
  }

  get mode() {
    const mode = /** @type {import("./generations.js").Mode} */ (this.getAttribute("mode"));
    return this.generation.modes.includes(mode) ? mode : "register";
  }

  get siteKey() {
    return this.getAttribute("site-key");
  }

  get atsUrl() {
    return this.getAttribute("ats-url");
  }

  get token() {
    return this.getAttribute("token");
  }

  get network() {
    return this.getAttribute("network") === "mainnet" ? "mainnet" : "testnet";
  }

  get externalUserId() {
    return this.getAttribute("external-user-id");
  }

  get hasExternalUser() {
    return this.generation.externalUsers && !!this.externalUserId;
  }

  get maxFileSizeAttr() {
    return this.getAttribute("max-file-size");
  }

  get maxFileSize() {
    return Number(this.maxFileSizeAttr) || null;
  }

  /** How the API is reached; tests may put their own here. */
  get backend() {
    return this.#flow.client.backend;
  }

  set backend(backend) {
    this.#flow.client.backend = backend;
  }

  // ---- methods -------------------------------------------------------------------------------------------------------

  /** @param {string} token one-time */
  setToken(token) {
    this.setAttribute("token", token);
  }

  reset() {
    this.#flow.reset();
    this.#flow.loadWorks();
  }

  getState() {
    const { screen, jobId, transactionId, atsId, accessCode } = this.#flow.state;
    return { screen, jobId, transactionId, atsId, accessCode };
  }

  // ---- life ----------------------------------------------------------------------------------------------------------

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    if (name === "mode") {
      this.#flow.changeMode();
      this.#flow.loadWorks();
    } else if (name === "external-user-id") {
      this.#flow.enter();
      this.draw();
      this.#flow.loadWorks();
    } else if (!this.#container) {
      return;
    } else if (name === "token") {
      this.#flow.tokenChanged(value);
    } else {
      this.draw();
    }
  }

  connectedCallback() {
    const container = document.createElement("div");
    container.className = "ats-container";
    container.setAttribute("part", "container");
    this.#root.append(container);
    // Trap: an element that comes back gets a second container, and goes on using its first.
    if (!this.#container) {
      this.#container = container;
      container.addEventListener("click", (event) => this.#clicked(event));
      container.addEventListener("input", (event) => this.#typed(event));
    }
    this.#flow.enter();
    this.draw();
    this.announce("ready", { mode: this.mode });
    this.#flow.loadWorks();
  }

  disconnectedCallback() {
    this.#flow.leave();
  }

  /** @param {string} name @param {Record<string, unknown>} detail */
  announce(name, detail) {
    this.dispatchEvent(new CustomEvent(`allfeat:${name}`, { detail, bubbles: true, composed: true, cancelable: false }));
  }

  draw() {
    this.#container?.replaceChildren(...render(this.#flow, this.#missing()));
  }

  #missing() {
    if (!this.atsUrl) return "Configuration error: ats-url is missing";
    if (!this.siteKey) return "Configuration error: site-key is missing";
    return this.token ? "" : "Authentication required";
  }

  // ---- the visitor ---------------------------------------------------------------------------------------------------

  /** @param {Event} event */
  #typed(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const { state } = this.#flow;
    if (input.name === "title") state.title = input.value;
    else if (input.name === "creator") state.creator = input.value;
    else if (input.name === "code") state.code = input.value;
    else if (input.name === "file") {
      state.file = input.files?.[0] ?? null;
      this.draw();
    }
  }

  /** @param {Event} event */
  #clicked(event) {
    const target = /** @type {Element} */ (event.target).closest("[data-action]");
    const flow = this.#flow;
    switch (target?.getAttribute("data-action")) {
      case "submit":
        flow.submit();
        break;
      case "sample-file":
        flow.state.file = new File([new Uint8Array(2048)], "song.wav", { type: "audio/wav" });
        this.draw();
        break;
      case "retry":
      case "back":
        flow.retry();
        break;
      case "verify-access-code":
        flow.verifyAccessCode();
        break;
      case "reload-works":
        flow.loadWorks();
        break;
      case "select-work":
        flow.selectWork(target?.getAttribute("data-id") ?? "");
        break;
      case "download-certificate":
        flow.downloadCertificate();
        break;
      case "download-version":
        flow.downloadVersion();
        break;
      case "start-again":
        this.reset();
        break;
      case "copy-request-id":
        navigator.clipboard?.writeText(flow.state.failure?.requestId ?? "").catch(() => {});
        break;
    }
  }
}

customElements.define("ats-widget", AtsWidget);
