"""Say which row of which table decided about an error.

The order of the tables is that of :mod:`pywidget.core.classify`. A test compares each answer with the row it names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pywidget.catalog import known, load
from pywidget.core.classify import STATUSES
from pywidget.core.status import meant_status

if TYPE_CHECKING:
    from pywidget.core.envelope import Envelope
    from pywidget.core.verdict import Verdict

_RULES = "pywidget/core/classify.py"
#: Where statuses are defined that RFC 9110 does not have.
_RFCS = {425: 8470, 429: 6585, 511: 6585}


class Why(NamedTuple):
    """Why a verdict is as it is.

    Attributes:
        because: the rule, a sentence.
        table: the table that has the row, and its file: ``CODES in pywidget/catalog/mori.py``; "" for no table.
        key: the row's key in that table.
        document: the title of the document that the row stems from; "" for a rule of pywidget's own.
    """

    because: str
    table: str = ""
    key: str = ""
    document: str = ""


def why(verdict: Verdict, said: Envelope) -> Why:
    """Return the row that decided about what an error said."""
    code = verdict.code or ""
    if verdict.basis == "code":
        return _listed(code, verdict.system, "The table has a row for exactly this code.")
    if verdict.basis == "text":
        text = said.message or ""
        row = _listed(code, verdict.system, "")
        because = f'There is no code, and {verdict.system} is known to send exactly this text instead of it: "{text}".'
        return row._replace(because=because, table=_place("TEXTS", verdict.system), key=text)
    if verdict.basis == "category":
        category = said.category or ""
        because = f"{_no_row(verdict)}, and the system's own category of the error, {category}, has one."
        return Why(because, _place("CATEGORIES", verdict.system), category, load(verdict.system).DOCUMENT)
    if verdict.basis == "http-status":
        return _by_status(verdict, said)
    if verdict.basis == "prefix":
        prefix = next(prefix for prefix, _ in load(verdict.system).PREFIXES if code.startswith(prefix))
        because = f'{_no_row(verdict)}: this is a guess from how it begins, "{prefix}".'
        return Why(because, _place("PREFIXES", verdict.system), prefix)
    return Why(f"{_no_row(verdict)}, and nothing else tells what it means: this is a guess from nothing.")


def _listed(code: str, system: str, because: str) -> Why:
    catalog = load(system)
    if code in catalog.CODES:
        return Why(because, _place("CODES", system), code, catalog.DOCUMENT)
    return Why(f"{because} The document does not have it; it occurs all the same.", _place("EXTRA", system), code)


def _by_status(verdict: Verdict, said: Envelope) -> Why:
    status = said.http_status
    meant = meant_status(said.meant_status, verdict.code)
    key = str(meant) if meant in STATUSES else "5xx"
    because = f"{_no_row(verdict)}, and so the HTTP status decides: {status}"
    if meant != status:
        because += f", which stands for {meant} here"
    return Why(f"{because}.", f"STATUSES in {_RULES}", key, f"RFC {_RFCS.get(meant or 0, 9110)}")


def _no_row(verdict: Verdict) -> str:
    if verdict.code is None:
        return "There is no code"
    if not known(verdict.system):
        return f"There are no tables for {verdict.system}"
    return "No table has a row for this code"


def _place(table: str, system: str) -> str:
    return f"{table} in pywidget/catalog/{system.replace('-', '_')}.py"
