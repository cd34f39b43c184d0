/** What the visitor sees of several widgets: notices, screens over them, the focus, and who is told of it. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { addWidget, breakMethod, listenToConsole, media, openPage, putAt, scrolled, setGlobal, settled, useStyles, within } from "./browser.mjs";
import { createNoticeView } from "../../pywidget/page/notice-view.js";

const NOTICE = {
  kind: "retry", role: "alert", lang: "en", dir: "ltr", region: "Region", title: ["Title"], message: ["{who} failed", "It failed"], said: [],
  advice: ["Advice"], warning: [], params: {}, actions: [{ id: "retry", label: "Try again" }], leadsOn: true, reference: { label: "Reference", value: "r-1", copy: "Copy" },
  transaction: null, until: null, countdown: "in {seconds}", over: "over", copied: "Copied", selected: "Selected", code: "Code",
};

let now = 1e6;
/** @type {any} */
let widget;
/** @type {any} */
let page;
/** @type {any[]} */
let delivered;
/** @type {any[]} */
let told;
/** @type {Map<number, any>} */
let widgets;
/** @type {ReturnType<typeof createNoticeView>} */
let view;
/** @type {Map<Element, Record<string, string>>} */
let styles;
/** @type {string[]} */
let copied;
let loadEnd = 1;

beforeEach(() => {
  openPage();
  styles = useStyles();
  mock.timers.enable({ apis: ["setTimeout"] });
  now = 1e6;
  loadEnd = 1;
  Object.defineProperty(document, "readyState", { get: () => "complete" });
  setGlobal("performance", { now: () => 9_000 + now - 1e6, getEntriesByType: () => [{ loadEventEnd: loadEnd }] });
  copied = [];
  Object.defineProperty(navigator, "clipboard", { value: { writeText: async (/** @type {string} */ text) => copied.push(text) } });
  widget = addWidget("<input>");
  widgets = new Map([[1, widget]]);
  delivered = [];
  told = [];
  document.addEventListener("pywidget:notice", (/** @type {any} */ { detail, target }) => told.push([target, detail]));
  begin();
});

/** @param {object} [data] */
const begin = (data = { notices: "auto" }) => {
  page = {
    state: { data }, signal: new AbortController().signal, now: () => now, base: "https://page.example/pw/",
    deliver: (/** @type {any} */ message) => delivered.push(message),
    widget: (/** @type {number} */ id) => widgets.get(id),
    accessCode: () => undefined,
    keepSoon: (/** @type {number} */ id) => queueMicrotask(() => view.keep(id)),
  };
  view = createNoticeView(page);
  return view;
};

/** @param {number} ms */
const pass = (ms) => {
  now += ms;
  mock.timers.tick(ms);
};
/** @param {object} [more] @param {number} [id] */
const show = (more, id = 1) => {
  view.calls.showNotice(id, JSON.stringify({ ...NOTICE, ...more }));
  pass(100);
};
const notices = () => [...document.querySelectorAll("pywidget-notice")];
const covers = () => [...document.querySelectorAll("pywidget-cover")];
/** @param {Element | undefined} [host] */
const words = (host = notices()[0]) => within(/** @type {Element} */ (host), "p").map(({ textContent }) => textContent);
const isShown = (/** @type {Element | undefined} */ host = notices()[0]) => !!host?.hasAttribute("data-shown");

