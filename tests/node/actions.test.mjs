/** What Python may do to a widget and to the page. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { addWidget, listenToConsole, media, openPage, putAt, scrolled, setGlobal, settled, within } from "./browser.mjs";
import { createActs } from "../../pywidget/page/acts.js";
import { actionFences } from "../../pywidget/page/actions.js";
import { copy } from "../../pywidget/page/clipboard.js";
import { focusWidget, bringIntoSight } from "../../pywidget/page/focus.js";
import { createTasks } from "../../pywidget/page/tasks.js";

/** @type {any[]} */
let told;
/** @type {any} */
let widget;
/** @type {ReturnType<typeof actionFences>} */
let calls;
/** @type {any[][]} */
let opened;
/** What opening a window gives. @type {any} */
let other;
/** @type {string[]} */
let went;

beforeEach(() => {
  openPage();
  told = [];
  opened = [];
  went = [];
  other = { opener: "this page" };
  widget = addWidget();
  window.open = (...args) => (opened.push(args.map(String)), other);
  calls = actionFences(/** @type {any} */ ({
    deliver: (/** @type {any} */ message) => told.push(message),
    widget: (/** @type {number} */ id) => (id == 1 ? widget : undefined),
    widgets: { observeRedraws: (/** @type {any[]} */ ...args) => told.push(args) },
  }));
});

/** Another address, with what is asked of it noted. @param {string} href */
const standAt = (href) => {
  const { host, origin, pathname, search, hash } = new URL(href);
  const go = { assign: (/** @type {any} */ to) => went.push(`${to}`), reload: () => went.push("reload") };
  setGlobal("location", { host, origin, pathname, search, hash, ...go });
};

describe("timers", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));

  test("ring once, by name and widget", () => {
    calls.startTimer(1, "a", 100);
    calls.startTimer(1, "b", 50);
    calls.startTimer(2, "a", 50);
    mock.timers.tick(99);
    assert.deepEqual(told, [{ kind: "timer", widget: 1, name: "b" }, { kind: "timer", widget: 2, name: "a" }]);
    mock.timers.tick(1_000);
    assert.deepEqual(told.slice(2), [{ kind: "timer", widget: 1, name: "a" }]);
  });

  test("take the place of those of the same name, and can be taken back", () => {
    calls.startTimer(1, "a", 100);
    calls.startTimer(1, "a", 200);
    calls.startTimer(1, "b", 100);
    calls.cancelTimer(1, "b");
    mock.timers.tick(199);
    assert.deepEqual(told, []);
    mock.timers.tick(1);
    assert.equal(told.length, 1);
  });
});

describe("a widget", () => {
  test("hears what is announced, and so does the document, through shadow roots", () => {
    /** @type {any} */
    const heard = [];
    for (const target of [widget, document]) {
      target.addEventListener("pywidget:verdict", (/** @type {any} */ event) => heard.push([target, event.detail, event.composed]));
    }
    calls.announce(1, "pywidget:verdict", '{"code":"c"}');
    assert.deepEqual(heard, [[widget, { code: "c" }, true], [document, { code: "c" }, true]]);
    calls.announce(0, "pywidget:verdict", "{}");
    assert.equal(heard.length, 3);
    let bubbled = false;
    window.addEventListener("pywidget:ready", () => (bubbled = true));
    calls.announce(0, "pywidget:ready", "{}");
    assert.equal(bubbled, true);
  });

  test("that the page has removed is spoken of at the document", () => {
    /** @type {any[]} */
    const heard = [];
    document.addEventListener("pywidget:verdict", (/** @type {any} */ { target, detail }) => heard.push([target, detail]));
    widget.remove();
    calls.announce(1, "pywidget:verdict", '{"code":"c"}');
    assert.deepEqual(heard, [[document, { code: "c" }]]);
  });

  test("draws itself anew, and is left as it was", async () => {
    /** @type {any[]} */
    const values = [];
    const observer = new MutationObserver((records) => values.push(...records.map(({ oldValue }) => oldValue)));
    observer.observe(widget, { attributes: true, attributeOldValue: true });
    calls.redraw(1);
    await settled();
    assert.deepEqual([values, widget.hasAttribute("max-file-size")], [[null, "51"], false]);
    widget.setAttribute("max-file-size", "7");
    values.length = 0;
    calls.redraw(1);
    await settled();
    assert.deepEqual([values.slice(-2), widget.getAttribute("max-file-size")], [["7", "8"], "7"]);
    widget.setAttribute("max-file-size", "");
    calls.redraw(1);
    assert.equal(widget.getAttribute("max-file-size"), "");
    observer.disconnect();
    assert.doesNotThrow(() => calls.redraw(2));
  });

  test("has its buttons pressed", () => {
    /** @type {string[]} */
    const pressed = [];
    widget.shadowRoot.innerHTML = '<button data-action="next">N</button><button data-action="retry">R</button><button data-action="back" disabled>B</button>';
    widget.shadowRoot.addEventListener("click", (/** @type {any} */ { target }) => pressed.push(target.dataset.action));
    calls.pressRetry(1);
    calls.pressButton(1, "next");
    calls.pressButton(1, "back");
    calls.pressButton(1, "none");
    calls.pressButton(2, "next");
    calls.pressRetry(2);
    assert.deepEqual(pressed, ["retry", "next"]);
    widget.shadowRoot.innerHTML = "";
    assert.doesNotThrow(() => calls.pressRetry(1));
  });

  test("is reset, observed and given the focus", () => {
    widget.reset = () => told.push("reset");
    calls.reset(1);
    calls.reset(2);
    calls.observeRedraws(1, 1);
    calls.observeRedraws(1, 0);
    assert.deepEqual(told, ["reset", [1, true], [1, false]]);
    widget.shadowRoot.innerHTML = '<input name="a"><input name="b">';
    for (const input of within(widget, "input")) putAt(input, 0, 0, 10, 10);
    calls.focusWidget(1, '["b"]');
    calls.focusWidget(2, '["a"]');
    assert.equal(widget.shadowRoot.activeElement.name, "b");
  });
});

