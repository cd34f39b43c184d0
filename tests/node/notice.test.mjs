/** The parts of a notice: its card, its icon, its place, the screen over a widget. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { addWidget, listenToConsole, openPage, putAt, resizing, setGlobal, settled, useStyles, within } from "./browser.mjs";
import { createCard } from "../../pywidget/page/notice-card.js";
import { coverWidget } from "../../pywidget/page/notice-cover.js";
import { createFitting } from "../../pywidget/page/notice-fit.js";
import { focusOn, make, makeButton, makeGroup, makeHost, widgetBefore } from "../../pywidget/page/notice-elements.js";
import { makeSheet } from "../../pywidget/page/sheet.js";
import { drawIcon, lookOf } from "../../pywidget/page/notice-icons.js";
import { createPlacer, isAfter, matchScheme, park, parentOf } from "../../pywidget/page/notice-place.js";
import { createTopLayer, topmost } from "../../pywidget/page/notice-top.js";

/** @type {Map<Element, Record<string, string>>} */
let styles;
/** @type {import("../../pywidget/page/sheet.js").Sheet} */
let sheet;

beforeEach(() => {
  openPage();
  styles = useStyles();
  sheet = makeSheet(".card {}");
});

/** @param {string} name @param {Element | ShadowRoot} [into] */
const add = (name, into = document.body) => {
  const element = document.createElement(name);
  into.append(element);
  return element;
};

