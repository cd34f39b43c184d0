/** The widgets of the page: what they show, what is pressed in them, when they come and go. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { addWidget, openPage, putAt, setGlobal, settled, within } from "./browser.mjs";
import { createSettling } from "../../pywidget/page/settled.js";
import { buttonFor, look, pressIn } from "../../pywidget/page/look.js";
import { createWidgets } from "../../pywidget/page/widgets.js";

beforeEach(() => void openPage());

describe("what a widget shows", () => {
  test("a plain element shows nothing, and is no trouble", () => {
    const plain = document.createElement("div");
    assert.deepEqual(look(plain), {
      overlay: false, retry: false, mode: undefined, network: undefined, alert: undefined, requestId: undefined, firstStep: false, buttons: [],
    });
  });

  test("everything that can be read", () => {
    const widget = addWidget(
      `<p class="ats-alert-error">unseen</p><p class="ats-alert-error">It <b>is</b>
       wrong. <button>Retry</button><a data-action="retry">again</a></p><i class="ats-request-id-value"> r-1 </i>
       <div class="ats-loading-overlay"></div><button data-action="next">N</button><button data-action="next">M</button>
       <button data-action="copy" disabled></button><button data-action="x" aria-disabled="true"></button><button data-action=""></button>`,
      { mode: "register", network: "testnet" },
    );
    putAt(within(widget, ".ats-alert-error")[1], 0, 0, 1, 1);
    widget.getState = () => ({ screen: "FORM", transactionId: "t" });
    assert.deepEqual(look(widget), {
      screen: "FORM", transactionId: "t", tellsTransaction: true, overlay: true, retry: true, mode: "register", network: "testnet",
      alert: "It is wrong.", requestId: "r-1", firstStep: true, buttons: ["retry", "next"],
    });
  });

  test("texts are cut, and what is no text is none", () => {
    const widget = addWidget(`<i class="ats-request-id-value">${"r".repeat(201)}</i>`);
    widget.getState = () => ({ screen: "s".repeat(201), transactionId: 7 });
    const seen = look(widget);
    assert.deepEqual([seen.screen?.length, seen.transactionId, seen.tellsTransaction, seen.requestId?.length], [200, undefined, true, 200]);
  });

  for (const state of [undefined, null, "text", 7]) {
    test(`a state that is ${state} is none`, () => {
      const widget = addWidget();
      widget.getState = () => state;
      assert.equal("tellsTransaction" in look(widget), false);
    });
  }

  test("one that throws is read as far as it goes", () => {
    const widget = addWidget('<button data-action="retry"></button>');
    widget.getState = () => assert.fail("not yet");
    assert.equal(look(widget).retry, true);
    Object.defineProperty(widget, "shadowRoot", { get: () => assert.fail("closed") });
    assert.deepEqual(look(widget), {});
  });

  test("the first step has a way on and none back; the older Retry has no data-action", () => {
    assert.equal(look(addWidget('<button data-action="next" disabled></button><button data-action="back"></button>')).firstStep, false);
    assert.equal(look(addWidget('<button data-action="next" disabled></button>')).firstStep, true);
    assert.equal(look(addWidget("<p></p>")).firstStep, false);
    assert.deepEqual(look(addWidget('<button id="retry-btn"></button>')).buttons, ["retry"]);
  });

  test("20 different buttons are told", () => {
    const many = Array.from({ length: 21 }, (_, n) => `<button data-action="b${n}"></button>`).join("");
    assert.equal(look(addWidget(many)).buttons?.length, 20);
  });

  test("a button is found by what it does, if it can be pressed", () => {
    const widget = addWidget('<button data-action="a" disabled></button><button data-action="b"></button><button data-action="b"></button>');
    const [, first] = within(widget, "button");
    assert.equal(buttonFor(widget, "b"), first);
    assert.equal(buttonFor(widget, "a"), undefined);
    assert.equal(buttonFor(document.createElement("div"), "a"), undefined);
  });
});

describe("a press", () => {
  /** @param {Element} target @param {(element: Element) => boolean} [isWidget] */
  const press = (target, isWidget = (element) => element.localName == "ats-widget") => {
    let said;
    addEventListener("click", (event) => (said = pressIn(event, isWidget)), { capture: true, once: true });
    target.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
    return said;
  };

  test("in a widget says what it does, by the button or what is around it", () => {
    const widget = addWidget('<button data-action="next"><b>on</b></button><button id="retry-btn"></button><p></p>');
    assert.deepEqual(press(within(widget, "b")[0]), { widget, action: "next" });
    assert.deepEqual(press(within(widget, "#retry-btn")[0]), { widget, action: "retry" });
    assert.equal(press(within(widget, "p")[0]), undefined);
  });

  test("elsewhere says nothing, and neither does what stands around a widget", () => {
    document.body.setAttribute("data-action", "page");
    const widget = addWidget("<p></p>", { "data-action": "own" });
    assert.equal(press(document.body), undefined);
    assert.equal(press(within(widget, "p")[0]), undefined);
    assert.equal(press(widget), undefined);
    assert.equal(press(within(addWidget('<i data-action="a"></i>'), "i")[0], () => false), undefined);
  });
});