describe("a notice", () => {
  test("is prepared at the end of the page, and shown after its widget", () => {
    document.body.append(document.createElement("footer"));
    view.mount(1);
    assert.deepEqual([document.body.lastChild, isShown()], [notices()[0], false]);
    pass(1_000);
    show();
    assert.deepEqual([widget.nextSibling, isShown(), words()], [notices()[0], true, ["Title", "It failed", "Advice"]]);
  });

  test("has its values, in the page's words", () => {
    show({ params: { who: ["text", "Somebody"] } });
    assert.deepEqual(words(), ["Title", "Somebody failed", "Advice"]);
    show({ said: ["The server says: {reason}"], params: { reason: ["text", "Kaputt."] } });
    assert.deepEqual(words(), ["Title", "It failed", "The server says: Kaputt", "Advice"]);
    assert.equal(within(/** @type {any} */ (notices()[0]), ".said")[0].innerHTML, 'The server says: <span class="" lang="">Kaputt</span>');
    // Without a reason nothing is said of one.
    show({ said: ["The server says: {reason}"] });
    assert.deepEqual(words(), ["Title", "It failed", "Advice"]);
    show({ until: now + 100 + 5_000 });
    assert.equal(within(/** @type {any} */ (notices()[0]), ".timer")[0].textContent, "in 5 seconds");
  });

  test("is told, on its widget or on the document", () => {
    show({ until: now + 7 });
    const told_ = {
      kind: "retry", role: "alert", title: "Title", text: "It failed Advice", actions: NOTICE.actions, reference: "r-1", until: 1_000_007,
    };
    assert.deepEqual(told, [[widget, told_]]);
    show({ said: ["Says {reason}"], warning: ["Warning"], params: { reason: ["text", "why"] }, reference: null }, 0);
    assert.equal(told[1][1].text, "It failed Says why Advice Warning");
    assert.equal(told[1][0], document);
    assert.deepEqual([told[1][1].reference, told[1][1].until], [null, null]);
    let outside = 0;
    const shadow = document.createElement("x-shop");
    document.body.append(shadow);
    shadow.attachShadow({ mode: "open" }).append(widget);
    shadow.addEventListener("pywidget:notice", () => outside++);
    show({ kind: "other" });
    assert.equal(outside, 1);
  });

  test("that is the same is neither told nor made again, but for its place", () => {
    show();
    const [host] = notices();
    host?.remove();
    show();
    assert.deepEqual([told.length, notices()[0] === host, isShown(), widget.nextSibling === host], [1, true, true, true]);
    // Hidden by hand, it is shown again.
    view.calls.hideNotice(1);
    show();
    assert.equal(told.length, 3);
  });

  test("that cannot be drawn is neither shown nor told", () => {
    const said = listenToConsole();
    const mend = breakMethod(Element.prototype, "replaceChildren");
    show();
    assert.deepEqual([isShown(), said], [false, ["warn: pywidget: drawing a notice failed: Error: broken by the page"]]);
    assert.deepEqual(told, [[widget, { kind: null }]]);
    mend();
    show();
    assert.deepEqual([isShown(), words()], [true, ["Title", "It failed", "Advice"]]);
  });

  test("that cannot be drawn in the place of another takes that with it", () => {
    show();
    listenToConsole();
    breakMethod(Element.prototype, "replaceChildren");
    show({ title: ["Other"], lang: "de" });
    assert.deepEqual([isShown(), words()], [false, []]);
    assert.deepEqual(told.slice(1), [[widget, { kind: null }]]);
  });

  test("of the page does not throw while that has no body", async () => {
    const said = listenToConsole();
    show({}, 0);
    const { body } = document;
    body.remove();
    await settled();
    assert.equal(said.length, 1);
    assert.match(`${said}`, /^warn: pywidget: drawing a notice failed: TypeError/);
    document.documentElement.append(body);
    await settled();
    assert.deepEqual([isShown(), said.length], [true, 1]);
  });

  test("in sight or not: what fails there does not reach the page", () => {
    const said = listenToConsole();
    view.calls.showNotice(1, JSON.stringify(NOTICE));
    breakMethod(Element.prototype, "getBoundingClientRect");
    pass(100);
    assert.deepEqual([isShown(), said], [true, ["warn: pywidget: scrolling failed: Error: broken by the page"]]);
  });

  test("goes with a last word, and that is told once", () => {
    show();
    view.calls.hideNotice(1, "Back");
    view.calls.hideNotice(1);
    assert.deepEqual(told.slice(1), [[widget, { kind: null }]]);
    assert.equal(isShown(), false);
    assert.doesNotThrow(() => view.calls.hideNotice(7));
  });

  test("tells what is chosen", () => {
    show();
    within(/** @type {any} */ (notices()[0]), ".actions button")[0].click();
    assert.deepEqual(delivered, [{ kind: "action", widget: 1, action: "retry" }]);
  });

  test("of the page stands at its end", () => {
    show({}, 0);
    assert.deepEqual([notices()[0]?.parentNode, /** @type {any} */ (notices()[0]).dataset.page], [document.body, ""]);
  });

  test("of the page is put above a dialog that opens", async () => {
    show({}, 0);
    const dialog = document.createElement("dialog");
    document.body.append(dialog);
    document.elementFromPoint = () => dialog;
    const { matches } = dialog;
    Object.assign(dialog, { matches: (/** @type {string} */ selector) => selector == "dialog:modal" || matches.call(dialog, selector) });
    dialog.setAttribute("open", "");
    await settled();
    assert.equal(notices()[0]?.parentNode, dialog);
    view.calls.hideNotice(0);
    document.elementFromPoint = () => null;
    dialog.removeAttribute("open");
    await settled();
    assert.equal(notices()[0]?.parentNode, dialog);
  });

  test("is none where the page wants none, but told all the same", () => {
    begin({ notices: "off" });
    show();
    view.calls.coverWidget(1, '{"title":"t","lang":"en","dir":"ltr"}');
    assert.deepEqual([notices(), covers(), told.length], [[], [], 1]);
  });

  test("of a widget that is not there is none", () => {
    show({}, 7);
    widget.remove();
    show();
    view.calls.coverWidget(1, '{"title":"t","lang":"en","dir":"ltr"}');
    assert.deepEqual([notices(), covers()], [[], []]);
  });

  test("stands where the page says", () => {
    const spot = document.createElement("aside");
    document.body.append(spot);
    begin({ notices: "aside" });
    show();
    assert.equal(notices()[0]?.parentNode, spot);
  });

  test("takes the widget's font and corners", () => {
    styles.set(widget, { "--ats-font-family": "Serif", "--ats-radius-lg": "" });
    show();
    const { style } = /** @type {HTMLElement} */ (notices()[0]);
    assert.deepEqual([style.getPropertyValue("--ats-font-family"), style.getPropertyValue("--ats-radius-lg")], ["Serif", ""]);
  });

  test("waits while a framework takes the page over", () => {
    loadEnd = 8_700;
    begin();
    view.calls.showNotice(1, JSON.stringify(NOTICE));
    view.calls.coverWidget(1, '{"title":"t","lang":"en","dir":"ltr"}');
    mock.timers.tick(699);
    assert.deepEqual([isShown(), covers(), told.length], [false, [], 1]);
    now += 800;
    mock.timers.tick(1);
    assert.equal(covers().length, 1);
    assert.equal(notices().length, 1);
    mock.timers.tick(100);
    assert.equal(isShown(), true);
  });

  test("is not shown by a change of the page while it waits", () => {
    loadEnd = 8_700;
    begin();
    view.calls.showNotice(1, JSON.stringify(NOTICE));
    view.keep(1);
    pass(690);
    assert.deepEqual([isShown(), widget.nextSibling], [false, null]);
    pass(10);
    pass(100);
    assert.deepEqual([isShown(), widget.nextSibling], [true, notices()[0]]);
  });

  test("mounted while it waits, it stands at the end of the page", () => {
    loadEnd = 8_700;
    begin({ widget: "ats-widget" });
    document.body.append(document.createElement("footer"));
    view.calls.showNotice(1, JSON.stringify(NOTICE));
    view.mount(1);
    assert.equal(document.body.lastChild, notices()[0]);
  });
});

