"""Scenarios: what the made-up API answers, step by step.

A scenario is JSON. Under the name of a step stands a list of replies, one for each call; the last one repeats. A step
that is not named answers as it should.

=============  ========================================================================================================
``init``       a registration is begun; the token that comes along is used up
``upload``     the file
``prepare``    it is made ready
``confirm``    it is submitted, and paid for
``token``      the page asks for a token, at ``{ats_url}/token``
``status``     a poll of the transaction
``list``       the visitor's works
``access``     an access code is verified
``download``   the certificate of what has just been registered
``versions``   the versions of a work
``file``       the file or the certificate of one version
=============  ========================================================================================================

A reply is one of

* ``"ok"``,
* ``{"code": "session.key_inactive"}``: a documented error in its system's envelope; ``message``, ``details`` and
  ``request_id`` may stand beside it,
* ``{"status": 502, "text": "<html>"}`` or ``{"status": 200, "json": …}``: exactly this, with ``headers`` if given,
* ``"drop"``: no answer that a page gets to see, as if the connection broke before anything was done,
* ``"hang"``: none at all.

Objects may also have ``delay``, in milliseconds, and ``"done": true``: the step is done whatever the answer says, as
behind a gateway that gives up too early. ``{"drop": true, "done": true}`` is a connection that broke when all was done.
``{"delay": 500}`` alone is ``"ok"``, but later.

``socket`` is what the transaction's WebSocket does: ``"refuse"``, or a list of frames. A frame is sent as it is, 150 ms
after the one before it; ``{"code": …}`` becomes an error frame, ``"close"`` ends the connection cleanly.

``system`` says whose codes and envelope these are: ``allfeat-widget`` unless it is ``allfeat-widget-v1``.
"""

from __future__ import annotations

import json
import re
import secrets
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse
from starlette.routing import Route

from pywidget.catalog import load

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

STEPS = (
    "init",
    "upload",
    "prepare",
    "confirm",
    "token",
    "status",
    "list",
    "access",
    "download",
    "versions",
    "file",
)
WIDGET_SYSTEMS = ("allfeat-widget", "allfeat-widget-v1")

#: The scenario that exists from the start: everything works.
HAPPY = "happy"
#: Older ones are forgotten.
KEPT = 256
#: Calls remembered per scenario, and characters of the token of each.
KEPT_CALLS = 1000
KEPT_TOKEN = 1000
#: Bytes of a scenario: together with KEPT, what all of them can take.
MOST_BYTES = 50_000
#: Milliseconds by which a reply can be late.
LONGEST_DELAY = 600_000

#: Headers that say where an answer ends. The server writes them.
_FRAMING = ("connection", "content-length", "transfer-encoding")

Reply = str | dict[str, Any]

#: What may stand in an HTTP header: a token, and text of ASCII.
_HEADER = re.compile(r"[\w!#$%&'*+.^`|~-]+:[\t -~]*", re.ASCII)


class InvalidScenarioError(ValueError):
    """The JSON is no scenario; the text says why."""


class Scenario:
    """One scenario at work: which replies are left, and what has been called.

    Attributes:
        calls: every call, as ``{"step", "token", "reply"}``; the reply is a status, or ``"drop"`` and the like.
        system: whose envelope errors have.
        socket: what the transaction's WebSocket does; None: what it should.
        spent: tokens that have been used.
        open_jobs: jobs that can be confirmed.
        paid: how many have been; each is a payment.
    """

    def __init__(self, script: dict[str, Any]) -> None:
        self.calls: list[dict[str, Any]] = []
        self.spent: set[str] = set()
        self.open_jobs: set[str] = set()
        self.paid = 0
        self.system: str = script.get("system", WIDGET_SYSTEMS[0])
        self.socket: str | list[Any] | None = script.get("socket")
        self._replies: dict[str, list[Reply]] = {step: list(script[step]) for step in STEPS if script.get(step)}

    def reply_to(self, step: str) -> Reply:
        """Return the next reply of a step."""
        replies = self._replies.get(step, ["ok"])
        return replies.pop(0) if len(replies) > 1 else replies[0]

    @property
    def tokens(self) -> int:
        """How many tokens the page has asked for."""
        return self.count("token")

    def count(self, step: str) -> int:
        """Return how often a step has been called."""
        return sum(call["step"] == step for call in self.calls)

    def called(self, step: str, token: str | None, reply: int | str) -> None:
        """Remember a call."""
        if len(self.calls) < KEPT_CALLS:
            self.calls.append({"step": step, "token": token and token[:KEPT_TOKEN], "reply": reply})


