// @ts-check
/**
 * Follows a transaction to its end: by WebSocket, and by polling if that fails. A socket that closes cleanly, or says that
 * the step failed, ends the following without a word: the widget then shows TRACKING for ever.
 *
 * @typedef {{ step: string, progress: number, description: string }} Step
 * @typedef {{ ats_id?: number, work_id?: string, tx_hash?: string, block_number?: number, explorer_url?: string,
 *   access_code?: string }} Outcome
 * @typedef {{ code: string, message: string, request_id: string, details?: unknown }} ApiError
 *
 * @typedef {object} Followed
 * @property {(step: Step) => void} onStep
 * @property {(outcome: Outcome) => void} onComplete may throw: that ends the following too
 * @property {(failure: ApiError | "timeout", source: "WebSocket" | "Polling") => unknown} onFailure returns what to throw
 *
 * @typedef {import("./client.js").Client} Client
 */

/** ms */
const POLL_EVERY = 3000;
const POLL_FOR = 120_000;

/**
 * @param {Client} client
 * @param {string} transactionId
 * @param {Followed} followed
 * @param {(callback: () => void, ms: number) => number} later
 * @returns {{ done: Promise<void>, stop: () => void }}
 */
export const follow = (client, transactionId, followed, later) => {
  /** @type {WebSocket | undefined} */
  let socket;
  let timer = 0;
  let stopped = false;
  let stop = () => {};

  const done = new Promise((/** @type {(value?: undefined) => void} */ resolve, reject) => {
    const close = () => {
      stopped = true;
      clearTimeout(timer);
      socket?.close();
    };
    stop = () => {
      close();
      resolve();
    };
    /** @param {() => unknown} body */
    const finish = (body) => {
      close();
      try {
        body();
        resolve();
      } catch (reason) {
        reject(reason);
      }
    };
    /** @param {ApiError | "timeout"} failure @param {"WebSocket" | "Polling"} source */
    const fail = (failure, source) =>
      finish(() => {
        throw followed.onFailure(failure, source);
      });

    /** @param {number} waited */
    const poll = async (waited) => {
      let status = null;
      try {
        status = await client.transaction(transactionId);
      } catch {
        // The next poll may reach it.
      }
      if (stopped) return;
      if (status?.is_complete) {
        const { result } = status;
        if (result?.success) finish(() => followed.onComplete(result));
        else fail({ code: "transaction.failed", message: result?.error, request_id: "" }, "Polling");
        return;
      }
      if (status) {
        const { current_step: step, progress } = status;
        followed.onStep({ step, progress, description: `Processing: ${step}` });
      }
      if (waited >= POLL_FOR) fail("timeout", "Polling");
      else timer = later(() => poll(waited + POLL_EVERY), POLL_EVERY);
    };

    socket = client.events(transactionId);
    socket.onerror = () => {
      if (!stopped) poll(0);
    };
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.step === "completed") finish(() => followed.onComplete(frame.data ?? {}));
      else if (frame.step === "failed" || (frame.type === "error" && !frame.error)) close();
      else if (frame.type === "error") fail(frame.error, "WebSocket");
      else followed.onStep({ step: frame.step, progress: frame.progress, description: frame.description });
    };
  });
  return { done, stop: () => stop() };
};
