"""Write the reference pages of the documentation, from what the package says of itself.

    python -m tools.reference

``pywidget/public`` describes attributes, events, functions, reports and sinks; codes and texts stand in the catalogs
and in the locales. A test fails while a page is not up to date.
"""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pywidget
from pywidget import page_api
from pywidget.browser import reports as report_queue
from pywidget.browser.settings import CHOICES, NUMBERS
from pywidget.browser.sinks import event_name, severity
from pywidget.catalog import SYSTEMS, load
from pywidget.core import reports as core_reports
from pywidget.core.verdict import PATHS, REMEDIES
from pywidget.locales import LANGUAGES
from pywidget.locales.en import TEXTS as ENGLISH
from pywidget.public import otlp
from pywidget.public.attributes import GROUPS
from pywidget.public.events import BECAUSE, BEFORE_REPORT, ENABLED_BECAUSE, EVENTS, NOTICE_ACTION, ORIGINS, REASONS
from pywidget.public.functions import HOOKS, MEMBERS, TOKEN_REQUEST
from pywidget.public.reports import FIELDS, ID, MAYBE, NEVER, OUTCOMES
from pywidget.public.sinks import PAGE_FUNCTION, SINKS
from pywidget.public.vendors import CHECKED, VENDORS
from tools.build import USUAL_SINKS
from tools.declarations import FRAMEWORKS, PACKAGE_NAME, UNIONS, default_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pywidget.public import Field
    from pywidget.public.attributes import Attribute
    from pywidget.public.events import Event
    from pywidget.public.sinks import Sink

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"

_HEAD = "<!-- Made by `python -m tools.reference`: change pywidget/public, the catalogs or the locales. -->\n"
#: What stands in a cell where there is nothing.
NONE = "\N{EN DASH}"
_WIDTH = 120

#: A type with a list of its values -> where that list is.
_LISTS = {
    "Path": "events.md#paths",
    "Remedy": "events.md#remedies",
    "RenewalFailure": "events.md#reasons-of-a-failed-renewal",
    "EnabledBecause": "events.md#reasons-of-enabled",
    "NoticeKind": "events.md#kinds-of-notices",
    "NoticeActionId": "events.md#buttons-of-notices",
    "NoticeAction": "events.md#buttons-of-notices",
    "Outcome": "reports.md#outcomes",
}


#: The sections of docstrings that are tables -> the head of their first column.
_SECTIONS = {"Args:": "argument", "Attributes:": "attribute", "Raises:": "raises"}


def main() -> None:
    """Write the pages, where they are not up to date."""
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def pages() -> dict[Path, str]:
    """Return what the pages are to say."""
    made: dict[str, Callable[[], Iterable[str]]] = {
        "index": _index,
        "attributes": _attributes,
        "events": _events,
        "functions": _functions,
        "hooks": _hooks,
        "reports": _reports,
        "sinks": _sinks,
        "texts": _texts,
        "catalog/index": _catalogs,
    }
    found = {FOLDER / f"{name}.md": "\n\n".join([_HEAD.strip(), *make()]) + "\n" for name, make in made.items()}
    for system in SYSTEMS:
        found[FOLDER / "catalog" / f"{system}.md"] = "\n\n".join([_HEAD.strip(), *_catalog(system)]) + "\n"
    return found


# ---- What Markdown is made of


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(' '.join(cell.split()) or NONE for cell in line)} |" for line in lines)


def _paragraph(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), _WIDTH, break_on_hyphens=False, break_long_words=False)


def _code(text: object) -> str:
    return f"`{text}`"


def _escaped(text: str) -> str:
    """Return a text that is no Markdown, for a cell."""
    return text.replace("<", "&lt;").replace("|", "&#124;")


def _codes(values: Iterable[object], word: str = "or") -> str:
    *first, last = map(_code, values)
    return f"{', '.join(first)} {word} {last}" if first else last


