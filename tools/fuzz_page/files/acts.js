// @ts-check
/**
 * What a page can do to pywidget, one act for each input. An act is made of nothing but its own {@link createRandom}, so
 * that it can be done again without those before it.
 *
 * @typedef {import("./random.js").Random} Random
 * @typedef {HTMLElement & { say: (name: string, detail: any, seen?: any) => void, show: (seen: any) => void } & Record<string, any>} Widget
 */
const createActs = (/** @type {{ values: any, pool: Widget[], frames: any[], addTag: () => void, number: { of: number }, secret: (random: Random) => string, useServer: () => void }} */ { values, pool, frames, addTag, number, secret, useServer }) => {
  const { text, value, detail, throwable } = values;
  const globals = /** @type {any} */ (window);
  const dispatch = EventTarget.prototype.dispatchEvent;

  const EVENTS = (
    "error failed download-failed token-expired confirmed step complete upload-complete upload-start ready mode-changed " +
    "upload-progress work-selected download-started download-complete"
  ).split(" ");
  const ANNOUNCED = "verdict renewed renewal-failed disabled enabled notice report ready unavailable before-report".split(" ");
  const SCREENS = "FORM DOWNLOADS DOWNLOAD_DETAIL UPLOAD CONFIRMING TRACKING COMPLETE FAILED DISABLED".split(" ");

  /** @param {Random} random */
  const eventName = (random) =>
    random.once(30) ? `allfeat:${text(random).slice(0, 200)}` : `allfeat:${random.pick(EVENTS.concat("error", "failed", "failed", "token-expired"))}`;

  /** @param {Random} random @returns {Widget} */
  const widgetOf = (random) => random.pick(pool);

  /** The same function; but if it returns a promise that is rejected, that is for nobody to handle. @param {(...given: any[]) => any} run */
  const handled = (run) => (/** @type {any[]} */ ...given) => {
    const result = run(...given);
    quietly(() => result?.[Symbol.toStringTag] == "Promise" && result.catch(() => 0));
    return result;
  };

  /** Errors that the browser reports to the page, because it is the browser that called the page. @param {() => unknown} run */
  const asPage = (run) => () => {
    try {
      handled(run)();
    } catch {
      const error = new Error("the page's own");
      record.own.add(error);
      throw error;
    }
  };

  /** Does what may throw to the page that does it. @param {() => unknown} run */
  const quietly = (run) => {
    try {
      return run();
    } catch {
      return undefined;
    }
  };

  /** A target of an event. @param {Random} random @returns {EventTarget} */
  const targetOf = (random) =>
    random.weighted(
      /** @type {[number, () => EventTarget][]} */ ([
        [6, () => widgetOf(random)],
        [1, () => window],
        [1, () => document],
        [1, () => document.documentElement],
        [1, () => document.createElement("ats-widget")],
        [1, () => random.pick(["script", "iframe", "pywidget-notice"].flatMap((name) => [...document.querySelectorAll(name), document.body]))],
        [1, () => new EventTarget()],
        [1, () => {
          const host = document.createElement("x-host");
          document.body.append(host);
          const inside = document.createElement("ats-widget");
          host.attachShadow({ mode: random.pick(["open", "closed"]) }).append(inside);
          setTimeout(() => host.remove());
          return inside;
        }],
        [1, () => frames[0].document.body.appendChild(frames[0].document.createElement("ats-widget"))],
        [0.5, () => document.body.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "ats-widget"))],
      ]),
    )();

  /** An event object, as only a script makes it. @param {Random} random @param {string} name */
  const eventOf = (random, name) => {
    const options = { bubbles: !random.once(5), composed: !random.once(5), cancelable: random.once(2), detail: value(random) };
    const boom = () => {
      throw new Error("boom");
    };
    const made = random.weighted(
      /** @type {[number, () => Event][]} */ ([
        [4, () => new CustomEvent(name, options)],
        [1, () => new Event(name, options)],
        [1, () => new UIEvent(name, { ...options, detail: random.below(9) })],
        [1, () => new ErrorEvent(name, { ...options, error: throwable(random), message: text(random) })],
        [1, () => new MessageEvent(name, { ...options, data: 1 })],
        [1, () => new frames[0].CustomEvent(name, options)],
        [1, () => {
          const event = document.createEvent("CustomEvent");
          event.initCustomEvent(name, true, true, options.detail);
          return event;
        }],
        // Only of the widget's events: those of pywidget are for the page, and so is what reading them throws.
        [name.startsWith("pywidget:") ? 0 : 2, () => {
          const lie = random.pick(["detail", "type", "composedPath", "target", "bubbles", "timeStamp"]);
          return Object.defineProperty(new CustomEvent(name, options), lie, {
            get: random.pick([boom, () => value(random, 2), () => () => [], () => () => [null], () => boom, () => () => [value(random, 2)]]),
          });
        }],
      ]),
    )();
    record.dispatchedByPage.add(made);
    return made;
  };

  /** What a function of the page does when pywidget calls it. @param {Random} random @returns {(...given: any[]) => any} */
  const behaviour = (random) => {
    const error = throwable(random);
    const answer = value(random, 1);
    const token = secret(random);
    const act = makeAct(random, true);
    const boom = () => {
      throw error;
    };
    return random.pick([
      () => answer,
      () => ({ token: answer }),
      () => token,
      () => Promise.resolve(token),
      () => ({ token }),
      boom,
      boom,
      () => Promise.reject(error),
      () => new Promise(() => 0),
      () => new frames[0].Promise((/** @type {any} */ _, /** @type {any} */ reject) => reject(error)),
      () => ({ then: boom }),
      () => ({ then: (/** @type {any} */ done, /** @type {any} */ failed) => (done(answer), failed(error), done(token)) }),
      () => ({ get then() { throw error; } }),
      (/** @type {any} */ given) => (quietly(() => Object.assign(given, { code: answer, extra: answer })), given),
      (/** @type {any} */ given) => quietly(() => { for (const key in given) delete given[key]; }),
      () => quietly(act),
      () => (quietly(act), boom()),
      async () => {
        await 0;
        quietly(act);
        return answer;
      },
    ]);
  };

  /** @type {Record<string, [number, (random: Random, widget: Widget) => () => void]>} */
  const KINDS = {
    detail: [60, (random, widget) => {
      const name = eventName(random);
      const said = random.once(3) ? detail(random) : value(random);
      const seen = random.once(2) ? { screen: random.pick(SCREENS), retryButton: random.once(2), tokenOverlay: random.once(6) } : undefined;
      return () => widget.say(name, said, seen);
    }],

    quote: [6, (random, widget) => {
      // What the widget says repeats its own token, which pywidget has to know wherever it stands.
      const before = text(random).slice(0, 50);
      const field = random.pick(["code", "message", "requestId", "stage", "details"]);
      return () => {
        const token = widget.getAttribute("token") ?? "";
        const whole = `${before}${random.pick(["", " ", '"', "/", "="])}${token}`;
        widget.say(random.pick(["allfeat:error", "allfeat:failed"]), { ...detail(random), [field]: field == "details" ? { reason: whole, [token]: [whole] } : whole });
      };
    }],

    event: [8, (random) => {
      const names = [eventName(random), eventName(random), `pywidget:${random.pick(ANNOUNCED)}`, random.pick(["pywidget:", "allfeat:", ""])];
      const event = eventOf(random, random.pick(names));
      const twice = random.once(4);
      return () => {
        const target = targetOf(random);
        for (let times = 0; times < (twice ? 2 : 1); times++) quietly(() => dispatch.call(target, event));
      };
    }],

    reentrant: [3, (random, widget) => {
      const act = makeAct(random, true);
      const name = random.once(2) ? eventName(random) : `pywidget:${random.pick(ANNOUNCED)}`;
      const target = random.pick([window, document, widget]);
      return () => target.addEventListener(name, asPage(act), { once: true, capture: random.once(2) });
    }],

    burst: [0.1, (random, widget) => {
      const name = eventName(random);
      const details = [detail(random), value(random), detail(random)];
      const many = 20 + random.below(180);
      return () => {
        for (let times = 0; times < many; times++) widget.say(name, details[times % 3]);
      };
    }],

    widget: [6, (random, widget) => {
      const other = widgetOf(random);
      const place = random.pick([document.body, document.querySelector("main"), document.querySelector("aside")]) ?? document.body;
      const attribute = random.pick(["site-key", "ats-url", "network", "external-user-id", "id", "style", "hidden", "max-file-size", "class", "slot"]);
      const said = text(random).slice(0, 5_000);
      return random.pick([
        () => widget.remove(),
        () => place.append(widget),
        () => place.append(widget),
        () => (widget.remove(), place.prepend(widget)),
        () => other.replaceWith(widget),
        () => widget.setAttribute(attribute, said),
        () => widget.removeAttribute(attribute),
        () => widget.toggleAttribute("hidden"),
        () => (frames[0].document.body.append(widget), place.append(widget)),
        () => frames[0].document.body.append(widget),
        () => void document.adoptNode(widget),
        () => quietly(() => widget.append(other)),
        () => {
          const host = document.createElement("x-around");
          place.append(host);
          host.attachShadow({ mode: "open" }).append(widget);
        },
        () => quietly(() => widget.animate([{ opacity: 0 }], 10)),
        () => place.replaceChildren(...place.children),
        () => document.querySelectorAll("x-around").forEach((host) => host.remove()),
      ]);
    }],

    looks: [5, (random, widget) => {
      const screen = random.once(2) ? random.pick(SCREENS) : value(random, 2);
      const state = random.once(3) ? value(random) : { screen, transactionId: value(random, 2), accessCode: value(random, 3) };
      const said = text(random).slice(0, 3_000);
      const classes = random.pick(["ats-alert-error", "ats-request-id-value", "ats-failed-screen", "ats-loading-overlay", "ats-container"]);
      const action = random.pick(["retry", "next", "back", "submit", "reset", "copy-code", "reload-works", said]);
      const act = makeAct(random, true);
      return random.pick([
        () => (widget.getState = () => state),
        () => (widget.getState = handled(behaviour(random))),
        () => Object.defineProperty(widget, "getState", { configurable: true, get: handled(behaviour(random)) }),
        () => delete (/** @type {any} */ (widget).getState),
        () => (widget.setToken = behaviour(random)),
        () => (widget.setToken = random.pick([value(random), asPage(act)])),
        () => delete (/** @type {any} */ (widget).setToken),
        () => (widget.reset = handled(behaviour(random))),
        () => {
          const part = document.createElement("div");
          part.className = classes;
          part.textContent = said;
          widget.shadowRoot?.append(part);
        },
        () => {
          const button = document.createElement("button");
          button.dataset["action"] = action;
          button.textContent = said;
          button.addEventListener("click", asPage(act));
          widget.shadowRoot?.append(button);
        },
        () => widget.shadowRoot?.replaceChildren(),
        () => widget.show({ screen: random.pick(SCREENS), retryButton: true }),
      ]);
    }],

    api: [6, (random) => {
      const name = random.pick(["report", "report", "report", "on", "flush", "tokenProvider", "ready", "anything"]);
      const given = Array.from({ length: random.below(4) }, () => value(random));
      const callback = behaviour(random);
      const heard = random.pick([...ANNOUNCED, text(random).slice(0, 100)]);
      const error = random.once(2) ? detail(random) : random.pick([text(random), throwable(random)]);
      return () => {
        const { pywidget } = globals;
        if (name == "on") {
          const end = pywidget.on(heard, asPage(callback));
          if (random.once(2)) end();
        } else if (name == "report") {
          if (random.once(2)) pywidget.report(error, random.pick(["mori", "allfeat-api", text(random), undefined]));
          else pywidget.report(...given);
        } else if (name == "tokenProvider") pywidget.tokenProvider(random.once(3) ? given[0] : asked(callback));
        else if (name == "flush") pywidget.flush(...given);
        else if (name == "ready") pywidget.ready.then(asPage(callback), () => 0).catch(() => 0);
        else quietly(() => pywidget[text(random)]);
      };
    }],

    answer: [4, (random, widget) => {
      const generation = random.once(2);
      const pending = random.pick(["submit", "register", "download", "download_list", "work_select", "access_code", "reset", ""]);
      const { of: index } = number;
      return () => {
        // The server makes its answer of the number in the mode. Without a function of the page, it is asked.
        if (random.once(2)) useServer();
        widget.setAttribute("mode", `i${index}`);
        if (generation) widget.say("allfeat:error", { code: "common.auth.expired", message: "jwt expired", requestId: "req", stage: "submit" });
        widget.say("allfeat:token-expired", { pendingAction: pending }, { screen: "FORM", tokenOverlay: true });
      };
    }],

    request: [4, (random) => {
      const { of: index } = number;
      const method = random.pick(["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"]);
      const kind = random.pick(["", "text", "json", "blob", "arraybuffer"]);
      const how = random.below(5);
      return () => {
        const address = `/api/i${index}`;
        if (how < 2) {
          const xhr = new XMLHttpRequest();
          xhr.open(method, address);
          quietly(() => (xhr.responseType = /** @type {any} */ (kind)));
          xhr.timeout = 1_500;
          if (how) xhr.onreadystatechange = () => xhr.readyState == 4 && quietly(() => (xhr.open("GET", "/api/again"), xhr.send()));
          xhr.send();
          if (random.once(6)) xhr.abort();
        } else {
          const leaving = new AbortController();
          const asked = fetch(how == 2 ? new Request(address, { method }) : new URL(address, location.href), { method, signal: leaving.signal });
          asked
            .then((response) => random.pick([() => response.text(), () => response.json(), () => response.body?.cancel(), () => response.clone().blob(), () => 0])())
            .catch(() => 0);
          if (random.once(6)) leaving.abort(value(random));
        }
      };
    }],

    function: [3, (random) => {
      const name = random.pick(["check", "sink", "token", "late"]);
      const put = random.once(6) ? value(random) : behaviour(random);
      return () => (globals.app[name] = name == "token" && typeof put == "function" ? asked(put) : put);
    }],

    page: [4, (random) => {
      const name = random.pick(["online", "offline", "visibilitychange", "pagehide", "pageshow", "focus", "blur", "languagechange", "storage", "popstate", "beforeunload", "resize"]);
      const lang = random.once(3) ? text(random).slice(0, 50) : random.pick(["de", "ar", "ja", "pt-BR", "en", "xx", ""]);
      const notice = () => random.pick([...document.querySelectorAll("pywidget-notice"), document.createElement("pywidget-notice")]);
      return random.pick([
        () => void dispatchEvent(new Event(name)),
        () => void document.dispatchEvent(new Event(name, { bubbles: true })),
        () => (document.documentElement.lang = lang),
        () => notice().remove(),
        () => notice().toggleAttribute("data-shown"),
        () => document.body.prepend(notice()),
        () => widgetOf(random).before(notice()),
        () => notice().shadowRoot?.replaceChildren(),
        () => void (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true })),
        () => {
          // Not those that lead away from the page.
          const buttons = [...(notice().shadowRoot?.querySelectorAll("button") ?? [])];
          const staying = buttons.filter(({ dataset }) => !/reload|sign-in|contact/.test(dataset["action"] ?? ""));
          if (staying.length) random.pick(staying).click();
        },
        () => {
          const button = widgetOf(random).shadowRoot?.querySelector("button");
          button?.click();
        },
        () => localStorage.setItem(random.letters(5), text(random).replaceAll(record.MARK, "").slice(0, 1_000)),
      ]);
    }],

    stop: [0.15, (random) => {
      const again = random.once(2);
      return () => {
        globals.pywidget.stop();
        if (again) addTag();
      };
    }],
  };

  /** Counts what is asked of a function of the page. @param {(...given: any[]) => any} run */
  const asked = (run) => (/** @type {any[]} */ ...given) => {
    const info = given.find((one) => one?.attempt);
    record.asked(given.find((one) => one instanceof Element) ?? "the page", info);
    return run(...given);
  };

  const LIST = Object.entries(KINDS).map(([name, [weight]]) => /** @type {const} */ ([weight, name]));
  let depth = 0;

  /**
   * @param {Random} random
   * @param {boolean} [inner] whether it is done within another one, which must not be without an end
   * @returns {() => unknown}
   */
  const makeAct = (random, inner) => {
    if (inner && depth > 2) return () => 0;
    depth++;
    try {
      const name = random.weighted(LIST);
      if (!inner) record.count(`input: ${name}`);
      const act = /** @type {any} */ (KINDS[name])[1](random, widgetOf(random));
      // What still waits for its listener or its timer leaves the canary alone.
      return () => (number.of < 0 ? 0 : act());
    } finally {
      depth--;
    }
  };

  return { makeAct, quietly, counted: asked };
};
