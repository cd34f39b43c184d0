"use strict";
(() => {
  // pywidget/testing/page/compare.js
  var PARTS = /* @__PURE__ */ new Set(["text", "title", "message"]);
  var isPattern = (value) => typeof value?.pattern == "string" && typeof value.flags == "string";
  var fits = (name, expected, actual) => {
    if (isPattern(expected)) return new RegExp(expected.pattern, expected.flags).test(`${actual ?? ""}`);
    if (name == "actions" && Array.isArray(expected) && Array.isArray(actual)) {
      return expected.length == actual.length && expected.every((one, index) => one == actual[index].id || one == actual[index].label);
    }
    if (PARTS.has(name) && typeof expected == "string" && expected) return `${actual ?? ""}`.includes(expected);
    return JSON.stringify(expected) == JSON.stringify(actual ?? null);
  };
  var differences = (expected, actual) => Object.keys(expected).filter((name) => !fits(name, expected[name], actual[name]));
  var shown = (value) => {
    if (isPattern(value)) return `/${value.pattern}/${value.flags}`;
    if (Array.isArray(value)) return `[${value.map((one) => one?.id ? one.id : JSON.stringify(one)).join(", ")}]`;
    return JSON.stringify(value ?? null);
  };
  var inWords = (fields) => Object.entries(fields).map(([name, value]) => `${name}: ${shown(value)}`).join(", ");

  // pywidget/testing/page/names.json
  var names_default = {
    events: {
      verdict: [
        "system",
        "code",
        "path",
        "remedy",
        "message",
        "requestId",
        "stage",
        "event"
      ],
      renewed: [
        "pendingAction",
        "attempts",
        "durationMs",
        "system"
      ],
      "renewal-failed": [
        "reason",
        "pendingAction",
        "attempts",
        "status",
        "code",
        "requestId"
      ],
      disabled: [
        "system",
        "code",
        "requestId"
      ],
      enabled: [
        "because"
      ],
      notice: [
        "kind",
        "role",
        "title",
        "text",
        "actions",
        "reference",
        "until"
      ],
      report: [
        "event",
        "system",
        "code",
        "path",
        "remedy",
        "message",
        "requestId",
        "stage",
        "pendingAction",
        "failure",
        "merged",
        "transaction",
        "mode",
        "network",
        "screen",
        "widget",
        "page",
        "view",
        "version",
        "at",
        "repeated",
        "dropped",
        "outcome",
        "reason",
        "attempts",
        "durationMs"
      ],
      ready: [
        "version"
      ],
      unavailable: [
        "reason"
      ]
    },
    actions: [
      "try-again",
      "start-over",
      "confirm-start-over",
      "reload",
      "confirm-reload",
      "sign-in",
      "confirm-sign-in",
      "cancel",
      "contact",
      "copy-code",
      "back-to-list",
      "keep",
      "register-again",
      "dismiss"
    ]
  };

  // pywidget/testing/page/misuse.js
  var EVENTS = names_default.events;
  var OTHERS = { quiet: [], tokens: ["asked", "delivered"], screen: ["name"], focus: ["on"] };
  var SCREENS = {
    FORM: true,
    DOWNLOADS: true,
    DOWNLOAD_DETAIL: true,
    UPLOAD: true,
    CONFIRMING: true,
    TRACKING: true,
    COMPLETE: true,
    FAILED: true,
    DISABLED: true
  };
  var FOCUSED = ["widget", "notice", ...names_default.actions];
  var slips = (one, other) => {
    const table = [[...other, ""].map((_, column) => column)];
    const at = (row2, column) => table[row2]?.[column] ?? Infinity;
    for (let row2 = 1; row2 <= one.length; row2++) {
      table[row2] = [row2];
      for (let column = 1; column <= other.length; column++) {
        const isSame = one[row2 - 1] == other[column - 1];
        const isTurned = one[row2 - 1] == other[column - 2] && one[row2 - 2] == other[column - 1];
        table[row2][column] = Math.min(
          at(row2 - 1, column) + 1,
          at(row2, column - 1) + 1,
          at(row2 - 1, column - 1) + (isSame ? 0 : 1),
          isTurned ? at(row2 - 2, column - 2) + 1 : Infinity
        );
      }
    }
    return at(one.length, other.length);
  };
  var bare = (name) => name.toLowerCase().replace(/^(pywidget|allfeat):/, "").replaceAll(/[-_]/g, "");
  var meant = (name, known2) => {
    const [best] = known2.map((one) => ({ one, far: slips(bare(`${name}`), bare(one)) })).filter(({ one, far }) => far <= Math.min(2, one.length - 1 >> 1)).sort((left, right) => left.far - right.far);
    return best ? ` Did you mean ${best.one}?` : "";
  };
  var isNone = (what, name, known2) => {
    const near = meant(name, known2);
    return `${JSON.stringify(name ?? null)} is no ${what}.${near || ` There are ${known2.join(", ") || "none"}.`}`;
  };
  var isSelector = (selector) => {
    try {
      document.createDocumentFragment().querySelector(selector);
      return true;
    } catch {
      return false;
    }
  };
  var fieldsOf = (event) => EVENTS[event] ?? [];
  var noFieldOfReports = (name) => fieldsOf("report").includes(name) ? "" : `no report has a field ${name}.${meant(name, fieldsOf("report"))}`;
  var noPlace = (on) => {
    if (FOCUSED.includes(on)) return "";
    return isSelector(on) && document.querySelector(on) ? "" : `nothing in the page has this name or selector.${meant(on, FOCUSED)}`;
  };
  var misuse = (check, expected, selector) => {
    const wrong = (text, isField = false) => ({ misuse: text, isField });
    if (selector !== null && !isSelector(selector)) return wrong(`${JSON.stringify(selector)} is no CSS selector.`);
    const { name, on, ...rest } = expected;
    if (check == "event" && !Object.hasOwn(EVENTS, name)) return wrong(isNone("event of pywidget", name, Object.keys(EVENTS)));
    if (check == "screen" && !Object.hasOwn(SCREENS, name)) return wrong(isNone("screen of the widget", name, Object.keys(SCREENS)));
    if (check == "focus" && (typeof on != "string" || !/^[\w:-]+$/.test(on) && !isSelector(on))) {
      return wrong(`${JSON.stringify(on ?? null)} is no CSS selector, nor a name.${meant(on, FOCUSED)}`);
    }
    const event = check == "event" ? name : check;
    if (event == "report") return void 0;
    const known2 = OTHERS[event] ?? fieldsOf(event);
    const unknown = Object.keys(check == "event" ? rest : expected).find((field2) => !known2.includes(field2));
    if (unknown === void 0) return void 0;
    return wrong(isNone(OTHERS[check] ? `part of ${check}` : `field of pywidget:${event}`, unknown, known2), true);
  };
  var FAILING = ["generation", "at", "retryAfter", "requestId", "message", "details"];
  var checkFiring = (code, failing) => {
    if (typeof code != "string" || !code.trim()) throw new Error("fire() needs a code, such as session.key_inactive");
    const unknown = Object.keys(failing).find((name) => !FAILING.includes(name));
    if (unknown !== void 0) throw new Error(isNone("option of fire()", unknown, FAILING));
  };

  // pywidget/testing/page/timeline.js
  var OF_WIDGET = [
    "ready",
    "mode-changed",
    "upload-start",
    "upload-complete",
    "confirmed",
    "step",
    "complete",
    "error",
    "token-expired",
    "failed",
    "work-selected",
    "download-started",
    "download-complete",
    "download-failed"
  ];
  var OF_PYWIDGET = Object.keys(names_default.events);
  var entries = [];
  var known = [];
  var began;
  var numberOf = (element) => {
    if (!known.includes(element)) known.push(element);
    return known.indexOf(element) + 1;
  };
  var plain = (value) => {
    try {
      const text = JSON.stringify(
        value,
        (_name, member) => member instanceof Error ? { ...member, message: member.message } : member
      );
      return text === void 0 ? null : JSON.parse(text);
    } catch {
      return "unreadable";
    }
  };
  var note = (what, detail2, target) => {
    const element = target instanceof Element ? target : null;
    const widget = element ? `${element.localName}${element.id && `#${element.id}`}` : "";
    const number = element ? numberOf(element) : 0;
    const now = performance.now();
    began ??= now;
    entries.push({ at: Math.round(now - began), what, widget, number, detail: plain(detail2) });
  };
  var listen = () => {
    const names = [...OF_WIDGET.map((name) => `allfeat:${name}`), ...OF_PYWIDGET.map((name) => `pywidget:${name}`)];
    for (const name of names) {
      window.addEventListener(
        name,
        (event) => note(
          name,
          /** @type {CustomEvent} */
          event.detail,
          event.composedPath()[0]
        ),
        true
      );
    }
  };

  // pywidget/testing/page/tokens.js
  var tokens = [];
  var numbered = (token) => {
    if (!tokens.includes(token)) tokens.push(token);
    return `token ${tokens.indexOf(token) + 1}`;
  };
  var given = (widget, token, later) => note(later ? "token delivered" : "token in the page", { token: numbered(token) }, widget);
  var asked = ({ token, ...request }) => note("token asked", { ...request, ...token && { answer: numbered(token) } });
  var count = (what, number) => entries.filter((entry) => entry.what == what && (!number || entry.number == number)).length;

  // pywidget/testing/page/checks.js
  var said = (name, { number }) => entries.filter(({ what, number: other }) => what == `pywidget:${name}` && (!number || other == number));
  var compared = (subject, expected, actual, none) => {
    const wanted = inWords(expected) || "any";
    if (!actual) return `expected ${subject}: ${wanted}
${none}`;
    const different = differences(expected, actual);
    if (!different.length) return void 0;
    return `expected ${subject}: ${wanted}
it was: ${inWords(actual)}
different: ${different.join(", ")}`;
  };
  var everywhere = (selector, root = (
    /** @type {Document | ShadowRoot} */
    document
  )) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ? everywhere(selector, shadowRoot) : [])
  ];
  var foreignIn = (expected, reports) => Object.keys(expected).filter((name) => !reports.some((report) => name in report)).map(noFieldOfReports).find(Boolean);
  var isOff = () => !!document.querySelector("script[data-notices=off]");
  var standing = (context) => {
    const latest = new Map(said("notice", context).map((entry) => [entry.number, entry]));
    return [...latest.values()].filter(({ detail: detail2 }) => detail2.kind !== null).sort((one, other) => one.at - other.at);
  };
  var focused = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  };
  var isIn = (inner, outer) => {
    for (let at = (
      /** @type {any} */
      inner
    ); at; at = at.parentNode ?? at.host) if (at === outer) return true;
    return false;
  };
  var described = (element) => {
    if (!element || element === document.body) return "nothing in particular (the page itself)";
    const root = element.getRootNode();
    const host = root instanceof ShadowRoot ? ` in <${root.host.localName}>` : "";
    const { action } = (
      /** @type {HTMLElement} */
      element.dataset
    );
    return `<${element.localName}${element.id && ` id="${element.id}"`}${action ? ` data-action="${action}"` : ""}>${host}`;
  };
  var CHECKS = {
    event({ name, ...expected }, context) {
      const last = said(name, context).at(-1)?.detail;
      const foreign = name == "report" && last && foreignIn(expected, [last]);
      return compared(`pywidget:${name}`, expected, foreign ? void 0 : last, foreign || "there was none");
    },
    notice(expected, context) {
      const notices = standing(context);
      const problem = compared("the notice", expected, notices.at(-1)?.detail, "no notice stands");
      if (problem || isOff()) return problem;
      if (everywhere("pywidget-notice[data-shown]").length) return void 0;
      return `expected the notice: ${inWords(expected)}
it was announced, but it is not shown in the page`;
    },
    quiet(_, context) {
      const notice = standing(context).at(-1);
      return notice && `expected no notice
there is: ${inWords(notice.detail)}`;
    },
    report(expected, context) {
      const reports = said("report", context).map(({ detail: detail2 }) => detail2);
      const foreign = foreignIn(expected, reports);
      if (foreign) return compared("a report", expected, void 0, foreign);
      if (reports.some((report) => !differences(expected, report).length)) return void 0;
      const [closest] = reports.sort((one, other) => differences(expected, one).length - differences(expected, other).length);
      const shown2 = closest && Object.fromEntries(["event", "code", "path", ...Object.keys(expected)].map((name) => [name, closest[name]]));
      return compared("a report", expected, shown2, "nothing was reported");
    },
    tokens(expected, context) {
      const actual = { asked: count("token asked"), delivered: count("token delivered", context.number) };
      return twice() ?? leaked(context) ?? compared("tokens", expected, actual, "");
    },
    screen({ name }, { widget }) {
      const screen = widget?.getState?.().screen;
      return compared("the widget's screen", { screen: name }, { screen }, "");
    },
    focus({ on }, { widget }) {
      const element = focused();
      const holds = on == "widget" ? element && widget && isIn(element, widget) : on == "notice" ? element && everywhere("pywidget-notice").some((notice) => isIn(element, notice)) : element && /** @type {HTMLElement} */
      (element.dataset["action"] == on || isSelected(element, on));
      if (holds) return void 0;
      return [`expected the focus on: ${on}`, `it was on: ${described(element)}`, noPlace(on)].filter(Boolean).join("\n");
    }
  };
  var isSelected = (element, selector) => {
    try {
      return element.matches(selector);
    } catch {
      return false;
    }
  };
  var twice = () => {
    const delivered = entries.filter(({ what }) => what == "token delivered" || what == "token in the page");
    const numbers = delivered.map(({ detail: detail2 }) => detail2.token);
    const again = numbers.find((token, index) => numbers.indexOf(token) < index);
    return again && `expected each token to be delivered once
${again} was delivered twice`;
  };
  var leaked = ({ seen }) => {
    const storages = [localStorageText(), sessionStorageText()].join();
    const places = [
      ...seen.console.map((text) => (
        /** @type {[string, string]} */
        ["the console", text]
      )),
      ...seen.requests.map(({ url, body }) => (
        /** @type {[string, string]} */
        [`a request to ${withoutTokens(url)}`, url + body]
      )),
      ...entries.map(({ what, detail: detail2 }) => (
        /** @type {[string, string]} */
        [what, JSON.stringify(detail2)]
      )),
      ["the page's address", location.href],
      ["the page's storage", storages]
    ];
    for (const [index, token] of tokens.entries()) {
      if (token.length < 8) continue;
      const place = places.find(([, text]) => text.includes(token));
      if (place) return `expected tokens to be told to nobody
token ${index + 1} is in: ${place[0]}`;
    }
    return void 0;
  };
  var localStorageText = () => {
    try {
      return JSON.stringify(localStorage);
    } catch {
      return "";
    }
  };
  var sessionStorageText = () => {
    try {
      return JSON.stringify(sessionStorage);
    } catch {
      return "";
    }
  };
  var withoutTokens = (text) => tokens.reduce((rest, token, index) => rest.replaceAll(token, `(token ${index + 1})`), text);

  // static/double/backend.js
  var browserBackend = {
    fetch: (url, init) => fetch(url, init),
    upload: (url, file, onProgress) => new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
      request.onload = () => resolve(request.status);
      request.onerror = () => reject(new TypeError("Failed to fetch"));
      request.open("PUT", url);
      request.send(file);
    }),
    connect(url) {
      const address = new URL(url, location.href);
      address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
      return new WebSocket(address);
    }
  };

  // static/double/client.js
  var ATTEMPTS = 3;
  var PAUSES = [1e3, 2e3];
  var Client = class {
    backend = browserBackend;
    /**
     * @param {Reader} reader
     * @param {() => { url: string, token: string | null, network: string }} config read anew for each request
     * @param {(ms: number) => Promise<void>} wait
     */
    constructor(reader3, config, wait) {
      this.reader = reader3;
      this.config = config;
      this.wait = wait;
    }
    /** @param {{ title: string, filename: string, creators: string[] }} work */
    init = (work) => this.json("POST", "/v1/works/init", work);
    /** @param {string} jobId */
    prepare = (jobId) => this.json("POST", "/v1/works/prepare", { job_id: jobId });
    /** @param {string} jobId */
    confirm = (jobId) => this.json("POST", "/v1/works/confirm", { job_id: jobId });
    works = () => this.json("GET", `/v1/works?network=${this.config().network}&first=50`);
    /** @param {string} code */
    workOfAccessCode = (code) => this.json("GET", `/v1/access/${encodeURIComponent(code)}/work`);
    /** @param {string} transactionId */
    accessCode = (transactionId) => this.json("GET", `/v1/transactions/${transactionId}/access-code`);
    /** @param {string} workId */
    versions = (workId) => this.json("GET", `/v1/works/${workId}/versions`);
    /** @param {string} workId @param {number} number @param {"asset" | "certificate"} kind */
    fileOfVersion = async (workId, number, kind) => (await this.request("GET", `/v1/works/${workId}/versions/${number}/download/${kind}`)).blob();
    /** @param {string} workId */
    certificate = async (workId) => (await this.request("GET", `/v1/works/${workId}/download/certificate`)).blob();
    /** @param {string} transactionId */
    async transaction(transactionId) {
      const response = await this.backend.fetch(this.address(`/v1/transactions/${transactionId}`), {});
      return response.ok ? response.json() : null;
    }
    /** @param {string} transactionId */
    events = (transactionId) => this.backend.connect(this.address(`/v1/transactions/${transactionId}/events`));
    /** @param {string} path */
    address = (path) => this.config().url.replace(/\/$/, "") + path;
    /**
     * @param {string} method
     * @param {string} path
     * @param {unknown} [body]
     * @returns {Promise<any>}
     */
    async json(method, path, body) {
      const response = await this.request(method, path, body);
      try {
        return await response.json();
      } catch (reason) {
        throw this.reader.ofRejection(reason);
      }
    }
    /**
     * @param {string} method
     * @param {string} path
     * @param {unknown} [body]
     */
    async request(method, path, body) {
      for (let attempt = 1; ; attempt++) {
        const headers = body ? { "Content-Type": "application/json" } : {};
        const { token } = this.config();
        if (token) headers["Authorization"] = `Bearer ${token}`;
        let response;
        try {
          response = await this.backend.fetch(this.address(path), {
            method,
            headers,
            body: body ? JSON.stringify(body) : null
          });
        } catch (reason) {
          throw this.reader.ofRejection(reason);
        }
        if (response.ok) return response;
        if (response.status !== 429 || attempt === ATTEMPTS) throw await this.reader.ofResponse(response);
        const asked2 = response.headers.get("Retry-After");
        await this.wait(asked2 === null ? Number(PAUSES[attempt - 1]) : parseFloat(asked2) * 1e3);
      }
    }
    /**
     * @param {string} url
     * @param {File} file
     * @param {(loaded: number, total: number) => void} onProgress
     */
    async upload(url, file, onProgress) {
      for (let attempt = 1; ; attempt++) {
        let failure3;
        try {
          const status = await this.backend.upload(url, file, onProgress);
          if (status >= 200 && status < 300) return;
          failure3 = this.reader.ofUpload(status);
        } catch {
          failure3 = this.reader.ofBrokenUpload();
        }
        if (attempt === ATTEMPTS) throw failure3;
        await this.wait(Number(PAUSES[attempt - 1]));
      }
    }
  };

  // static/double/messages.js
  var FALLBACK = "An unexpected error occurred. Please try again.";
  var SESSION_EXPIRED = "Session expired. Please try again.";
  var TOO_MANY = "Too many requests. Please wait a moment and try again.";
  var EXPIRED = "Your session has expired. Please refresh your credentials.";
  var UNAVAILABLE = "The service is temporarily unavailable. Please try again later.";
  var NO_SIGN_IN = "The authentication service is temporarily unavailable. Please try again later.";
  var NO_ORIGIN = "This website is not authorized to use the widget. Please contact your administrator.";
  var MESSAGES = {
    "session.invalid_token": EXPIRED,
    "session.key_inactive": "This widget is currently disabled. Please contact your administrator.",
    "session.widget_not_enabled": "The widget feature is not enabled for your organization.",
    "session.origin_not_allowed": NO_ORIGIN,
    "session.rate_limited": TOO_MANY,
    "common.auth.missing_token": "Authentication is required.",
    "common.auth.expired": EXPIRED,
    "common.auth.invalid_token": "Your authentication token is invalid.",
    "common.auth.invalid_api_key": "The API key is invalid. Please contact your administrator.",
    "common.auth.jwks_unavailable": NO_SIGN_IN,
    "common.auth.backend_unavailable": NO_SIGN_IN,
    "organization.not_found": "The organization was not found. Please contact your administrator.",
    "organization.inactive": "This organization is inactive. Please contact your administrator.",
    "organization.no_integration": "No integration is configured. Please contact your administrator.",
    "registration.duplicate_title": "A work with this title already exists.",
    "registration.audio_too_large": "The audio file is too large ({size_mb} MB). Maximum allowed size is {max_mb} MB.",
    "registration.invalid_audio_format": "This audio format is not supported.",
    "registration.insufficient_credits": "There are not enough credits to register this work.",
    "work.not_found": "The work was not found.",
    "work.already_registered": "This work is already registered.",
    "access_code.not_found": "This access code is invalid or does not exist.",
    "access_code.expired": "This access code has expired.",
    "transaction.not_found": "The transaction was not found.",
    "transaction.store_unavailable": UNAVAILABLE,
    "transaction.already_confirmed": "This transaction has already been confirmed.",
    "transaction.expired": "This transaction has expired. Please start over.",
    "common.rate_limited": TOO_MANY,
    "common.validation_failed": "The submitted data is invalid. Please check your input and try again.",
    "common.service_unavailable": UNAVAILABLE,
    "common.not_found": "The requested resource was not found.",
    "widget.malformed_response": "The server returned an unexpected response. Please try again.",
    "widget.auth_retry_exhausted": "Authentication failed: the session token was rejected. Please reload the page and try again."
  };
  var megabytes = (bytes) => (Number(bytes) / 1024 / 1024).toFixed(1);
  var message = (code, details) => {
    const values = { .../** @type {object | undefined} */
    details };
    if ("size_bytes" in values) values["size_mb"] = megabytes(values["size_bytes"]);
    if ("max_bytes" in values) values["max_mb"] = megabytes(values["max_bytes"]);
    return (MESSAGES[code] ?? FALLBACK).replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));
  };

  // static/double/failures-dotted.js
  var RENEWING = /* @__PURE__ */ new Set([
    "session.invalid_token",
    "common.auth.missing_token",
    "common.auth.expired",
    "common.auth.invalid_token"
  ]);
  var DISABLING = /* @__PURE__ */ new Set([
    "session.key_inactive",
    "session.widget_not_enabled",
    "session.origin_not_allowed",
    "organization.not_found",
    "organization.inactive",
    "organization.no_integration",
    "common.auth.invalid_api_key"
  ]);
  var BESIDE_ACCESS_CODE = /* @__PURE__ */ new Set(["access_code.not_found", "work.not_found", "common.not_found"]);
  var WidgetError = class extends Error {
    /**
     * @param {"api" | "network" | "upload" | "malformed"} kind
     * @param {string} code
     * @param {string} text
     * @param {ApiError} [envelope]
     */
    constructor(kind, code, text, envelope) {
      super(text);
      this.kind = kind;
      this.code = code;
      this.requestId = envelope ? envelope.request_id : null;
      this.details = envelope?.details;
    }
  };
  var ofEnvelope = (envelope) => new WidgetError("api", envelope.code, envelope.message, envelope);
  var isEnvelope = (body) => ["code", "message", "request_id"].every((name) => typeof body?.error?.[name] === "string");
  var reader = {
    async ofResponse(response) {
      const body = await response.json().catch(() => null);
      if (isEnvelope(body)) return ofEnvelope(body.error);
      return new WidgetError("malformed", "widget.malformed_response", `Unexpected response: HTTP ${response.status}`);
    },
    ofRejection: (reason) => reason instanceof TypeError ? new WidgetError("network", "widget.network_error", "Network error: Unable to connect to server") : reason,
    ofUpload: (status) => new WidgetError("upload", "widget.upload_error", `Upload failed: HTTP ${status}`),
    ofBrokenUpload: () => new WidgetError("network", "widget.network_error", "Network error during upload")
  };
  var handle = (flow, error, stage) => {
    const known2 = error instanceof WidgetError ? error : null;
    const text = error instanceof Error ? error.message : String(error);
    flow.emit("error", {
      code: known2?.code,
      message: text,
      requestId: known2?.requestId ?? null,
      stage,
      ...known2?.kind === "api" ? { details: known2.details } : {}
    });
    if (!known2) return;
    if (known2.kind === "api") console.error(`[Allfeat Widget] ${known2.code} (${known2.requestId}): ${text}`);
    if (known2.kind === "api" && RENEWING.has(known2.code)) {
      if (!flow.askForToken(stage, stage)) {
        flow.fail(failure("widget.auth_retry_exhausted", message("widget.auth_retry_exhausted")));
      }
      return;
    }
    const shown2 = known2.kind === "network" || known2.kind === "upload" ? text : message(known2.code, known2.details);
    flow.fail(failure(known2.code, shown2, known2.requestId), DISABLING.has(known2.code) ? "DISABLED" : "FAILED");
  };
  var failure = (code, text, requestId2 = null) => ({ code, message: text, requestId: requestId2 });
  var failures = {
    reader,
    handle,
    renews: (error) => error instanceof WidgetError && RENEWING.has(error.code),
    besideAccessCode: (error) => error instanceof WidgetError && BESIDE_ACCESS_CODE.has(error.code),
    text: (error) => error instanceof WidgetError ? message(error.code, error.details) : FALLBACK,
    withoutCode: (flow, text, code = "widget.unknown_error") => flow.fail(failure(code, text)),
    shown: (detail2) => ({ message: String(detail2["message"]), requestId: (
      /** @type {any} */
      detail2["requestId"]
    ) }),
    ofTracking(flow, error, source) {
      const known2 = error === "timeout" ? new WidgetError("network", "widget.network_error", "Transaction timed out") : ofEnvelope(error);
      handle(flow, known2, "tracking");
      return new Error(`${source} error`);
    },
    ofIncompleteTransaction(flow) {
      flow.fail(failure("widget.unknown_error", FALLBACK));
      return new Error("Incomplete transaction data");
    },
    ofCertificate: (flow, error) => handle(flow, error, "download")
  };

  // static/double/failures-upper-case.js
  var AtsApiException = class extends Error {
    /**
     * @param {any} text whatever the server sent: an object becomes "[object Object]"
     * @param {string} code
     * @param {number} [httpStatus]
     * @param {unknown} [details]
     */
    constructor(text, code, httpStatus, details) {
      super(text);
      this.name = "AtsApiException";
      this.code = code;
      this.httpStatus = httpStatus;
      this.details = details;
    }
    isTokenExpired() {
      return this.code === "TOKEN_EXPIRED";
    }
    isRetryable() {
      return ["NETWORK_ERROR", "SERVER_ERROR", "RATE_LIMITED"].includes(this.code);
    }
  };
  var CODES = {
    400: "BAD_REQUEST",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    409: "CONFLICT",
    413: "BAD_REQUEST",
    422: "BAD_REQUEST",
    429: "RATE_LIMITED"
  };
  var codeOf = (status, s) => {
    if (status === 401) return /site[-_]key/.test(s.toLowerCase()) ? "INVALID_SITE_KEY" : "TOKEN_EXPIRED";
    return CODES[status] ?? (status >= 500 ? "SERVER_ERROR" : "UNKNOWN_ERROR");
  };
  var reader2 = {
    async ofResponse(response) {
      const body = await response.json().catch(() => ({}));
      const text = body.error || body.message || `HTTP ${response.status}`;
      try {
        return new AtsApiException(text, codeOf(response.status, text), response.status);
      } catch (reason) {
        return reader2.ofRejection(reason);
      }
    },
    ofRejection(reason) {
      const text = reason instanceof Error ? reason.message : String(reason);
      const network = reason instanceof TypeError && text.includes("fetch");
      return new AtsApiException(text, network ? "NETWORK_ERROR" : "UNKNOWN_ERROR");
    },
    ofUpload: (status) => new AtsApiException(`Upload failed: HTTP ${status}`, "UPLOAD_ERROR", status),
    ofBrokenUpload: () => new AtsApiException("Network error during upload", "NETWORK_ERROR")
  };
  var textOf = (error) => error instanceof Error ? error.message : String(error);
  var isExpired = (error) => error instanceof AtsApiException && error.isTokenExpired();
  var failure2 = (text) => ({ error: text, stage: "FAILED" });
  var failures2 = {
    reader: reader2,
    handle(flow, error, stage) {
      if (isExpired(error)) {
        flow.askForToken(stage, flow.mode);
        return;
      }
      const code = error instanceof AtsApiException ? error.code : void 0;
      if (code === "RATE_LIMITED") {
        flow.fail(failure2(TOO_MANY));
        return;
      }
      const text = textOf(error);
      flow.fail(failure2(text));
      flow.emit("error", { stage: "FAILED", error: text, code, details: error });
    },
    renews: isExpired,
    besideAccessCode: (error) => !isExpired(error),
    text: textOf,
    withoutCode: (flow, text) => flow.fail(failure2(text)),
    shown: (detail2) => ({ message: String(detail2["error"]), requestId: null }),
    ofTracking(flow, error) {
      const text = error === "timeout" ? "Transaction timed out" : error.message;
      flow.fail(failure2(text));
      return new Error(text);
    },
    ofIncompleteTransaction(flow) {
      const text = "Incomplete transaction data";
      flow.fail(failure2(text));
      return new Error(text);
    },
    ofCertificate(flow, error) {
      if (isExpired(error)) flow.askForToken("download", "download");
      flow.emit("error", { stage: "download", error: textOf(error), details: error });
    }
  };

  // static/double/save.js
  var save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  // static/double/state.js
  var emptyState = () => ({
    screen: "FORM",
    step: "form",
    title: "",
    creator: "",
    file: null,
    code: "",
    fieldError: "",
    work: null,
    works: null,
    worksError: "",
    versions: null,
    versionsError: "",
    creatorsShown: false,
    tokenPending: false,
    progress: 0,
    progressText: "",
    jobId: void 0,
    transactionId: void 0,
    workId: void 0,
    atsId: null,
    accessCode: void 0,
    failure: null
  });

  // static/double/tracking.js
  var POLL_EVERY = 3e3;
  var POLL_FOR = 12e4;
  var follow = (client, transactionId, followed, later) => {
    let socket;
    let timer = 0;
    let stopped = false;
    let stop = () => {
    };
    const done = new Promise((resolve, reject) => {
      const close = () => {
        stopped = true;
        clearTimeout(timer);
        socket?.close();
      };
      stop = () => {
        close();
        resolve();
      };
      const finish = (body) => {
        close();
        try {
          body();
          resolve();
        } catch (reason) {
          reject(reason);
        }
      };
      const fail = (failure3, source) => finish(() => {
        throw followed.onFailure(failure3, source);
      });
      const poll = async (waited) => {
        let status = null;
        try {
          status = await client.transaction(transactionId);
        } catch {
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
        else if (frame.step === "failed" || frame.type === "error" && !frame.error) close();
        else if (frame.type === "error") fail(frame.error, "WebSocket");
        else followed.onStep({ step: frame.step, progress: frame.progress, description: frame.description });
      };
    });
    return { done, stop: () => stop() };
  };

  // static/double/works.js
  var Works = class {
    /** @param {Flow} flow */
    constructor(flow) {
      this.flow = flow;
    }
    // ---- which work ----------------------------------------------------------------------------------------------------
    async verifyAccessCode() {
      const { flow } = this;
      const { state } = flow;
      state.fieldError = "";
      flow.draw();
      try {
        state.work = await flow.client.workOfAccessCode(state.code);
      } catch (error) {
        if (flow.failures.besideAccessCode(error)) flow.showFieldError(flow.failures.text(error));
        else flow.failures.handle(flow, error, "access_code");
        return;
      }
      this.#open();
    }
    /** Trap: not single-flighted. Upgrading an element in download mode asks three times at once. */
    async load() {
      const { flow } = this;
      if (flow.state.step !== "works") return;
      const { state } = flow;
      state.worksError = "";
      flow.draw();
      try {
        state.works = (await flow.client.works()).works;
      } catch (error) {
        if (flow.failures.renews(error)) {
          flow.failures.handle(flow, error, flow.mode === "download" ? "download_list" : "work_select");
          return;
        }
        state.worksError = flow.failures.text(error);
      }
      flow.draw();
    }
    /** @param {string} id */
    select(id) {
      const work = this.flow.state.works?.find((candidate) => candidate.id === id);
      if (!work) return;
      this.flow.state.work = work;
      this.#open();
      this.flow.emit("work-selected", { workId: work.id, atsId: work.ats_id });
    }
    #open() {
      const { state, mode } = this.flow;
      if (mode === "download") {
        state.screen = "DOWNLOAD_DETAIL";
        this.loadVersions();
      } else {
        state.step = "form";
        this.flow.draw();
      }
    }
    /** The list is still there; it is not asked for again. */
    backToList() {
      this.flow.state.work = null;
      this.flow.enter();
      this.flow.draw();
    }
    // ---- its versions --------------------------------------------------------------------------------------------------
    async loadVersions() {
      const { flow } = this;
      const { state } = flow;
      state.versions = null;
      state.versionsError = "";
      flow.draw();
      try {
        state.versions = (await flow.client.versions(state.work?.id ?? "")).versions;
      } catch (error) {
        state.versionsError = flow.failures.text(error);
        if (flow.failures.renews(error)) flow.failures.handle(flow, error, "download_detail");
      }
      flow.draw();
    }
    toggleCreators() {
      this.flow.state.creatorsShown = !this.flow.state.creatorsShown;
      this.flow.draw();
    }
    /** @param {number} number @param {Kind} kind */
    async download(number, kind) {
      const { flow } = this;
      const { work } = flow.state;
      if (!work) return;
      const started = { workId: work.id, kind };
      flow.emit("download-started", started);
      try {
        save(await flow.client.fileOfVersion(work.id, number, kind), `${kind}-${work.ats_id}-${number}.txt`);
        flow.emit("download-complete", started);
      } catch (error) {
        flow.emit("download-failed", { ...started, message: flow.failures.text(error) });
        if (flow.failures.renews(error)) flow.failures.handle(flow, error, `download_version_${kind}`);
      }
    }
  };

  // static/double/flow.js
  var TOKEN_WAIT = 6e4;
  var ACCESS_CODE_ATTEMPTS = 10;
  var ACCESS_CODE_PAUSE = 2e3;
  var Flow = class {
    state = emptyState();
    submitting = false;
    /** @type {string | null} */
    pendingStage = null;
    /** When the page was last asked for a token. `reset()` does not forget it. */
    lastAsked = -Infinity;
    tokenTimer = 0;
    /** @type {{ done: Promise<void>, stop: () => void } | null} */
    tracking = null;
    works = new Works(this);
    /** @param {Host} host */
    constructor(host) {
      this.host = host;
      const reader3 = {
        ofResponse: (response) => this.failures.reader.ofResponse(response),
        ofRejection: (reason) => this.failures.reader.ofRejection(reason),
        ofUpload: (status) => this.failures.reader.ofUpload(status),
        ofBrokenUpload: () => this.failures.reader.ofBrokenUpload()
      };
      this.client = new Client(
        reader3,
        () => ({ url: host.atsUrl ?? "", token: host.token, network: host.network }),
        (ms) => new Promise((resolve) => this.later(() => resolve(), ms))
      );
    }
    get mode() {
      return this.host.mode;
    }
    /** @returns {Failures} */
    get failures() {
      return this.host.generation.codes === "dotted" ? failures : failures2;
    }
    /** @param {() => void} callback @param {number} ms */
    later = (callback, ms) => window.setTimeout(callback, ms / this.host.timeScale);
    /** @param {string} name @param {Record<string, unknown>} detail */
    emit = (name, detail2) => this.host.announce(name, detail2);
    draw = () => this.host.draw();
    // ---- entering and leaving ------------------------------------------------------------------------------------------
    /** Goes to the mode's first step; what was typed stays. */
    enter() {
      const { state, host } = this;
      state.screen = host.mode === "download" ? "DOWNLOADS" : "FORM";
      state.step = host.mode === "register" ? "form" : host.hasExternalUser ? "works" : "access-code";
    }
    /** Starts with nothing. An old request goes on, and what comes of it reaches the new form. */
    clear() {
      this.tracking?.stop();
      this.state = emptyState();
      this.enter();
    }
    /** Leaves the timer of a pending token running. */
    changeMode() {
      this.clear();
      if (this.host.generation.announcesMode) this.emit("mode-changed", { mode: this.mode });
      this.draw();
    }
    reset() {
      clearTimeout(this.tokenTimer);
      this.clear();
      this.draw();
      if (this.host.generation.resetAsksForToken) this.emit("token-expired", { pendingAction: "reset" });
    }
    /** The element left the document. Requests go on; nobody waits for the token any more. */
    leave() {
      clearTimeout(this.tokenTimer);
      this.tracking?.stop();
    }
    // ---- failing -------------------------------------------------------------------------------------------------------
    /**
     * @param {Record<string, unknown>} detail of `allfeat:failed`
     * @param {"FAILED" | "DISABLED"} [screen]
     */
    fail(detail2, screen = "FAILED") {
      this.state.screen = screen;
      this.state.failure = this.failures.shown(detail2);
      this.draw();
      this.emit("failed", detail2);
    }
    /** @param {string} text */
    showFieldError(text) {
      this.state.fieldError = text;
      this.draw();
    }
    /**
     * The visitor pressed Retry. In register mode the form comes back as it was, on its last step.
     *
     * Trap: also after the work has been paid for, and even after it has been registered. The transaction is forgotten, and
     * one press pays again.
     */
    retry() {
      const { state } = this;
      state.failure = null;
      state.jobId = state.transactionId = void 0;
      state.work = null;
      if (this.mode === "download") state.code = "";
      this.enter();
      if (this.mode === "register") state.step = "review";
      this.draw();
      this.works.load();
    }
    // ---- the form's steps ----------------------------------------------------------------------------------------------
    /** The visitor pressed Next. */
    next() {
      if (this.state.step === "access-code") {
        this.works.verifyAccessCode();
      } else if (this.state.file) {
        this.state.step = "review";
        this.draw();
      }
    }
    /** The visitor pressed Back on the last step. */
    back() {
      this.state.step = "form";
      this.draw();
    }
    // ---- the token -----------------------------------------------------------------------------------------------------
    /**
     * Asks the page for a token. Returns false, and does not, if it was asked too short a time ago.
     * @param {string} stage what to go on with
     * @param {string} pendingAction
     */
    askForToken(stage, pendingAction) {
      const now = performance.now();
      if (now - this.lastAsked < this.host.generation.renewalGuard / this.host.timeScale) {
        this.lastAsked = -Infinity;
        return false;
      }
      this.lastAsked = now;
      this.pendingStage = stage;
      this.state.tokenPending = true;
      this.draw();
      this.emit("token-expired", { pendingAction });
      this.tokenTimer = this.later(() => {
        if (!this.state.tokenPending) return;
        this.state.tokenPending = false;
        this.failures.withoutCode(this, SESSION_EXPIRED);
      }, TOKEN_WAIT);
      return true;
    }
    /** @param {string | null} token */
    tokenChanged(token) {
      if (!this.state.tokenPending || !token) {
        this.draw();
        return;
      }
      this.state.tokenPending = false;
      clearTimeout(this.tokenTimer);
      const stage = this.pendingStage ?? "";
      if (stage === "access_code") this.works.verifyAccessCode();
      else if (stage === "work_select" || stage === "download_list") this.works.load();
      else if (stage === "download") this.downloadCertificate();
      else if (!stage.startsWith("download_")) this.submit();
    }
    // ---- registering ---------------------------------------------------------------------------------------------------
    async submit() {
      if (this.submitting) return;
      const { title: title2, file, creator, work } = this.state;
      if (!file) {
        this.failures.withoutCode(this, "No file selected");
        return;
      }
      if (!this.host.token) {
        this.failures.withoutCode(this, "No token available");
        return;
      }
      if (this.mode === "update" && !work) {
        this.failures.withoutCode(this, "Please select a work to update.", "widget.no_work_selected");
        return;
      }
      this.submitting = true;
      this.draw();
      try {
        const job = await this.client.init({ title: title2, filename: file.name, creators: [creator] });
        this.state.jobId = job.job_id;
        await this.upload(job.upload_url, file);
        this.state.screen = "CONFIRMING";
        this.draw();
        await this.client.prepare(job.job_id);
        const { transaction_id: transactionId } = await this.client.confirm(job.job_id);
        this.state.transactionId = transactionId;
        this.emit("confirmed", { transactionId });
        await this.follow(transactionId);
      } catch (error) {
        this.failures.handle(this, error, "submit");
      } finally {
        this.submitting = false;
      }
    }
    /** @param {string} url @param {File} file */
    async upload(url, file) {
      this.state.screen = "UPLOAD";
      this.state.progress = 0;
      this.draw();
      this.emit("upload-start", { filename: file.name, size: file.size });
      await this.client.upload(url, file, (loaded, total) => {
        this.state.progress = total ? Math.round(loaded / total * 100) : 0;
        this.draw();
        this.emit("upload-progress", { progress: this.state.progress, loaded, total });
      });
      this.emit("upload-complete", { filename: file.name });
    }
    /** @param {string} transactionId */
    async follow(transactionId) {
      this.state.screen = "TRACKING";
      this.state.progress = 0;
      this.state.progressText = "";
      this.draw();
      let outcome;
      this.tracking = follow(
        this.client,
        transactionId,
        {
          onStep: ({ step, progress, description }) => {
            this.state.progress = progress;
            this.state.progressText = description;
            this.draw();
            this.emit("step", { step, progress, description });
          },
          onComplete: (completed) => {
            if (completed.ats_id === void 0 || !completed.tx_hash) throw this.failures.ofIncompleteTransaction(this);
            outcome = completed;
          },
          onFailure: (error, source) => this.failures.ofTracking(this, error, source)
        },
        this.later
      );
      await this.tracking.done;
      if (outcome) await this.complete(transactionId, outcome);
    }
    /** @param {string} transactionId @param {import("./tracking.js").Outcome} outcome */
    async complete(transactionId, outcome) {
      const { state } = this;
      state.screen = "COMPLETE";
      state.atsId = outcome.ats_id ?? null;
      state.workId = outcome.work_id;
      state.accessCode = outcome.access_code;
      this.draw();
      for (let attempt = 1; !state.accessCode && attempt <= ACCESS_CODE_ATTEMPTS; attempt++) {
        if (attempt > 1) await new Promise((resolve) => this.later(() => resolve(void 0), ACCESS_CODE_PAUSE));
        const answer2 = await this.client.accessCode(transactionId).catch(() => null);
        state.accessCode = answer2?.access_code;
      }
      this.draw();
      this.emit("complete", {
        atsId: outcome.ats_id,
        txHash: outcome.tx_hash,
        blockNumber: outcome.block_number,
        explorerUrl: outcome.explorer_url,
        ...state.accessCode ? { accessCode: state.accessCode } : {}
      });
    }
    async downloadCertificate() {
      const { workId, atsId } = this.state;
      try {
        save(await this.client.certificate(workId ?? ""), `certificate-${atsId}.txt`);
      } catch (error) {
        this.failures.ofCertificate(this, error);
      }
    }
  };

  // static/double/generations.js
  var GENERATIONS = {
    v3: {
      modes: ["register", "update", "download"],
      announcesMode: true,
      renewalGuard: 2e4,
      externalUsers: true,
      resetAsksForToken: false,
      showsRequestId: true,
      codes: "dotted"
    },
    v2: {
      modes: ["register", "update"],
      announcesMode: false,
      renewalGuard: 0,
      externalUsers: false,
      resetAsksForToken: false,
      showsRequestId: true,
      codes: "dotted"
    },
    v1: {
      modes: ["register", "update"],
      announcesMode: false,
      renewalGuard: 0,
      externalUsers: false,
      resetAsksForToken: true,
      showsRequestId: false,
      codes: "upper-case"
    }
  };

  // static/double/dom.js
  var h = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== void 0) element.setAttribute(name, String(value));
    }
    element.append(...children.filter((child) => child !== null && child !== void 0 && child !== false));
    return element;
  };

  // static/double/pieces.js
  var button = (text, action, more = {}) => h("button", { type: "button", class: "ats-btn", "data-action": action, ...more }, text);
  var title = (text, more = "") => h("h2", { class: `ats-section-title ${more}`.trim() }, text);
  var line = (text) => h("p", { class: "ats-loading-text" }, text);
  var field = (label, name, value, hint) => h(
    "label",
    { class: "ats-field" },
    h("span", {}, label),
    h("input", { class: "ats-input", name, value, placeholder: hint, autocomplete: "off" })
  );
  var alert = (text, action) => h("div", { class: "ats-alert ats-alert-error" }, h("p", {}, text), button("Retry", action));
  var row = (...buttons) => h("div", { class: "ats-row" }, ...buttons);

  // static/double/render-form.js
  var form = ({ state }) => h(
    "section",
    { class: "ats-form-screen" },
    title("File Selection"),
    state.work && line(`New version of “${state.work.title}”`),
    field("Title", "title", state.title, "Name of the work"),
    field("Creator", "creator", state.creator, "Who made it"),
    h(
      "div",
      { class: "ats-field" },
      h("span", {}, "Audio file"),
      h(
        "div",
        { class: "ats-file" },
        h(
          "label",
          { class: "ats-btn ats-btn-quiet" },
          state.file ? "Replace file" : "Choose file",
          h("input", { type: "file", name: "file", accept: "audio/*", class: "ats-file-input" })
        ),
        state.file ? h("span", { class: "ats-file-name" }, sized(state.file)) : button("or take a sample", "sample-file", { class: "ats-link" })
      )
    ),
    button("Next", "next", { class: "ats-btn ats-btn-primary", disabled: !state.file })
  );
  var review = ({ state, mode, submitting }) => h(
    "section",
    { class: "ats-form-screen" },
    title("Review Your Submission"),
    h(
      "dl",
      { class: "ats-facts" },
      h("dt", {}, "Title"),
      h("dd", {}, state.title || "–"),
      h("dt", {}, "Creator"),
      h("dd", {}, state.creator || "–"),
      h("dt", {}, "Audio file"),
      h("dd", {}, state.file ? sized(state.file) : "–")
    ),
    row(
      button("Back", "back", { class: "ats-btn ats-btn-quiet", disabled: submitting }),
      button(submitting ? "Submitting..." : mode === "update" ? "Submit new version" : "Protect my work", "submit", {
        class: "ats-btn ats-btn-primary",
        disabled: submitting
      })
    )
  );
  var sized = ({ name, size }) => `${name} · ${Math.ceil(size / 1024)} KB`;

  // static/double/render-works.js
  var accessCode = ({ state }) => h(
    "section",
    { class: "ats-form-screen" },
    title("Enter Access Code"),
    field("Access code", "code", state.code, "atc_…"),
    state.fieldError ? h("p", { class: "ats-error-message" }, state.fieldError) : null,
    button("Next", "next", { class: "ats-btn ats-btn-primary" })
  );
  var works = ({ state, mode }) => h(
    "section",
    { class: "ats-form-screen" },
    title(mode === "download" ? "Your works" : "Which work?"),
    state.worksError ? alert(state.worksError, "reload-works") : null,
    state.works ? h("ul", { class: "ats-works" }, ...state.works.map((work) => h("li", {}, h(
      "button",
      { type: "button", class: "ats-work", "data-action": "select-work", "data-id": work.id },
      h("strong", {}, work.title),
      h("span", {}, `ATS #${work.ats_id}`)
    )))) : !state.worksError && line("Loading your works...")
  );
  var ofVersion = ({ number, filename, creators }, creatorsShown) => {
    const version = { "data-version": `${number}` };
    return h(
      "li",
      { class: "ats-version" },
      line(`Version ${number}`),
      row(
        button(filename, "download-version-asset", { ...version, class: "ats-btn ats-btn-quiet" }),
        button("Download certificate", "download-version-cert", { ...version, class: "ats-btn ats-btn-primary" })
      ),
      button(creatorsShown ? "Hide creators" : "Show creators", "toggle-version-creators", { class: "ats-link" }),
      creatorsShown && line(creators.join(", "))
    );
  };
  var detail = ({ state }) => h(
    "section",
    { class: "ats-form-screen" },
    title(state.work?.title ?? ""),
    line(`ATS #${state.work?.ats_id}`),
    state.versionsError ? alert(state.versionsError, "reload-versions") : null,
    state.versions ? h("ul", { class: "ats-works" }, ...state.versions.map((version) => ofVersion(version, state.creatorsShown))) : !state.versionsError && line("Loading its versions..."),
    button("Back to works", "back-to-list", { class: "ats-btn ats-btn-quiet" })
  );

  // static/double/render.js
  var STEPS = { form, review, works, "access-code": accessCode };
  var steps = (flow) => STEPS[flow.state.step](flow);
  var busy = (text) => ({ state }) => h(
    "section",
    { class: "ats-loading-screen" },
    title(text),
    h("progress", { class: "ats-progress", max: 100, value: state.progress, "aria-label": text }),
    line(state.progressText || "This takes a moment.")
  );
  var complete = ({ state }) => h(
    "section",
    { class: "ats-complete-screen" },
    title("Work Protected!"),
    h(
      "dl",
      { class: "ats-facts" },
      h("dt", {}, "ATS"),
      h("dd", {}, `#${state.atsId}`),
      h("dt", {}, "Access code"),
      h("dd", {}, h("code", {}, state.accessCode ?? "…"))
    ),
    row(
      button("Copy access code", "copy-access-code", { class: "ats-btn ats-btn-quiet" }),
      button("Download Certificate", "download", { class: "ats-btn ats-btn-primary" }),
      button("Protect another work", "reset", { class: "ats-btn ats-btn-quiet" })
    )
  );
  var requestId = ({ state, host }) => host.generation.showsRequestId && state.failure?.requestId ? h(
    "p",
    { class: "ats-request-id" },
    "Error ID: ",
    h("code", { class: "ats-request-id-value" }, state.failure.requestId),
    button("Copy", "copy-request-id", { class: "ats-link" })
  ) : null;
  var failed = (flow) => h(
    "section",
    { class: "ats-failed-screen" },
    title("Something went wrong", "ats-text-error"),
    line(flow.state.failure?.message ?? ""),
    requestId(flow),
    button("Retry", "retry", { id: "retry-btn", class: "ats-btn ats-btn-primary" })
  );
  var disabled = (flow) => h(
    "section",
    { class: "ats-failed-screen" },
    title("Widget Unavailable"),
    line(flow.state.failure?.message ?? ""),
    requestId(flow),
    line("Contact your administrator for assistance.")
  );
  var SCREENS2 = {
    FORM: steps,
    DOWNLOADS: steps,
    DOWNLOAD_DETAIL: detail,
    UPLOAD: busy("Uploading..."),
    CONFIRMING: busy("Confirming registration"),
    TRACKING: busy("Processing Your Work"),
    COMPLETE: complete,
    FAILED: failed,
    DISABLED: disabled
  };
  var render = (flow, missing) => {
    if (missing) return [h("p", { class: "ats-alert ats-alert-error" }, h("strong", {}, missing[0]), " ", missing[1])];
    const overlay = h("div", { class: "ats-loading-overlay" }, line("Session expired — waiting for new token..."));
    return [SCREENS2[flow.state.screen](flow), ...flow.state.tokenPending ? [overlay] : []];
  };

  // static/double/style.js
  var style = new CSSStyleSheet();
  style.replaceSync(`
:host { display: block; font: 15px/1.5 system-ui, sans-serif; color: light-dark(#14213d, #e8ecf5); }
.ats-container {
  position: relative; box-sizing: border-box; min-height: 15rem; padding: 1.25rem 1.5rem 1.5rem; border-radius: 14px;
  background: light-dark(#fff, #182033); border: 1px solid light-dark(#d9dfeb, #2c3852);
}
.ats-container:empty { display: none; }
section { display: grid; gap: .85rem; }
.ats-section-title { margin: 0; font-size: 1.2rem; line-height: 1.3; letter-spacing: -.01em; }
.ats-text-error { color: light-dark(#b3261e, #ffb4ab); }
.ats-loading-text { margin: 0; color: light-dark(#52607a, #a9b5cd); }
.ats-field { display: grid; gap: .35rem; font-size: .875rem; font-weight: 600; }
.ats-input {
  font: inherit; font-size: 1rem; font-weight: 400; color: inherit; padding: .6rem .75rem; border-radius: 8px;
  border: 1px solid light-dark(#7c89a3, #71809e); background: light-dark(#fff, #111827); min-width: 0;
}
.ats-input::placeholder { color: light-dark(#6b7891, #8a97b1); }
.ats-file { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem; font-weight: 400; }
.ats-file-input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.ats-file-name { font-variant-numeric: tabular-nums; }
.ats-btn {
  font: inherit; font-weight: 600; cursor: pointer; padding: .65rem 1.1rem; border-radius: 8px; min-height: 44px;
  box-sizing: border-box; display: inline-flex; align-items: center; justify-content: center;
  border: 1px solid light-dark(#7c89a3, #71809e); background: transparent; color: inherit;
}
.ats-btn-primary { background: light-dark(#14213d, #dfe7fb); border-color: transparent; color: light-dark(#fff, #14213d); }
.ats-btn[disabled] { opacity: .55; cursor: default; }
.ats-link {
  font: inherit; cursor: pointer; border: 0; padding: .25rem; background: none; color: inherit; text-decoration: underline;
}
:is(.ats-btn, .ats-link, .ats-input, .ats-work):focus-visible, .ats-btn:focus-within {
  outline: 3px solid light-dark(#5b7bd5, #8ea9f5); outline-offset: 2px;
}
.ats-row { display: flex; flex-wrap: wrap; gap: .75rem; }
.ats-row > .ats-btn { flex: 1 1 auto; }
.ats-version { display: grid; gap: .5rem; justify-items: start; }
.ats-version > .ats-row { width: 100%; }
.ats-progress { width: 100%; height: .6rem; accent-color: light-dark(#14213d, #b9c8f2); }
.ats-alert { margin: 0; padding: .75rem 1rem; border-radius: 8px; background: light-dark(#fdecea, #45211f); }
.ats-alert p { margin: 0 0 .5rem; }
.ats-error-message { margin: 0; color: light-dark(#b3261e, #ffb4ab); }
.ats-request-id { margin: 0; font-size: .8125rem; overflow-wrap: anywhere; }
.ats-facts { display: grid; grid-template-columns: auto 1fr; gap: .35rem 1rem; margin: 0; }
.ats-facts dt { color: light-dark(#52607a, #a9b5cd); }
.ats-facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.ats-works { list-style: none; display: grid; gap: .5rem; margin: 0; padding: 0; }
.ats-work {
  font: inherit; color: inherit; cursor: pointer; width: 100%; padding: .7rem 1rem; border-radius: 8px; background: none;
  display: flex; justify-content: space-between; gap: 1rem; border: 1px solid light-dark(#d9dfeb, #2c3852);
}
.ats-loading-overlay {
  position: absolute; inset: 0; display: grid; place-items: center; text-align: center; padding: 1.5rem;
  border-radius: inherit; background: light-dark(#ffffffeb, #182033eb);
}
`);

  // static/double/element.js
  var copy = (text) => navigator.clipboard?.writeText(text ?? "").catch(() => {
  });
  var AtsWidget = class extends HTMLElement {
    static observedAttributes = [
      "site-key",
      "token",
      "ats-url",
      "network",
      "mode",
      "max-file-size",
      "external-user-id"
    ];
    #root = this.attachShadow({ mode: "open" });
    /** @type {Element | null} */
    #container = null;
    #flow = new Flow(this);
    constructor() {
      super();
      this.#root.adoptedStyleSheets = [style];
    }
    // ---- attributes ----------------------------------------------------------------------------------------------------
    get generation() {
      return GENERATIONS[this.getAttribute("generation") ?? "v3"] ?? /** @type {any} */
      GENERATIONS["v3"];
    }
    get timeScale() {
      return Number(this.getAttribute("time-scale")) || 1;
    }
    get mode() {
      const mode = (
        /** @type {import("./generations.js").Mode} */
        this.getAttribute("mode")
      );
      return this.generation.modes.includes(mode) ? mode : "register";
    }
    get siteKey() {
      return this.getAttribute("site-key");
    }
    get atsUrl() {
      return this.getAttribute("ats-url");
    }
    get token() {
      return this.getAttribute("token");
    }
    get network() {
      return this.getAttribute("network") === "mainnet" ? "mainnet" : "testnet";
    }
    get externalUserId() {
      return this.getAttribute("external-user-id");
    }
    get hasExternalUser() {
      return this.generation.externalUsers && !!this.externalUserId;
    }
    get maxFileSizeAttr() {
      return this.getAttribute("max-file-size");
    }
    get maxFileSize() {
      return Number(this.maxFileSizeAttr) || null;
    }
    /** How the API is reached; tests may put their own here. */
    get backend() {
      return this.#flow.client.backend;
    }
    set backend(backend) {
      this.#flow.client.backend = backend;
    }
    /** What it does by itself; tests let it do so without a visitor. */
    get flow() {
      return this.#flow;
    }
    // ---- methods -------------------------------------------------------------------------------------------------------
    /** @param {string} token one-time */
    setToken(token) {
      this.setAttribute("token", token);
    }
    reset() {
      this.#flow.reset();
      this.#flow.works.load();
    }
    getState() {
      const { screen, jobId, transactionId, atsId, accessCode: accessCode2 } = this.#flow.state;
      return { screen, jobId, transactionId, atsId, accessCode: accessCode2 };
    }
    // ---- life ----------------------------------------------------------------------------------------------------------
    /** @param {string} name @param {string | null} before @param {string | null} value */
    attributeChangedCallback(name, before, value) {
      if (before === value || this.hasAttribute("recorded")) return;
      if (name === "mode") {
        this.#flow.changeMode();
        this.#flow.works.load();
      } else if (name === "external-user-id") {
        this.#flow.enter();
        this.draw();
        this.#flow.works.load();
      } else if (!this.#container) {
        return;
      } else if (name === "token") {
        this.#flow.tokenChanged(value);
      } else {
        this.draw();
      }
    }
    connectedCallback() {
      const container = document.createElement("div");
      container.className = "ats-container";
      container.setAttribute("part", "container");
      this.#root.append(container);
      if (!this.#container) {
        this.#container = container;
        container.addEventListener("click", (event) => this.#clicked(event));
        container.addEventListener("input", (event) => this.#typed(event));
      }
      if (this.hasAttribute("recorded")) return;
      this.#flow.enter();
      this.draw();
      this.announce("ready", { mode: this.mode });
      this.#flow.works.load();
    }
    disconnectedCallback() {
      this.#flow.leave();
    }
    /** @param {string} name @param {Record<string, unknown>} detail */
    announce(name, detail2) {
      this.dispatchEvent(new CustomEvent(`allfeat:${name}`, { detail: detail2, bubbles: true, composed: true, cancelable: false }));
    }
    draw() {
      this.#container?.replaceChildren(...render(this.#flow, this.#missing()));
    }
    /** @returns {[what: string, text: string] | null} */
    #missing() {
      if (!this.atsUrl) return ["Configuration error:", "ats-url is missing"];
      if (!this.siteKey) return ["Configuration error:", "site-key is missing"];
      return this.token ? null : ["Authentication required:", "Please provide a valid token to use this widget."];
    }
    // ---- the visitor ---------------------------------------------------------------------------------------------------
    /** @param {Event} event */
    #typed(event) {
      const input = (
        /** @type {HTMLInputElement} */
        event.target
      );
      const { state } = this.#flow;
      if (input.name === "title") state.title = input.value;
      else if (input.name === "creator") state.creator = input.value;
      else if (input.name === "code") state.code = input.value;
      else if (input.name === "file") {
        state.file = input.files?.[0] ?? null;
        this.draw();
      }
    }
    /** @param {Event} event */
    #clicked(event) {
      if (this.hasAttribute("recorded")) return;
      const target = (
        /** @type {Element} */
        event.target.closest("[data-action]")
      );
      const flow = this.#flow;
      const version = Number(target?.getAttribute("data-version"));
      switch (target?.getAttribute("data-action")) {
        case "sample-file":
          flow.state.file = new File([new Uint8Array(2048)], "song.wav", { type: "audio/wav" });
          this.draw();
          break;
        case "next":
          flow.next();
          break;
        case "back":
          flow.back();
          break;
        case "submit":
          flow.submit();
          break;
        case "retry":
          flow.retry();
          break;
        case "reload-works":
          flow.works.load();
          break;
        case "select-work":
          flow.works.select(target?.getAttribute("data-id") ?? "");
          break;
        case "back-to-list":
          flow.works.backToList();
          break;
        case "toggle-version-creators":
          flow.works.toggleCreators();
          break;
        case "download-version-asset":
          flow.works.download(version, "asset");
          break;
        case "download-version-cert":
          flow.works.download(version, "certificate");
          break;
        case "download":
          flow.downloadCertificate();
          break;
        case "reset":
          this.reset();
          break;
        case "copy-access-code":
          copy(flow.state.accessCode);
          break;
        case "copy-request-id":
          copy(flow.state.failure?.requestId);
          break;
      }
    }
  };

  // static/double/recorded.js
  var revived = (value) => {
    if (value === "__undefined__") return void 0;
    if (!value || typeof value != "object") return value;
    const { __Error__: name, message: message2, ...rest } = value;
    if (name) return Object.assign(new Error(message2), { name }, revived(rest));
    if (Array.isArray(value)) return value.map(revived);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, revived(member)]));
  };
  var draw = (widget, { screen, tokenOverlay, retryButton, transactionId }) => {
    Object.assign(widget, { getState: () => ({ screen: screen ?? "FORM", transactionId: transactionId ?? void 0 }) });
    widget.shadowRoot?.querySelector(".ats-container")?.replaceChildren(
      h(
        "section",
        {},
        h("h2", { class: "ats-title" }, `Screen: ${screen ?? "none yet"}`),
        h("p", {}, "A recording speaks for the widget. Its own buttons do nothing."),
        retryButton && h("button", { type: "button", class: "ats-btn ats-btn-primary", "data-action": "retry" }, "Retry")
      ),
      ...tokenOverlay ? [h("div", { class: "ats-loading-overlay" }, "Session expired: waiting for a new token")] : []
    );
  };
  var say = (widgets, turn) => {
    for (const { name, widget: number, detail: detail2, look } of turn) {
      const widget = widgets[number];
      if (!widget) continue;
      draw(widget, look);
      widget.dispatchEvent(new CustomEvent(name, { detail: revived(detail2), bubbles: true, composed: true }));
    }
  };
  var A_MOMENT = 150;
  var PATIENCE = 3e3;
  var refused = /* @__PURE__ */ new WeakSet();
  var answered = (widget) => new Promise((resolve) => {
    new MutationObserver(resolve).observe(widget, { attributeFilter: ["token"] });
    const refuse = () => {
      refused.add(widget);
      resolve(void 0);
    };
    widget.addEventListener("pywidget:renewal-failed", refuse, { once: true });
    setTimeout(resolve, refused.has(widget) ? A_MOMENT : PATIENCE);
  });
  var perform = async (widgets, turns) => {
    for (const [index, turn] of turns.entries()) {
      if (!widgets.every((widget2) => widget2.isConnected)) return;
      const asking = turn.find(({ name }) => name === "allfeat:token-expired");
      const widget = asking && widgets[asking.widget];
      const done = widget ? answered(widget) : new Promise((resolve) => setTimeout(resolve, A_MOMENT));
      say(widgets, turn);
      if (index < turns.length - 1) await done;
    }
  };

  // pywidget/testing/page/backend.js
  var PAUSE_MS = 150;
  var WORK = { id: "work_1", ats_id: 42, title: "Rain over the harbour" };
  var VERSION = { number: 1, filename: "song.wav", creators: ["Ada Quill"] };
  var OUTCOME = {
    ats_id: 42,
    work_id: WORK.id,
    tx_hash: "0xabc",
    block_number: 9,
    explorer_url: "https://example.test/x",
    access_code: `atc_${"a".repeat(64)}`
  };
  var STEPS2 = [
    [/\/works\/init$/, "init"],
    [/\/works\/prepare$/, "prepare"],
    [/\/works\/confirm$/, "confirm"],
    [/\/access\/[^/]+\/work$/, "access"],
    [/\/download\/\w+$/, "download"],
    [/\/works\?/, "list"]
  ];
  var broken = () => new TypeError("Failed to fetch");
  var Frames = class {
    /** @type {((event: { data: string }) => void) | undefined} */
    onmessage;
    /** @type {(() => void) | undefined} */
    onerror;
    closed = false;
    /** @param {object[] | null} frames null: it cannot be opened */
    constructor(frames) {
      this.#send(frames);
    }
    close() {
      this.closed = true;
    }
    /** @param {object[] | null} frames */
    async #send(frames) {
      for (const frame of frames ?? [null]) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        if (this.closed) return;
        if (frame) this.onmessage?.({ data: JSON.stringify(frame) });
        else this.onerror?.();
      }
    }
  };
  var PageBackend = class {
    /** The step that fails, and how. @type {{ step: Step, reply: Reply } | undefined} */
    failing;
    #jobs = 0;
    /** @param {string} url @returns {Promise<Response>} */
    async fetch(url) {
      const step = STEPS2.find(([ending]) => ending.test(url))?.[1];
      if (step && this.failing?.step == step) return answer(this.failing.reply);
      return answer({ status: 200, body: this.#body(url, step) });
    }
    /** @param {string} _url @param {File} file @param {(loaded: number, total: number) => void} onProgress */
    async upload(_url, file, onProgress) {
      onProgress(file.size, file.size);
      if (this.failing?.step != "upload") return 200;
      if (this.failing.reply == "broken") throw broken();
      return this.failing.reply.status;
    }
    /** @returns {WebSocket} */
    connect() {
      const reply = this.failing?.step == "tracking" ? this.failing.reply : void 0;
      const signing = { type: "step", step: "signing", progress: 55, description: "Signing" };
      const last = typeof reply == "object" && reply.body ? { type: "error", .../** @type {object} */
      reply.body } : { type: "step", step: "completed", data: OUTCOME };
      return (
        /** @type {any} */
        new Frames(reply == "broken" ? null : [signing, last])
      );
    }
    /** @param {string} url @param {Step | undefined} step */
    #body(url, step) {
      if (step == "init") return { job_id: `job_${++this.#jobs}`, upload_url: "/upload" };
      if (step == "confirm") return { transaction_id: `tx_${this.#jobs}` };
      if (step == "access") return WORK;
      if (step == "list") return { works: [WORK] };
      if (/\/versions$/.test(url)) return { versions: [VERSION] };
      if (/\/transactions\/\w+$/.test(url)) return { is_complete: true, result: { success: false, error: "refused" } };
      return {};
    }
  };
  var answer = (reply) => {
    if (reply == "broken") throw broken();
    return new Response(reply.text ?? JSON.stringify(reply.body), { status: reply.status });
  };

  // pywidget/testing/page/errors.js
  var UPPER_CASE = {
    TOKEN_EXPIRED: { reply: { status: 401, body: { error: "token expired" } } },
    INVALID_SITE_KEY: { reply: { status: 401, body: { error: "unknown site_key" } } },
    FORBIDDEN: { reply: { status: 403 } },
    NOT_FOUND: { reply: { status: 404 } },
    CONFLICT: { reply: { status: 409 } },
    RATE_LIMITED: { reply: { status: 429 } },
    BAD_REQUEST: { reply: { status: 400 } },
    SERVER_ERROR: { reply: { status: 500 } },
    UNKNOWN_ERROR: { reply: { status: 418 } },
    NETWORK_ERROR: { reply: "broken" },
    UPLOAD_ERROR: { at: "upload", reply: { status: 500 } }
  };
  var OF_WIDGET2 = {
    "widget.network_error": { reply: "broken" },
    "widget.malformed_response": { reply: { status: 502, text: "<!doctype html><title>Bad gateway</title>" } },
    "widget.upload_error": { at: "upload", reply: { status: 500 } },
    "transaction.failed": { at: "tracking", reply: "broken" }
  };
  var isUpperCase = (code) => code == code.toUpperCase();
  var fired = 0;
  var causeOf = (code, { message: message2 = "Fired by a test", requestId: requestId2, details }) => {
    if (isUpperCase(code)) {
      const cause = UPPER_CASE[code];
      if (!cause) throw new Error(`generation v1 has no code ${code}; it has ${Object.keys(UPPER_CASE).join(", ")}`);
      return cause;
    }
    if (OF_WIDGET2[code]) return OF_WIDGET2[code];
    if (code.startsWith("widget.")) return void 0;
    const error = { code, message: message2, request_id: requestId2 ?? `req_test_${++fired}`, ...details && { details } };
    return { reply: { status: 400, body: { error } } };
  };

  // static/playground/recordings.json
  var recordings_default = [
    { id: "401-expired-then-setToken-async", title: "A session ends and is renewed", generation: "v3", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }], [{ name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:upload-start", widget: 0, detail: { filename: "song.wav", size: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:upload-progress", widget: 0, detail: { progress: 100, loaded: 2048, total: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:upload-complete", widget: 0, detail: { filename: "song.wav" }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:confirmed", widget: 0, detail: { transactionId: "tx_1" }, look: { screen: "CONFIRMING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:step", widget: 0, detail: { step: "signing", progress: 55, description: "Signing" }, look: { screen: "TRACKING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:complete", widget: 0, detail: { atsId: 42, txHash: "0xabc", blockNumber: 9, explorerUrl: "https://example.test/x", accessCode: "atc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }, look: { screen: "COMPLETE", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }]] },
    { id: "401-twice-within-20s", title: "A session ends twice within 20 seconds", generation: "v3", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }, { name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:failed", widget: 0, detail: { code: "widget.auth_retry_exhausted", message: "Authentication failed: the session token was rejected. Please reload the page and try again.", requestId: null }, look: { screen: "FAILED", tokenOverlay: false, retryButton: true, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:upload-start", widget: 0, detail: { filename: "song.wav", size: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:upload-progress", widget: 0, detail: { progress: 100, loaded: 2048, total: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:upload-complete", widget: 0, detail: { filename: "song.wav" }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:confirmed", widget: 0, detail: { transactionId: "tx_1" }, look: { screen: "CONFIRMING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:step", widget: 0, detail: { step: "signing", progress: 55, description: "Signing" }, look: { screen: "TRACKING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:complete", widget: 0, detail: { atsId: 42, txHash: "0xabc", blockNumber: 9, explorerUrl: "https://example.test/x", accessCode: "atc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }, look: { screen: "COMPLETE", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }]] },
    { id: "X-v2.0-like-no-loop-guard-401-forever", title: "A widget asks for tokens without end", generation: "v2", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }], [{ name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.auth.expired", message: "jwt expired", requestId: "req_01MOCKCOMMONAUTHEXPIRE", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "submit" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }]] },
    { id: "session.key_inactive", title: "A key is switched off", generation: "v3", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }], [{ name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "session.key_inactive", message: "mock server message for session.key_inactive", requestId: "req_01MOCKSESSIONKEY_INACT", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:failed", widget: 0, detail: { code: "session.key_inactive", message: "This widget is currently disabled. Please contact your administrator.", requestId: "req_01MOCKSESSIONKEY_INACT" }, look: { screen: "DISABLED", tokenOverlay: false, retryButton: false, transactionId: null } }]] },
    { id: "session.rate_limited", title: "A rate limit", generation: "v3", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }, { name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "session.rate_limited", message: "mock server message for session.rate_limited", requestId: "req_01MOCKSESSIONRATE_LIMI", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:failed", widget: 0, detail: { code: "session.rate_limited", message: "Too many requests. Please wait a moment and try again.", requestId: "req_01MOCKSESSIONRATE_LIMI" }, look: { screen: "FAILED", tokenOverlay: false, retryButton: true, transactionId: null } }]] },
    { id: "503-common.service_unavailable", title: "The service is unavailable, then works", generation: "v3", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }], [{ name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.service_unavailable", message: "mock server message for common.service_unavailable", requestId: "req_01MOCKCOMMONSERVICE_UN", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:failed", widget: 0, detail: { code: "common.service_unavailable", message: "The service is temporarily unavailable. Please try again later.", requestId: "req_01MOCKCOMMONSERVICE_UN" }, look: { screen: "FAILED", tokenOverlay: false, retryButton: true, transactionId: null } }]] },
    { id: "validation_failed-with-details", title: "The title is missing", generation: "v3", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }], [{ name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.validation_failed", message: "mock server message for common.validation_failed", requestId: "req_01MOCKCOMMONVALIDATION", stage: "submit", details: { fields: { title: "required" } } }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:failed", widget: 0, detail: { code: "common.validation_failed", message: "The submitted data is invalid. Please check your input and try again.", requestId: "req_01MOCKCOMMONVALIDATION" }, look: { screen: "FAILED", tokenOverlay: false, retryButton: true, transactionId: null } }]] },
    { id: "malformed-200-html", title: "A web page where JSON should be", generation: "v3", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }], [{ name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "__undefined__", message: `Unexpected token '<', "<html>logi"... is not valid JSON`, requestId: null, stage: "submit" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }]] },
    { id: "complete-then-certificate-503", title: "Registered, but no certificate", generation: "v3", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }, { name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:upload-start", widget: 0, detail: { filename: "song.wav", size: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:upload-progress", widget: 0, detail: { progress: 100, loaded: 2048, total: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:upload-complete", widget: 0, detail: { filename: "song.wav" }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:confirmed", widget: 0, detail: { transactionId: "tx_1" }, look: { screen: "CONFIRMING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:step", widget: 0, detail: { step: "signing", progress: 55, description: "Signing" }, look: { screen: "TRACKING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:complete", widget: 0, detail: { atsId: 42, txHash: "0xabc", blockNumber: 9, explorerUrl: "https://example.test/x", accessCode: "atc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }, look: { screen: "COMPLETE", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:error", widget: 0, detail: { code: "common.service_unavailable", message: "mock server message for common.service_unavailable", requestId: "req_01MOCKCOMMONSERVICE_UN", stage: "download", details: "__undefined__" }, look: { screen: "COMPLETE", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }, { name: "allfeat:failed", widget: 0, detail: { code: "common.service_unavailable", message: "The service is temporarily unavailable. Please try again later.", requestId: "req_01MOCKCOMMONSERVICE_UN" }, look: { screen: "FAILED", tokenOverlay: false, retryButton: true, transactionId: "tx_1" } }]] },
    { id: "ws-error-frame", title: "It fails after payment", generation: "v3", mode: "register", widgets: 1, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }], [{ name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:upload-start", widget: 0, detail: { filename: "song.wav", size: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:upload-progress", widget: 0, detail: { progress: 100, loaded: 2048, total: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:upload-complete", widget: 0, detail: { filename: "song.wav" }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:confirmed", widget: 0, detail: { transactionId: "tx_1" }, look: { screen: "CONFIRMING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:error", widget: 0, detail: { code: "transaction.expired", message: "tx expired", requestId: "req_ws1", stage: "tracking", details: "__undefined__" }, look: { screen: "TRACKING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }, { name: "allfeat:failed", widget: 0, detail: { code: "transaction.expired", message: "This transaction has expired. Please start over.", requestId: "req_ws1" }, look: { screen: "FAILED", tokenOverlay: false, retryButton: true, transactionId: "tx_1" } }, { name: "allfeat:error", widget: 0, detail: { code: "__undefined__", message: "WebSocket error", requestId: null, stage: "submit" }, look: { screen: "FAILED", tokenOverlay: false, retryButton: true, transactionId: "tx_1" } }]] },
    { id: "two-widgets", title: "One of two widgets is switched off", generation: "v3", mode: "register", widgets: 2, turns: [[{ name: "allfeat:mode-changed", widget: 0, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }], [{ name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:mode-changed", widget: 1, detail: { mode: "register" }, look: { screen: null, tokenOverlay: null, retryButton: null, transactionId: null } }], [{ name: "allfeat:ready", widget: 1, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:error", widget: 0, detail: { code: "session.key_inactive", message: "mock server message for session.key_inactive", requestId: "req_01MOCKSESSIONKEY_INACT", stage: "submit", details: "__undefined__" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:failed", widget: 0, detail: { code: "session.key_inactive", message: "This widget is currently disabled. Please contact your administrator.", requestId: "req_01MOCKSESSIONKEY_INACT" }, look: { screen: "DISABLED", tokenOverlay: false, retryButton: false, transactionId: null } }]] },
    { id: "v1-401-twice", title: "A session ends twice, in the first generation", generation: "v1", mode: "register", widgets: 1, turns: [[{ name: "allfeat:ready", widget: 0, detail: { mode: "register" }, look: { screen: "FORM", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "register" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:token-expired", widget: 0, detail: { pendingAction: "register" }, look: { screen: "FORM", tokenOverlay: true, retryButton: false, transactionId: null } }], [{ name: "allfeat:upload-start", widget: 0, detail: { filename: "song.wav", size: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:upload-progress", widget: 0, detail: { progress: 100, loaded: 2048, total: 2048 }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }, { name: "allfeat:upload-complete", widget: 0, detail: { filename: "song.wav" }, look: { screen: "UPLOAD", tokenOverlay: false, retryButton: false, transactionId: null } }], [{ name: "allfeat:confirmed", widget: 0, detail: { transactionId: "tx_1" }, look: { screen: "CONFIRMING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:step", widget: 0, detail: { step: "signing", progress: 55, description: "Signing" }, look: { screen: "TRACKING", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }], [{ name: "allfeat:complete", widget: 0, detail: { atsId: 42, txHash: "0xabc", blockNumber: 9, explorerUrl: "https://example.test/x", accessCode: "atc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }, look: { screen: "COMPLETE", tokenOverlay: false, retryButton: false, transactionId: "tx_1" } }]] }
  ];

  // pywidget/testing/page/sequences.js
  var SEQUENCES = {
    expiry: "401-expired-then-setToken-async",
    "expiry-twice": "401-twice-within-20s",
    "expiry-without-end": "X-v2.0-like-no-loop-guard-401-forever",
    "expiry-twice-v1": "v1-401-twice",
    "key-inactive": "session.key_inactive",
    "one-of-two-inactive": "two-widgets",
    "rate-limit": "session.rate_limited",
    unavailable: "503-common.service_unavailable",
    "title-missing": "validation_failed-with-details",
    "html-for-json": "malformed-200-html",
    "certificate-unavailable": "complete-then-certificate-503",
    "failure-after-payment": "ws-error-frame"
  };
  var sequence = (name) => {
    const id = SEQUENCES[
      /** @type {keyof typeof SEQUENCES} */
      name
    ];
    const found = (
      /** @type {Recording[]} */
      /** @type {unknown} */
      recordings_default.find((recording) => recording.id === id)
    );
    if (!found) throw new Error(`no sequence ${name}; there are ${Object.keys(SEQUENCES).join(", ")}`);
    return found;
  };

  // pywidget/testing/page/double.js
  var LOOK_EVERY_MS = 20;
  var TOKEN_WAIT_MS = 1e4;
  var GENERATIONS2 = ["v3", "v2", "v1"];
  var AT_SUBMIT = ["init", "upload", "prepare", "confirm", "tracking"];
  var usual = "v3";
  var setGeneration = (generation) => {
    if (!GENERATIONS2.includes(generation)) throw new Error(`no generation ${generation}; there are ${GENERATIONS2.join(", ")}`);
    usual = generation;
  };
  var Double = class extends AtsWidget {
    #backend = new PageBackend();
    #connected = false;
    /** The generation of codes that need no other one. */
    #own = usual;
    constructor() {
      super();
      this.backend = this.#backend;
    }
    connectedCallback() {
      if (!this.hasAttribute("generation")) this.setAttribute("generation", usual);
      if (!this.#connected) this.#own = this.getAttribute("generation") ?? usual;
      this.#connected = true;
      super.connectedCallback();
    }
    /** @param {string} name @param {string | null} before @param {string | null} value */
    attributeChangedCallback(name, before, value) {
      if (name == "token" && value) given(this, value, this.#connected);
      super.attributeChangedCallback(name, before, value);
    }
    /**
     * Lets a step of the widget's work fail with a code; a visitor's part before it is done, too.
     * Resolves when the widget has said so.
     * @param {string} code
     * @param {Failing} failing
     * @returns {Promise<void>}
     */
    async fire(code, failing) {
      this.#check("fire");
      checkFiring(code, failing);
      const before = this.getAttribute("generation") ?? usual;
      try {
        await this.#fail(code, failing);
      } catch (error) {
        this.setAttribute("generation", before);
        throw error;
      }
    }
    /** @param {string} code @param {Failing} failing @returns {Promise<void>} */
    async #fail(code, { generation, at, retryAfter, details, ...said2 }) {
      this.#choose(code, generation, retryAfter);
      const waits = retryAfter === void 0 ? details : { ...details, retry_after: retryAfter };
      const cause = causeOf(code, { ...said2, ...waits && { details: waits } });
      const step = cause?.at ?? at ?? this.#usualStep();
      note("fired", { code, generation: this.getAttribute("generation"), at: step }, this);
      const { flow } = this;
      if (flow.state.screen == "DISABLED") throw new Error("the widget shows DISABLED: nobody can use it until reset()");
      if (!cause) return this.#sayByItself(code);
      const { wait } = flow.client;
      flow.client.wait = async () => {
      };
      this.#backend.failing = { step, reply: cause.reply };
      try {
        await this.#work(step);
      } finally {
        flow.client.wait = wait;
        this.#backend.failing = void 0;
      }
    }
    /** A visitor fills in the form and submits it. Resolves when the work is done, or has failed. */
    async submit() {
      this.#check("submit");
      note("submitted", {}, this);
      await this.#work("init");
    }
    /**
     * @param {string} code
     * @param {string | undefined} generation
     * @param {number | undefined} retryAfter
     */
    #choose(code, generation = isUpperCase(code) ? "v1" : this.#own, retryAfter) {
      if (!GENERATIONS2.includes(generation)) {
        throw new Error(`no generation ${generation}; there are ${GENERATIONS2.join(", ")}`);
      }
      if (generation == "v1" != isUpperCase(code)) {
        throw new Error(`generation ${generation} never says ${code}: v1 has codes LIKE_THIS, v2 and v3 have codes like.this`);
      }
      if (generation == "v1" && retryAfter !== void 0) {
        throw new Error("generation v1 never tells the page how long to wait: leave retryAfter out");
      }
      this.setAttribute("generation", generation);
    }
    /** @param {string} what */
    #check(what) {
      if (this.hasAttribute("recorded")) throw new Error(`a recording speaks for this widget: open the page again to ${what}`);
      if (this.flow.submitting) throw new Error(`the widget is at work: let it end before you ${what}`);
    }
    /** @returns {Step} */
    #usualStep() {
      if (this.mode == "register") return "init";
      return this.hasExternalUser ? "list" : "access";
    }
    /** @param {string} code @returns {Promise<void>} */
    async #sayByItself(code) {
      const { flow } = this;
      if (code != "widget.auth_retry_exhausted") return flow.failures.withoutCode(flow, message(code), code);
      flow.lastAsked = performance.now();
      return this.#fail("common.auth.expired", { generation: this.getAttribute("generation") ?? usual });
    }
    /** @param {Step} step */
    async #work(step) {
      const { flow } = this;
      const { state } = flow;
      if (step != "list") await this.#firstToken();
      if (step == "access") {
        state.code = `atc_${"7d".repeat(32)}`;
        return flow.works.verifyAccessCode();
      }
      if (step == "list") return flow.works.load();
      if (step == "download") {
        if (state.screen != "COMPLETE") await this.#register();
        return flow.downloadCertificate();
      }
      if (!AT_SUBMIT.includes(step)) throw new Error(`no step ${step}; there are ${AT_SUBMIT.join(", ")}, access, list, download`);
      return this.#register();
    }
    /** Where the page fetches the first token, nobody can use the widget before it is there. */
    async #firstToken() {
      for (let waited = 0; !this.token; waited += LOOK_EVERY_MS) {
        if (waited > TOKEN_WAIT_MS) throw new Error("the widget got no token, so nobody can use it");
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    }
    async #register() {
      const { flow } = this;
      if (flow.state.screen == "FAILED") this.#press("retry");
      if (flow.state.screen == "COMPLETE") this.#press("reset");
      const { state } = flow;
      state.title ||= "Rain over the harbour";
      state.creator ||= "Ada Quill";
      state.file ??= new File([new Uint8Array(2048)], "song.wav", { type: "audio/wav" });
      if (this.mode == "update") state.work ??= await flow.client.workOfAccessCode("atc");
      await flow.submit();
    }
    /** @param {string} action */
    #press(action) {
      this.shadowRoot?.querySelector(`[data-action=${action}]`)?.click();
    }
  };
  var play = async (name, widgets) => {
    const recording = sequence(name);
    if (widgets.length < recording.widgets) {
      throw new Error(`the sequence ${name} needs ${recording.widgets} widgets; found: ${widgets.length}`);
    }
    const players = (
      /** @type {Double[]} */
      widgets.slice(0, recording.widgets)
    );
    for (const player of players) {
      note("played", { sequence: name, generation: recording.generation }, player);
      player.setAttribute("recorded", "");
      player.setAttribute("generation", recording.generation);
    }
    await perform(players, recording.turns);
  };

  // pywidget/testing/page/index.js
  var ELEMENT = "ats-widget";
  var find = (selector) => {
    if (customElements.get(ELEMENT) !== Double) {
      throw new Error(
        `there is no stand-in for <${ELEMENT}>: the page's widget script was not replaced. Check the option \`script\`, an integrity attribute on the script tag, and the console`
      );
    }
    const found = everywhere(selector).filter((element) => element instanceof Double);
    if (!found.length) throw new Error(`the page has no widget ${selector}`);
    return (
      /** @type {Double[]} */
      found
    );
  };
  var meant2 = (selector) => [...everywhere(selector), ...[...known].reverse().filter((element) => element.matches(selector))].find(
    ({ localName }) => localName == ELEMENT
  );
  var line2 = ({ at, what, widget, detail: detail2 }) => {
    const fields = detail2 && typeof detail2 == "object" ? JSON.stringify(detail2) : `${detail2 ?? ""}`;
    const text = `${(at / 1e3).toFixed(2).padStart(8)}  ${widget.padEnd(14)} ${what.padEnd(24)} ${fields}`;
    return withoutTokens(text.length > 240 ? `${text.slice(0, 239)}…` : text);
  };
  var testing = {
    /** What the page's widget script is replaced by calls this. */
    define: () => customElements.get(ELEMENT) ?? customElements.define(ELEMENT, Double),
    setGeneration,
    asked,
    play: (selector, name) => play(name, find(selector)),
    /** @param {string} selector @param {string} code @param {import("./double.js").Failing} failing */
    fire: (selector, code, failing) => find(selector)[0]?.fire(code, failing),
    /** @param {string} selector */
    submit: (selector) => find(selector)[0]?.submit(),
    /**
     * @param {string} name of the check
     * @param {Record<string, any>} expected
     * @param {string | null} selector of the widget that is meant
     * @param {import("./checks.js").Seen} seen
     * @returns {string | import("./misuse.js").Misuse} what is wrong, with the timeline; empty if nothing is
     */
    check(name, expected, selector, seen) {
      const wrong = misuse(name, expected, selector);
      if (wrong) return wrong;
      const widget = meant2(selector ?? ELEMENT);
      const number = selector && widget ? numberOf(widget) : void 0;
      const problem = selector && !widget ? `the page has no widget ${selector}` : CHECKS[name]?.(expected, { widget, number, seen });
      return problem ? `${withoutTokens(problem)}

what happened, in seconds of the page's time:
${testing.timeline()}` : "";
    },
    /** The timeline in words. */
    timeline: () => entries.map(line2).join("\n") || "(nothing)",
    /** The timeline as data, without tokens. */
    data: () => JSON.parse(withoutTokens(JSON.stringify(entries)))
  };
  Object.assign(window, { pywidgetTesting: testing });
  listen();
})();
