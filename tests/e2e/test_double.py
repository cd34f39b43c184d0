"""The double does what the real widget was recorded to do: same events, same order, same details, same screens.

Each recording is replayed: the API answers as it did then, and the page does what it did then.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from double_server import demo_fixture, host_fixture, widget  # noqa: F401  pytest finds them here

if TYPE_CHECKING:
    from collections.abc import Callable

    from double_server import Demo, Host

RECORDINGS = {path.stem: json.loads(path.read_text()) for path in Path(__file__).with_name("recordings").glob("*.json")}

#: Divides the widget's own waits where a test would have to sit through them.
SCALE = "50"
ACCESS_CODE = "atc_" + "b" * 64

#: What the sockets did; the recordings' ``mock_api`` does not tell.
SOCKETS: dict[str, Any] = {
    "ws-error-frame": [{"code": "transaction.expired", "message": "tx expired", "request_id": "req_ws1"}],
    "ws-refused-poll-failed": "refuse",
    "v1-poll-failed": "refuse",
}


# ---- what the page did -----------------------------------------------------------------------------------------------


def submit_until(name: str, times: int = 1) -> Callable[[Host], None]:
    """Submit the form, and wait for an event."""

    def play(host: Host) -> None:
        host.submit()
        host.wait_for(name, times)

    return play


def answer_until(name: str, times: int = 1, *, answers: int = 1000) -> Callable[[Host], None]:
    """Answer requests for tokens, submit the form, and wait for an event."""

    def play(host: Host) -> None:
        host.answer_tokens(times=answers)
        submit_until(name, times)(host)

    return play


def submit_and_retry(host: Host) -> None:
    submit_until("failed")(host)
    host.press("retry")
    assert host.page.is_enabled("#w1 [data-action=submit]"), "Retry leads to the last step"
    assert "Song" in host.page.inner_text("#w1 .ats-facts"), "Retry keeps what was typed"


def never_set_token(host: Host) -> None:
    host.page.clock.install()
    host.submit()
    host.wait_for("token-expired")
    host.page.clock.fast_forward(59_000)
    assert not host.events("failed")
    host.page.clock.fast_forward(1_500)
    host.wait_for("failed")
    host.set_token("jwt-late")
    assert host.seen()["screen"] == "FAILED", "a late token does not start anything"
    host.press("retry")
    host.press("submit")
    host.wait_for("complete")


def set_token_in_listener(host: Host) -> None:
    host.page.clock.install()
    host.answer_tokens(at_once=True)
    host.submit()
    host.wait_for("token-expired")
    assert host.seen()["tokenOverlay"], "the overlay stays although there is a token"
    host.set_token("jwt-3")
    assert not host.seen()["tokenOverlay"], "another drawing takes it away"
    host.page.clock.fast_forward(65_000)


def rejected_twice(host: Host) -> None:
    answer_until("failed")(host)
    host.press("retry")
    host.press("submit")
    host.wait_for("complete")


def download_certificate(host: Host, *, until: str) -> None:
    submit_until("complete")(host)
    host.press("download")
    host.wait_for(until)


def certificate_refused(host: Host) -> None:
    host.answer_tokens()
    with host.page.expect_download() as download:
        download_certificate(host, until="token-expired")
    assert download.value.suggested_filename.startswith("certificate")


def certificate_unavailable(host: Host) -> None:
    download_certificate(host, until="failed")
    host.press("retry")


def list_of_works(host: Host) -> None:
    host.wait_for("token-expired", 2)
    host.set_token("jwt-initial")
    host.page.wait_for_selector("#w1 [data-action=retry]")
    host.set_token("jwt-2")
    host.set_token("jwt-3")


def verify_access_code(host: Host) -> None:
    host.answer_tokens()
    host.page.fill("#w1 input[name=code]", ACCESS_CODE)
    host.press("next")
    host.page.wait_for_selector("#w1 input[name=title]")


def submit_twice_in_vain(host: Host) -> None:
    submit_until("error")(host)
    assert host.page.is_disabled("#w1 [data-action=submit]"), "the form is frozen"


def remove_and_put_back(host: Host) -> None:
    host.submit()
    host.page.evaluate(
        """() => {
            const widget = document.getElementById("w1");
            window.removed = [];
            for (const name of ["allfeat:error", "allfeat:failed"])
                widget.addEventListener(name, ({ type }) => window.removed.push(type));
            widget.remove();
            window.widget = widget;
        }"""
    )
    host.wait_until("() => window.removed.length === 2", "both events on the element itself")
    assert host.page.evaluate("window.removed") == ["allfeat:error", "allfeat:failed"]
    host.page.evaluate("() => document.body.append(window.widget)")
    containers = "window.widget.shadowRoot.querySelectorAll('.ats-container').length"
    assert host.page.evaluate(containers) == 2, "an element that comes back has a second container"


def reset_in_flight(host: Host) -> None:
    host.submit()
    host.page.evaluate("document.getElementById('w1').reset()")
    assert host.page.input_value("#w1 input[name=title]") == "", "reset discards what was typed"
    assert host.page.is_disabled("#w1 [data-action=next]"), "and leads to the first step"
    host.wait_for("failed")


def disabled_until_reset(host: Host) -> None:
    submit_until("failed")(host)
    host.set_token("jwt-2")
    assert host.seen()["screen"] == "DISABLED", "a token does not enable it"
    host.page.evaluate("document.getElementById('w1').reset()")


def reset_asks_for_token(host: Host) -> None:
    host.page.evaluate("document.getElementById('w1').reset()")
    host.set_token("jwt-2")


PLAYED: dict[str, Callable[[Host], None]] = {
    "401-expired-then-setToken-async": answer_until("complete"),
    "401-never-setToken": never_set_token,
    "401-setToken-SYNC-inside-listener": set_token_in_listener,
    "401-twice-within-20s": rejected_twice,
    "503-common.service_unavailable": submit_and_retry,
    "X-documented-flow-download-mode-token-set-later": list_of_works,
    "X-v2.0-like-no-loop-guard-401-forever": answer_until("token-expired", 13, answers=12),
    "audio_too_large": submit_until("failed"),
    "complete-then-certificate-401": certificate_refused,
    "complete-then-certificate-503": certificate_unavailable,
    "happy-path": submit_until("complete"),
    "malformed-200-html": submit_twice_in_vain,
    "malformed-html-502": submit_until("failed"),
    "network-down-socket-destroyed": submit_until("failed"),
    "rate_limited-no-retry-after": submit_until("failed"),
    "remove-during-inflight-init": remove_and_put_back,
    "reset-during-inflight-init-which-fails": reset_in_flight,
    "session.key_inactive": disabled_until_reset,
    "session.rate_limited": submit_until("failed"),
    "two-widgets": submit_until("failed"),
    "unknown-code": submit_until("failed"),
    "update-access_code-401": verify_access_code,
    "v1-401-twice": answer_until("complete"),
    "v1-403": submit_until("error"),
    "v1-429": submit_until("failed"),
    "v1-503": submit_until("error"),
    "v1-happy-path": submit_until("complete"),
    "v1-malformed-html-502": submit_until("error"),
    "v1-poll-failed": submit_until("error"),
    "v1-reset": reset_asks_for_token,
    "validation_failed-with-details": submit_until("failed"),
    "ws-error-frame": submit_until("error", 2),
    "ws-refused-poll-failed": submit_until("error", 2),
}

#: Those that jump ahead in time cannot have their waits divided as well.
UNSCALED = {"401-never-setToken", "401-setToken-SYNC-inside-listener", "401-twice-within-20s"}
GENERATIONS = {"v3": "v3", "v2-like": "v2", "v1": "v1"}


# ---- comparing -------------------------------------------------------------------------------------------------------


def comparable(events: list[dict[str, Any]], era: str) -> list[dict[str, Any]]:
    """Return what counts of a sequence of events."""
    kept: list[dict[str, Any]] = []
    for event in events:
        name = event["name"]
        if name == "allfeat:mode-changed" and era == "v2-like":
            continue  # recorded with generation 3; generation 2 has no such event
        if name == "allfeat:upload-progress" and kept and kept[-1]["name"] == name:
            kept.pop()  # how many there are is up to the browser
        kept.append(
            {
                "name": name,
                "target": event["target"],
                "keys": event["detail_keys"],
                "detail": event["detail"],
                # At upgrade the real element has nothing to look into yet.
                "widget": None if name == "allfeat:mode-changed" else event["widget"],
            }
        )
    return kept


def step_of(path: str) -> str:
    """Return the scenario's name for a recorded path of the API."""
    for part, step in (
        ("/upload/", "upload"),
        ("/certificate", "download"),
        ("/access/", "access"),
        ("/transactions/", "status"),
        ("works?", "list"),
    ):
        if part in path:
            return step
    return path.rsplit("/", 1)[-1]


