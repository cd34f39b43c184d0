/** Values in texts, as the reader's language writes them. */
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { createFiller, isSameLanguage } from "../../pywidget/page/text.js";

process.env.TZ = "UTC";

/** What the visitor and the page speak, besides the language of the texts. @param {string[]} languages @param {string} lang */
const reader = (languages, lang) => {
  Object.defineProperty(globalThis, "navigator", { value: { languages }, configurable: true });
  Object.assign(globalThis, { document: { documentElement: { lang } } });
};
reader([], "");
beforeEach(() => reader([], ""));

/**
 * One value, without the kinds of space that Intl chooses.
 * @param {import("../../pywidget/page/text.js").Type} type
 * @param {any} value
 */
const shown = (type, value, { language = "en", dir = "ltr", name = "x" } = {}) =>
  createFiller(language, dir)([`{${name}}`], { [name]: [type, value] }).replaceAll(/[\u00a0\u202f]/g, " ");

/** @param {import("../../pywidget/page/text.js").Type} type @param {any[]} values @param {object} [how] */
const all = (type, values, how) => values.map((value) => shown(type, value, how));

test("what turns a text is left out of what comes from outside, and out of nothing else", () => {
  const turned = "\u202etxt.\u202cwav\u2067\u2066\u200f\u200e\u061c";
  assert.equal(shown("text", turned), "txt.wav");
  assert.equal(shown("text", "\u202e \u2066"), "");
  assert.equal(shown("text", "\u202eעברית"), "\u2068עברית\u2069");
  assert.equal(shown("list", [turned, "b"]), "txt.wav and b");
  // Joined letters of other scripts need theirs.
  assert.equal(shown("text", "می\u200cخواهم"), "\u2068می\u200cخواهم\u2069");
  assert.equal(createFiller("ar", "rtl")(["\u200f{x}"], { x: ["text", turned] }), "\u200f\u2068txt.wav\u2069");
});

describe("placeholders", () => {
  const fill = createFiller("en", "ltr");

  test("all of them are filled, each time", () => {
    /** @type {import("../../pywidget/page/text.js").Params} */
    const params = { name: ["text", "a.wav"], max: ["number", 3] };
    assert.equal(fill(["{name}: {max}, {name}!"], params), "a.wav: 3, a.wav!");
  });
  test("the first text whose placeholders all have a value is taken", () => {
    const texts = ["{a} and {b}", "only {a}", "none"];
    assert.equal(fill(texts, { a: ["text", "A"], b: ["text", "B"] }), "A and B");
    assert.equal(fill(texts, { a: ["text", "A"] }), "only A");
    assert.equal(fill(texts, { b: ["text", "B"] }), "none");
    assert.equal(fill(texts.slice(0, 2), {}), "");
    assert.equal(fill([], {}), "");
  });
  test("a value that cannot be shown is none", () => {
    /** @type {any[]} */
    const none = [["text", ""], ["text", 5], ["bytes", -1], ["number", NaN], ["nothing", 1], [], null, 5];
    for (const param of none) {
      assert.equal(fill(["{a}!", "without"], { a: param }), "without", JSON.stringify(param));
    }
  });
  test("only what is among the values is one: nothing of every object", () => {
    for (const name of ["toString", "constructor", "__proto__", "hasOwnProperty"]) assert.equal(fill([`{${name}}`], {}), "");
  });
  test("a value is text: what stands in it is not filled, and no pattern of a replacement", () => {
    assert.equal(fill(["<{a}>"], { a: ["text", "{b} $& $1 $$"], b: ["text", "B"] }), "<{b} $& $1 $$>");
  });
  test("what only looks like a placeholder stays", () => {
    assert.equal(fill(["{} {a b} { a } {{c}"], { c: ["text", "C"] }), "{} {a b} { a } {C");
  });
});

