// @ts-check
import { Flow } from "./flow.js";
import { GENERATIONS } from "./generations.js";
import { render } from "./render.js";
import { style } from "./style.js";

/** @param {string | null | undefined} text */
const copy = (text) => navigator.clipboard?.writeText(text ?? "").catch(() => {});

/**
 * A double of `<ats-widget>`: for demonstrations and tests, against an API that is made up too. It dispatches the events
 * of the real widget in the same order with the same details, and has the same traps. It registers nothing anywhere.
 *
 * Three attributes are its own: `generation` (`v3`, `v2` or `v1`), `time-scale`, which divides every wait of the widget,
 * and `recorded`: then it does nothing by itself, and somebody else speaks for it.
 */
export class AtsWidget extends HTMLElement {
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

  /** What it does by itself; tests let it do so without a visitor. */
  get flow() {
    return this.#flow;
  }

  // ---- methods -------------------------------------------------------------------------------------------------------

  /** @param {string} token one-time */
  setToken(token) {
    this.setAttribute("token", token);
  }

  reset() {
    this.#flow.reset();
    this.#flow.works.load();
  }

  getState() {
    const { screen, jobId, transactionId, atsId, accessCode } = this.#flow.state;
    return { screen, jobId, transactionId, atsId, accessCode };
  }

  // ---- life ----------------------------------------------------------------------------------------------------------

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (before === value || this.hasAttribute("recorded")) return;
    if (name === "mode") {
      this.#flow.changeMode();
      this.#flow.works.load();
    } else if (name === "external-user-id") {
      this.#flow.enter();
      this.draw();
      this.#flow.works.load();
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
    if (this.hasAttribute("recorded")) return;
    this.#flow.enter();
    this.draw();
    this.announce("ready", { mode: this.mode });
    this.#flow.works.load();
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

  /** @returns {[what: string, text: string] | null} */
  #missing() {
    if (!this.atsUrl) return ["Configuration error:", "ats-url is missing"];
    if (!this.siteKey) return ["Configuration error:", "site-key is missing"];
    return this.token ? null : ["Authentication required:", "Please provide a valid token to use this widget."];
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
    if (this.hasAttribute("recorded")) return;
    const target = /** @type {Element} */ (event.target).closest("[data-action]");
    const flow = this.#flow;
    const version = Number(target?.getAttribute("data-version"));
    // Trap: `reload-versions` has a button, and nobody listens to it.
    switch (target?.getAttribute("data-action")) {
      case "sample-file":
        flow.state.file = new File([new Uint8Array(2048)], "song.wav", { type: "audio/wav" });
        this.draw();
        break;
      case "next":
        flow.next();
        break;
      case "back":
        flow.back();
        break;
      case "submit":
        flow.submit();
        break;
      case "retry":
        flow.retry();
        break;
      case "reload-works":
        flow.works.load();
        break;
      case "select-work":
        flow.works.select(target?.getAttribute("data-id") ?? "");
        break;
      case "back-to-list":
        flow.works.backToList();
        break;
      case "toggle-version-creators":
        flow.works.toggleCreators();
        break;
      case "download-version-asset":
        flow.works.download(version, "asset");
        break;
      case "download-version-cert":
        flow.works.download(version, "certificate");
        break;
      case "download":
        flow.downloadCertificate();
        break;
      case "reset":
        this.reset();
        break;
      case "copy-access-code":
        copy(flow.state.accessCode);
        break;
      case "copy-request-id":
        copy(flow.state.failure?.requestId);
        break;
    }
  }
}
