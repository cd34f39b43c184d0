"""What pages do to themselves and to what is put into them, and what browsers and visitors do to pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chaos.cases import RENEWS, SAYS, WORKS, Case
from chaos.files import BEACON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from chaos.tab import Tab

# ---- scripts that run before the script tag -------------------------------------------------------------------------

#: The fetch of old polyfills: by XMLHttpRequest, without options that it does not know.
OLD_FETCH = """
    window.fetch = (url, options = {}) => new Promise((done, failed) => {
        const request = new XMLHttpRequest();
        request.open(options.method || "GET", String(url));
        for (const [name, value] of Object.entries(options.headers || {})) request.setRequestHeader(name, value);
        request.responseType = "arraybuffer";
        request.onload = () => done({
            ok: request.status >= 200 && request.status < 300, status: request.status, url: request.responseURL,
            headers: { get: (name) => request.getResponseHeader(name) },
            text: async () => new TextDecoder().decode(request.response),
            json: async () => JSON.parse(new TextDecoder().decode(request.response)),
            arrayBuffer: async () => request.response,
        });
        request.onerror = () => failed(new TypeError("Network request failed"));
        request.send(options.body || null);
    });
"""
#: MooTools 1.2 as far as it changes what browsers have.
MOOTOOLS = """
    window.Element = function (tag) { return document.createElement(tag); };
    window.Event = function (event) { return event; };
    window.$ = (id) => document.getElementById(id);
    Array.from = (value) => (value == null ? [] : typeof value == "object" && "length" in value ? [...value] : [value]);
    Array.prototype.each = Array.prototype.forEach;
    Array.prototype.contains = Array.prototype.includes;
    Array.prototype.flatten = function () { return [].concat(...this); };
    Function.prototype.bind = function (self, given) {
        const method = this;
        return function () { return method.apply(self, given == null ? arguments : [].concat(given)); };
    };
    Function.prototype.delay = function (ms, self) { return setTimeout(this.bind(self), ms); };
    String.prototype.contains = String.prototype.includes;
    String.prototype.clean = String.prototype.trim;
    Number.prototype.each = function () {};
    Object.prototype.$family = () => "object";
"""
#: A URL of old polyfills: by an element of the page.
OLD_URL = """
    window.URL = function (url, base) {
        const link = document.createElement("a");
        const inner = document.implementation.createHTMLDocument("");
        const root = inner.head.appendChild(inner.createElement("base"));
        root.href = base || location.href;
        link.href = url;
        const inside = inner.body.appendChild(inner.createElement("a"));
        inside.href = url;
        for (const name of ["href", "protocol", "host", "hostname", "port", "pathname", "search", "hash", "origin"]) {
            this[name] = inside[name];
        }
        this.toString = () => this.href;
    };