describe("the page around a notice", () => {
  test("changes: it stays with its widget, unless nothing is shown", () => {
    view.mount(1);
    const [host] = notices();
    host?.remove();
    view.keep(1);
    assert.equal(host?.isConnected, false);
    show();
    const main = document.createElement("main");
    document.body.append(main);
    main.append(widget);
    view.keep(1);
    assert.equal(widget.nextSibling, notices()[0]);
    widgets.delete(1);
    notices()[0]?.remove();
    view.keep(1);
    assert.equal(notices().length, 0);
  });

  test("takes it away again and again: after twenty times in ten seconds it is left alone, for a while", () => {
    show();
    const again = () => {
      for (const host of notices()) host.remove();
      view.keep(1);
      return notices().length;
    };
    for (let time = 1; time <= 20; time++) assert.equal(again(), 1, `${time}`);
    assert.equal(again(), 0);
    now += 9_899;
    assert.equal(again(), 0);
    now += 101;
    assert.equal(again(), 1);
    // Another notice is another try.
    for (let time = 0; time < 30; time++) again();
    assert.equal(again(), 0);
    show({ kind: "other" });
    assert.equal(notices().length, 1);
  });

  test("goes with the widget", () => {
    show();
    view.calls.coverWidget(1, '{"title":"t","lang":"en","dir":"ltr"}');
    view.unmount(1);
    assert.deepEqual([notices(), covers(), told.at(-1)[1], widget.hasAttribute("inert")], [[], [], { kind: null }, false]);
    show();
    assert.equal(told.length, 3);
    assert.doesNotThrow(() => view.unmount(7));
  });
});

