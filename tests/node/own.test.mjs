/** JSON and Promises in pages that have made something else of them, and what nothing goes without. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { atEnd, setGlobal } from "./browser.mjs";
import { checkNeeds } from "../../pywidget/page/needs.js";
import { isPromise, parse, stringify } from "../../pywidget/page/own.js";

/** @param {object} prototype @param {() => unknown} value */
const addToJson = (prototype, value) => {
  Object.defineProperty(prototype, "toJSON", { value, configurable: true });
  atEnd(() => Reflect.deleteProperty(prototype, "toJSON"));
};

describe("JSON", () => {
  const value = { text: 'a "b"', list: [1, [null, { deep: true }]], none: undefined, at: new Date(0) };
  const json = '{"text":"a \\"b\\"","list":[1,[null,{"deep":true}]],"at":"1970-01-01T00:00:00.000Z"}';

  test("is what it was where all objects have a toJSON, also one that throws", () => {
    assert.equal(stringify(value), json);
    addToJson(Object.prototype, () => {
      throw new Error("theirs");
    });
    assert.equal(stringify(value), json);
    assert.equal(stringify(undefined), undefined);
  });

  test("is what it was where arrays have one", () => {
    addToJson(Array.prototype, () => "theirs");
    assert.equal(stringify(value), json);
  });
});

describe("what JSON becomes", () => {
  const json = '{"list":[1,{"deep":[]}],"none":null,"text":"a","__proto__":{"own":true}}';
  const isBare = (/** @type {object} */ object) => Object.getPrototypeOf(object) === null;

  test("is the same, with objects that inherit nothing, and arrays as they are", () => {
    const read = parse(json);
    assert.equal(JSON.stringify(read), json);
    assert.deepEqual([isBare(read), isBare(read.list[1]), Array.isArray(read.list)], [true, true, true]);
    assert.deepEqual([parse("[]"), parse("null"), parse('"a"'), parse("0")], [[], null, "a", 0]);
  });

  test("is no other where a page has broken Array", () => {
    const { isArray } = Array;
    for (const broken of [undefined, () => { throw new Error("theirs"); }]) {
      setGlobal("Array", broken);
      const read = parse(json);
      assert.deepEqual([isBare(read), isBare(read.list[1]), isArray(read.list)], [true, true, true]);
    }
  });
});

test("a Promise is one of whatever class, and what only has a then is none", () => {
  const native = Promise.resolve();
  setGlobal("Promise", class {});
  assert.deepEqual([isPromise(native), isPromise({ then() {} }), isPromise(null)], [true, false, false]);
});

test("what a page lacks is named", () => {
  setGlobal("MutationObserver", class {});
  checkNeeds();
  setGlobal("WeakRef", undefined);
  setGlobal("MutationObserver", undefined);
  assert.throws(checkNeeds, /this page has no MutationObserver,WeakRef: its browser/);
});
