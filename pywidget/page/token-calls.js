// @ts-check
import { fence, warn } from "./fence.js";
import { loadOnce } from "./load-module.js";
import { shared } from "./shared.js";

/**
 * What Python calls to get tokens. The code for it is a module of its own (token.js), because many failures have nothing
 * to do with tokens. Until that module is there, what Python asks for waits for it.
 *
 * @typedef {ReturnType<typeof import("./token.js").tokenFences>} TokenCalls
 * @param {import("./create-page.js").Page} page
 */
export const createTokenCalls = (page) => {
  /** @type {TokenCalls | undefined} */
  let calls;
  let source = "";
  /** @type {Promise<TokenCalls> | undefined} */
  let loading;

  const load = () =>
    (loading ??= loadOnce(page.state, "pywidget-token.js")
      .then((/** @type {typeof import("./token.js")} */ { take, tokenFences }) => {
        take(shared);
        const all = tokenFences(page);
        if (source) all.setTokenSource(source);
        return (calls = all);
      })
      .catch((error) => {
        loading = undefined;
        throw error;
      }));

  /**
   * Something that follows a request for a token, and means nothing without one.
   * @param {"explainRenewal" | "abortToken" | "deliverToken"} name
   * @returns {(...given: any[]) => void}
   */
  const following = (name) => {
    const run = fence(name, (/** @type {TokenCalls} */ all, /** @type {[any, any, any]} */ given) =>
      /** @type {(...given: any[]) => void} */ (all[name])(...given),
    );
    return (.../** @type {[any, any, any]} */ given) => {
      if (calls) run(calls, given);
      else loading?.then((all) => run(all, given)).catch(() => 0);
    };
  };

  return {
    load,

    calls: /** @satisfies {TokenCalls} */ ({
      setTokenSource(json) {
        source = json;
        calls?.setTokenSource(json);
      },

      // Pages with a profile have the module before Python starts.
      addTokenLane: (system, json) => calls?.addTokenLane(system, json) ?? "",

      askToken(id, request, json) {
        if (calls) return calls.askToken(id, request, json);
        const ask = fence("askToken", (/** @type {TokenCalls} */ all) => all.askToken(id, request, json));
        load().then(ask).catch((error) => {
          warn("no token can be asked for", error);
          // Python asks again after a while, as it does if the page's endpoint cannot be reached.
          page.deliver({ kind: "token", widget: id, request, outcome: "network", reason: "not-loaded" });
        });
      },

      explainRenewal: following("explainRenewal"),
      abortToken: following("abortToken"),
      deliverToken: following("deliverToken"),
    }),
  };
};