def recorded_calls(recording: dict[str, Any]) -> list[tuple[str, str | None, Any]]:
    """Return what the API was asked: step, token, and status."""
    calls = [
        (step_of(call["path"]), call["token"], call["reply"])
        for call in recording["api_calls"]
        if call["method"] != "WS"
    ]
    if calls and calls[0][2] == "socket destroyed":
        return [(*calls[0][:2], "drop")]  # the browser had sent it twice
    return calls


def replay(recording: dict[str, Any]) -> dict[str, Any]:
    """Return the scenario that answers as the API did."""
    script: dict[str, Any] = {"system": "allfeat-widget-v1" if recording["era"] == "v1" else "allfeat-widget"}
    for step, replies in recording["mock_api"].items():
        script[step] = (
            # One reply was a function of the token: no token, an error.
            [{"code": "common.auth.missing_token"}] * 3 + ["ok"]
            if isinstance(replies, str)
            else ["drop" if reply == {"destroy": True} else reply for reply in replies]
        )
    if recording["scenario"] in SOCKETS:
        script["socket"] = SOCKETS[recording["scenario"]]
    return script


@pytest.mark.parametrize("name", sorted(RECORDINGS))
def test_does_what_was_recorded(host: Host, demo: Demo, name: str) -> None:
    recording = RECORDINGS[name]
    era = recording["era"]
    ats_url = demo.scenario(**replay(recording))
    attributes = {key.replace("-", "_"): value for key, value in (recording["attributes"] or {}).items()}
    scale = None if name in UNSCALED else SCALE
    generation: dict[str, Any] = {"generation": GENERATIONS[era], "time_scale": scale}
    second = [widget(ats_url, "w2", **generation)] if name == "two-widgets" else []

    host.open(widget(ats_url, **generation, **attributes), *second)
    PLAYED[name](host)

    events = host.events()
    assert all(event.pop("flags") == [True, True, False] for event in events), "bubbling, composed, not cancelable"
    played = comparable(events, era)
    expected = comparable(recording["events"], era)[: len(played) if era == "v2-like" else None]
    if isinstance(recording["mock_api"].get("list"), str):
        # The recorded texts came from a function that is not there any more.
        for event in (*played, *expected):
            event["detail"] = event["detail"].get("code", event["detail"])
    assert played == expected
    assert host.seen() == recording["final"]
    calls = [(call["step"], call["token"], call["reply"]) for call in demo.played(ats_url).calls]
    assert calls == recorded_calls(recording)[: len(calls) if era == "v2-like" else None]


