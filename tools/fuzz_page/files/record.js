// @ts-check
/**
 * Notes what pywidget says, calls and leaves behind, and what of it must not be. Loaded before everything else, so that
 * nothing that the page does to the browser's functions changes what is noted.
 */
const record = (() => {
  /** Every secret has this in its middle: a cut piece of it that is too short to be known does not. */
  const MARK = "S3CR3T";
  /** The lines of the console that are documented (docs/troubleshooting.md), or that a sink writes. */
  const LINES = [
    /^pywidget is included twice$/,
    /^pywidget: ats_error/,
    /^pywidget: (data-[a-z-]+|tokenProvider|app\.\w+|[\w.]+) threw( something that cannot be read)?$/,
    /^pywidget: data-[a-z-]+/,
    /^pywidget: .* (could not be loaded|did not come within 60 seconds), notices (are in English|have our own texts)/,
    /^pywidget: so many failures that not each is reported/,
    /^pywidget: \d+ events came before Python did/,
    /^pywidget: .* did not take a report; this is said once/,
    /^pywidget: .*reports could not be delivered/,
    /^pywidget: .*which data-analytics names, did not come into the page/,
    /^pywidget: .* is no attribute of pywidget/s,
    /^pywidget: pywidget\.on\("/,
    /^pywidget: .*(the report goes out as it was)/,
    /^pywidget: (data-token-url|the endpoint|.*token|.*answered|.*redirected|.*Accept|.*header)/is,
    /^pywidget: (reset|pressRetry|pressButton|hearing an event) failed/,
    /^pywidget: allfeat:[a-z-]+ could not be read/,
    /^pywidget: a widget's event came from </,
    /^pywidget: an <ats-widget> in an <iframe>/,
    /^pywidget: no inspector/,
  ];
  const PATHS = ["auth", "config", "rate-limit", "retry"];
  const MINUTE = 60_000;
  /** Renewals of one widget in a minute, and tries of one renewal: more is a loop. */
  const MOST_RENEWALS = 3;
  const MOST_TRIES = 40;

  /** What must not be. @type {string[]} */
  const problems = [];
  /** How often each kind of thing was said. @type {Record<string, number>} */
  const counts = {};
  /** What is thrown where the browser calls the page, and not pywidget: it is the page's own. @type {WeakSet<object>} */
  const own = new WeakSet();
  /** When each widget's renewals were begun. @type {Map<unknown, number[]>} */
  const renewals = new Map();
  /** @type {{ name: string, detail: any, target: EventTarget | null }[]} */
  const announced = [];

  /** @param {string} problem */
  const complain = (problem) => {
    const kind = problem.slice(0, 40);
    if (problems.length < 50 && !problems.some((known) => known.startsWith(kind))) problems.push(problem.slice(0, 1_500));
  };
  /** @param {string} kind */
  const count = (kind) => void (counts[kind] = (counts[kind] ?? 0) + 1);

  /** Not noted as what pywidget says. @type {(text: string) => void} */
  const tell = console.debug.bind(console);

  const { stringify, parse } = JSON;
  /** As text, with what an error hides. @param {unknown} value @returns {string} */
  const written = (value) => {
    try {
      if (typeof value == "string") return value;
      if (value instanceof Error) return `${value.name} ${value.message} ${value.stack}`;
      return stringify(value) ?? typeof value;
    } catch {
      return typeof value;
    }
  };

  /** @param {string} place @param {unknown[]} said */
  const lookForSecrets = (place, said) => {
    const text = said.map(written).join(" ");
    const at = text.toUpperCase().indexOf(MARK);
    if (at >= 0) complain(`secret in ${place}: ${text.slice(Math.max(at - 120, 0), at + 60)}`);
    return text;
  };

  for (const level of /** @type {const} */ (["debug", "info", "log", "warn", "error"])) {
    console[level] = (...said) => {
      count(`console.${level}`);
      const text = lookForSecrets(`console.${level}`, said);
      const line = written(said[0]).replace(/:$/, "");
      if (!LINES.some((known) => known.test(line))) complain(`console.${level}: ${text}`);
    };
  }

  /** @param {any} event */
  const thrown = (event) => {
    if (!event.isTrusted) return;
    const error = event.type == "error" ? event.error : event.reason;
    if (Object(error) === error && own.has(error)) return;
    count(event.type);
    complain(`${event.type}: ${event.message ?? ""} ${written(error)} ${event.filename ?? ""}`);
  };
  addEventListener("error", thrown);
  addEventListener("unhandledrejection", thrown);

  /** Whether JSON keeps it as it is. @param {any} value @returns {boolean} */
  const isPlain = (value) => {
    try {
      return stringify(parse(stringify(value))) === stringify(value);
    } catch {
      return false;
    }
  };

  for (const name of ["verdict", "renewed", "renewal-failed", "disabled", "enabled", "notice", "report", "ready", "unavailable"]) {
    addEventListener(
      `pywidget:${name}`,
      (event) => {
        // What the page dispatched under such a name says nothing about pywidget.
        if (dispatchedByPage.has(event)) return;
        const { detail } = /** @type {CustomEvent} */ (event);
        count(name);
        // Another script tag after `stop()` begins to count anew.
        if (name == "ready") renewals.clear();
        announced.push({ name, detail, target: event.composedPath()[0] ?? null });
        lookForSecrets(`pywidget:${name}`, [detail]);
        if (!isPlain(detail)) complain(`pywidget:${name} is no JSON`);
        if (name == "verdict" && !PATHS.includes(detail.path)) complain(`a verdict's path is ${written(detail.path)}`);
        if (name == "unavailable") complain(`unavailable: ${written(detail)}`);
      },
      true,
    );
  }
  /** @type {WeakSet<Event>} */
  const dispatchedByPage = new WeakSet();

  /**
   * A token was asked for.
   * @param {unknown} widget
   * @param {any} info
   */
  const asked = (widget, info) => {
    if (info?.attempt > MOST_TRIES) complain(`${info.attempt} tries for one token`);
    if (info?.attempt != 1) return;
    const since = Date.now() - MINUTE;
    const recent = (renewals.get(widget) ?? []).filter((moment) => moment > since);
    recent.push(Date.now());
    renewals.set(widget, recent);
    if (recent.length > MOST_RENEWALS) complain(`${recent.length} renewals of one widget in a minute`);
  };

  /** Everything in the document, open shadow roots included, as text. @param {Node} node @returns {string} */
  const serialised = (node) => {
    let text = node instanceof Text || node instanceof Comment ? node.data : node.nodeName;
    if (node instanceof Element) {
      for (const { name, value } of node.attributes) text += ` ${name}=${value}`;
      if (node.shadowRoot) text += serialised(node.shadowRoot);
    }
    for (const child of node.childNodes) text += ` ${serialised(child)}`;
    return text;
  };

  /** @template Value @param {IDBRequest<Value>} request @returns {Promise<Value>} */
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const databases = async () => {
    const found = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(`${name}`));
      for (const store of database.objectStoreNames) {
        found.push(...(await settled(database.transaction(store).objectStore(store).getAll())));
      }
      database.close();
    }
    return found;
  };

  /** Looks at what pywidget shows and keeps. @param {number} widgets how many there are */
  const lookAround = async (widgets) => {
    const notices = [...document.querySelectorAll("*")].flatMap((element) => [
      ...(element.localName == "pywidget-notice" ? [element] : []),
      ...(element.shadowRoot?.querySelectorAll("pywidget-notice") ?? []),
    ]);
    if (notices.length > widgets + 1) complain(`${notices.length} notices for ${widgets} widgets`);
    for (const notice of notices) lookForSecrets("a notice", [serialised(notice)]);
    lookForSecrets("localStorage", [{ ...localStorage }]);
    lookForSecrets("sessionStorage", [{ ...sessionStorage }]);
    lookForSecrets("a database", [await databases()]);
    lookForSecrets("an address", performance.getEntriesByType("resource").map(({ name }) => name));
    lookForSecrets("window.pywidget", [Object.entries(/** @type {any} */ (window).pywidget)]);
  };

  return { MARK, announced, asked, complain, count, counts, dispatchedByPage, lookAround, lookForSecrets, own, problems, tell };
})();
