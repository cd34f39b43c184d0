"""How long to wait before the next try.

Exponential with *equal jitter*: half of the delay is fixed, half is random. The fixed half gives a server in trouble a
minimum of rest. The random half keeps many pages from coming back at the same moment. A wait that a server asked for is
never jittered, because it must not become shorter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Returns a number from 0 up to but not including 1.
    Random = Callable[[], float]

#: The waits between the three tries for a token, in milliseconds: the first is over before most visitors notice, the
#: second lets a server start again.
TOKEN_FIRST_MS = 1_000
TOKEN_SECOND_MS = 20_000

#: The same after a rate limit for which the server named no wait. It begins longer, because the widget itself has then
#: already tried three times within three seconds.
RATE_LIMIT_FIRST_MS = 5_000
RATE_LIMIT_MOST_MS = 120_000


def delay_ms(attempt: int, first: int, most: int, random: Random) -> int:
    """Return the wait after the ``attempt``-th failure (counted from 1), in milliseconds.

    ``first`` and ``most`` are the wait after the first failure and the longest one, in milliseconds, before jitter.
    """
    full = first
    for _ in range(min(attempt, 32) - 1):
        full = min(full * 2, most)
    return jittered(min(full, most), random)


def jittered(full: int, random: Random) -> int:
    """Return a wait between half of ``full`` and all of it."""
    return full // 2 + int(full / 2 * random())