describe("elements", () => {
  test("of ours are defined once, and have a style", () => {
    const { host, root } = makeHost("pywidget-notice", sheet);
    assert.ok(customElements.get("pywidget-notice"));
    assert.equal(makeHost("pywidget-notice", sheet).host.localName, "pywidget-notice");
    assert.equal(host.shadowRoot, root);
    assert.deepEqual(root.adoptedStyleSheets.map((/** @type {any} */ { text }) => text), [".card {}"]);
  });

  test("that a page copied are taken out of it again", () => {
    const widget = addWidget();
    const { host } = makeHost("pywidget-notice", sheet);
    widget.after(host);
    const copy = host.cloneNode(true);
    widget.after(copy);
    assert.deepEqual([copy.isConnected, widget.nextSibling], [false, host]);
    host.remove();
    document.body.append(host);
    assert.equal(host.isConnected, true);
    add("main").innerHTML = host.outerHTML;
    assert.equal(document.querySelector("main")?.innerHTML, "");
  });

  for (const [what, cover, inert] of /** @type {[string, string, boolean][]} */ ([
    ["that only we had made inert can be used", "inert", false], ["that was inert before stays so", "", true],
  ])) {
    test(`a copied widget ${what}`, () => {
      makeHost("pywidget-cover", sheet);
      makeHost("pywidget-notice", sheet);
      const main = add("main");
      main.innerHTML =
        '<p inert=""></p><ats-widget inert=""></ats-widget><pywidget-notice></pywidget-notice>' +
        `<pywidget-cover data-cover="${cover}"><pywidget-notice></pywidget-notice></pywidget-cover><b inert=""></b>`;
      assert.equal(main.innerHTML, `<p inert=""></p><ats-widget${inert ? ' inert=""' : ""}></ats-widget><b inert=""></b>`);
    });
  }

  test("a copied screen that comes after nothing does no harm", () => {
    makeHost("pywidget-cover", sheet);
    const main = add("main");
    main.innerHTML = '<pywidget-cover data-cover="inert"></pywidget-cover>';
    assert.equal(main.innerHTML, "");
  });

  test("stand after what comes before all of ours", () => {
    const main = add("main");
    main.innerHTML = "<p></p><b></b><i></i>";
    const [first, second] = ["pywidget-cover", "pywidget-notice"].map((name) => makeHost(name, sheet).host);
    const bold = /** @type {Element} */ (main.querySelector("b"));
    bold.after(/** @type {any} */ (first), /** @type {any} */ (second));
    assert.deepEqual([first, second].map((host) => widgetBefore(/** @type {any} */ (host))), [bold, bold]);
    main.prepend(/** @type {any} */ (second));
    assert.equal(widgetBefore(/** @type {any} */ (second)), null);
  });

  test("have their class and their text; a button is none of a form", () => {
    assert.equal(make("p", "c", "text <b>").outerHTML, '<p class="c">text &lt;b&gt;</p>');
    assert.equal(make("p", "c").textContent, "");
    let pressed = 0;
    const button = makeButton("main", "label", () => pressed++);
    button.click();
    assert.deepEqual([button.outerHTML, pressed], ['<button class="main" type="button">label</button>', 1]);
    assert.equal(makeGroup("card").outerHTML, '<div class="card" tabindex="-1" role="group"></div>');
  });

  test("get the focus without a jump", () => {
    const element = add("div");
    const focus = mock.method(element, "focus");
    focusOn(element);
    assert.deepEqual(focus.mock.calls[0]?.arguments, [{ preventScroll: true }]);
  });

  test("do not get it where a component's own method throws", () => {
    const said = listenToConsole();
    const element = add("div");
    mock.method(element, "focus", () => {
      throw new TypeError("no input");
    });
    focusOn(element);
    assert.deepEqual(said, []);
  });

  for (const [kind, role, look] of [
    ["renewing", "status", "calm spin"], ["waiting", "status", "calm clock"], ["offline", "alert", "calm care"], ["disabled", "alert", "calm halt"],
    ["signed-out", "alert", "info info"], ["top-up", "alert", "info info"], ["nothing", "alert", "info info"], ["online", "status", "good check"],
    ["certificate", "status", "good check"], ["report", "alert", "halt care"], ["other", "alert", "care care"], ["other", "status", "info info"],
  ]) {
    test(`a notice of "${kind}" as ${role} looks ${look}`, () => assert.equal(lookOf(kind ?? "", role ?? "").join(" "), look));
  }

  test("icons are drawn, each another one, for the eye only", () => {
    const names = ["info", "check", "care", "halt", "clock", "spin"];
    const drawn = names.map((name) => {
      const icon = drawIcon(name);
      assert.equal(icon.outerHTML.replace(/d="[^"]+"/, ""), `<svg viewBox="0 0 20 20" aria-hidden="true" class="icon-${name}"><path ></path></svg>`);
      assert.equal(icon.namespaceURI, "http://www.w3.org/2000/svg");
      const path = icon.firstElementChild?.getAttribute("d") ?? "";
      assert.match(path, /^M[\d.]+ [\d.]+[\dMaAHvlLV. -]+$/);
      return path;
    });
    assert.equal(new Set(drawn).size, names.length);
  });
});

describe("a card", () => {
  const WORDS = {
    kind: "retry", role: /** @type {"alert"} */ ("alert"), lang: "en", dir: "ltr", region: "Notice of the widget", title: "Title", message: "Message",
    said: "", reason: "", advice: "", warning: "Warning", actions: [{ id: "retry", label: "Try again" }, { id: "contact", label: "Contact" }],
    reference: { label: "Reference", value: "r-1", copy: "Copy" }, transaction: { label: "Transaction", value: "t-1" },
    until: null, remaining: (/** @type {number} */ seconds) => `${seconds} s`, over: "over", copied: "Copied", selected: "Selected",
  };
  let now = 0;
  /** @type {string[]} */
  let chosen;
  /** @type {boolean[]} */
  let drawn;
  /** @type {ReturnType<typeof createCard>} */
  let card;
  /** @type {any} */
  let clipboard;

  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout"] });
    now = 1_000;
    chosen = [];
    drawn = [];
    clipboard = [];
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (/** @type {string} */ text) => clipboard.push(text) } });
    card = createCard(sheet, () => now, (action) => chosen.push(action), (isNew) => drawn.push(isNew));
    document.body.append(card.host);
  });

  /** @param {number} ms */
  const pass = (ms) => {
    now += ms;
    mock.timers.tick(ms);
  };
  /** @param {object} [more] */
  const show = (more) => card.show(/** @type {any} */ ({ ...WORDS, ...more }));
  /** @param {string} selector @returns {any[]} */
  const all = (selector) => within(card.host, selector);
  /** @param {string} selector */
  const one = (selector) => all(selector)[0];
  /** @param {string} selector */
  const textOf = (selector) => all(selector).map(({ textContent }) => textContent);

  test("is empty before, with what a screen reader has to know", () => {
    assert.equal(
      card.host.shadowRoot?.innerHTML,
      '<div class="card" tabindex="-1" role="group"><div class="body"><div class="live" role="alert" aria-atomic="true"></div>' +
        '<div class="live" role="status" aria-atomic="true"></div><div class="timer" role="timer" aria-live="off"></div><div class="quotes"></div>' +
        '<div class="spoken" role="status" aria-atomic="true"></div><div class="actions"></div></div></div>',
    );
    assert.equal(card.host.localName, "pywidget-notice");
  });

  test("shows everything, in order", () => {
    show();
    assert.deepEqual(textOf("[role=alert] > p"), ["Title", "Message", "Warning"]);
    assert.deepEqual(all("[role=alert] > p").map(({ className }) => className), ["title", "message", "warning"]);
    assert.equal(one(".live[role=status]").textContent, "");
    const group = one(".card");
    assert.deepEqual([group.className, group.lang, group.dir, group.getAttribute("aria-label")], ["card shown care", "en", "ltr", "Notice of the widget"]);
    assert.equal(group.firstElementChild.getAttribute("class"), "icon-care");
    assert.deepEqual(all(".actions button").map(({ className, textContent, dataset }) => [className, textContent, dataset.action]),
      [["main", "Try again", "retry"], ["", "Contact", "contact"]]);
    assert.equal(one(".quotes").innerHTML,
      '<div class="quote"><span class="label">Reference</span><code class="value">r-1</code><button class="plain" type="button">Copy</button></div>' +
        '<div class="quote"><span class="label">Transaction</span><code class="value">t-1</code></div>');
    assert.deepEqual([card.host.hasAttribute("data-shown"), drawn, card.host.style.colorScheme], [true, [true], "light"]);
  });

  test("what a server says is in no language, after the message", () => {
    show({ said: "It says: <why>.", reason: "<why>", advice: "Advice" });
    assert.deepEqual(all("[role=alert] > p").map(({ className }) => className), ["title", "message", "said", "advice", "warning"]);
    assert.equal(one(".said").innerHTML, 'It says: <span class="" lang="">&lt;why&gt;</span>.');
    show({ said: "why: it says", reason: "why" });
    assert.equal(one(".said").innerHTML, '<span class="" lang="">why</span>: it says');
    show({ said: "The service says: “s”.", reason: "s" });
    assert.equal(one(".said").innerHTML, 'The service says: “<span class="" lang="">s</span>”.');
    show();
    assert.equal(all(".said").length, 0);
  });

  test("to start over is never the main button", () => {
    show({ actions: [{ id: "start-over", label: "Start over" }, { id: "retry", label: "Try again" }] });
    assert.deepEqual(all(".actions button").map(({ className }) => className), ["", ""]);
    show({ actions: [{ id: "retry", label: "Try again" }, { id: "start-over", label: "Start over" }] });
    assert.deepEqual(all(".actions button").map(({ className }) => className), ["main", ""]);
  });

  test("how much of the time is left is drawn, from all to none", () => {
    const left = () => one(".timer").style.getPropertyValue("--_left");
    show({ until: now + 4_000 });
    assert.equal(left(), "1");
    pass(1_000);
    assert.equal(left(), "0.75");
    pass(3_000);
    assert.equal(left(), "0");
    show({ until: now - 700 });
    assert.equal(Math.abs(+left()), 0);
    show({ until: now + 10_000 });
    assert.equal(left(), "1");
  });

  test("a status is read as one", () => {
    show();
    show({ role: "status", kind: "renewing" });
    assert.equal(one("[role=alert]").textContent, "");
    assert.deepEqual(textOf(".live[role=status] > p"), ["Title", "Message", "Warning"]);
    assert.equal(one(".card").className, "card shown calm");
    assert.deepEqual([all("svg").length, drawn], [1, [true, true]]);
    show();
    assert.equal(one(".live[role=status]").textContent, "");
  });

  test("without quotes and buttons there are none", () => {
    show({ reference: null, transaction: null, actions: [] });
    assert.deepEqual([one(".quotes").innerHTML, one(".actions").innerHTML], ["", ""]);
    show({ reference: null });
    assert.equal(all(".quote").length, 1);
  });

  test("what stays the same is not made anew, so nothing is read twice", () => {
    show();
    const parts = () => [one("[role=alert] > p"), one(".quote"), one(".actions button"), one("svg")];
    const before = parts();
    show();
    assert.deepEqual(parts().map((part, index) => part === before[index]), [true, true, true, true]);
    for (const [more, same] of /** @type {[object, boolean[]][]} */ ([
      [{ message: "other" }, [false, true, true, true]], [{ said: "other" }, [false, true, true, true]], [{ title: "other" }, [false, true, true, true]],
      [{ reference: null }, [true, false, true, true]], [{ transaction: null }, [true, false, true, true]],
      [{ actions: WORDS.actions.slice(1) }, [true, true, false, false]], [{ kind: "other" }, [true, true, true, false]],
      [{ lang: "fr" }, [false, false, false, true]],
    ])) {
      show();
      const old = parts();
      show(more);
      assert.deepEqual(parts().map((part, index) => part === old[index]), same, JSON.stringify(more));
      card.hide("", () => 0);
    }
  });

  test("another notice is told as such", () => {
    show();
    show({ message: "other" });
    show({ kind: "other" });
    assert.deepEqual(drawn, [true, false, true]);
  });

  test("its text is seen at once, and in a live region only after a tenth of a second", () => {
    const regions = () => [...textOf("[role=alert]"), ...textOf("[role=status].live")];
    card.mounted();
    pass(40);
    show({ title: "first", message: "", warning: "" });
    assert.equal(card.host.hasAttribute("data-shown"), true);
    assert.deepEqual([textOf(".title"), regions()], [["first"], ["", ""]]);
    show({ title: "second", message: "", warning: "" });
    pass(59);
    assert.deepEqual([textOf(".title"), regions()], [["second"], ["", ""]]);
    const [line] = all(".title");
    pass(1);
    assert.deepEqual([textOf(".title"), regions().join("")], [["second"], "second"]);
    assert.equal(all(".title")[0], line);
    assert.equal(all(".live").length, 2);
    show({ title: "now", message: "", warning: "" });
    assert.equal(regions().join(""), "now");
  });

  test("what is not yet read out is never, where it was hidden meanwhile or something else is shown", () => {
    card.mounted();
    show();
    card.hide("", () => 0);
    assert.deepEqual(textOf(".title"), []);
    pass(1_000);
    assert.deepEqual(textOf(".title"), []);
    card.mounted();
    show({ title: "old" });
    now += 200;
    show({ title: "new" });
    mock.timers.tick(1_000);
    assert.deepEqual(textOf(".title"), ["new"]);
  });

  test("a button says what it does; a double press is one", () => {
    show();
    one("[data-action=retry]").click();
    pass(499);
    one("[data-action=contact]").click();
    pass(500);
    one("[data-action=contact]").click();
    assert.deepEqual(chosen, ["retry", "contact"]);
  });

  test("counts down, says so in passing, and that it is over", () => {
    show({ until: now + 2_000 });
    assert.deepEqual([textOf(".timer"), textOf(".spoken")], [["2 s"], ["2 s"]]);
    pass(1_000);
    assert.deepEqual(textOf(".timer"), ["1 s"]);
    pass(1_000);
    assert.deepEqual([textOf(".timer"), textOf(".spoken")], [["0 s"], ["2 s"]]);
    pass(1_500);
    assert.deepEqual([textOf(".timer"), textOf(".spoken")], [["over"], ["over"]]);
    pass(4_000);
    assert.deepEqual([textOf(".timer"), textOf(".spoken")], [["over"], [""]]);
    show({ until: null });
    assert.deepEqual(textOf(".timer"), [""]);
    show({ until: now - 1_500 });
    assert.deepEqual([textOf(".timer"), textOf(".spoken")], [["over"], ["over"]]);
  });

  test("of two countdowns only the last one runs, and none after it is hidden", () => {
    show({ until: now + 10_000 });
    show({ until: now + 60_000 });
    assert.deepEqual(textOf(".timer"), ["60 s"]);
    pass(1_000);
    assert.deepEqual(textOf(".timer"), ["59 s"]);
    show({ until: null });
    pass(1_000);
    assert.deepEqual(textOf(".timer"), [""]);
    show({ until: now + 60_000 });
    card.hide("", () => 0);
    pass(1_000);
    assert.deepEqual(textOf(".timer"), [""]);
  });

  test("copies the reference, says so, and has its old label again", async () => {
    show();
    const button = one(".plain");
    button.click();
    await settled();
    assert.deepEqual([clipboard, button.textContent, textOf(".spoken")], [["r-1"], "Copied", ["Copied"]]);
    button.click();
    await settled();
    pass(3_999);
    assert.deepEqual([button.textContent, textOf(".spoken")], ["Copied", ["Copied"]]);
    pass(1);
    assert.deepEqual([button.textContent, textOf(".spoken")], ["Copy", [""]]);
  });

  test("what cannot be copied is selected, and that stays said", async () => {
    clipboard = { push: () => { throw new Error("refused"); } };
    show();
    one(".plain").click();
    await settled();
    pass(60_000);
    assert.deepEqual([textOf(".seen"), textOf(".spoken"), one(".plain").textContent], [["Selected"], [], "Copy"]);
    show({ kind: "other" });
    assert.deepEqual([textOf(".seen"), textOf(".spoken")], [[], [""]]);
  });

  test("copies what a button stands for; by hand it is shown", async () => {
    const quote = { label: "Code", value: "c-1" };
    assert.equal(card.copy("copy-code", quote), false);
    show({ actions: [{ id: "copy-code", label: "Copy the code" }] });
    assert.equal(card.copy("other", quote), false);
    assert.equal(card.copy("copy-code", quote), true);
    await settled();
    assert.deepEqual([clipboard, one(".actions button").textContent, all(".quote").length], [["c-1"], "Copied", 2]);
    clipboard = { push: () => { throw new Error("refused"); } };
    card.copy("copy-code", quote);
    await settled();
    card.copy("copy-code", quote);
    await settled();
    assert.deepEqual(textOf(".value"), ["r-1", "t-1", "c-1"]);
    clipboard = [];
    card.copy("copy-code", quote);
    await settled();
    assert.deepEqual(textOf(".value"), ["r-1", "t-1"]);
    clipboard = { push: () => { throw new Error("refused"); } };
    card.copy("copy-code", quote);
    await settled();
    show({ kind: "other", actions: [{ id: "copy-code", label: "Copy the code" }] });
    assert.deepEqual(textOf(".value"), ["r-1", "t-1"]);
  });

  test("hidden it is empty, and says one last thing in passing", () => {
    show();
    let left = 0;
    card.hide("Back", () => left++);
    assert.deepEqual([one(".card").className, all("p, button, code, svg").length, textOf(".spoken"), left], ["card", 0, ["Back"], 0]);
    assert.equal(card.host.hasAttribute("data-shown"), false);
    pass(4_000);
    assert.deepEqual(textOf(".spoken"), [""]);
    show();
    assert.equal(drawn.at(-1), true);
    assert.equal(textOf(".title").length, 1);
  });

  test("hidden with the focus in it, it is left for where the visitor goes on", () => {
    show();
    one("[data-action=retry]").focus();
    let left = 0;
    card.hide("", () => left++);
    assert.deepEqual([left, document.activeElement], [1, document.body]);
  });

  test("the focus stays at the same action, or on the notice", () => {
    show();
    one("[data-action=contact]").focus();
    show({ lang: "fr" });
    assert.equal(card.host.shadowRoot?.activeElement, one("[data-action=contact]"));
    show({ actions: WORDS.actions.slice(0, 1) });
    assert.equal(card.host.shadowRoot?.activeElement, one(".card"));
    show();
    assert.equal(card.host.shadowRoot?.activeElement, one(".card"));
    one(".plain").focus();
    show({ reference: null });
    assert.equal(card.host.shadowRoot?.activeElement, one(".card"));
  });

  test("a notice without the focus does not take it", () => {
    show();
    show({ lang: "fr" });
    assert.equal(document.activeElement, document.body);
    card.focus();
    assert.equal(card.host.shadowRoot?.activeElement, one(".card"));
  });

  test("taken away with the focus, it has it again where it comes back", async () => {
    show();
    one("[data-action=contact]").focus();
    card.host.remove();
    await settled();
    card.keepFocus(() => document.body.append(card.host));
    assert.equal(card.host.shadowRoot?.activeElement, one("[data-action=contact]"));
    card.host.remove();
    await settled();
    add("input").focus();
    card.keepFocus(() => document.body.append(card.host));
    assert.equal(document.activeElement?.localName, "input");
  });

  test("what the visitor left is not taken back", async () => {
    show();
    one("[data-action=contact]").focus();
    one("[data-action=contact]").blur();
    await settled();
    card.host.remove();
    card.keepFocus(() => document.body.append(card.host));
    assert.equal(document.activeElement, document.body);
  });
});