def test_every_recording_is_replayed() -> None:
    assert sorted(PLAYED) == sorted(RECORDINGS)
    assert len(RECORDINGS) == 33


# ---- what was not recorded -------------------------------------------------------------------------------------------


def names(host: Host) -> list[str]:
    return [event["name"].removeprefix("allfeat:") for event in host.events()]


def test_says_only_in_its_own_box_what_it_lacks(host: Host) -> None:
    host.open(widget("/ats/happy", site_key=None), widget("", "w2"), widget("/ats/happy", "w3", token=None))
    for name in ("w1", "w2", "w3"):
        assert host.page.is_visible(f"#{name} .ats-alert-error")
    assert set(names(host)) == {"mode-changed", "ready"}


def test_typed_text_survives_a_new_token_and_focus_does_not(host: Host) -> None:
    host.open(widget("/ats/happy"))
    field = host.page.locator("#w1 input[name=title]")
    field.press_sequentially("Rain")
    host.set_token("jwt-2")
    assert field.input_value() == "Rain"
    assert host.page.evaluate("document.getElementById('w1').shadowRoot.activeElement") is None


def test_the_same_token_and_an_empty_one_do_not_end_the_waiting(host: Host, demo: Demo) -> None:
    host.open(widget(demo.scenario(init=[{"code": "common.auth.expired"}, "ok"])))
    host.submit()
    host.wait_for("token-expired")
    host.set_token("jwt-1")
    assert host.seen()["tokenOverlay"]
    host.set_token("")
    wanted = "Authentication required: Please provide a valid token to use this widget."
    assert host.page.inner_text("#w1 .ats-alert-error") == wanted
    host.set_token("jwt-2")
    host.wait_for("complete")


