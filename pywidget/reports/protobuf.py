"""OpenTelemetry's binary format: what an OpenTelemetry Collector or SDK sends unless it is told to send JSON.

It needs the package ``opentelemetry-proto``, which the extra ``reports`` has.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from pywidget.reports.reader import MOST_AT_ONCE, TooManyReportsError, read_records

if TYPE_CHECKING:
    from pywidget.reports.reader import Report

MEDIA_TYPE = "application/x-protobuf"
#: Attributes of a record that are read: a report has 24 fields.
_MOST_ATTRIBUTES = 100
_VALUES = {
    "string_value": "stringValue",
    "bool_value": "boolValue",
    "int_value": "intValue",
    "double_value": "doubleValue",
}


def read_protobuf(body: bytes) -> list[Report | None]:
    """Return the reports in a body, as :func:`pywidget.reports.reader.read_reports` does.

    :raises ImportError: ``opentelemetry-proto`` is not installed.
    :raises TooManyReportsError: it has more than are read at once.
    :raises ValueError: it is not in this format.
    """
    # Loaded only for whoever sends it.
    from google.protobuf.message import DecodeError  # noqa: PLC0415
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest  # noqa: PLC0415

    try:
        request = ExportLogsServiceRequest.FromString(body)
    except DecodeError as error:
        raise ValueError("The body is no ExportLogsServiceRequest of OpenTelemetry.") from error
    scopes = [scope for resource in request.resource_logs for scope in resource.scope_logs]
    if sum(len(scope.log_records) for scope in scopes) > MOST_AT_ONCE:
        raise TooManyReportsError.for_body()
    return read_records([_as_json(record) for scope in scopes for record in scope.log_records])


def _as_json(record: Any) -> dict[str, Any]:
    """Return a record as the JSON format has it, with no more than is read of it."""
    return {
        "timeUnixNano": record.time_unix_nano,
        "body": _value(record.body),
        "attributes": [
            {"key": attribute.key, "value": _value(attribute.value)}
            for attribute in islice(record.attributes, _MOST_ATTRIBUTES)
        ],
    }


def _value(value: Any) -> dict[str, Any]:
    kind = value.WhichOneof("value")
    return {_VALUES[kind]: getattr(value, kind)} if kind in _VALUES else {}


def success(rejected: int, why: str) -> bytes:
    """Return the answer to a request that was taken, but for so many reports."""
    if not rejected:
        return b""
    partial = b"\x08" + _varint(rejected) + _text(2, why)
    return b"\x0a" + _varint(len(partial)) + partial


def refusal(why: str) -> bytes:
    """Return the answer to a request that was not taken: a ``google.rpc.Status`` with its message."""
    return _text(2, why)


def _text(field: int, text: str) -> bytes:
    encoded = text.encode()
    return bytes([field << 3 | 2]) + _varint(len(encoded)) + encoded


def _varint(number: int) -> bytes:
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    encoded.append(number)
    return bytes(encoded)
