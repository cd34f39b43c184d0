"""How many requests may be under way to the API at the same time.

Nothing waits for a slot: a queue would grow while the API hangs, and its end would be answered when the page has long
given up. Without a free slot the page is told at once when to come back.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self


class Slots:
    """The slots of one process, for any number of threads.

    Args:
        number: how many there are.
    """

    def __init__(self, number: int) -> None:
        self._free = threading.BoundedSemaphore(number)

    def take(self) -> Slot | None:
        """Return a slot, or None if all are taken. Never waits."""
        return Slot(self._free) if self._free.acquire(blocking=False) else None


class Slot:
    """A slot that was taken. It is given back once, whatever happens and in whichever order.

    Whoever took it may be cancelled while the request is made in a thread that cannot be stopped. So once the request
    has begun, only its end gives the slot back; before that, giving up does, and then the request must not begin.
    """

    def __init__(self, free: threading.Semaphore) -> None:
        self._free = free
        self._lock = threading.Lock()
        self._state = "taken"

    def begin(self) -> bool:
        """Begin the request. False: the slot was given back, so there is none."""
        with self._lock:
            if self._state != "taken":
                return False
            self._state = "begun"
            return True

    def end(self) -> None:
        """The request is over."""
        self._give_back("begun")

    def give_up(self) -> None:
        """Give it back, unless the request has begun."""
        self._give_back("taken")

    def _give_back(self, state: str) -> None:
        with self._lock:
            if self._state != state:
                return
            self._state = "given back"
        self._free.release()

    def __enter__(self) -> Self:
        """Use it until the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give it up, where no request has begun."""
        self.give_up()