describe("a widget that may not be used", () => {
  const COVER = '{"title":"Not available","lang":"en","dir":"ltr"}';
  beforeEach(() => putAt(widget, 0, 0, 300, 200));

  test("has a screen over it, which carries its notice, and gives it back", () => {
    styles.set(widget, { "--ats-radius-lg": "3px" });
    show();
    view.calls.coverWidget(1, COVER);
    const [cover] = /** @type {HTMLElement[]} */ (covers());
    assert.deepEqual([widget.nextSibling, notices()[0]?.parentNode, widget.hasAttribute("inert")], [cover, cover, true]);
    assert.equal(cover?.style.getPropertyValue("--ats-radius-lg"), "3px");
    assert.equal(within(/** @type {any} */ (cover), ".said").length, 1);
    view.calls.hideNotice(1);
    assert.equal(within(/** @type {any} */ (cover), ".said").length, 0);
    show();
    assert.equal(within(/** @type {any} */ (cover), ".said").length, 1);
    view.calls.coverWidget(1, "");
    assert.deepEqual([covers(), widget.nextSibling, widget.hasAttribute("inert")], [[], notices()[0], false]);
    assert.equal(isShown(), true);
  });

  test("has one screen at a time", () => {
    view.calls.coverWidget(1, COVER);
    view.calls.coverWidget(1, COVER.replace("Not", "Still not"));
    assert.deepEqual(covers().map((host) => words(host)), [["Still not available"]]);
  });

  test("moves with its screen", () => {
    view.calls.coverWidget(1, COVER);
    const main = document.createElement("main");
    document.body.append(main);
    main.append(widget);
    view.keep(1);
    assert.equal(widget.nextSibling, covers()[0]);
    // What is in its place is not put there again.
    const [cover] = covers();
    const after = mock.method(widget, "after");
    view.keep(1);
    assert.deepEqual([after.mock.callCount(), covers()[0]], [0, cover]);
  });

  test("without a size it has its notice after it, until it has one, and again", async () => {
    putAt(widget, 0, 0, 0, 0);
    show();
    view.calls.coverWidget(1, COVER);
    await settled();
    assert.equal(notices()[0]?.parentNode, document.body);
    putAt(widget, 0, 0, 10, 10);
    window.dispatchEvent(new Event("scroll"));
    await settled();
    assert.equal(notices()[0]?.parentNode, covers()[0]);
    putAt(widget, 0, 0, 10, 0);
    window.dispatchEvent(new Event("scroll"));
    await settled();
    assert.deepEqual([notices()[0]?.parentNode, isShown(), covers().length], [document.body, true, 1]);
  });

  test("the focus on its screen goes to its notice, or back into it", () => {
    const [input] = within(widget, "input");
    putAt(input, 0, 0, 10, 10);
    widget.tabIndex = 0;
    widget.focus();
    view.calls.coverWidget(1, COVER);
    assert.equal(document.activeElement, covers()[0]);
    show();
    view.calls.coverWidget(1, "");
    assert.equal(document.activeElement, notices()[0]);
    within(/** @type {any} */ (notices()[0]), ".actions button")[0].focus();
    view.calls.hideNotice(1);
    assert.deepEqual([document.activeElement, widget.shadowRoot.activeElement], [widget, input]);
    widget.focus();
    view.calls.coverWidget(1, COVER);
    view.calls.coverWidget(1, "");
    assert.equal(widget.shadowRoot.activeElement, input);
  });

  test("the focus in a notice on it goes to the screen, where nothing in the widget can have it", () => {
    view.calls.coverWidget(1, COVER);
    show();
    putAt(widget, 0, 0, 0, 0);
    within(/** @type {any} */ (notices()[0]), ".actions button")[0].focus();
    view.calls.hideNotice(1);
    assert.equal(document.activeElement, covers()[0]);
  });
});

