"""What ``pywidget/public`` says of events, reports and functions is what the code does."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from driver import AppStage
from test_sinks import END, REPORT, said

from pywidget.browser import app as app_module
from pywidget.browser.settings import CHOICES, TEXTS
from pywidget.catalog import SYSTEMS, load
from pywidget.core import reports as core_reports
from pywidget.page_api import EVENTS as PYTHON_EVENTS
from pywidget.public import events, functions, reports, sinks
from pywidget.public.attributes import ATTRIBUTES
from tools.build import sink_names
from tools.declarations import ALIASES, NOTICE_KINDS, UNIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.public import Field, Shape

PACKAGE = Path(__file__).resolve().parents[2] / "pywidget"
#: Sinks that get whole reports: one that pywidget delivers, and a function of the page.
SINKS = "beacon shop.sink"
PROFILE = {
    "system": "acme-of-a-page",
    "codes": {"E_TOKEN": {"path": "auth"}, "E_KEY": {"path": "config"}},
    "failed": {"on": "failed", "code": "detail.code", "message": "detail.message"},
    "token": {"call": "setPass", "expired": "expired"},
}
#: What becomes of a token that is asked for: fields of a ``token`` message, and whether the widget takes it.
ANSWERS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"outcome": "token"}, "set"),
    ({"outcome": "token"}, "repeated"),
    ({"outcome": "token"}, "refused"),
    ({"outcome": "token"}, "gone"),
    ({"outcome": "no-source"}, "set"),
    ({"outcome": "provider", "reason": "TypeError"}, "set"),
    ({"outcome": "network", "reason": "TypeError"}, "set"),
    *(
        ({"outcome": "bad-answer", "reason": reason}, "set")
        for reason in ("html", "empty", "not-json", "redirected", "opaque", "no-token", "empty-token", "wrong-type")
    ),
    *(
        ({"outcome": "http", "status": status, "body": body, "headers": {}}, "set")
        for status in (400, 401, 403, 404, 429, 500)
        for body in ("", '{"error":{"code":"x.y","message":"no","request_id":"req_t"}}')
    ),
    (
        {
            "outcome": "http",
            "status": 403,
            "body": '{"error":{"code":"session.key_inactive","message":"no"}}',
            "headers": {},
        },
        "set",
    ),
)


# ---- Whether a value has a type


def fits(value: Any, type_: str) -> bool:
    """Tell whether a value, parsed from JSON, has a type of TypeScript; only the types of the tables are known."""
    return any(_fits(value, part.strip()) for part in type_.split("|"))


def _fits(value: Any, type_: str) -> bool:
    if type_.endswith("[]"):
        return isinstance(value, list) and all(fits(item, type_[:-2]) for item in value)
    if type_.startswith('"'):
        return bool(value == type_.strip('"'))
    if type_ in UNIONS:
        return value in tuple(UNIONS[type_][0])
    if type_ in ALIASES:
        return isinstance(value, str) and value != ""
    python = {"string": str, "number": int, "boolean": bool, "null": type(None)}[type_]
    return isinstance(value, python) and (python is not int or not isinstance(value, bool))


def problems(found: dict[str, Any], fields: tuple[Field, ...]) -> list[str]:
    """Say what is missing, what is not declared and what has another type."""
    declared = {field.name: field for field in fields}
    told = [f"{name} is not declared" for name in found if name not in declared]
    for field in fields:
        if field.name not in found:
            told += [] if field.optional else [f"{field.name} is missing"]
        elif not fits(found[field.name], field.type):
            told.append(f"{field.name} is {found[field.name]!r} and not {field.type}")
    return told


def shape_of(report: dict[str, Any]) -> Shape:
    """Return which kind of report it is, as ``outcome`` says."""
    failure, end, counts = reports.SHAPES
    if "outcome" not in report:
        return failure
    return counts if report["outcome"] == reports.UNREPORTED else end


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        ("x", "string", True),
        (1, "string", False),
        (True, "number", False),
        (None, "string | null", True),
        ("retry", "Path", True),
        ("other", "Path", False),
        ("acme", "SystemName", True),
        ("status", '"status" | "alert"', True),
        ("state", '"status" | "alert"', False),
    ],
)
def test_types_are_told_apart(value: object, type_: str, *, expected: bool) -> None:
    assert fits(value, type_) is expected


def test_problems_are_found() -> None:
    fields = events.EVENTS["renewed"].shapes[0].fields
    right = {"pendingAction": "submit", "attempts": 1, "durationMs": 5}
    assert problems(right, fields) == []
    assert problems({**right, "tries": 1}, fields) == ["tries is not declared"]
    assert problems({"pendingAction": "submit", "attempts": "1"}, fields) == [
        "attempts is '1' and not number",
        "durationMs is missing",
    ]


# ---- What is dispatched and sent


def stage_for(system: str = SYSTEMS[0], **attributes: str) -> AppStage:
    stage = AppStage(
        system=system, analytics=SINKS, analytics_url="/r", login_url="/login", contact="a@example.org", **attributes
    )
    stage.arrive()
    return stage


def fails(system: str) -> Iterator[AppStage]:
    """Each code of a system fails, and comes as an answer to one of the page's own requests."""
    for code in load(system).CODES:
        stage = stage_for(system)
        stage.looks[1]["network"] = "testnet"
        stage.fail(code)
        stage.fail(code)
        stage.page.wait(2_000)
        answer = {"system": system, "stage": "POST /x", "status": 400, "headers": {}, "body": f'{{"code":"{code}"}}'}
        stage.say("answer", detail={**answer, "age": 5})
        stage.page.wait(2_000)
        stage.say("answered", detail={"stage": "POST /x"})
        stage.say("report", detail={"error": code, "system": system})
        # It works again, after another thing was done to it than before.
        stage.looks[1]["screen"] = "FORM"
        stage.say("looked", 1, changed="mode")
        stage.event("complete")
        stage.say("sink-rest")
        yield stage


