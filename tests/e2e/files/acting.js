// @ts-check
/**
 * Lets a stand-in (stand-in.js, loaded before) act as a widget whose session expires, in either generation: it says
 * what that generation says, covers itself while it waits, and goes on when it is given a token.
 */
(() => {
  /** What each generation says when its session expires, and what it was about to do. */
  const EXPIRIES = {
    v3: ["submit", { code: "common.auth.expired", message: "jwt expired", requestId: "req_1", stage: "submit" }],
    v1: ["register", null],
  };

  /**
   * @param {string} id
   * @param {"v3" | "v1"} generation
   * @param {string} [pending] what it was about to do, if not what is usual
   */
  const expire = (id, generation, pending) => {
    const widget = /** @type {any} */ (document.getElementById(id));
    const [usual, error] = EXPIRIES[generation];
    if (error) widget.say("allfeat:error", error);
    widget.say("allfeat:token-expired", { pendingAction: pending ?? usual }, { screen: "FORM", tokenOverlay: true });
  };

  /** @param {string} id @param {string} code @param {object} [more] */
  const fail = (id, code, more) => {
    const widget = /** @type {any} */ (document.getElementById(id));
    const error = { code, message: "raw", requestId: `req_${id}`, stage: "submit", ...more };
    widget.say("allfeat:error", error);
    const told = { code, message: "told", requestId: `req_${id}` };
    widget.say("allfeat:failed", told, { screen: "FAILED", retryButton: true });
  };

  // A widget goes on when it is given a token.
  new MutationObserver((records) => {
    for (const { target } of records) {
      const widget = /** @type {any} */ (target);
      if (widget.seen?.tokenOverlay) widget.show({ screen: "FORM" });
    }
  }).observe(document, { attributeFilter: ["token"], subtree: true });

  /**
   * The details of what pywidget announced under a name, of one widget or of all.
   * @param {string} name
   * @param {string} [id]
   */
  const of = (name, id) =>
    /** @type {any} */ (window).announced
      .filter((/** @type {any} */ one) => one.name == name && (!id || one.target == id))
      .map((/** @type {any} */ one) => one.detail);

  /** The tokens that a widget was given. @param {string} id */
  const tokensOf = (id) =>
    /** @type {any} */ (document.getElementById(id)).given.map((/** @type {any} */ one) => one.token);

  /** How the last renewal of a widget ended, if it has. @param {string} id */
  const ended = (id) => of("renewed", id).length + of("renewal-failed", id).length;

  Object.assign(window, { expire, fail, of, tokensOf, ended });
})();
