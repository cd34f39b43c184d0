// @ts-check
import { Client } from "./client.js";
import { failures as dotted } from "./failures-dotted.js";
import { failures as upperCase } from "./failures-upper-case.js";
import { SESSION_EXPIRED } from "./messages.js";
import { save } from "./save.js";
import { emptyState } from "./state.js";
import { follow } from "./tracking.js";
import { Works } from "./works.js";

/**
 * What one widget does: from the form to the certificate, and what it does about errors and tokens on the way.
 *
 * The traps of the real widget are here on purpose, each with a comment that names it.
 *
 * @typedef {object} Host what the element offers to its flow
 * @property {import("./generations.js").Generation} generation
 * @property {import("./generations.js").Mode} mode
 * @property {string | null} atsUrl
 * @property {string | null} token
 * @property {string} network
 * @property {boolean} hasExternalUser
 * @property {number} timeScale divides every wait of the widget's own
 * @property {(name: string, detail: Record<string, unknown>) => void} announce
 * @property {() => void} draw
 *
 * @typedef {object} Failures how a generation reads, announces and routes errors
 * @property {import("./client.js").Reader} reader
 * @property {(flow: Flow, error: unknown, stage: string) => void} handle
 * @property {(error: unknown) => boolean} renews whether the error asks the page for a token
 * @property {(error: unknown) => boolean} besideAccessCode whether it is shown beside the access code only
 * @property {(error: unknown) => string} text
 * @property {(flow: Flow, text: string, code?: string) => void} withoutCode for what never was an error of the API
 * @property {(detail: Record<string, unknown>) => import("./state.js").Failure} shown what FAILED shows of a detail
 * @property {(flow: Flow, error: import("./tracking.js").ApiError | "timeout", source: string) => Error} ofTracking
 *   returns what the submission then fails with: the failure's echo
 * @property {(flow: Flow) => Error} ofIncompleteTransaction
 * @property {(flow: Flow, error: unknown) => void} ofCertificate
 */

/** ms that the widget waits for a token. */
const TOKEN_WAIT = 60_000;
/** The access code of a registered work is asked for so often, so many ms apart. */
const ACCESS_CODE_ATTEMPTS = 10;
const ACCESS_CODE_PAUSE = 2000;

