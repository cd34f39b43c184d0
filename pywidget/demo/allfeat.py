"""The made-up API behind the widget's double: ``/ats/{scenario}/v1/…``.

Its shapes are as simple as the double can do with; only its errors are those of the real one.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocketDisconnect

from pywidget.demo.errors import error_answer
from pywidget.demo.scenarios import KEPT_CALLS, WIDGET_SYSTEMS
from pywidget.demo.silence import dropped, hang
from pywidget.demo.tokens import expires_at, mint

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.websockets import WebSocket

    from pywidget.demo.scenarios import Scenario, Scenarios

#: Seconds between two frames.
PAUSE = 0.15

ACCESS_CODE = "atc_" + "a" * 64
WORKS = [
    {"id": "work_1", "ats_id": 42, "title": "Rain over the harbour"},
    {"id": "work_2", "ats_id": 57, "title": "Second draft"},
]
VERSIONS = [{"number": 1, "filename": "song.wav", "creators": ["Ada Quill"]}]
OUTCOME = {
    "ats_id": 42,
    "work_id": "work_1",
    "tx_hash": "0xabc",
    "block_number": 9,
    "explorer_url": "https://example.test/x",
    "access_code": ACCESS_CODE,
}
FRAMES: list[Any] = [
    {"type": "step", "step": "signing", "progress": 55, "description": "Signing"},
    {"type": "step", "step": "completed", "data": OUTCOME},
]

#: What a missing, an expired and a used token are answered with, per system.
REFUSALS = {
    "allfeat-widget": ("common.auth.missing_token", "common.auth.expired", "session.invalid_token"),
    "allfeat-widget-v1": ("TOKEN_EXPIRED", "TOKEN_EXPIRED", "TOKEN_EXPIRED"),
}
REASONS = ("no token was sent", "jwt expired", "token was already used")
#: Steps that no token comes along with.
OPEN_STEPS = {"token", "upload", "status"}


def routes(scenarios: Scenarios) -> list[BaseRoute]:
    """Return the API's endpoints."""

    def endpoint(step: str, work: Callable[[Request, Scenario], Response]) -> Callable[[Request], Any]:
        async def handle(request: Request) -> Response:
            scenario = scenarios.get(request.path_params["scenario"])
            if scenario is None:
                answer = error_answer("allfeat-widget", "common.not_found")
                return JSONResponse(answer.body, answer.status)
            request.state.body = await _read(step, request)
            return await _play(step, request, scenario, work)

        return handle

    async def events(websocket: WebSocket) -> None:
        scenario = scenarios.get(websocket.path_params["scenario"])
        if scenario is None or scenario.socket == "refuse":
            await websocket.close()
            return
        frames = scenario.socket if isinstance(scenario.socket, list) else FRAMES
        try:
            await _send(websocket, scenario, frames)
        except WebSocketDisconnect:
            return

    return [
        Mount(
            "/ats/{scenario}",
            routes=[
                Route("/v1/works/init", endpoint("init", _init), methods=["POST"]),
                Route("/upload/{job}", endpoint("upload", _done), methods=["PUT"]),
                Route("/v1/works/prepare", endpoint("prepare", _done), methods=["POST"]),
                Route("/v1/works/confirm", endpoint("confirm", _confirm), methods=["POST"]),
                Route("/token", endpoint("token", _token), methods=["POST"]),
                Route("/v1/works", endpoint("list", _works)),
                Route("/v1/access/{code}/work", endpoint("access", _work)),
                Route("/v1/works/{work}/download/certificate", endpoint("download", _certificate)),
                Route("/v1/works/{work}/versions", endpoint("versions", _versions)),
                Route("/v1/works/{work}/versions/{number}/download/{kind}", endpoint("file", _certificate)),
                Route("/v1/transactions/{id}", endpoint("status", _status)),
                Route("/v1/transactions/{id}/access-code", _access_code),
                WebSocketRoute("/v1/transactions/{id}/events", events),
            ],
        )
    ]


async def _read(step: str, request: Request) -> bytes:
    if step != "upload":
        return await request.body()
    # A visitor's file may be large, and nobody looks at it.
    async for _ in request.stream():
        pass
    return b""


async def _play(
    step: str, request: Request, scenario: Scenario, work: Callable[[Request, Scenario], Response]
) -> Response:
    token = request.headers.get("authorization", "").removeprefix("Bearer ") or None
    reply = scenario.reply_to(step)
    if isinstance(reply, dict):
        await asyncio.sleep(reply.get("delay", 0) / 1000)
    response = _scripted(reply, scenario)
    if response is None and reply == "hang":
        scenario.called(step, token, "hang")
        return await hang(request)
    if response is None or (isinstance(reply, dict) and reply.get("done")):
        refusal = None if step in OPEN_STEPS else _refusal(step, token, scenario)
        done = refusal or work(request, scenario)
        # The answer that was told to come does, also where another one would be due.
        response = response or done
    if step == "init" and token and response.status_code != 429 and len(scenario.spent) < KEPT_CALLS:
        scenario.spent.add(token)
    scenario.called(step, token, "drop" if _is_drop(reply) else response.status_code)
    return response


