/** The words for mistakes of whoever built the page: each names what was asked, what came, and the cure. */
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import { freshAdvice, listenToConsole, openPage, putIn, setGlobal, settled } from "./browser.mjs";
import { built } from "./built.mjs";
import { readFileSync } from "node:fs";
import { advise } from "../../pywidget/page/advise.js";

const SECRET = "eyJhbGciOiJIUzI1NiJ9.SECRET.signature";

/** @type {(short: string, facts: any) => string} */
let words;

beforeEach(async () => {
  openPage();
  words = (await freshAdvice()).words;
});

/**
 * @param {string} reason
 * @param {{ status?: number, type?: string, allow?: string, challenge?: string, redirected?: string, body?: any, url?: string }} [came]
 * @param {object} [settings]
 */
const say = (reason, { status, type = "application/json", allow, challenge, redirected, body, url = `/api/token?key=${SECRET}` } = {}, settings = {}) => {
  const text = typeof body == "object" ? JSON.stringify(body) : body;
  const headers = new Headers({ "content-type": `${type}; charset=utf-8`, ...(allow ? { allow } : {}), ...(challenge ? { "cf-mitigated": challenge } : {}) });
  const response = status ? { status, headers, redirected: !!redirected, url: redirected ?? url } : undefined;
  const source = { method: "POST", credentials: "same-origin", field: "token", headers: { "X-Key": SECRET }, ...settings };
  const said = words("short", { own: url, ...source, reason, url, response, body: text });
  assert.ok(!said.includes("SECRET") && !said.includes("?"), said);
  return said;
};

const ASKED = "POST https://page.example/api/token";

describe("the name of an event", () => {
  test("that nearly is one is told with it, any other with all", () => {
    assert.equal(words('pywidget.on("verdcit") is no event.', {}), 'pywidget.on("verdcit") is no event. Did you mean verdict?');
    assert.equal(
      words('pywidget.on("click\n") is no event.', {}),
      'pywidget.on("click\n") is no event. There are verdict, renewed, renewal-failed, disabled, enabled, notice, report, ready, unavailable.',
    );
  });
});

describe("an answer without a token", () => {
  for (const [field, body] of /** @type {[string, any][]} */ ([
    ["jwt", { jwt: SECRET, exp: 1 }],
    ["access_token", { access_token: SECRET, refresh_token: SECRET, token_type: "Bearer", expires_in: 300 }],
    ["data.token", { data: { token: SECRET, user: "a" } }],
    ["result.data.sessionToken", { result: { data: { sessionToken: SECRET, csrfToken: SECRET } } }],
    ["value", { value: SECRET, ok: true }],
  ])) {
    test(`has it in ${field}`, () => {
      const fields = Object.keys(body);
      const names = `field${fields.length > 1 ? "s" : ""} ${fields.join(", ")}`;
      assert.equal(say("no-token", { status: 200, body }), `${ASKED} answered 200 with ${names}, but no "token". Set data-token-field="${field}".`);
    });
  }

  test("has it nowhere", () => {
    const cure = 'Have the endpoint answer {"token": "…"}, or set data-token-field to the field that has the token.';
    assert.equal(say("no-token", { status: 200, body: { a: 1, b: SECRET, c: SECRET } }), `${ASKED} answered 200 with fields a, b, c, but no "token". ${cure}`);
    assert.equal(say("no-token", { status: 200, body: {} }), `${ASKED} answered 200 with an empty object, but no "token". ${cure}`);
  });

  test("is no object", () => {
    for (const body of [`"${SECRET}"`, "[]", "null"]) {
      assert.match(say("no-token", { status: 200, body }, { method: `M${body.length}` }), /but no object\. Have the endpoint answer \{"token": "…"\}\.$/);
    }
  });

  test("has something else there", () => {
    assert.match(say("wrong-type", { status: 200, body: { token: { jwt: SECRET } } }), /with field token, but "token" is an object with field jwt\. Set data-token-field="token\.jwt"\.$/);
    assert.match(say("empty-token", { status: 200, body: { token: "" } }), /with field token, but "token" is an empty text\. Have the endpoint/);
    for (const [token, kind] of /** @type {[any, string][]} */ ([[null, "null"], [7, "a number"], [[7], "a list"], [true, "a boolean"], [{}, "an object"]])) {
      const reason = token === null ? "no-token" : "wrong-type";
      assert.match(say(reason, { status: 200, body: { token } }), new RegExp(`, but "token" is ${kind}\\. Have the endpoint`));
    }
  });

  test("names that could be data are not told, and of many only some", () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, number) => [`f${number}`, 1]));
    assert.match(say("no-token", { status: 200, body: { [SECRET]: 1, "a@b.example": SECRET, ...many } }), /with fields f0, f1, f2, f3, f4, f5, f6, f7, …, but/);
  });

  test("in a field inside of others is shown as such", () => {
    assert.match(say("empty", { status: 204 }, { field: "data.token" }), /answered 204 and no body\. Have the endpoint answer 200 with \{"data": \{"token": "…"\}\}\.$/);
  });
});