def renews() -> Iterator[AppStage]:
    """A session ends, and whatever can become of that does."""
    for answer, delivery in ANSWERS:
        stage = stage_for()
        stage.page.answer, stage.page.delivery = dict(answer), delivery
        stage.expire()
        stage.page.wait(61_000)
        yield stage
    for pending in ("", "download"):
        stage = stage_for(first_token="on")
        stage.arrive(2, hasToken=False)
        stage.page.answer = None
        detail: dict[str, Any] = {"pendingAction": pending} if pending else {}
        stage.event("token-expired", **detail)
        stage.page.wait(61_000)
        yield stage


def goes_on() -> Iterator[AppStage]:
    """A widget is disabled or fails, and something else happens then."""
    ways: tuple[tuple[str, dict[str, Any]], ...] = (
        ("looked", {"changed": ""}),
        ("looked", {"changed": "site-key"}),
        ("left", {}),
        ("action", {"action": "try-again"}),
        *(("event", {"name": f"allfeat:{name}", "detail": {}}) for name in ("ready", "step", "confirmed", "complete")),
    )
    for kind, fields in ways:
        stage = stage_for()
        stage.fail("session.key_inactive")
        stage.looks[1] = {"screen": "FORM", "tellsTransaction": True, "mode": "register", "buttons": ["next"]}
        stage.say(kind, 1, **fields)
        stage.page.wait(2_000)
        yield stage


