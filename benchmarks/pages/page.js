// @ts-check
/**
 * In every page of a benchmark, before all else: a widget that fails when it is told to, and a count of what the page
 * has made of it. The widget is as large as a form, and draws the failed screen of its newest generation.
 */
{
  class Widget extends HTMLElement {
    constructor() {
      super();
      this.root = this.attachShadow({ mode: "open" });
      this.screen = "";
      this.begin();
    }
    begin() {
      const fields = "<p><label>Field</label><input></p>".repeat(8);
      this.draw("FORM", `<form>${fields}<button data-action=next>Next</button></form>`);
    }
    /** @param {string} screen @param {string} html */
    draw(screen, html) {
      this.screen = screen;
      this.root.innerHTML = `<style>:host { display: block }</style><div class=ats-container>${html}</div>`;
    }
    getState() {
      return { screen: this.screen };
    }
    /** @param {string} name @param {object} detail */
    say(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
    }
    /** One failure, told by two events. @param {string} code @param {string} requestId @param {boolean} [draws] */
    fail(code, requestId, draws) {
      this.say("allfeat:error", { code, message: "m", requestId, stage: "submit" });
      if (draws) {
        this.draw(
          "FAILED",
          "<div class=ats-failed-screen><h2>Something went wrong</h2><p>Please try again.</p>" +
            `<code class=ats-request-id-value>${requestId}</code><button data-action=retry>Retry</button></div>`,
        );
      }
      this.say("allfeat:failed", { code, message: "m", requestId });
    }
  }
  customElements.define("ats-widget", Widget);

  /** Every memory of WebAssembly in the page. @type {Set<WebAssembly.Memory>} */
  const memories = new Set();
  /** What happened when: `performance.now()`. @type {[what: string, when: number][]} */
  const marks = [];
  /** @param {string} what */
  const mark = (what) => marks.push([what, performance.now()]);

  /** @param {WebAssembly.Instance} instance */
  const noteMemory = (instance) => {
    mark("WebAssembly is compiled");
    for (const each of Object.values(instance.exports)) if (each instanceof WebAssembly.Memory) memories.add(each);
    return instance;
  };
  for (const name of /** @type {const} */ (["instantiate", "instantiateStreaming"])) {
    const instantiate = /** @type {any} */ (WebAssembly[name]);
    Reflect.set(WebAssembly, name, async (/** @type {unknown[]} */ ...given) => {
      const made = await instantiate.apply(WebAssembly, given);
      noteMemory(made.instance ?? made);
      return made;
    });
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct: (made, given, target) => noteMemory(Reflect.construct(made, given, target)),
  });
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct: (made, given, target) => {
      const memory = Reflect.construct(made, given, target);
      memories.add(memory);
      return memory;
    },
  });

  const CODES = ["common.service_unavailable", "registration.duplicate_title", "widget.upload_error"];
  /** After so long without another answer, no more are expected. */
  const SILENCE_MS = 2_000;
  /** A little more than pywidget waits for frameworks. */
  const SETTLED_MS = 1_100;

  Object.assign(window, {
    bench: (() => {
      let answers = 0;
      let failures = 0;
      let last = 0;
      /** @type {(() => void)[]} */
      let waiting = [];
      /** @type {number[]} */
      const longTasks = [];
      let shift = 0;
      const tasks = new PerformanceObserver((list) => list.getEntries().forEach((entry) => longTasks.push(entry.duration)));
      tasks.observe({ type: "longtask", buffered: true });
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => (shift += /** @type {any} */ (entry).value)))
        .observe({ type: "layout-shift", buffered: true });

      /** Called by each page when it has decided about a failure, or captured it. */
      const answer = () => {
        answers++;
        last = performance.now();
        const woken = waiting;
        waiting = [];
        woken.forEach((wake) => wake());
      };

      /** Waits for that many answers in all, or until no more come; says when the last one came. @param {number} count */
      const until = async (count) => {
        while (answers < count) {
          const before = answers;
          await new Promise((resolve) => {
            const timer = setTimeout(resolve, before ? SILENCE_MS : 120_000);
            waiting.push(() => resolve(clearTimeout(timer)));
          });
          if (answers == before) break;
        }
        return last;
      };

      /** Says when an element matches. @param {string} selector @returns {Promise<number>} */
      const shown = (selector) =>
        new Promise((resolve) => {
          const look = () => {
            if (!document.querySelector(selector)) return;
            observer.disconnect();
            resolve(performance.now());
          };
          const observer = new MutationObserver(look);
          observer.observe(document, { subtree: true, childList: true, attributeFilter: ["data-shown"] });
          look();
        });

      /** Says when pywidget has announced so many notices. @param {number} count @returns {Promise<number>} */
      const noticed = (count) =>
        new Promise((resolve) => {
          let notices = 0;
          const hear = (/** @type {Event} */ event) => {
            if (!(/** @type {CustomEvent} */ (event).detail.kind) || ++notices < count) return;
            removeEventListener("pywidget:notice", hear);
            resolve(performance.now());
          };
          addEventListener("pywidget:notice", hear);
        });

      const widgets = () => /** @type {Widget[]} */ (/** @type {unknown} */ ([...document.querySelectorAll("ats-widget")]));
      const reference = () => `req_${++failures}`;

      return {
        answer,
        mark,
        marks: () => marks,
        /** Of WebAssembly, in bytes. */
        memory: () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
        answers: () => answers,
        /**
         * Waits until a notice may be put beside a widget that was in the page's HTML: pywidget leaves such a page alone
         * for its first second, until frameworks have taken it over.
         */
        settled: async () => {
          const [navigation] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
          const left = (navigation?.loadEventEnd ?? 0) + SETTLED_MS - performance.now();
          await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
        },
        /** Notes when pywidget's app is given its settings, and when it is ready. */
        watchStart: () => {
          const { stringify } = JSON;
          Reflect.set(JSON, "stringify", (/** @type {unknown} */ value, /** @type {any[]} */ ...more) => {
            if (typeof Reflect.get(Object(value), "build") == "string") mark("Python is imported");
            return Reflect.apply(stringify, JSON, [value, ...more]);
          });
          /** @type {any} */ (window).pywidget.ready.then(() => mark("ready"));
        },
        /** What the page has done so far without being asked to. */
        quiet: () => ({ longTasks: longTasks.length, longest: Math.max(0, ...longTasks), shift }),
        /** The files that the page has loaded from a server, in their order: name, bytes of the body, asked, arrived. */
        files: () =>
          /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"))
            .filter((entry) => entry.transferSize > 0)
            .map(({ name, encodedBodySize, startTime, responseEnd }) => [name, encodedBodySize, startTime, responseEnd]),

        /** The first failure: how long until the page's answer, and until its notice is in the document. @param {string} selector */
        first: async (selector) => {
          const [widget] = widgets();
          const from = performance.now();
          const notice = selector && shown(selector);
          widget?.fail("common.service_unavailable", reference(), true);
          const result = { from, answer: (await until(1)) - from, notice: 0 };
          if (notice) result.notice = (await notice) - from;
          return result;
        },

        /** The visitor is at the form again. */
        again: async () => {
          widgets()[0]?.begin();
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
        },

        /** Failures one by one, each drawn and answered before the next. @param {number} count */
        alone: async (count) => {
          const [widget] = widgets();
          for (let done = 0; done < count; done++) {
            const wanted = answers + 1;
            widget?.fail(CODES[done % 3] ?? "", reference());
            await until(wanted);
            await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
          }
        },

        /** Failures in groups of `size`, each group answered before the next; says how many were. @param {number} count @param {number} size */
        burst: async (count, size) => {
          const [widget] = widgets();
          const before = answers;
          for (let done = 0; done < count; done += size) {
            for (let index = 0; index < size; index++) widget?.fail(CODES[index % 3] ?? "", reference());
            const wanted = before + done + size;
            if ((await until(wanted)) && answers < wanted) break;
          }
          return answers - before;
        },

        /** Adds widgets until there are so many. @param {number} count */
        fill: async (count) => {
          const main = document.querySelector("main");
          while (widgets().length < count) main?.append(document.createElement("ats-widget"));
          await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)));
        },

        /** All widgets fail, each in a task of its own, as each would by the answer to its own request. @param {boolean} hasNotices */
        together: async (hasNotices) => {
          tasks.takeRecords();
          longTasks.length = 0;
          const all = widgets();
          const before = answers;
          const from = performance.now();
          const notices = hasNotices && noticed(all.length);
          const channel = new MessageChannel();
          channel.port1.onmessage = ({ data }) => all[data]?.fail("common.service_unavailable", reference(), true);
          for (let index = 0; index < all.length; index++) channel.port2.postMessage(index);
          const answer = (await until(before + all.length)) - from;
          const notice = notices ? (await notices) - from : 0;
          // The last notice is drawn some time after its event, and long tasks are told some time after they have ended.
          await new Promise((resolve) => setTimeout(resolve, 300));
          return { answered: answers - before, answer, notice, longest: Math.max(0, ...longTasks) };
        },
      };
    })(),
  });
}