describe("a screen of the widget that says that it stopped", () => {
  const COVER = '{"title":"Not available","lang":"en","dir":"ltr"}';
  const SCREEN = '<div class="ats-failed-screen" style="color: red;"><p>Failed</p><span class="ats-request-id-value"> r-1 </span></div>';
  const RETRY = '<button data-action="retry">Retry</button>';
  /** @param {string} [html] @param {number} [height] */
  const stop = (html = SCREEN, height = 200) => {
    widget.shadowRoot.innerHTML = html;
    const [screen] = within(widget, ".ats-failed-screen");
    if (screen) putAt(screen, 0, 0, 300, height);
    for (const part of within(widget, "button, .ats-request-id-value")) putAt(part, 0, 0, 50, 20);
    return screen;
  };
  const stateOf = (/** @type {any} */ screen) => [screen.inert, screen.getAttribute("style")];
  const references = () => within(/** @type {any} */ (notices()[0]), ".value").map(({ textContent }) => textContent);

  for (const data of [{}, { notices: "auto" }, { notices: "instead" }]) {
    test(`has the notice in its place with ${JSON.stringify(data)}, and is itself again after it`, () => {
      begin(data);
      const screen = stop();
      view.mount(1);
      assert.deepEqual([covers(), stateOf(screen)], [[], [false, "color: red;"]]);
      show();
      const [cover] = /** @type {any} */ (covers());
      assert.deepEqual([widget.nextSibling, notices()[0]?.parentNode, covers().length], [cover, cover, 1]);
      assert.deepEqual([isShown(), screen.inert, screen.style.visibility, widget.inert], [true, true, "hidden", false]);
      const [over] = within(cover, ".cover");
      assert.deepEqual([over.classList.contains("bare"), over.getAttribute("aria-label"), words(cover)], [true, "Title", []]);
      assert.equal(/** @type {any} */ (notices()[0]).dataset.over, "");
      view.calls.hideNotice(1);
      assert.deepEqual([covers(), stateOf(screen), isShown()], [[], [false, "color: red;"], false]);
      assert.deepEqual([widget.nextSibling, "over" in /** @type {any} */ (notices()[0]).dataset], [notices()[0], false]);
    });
  }

  for (const [notices_, inSpot] of /** @type {[string, boolean][]} */ ([["below", false], ["aside", true], ["instead of it", false]])) {
    test(`stays as it is with data-notices="${notices_}"`, () => {
      const said = listenToConsole();
      document.body.append(document.createElement("aside"));
      begin({ notices: notices_ });
      const screen = stop();
      show();
      assert.deepEqual([covers(), stateOf(screen), isShown()], [[], [false, "color: red;"], true]);
      assert.equal(notices()[0]?.parentNode, inSpot ? document.querySelector("aside") : document.body);
      assert.equal(said.length, notices_ == "instead of it" ? 1 : 0);
    });
  }

  test("stays as it is where the page wants no notices", () => {
    begin({ notices: "off" });
    const screen = stop();
    show();
    assert.deepEqual([covers(), notices(), stateOf(screen)], [[], [], [false, "color: red;"]]);
  });

  test("is seen again if the notice over it cannot be drawn", () => {
    const screen = stop();
    for (const name of ["replaceChildren", "getBoundingClientRect", "setAttribute"]) {
      const said = listenToConsole();
      const mend = breakMethod(Element.prototype, name);
      show();
      assert.deepEqual([covers(), stateOf(screen), isShown()], [[], [false, "color: red;"], false], name);
      assert.deepEqual(said, ["warn: pywidget: drawing a notice failed: Error: broken by the page"]);
      mend();
    }
    show();
    assert.deepEqual([isShown(), screen.style.visibility], [true, "hidden"]);
  });

  for (const [leadsOn, retry, covered] of [[false, false, true], [false, true, false], [true, false, true], [true, true, true]]) {
    test(`${retry ? "with" : "without"} a Retry is ${covered ? "" : "not "}covered by a notice that leads ${leadsOn ? "on" : "nowhere"}`, () => {
      stop(SCREEN.replace("</div>", `${retry ? RETRY : ""}</div>`));
      show({ leadsOn });
      assert.deepEqual([covers().length, isShown()], [covered ? 1 : 0, true]);
    });
  }

  test("with a Retry outside of it is covered", () => {
    stop(SCREEN + RETRY);
    show({ leadsOn: false });
    assert.equal(covers().length, 1);
  });

  test("is covered once it can be seen, and not before", () => {
    const screen = stop(SCREEN, 0);
    show();
    assert.deepEqual([covers(), widget.nextSibling, stateOf(screen)], [[], notices()[0], [false, "color: red;"]]);
    putAt(screen, 0, 0, 300, 200);
    view.keep(1);
    assert.deepEqual([covers().length, notices()[0]?.parentNode, isShown()], [1, covers()[0], true]);
  });

  test("that is not one, or is of a widget that shows nothing, is not covered", () => {
    stop('<div class="ats-other-screen"></div>');
    show();
    assert.deepEqual(covers(), []);
    stop();
    show({}, 0);
    assert.deepEqual([covers(), words()], [[], words(widget.nextSibling)]);
    view.calls.hideNotice(1);
    view.keep(1);
    assert.deepEqual(covers(), []);
  });

  test("is drawn anew by its widget: the notice goes over the new one, or after the widget", () => {
    const old = stop();
    show();
    const [first] = covers();
    const screen = stop();
    view.keep(1);
    assert.deepEqual([covers().length, covers()[0] == first, notices()[0]?.parentNode], [1, false, covers()[0]]);
    assert.deepEqual([screen.inert, screen.style.visibility, stateOf(old)], [true, "hidden", [false, "color: red;"]]);
    const [second] = covers();
    view.keep(1);
    assert.equal(covers()[0], second);
    stop("<input>");
    view.keep(1);
    assert.deepEqual([covers(), widget.nextSibling, isShown(), told.length], [[], notices()[0], true, 1]);
  });

  test("is named by the notice that is over it now", () => {
    stop();
    show();
    show({ title: ["Another"], lang: "ar", dir: "rtl" });
    const [over] = within(/** @type {any} */ (covers()[0]), ".cover");
    assert.deepEqual([over.getAttribute("aria-label"), over.lang, over.dir], ["Another", "ar", "rtl"]);
  });

  test("is uncovered when the notice no longer leads on", () => {
    const screen = stop(SCREEN.replace("</div>", `${RETRY}</div>`));
    show();
    assert.equal(covers().length, 1);
    show({ leadsOn: false });
    assert.deepEqual([covers(), stateOf(screen), widget.nextSibling, isShown()], [[], [false, "color: red;"], notices()[0], true]);
  });

  test("gives way to a screen over the whole widget, and comes back after it", () => {
    putAt(widget, 0, 0, 300, 300);
    const screen = stop();
    show();
    view.calls.coverWidget(1, COVER);
    assert.deepEqual([covers().map((host) => words(host)), widget.inert, stateOf(screen)], [[["Not available"]], true, [false, "color: red;"]]);
    assert.deepEqual([notices()[0]?.parentNode, /** @type {any} */ (notices()[0]).dataset.over], [covers()[0], "all"]);
    view.calls.coverWidget(1, "");
    assert.deepEqual([covers().length, widget.inert, screen.inert, notices()[0]?.parentNode], [1, false, true, covers()[0]]);
    assert.equal(/** @type {any} */ (notices()[0]).dataset.over, "");
    view.unmount(1);
    assert.deepEqual([covers(), notices(), stateOf(screen)], [[], [], [false, "color: red;"]]);
  });

  test("is not covered while a framework takes the page over", () => {
    loadEnd = 8_700;
    begin();
    const screen = stop();
    view.calls.showNotice(1, JSON.stringify(NOTICE));
    view.mount(1);
    view.keep(1);
    pass(690);
    assert.deepEqual([covers(), stateOf(screen)], [[], [false, "color: red;"]]);
    pass(10);
    assert.deepEqual([covers().length, screen.inert], [1, true]);
  });

  test("says its reference itself where it is not covered, and only where that can be seen", () => {
    stop();
    show();
    assert.deepEqual(references(), ["r-1"]);
    begin({ notices: "below" });
    for (const host of [...covers(), ...notices()]) host.remove();
    stop();
    show();
    assert.deepEqual(references(), []);
    show({ reference: { label: "Reference", value: "r-2", copy: "Copy" } });
    assert.deepEqual(references(), ["r-2"]);
    putAt(within(widget, ".ats-request-id-value")[0], 0, 0, 0, 0);
    show();
    assert.deepEqual(references(), ["r-1"]);
  });

  test("the focus in a notice over it goes back into the widget, which is uncovered first", () => {
    const screen = stop(SCREEN.replace("</div>", `${RETRY}</div>`));
    putAt(widget, 0, 0, 300, 300);
    show();
    within(/** @type {any} */ (notices()[0]), ".actions button")[0].focus();
    const [button] = within(widget, "button");
    /** @type {boolean[]} */
    const inert = [];
    button.addEventListener("focus", () => inert.push(screen.inert));
    view.calls.hideNotice(1);
    assert.deepEqual([document.activeElement, widget.shadowRoot.activeElement, inert], [widget, button, [false]]);
  });
});