def _type(type_: str, page: str) -> str:
    """Return a type for a cell: names with a list of values are links, and ``|`` would end the cell."""
    told = []
    for part in type_.split(" | "):
        link = _LISTS.get(part.removesuffix("[]"), "")
        name = _code(part.removesuffix("[]").strip('"') if '"' in part or link else part)
        if link:
            name = f"[{name}]({link.removeprefix(page)})"
        told.append(f"a list of {name}" if part.endswith("[]") else name)
    return " or ".join(told)


def _fields(fields: Iterable[Field], page: str) -> str:
    rows = [
        (_code(field.name), _type(_named(field.type), page), _local(field.meaning, page), _present(field))
        for field in fields
    ]
    return _table(("field", "type", "meaning", "there"), rows)


def _present(field: Field) -> str:
    return "sometimes" if field.optional else "always"


def _named(type_: str) -> str:
    """Return a type by what it is in JavaScript, where its name says nothing to a reader."""
    return type_.replace("SystemName", "string")


def _local(text: str, page: str) -> str:
    """Return a text whose links may lead to its own page. Links without a page are to the events."""
    text = re.sub(r"\]\(#", "](events.md#", text)
    return text.replace(f"]({page}#", "](#")


# ---- Pages


def _index() -> Iterable[str]:
    yield "# Reference"
    yield _paragraph(
        "What pywidget offers, in lists. These pages are made from its source, and tests compare them with what it "
        "does."
    )
    yield _table(
        ("page", "what is in it"),
        [
            ("[Attributes](attributes.md)", "every attribute of the script tag"),
            ("[Events](events.md)", "every event that is dispatched, with its detail"),
            ("[Functions](functions.md)", "`window.pywidget`, and `start()` for Python in a page"),
            ("[Hooks](hooks.md)", "the functions of your page that pywidget calls, and texts of your own"),
            ("[Reports](reports.md)", "every field of a report"),
            ("[Sinks](sinks.md)", "every place that reports can go to"),
            ("[Texts](texts.md)", "every text that visitors see, with its key"),
            ("[Error codes](catalog/index.md)", "every code of every system, and what becomes of it"),
        ],
    )


def _attributes() -> Iterable[str]:
    yield "# Attributes"
    yield _paragraph(
        "The attributes of the script tag. All of them are optional. They are read once, when the script tag runs; "
        "later changes have no effect."
    )
    yield _paragraph(
        "An invalid value is ignored: the console names it, and the default applies. A misspelt attribute is named in "
        "the console, too."
    )
    yield _paragraph(
        "With `start()` from npm, an attribute is an option without `data-`, in camel case: `tokenUrl`. In Python it "
        "is written with `_`: `token_url`."
    )
    for title, group in GROUPS.items():
        yield f"## {title}"
        rows = []
        for name, one in group.items():
            default = default_of(name)
            shown = _code(default if isinstance(default, str) else f"{default:g}") if default != "" else ""
            rows.append((f"`{name}`", shown, _values(name, one), one.meaning))
        yield _table(("attribute", "default", "values", "meaning"), rows)
    yield "## Languages"
    yield _paragraph(f"`data-lang` can be {_codes(LANGUAGES)}.")


def _values(name: str, one: Attribute) -> str:
    if name in CHOICES:
        return _codes(CHOICES[name])
    if name in NUMBERS:
        _, least, most = NUMBERS[name]
        return f"a number from {least:g} to {most:g}"
    return f"{one.values}{f'; example: `{one.example}`' if one.example else ''}"