describe("the login page", () => {
  for (const [url, parameter, to] of [
    ["/login", "", "https://page.example/login?return_to=%2Fshop%2F%3Fq%3D1%23top"],
    ["/login?a=1", "next", "https://page.example/login?a=1&next=%2Fshop%2F%3Fq%3D1%23top"],
    ["https://login.example/", "next", "https://login.example/"],
  ]) {
    test(`${url} opens beside the page as ${to}`, () => {
      calls.openLogin(1, url ?? "", "tab", parameter ?? "");
      assert.deepEqual(opened, [[to, "_blank", ""]]);
      assert.deepEqual([other.opener, told], [null, []]);
    });
  }

  test("a way back is no address of another site", () => {
    standAt("https://page.example//evil.example/");
    calls.openLogin(1, "/login", "tab", "");
    assert.equal(opened[0]?.[0], "https://page.example/login?return_to=%2Fevil.example%2F");
  });

  test("as a window in the middle of this one", () => {
    Object.assign(globalThis, { screenX: 100, screenY: 50, outerWidth: 1001, outerHeight: 801 });
    calls.openLogin(1, "/login", "popup", "");
    assert.equal(opened[0]?.[2], "popup,width=480,height=640,left=361,top=131");
  });

  test("in place of the page", () => {
    standAt("https://page.example/shop/");
    calls.openLogin(1, "/login", "page", "");
    assert.deepEqual([went, opened, told], [["https://page.example/login?return_to=%2Fshop%2F"], [], []]);
  });

  test("a browser that will not open it is told of", () => {
    other = null;
    calls.openLogin(1, "/login", "tab", "");
    const said = listenToConsole();
    window.open = () => { throw new Error("sandboxed"); };
    calls.openLogin(2, "/login", "popup", "");
    assert.deepEqual(told, [{ kind: "login-blocked", widget: 1 }, { kind: "login-blocked", widget: 2 }]);
    assert.deepEqual(said, ["warn: pywidget: the login page could not be opened: Error: sandboxed"]);
  });

  test("what is no web address is none", () => {
    for (const url of ["javascript:alert(1)", "mailto:a@b.example", "xhttp://a.example/", "https-x://a/"]) {
      assert.throws(() => calls.openLogin(1, url, "tab", ""), /no web address/);
    }
    assert.deepEqual(opened, []);
  });
});

