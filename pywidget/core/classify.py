"""From a code to its verdict.

An exact code in a table decides. For what no table knows, the verdict is guessed. In order, best evidence first:

1. the exact code, in the system's own table, then in the tables of its kin (systems whose codes it passes on);
2. without a code: an exact text that the system is known to send instead of one;
3. the system's own category;
4. the HTTP status, or the status that it stands for (:mod:`pywidget.core.status`);
5. the beginning of the code;
6. nothing is known: path ``retry``, remedy ``report``.

A guess never leads to ``renew-session`` because of a code's spelling: a renewal that cannot help would be repeated.
Only status 401, whose meaning is defined (RFC 9110), and statuses that stand for 401 lead to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import known, load
from pywidget.core.ats_widget import SYSTEM
from pywidget.core.status import exact, meant_status, valid_status
from pywidget.core.verdict import Verdict

if TYPE_CHECKING:
    from pywidget.catalog import Catalog
    from pywidget.core.verdict import Basis, Path, Row

_FIRST_SERVER_ERROR = 500

#: Longer codes are cut to this length. The longest documented one has 42 characters.
MAX_CODE_LENGTH = 120

# fmt: off
_TRY_AGAIN: Row = ("retry", "try-again", None, "temporarily-unavailable",
    "Try again with growing pauses; if it stays, report it with the request id.")
_FIX_INPUT: Row = ("retry", "fix-input", None, "input-invalid",
    "Look the code up: the request was understood, and its data were refused.")
_GONE: Row = ("retry", "report", None, "not-found",
    "Check the address and the ids of the request.")

#: The meaning of an HTTP status where no table knows the code (RFC 9110, 6585). Any 5xx that is not here: try again.
STATUSES: dict[int, Row] = {
    400: _FIX_INPUT,
    401: ("auth", "renew-session", None, "session-expired",
        "Send a fresh token; if that is refused too, look the code up."),
    402: ("retry", "top-up", None, "credits-used-up",
        "Check the account's credits or plan."),
    403: ("config", "contact-administrator", None, "not-permitted",
        "Check the rights of the key or token; another one with the same rights is refused as well."),
    404: _GONE,
    408: _TRY_AGAIN,
    409: ("retry", "nothing", None, "conflict",
        "Compare with what exists already before sending it again."),
    410: _GONE,
    413: ("retry", "fix-input", None, "file-too-large",
        "Send less data."),
    415: ("retry", "fix-input", None, "file-format",
        "Send the data in a supported format."),
    422: _FIX_INPUT,
    425: _TRY_AGAIN,
    429: ("rate-limit", "wait", None, "rate-limited",
        "Wait as long as Retry-After says, and send fewer requests."),
    511: ("retry", "check-connection", None, "network",
        "Sign in to the network: it wants that before it lets anything through."),
}

_UNKNOWN: Row = ("retry", "report", None, "unexpected",
    "Look the code up, and add it to its catalog: no table knows it.")
# fmt: on


def classify(
    code: object,
    system: object = SYSTEM,
    *,
    category: object = None,
    http_status: object = None,
    text: object = None,
) -> Verdict:
    """Return what a code means. Never raises: whatever is not of the expected type counts as absent.

    Args:
        code: the code as it was reported, or None. What has the code in it, such as an answer's body, is none;
            :func:`pywidget.read_response` reads it.
        system: the name of the system the code is from: one of :data:`pywidget.catalog.SYSTEMS`, or one registered
            there. For any other name no table is read, because a code means something else in each system; the HTTP
            status still counts, and the verdict's text says that no system has this name.
        category: the system's own category of the error, if it has categories.
        http_status: the HTTP status of the answer.
        text: the error's message; only used where there is no code.
    """
    code, system, category, text = [exact(value) for value in (code, system, category, text)]
    return judge(
        code if isinstance(code, str) else None,
        system if isinstance(system, str) else "",
        category if isinstance(category, str) else None,
        valid_status(http_status),
        text if isinstance(text, str) else "",
    )


def judge(code: str | None, system: str, category: str | None, status: int | None, text: str) -> Verdict:
    """Do the same as ``classify`` with what is known to be of these types."""
    catalog = load(system) if known(system) else None
    name = code[:MAX_CODE_LENGTH] if code else None
    if catalog is None:
        return _guess(None, system[:MAX_CODE_LENGTH], name, None, status)
    if name is not None:
        row = catalog.CODES.get(name)
        if row is not None:
            return _verdict(catalog.SYSTEM, name, row, status, "code")
        source = find(name, catalog)
        if source is not None:
            return _verdict(source.SYSTEM, name, _own(name, source), status, "code")
    elif text in catalog.TEXTS:
        name = catalog.TEXTS[text]
        return _verdict(catalog.SYSTEM, name, catalog.CODES[name], status, "text")
    return _guess(catalog, catalog.SYSTEM, name, category, status)


def path_of(code: str, system: str) -> Path:
    """Return only the path of a code."""
    row = load(system).CODES.get(code) if known(system) else None
    return judge(code, system, None, None, "").path if row is None else row[0]


def find(code: str, catalog: Catalog) -> Catalog | None:
    """Return the catalog that knows ``code``: the given one, or one of its kin whose codes it passes on; else None."""
    if code in catalog.CODES or code in catalog.EXTRA:
        return catalog
    for system in catalog.KIN:
        kin = load(system)
        if (code in kin.CODES or code in kin.EXTRA) and not any(code.startswith(prefix) for prefix in kin.LOCAL):
            return kin
    return None


def _own(code: str, catalog: Catalog) -> Row:
    return catalog.CODES[code] if code in catalog.CODES else catalog.EXTRA[code]


def _guess(catalog: Catalog | None, system: str, code: str | None, category: str | None, status: int | None) -> Verdict:
    if catalog is not None and category is not None and category in catalog.CATEGORIES:
        path, remedy, message, action = catalog.CATEGORIES[category]
        return Verdict(system, code, path, remedy, status, message, action, "category")
    meant = meant_status(status, code)
    if meant is not None:
        row = STATUSES.get(meant, _TRY_AGAIN if meant >= _FIRST_SERVER_ERROR else None)
        if row is not None:
            return _verdict(system, code, row, status, "http-status")
    if catalog is not None and code is not None:
        for prefix, row in catalog.PREFIXES:
            if code.startswith(prefix):
                return _verdict(system, code, row, status, "prefix")
    return _verdict(system, code, _UNKNOWN, status, "default")


def _verdict(system: str, code: str | None, row: Row, status: int | None, basis: Basis) -> Verdict:
    path, remedy, documented, message, action = row
    return Verdict(system, code, path, remedy, status if documented is None else documented, message, action, basis)
