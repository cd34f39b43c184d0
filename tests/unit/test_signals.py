# runs-on: micropython
"""What widgets and pages say, as signals, and what is nothing where it is not said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core import effects
from pywidget.core.effects import Notice
from pywidget.core.envelope import Envelope, read_envelope
from pywidget.core.events import decode, from_answer, from_page
from pywidget.core.policy import Policy
from pywidget.core.signals import (
    FailureReported,
    Look,
    PageResumed,
    Progressed,
    SessionExpired,
    Signal,
    TokenAnswered,
    WidgetArrived,
    WidgetLooked,
)

if TYPE_CHECKING:
    from typing import Any


def test_events_of_a_failure() -> None:
    for name, detail, half_, code, message, stage, status, generation in (
        ("error", {}, "error", None, "", None, None, None),
        ("failed", {"code": "a.b", "message": "m", "stage": "s"}, "failed", "a.b", "m", "s", None, "v2"),
        ("failed", {"code": "AB", "message": "m"}, "failed", "AB", "m", None, None, None),
        ("failed", {"error": "e", "stage": "FAILED"}, "failed", None, "e", None, None, "v1"),
        ("error", {"error": "e", "stage": "download"}, "error", None, "e", "download", None, "v1"),
        ("error", {"error": 7, "message": "m"}, "error", None, "m", None, None, None),
        ("error", {"error": "e", "message": ""}, "error", None, "e", None, None, "v1"),
        ("error", {"error": "e", "code": "a.b"}, "error", "a.b", "e", None, None, "v2"),
        ("error", {"error": "e", "details": {"httpStatus": 403, "code": "X"}}, "error", "X", "e", None, 403, "v1"),
        ("error", {"error": "e", "details": {"httpStatus": "403"}}, "error", None, "e", None, None, "v1"),
        ("error", {"message": "m", "details": {"httpStatus": 403}}, "error", None, "m", None, None, None),
        ("error", {"code": 7, "message": [], "stage": {}}, "error", None, "", None, None, None),
    ):
        signal = decode("allfeat:" + name, detail)
        assert isinstance(signal, FailureReported)
        found = (signal.half, signal.code, signal.message, signal.stage, signal.http_status, signal.generation)
        assert found == (half_, code, message, stage, status, generation), detail
        assert signal.event == "allfeat:" + name
    signal = decode("allfeat:error", {"error": "e", "details": {"details": {"a": 1}}, "requestId": "r"})
    assert isinstance(signal, FailureReported)
    assert (signal.details, signal.request_id) == ({"a": 1}, "r")
    signal = decode("allfeat:error", {"message": "e", "details": {"details": 1}})
    assert isinstance(signal, FailureReported)
    assert signal.details == {"details": 1}
    signal = decode("allfeat:download-failed", None)
    assert isinstance(signal, FailureReported)
    assert (signal.half, signal.stage, signal.message) == ("download", "download", "")


def test_other_events() -> None:
    for pending, said, generation in (
        ("submit", "submit", None),
        ("register", "register", "v1"),
        ("update", "update", "v1"),
        ("reset", "reset", "v1"),
        ("download", "download", None),
        (None, "", None),
        (7, "", None),
    ):
        signal = decode("allfeat:token-expired", {"pendingAction": pending})
        assert isinstance(signal, SessionExpired)
        assert (signal.pending_action, signal.generation) == (said, generation), pending
    for detail, file in (
        ({"filename": "a.wav", "size": 7}, "a.wav/7"),
        ({"filename": "a.wav"}, ""),
        ({"size": 7}, ""),
        ({"filename": "a.wav", "size": "7"}, ""),
        ("a.wav", ""),
    ):
        progress = decode("allfeat:upload-start", detail)
        assert isinstance(progress, Progressed)
        assert (progress.step, progress.file, progress.transaction_id) == ("upload-start", file, None), detail
    progress = decode("allfeat:confirmed", {"transactionId": "tx"})
    assert isinstance(progress, Progressed)
    assert progress.transaction_id == "tx"
    for name in ("allfeat:unheard-of", "allfeat:", "error", "other:error", ""):
        assert decode(name, {}) is None, name


def test_what_the_page_hands_over() -> None:
    signal = from_page("E_1", "mori")
    assert (signal.event, signal.half, signal.code, signal.system) == ("pywidget:report", "page", "E_1", "mori")
    signal = from_page({"status": 419, "code": "E_1", "message": "m", "requestId": "r", "retryAfter": 2}, "mori")
    assert (signal.event, signal.half, signal.code, signal.message) == ("pywidget:report", "page", "E_1", "m")
    assert (signal.request_id, signal.http_status, signal.retry_after_ms) == ("r", 401, 2_000)
    assert from_page({"httpStatus": 503}, "mori").http_status == 503
    useless: tuple[Any, ...] = (None, 7, [], {})
    for nothing in useless:
        signal = from_page(nothing, "mori")
        assert (signal.code, signal.message, signal.http_status) == (None, "", None), nothing
    answer = from_answer(read_envelope("mori", 503, {"details": 1, "category": "c"}), "mori", "GET /x", 40)
    assert (answer.event, answer.half, answer.stage, answer.request_age) == ("pywidget:http", "page", "GET /x", 40)
    assert (answer.message, answer.http_status, answer.details, answer.said.category) == ("", 503, 1, "c")


def test_what_is_not_said_of_a_look_or_a_signal_is_nothing() -> None:
    look = Look()
    for name in ("screen", "transaction_id", "mode", "network", "alert", "request_id", "buttons"):
        assert getattr(look, name) is None, name
    for name in ("overlay", "retry", "tells_transaction", "first_step"):
        assert getattr(look, name) is False, name
    assert not look.offers("next")
    assert Look(buttons=("next",)).offers("next")
    assert not Look(buttons=("next",)).offers("back")
    for signal in (Signal(), PageResumed()):
        assert (signal.look, signal.age, signal.screen) == (None, 0, None)
    assert Progressed("ready").file == ""
    assert SessionExpired().pending_action == ""
    assert WidgetLooked().changed == ""
    assert not WidgetArrived().wants_token
    assert TokenAnswered(1, "token").reason == ""
    assert not Envelope(None, None, None, None, None, None, None).limited
    assert (effects.RequestToken(1, "submit", 1).system, effects.OpenContact().reference) == ("", "")
    assert (effects.HideNotice().last, effects.DeliverToken(1).prefetched) == ("", False)
    notice = Notice("report")
    assert (notice.role, notice.message, notice.warning, notice.advice) == ("alert", "", "", ("report",))
    assert (notice.params, notice.actions, notice.leads_back) == ({}, (), False)
    assert (notice.reference, notice.transaction, notice.until) == (None, None, None)
    policy = Policy()
    assert (policy.system, policy.reset, policy.login, policy.contact) == ("allfeat-widget", "never", False, False)
    assert (policy.try_timeout_ms, policy.screens, policy.login_in) == (10_000, True, "tab")
    other = Policy("mori", "allowed", login=True, contact=True, try_timeout_ms=7_000, login_in="popup").without_screens(
        "acme"
    )
    assert (other.system, other.reset, other.login, other.contact) == ("acme", "never", True, True)
    assert (other.try_timeout_ms, other.screens, other.login_in) == (7_000, False, "popup")