def rare() -> Iterator[AppStage]:
    """What no code and no answer leads to."""
    stage = stage_for()
    # The work was submitted, so that a renewal is held.
    stage.event("confirmed", transactionId="0x1")
    stage.expire()
    stage.page.wait(200_000)
    yield stage
    # Too many renewals.
    stage = stage_for()
    for _ in range(6):
        stage.expire()
        stage.page.wait(1_000)
    yield stage
    # Nobody heard why the widget failed; an error without anything; anything else as an error.
    stage = stage_for()
    stage.looks[2] = {"screen": "FAILED", "tellsTransaction": True}
    stage.arrive(2)
    stage.event("error", message="broken")
    stage.page.wait(5_000)
    stage.event("complete")
    for error in ({}, {"message": "broken", "name": "Error"}, None, 5, "no-such-code"):
        stage.say("report", detail={"error": error})
    stage.event("download-failed", message="no")
    stage.page.wait(5_000)
    yield stage
    # More than is reported, before the end of a failure that was reported.
    stage = stage_for()
    stage.fail("session.upstream_error")
    for number in range(80):
        stage.say("report", detail={"error": f"made.up_{number}"})
    stage.page.wait(5_000)
    stage.event("complete")
    yield stage
    # The same again, and nothing after it.
    stage = stage_for()
    for _ in range(2):
        stage.fail("session.upstream_error")
        stage.page.wait(5_000)
    stage.say("sink-rest")
    yield stage
    # More than is reported, before another failure.
    stage = stage_for()
    for number in range(80):
        stage.fail(f"widget.made_up_{number}")
        stage.fail(f"widget.made_up_{number}")
    stage.say("lost", count=3)
    stage.say("delivery-dropped", sink="beacon", count=2, reason="413")
    stage.page.wait(5_000)
    stage.fail("session.key_inactive")
    stage.say("lost", count=3)
    stage.say("sink-rest")
    yield stage


def with_a_profile() -> Iterator[AppStage]:
    """A widget that a profile describes."""
    stage = stage_for()
    stage.say("profile", detail={"url": "/acme.json", "profile": PROFILE})
    stage.say("arrived", 3, name="player", hasToken=True, system="acme-of-a-page")
    for name, detail in (("expired", {}), ("failed", {"code": "E_TOKEN"}), ("failed", {"code": "E_KEY"})):
        stage.say("event", 3, name=f"acme-of-a-page {name}", detail=detail)
        stage.page.wait(3_000)
    yield stage


@pytest.fixture(scope="module")
def played() -> list[AppStage]:
    stories = [story for system in SYSTEMS for story in fails(system)]
    return [*stories, *renews(), *goes_on(), *rare(), *with_a_profile()]


def test_every_detail_is_as_described(played: list[AppStage]) -> None:
    seen: set[str] = set()
    for stage in played:
        for _widget, event, detail in stage.page.told("announce"):
            name = event.removeprefix("pywidget:")
            fields = shape_of(detail).fields if name == "report" else events.EVENTS[name].shapes[0].fields
            assert problems(detail, fields) == [], event
            seen.add(name)
        assert stage.page.errors() == []
    # `ready` is dispatched at the start; JavaScript dispatches the two others (see the page's own types).
    assert seen == set(events.EVENTS) - {"ready", "notice", "unavailable"}


def test_every_report_is_as_described(played: list[AppStage]) -> None:
    seen: set[str] = set()
    for stage in played:
        for where, what in stage.page.handed():
            report = what if where == "beacon" else what[0]
            shape = shape_of(report)
            assert problems(report, (*shape.fields, reports.ID)) == [], where
            seen.add(shape.name)
        for _number, _path, report in stage.page.told("filterReport"):
            assert problems(report, shape_of(report).fields) == []
    assert seen == {shape.name for shape in reports.SHAPES}


def test_every_field_that_may_be_absent_is_absent_sometimes(played: list[AppStage]) -> None:
    """And is there sometimes: otherwise the tables would say too little, or too much."""
    for shape in (*reports.SHAPES, *(shape for event in events.EVENTS.values() for shape in event.shapes)):
        details = [
            detail
            for stage in played
            for _widget, event, detail in stage.page.told("announce")
            if (shape_of(detail) if event == "pywidget:report" else _shape_of_event(event)) is shape
        ]
        for field in shape.fields:
            if field.optional:
                there = [field.name in detail for detail in details]
                assert any(there), f"{shape.name}.{field.name} is never there"
                assert not all(there), f"{shape.name}.{field.name} is always there"


def _shape_of_event(event: str) -> Shape:
    return events.EVENTS[event.removeprefix("pywidget:")].shapes[0]


def test_every_reason_is_given(played: list[AppStage]) -> None:
    given = {detail["reason"] for stage in played for detail in stage.page.announced("renewal-failed")}
    assert given == set(events.REASONS)


