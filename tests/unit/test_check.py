"""``pywidget check``: every mistake it knows is found where it is, and pages without mistakes are left in peace."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS
from pywidget.check import Finding, Page, check
from pywidget.check.findings import KINDS
from pywidget.check.policy import Policy
from pywidget.cli import main
from pywidget.cli.check import check as command

TAG = '<script src="/static/pywidget.js" data-token-url="/api/ats-token" data-first-token="on"></script>'
WIDGET = '<ats-widget site-key="cpk_1" ats-url="https://ats.example"></ats-widget>'
WIDGET_SCRIPT = '<script src="https://cdn.example/widgets/ats/v3/ats-widget.iife.js"></script>'
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyXzQyIn0.c2lnbmF0dXJl"
#: Begins a mistake; it is taken out before the page is checked.
HERE = "▶"


def page(*, head: str = WIDGET_SCRIPT, widget: str = WIDGET, tag: str = TAG, script: str = "", body: str = "") -> str:
    code = f"<script>\n{script}\n</script>\n" if script else ""
    return f"<!doctype html>\n<html><head>\n{head}\n</head><body>\n{widget}\n{tag}\n{code}{body}</body></html>\n"


def with_attributes(attributes: str) -> str:
    return page(
        tag=f'<script src="/static/pywidget.js" data-token-url="/t" data-first-token="on" {attributes}></script>'
    )


def listening(event: str, body: str, parameter: str = "(e)", before: str = "async ") -> str:
    return page(script=f"widget.addEventListener('{event}', {before}{parameter} => {{\n{body}\n}});")


def token(**claims: object) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in ({"alg": "HS256"}, claims))
    return ".".join([*(part.rstrip("=") for part in parts), "c2lnbmF0dXJl"])


def found(text: str) -> list[Finding]:
    return check(Page(text.replace(HERE, "")))


def codes(text: str) -> list[str]:
    return [finding.code for finding in found(text)]


def place(text: str) -> tuple[int, int]:
    before = text[: text.index(HERE)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def test_an_event_that_may_be_there_is_no_mistake() -> None:
    for script in (
        "pywidget.on('verdict', show); pywidget.on('before-report', show);",
        "pywidget.on(name, show); pywidget.on(`${kind}-given-up`, show);",
        "document.addEventListener('pywidget:my-own-thing', show); document.addEventListener('verdcit', show);",
        "shop.on('verdcit', show); on('verdcit', show);",
    ):
        assert found(page(script=script)) == [], script


def test_a_page_without_mistakes() -> None:
    assert found(page()) == []


def test_the_page_of_the_readme() -> None:
    assert codes(
        '<ats-widget site-key="cpk_…" ats-url="https://ats.api.allfeat.org"></ats-widget>\n'
        '<script src="/static/pywidget.js" data-token-url="/api/ats-token" data-analytics="segment"></script>'
    ) == ["token-missing"]


FAILED = "allfeat:failed"
EXPIRED = "allfeat:token-expired"

MISTAKES: list[tuple[str, str]] = [
    # The script tag
    ("pywidget-missing", page(tag="", script="ask().then((token) => widget.setToken(token));")),
    ("pywidget-twice", page(body=HERE + TAG)),
    ("pywidget-module", page(tag=TAG.replace("src=", HERE + 'type="module" src='))),
    ("pywidget-late", page(tag=TAG.replace("src=", HERE + "defer src="))),
    ("pywidget-late", page(tag=TAG.replace("></", f" {HERE}async></"))),
    ("pywidget-late", page(head="", tag=TAG.replace("src=", HERE + "async src="))),
    (
        "pywidget-late",
        page(tag=TAG.replace("src=", HERE + "defer src="), body=WIDGET_SCRIPT.replace("src=", "async src="), head=""),
    ),
    ("pywidget-used-before", page(head=f"<script>\n  {HERE}pywidget.on('verdict', show);\n</script>")),
    ("pywidget-used-before", page(head=f"<script>let x = 1; {HERE}window.pywidget.tokenProvider(ask);</script>")),
    ("attribute-unknown", with_attributes(f'{HERE}data-token-urll="/t"')),
    ("attribute-unknown", with_attributes(f'{HERE}data-tokenFunction="ask"')),
    ("attribute-unknown", with_attributes(f'{HERE}data-token-urls="1"')),
    ("attribute-value", with_attributes(f'{HERE}data-reset="always"')),
    ("attribute-value", with_attributes(f'\n    {HERE}data-token-timeout="99"')),
    ("attribute-value", with_attributes(f'{HERE}data-login-url="javascript:alert(1)"')),
    ("attribute-value", with_attributes(f'{HERE}data-token-headers="X-Tenant"')),
    ("attribute-value", with_attributes(f'{HERE}data-token-headers="X Tenant: acme"')),
    ("attribute-value", with_attributes(f'{HERE}data-token-headers="X-Site: 3; Cookie: a=b"')),
    ("attribute-value", with_attributes(f'{HERE}data-token-headers="sec-fetch-site: none"')),
    ("attribute-value", with_attributes(f'{HERE}data-token-headers="X-Töken: 1"')),
    ("attribute-value", with_attributes(f'{HERE}data-token-headers="X-A: ✓"')),
    ("attribute-value", with_attributes(f'{HERE}data-contact="help at example"')),
    ("attribute-value", with_attributes(f'{HERE}data-watch="/api/* allfeat-ap"')),
    ("attribute-value", with_attributes(f'{HERE}data-watch="/api/*, /other/* mori"')),
    ("attribute-value", with_attributes(f'{HERE}data-watch="api/* mori"')),
    ("attribute-prefix", with_attributes(f'{HERE}login-url="/login"')),
    ("attribute-alone", with_attributes(f'{HERE}data-csrf-cookie="csrftoken"')),
    ("attribute-alone", with_attributes(f'{HERE}data-csrf-header="X-CSRFToken"')),
    ("analytics-url-missing", with_attributes(f'{HERE}data-analytics="segment, beacon"')),
    ("analytics-url-missing", with_attributes(f'{HERE}data-analytics="otlp"')),
    ("token-source-missing", page(tag=HERE + '<script src="pywidget.js" data-first-token="on"></script>')),
    (
        "token-url-cross-origin",
        page(
            tag=f'<script src="p/pywidget.js" data-first-token="on" {HERE}data-token-url="https://api.example/t"></script>'
        ),
    ),
    # The widget
    ("widget-missing", page(widget="")),
    ("widget-attribute-missing", page(widget=HERE + '<ats-widget ats-url="https://ats.example"></ats-widget>')),
    ("widget-attribute-missing", page(widget=HERE + '<ats-widget site-key="cpk_1" ats-url=" "></ats-widget>')),
    ("token-missing", page(widget=HERE + WIDGET, tag='<script src="pywidget.js" data-token-url="/t"></script>')),
    ("token-attribute", page(widget=WIDGET.replace("site-key", HERE + 'token="first" site-key'))),
    ("generations-mixed", page(head=WIDGET_SCRIPT + "\n" + HERE + WIDGET_SCRIPT.replace("v3", "v1"))),
    ("generations-mixed", page(head=WIDGET_SCRIPT + HERE + WIDGET_SCRIPT.replace("v3", "2.0.1"))),
    ("widget-script-twice", page(head=WIDGET_SCRIPT, body=HERE + WIDGET_SCRIPT)),
    # Handlers
    ("event-unknown", page(script=f"{HERE}pywidget.on('verdcit', show);")),
    ("event-unknown", page(script=f"{HERE}window.pywidget?.on('no-such-event', show);")),
    ("event-unknown", page(script=f'{HERE}document.addEventListener("pywidget:verdicts", show);')),
    ("form-thrown-away", listening(FAILED, f"  show(e);\n  {HERE}widget.reset();")),
    ("form-thrown-away", listening("allfeat:error", f"setTimeout(() => {HERE}e.target.reset(), 100)")),
    (
        "form-thrown-away",
        page(script=f"widget.addEventListener('{FAILED}', function () {{ {HERE}this.reset() }});"),
    ),
    ("error-field-read", listening(FAILED, f"show({HERE}e.detail.error)")),
    ("error-field-read", listening(FAILED, f"const {{ code, {HERE}error }} = e.detail; show(error)")),
    ("error-field-read", listening("allfeat:error", f"const d = e.detail; show({HERE}d?.error)")),
    ("error-field-read", listening("allfeat:error", "show(why)", f"({{ detail: {{ {HERE}error: why }} }})")),
    ("error-field-read", listening("allfeat:error", f"show({HERE}detail.error)", "({ detail })")),
    ("error-field-read", listening("allfeat:error", f"const {{ detail }} = e; show({HERE}detail.error)", "e")),
    ("message-compared", listening(FAILED, f"{HERE}switch (e.detail.message) {{ case 'Widget disabled.': hide(); }}")),
    ("message-compared", listening(FAILED, f"if ({HERE}e.detail.message === 'Network error') retry();")),
    (
        "message-compared",
        listening(FAILED, f"const {{ message }} = e.detail; if ({HERE}message.includes('expired')) go();"),
    ),
    ("message-compared", listening(FAILED, f"if ({HERE}/too many/i.test(e.detail.message)) wait();")),
    (
        "message-compared",
        listening(FAILED, f"const m = e.detail.message; if ({HERE}m.toLowerCase().startsWith('x')) go();"),
    ),
    (
        "session-codes-swallowed",
        listening(FAILED, f"  {HERE}if (e.detail.code.startsWith('session.')) return;\n show(e);"),
    ),
    (
        "session-codes-swallowed",
        listening(
            FAILED,
            "const { code } = e.detail;\n▶if (code.startsWith('session.') || code.startsWith('common.auth.')) {\n"
            "  // renewed elsewhere\n  return;\n}\nshow(code);",
        ),
    ),
    (
        "session-codes-swallowed",
        listening(FAILED, f"{HERE}if (/^session\\./.test(e.detail.code)) return false; show(e);"),
    ),
    ("session-codes-swallowed", listening(FAILED, f"{HERE}if (!e.detail.code.startsWith('session.')) {{ show(e); }}")),
    # Policy
    ("csp-wasm", page(head=f"""<meta http-equiv="Content-Security-Policy" {HERE}content="script-src 'self'">""")),
    ("csp-wasm", page(head=f"""<META HTTP-EQUIV="content-security-policy" {HERE}CONTENT="default-src *">""")),
    (
        "csp-script",
        page(
            head=f"""<meta http-equiv="Content-Security-Policy"
          {HERE}content="script-src https://cdn.example 'wasm-unsafe-eval'">""",
            tag=TAG.replace("/static", "https://own.example"),
        ),
    ),
    (
        "csp-script",
        page(
            head=f"""<meta http-equiv="Content-Security-Policy"
          {HERE}content="script-src 'self' 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'">"""
        ),
    ),
    (
        "csp-connect",
        page(head=f"""<meta http-equiv="Content-Security-Policy" {HERE}content="connect-src 'self'">"""),
    ),
    (
        "csp-connect",
        page(
            head=f"""<meta http-equiv="Content-Security-Policy"
          {HERE}content="connect-src 'self' https://ats.example">""",
            tag=TAG.replace("src=", 'data-messages="https://texts.example/own.json" src='),
        ),
    ),
    # Secrets
    ("secret-key", page(body=f"<!-- old key: {HERE}csk_0123456789abcdef -->")),
    ("secret-key", page(script=f"const key = '{HERE}afo_sk_live_0123456789abcdef';")),
    ("secret-key", page(body=f'<div data-key="{HERE}wfx_0123456789abcdef"></div>')),
    ("secret-key", page(script=f"const key = '{HERE}{token(role='service_role', iat=1, exp=9_999_999_999)}';")),
    ("secret-key", page(body=f"{HERE}csk_your_0123456789")),
    ("secret-key", page(body=f"{HERE}csk_secretabcdefgh")),
    ("token-in-source", page(script=f"widget.setToken('{HERE}{JWT}');")),
    ("token-in-source", page(script=f"const t = '{HERE}{token(iat=1_700_000_000, exp=1_700_000_300)}';")),
    ("token-in-source", page(script=f"const t = '{HERE}{token(exp=1_700_000_300)}';")),
    ("token-in-source", page(script=f"const t = '{HERE}{JWT[:20]}.eyJub25lIjoi.x';")),
    # One mistake is one finding.
    ("token-attribute", page(widget=WIDGET.replace("site-key", f'{HERE}token="{JWT}" site-key'))),
    ("attribute-unknown", page(tag=TAG.replace("data-first-token", HERE + "data-frist-token"))),
    ("attribute-prefix", page(tag=TAG.replace("data-first-token", HERE + "first-token"))),
    *[
        ("attribute-value", page(tag=TAG.replace('data-first-token="on"', f"{HERE}data-first-token{value}")))
        for value in ('="yes"', '="true"', '=""', "")
    ],
    ("attribute-unknown", page(tag=TAG.replace("data-token-url", HERE + "data-token-urll"))),
    ("attribute-unknown", with_attributes(f'data-analytics="beacon" {HERE}data-analytics-ulr="/c"')),
    ("attribute-unknown", with_attributes(f'data-csrf-cookie="c" {HERE}data-csrf-haeder="X-C"')),
    ("attribute-unknown", page(widget="<p></p>", tag=TAG.replace("src=", HERE + 'data-widgte="my-widget" src='))),
    ("pywidget-missing", page(tag="")),
    ("token-missing", page(widget=HERE + WIDGET, tag=TAG.replace('token="on"', 'token="off"'))),
    ("token-missing", page(widget=HERE + WIDGET, tag=TAG.replace("data-first-token", "data-other"))),
]


@pytest.mark.parametrize(("code", "text"), MISTAKES)
def test_a_mistake_is_found_where_it_is(code: str, text: str) -> None:
    findings = found(text)
    assert [finding.code for finding in findings] == [code]
    finding = findings[0]
    assert (finding.line, finding.column) == (place(text) if HERE in text else (1, 1))
    kind = KINDS[code]
    assert (finding.level, finding.why, finding.todo) == (kind.level, kind.why, kind.todo)
    assert finding.what


def test_every_kind_of_mistake_is_tried() -> None:
    tried = {code for code, _ in MISTAKES} | {"token-set-at-once", "renewed-twice"}
    assert tried == set(KINDS)


@pytest.mark.parametrize(
    "script",
    [
        "if (window.pywidget) pywidget.flush()",
        "if (typeof pywidget !== 'undefined') { pywidget.on('verdict', f); pywidget.flush() }",
        "if ('undefined' == typeof window.pywidget) { wait() } else { pywidget.flush() }",
        "if (!window.pywidget) { wait() } else pywidget.flush()",
        "if (!window.pywidget || stopped) wait(); else pywidget.flush()",
        "typeof pywidget !== 'undefined' && pywidget.flush()",
        "window.pywidget && ready && window.pywidget.flush()",
        "!window.pywidget || pywidget.flush()",
        "if (ready) { if ('pywidget' in window && ready) pywidget.flush() }",
        "const x = typeof pywidget === 'object' ? pywidget.version : null",
        "const x = window['pywidget'] == null ? null : pywidget.version",
        "const there = !!window.pywidget; if (there) pywidget.flush()",
        "if (window.pywidget?.flush) pywidget.flush()",
        "if (typeof window.pywidget?.flush === 'function') pywidget.flush()",
        "if (Object.hasOwn(window, 'pywidget')) pywidget.flush()",
        "while (window.pywidget) { pywidget.flush(); break }",
        "try { pywidget.flush() } catch {}",
        "try { pywidget.flush() } catch (e) { log(e) } finally { done() }",
        "(function () { if (!window.pywidget) return; pywidget.flush() })()",
        "{ if (typeof pywidget === 'undefined') { throw new Error('no pywidget') }\n pywidget.flush() }",
        "var pywidget = window.pywidget || {}; pywidget.x = 1",
        "window.pywidget = window.pywidget || {}; window.pywidget.x = 1",
        "window.pywidget ||= {}; pywidget.x = 1",
        "window.pywidget ||= {};</script><script>pywidget.x = 1",
    ],
)
def test_a_use_that_asks_first(script: str) -> None:
    assert codes(page(head=f"{WIDGET_SCRIPT}<script>{script}</script>")) == []


@pytest.mark.parametrize(
    "script",
    [
        "if (!window.pywidget) ▶pywidget.flush()",
        "if (window.pywidget) { wait() } else { ▶pywidget.flush() }",
        "if (window.pywidget || ready) ▶pywidget.flush()",
        # To read a name that does not exist is the same mistake.
        "if (pywidget) ▶pywidget.flush()",
        "pywidget && ▶pywidget.flush()",
        "window.pywidget || ▶pywidget.flush()",
        "if (typeof pywidget === 'undefined') ▶pywidget.flush()",
        "if (typeof widget !== 'undefined') ▶pywidget.flush()",
        "if ('other' in window) ▶pywidget.flush()",
        "if (window.pywidget !== null) ▶pywidget.flush()",
        "if (Object.hasOwn(window, 'other')) ▶pywidget.flush()",
        "if (▶window.pywidget.flush) ready()",
        "if (window.pywidget) { go() }\n▶pywidget.flush()",
        "if (!window.pywidget) { wait() }\n▶pywidget.flush()",
        "if (window.pywidget) throw 1;\n▶pywidget.flush()",
        "try { ▶pywidget.flush() } finally { done() }",
        "try { go() } catch { ▶pywidget.flush() }",
        "var pywidget = window.pywidget; ▶pywidget.x = 1",
        "var pywidget; ▶pywidget.x = 1",
        "▶pywidget.x = 1; window.pywidget = {}",
        "function f() { window.pywidget = {} }\n▶pywidget.x = 1",
        "const a = b, b = a; if (a) ▶pywidget.flush()",
        "do { ▶pywidget.flush() } while (window.pywidget)",
    ],
)
def test_a_use_that_does_not_ask(script: str) -> None:
    text = page(head=f"{WIDGET_SCRIPT}<script>\n{script}\n</script>")
    [finding] = found(text)
    assert (finding.code, finding.line, finding.column) == ("pywidget-used-before", *place(text))


@pytest.mark.parametrize(
    "script",
    [
        "widget.addEventListener(EXPIRED, (e) => { ▶widget.setToken(cached); });",
        "widget.addEventListener(EXPIRED, () => ▶widget.setToken(cached));",
        "widget.addEventListener(EXPIRED, async () => { ▶widget.setToken(cached); await log(); });",
        "widget.addEventListener(EXPIRED, e => { ▶e.target.setAttribute('token', cached); });",
        "widget.addEventListener(EVENT_NAMES.TOKEN_EXPIRED, function () { ▶this.setToken(cached); });",
        "function renew() { ▶widget.setToken(cached) }\nwidget.addEventListener(EXPIRED, renew);",
        "const renew = () => { ▶widget.setToken(cached) }\nw.addEventListener(EXPIRED, () => renew(), { once: true });",
        "$('ats-widget').on(EXPIRED, () => { widgets.forEach((w) => ▶w.setToken(cached)); });",
        "for (const name of [EXPIRED]) { document.addEventListener(name, () => { ▶widget.setToken(cached) }) }",
        "['token-expired'].forEach(n => w.addEventListener(`allfeat:${n}`, () => { ▶w.setToken(cached) }));",
        "const NAME = EXPIRED; widget.addEventListener(NAME, () => { ▶widget.setToken(cached) });",
    ],
)
def test_a_token_that_is_set_at_once(script: str) -> None:
    text = page(tag=TAG.replace("data-token-url", "data-contact"), script=script.replace("(EXPIRED", f"('{EXPIRED}'"))
    text = text.replace("[EXPIRED]", f"['{EXPIRED}']").replace("= EXPIRED;", f"= '{EXPIRED}';")
    findings = [finding for finding in found(text) if finding.code == "token-set-at-once"]
    assert [(finding.line, finding.column) for finding in findings] == [place(text)]


@pytest.mark.parametrize(
    "body",
    [
        "const { token } = await ask(); widget.setToken(token);",
        "widget.setToken(await ask());",
        "await null; widget.setToken(cached);",
        "ask().then((token) => widget.setToken(token));",
        "setTimeout(() => widget.setToken(cached));",
        "queueMicrotask(() => widget.setToken(cached));",
        "renew();\nasync function renew() { widget.setToken(await ask()); }",
        "button.onclick = () => widget.setToken(cached);",
        "button.addEventListener('click', () => widget.setToken(cached));",
    ],
)
def test_a_token_that_is_set_later(body: str) -> None:
    assert "token-set-at-once" not in codes(listening(EXPIRED, body))


def test_two_renewals() -> None:
    own = listening(EXPIRED, "widget.setToken(await ask())")
    assert codes(own) == ["renewed-twice"]
    # This is what its advice leads to, so that nothing is to be said of it.
    assert codes(own.replace("data-token-url", "data-contact")) == []
    logging = listening(EXPIRED, "log(await ask())").replace("data-token-url", "data-contact")
    assert codes(logging) == ["token-source-missing"]
    elsewhere = listening("click", "widget.setToken(await ask())").replace("data-token-url", "data-contact")
    assert codes(elsewhere) == ["token-source-missing"]
    assert codes(listening(EXPIRED, "log(e.detail.pendingAction)")) == []


@pytest.mark.parametrize(
    "text",
    [
        # The script tag
        page(tag=TAG.replace("pywidget.js", "pywidget.min.js?v=2#x")),
        page(head=f"{TAG.replace('src=', 'defer src=')}{WIDGET_SCRIPT.replace('src=', 'type=module src=')}", tag=""),
        page(head=WIDGET_SCRIPT + TAG, tag=""),
        page(script="pywidget.on('verdict', show);"),
        page(head="<script>addEventListener('load', () => pywidget.flush());</script>"),
        page(head="<script>window.pywidget?.flush();</script>"),
        page(head="<script type=module>pywidget.flush();</script>"),
        page(tag=f"{TAG.replace('data-token-url', 'data-contact')}<script>pywidget.tokenProvider(ask)</script>"),
        page(tag='<script type="mpy" config="pyscript.toml">from pywidget import start\nstart()</script>'),
        page(tag="<script>load('/static/pywidget.js').then(() => widget.setToken(first))</script>"),
        with_attributes('data-csrf-cookie="csrftoken" data-csrf-header="X-CSRFToken"'),
        with_attributes('data-analytics="beacon segment my.sink" data-analytics-url="/collect"'),
        with_attributes('DATA-RESET="Ask" data-sample-rate=".5" data-lang="fr" nonce="abc" integrity="sha384-x"'),
        with_attributes('data-token-timeout="{{ timeout }}" data-reset="<%= reset %>"'),
        with_attributes('data-watch="/api/* mori, https://api.allfeat.org allfeat-api"'),
        with_attributes('data-watch="/api/* acme" data-profile="/acme.json"'),
        with_attributes('data-watch="{{ patterns }}"'),
        with_attributes(
            'data-token-headers="X-Tenant: acme: 1; Cookies: no; X-Sec-A: é ü;" data-contact="/contact us"'
        ),
        with_attributes('data-token-headers="Cookie {{ a }}: b"'),
        *[
            page(tag=TAG.replace("/static/pywidget.js", src))
            for src in (
                "{% static 'pywidget/pywidget.js' %}",
                '{% static "pywidget/pywidget.js" %}',
                "{{ url_for('static', filename='pywidget/pywidget.js') }}",
                '{{ asset("pywidget/pywidget.js") }}?v={{ version }}',
                '<%= asset_path "pywidget.js" %>',
                "<?= $base ?>/pywidget.js",
            )
        ],
        page(
            head='<link rel="canonical" href="https://music.example/register">',
            tag=TAG.replace("/api/", "https://music.example/api/"),
        ),
        page(tag=TAG.replace('"/api/ats-token"', '"https://api.example/t" data-token-credentials="include"')),
        # The widget
        page(widget="<my-widget></my-widget>", tag=TAG.replace("src=", 'data-widget="my-widget" src=')),
        page(widget="", tag='<script src="pywidget.js" data-profile="/mori.json"></script>'),
        page(widget="", tag='<script src="pywidget.js" data-watch="/api/* mori"></script>'),
        page(widget="", script="document.body.append(document.createElement('ats-widget'))"),
        page(
            widget="<ats-widget></ats-widget>", script="w.setAttribute('site-key', key); w.setAttribute('ats-url', url)"
        ),
        page(widget="<ats-widget></ats-widget>", body='<script src="app.js"></script>'),
        page(
            widget=WIDGET.replace("site-key", 'token="{{ token }}" site-key'),
            tag=TAG.replace(' data-first-token="on"', ""),
        ),
        page(tag=TAG.replace(' data-first-token="on"', ""), script="ask().then((token) => widget.setToken(token))"),
        page(head=WIDGET_SCRIPT.replace("/v3/", "/latest/")),
        # Handlers
        listening(
            FAILED, "const { code, requestId } = e.detail; show(code, requestId); console.error(e.detail.message);"
        ),
        listening(FAILED, "try { x() } catch (error) { show(error); show(other.error) }"),
        listening(FAILED, "if (e.detail.code === 'session.key_inactive') return;"),
        listening(FAILED, "if (e.detail.code.startsWith('session.')) { signIn(); return; }"),
        listening(FAILED, "if (!e.detail.code.startsWith('session.')) return; signIn();"),
        listening(FAILED, "if (!e.detail.code.startsWith('session.')) { show(e); return; } signIn();"),
        listening(FAILED, "if (e.detail.code.startsWith('organization.')) return; show(e);"),
        listening(FAILED, "form.reset(); button.onclick = () => widget.reset();"),
        listening(FAILED, "if (e.detail.message) show(e.detail.message);"),
        listening("allfeat:download-failed", "if (e.detail.message === 'x') show(e.detail.error);"),
        listening("allfeat:complete", "widget.reset()"),
        listening("click", "show(e.detail.error)"),
        page(
            head=WIDGET_SCRIPT.replace("v3", "v1"), script=f"w.addEventListener('{FAILED}', e => show(e.detail.error))"
        ),
        page(script="const html = '<ats-widget>'; // widget.addEventListener('allfeat:failed', e => e.detail.error)"),
        page(body='<script type="application/json">{"x": "widget.reset()"}</script>'),
        # Policy
        page(
            head="""<meta http-equiv="Content-Security-Policy" content="default-src 'none';
            script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' https://ats.example; img-src *">"""
        ),
        page(
            head="""<meta http-equiv="Content-Security-Policy"
            content="script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'">""",
            tag=TAG.replace("src=", 'nonce="abc" src='),
        ),
        page(head="""<meta http-equiv="Content-Security-Policy" content="{{ policy }}">"""),
        page(head="""<meta http-equiv="Content-Security-Policy" content="img-src 'none'">"""),
        page(head="""<meta http-equiv="Content-Security-Policy-Report-Only" content="default-src 'none'">"""),
        # Secrets
        page(body="Keys begin with csk_ or afo_sk_; the page's own is cpk_0123456789abcdef."),
        page(body="<!-- csk_your_key_here, csk_xxxxxxxx, csk_live_REPLACE_ME, afo_sk_000000 -->"),
        page(script=f"createClient(url, '{token(iss='supabase', ref='a', role='anon', iat=1, exp=9_999_999_999)}')"),
        page(script=f"createClient(url, '{token(role='anon')}')"),
        page(script=f"Ion.defaultAccessToken = '{token(jti='a', id=7, iat=1_700_000_000)}'"),
        page(script=f"const key = '{token(exp=99_999_999_999)}'"),
        page(body="The header eyJhbGciOiJIUzI1NiJ9 alone is no token."),
        # What only looks like a tag
        page(
            body=f"<textarea>{TAG}</textarea><!-- {TAG} --><noscript><script src='ats-widget.js'></script></noscript>"
        ),
        page(body=f"<title>{WIDGET_SCRIPT}</title><script>const s = '<script src=ats-widget.js>';</script>"),
    ],
)
def test_what_is_right_is_left_in_peace(text: str) -> None:
    assert codes(text) == []


