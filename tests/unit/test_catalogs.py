# runs-on: micropython
"""The tables against the five published documents, typed here a second time, in the order of the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS, UnknownSystemError, load
from pywidget.core.verdict import PATHS, REMEDIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pywidget.core.verdict import Row

# code, path, remedy, HTTP status as documented
ALLFEAT_WIDGET = (
    ("session.invalid_token", "auth", "renew-session", None),
    ("session.key_inactive", "config", "contact-administrator", None),
    ("session.widget_not_enabled", "config", "contact-administrator", None),
    ("session.origin_not_allowed", "config", "contact-administrator", None),
    ("session.rate_limited", "rate-limit", "wait", None),
    ("common.auth.missing_token", "auth", "renew-session", None),
    ("common.auth.expired", "auth", "renew-session", None),
    ("common.auth.invalid_token", "auth", "renew-session", None),
    ("common.auth.invalid_api_key", "config", "contact-administrator", None),
    ("common.auth.jwks_unavailable", "retry", "try-again", None),
    ("common.auth.backend_unavailable", "retry", "try-again", None),
    ("organization.not_found", "config", "contact-administrator", None),
    ("organization.inactive", "config", "contact-administrator", None),
    ("organization.no_integration", "config", "contact-administrator", None),
    ("registration.duplicate_title", "retry", "fix-input", None),
    ("registration.audio_too_large", "retry", "fix-input", None),
    ("registration.invalid_audio_format", "retry", "fix-input", None),
    ("registration.insufficient_credits", "retry", "top-up", None),
    ("work.not_found", "retry", "fix-input", None),
    ("work.already_registered", "retry", "nothing", None),
    ("access_code.not_found", "retry", "fix-input", None),
    ("access_code.expired", "retry", "fix-input", None),
    ("transaction.not_found", "retry", "report", None),
    ("transaction.store_unavailable", "retry", "try-again", None),
    ("transaction.already_confirmed", "retry", "nothing", None),
    ("transaction.expired", "retry", "start-over", None),
    ("common.rate_limited", "rate-limit", "wait", None),
    ("common.validation_failed", "retry", "fix-input", None),
    ("common.service_unavailable", "retry", "try-again", None),
    ("common.not_found", "retry", "report", None),
    ("widget.network_error", "retry", "check-connection", None),
    ("widget.upload_error", "retry", "try-again", None),
    ("widget.malformed_response", "retry", "try-again", None),
    ("widget.unknown_error", "retry", "report", None),
    ("widget.configuration_error", "config", "contact-administrator", None),
)
ALLFEAT_WIDGET_V1 = (
    ("TOKEN_EXPIRED", "auth", "renew-session", 401),
    ("INVALID_SITE_KEY", "config", "contact-administrator", 401),
    ("FORBIDDEN", "config", "contact-administrator", 403),
    ("NOT_FOUND", "retry", "fix-input", 404),
    ("CONFLICT", "retry", "nothing", 409),
    ("RATE_LIMITED", "rate-limit", "wait", 429),
    ("BAD_REQUEST", "retry", "fix-input", 400),
    ("SERVER_ERROR", "retry", "try-again", None),
    ("NETWORK_ERROR", "retry", "check-connection", None),
    ("UPLOAD_ERROR", "retry", "try-again", None),
    ("UNKNOWN_ERROR", "retry", "report", None),
)
ALLFEAT_API = (
    ("api_key.invalid_format", "config", "contact-administrator", 401),
    ("api_key.not_found", "config", "contact-administrator", 401),
    ("api_key.revoked", "config", "contact-administrator", 401),
    ("api_key.org_mismatch", "config", "contact-administrator", 403),
    ("api_key.scope_denied", "config", "contact-administrator", 403),
    ("api_key.org_inactive", "config", "contact-administrator", 403),
    ("registration.title_required", "retry", "fix-input", 422),
    ("registration.filename_required", "retry", "fix-input", 422),
    ("registration.creators_required", "retry", "fix-input", 422),
    ("registration.commitment_invalid", "retry", "contact-administrator", 422),
    ("registration.upload_session_not_found", "retry", "start-over", 404),
    ("registration.upload_session_forbidden", "retry", "start-over", 403),
    ("registration.audio_too_large", "retry", "fix-input", 413),
    ("registration.audio_empty", "retry", "fix-input", 422),
    ("registration.dry_run_failed", "retry", "contact-administrator", 422),
    ("registration.prepared_not_found", "retry", "start-over", 404),
    ("registration.prepared_forbidden", "retry", "start-over", 403),
    ("api_key.invalid_name", "retry", "fix-input", 422),
    ("api_key.scopes_required", "retry", "fix-input", 422),
    ("api_key.unknown_scope", "retry", "fix-input", 422),
    ("api_key.webhook_url_invalid", "retry", "fix-input", 422),
    ("api_key.limit_reached", "retry", "contact-administrator", 429),
    ("common.bad_request", "retry", "fix-input", 400),
    ("common.unauthorized", "auth", "renew-session", 401),
    ("common.forbidden", "retry", "top-up", 403),
    ("common.not_found", "retry", "report", 404),
    ("common.validation_failed", "retry", "fix-input", 422),
    ("common.quota_exceeded", "rate-limit", "wait", 429),
    ("common.service_unavailable", "retry", "try-again", 503),
)
MORI = (
    ("AUTH_NOT_AUTHENTICATED", "auth", "renew-session", 401),
    ("AUTH_TOKEN_EXPIRED", "auth", "renew-session", 401),
    ("AUTH_TOKEN_INVALID", "auth", "renew-session", 401),
    ("AUTH_TOKEN_INVALID_FORMAT", "auth", "renew-session", 401),
    ("AUTH_FORBIDDEN", "config", "contact-administrator", 403),
    ("VALIDATION_FAILED", "retry", "fix-input", 400),
    ("VALIDATION_IDEMPOTENCY_KEY_INVALID", "retry", "contact-administrator", 400),
    ("INVALID_PARAMETER", "retry", "fix-input", 400),
    ("ORDER_NOT_FOUND", "retry", "fix-input", 404),
    ("ORDER_NOT_PENDING", "retry", "nothing", 400),
    ("ORDER_NOT_OWNER", "retry", "fix-input", 403),
    ("ORDER_EXPIRED", "retry", "start-over", 400),
    ("ORDER_NOT_COMPLETED", "retry", "try-again", 400),
    ("ORDER_FILE_NOT_UPLOADED", "retry", "fix-input", 400),
    ("ORDER_ALREADY_CONFIRMED", "retry", "nothing", 400),
    ("ORDER_ALREADY_COMPLETED", "retry", "nothing", 400),
    ("ORDER_ALREADY_FAILED", "retry", "start-over", 400),
    ("ORDER_TYPE_NOT_MATCH", "retry", "fix-input", 400),
    ("ORDER_TYPE_CANT_DOWNLOAD", "retry", "nothing", 400),
    ("ORDER_TIMEOUT", "retry", "try-again", 408),
    ("USAGE_LIMIT_EXCEEDED", "retry", "top-up", 400),
    ("USAGE_NOT_ENOUGH", "retry", "top-up", 400),
    ("PLAN_NOT_FOUND", "retry", "contact-administrator", 404),
    ("WEBHOOK_NOT_FOUND", "retry", "fix-input", 404),
    ("RATE_LIMIT_EXCEEDED", "rate-limit", "wait", 429),
    ("SERVER_INTERNAL_ERROR", "retry", "try-again", 500),
)
BREAKGROUND = (
    ("VALIDATION_ERROR", "retry", "fix-input", 400),
    ("INVALID_INVITE_TOKEN", "retry", "start-over", 400),
    ("INVALID_RESET_TOKEN", "retry", "start-over", 400),
    ("MISSING_TENANT_ID", "config", "contact-administrator", 400),
    ("AUTH_FAILED", "config", "contact-administrator", 401),
    ("AUTH_NO_TOKEN", "auth", "renew-session", 401),
    ("AUTH_INVALID_TOKEN", "auth", "renew-session", 401),
    ("AUTH_TOKEN_REVOKED", "auth", "sign-in", 401),
    ("AUTH_INVALID_CREDENTIALS", "auth", "sign-in", 401),
    ("AUTH_PROVIDER_MISMATCH", "auth", "sign-in", 401),
    ("AUTH_NO_REFRESH_TOKEN", "auth", "sign-in", 401),
    ("AUTH_INVALID_REFRESH_TOKEN", "auth", "sign-in", 401),
    ("FORBIDDEN", "config", "contact-administrator", 403),
    ("INSUFFICIENT_ROLE", "config", "contact-administrator", 403),
    ("NOT_FOUND", "retry", "fix-input", 404),
    ("USER_NOT_FOUND", "retry", "fix-input", 404),
    ("TENANT_NOT_FOUND", "config", "contact-administrator", 404),
    ("CONTENT_NOT_FOUND", "retry", "fix-input", 404),
    ("EMAIL_EXISTS", "retry", "fix-input", 409),
    ("TENANT_EXISTS", "retry", "fix-input", 409),
    ("MEMBER_EXISTS", "retry", "nothing", 409),
    ("AUDIENCE_IN_USE", "retry", "fix-input", 409),
    ("RATE_LIMITED", "rate-limit", "wait", 429),
    ("INTERNAL_ERROR", "retry", "try-again", 500),
    ("EXTERNAL_SERVICE_ERROR", "retry", "try-again", 500),
    ("REGISTRATION_FAILED", "retry", "try-again", 500),
)
DOCUMENTED = {
    "allfeat-widget": ALLFEAT_WIDGET,
    "allfeat-widget-v1": ALLFEAT_WIDGET_V1,
    "allfeat-api": ALLFEAT_API,
    "mori": MORI,
    "breakground": BREAKGROUND,
}
EXTRA = {
    "allfeat-widget": (
        ("widget.auth_retry_exhausted", "auth", "sign-in", None),
        ("widget.no_work_selected", "retry", "fix-input", None),
        ("widget.update_not_configured", "config", "contact-administrator", None),
        ("transaction.failed", "retry", "contact-administrator", None),
        ("access_code.format_invalid", "retry", "fix-input", None),
        ("session.invalid_external_user_ref", "config", "contact-administrator", None),
    ),
    "allfeat-widget-v1": (),
    "allfeat-api": (),
    "mori": (),
    "breakground": (),
}
#: The widget dispatches allfeat:token-expired for these and no others.
RENEWED_BY_THE_WIDGET = (
    "session.invalid_token",
    "common.auth.missing_token",
    "common.auth.expired",
    "common.auth.invalid_token",
)
#: The widget shows its DISABLED screen for these and no others.
DISABLING = (
    "session.key_inactive",
    "session.widget_not_enabled",
    "session.origin_not_allowed",
    "organization.not_found",
    "organization.inactive",
    "organization.no_integration",
    "common.auth.invalid_api_key",
)


def every_row() -> Iterator[tuple[str, str, Row]]:
    for system in SYSTEMS:
        catalog = load(system)
        for table in (catalog.CODES, catalog.EXTRA):
            for code, row in table.items():
                yield system, code, row
        for prefix, row in catalog.PREFIXES:
            yield system, prefix, row
        for category, (path, remedy, message, action) in catalog.CATEGORIES.items():
            yield system, category, (path, remedy, None, message, action)


def test_the_documents_list_127_codes() -> None:
    counts = {system: len(rows) for system, rows in DOCUMENTED.items()}
    assert counts == {
        "allfeat-widget": 35,
        "allfeat-widget-v1": 11,
        "allfeat-api": 29,
        "mori": 26,
        "breakground": 26,
    }
    assert sum(counts.values()) == 127
    for system, rows in DOCUMENTED.items():
        assert len({row[0] for row in rows}) == len(rows), system


def test_every_system_has_a_document() -> None:
    for system in SYSTEMS:
        assert system in DOCUMENTED, f"type the codes of the document of {system} into DOCUMENTED"
        assert system in EXTRA, f"type the codes of {system} that are in no document into EXTRA, if there are any"
        assert system == load(system).SYSTEM


def test_tables_hold_exactly_the_documented_codes() -> None:
    for system, rows in DOCUMENTED.items():
        listed, documented = set(load(system).CODES), {row[0] for row in rows}
        assert listed == documented, (system, listed - documented, documented - listed)


def test_extra_tables_hold_exactly_what_is_known_besides() -> None:
    for system, rows in EXTRA.items():
        assert set(load(system).EXTRA) == {row[0] for row in rows}, system


def test_every_code_has_its_path_remedy_and_status() -> None:
    for system in SYSTEMS:
        catalog = load(system)
        for expected, table in ((DOCUMENTED[system], catalog.CODES), (EXTRA[system], catalog.EXTRA)):
            for code, path, remedy, http_status in expected:
                assert table[code][:3] == (path, remedy, http_status), (system, code, table[code][:3])


def test_no_code_stands_in_both_tables_of_a_system() -> None:
    for system in SYSTEMS:
        assert not set(load(system).CODES) & set(load(system).EXTRA), system


def test_rows_use_the_words_of_the_verdict() -> None:
    for system, code, (path, remedy, _, message, action) in every_row():
        assert code, (system, "a row without a code")
        assert path in PATHS, (system, code)
        assert remedy in REMEDIES, (system, code)
        assert message, (system, code)
        assert action.endswith("."), (system, code, action)
        assert action[:1].isupper(), (system, code, action)


def test_path_and_remedy_agree() -> None:
    paths = {"renew-session": ("auth",), "sign-in": ("auth",), "wait": ("rate-limit",)}
    for system, code, (path, remedy, _, _, _) in every_row():
        allowed = ("config", "retry") if remedy == "contact-administrator" else paths.get(remedy, ("retry",))
        assert path in allowed, (system, code, path, remedy)


def test_actions_are_specific() -> None:
    for system in SYSTEMS:
        catalog = load(system)
        actions = [row[4] for table in (catalog.CODES, catalog.EXTRA) for row in table.values()]
        assert len(set(actions)) == len(actions), [action for action in actions if actions.count(action) > 1]


def test_only_four_codes_of_the_widget_renew() -> None:
    renewing = {code for code, row in load("allfeat-widget").CODES.items() if row[1] == "renew-session"}
    assert renewing == set(RENEWED_BY_THE_WIDGET)


def test_disabling_codes_take_the_config_path() -> None:
    for code in DISABLING:
        assert load("allfeat-widget").CODES[code][0] == "config", code


def test_no_prefix_or_category_renews_by_itself() -> None:
    for system in SYSTEMS:
        catalog = load(system)
        guesses = [row[1] for _, row in catalog.PREFIXES] + [row[1] for row in catalog.CATEGORIES.values()]
        assert "renew-session" not in guesses, system


def test_categories_are_the_documented_ones() -> None:
    documented = {"VALIDATION", "AUTH", "NOT_FOUND", "CONFLICT", "RATE_LIMIT", "EXTERNAL_SERVICE", "INTERNAL"}
    # The widget documents none; the screen of a widget that was found in trouble serves as one.
    expected = {"breakground": documented, "allfeat-widget": {"DISABLED"}}
    for system in SYSTEMS:
        assert set(load(system).CATEGORIES) == expected.get(system, set()), system


def test_texts_stand_for_listed_codes() -> None:
    assert load("allfeat-widget-v1").TEXTS == {
        "Too many requests. Please wait a moment and try again.": "RATE_LIMITED",
        "Session expired. Please try again.": "TOKEN_EXPIRED",
    }
    for system in SYSTEMS:
        for code in load(system).TEXTS.values():
            assert code in load(system).CODES, (system, code)


def test_no_prefix_hides_behind_a_shorter_one() -> None:
    for system in SYSTEMS:
        prefixes = [prefix for prefix, _ in load(system).PREFIXES]
        for index, prefix in enumerate(prefixes):
            assert not any(prefix.startswith(earlier) for earlier in prefixes[:index]), (system, prefix)


def test_kin_are_systems() -> None:
    for system in SYSTEMS:
        for kin in load(system).KIN:
            assert kin in SYSTEMS, (system, kin)
            assert kin != system, system


def test_an_unknown_system_is_refused_by_name() -> None:
    for name in ("", "allfeat", "ALLFEAT-WIDGET", "allfeat_widget", "__init__"):
        try:
            load(name)
        except UnknownSystemError as error:
            assert "breakground" in str(error), name  # noqa: PT017  MicroPython has no pytest
        else:
            raise AssertionError(name)
