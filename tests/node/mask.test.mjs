/** Secrets that come back, in whatever form. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withoutSecrets } from "../../pywidget/page/inspector-mask.js";
import { maskSecrets } from "../../pywidget/page/mask.js";

const SECRETS = {
  jwt: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLTQyIiwicm9sZSI6Im93bmVyIn0.Q3VyaW91c2VyLWFuZC1jdXJpb3VzZXI",
  opaque: "Zk7/pq+R2x==_w9Tn-4LmVb",
  words: "open sesame & \"more\" <please> 42",
  code: "ATSX-9F3K-Q7WZ",
};
const HEX = (/** @type {string} */ text) => Buffer.from(text).toString("hex");
const BASE64 = (/** @type {string} */ text) => Buffer.from(text).toString("base64");
const HTML = (/** @type {string} */ text) =>
  text.replace(/[&<>"'/=+]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one] ?? `&#x${HEX(one).toUpperCase()};`);

/** @type {Record<string, (secret: string) => string>} */
const FORMS = {
  "as it is": (secret) => secret,
  "for a URL": encodeURIComponent,
  "for a URL, in small": (secret) => encodeURIComponent(secret).replace(/%../g, (one) => one.toLowerCase()),
  "for a URL, twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "for a form": (secret) => `${new URLSearchParams({ q: secret })}`,
  "in Base64": BASE64,
  "in Base64 for a URL": (secret) => Buffer.from(secret).toString("base64url"),
  "in Base64 with a name before": (secret) => BASE64(`user:${secret}`),
  "in Base64 with something behind": (secret) => BASE64(`{"t":"${secret}","n":1}`),
  "in hexadecimal": HEX,
  "for HTML": HTML,
  "in JSON in JSON": JSON.stringify,
  "in capitals": (secret) => secret.toUpperCase(),
  "in small": (secret) => secret.toLowerCase(),
  "spaced": (secret) => [...secret].join(" "),
  "in groups": (secret) => secret.replace(/.{4}/g, "$&-"),
  "in lines": (secret) => secret.replace(/.{5}/g, "$&\n"),
  "cut at its end": (secret) => `${secret.slice(0, -4)}…`,
  "cut at its beginning": (secret) => `…${secret.slice(3)}`,
  "twice": (secret) => `${secret} and ${secret}`,
};

/** What is left of a text: letters and digits, in small. @param {string} text */
const bare = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

describe("a secret that comes back", () => {
  for (const [name, secret] of Object.entries(SECRETS)) {
    for (const [how, form] of Object.entries(FORMS)) {
      if (name == "code" && how.startsWith("cut")) continue; // What is left could be anything.
      test(`${name} ${how}`, () => {
        const said = `refused ${form(secret)} today`;
        const masked = JSON.parse(maskSecrets(JSON.stringify({ n: 1, message: said, after: ["kept", 42, null] }), [null, secret]));
        assert.match(masked.message, /^refused .*\[secret\].* today$/s);
        assert.deepEqual([masked.n, masked.after], [1, ["kept", 42, null]]);
        const left = bare(masked.message);
        const whole = bare(form(secret));
        for (let at = 0; at + 18 <= whole.length; at++) assert.ok(!left.includes(whole.slice(at, at + 18)), masked.message);
      });
    }
  }
});

describe("exactly the secret is taken out", () => {
  const secret = "Zk7pqR2xw9Tn4LmVb";
  /** @param {string} text @param {string[]} [secrets] */
  const masked = (text, secrets = [secret]) => JSON.parse(maskSecrets(JSON.stringify(text), secrets));
  const spaced = [...secret].join(" ");

  for (let length = 0; length <= 13; length++) {
    test(`behind ${length} letters`, () => {
      const before = "y".repeat(length);
      assert.equal(masked(`${before} ${spaced} yyy`), `${before} [secret] yyy`);
      assert.equal(masked(`${before}${spaced}`), `${before}[secret]`);
    });
  }

  for (const [piece, told] of [
    [secret.slice(0, 12), "[secret]"], [secret.slice(-12), "[secret]"], [secret.slice(2, 14), "[secret]"], [secret.slice(0, 11), secret.slice(0, 11)],
    [`${secret.slice(0, 12)}yy`, "[secret]yy"], [`yy${secret.slice(-12)}`, "yy[secret]"],
  ]) {
    test(`of the piece "${piece}"`, () => assert.equal(masked(`a ${piece}`), `a ${told}`));
  }

  test("of a short one all, and of one that is shorter nothing", () => {
    assert.equal(masked("a b-c-d-e-f-g-h-i j", ["BCDEFGHI"]), "a [secret] j");
    assert.equal(masked("a b-c-d-e-f-g-h j", ["BCDEFGHI"]), "a b-c-d-e-f-g-h j");
    assert.equal(masked("a bcdefgh j", ["bcdefgh"]), "a bcdefgh j");
  });

  test("one after the other, and two that lie over each other once", () => {
    assert.equal(masked(`${spaced} ${spaced}`), "[secret] [secret]");
    assert.equal(masked("abcdefghijklmnop - qrs", ["ABCDEFGHIJKL", "EFGHIJKLMNOP"]), "[secret] - qrs");
    assert.equal(masked("abcdefghijklmnopqrstuvwx", ["ABCDEFGHIJKL", "MNOPQRSTUVWX"]), "[secret][secret]");
  });

  for (const pad of ["", "1", "12"]) {
    test(`in Base64 behind ${pad.length} characters`, () => {
      const told = masked(`a ${BASE64(`${pad}${secret}${pad}`)} b`);
      assert.match(told, /^a .{0,4}\[secret\].{0,8} b$/);
    });
  }

  for (const [token, told] of [
    ["eyJhbGciOiJIUzI1NiIsInR5", "[secret]"], ["eyJhbGciOiJIUzI1NiIs", "eyJhbGciOiJIUzI1NiIs"], ["eyJhbGci.abc", "[secret]"], ["eyJhbGc.abc", "eyJhbGc.abc"],
    ["eyJhbGci.", "eyJhbGci."], ["atc_12345678", "[secret]"], ["atc_1234567", "atc_1234567"], ["ZXlKhbGciOiJIUzI1NiIsI", "[secret]"],
  ]) {
    test(`of "${token}", which nobody knows`, () => assert.equal(masked(`a ${token}`, []), `a ${told}`));
  }
});

describe("what is no secret stays", () => {
  const secrets = Object.values(SECRETS);
  for (const said of [
    "The request req_01HXYZ was refused at 2026-01-02T03:04:05Z",
    "0f8fad5b-d9cb-469f-a165-70867728950e",
    "a sentence about opening, users and owners; 42 of them",
    "eyJ", "eyJx.y", "the eyJ. of it", "keyJumper", "atc_", "https://a.example/path?x=1",
    'quotes "inside" and \\ backslashes \n and lines, \u202e, é, 漢字, 😀',
  ]) {
    test(said, () => {
      const text = JSON.stringify({ message: said });
      assert.equal(maskSecrets(text, secrets), text);
    });
  }

  test("a secret does not go on over the end of a text", () => {
    const text = JSON.stringify({ a: "Zk7pqR", "2xw9Tn": "4LmVb" });
    assert.equal(maskSecrets(text, secrets), text);
  });
});

test("tokens that nobody knows, whole, cut and in Base64", () => {
  for (const token of [SECRETS.jwt, SECRETS.jwt.slice(0, 24), SECRETS.jwt.slice(0, 60), BASE64(SECRETS.jwt), "atc_12345678"]) {
    assert.equal(maskSecrets(`"<${token}>"`, []), '"<[secret]>"');
  }
});

test("a token of an issuer whose tokens all begin alike, beside one that is known", () => {
  const begin = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJhbGxmZWF0Iiwic3ViIjoi";
  const known = `${begin}MSJ9.c2lnbmF0dXJlLW9mLW9uZQ`;
  const other = `${begin}Mi1vdGhlciJ9.YW5vdGhlci1zaWduYXR1cmU`;
  assert.equal(maskSecrets(JSON.stringify(`${other} replaces ${known}`), [known]), '"[secret] replaces [secret]"');
});

test("the result is always JSON", () => {
  for (const secret of Object.values(SECRETS)) {
    for (let cut = 0; cut < 40; cut++) {
      const text = JSON.stringify({ [secret.slice(cut)]: [secret.slice(0, cut), { [`${secret}"\\\n`]: `${secret}\\"` }] });
      JSON.parse(maskSecrets(text, [secret]));
    }
  }
});

test("what is left of a number is a text", () => {
  const secret = "ats_1764373235123_x9";
  for (const [said, shown] of [
    [{ at: 1764373235123 }, '{"at":"[secret]"}'],
    [{ at: -17643732351.23 }, '{"at":"[secret]"}'],
    [[1764373235123, 917643732351239], '["[secret]","[secret]"]'],
    [{ at: ["[secret]", "a:[secret]"], text: `"1764373235123,${secret}"`, n: 17643732 }, '{"at":["[secret]","a:[secret]"],"text":"\\"[secret],[secret]\\"","n":17643732}'],
  ]) {
    assert.equal(maskSecrets(JSON.stringify(said), [secret]), shown);
    JSON.parse(`${shown}`);
  }
  assert.equal(maskSecrets('{"n":123456789012}', ["123456789012"]), '{"n":"[secret]"}');
  // In a sentence it stays as it is.
  assert.equal(maskSecrets(`it was:${secret}`, [secret]), "it was:[secret]");
});

test("what the inspector leaves out after a name", () => {
  for (const [said, shown] of [
    ["Bearer abc12345 refused", "Bearer [secret] refused"],
    ["token=token=token=abcdef1", "token=[secret]"],
    ["password: hunter2", "password: [secret]"],
    ["token: refused", "token: refused"],
    ["basic knowledge", "basic knowledge"],
    ["authorization: aaaaaaaaaaaaaaaaaaaaaaaa", "authorization: [secret]"],
  ]) {
    assert.equal(withoutSecrets("message", said), shown);
  }
});
