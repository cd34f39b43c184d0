// @ts-check
/**
 * `idle()` ends when everything else that was to be done has been done. A background task is exactly that, but WebKit
 * has none: there it ends when a whole turn has passed in which no other message was posted, and every frame that was
 * asked for has been drawn.
 */
(() => {
  const { scheduler } = /** @type {any} */ (window);
  if (scheduler?.postTask) {
    Object.assign(window, { idle: () => scheduler.postTask(() => 0, { priority: "background" }) });
    return;
  }

  /** How many messages have been posted: what is done in a task of its own without a timer is done by one. */
  let posted = 0;
  /** Frames that were asked for and have not been drawn. @type {Set<number>} */
  const frames = new Set();

  const { postMessage } = MessagePort.prototype;
  MessagePort.prototype.postMessage = function (/** @type {any[]} */ ...args) {
    posted++;
    return postMessage.apply(this, /** @type {any} */ (args));
  };

  const { requestAnimationFrame, cancelAnimationFrame } = window;
  window.requestAnimationFrame = (run) => {
    const id = requestAnimationFrame((now) => {
      frames.delete(id);
      run(now);
    });
    frames.add(id);
    return id;
  };
  window.cancelAnimationFrame = (id) => {
    frames.delete(id);
    cancelAnimationFrame(id);
  };

  /** @type {(() => void)[]} */
  const waiting = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => waiting.shift()?.();
  /** @returns {Promise<void>} after all that is in the line now */
  const turn = () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      postMessage.call(channel.port2, 0);
    });
  /** @returns {Promise<void>} after the next frame, and what it posted */
  const frame = () => new Promise((resolve) => void requestAnimationFrame(() => resolve()));

  const idle = async () => {
    for (;;) {
      const before = posted;
      await turn();
      if (frames.size) await frame();
      else if (posted == before) return;
    }
  };
  Object.assign(window, { idle });
})();
