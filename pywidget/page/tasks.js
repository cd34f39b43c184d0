// @ts-check
import { fence } from "./fence.js";

/**
 * Runs each function in a separate task. Timers are not used, because a hidden tab delays them by up to a minute.
 *
 * @returns {(run: () => void) => void}
 */
export const createTasks = () => {
  /** @type {(() => void)[]} */
  const waiting = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = fence("a task", () => waiting.shift()?.());
  return (run) => {
    waiting.push(run);
    channel.port2.postMessage(0);
  };
};
