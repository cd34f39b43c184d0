# runs-on: micropython
"""Tables and edges of the core, typed a second time, and rules that small faults could break unseen."""

from __future__ import annotations

from driver import Stage, over_a_failed_list

from pywidget.core import effects, notices
from pywidget.core.classify import MAX_CODE_LENGTH, STATUSES, classify
from pywidget.core.dates import from_epoch, from_http_date
from pywidget.core.envelope import REFERENCE_HEADERS, read_envelope, wait_in_details
from pywidget.core.events import decode
from pywidget.core.failure import AUTH_RETRY_EXHAUSTED, Failure
from pywidget.core.headers import MAX_HEADERS, lower_names
from pywidget.core.profile import EVENTS, FIELDS, KEYS, PATH_REMEDIES, STEPS, TOKEN, read_profile
from pywidget.core.redact import scrub
from pywidget.core.reports import (
    CAP_BURST,
    CAP_PAGE,
    CAP_PER_SECOND,
    REPEAT_MS,
    Repeats,
    ReportedFailure,
    Sample,
    Scrubber,
    amend,
    build,
)
from pywidget.core.reports import FIELDS as REPORTED
from pywidget.core.requests import Requests
from pywidget.core.signals import FailureReported, WidgetLooked
from pywidget.core.verdict import PATHS, REMEDIES

NOW = 1_700_000_000_000

# remedy, path, whether trying again can help, who has to act, kind of the notice, its buttons
TABLE = (
    ("renew-session", "auth", True, "page", "signed-out", ("sign-in", "try-again")),
    ("sign-in", "auth", True, "visitor", "signed-out", ("sign-in", "try-again")),
    ("contact-administrator", "config", False, "administrator", "report", ("contact",)),
    ("wait", "rate-limit", True, "visitor", "waiting", ()),
    ("try-again", "retry", True, "visitor", "try-again", ("try-again",)),
    ("check-connection", "retry", True, "visitor", "offline", ("try-again",)),
    ("fix-input", "retry", False, "visitor", "fix-input", ("try-again",)),
    ("start-over", "retry", False, "visitor", "start-over", ("start-over",)),
    ("top-up", "retry", False, "owner", "top-up", ("contact",)),
    ("report", "retry", True, "visitor", "report", ("try-again", "contact")),
    ("nothing", "retry", False, "nobody", "nothing", ()),
)


def test_what_each_remedy_stands_for() -> None:
    assert {row[0]: (row[2], row[3]) for row in TABLE} == REMEDIES
    # The table is the module's own.
    assert {row[0]: (row[4], row[5]) for row in TABLE} == notices._BY_REMEDY  # noqa: SLF001
    assert sorted(PATH_REMEDIES) == sorted(PATHS)
    for path in PATHS:
        assert PATH_REMEDIES[path] == tuple([row[0] for row in TABLE if row[1] == path])


def test_every_header_with_a_reference_is_read() -> None:
    assert REFERENCE_HEADERS == (
        "x-request-id",
        "request-id",
        "x-ms-request-id",
        "x-amzn-requestid",
        "x-amz-request-id",
        "x-correlation-id",
    )
    for name in REFERENCE_HEADERS:
        assert read_envelope("mori", 500, "", {name.upper(): "r-1"}).request_id == "r-1"


def test_every_name_of_a_wait_counts_what_it_says() -> None:
    for name, wait in (
        ("retry_after_ms", 3),
        ("retryAfterMilliseconds", 3),
        ("retry_after", 3_000),
        ("retry-after-seconds", 3_000),
        ("retryDelay", 3_000),
    ):
        assert wait_in_details({name: 3}, NOW) == wait, name


def test_what_a_widget_event_says_of_a_failure() -> None:
    download = decode("allfeat:download-failed", {"message": "m"})
    assert isinstance(download, FailureReported)
    assert (download.half, download.stage, download.message) == ("download", "download", "m")
    for code, generation in (("session.key_inactive", "v2"), ("NOT_FOUND", None)):
        signal = decode("allfeat:error", {"code": code, "message": "m"})
        assert isinstance(signal, FailureReported)
        assert signal.generation == generation, code


