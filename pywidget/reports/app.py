"""The application: takes reports from pages, and shows them to whoever may read.

It can be served by itself (``pywidget reports``) or be mounted in another ASGI application.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route

from pywidget.reports import export, page
from pywidget.reports.access import CHALLENGE, Access
from pywidget.reports.alerts import Alerts, Webhook
from pywidget.reports.asked import Asked, read_query, today_of
from pywidget.reports.committer import Committer, now_ms
from pywidget.reports.intake import Intake, check_origins
from pywidget.reports.limits import Limit
from pywidget.reports.storage import KEEP_DAYS, StorageError, open_storage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from pywidget.reports.storage import Storage

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
#: How often old reports are deleted and the rules of alerts are looked at, in seconds.
TURN_S = 60

_STYLE = Path(__file__).with_name("style.css")
_log = logging.getLogger("pywidget.reports")


class Settings(NamedTuple):
    """What the owner decides.

    Attributes:
        origins: of the pages that may send reports, like ``https://example.org``.
        access: who may read them.
        limit: how much each origin may send.
        servers: whether reports may come without an origin: from an OpenTelemetry Collector, or a server.
        webhook: where alerts are sent to; None for nowhere.
        address: where this application is read, for the links in alerts.
        keep_days: how long reports are kept.
    """

    origins: tuple[str, ...]
    access: Access
    limit: Limit = Limit()
    servers: bool = False
    webhook: str | None = None
    address: str = ""
    keep_days: int = KEEP_DAYS


class Reports:
    """The parts of the application.

    Attributes:
        storage: where the reports are.
    """

    def __init__(self, storage: Storage, settings: Settings, send: Webhook | None) -> None:
        self.storage = storage
        self._access = settings.access
        self._committer = Committer(storage)
        self._intake = Intake(storage, self._committer, settings.origins, settings.limit, servers=settings.servers)
        self._alerts = Alerts(storage, send) if send else None
        self._turning: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Store what waits, and let go of the storage."""
        if self._turning:
            self._turning.cancel()
        with suppress(StorageError):
            await self._intake.settle()
        await run_in_threadpool(self._committer.close)
        self.storage.close()

    def start(self) -> None:
        """Begin what is done now and then: a mounted application is not told that its server has started."""
        if self._turning is None:
            self._turning = asyncio.create_task(self._turn())

    async def _turn(self) -> None:
        while True:
            try:
                await self._intake.settle()
                await self._committer.run(self.storage.maintain, now_ms())
                if self._alerts:
                    await self._alerts.look(self._committer, now_ms())
            except StorageError as error:
                _log.warning("%s", error)
            except Exception:  # noqa: BLE001  the next turn may work, and without one nothing would be deleted any more
                _log.exception("What is done now and then has failed; it is tried again.")
            await asyncio.sleep(TURN_S)

    async def take(self, request: Request) -> Response:
        """Take reports."""
        self.start()
        return await self._intake(request)

    def reading(self, answer: Callable[[Asked], Response]) -> Callable[[Request], Awaitable[Response]]:
        """Return an endpoint that answers whoever may read."""

        async def endpoint(request: Request) -> Response:
            self.start()
            if not self._access.allows(request.headers):
                return PlainTextResponse("Who may read this?\n", 401, {"WWW-Authenticate": CHALLENGE})
            try:
                asked = read_query(request.query_params, today_of(now_ms()))
                response = await run_in_threadpool(answer, asked)
            except ValueError as error:
                response = PlainTextResponse(f"{error}\n", 400)
            except StorageError as error:
                response = PlainTextResponse(f"The reports cannot be read now: {error}\n", 503)
            response.headers["Content-Security-Policy"] = POLICY
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers["Cache-Control"] = "no-store"
            return response

        return endpoint

    def show(self, asked: Asked) -> Response:
        """Show the page."""
        now = now_ms()
        return HTMLResponse(page.render(page.collect(self.storage, asked, now), asked, today_of(now)))

    def totals(self, asked: Asked) -> Response:
        """Give what the page shows as JSON."""
        return JSONResponse(page.as_json(page.collect(self.storage, asked, now_ms()), asked))

    def as_csv(self, asked: Asked) -> Response:
        """Give the reports as CSV."""
        reports = self.storage.export(asked.period)
        headers = {"Content-Disposition": 'attachment; filename="reports.csv"'}
        return StreamingResponse(export.as_csv(reports), headers=headers, media_type="text/csv")

    def as_json(self, asked: Asked) -> Response:
        """Give the reports as JSON."""
        reports = self.storage.export(asked.period)
        headers = {"Content-Disposition": 'attachment; filename="reports.json"'}
        return StreamingResponse(export.as_json(reports), headers=headers, media_type="application/json")

    async def health(self, _: Request) -> Response:
        """Tell a supervisor whether the storage can be asked."""
        try:
            await run_in_threadpool(self.storage.incidents)
        except StorageError:
            return PlainTextResponse("storage\n", 503)
        return PlainTextResponse("ok\n")


async def _style(_: Request) -> Response:
    return FileResponse(_STYLE, headers={"Cache-Control": "max-age=300", "X-Content-Type-Options": "nosniff"})


def create_app(storage: Storage | str, settings: Settings) -> Starlette:
    """Return the application.

    ``state.reports.close()`` of the application lets go of the storage. Its lifespan does so as well; a mounted
    application has none.

    Args:
        storage: where reports are kept, or its address (see :func:`pywidget.reports.storage.open_storage`).
        settings: what the owner decides.

    Raises:
        StorageError: the storage cannot be used.
        ValueError: the settings or the address are wrong; the text says how.
    """
    settings.access.check()
    check_origins(settings.origins)
    send = Webhook(settings.webhook, settings.address) if settings.webhook else None
    opened = open_storage(storage, settings.keep_days) if isinstance(storage, str) else storage
    reports = Reports(opened, settings, send)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        reports.start()
        yield
        await reports.close()

    app = Starlette(
        routes=[
            *(Route(path, reports.take, methods=["POST", "OPTIONS"]) for path in ("/beacon", "/otlp", "/v1/logs")),
            Route("/", reports.reading(reports.show)),
            Route("/totals.json", reports.reading(reports.totals)),
            Route("/reports.csv", reports.reading(reports.as_csv)),
            Route("/reports.json", reports.reading(reports.as_json)),
            Route("/style.css", _style),
            Route("/health", reports.health),
        ],
        lifespan=lifespan,
    )
    app.state.reports = reports
    return app
