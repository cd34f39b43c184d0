"""``pywidget check URL``: what a server does wrong with pywidget's files is found and named, and nothing else is."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
import pytest
from click.testing import CliRunner, Result
from sites import Reply, Sites

from pywidget.check import served, served_bundle
from pywidget.check.answers import FOREVER, RULES, matches
from pywidget.check.findings import KINDS
from pywidget.check.served import Served, check_address
from pywidget.check.served_kinds import SERVED_KINDS
from pywidget.cli.check import check as command
from tools.build import build, build_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = "https://music.example/register"
OWN = "https://music.example/static/pywidget/"
CDN = "https://cdn.example/pw/"
BUILD = build_name()
TAG = '<script src="/static/pywidget/pywidget.js" data-token-url="/api/ats-token" data-first-token="on"></script>'
FROM_CDN = TAG.replace("/static/pywidget/", CDN)
WIDGET = '<ats-widget site-key="cpk_1" ats-url="https://ats.example"></ats-widget>'
WIDGET_SCRIPT = '<script src="https://widgets.example/ats/v3/ats-widget.iife.js"></script>'
HTML = {"Content-Type": "text/html; charset=utf-8"}
HOME = Reply(b"<!doctype html><title>Home</title>", headers=HTML)
DOCUMENT = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def bundle() -> Path:
    return build()


@pytest.fixture
def sites(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sites]:
    """A page whose site serves pywidget as it should, and another site that does, too."""
    with Sites() as sites:
        sites.put(bundle, OWN)
        sites.put(bundle, CDN, Access_Control_Allow_Origin="*")
        show(sites)
        for asking in (served, served_bundle):
            monkeypatch.setattr(asking, "fetch", sites.fetch)
        yield sites


def show(sites: Sites, tag: str = TAG, head: str = "", **headers: str) -> None:
    text = f"<!doctype html><html><head>{head}{WIDGET_SCRIPT}</head><body>{WIDGET}{tag}</body></html>"
    sites.replies[PAGE] = Reply(text.encode(), headers=HTML).having(**headers)


def in_build(name: str, folder: str = OWN) -> str:
    return f"{folder}{BUILD}/{name}"


def findings(seen: Served) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.code, finding.files) for finding in seen.findings]


# ---- what is right ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", [TAG, FROM_CDN, FROM_CDN.replace("src=", "crossorigin src=")])
def test_what_is_served_as_it_should_is_left_in_peace(sites: Sites, tag: str) -> None:
    show(sites, tag)
    seen = check_address(PAGE)
    assert findings(seen) == []
    assert seen.notes[0].startswith(f"Build {BUILD}: ")


def test_every_file_of_the_build_is_asked_for_once(sites: Sites, bundle: Path) -> None:
    check_address(PAGE)
    inside = [
        path.relative_to(bundle).as_posix()
        for path in (bundle / BUILD).rglob("*")
        if path.is_file() and path.suffix not in (".gz", ".br")
    ]
    assert sorted(url for url, _ in sites.asked) == sorted(
        [PAGE, *(f"{OWN}{name}" for name in ("pywidget.js", "integrity.json", *inside))]
    )


FIRST = '<script src="/static/pywidget/pywidget-first.js"></script>'


def test_what_hears_the_first_requests_is_looked_at_where_the_page_has_it(sites: Sites) -> None:
    address = f"{OWN}pywidget-first.js"
    show(sites)
    check_address(PAGE)
    assert address not in [url for url, _ in sites.asked]
    show(sites, head=FIRST)
    assert findings(check_address(PAGE)) == []
    sites.change(address, lambda reply: reply.having(Cache_Control=FOREVER))
    assert findings(check_address(PAGE)) == [("cache-tag", ("pywidget-first.js",))]
    sites.change(address, lambda reply: replace(reply, body=b"// another file"))
    assert findings(check_address(PAGE)) == [("file-changed", ("pywidget-first.js",))]
    del sites.replies[address]
    assert findings(check_address(PAGE)) == [("file-missing", ("pywidget-first.js",))]


def test_a_page_to_sign_in_is_not_taken_for_the_one_that_was_asked_for(sites: Sites) -> None:
    show(sites)
    sites.replies["https://music.example/mine"] = Reply(
        b"", 302, {"Location": "https://music.example/login?next=/mine"}
    )
    sites.replies["https://music.example/login?next=/mine"] = HOME
    assert (
        "redirected to https://music.example/login?next=/mine, and that page"
        in check_address("https://music.example/mine").notes[0]
    )
    assert not [note for note in check_address(PAGE).notes if "redirected" in note]


def test_nothing_that_says_who_asks_is_sent(sites: Sites) -> None:
    show(sites, FROM_CDN, Set_Cookie="session=1")
    check_address(PAGE)
    sent = {name.lower() for _, headers in sites.asked for name in headers}
    assert sent == {"host", "user-agent", "accept", "accept-encoding", "connection", "origin"}
    # As a browser says it: for what it asks by CORS, and that is not the classic script.
    origins = {url: headers.get("Origin") for url, headers in sites.asked}
    assert origins[PAGE] is origins[f"{CDN}pywidget.js"] is None
    assert origins[in_build("pywidget.romfs", CDN)] == "https://music.example"


@pytest.mark.usefixtures("sites")
def test_the_address_of_the_script_tags_file() -> None:
    seen = check_address(f"{OWN}pywidget.js")
    assert findings(seen) == []
    assert seen.page is None
    assert "No page was read" in seen.notes[-1]


def test_a_tag_with_another_name_beside_its_folder(sites: Sites) -> None:
    """As frameworks rename files by their content: then it may be kept for ever."""
    sites.replies[f"{OWN}pywidget.5ad1.js"] = sites.replies.pop(f"{OWN}pywidget.js").having(Cache_Control=FOREVER)
    show(sites, TAG.replace("pywidget.js", "pywidget.5ad1.js"))
    assert findings(check_address(PAGE)) == []


def test_a_version_in_the_query_may_be_kept_for_ever(sites: Sites) -> None:
    sites.replies[f"{OWN}pywidget.js?v=2"] = sites.replies[f"{OWN}pywidget.js"].having(Cache_Control=FOREVER)
    show(sites, TAG.replace("pywidget.js", "pywidget.js?v=2"))
    assert findings(check_address(PAGE)) == []


def test_a_base_is_where_addresses_begin(sites: Sites) -> None:
    show(sites, TAG.replace("/static/", ""), head='<base href="/static/">')
    sites.replies["https://music.example/static/pywidget/pywidget.js"] = sites.replies[f"{OWN}pywidget.js"]
    assert findings(check_address(PAGE)) == []


@pytest.mark.parametrize("secure", [True, False])
def test_brotli_is_asked_for_where_browsers_do_and_compared(sites: Sites, bundle: Path, *, secure: bool) -> None:
    address = PAGE if secure else PAGE.replace("https:", "http:")
    if not secure:
        sites.put(bundle, OWN.replace("https:", "http:"))
        sites.replies[address] = sites.replies[PAGE]
    packed = brotli.compress((bundle / BUILD / "pywidget.romfs").read_bytes())
    place = in_build("pywidget.romfs").replace("https:", address.partition("/")[0])
    sites.change(place, lambda reply: replace(reply, body=packed).having(Content_Encoding="br"))
    seen = check_address(address)
    offered = {headers["Accept-Encoding"] for _, headers in sites.asked}
    if secure:
        assert offered == {"gzip, br"}
        assert findings(seen) == []
        sites.change(place, lambda reply: replace(reply, body=packed[:-9]))
        assert findings(check_address(address)) == [("file-changed", (f"{BUILD}/pywidget.romfs",))]
    else:
        assert offered == {"gzip"}


def test_without_a_reader_of_brotli_that_is_said(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    seen = check_address(PAGE)
    assert findings(seen) == []
    assert {headers["Accept-Encoding"] for _, headers in sites.asked} == {"gzip"}
    assert any("Brotli were not compared" in note for note in seen.notes)


# ---- what is wrong ------------------------------------------------------------------------------------------------

WASM, ROMFS, MODULE, LANGUAGE = "micropython.wasm", "pywidget.romfs", "pywidget-page.js", "locales/fr.json"


def plain(reply: Reply) -> bytes:
    return gzip.decompress(reply.body) if reply.headers.get("Content-Encoding") == "gzip" else reply.body


def with_body(change: Callable[[bytes], bytes]) -> Callable[[Reply], Reply]:
    """Change what arrives, compressed as before."""
    return lambda reply: replace(reply, body=gzip.compress(change(plain(reply)), 1))


def uncompressed(reply: Reply) -> Reply:
    return replace(reply, body=plain(reply)).having(Content_Encoding="")


def having(**headers: str) -> Callable[[Reply], Reply]:
    return lambda reply: reply.having(**headers)


#: What a server does to one file -> kind, and what is said of it.
ONE_FILE: dict[str, tuple[str, Callable[[Reply], Reply], str, str]] = {
    "module missing": (MODULE, lambda _: Reply(b"", 404), "file-missing", "HTTP 404"),
    "language missing": (LANGUAGE, lambda _: Reply(b"", 404), "file-missing", "HTTP 404"),
    "not allowed": (ROMFS, lambda _: Reply(b"", 403), "file-missing", "HTTP 403"),
    "failing": (WASM, lambda _: Reply(b"", 503), "file-missing", "HTTP 503"),
    "a page": (WASM, lambda _: HOME, "file-html", "a page of HTML"),
    "a page with the right type": (MODULE, with_body(lambda _: HOME.body), "file-html", "HTML"),
    "empty": (MODULE, with_body(lambda _: b""), "file-changed", "empty"),
    "cut": (WASM, with_body(lambda body: body[:-100]), "file-changed", "cut or changed"),
    "one bit": (ROMFS, with_body(lambda body: body[:-1] + bytes([body[-1] ^ 1])), "file-changed", "cut or changed"),
    "minified": (MODULE, with_body(lambda body: body.replace(b"\n", b"")), "file-changed", "cut or changed"),
    "broken off": (
        WASM,
        lambda reply: replace(reply, body=reply.body[:1000], length=len(reply.body)),
        "file-changed",
        "1,000 bytes of",
    ),
    "cut, compressed": (WASM, lambda reply: replace(reply, body=reply.body[:1000]), "file-changed", "decompressed"),
    "compressed, untold": (WASM, having(Content_Encoding=""), "file-changed", "compressed by gzip"),
    "compressed as nobody asked": (WASM, having(Content_Encoding="zstd"), "file-changed", "zstd"),
    "octet-stream": (
        MODULE,
        having(Content_Type="application/octet-stream"),
        "script-type",
        "application/octet-stream",
    ),
    "plain text": ("micropython.js", having(Content_Type="text/plain"), "script-type", "text/plain"),
    "no type": (MODULE, having(Content_Type=""), "script-type", "no Content-Type"),
    "octet-stream for WebAssembly": (
        WASM,
        having(Content_Type="application/octet-stream"),
        "data-type",
        "octet-stream",
    ),
    "text for JSON": (LANGUAGE, having(Content_Type="text/plain"), "data-type", "text/plain"),
    "short": (WASM, having(Cache_Control="max-age=600, immutable"), "cache-build", "max-age=600"),
    "not immutable": (WASM, having(Cache_Control="public, max-age=31536000"), "cache-build", "max-age=31536000"),
    "no cache": (ROMFS, having(Cache_Control="no-cache"), "cache-build", "no-cache"),
    "no word on caching": (LANGUAGE, having(Cache_Control=""), "cache-build", "without Cache-Control"),
    "moved": (WASM, lambda _: Reply(b"", 302, {"Location": in_build(WASM, CDN)}), "redirected", in_build("", CDN)),
    "moved to nowhere": (
        WASM,
        lambda _: Reply(b"", 302, {"Location": in_build(WASM)}),
        "file-missing",
        "redirects more than",
    ),
}


@pytest.mark.parametrize("wrong", ONE_FILE)
def test_a_file_is_named_with_what_is_wrong(sites: Sites, wrong: str) -> None:
    name, change, code, said = ONE_FILE[wrong]
    sites.change(in_build(name), change)
    (finding,) = check_address(PAGE).findings
    assert (finding.code, finding.address, finding.files) == (code, OWN, (f"{BUILD}/{name}",))
    assert said in finding.what
    assert f"{BUILD}/{name}" in finding.what
    kind = SERVED_KINDS[code]
    assert (finding.level, finding.why, finding.todo) == (kind.level, kind.why, kind.todo)


#: The same for the script tag's file.
TAG_FILE: dict[str, tuple[Callable[[Reply], Reply], list[str]]] = {
    "missing": (lambda _: Reply(b"", 404), ["file-missing"]),
    "a page": (lambda _: HOME, ["file-html"]),
    "another script": (
        lambda _: Reply(b"alert(1)", headers={"Content-Type": "text/javascript"}),
        ["cache-tag", "file-changed"],
    ),
    "changed": (with_body(lambda body: body + b"//"), ["file-changed"]),
    "compressed, untold": (having(Content_Encoding=""), ["file-changed"]),
    "octet-stream": (having(Content_Type="application/octet-stream"), ["script-type-guessed"]),
    "octet-stream, nosniff": (
        having(Content_Type="application/octet-stream", X_Content_Type_Options="nosniff"),
        ["script-type"],
    ),
    "an image": (having(Content_Type="image/png"), ["script-type"]),
    "for ever": (having(Cache_Control=FOREVER), ["cache-tag"]),
    "a week": (having(Cache_Control="max-age=604800"), ["cache-tag"]),
    "never": (having(Cache_Control="no-store"), ["cache-tag"]),
    "no word on caching": (having(Cache_Control=""), ["cache-tag"]),
    "asked each time": (having(Cache_Control="no-cache"), []),
    "a day": (having(Cache_Control="public, max-age=86400"), []),
    "application/javascript": (having(Content_Type="application/javascript; charset=utf-8"), []),
}


@pytest.mark.parametrize("address", [PAGE, f"{OWN}pywidget.js"])
@pytest.mark.parametrize("wrong", TAG_FILE)
def test_the_script_tags_file(sites: Sites, wrong: str, address: str) -> None:
    change, codes = TAG_FILE[wrong]
    sites.change(f"{OWN}pywidget.js", change)
    assert findings(check_address(address)) == [(code, ("pywidget.js",)) for code in codes]


def test_files_with_the_same_mistake_are_one_finding(sites: Sites) -> None:
    modules = [url for url in sites.replies if f"{OWN}{BUILD}/" in url and url.endswith(".js")]
    assert len(modules) > 5
    for url in modules:
        sites.change(url, having(Content_Type="text/plain", X_Content_Type_Options="nosniff"))
    (finding,) = check_address(PAGE).findings
    assert finding.code == "script-type"
    assert len(finding.files) == len(modules)
    assert finding.what.startswith(f"served as text/plain, with nosniff: {BUILD}/micropython.js, ")


def test_what_comes_uncompressed_is_one_finding_with_its_bytes(sites: Sites) -> None:
    sizes = {}
    for name in (WASM, ROMFS):
        sites.change(in_build(name), uncompressed)
        sizes[name] = len(sites.replies[in_build(name)].body)
    (finding,) = check_address(PAGE).findings
    assert (finding.code, finding.files) == ("not-compressed", (f"{BUILD}/{WASM}", f"{BUILD}/{ROMFS}"))
    assert f"{sum(sizes.values()):,} bytes" in finding.what


def test_who_has_only_brotli_is_not_told_to_compress(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    sites.change(in_build(WASM), uncompressed)
    usual = sites.fetch

    def only_brotli(url: str, origin: str = "", encodings: str = "") -> Any:
        answer = usual(url, origin, encodings)
        if url.endswith(WASM) and encodings == "br":
            answer.headers["Content-Encoding"] = "br"
        return answer

    monkeypatch.setattr(served_bundle, "fetch", only_brotli)
    monkeypatch.setitem(sys.modules, "brotli", None)
    assert findings(check_address(PAGE)) == []


# ---- the list, and two builds -------------------------------------------------------------------------------------


def test_without_a_list_the_installed_package_has_one(sites: Sites) -> None:
    del sites.replies[f"{OWN}integrity.json"]
    sites.change(in_build(WASM), with_body(lambda body: body[:-1]))
    assert findings(check_address(PAGE)) == [
        ("list-missing", ("integrity.json",)),
        ("file-changed", (f"{BUILD}/{WASM}",)),
    ]


@pytest.mark.parametrize(
    "content", [b"[]", b"{", b'{"a": 1, "../b": "x", "/c": "x", "https://d/": "x"}', b"\xff", b"<html>", b"[" * 99_999]
)
def test_a_list_that_is_none(sites: Sites, content: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(served_bundle, "_INSTALLED", tmp_path)
    sites.replies[f"{OWN}integrity.json"] = Reply(content)
    assert findings(check_address(PAGE)) == [("list-missing", ("integrity.json",))]
    assert [url for url, _ in sites.asked[-1:]] == [in_build(MODULE)]


def test_a_list_of_another_build(sites: Sites, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(served_bundle, "_INSTALLED", tmp_path)
    sites.change(f"{OWN}integrity.json", with_body(lambda body: body.replace(BUILD.encode(), b"ffffffff")))
    (finding,) = check_address(PAGE).findings
    assert finding.code == "list-missing"
    assert "another build" in finding.what


def test_the_folder_of_the_build_was_forgotten(sites: Sites) -> None:
    for url in [url for url in sites.replies if url.startswith(in_build(""))]:
        del sites.replies[url]
    (finding,) = check_address(PAGE).findings
    assert finding.code == "file-missing"
    assert len(finding.files) > 30
    assert re.search(r" and \d+ more$", finding.what)


# ---- what the page needs ------------------------------------------------------------------------------------------


def test_another_origin_that_does_not_allow_it(sites: Sites, bundle: Path) -> None:
    sites.put(bundle, CDN)
    show(sites, FROM_CDN)
    (finding,) = check_address(PAGE).findings
    assert (finding.code, finding.address) == ("cors-missing", CDN)
    # The classic script is not asked for by CORS.
    assert "pywidget.js" not in finding.files
    assert f"{BUILD}/{MODULE}" in finding.files
    show(sites, FROM_CDN.replace("src=", 'crossorigin="anonymous" src='))
    (finding,) = check_address(PAGE).findings
    assert finding.files[0] == "pywidget.js"


@pytest.mark.parametrize(
    ("allowed", "vary", "code"),
    [
        ("https://music.example", "Accept-Encoding, Origin", None),
        ("https://music.example", "Accept-Encoding", "cors-vary"),
        ("https://other.example", "Origin", "cors-missing"),
        ("null", "", "cors-missing"),
    ],
)
def test_an_origin_that_is_allowed(sites: Sites, bundle: Path, allowed: str, vary: str, code: str | None) -> None:
    sites.put(bundle, CDN, Access_Control_Allow_Origin=allowed, Vary=vary)
    show(sites, FROM_CDN)
    assert [finding.code for finding in check_address(PAGE).findings] == ([code] if code else [])


@pytest.mark.parametrize(
    ("embedder", "resource", "attribute", "codes"),
    [
        ("require-corp", "", "", ["corp-missing"]),
        ("require-corp; report-to=x", "same-origin", "", ["corp-missing"]),
        ("require-corp", "same-site", "", ["corp-missing"]),
        ("require-corp", "cross-origin", "", []),
        ("require-corp", "", "crossorigin", []),
        ("credentialless", "", "", []),
        ("", "same-origin", "", []),
    ],
)
def test_a_page_that_demands_corp(  # noqa: PLR0913, PLR0917  a row of a table
    sites: Sites, bundle: Path, embedder: str, resource: str, attribute: str, codes: list[str]
) -> None:
    sites.put(bundle, CDN, Access_Control_Allow_Origin="*", Cross_Origin_Resource_Policy=resource)
    show(sites, FROM_CDN.replace("src=", f"{attribute} src="), Cross_Origin_Embedder_Policy=embedder)
    assert [finding.code for finding in check_address(PAGE).findings] == codes


def test_a_hash_in_the_tag(sites: Sites, bundle: Path) -> None:
    right = json.loads((bundle / "integrity.json").read_text())["pywidget.js"]
    show(sites, TAG.replace("src=", f'integrity="{right}" src='))
    assert findings(check_address(PAGE)) == []
    show(sites, TAG.replace("src=", 'integrity="sha384-AAAA" src='))
    assert findings(check_address(PAGE)) == [("tag-integrity", ("pywidget.js",))]
    show(sites, FROM_CDN.replace("src=", f'integrity="{right}" src='))
    assert findings(check_address(PAGE)) == [("cors-tag", ("pywidget.js",))]


def test_hashes_are_compared_as_browsers_do() -> None:
    text = b"x"
    weak, strong = (
        f"{kind}-{base64.b64encode(hashlib.new(kind, text).digest()).decode()}" for kind in ("sha256", "sha384")
    )
    assert matches(text, weak)
    assert matches(text, f"sha256-AAAA {weak}?option")
    # Only the longest kind counts, and kinds that nobody knows are no condition.
    assert matches(text, f"sha256-AAAA {strong}")
    assert not matches(text, f"{weak} sha384-AAAA")
    assert matches(text, "md5-AAAA")


def test_http_in_a_page_on_https(sites: Sites, bundle: Path) -> None:
    http = CDN.replace("https:", "http:")
    sites.put(bundle, http, Access_Control_Allow_Origin="*")
    tag = FROM_CDN.replace("https:", "http:").replace("src=", 'data-messages="http://music.example/own.json" src=')
    show(sites, tag)
    seen = check_address(PAGE)
    assert findings(seen) == [("mixed-content", ())] * 2
    assert [http in seen.findings[0].what, "own.json is on http" in seen.findings[1].what] == [True, True]
    show(sites, tag, Content_Security_Policy="upgrade-insecure-requests")
    assert findings(check_address(PAGE)) == []
    local = tag.replace(CDN.replace("https:", "http:"), "/static/pywidget/").replace("music.example", "127.0.0.1:8000")
    show(sites, local.replace("src=", "data-token-credentials=include src="))
    assert findings(check_address(PAGE)) == []


#: Policies of a page: those that allow everything that is needed, and what others refuse.
POLICIES = {
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' https://widgets.example; "
    "connect-src 'self' https://ats.example; require-trusted-types-for 'script'; trusted-types 'none'": [],
    "script-src https://music.example https://widgets.example 'wasm-unsafe-eval'": [],
    "script-src 'self' 'wasm-unsafe-eval', connect-src 'self' https://ats.example": [],
    "img-src 'none'; style-src 'none'": [],
    "script-src 'self'": ["csp-wasm"],
    "default-src 'self'": ["csp-wasm", "csp-connect"],
    "script-src https://cdn.example 'wasm-unsafe-eval'": ["csp-script"],
    "script-src https://music.example/static/pywidget/pywidget.js 'wasm-unsafe-eval'": ["csp-script"],
    "connect-src https://ats.example": ["csp-connect", "csp-connect"],
    "connect-src https://ats.example/ https://music.example/api/": ["csp-connect"],
    "img-src *, script-src 'none'": ["csp-wasm", "csp-script"],
}


@pytest.mark.parametrize("policy", POLICIES)
def test_the_policy_of_the_header(sites: Sites, policy: str) -> None:
    show(sites, Content_Security_Policy=policy)
    seen = check_address(PAGE)
    assert [finding.code for finding in seen.findings] == POLICIES[policy]
    assert all(finding.address == PAGE and finding.why == KINDS[finding.code].why for finding in seen.findings)


def test_a_policy_in_the_page_knows_the_files_too(sites: Sites) -> None:
    meta = '<meta http-equiv="Content-Security-Policy" content="connect-src https://ats.example /api/">'
    show(sites, head=meta)
    told = [finding.what for finding in check_address(PAGE).findings]
    assert f"the page's policy does not allow requests to {OWN}{BUILD}/{ROMFS}" in told


def test_what_is_only_reported_is_no_policy(sites: Sites) -> None:
    show(sites, Content_Security_Policy_Report_Only="default-src 'none'")
    assert findings(check_address(PAGE)) == []


def test_mistakes_in_the_page_are_found_as_in_a_file(sites: Sites) -> None:
    show(sites, TAG.replace("src=", 'data-reset="always" src='))
    (finding,) = check_address(PAGE).findings
    assert (finding.code, finding.line, finding.address) == ("attribute-value", 1, "")


def test_pyodide(sites: Sites) -> None:
    show(sites, TAG.replace("src=", 'data-runtime="pyodide" src='))
    seen = check_address(PAGE)
    there = in_build("pyodide/pyodide.mjs")
    assert findings(seen) == [("file-missing", (there,))]
    assert any("no hash" in note for note in seen.notes)
    sites.replies[there] = Reply(b"export {}", headers={"Cache-Control": FOREVER}).having(Content_Type="text/plain")
    assert findings(check_address(PAGE)) == [("script-type", (there,))]
    sites.replies["https://music.example/py/pyodide.mjs"] = Reply(b"export {}").having(Content_Type="text/javascript")
    for url in ("/py", "/py/"):
        show(sites, TAG.replace("src=", f'data-runtime="pyodide" data-runtime-url="{url}" src='))
        assert findings(check_address(PAGE)) == []


@pytest.mark.parametrize("src", ["data:text/javascript,pywidget.js", "ftp://x/pywidget.js", "https://[/pywidget.js"])
def test_an_address_in_the_page_that_nobody_asks_for(sites: Sites, src: str) -> None:
    show(sites, TAG.replace("/static/pywidget/pywidget.js", src))
    codes = [finding.code for finding in check_address(PAGE).findings]
    # Two of them are no address of a file of that name at all.
    assert codes == (["file-missing"] if src.startswith("ftp:") else ["pywidget-missing"])
    assert {url for url, _ in sites.asked} == {PAGE}


def test_a_page_without_the_tag(sites: Sites) -> None:
    show(sites, "")
    seen = check_address(PAGE)
    assert [finding.code for finding in seen.findings] == ["pywidget-missing"]
    assert "Give the address of pywidget.js" in seen.notes[0]


# ---- the command --------------------------------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments), env={"COLUMNS": "100"})


def test_without_errors_it_succeeds(sites: Sites) -> None:
    result = run(PAGE)
    assert result.exit_code == 0
    assert result.output.startswith(f"no errors, no warnings\n  Build {BUILD}: ")
    sites.change(in_build(WASM), having(Cache_Control=""))
    result = run(PAGE)
    assert result.exit_code == 0
    assert f"{OWN}: warning cache-build\n  without Cache-Control: {BUILD}/{WASM}\n" in result.output


@pytest.mark.usefixtures("sites")
def test_the_address_as_an_option() -> None:
    given = run("--url", PAGE)
    assert given.exit_code == 0
    assert given.output == run(PAGE).output


def test_with_an_error_it_fails_and_says_where(sites: Sites) -> None:
    sites.change(in_build(WASM), lambda _: HOME)
    show(sites, TAG.replace("src=", 'data-reset="always" src='))
    result = run(PAGE)
    assert result.exit_code == 1
    assert re.search(rf"^{re.escape(PAGE)}:1:\d+: error attribute-value$", result.output, re.MULTILINE)
    assert f"{OWN}: error file-html\n" in result.output
    assert "\n2 errors, no warnings\n" in result.output


def test_json_has_everything(sites: Sites) -> None:
    sites.change(in_build(WASM), lambda _: HOME)
    result = run(PAGE, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["page"], told["errors"], told["not_read"]) == (PAGE, 1, [])
    assert [finding["files"] for finding in told["findings"]] == [[f"{BUILD}/{WASM}"]]
    assert told["notes"]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(b"", 401), "HTTP 401"),
        (Reply(b"", 404), "HTTP 404"),
        (Reply(b"{}", headers={"Content-Type": "application/json"}), "neither a page nor pywidget.js"),
        (Reply(b"x"), "no Content-Type"),
        (Reply(b"<p>", headers=HTML, length=99), "broke off"),
        (Reply(b"", 302, {"Location": "file:///etc/passwd"}), "only addresses that begin with http"),
    ],
)
def test_an_address_that_is_neither(sites: Sites, reply: Reply, said: str) -> None:
    sites.replies[PAGE] = reply
    result = run(PAGE)
    assert result.exit_code == 1
    assert said in result.output
    assert result.output.startswith("Error: ")


def test_what_a_server_says_does_not_change_the_terminal(sites: Sites) -> None:
    sites.change(in_build(MODULE), having(Content_Type="text/\x1b[31mred"))
    output = run(PAGE).output
    assert "served as text/?[31mred" in output
    sites.replies[PAGE] = Reply(b"", headers={"Content-Type": "text/\x1b[31mred"})
    output += run(PAGE).output
    assert "\x1b" not in output


@pytest.mark.parametrize("url", ["ftp://music.example/", "file:///etc/passwd", "javascript://x/%0aalert(1)"])
def test_other_addresses_are_refused(url: str) -> None:
    result = run(url)
    assert result.exit_code == 2
    assert "neither a file nor an address that begins with http" in result.output


def test_a_password_is_neither_sent_nor_repeated() -> None:
    result = run("https://me:S3CR3T@music.example/")
    assert result.exit_code == 1
    assert "password" in result.output
    assert "S3CR3T" not in result.output


def test_a_bundle_in_a_folder_is_a_file(tmp_path: Path, bundle: Path) -> None:
    shutil.copy(bundle / "pywidget.js", tmp_path)
    assert run(str(tmp_path / "pywidget.js")).exit_code == 1


# ---- what is documented -------------------------------------------------------------------------------------------


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading."""
    text = DOCUMENT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.*) \|$", text, re.MULTILINE)
    return [[cell.strip() for cell in line.split(" | ")] for line in lines[1:]]


