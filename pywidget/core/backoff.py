"""How long to wait before the next try.

Exponential with *equal jitter*: half of the delay is fixed, half is random. The fixed half keeps a promise to a
server that is in trouble, the random half keeps many pages from coming back at the same moment. A wait that a server
asked for is never jittered: it is a promise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    #: Gives a number from 0 up to but not including 1.
    Random = Callable[[], float]

#: Between tries for a token: first, most. In milliseconds.
TOKEN_FIRST_MS = 500
TOKEN_MOST_MS = 8_000

#: After a rate limit whose wait nobody told us. The widget itself has then tried three times within three seconds.
RATE_LIMIT_FIRST_MS = 5_000
RATE_LIMIT_MOST_MS = 120_000


def delay_ms(attempt: int, first: int, most: int, random: Random) -> int:
    """The wait after the ``attempt``-th failure (counted from 1), in milliseconds, at most ``most``."""
    full = first
    for _ in range(min(attempt, 32) - 1):
        full = min(full * 2, most)
    full = min(full, most)
    return full // 2 + int(full / 2 * random())