describe("a text that is no token", () => {
  for (const [token, expected] of /** @type {[string, RegExp][]} */ ([
    ["csk_live_SECRET", /"token" is the organization's secret key \(csk_…\).*Replace the key at once/],
    ["CSK_SECRET", /secret key \(csk_…\)/],
    ["cpk_SECRET", /"token" is the site key \(cpk_…\)/],
    ["afo_sk_SECRET", /a secret key of another system.*Replace the key at once/],
    ["wfx_SECRET", /a secret key of another system/],
    [`Bearer ${SECRET}`, /"token" is a whole header \("Bearer …"\)\. Answer what stands after "Bearer"\.$/],
    ["undefined", /the name of a missing value/],
    ["[object Object]", /the name of a missing value or of an object/],
  ])) {
    test(`${token} is told by its kind`, () => assert.match(say("wrong-type", { status: 200, body: { token } }), expected));
  }

  test("in the place where a field is looked for is not proposed", () => {
    for (const body of [{ access_token: "csk_SECRET" }, { jwt: "undefined" }, { session_token: "https://sso.example.org/SECRET" }]) {
      assert.doesNotMatch(say("no-token", { status: 200, body }), /Set data-token-field=/);
    }
  });
});

describe("a field is not guessed", () => {
  for (const body of [
    { error: "authentication_credentials_missing" },
    { ok: false, request_id: "550e8400-e29b-41d4-a716-446655440000" },
    { redirect: "https://sso.example.org/login" },
    { token_error: "session_expired" },
    { token_id: "0123456789abcdef" },
    { hash: "0123456789abcdef0123456789abcdef" },
    { tokenUrl: "/api/token/of/this/site" },
    { refresh: SECRET },
  ]) {
    test(`from ${JSON.stringify(body)}`, () => {
      assert.match(say("no-token", { status: 200, body }), /but no "token"\. Have the endpoint answer \{"token": "…"\}, or set data-token-field/);
    });
  }

  test("but from a JSON Web Token, whatever its name", () => {
    assert.match(say("no-token", { status: 200, body: { refresh: SECRET, access: SECRET } }), /Set data-token-field="access"\.$/);
  });
});

test("names that may be keys or data are not told", () => {
  for (const name of ["csk_live_SECRET", "CSK_live_SECRET", "cpk_SECRET", "afo_sk_SECRET", "wfx_SECRET", "atc_SECRET", "a1SECRET2b3", "aBcDSECRETeFgHiJk"]) {
    assert.match(say("no-token", { status: 200, body: { [name]: 1, oauth2_token: 1 } }, { method: name.length + name[0] }), / with fields oauth2_token, …, but/);
  }
});

test("a list", () => {
  assert.match(say("no-token", { status: 200, body: { data: [{ token: SECRET }] } }), /Set data-token-field="data\.0\.token"\.$/);
  assert.match(say("no-token", { status: 200, body: [{ token: SECRET }] }), /answered 200 with application\/json, a list, but no "token"\. Set data-token-field="0\.token"\.$/);
  assert.match(
    say("no-token", { status: 200, body: { data: [{ token: SECRET }] } }, { field: "data[0].token" }),
    /data-token-field="data\[0\]\.token" has brackets, which are not read\. Set data-token-field="data\.0\.token"\.$/,
  );
});

describe("a function that returns no token", () => {
  for (const [got, expected] of /** @type {[unknown, RegExp][]} */ ([
    [undefined, /^tokenProvider returned undefined, which is no token\. Return the text of the token\.$/],
    [null, /returned null, which/],
    [7, /returned a number, which/],
    ["", /returned an empty text, which/],
    [new Response(SECRET), /^tokenProvider returned a Response, which is no token\. .*return \(await response\.json\(\)\)\.token$/],
    [{ jwt: SECRET }, /returned an object with field jwt, which is no token\. Return its jwt, or set data-token-field="jwt"\.$/],
    [{ data: { token: SECRET } }, /Return its data\.token, or set/],
    [{}, /returned an object, which is no token/],
    [{ token: 7 }, /returned an object with field token, whose "token" is a number, which is no token/],
    [[SECRET], /returned a list, which/],
    [new Map(), /returned a Map, which/],
    [() => SECRET, /returned a function, which/],
    ["csk_SECRET", /^tokenProvider returned the organization's secret key \(csk_…\), .*Replace the key at once, and return the session token/i],
    [{ token: "csk_SECRET" }, /^tokenProvider returned in "token" the organization's secret key/],
  ])) {
    test(`but ${Object.prototype.toString.call(got)} ${JSON.stringify(got)}`, () => {
      const said = words("short", { field: "token", reason: "no-token", what: "tokenProvider", got });
      assert.match(said, expected);
      assert.ok(!said.includes("SECRET"), said);
    });
  }
});

test("what is printed before JSON", () => {
  const body = `<br />\n<b>Warning</b>: SECRET\n{"token": "${SECRET}"}`;
  assert.match(say("not-json", { status: 200, type: "text/html", body }), /which is no JSON: something is printed before it, such as a warning\. Have the endpoint answer \{"token": "…"\} and nothing else\.$/);
  for (const other of [`<a>${SECRET}</a>`, `{"token": "${SECRET}"`, "x {"]) {
    assert.match(say("not-json", { status: 200, body: other }, { method: `M${other.length}` }), /which is no JSON\. Have the endpoint answer/);
  }
});

test("a header that cannot be sent", () => {
  /** @param {string} name */
  const said = (name) => words("short", { reason: "bad-header", name });
  assert.match(said("X-Ä"), /^data-token-headers: the header "X-Ä" is left out, its name or its value cannot be sent\. A name has no spaces/);
  assert.match(said('{"X-Tenant"'), /^data-token-headers is JSON\. Write it as "Name: value"/);
});

test("a sink that is no name", () => {
  putIn({ SINKS: ["segment"] });
  /** @param {string} sink */
  const said = (sink) => words(`data-analytics="${sink}" is no sink of pywidget.`, undefined);
  assert.match(said("segment;ga4"), /is no sink of pywidget\. Separate several by spaces or commas\.$/);
  assert.match(said("https://a.example/collect"), /An address belongs into data-analytics-url/);
  assert.equal(said("shop.hear"), "", "a function of the page");
});

describe("an answer of another kind", () => {
  /** @type {[name: string, reason: string, came: any, settings: any, expected: RegExp][]} */
  const ANSWERS = [
    ["html", "html", { status: 200, type: "text/html", body: "<p>" }, {}, /answered 200 with text\/html, a web page\. Set data-token-url to the address that answers/],
    ["XML", "html", { status: 200, type: "application/xml", body: "<error>" }, {}, /answered 200 with application\/xml, which is no JSON\. Have/],
    ["XHTML", "html", { status: 200, type: "application/xhtml+xml", body: "<p>" }, {}, /with application\/xhtml\+xml, a web page\./],
    ["text", "not-json", { status: 200, type: "text/plain", body: SECRET }, {}, /answered 200 with text\/plain, which is no JSON\. Have the endpoint answer/],
    ["redirect", "redirected", { status: 200, type: "text/html", body: "<p>", redirected: "https://page.example/login?next=SECRET" }, {}, /token was redirected to https:\/\/page\.example\/login, which answered 200 with text\/html\. Have the endpoint answer 401 where it redirects to a login page/],
    ["redirect to another site", "redirected", {}, {}, /token was redirected to another site\. Have the endpoint answer 401/],
    ["redirect to nothing", "not-found", { status: 404, redirected: "https://page.example/login" }, {}, /which answered 404 .*Have the endpoint answer 401 where it redirects to a login page/],
    ["Cloudflare's challenge", "forbidden", { status: 403, type: "text/html", challenge: "challenge" }, {}, /answered 403 with text\/html: Cloudflare asked for a challenge, which a request of a script cannot pass\. Have Cloudflare leave/],
    ["404", "not-found", { status: 404, body: "{}" }, {}, /answered 404 with an empty object\. Set data-token-url to the address of your endpoint\.$/],
    ["405", "refused", { status: 405, allow: "GET, HEAD" }, {}, /answered 405 with application\/json: it takes GET\. Set data-token-method="GET"\.$/],
    ["405 of unknown kind", "refused", { status: 405 }, {}, /answered 405 with application\/json\. Have the endpoint take POST, or set data-token-method to what it takes\.$/],
    ["405 after a redirect", "refused", { status: 405, allow: "POST", redirected: "https://page.example/api/token/" }, {}, /Set data-token-url="https:\/\/page\.example\/api\/token\/", because a redirect turns POST into GET\.$/],
    ["400", "refused", { status: 400, body: { detail: SECRET } }, {}, /answered 400 with field detail\. Have the endpoint answer 200 with .*its own log says why/],
    ["403", "forbidden", { status: 403, body: { detail: "no" } }, {}, /answered 403 with field detail\. Have the endpoint allow this page, and answer 401 if nobody is signed in/],
    ["opaque", "opaque", {}, {}, /service worker ask with mode "cors"/],
  ];
  for (const [name, reason, came, settings, expected] of ANSWERS) {
    test(name, () => assert.match(say(reason, came, settings), expected));
  }
});

describe("CSRF", () => {
  const DJANGO = 'Set data-csrf-cookie="csrftoken" data-csrf-header="X-CSRFToken".';
  const LARAVEL = 'Set data-csrf-cookie="XSRF-TOKEN" data-csrf-header="X-XSRF-TOKEN".';
  /** @param {string} [head] @param {string} [cookies] */
  const open = async (head = "", cookies = "") => {
    openPage(head);
    for (const cookie of cookies.split(" ").filter(Boolean)) document.cookie = cookie;
    words = (await freshAdvice()).words;
  };
  /** @param {number} status @param {any} body @param {any} [settings] */
  const csrf = (status, body, settings) => say(status == 422 ? "refused" : "forbidden", { status, type: "text/html", body }, settings);

  test("of Django", async () => {
    assert.equal(csrf(403, "<h1>CSRF verification failed. Request aborted."), `${ASKED} answered 403 with text/html, because of its protection against CSRF. ${DJANGO}`);
    assert.ok(csrf(403, { detail: "CSRF Failed: CSRF cookie not set." }).endsWith(DJANGO));
    await open("", "csrftoken=SECRET");
    assert.ok(csrf(403, "csrf").endsWith(DJANGO));
  });

  test("of Laravel", async () => {
    assert.ok(csrf(419, { message: "CSRF token mismatch." }).endsWith(LARAVEL));
    await open('<meta name="csrf-token" content="SECRET">', "XSRF-TOKEN=SECRET");
    assert.ok(csrf(419, "<title>Page Expired").endsWith(LARAVEL));
  });

  test("of Rails", async () => {
    assert.match(csrf(422, "<h1>The change you wanted was rejected."), /Set data-token-headers="X-CSRF-Token: …".*form_authenticity_token/);
    await open('<meta name="csrf-token" content="SECRET">');
    assert.match(csrf(422, "ActionController::InvalidAuthenticityToken"), /the page has in <meta name="csrf-token">\.$/);
  });

  test("is not guessed from the code of a page, which has its word everywhere", () => {
    for (const body of [
      '<!doctype html><meta name="csrf-token" content="SECRET"><h1>Forbidden</h1>',
      '<html><form><input name="csrfmiddlewaretoken" value="SECRET"><button>Sign in</button></form>',
      "<html><script>window.csrf = 1</script><style>.csrf{}</style>No.",
    ]) {
      const said = csrf(403, body, { method: `M${body.length}` });
      assert.match(said, /answered 403 with text\/html\. Have the endpoint allow this page/);
    }
  });

  test("of somebody else, and nothing of the kind", () => {
    assert.match(csrf(403, "Antiforgery"), /Set data-csrf-cookie and data-csrf-header to the cookie and the header that your server uses for it\.$/);
    assert.match(say("refused", { status: 422, body: { errors: 1 } }), /its own log says why/);
  });

  test("whose header was sent", async () => {
    await open("", "csrftoken=SECRET");
    assert.match(csrf(403, "CSRF", { csrfCookie: "csrftoken", csrfHeader: "X-Csrf" }), /although X-Csrf was sent\. Correct data-csrf-cookie and data-csrf-header/);
  });

  test("whose cookie is not there is said once, also if the answer says so too", async () => {
    await open("", "csrftoken=SECRET theme=SECRET");
    const source = { csrfCookie: "csrftokn", csrfHeader: "X-CSRFToken" };
    const line = words("data-csrf-cookie names no cookie", source);
    assert.equal(line, 'data-csrf-cookie="csrftokn" is no cookie that this page can read, so X-CSRFToken is sent empty. Set data-csrf-cookie="csrftoken".');
    assert.equal(csrf(403, "CSRF", source), "");
    await open("", "XSRF-TOKEN=SECRET");
    assert.match(words("data-csrf-cookie names no cookie", { ...source, csrfCookie: "_csrf" }), /Set data-csrf-cookie="XSRF-TOKEN"\.$/);
    await open("", "csrf=");
    assert.equal(words("data-csrf-cookie names no cookie", { ...source, csrfCookie: "csrf" }), 'the cookie "csrf" is empty, and so is X-CSRFToken. Have the server give it a value.');
    // One that is missing cannot be told from one that scripts must not read.
    await open("", "theme=SECRET");
    assert.match(words("data-csrf-cookie names no cookie", { ...source, csrfCookie: "csrftoken" }), /so X-CSRFToken is sent empty\. Have the server set that cookie with this page, without HttpOnly, or name another one\. In Django: @ensure_csrf_cookie on the view of this page, and neither CSRF_COOKIE_HTTPONLY nor CSRF_USE_SESSIONS\.$/);
    const other = words("data-csrf-cookie names no cookie", { ...source, csrfCookie: "session" });
    assert.match(other, /Have the server set that cookie with this page, without HttpOnly, or name another one\.$/);
  });
});

describe("another origin", () => {
  const other = { url: "https://api.example/token?x=SECRET" };
  test("that gets no cookies", () => {
    assert.equal(
      say("signed-out", { ...other, status: 401, body: "{}" }),
      "POST https://api.example/token answered 401 with an empty object: the endpoint is on another origin than the page, so no cookies are sent. " +
        'Set data-token-credentials="include", and have the endpoint allow it (Access-Control-Allow-Credentials: true).',
    );
    assert.equal(say("signed-out", { ...other, status: 401 }, { credentials: "include" }), "", "the visitor may be signed out");
    assert.match(say("signed-out", { ...other, status: 401 }, { credentials: "omit" }), /"omit" sends no cookies\. Set data-token-credentials="include", and/);
  });

  test("whose answer may not be read", () => {
    assert.match(say("unreachable", other), /^POST https:\/\/api\.example\/token brought nothing that this page may read.*Access-Control-Allow-Origin: https:\/\/page\.example, and/);
    assert.match(say("unreachable", other, { credentials: "include" }), /Access-Control-Allow-Credentials: true/);
    assert.match(say("unreachable", { url: "http://api.example/t" }), /the page is https, and the endpoint is not\. Set data-token-url="https:\/\/api\.example\/t"\.$/);
    assert.match(say("unreachable", { url: "https://exa mple/SE" }), /is no address\./);
  });

  test("that is the same machine by another name", async () => {
    openPage("", "http://localhost:3000/");
    words = (await freshAdvice()).words;
    const there = { url: "http://127.0.0.1:8000/token?SECRET" };
    for (const [reason, came, settings] of /** @type {[string, any, any][]} */ ([
      ["signed-out", { status: 401 }, { credentials: "include" }],
      ["unreachable", {}, {}],
      ["forbidden", { status: 403 }, {}],
    ])) {
      const said = say(reason, { ...there, ...came }, settings);
      assert.match(said, /The page is on localhost and the endpoint on 127\.0\.0\.1: for a browser these are two sites/);
      assert.match(said, /Set data-token-url="http:\/\/localhost:8000\/token", or open the page at 127\.0\.0\.1\.$/);
    }
  });
});

describe("a page whose origin is none of the endpoint's", () => {
  /** @param {string} request_id */
  const refused = (request_id) => ({ error: { code: "session.origin_not_allowed", message: "m", request_id, details: { origin: "https://page.example" } } });
  const ours = refused("host_0123456789abcdef");

  test("is told which origin came and where to add it", () => {
    assert.equal(
      say("config", { status: 403, body: ours }),
      `${ASKED} answered 403 with field error, because this page is on https://page.example, which is none of the endpoint's origins. ` +
        "Add it there (origins=[…]) as it stands here, with scheme and port. The endpoint's log names those it has.",
    );
  });

  test("is led to the other name of the same machine", async () => {
    for (const [here, there] of /** @type {[string, string][]} */ ([
      ["http://127.0.0.1:8000", "http://localhost:8000"],
      ["http://localhost:8000", "http://127.0.0.1:8000"],
      ["https://localhost", "https://127.0.0.1"],
    ])) {
      openPage("", `${here}/`);
      words = (await freshAdvice()).words;
      const said = say("config", { status: 403, body: ours });
      assert.ok(said.includes(`because this page is on ${here}, which`), said);
      assert.ok(said.includes(`, or open the page at ${there} if that is one: for a browser these are two sites.`), said);
    }
  });

  test("is not led to the endpoint where Allfeat refused it", () => {
    assert.match(
      say("config", { status: 403, body: refused("req_8a3f") }),
      /because this page is on https:\/\/page\.example, which is none of the domains that Allfeat allows for your organization\. Add it there\.$/,
    );
  });

  test("is the only trouble with the setup that is told in the console", () => {
    for (const body of [{ error: { code: "session.key_inactive", request_id: "host_1" } }, { error: "session.origin_not_allowed" }, [], "<html>", ""]) {
      assert.equal(say("config", { status: 403, body }), "");
    }
  });
});

test("a relative address that <base> moves", async () => {
  openPage('<base href="/assets/">');
  words = (await freshAdvice()).words;
  for (const [reason, status] of /** @type {[string, number | undefined][]} */ ([["not-found", 404], ["html", 200], ["refused", 405]])) {
    const said = say(reason, { url: "api/token?key=SECRET", ...(status ? { status } : {}) });
    assert.match(said, /^POST https:\/\/page\.example\/assets\/api\/token/);
    assert.match(said, /data-token-url="api\/token" is relative, and <base href="\/assets\/"> makes it that address\. Set data-token-url to the full address, such as "https:\/\/page\.example\/api\/token"\.$/);
  }
  assert.match(say("not-found", { status: 404 }), /Set data-token-url to the address of your endpoint/, "one from the root is where it was meant");
});

test("an address of a profile is said to be there", () => {
  assert.match(say("not-found", { status: 404 }, { own: "/other" }), /answered 404 with application\/json\. Set token\.url of the profile to the address/);
});

test("a name and a password in an address are not told", () => {
  assert.match(say("unreachable", { url: "https://me:SECRET@exa mple/t" }), /data-token-url="https:\/\/exa mple\/t" is no address/);
  assert.match(say("unreachable", { url: "https://me:SECRET@api.example/t" }), /^data-token-url has a name and a password, which browsers refuse/);
  assert.match(say("not-found", { status: 404, url: "https://me:SECRET@api.example/t" }), /^POST https:\/\/api\.example\/t answered 404/);
});

describe("a function", () => {
  /** @param {string} path */
  const missing = (path) => words("short", { reason: "no-function", function: path });

  test("that is misspelt", () => {
    setGlobal("fetchToken", () => 1);
    setGlobal("shop", { auth: { getToken() {}, token: SECRET } });
    Object.assign(window, { fetchToken() {}, shop: { auth: { getToken() {}, get broken() { throw 0; } } } });
    assert.equal(missing("fetchTokn"), 'data-token-function="fetchTokn" is no function of this page. Set data-token-function="fetchToken".');
    assert.match(missing("fetchToken()"), /Set data-token-function="fetchToken"\.$/);
    assert.match(missing("shop.auth.getTokne"), /Set data-token-function="shop\.auth\.getToken"\.$/);
  });

  test("that is a class, or none", () => {
    const line = words("short", { reason: "no-function", function: "Shop", what: "data-token-function", got: class Shop {} });
    assert.equal(line, 'data-token-function="Shop" names a class, which cannot be called. Name a function.');
    for (const [got, is] of /** @type {[unknown, string][]} */ ([["getT", "a text"], [Promise.resolve(SECRET), "a Promise"], [class {}, "a class"]])) {
      const said = words("short", { reason: "no-function", what: "tokenProvider", got });
      assert.equal(said, `pywidget.tokenProvider(…) takes a function that returns a token, and was given ${is}.`);
    }
  });

  test("that is nowhere", () => {
    for (const path of ["zebra", "no.such.thing", ""]) assert.match(missing(path), /Make it a property of window/);
  });
});

test("a misspelt name, by the rules of browser/misspelt.py", () => {
  /** @type {Record<string, [name: string, meant: string][]>} */
  const cases = JSON.parse(readFileSync(new URL("../unit/misspelt.json", import.meta.url), "utf8"));
  for (const [name, meant] of cases["attributes"] ?? []) {
    const said = `${name} is no attribute of pywidget.`;
    assert.equal(words(said, undefined), meant && `${said} Did you mean ${meant}?`);
  }
  putIn({ SINKS: ["segment", "beacon", "console", "datadog", "ga4", "gtm", "matomo", "otlp", "plausible", "posthog", "sentry"] });
  for (const [name, meant] of cases["sinks"] ?? []) {
    const said = `data-analytics="${name}" is no sink of pywidget.`;
    assert.equal(words(said, undefined), meant && `${said} Did you mean ${meant}?`);
  }
});

test("no token source", () => {
  assert.match(words("short", { reason: "no-token-source" }), /nothing says where tokens come from\. Set data-token-url to your endpoint, or data-token-function, or call pywidget\.tokenProvider/);
});

test("a line is said once, and what has none is said in short", () => {
  assert.notEqual(say("html", { status: 200, type: "text/html", body: "<" }), "");
  assert.equal(say("html", { status: 200, type: "text/html", body: "<" }), "");
  assert.equal(words("something new", {}), "something new");
});

describe("how it is said", () => {
  /** @type {any} */
  let state;
  /** @type {string[]} */
  let said;
  beforeEach(() => {
    said = listenToConsole();
    state = { script: { isConnected: false } };
  });
  const facts = { reason: "html" };

  test("once for each cause, without secrets", async () => {
    state.advice = Promise.resolve({ words: (/** @type {string} */ short) => `${short}: ${SECRET}` });
    for (const short of ["one", "one", "two"]) advise(state, short, facts, (text) => text.replace(SECRET, "[secret]"));
    await settled();
    assert.deepEqual(said, ["warn: pywidget: one: [secret]", "warn: pywidget: two: [secret]"]);
  });

  test("nothing, if there is nothing to say", async () => {
    state.advice = Promise.resolve({ words: () => "" });
    advise(state, "one", facts);
    await settled();
    assert.deepEqual(said, []);
  });

  test("in short, if the words cannot be loaded; they are tried again for the next cause", async () => {
    mock.method(globalThis, "fetch", async () => { throw new TypeError("offline"); });
    advise(state, "no token: html", facts);
    advise(state, "no token: html", facts);
    for (let turn = 0; turn < 400 && !said.length; turn++) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(said, ["warn: pywidget: no token: html"]);
    built["pywidget-advice.js"] = { words: () => "in full" };
    mock.method(globalThis, "fetch", async () => new Response(""));
    advise(state, "another", facts);
    for (let turn = 0; turn < 400 && !said[1]; turn++) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(said[1], "warn: pywidget: in full");
  });

  test("in short, if the words fail", async () => {
    state.advice = Promise.resolve({ words: () => { throw new Error("why"); } });
    advise(state, "one", facts);
    await settled();
    assert.deepEqual(said, ["warn: pywidget: one"]);
  });
});