def _events() -> Iterable[str]:
    yield "# Events"
    yield _paragraph(
        "pywidget dispatches DOM events with the prefix `pywidget:`. Those of a widget are dispatched on it and bubble "
        "to the document, also out of shadow roots. If your page has removed the widget, and for an error of your "
        "page's own, which is about no widget, they are dispatched on `document`. Details are plain JSON."
    )
    yield (
        '```js\ndocument.addEventListener("pywidget:verdict", (event) => console.log(event.detail.path));\n'
        'pywidget.on("verdict", (detail, widget) => console.log(detail.path));   // the same, in short\n```'
    )
    for name, event in EVENTS.items():
        yield from _event(name, event)
    yield from _event("before-report", BEFORE_REPORT)
    yield "## Values"
    yield "### Paths"
    yield _codes(PATHS, "and") + ". The path says what pywidget does."
    yield "### Remedies"
    yield _table(
        ("remedy", "can trying again help", "who has to act"),
        [(_code(name), "yes" if helps else "no", actor) for name, (helps, actor) in REMEDIES.items()],
    )
    yield "### Reasons of a failed renewal"
    yield _table(("reason", "what happened"), [(_code(reason), told) for reason, told in REASONS.items()])
    yield "### Reasons of enabled"
    because = {name: ENABLED_BECAUSE.get(name, f"The widget dispatched `allfeat:{name}`.") for name in BECAUSE}
    yield _table(("because", "what happened"), [(_code(name), told) for name, told in because.items()])
    yield "### Origins"
    yield _paragraph(
        "`event` of a verdict names the widget's event by which the failure became known, such as `allfeat:failed`. "
        "Where there was no such event, it is one of these, which no page can listen to:"
    )
    yield _table(("event", "what happened"), [(_code(origin), told) for origin, told in ORIGINS.items()])
    yield "### Kinds of notices"
    yield _paragraph(_codes(UNIONS["NoticeKind"][0], "and") + ".")
    yield "### Buttons of notices"
    yield _fields(NOTICE_ACTION.fields, "events.md")
    yield _paragraph(f"`id` is {_codes(UNIONS['NoticeActionId'][0])}.")


def _event(name: str, event: Event) -> Iterable[str]:
    yield f"## pywidget:{name}"
    yield _paragraph(event.when)
    if event.target == "document":
        yield "It is dispatched on `document`."
    if event.detail == "ReportDetail":
        yield "The detail is a report, with the fields of [Reports](reports.md) but `id`."
        return
    for shape in event.shapes:
        if len(event.shapes) > 1:
            yield f"**{shape.meaning.rstrip('.')}:**"
        yield _fields(shape.fields, "events.md")


def _functions() -> Iterable[str]:
    yield "# Functions"
    yield "## window.pywidget"
    yield _paragraph(
        "It exists from the first line of the script tag on. Calls before Python is loaded are kept, and made then."
    )
    for name, member in MEMBERS.items():
        yield f"### {name}"
        yield _paragraph(member.meaning)
        yield f"```js\n{member.example}\n```"
    yield "## TypeScript"
    yield _paragraph(
        "`pywidget.d.ts` declares all of this, the events with their details, and the `<ats-widget>`. `pywidget "
        "bundle` puts it beside `pywidget.js`, for editors and compilers: a site need not serve it. One of these lines "
        "makes it known:"
    )
    yield (
        '```ts\n/// <reference path="static/pywidget/pywidget.d.ts" />\n```\n\n'
        f'```ts\nimport type {{ VerdictDetail }} from "{PACKAGE_NAME}";\n```'
    )
    yield _paragraph(
        "The elements of a framework's templates are in files of their own, which need that framework's types:"
    )
    yield _table(
        ("framework", "beside `pywidget.js`", "from npm"),
        [
            (
                name,
                _code(f"pywidget-{name.lower()}.d.ts"),
                _code(f'import type {{}} from "{PACKAGE_NAME}/{name.lower()}"'),
            )
            for name in FRAMEWORKS
        ],
    )
    yield "## Python in the page"
    yield _paragraph(
        "For pages with PyScript or Pyodide: `from pywidget import start`. [Runtimes](../runtimes.md#hooks-in-python) "
        "shows how to get there."
    )
    in_a_page: dict[str, object] = {
        "start": page_api.start,
        "handler.on": page_api.Handler.on,
        "handler.token_provider": page_api.Handler.token_provider,
        "handler.report": page_api.Handler.report,
        "handler.stop": page_api.Handler.stop,
        "Event": page_api.Event,
        "TokenRequest": page_api.TokenRequest,
    }
    for name, told in in_a_page.items():
        yield f"### {name}"
        yield from _docstring(told)
    yield "## Any Python program"
    yield _paragraph(
        "On a server or in a script: `import pywidget`. [Tokens from your server](../server.md#read-errors) shows what "
        "a server does with them."
    )
    for name in sorted(pywidget.__all__):
        if name not in ("__version__", "start"):
            yield f"### pywidget.{name}"
            yield from _docstring(getattr(pywidget, name))