describe("the place of a notice", () => {
  /** @type {any} */
  let widget;
  /** @type {HTMLElement} */
  let host;
  beforeEach(() => {
    widget = addWidget();
    host = document.createElement("pywidget-notice");
  });

  test("is right after its widget, and it is put there once", () => {
    add("footer");
    const place = createPlacer("");
    assert.equal(place(host, widget), true);
    assert.equal(widget.nextSibling, host);
    assert.equal(place(host, widget), false);
    document.body.append(host);
    assert.equal(place(host, widget), true);
    assert.equal(widget.nextSibling, host);
    assert.equal("page" in host.dataset, false);
  });

  test("is behind what else is ours, and behind what the widget is in", () => {
    const other = document.createElement("pywidget-cover");
    widget.after(other);
    other.after(host);
    assert.equal(isAfter(host, widget), true);
    const main = add("main");
    main.append(widget);
    assert.equal(isAfter(host, widget), false);
    main.after(other, host);
    assert.equal(isAfter(host, widget), true);
    document.body.prepend(host);
    assert.equal(isAfter(host, widget), false);
  });

  test("before it has one it waits at the end of the page; from there it is put into its place even where that looks the same", () => {
    assert.deepEqual([park(host), park(host), document.body.lastChild === host], [true, false, true]);
    const place = createPlacer("");
    assert.equal(place(host, widget), true);
    assert.equal(place(host, widget), false);
  });

  test("as the same element where the browser can move it", () => {
    const place = createPlacer("");
    park(host);
    /** @type {any[]} */
    const moved = [];
    Object.assign(document.body, { moveBefore: (/** @type {any[]} */ ...args) => moved.push(args) });
    assert.equal(place(host, widget), false);
    assert.deepEqual(moved, [[host, host]]);
    const other = document.createElement("pywidget-notice");
    assert.equal(place(other, widget), true);
    assert.equal(moved.length, 1);
  });

  test("is the element that the page names", () => {
    const spot = add("aside");
    spot.id = "here";
    const place = createPlacer("#here");
    assert.equal(place(host, widget), true);
    assert.equal(host.parentNode, spot);
    assert.equal(place(host, widget), false);
    assert.equal(place(document.createElement("pywidget-notice"), undefined), true);
    assert.equal("page" in host.dataset, false);
  });

  for (const wanted of ["#nowhere", "["]) {
    test(`is said once where "${wanted}" finds none`, () => {
      const said = listenToConsole();
      const place = createPlacer(wanted);
      assert.equal(place(host, widget), true);
      document.body.append(host);
      place(host, widget);
      assert.deepEqual(said, [`warn: pywidget: data-notices="${wanted}" finds no element. It may be: auto, instead, below, off, or a selector. Using auto.`]);
      assert.equal(widget.nextSibling, host);
    });
  }

  test("nothing is said where nothing was asked for", () => {
    const said = listenToConsole();
    createPlacer("")(host, widget);
    createPlacer(undefined)(host, widget);
    assert.deepEqual(said, []);
  });

  test("of the page itself is the end of it, over everything", () => {
    const place = createPlacer("");
    assert.equal(place(host, undefined), true);
    assert.deepEqual([host.parentNode, host.dataset["page"]], [document.body, ""]);
    assert.equal(place(host, undefined), false);
  });

  for (const [display, flexDirection, after] of [
    ["flex", "row", true], ["inline-flex", "row-reverse", true], ["flex", "column", false], ["grid", "row", false], ["block", "row", false],
  ]) {
    test(`after the widget where it stands in ${display} ${flexDirection}: ${after ? "after the row" : "in it"}`, () => {
      const row = add("section");
      row.slot = "s";
      row.append(widget);
      styles.set(row, { display: `${display}`, flexDirection: `${flexDirection}` });
      createPlacer("")(host, widget);
      assert.equal(after ? row.nextSibling : widget.nextSibling, host);
      assert.equal(host.slot, after ? "s" : "");
    });
  }

  test("is the foot of a page that is one row", () => {
    styles.set(document.body, { display: "flex" });
    host.dataset["over"] = "";
    createPlacer("")(host, widget);
    assert.deepEqual([host.parentNode, host.dataset["page"], "over" in host.dataset], [document.documentElement, "foot", false]);
  });

  test("is the same where the page's root is a row, too", () => {
    for (const element of [document.body, document.documentElement]) styles.set(element, { display: "flex" });
    assert.equal(createPlacer("")(host, widget), true);
    assert.deepEqual([host.parentNode, host.dataset["page"]], [document.documentElement, "foot"]);
    const own = document.createElement("pywidget-notice");
    assert.equal(createPlacer("")(own, undefined), true);
    assert.deepEqual([own.parentNode, own.dataset["page"]], [document.body, ""]);
  });

  test("no element called host is a parent", () => {
    Object.defineProperty(window.document, "host", { value: document.body, configurable: true });
    assert.equal(parentOf(document.documentElement), undefined);
  });

  test("parents lead through slots and shadow roots", () => {
    const shadow = add("x-shop").attachShadow({ mode: "open" });
    const [box, slot] = [add("div", shadow), document.createElement("slot")];
    box.append(slot);
    shadow.host.append(widget);
    assert.deepEqual([parentOf(widget), parentOf(box), parentOf(document.documentElement)], [slot, shadow.host, undefined]);
  });

  for (const [colour, scheme] of [
    ["rgb(255, 255, 255)", "light"], ["rgb(0, 0, 0)", "dark"], ["rgb(255, 0, 0)", "dark"], ["rgb(0, 255, 0)", "light"], ["rgb(0, 0, 255)", "dark"],
    ["rgb(129, 129, 129)", "light"], ["rgb(127, 127, 127)", "dark"], ["rgba(0, 0, 0, 0.5)", "dark"], ["rgba(0, 0, 0, 0.4)", "light"],
    ["oklch(0.4 0.1 20)", "dark"], ["oklch(0.6 0.1 20)", "light"], ["lab(40 1 2)", "dark"], ["lab(60 1 2)", "light"], ["oklab(0.5 0 0)", "light"],
    ["color(srgb 0.2 0.9 0.9)", "dark"], ["color(srgb 1 0 0 / 0.9)", "light"], ["color(srgb 0 0 0 / 0.3)", "light"], ["lab(1 0 0)", "light"],
  ]) {
    test(`on ${colour} is ${scheme}`, () => {
      add("section").append(host);
      styles.set(document.body, { backgroundColor: `${colour}` });
      matchScheme(host);
      assert.equal(host.style.colorScheme, scheme);
    });
  }

  test("on what is nearest; a page that has a scheme is left to it", () => {
    const box = add("section");
    box.append(host);
    styles.set(box, { backgroundColor: "rgb(0, 0, 0)" });
    styles.set(document.body, { backgroundColor: "rgb(255, 255, 255)" });
    matchScheme(host);
    assert.equal(host.style.colorScheme, "dark");
    styles.set(host, { colorScheme: "light dark" });
    matchScheme(host);
    assert.equal(host.style.colorScheme, "");
  });
});