def test_a_second_refusal_starts_a_new_cycle_after_20_seconds(host: Host, demo: Demo) -> None:
    refusal = {"code": "session.invalid_token"}
    host.open(widget(demo.scenario(init=[refusal, refusal, "ok"])))
    host.page.clock.install()
    host.submit()
    host.wait_for("token-expired")
    host.page.clock.fast_forward(21_000)
    host.set_token("jwt-2")
    host.wait_for("token-expired", 2)
    assert not host.events("failed")


def test_a_used_token_is_refused(host: Host, demo: Demo) -> None:
    ats_url = demo.scenario(init=[{"code": "common.service_unavailable"}, "ok"])
    host.open(widget(ats_url))
    host.submit()
    host.wait_for("failed")
    host.press("retry")
    host.press("submit")
    host.wait_for("token-expired")
    refusal = host.events("error")[-1]["detail"]
    assert (refusal["code"], refusal["message"]) == ("session.invalid_token", "token was already used")


def test_waits_as_long_as_retry_after_says(host: Host, demo: Demo) -> None:
    limited = {"code": "common.rate_limited", "headers": {"Retry-After": "30"}}
    ats_url = demo.scenario(init=[limited, "ok"])
    host.open(widget(ats_url))
    host.page.clock.install()
    host.submit()
    host.wait_until("() => window.answered('/init')", "the answer")
    host.page.clock.fast_forward(29_000)
    assert demo.played(ats_url).count("init") == 1
    host.page.clock.fast_forward(2_000)
    host.wait_for("complete")
    assert names(host).count("error") == 0


def test_a_date_in_retry_after_means_no_wait(host: Host, demo: Demo) -> None:
    limited = {"code": "common.rate_limited", "headers": {"Retry-After": "Wed, 21 Oct 2037 07:28:00 GMT"}}
    ats_url = demo.scenario(init=[limited])
    host.open(widget(ats_url))
    host.submit()
    host.wait_for("failed")
    assert demo.played(ats_url).count("init") == 3


@pytest.mark.parametrize(
    ("reply", "code", "text"),
    [
        ({"status": 403}, "widget.upload_error", "Upload failed: HTTP 403"),
        ("drop", "widget.network_error", "Network error during upload"),
    ],
)
def test_an_upload_is_tried_three_times(host: Host, demo: Demo, reply: Any, code: str, text: str) -> None:
    ats_url = demo.scenario(upload=[reply])
    host.open(widget(ats_url, time_scale=SCALE))
    host.submit()
    host.wait_for("failed")
    assert demo.played(ats_url).count("upload") == 3
    assert host.events("failed")[0]["detail"] == {"code": code, "message": text, "requestId": None}