describe("the contact", () => {
  for (const [contact, reference, to] of [
    ["help@example.org", "r 1+2", "mailto:help@example.org?subject=page.example%3A%20r%201%2B2"],
    ["help@example.org", "", "mailto:help@example.org"],
    ["mailto:help@example.org?body=b", "r", "mailto:help@example.org?body=b&subject=page.example%3A%20r"],
    ["mailto:help@example.org?Subject=s", "r", "mailto:help@example.org?Subject=s"],
    ["mailto:help@example.org?a=b&subject=s", "r", "mailto:help@example.org?a=b&subject=s"],
    ["tel:+123", "r", "tel:+123"],
  ]) {
    test(`${contact} with "${reference}"`, () => {
      standAt("https://page.example/");
      calls.openContact(contact ?? "", reference ?? "");
      assert.deepEqual([went, opened], [[to], []]);
    });
  }

  test("a page opens beside this one, and knows nothing of it", () => {
    standAt("https://page.example/");
    for (const contact of ["/help", "https://help.example/a@b"]) calls.openContact(contact, "r");
    assert.deepEqual(opened, [["https://page.example/help", "_blank", "noopener"], ["https://help.example/a@b", "_blank", "noopener"]]);
    assert.deepEqual(went, []);
  });

  test("what is no address is none", () => {
    for (const contact of ["javascript:alert(1)", "xmailto:a", "telx:1"]) assert.throws(() => calls.openContact(contact, ""), /no web address/);
  });
});

test("the page is reloaded", () => {
  standAt("https://page.example/");
  calls.reload();
  assert.deepEqual(went, ["reload"]);
});

test("Python speaks in the console, by level", () => {
  const said = listenToConsole();
  for (const level of ["error", "warn", "info", "other"]) calls.log(/** @type {any} */ (level), "text");
  assert.deepEqual(said, ["error: pywidget: text", "warn: pywidget: text", "info: pywidget: text", "info: pywidget: text"]);
});

describe("where the visitor was at work", () => {
  test("is not known before the first act; then it is the last one", () => {
    const leaving = new AbortController();
    const wasActedIn = createActs(leaving.signal);
    const [one, two] = [addWidget("<button>b</button>"), addWidget()];
    assert.equal(wasActedIn([one]), undefined);
    within(one, "button")[0].dispatchEvent(new MouseEvent("pointerdown", { bubbles: true, composed: true }));
    assert.deepEqual([wasActedIn([one]), wasActedIn([two]), wasActedIn([undefined, two, one])], [true, false, true]);
    two.dispatchEvent(new KeyboardEvent("keydown"));
    assert.deepEqual([wasActedIn([one]), wasActedIn([two]), wasActedIn([])], [false, true, false]);
    leaving.abort();
    one.dispatchEvent(new KeyboardEvent("keydown"));
    assert.equal(wasActedIn([one]), false);
    assert.doesNotThrow(() => createActs(undefined));
  });

  test("a page that keeps the event from going on is no hindrance", () => {
    const wasActedIn = createActs(undefined);
    document.addEventListener("keydown", (event) => event.stopImmediatePropagation(), true);
    widget.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true }));
    assert.equal(wasActedIn([widget]), true);
  });
});

