// @ts-check
/**
 * The API behind the stand-in, inside the page: no request leaves it. Everything works, unless a step is told to fail.
 *
 * @typedef {"init" | "upload" | "prepare" | "confirm" | "tracking" | "access" | "list" | "download"} Step
 * @typedef {{ status: number, body?: unknown, text?: string } | "broken"} Reply `broken`: no answer, as without a network
 */

/** Milliseconds between two frames of a transaction, of the page's time. */
const PAUSE_MS = 150;

const WORK = { id: "work_1", ats_id: 42, title: "Rain over the harbour" };
const VERSION = { number: 1, filename: "song.wav", creators: ["Ada Quill"] };
const OUTCOME = {
  ats_id: 42,
  work_id: WORK.id,
  tx_hash: "0xabc",
  block_number: 9,
  explorer_url: "https://example.test/x",
  access_code: `atc_${"a".repeat(64)}`,
};

/** The end of an address -> its step. @type {[RegExp, Step][]} */
const STEPS = [
  [/\/works\/init$/, "init"],
  [/\/works\/prepare$/, "prepare"],
  [/\/works\/confirm$/, "confirm"],
  [/\/access\/[^/]+\/work$/, "access"],
  [/\/download\/\w+$/, "download"],
  [/\/works\?/, "list"],
];

const broken = () => new TypeError("Failed to fetch");

/** A WebSocket as far as the widget uses one. */
class Frames {
  /** @type {((event: { data: string }) => void) | undefined} */
  onmessage;
  /** @type {(() => void) | undefined} */
  onerror;
  closed = false;

  /** @param {object[] | null} frames null: it cannot be opened */
  constructor(frames) {
    this.#send(frames);
  }

  close() {
    this.closed = true;
  }

  /** @param {object[] | null} frames */
  async #send(frames) {
    for (const frame of frames ?? [null]) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (this.closed) return;
      if (frame) this.onmessage?.({ data: JSON.stringify(frame) });
      else this.onerror?.();
    }
  }
}

/** It has what `Backend` of the double asks for. */
export class PageBackend {
  /** The step that fails, and how. @type {{ step: Step, reply: Reply } | undefined} */
  failing;
  #jobs = 0;

  /** @param {string} url @returns {Promise<Response>} */
  async fetch(url) {
    const step = STEPS.find(([ending]) => ending.test(url))?.[1];
    if (step && this.failing?.step == step) return answer(this.failing.reply);
    return answer({ status: 200, body: this.#body(url, step) });
  }

  /** @param {string} _url @param {File} file @param {(loaded: number, total: number) => void} onProgress */
  async upload(_url, file, onProgress) {
    onProgress(file.size, file.size);
    if (this.failing?.step != "upload") return 200;
    if (this.failing.reply == "broken") throw broken();
    return this.failing.reply.status;
  }

  /** @returns {WebSocket} */
  connect() {
    const reply = this.failing?.step == "tracking" ? this.failing.reply : undefined;
    const signing = { type: "step", step: "signing", progress: 55, description: "Signing" };
    const last =
      typeof reply == "object" && reply.body
        ? { type: "error", .../** @type {object} */ (reply.body) }
        : { type: "step", step: "completed", data: OUTCOME };
    return /** @type {any} */ (new Frames(reply == "broken" ? null : [signing, last]));
  }

  /** @param {string} url @param {Step | undefined} step */
  #body(url, step) {
    if (step == "init") return { job_id: `job_${++this.#jobs}`, upload_url: "/upload" };
    if (step == "confirm") return { transaction_id: `tx_${this.#jobs}` };
    if (step == "access") return WORK;
    if (step == "list") return { works: [WORK] };
    if (/\/versions$/.test(url)) return { versions: [VERSION] };
    // What polling hears of a transaction whose WebSocket broke.
    if (/\/transactions\/\w+$/.test(url)) return { is_complete: true, result: { success: false, error: "refused" } };
    return {};
  }
}

/** @param {Reply} reply */
const answer = (reply) => {
  if (reply == "broken") throw broken();
  return new Response(reply.text ?? JSON.stringify(reply.body), { status: reply.status });
};
