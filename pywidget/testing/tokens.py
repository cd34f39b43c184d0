"""The page's token endpoint, as tests want it to answer."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from playwright.sync_api import Error

from pywidget.testing.expect import waiting

if TYPE_CHECKING:
    from playwright.sync_api import Request, Route

#: How the endpoint can answer; ``docs/testing.md`` says what each of them is.
Mood = Literal[
    "ok",
    "other-field",
    "repeated",
    "empty",
    "signed-out",
    "forbidden",
    "not-found",
    "rate-limited",
    "server-error",
    "unavailable",
    "html",
    "redirect",
    "hanging",
    "offline",
]

#: The answers themselves. The npm package has the same file.
ANSWERS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("answers.json").read_text(encoding="utf-8"))


class TokenRequest(NamedTuple):
    """One request for a token.

    Attributes:
        method: of HTTP.
        url: the whole address.
        headers: by name in lower case.
        body: as parsed from JSON, else the text; None if there is none.
        mood: how it was answered.
    """

    method: str
    url: str
    headers: dict[str, str]
    body: Any
    mood: Mood


class Tokens:
    """The token endpoint. It answers ``ok`` until it is told otherwise.

    Args:
        field: where the token is in an answer; dots lead into objects.

    Attributes:
        requests: every request for a token, in order.
        hanging: those of them that get no answer, as Playwright has them.
    """

    def __init__(self, field: str) -> None:
        self.requests: list[TokenRequest] = []
        self.hanging: list[Request] = []
        self._field = field
        self._moods: list[Mood] = ["ok"]
        self._retry_after: float | None = None
        self._repeated = _new_token(0)

    def answer(self, *moods: Mood, retry_after: float | None = None) -> None:
        """Set how the next requests are answered.

        Args:
            moods: one for each request; the last one stays.
            retry_after: seconds that ``rate-limited`` and ``unavailable`` ask to wait, in place of their own.

        :raises ValueError: if a mood is unknown, if there is none, or if nobody could wait so.
        """
        unknown = [mood for mood in moods if mood not in get_args(Mood)]
        if unknown or not moods:
            raise ValueError(f"no mood {', '.join(unknown)}; there are {', '.join(get_args(Mood))}")
        if retry_after is not None:
            waiting("retry_after", retry_after)
        self._moods = list(moods)
        self._retry_after = retry_after

    def handle(self, route: Route) -> None:
        """Answer one request; for ``page.route``."""
        request = route.request
        allowed = {
            "Access-Control-Allow-Origin": request.headers.get("origin", "*"),
            "Access-Control-Allow-Credentials": "true",
            "Access-Control-Allow-Headers": request.headers.get("access-control-request-headers", "*"),
            "Access-Control-Allow-Methods": "GET, POST, PUT",
            "Access-Control-Expose-Headers": "Retry-After",
            "Cache-Control": "no-store",
        }
        if request.method == "OPTIONS":
            route.fulfill(status=204, headers=allowed)
            return
        mood = self._moods.pop(0) if len(self._moods) > 1 else self._moods[0]
        answer = ANSWERS[mood]
        body = _body_of(request)
        self.requests.append(TokenRequest(request.method, request.url, request.headers, body, mood))
        token = self._token(answer)
        _note(request, {"mood": mood, "method": request.method, "body": body, **({"token": token} if token else {})})
        if "abort" in answer:
            route.abort(answer["abort"])
        elif "status" in answer:
            retry_after = self._retry_after if self._retry_after is not None else answer.get("retryAfter")
            if "retryAfter" in answer:
                allowed["Retry-After"] = f"{retry_after:g}"
            if "location" in answer:
                allowed["Location"] = answer["location"]
            said = answer.get("body") if token is None else _nested(answer.get("field", self._field), token)
            kind = "text/html" if "text" in answer else "application/json"
            text = answer.get("text") or json.dumps(said)
            route.fulfill(status=answer["status"], headers=allowed, content_type=kind, body=text)
        else:
            # Nobody answers.
            self.hanging.append(request)

    def _token(self, answer: dict[str, Any]) -> str | None:
        kind: str | None = answer.get("token")
        if kind == "fresh":
            return _new_token(len(self.requests))
        return self._repeated if kind == "repeated" else kind


def _new_token(number: int) -> str:
    """A token that looks like a JWT. It opens nothing."""
    return f"eyJhbGciOiJub25lIn0.{secrets.token_hex(16)}.test-{number}"


def _nested(path: str, token: str) -> dict[str, Any]:
    said: Any = token
    for name in reversed(path.split(".")):
        said = {name: said}
    return dict(said)


def _body_of(request: Request) -> Any:
    try:
        return json.loads(request.post_data or "null")
    except ValueError:
        return request.post_data


def _note(request: Request, asked: dict[str, Any]) -> None:
    """Have the page's timeline say it. A page that is gone by now has none."""
    try:
        request.frame.evaluate("(asked) => window.pywidgetTesting?.asked(asked)", asked)
    except Error:
        return
