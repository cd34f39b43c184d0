// @ts-check
import { AtsWidget } from "../../../static/double/element.js";
import { perform } from "../../../static/double/recorded.js";
import { message } from "../../../static/double/messages.js";
import { PageBackend } from "./backend.js";
import { causeOf, isUpperCase } from "./errors.js";
import { checkFiring } from "./misuse.js";
import { sequence } from "./sequences.js";
import { note } from "./timeline.js";
import { given } from "./tokens.js";

/**
 * The stand-in for `<ats-widget>`. It behaves as the widget does, and can be told to fail.
 *
 * @typedef {import("./backend.js").Step} Step
 * @typedef {object} Failing
 * @property {string} [generation] `v3`, `v2` or `v1`
 * @property {Step} [at] the step of the widget's work that fails
 * @property {number} [retryAfter] seconds that the server asks to wait
 * @property {string} [requestId]
 * @property {string} [message] the server's words
 * @property {object} [details] what else the server says
 */

/** Milliseconds of the page's time: between two looks for the first token, and in all. */
const LOOK_EVERY_MS = 20;
const TOKEN_WAIT_MS = 10_000;

const GENERATIONS = ["v3", "v2", "v1"];
const AT_SUBMIT = ["init", "upload", "prepare", "confirm", "tracking"];
/** The generation of widgets that have no attribute of that name. */
let usual = "v3";

/** @param {string} generation */
export const setGeneration = (generation) => {
  if (!GENERATIONS.includes(generation)) throw new Error(`no generation ${generation}; there are ${GENERATIONS.join(", ")}`);
  usual = generation;
};

export class Double extends AtsWidget {
  #backend = new PageBackend();
  #connected = false;
  /** The generation of codes that need no other one. */
  #own = usual;

  constructor() {
    super();
    this.backend = this.#backend;
  }

  connectedCallback() {
    if (!this.hasAttribute("generation")) this.setAttribute("generation", usual);
    if (!this.#connected) this.#own = this.getAttribute("generation") ?? usual;
    this.#connected = true;
    super.connectedCallback();
  }

  /** @param {string} name @param {string | null} before @param {string | null} value */
  attributeChangedCallback(name, before, value) {
    if (name == "token" && value) given(this, value, this.#connected);
    super.attributeChangedCallback(name, before, value);
  }

  /**
   * Lets a step of the widget's work fail with a code; a visitor's part before it is done, too.
   * Resolves when the widget has said so.
   * @param {string} code
   * @param {Failing} failing
   * @returns {Promise<void>}
   */
  async fire(code, failing) {
    this.#check("fire");
    checkFiring(code, failing);
    const before = this.getAttribute("generation") ?? usual;
    try {
      await this.#fail(code, failing);
    } catch (error) {
      // What was not fired changes nothing.
      this.setAttribute("generation", before);
      throw error;
    }
  }

  /** @param {string} code @param {Failing} failing @returns {Promise<void>} */
  async #fail(code, { generation, at, retryAfter, details, ...said }) {
    this.#choose(code, generation, retryAfter);
    const waits = retryAfter === undefined ? details : { ...details, retry_after: retryAfter };
    const cause = causeOf(code, { ...said, ...(waits && { details: waits }) });
    const step = cause?.at ?? at ?? this.#usualStep();
    note("fired", { code, generation: this.getAttribute("generation"), at: step }, this);
    const { flow } = this;
    if (flow.state.screen == "DISABLED") throw new Error("the widget shows DISABLED: nobody can use it until reset()");
    if (!cause) return this.#sayByItself(code);
    const { wait } = flow.client;
    // The widget tries some requests again, after waits of its own. Here they would only cost time.
    flow.client.wait = async () => {};
    this.#backend.failing = { step, reply: cause.reply };
    try {
      await this.#work(step);
    } finally {
      flow.client.wait = wait;
      this.#backend.failing = undefined;
    }
  }

  /** A visitor fills in the form and submits it. Resolves when the work is done, or has failed. */
  async submit() {
    this.#check("submit");
    note("submitted", {}, this);
    await this.#work("init");
  }

  /**
   * @param {string} code
   * @param {string | undefined} generation
   * @param {number | undefined} retryAfter
   */
  #choose(code, generation = isUpperCase(code) ? "v1" : this.#own, retryAfter) {
    if (!GENERATIONS.includes(generation)) {
      throw new Error(`no generation ${generation}; there are ${GENERATIONS.join(", ")}`);
    }
    if ((generation == "v1") != isUpperCase(code)) {
      throw new Error(`generation ${generation} never says ${code}: v1 has codes LIKE_THIS, v2 and v3 have codes like.this`);
    }
    if (generation == "v1" && retryAfter !== undefined) {
      throw new Error("generation v1 never tells the page how long to wait: leave retryAfter out");
    }
    this.setAttribute("generation", generation);
  }