def test_the_sample_that_everybody_copies() -> None:
    """What the widget's own guides show, boiled down: each of its four mistakes is found."""
    script = """
    const widget = document.querySelector('ats-widget');
    ['allfeat:failed', 'allfeat:error'].forEach((eventName) => {
      widget.addEventListener(eventName, (e) => track(eventName, { error: e.detail.error }));
    });
    widget.addEventListener('allfeat:failed', (e) => {
      const { code } = e.detail;
      if (code.startsWith('session.') || code.startsWith('common.auth.')) { return; }
      if (code.startsWith('organization.')) { show('Contact your administrator'); return; }
      switch (code) {
        case 'RATE_LIMITED': show('Wait a moment'); break;
        default: show('Try again'); widget.reset();
      }
    });
    widget.addEventListener('allfeat:token-expired', async () => { widget.setToken(await ask()); });
    """
    assert codes(page(script=script)) == [
        "error-field-read",
        "session-codes-swallowed",
        "form-thrown-away",
        "renewed-twice",
    ]


def test_all_attributes_that_pywidget_reads_are_known() -> None:
    for name in (*CHOICES, *NUMBERS, *TEXTS):
        value = CHOICES[name][-1] if name in CHOICES else "1" if name in NUMBERS else "/x"
        assert "attribute-unknown" not in codes(page(tag=f'<script src="pywidget.js" {name}="{value}"></script>'))


