# runs-on: micropython
"""Systems and widgets that are described as data: what a profile can say, and what becomes of one that is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import known, register
from pywidget.core.classify import classify
from pywidget.core.places import look_up
from pywidget.core.profile import Profile, read_profile
from pywidget.core.signals import FailureReported, Progressed, SessionExpired

if TYPE_CHECKING:
    from typing import Any

MESSAGES = ("misconfigured", "rate-limited", "unexpected")
NOW = 1_700_000_000_000


def read(**said: Any) -> Profile:
    said.setdefault("system", "acme")
    profile, problems = read_profile(said, MESSAGES)
    assert problems == []
    assert profile is not None
    return profile


def problems_of(said: Any) -> list[str]:
    return read_profile(said, MESSAGES)[1]


# Codes


def test_a_path_alone_has_the_remedy_that_goes_with_it() -> None:
    for path, remedy, message in (
        ("auth", "renew-session", "session-expired"),
        ("config", "contact-administrator", "misconfigured"),
        ("rate-limit", "wait", "rate-limited"),
        ("retry", "try-again", "unexpected"),
    ):
        codes = read(codes={"E_X": path}).catalog.CODES
        assert codes["E_X"] == (path, remedy, None, message, "")


def test_an_entry_can_say_more() -> None:
    profile = read(
        codes={
            "E_KEY": {"path": "config", "message": "misconfigured", "action": "Rotate the key."},
            "E_SEAT": {"path": "retry", "remedy": "top-up", "message": "All seats of your plan are taken."},
        }
    )
    assert profile.catalog.CODES["E_KEY"] == (
        "config",
        "contact-administrator",
        None,
        "misconfigured",
        "Rotate the key.",
    )
    row = profile.catalog.CODES["E_SEAT"]
    assert row[:2] == ("retry", "top-up")
    assert profile.texts == {"message." + row[3]: "All seats of your plan are taken."}


def test_a_registered_profile_is_a_system_like_any_other() -> None:
    name = "registered-profile"
    assert not known(name)
    profile = read(system=name, codes={"E_LIMIT": "rate-limit"}, categories={"throttling": "rate-limit"})
    assert classify("E_LIMIT", name).basis == "default"
    register(profile.catalog)
    limit = classify("E_LIMIT", name)
    assert (limit.system, limit.path, limit.remedy, limit.basis) == (name, "rate-limit", "wait", "code")
    assert classify("E_NEW", name, category="throttling").basis == "category"
    assert classify("E_NEW", name, http_status=503).remedy == "try-again"
    # Nobody can take its place, or that of a system with a catalog of its own.
    for taken in (name, "mori"):
        nothing, problems = read_profile({"system": taken}, MESSAGES)
        assert nothing is None
        assert problems == [f'system: "{taken}" is taken. Choose another name.']
    refused = False
    try:
        register(profile.catalog)
    except ValueError:
        refused = True
    assert refused


def test_a_problem_type_can_be_its_code() -> None:
    profile = read(system="problem-types", codes={"out-of-stock": {"path": "retry", "remedy": "nothing"}})
    register(profile.catalog)
    envelope = profile.read(409, '{"type": "https://acme.example/problems#out-of-stock", "title": "Gone"}', None, NOW)
    assert (envelope.code, envelope.message) == ("out-of-stock", "Gone")


# Answers


def test_the_fields_of_an_answer_are_where_the_profile_says() -> None:
    profile = read(
        answers={
            "code": "errors.0.extensions.code",
            "message": "errors.0.message",
            "reference": "trace.id",
            "details": "errors.0.extensions",
            "category": "errors.0.kind",
        }
    )
    body = (
        '{"errors": [{"message": "slow down", "kind": "throttling", "extensions": {"code": 1042, "retry_after": 3}}],'
        ' "trace": {"id": "t-1"}}'
    )
    envelope = profile.read(429, body, {}, NOW)
    assert (envelope.code, envelope.message, envelope.request_id) == ("1042", "slow down", "t-1")
    assert (envelope.category, envelope.http_status, envelope.retry_after_ms) == ("throttling", 429, 3_000)
    assert envelope.details == {"code": 1042, "retry_after": 3}


def test_headers_count_as_for_every_system() -> None:
    envelope = read(answers={"code": "no"}).read(429, '{"no": "E"}', {"Retry-After": "9", "X-Request-Id": "r-9"}, NOW)
    assert (envelope.code, envelope.retry_after_ms, envelope.request_id) == ("E", 9_000, "r-9")


def test_what_is_not_placed_is_looked_for_where_it_usually_is() -> None:
    problem = '{"type": "https://acme.example/p#out-of-stock", "title": "Gone", "status": 410, "code": "E_OUT"}'
    envelope = read(answers={"message": "title"}).read(None, problem, None, NOW)
    assert (envelope.code, envelope.message, envelope.http_status) == ("E_OUT", "Gone", 410)


def test_a_code_that_is_not_in_its_place_is_none() -> None:
    profile = read(answers={"code": "error.code"})
    for body in ("", "null", "[]", "7", '{"code": "X"}', '{"error": "X"}', '{"error": {"code": {}}}', "<html>"):
        assert profile.read(500, body, None, NOW).code is None, body


def test_a_body_that_is_a_list_can_be_read() -> None:
    profile = read(answers={"code": "0.errorCode", "message": "0.message"})
    envelope = profile.read(401, '[{"errorCode": "INVALID_SESSION_ID", "message": "gone"}]', None, NOW)
    assert (envelope.code, envelope.message) == ("INVALID_SESSION_ID", "gone")


def test_a_dotted_path_finds_what_is_there_and_nothing_else() -> None:
    root = {"a": [{"b": 0}, "x"], "c": None}
    for path, found in (("a.0.b", 0), ("a.1", "x"), ("a.2", None), ("a.-1", None), ("c.d", None), ("a.0.b.c", None)):
        assert look_up(root, path) == found, path


# Events

PLAYER = {
    "system": "acme",
    "widget": "acme-player",
    "events": {
        "acme:error": {"as": "error", "code": "detail.code", "message": "detail.text", "details": "detail"},
        "acme:expired": {"as": "expired"},
        "acme:ready": {"as": "progress", "step": "ready"},
    },
    "token": {"attribute": "access-token", "url": "/api/acme-token"},
}


def test_events_become_signals() -> None:
    profile, problems = read_profile(PLAYER, MESSAGES)
    assert problems == []
    assert profile is not None
    failure = profile.decode("acme:error", {"code": "E_KEY", "text": "bad key"})
    assert isinstance(failure, FailureReported)
    assert (failure.event, failure.half, failure.system) == ("acme:error", "error", "acme")
    assert (failure.code, failure.message, failure.details["text"]) == ("E_KEY", "bad key", "bad key")
    assert isinstance(profile.decode("acme:expired", None), SessionExpired)
    ready = profile.decode("acme:ready", {"anything": 1})
    assert isinstance(ready, Progressed)
    assert ready.step == "ready"
    assert profile.decode("acme:other", None) is None
    assert profile.token == {"attribute": "access-token", "url": "/api/acme-token"}


def test_a_detail_can_be_anything() -> None:
    profile, _ = read_profile(PLAYER, MESSAGES)
    assert profile is not None
    details: tuple[Any, ...] = (None, 7, "E_KEY", [], {}, {"code": None}, {"code": []}, {"code": True}, {"code": ""})
    for detail in details:
        failure = profile.decode("acme:error", detail)
        assert isinstance(failure, FailureReported)
        assert (failure.code, failure.message) == (None, ""), detail


# What runs, or leads elsewhere, is no way to give a token


def test_a_token_is_given_by_what_only_the_widget_has() -> None:
    for method in ("useToken", "setToken", "token", "onToken", "authenticate"):
        assert read(token={"method": method}).token == {"method": method}
    for attribute in ("token", "qv-token", "data-token", "access_token", "Token", "auth.token"):
        assert read(token={"attribute": attribute}).token == {"attribute": attribute}
    for url in ("/api/token", "token?for=x:y", "https://acme.example/token", "//acme.example/token", "?a=b:c"):
        assert read(token={"method": "useToken", "url": url}).token["url"] == url


def test_what_other_elements_have_is_refused() -> None:
    methods = (
        "setHTMLUnsafe", "setHTML", "innerHTML", "outerHTML", "insertAdjacentHTML", "setAttribute", "remove",
        "appendChild", "attachShadow", "addEventListener", "click", "focus", "animate", "toString", "constructor",
        "__defineSetter__", "__proto__",
    )  # fmt: skip
    attributes = (
        "onclick", "onerror", "ONLOAD", "OnFocus", "onsomethingnew", "srcdoc", "SRC", "href", "xlink:href", "style",
        "action", "formaction", "data", "srcset", "poster", "background", "ping", "http-equiv", "is", "nonce", "id",
        "class", "slot", "a/b", "a=b", "a>b", "ünlaut", "\tonclick",
    )  # fmt: skip
    for name, values in (("method", methods), ("attribute", attributes)):
        for value in values:
            profile, problems = read_profile({"system": "acme", "token": {name: value, "url": "/t"}}, MESSAGES)
            assert profile is not None
            assert profile.token == {}, value
            (problem,) = problems
            assert problem.startswith(f"token.{name} is {value!r}. It may be: "), problem


def test_a_token_comes_from_a_web_address() -> None:
    for url in ("javascript:alert(1)", "data:,x", "blob:x", "DATA:application/json,{}", "ftp://a.example/", "x:y"):
        profile, problems = read_profile({"system": "acme", "token": {"method": "useToken", "url": url}}, MESSAGES)
        assert profile is not None
        assert profile.token == {"method": "useToken"}
        assert problems == [f"token.url is {url!r}. It may be: a web address."]


# What is wrong is named, and costs itself only


def test_without_a_name_nothing_can_be_made_of_it() -> None:
    useless: tuple[Any, ...] = (None, [], "acme", 7, {}, {"system": ""}, {"system": "Acme Player"}, {"system": 7})
    for said in useless:
        profile, problems = read_profile(said, MESSAGES)
        assert profile is None
        assert len(problems) == 1, said
    assert problems_of({}) == [
        "system is missing. It may be: a name of a-z, 0-9 and -, with at most 40 characters.",
    ]


def test_everything_that_is_wrong_is_named() -> None:
    profile, problems = read_profile(
        {
            "system": "acme",
            "sistem": "acme",
            "codes": {
                "E_A": "confg",
                "E_B": {"path": "auth", "remedy": "wait"},
                "E_C": {"path": "retry", "message": "rate-limitd", "colour": "red"},
                "E_D": 7,
                "E_E": "rate-limit",
            },
            "categories": ["auth"],
            "answers": {"code": "error..code", "massage": "error.text", "message": 7},
            "widget": "acme-player",
            "events": {
                "acme:error": {"as": "eror"},
                "acme:failed": {"as": "error", "step": "ready"},
                "acme:gone": "expired",
                "acme:ready": {"as": "progress", "step": "started"},
            },
            "token": {"method": "setToken", "attribute": "token"},
        },
        MESSAGES,
    )
    assert sorted(problems) == sorted(
        [
            "sistem is not known. Known are: $schema, system, answers, codes, categories, widget, events, token.",
            "codes.E_A.path is 'confg'. It may be: auth, config, rate-limit, retry.",
            "codes.E_B.remedy is 'wait'. It may be: with path auth: renew-session, sign-in.",
            "codes.E_C.colour is not known. Known are: path, remedy, message, action.",
            "codes.E_C.message is 'rate-limitd'. It may be: a sentence, or the key of a message that there is.",
            "codes.E_D is 7. It may be: a path, or an object with one.",
            "categories is ['auth']. It may be: an object.",
            "answers.massage is not known. Known are: code, message, reference, details, category.",
            "answers.code is 'error..code'. It may be: a dotted path, such as error.code.",
            "answers.message is 7. It may be: a dotted path, such as error.code.",
            "events.acme:error.as is 'eror'. It may be: error, expired, progress.",
            "events.acme:failed.step is not known. Known are: as, code, message, reference, details, category.",
            "events.acme:gone is 'expired'. It may be: an object with \"as\".",
            "events.acme:ready.step is 'started'. It may be: ready, done.",
            "token: give either method or attribute, by which the widget takes a token.",
        ]
    )
    assert profile is not None
    assert sorted(profile.catalog.CODES) == ["E_B", "E_C", "E_E"]
    assert profile.catalog.CODES["E_B"][1] == "renew-session"
    assert (profile.answers, profile.token, sorted(profile.events)) == ({}, {}, ["acme:failed"])


def test_a_widget_and_its_events_belong_together() -> None:
    assert problems_of({"system": "acme", "widget": "acme-player"}) == [
        "widget: nothing is heard of it without events."
    ]
    assert problems_of({"system": "acme", "events": {"acme:gone": {"as": "expired"}}}) == [
        "events: they need a widget to come from. Add widget, a CSS selector."
    ]
    assert problems_of({"system": "acme", "widget": 7})[0] == "widget is 7. It may be: a CSS selector."
