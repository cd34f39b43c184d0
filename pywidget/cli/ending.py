"""Commands that are interrupted end at once, without a word, by the exit status that shells give such an end."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from types import FrameType

#: Ctrl-C, and what service managers and `kill` send.
_ENDING = (signal.SIGINT, signal.SIGTERM)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


@contextmanager
def ending_by(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Let a function of this program decide what these signals do."""
    if threading.current_thread() is not threading.main_thread():
        # Python hands signals to no other thread.
        yield
        return
    # What was started to be deaf to a signal (nohup, a shell's background job) stays so.
    heard = [number for number in _ENDING if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, handler) for number in heard}
    try:
        yield
    finally:
        for number, restored in before.items():
            signal.signal(number, restored)


def ending_quietly() -> AbstractContextManager[None]:
    """Let these signals end the program as any command ends: what it holds is given back."""
    return ending_by(_end)