describe("text from outside", () => {
  test("is trimmed, then cut", () => {
    assert.equal(shown("text", "  a  "), "a");
    assert.equal(shown("text", "x".repeat(301)), "x".repeat(300));
  });
  test("keeps its own direction in the other one's sentence, and only there", () => {
    assert.equal(shown("text", "עברית"), "\u2068עברית\u2069");
    assert.equal(shown("text", "latin"), "latin");
    assert.equal(shown("text", "latin", { language: "ar", dir: "rtl" }), "\u2068latin\u2069");
  });
});

describe("plurals", () => {
  test("are the language's", () => {
    const seconds = [0, 1, 2, 5, 22];
    assert.deepEqual(all("seconds", seconds), ["0 seconds", "1 second", "2 seconds", "5 seconds", "22 seconds"]);
    assert.deepEqual(
      all("seconds", seconds, { language: "pl" }),
      ["0 sekund", "1 sekunda", "2 sekundy", "5 sekund", "22 sekundy"],
    );
    assert.deepEqual(all("seconds", [1, 2, 3], { language: "ar", dir: "rtl" }), ["ثانية", "ثانيتان", "3 ثوان"]);
    assert.deepEqual(all("seconds", [1, 2], { language: "ja" }), ["1 秒", "2 秒"]);
    assert.deepEqual(all("seconds", [1, 2, 5, 22], { language: "cs" }), ["1 sekunda", "2 sekundy", "5 sekund", "22 sekund"]);
    assert.deepEqual(
      all("seconds", [1, 2, 5, 21], { language: "uk" }),
      ["1 секунда", "2 секунди", "5 секунд", "21 секунда"],
    );
    assert.deepEqual(all("seconds", [1, 2, 20], { language: "ro" }), ["1 secundă", "2 secunde", "20 de secunde"]);
    assert.deepEqual(all("seconds", [1, 5], { language: "fi" }), ["1 sekunti", "5 sekuntia"]);
    assert.deepEqual(all("seconds", [1, 5], { language: "hu" }), ["1 másodperc", "5 másodperc"]);
  });
});

describe("waits", () => {
  test("have two units at most, the largest ones, and none of zero", () => {
    const waits = [59, 60, 61, 3_600, 3_661, 3_601, 86_400, 90_061, 172_800];
    assert.deepEqual(all("seconds", waits), [
      "59 seconds", "1 minute", "1 minute, 1 second", "1 hour", "1 hour, 1 minute", "1 hour", "1 day", "1 day, 1 hour",
      "2 days",
    ]);
  });
  test("are joined as the language joins them", () => {
    assert.equal(shown("seconds", 61, { language: "pl" }), "1 minuta i 1 sekunda");
    assert.equal(shown("seconds", 61, { language: "de" }), "1 Minute, 1 Sekunde");
  });
  test("what is less than a second is none, not a fraction", () => assert.equal(shown("seconds", 0.9), "0 seconds"));
});

describe("sizes", () => {
  test("are binary, as the widget counts", () => {
    const sizes = [1, 1_023, 1_024, 1_536, 2 ** 20, 50 * 2 ** 20, 2 ** 30, 3 * 2 ** 40];
    assert.deepEqual(all("bytes", sizes), [
      "1 byte", "1,023 bytes", "1 kB", "1.5 kB", "1 MB", "50 MB", "1 GB", "3,072 GB",
    ]);
  });
  test("nothing is zero, not minus zero", () => {
    assert.equal(shown("bytes", 0), "0 bytes");
    assert.equal(shown("bytes", 0, { name: "max" }), "0 bytes");
  });
  test("a size is rounded up and a limit down: what is too large does not read as if it fitted", () => {
    const over = 50 * 2 ** 20 + 1;
    assert.equal(shown("bytes", over, { name: "size" }), "50.1 MB");
    assert.equal(shown("bytes", over, { name: "max" }), "50 MB");
    // Errors of floating point must not add or lose a tenth.
    for (const tenths of [11, 23, 47]) {
      const exact = Math.round((tenths / 10) * 2 ** 20 * 10) / 10;
      assert.equal(shown("bytes", exact, { name: "size" }), `${tenths / 10} MB`);
    }
  });
  test("what is no size is none", () => assert.deepEqual(all("bytes", [-1, "x", undefined, NaN, {}]), ["", "", "", "", ""]));
  test("a number and its unit stay on one line", () => {
    for (const language of ["en", "fi", "ja"]) {
      const told = createFiller(language, "ltr")(["{x}"], { x: ["bytes", 2 ** 20] });
      assert.doesNotMatch(told, / /, language);
    }
  });
  test("from right to left a mark keeps a unit in Latin letters behind its number", () => {
    assert.equal(shown("bytes", 50 * 2 ** 20, { language: "he", dir: "rtl" }), "\u200e50 MB");
  });
  test("units are the language's", () => {
    assert.equal(shown("bytes", 1_536, { language: "de" }), "1,5 kB");
    assert.equal(shown("bytes", 2 ** 20, { language: "fr" }), "1 Mo");
    assert.equal(shown("bytes", 2, { language: "pl" }), "2 bajty");
    assert.equal(shown("bytes", 2 ** 20, { language: "uk" }), "1 МБ");
  });
});