export class Flow {
  state = emptyState();
  submitting = false;
  /** @type {string | null} */
  pendingStage = null;
  /** When the page was last asked for a token. `reset()` does not forget it. */
  lastAsked = -Infinity;
  tokenTimer = 0;
  /** @type {{ done: Promise<void>, stop: () => void } | null} */
  tracking = null;
  works = new Works(this);

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    /** @type {import("./client.js").Reader} */
    const reader = {
      ofResponse: (response) => this.failures.reader.ofResponse(response),
      ofRejection: (reason) => this.failures.reader.ofRejection(reason),
      ofUpload: (status) => this.failures.reader.ofUpload(status),
      ofBrokenUpload: () => this.failures.reader.ofBrokenUpload(),
    };
    this.client = new Client(
      reader,
      () => ({ url: host.atsUrl ?? "", token: host.token, network: host.network }),
      (ms) => new Promise((resolve) => this.later(() => resolve(), ms)),
    );
  }

  get mode() {
    return this.host.mode;
  }

  /** @returns {Failures} */
  get failures() {
    return this.host.generation.codes === "dotted" ? dotted : upperCase;
  }

  /** @param {() => void} callback @param {number} ms */
  later = (callback, ms) => window.setTimeout(callback, ms / this.host.timeScale);

  /** @param {string} name @param {Record<string, unknown>} detail */
  emit = (name, detail) => this.host.announce(name, detail);

  draw = () => this.host.draw();

  // ---- entering and leaving ------------------------------------------------------------------------------------------

  /** Goes to the mode's first step; what was typed stays. */
  enter() {
    const { state, host } = this;
    state.screen = host.mode === "download" ? "DOWNLOADS" : "FORM";
    state.step = host.mode === "register" ? "form" : host.hasExternalUser ? "works" : "access-code";
  }

  /** Starts with nothing. An old request goes on, and what comes of it reaches the new form. */
  clear() {
    this.tracking?.stop();
    this.state = emptyState();
    this.enter();
  }

  /** Leaves the timer of a pending token running. */
  changeMode() {
    this.clear();
    if (this.host.generation.announcesMode) this.emit("mode-changed", { mode: this.mode });
    this.draw();
  }

  reset() {
    clearTimeout(this.tokenTimer);
    this.clear();
    this.draw();
    if (this.host.generation.resetAsksForToken) this.emit("token-expired", { pendingAction: "reset" });
  }

  /** The element left the document. Requests go on; nobody waits for the token any more. */
  leave() {
    clearTimeout(this.tokenTimer);
    this.tracking?.stop();
  }

  // ---- failing -------------------------------------------------------------------------------------------------------

  /**
   * @param {Record<string, unknown>} detail of `allfeat:failed`
   * @param {"FAILED" | "DISABLED"} [screen]
   */
  fail(detail, screen = "FAILED") {
    this.state.screen = screen;
    this.state.failure = this.failures.shown(detail);
    this.draw();
    this.emit("failed", detail);
  }

  /** @param {string} text */
  showFieldError(text) {
    this.state.fieldError = text;
    this.draw();
  }

  /**
   * The visitor pressed Retry. In register mode the form comes back as it was, on its last step.
   *
   * Trap: also after the work has been paid for, and even after it has been registered. The transaction is forgotten, and
   * one press pays again.
   */
  retry() {
    const { state } = this;
    state.failure = null;
    state.jobId = state.transactionId = undefined;
    state.work = null;
    if (this.mode === "download") state.code = "";
    this.enter();
    if (this.mode === "register") state.step = "review";
    this.draw();
    this.works.load();
  }

  // ---- the form's steps ----------------------------------------------------------------------------------------------

  /** The visitor pressed Next. */
  next() {
    if (this.state.step === "access-code") {
      this.works.verifyAccessCode();
    } else if (this.state.file) {
      this.state.step = "review";
      this.draw();
    }
  }

  /** The visitor pressed Back on the last step. */
  back() {
    this.state.step = "form";
    this.draw();
  }

  // ---- the token -----------------------------------------------------------------------------------------------------

  /**
   * Asks the page for a token. Returns false, and does not, if it was asked too short a time ago.
   * @param {string} stage what to go on with
   * @param {string} pendingAction
   */
  askForToken(stage, pendingAction) {
    const now = performance.now();
    if (now - this.lastAsked < this.host.generation.renewalGuard / this.host.timeScale) {
      this.lastAsked = -Infinity;
      return false;
    }
    this.lastAsked = now;
    this.pendingStage = stage;
    this.state.tokenPending = true;
    this.draw();
    this.emit("token-expired", { pendingAction });
    this.tokenTimer = this.later(() => {
      if (!this.state.tokenPending) return;
      this.state.tokenPending = false;
      this.failures.withoutCode(this, SESSION_EXPIRED);
    }, TOKEN_WAIT);
    return true;
  }

  /** @param {string | null} token */
  tokenChanged(token) {
    if (!this.state.tokenPending || !token) {
      this.draw();
      return;
    }
    this.state.tokenPending = false;
    clearTimeout(this.tokenTimer);
    const stage = this.pendingStage ?? "";
    if (stage === "access_code") this.works.verifyAccessCode();
    else if (stage === "work_select" || stage === "download_list") this.works.load();
    // Trap: nothing draws here, so the overlay stays over the screen although the download works.
    else if (stage === "download") this.downloadCertificate();
    // Trap: for a work's versions, and for a file of one, nothing happens at all. The overlay stays until something else
    // draws, and then the alert of the failed list is there as it was.
    else if (!stage.startsWith("download_")) this.submit();
  }

  // ---- registering ---------------------------------------------------------------------------------------------------

  async submit() {
    // Trap: a token set inside the listener of token-expired arrives before `finally` below, and ends here.
    if (this.submitting) return;
    const { title, file, creator, work } = this.state;
    if (!file) {
      this.failures.withoutCode(this, "No file selected");
      return;
    }
    if (!this.host.token) {
      this.failures.withoutCode(this, "No token available");
      return;
    }
    if (this.mode === "update" && !work) {
      this.failures.withoutCode(this, "Please select a work to update.", "widget.no_work_selected");
      return;
    }
    this.submitting = true;
    this.draw();
    try {
      const job = await this.client.init({ title, filename: file.name, creators: [creator] });
      this.state.jobId = job.job_id;
      await this.upload(job.upload_url, file);
      this.state.screen = "CONFIRMING";
      this.draw();
      // Trap: an answer of these two that is no JSON is announced without a code, and CONFIRMING stays for ever.
      await this.client.prepare(job.job_id);
      const { transaction_id: transactionId } = await this.client.confirm(job.job_id);
      this.state.transactionId = transactionId;
      this.emit("confirmed", { transactionId });
      await this.follow(transactionId);
    } catch (error) {
      this.failures.handle(this, error, "submit");
    } finally {
      // Trap: nothing draws here. After an error without a code the button stays disabled.
      this.submitting = false;
    }
  }

  /** @param {string} url @param {File} file */
  async upload(url, file) {
    this.state.screen = "UPLOAD";
    this.state.progress = 0;
    this.draw();
    this.emit("upload-start", { filename: file.name, size: file.size });
    await this.client.upload(url, file, (loaded, total) => {
      this.state.progress = total ? Math.round((loaded / total) * 100) : 0;
      this.draw();
      this.emit("upload-progress", { progress: this.state.progress, loaded, total });
    });
    this.emit("upload-complete", { filename: file.name });
  }

  /** @param {string} transactionId */
  async follow(transactionId) {
    this.state.screen = "TRACKING";
    this.state.progress = 0;
    this.state.progressText = "";
    this.draw();
    /** @type {import("./tracking.js").Outcome | undefined} */
    let outcome;
    this.tracking = follow(
      this.client,
      transactionId,
      {
        onStep: ({ step, progress, description }) => {
          this.state.progress = progress;
          this.state.progressText = description;
          this.draw();
          this.emit("step", { step, progress, description });
        },
        onComplete: (completed) => {
          if (completed.ats_id === undefined || !completed.tx_hash) throw this.failures.ofIncompleteTransaction(this);
          outcome = completed;
        },
        onFailure: (error, source) => this.failures.ofTracking(this, error, source),
      },
      this.later,
    );
    await this.tracking.done;
    if (outcome) await this.complete(transactionId, outcome);
  }

  /** @param {string} transactionId @param {import("./tracking.js").Outcome} outcome */
  async complete(transactionId, outcome) {
    const { state } = this;
    state.screen = "COMPLETE";
    state.atsId = outcome.ats_id ?? null;
    state.workId = outcome.work_id;
    state.accessCode = outcome.access_code;
    this.draw();
    for (let attempt = 1; !state.accessCode && attempt <= ACCESS_CODE_ATTEMPTS; attempt++) {
      if (attempt > 1) await new Promise((resolve) => this.later(() => resolve(undefined), ACCESS_CODE_PAUSE));
      const answer = await this.client.accessCode(transactionId).catch(() => null);
      state.accessCode = answer?.access_code;
    }
    this.draw();
    this.emit("complete", {
      atsId: outcome.ats_id,
      txHash: outcome.tx_hash,
      blockNumber: outcome.block_number,
      explorerUrl: outcome.explorer_url,
      ...(state.accessCode ? { accessCode: state.accessCode } : {}),
    });
  }

  async downloadCertificate() {
    const { workId, atsId } = this.state;
    try {
      save(await this.client.certificate(workId ?? ""), `certificate-${atsId}.txt`);
    } catch (error) {
      this.failures.ofCertificate(this, error);
    }
  }
}