def test_a_finding_says_what_the_console_would() -> None:
    findings = found(with_attributes('data-reset="always" data-boot="soon" data-token_url="/x"'))
    assert [finding.what for finding in findings] == [
        'data-reset="always" is none of: never, ask, allowed. Using "never".',
        'data-boot="soon" is none of: error, idle, now. Using "error".',
        "data-token_url is no attribute of pywidget. Did you mean data-token-url?",
    ]


def test_a_secret_is_not_repeated() -> None:
    text = page(script=f"const key = 'csk_PLANTED0123456789', token = '{JWT}';")
    assert codes(text) == ["secret-key", "token-in-source"]
    assert "PLANTED" not in repr(found(text))
    assert JWT not in repr(found(text))


def test_places_are_counted_in_characters_and_lines_of_all_kinds() -> None:
    text = page(body="<p>é😀</p>\r\n<p>\r</p>é😀<!-- ▶csk_0123456789 -->\r\n")
    (finding,) = found(text)
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    assert (finding.line, finding.column) == place(normal)
    script = page(
        script="const s = 'é😀'; widget.addEventListener('allfeat:failed', (e) => show('é😀', ▶e.detail.error));"
    )
    (finding,) = found(script)
    assert (finding.line, finding.column) == place(script)


@pytest.mark.parametrize(
    ("sources", "url", "origin", "expected"),
    [
        ("*", "https://a.example/x", "", True),
        ("*", "/x", "", True),
        ("'none'", "/x", "", False),
        ("", "/x", "", False),
        ("'self'", "/x", "", True),
        ("'self'", "x", "", True),
        ("'SELF'", "x", "", True),
        ("'self'", "https://a.example/x", "", False),
        ("'self'", "https://a.example/x", "https://a.example", True),
        ("https:", "https://a.example/x", "", True),
        ("https:", "http://a.example/x", "", False),
        ("a.example", "https://a.example/x", "", True),
        ("https://a.example", "https://a.example/x", "", True),
        ("https://a.example", "http://a.example/x", "", False),
        ("http://a.example", "https://a.example/x", "", True),
        ("https://A.example", "https://a.Example/x", "", True),
        ("a.example", "https://b.example/x", "", False),
        ("*.example", "https://a.example/x", "", True),
        ("*.a.example", "https://a.example/x", "", False),
        ("a.example:8443", "https://a.example:8443/x", "", True),
        ("a.example", "https://a.example:8443/x", "", False),
        ("a.example:*", "https://a.example:8443/x", "", True),
        ("a.example:443", "https://a.example/x", "", True),
        ("a.example/api/", "https://a.example/api/t", "", True),
        ("a.example/api", "https://a.example/api/t", "", False),
        ("a.example/api/t", "https://a.example/api/t", "", True),
        # The page's own origin may be the one that is named.
        ("https://a.example", "/x", "", True),
        ("https://a.example", "/x", "https://a.example", True),
        ("https://a.example", "/x", "https://b.example", False),
        ("https://a.example/static/", "/static/x", "https://a.example", True),
        ("https://a.example/static/", "/other/x", "https://a.example", False),
    ],
)
def test_what_a_policy_allows(sources: str, url: str, origin: str, expected: bool) -> None:  # noqa: FBT001  a table
    assert Policy("").allows(url, sources.split(), origin) is expected