def _docstring(of: object) -> Iterable[str]:
    """Return a docstring as Markdown: its paragraphs, and each of its sections as a table."""
    text = inspect.getdoc(of) or ""
    text = text.replace(":data:`EVENTS`", _codes(page_api.EVENTS))
    text = re.sub(r":\w+:`~?([\w.]+)`", lambda found: _code(found[1].rpartition(".")[2]), text).replace("``", "`")
    *paragraphs, _ = (*text.split("\n\n"), "")
    for paragraph in paragraphs:
        title, _, body = paragraph.partition("\n")
        if title not in _SECTIONS:
            yield _paragraph(paragraph)
            continue
        entries = re.split(r"\n(?=\S)", textwrap.dedent(body))
        rows = [(_code(name), told) for name, _, told in (entry.partition(": ") for entry in entries)]
        yield _table((_SECTIONS[title], "meaning"), rows)


def _hooks() -> Iterable[str]:
    yield "# Hooks"
    yield _paragraph(
        "The functions of your page that pywidget calls. If one throws, only its own effect is lost, and the console "
        "says so. The types are those of `pywidget.d.ts`."
    )
    yield "## Token functions"
    yield from _hook("TokenProvider")
    yield from _hook("TokenFunction")
    yield from _hook("TokenAnswer")
    yield "What they are told is also what `data-token-url` is sent as JSON:"
    yield _fields(TOKEN_REQUEST.fields, "hooks.md")
    yield "## A function for each report"
    yield from _hook("BeforeReport")
    yield from _hook("ChangedReport")
    yield _paragraph(
        "A changed report may have further fields, with texts, numbers and booleans. Private data are taken out of "
        "every text. `id`, `repeated` and `dropped` cannot be changed."
    )
    yield "## A function as a sink"
    yield from _hook("SinkFunction")
    yield "## Your own texts"
    yield _paragraph(
        "`data-messages` is the address of a JSON object: the key of a text, and your own text. It is used in every "
        "language. Texts that are not in it stay as they are; keys that are not known are named in the console."
    )
    example = {"session-expired": "Please sign in again.", "button.contact": "Ask the box office"}
    yield f"```json\n{json.dumps(example, indent=2)}\n```"
    yield _table(
        ("key", "which text"),
        [
            ("`message.KEY`, or just `KEY`", "what happened; KEY is the message of a code"),
            ("`message.KEY.detail`", "the same with placeholders, used if all of them have a value"),
            ("`title.KIND`", "the title of a kind of notice"),
            ("`next.KEY`", "what to do next"),
            ("`warning.KEY`", "a warning"),
            ("`button.ACTION`", "a button"),
            ("`button.KIND.ACTION`", "the same button in one kind of notice"),
            ("`label.KEY`, `field.KEY`", "everything else"),
        ],
    )
    yield _paragraph(
        "[Texts](texts.md) lists all keys with their English texts, [Events](events.md#kinds-of-notices) all kinds and "
        "actions. A text may use the placeholders that the English one has, such as `{fields}`."
    )


def _hook(name: str) -> Iterable[str]:
    yield _paragraph(HOOKS[name].meaning)
    yield f"```ts\ntype {name} = {HOOKS[name].type};\n```".replace("= \n", "=\n")