def test_which_halves_belong_together() -> None:
    def pair(first: FailureReported, second: FailureReported) -> bool:
        failure = Failure(1, "allfeat-widget", NOW)
        failure.add(first, NOW)
        return failure.accepts(second, NOW)

    def part(half: str, code: str | None = "a.b") -> FailureReported:
        return FailureReported("allfeat:error", half, code=code)  # type: ignore[arg-type]

    assert pair(part("error"), part("failed"))
    assert not pair(part("error"), part("failed", "c.d"))
    # What the page handed over is one by itself, whichever comes first.
    assert not pair(part("page"), part("failed"))
    assert not pair(part("error"), part("page"))
    # Only the half that ends it may have this code in the place of another.
    assert pair(part("error"), part("failed", AUTH_RETRY_EXHAUSTED))
    assert not pair(part("failed"), part("error", AUTH_RETRY_EXHAUSTED))


def test_so_many_headers_are_read_and_no_more() -> None:
    many = [(f"h{number}", "1") for number in range(MAX_HEADERS + 1)]
    assert len(lower_names(many)) == MAX_HEADERS


def test_the_last_moments_that_there_are() -> None:
    assert from_http_date("Sat, 31 Dec 2016 23:59:60 GMT") == 1_483_228_800_000
    assert from_http_date("Sat, 31 Dec 2016 23:59:61 GMT") is None
    assert from_epoch(253_402_300_799_999) == 253_402_300_799_999
    assert from_epoch(253_402_300_800_000) is None
    assert from_epoch(1_000_000_000) == 1_000_000_000_000
    assert from_epoch(999_999_999) is None


def test_cards_in_print_and_addresses_without_a_scheme() -> None:
    for card in ("4111 1111 1111 1111", "3782 822463 10005", "3056 930902 5904", "6304 1234 5678 9010 002"):
        assert scrub(f"card {card} refused") == "card [card] refused", card
    assert scrub("see /works?id=7, please") == "see /works, please"
    assert scrub("see /works?7") == "see /works"
    assert scrub("sure?7 or what?") == "sure?7 or what?"
    assert scrub("at works#page=2") == "at works"
    assert scrub("to me@my-shop.example.org now") == "to [email] now"


def test_a_source_that_is_set_up_wrong_says_so() -> None:
    stage = Stage()
    stage.expire()
    refusal = read_envelope("allfeat-widget", 200, {"code": "session.key_inactive"})
    stage.answer("bad-answer", reason="no-token", envelope=refusal)
    assert stage.announced("renewal-failed")[-1]["reason"] == "config"


def test_a_name_of_the_pages_own_field_may_be_so_long() -> None:
    assert amend({}, {"n" * 40: 1, "n" * 41: 1}) == {"n" * 40: 1}


def test_a_request_before_any_renewal_is_not_old() -> None:
    requests, failure = Requests(), Failure(1, "mori", NOW)
    for sent_at, old in ((0, False), (1, False), (None, True)):
        failure.sent_at = sent_at
        assert requests.old(failure) is old
    requests.ended("mori", 5)
    for sent_at, old in ((5, True), (6, False)):
        failure.sent_at = sent_at
        assert requests.old(failure) is old


def test_a_token_that_nobody_waits_for_is_asked_for_anew_in_another_mode() -> None:
    stage = Stage()
    # The older widget after reset(): it does not wait for this token.
    stage.event("token-expired", pendingAction="reset")
    (first,) = stage.requests
    stage.send(WidgetLooked("mode"))
    assert [effect.request for effect in stage.all(effects.AbortToken)] == [first.request]
    assert [(request.request, request.pending_action) for request in stage.requests] == [(1, "reset"), (2, "reset")]
    stage.answer()
    (given,) = stage.all(effects.DeliverToken)
    assert (given.request, given.prefetched) == (2, True)


def test_a_list_that_is_there_after_all_takes_its_notice_away() -> None:
    stage = over_a_failed_list()
    assert stage.notice is not None
    stage.alert = None
    stage.send(WidgetLooked())
    assert stage.notice is None


def test_what_a_widget_says_again_of_its_failure_leaves_the_notice() -> None:
    stage = Stage()
    stage.fail("common.service_unavailable")
    stage.send(WidgetLooked())
    assert stage.notice is not None
    assert stage.announced("enabled") == []


def test_after_a_refused_token_a_disabled_widget_waits_and_asks_for_none() -> None:
    stage = Stage()
    stage.fail("session.key_inactive")
    before = len(stage.requests)
    stage.overlay = True
    stage.event("token-expired", pendingAction="submit")
    assert len(stage.requests) == before
    # It waits: its own giving up is no failure of its own.
    count = len(stage.announced("verdict"))
    stage.wait(60_000)
    stage.overlay, stage.screen = False, "FAILED"
    stage.event("failed", code="widget.unknown_error", message="Session expired. Please try again.", requestId=None)
    assert len(stage.announced("verdict")) == count