def test_a_token_set_at_once_is_fine_for_an_access_code(host: Host, demo: Demo) -> None:
    host.open(widget(demo.scenario(access=[{"code": "common.auth.expired"}, "ok"]), mode="update"))
    host.answer_tokens(at_once=True)
    host.page.fill("#w1 input[name=code]", ACCESS_CODE)
    host.press("next")
    host.page.wait_for_selector("#w1 input[name=title]")


def test_an_unknown_access_code_is_no_event(host: Host, demo: Demo) -> None:
    host.open(widget(demo.scenario(access=[{"code": "access_code.not_found"}]), mode="update"))
    host.page.fill("#w1 input[name=code]", ACCESS_CODE)
    host.press("next")
    host.page.wait_for_selector("#w1 .ats-error-message")
    assert names(host) == ["mode-changed", "ready"]


def test_an_auth_code_after_confirmation_starts_everything_again(host: Host, demo: Demo) -> None:
    ats_url = demo.scenario(socket=[{"code": "common.auth.expired"}])
    host.open(widget(ats_url))
    host.answer_tokens(times=1)
    host.submit()
    host.wait_for("confirmed", 2)
    assert names(host)[5:9] == ["confirmed", "error", "token-expired", "error"]
    assert host.events("token-expired")[0]["detail"] == {"pendingAction": "tracking"}
    assert demo.played(ats_url).count("confirm") == 2


@pytest.mark.parametrize(
    "frame", [{"type": "step", "step": "failed"}, {"type": "error"}, "close"], ids=["failed", "empty", "closed"]
)
def test_some_ends_of_a_socket_are_silent(host: Host, demo: Demo, frame: Any) -> None:
    host.open(widget(demo.scenario(socket=[{"step": "signing", "progress": 55, "description": "Signing"}, frame])))
    closed = "() => window.sockets.length === 1 && window.sockets[0].readyState === WebSocket.CLOSED"
    host.page.evaluate(
        """() => {
            window.sockets = [];
            const widget = document.getElementById("w1");
            const { connect } = widget.backend;
            widget.backend = { ...widget.backend, connect: (url) => {
                window.sockets.push(connect(url));
                return window.sockets[0];
            } };
        }"""
    )
    host.submit()
    host.wait_until(closed, "the socket to close")
    assert names(host)[-1] == "step"
    assert host.seen()["screen"] == "TRACKING"


def test_a_transaction_without_data_fails_twice(host: Host, demo: Demo) -> None:
    host.open(widget(demo.scenario(socket=[{"type": "step", "step": "completed"}])))
    host.submit()
    host.wait_for("error")
    assert names(host)[-2:] == ["failed", "error"]
    assert host.events("failed")[0]["detail"]["code"] == "widget.unknown_error"
    assert host.events("error")[0]["detail"]["message"] == "Incomplete transaction data"


def test_polling_gives_up_after_two_minutes(host: Host, demo: Demo) -> None:
    signing = {"status": 200, "json": {"current_step": "signing", "progress": 55, "is_complete": False}}
    host.open(widget(demo.scenario(socket="refuse", status=[signing]), time_scale="3000"))
    host.submit()
    host.wait_for("error", 2)
    assert [event["detail"]["message"] for event in host.events("error")] == ["Transaction timed out", "Polling error"]
    assert host.events("step")[1] == host.events("step")[0], "unchanged progress is told again"


def test_a_change_of_mode_discards_everything(host: Host) -> None:
    host.open(widget("/ats/happy"))
    host.fill()
    host.page.evaluate("document.getElementById('w1').setAttribute('mode', 'update')")
    host.page.evaluate("document.getElementById('w1').setAttribute('mode', 'register')")
    assert host.page.input_value("#w1 input[name=title]") == ""
    assert names(host) == ["mode-changed", "ready", "mode-changed", "mode-changed"]


