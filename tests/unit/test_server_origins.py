"""What is said where a page's origin is none of those that were named: to whom, and how much."""

from __future__ import annotations

import json

import httpx2
import pytest
from organizations_api import SECRET_KEY

from pywidget.server import SessionMinter, TokenEndpoint
from pywidget.server.origins import why_not

LOCAL = "http://localhost:8000"


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (
            "http://127.0.0.1:8000",
            (
                "the page's origin 'http://127.0.0.1:8000' is none of `origins` (http://localhost:8000): "
                "for a browser, 127.0.0.1 and localhost are two sites, although both are this machine. "
                "Open the page at http://localhost:8000, or add the origin to `origins`"
            ),
        ),
        ("http://[::1]:8000", "::1 and localhost are two sites"),
        ("http://localhost:3000", "every port is an origin of its own. Open the page at http://localhost:8000"),
        ("http://localhost", "every port is an origin of its own"),
        ("https://localhost:8000", "https and http are two origins"),
        ("https://evil.example", "is none of `origins` (http://localhost:8000). If it is a site of yours, add it"),
        ("null", "the page is a file, or in a sandbox"),
        (None, "the request has no Origin header"),
        ("", "If it is a site of yours"),
        ("http://[", "If it is a site of yours"),
        ("http://localhost:x", "every port is an origin of its own"),
        ("x\nFAKE LINE" + "y" * 500, "If it is a site of yours"),
    ],
)
def test_the_log_says_what_differs_and_what_to_do(origin: str | None, said: str) -> None:
    text = why_not(origin, [LOCAL])
    assert said in text
    assert "\n" not in text
    assert len(text) < 600


def test_www_is_another_site() -> None:
    text = why_not("https://music.example", ["https://other.example", "https://www.music.example"])
    assert "www.music.example and music.example are two sites. Open the page at https://www.music.example" in text


def test_of_many_origins_some_are_named() -> None:
    text = why_not("https://x.example", [f"https://{letter}.example" for letter in "abcdefgh"])
    assert "https://e.example, …)" in text
    assert "https://f.example" not in text


@pytest.mark.parametrize(
    ("origin", "details"),
    [
        ("http://127.0.0.1:8000", {"origin": "http://127.0.0.1:8000"}),
        ("https://evil.example", {"origin": "https://evil.example"}),
        ("<script>alert(1)</script>", None),
        ("https://" + "a" * 300, None),
        ("null", None),
        (None, None),
    ],
)
def test_the_answer_repeats_what_was_sent_and_says_nothing_of_what_is_allowed(
    origin: str | None, details: object, caplog: pytest.LogCaptureFixture
) -> None:
    def no_api(_: httpx2.Request) -> httpx2.Response:
        raise AssertionError("the API was asked")

    with httpx2.Client(transport=httpx2.MockTransport(no_api)) as client:
        minter = SessionMinter(SECRET_KEY, network="testnet", client=client)
        endpoint = TokenEndpoint(minter, origins=[LOCAL, "https://staging.music.example"])
        answer = endpoint.refuse("POST", origin)
    assert answer is not None
    assert answer.status == 403
    assert json.loads(answer.body)["error"].get("details") == details
    assert "staging" not in repr(answer)
    assert "localhost" not in repr(answer)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "http://localhost:8000, https://staging.music.example" in caplog.text or origin is None
