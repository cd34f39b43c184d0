"""The sinks: which object of the page each of them uses, and what it hands over."""

from __future__ import annotations

from typing import NamedTuple


class Sink(NamedTuple):
    """A sink.

    Attributes:
        service: where the reports get.
        calls: what is called for the report of a failure, by its dotted name; the method depends on the report where
            there are several. A name without a function is an array that gets an entry. Empty where pywidget sends the
            reports itself.
        hands: what is handed over, as Markdown.
        waits: what happens while the object is not in the page.
    """

    service: str
    calls: tuple[str, ...]
    hands: str
    waits: str


_WAITS = "Up to 100 reports wait, for 30 seconds."
_QUEUE = "The array is made if it is missing. Whatever reads it later finds the reports."
_KEEPS = (
    "Sent in batches, after 5 seconds or 50 reports. What does not arrive is kept in the browser for a day and sent "
    "again."
)

SINKS: dict[str, Sink] = {
    "beacon": Sink(
        "your own server, at `data-analytics-url`",
        (),
        '`{"reports": [report, …]}` as JSON, with all fields and `id`. Answer 2xx once they are stored, and ignore an '
        "`id` that you have already.",
        _KEEPS,
    ),
    "console": Sink(
        "the browser's console, for development",
        ("console.error", "console.warn", "console.info"),
        '`"pywidget: ats_error"` and the report. The method depends on the severity.',
        "Nothing waits: every page has a console.",
    ),
    "datadog": Sink(
        "Datadog",
        (
            "DD_RUM.addError", "DD_RUM.addAction",
            "DD_LOGS.logger.error", "DD_LOGS.logger.warn", "DD_LOGS.logger.info",
        ),
        "to Real User Monitoring an Error with the code as its name and `{ats_error: report}` as context; the end of a "
        "failure is an action. To the logs a text and the same context. One of both is enough.",
        f"{_WAITS} Datadog's snippet counts as being there.",
    ),
    "ga4": Sink(
        "Google Analytics 4",
        ("gtag", "dataLayer.push"),
        '`("event", "ats_error", parameters)`. Parameters are the fields, as `request_id` instead of `requestId`: '
        "at most 25, each text cut to 100 characters, the most useful first. Where there is no `gtag`, "
        "`dataLayer` is used.",
        _WAITS,
    ),
    "gtm": Sink(
        "Google Tag Manager",
        ("dataLayer",),
        '`{event: "ats_error", ats_error: report}`. Fields that the report does not have are null, because the data '
        "layer would keep those of the report before.",
        _QUEUE,
    ),
    "matomo": Sink(
        "Matomo",
        ("_paq",),
        '`["trackEvent", "ats_error", code, requestId]`, and as value the number of failures if it is not 1.',
        _QUEUE,
    ),
    "otlp": Sink(
        "OpenTelemetry, at `data-analytics-url`, which ends in `/v1/logs`",
        (),
        "a log record (OTLP over HTTP, as JSON), with [attributes](#what-otlp-sends) of the semantic conventions and "
        "`pywidget.…`; `code` is `error.type`, `id` is `log.record.uid`.",
        _KEEPS,
    ),
    "plausible": Sink(
        "Plausible",
        ("plausible",),
        '`("ats_error", {props: report, interactive: false})`, every value as text, at most 30.',
        _WAITS,
    ),
    "posthog": Sink("PostHog", ("posthog.capture",), '`("ats_error", report)`', _WAITS),
    "segment": Sink(
        "Segment",
        ("analytics.track",),
        '`("ats_error", report)`. `event`, `code`, `message` and `requestId` are always there, null if the error has '
        "none.",
        _WAITS,
    ),
    "sentry": Sink(
        "Sentry",
        ("Sentry.captureEvent",),
        "an event with a text, the severity as `level`, tags `ats.…`, a fingerprint of system and code, and the report "
        "as context.",
        _WAITS,
    ),
}  # fmt: skip

#: A name in ``data-analytics`` that is no sink.
PAGE_FUNCTION = Sink(
    "a function of the page, by its dotted name",
    (),
    "the report, with all fields and `id`, as its only argument. What it returns does not matter.",
    _WAITS,
)
