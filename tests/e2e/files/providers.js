// @ts-check
/** Providers of tokens, well-behaved and not, by the mode of the widget that asks. */
(() => {
  /** Throws at whatever is done to it. */
  const { proxy, revoke } = Proxy.revocable(function () {}, {});
  revoke();

  /** @type {Record<string, (token: string) => unknown>} */
  const behaviours = {
    throws() {
      throw new Error("no");
    },
    "throws text"() {
      throw "no";
    },
    "throws nothing"() {
      throw undefined;
    },
    "throws a proxy"() {
      throw proxy;
    },
    rejects: () => Promise.reject(new Error("no")),
    "rejects with text": () => Promise.reject("no"),
    "rejects with a proxy": () => Promise.reject(proxy),
    "is no promise": () => ({
      get then() {
        throw new Error("no");
      },
    }),
    number: () => 42,
    function: () => () => "token",
    proxy: () => proxy,
    undefined: () => undefined,
    null: () => null,
    empty: () => "",
    "other object": (token) => ({ jwt: token }),
    text: (token) => token,
    object: (token) => ({ token }),
    promise: async (token) => token,
    "promise of an object": async (token) => ({ token }),
    "another promise": (token) => ({ then: (/** @type {Function} */ take) => take(token) }),
  };

  /** @type {{ info: any, widget: string }[]} */
  const asked = [];

  /** @param {any} info @param {Element} widget */
  const provide = (info, widget) => {
    asked.push({ info, widget: widget.id });
    return behaviours[info.mode]?.(`token of ${info.mode}`);
  };

  Object.assign(window, { asked, provide });
})();