describe("the Escape key", () => {
  /** @param {object} [more] */
  const press = (more) => {
    const event = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true, ...more });
    document.body.dispatchEvent(event);
    return event.defaultPrevented;
  };

  test("closes the notice that lies over the page, and nothing else", () => {
    show({}, 0);
    assert.equal(press({ key: "Enter" }), false);
    assert.deepEqual(delivered, []);
    assert.equal(press(), true);
    assert.deepEqual(delivered, [{ kind: "action", widget: 0, action: "dismiss" }]);
    view.calls.hideNotice(0);
    assert.deepEqual([press(), delivered.length], [false, 1]);
  });

  test("that the page has used is left to it", () => {
    show({}, 0);
    document.body.addEventListener("keydown", (event) => event.preventDefault(), { once: true });
    assert.deepEqual([press(), delivered], [true, []]);
  });

  test("does nothing where no notice lies over the page", () => {
    assert.equal(press(), false);
    show();
    assert.equal(press(), false);
    document.body.append(document.createElement("aside"));
    begin({ notices: "aside" });
    show({}, 0);
    assert.deepEqual([press(), delivered], [false, []]);
  });

  test("nor at the foot of a page that is one row", () => {
    styles.set(document.body, { display: "flex" });
    document.elementFromPoint = () => null;
    show();
    assert.deepEqual([/** @type {any} */ (notices()[0]).dataset.page, press(), delivered], ["foot", false, []]);
  });

  test("nor after the end", () => {
    const leaving = new AbortController();
    begin();
    page.signal = leaving.signal;
    view = createNoticeView(page);
    show({}, 0);
    leaving.abort();
    assert.deepEqual([press(), delivered], [false, []]);
  });

  test("of a notice of the page has its title as its name", () => {
    show({}, 0);
    assert.equal(within(/** @type {any} */ (notices()[0]), ".card")[0].getAttribute("aria-label"), "Title");
    show();
    assert.equal(within(widget.nextSibling, ".card")[0].getAttribute("aria-label"), "Region");
  });
});

