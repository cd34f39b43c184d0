// @ts-check
/**
 * Search without a server. Browsers start no worker for a page that was opened from the disk. The search then runs in a
 * hidden frame, which has what the search needs of a worker: `onmessage`, `addEventListener` and `postMessage`.
 */
(() => {
  if (location.protocol !== "file:") return;

  class FrameWorker extends EventTarget {
    /** @param {string | URL} url */
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      const inside = /** @type {Window & typeof globalThis} */ (frame.contentWindow);
      // What is posted to the page, as a worker does it: with one argument.
      inside.postMessage = /** @param {unknown} data */ (data) => void this.dispatchEvent(new MessageEvent("message", { data }));
      const script = inside.document.createElement("script");
      this.loaded = new Promise((resolve) => (script.onload = resolve));
      script.src = String(url);
      inside.document.body.append(script);
      this.frame = frame;
      this.inside = inside;
    }

    /** @param {unknown} data */
    async postMessage(data) {
      await this.loaded;
      this.inside.dispatchEvent(new this.inside.MessageEvent("message", { data }));
    }

    terminate() {
      this.frame.remove();
    }
  }
  Reflect.set(window, "Worker", FrameWorker);
})();
