# runs-on: micropython
"""What a visitor and an integrator are told of a token that did not come: "signed out" only where that is certain."""

from __future__ import annotations

from driver import Stage

from pywidget.core import effects, notices
from pywidget.core.ats_widget import SESSION_TIMEOUT_TEXT
from pywidget.core.envelope import read_envelope
from pywidget.core.policy import Policy
from pywidget.core.signals import WidgetArrived

#: How a try ends -> the announced reason, the kind and the message of the notice, and what is explained ("": nothing).
ENDS = (
    (("http", "", 401, "{}"), "signed-out", "signed-out session-lost", "signed-out"),
    (("http", "", 401, "<h1>Sign in"), "signed-out", "signed-out session-lost", "signed-out"),
    (("http", "", 440, ""), "signed-out", "signed-out session-lost", "signed-out"),
    (
        ("http", "", 403, '{"error": {"code": "common.auth.expired"}}'),
        "signed-out",
        "signed-out session-lost",
        "signed-out",
    ),
    (("http", "", 403, "{}"), "signed-out", "disabled misconfigured", "forbidden"),
    (("http", "", 403, "CSRF verification failed"), "signed-out", "disabled misconfigured", "forbidden"),
    (("http", "", 403, '{"detail": "Not permitted"}'), "signed-out", "disabled misconfigured", "forbidden"),
    (
        ("http", "", 403, '{"detail": "Authentication credentials were not provided."}'),
        "signed-out",
        "signed-out session-lost",
        "signed-out",
    ),
    (("http", "", 403, '{"detail": "Not authenticated"}'), "signed-out", "signed-out session-lost", "signed-out"),
    (("http", "", 419, "Page Expired"), "signed-out", "disabled misconfigured", "forbidden"),
    (("http", "", 422, "{}"), "refused", "disabled misconfigured", "refused"),
    (("http", "", 404, "{}"), "not-found", "disabled misconfigured", "not-found"),
    (("http", "", 405, "{}"), "refused", "disabled misconfigured", "refused"),
    (("http", "", 403, '{"error": {"code": "session.key_inactive"}}'), "config", "disabled switched-off", ""),
    (
        ("http", "", 403, '{"error": {"code": "session.origin_not_allowed"}}'),
        "config",
        "disabled site-not-allowed",
        "config",
    ),
    (("bad-answer", "html"), "html", "disabled misconfigured", "html"),
    (("bad-answer", "empty"), "empty", "disabled misconfigured", "empty"),
    (("bad-answer", "not-json"), "not-json", "disabled misconfigured", "not-json"),
    (("bad-answer", "redirected"), "redirected", "disabled misconfigured", "redirected"),
    (("bad-answer", "opaque"), "opaque", "disabled misconfigured", "opaque"),
    (("bad-answer", "no-token"), "no-token", "disabled misconfigured", "no-token"),
    (("bad-answer", "wrong-type"), "wrong-type", "disabled misconfigured", "wrong-type"),
    (("bad-answer", "empty-token"), "empty-token", "disabled misconfigured", "empty-token"),
    (
        ("bad-answer", "no-token", 200, '{"error": {"code": "common.auth.expired"}}'),
        "no-token",
        "signed-out session-lost",
        "signed-out",
    ),
    (("provider", "no-function"), "provider-failed", "disabled misconfigured", "no-function"),
    (("provider", "TypeError"), "provider-failed", "try-again session-lost", ""),
    (("no-source", ""), "no-token-source", "disabled misconfigured", "no-token-source"),
)


def test_who_is_told_what() -> None:
    for (outcome, why, *answer), reason, notice, explained in ENDS:
        stage = Stage(Policy(login=True, contact=True))
        stage.expire()
        envelope = read_envelope("allfeat-widget", answer[0], answer[1], {}, 0) if answer else None
        stage.answer(outcome, reason=why, envelope=envelope)
        said = (outcome, why, answer)
        assert [failed["reason"] for failed in stage.announced("renewal-failed")] == [reason], said
        assert f"{stage.notice.kind} {stage.notice.message}" == notice, said
        assert [effect.reason for effect in stage.all(effects.ExplainRenewal)] == ([explained] if explained else []), (
            said
        )
        assert ("sign-in" in stage.notice.actions) == (
            explained in ("signed-out", "redirected") or why == "TypeError"
        ), said


def test_of_a_first_token_visitors_are_told_the_same() -> None:
    for (outcome, why, *answer), _, notice, explained in ENDS:
        stage = Stage(Policy(login=True, contact=True))
        stage.send(WidgetArrived(wants_token=True))
        envelope = read_envelope("allfeat-widget", answer[0], answer[1], {}, 0) if answer else None
        stage.answer(outcome, reason=why, envelope=envelope)
        said = (outcome, why, answer)
        assert f"{stage.notice.kind} {stage.notice.message}" == notice, said
        assert [effect.reason for effect in stage.all(effects.ExplainRenewal)] == ([explained] if explained else []), (
            said
        )
        is_off = "switched-off" in notice or "site-not-allowed" in notice
        assert bool(stage.announced("disabled")) == is_off, said


def test_what_only_the_owner_can_change_is_said_to_be_so() -> None:
    for reason in notices.MISTAKES:
        stage = Stage(Policy(login=True, contact=True))
        notice = notices.for_failed_renewal(
            reason, None, stage.controller.parts.policy, stage.controller.parts.work, None
        )
        assert notice.advice == ("disabled",), reason
        assert notice.actions[0] == "try-again", reason


def test_a_session_that_nobody_waits_for_is_explained_without_a_notice() -> None:
    stage = Stage()
    stage.screen = "FORM"
    stage.event("token-expired", pendingAction="reset")
    stage.answer("bad-answer", reason="html")
    assert [effect.reason for effect in stage.all(effects.ExplainRenewal)] == ["html"]
    assert stage.notice is None


def test_a_page_without_a_provider_is_no_mistake() -> None:
    """Its own request was answered with 401, so the visitor is signed out."""
    policy = Policy(login=True).without_screens("mori")
    notice = notices.for_failed_renewal("no-token-source", None, policy, Stage().controller.parts.work, None)
    assert (notice.kind, notice.actions) == ("signed-out", ("sign-in", "dismiss"))


def test_once_the_widget_has_given_up_the_notice_leads_back_to_the_form() -> None:
    for outcome, why, message in (
        ("bad-answer", "html", "misconfigured"),
        ("provider", "TypeError", "session-lost"),
    ):
        stage = Stage(Policy(contact=True))
        stage.expire()
        stage.answer(outcome, reason=why)
        assert not stage.notice.leads_back
        stage.overlay, stage.screen = False, "FAILED"
        stage.event("failed", code=None, message=SESSION_TIMEOUT_TEXT)
        assert (stage.notice.message, stage.notice.leads_back) == (message, True)