def test_the_first_generation_stumbles_over_todays_errors(host: Host, demo: Demo) -> None:
    unified = {"status": 401, "json": {"error": {"code": "common.auth.expired", "message": "", "request_id": "r"}}}
    host.open(widget(demo.scenario(init=[unified]), generation="v1"))
    host.submit()
    host.wait_for("error")
    assert names(host) == ["ready", "failed", "error"]
    detail = host.events("error")[0]["detail"]
    assert (detail["error"], detail["code"]) == ("s.toLowerCase is not a function", "UNKNOWN_ERROR")


def test_a_certificate_in_the_first_generation_fails_without_a_code(host: Host, demo: Demo) -> None:
    system = "allfeat-widget-v1"
    host.open(widget(demo.scenario(system=system, download=[{"code": "TOKEN_EXPIRED"}]), generation="v1"))
    host.submit()
    host.wait_for("complete")
    host.press("download")
    host.wait_for("error")
    assert names(host)[-2:] == ["token-expired", "error"]
    assert host.events("error")[0]["detail_keys"] == ["stage", "error", "details"]


# ---- the form, and what comes after it ------------------------------------------------------------------------------


def shows(host: Host) -> list[str]:
    """Return the actions of the buttons that can be pressed."""
    shown: list[str] = host.page.evaluate(
        """() => Array.from(
            document.getElementById("w1").shadowRoot.querySelectorAll("button[data-action]:enabled"),
            (button) => button.dataset.action,
        )"""
    )
    return shown


@pytest.mark.parametrize("generation", ["v3", "v2", "v1"])
def test_an_empty_form_cannot_be_submitted(host: Host, generation: str) -> None:
    host.open(widget("/ats/happy", generation=generation))
    assert shows(host) == ["sample-file"]
    assert host.page.is_disabled("#w1 [data-action=next]")
    host.fill()
    assert shows(host) == ["next"]
    host.press("next")
    assert shows(host) == ["back", "submit"]
    assert host.page.inner_text("#w1 h2") == "Review Your Submission"
    host.press("back")
    assert host.page.input_value("#w1 input[name=title]") == "Song"


def test_retry_after_payment_leads_to_a_second_payment(host: Host, demo: Demo) -> None:
    ats_url = demo.scenario(socket=[{"code": "transaction.expired"}])
    host.open(widget(ats_url))
    host.answer_tokens()
    host.submit()
    host.wait_for("failed")
    assert host.seen()["transactionId"] == "tx_1"
    host.press("retry")
    assert host.seen() == {
        "screen": "FORM",
        "tokenOverlay": False,
        "retryButton": False,
        "transactionId": "__undefined__",
    }
    assert shows(host) == ["back", "submit"]
    assert "song.wav" in host.page.inner_text("#w1 .ats-facts"), "file and all"
    host.press("submit")
    host.wait_for("confirmed", 2)
    assert demo.played(ats_url).paid == 2


def test_a_finished_work_can_be_left_for_an_empty_form(host: Host) -> None:
    host.open(widget("/ats/happy"))
    host.submit()
    host.wait_for("complete")
    assert shows(host) == ["copy-access-code", "download", "reset"]
    host.press("reset")
    assert shows(host) == ["sample-file"]
    assert host.page.input_value("#w1 input[name=title]") == ""


def test_the_first_generations_certificate_may_come_later_without_a_word(host: Host, demo: Demo) -> None:
    replies = [{"code": "SERVER_ERROR"}, "ok"]
    host.open(widget(demo.scenario(system="allfeat-widget-v1", download=replies), generation="v1"))
    host.submit()
    host.wait_for("complete")
    host.press("download")
    host.wait_for("error")
    assert host.seen()["screen"] == "COMPLETE"
    told = names(host)
    with host.page.expect_download():
        host.press("download")
    assert names(host) == told