"""


def _wrapped(owner: str, name: str) -> str:
    """A script that wraps a function as monitoring does, which calls it with what it was given."""
    return f"""
        const real = {owner}.{name};
        {owner}.{name} = function (...given) {{
            window.calls = (window.calls || 0) + 1;
            return real.apply(this, given);
        }};
    """


BEFORE: dict[str, tuple[str, tuple[str, ...]]] = {
    "fetch is a polyfill by XMLHttpRequest": (OLD_FETCH, (WORKS,)),
    "URL is a polyfill by an element": (OLD_URL, (WORKS, SAYS)),
    "MooTools 1.2": (MOOTOOLS, (WORKS,)),
    "Symbol.for and Symbol are polyfills": (
        (
            "const S = Symbol; window.Symbol = Object.assign((n) => S(n), "
            "Object.fromEntries(Object.getOwnPropertyNames(S).filter((n) => typeof S[n] == 'symbol')"
            ".map((n) => [n, S[n]])));"
        ),
        (WORKS,),
    ),
    "fetch is wrapped": (_wrapped("window", "fetch"), (WORKS,)),
    "attachShadow is wrapped": (_wrapped("Element.prototype", "attachShadow"), (WORKS,)),
    "attachShadow closes all roots": (
        (
            "const real = Element.prototype.attachShadow;"
            "Element.prototype.attachShadow = function (o) { return real.call(this, { ...o, mode: 'open' }); };"
        ),
        (WORKS,),
    ),
    "customElements.define is wrapped": (_wrapped("customElements", "define"), (WORKS,)),
    "customElements.define refuses names that it does not know": (
        "customElements.define = () => { throw new DOMException('no', 'NotSupportedError'); };",
        (WORKS, RENEWS),
    ),
    "addEventListener is wrapped": (_wrapped("EventTarget.prototype", "addEventListener"), (WORKS,)),
    "addEventListener on window gives listeners a copy of each event": (
        (
            "const real = window.addEventListener; window.addEventListener = function (name, run, o) {"
            " return real.call(this, name, (event) => (run.handleEvent ? run.handleEvent(event) : run(event)), o); };"
        ),
        (WORKS,),
    ),
    "JSON.stringify indents": (
        "const real = JSON.stringify; JSON.stringify = (value, replace) => real(value, replace, 2);",
        (WORKS,),
    ),
    "JSON.parse makes objects of a class": (
        (
            "const real = JSON.parse; class Model {}; JSON.parse = (text, revive) => {"
            " const v = real(text, revive); return v && v.constructor == Object ? Object.assign(new Model(), v) : v; };"
        ),
        (WORKS,),
    ),
    "Object.prototype has a setter for every name that we use": (
        (
            "for (const name of 'kind widget detail text lang id at token data base url'.split(' '))"
            " Object.defineProperty(Object.prototype, name, { configurable: true, get() { return undefined; },"
            " set(value) { Object.defineProperty(this, name,"
            " { value, writable: true, enumerable: true, configurable: true }); } });"
        ),
        (WORKS,),
    ),
    "Object.prototype has enumerable members": (
        "Object.prototype.extend = function () {}; Object.prototype.size = 3;",
        (WORKS,),
    ),
    "Object.prototype has a member named value": (
        # Then no property can be defined by a getter: JavaScript refuses descriptors with both.
        "Object.prototype.value = 'theirs';",
        (WORKS, SAYS),
    ),
    "Array.prototype has enumerable members": (
        "Array.prototype.remove = function () {}; Array.prototype.last = 1;",
        (WORKS,),
    ),
    "Object.prototype is frozen, with all others (SES)": (
        (
            "for (const one of [Object, Array, Function, Promise, String, RegExp, Error, Map, Set, Date])"
            " { Object.freeze(one.prototype); Object.freeze(one); }"
        ),
        (WORKS,),
    ),
    "then is slow": (
        (
            "const real = Promise.prototype.then; Promise.prototype.then = function (a, b) {"
            " return real.call(this, a && ((v) => new Promise((d) => setTimeout(() => d(a(v)), 5))), b); };"
        ),
        (WORKS,),
    ),
    "style sheets hide everything": (
        "document.head.insertAdjacentHTML('beforeend', '<style>* { display: none !important }</style>');",
        (RENEWS, WORKS),
    ),
    "style sheets undo everything": (
        "document.head.insertAdjacentHTML('beforeend', '<style>* { all: unset !important }</style>');",
        (WORKS,),
    ),
    "style sheets turn, shrink and move everything": (
        (
            "document.head.insertAdjacentHTML('beforeend', '<style>body * { transform: rotate(3deg); zoom: .5; "
            "float: left; "
            "position: relative; overflow: hidden; opacity: .5 }</style>');"
        ),
        (WORKS,),
    ),
    "a base element of another site": (
        "document.head.insertAdjacentHTML('afterbegin', '<base href=\"https://elsewhere.invalid/\">');",
        # The script tag's own address, too, is relative to it: nothing of ours can be loaded.
        (WORKS, SAYS, "does nothing"),
    ),
    "localStorage, sessionStorage and indexedDB are denied": (
        (
            "for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name,"
            " { get() { throw new DOMException('denied', 'SecurityError'); } });"
        ),
        (WORKS,),
    ),
    "the database is full": (
        (
            "IDBObjectStore.prototype.put = IDBObjectStore.prototype.add = () => "
            "{ throw new DOMException('full', 'QuotaExceededError'); };"
        ),
        (WORKS,),
    ),
    "the database opens and never says so": (
        "IDBFactory.prototype.open = () => new EventTarget();",
        (WORKS,),
    ),
    "document.domain is set": ("try { document.domain = document.domain } catch {}", (WORKS,)),
    "documentElement has elements of all names": (
        (
            "const make = Document.prototype.createElement.bind(document); const { documentElement } = document;"
            "for (const name of 'pywidget currentScript head body location createElement dispatchEvent'.split(' '))"
            " documentElement.append(Object.assign(make('form'), { id: name, name }));"
        ),
        (WORKS,),
    ),
    "errors are errors of the page's own class": (
        "window.Error = class extends Error { constructor(m) { super(m); this.name = 'Theirs'; } };",
        (WORKS,),
    ),
    "an unhandledrejection listener that reloads": (
        "addEventListener('unhandledrejection', () => location.reload());",
        (WORKS,),
    ),
    "requestAnimationFrame never fires": ("window.requestAnimationFrame = () => 0;", (WORKS,)),
    "the clock goes back a minute at each look": (
        "let t = Date.now(); Date.now = () => (t -= 60_000);",
        (WORKS,),
    ),
}

#: Scripts that run right after the script tag.
BETWEEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "the script tag is removed": ("document.querySelector('script[data-token-url]').remove();", (WORKS,)),
    "the script tag is moved": (
        "document.documentElement.append(document.querySelector('script[data-token-url]'));",
        (WORKS,),
    ),
    "the script tag is cloned": (
        "document.body.append(document.querySelector('script[data-token-url]').cloneNode(true));",
        (WORKS,),
    ),
    "the script tag is put in twice": (
        (
            "const one = document.querySelector('script[data-token-url]');"
            " const two = document.createElement('script');"
            " Object.assign(two.dataset, one.dataset); two.src = one.src; document.body.append(two);"
        ),
        (WORKS,),
    ),
    "the script tag's address and attributes are changed": (
        (
            "const tag = document.querySelector('script[data-token-url]'); tag.src = 'data:,';"
            " for (const name of Object.keys(tag.dataset)) delete tag.dataset[name];"
        ),
        (WORKS,),
    ),
    "the base element is changed": (
        "document.head.insertAdjacentHTML('beforeend', '<base href=\"/elsewhere/\">');",
        # Where data-token-url is relative, it is relative to the base.
        (WORKS,),
    ),
    "the clock is set back a day": ("const { now } = Date; Date.now = () => now() - 86_400_000;", (WORKS,)),
    "the clock is set forward a day": ("const { now } = Date; Date.now = () => now() + 86_400_000;", (WORKS,)),
    "history.pushState to another folder": ("history.pushState({}, '', '/another/folder/page');", (WORKS,)),
    "window.pywidget is removed": ("delete window.pywidget;", (WORKS,)),
    "window.pywidget is replaced": ("window.pywidget = { on: 1 };", (WORKS,)),
    "window.pywidget is frozen": ("Object.freeze(window.pywidget);", (WORKS,)),
    "all scripts are removed from the page": (
        "for (const script of [...document.scripts]) script.remove();",
        (WORKS,),
    ),
    "all timers are cleared again and again": (
        (
            "setInterval(() => { const last = setTimeout(() => 0, 1e6); for (let id = last - 50; id <= last; id++)"
            " if (id > 3) clearTimeout(id); }, 50);"
        ),
        (WORKS, RENEWS),
    ),
}


# ---- what is done to the page while it works ------------------------------------------------------------------------


def _shown(tab: Tab) -> Iterator[None]:
    yield from tab.begin()
    yield from tab.until(tab.is_whole)
    assert tab.is_whole(), f"nothing was shown {tab.said()}"


def _then(script: str) -> Callable[[Tab], Iterator[None]]:
    """Run a script in a page with notices: the next ones are shown all the same."""

    def acts(tab: Tab) -> Iterator[None]:
        yield from _shown(tab)
        tab.run(script)
        tab.run("chaos.fail('waiting', 'session.rate_limited', { retryAfter: 300 })")
        tab.run("chaos.fail('disabled', 'session.key_inactive')")
        yield from tab.until(tab.is_whole)
        assert tab.is_whole(), "the next notices were not shown"

    return acts


def _removed(tab: Tab) -> Iterator[None]:
    yield from _shown(tab)
    tab.run("document.documentElement.replaceChildren();")
    yield from tab.until(lambda: False, 1)
    yield from _shown(tab)


def _quiet(name: str) -> bool:
    """Whether the page itself wants that nothing is seen, or that nothing happens later."""
    return name.startswith(("style sheets", "all timers"))


NOTICE = "document.querySelectorAll('pywidget-notice').forEach((notice) => %s);"

THEN: dict[str, Callable[[Tab], Iterator[None]]] = {
    "notices are removed": _then(NOTICE % "notice.remove()"),
    "notices are moved": _then(NOTICE % "document.body.prepend(notice)"),
    "notices are emptied": _then(NOTICE % "notice.replaceChildren()"),
    "notices are emptied inside": _then(NOTICE % "notice.shadowRoot.replaceChildren()"),
    "notices are hidden": _then(NOTICE % "notice.hidden = true"),
    "notices are cloned": _then(NOTICE % "notice.after(notice.cloneNode(true))"),
    "notices lose their attributes": _then(
        NOTICE % "[...notice.attributes].forEach(({ name }) => notice.removeAttribute(name))"
    ),
    "widgets are moved": _then("document.body.append(...document.querySelectorAll('ats-widget'));"),
    "style sheets are removed": _then(
        NOTICE % "(notice.shadowRoot.adoptedStyleSheets = [], notice.shadowRoot.querySelector('style')?.remove())"
    ),
    "history.pushState while notices are shown": _then("history.pushState({}, '', '/another/folder/');"),
    "the language changes to one that there is not": _then("document.documentElement.lang = 'tlh';"),
    "everything is removed": _removed,
}


def _print(tab: Tab) -> Iterator[None]:
    yield from _shown(tab)
    tab.page.emulate_media(media="print")
    assert tab.shows(), "a printed page lacks the notices"
    tab.page.emulate_media(media="screen")


def _zoom(tab: Tab) -> Iterator[None]:
    tab.page.set_viewport_size({"width": 320, "height": 256})
    yield from _shown(tab)
    wide = tab.run("document.documentElement.scrollWidth")
    assert wide <= 320, f"at 400 % the page is {wide} pixels wide"


def _offline(step: str) -> Callable[[Tab], Iterator[None]]:
    """The connection is gone from a step on, and comes back."""

    def acts(tab: Tab) -> Iterator[None]:
        yield from tab.begin(act=False)
        if step == "after the notices":
            tab.run("chaos.act()")
            yield from tab.until(tab.is_whole)
        if step == "while Python loads":
            tab.run("chaos.act()")
            yield from tab.until(lambda: tab.folder.requests["pywidget/pywidget-page.js"] > 0)
        tab.context.set_offline(True)
        if step == "before the first error":
            tab.run("chaos.act()")
            yield from tab.until(lambda: bool(tab.said()))
            assert tab.said(), "nobody was told"
        else:
            yield from tab.until(lambda: False, 2)
        tab.context.set_offline(False)
        yield from tab.until(tab.is_whole)
        assert tab.is_whole(), f"it did not go on {tab.said()}"

    return acts


def _frozen(tab: Tab) -> Iterator[None]:
    yield from _shown(tab)
    tab.protocol.send("Page.setWebLifecycleState", {"state": "frozen"})
    yield from tab.until(lambda: False, 1)
    tab.protocol.send("Page.setWebLifecycleState", {"state": "active"})
    tab.run("chaos.fail('waiting', 'session.rate_limited', { retryAfter: 300 })")
    yield from tab.until(tab.is_whole)
    assert tab.is_whole(), "it did not go on"


def _back(tab: Tab) -> Iterator[None]:
    """Leave the page and come back, from the cache of whole pages where the browser has one."""
    yield from _shown(tab)
    tab.page.goto(f"{tab.base}/login")
    tab.page.go_back(wait_until="commit")
    yield from tab.until(lambda: bool((tab.look() or {}).get("complete")))
    tab.run("chaos.act()")
    yield from tab.until(tab.is_whole)
    assert tab.is_whole(), "it did not go on"


def _rewritten(tab: Tab) -> Iterator[None]:
    """All listeners are gone, ours too: the new page is as one without pywidget, until it has the tag again."""
    yield from _shown(tab)
    tab.run("document.open(); document.write('<p>A new page</p>'); document.close();")
    yield from tab.until(lambda: False, 1)
    assert tab.run("document.body.textContent") == "A new page"
    yield from _shown(tab)


def _worker(tab: Tab) -> Iterator[None]:
    """Everything is answered with a page of HTML, until the worker is gone."""
    yield from tab.begin(act=False)
    tab.run("void navigator.serviceWorker.register('worker.js')")
    yield from tab.until(lambda: bool(tab.run("!!navigator.serviceWorker.controller")))
    tab.run("chaos.act()")
    yield from tab.until(lambda: bool(tab.said()))
    assert tab.said(), "nobody was told"
    tab.run("void navigator.serviceWorker.getRegistration().then((one) => one.unregister())")
    yield from tab.until(lambda: False, 1)
    yield from _shown(tab)


def _corrupt(tab: Tab) -> Iterator[None]:
    """Garbage in every store of our databases: what is found there is not trusted, and reports still arrive."""
    yield from _shown(tab)
    tab.run(
        """void indexedDB.databases().then((all) => all.forEach(({ name }) => {
            indexedDB.open(name).onsuccess = ({ target: { result: database } }) => {
                for (const store of database.objectStoreNames) {
                    const into = database.transaction(store, "readwrite").objectStore(store);
                    for (const value of [{ garbage: 1 }, { id: "x", at: "never", json: 7, weight: "w" }]) {
                        const key = Math.random();
                        try {
                            if (into.keyPath) into.put({ ...value, [into.keyPath]: key });
                            else into.put(value, key);
                        } catch {}
                    }
                }
                database.close();
            };
        }))"""
    )
    yield from tab.until(lambda: False, 1)
    tab.folder.reports.clear()
    yield from _shown(tab)


def _no_cookies(tab: Tab) -> Iterator[None]:
    tab.protocol.send("Emulation.setDocumentCookieDisabled", {"disabled": True})
    yield from _shown(tab)


def _sandboxed(tab: Tab) -> Iterator[None]:
    """An origin of its own, whose scripts may run: such a page may not even read the files of its site."""
    tab.folder.headers["Content-Security-Policy"] = "sandbox allow-scripts"
    yield from tab.begin()
    yield from tab.until(lambda: tab.is_whole() or bool(tab.said()))
    assert tab.is_whole() or tab.said(), "it neither works nor says why"


LIVES: dict[str, Callable[[Tab], Iterator[None]]] = {
    "the page is printed": _print,
    "the page is enlarged to 400 %": _zoom,
    **{
        f"offline {step}": _offline(step)
        for step in ("before the first error", "while Python loads", "after the notices")
    },
    "the page is frozen, and goes on": _frozen,
    "the page is left, and come back to": _back,
    "document.write in a loaded page": _rewritten,
    "a service worker answers everything with a page": _worker,
    "cookies are denied": _no_cookies,
    "a page in a sandbox": _sandboxed,
}


def cases() -> Iterator[Case]:
    """Every row."""
    for name, (script, allowed) in BEFORE.items():
        # A block of its own: the names in it are not the page's.
        yield Case("page", name, "before the tag", allowed, before=f"{{{script}}}", quiet=_quiet(name))
    for name, (script, allowed) in BETWEEN.items():
        yield Case("page", name, "after the tag", allowed, between=f"{{{script}}}", quiet=_quiet(name))
    for name, acts in THEN.items():
        yield Case("page", name, "while it works", (WORKS,), acts=acts)
    for name, acts in LIVES.items():
        yield Case("page", name, "while it works", (WORKS,), acts=acts)
    yield Case("page", "the database has garbage", "while it works", (WORKS,), BEACON, needs="reports", acts=_corrupt)