def test_what_a_status_says() -> None:
    assert {status: (row[0], row[1], row[3]) for status, row in STATUSES.items()} == {
        400: ("retry", "fix-input", "input-invalid"),
        401: ("auth", "renew-session", "session-expired"),
        402: ("retry", "top-up", "credits-used-up"),
        403: ("config", "contact-administrator", "not-permitted"),
        404: ("retry", "report", "not-found"),
        408: ("retry", "try-again", "temporarily-unavailable"),
        409: ("retry", "nothing", "conflict"),
        410: ("retry", "report", "not-found"),
        413: ("retry", "fix-input", "file-too-large"),
        415: ("retry", "fix-input", "file-format"),
        422: ("retry", "fix-input", "input-invalid"),
        425: ("retry", "try-again", "temporarily-unavailable"),
        429: ("rate-limit", "wait", "rate-limited"),
        511: ("retry", "check-connection", "network"),
    }
    for status, message in ((499, "unexpected"), (500, "temporarily-unavailable"), (599, "temporarily-unavailable")):
        assert classify(None, http_status=status).message == message, status
    for length in (MAX_CODE_LENGTH, MAX_CODE_LENGTH + 1):
        assert classify("c" * length).code == "c" * 120
        assert classify("c", "s" * length).system == "s" * 120
    assert MAX_CODE_LENGTH == 120
    assert classify("", 7).system == ""
    assert classify("").code is None


def test_what_a_profile_may_say() -> None:
    assert KEYS == ("$schema", "system", "answers", "codes", "categories", "widget", "events", "token")
    assert FIELDS == ("code", "message", "reference", "details", "category")
    assert EVENTS == {"error": FIELDS, "expired": (), "progress": ("step",)}
    assert (STEPS, TOKEN) == (("ready", "done"), ("method", "attribute", "url"))
    for remedy, path, message in (
        ("renew-session", "auth", "session-expired"),
        ("sign-in", "auth", "session-ended"),
        ("contact-administrator", "config", "misconfigured"),
        ("wait", "rate-limit", "rate-limited"),
        ("check-connection", "retry", "network"),
        ("fix-input", "retry", "input-invalid"),
        ("top-up", "retry", "credits-used-up"),
        ("try-again", "retry", "unexpected"),
        ("start-over", "retry", "unexpected"),
        ("nothing", "retry", "unexpected"),
    ):
        profile, problems = read_profile({"system": "a", "codes": {"E": {"path": path, "remedy": remedy}}}, ())
        assert profile is not None
        assert problems == []
        assert profile.catalog.CODES["E"] == (path, remedy, None, message, "")


def test_what_is_wrong_with_a_profile_in_words() -> None:
    own = "an attribute of the widget's own, of a-z, 0-9, ., _ and -, which means nothing on other elements"
    for said, problem in (
        (7, "profile is 7. It may be: a JSON object."),
        ({"token": {"methd": 1}}, "token.methd is not known. Known are: method, attribute, url."),
        ({"token": {"method": 7}}, "token.method is 7. It may be: a text without spaces."),
        ({"token": {"method": ""}}, "token.method is ''. It may be: a text without spaces."),
        ({"token": {"method": "a b"}}, "token.method is 'a b'. It may be: a text without spaces."),
        (
            {"token": {"method": "click"}},
            "token.method is 'click'. It may be: a method of the widget's own, which other elements do not have.",
        ),
        (
            {"token": {"attribute": "id"}},
            f"token.attribute is 'id'. It may be: {own}.",
        ),
        ({"token": {"url": "x:"}}, "token.url is 'x:'. It may be: a web address."),
        ({"widget": " "}, "widget is ' '. It may be: a CSS selector."),
        ({"events": 7}, "events is 7. It may be: an object."),
        ({"answers": {"code": "a b"}}, "answers.code is 'a b'. It may be: a dotted path, such as error.code."),
        (
            {"answers": {"code": "n" * 90 + " "}},
            f"answers.code is '{'n' * 79}. It may be: a dotted path, such as error.code.",
        ),
        (
            {"codes": {"E": {"path": "retry", "message": 7}}},
            "codes.E.message is 7. It may be: a sentence, or the key of a message that there is.",
        ),
    ):
        whole = dict(said) if isinstance(said, dict) else said
        if isinstance(whole, dict):
            whole["system"] = "a"
        problems = read_profile(whole, ())[1]
        assert problem in problems, (said, problems)
    # A sentence is a text of its own; the key of a message is none, and neither is a word.
    profile, _ = read_profile(
        {"system": "a", "codes": {"E": {"path": "retry", "message": " No seat is left. " + "x" * 1_100}}}, ()
    )
    assert profile is not None
    assert list(profile.texts) == ["message.a.codes.E"]
    assert len(profile.texts["message.a.codes.E"]) == 1_000
    assert profile.texts["message.a.codes.E"].startswith("No seat is left.")
    profile, _ = read_profile({"system": "a", "codes": {"E": {"path": "retry", "message": "network"}}}, ("network",))
    assert profile is not None
    assert profile.texts == {}
    for name, fits in (("a", True), ("a" * 40, True), ("a" * 41, False), ("a_b", False), ("z9-", True), ("", False)):
        assert (read_profile({"system": name}, ())[0] is not None) is fits, name


