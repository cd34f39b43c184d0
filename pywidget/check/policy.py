"""The page's Content Security Policy: in the page itself, and in the header if the page came from a server."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pywidget.check.element import address
from pywidget.check.findings import KINDS, Finding, finding
from pywidget.check.templates import is_filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.check.element import Element
    from pywidget.check.page import Page

#: What pywidget.js imports, and what stands for the name of a build where it is not known.
_MODULE, _ANY_BUILD = "pywidget-page.js", "00000000"
_DEFAULT_PORTS = {"http": "80", "https": "443"}


class Policy:
    """One policy.

    Attributes:
        directives: name in lower case -> sources.
    """

    def __init__(self, text: str) -> None:
        self.directives: dict[str, list[str]] = {}
        for directive in text.split(";"):
            words = directive.split()
            if words:
                # Of a directive that comes twice, the first counts.
                self.directives.setdefault(words[0].lower(), words[1:])

    def sources(self, *names: str) -> list[str] | None:
        """Return the sources of the first directive that is there, or of default-src; None if nothing is limited."""
        for name in names:
            if name in self.directives:
                return self.directives[name]
        # Where a server adds directives, it may add these.
        return None if any(map(is_filled, self.directives)) else self.directives.get("default-src")

    def allows(self, url: str, sources: list[str] | None, origin: str) -> bool:
        """Tell whether a URL may be used.

        Args:
            url: absolute, or relative to the page.
            sources: what is allowed; None for everything.
            origin: the page's own, "" if it is not known.
        """
        if sources is None:
            return True
        target = address(url)
        own = not target.netloc or f"{target.scheme}://{target.netloc}" == origin
        for source in map(str.lower, sources):
            if source == "'self'" and own:
                return True
            if not source.startswith("'") and _matches(source, url, origin, own=own):
                return True
        return False


def findings(page: Page) -> Iterator[Finding]:
    """Yield what a policy in the page refuses and pywidget needs."""
    body = next((element.index for element in page.find("body")), len(page.text))
    for meta in page.find("meta"):
        # Browsers ignore a policy that is not in the head.
        if meta.get("http-equiv").lower() == "content-security-policy" and meta.index < body:
            for code, what in _refused(page, Policy(meta.get("content")), meta.index):
                yield finding(page, code, meta.place("content"), what)


def header_findings(page: Page, header: str) -> Iterator[Finding]:
    """Yield what the policies of the header ``Content-Security-Policy`` refuse. Each of them has to allow it."""
    for text in header.split(","):
        for code, what in _refused(page, Policy(text)):
            kind = KINDS[code]
            yield Finding(code, kind.level, 0, 0, f"{what} (header)", kind.why, kind.todo, page.address)


def _refused(page: Page, policy: Policy, begin: int = 0) -> Iterator[tuple[str, str]]:
    """Yield what a policy refuses: kind, and what is there. It holds for what comes after ``begin`` in the page."""
    scripts = policy.sources("script-src")
    lowered = [source.lower() for source in scripts or []]
    if scripts is not None and not ({"'wasm-unsafe-eval'", "'unsafe-eval'"} & set(lowered) or _unknown(lowered)):
        yield "csp-wasm", "the page's policy has no 'wasm-unsafe-eval' for scripts"
    elements = policy.sources("script-src-elem", "script-src")
    for tag in page.pywidget_tags:
        src = tag.get("src")
        module = page.folder + _MODULE if page.folder else urljoin(src, f"{_ANY_BUILD}/{_MODULE}")
        if elements is None or is_filled(src) or _unknown(elements):
            continue
        if tag.index > begin and not _loads_tag(page, policy, tag, elements):
            yield "csp-script", f"the page's policy does not allow {src}"
        elif not _loads_module(page, policy, tag, module, elements):
            named = module.replace(_ANY_BUILD, "…")
            yield "csp-script", f"the page's policy does not allow {named}, which {tag.file} imports"
    connect = policy.sources("connect-src")
    for url in dict.fromkeys(asked(page)):
        known = not (is_filled(url) or _unknown(connect or []))
        if known and not policy.allows(page.resolve(url), connect, page.origin):
            yield "csp-connect", f"the page's policy does not allow requests to {url}"


def _loads_tag(page: Page, policy: Policy, tag: Element, sources: list[str]) -> bool:
    """Tell whether the browser loads the tag's file (CSP level 3, 6.7.1.1)."""
    if _has_nonce(tag, sources):
        return True
    hashes = [_plain_hash(word) for word in tag.get("integrity").split()]
    allowed = {_plain_hash(source.strip("'")) for source in sources}
    # Each hash has to be allowed, because it is not known yet which of them the file has.
    if hashes and all(value in allowed or is_filled(value) for value in hashes):
        return True
    return not _is_strict(sources) and policy.allows(page.resolve(tag.get("src")), sources, page.origin)


