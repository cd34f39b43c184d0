"""How long texts of 64 KiB take that were made to take long, and whether that is four times what 16 KiB take.

    python -m benchmarks.long_texts

Everything that reads what a server, a widget or a visitor says is in here: the page's part under Node, ours under
CPython. Nothing is decided by these numbers; that no pattern takes longer is checked in
``tests/unit/test_patterns.py``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from pywidget.core.envelope import read_envelope
from pywidget.core.events import decode, from_answer
from pywidget.core.redact import scrub, without_query

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
SIZES = (16_384, 65_536)

#: What makes searches begin again and again.
PIECES = (
    "eyJ", "eyJ.", "eyJa.eyJ", "token=", "token: ", "bearer ", "a", "a@", "%40", "@a.", "4", "4111 ", "1-", "://",
    "?a=", "#", "https://a:b@", "csk_", "atc_", " ", "\t", "\\", "%25", "&#x2F;", '"', "{", "[", "1.", "1m",
    ", ", "\u202e", "é",
)  # fmt: skip


def _body(text: str) -> object:
    return from_answer(read_envelope("mori", 500, json.dumps({"error": {"message": text}})), "mori", "GET /", 0)


FUNCTIONS: dict[str, Callable[[str], object]] = {
    "scrub": scrub,
    "without_query": without_query,
    "read_envelope, as the body": lambda text: read_envelope("mori", 500, text),
    "read_envelope, in the body": _body,
    "read_envelope, in a header": lambda text: read_envelope("mori", 429, "", {"Retry-After": text, "RateLimit": text}),
    "decode": lambda text: decode("allfeat:failed", {"code": text, "message": text, "requestId": text}),
}


def _best(run: Callable[[str], object], text: str) -> float:
    times = []
    for _ in range(3):
        start = perf_counter()
        run(text)
        times.append(perf_counter() - start)
    return min(times) * 1_000


def main() -> int:
    """Print a line for each function: its slowest text."""
    rows: list[list[Any]] = []
    for name, run in FUNCTIONS.items():
        by_piece = {piece: [_best(run, piece * (size // len(piece))) for size in SIZES] for piece in PIECES}
        slowest = max(by_piece, key=lambda piece: by_piece[piece][1])
        rows.append([name, slowest, *by_piece[slowest]])
    command = ["node", "benchmarks/long_texts.mjs", json.dumps([PIECES, SIZES])]
    rows += json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    print(f"{'':34}{'16 KiB':>10}{'64 KiB':>10}  slowest text")
    for name, slowest, small, large in rows:
        print(f"{name:34}{small:>7.2f} ms{large:>7.2f} ms  {json.dumps(slowest)} again and again")
    return 0


if __name__ == "__main__":
    sys.exit(main())