describe("what lies over the page", () => {
  /** What a browser without these selectors does not know. @param {Element} element @param {string} selector @param {() => boolean} is */
  const know = (element, selector, is) => {
    const { matches } = element;
    Object.assign(element, { matches: (/** @type {string} */ asked) => (asked == selector ? is() : matches.call(element, asked)) });
  };

  test("nothing", () => assert.equal(topmost(), null));

  test("a modal dialog, by what is drawn in the corner, through shadow roots", () => {
    const dialog = add("dialog");
    const inner = add("x-part", dialog);
    const shadow = inner.attachShadow({ mode: "open" });
    const deep = add("p", shadow);
    know(dialog, "dialog:modal", () => true);
    document.elementFromPoint = (x, y) => (x == 1 && y == 1 ? inner : null);
    Object.assign(shadow, { elementFromPoint: (/** @type {number} */ x, /** @type {number} */ y) => (x == 1 && y == 1 ? deep : null) });
    assert.equal(topmost(), dialog);
    Object.assign(shadow, { elementFromPoint: () => inner });
    assert.equal(topmost(), dialog);
    const inside = add("dialog", shadow);
    know(inside, "dialog:modal", () => true);
    Object.assign(shadow, { elementFromPoint: () => inside });
    assert.equal(topmost(), inside);
    // Deeper still.
    const part = add("x-part", shadow);
    const own = part.attachShadow({ mode: "open" });
    const innermost = add("dialog", own);
    know(innermost, "dialog:modal", () => true);
    Object.assign(shadow, { elementFromPoint: () => part });
    Object.assign(own, { elementFromPoint: (/** @type {number} */ x, /** @type {number} */ y) => (x == 1 && y == 1 ? innermost : null) });
    assert.equal(topmost(), innermost);
  });

  /** Only what is in one of these is drawn. @param {Element[]} shown */
  const draw = (...shown) => {
    Element.prototype.getClientRects = function () {
      return /** @type {any} */ (shown.includes(/** @type {any} */ (this.parentElement)) ? [{}] : []);
    };
  };
  /** @param {() => Element | null} full */
  const fill = (full) => Object.defineProperty(document, "fullscreenElement", { get: full });

  test("what fills the screen, if it shows children", () => {
    const main = add("main");
    document.elementFromPoint = () => main;
    draw(main);
    fill(() => main);
    assert.equal(topmost(), main);
    // What it was tried with is gone, and no dialog was needed.
    assert.deepEqual([main.childNodes.length, document.querySelector("dialog")], [0, null]);
  });

  describe("a notice of the page", () => {
    let changed = 0;
    /** @type {AbortController} */
    let leaving;
    /** @type {ReturnType<typeof createTopLayer>} */
    let top;
    /** @type {any} */
    let host;
    /** @type {string[]} */
    let done;

    beforeEach(() => {
      changed = 0;
      done = [];
      leaving = new AbortController();
      top = createTopLayer(leaving.signal, () => changed++);
      host = add("pywidget-notice");
      host.dataset.page = "";
      let open = false;
      know(host, ":popover-open", () => open);
      host.showPopover = () => ((open = true), done.push("show"));
      host.hidePopover = () => ((open = false), done.push("hide"));
    });

    test("is a popover, raised again and again, and lowered", () => {
      top.raise(host);
      top.raise(host);
      assert.deepEqual([host.popover, done], ["manual", ["show", "hide", "show"]]);
      host.setAttribute("popover", "manual");
      top.lower(document.body);
      assert.equal(host.hasAttribute("popover"), true);
      top.lower(host);
      assert.equal(host.hasAttribute("popover"), false);
    });

    test("one of a widget is not, nor one that is nowhere, nor where there are no popovers", () => {
      host.dataset.page = "foot";
      top.raise(host);
      host.dataset.page = "";
      host.remove();
      top.raise(host);
      document.body.append(host);
      delete host.showPopover;
      top.raise(host);
      assert.deepEqual([done, host.popover], [[], undefined]);
    });

    test("hears of what can lie over it, as long as it is shown", () => {
      const other = add("p");
      const say = () => {
        for (const name of ["fullscreenchange", "toggle", "close", "click"]) other.dispatchEvent(new Event(name));
        return changed;
      };
      assert.equal(say(), 0);
      top.raise(host);
      assert.equal(say(), 3);
      host.dispatchEvent(new Event("toggle"));
      assert.equal(changed, 3);
      top.lower(host);
      assert.equal(say(), 3);
      top.raise(host);
      leaving.abort();
      assert.equal(say(), 3);
    });

    describe("while something that shows no children fills the screen", () => {
      /** @type {Element | null} */
      let full;
      /** @type {any} */
      let dialog;
      beforeEach(() => {
        full = add("video");
        draw();
        fill(() => full);
        dialog = topmost();
      });

      test("is in a dialog of ours, which is opened once", () => {
        const showModal = mock.method(dialog, "showModal");
        assert.deepEqual([dialog.localName, dialog.open, dialog.parentNode, full?.childNodes.length], ["dialog", true, document.body, 0]);
        assert.equal(topmost(), dialog);
        assert.deepEqual([document.querySelectorAll("dialog").length, showModal.mock.callCount()], [1, 0]);
        // The page may have closed it.
        dialog.close();
        assert.deepEqual([topmost(), dialog.open], [dialog, true]);
        top.raise(host);
        top.lower(host);
      });

      test("is not in it where the page has a modal dialog, which is found in its place", () => {
        const theirs = add("dialog");
        know(theirs, "dialog:modal", () => true);
        know(dialog, "dialog:modal", () => true);
        document.elementFromPoint = () => dialog;
        assert.equal(topmost(), dialog);
        document.elementFromPoint = () => theirs;
        assert.equal(topmost(), theirs);
        top.raise(host);
        assert.equal(dialog.isConnected, false);
      });

      test("leaves it for the page when that is over, raised elsewhere", () => {
        dialog.append(host);
        top.raise(host);
        assert.deepEqual([dialog.isConnected, dialog.open, host.parentNode, done], [true, true, dialog, ["show"]]);
        full = null;
        assert.equal(topmost(), null);
        document.body.append(host);
        top.raise(host);
        assert.deepEqual([dialog.isConnected, dialog.open, host.isConnected], [false, false, true]);
      });

      test("stays in the page when it is lowered, and the dialog goes", () => {
        dialog.append(host);
        top.raise(host);
        top.lower(document.body);
        assert.equal(dialog.isConnected, true);
        top.lower(host);
        assert.deepEqual([dialog.isConnected, dialog.open, host.parentNode], [false, false, document.body]);
        // The next one is another one.
        const next = topmost();
        assert.ok(next && next != dialog);
        top.raise(host);
        assert.equal(next.isConnected, false);
      });
    });

    test("hears of dialogs that open, and of its own going", async () => {
      const dialog = add("dialog");
      top.raise(host);
      dialog.setAttribute("open", "");
      await settled();
      assert.equal(changed, 1);
      add("p").className = "c";
      await settled();
      assert.equal(changed, 1);
      host.remove();
      await settled();
      assert.equal(changed, 2);
      top.lower(host);
      dialog.removeAttribute("open");
      await settled();
      assert.equal(changed, 2);
    });
  });
});

