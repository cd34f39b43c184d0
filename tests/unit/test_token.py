# runs-on: micropython
"""Where tokens come from, as the page is told, and how the answers to them are read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from driver import NOW, AppStage

from pywidget.browser.settings import Settings
from pywidget.browser.token import answer, source

if TYPE_CHECKING:
    from typing import Any

    from pywidget.browser import border


def told(data: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    problems: list[str] = []
    found: dict[str, Any] = json.loads(source(Settings(data, problems.append), problems.append))
    return found, problems


def message(**more: Any) -> border.Token:
    found: dict[str, Any] = {"kind": "token", "widget": 1, "request": 4, "outcome": "http"}
    found.update(more)
    return found  # type: ignore[return-value]  # as it comes from the page


def test_without_attributes_it_is_the_usual_source() -> None:
    assert told({}) == (
        {
            "url": "",
            "method": "POST",
            "credentials": "same-origin",
            "field": "token",
            "function": "",
            "headers": {},
            "csrfCookie": "",
            "csrfHeader": "",
        },
        [],
    )


def test_each_attribute_is_told_to_the_page() -> None:
    found, problems = told(
        {
            "tokenUrl": "/t",
            "tokenMethod": "put",
            "tokenCredentials": "include",
            "tokenField": "data.jwt",
            "tokenFunction": "shop.token",
            "csrfCookie": "xsrf",
            "csrfHeader": "X-XSRF",
        }
    )
    assert problems == []
    assert (found["url"], found["method"], found["credentials"]) == ("/t", "PUT", "include")
    assert (found["field"], found["function"]) == ("data.jwt", "shop.token")
    assert (found["csrfCookie"], found["csrfHeader"]) == ("xsrf", "X-XSRF")


def test_headers_are_a_list_and_what_is_none_is_told() -> None:
    for text, headers, count in (
        ("X-Tenant: acme; X-Site: 3", {"X-Tenant": "acme", "X-Site": "3"}, 0),
        (" X-A :b:c ;", {"X-A": "b:c"}, 0),
        ("X-A:", {"X-A": ""}, 0),
        ("X-A", {}, 1),
        (": x", {}, 1),
        ("X-A: 1; nothing; X-B: 2", {"X-A": "1", "X-B": "2"}, 1),
    ):
        found, problems = told({"tokenHeaders": text})
        assert found["headers"] == headers, text
        assert len(problems) == count, text


def test_an_answer_over_http_is_read_with_its_code_and_its_wait() -> None:
    body = json.dumps({"error": {"code": "session.rate_limited", "message": "Slow", "request_id": "req_5"}})
    signal = answer(message(status=429, body=body, headers={"retry-after": "9"}, reason="x"), NOW)
    assert (signal.request, signal.outcome, signal.reason) == (4, "http", "x")
    envelope = signal.envelope
    assert envelope is not None
    assert (envelope.code, envelope.request_id, envelope.http_status) == ("session.rate_limited", "req_5", 429)
    assert envelope.retry_after_ms == 9_000


def test_a_date_is_seen_from_now() -> None:
    headers = {"retry-after": "Tue, 14 Nov 2023 22:13:30 GMT"}
    envelope = answer(message(status=503, body="", headers=headers), NOW).envelope
    assert envelope is not None
    assert envelope.retry_after_ms == 10_000


def test_what_was_no_answer_has_nothing_to_read() -> None:
    signal = answer(message(outcome="network", reason="TypeError"), NOW)
    assert (signal.outcome, signal.reason, signal.envelope) == ("network", "TypeError", None)
    assert answer(message(outcome="token", reason=None), NOW).reason == ""


def test_the_token_itself_does_not_cross_the_border() -> None:
    stage = AppStage(token_url="/token")
    stage.arrive()
    stage.expire()
    stage.page.wait(5_000)
    assert len(stage.page.told("deliverToken")) == 1
    for call in stage.page.calls:
        assert call[0] != "setToken"
        assert len(call) <= 5, call