def test_which_directive_counts() -> None:
    policy = Policy("default-src a; SCRIPT-SRC b c; script-src d;; ")
    assert policy.sources("script-src") == ["b", "c"]
    assert policy.sources("connect-src") == ["a"]
    assert policy.sources("script-src-elem", "script-src") == ["b", "c"]
    assert Policy("img-src x").sources("connect-src") is None


# ---- whatever the page is -----------------------------------------------------------------------------------------

PIECES = [
    "<",
    ">",
    "</",
    "<!",
    "<![",
    "<!--",
    "-->",
    "<?",
    "&#",
    "&#xffffffff;",
    '"',
    "'",
    "=",
    "\n",
    "\r",
    "\0",
    "\ud800",
    "é😀",
    "<script>",
    "</script>",
    "<script src=pywidget.js data-x",
    '<ats-widget token="',
    "<textarea>",
    "<base href='https://[::'>",
    '<meta http-equiv=content-security-policy content="',
    "script-src ; ;; 'nonce-",
    "widget.addEventListener('allfeat:failed', ",
    "(e) => {",
    "async function f() { await f(); f() }",
    "e.detail.error",
    "{ detail: { error",
    "=> f",
    "`${",
    "/^session/.test(",
    "if (",
    "switch (",
    "pywidget.on(",
    " data-token-url=https://[x",
    TAG,
    WIDGET,
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_no_page_raises(text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 1
    for finding in check(Page(text)):
        assert finding.code in KINDS
        assert 1 <= finding.line <= lines
        assert finding.column >= 1


def test_deep_and_long_scripts_are_survived() -> None:
    nested = "(" * 3_000 + "e" + ")" * 3_000
    calls = "".join(f"function f{i}() {{ f{i + 1}(); f{i + 1}(); }}\n" for i in range(300))
    script = f"widget.addEventListener('allfeat:failed', (e) => {{ f0(); {nested}; }});\n{calls}"
    assert codes(page(script=script)) == []


# ---- the command --------------------------------------------------------------------------------------------------


def run(tmp_path: Path, text: str | bytes, *options: str) -> Result:
    file = tmp_path / "page.html"
    file.write_bytes(text if isinstance(text, bytes) else text.replace(HERE, "").encode())
    return CliRunner().invoke(command, [str(file), *options], env={"COLUMNS": "80"})


def test_without_errors_it_succeeds(tmp_path: Path) -> None:
    clean = run(tmp_path, page())
    assert (clean.exit_code, clean.output) == (0, "no errors, no warnings\n")
    warned = run(tmp_path, page(tag=TAG.replace("src=", "defer src=")))
    assert warned.exit_code == 0
    assert warned.output.endswith("no errors, 1 warning\n")


def test_with_an_error_it_fails_and_says_where(tmp_path: Path) -> None:
    text = listening(FAILED, f"show({HERE}e.detail.error)")
    result = run(tmp_path, text)
    assert result.exit_code == 1
    line, column = place(text)
    head, *rest = result.output.splitlines()
    assert head == f"{tmp_path / 'page.html'}:{line}:{column}: error error-field-read"
    kind = KINDS["error-field-read"]
    said = re.sub(r"\s+", " ", " ".join(rest))
    assert kind.why in said
    assert f"→ {kind.todo}" in said
    assert all(len(told) <= 80 for told in rest)
    assert result.output.endswith("1 error, no warnings\n")


def test_json_has_everything(tmp_path: Path) -> None:
    result = run(tmp_path, page(tag=TAG.replace("src=", "defer src="), widget="<ats-widget></ats-widget>"), "--json")
    assert result.exit_code == 1
    told: Any = json.loads(result.stdout)
    assert set(told) == {"page", "findings", "errors", "not_read", "notes"}
    assert told["errors"] == 2
    assert [finding["code"] for finding in told["findings"]] == [
        "widget-attribute-missing",
        "widget-attribute-missing",
        "pywidget-late",
    ]
    assert set(told["findings"][0]) == set(Finding._fields)


def test_what_is_not_read_is_said(tmp_path: Path) -> None:
    scripts = '<script src="/app.js"></script><script src="https://elsewhere.example/x.js"></script>'
    assert "Not read, because they are in other files: /app.js" in run(tmp_path, page(body=scripts)).output
    assert json.loads(run(tmp_path, page(body=scripts), "--json").stdout)["not_read"] == ["/app.js"]


BRINGS_IT = "pywidget.js is not in the page's own HTML: one of the files that were not read has to bring it."


def test_who_has_to_bring_pywidget_is_said(tmp_path: Path) -> None:
    bundle = '<script type="module" src="/assets/app.js"></script>'
    result = run(tmp_path, page(tag=bundle))
    assert result.exit_code == 0
    assert BRINGS_IT in " ".join(result.output.split())
    assert json.loads(run(tmp_path, page(tag=bundle), "--json").stdout)["notes"] == [BRINGS_IT]
    for other in (TAG + bundle, f"{bundle}<script type=module>import {{ start }} from 'pywidget-errors'</script>", ""):
        assert json.loads(run(tmp_path, page(tag=other), "--json").stdout)["notes"] == []


def test_what_would_change_the_terminal_is_not_printed(tmp_path: Path) -> None:
    output = run(tmp_path, with_attributes('data-reset="\x1b[31m\u202ered"')).output
    assert "\x1b" not in output
    assert "\u202e" not in output


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\xef\xbb\xbf" + page().encode()])
def test_any_bytes_are_read(tmp_path: Path, content: bytes) -> None:
    assert run(tmp_path, content).exit_code in (0, 1)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_what_powershell_writes_is_read(tmp_path: Path, encoding: str) -> None:
    assert run(tmp_path, page().encode(encoding)).output == "no errors, no warnings\n"
    wrong = run(tmp_path, page(tag="").encode(encoding))
    assert wrong.exit_code == 1


def test_what_is_no_text_is_no_page(tmp_path: Path) -> None:
    content = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
    result = run(tmp_path, content)
    assert result.exit_code == 2
    assert "page.html is no text" in result.output
    piped = CliRunner().invoke(command, ["-"], input=content)
    assert (piped.exit_code, "<stdin> is no text" in piped.output) == (2, True)


def test_a_file_that_is_not_there() -> None:
    result = CliRunner().invoke(main, ["check", "missing.html"])
    assert result.exit_code == 2
    assert "missing.html" in result.output


def test_the_command_is_listed() -> None:
    assert "check" in CliRunner().invoke(main, ["--help"]).output


def test_a_page_from_a_pipe() -> None:
    wrong = with_attributes(f'{HERE}data-reset="always"')
    line, column = place(wrong)
    result = CliRunner().invoke(main, ["check", "-"], input=wrong.replace(HERE, ""))
    assert result.exit_code == 1
    assert result.output.startswith(f"<stdin>:{line}:{column}: error attribute-value\n")
    right = CliRunner().invoke(main, ["check", "-", "--json"], input=page())
    assert right.exit_code == 0
    assert json.loads(right.stdout)["page"] == "<stdin>"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Give one page"),
        (["-", "--url", "https://a.example"], "Give one page"),
        (["--url", "page.html"], "page.html is no address"),
        (["--url", "ftp://a.example"], "ftp://a.example is neither"),
        (["--url"], "requires an argument"),
    ],
)
def test_what_is_no_page_is_a_mistake_in_the_command(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(main, ["check", *arguments])
    assert result.exit_code == 2
    assert said in result.output


# ---- what is documented -------------------------------------------------------------------------------------------

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "check.md"


def test_every_kind_of_finding_is_documented() -> None:
    rows = [f"| `{code}` | {kind.level} | {kind.why} {kind.todo} |" for code, kind in KINDS.items()]
    table = DOCUMENT.read_text(encoding="utf-8").partition("\n## What it finds\n")[2].partition("\n\nHow files")[0]
    assert table.strip().splitlines()[2:] == [row.replace("<", "\\<") for row in rows]


def test_the_sample_of_the_document(tmp_path: Path) -> None:
    sample = DOCUMENT.read_text(encoding="utf-8").split("```\n")[2]
    lines = "\n" * 13 + '<script data-debgu="on" src="/static/pywidget.js" data-token-url="/t"></script>'
    text = f'{lines}\n{WIDGET}<script src="/static/app.js"></script>'
    shown = run(tmp_path, text).output.replace(f"{tmp_path}/", "")
    assert shown.strip() == sample.strip()


def test_the_options_of_the_document_are_there() -> None:
    shown = CliRunner().invoke(main, ["check", "--help"]).output
    for option in re.findall(r"--[a-z]+", DOCUMENT.read_text(encoding="utf-8").partition("## What it reads")[0]):
        assert option in shown
