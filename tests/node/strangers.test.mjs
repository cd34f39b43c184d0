/** Widgets that are not looked after: what is said of them, and of which nothing is. */
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { addWidget, freshAdvice, listenToConsole, openPage, settled } from "./browser.mjs";
import { createStrangers } from "../../pywidget/page/strangers.js";

/** @type {any} */
let state;
/** @type {ReturnType<typeof createStrangers>} */
let strangers;
/** @type {string[]} */
let said;

beforeEach(async () => {
  openPage();
  said = listenToConsole();
  state = { selector: "ats-widget.shop", advice: freshAdvice() };
  await state.advice;
  strangers = createStrangers(state);
});

/** @param {any} who */
const isOurs = (who, name = "allfeat:error") => strangers.isOurs([who, name, "{}", 0]);
/** @param {string} name @param {"open" | "closed"} mode */
const host = (name, mode) => {
  const element = document.createElement(name);
  element.attachShadow({ mode });
  return element;
};

describe("whose an entry is", () => {
  test("a widget's that the selector matches, the page's own, and a profile's are ours", () => {
    const widget = addWidget("", { class: "shop" });
    assert.deepEqual([isOurs(widget), isOurs(null, "report"), isOurs(document.body, "acme acme:error")], [true, true, true]);
    assert.deepEqual(said, []);
  });

  test("anybody else's are not, whatever they are", () => {
    addWidget("", { class: "shop" });
    const form = document.createElement("form");
    form.innerHTML = '<input name="matches">';
    for (const who of [addWidget(), form, document, window, { matches: () => true }]) assert.equal(isOurs(who), false);
    assert.deepEqual(said, []);
  });

  test("a selector that matches nothing is said, once", async () => {
    const other = addWidget();
    for (let time = 0; time < 3; time++) assert.equal(isOurs(other), false);
    await settled();
    assert.deepEqual(said, [
      'warn: pywidget: data-widget="ats-widget.shop" matches no element, so the <ats-widget> in this page is not looked after. ' +
        "Correct the selector, or leave data-widget out.",
    ]);
  });

  test("a closed shadow root is said by the name of its host; an open one is none of ours", async () => {
    for (const who of [host("my-card", "closed"), host("other-card", "open"), document.createElement("div")]) {
      assert.equal(isOurs(who), false);
    }
    await settled();
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /came from <my-card>.*mode: "open"/);
  });
});

describe("the page", () => {
  test("without a widget, with one that is matched, or with some that are and some that are not is as it should be", async () => {
    strangers.look();
    addWidget("", { class: "shop" });
    strangers.look();
    addWidget();
    strangers.look();
    await settled();
    assert.deepEqual(said, []);
  });

  test("with a widget that is not matched is not", async () => {
    addWidget();
    strangers.look();
    await settled();
    assert.match(said[0] ?? "", /matches no element/);
  });

  test("with a widget in a frame is not, unless the frame has a pywidget of its own", async () => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    strangers.look();
    assert.deepEqual(said, []);
    const inside = /** @type {any} */ (frame.contentWindow);
    inside.document.body.append(inside.document.createElement("ats-widget"));
    inside.pywidget = {};
    strangers.look();
    await settled();
    assert.deepEqual(said, []);
    delete inside.pywidget;
    strangers.look();
    strangers.look();
    await settled();
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /<ats-widget> in an <iframe>.*into the page in the frame/);
  });
});