describe("the screen over a widget", () => {
  const WORDS = { title: "Not available", lang: "ar", dir: "rtl" };
  /** @type {any} */
  let widget;
  /** @type {AbortController} */
  let leaving;
  let grown = 0;
  beforeEach(() => {
    leaving = new AbortController();
    grown = 0;
    widget = addWidget("<input>");
    putAt(widget, 10, 20, 300, 200);
  });
  /** Laid and given its size, as the view does. */
  const cover = (over = widget) => {
    const put = coverWidget(widget, over, WORDS, sheet, createFitting(leaving.signal), undefined, () => grown++);
    put.measure()();
    return put;
  };
  /** @param {{ host: HTMLElement }} put */
  const screenOf = ({ host }) => within(host, ".cover")[0];

  test("says what it is, after the widget, which cannot be reached", () => {
    widget.slot = "s";
    const put = cover();
    const screen = screenOf(put);
    assert.equal(widget.nextSibling, put.host);
    assert.deepEqual([put.host.localName, put.host.slot, put.host.dataset["cover"], widget.getAttribute("inert")], ["pywidget-cover", "s", "inert", ""]);
    assert.deepEqual([put.over, widget.style.visibility], [widget, ""]);
    assert.deepEqual([screen.className, screen.lang, screen.dir, screen.getAttribute("aria-label")], ["cover calm", "ar", "rtl", "Not available"]);
    assert.deepEqual([...screen.children].map(({ localName }) => localName), ["svg", "p", "slot"]);
    assert.deepEqual([within(put.host, "svg")[0].getAttribute("class"), within(put.host, ".title")[0].textContent], ["icon-halt", "Not available"]);
    assert.equal(put.host.style.colorScheme, "light");
  });

  test("is where the widget is, and as large, also later", () => {
    const put = cover();
    putAt(put.host, 4, 220, 0, 0);
    const placeOf = () => ["left", "top", "width", "height"].map((side) => screenOf(put).style[side]);
    put.place();
    put.measure()();
    assert.deepEqual(placeOf(), ["6px", "-200px", "300px", "200px"]);
    putAt(widget, 10, 20, 400, 100);
    for (const { run } of resizing) /** @type {any} */ (run)();
    assert.deepEqual(placeOf(), ["6px", "-200px", "400px", "100px"]);
    putAt(widget, 0, 0, 400, 100);
    add("div").dispatchEvent(new Event("scroll"));
    assert.deepEqual(placeOf(), ["-4px", "-220px", "400px", "100px"]);
    const [{ seen }] = /** @type {any} */ ([...resizing]);
    assert.deepEqual([...seen], [widget]);
  });

  test("a widget without a size has none; when it has one, or has none again, that is told", () => {
    const fit = () => [...resizing].forEach(({ run }) => /** @type {any} */ (run)());
    for (const [width, height] of [[0, 100], [100, 0]]) {
      putAt(widget, 0, 0, width ?? 0, height ?? 0);
      const put = cover();
      assert.deepEqual([put.canCarry(), screenOf(put).hidden, grown], [false, true, 1]);
      putAt(widget, 0, 0, 100, 100);
      fit();
      fit();
      assert.deepEqual([put.canCarry(), grown], [true, 2]);
      putAt(widget, 0, 0, width ?? 0, height ?? 0);
      fit();
      assert.deepEqual([put.canCarry(), grown], [false, 3]);
      put.remove();
      grown = 0;
    }
  });

  for (const [display, position] of [["flex", "absolute"], ["inline-grid", "absolute"], ["contents", "absolute"], ["block", "relative"]]) {
    test(`stands in ${display} as ${position}`, () => {
      styles.set(document.body, { display: `${display}` });
      assert.equal(cover().host.style.position, position);
    });
  }

  test("carries a notice, and shows that it says something", () => {
    const put = cover();
    const notice = add("pywidget-notice");
    notice.slot = "s";
    notice.dataset["page"] = "";
    assert.deepEqual([put.carry(notice), put.carry(notice)], [true, false]);
    assert.deepEqual([notice.parentElement, notice.slot, "page" in notice.dataset, notice.dataset["over"]], [put.host, "", false, "all"]);
    const [{ seen }] = /** @type {any} */ ([...resizing]);
    assert.deepEqual([...seen], [widget, notice]);
    put.update();
    assert.equal(screenOf(put).classList.contains("said"), false);
    notice.setAttribute("data-shown", "");
    put.update();
    assert.equal(screenOf(put).classList.contains("said"), true);
  });

  test("takes over the focus that was in the widget, and no other", () => {
    assert.equal(cover().host.shadowRoot?.activeElement, null);
    widget.nextSibling.remove();
    widget.tabIndex = 0;
    widget.focus();
    const put = cover();
    assert.equal(put.host.shadowRoot?.activeElement, screenOf(put));
    assert.equal(put.remove(), true);
    const again = cover();
    assert.equal(again.remove(), false);
    again.place();
    again.focus();
    assert.equal(again.host.shadowRoot?.activeElement, screenOf(again));
  });

  test("taken away it leaves no trace", () => {
    const put = cover();
    put.remove();
    assert.deepEqual([widget.hasAttribute("inert"), put.host.isConnected, resizing.size], [false, false, 0]);
    putAt(widget, 0, 0, 1, 1);
    window.dispatchEvent(new Event("scroll"));
    assert.equal(screenOf(put).style.width, "300px");
    widget.setAttribute("inert", "");
    const again = cover();
    assert.equal(again.host.dataset["cover"], "");
    again.remove();
    assert.equal(widget.hasAttribute("inert"), true);
  });

  describe("over a screen of its own", () => {
    /** @type {any} */
    let own;
    /** @type {(() => void)[]} */
    let frames;
    beforeEach(() => {
      widget.shadowRoot.innerHTML = '<div style="color: red; min-height: 5px;"><input></div>';
      [own] = within(widget, "div");
      putAt(own, 20, 40, 200, 100);
      frames = [];
      setGlobal("requestAnimationFrame", (/** @type {() => void} */ run) => frames.push(run));
    });
    /** @param {number} height */
    const carried = (height) => {
      const notice = add("pywidget-notice");
      notice.toggleAttribute("data-shown", true);
      Object.defineProperty(notice, "scrollHeight", { get: () => height });
      return notice;
    };

    test("says nothing itself, and hides that one only, in its place", () => {
      const put = cover(own);
      const screen = screenOf(put);
      assert.deepEqual([screen.className, [...screen.children].map(({ localName }) => localName)], ["cover bare", ["slot"]]);
      assert.deepEqual([screen.lang, screen.dir, screen.getAttribute("aria-label")], ["ar", "rtl", "Not available"]);
      assert.deepEqual([put.over, widget.nextSibling, widget.hasAttribute("inert"), own.inert, own.style.visibility], [own, put.host, false, true, "hidden"]);
      // A copy of the page has no copy of it, and nothing to be made usable.
      assert.equal(put.host.dataset["cover"], "");
      const { left, top, width, height } = screen.style;
      assert.deepEqual([left, top, width, height], ["20px", "40px", "200px", "100px"]);
      const [{ seen }] = /** @type {any} */ ([...resizing]);
      assert.deepEqual([...seen], [own, widget]);
    });

    test("makes it as high as the notice is, a frame later", () => {
      const put = cover(own);
      for (const run of frames.splice(0)) run();
      assert.equal(own.style.minHeight, "5px");
      const notice = carried(250);
      put.carry(notice);
      assert.equal(notice.dataset["over"], "");
      for (const { run } of resizing) /** @type {any} */ (run)();
      assert.equal(own.style.minHeight, "5px");
      for (const run of frames.splice(0)) run();
      assert.deepEqual([own.style.minHeight, frames.length], ["250px", 0]);
      put.remove();
      assert.deepEqual([own.getAttribute("style"), own.inert, put.host.isConnected], ["color: red; min-height: 5px;", false, false]);
    });

    test("one over the whole widget changes no height", () => {
      const put = cover();
      put.carry(carried(999));
      put.place();
      put.measure()();
      assert.deepEqual([frames.length, widget.style.minHeight], [0, ""]);
    });

    test("one that was inert before stays so", () => {
      own.inert = true;
      cover(own).remove();
      assert.equal(own.inert, true);
    });

    test("takes over the focus that was in it, not one beside it", () => {
      // jsdom sees no focus in a shadow root.
      own.matches = (/** @type {string} */ selector) => /focus-within/.test(selector) && own.contains(widget.shadowRoot.activeElement);
      const [input] = within(widget, "input");
      input.focus();
      assert.equal(cover(own).host.shadowRoot?.activeElement?.className, "cover bare");
      widget.nextSibling.remove();
      own.inert = false;
      const beside = document.createElement("button");
      widget.shadowRoot.append(beside);
      beside.focus();
      assert.equal(cover(own).host.shadowRoot?.activeElement, null);
      assert.equal(widget.shadowRoot.activeElement, beside);
    });
  });

  test("out of the flow it goes with what it is in, where that can be watched", () => {
    styles.set(document.body, { display: "flex" });
    cover();
    const seen = () => [...(/** @type {any} */ ([...resizing].at(-1)).seen)];
    assert.deepEqual(seen(), [widget, document.body]);
    const shop = add("x-shop");
    shop.attachShadow({ mode: "open" }).append(widget);
    styles.set(shop, { display: "flex" });
    cover();
    assert.deepEqual(seen(), [widget]);
  });

  test("many are measured before the first one is changed", () => {
    const fitting = createFitting(leaving.signal);
    /** @type {string[]} */
    const done = [];
    for (const name of ["one", "two"]) {
      fitting.observe(document.body, () => {
        done.push(`measure ${name}`);
        return () => done.push(`change ${name}`);
      });
    }
    for (const { run } of resizing) run();
    assert.deepEqual(done, ["measure one", "measure two", "change one", "change two"]);
  });
});