describe("a new notice", () => {
  /** That is looked after in the next frame. */
  const seen = () => {
    pass(16);
    return scrolled.map(([element]) => element);
  };

  test("is brought into sight for whoever is at work in its widget", () => {
    const other = addWidget();
    widget.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, composed: true }));
    show();
    assert.deepEqual(seen(), [notices()[0]]);
    show({ message: ["other"] });
    assert.equal(seen().length, 1);
    other.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, composed: true }));
    show({ kind: "other" });
    assert.equal(seen().length, 1);
    notices()[0]?.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, composed: true }));
    show({ kind: "third" });
    assert.equal(seen().length, 2);
  });

  test("and for those at work on its screen", () => {
    putAt(widget, 0, 0, 10, 10);
    view.calls.coverWidget(1, '{"title":"t","lang":"en","dir":"ltr"}');
    covers()[0]?.dispatchEvent(new MouseEvent("pointerdown", { bubbles: true, composed: true }));
    media.add("(prefers-reduced-motion: reduce)");
    show();
    assert.equal(seen().length, 1);
    assert.deepEqual(scrolled, [[notices()[0], { block: "nearest", inline: "nearest", behavior: "instant" }]]);
  });

  for (const [what, top, height, focus, into] of /** @type {[string, number, number, string, boolean][]} */ ([
    ["in sight", 10, 10, "", true], ["just below", 768, 10, "", false], ["at the edge", 767, 10, "", true], ["just above", -10, 10, "", false],
    ["at the upper edge", -9, 10, "", true], ["in sight, with the focus elsewhere", 10, 10, "input", false], ["in sight, with the focus", 10, 10, "ats-widget", true],
  ])) {
    test(`where nobody has done anything yet, and the widget is ${what}: ${into}`, () => {
      setGlobal("innerHeight", 768);
      document.body.append(document.createElement("input"));
      putAt(widget, 0, top, 100, height);
      widget.tabIndex = 0;
      if (focus) /** @type {HTMLElement} */ (document.querySelector(focus)).focus();
      show();
      assert.equal(seen().length, into ? 1 : 0);
    });
  }

  test("of the page is not, before anybody has done anything", () => {
    show({}, 0);
    assert.deepEqual(seen(), []);
  });
});