def _reports() -> Iterable[str]:
    yield "# Reports"
    yield _paragraph(
        "A report is a flat object of texts, numbers and booleans. Fields that are not listed here are not sent, and "
        "private data are taken out of every text."
    )
    yield _paragraph(
        "There are three kinds. A **failure** is reported once. Its **end** is a second, small report with the same "
        "`failure`. **Counts** is a last report, if there were repeats or left-out reports that no other report counts."
    )
    marks = {NEVER: "", MAYBE: "sometimes"}
    rows = [
        (
            _code(field.name),
            _type(_named(field.type), "reports.md"),
            _local(field.meaning, "reports.md"),
            *(marks.get(present, present) for present in (field.failure, field.end, field.counts)),
            field.when,
        )
        for field in FIELDS
    ]
    rows.append((_code(ID.name), _code(ID.type), ID.meaning, "always", "always", "always", "only sinks get it"))
    yield _table(("field", "type", "meaning", "failure", "end", "counts", "if"), rows)
    yield "## Outcomes"
    yield _table(("outcome", "what happened"), [(_code(outcome), told) for outcome, told in OUTCOMES.items()])
    yield "## How many"
    yield _paragraph(
        f"At most {core_reports.CAP_PER_SECOND} reports a second, {core_reports.CAP_BURST} at once and "
        f"{core_reports.CAP_PAGE} in one page view are sent; the others are counted in `dropped`. A failure of the "
        "same widget with the same code and the same reference is a repeat, and is counted in `repeated`; without a "
        f"reference it is one for {core_reports.REPEAT_MS // 1000} seconds. The number of all failures is that of "
        "their reports, with both counts added."
    )
    yield "## Who gets what"
    yield _paragraph(
        "`data-before-report` and `pywidget:before-report` see a report before its counts are known. `pywidget:report` "
        "has all fields but `id`. Sinks that send to your own server, and functions of your page, get all fields; the "
        "others get what their service takes: see [Sinks](sinks.md)."
    )


def _sinks() -> Iterable[str]:
    failure, end = event_name({}), event_name({"outcome": "renewed"})
    yield "# Sinks"
    yield _paragraph(
        "A sink is a place that reports go to. `data-analytics` names one or several. pywidget loads no analytics "
        f"script: it uses the one that is in your page. An event is called `{failure}`; the end of a failure is "
        f"called `{end}`, so that it does not count as a failure."
    )
    yield _paragraph(
        f"Sinks do not affect each other. Reports for something that is not in the page yet wait: up to "
        f"{report_queue.MOST_WAITING} of them, for {report_queue.WAIT_MS // 1000} seconds. What a sink did not take is "
        "counted in `dropped` of its next report."
    )
    for name, sink in SINKS.items():
        yield f"## {name}"
        yield _sink(sink)
    yield "## Any other name"
    yield _sink(PAGE_FUNCTION)
    yield "## Severity"
    yield _paragraph("Sinks that know severities get one of three:")
    yield _table(("report", "severity"), _severities())
    yield "## What `otlp` sends"
    yield from _otlp()
    yield "## What the services document"
    yield _paragraph(
        "What each service says about names, lengths and numbers, and whether pywidget keeps to it. Read on "
        f"{CHECKED} in stored copies of the services' pages, which may be older than the pages are now; no account was "
        "used. The services' own clients take the reports in tests, but for those of Google and Matomo, which no "
        "package has: there the test looks at what was put into their arrays."
    )
    yield _table(
        ("sink", "pages", "what they say", "what pywidget sends"),
        [(_code(name), one.pages, one.says, one.holds) for name, one in VENDORS.items()],
    )
    yield "## What is loaded"
    yield _paragraph(
        f"{_codes(USUAL_SINKS, 'and')} come with what makes the reports. A page that names another sink gets one file "
        "more. No notice waits for these files; what fails before they are there is reported then."
    )