class Scenarios:
    """All scenarios of one server."""

    def __init__(self) -> None:
        self._scenarios: dict[str, Scenario] = {HAPPY: Scenario({})}

    def get(self, name: str) -> Scenario | None:
        """Return a scenario by its id, or by a code of the widget: then every other registration fails with it."""
        if name not in self._scenarios and name in load(WIDGET_SYSTEMS[0]).CODES:
            self._keep(name, Scenario({"init": [{"code": name}, "ok"] * (KEPT_CALLS // 2)}))
        return self._scenarios.get(name)

    def add(self, script: object) -> str:
        """Set a scenario up and return its id.

        :raises InvalidScenarioError: if it is none.
        """
        name = f"s-{secrets.token_hex(4)}"
        self._keep(name, Scenario(checked(script)))
        return name

    def _keep(self, name: str, scenario: Scenario) -> None:
        self._scenarios[name] = scenario
        if len(self._scenarios) > KEPT:
            oldest = next(other for other in self._scenarios if other != HAPPY)
            del self._scenarios[oldest]


def checked(script: object) -> dict[str, Any]:
    """Return ``script`` if it is a scenario.

    :raises InvalidScenarioError: if it is not.
    """
    if not isinstance(script, dict):
        raise InvalidScenarioError("A scenario is a JSON object.")
    for name, value in script.items():
        if name == "system":
            if value not in WIDGET_SYSTEMS:
                raise InvalidScenarioError(f"system is one of: {', '.join(WIDGET_SYSTEMS)}.")
        elif name == "socket":
            if value != "refuse" and not isinstance(value, list):
                raise InvalidScenarioError('socket is "refuse" or a list of frames.')
        elif name not in STEPS:
            raise InvalidScenarioError(f"There is no step {name[:40]!r}. Steps are: {', '.join(STEPS)}.")
        elif not isinstance(value, list) or not value or not all(_is_reply(reply) for reply in value):
            raise InvalidScenarioError(f"{name} is a list of replies.")
    return script


def _is_reply(reply: object) -> bool:
    if isinstance(reply, dict):
        delay = reply.get("delay", 0)
        late = set(reply) == {"delay"}
        told = isinstance(reply.get("code"), str) or _is_status(reply.get("status")) or reply.get("drop") is True
        is_delay = isinstance(delay, (int, float)) and 0 <= delay <= LONGEST_DELAY
        return (late or told) and is_delay and _is_sent_as_told(reply)
    return reply in ("ok", "drop", "hang")


def _is_status(status: object) -> bool:
    # Those below 200 are no answers yet.
    return isinstance(status, int) and 200 <= status <= 599


def _is_sent_as_told(reply: dict[str, Any]) -> bool:
    """Tell whether a server can send the headers and the text of a reply."""
    headers, text = reply.get("headers", {}), reply.get("text", "")
    return isinstance(text, str) and isinstance(headers, dict) and all(map(_is_header, headers, headers.values()))


def _is_header(name: str, value: object) -> bool:
    return isinstance(value, str) and name.lower() not in _FRAMING and bool(_HEADER.fullmatch(f"{name}:{value}"))


def routes(scenarios: Scenarios) -> list[Route]:
    """Return the endpoints that set scenarios up and tell what was called."""

    async def create(request: Request) -> Response:
        body = await request.body()
        if len(body) > MOST_BYTES:
            return JSONResponse({"error": f"A scenario has {MOST_BYTES:,} bytes at most."}, 413)
        try:
            name = scenarios.add(json.loads(body))
        except RecursionError:
            return JSONResponse({"error": "The scenario is nested too deeply."}, 400)
        except ValueError as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse({"id": name, "ats_url": f"/ats/{name}"}, 201)

    async def read(request: Request) -> Response:
        scenario = scenarios.get(request.path_params["id"])
        if scenario is None:
            return JSONResponse({"error": "There is no such scenario."}, 404)
        return JSONResponse({"calls": scenario.calls, "paid": scenario.paid, "tokens": scenario.tokens})

    return [
        Route("/api/scenarios", create, methods=["POST"]),
        Route("/api/scenarios/{id}", read),
    ]