def _is_drop(reply: str | dict[str, Any]) -> bool:
    return reply == "drop" or (isinstance(reply, dict) and bool(reply.get("drop")))


def _scripted(reply: str | dict[str, Any], scenario: Scenario) -> Response | None:
    if _is_drop(reply):
        return dropped()
    if isinstance(reply, str) or set(reply) == {"delay"}:
        return None
    headers = reply.get("headers")
    if "code" in reply:
        response = _error(scenario, reply["code"], **{name: reply[name] for name in _FIELDS if name in reply})
        response.headers.update(headers or {})
        return response
    if "json" in reply:
        return JSONResponse(reply["json"], reply["status"], headers)
    return Response(reply.get("text", ""), reply["status"], headers, "text/html")


_FIELDS = ("message", "details", "request_id")


def _error(scenario: Scenario, code: str, **fields: Any) -> Response:
    answer = error_answer(scenario.system, code, **fields)
    return JSONResponse(answer.body, answer.status)


def _refusal(step: str, token: str | None, scenario: Scenario) -> Response | None:
    end = expires_at(token) if token else None
    if not token:
        which = 0
    elif end is not None and end < time.time():
        which = 1
    elif step == "init" and token in scenario.spent:
        which = 2
    else:
        return None
    # The first generation tells errors apart by their texts.
    reason = {} if scenario.system == WIDGET_SYSTEMS[1] else {"message": REASONS[which]}
    return _error(scenario, REFUSALS[scenario.system][which], **reason)


def _init(request: Request, scenario: Scenario) -> Response:
    job = f"job_{scenario.count('init') + 1}"
    scenario.open_jobs.add(job)
    # In full: to a page on another port, a path alone would be one of its own server.
    here = f"{request.url.scheme}://{request.url.netloc}"
    server = "" if request.headers.get("origin") in (None, here) else here
    return JSONResponse({"job_id": job, "upload_url": f"{server}/ats/{request.path_params['scenario']}/upload/{job}"})


def _done(_: Request, __: Scenario) -> Response:
    return JSONResponse({})


def _confirm(request: Request, scenario: Scenario) -> Response:
    # Single-use, as the real one: what has been confirmed cannot be confirmed again.
    job = _job(request.state.body)
    if job not in scenario.open_jobs:
        return _error(scenario, "registration.prepared_not_found")
    scenario.open_jobs.discard(job)
    scenario.paid += 1
    return JSONResponse({"transaction_id": f"tx_{scenario.count('confirm') + 1}"}, 202)


def _job(body: bytes) -> str | None:
    try:
        job = json.loads(body)["job_id"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return job if isinstance(job, str) else None


def _token(_: Request, __: Scenario) -> Response:
    return JSONResponse({"token": mint()}, headers={"Cache-Control": "no-store"})


def _versions(_: Request, __: Scenario) -> Response:
    return JSONResponse({"versions": VERSIONS})


def _works(_: Request, __: Scenario) -> Response:
    return JSONResponse({"works": WORKS})


def _work(_: Request, __: Scenario) -> Response:
    return JSONResponse(WORKS[0])


def _certificate(_: Request, __: Scenario) -> Response:
    return PlainTextResponse("This certificate comes from the playground. It certifies nothing.\n")


def _status(request: Request, scenario: Scenario) -> Response:
    status = {"id": request.path_params["id"], "current_step": "signing", "progress": 55, "is_complete": False}
    if scenario.count("status"):
        outcome = {"success": True, **OUTCOME}
        status |= {"current_step": "completed", "progress": 100, "is_complete": True, "result": outcome}
    return JSONResponse(status)


def _access_code(_: Request) -> Response:
    return JSONResponse({"access_code": ACCESS_CODE})


async def _send(websocket: WebSocket, scenario: Scenario, frames: list[Any]) -> None:
    await websocket.accept()
    for frame in frames:
        await asyncio.sleep(PAUSE)
        if frame == "close":
            break
        if isinstance(frame, dict) and "code" in frame:
            fields = {name: frame[name] for name in _FIELDS if name in frame}
            error = error_answer(scenario.system, frame["code"], **fields).body["error"]
            await websocket.send_json({"type": "error", "error": error})
        else:
            await websocket.send_json(frame)
    else:
        # The page closes it when it has heard enough.
        await websocket.receive()
    await websocket.close()
