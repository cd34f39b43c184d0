// @ts-check
/** The corners for the bar, best first. The style sheet uses these names too. */
const CORNERS = ["bottom right", "bottom left", "top right", "top left"];

/**
 * Keeps the closed inspector from covering notices: it moves to the first corner without one.
 * @param {HTMLElement} host
 * @param {() => boolean} isClosed an open inspector is not moved
 */
export const createDodge = (host, isClosed) => {
  let frame = 0;

  /** @param {string} corner */
  const moveTo = (corner) => host.setAttribute("data-corner", corner);

  const isInTheWay = () => {
    const own = host.getBoundingClientRect();
    return [...document.querySelectorAll("pywidget-notice[data-shown]")].some((notice) => {
      const its = notice.getBoundingClientRect();
      return its.left < own.right && its.right > own.left && its.top < own.bottom && its.bottom > own.top;
    });
  };

  const look = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      for (const corner of isClosed() ? CORNERS : []) {
        moveTo(corner);
        if (!isInTheWay()) return;
      }
      moveTo(/** @type {string} */ (CORNERS[0]));
    });
  };

  const notices = new MutationObserver(look);
  notices.observe(window.document, { attributeFilter: ["data-shown"], subtree: true });
  addEventListener("scroll", look, { capture: true, passive: true });
  addEventListener("resize", look);
  look();

  return {
    look,
    stop() {
      cancelAnimationFrame(frame);
      notices.disconnect();
      removeEventListener("scroll", look, true);
      removeEventListener("resize", look);
    },
  };
};