def _otlp() -> Iterable[str]:
    yield _paragraph(
        "Each report is a record of OpenTelemetry's logs data model. Its `eventName` is `pywidget.error`, or "
        "`pywidget.error_outcome` for the end of a failure and for counts. `timeUnixNano` and `observedTimeUnixNano` "
        "are the field `at`; the body is a text of outcome, code and message. Where the semantic conventions have a "
        f"name for a field, its attribute has that name; `schemaUrl` is `{otlp.SCHEMA_URL}`."
    )
    yield _table(
        ("attribute", "field", "meaning"), [(_code(name), _code(field), told) for name, field, told in otlp.CONVENTIONS]
    )
    yield "The other attributes are pywidget's own. Fields that your function adds have the same prefix."
    yield _table(
        ("attribute", "field", "meaning"), [(_code(name), _code(field), told) for name, field, told in otlp.OWN]
    )
    yield "The resource says who sends. The scope is `pywidget`, with its version."
    yield _table(("attribute", "value"), [(_code(name), told) for name, _field, told in otlp.RESOURCE])
    yield _table(
        ("severity", "`severityNumber`", "`severityText`", "when"),
        [(name, str(one.number), one.text, one.why) for name, one in otlp.SEVERITIES.items()],
    )
    yield _paragraph(
        "There is no `exception.type`, because nothing was thrown, and no `error.message`, which the conventions have "
        "withdrawn. pywidget does not know your site's `service.version` and `deployment.environment.name`: a "
        "Collector can add them. It does not read `user_agent.original` and the other attributes of `browser`."
    )


def _sink(sink: Sink) -> str:
    called = _codes(sink.calls) if sink.calls else "nothing of the page: pywidget sends the reports itself"
    if sink is PAGE_FUNCTION:
        called = "the function of that name"
    lines = [("Where to", sink.service), ("Called", called), ("Gets", sink.hands), ("If it is not there", sink.waits)]
    return "\n".join(f"- **{title}:** {told}" for title, told in lines)


def _severities() -> Iterable[tuple[str, str]]:
    for path in PATHS:
        yield f"a failure on the path `{path}`", _code(severity({"path": path, "remedy": "wait"}))
    yield "a failure with the remedy `report`", _code(severity({"path": "retry", "remedy": "report"}))
    for outcome in OUTCOMES:
        yield f"the end `{outcome}`", _code(severity({"outcome": outcome}))


def _texts() -> Iterable[str]:
    yield "# Texts"
    yield _paragraph(
        "Every text that visitors see, in English. [Your own texts](hooks.md#your-own-texts) says how to change them. "
        "A word in braces is a placeholder."
    )
    titles = {
        "title": "Titles",
        "message": "What happened",
        "next": "What to do next",
        "warning": "Warnings",
        "button": "Buttons",
        "label": "Other texts",
        "field": "Names of fields",
    }
    for group, title in titles.items():
        yield f"## {title}"
        rows = [(_code(key), _escaped(text)) for key, text in ENGLISH.items() if key.startswith(f"{group}.")]
        yield _table(("key", "text"), rows)


def _catalogs() -> Iterable[str]:
    yield "# Error codes"
    yield _paragraph(
        "Every error code is on one path. Codes that no table knows are placed by the HTTP status and by how they "
        "begin."
    )
    rows = [(f"[`{system}`]({system}.md)", load(system).TITLE, str(len(load(system).CODES))) for system in SYSTEMS]
    yield _table(("system", "whose", "codes"), rows)
    yield _paragraph(
        "`pywidget explain CODE` prints the same for one code. [Paths](../events.md#paths) and "
        "[remedies](../events.md#remedies) are explained with the events."
    )


def _catalog(system: str) -> Iterable[str]:
    catalog = load(system)
    yield f"# {catalog.TITLE}"
    yield _paragraph(
        f"The {len(catalog.CODES)} codes of `{system}`, as “{catalog.DOCUMENT}” has them. *Visitors read* is what "
        "happened, in English; [its key](../hooks.md#your-own-texts) stands before it. A notice also says what to do "
        "next."
    )
    rows = [
        (
            _code(code),
            _code(path),
            _code(remedy),
            str(status or ""),
            _code(message),
            _escaped(ENGLISH[f"message.{message}"]),
            _escaped(action),
        )
        for code, (path, remedy, status, message, action) in catalog.CODES.items()
    ]
    yield _table(("code", "path", "remedy", "HTTP", "key", "visitors read", "what to do"), rows)


if __name__ == "__main__":
    main()