describe("dates", () => {
  const MOMENT = Date.UTC(2025, 0, 2, 15, 4, 5);

  test("are one moment, in seconds, in milliseconds or as text", () => {
    const forms = [MOMENT, MOMENT / 1000, `${MOMENT / 1000}`, "2025-01-02T15:04:05Z", "2025-01-02T16:04:05+01:00"];
    const told = all("date", forms, { language: "de" });
    assert.match(told[0], /^02\.01\.2025, 15:04$/);
    assert.deepEqual(new Set(told).size, 1);
  });
  test("are written as the visitor's own country writes them", () => {
    reader(["de", "en-GB", "en-US"], "en-US");
    assert.match(shown("date", MOMENT), /^2 Jan 2025, 15:04$/);
    reader(["de", "en-US"], "en-GB");
    assert.match(shown("date", MOMENT), /^Jan 2, 2025, 3:04 PM$/);
    reader(["de"], "en-GB");
    assert.match(shown("date", MOMENT), /^2 Jan 2025, 15:04$/);
  });
  test("what is no date is none", () => assert.deepEqual(all("date", ["x", "", " ", undefined, NaN, 1e300]), ["", "", "", "", "", ""]));
});

describe("numbers and lists", () => {
  test("numbers have the language's marks", () => {
    assert.equal(shown("number", 1_234.5), "1,234.5");
    assert.equal(shown("number", 1_234_567.5, { language: "de" }), "1.234.567,5");
    assert.equal(shown("number", 0), "0");
    assert.deepEqual(all("number", [NaN, Infinity, "5", null]), ["", "", "", ""]);
  });
  test("only a sentence has a full stop that is left to the sentence around it", () => {
    assert.deepEqual(all("text", ["It is too long.", "長すぎます。", "a.b"]), ["It is too long", "長すぎます", "a.b"]);
    assert.equal(shown("list", ["genre etc.", "Acme Inc."]), "genre etc. and Acme Inc.");
  });
  test("lists name what can be shown, joined as the language joins", () => {
    reader(["en-GB"], "");
    assert.equal(shown("list", ["a", "", 5, null, "b", "c"]), "a, b and c");
    assert.equal(shown("list", ["a", "b"], { language: "de" }), "a und b");
    assert.deepEqual(all("list", [[], [""], "a", null, {}]), ["", "", "", "", ""]);
  });
});

describe("languages", () => {
  test("are the same by name and script, not by country", () => {
    const same = [
      ["en-GB", "en"], ["zh-CN", "zh-Hans"], ["zh-HK", "zh-Hant"], ["iw", "he"], ["in", "id"], ["pt-BR", "pt"],
      ["sr-Latn", "sr-Latn-RS"],
    ];
    for (const [one, other] of same) {
      assert.equal(isSameLanguage(one, other), true, `${one} ${other}`);
    }
    for (const [one, other] of [["en", "de"], ["zh-TW", "zh-Hans"], ["sr", "sr-Latn"], ["", "en"], ["not a tag", "en"]]) {
      assert.equal(isSameLanguage(one, other), false, `${one} ${other}`);
    }
  });
});
