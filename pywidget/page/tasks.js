// @ts-check
/**
 * A task of its own for each call, also in a hidden tab, where timers are held back for up to a minute.
 *
 * @returns {(run: () => void) => void}
 */
export const createTasks = () => {
  /** @type {(() => void)[]} */
  const waiting = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => waiting.shift()?.();
  return (run) => {
    waiting.push(run);
    channel.port2.postMessage(0);
  };
};