describe("the access code", () => {
  test("is copied by the notice's button, or without one", async () => {
    page.accessCode = (/** @type {any} */ of) => (of == widget ? "kept" : undefined);
    view.calls.copyAccessCode(1);
    await settled();
    assert.deepEqual(copied, ["kept"]);
    show({ actions: [{ id: "copy-code", label: "Copy the code" }] });
    view.calls.copyAccessCode(1);
    await settled();
    assert.deepEqual([copied.length, within(/** @type {any} */ (notices()[0]), ".actions button")[0].textContent], [2, "Copied"]);
  });

  test("by hand it has its label", async () => {
    page.accessCode = () => "kept";
    Object.defineProperty(navigator.clipboard, "writeText", { value: async () => { throw new Error("refused"); } });
    show({ actions: [{ id: "copy-code", label: "Copy the code" }] });
    view.calls.copyAccessCode(1);
    await settled();
    assert.deepEqual(within(/** @type {any} */ (notices()[0]), ".label").map(({ textContent }) => textContent), ["Reference", "Code"]);
  });

  test("is the widget's own where nobody kept one", async () => {
    widget.getState = () => ({ accessCode: "its own" });
    view.calls.copyAccessCode(1);
    await settled();
    assert.deepEqual(copied, ["its own"]);
  });

  for (const [what, getState] of /** @type {[string, any][]} */ ([
    ["nothing", undefined], ["no state", () => null], ["an empty one", () => ({ accessCode: "" })], ["a number", () => ({ accessCode: 7 })],
  ])) {
    test(`of a widget with ${what} there is none`, async () => {
      const said = listenToConsole();
      widget.getState = getState;
      view.calls.copyAccessCode(1);
      view.calls.copyAccessCode(9);
      await settled();
      assert.deepEqual([copied, said], [[], Array(2).fill("warn: pywidget: there is no access code to copy")]);
    });
  }

  test("that cannot be copied is said", async () => {
    const said = listenToConsole();
    widget.getState = () => ({ accessCode: "its own" });
    Object.defineProperty(navigator.clipboard, "writeText", { value: async () => { throw new Error("refused"); } });
    view.calls.copyAccessCode(1);
    await settled();
    assert.deepEqual(said, ["warn: pywidget: the access code could not be copied: Error: refused"]);
  });
});
