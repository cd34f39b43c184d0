/** What of a token source's answer is a token. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../../pywidget/page/token.js";

test("a text is a token, and stays as it is", () => {
  for (const token of ["t", "eyJhbGciOi.x.y", " with space ", "0", "null"]) {
    assert.deepEqual(judge(token), { outcome: "token", token });
  }
});

for (const [reason, answers] of Object.entries({
  "no-token": [undefined, null],
  "wrong-type": [0, 1, NaN, true, false, {}, { token: "SECRET" }, ["SECRET"], () => "SECRET", Symbol("s"), 1n, new String("SECRET")],
  "empty-token": ["", " ", "\n\t "],
})) {
  test(`${reason}: what there is instead is not told`, () => {
    for (const answer of answers) {
      // Nothing of it, for it may be a token in the wrong place.
      assert.deepEqual(judge(answer), { outcome: "bad-answer", reason });
    }
  });
}
