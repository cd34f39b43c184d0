"""The functions: those of ``window.pywidget``, and those of the page that pywidget calls."""

from __future__ import annotations

from typing import NamedTuple

from pywidget.public import Field, Shape


class Function(NamedTuple):
    """A function, or a property.

    Attributes:
        type: its type in TypeScript, as it stands behind the name in an interface.
        meaning: what it does, as Markdown.
        example: a line of JavaScript.
    """

    type: str
    meaning: str
    example: str = ""


#: The members of ``window.pywidget``.
MEMBERS: dict[str, Function] = {
    "on": Function(
        "<N extends keyof PywidgetEvents>(\n"
        "    name: N,\n"
        "    callback: (detail: PywidgetEvents[N], widget: Element | Document) => void,\n"
        "  ): () => void",
        "Calls `callback` for each event `pywidget:<name>`, with its detail, and with the widget, or the document if "
        "the event is about no widget. The returned function ends that.",
        'const end = pywidget.on("verdict", ({ code, path }, widget) => console.log(code, path, widget));',
    ),
    "tokenProvider": Function(
        "(provider: TokenProvider): void",
        "Sets the function that returns a fresh token. It is preferred to `data-token-function` and `data-token-url`.",
        "pywidget.tokenProvider(async ({ mode }) => fetchMyToken(mode));",
    ),
    "report": Function(
        "(error: unknown, system?: SystemName): void",
        "Treats an error of your own like one of a widget. `error` is a code, a parsed error response, or an Error "
        "with a `code`; `system` is whose code it is, by default that of `data-system`.",
        'pywidget.report(error, "mori");',
    ),
    "flush": Function("(): void", "Sends the reports that wait.", "pywidget.flush();"),
    "stop": Function(
        "(): void",
        "Ends pywidget on this page: notices, renewals and reports. Another script tag can start it again.",
        "pywidget.stop();",
    ),
    "ready": Function(
        ": Promise<void>",
        "Resolves when Python runs, and rejects if it cannot be loaded. By default Python is loaded at the first "
        "failure, so with `await` set `data-boot` to `idle` or `now`.",
        "await pywidget.ready;",
    ),
    "stopped": Function(": boolean", "Whether `stop()` was called.", "if (pywidget.stopped) …"),
}

#: What a token function is told; it is also what ``data-token-url`` is sent.
TOKEN_REQUEST = Shape(
    "TokenRequest",
    "What a token is asked for.",
    (
        Field("pendingAction", "string", "What the widget does with the token; empty if it did not say."),
        Field("mode", "string | null", "The widget's `mode`; null if it has none."),
        Field("network", "string | null", "The widget's `network`; null if it has none."),
        Field("attempt", "number", "1, and one more for each further try of the same renewal."),
        Field("system", "SystemName", "Whose session it is, where that is not the `<ats-widget>`'s.", optional=True),
    ),
)


class Type(NamedTuple):
    """A type that stands for another one.

    Attributes:
        type: what it stands for, in TypeScript.
        meaning: what it is for, as Markdown.
    """

    type: str
    meaning: str


#: The functions of a page that pywidget calls, and what they return: name of the type -> the type.
HOOKS: dict[str, Type] = {
    "TokenAnswer": Type(
        "string | { [field: string]: unknown } | null | undefined | void",
        "What a token function returns: the token, or an object with the token at `data-token-field`. For a session "
        "of the page's own requests, anything will do.",
    ),
    "TokenProvider": Type(
        "(\n  request: TokenRequest,\n  widget: Element | null,\n) => TokenAnswer | PromiseLike<TokenAnswer>",
        "The function for `pywidget.tokenProvider()`. `widget` is null for a session of the page's own requests.",
    ),
    "TokenFunction": Type(
        "(\n  pendingAction: string,\n  widget: Element | null,\n  request: TokenRequest,\n"
        ") => TokenAnswer | PromiseLike<TokenAnswer>",
        "The function that `data-token-function` names.",
    ),
    "ChangedReport": Type(
        "\n  | { [field: string]: string | number | boolean | null | undefined }"
        "\n  | ReportDetail | null | false | undefined | void",
        "What the function of `data-before-report` returns: a changed report, which may have fields of its own; null "
        "or false to drop the report; nothing to send the report that it was given, with its changes.",
    ),
    "BeforeReport": Type(
        "(report: ReportDetail) => ChangedReport | PromiseLike<ChangedReport>",
        "The function that `data-before-report` names. If it throws, or takes longer than 5 seconds, the report goes "
        "out as it was.",
    ),
    "SinkFunction": Type("(report: SinkReport) => unknown", "A function of the page that `data-analytics` names."),
}