  /** @param {string} what */
  #check(what) {
    if (this.hasAttribute("recorded")) throw new Error(`a recording speaks for this widget: open the page again to ${what}`);
    if (this.flow.submitting) throw new Error(`the widget is at work: let it end before you ${what}`);
  }

  /** @returns {Step} */
  #usualStep() {
    if (this.mode == "register") return "init";
    return this.hasExternalUser ? "list" : "access";
  }

  /** @param {string} code @returns {Promise<void>} */
  async #sayByItself(code) {
    const { flow } = this;
    if (code != "widget.auth_retry_exhausted") return flow.failures.withoutCode(flow, message(code), code);
    // It says so where a second session ends soon after the first.
    flow.lastAsked = performance.now();
    return this.#fail("common.auth.expired", { generation: this.getAttribute("generation") ?? usual });
  }

  /** @param {Step} step */
  async #work(step) {
    const { flow } = this;
    const { state } = flow;
    if (step != "list") await this.#firstToken();
    if (step == "access") {
      state.code = `atc_${"7d".repeat(32)}`;
      return flow.works.verifyAccessCode();
    }
    if (step == "list") return flow.works.load();
    if (step == "download") {
      if (state.screen != "COMPLETE") await this.#register();
      return flow.downloadCertificate();
    }
    if (!AT_SUBMIT.includes(step)) throw new Error(`no step ${step}; there are ${AT_SUBMIT.join(", ")}, access, list, download`);
    return this.#register();
  }

  /** Where the page fetches the first token, nobody can use the widget before it is there. */
  async #firstToken() {
    for (let waited = 0; !this.token; waited += LOOK_EVERY_MS) {
      if (waited > TOKEN_WAIT_MS) throw new Error("the widget got no token, so nobody can use it");
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async #register() {
    const { flow } = this;
    // What was shown before has to be left as a visitor leaves it.
    if (flow.state.screen == "FAILED") this.#press("retry");
    if (flow.state.screen == "COMPLETE") this.#press("reset");
    const { state } = flow;
    state.title ||= "Rain over the harbour";
    state.creator ||= "Ada Quill";
    state.file ??= new File([new Uint8Array(2048)], "song.wav", { type: "audio/wav" });
    if (this.mode == "update") state.work ??= await flow.client.workOfAccessCode("atc");
    await flow.submit();
  }

  /** @param {string} action */
  #press(action) {
    /** @type {HTMLElement | null | undefined} */ (this.shadowRoot?.querySelector(`[data-action=${action}]`))?.click();
  }
}

/**
 * Lets widgets of the page say what real widgets said. Resolves when they have said it.
 * @param {string} name of the sequence
 * @param {Element[]} widgets
 */
export const play = async (name, widgets) => {
  const recording = sequence(name);
  if (widgets.length < recording.widgets) {
    throw new Error(`the sequence ${name} needs ${recording.widgets} widgets; found: ${widgets.length}`);
  }
  const players = /** @type {Double[]} */ (widgets.slice(0, recording.widgets));
  for (const player of players) {
    note("played", { sequence: name, generation: recording.generation }, player);
    player.setAttribute("recorded", "");
    player.setAttribute("generation", recording.generation);
  }
  await perform(players, recording.turns);
};
