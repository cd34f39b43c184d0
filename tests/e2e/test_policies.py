"""Content Security Policies: ``pywidget check`` says that one refuses pywidget exactly if Chromium refuses it."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from pywidget.check import Page, check
from pywidget.check.policy import header_findings

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page as Tab
    from site_for_tests import Site

WASM = "'wasm-unsafe-eval'"
PLAIN = '<script src="/pywidget/pywidget.js" data-token-url="/token" data-boot="now"></script>'
NONCE = PLAIN.replace("src=", 'nonce="abc" src=')
OTHER_NONCE = PLAIN.replace("src=", 'nonce="xyz" src=')
#: HASH stands for that of pywidget.js.
HASHED = PLAIN.replace("src=", 'integrity="HASH" src=')
META = '<meta http-equiv="Content-Security-Policy" content="{}">'
WIDGET = '<ats-widget site-key="cpk_1" ats-url="/ats" token="{{ token }}"></ats-widget>'

#: Its header, the page's head and body, and the codes of what is found in it.
POLICIES: dict[str, tuple[str, str, str, set[str]]] = {
    "self": (f"script-src 'self' {WASM}", "", PLAIN, set()),
    "without WebAssembly": ("script-src 'self'", "", PLAIN, {"csp-wasm"}),
    "nonce": (f"script-src 'nonce-abc' {WASM}", "", NONCE, set()),
    "another nonce": (f"script-src 'nonce-abc' {WASM}", "", OTHER_NONCE, {"csp-script"}),
    "a nonce in the other case": (f"script-src 'nonce-ABC' {WASM}", "", NONCE, {"csp-script"}),
    "nonce, strict-dynamic": (f"script-src 'nonce-abc' 'strict-dynamic' {WASM}", "", NONCE, set()),
    "strict-dynamic ignores hosts": (f"script-src 'self' 'strict-dynamic' {WASM}", "", PLAIN, {"csp-script"}),
    "hash, strict-dynamic": (f"script-src 'HASH' 'strict-dynamic' {WASM}", "", HASHED, set()),
    "hash without integrity": (f"script-src 'HASH' 'strict-dynamic' {WASM}", "", PLAIN, {"csp-script"}),
    "another hash": (f"script-src 'sha384-AAAA' 'strict-dynamic' {WASM}", "", HASHED, {"csp-script"}),
    "a hash does not cover imports": (f"script-src 'HASH' {WASM}", "", HASHED, {"csp-script"}),
    "hash, self": (f"script-src 'HASH' 'self' {WASM}", "", HASHED, set()),
    "one file": (f"script-src http://127.0.0.1:*/pywidget/pywidget.js {WASM}", "", PLAIN, {"csp-script"}),
    "one folder": (f"script-src http://127.0.0.1:*/pywidget/ {WASM}", "", PLAIN, set()),
    "elements apart": (f"script-src {WASM}; script-src-elem 'self'", "", PLAIN, set()),
    "no connections": (f"script-src 'self' {WASM}; connect-src 'none'", "", PLAIN, {"csp-connect"}),
    "two headers": (f"script-src 'self' {WASM}, script-src 'nonce-abc' {WASM}", "", PLAIN, {"csp-script"}),
    "Trusted Types": (
        f"script-src 'self' {WASM}; require-trusted-types-for 'script'; trusted-types 'none'",
        "",
        PLAIN,
        set(),
    ),
    "meta": ("", META.format(f"script-src 'nonce-abc' 'strict-dynamic' {WASM}"), NONCE, set()),
    "meta and header": (f"script-src 'self' {WASM}", META.format("script-src 'self'"), PLAIN, {"csp-wasm"}),
    "header and meta": ("script-src 'self'", META.format(f"script-src 'self' {WASM}"), PLAIN, {"csp-wasm"}),
    "meta after the tag": ("", PLAIN + META.format(f"script-src 'none' {WASM}"), "", {"csp-script"}),
    "meta in the body": ("", "", META.format("script-src 'none'") + PLAIN, set()),
}


def runs(tab: Tab, url: str) -> bool:
    tab.goto(url)
    return bool(tab.evaluate("() => window.pywidget ? pywidget.ready.then(() => true, () => false) : false"))


@pytest.mark.parametrize("name", POLICIES)
def test_the_policy_is_judged_as_the_browser_does(page: Tab, site: Site, bundle: Path, name: str) -> None:
    file = (bundle / "pywidget.js").read_bytes()
    digest = "sha384-" + base64.b64encode(hashlib.sha384(file).digest()).decode()
    policy, head, body, expected = POLICIES[name]
    policy, head, body = (text.replace("HASH", digest) for text in (policy, head, body))
    url = site.page(WIDGET + body, head=head, tag=False, policy=policy)
    assert runs(page, url) is not bool(expected)
    text = f"<!doctype html><html><head>{head}</head><body>{WIDGET}{body}</body></html>"
    checked = Page(text, url)
    assert {finding.code for finding in [*check(checked), *header_findings(checked, policy)]} == expected