def test_retry_of_an_empty_form_leads_to_the_last_step_too(host: Host, demo: Demo) -> None:
    host.open(widget(demo.scenario(init=[{"code": "common.service_unavailable", "delay": 100}])))
    reset_in_flight(host)
    host.press("retry")
    host.press("submit")
    host.wait_for("failed", 2)
    assert host.events("failed")[-1]["detail"]["code"] == "widget.unknown_error"


# ---- paying ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "code", "paid"),
    [
        ("drop", "widget.network_error", 0),
        ({"drop": True, "done": True}, "widget.network_error", 1),
        ({"code": "common.service_unavailable"}, "common.service_unavailable", 0),
        ({"status": 504, "text": "<html>", "done": True}, "widget.malformed_response", 1),
    ],
    ids=["lost before", "lost after", "503", "504 of a gateway"],
)
def test_an_answer_to_confirm_does_not_say_who_paid(host: Host, demo: Demo, reply: Any, code: str, paid: int) -> None:
    ats_url = demo.scenario(confirm=[reply])
    host.open(widget(ats_url))
    host.submit()
    host.wait_for("failed")
    error = host.events("error")[0]
    assert (error["detail"]["code"], error["widget"]["screen"]) == (code, "CONFIRMING")
    assert (demo.played(ats_url).paid, host.events("confirmed")) == (paid, [])


@pytest.mark.parametrize("step", ["prepare", "confirm"])
def test_an_answer_that_is_no_json_leaves_confirming_for_ever(host: Host, demo: Demo, step: str) -> None:
    ats_url = demo.scenario(**{step: [{"status": 200, "text": "<html>"}]})
    host.open(widget(ats_url))
    host.submit()
    host.wait_for("error")
    assert names(host)[-1] == "error"
    assert host.events("error")[0]["detail"]["code"] == "__undefined__"
    host.set_token("jwt-2")
    assert host.seen()["screen"] == "CONFIRMING"
    assert shows(host) == []


def test_the_api_counts_payments_and_tokens(host: Host, demo: Demo) -> None:
    ats_url = demo.scenario(init=[{"code": "common.auth.expired"}, "ok"], token=[{"status": 401, "json": {}}, "ok"])
    host.open(widget(ats_url))
    ask = """async (url) => {
        const answer = await fetch(url, { method: "POST" });
        return [answer.status, await answer.json()];
    }"""
    assert host.page.evaluate(ask, f"{ats_url}/token") == [401, {}]
    status, fresh = host.page.evaluate(ask, f"{ats_url}/token")
    assert status == 200
    host.submit()
    host.wait_for("token-expired")
    host.set_token(fresh["token"])
    host.wait_for("complete")
    read = "async (id) => (await fetch(`/api/scenarios/${id}`)).json()"
    counts = host.page.evaluate(read, ats_url.removeprefix("/ats/"))
    assert (counts["paid"], counts["tokens"]) == (1, 2)
    assert (demo.played(ats_url).paid, demo.played(ats_url).tokens) == (1, 2)


# ---- downloading -----------------------------------------------------------------------------------------------------


def open_downloads(host: Host, demo: Demo, **script: Any) -> str:
    """Open a widget in download mode, and the first work of its list."""
    ats_url = demo.scenario(**script)
    host.open(widget(ats_url, mode="download", external_user_id="u1"))
    host.wait_for_calls(ats_url, "list", 3)
    host.page.click("#w1 [data-action=select-work] >> nth=0")
    host.wait_for_calls(ats_url, "versions", 1)
    return ats_url


