# runs-on: micropython
"""A system says itself where things stand in its error answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS, CatalogError, known, load, register
from pywidget.core.classify import classify
from pywidget.core.envelope import read_envelope
from pywidget.core.places import FIELDS
from pywidget.errors import read_response
from pywidget.samples import body_of

if TYPE_CHECKING:
    from typing import Any

NOW = 1_781_524_800_000
BUSY = ("rate-limit", "wait", 429, "rate-limited", "Wait.")
GONE = ("retry", "nothing", 410, "not-found", "Look elsewhere.")


class Tables:
    """What a file of :mod:`pywidget.catalog` has."""

    def __init__(self, system: str, **tables: Any) -> None:
        self.SYSTEM = system
        self.CODES = {"F-BUSY": BUSY, "F-GONE": GONE, "1042": GONE}
        for name, table in tables.items():
            setattr(self, name, table)


FAULT = {"mishap": {"id": "F-BUSY", "text": "slow down", "trace": "t-1", "more": {"retry_after": 3}, "sort": "load"}}
ANSWER = {
    "code": "mishap.id",
    "message": "mishap.text",
    "reference": "mishap.trace",
    "details": "mishap.more",
    "category": "mishap.sort",
}


def refused(tables: object) -> str:
    try:
        register(tables)
    except CatalogError as error:
        return str(error)
    return ""


def test_an_envelope_of_its_own_is_read() -> None:
    register(Tables("faults", ANSWER=ANSWER, SAMPLE=FAULT))
    envelope = read_envelope("faults", 429, FAULT, {}, NOW)
    assert (envelope.code, envelope.message, envelope.request_id) == ("F-BUSY", "slow down", "t-1")
    assert (envelope.category, envelope.retry_after_ms) == ("load", 3_000)
    assert envelope.details == {"retry_after": 3}
    error = read_response(429, FAULT, {}, "faults")
    assert error is not None
    assert (error.system, error.path, error.request_id) == ("faults", "rate-limit", "t-1")


def test_what_is_not_in_its_place_is_looked_for_where_it_usually_is() -> None:
    register(Tables("faults-elsewhere", ANSWER=ANSWER, SAMPLE=FAULT))
    for body, code in (
        # Known to its tables: a server in between passed it on in a form of its own.
        ({"code": "F-GONE"}, "F-GONE"),
        ({"error": {"code": "F-GONE"}}, "F-GONE"),
        ({"error": {"code": 1042}}, "1042"),
        ({"type": "https://faults.example/F-GONE/"}, "F-GONE"),
        ({"mishap": {"id": "F-BUSY"}, "code": "F-GONE"}, "F-BUSY"),
        ({"mishap": {"id": "F-NEW"}, "code": "F-GONE"}, "F-NEW"),
        # Somebody else's.
        ({"code": "order-17"}, None),
        ({"error": {"code": "order-17"}}, None),
        ({"mishap": {"id": None}}, None),
        ({"mishap": "F-BUSY"}, None),
    ):
        assert read_envelope("faults-elsewhere", 400, body).code == code, body
    envelope = read_envelope("faults-elsewhere", 400, {"message": "m", "request_id": "r", "details": {"a": 1}})
    assert (envelope.message, envelope.request_id, envelope.details) == ("m", "r", {"a": 1})


def test_no_other_system_is_read_in_its_places() -> None:
    register(Tables("faults-alone", ANSWER={"code": "id"}, SAMPLE={"id": "F-BUSY"}))
    for system in SYSTEMS:
        assert read_envelope(system, 400, {"id": "order-17"}).code is None, system
        assert read_envelope(system, 400, FAULT).code is None, system


def test_tables_that_would_be_empty_need_not_be_there() -> None:
    catalog = register(Tables("few-tables", SAMPLE={"code": "F-BUSY"}))
    assert (catalog.EXTRA, catalog.CATEGORIES, catalog.TEXTS, catalog.ANSWER) == ({}, {}, {}, {})
    assert (catalog.KIN, catalog.LOCAL, catalog.PREFIXES) == ((), (), ())
    assert classify("F-GONE", "few-tables").basis == "code"
    assert classify("F-NEW", "few-tables", category="load").basis == "default"
    assert classify(None, "few-tables", text="slow down").basis == "default"


def test_a_system_whose_code_is_not_found_is_refused_with_what_to_add() -> None:
    for tables, said in (
        (Tables("a", SAMPLE=FAULT), "no code is found in the usual places: add where the code stands in it"),
        (
            Tables("a", SAMPLE=FAULT, ANSWER={"code": "mishap.code"}),
            "no code is found at ANSWER['code'], 'mishap.code'",
        ),
        (Tables("a", SAMPLE=FAULT, ANSWER={"code": "mishap.trace"}), "'t-1', which is none of its CODES, is found at"),
        (Tables("a", SAMPLE={"code": "F-NEW"}), "'F-NEW', which is none of its CODES, is found in the usual places"),
        (Tables("a", SAMPLE={"message": "m"}), "no code is found"),
        (Tables("a", SAMPLE=FAULT, ANSWER={"id": "mishap.id"}), "ANSWER of 'a' has no place for 'id'"),
        (Tables("a"), "the tables of 'a' have no SAMPLE: add the body of one of its error answers"),
        (Tables("a", SAMPLE={}), "the tables of 'a' have no SAMPLE: add the body of one of its error answers"),
    ):
        text = refused(tables)
        assert said in text, text
        assert text.endswith(".")
        assert not known("a")


def test_a_text_can_stand_for_the_code() -> None:
    text = "The shelf is empty."
    assert refused(Tables("texts", SAMPLE={"error": text}, TEXTS={text: "F-GONE"})) == ""
    error = read_response(410, {"error": text}, {}, "texts")
    assert error is not None
    assert error.remedy == "nothing"


def test_codes_that_are_numbers() -> None:
    register(Tables("numbers", ANSWER={"code": "status.number"}, SAMPLE={"status": {"number": 1042}}))
    assert read_envelope("numbers", 410, {"status": {"number": 1042}}).code == "1042"
    assert read_envelope("numbers", 404, {"status": {"number": 404}}).code == "404"
    assert body_of(load("numbers"), code="7") == {"status": {"number": 7}}
    for number, code in ((20429, "20429"), (-32601, "-32601"), (0, "0"), (99, "99"), (600, "600"), (1042, "1042")):
        assert read_envelope("mori", 400, {"code": number}).code == code
        assert read_envelope("mori", 400, {"error": {"code": number}}).code == code
    # These are the status once more, or no codes at all.
    odd: tuple[Any, ...] = (100, 404, 599, True, 1.5, 10**15, -(10**400), [7], {"a": 1})
    for number in odd:
        assert read_envelope("mori", 400, {"code": number}).code is None, number
    assert read_envelope("mori", None, {"code": 404}).http_status == 404
    assert read_envelope("mori", 503, {"code": 404}).http_status == 503


def test_the_end_of_a_problems_type_is_a_code_where_the_tables_know_it() -> None:
    known_code = "session.key_inactive"
    for kind in (
        known_code,
        "/problems/" + known_code,
        "/problems/" + known_code + "/",
        "/problems/" + known_code + "//",
        "https://e.example/problems/" + known_code + "?lang=en",
        "https://e.example/problems/" + known_code + "/?lang=en&a=/b",
        "https://e.example/problems/?lang=en#" + known_code,
        "https://e.example/problems#" + known_code,
        "https://e.example/problems#/" + known_code + "/",
        "https://e.example:8443/" + known_code + "#top",
        "urn:problem:" + known_code,
        "tag:e.example,2026:" + known_code,
    ):
        assert read_envelope("allfeat-widget", 403, {"type": kind}).code == known_code, kind
        assert read_envelope("allfeat-widget", 403, {"error": {"type": kind}}).code == known_code, kind
        assert read_envelope("mori", 403, {"type": kind}).code is None, kind
    for kind in (
        "",
        "/",
        "#",
        "?",
        "about:blank",
        "https://e.example/",
        known_code + "/why",
        "?a=" + known_code,
        "//#/",
    ):
        assert read_envelope("allfeat-widget", 403, {"type": kind}).code is None, kind


def test_every_systems_sample_has_everything_that_its_answers_have() -> None:
    for system in SYSTEMS:
        catalog = load(system)
        assert catalog.TITLE, system
        assert catalog.DOCUMENT, system
        assert all(name in FIELDS for name in catalog.ANSWER), system
        for code in catalog.CODES:
            body = body_of(catalog, code=code, status=418, message="m", request_id="r", details={"a": 1}, category="c")
            envelope = read_envelope(system, None, body)
            assert envelope.code in (code, None), (system, code)
            assert envelope.message in ("m", None), (system, code)
            assert envelope.request_id in ("r", None), (system, code)


def test_what_a_sample_is_given_stands_in_its_places() -> None:
    catalog = register(Tables("filled", ANSWER=ANSWER, SAMPLE=FAULT))
    assert body_of(catalog, code="F-GONE", message="gone", request_id="t-2", category="end") == {
        "mishap": {"id": "F-GONE", "text": "gone", "trace": "t-2", "sort": "end"}
    }
    assert catalog.SAMPLE == FAULT