describe("widgets", () => {
  /** @type {any[]} */
  let told;
  /** @type {ReturnType<typeof createWidgets>} */
  let widgets;
  /** @type {(id: number) => void} */
  let forget;

  beforeEach(() => {
    told = [];
    setGlobal("FinalizationRegistry", class {
      /** @param {any} run */
      constructor(run) {
        forget = run;
      }
      register() {}
    });
    /** @param {string} name */
    const tell = (name) => (/** @type {any[]} */ ...args) => told.push([name, ...args]);
    widgets = createWidgets({
      arrived: tell("arrived"), returned: tell("returned"), stayed: tell("stayed"), left: tell("left"), forgotten: tell("forgotten"), looked: tell("looked"),
    });
  });

  test("have numbers, from one on, and keep them", () => {
    const [one, two] = [addWidget(), addWidget()];
    assert.deepEqual([widgets.id(one), widgets.id(two), widgets.id(one)], [1, 2, 1]);
    assert.deepEqual(told, [["arrived", 1, one], ["arrived", 2, two]]);
    assert.deepEqual([widgets.get(2), widgets.get(3), widgets.has(one), widgets.has(document.body)], [two, undefined, true, false]);
    assert.deepEqual([[...widgets.present()], [...widgets.ids()]], [[one, two], [1, 2]]);
  });

  test("are found where an element of the page is called host, or hides what is asked of it", async () => {
    const hidden = () => assert.fail("asked");
    Object.defineProperty(window.document, "host", { get: () => ({ getRootNode: hidden }), configurable: true });
    const widget = addWidget();
    Object.defineProperties(widget, { getAttribute: { value: hidden }, querySelectorAll: { value: hidden } });
    assert.equal(widgets.id(widget), 1);
    await settled();
    told = [];
    // A form in text that a visitor posted takes the widget's place.
    const form = document.createElement("form");
    for (const name of ["querySelectorAll", "localName", "getAttribute"]) Object.defineProperty(form, name, { value: document.createElement("input") });
    widget.replaceWith(form);
    await settled();
    assert.deepEqual(told, [["left", 1]]);
    form.replaceWith(widget);
    widget.setAttribute("site-key", "other");
    await settled();
    assert.deepEqual(told.slice(1).sort(), [["looked", 1, "site-key"], ["returned", 1]]);
  });

  test("leave and return; a move is neither", async () => {
    const widget = addWidget();
    widgets.id(widget);
    told = [];
    widget.remove();
    await settled();
    assert.deepEqual([told, [...widgets.present()]], [[["left", 1]], []]);
    document.body.append(document.createElement("p"));
    await settled();
    assert.equal(told.length, 1);
    document.body.append(widget);
    await settled();
    assert.deepEqual([told[1], [...widgets.present()]], [["returned", 1], [widget]]);
    document.body.prepend(widget);
    await settled();
    assert.deepEqual(told.slice(2), [["stayed", [1]]]);
  });

  test("what we put into the page is no change around them; what the page takes away of it is", async () => {
    widgets.id(addWidget());
    widgets.id(addWidget());
    await settled();
    told = [];
    const ours = document.createElement("pywidget-notice");
    document.body.append(ours);
    widgets.belongs(ours, 1);
    await settled();
    assert.deepEqual(told, []);
    ours.remove();
    await settled();
    assert.deepEqual(told, [["stayed", [1, 2]]]);
    // What we take away ourselves belongs to none any more.
    document.body.append(ours);
    await settled();
    ours.remove();
    widgets.belongs(ours, 0);
    await settled();
    assert.equal(told.length, 1);
  });

  test("only those are looked at that a change is around of, or beside", async () => {
    const all = ["a", "b", "c", "d"].map(() => addWidget());
    for (const widget of all) widgets.id(widget);
    await settled();
    const [first, second] = /** @type {[Element, Element]} */ (/** @type {unknown} */ (all));
    told = [];
    const [between, wrapper] = [document.createElement("p"), document.createElement("div")];
    first.after(between);
    await settled();
    assert.deepEqual(told.splice(0), [["stayed", [1, 2]]]);
    between.append("text", document.createElement("b"));
    await settled();
    assert.deepEqual(told.splice(0), []);
    document.body.append(wrapper);
    await settled();
    assert.deepEqual(told.splice(0), [["stayed", [4]]]);
    wrapper.append(second);
    await settled();
    assert.deepEqual(told.splice(0), [["stayed", [2, 3]]]);
    wrapper.remove();
    await settled();
    assert.deepEqual(told.splice(0), [["left", 2], ["stayed", [4]]]);
  });

  test("all are, where notices may have to stand anywhere", async () => {
    widgets = createWidgets({
      arrived() {}, returned() {}, left() {}, forgotten() {}, looked() {}, stayed: (ids) => told.push(ids), isForAll: true,
    });
    for (const _ of [1, 2]) widgets.id(addWidget());
    const elsewhere = document.createElement("div");
    document.body.prepend(elsewhere, document.createElement("p"));
    await settled();
    told = [];
    elsewhere.append("text", document.createElement("p"));
    await settled();
    assert.deepEqual(told, [[1, 2]]);
  });

  test("leave with the component around them", async () => {
    const outer = document.createElement("x-shop");
    const inner = document.createElement("x-part");
    const widget = document.createElement("ats-widget");
    inner.attachShadow({ mode: "open" }).append(widget);
    outer.attachShadow({ mode: "open" }).append(inner);
    document.body.append(outer);
    widgets.id(widget);
    told = [];
    inner.remove();
    await settled();
    assert.deepEqual(told, [["left", 1]]);
    outer.shadowRoot?.append(inner);
    await settled();
    assert.deepEqual(told[1], ["returned", 1]);
    widget.remove();
    await settled();
    assert.deepEqual(told[2], ["left", 1]);
  });

  test("that never were in the page are named once, and can come", async () => {
    const widget = document.createElement("ats-widget");
    widgets.id(widget);
    assert.deepEqual([widgets.neverInPage(), widgets.neverInPage(), [...widgets.present()]], [[1], [], []]);
    document.body.append(widget);
    await settled();
    assert.deepEqual(told.slice(1), [["returned", 1]]);
  });

  test("tell of the attributes that say who they are, where they changed", async () => {
    const widget = addWidget();
    widgets.id(widget);
    told = [];
    widget.setAttribute("mode", "update");
    await settled();
    widget.setAttribute("mode", "update");
    widget.setAttribute("class", "c");
    await settled();
    assert.deepEqual(told, [["looked", 1, "mode"]]);
  });

  test("tell of their redraws where that is wanted", async () => {
    const widget = addWidget("<p>text</p>");
    widgets.id(widget);
    told = [];
    const redraw = async () => {
      widget.shadowRoot.firstChild.firstChild.data += "!";
      await settled();
    };
    await redraw();
    assert.deepEqual(told, []);
    widgets.observeRedraws(1, true);
    await redraw();
    assert.deepEqual(told, [["looked", 1, ""]]);
    within(widget, "p")[0].append(document.createElement("b"));
    await settled();
    within(widget, "b")[0].setAttribute("hidden", "");
    await settled();
    within(widget, "b")[0].setAttribute("disabled", "");
    await settled();
    assert.equal(told.length, 4);
    within(widget, "b")[0].setAttribute("class", "c");
    await settled();
    assert.equal(told.length, 4);
    widgets.observeRedraws(1, true);
    await redraw();
    assert.equal(told.length, 5);
    widgets.observeRedraws(1, false);
    await redraw();
    assert.equal(told.length, 5);
    assert.doesNotThrow(() => widgets.observeRedraws(9, true));
  });

  test("that have no shadow root yet are looked at once their script has run", async () => {
    const widget = document.createElement("x-late");
    document.body.append(widget);
    widgets.id(widget);
    widgets.observeRedraws(1, true);
    const plain = document.createElement("div");
    widgets.id(plain);
    widgets.observeRedraws(2, true);
    told = [];
    customElements.define("x-late", class extends HTMLElement {
      constructor() {
        super();
        this.attachShadow({ mode: "open" });
      }
    });
    await settled();
    assert.deepEqual(told, [["looked", 1, ""]]);
    widget.shadowRoot?.append("text");
    await settled();
    assert.equal(told.length, 2);
  });

  test("whose shadow root cannot be read when their script has run are no trouble", async () => {
    const widget = document.createElement("x-facade");
    document.body.append(widget);
    widgets.id(widget);
    widgets.observeRedraws(1, true);
    told = [];
    /** @type {unknown[]} */
    const unhandled = [];
    const hear = (/** @type {unknown} */ error) => void unhandled.push(error);
    process.on("unhandledRejection", hear);
    customElements.define("x-facade", class extends HTMLElement {
      get shadowRoot() {
        return /** @type {never} */ (assert.fail("theirs"));
      }
    });
    await new Promise(setImmediate);
    process.off("unhandledRejection", hear);
    assert.deepEqual([told, unhandled], [[], []]);
  });

  test("that nobody waits for any more are not observed when their script has run", async () => {
    const widget = document.createElement("x-later");
    widgets.id(widget);
    widgets.observeRedraws(1, true);
    widgets.observeRedraws(1, false);
    told = [];
    widget.attachShadow({ mode: "open" });
    customElements.define("x-later", class extends HTMLElement {});
    await settled();
    told = [];
    widget.shadowRoot?.append("text");
    await settled();
    assert.deepEqual(told, []);
  });

  test("that nobody holds are forgotten", () => {
    widgets.id(addWidget());
    told = [];
    forget(1);
    assert.deepEqual([told, [...widgets.ids()]], [[["forgotten", 1]], []]);
  });

  test("say nothing after the end", async () => {
    const widget = addWidget("<p>text</p>");
    widgets.id(widget);
    widgets.observeRedraws(1, true);
    told = [];
    widgets.stop();
    widget.setAttribute("mode", "m");
    widget.shadowRoot.firstChild.append("text");
    widget.remove();
    await settled();
    assert.deepEqual(told, []);
  });
});