def test_downloads_a_visitors_own_work(host: Host, demo: Demo) -> None:
    open_downloads(host, demo, file=["ok", "ok", {"code": "common.service_unavailable"}])
    host.page.wait_for_selector("#w1 [data-action=download-version-cert]")
    actions = ["download-version-asset", "download-version-cert", "toggle-version-creators", "back-to-list"]
    assert shows(host) == actions, "there is no Retry"
    for action, kind in (("download-version-cert", "certificate"), ("download-version-asset", "asset")):
        with host.page.expect_download():
            host.press(action)
        host.wait_for("download-complete")
        assert host.events("download-complete")[-1]["detail"] == {"workId": "work_1", "kind": kind}
    host.press("toggle-version-creators")
    assert "Ada Quill" in host.page.inner_text("#w1 .ats-works")
    host.press("download-version-cert")
    host.wait_for("download-failed")
    assert host.events("download-failed")[0]["detail_keys"] == ["workId", "kind", "message"]
    assert names(host)[-1] == "download-failed"
    assert host.seen()["screen"] == "DOWNLOAD_DETAIL"
    host.press("back-to-list")
    assert host.seen()["screen"] == "DOWNLOADS"
    assert shows(host) == ["select-work", "select-work"]


@pytest.mark.parametrize("kind", ["certificate", "asset"])
def test_an_expired_session_is_told_three_times_by_a_versions_download(host: Host, demo: Demo, kind: str) -> None:
    open_downloads(host, demo, file=[{"code": "common.auth.expired"}])
    host.press("download-version-cert" if kind == "certificate" else "download-version-asset")
    host.wait_for("token-expired")
    assert names(host)[-3:] == ["download-failed", "error", "token-expired"]
    assert host.events("error")[0]["detail"]["stage"] == f"download_version_{kind}"
    assert host.events("token-expired")[0]["detail"] == {"pendingAction": f"download_version_{kind}"}
    host.set_token("jwt-2")
    assert host.seen()["tokenOverlay"], "nothing goes on, and nothing draws"
    host.page.evaluate("document.getElementById('w1').setAttribute('max-file-size', '1')")
    assert not host.seen()["tokenOverlay"]


def test_a_list_of_versions_without_a_session_is_a_dead_end(host: Host, demo: Demo) -> None:
    ats_url = open_downloads(host, demo, versions=[{"code": "common.auth.expired"}, "ok"])
    host.wait_for("token-expired")
    assert names(host)[-2:] == ["error", "token-expired"]
    assert host.events("error")[0]["detail"]["stage"] == "download_detail"
    host.set_token("jwt-2")
    host.page.evaluate("document.getElementById('w1').setAttribute('max-file-size', '1')")
    assert shows(host) == ["reload-versions", "back-to-list"]
    assert "Your session has expired." in host.page.inner_text("#w1 .ats-alert-error")
    host.press("reload-versions")
    assert shows(host) == ["reload-versions", "back-to-list"], "nobody listens"
    host.press("back-to-list")
    host.page.click("#w1 [data-action=select-work] >> nth=0")
    host.page.wait_for_selector("#w1 [data-action=download-version-cert]")
    assert demo.played(ats_url).count("versions") == 2


@pytest.mark.parametrize("reply", [{"code": "session.key_inactive"}, {"code": "common.service_unavailable"}, "drop"])
def test_lists_fail_without_an_event(host: Host, demo: Demo, reply: Any) -> None:
    ats_url = demo.scenario(list=[reply, reply, reply, "ok"], versions=[reply])
    host.open(widget(ats_url, mode="download", external_user_id="u1"))
    host.wait_for_calls(ats_url, "list", 3)
    host.page.wait_for_selector("#w1 .ats-alert-error")
    assert shows(host) == ["reload-works"]
    host.press("reload-works")
    host.page.click("#w1 [data-action=select-work] >> nth=0")
    host.page.wait_for_selector("#w1 [data-action=reload-versions]")
    assert shows(host) == ["reload-versions", "back-to-list"]
    assert names(host) == ["mode-changed", "ready", "work-selected"]
    assert host.seen()["screen"] == "DOWNLOAD_DETAIL"