def test_every_token_request_is_as_described(played: list[AppStage]) -> None:
    asked = [info for stage in played for _widget, _number, info in stage.page.told("askToken")]
    assert [problem for info in asked for problem in problems(info, functions.TOKEN_REQUEST.fields)] == []
    assert {"system" in info for info in asked} == {True, False}


def test_the_event_of_the_start_is_as_described() -> None:
    stage = AppStage()
    text = '{"data":{},"page":{"lang":"en"},"at":1}'
    app_module.start(text, stage.page)
    (detail,) = stage.page.announced("ready")
    assert problems(detail, events.EVENTS["ready"].shapes[0].fields) == []


# ---- The tables, and those of the code


def test_reports_have_the_fields_that_the_code_allows() -> None:
    declared = {field.name: field.type for field in reports.FIELDS} | {reports.ID.name: reports.ID.type}
    assert set(declared) == set(core_reports.FIELDS)
    for name, type_ in declared.items():
        number, flag = name in core_reports._NUMBERS, name in core_reports._FLAGS  # noqa: SLF001  the table itself
        assert type_ == ("number" if number else "boolean") if number or flag else type_ not in ("number", "boolean")


def test_python_and_javascript_have_the_same_events() -> None:
    assert set(events.EVENTS) == set(PYTHON_EVENTS)


def test_every_event_of_the_code_is_described() -> None:
    found: set[str] = set()
    for pattern in ("core/*.py", "browser/*.py", "page/*.js"):
        for path in PACKAGE.glob(pattern):
            found |= set(re.findall(r'"pywidget:([a-z-]+)"', path.read_text(encoding="utf-8")))
    origins = {name.removeprefix("pywidget:") for name in events.ORIGINS}
    assert found == set(events.EVENTS) | {"before-report"} | (origins - {"token-endpoint"})


def test_why_a_widget_is_enabled_is_described() -> None:
    given = {
        node.args[0].value
        for path in (PACKAGE / "core").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "WorksAgain"
        and isinstance(node.args[0], ast.Constant)
    }
    assert given == set(events.ENABLED_BECAUSE)


def test_every_kind_of_notice_has_a_name(played: list[AppStage]) -> None:
    shown = {notice["kind"] for stage in played for _widget, notice in stage.page.told("showNotice")}
    assert len(shown) > 8
    assert shown <= set(NOTICE_KINDS)


def test_every_function_of_the_script_tag_is_described() -> None:
    (table,) = re.findall(
        r"root\.pywidget = \{\n(.*?)\n  \}\);", (PACKAGE / "page" / "loader.js").read_text(encoding="utf-8"), re.DOTALL
    )
    assert set(re.findall(r"^    (\w+):", table, re.MULTILINE)) == set(functions.MEMBERS)


def test_attributes_say_what_can_be_written_where_no_table_lists_it() -> None:
    for name, one in ATTRIBUTES.items():
        assert one.meaning.endswith((".", ")")), name
        assert bool(one.values) == (name in TEXTS), name
        for known in one.known:
            assert f"`{known}`" in one.values, name
    for name, choices in CHOICES.items():
        said_of_it = set(re.findall(r"`([a-z-]+)`", ATTRIBUTES[name].meaning))
        assert said_of_it & set(choices) or name in ("data-token-method", "data-runtime", "data-system"), name


@pytest.mark.parametrize("name", sink_names())
def test_sinks_call_what_is_described(name: str) -> None:
    called = {path for report in (REPORT, END) for path, _ in said(name, report)} - {name, "gtag", "plausible"}
    described = set(sinks.SINKS[name].calls)
    assert called <= described
    assert bool(described) == (name not in ("beacon", "otlp"))
    source = (PACKAGE / "browser" / "sinks" / f"{name}.py").read_text(encoding="utf-8")
    for path in described:
        assert path.rpartition(".")[0] in source, path


def test_each_sink_is_described() -> None:
    assert sorted(sinks.SINKS) == sink_names()
