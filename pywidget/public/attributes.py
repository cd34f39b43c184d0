"""What each attribute of the script tag means. Defaults and allowed values stand in ``browser/settings.py``."""

from __future__ import annotations

from typing import NamedTuple


class Attribute(NamedTuple):
    """An attribute.

    Attributes:
        meaning: what it is for, as Markdown; one to four sentences.
        values: what can be written there, as Markdown; "" where ``browser/settings.py`` lists the values.
        known: values with a meaning of their own, of an attribute that takes any text.
        example: a value to show, where it is not clear what one looks like.
    """

    meaning: str
    values: str = ""
    known: tuple[str, ...] = ()
    example: str = ""


#: heading -> attribute -> its description
GROUPS: dict[str, dict[str, Attribute]] = {
    "Tokens": {
        "data-token-url": Attribute(
            "Your token endpoint. pywidget sends it `{pendingAction, mode, network, attempt}` and expects a fresh "
            "token as JSON.",
            "a web address, which may be relative",
            example="/api/ats-token",
        ),
        "data-token-method": Attribute("The HTTP method of that request. With `GET`, nothing is sent in a body."),
        "data-token-credentials": Attribute(
            "Whether cookies are sent with that request: to your own origin only, to any origin (`include`), or not at "
            "all (`omit`)."
        ),
        "data-token-field": Attribute(
            "Where the token stands in the response. Dots lead into objects.", "a path", example="data.token"
        ),
        "data-token-headers": Attribute(
            "Headers that are sent with that request.",
            "a list of `Name: value`, separated by semicolons",
            example="X-Tenant: acme; X-Site: 3",
        ),
        "data-token-timeout": Attribute("How many seconds one try may take. A renewal has several tries."),
        "data-csrf-cookie": Attribute(
            "The cookie whose value is copied into the header that `data-csrf-header` names.",
            "the name of a cookie",
            example="csrftoken",
        ),
        "data-csrf-header": Attribute(
            "The header that gets the value of the cookie that `data-csrf-cookie` names.",
            "the name of a header",
            example="X-CSRFToken",
        ),
        "data-token-function": Attribute(
            "A function of the page that returns a fresh token, in place of a token endpoint. It is called with "
            "`(pendingAction, widget, info)` and may return a Promise.",
            "the dotted name of a function",
            example="shop.freshToken",
        ),
        "data-first-token": Attribute(
            "`on`: the widget's first token comes from the same place, too. A visitor who is typing is not disturbed. "
            "Python is then loaded with every page view."
        ),
    },
    "Signing in and contact": {
        "data-login-url": Attribute(
            "Your login page. Without it, no notice offers *Sign in*.",
            "a web address, which may be relative",
            example="/login",
        ),
        "data-login": Attribute(
            "Where the login page opens. `tab` and `popup` open it beside the page: the form is kept, and pywidget "
            "goes on by itself when the visitor is back. `page` opens it in place of the page, and asks first."
        ),
        "data-login-return": Attribute(
            "The name of the URL parameter with the address to return to. Only a login page on your own origin gets "
            "it.",
            "the name of a parameter",
        ),
        "data-contact": Attribute(
            "Whom visitors can ask. Without it, no notice offers *Contact*.",
            "an e-mail address or a web address",
            example="help@example.org",
        ),
    },
    "Notices": {
        "data-notices": Attribute(
            "Where notices are shown. `auto` and `instead` put a notice in the place of the screen on which the widget "
            "says that it failed or is disabled, else below the widget. `below` always puts it below. `off` shows "
            "none: only `pywidget:notice` is dispatched.",
            "`auto`, `instead`, `below`, `off`, or the selector of an element of the page",
            ("auto", "instead", "below", "off"),
            "#messages",
        ),
        "data-lang": Attribute(
            "The language of notices. `auto` takes the page's `lang`, also when it changes, and then the visitor's "
            "languages.",
            "`auto`, or the tag of a language",
            ("auto",),
            "de",
        ),
        "data-messages": Attribute(
            "Texts of your own, by their keys. [Hooks](hooks.md#your-own-texts) has the format.",
            "the address of a JSON file",
            example="/texts.json",
        ),
        "data-reset": Attribute(
            "Whether pywidget may call the widget's `reset()`, which empties the form: never, only if the visitor "
            "agrees (`ask`), or without asking (`allowed`)."
        ),
    },
    "Reports": {
        "data-analytics": Attribute(
            "Where reports go.",
            "names of [sinks](sinks.md), separated by spaces; any other name is a function of the page",
            example="segment beacon",
        ),
        "data-analytics-url": Attribute(
            "Where the sinks `beacon` and `otlp` send to.", "a web address", example="/reports"
        ),
        "data-sample-rate": Attribute(
            "The share of page views that report. A page view either sends all its reports or none."
        ),
        "data-before-report": Attribute(
            "A function of the page that sees each report first. It can change a report or drop it.",
            "the dotted name of a function",
            example="shop.beforeReport",
        ),
        "data-privacy": Attribute(
            "`honor`: nothing is reported where the visitor's browser asks not to track (`doNotTrack`, "
            "`globalPrivacyControl`)."
        ),
    },
    "Widgets and systems": {
        "data-widget": Attribute(
            "Which elements are the widgets, whether they are in the page already or come later.", "a selector"
        ),
        "data-system": Attribute(
            "The system whose error codes the widget uses. The two generations of the `<ats-widget>` are told apart by "
            "themselves."
        ),
        "data-watch": Attribute(
            "Which of the page's own requests are read: a failing response is treated like an error of the widget.",
            "pairs of a URL pattern and a system, separated by spaces or commas",
            example="/api/* allfeat-api",
        ),
        "data-profile": Attribute(
            "Profiles, each of which describes another widget or another API.",
            "addresses of JSON files, separated by spaces or commas",
            example="/static/acme.json",
        ),
    },
    "Running": {
        "data-runtime": Attribute(
            "The interpreter. `pyodide` has to be fetched once, from npm, and is some twenty times as large."
        ),
        "data-runtime-url": Attribute(
            "A folder with another Pyodide than the bundle's.", "a web address", example="/static/pyodide/"
        ),
        "data-boot": Attribute(
            "When Python is loaded: at the first error, as soon as the page is idle (`idle`), or at once (`now`)."
        ),
        "data-debug": Attribute("`on`: shows the inspector, for whoever builds the page."),
    },
}

#: attribute -> its description
ATTRIBUTES: dict[str, Attribute] = {name: one for group in GROUPS.values() for name, one in group.items()}