describe("the focus", () => {
  /** @param {string} html @param {string} [unseen] */
  const widgetWith = (html, unseen = "nothing") => {
    widget.shadowRoot.innerHTML = html;
    putAt(widget, 0, 0, 100, 100);
    for (const element of within(widget, "*")) if (!element.matches(unseen)) putAt(element, 0, 0, 2, 2);
    return widget;
  };
  const focused = () => widget.shadowRoot.activeElement?.id;

  for (const [what, html, fields, id, unseen] of /** @type {[string, string, string[], string, string?][]} */ ([
    ["a field by its name", '<input id="x" name="a"><input id="y" name="b">', ["b"], "y"],
    ["a field by its id", '<input id="x"><input id="y">', ["y"], "y"],
    ["a field by its data-field", '<input id="x"><input id="y" data-field="b">', ["b"], "y"],
    ["a field in another spelling", '<input id="x"><input id="y" name="workTitle">', ["work_title"], "y"],
    ["a field in a third spelling", '<input id="x"><input id="y" name="WORK-title">', ["work_title"], "y"],
    ["the best of several names", '<input id="x" name="a"><input id="y" name="b">', ["none", "b", "a"], "y"],
    ["a field in what has its name", '<input id="x"><div data-field="b"><textarea id="y"></textarea></div>', ["b"], "y"],
    ["a button by its name", '<input id="x"><button id="y" name="b"></button>', ["b"], "y"],
    ["the next of two that have the name, where one is not seen", '<input id="x" name="b"><input id="y" name="b">', ["b"], "y", "#x"],
    ["the button that submits", '<input id="x"><button id="y" data-action="submit"></button>', ["none"], "y"],
    ["the first field", '<button id="x"></button><select id="y"></select><input id="z">', [], "y"],
    ["a button that copies nothing", '<button id="x" data-action="copy-id"></button><button id="y"></button>', [], "y"],
    ["one that copies, where there is nothing else", '<button id="x" data-action="copy-id"></button>', [], "x"],
    ["what can take it", '<input id="x" disabled><input id="y">', ["x"], "y"],
  ])) {
    test(`goes to ${what}`, () => {
      assert.equal(focusWidget(widgetWith(html, unseen), fields), true);
      assert.equal(focused(), id);
      assert.deepEqual(scrolled, [[within(widget, `#${id}`)[0], { block: "nearest", inline: "nearest", behavior: "smooth" }]]);
    });
  }

  test("does not go to what is too small to be seen", () => {
    widgetWith('<input id="x"><input id="y"><input id="z">', "#x, #y, #z");
    const [x, y, z] = within(widget, "input");
    putAt(x, 0, 0, 1, 50);
    putAt(y, 0, 0, 50, 1);
    putAt(z, 0, 0, 2, 2);
    focusWidget(widget, []);
    assert.equal(focused(), "z");
  });

  test("goes to the widget itself where nothing in it can have it, until it goes on", () => {
    widgetWith("<p>text</p>");
    assert.equal(focusWidget(widget, []), true);
    assert.deepEqual([document.activeElement, widget.getAttribute("tabindex")], [widget, "-1"]);
    widget.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
    assert.equal(widget.hasAttribute("tabindex"), true);
    widget.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab" }));
    assert.equal(widget.hasAttribute("tabindex"), false);
    focusWidget(widget, []);
    widget.blur();
    assert.equal(widget.hasAttribute("tabindex"), false);
    // From now on it is the page's again.
    widget.tabIndex = 0;
    widget.dispatchEvent(new FocusEvent("focusout"));
    widget.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab" }));
    assert.equal(widget.getAttribute("tabindex"), "0");
    assert.equal(focusWidget(widget, []), true);
    widget.blur();
    assert.equal(widget.getAttribute("tabindex"), "0");
  });

  test("goes nowhere where there is nothing to be seen, and leaves no trace", () => {
    putAt(widget, 0, 0, 0, 0);
    assert.equal(focusWidget(widget, []), false);
    assert.equal(widget.hasAttribute("tabindex"), false);
    assert.equal(document.activeElement, document.body);
    const plain = document.createElement("x-plain");
    document.body.append(plain);
    assert.equal(focusWidget(plain, ["a"]), false);
  });

  test("moves the page smoothly only for those who do not mind", () => {
    bringIntoSight(widget);
    media.add("(prefers-reduced-motion: reduce)");
    bringIntoSight(widget);
    assert.deepEqual(scrolled.map(([, { behavior }]) => behavior), ["smooth", "instant"]);
  });
});

describe("copying", () => {
  /** @param {any} clipboard */
  const withClipboard = (clipboard) => Object.defineProperty(navigator, "clipboard", { value: clipboard, configurable: true });

  test("by the clipboard", async () => {
    /** @type {string[]} */
    const written = [];
    withClipboard({ writeText: async (/** @type {string} */ text) => written.push(text) });
    assert.equal(await copy("text", () => assert.fail("not needed")), true);
    assert.deepEqual(written, ["text"]);
  });

  for (const [what, command, copied] of /** @type {[string, () => boolean, boolean][]} */ ([
    ["the old way", () => true, true],
    ["not at all", () => false, false],
    ["not at all, with an exception", () => { throw new Error("gone"); }, false],
  ])) {
    test(`where that is refused: ${what}, from what is selected on the page`, async () => {
      withClipboard({ writeText: async () => { throw new Error("refused"); } });
      const shown = document.createElement("code");
      shown.textContent = "text";
      document.body.append(shown);
      document.execCommand = (/** @type {string} */ name) => name == "copy" && command();
      assert.equal(await copy("text", () => shown), copied);
      assert.equal(`${getSelection()}`, "text");
    });
  }
});

test("each call has a task of its own, in order", async () => {
  const task = createTasks();
  /** @type {string[]} */
  const done = [];
  task(() => { done.push("one"); Promise.resolve().then(() => done.push("after one")); });
  task(() => done.push("two"));
  assert.deepEqual(done, []);
  await new Promise((resolve) => task(() => resolve(0)));
  assert.deepEqual(done, ["one", "after one", "two"]);
});
