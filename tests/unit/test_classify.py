# runs-on: micropython
"""How a code becomes a verdict, and in which order the evidence counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS, load
from pywidget.core.classify import MAX_CODE_LENGTH, classify
from pywidget.core.verdict import PATHS, REMEDIES

if TYPE_CHECKING:
    from pywidget.core.verdict import Verdict


def seen(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.path, verdict.remedy, verdict.basis


def test_every_listed_code_is_decided_by_its_own_table() -> None:
    for system in SYSTEMS:
        catalog = load(system)
        for table in (catalog.CODES, catalog.EXTRA):
            for code, (path, remedy, http_status, message, action) in table.items():
                verdict = classify(code, system)
                assert seen(verdict) == (path, remedy, "code"), (system, code)
                assert (verdict.system, verdict.code) == (system, code)
                assert (verdict.http_status, verdict.message, verdict.action) == (http_status, message, action), code


def test_the_widget_is_the_system_unless_another_is_named() -> None:
    assert seen(classify("session.key_inactive")) == ("config", "contact-administrator", "code")
    assert classify("session.key_inactive").system == "allfeat-widget"


def test_what_follows_from_the_remedy() -> None:
    # code, system, the same request may succeed later, who acts
    for code, system, retryable, actor in (
        ("session.invalid_token", "allfeat-widget", True, "page"),
        ("session.key_inactive", "allfeat-widget", False, "administrator"),
        ("common.rate_limited", "allfeat-widget", True, "visitor"),
        ("registration.insufficient_credits", "allfeat-widget", False, "owner"),
        ("work.already_registered", "allfeat-widget", False, "nobody"),
        ("ORDER_EXPIRED", "mori", False, "visitor"),
    ):
        verdict = classify(code, system)
        assert (verdict.retryable, verdict.actor) == (retryable, actor), code


def test_an_exact_code_beats_category_status_and_text() -> None:
    verdict = classify("AUTH_FAILED", "breakground", category="INTERNAL", http_status=503, text="anything")
    assert seen(verdict) == ("config", "contact-administrator", "code")
    assert verdict.http_status == 401


def test_the_same_code_means_what_its_system_says() -> None:
    for code, system, remedy in (
        ("NOT_FOUND", "allfeat-widget-v1", "fix-input"),
        ("RATE_LIMITED", "allfeat-widget-v1", "wait"),
        ("common.not_found", "allfeat-widget", "report"),
    ):
        assert classify(code, system).remedy == remedy
    assert classify("common.not_found", "allfeat-widget").http_status is None
    assert classify("common.not_found", "allfeat-api").http_status == 404


def test_the_status_it_came_with_fills_in_for_a_missing_one() -> None:
    assert classify("SERVER_ERROR", "allfeat-widget-v1", http_status=502).http_status == 502
    assert classify("TOKEN_EXPIRED", "allfeat-widget-v1", http_status=403).http_status == 401


def test_kin_answer_for_codes_that_are_passed_on() -> None:
    verdict = classify("common.quota_exceeded", "allfeat-widget")
    assert seen(verdict) == ("rate-limit", "wait", "code")
    assert verdict.system == "allfeat-api"
    verdict = classify("session.origin_not_allowed", "allfeat-api")
    assert seen(verdict) == ("config", "contact-administrator", "code")
    assert verdict.system == "allfeat-widget"
    assert seen(classify("transaction.failed", "allfeat-api")) == ("retry", "contact-administrator", "code")


def test_no_table_answers_for_a_code_it_cannot_have_sent() -> None:
    # Made in the browser, in capitals of another system, of a system that is no kin, of another generation.
    for code, system in (
        ("widget.network_error", "allfeat-api"),
        ("session.key_inactive", "mori"),
        ("session.key_inactive", "allfeat-widget-v1"),
        ("TOKEN_EXPIRED", "allfeat-widget"),
        ("ORDER_EXPIRED", "breakground"),
        ("SESSION.KEY_INACTIVE", "allfeat-widget"),
        ("session.key_inactive ", "allfeat-widget"),
    ):
        assert classify(code, system).basis != "code", (code, system)


def test_an_exact_text_stands_for_its_code() -> None:
    for text, code, path in (
        ("Too many requests. Please wait a moment and try again.", "RATE_LIMITED", "rate-limit"),
        ("Session expired. Please try again.", "TOKEN_EXPIRED", "auth"),
    ):
        for no_code in (None, "", 7):
            verdict = classify(no_code, "allfeat-widget-v1", text=text, http_status=500)
            assert (verdict.code, verdict.path, verdict.basis) == (code, path, "text")


def test_a_text_counts_only_exactly_only_without_a_code_and_only_for_its_system() -> None:
    text = "Session expired. Please try again."
    assert classify("CONFLICT", "allfeat-widget-v1", text=text).code == "CONFLICT"
    assert classify(None, "allfeat-widget-v1", text=text.lower()).basis == "default"
    assert classify(None, "allfeat-widget", text=text).basis == "default"


def test_categories_decide_for_unknown_codes() -> None:
    for category, path, remedy in (
        ("VALIDATION", "retry", "fix-input"),
        ("AUTH", "auth", "sign-in"),
        ("NOT_FOUND", "retry", "fix-input"),
        ("CONFLICT", "retry", "fix-input"),
        ("RATE_LIMIT", "rate-limit", "wait"),
        ("EXTERNAL_SERVICE", "retry", "try-again"),
        ("INTERNAL", "retry", "try-again"),
    ):
        for code in ("SOMETHING_NEW", "AUTH_SOMETHING_NEW", None):
            verdict = classify(code, "breakground", category=category, http_status=418)
            assert seen(verdict) == (path, remedy, "category"), (category, code)
            assert verdict.http_status == 418


def test_a_category_counts_only_for_the_system_that_has_it() -> None:
    assert classify("NEW", "mori", category="RATE_LIMIT").basis == "default"
    assert classify("NEW", "breakground", category="rate_limit").basis == "default"


def test_the_status_decides_where_the_code_says_nothing() -> None:
    for http_status, path, remedy in (
        (400, "retry", "fix-input"),
        (401, "auth", "renew-session"),
        (402, "retry", "top-up"),
        (403, "config", "contact-administrator"),
        (404, "retry", "report"),
        (408, "retry", "try-again"),
        (409, "retry", "nothing"),
        (410, "retry", "report"),
        (413, "retry", "fix-input"),
        (415, "retry", "fix-input"),
        (422, "retry", "fix-input"),
        (425, "retry", "try-again"),
        (429, "rate-limit", "wait"),
        (500, "retry", "try-again"),
        (502, "retry", "try-again"),
        (503, "retry", "try-again"),
        (511, "retry", "check-connection"),
        (599, "retry", "try-again"),
    ):
        for system in SYSTEMS:
            for code in (None, "something.new", "session.new", "AUTH_NEW"):
                verdict = classify(code, system, http_status=http_status)
                assert seen(verdict) == (path, remedy, "http-status"), (system, code, http_status)
                assert verdict.http_status == http_status


def test_a_status_that_says_nothing_leaves_it_to_the_prefix() -> None:
    for http_status in (200, 204, 302, 418):
        assert seen(classify("organization.new", http_status=http_status)) == (
            "config",
            "contact-administrator",
            "prefix",
        )


def test_prefixes_decide_last() -> None:
    for code, system, path, remedy in (
        ("session.new", "allfeat-widget", "auth", "sign-in"),
        ("common.auth.new", "allfeat-widget", "auth", "sign-in"),
        ("organization.new", "allfeat-widget", "config", "contact-administrator"),
        ("api_key.new", "allfeat-widget", "config", "contact-administrator"),
        ("registration.new", "allfeat-widget", "retry", "fix-input"),
        ("access_code.new", "allfeat-widget", "retry", "fix-input"),
        ("transaction.new", "allfeat-widget", "retry", "report"),
        ("widget.new", "allfeat-widget", "retry", "report"),
        ("api_key.new", "allfeat-api", "config", "contact-administrator"),
        ("session.new", "allfeat-api", "auth", "sign-in"),
        ("AUTH_NEW", "mori", "auth", "sign-in"),
        ("USAGE_NEW", "mori", "retry", "top-up"),
        ("ORDER_NEW", "mori", "retry", "report"),
        ("AUTH_NEW", "breakground", "auth", "sign-in"),
        ("TENANT_NEW", "breakground", "config", "contact-administrator"),
    ):
        assert seen(classify(code, system)) == (path, remedy, "prefix"), (code, system)


def test_what_nothing_fits_is_reported() -> None:
    for system in SYSTEMS:
        for code in (None, "", "x", "common.new", "work.new", "session", "\ud800", "prototype", "__proto__"):
            assert seen(classify(code, system)) == ("retry", "report", "default"), (system, code)


def test_an_unknown_system_reads_no_table() -> None:
    verdict = classify("session.key_inactive", "acme")
    assert seen(verdict) == ("retry", "report", "default")
    assert (verdict.system, verdict.code) == ("acme", "session.key_inactive")
    assert seen(classify("session.key_inactive", "acme", http_status=429)) == ("rate-limit", "wait", "http-status")
    assert classify("x", None).system == ""
    assert classify("x", ["mori"]).system == ""


def test_whatever_is_no_text_is_no_code() -> None:
    for code in (None, 0, 1, -1.5, True, b"session.key_inactive", [], {}, (), {"a": 1}, object(), classify):
        verdict = classify(code)
        assert verdict.code is None
        assert seen(verdict) == ("retry", "report", "default")


def test_other_arguments_of_the_wrong_type_count_as_absent() -> None:
    for odd in (None, 0, -1, 99, 600, 10**30, 401.0, "401", [], {}, object(), float("nan")):
        verdict = classify("x", "breakground", category=odd, http_status=odd, text=odd)
        assert seen(verdict) == ("retry", "report", "default"), odd
        assert verdict.http_status is None, odd


def test_long_codes_are_cut() -> None:
    verdict = classify("x" * 1_000_000, "y" * 10_000)
    assert verdict.code == "x" * MAX_CODE_LENGTH
    assert verdict.system == "y" * MAX_CODE_LENGTH
    assert classify("session." + "x" * 1_000_000).basis == "prefix"


def test_no_listed_code_is_too_long() -> None:
    for system in SYSTEMS:
        for code in load(system).CODES:
            assert len(code) <= MAX_CODE_LENGTH


def test_every_verdict_uses_the_words_of_the_vocabulary() -> None:
    for system in SYSTEMS + ("acme",):  # noqa: RUF005  MicroPython has no star in a tuple
        for http_status in (None, 200, 301, 400, 401, 403, 404, 418, 429, 500):
            verdict = classify("new", system, http_status=http_status)
            assert verdict.path in PATHS
            assert verdict.remedy in REMEDIES


def test_a_verdict_can_be_printed() -> None:
    verdict = classify("session.key_inactive")
    assert str(verdict) == (
        "session.key_inactive (allfeat-widget): config, contact-administrator. Activate the site key in the "
        "organization's dashboard; until then the widget stays on its DISABLED screen."
    )
    assert repr(verdict) == "<Verdict " + str(verdict) + ">"
    named = str(classify("x" * 1_000_000, "acme\x1b[31m" + "y" * 1_000_000))
    assert named.startswith("x" * MAX_CODE_LENGTH + " (acme?[31my")
    assert len(named) < 600
    guess = classify("organization.\x1b[31mpaused", "allfeat-widget")
    assert str(guess).startswith(
        "organization.?[31mpaused (allfeat-widget): config, contact-administrator, guessed from its beginning. "
    )
    assert str(classify(None, "acme", http_status=429)).startswith(
        "no code (acme): rate-limit, wait, guessed from the HTTP status. "
    )
    assert "retry, report, guessed from nothing. " in str(classify("nonsense"))
    assert "guessed from its category. " in str(classify("NEW", "breakground", category="CONFLICT"))


def test_the_text_says_that_there_is_no_such_system() -> None:
    said = "No system has this name; known are allfeat-widget, "
    assert said in str(classify("session.key_inactive", "allfeat-wigdet"))
    assert said in str(classify("session.key_inactive", "allfeat-wigdet", http_status=429))
    assert said in str(classify("session.key_inactive", None))
    for system in SYSTEMS:
        for code in ("nonsense", None):
            assert "No system" not in str(classify(code, system)), system