def test_bounds_of_reports() -> None:
    assert (REPEAT_MS, CAP_PER_SECOND, CAP_BURST, CAP_PAGE) == (60_000, 10, 50, 500)
    names = "system code message requestId stage pendingAction reason widget mode network screen page path remedy"
    names += " event outcome version view failure id at merged attempts durationMs repeated dropped transaction"
    assert sorted(REPORTED) == sorted(names.split())
    for drawn, rate, chosen in ((0.0, 0.0, False), (0.5, 0.5, False), (0.4, 0.5, True), (0.99, 1.0, True)):
        numbers = [drawn]
        assert Sample(rate, numbers.pop).chosen is chosen, (drawn, rate)
    known = ReportedFailure("f")
    raw = {"code": "c", "message": "m", "requestId": None, "payment": 0}
    for after, found in ((59_999, True), (60_000, False)):
        repeats = Repeats()
        repeats.add(raw, 1, known, 0)
        assert (repeats.find(raw, 1, after) is known) is found, after
        assert repeats.find(raw, 2, after) is None
        for field, value in (("code", "d"), ("requestId", "r"), ("payment", 1)):
            other = dict(raw)
            other[field] = value
            assert repeats.find(other, 1, 0) is None, field
    # The code is what counts, and the message only without one.
    other = dict(raw)
    other["message"] = "n"
    assert repeats.find(other, 1, 0) is known
    # Those that were added last are remembered longest.
    repeats = Repeats()
    for number in range(1_000):
        repeats.add({"code": number}, 1, known, 0)
    repeats.add({"code": 0}, 1, known, 0)
    assert repeats.find({"code": 0}, 1, 0) is known
    assert repeats.find({"code": 1}, 1, 0) is None
    assert repeats.find({"code": 500}, 1, 0) is known


def test_what_the_page_makes_of_a_report() -> None:
    report = {"path": "retry", "code": "c", "merged": 2, "transaction": True}
    secret = "mail bob@example.com"
    for answer, changed in (
        ({"path": "retry"}, {"path": "retry"}),
        ({"path": secret}, {"path": "mail [email]"}),
        ({"code": secret}, {"code": "mail [email]"}),
        ({"merged": 3}, {"merged": 3}),
        ({"merged": "3"}, report),
        ({"transaction": False}, {"transaction": False}),
        ({"transaction": "yes"}, report),
        ({"code": 7}, report),
        ({"path": True}, report),
        ({"own": 1.5, "id": "x", "repeated": 1, "dropped": 1}, {"own": 1.5}),
        ({"own": None}, report),
        ({"own": []}, report),
        ({}, report),
        ("x", report),
        (None, None),
        (False, None),
    ):
        assert amend(report, answer) == changed, answer
    # A version that looks like something else is ours as long as it is the same.
    ours = {"version": secret}
    assert amend(ours, {"version": secret}) == ours
    many = {f"f{number:02d}": 1 for number in range(70)}
    assert len(amend(report, many) or ()) == 60
    assert build({"code": "", "merged": "2", "transaction": 1, "event": secret, "path": secret, "x": 1}, {}) == {
        "transaction": True,
        "event": "mail [email]",
        "path": secret,
    }


def test_texts_that_come_often_are_scrubbed_once() -> None:
    clean = Scrubber()
    for _ in range(2):
        assert clean("mail bob@example.com") == "mail [email]"
        assert clean("x" * 61) == "x" * 61
    known = clean.known
    assert list(known) == ["mail bob@example.com"]
    clean("y" * 60)
    assert len(known) == 2
    for number in range(498):
        clean(f"t{number}")
    assert len(known) == 500
    clean("one more")
    assert list(known) == ["one more"]