describe("a page that a framework takes over", () => {
  /** @type {string} */
  let readyState;
  let passed = 0;
  /** @type {any[]} */
  let entries;
  /** @type {string[]} */
  let done;

  beforeEach(() => {
    readyState = "complete";
    passed = 0;
    entries = [{ loadEventEnd: 1 }];
    done = [];
    Object.defineProperty(document, "readyState", { get: () => readyState });
    setGlobal("performance", { now: () => passed, getEntriesByType: (/** @type {string} */ type) => (type == "navigation" ? entries : []) });
    mock.timers.enable({ apis: ["setTimeout"] });
  });

  /** @param {Element | undefined} widget @param {AbortSignal} [signal] @param {string} [selector] */
  const wait = (widget, signal = new AbortController().signal, selector = "ats-widget") => {
    const settling = createSettling(selector, signal);
    settling.then(widget, () => done.push("done"));
    return settling;
  };

  test("has a second after it was loaded; then what waited is done, and nothing waits any more", () => {
    passed = 501;
    const widget = addWidget();
    const settling = wait(widget);
    assert.equal(settling.waits(widget), true);
    mock.timers.tick(499);
    assert.deepEqual(done, []);
    mock.timers.tick(1);
    assert.deepEqual([done, settling.waits(widget)], [["done"], false]);
    settling.then(widget, () => done.push("at once"));
    assert.deepEqual(done, ["done", "at once"]);
  });

  test("that has had its second is not waited for", () => {
    passed = 1_001;
    wait(addWidget());
    assert.deepEqual(done, ["done"]);
  });

  test("of which nothing is known has a whole second", () => {
    for (const known of [[], [{ loadEventEnd: 0 }]]) {
      entries = known;
      passed = 5_000;
      done = [];
      wait(addWidget());
      mock.timers.tick(999);
      assert.deepEqual(done, []);
      mock.timers.tick(1);
      assert.deepEqual(done, ["done"]);
    }
  });

  test("whose clock is behind has no more than a second", () => {
    entries = [{ loadEventEnd: 500 }];
    wait(addWidget());
    mock.timers.tick(1_000);
    assert.deepEqual(done, ["done"]);
  });

  test("only the widgets that it came with are waited for", () => {
    wait(undefined);
    assert.equal(done.length, 1);
    const settling = wait(undefined);
    settling.then(addWidget(), () => done.push("new"));
    assert.deepEqual(done, ["done", "done", "new"]);
    wait(addWidget(), undefined, "[");
    assert.equal(done.length, 4);
  });

  test("while it is loaded: those that are there when it is read", () => {
    readyState = "loading";
    const early = addWidget();
    const settling = wait(early);
    const late = addWidget();
    assert.deepEqual([settling.waits(early), settling.waits(late)], [true, false]);
    dispatchEvent(new Event("DOMContentLoaded"));
    assert.equal(settling.waits(late), true);
    const later = addWidget();
    dispatchEvent(new Event("DOMContentLoaded"));
    assert.equal(settling.waits(later), false);
    mock.timers.tick(4_000);
    dispatchEvent(new Event("load"));
    mock.timers.tick(999);
    assert.deepEqual(done, []);
    mock.timers.tick(1);
    assert.deepEqual(done, ["done"]);
  });

  test("once it is read, no other widgets are looked for", () => {
    readyState = "interactive";
    const settling = wait(addWidget());
    const late = addWidget();
    dispatchEvent(new Event("DOMContentLoaded"));
    assert.equal(settling.waits(late), false);
  });

  test("what never ends loading is waited for five seconds", () => {
    readyState = "interactive";
    wait(addWidget());
    mock.timers.tick(4_999);
    assert.deepEqual(done, []);
    mock.timers.tick(1);
    assert.deepEqual(done, ["done"]);
  });

  test("a second load event begins no second wait, and after the end there is none", () => {
    readyState = "interactive";
    const leaving = new AbortController();
    wait(addWidget(), leaving.signal);
    leaving.abort();
    dispatchEvent(new Event("load"));
    mock.timers.tick(4_999);
    assert.deepEqual(done, []);
    mock.timers.tick(1);
    assert.deepEqual(done, ["done"]);
  });
});
