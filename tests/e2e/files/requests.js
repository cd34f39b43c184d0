// @ts-check
/**
 * What a page does with requests of its own, by each of the ways there are, and a log of everything it can tell of what
 * came back: to be compared between a page without pywidget and the same page with it.
 */
(() => {
  /** @type {unknown[]} */
  const log = [];
  /** @param {unknown[]} entry */
  const note = (...entry) => log.push(entry);

  const native = {
    fetch: Object.getOwnPropertyDescriptor(window, "fetch"),
    open: Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, "open"),
    send: Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, "send"),
  };

  addEventListener("unhandledrejection", (event) => {
    note("unhandled", `${event.reason}`);
    event.preventDefault();
  });

  /** @param {any} error */
  const told = (error) => ({ text: `${error}`, name: error?.name, code: error?.code, type: error?.constructor?.name });

  /** @param {Headers} headers */
  const plain = (headers) => [...headers].filter(([name]) => name != "date");

  /** @param {number} ms */
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** @param {Response} response */
  const whole = async (response) => ({
    status: response.status,
    statusText: response.statusText,
    ok: response.ok,
    type: response.type,
    redirected: response.redirected,
    url: new URL(response.url).pathname,
    used: response.bodyUsed,
    headers: plain(response.headers),
    body: await response.text(),
  });

  /** One way to ask for an address, and what comes back. @type {Record<string, (path: string) => Promise<unknown>>} */
  const clients = {
    async fetch(path) {
      try {
        return await whole(await fetch(path));
      } catch (error) {
        return told(error);
      }
    },

    async request(path) {
      return whole(await fetch(new Request(path, { method: "POST", body: "{}" })));
    },

    async axios(path) {
      try {
        return (await /** @type {any} */ (window).axios.get(path)).data;
      } catch (/** @type {any} */ error) {
        const { status, statusText, data } = error.response ?? {};
        return { ...told(error), status, statusText, data };
      }
    },

    async axiosByFetch(path) {
      try {
        return (await /** @type {any} */ (window).axios.get(path, { adapter: "fetch" })).data;
      } catch (/** @type {any} */ error) {
        const { status, statusText, data } = error.response ?? {};
        return { ...told(error), status, statusText, data };
      }
    },

    async generated(path) {
      const [, , system, code] = path.split("/");
      const { data, error, response } = await /** @type {any} */ (window).anyApi.getAnswer({
        baseUrl: "",
        path: { system, code },
      });
      return { data, error, status: response.status };
    },

    generatedThatThrows: async (path) => {
      const [, , system, code] = path.split("/");
      try {
        return await /** @type {any} */ (window).anyApi.getAnswer({
          baseUrl: "",
          path: { system, code },
          throwOnError: true,
        });
      } catch (error) {
        return { thrown: error };
      }
    },

    xhr: (path) =>
      new Promise((resolve) => {
        const xhr = new XMLHttpRequest();
        /** @type {string[]} */
        const order = [];
        xhr.onreadystatechange = () => order.push(`state ${xhr.readyState}`);
        for (const name of ["loadstart", "load", "error", "abort", "timeout"]) {
          xhr.addEventListener(name, () => order.push(name));
        }
        xhr.open("get", path);
        xhr.addEventListener("loadend", () =>
          resolve({ order, status: xhr.status, text: xhr.responseText, url: new URL(xhr.responseURL).pathname }),
        );
        xhr.send();
      }),
  };

  /** Everything that can be done wrong, or in an unusual way. @type {Record<string, () => unknown>} */
  const oddities = {
    "fetch's looks": () => [fetch.name, fetch.length, typeof fetch, "prototype" in fetch],
    "open's looks": () => [XMLHttpRequest.prototype.open.name, XMLHttpRequest.prototype.open.length],
    "send's looks": () => [XMLHttpRequest.prototype.send.name, XMLHttpRequest.prototype.send.length],
    "keys of the window": () => Object.keys(window).includes("fetch"),
    "a promise like any other": () => {
      const answer = fetch("/api/fine");
      answer.then((response) => response.text());
      return [answer instanceof Promise, answer.constructor == Promise, Object.keys(answer)];
    },
    "no address": () => /** @type {any} */ (fetch)(),
    "no address at all": () => fetch("http://["),
    "a method that is none": () => fetch("/api/mori/ORDER_NOT_FOUND", { method: "a b" }),
    "an address that throws": () =>
      fetch(
        /** @type {any} */ ({
          toString() {
            throw new Error("from toString");
          },
        }),
      ),
    "an address object": async () => whole(await fetch(new URL("/api/mori/ORDER_NOT_FOUND", location.href))),
    "an address that is made": async () =>
      whole(await fetch(/** @type {any} */ ({ toString: () => "/api/mori/ORDER_NOT_FOUND" }))),
    "fetch without its window": async () => whole(await fetch.call(undefined, "/api/mori/ORDER_NOT_FOUND")),
    "fetch of something else": () => fetch.call(/** @type {any} */ ({}), "/api/mori/ORDER_NOT_FOUND"),
    "fetch cannot be constructed": () => new /** @type {any} */ (fetch)("/api/mori/ORDER_NOT_FOUND"),
    "nobody there": () => fetch("http://127.0.0.1:1/api/x"),
    "not handled": async () => {
      fetch("http://127.0.0.1:1/api/not-handled");
      await pause(200);
    },
    "a stop before the answer": async () => {
      const stop = new AbortController();
      const answer = fetch("/api/slow", { signal: stop.signal });
      setTimeout(() => stop.abort(), 20);
      return answer;
    },
    "a stop with a reason": async () => {
      const stop = new AbortController();
      stop.abort(new RangeError("enough"));
      return fetch("/api/slow", { signal: stop.signal });
    },
    "a stop in the middle of a body": async () => {
      const stop = new AbortController();
      const response = await fetch("/api/endless", { signal: stop.signal });
      const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
      const first = await reader.read();
      stop.abort();
      return [response.status, first.value?.length, await reader.read().catch(told)];
    },
    "a body that nobody reads": async () => (await fetch("/api/endless")).status,
    "a body that is given up": async () => {
      const response = await fetch("/api/endless");
      const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
      await reader.read();
      return [response.bodyUsed, await reader.cancel()];
    },
    "a large body": async () => {
      const text = await (await fetch("/api/large")).text();
      return [text.length, text.slice(0, 20), text.slice(-20)];
    },
    "a body in pieces": async () => {
      const response = await fetch("/api/pieces");
      const stream = /** @type {ReadableStream<Uint8Array>} */ (response.body);
      const reader = stream.getReader();
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return [response.bodyUsed, stream === response.body, text];
        text += new TextDecoder().decode(value);
      }
    },
    "a body twice": async () => {
      const response = await fetch("/api/breakground/FORBIDDEN");
      const copy = response.clone();
      return [await response.json(), await copy.text(), await response.json().catch(told)];
    },
    "a body that is no JSON": async () => (await fetch("/api/html")).json().catch(told),
    "a body as bytes": async () => {
      const response = await fetch("/api/image");
      return [response.status, [...new Uint8Array(await response.arrayBuffer())]];
    },
    "no body": async () => whole(await fetch("/api/empty")),
    "only the head": async () => whole(await fetch("/api/breakground/FORBIDDEN", { method: "HEAD" })),
    "a redirect to a failure": async () => whole(await fetch("/api/moved")),
    "a redirect by hand": async () => {
      const response = await fetch("/api/moved", { redirect: "manual" });
      return [response.type, response.status];
    },
    "a redirect that is an error": () => fetch("/api/moved", { redirect: "error" }),
    "a body that is sent in a request": async () => {
      const request = new Request("/api/echo", { method: "PUT", body: "sent", headers: { "X-Asked": "yes" } });
      const answer = await whole(await fetch(request));
      return [request.bodyUsed, answer];
    },

    "xhr: open without anything": () => /** @type {any} */ (new XMLHttpRequest()).open(),
    "xhr: send before open": () => new XMLHttpRequest().send(),
    "xhr: a method that is none": () => new XMLHttpRequest().open("a b", "/api/fine"),
    "xhr: of something else": () => /** @type {any} */ (XMLHttpRequest.prototype.open).call({}, "GET", "/api/fine"),
    "xhr: not in a task of its own": () => {
      const xhr = new XMLHttpRequest();
      xhr.open("GET", "/api/breakground/FORBIDDEN", false);
      xhr.send();
      return [xhr.status, xhr.responseText];
    },
    "xhr: nobody there": () => ask("http://127.0.0.1:1/api/x", ""),
    "xhr: time is up": () => ask("/api/slow", "", (xhr) => (xhr.timeout = 20)),
    "xhr: given up": () => ask("/api/slow", "", (xhr) => setTimeout(() => xhr.abort(), 20)),
    "xhr: as text": () => ask("/api/breakground/FORBIDDEN", "text"),
    "xhr: as json": () => ask("/api/breakground/FORBIDDEN", "json"),
    "xhr: as json that is none": () => ask("/api/html", "json"),
    "xhr: as bytes": () => ask("/api/breakground/FORBIDDEN", "arraybuffer"),
    "xhr: as a blob": () => ask("/api/breakground/FORBIDDEN", "blob"),
    "xhr: as a document": () => ask("/api/html", "document"),
    "xhr: the same one again": async () => {
      const xhr = new XMLHttpRequest();
      const first = await ask("/api/mori/ORDER_NOT_FOUND", "", () => 0, xhr);
      return [first, await ask("/api/fine", "", () => 0, xhr), await ask("/api/mori/PLAN_NOT_FOUND", "", () => 0, xhr)];
    },
    "xhr: its answer is read twice": async () => {
      const xhr = new XMLHttpRequest();
      await ask("/api/breakground/FORBIDDEN", "json", () => 0, xhr);
      return xhr.response === xhr.response;
    },
  };

  /**
   * @param {string} path
   * @param {XMLHttpRequestResponseType} type
   * @param {(xhr: XMLHttpRequest) => unknown} [prepare]
   * @param {XMLHttpRequest} [xhr]
   */
  const ask = (path, type, prepare, xhr = new XMLHttpRequest()) =>
    new Promise((resolve) => {
      xhr.open("GET", path);
      xhr.responseType = type;
      /** @type {string[]} */
      const order = [];
      for (const name of ["load", "error", "abort", "timeout"]) {
        xhr.addEventListener(name, () => order.push(name), { once: true });
      }
      xhr.onloadend = async () => {
        const { status, statusText, response } = xhr;
        const bytes = response instanceof ArrayBuffer ? [...new Uint8Array(response)] : undefined;
        const blob = response instanceof Blob ? [response.type, await response.text()] : undefined;
        const html = response instanceof Document ? response.title : undefined;
        resolve({ order, status, statusText, bytes, blob, html, response: bytes || blob || html ? 0 : response });
      };
      prepare?.(xhr);
      xhr.send();
    });

  /** What comes between the answers to several requests, each of which waits for the one before to be read. */
  const order = async () => {
    /** @type {string[]} */
    const steps = [];
    /** @param {number} turn */
    const one = async (turn) => {
      const response = await fetch(`/api/held/${turn}`);
      steps.push(`${turn} answered ${response.status}`);
      Promise.resolve().then(() => steps.push(`${turn} went on`));
      await response.text();
      steps.push(`${turn} was read`);
      await fetch(`/api/turn/${turn + 1}`);
    };
    const answers = [one(3), one(2), one(1)];
    steps.push("asked");
    await fetch("/api/turn/1");
    await Promise.all(answers);
    return steps;
  };

  Object.assign(window, {
    log,
    native,
    clients,
    order,
    /** Asks for all paths, one after the other. @param {string} client @param {string[]} paths */
    askFor: async (client, paths) => {
      for (const path of paths) note(client, path, await /** @type {any} */ (clients[client])(path));
    },
    /** @param {string} name */
    tryOut: async (name) => {
      try {
        note(name, await /** @type {any} */ (oddities[name])());
      } catch (error) {
        note(name, told(error));
      }
    },
    oddities: Object.keys(oddities),
  });
})();
