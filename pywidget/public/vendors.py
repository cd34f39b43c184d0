"""What the services document about the events that they take, and whether the sinks keep to it.

Checked by reading, in stored copies of the services' own pages, and by tests where it says so.
"""

from __future__ import annotations

from typing import NamedTuple

#: The day on which the pages were read.
CHECKED = "2026-11-28"


class Vendor(NamedTuple):
    """A service's documentation.

    Attributes:
        pages: the titles of its pages, as Markdown.
        says: what they say, as Markdown.
        holds: what pywidget sends in its place, as Markdown.
    """

    pages: str
    says: str
    holds: str


VENDORS: dict[str, Vendor] = {
    "datadog": Vendor(
        "*Collecting Browser Errors*, *Custom Grouping*, `RumGlobal.addAction`, `Logger.error()`",
        "`addError` makes an error of the source `custom`; `addAction(name, context)`; "
        "`error(message, messageContext, error)`; `dd_fingerprint` of an Error, a text, says which errors belong "
        "together (version 4.42 or newer of the client).",
        "The same.",
    ),
    "ga4": Vendor(
        "*Event collection limits*, *Event naming rules*",
        "Names of events and parameters: letters, digits and underscores, a letter first, 40 characters at most. 25 "
        "parameters, with 100 characters each. Reserved: the parameters `session_id`, `session_number`, `gclid`, "
        "`engagement_time_msec`, and what begins with `_`, `firebase_`, `ga_`, `google_` or `gtag.`; the event "
        "`error`, among others.",
        "Kept. Fields that your function adds are left out if their names are not taken (mended on that day).",
    ),
    "gtm": Vendor(
        "*The data layer*",
        "`dataLayer.push` with an object; `event` starts triggers; variables stay until they are overwritten.",
        "The same. Fields that a report does not have are null, so that none stays.",
    ),
    "matomo": Vendor(
        "*The anatomy of an event*",
        "A category and an action are needed, a name is optional, a value has to be a number.",
        "Kept. An event without code, event and outcome has the action `report` (mended on that day).",
    ),
    "plausible": Vendor(
        "*Custom Events*, *Custom Properties*; of the source, `Plausible.Props`",
        "30 properties at most; keys up to 300 bytes, values up to 2,000 bytes, both texts; an event's name up to 120 "
        "characters, and not `engagement`; `interactive: false` leaves the bounce rate alone. Plausible uses the "
        "properties `url`, `path` and `search_query` itself.",
        "Kept, but for one name: a report's `path` has that of Plausible's own property. It belongs to the event "
        "`ats_error`, so filter by it.",
    ),
    "posthog": Vendor(
        "*Capturing events*, *Ingestion warnings*",
        "`posthog.capture(name, properties)`; names like *object verb* are recommended; properties of PostHog begin "
        "with `$`; an event has 1 MB at most.",
        "Kept, but for the recommended form of names: all services get the same name. Limits of the length of a name "
        "or a text: not found, so **not checked**.",
    ),
    "segment": Vendor(
        "*Spec: Track*, *Product Limits*",
        "`analytics.track(event, properties)`; the properties `revenue`, `currency` and `value` are reserved; 10,000 "
        "properties at most.",
        "Kept: no field has such a name.",
    ),
    "sentry": Vendor(
        "*Event Payloads*, *Tags*, *Data Handling*",
        "Keys of tags: letters, digits, `_`, `.`, `:` and `-`, 200 characters (32 in the pages of other SDKs); values: "
        "200 characters, without a line break; a context: 8 kB.",
        "Kept: keys have 12 characters at most, values are cut. A context of pywidget's own fields is smaller; with "
        "long texts that your function adds it can be larger, and Sentry cuts it.",
    ),
}  # fmt: skip