def _loads_module(page: Page, policy: Policy, tag: Element, url: str, sources: list[str]) -> bool:
    """Tell whether the browser loads the modules that pywidget.js imports.

    An import has the nonce of the script that imports, but no hash. With ``'strict-dynamic'`` it is allowed because
    that script was.
    """
    return _has_nonce(tag, sources) or _is_strict(sources) or policy.allows(page.resolve(url), sources, page.origin)


def _has_nonce(tag: Element, sources: list[str]) -> bool:
    nonce = tag.get("nonce")
    given = [source.strip("'")[len("nonce-") :] for source in sources if source.lower().startswith("'nonce-")]
    return bool(nonce) and any(nonce == value or is_filled(nonce) or is_filled(value) for value in given)


def _is_strict(sources: list[str]) -> bool:
    return any(source.lower() == "'strict-dynamic'" for source in sources)


def _unknown(sources: list[str]) -> bool:
    """Tell whether a server adds sources."""
    return any(is_filled(source) and not source.lower().startswith(("'nonce-", "'sha")) for source in sources)


def _plain_hash(text: str) -> str:
    """Return a hash in one of its two ways of writing, without options."""
    kind, _, value = text.partition("?")[0].partition("-")
    return f"{kind.lower()}-{value.replace('-', '+').replace('_', '/')}"


def asked(page: Page) -> Iterator[str]:
    """Yield the addresses that pywidget and the widget send requests to."""
    for tag in page.pywidget_tags:
        # The interpreter and the handler lie beside the script.
        yield f"{page.folder}pywidget.romfs" if page.folder else tag.get("src")
        for name in ("data-token-url", "data-analytics-url", "data-messages", "data-profile"):
            if tag.get(name):
                yield tag.get(name)
    for widget in page.widgets:
        if widget.get("ats-url"):
            yield widget.get("ats-url")


def _matches(source: str, url: str, origin: str, *, own: bool) -> bool:
    """Tell whether a source that is no keyword matches (CSP level 3, 6.7.2)."""
    target = address(url)
    if own and not target.netloc:
        # An address on the page's own site. Where that is not known, any host can be it.
        if not origin or not target.path.startswith("/"):
            return True
        target = address(origin + target.path)
    if source == "*":
        return target.scheme in ("http", "https", "ws", "wss", "")
    if source.endswith(":"):
        return target.scheme == source[:-1] or (source == "http:" and target.scheme == "https")
    scheme, separator, rest = source.rpartition("://")
    if separator and scheme != target.scheme and not (scheme == "http" and target.scheme == "https"):
        return False
    host, _, path = rest.partition("/")
    name, port = _host_and_port(host)
    target_name, target_port = _host_and_port(target.netloc)
    default = _DEFAULT_PORTS.get(target.scheme, "")
    if port != "*" and (port or default) != (target_port or default):
        return False
    if path and not (target.path == f"/{path}" or (path.endswith("/") and target.path.startswith(f"/{path}"))):
        return False
    return fnmatchcase(target_name, name) if name.startswith("*.") else target_name == name


def _host_and_port(netloc: str) -> tuple[str, str]:
    host, colon, port = netloc.rpartition(":")
    return (host, port) if colon and (port.isdigit() or port == "*") else (netloc, "")
