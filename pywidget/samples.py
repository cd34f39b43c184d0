"""The error answers that systems give, made from the sample in each one's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.envelope import read_answer
from pywidget.core.places import FIELDS, as_text

if TYPE_CHECKING:
    from typing import Any

    from pywidget.catalog import Catalog


def problem_of(catalog: Catalog) -> str:
    """Return what is wrong with a system's sample, and what to do about it; "" if nothing is.

    A system whose codes are not found has no meaning for any of its errors, and nothing else would say so.
    """
    if not catalog.SAMPLE:
        return (
            f"the tables of {catalog.SYSTEM!r} have no SAMPLE: add the body of one of its error answers, "
            "so that it can be seen where the code stands."
        )
    unknown = [name for name in catalog.ANSWER if name not in FIELDS]
    if unknown:
        return f"ANSWER of {catalog.SYSTEM!r} has no place for {unknown[0]!r}: its names are {', '.join(FIELDS)}."
    said = read_answer(catalog, None, catalog.SAMPLE)
    if said.code in catalog.CODES or said.code in catalog.EXTRA or said.message in catalog.TEXTS:
        return ""
    found = "no code" if said.code is None else f"{said.code!r}, which is none of its CODES,"
    where = f"at ANSWER['code'], {catalog.ANSWER['code']!r}" if "code" in catalog.ANSWER else "in the usual places"
    # Not in one piece: MicroPython takes braces of a text beside an f-string for its own.
    advice = 'add where the code stands in it, as a dotted path: ANSWER = {"code": "fault.id"}.'
    return f"in the SAMPLE of {catalog.SYSTEM!r}, {found} is found {where}: " + advice


def body_of(catalog: Catalog, **fields: Any) -> Any:
    """Return the body of an error answer as the system gives it: its sample with other values in the same places.

    Args:
        catalog: the system's tables.
        fields: ``code``, ``status``, ``message``, ``request_id``, ``details``, ``category``. What is None, or not
            given, is left out of the body.
    """
    said = read_answer(catalog, None, catalog.SAMPLE)
    values = {"code": said.code, "status": said.http_status, "message": said.message, "request_id": said.request_id}
    values.update({"details": said.details, "category": said.category})
    return _with(catalog.SAMPLE, [(old, fields.get(name)) for name, old in values.items() if old is not None])


def _with(part: Any, changes: list[tuple[Any, Any]]) -> Any:
    """A part of the sample with what stands for old values replaced; without what nothing stands for."""
    for old, new in changes:
        if part == old or (isinstance(old, str) and as_text(part) == old):
            # Some systems count their codes.
            return int(new) if isinstance(part, int) and isinstance(new, str) else new
    if isinstance(part, dict):
        changed = {name: _with(value, changes) for name, value in part.items()}
        return {name: value for name, value in changed.items() if value is not None}
    return [_with(value, changes) for value in part] if isinstance(part, list) else part
