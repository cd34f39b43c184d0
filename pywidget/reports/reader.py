"""From the body of a request to reports: both formats that pywidget sends, and nothing of them but the allowed fields.

A body tells its format by itself, because a page with ``data-analytics="beacon otlp"`` has one address for both.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from pywidget.core.dates import from_iso, to_iso
from pywidget.core.reports import FIELDS
from pywidget.core.verdict import PATHS
from pywidget.public.otlp import CONVENTIONS, OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Report = dict[str, Any]

NUMBERS = frozenset({"merged", "attempts", "durationMs", "repeated", "dropped"})
FLAGS = frozenset({"transaction"})

#: Characters of a text that are kept. The page has cut its texts already; others may send here too.
LONGEST_TEXT = 1_000
#: Of what a page counts. The sum over all reports that are kept still fits where 64 bits are the most.
LARGEST_NUMBER = 2**31
#: Reports in one body: the shortest that a page sends has 150 bytes, and its bodies have 60,000 at most.
MOST_AT_ONCE = 1_000
NANOSECONDS_PER_MS = 1_000_000

#: Attribute -> field. A request's method and path make one field together.
_OTLP_NAMES = {one.name: one.field for one in (*CONVENTIONS, *OWN)}
_METHOD = "http.request.method"
_PATH = "url.path"
#: The names of version 0.1.0: pages that have it still send.
_OLD_NAMES = {"url.full": "page", **{f"ats.{field}": field for field in FIELDS}}


class TooManyReportsError(ValueError):
    """A body has more reports than are taken at once."""

    @classmethod
    def for_body(cls) -> TooManyReportsError:
        """Return the error with its text."""
        return cls(f"The body has more than {MOST_AT_ONCE:,} reports. Send fewer at once.")


def read_reports(body: bytes) -> list[Report | None]:
    """The reports in a body, ``at`` in milliseconds since the epoch; None for each that cannot be counted.

    :raises TooManyReportsError: it has more than are read at once.
    :raises ValueError: it has neither of the two formats; the text says what is wrong.
    """
    try:
        said = json.loads(body)
    except RecursionError as error:
        raise ValueError("The body is nested too deeply.") from error
    except ValueError as error:
        raise ValueError(f"The body is not JSON: {error}.") from error
    if isinstance(said, dict) and isinstance(said.get("reports"), list):
        return [_clean(raw) for raw in _few(said["reports"])]
    if isinstance(said, dict) and isinstance(said.get("resourceLogs"), list):
        return read_records(_few(_records(said)))
    raise ValueError('The body has no list "reports" (beacon) and no list "resourceLogs" (otlp).')


def read_records(records: list[Any]) -> list[Report | None]:
    """The reports in log records of OpenTelemetry, as its JSON format has them."""
    return [_clean(_from_record(record)) for record in records]


def _few(reports: Iterable[Any]) -> list[Any]:
    few = list(islice(reports, MOST_AT_ONCE + 1))
    if len(few) > MOST_AT_ONCE:
        raise TooManyReportsError.for_body()
    return few


def _clean(raw: Any) -> Report | None:
    if not isinstance(raw, dict):
        return None
    report: Report = {}
    for name in FIELDS:
        value = _value(name, raw.get(name))
        if value is not None:
            report[name] = value
    # Without an id, nobody could tell a report from the same one sent again.
    return report if "id" in report else None


def _value(name: str, value: Any) -> str | int | bool | None:
    if name == "at":
        return from_iso(value) if isinstance(value, str) else None
    if name in FLAGS:
        return value if isinstance(value, bool) else None
    if name in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return int(value) if 0 <= value <= LARGEST_NUMBER else None
    if not isinstance(value, str) or not value or (name == "path" and value not in PATHS):
        return None
    # Half a character is legal in JSON, and nowhere behind it.
    return value[:LONGEST_TEXT].encode("utf-8", "replace").decode()


# ---- OpenTelemetry ---------------------------------------------------------------------------------------------------


def _records(said: dict[str, Any]) -> Iterator[Any]:
    for resource in _list(said, "resourceLogs"):
        for scope in _list(resource, "scopeLogs"):
            yield from _list(scope, "logRecords")


def _list(holder: Any, name: str) -> list[Any]:
    value = holder.get(name) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []


def _from_record(record: Any) -> Report | None:
    """A log record as the report that the ``otlp`` sink made it from."""
    if not isinstance(record, dict):
        return None
    report: Report = {}
    request = {}
    for attribute in _list(record, "attributes"):
        key = attribute.get("key") if isinstance(attribute, dict) else None
        if not isinstance(key, str):
            continue
        name = _OTLP_NAMES.get(key) or _OLD_NAMES.get(key)
        if key in (_METHOD, _PATH):
            request[key] = _any_value(attribute.get("value"))
        elif name:
            report[name] = _any_value(attribute.get("value"))
    if len(request) == len((_METHOD, _PATH)):
        report["stage"] = f"{request[_METHOD]} {request[_PATH]}"
    report["message"] = _message(record.get("body"), report)
    report["at"] = _iso(record.get("timeUnixNano"))
    return report


def _any_value(value: Any) -> Any:
    if not isinstance(value, dict):
        return None
    if "intValue" in value:
        # 64-bit integers are texts in Protobuf's JSON.
        text = str(value["intValue"])
        return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
    for kind in ("stringValue", "boolValue", "doubleValue"):
        if kind in value:
            return value[kind]
    return None


def _message(body: Any, report: Report) -> str | None:
    """The message: what the record's text says behind the outcome and the code."""
    text = body.get("stringValue") if isinstance(body, dict) else None
    if not isinstance(text, str):
        return None
    for word in (report.get("outcome"), report.get("code") or report.get("event")):
        if isinstance(word, str) and word:
            if text == word:
                return None
            text = text.removeprefix(word + ": ")
    return text


def _iso(nanoseconds: Any) -> str | None:
    text = str(nanoseconds)
    if not (text.isascii() and text.isdigit() and len(text) < 20) or int(text) == 0:
        return None
    return to_iso(int(text) // NANOSECONDS_PER_MS)
