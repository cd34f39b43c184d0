"""Words that several readers know."""

from __future__ import annotations

from pywidget.catalog import SYSTEMS, load
from pywidget.core.envelope import REFERENCE_HEADERS
from pywidget.core.retry_after import ASKED, RESETS

# Sorted, because dicts of MicroPython have no order.
CODES = tuple(sorted(code for system in SYSTEMS for code in (list(load(system).CODES) + list(load(system).EXTRA))))
CATEGORIES = tuple(sorted(load("breakground").CATEGORIES))
PREFIXES = tuple(prefix for system in SYSTEMS for prefix, _ in load(system).PREFIXES)

#: Fields of error answers, in several spellings.
FIELDS = (
    "error", "code", "message", "details", "request_id", "requestId", "statusCode", "status", "category", "type",
    "title", "detail", "instance", "errors", "extensions", "reason", "__type", "error_description", "parameters",
    "retry_after", "retry_after_ms", "retryDelay", "resets_at", "seconds", "http://x/y#not_found", "throttling",
    "RESOURCE_EXHAUSTED", "rate_limit_exceeded", "com.example#Throttled:http://x", "traceId",
)  # fmt: skip
HEADERS = (
    tuple(name for name, _ in ASKED)
    + tuple(name for pair in RESETS for name in pair)
    + REFERENCE_HEADERS
    + ("RateLimit", "Date", "x-amzn-errortype", '"default";r=0;t=30', "limit=100, remaining=0, reset=30")
)