def test_the_table_of_types_and_caches_is_what_is_checked() -> None:
    told = {}
    for files, kind, cache in rows("What a server must be told"):
        for name in re.findall(r"`([^`]+)`", files):
            told[name] = (kind, cache)
    compressed = {name: told.pop(name) for name in ("*.br", "*.gz")}
    assert all("Content-Encoding" in kind for kind, _ in compressed.values())
    assert set(told) == {rule.files for rule in RULES}
    for rule in RULES:
        kind, cache = told[rule.files]
        wanted = f"`{rule.type}`" if rule.needed else f"any (`{rule.type}`)" if rule.type else "any"
        assert kind == wanted, rule.files
        assert f"`{rule.cache}`" in cache or (rule.cache == FOREVER and cache == "for ever"), rule.files


def test_every_finding_is_in_the_document() -> None:
    told = {code: level for cell, level, *_ in rows("What the check finds") for code in re.findall(r"`([\w-]+)`", cell)}
    policy = {code: kind for code, kind in KINDS.items() if code.startswith("csp-")}
    assert told == {code: kind.level for code, kind in {**SERVED_KINDS, **policy}.items()}


def test_every_kind_of_mistake_is_tried() -> None:
    tried = {code for _, _, code, _ in ONE_FILE.values()} | {code for _, codes in TAG_FILE.values() for code in codes}
    elsewhere = {"not-compressed", "list-missing", "cors-missing", "cors-vary", "cors-tag", "corp-missing"}
    assert tried | elsewhere | {"mixed-content", "tag-integrity"} == set(SERVED_KINDS)
