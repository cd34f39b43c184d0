"""One writer for all requests: each waits until its reports are stored, and those that wait share a transaction."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from pywidget.reports.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pywidget.reports.storage import Report, Storage

#: Reports that may wait. More are refused for now, so that memory stays as it is when the disk is slow.
MOST_WAITING = 20_000
#: Reports in one transaction, so that none waits long.
MOST_TOGETHER = 5_000


class TooManyWaitingError(Exception):
    """The storage is slower than what comes."""


class _Waiting(NamedTuple):
    reports: list[Report]
    stored: asyncio.Future[int]


def now_ms() -> int:
    """Return the time, in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


class Committer:
    """Lets requests store reports together."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        # One thread: SQLite has one writer, and so nothing waits for a lock.
        self._thread = ThreadPoolExecutor(1, "pywidget-reports")
        self._waiting: list[_Waiting] = []
        self._count = 0
        self._task: asyncio.Task[None] | None = None

    async def store(self, reports: list[Report]) -> int:
        """Store reports, and return how many were new once that cannot be lost any more.

        Raises:
            StorageError: they are not stored.
            TooManyWaitingError: as before; there are too many that wait.
        """
        if self._count + len(reports) > MOST_WAITING and self._count:
            raise TooManyWaitingError
        stored: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(reports, stored))
        self._count += len(reports)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._store_all())
        return await stored

    async def run(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Do something else in the thread that writes."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    def close(self) -> None:
        """Wait until what is being stored is stored."""
        self._thread.shutdown()

    async def _store_all(self) -> None:
        while self._waiting:
            together = self._next()
            try:
                await self._store(together)
            except Exception:  # noqa: BLE001  whatever it is, one request must not take the others along
                for one in together:
                    try:
                        await self._store([one])
                    except Exception as error:  # noqa: BLE001  the request answers with it
                        _settle(one, error)
            self._count -= sum(len(one.reports) for one in together)

    def _next(self) -> list[_Waiting]:
        count = 0
        for place, one in enumerate(self._waiting):
            count += len(one.reports)
            if count > MOST_TOGETHER and place:
                break
        else:
            place = len(self._waiting)
        together, self._waiting = self._waiting[:place], self._waiting[place:]
        return together

    async def _store(self, together: list[_Waiting]) -> None:
        reports = [report for one in together for report in one.reports]
        try:
            new = await self.run(self._storage.add, reports, now_ms())
        except StorageError as error:
            # It would be the same for each of them.
            for one in together:
                _settle(one, error)
            return
        for one in together:
            _settle(one, new)


def _settle(one: _Waiting, result: int | Exception) -> None:
    # Whoever waited may be gone.
    if one.stored.done():
        return
    if isinstance(result, Exception):
        one.stored.set_exception(result)
    else:
        one.stored.set_result(result)
