"""Run programs that end together with this one, and show that those which take long are at work.

Ctrl-C, SIGTERM and a closed terminal end this program and what it started. Each child leads a process group of its own:
the signal of the terminal then reaches only this program, which ends the whole group by a signal that its programs obey
without a word. (Python answers Ctrl-C with a traceback, npm with a log.)
"""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import FrameType

#: The signals that end a program; Windows has no SIGHUP.
ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
#: Seconds in which a child that was told to end has to.
GRACE = 10
#: Seconds between two signs of life: on a terminal one line is written over, elsewhere lines add up.
BEAT_ON_TERMINAL, BEAT_ELSEWHERE = 0.5, 10
#: How much of the output of a command that failed is shown, in lines.
_MOST_SHOWN = 40


class Ended(BaseException):
    """A signal ended this program, as KeyboardInterrupt does. ``status`` is the exit status that says by which."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.status = 128 + number


class _Signals:
    """What has arrived, and whether it may be raised now."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.is_held = False

    def arrive(self, number: int, _frame: FrameType | None) -> None:
        # One is enough: what follows is bounded by GRACE.
        for other in ENDING:
            signal.signal(other, signal.SIG_IGN)
        self.number = number
        self.raise_it()

    def raise_it(self) -> None:
        if self.number is not None and not self.is_held:
            raise Ended(self.number)


_signals = _Signals()


def status_by_signal() -> int | None:
    """Return the exit status of a program that a signal has ended; None if none has arrived."""
    return None if _signals.number is None else Ended(_signals.number).status


def end_by_signals() -> None:
    """From now on, raise ``Ended`` where a signal arrives that ends a program."""
    for number in ENDING:
        # What was started to go on when the terminal is closed (nohup), does.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _signals.arrive)


@contextmanager
def started(
    command: Sequence[str | Path],
    folder: Path,
    *,
    by: signal.Signals = signal.SIGTERM,
    output: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Start a command, and end it, with all that it started, if this program is ended before it.

    Args:
        command: the program and its arguments. Nobody types into it.
        folder: where it runs.
        by: the signal that it ends by.
        output: where its output goes, errors included; as this program's own if it is None.
        environment: variables besides this program's own.
    """
    # A signal that arrives between the start of the child and the assignment would leave it behind.
    _signals.is_held = True
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=None if os.name == "nt" else 0,
        )
    finally:
        _signals.is_held = False
    try:
        _signals.raise_it()
        yield process
    except BaseException:
        _end(process, by)
        raise
    finally:
        if process.stdout:
            process.stdout.close()


def _end(process: subprocess.Popen[str], by: signal.Signals) -> None:
    """End a child and its group; by force what has not ended after ``GRACE`` seconds."""
    _tell(process, by)
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    if os.name == "nt":
        process.kill()
    else:
        # Also what the child has left behind.
        _tell(process, signal.SIGKILL)
    process.wait()


def _tell(process: subprocess.Popen[str], number: signal.Signals) -> None:
    if os.name == "nt":
        process.terminate()
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)


def run(command: Sequence[str | Path], folder: Path, *, by: signal.Signals = signal.SIGTERM) -> int:
    """Run a command whose output is for the person in front of the screen, and return its exit status."""
    with started(command, folder, by=by) as process:
        return process.wait()


def run_aside(command: Sequence[str | Path], folder: Path, doing: str, **environment: str) -> tuple[bool, str]:
    """Run a command whose output only matters if it fails, and show meanwhile that it is at work.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        doing: what is being done, "installing Django".
        environment: variables besides this program's own.

    Returns:
        Whether it succeeded, and the end of what it said.
    """
    lines: list[str] = []
    arrived: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    try:
        with (
            started(command, folder, output=subprocess.PIPE, environment=environment) as process,
            _Status(doing) as status,
        ):
            threading.Thread(target=_read, args=(process.stdout, arrived), daemon=True).start()
            while True:
                try:
                    line = arrived.get(timeout=BEAT_ON_TERMINAL)
                except queue.Empty:
                    status.beat()
                    continue
                if line is None:
                    break
                lines.append(line)
                status.beat(line)
            succeeded = process.wait() == 0
    except FileNotFoundError as error:
        return False, str(error)
    return succeeded, "\n".join(lines[-_MOST_SHOWN:])


def _read(stream: IO[str] | None, arrived: queue.SimpleQueue[str | None]) -> None:
    # Closed by the main thread where this program is ended.
    with suppress(ValueError, OSError):
        for line in stream or ():
            if line.strip():
                arrived.put(line.rstrip())
    arrived.put(None)


class _Status:
    """One line that says what is being done, for how long already, and what the command said last."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._said = ""
        self._began = self._shown = time.monotonic()
        self._is_terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        if self._is_terminal:
            self._show()
        else:
            _write(f"dev.py: {self._doing}\n")
        return self

    def __exit__(self, *_error: object) -> None:
        if self._is_terminal:
            took = time.monotonic() - self._began
            _write(f"\r\x1b[Kdev.py: {self._doing}: {took:.0f} s\n")

    def beat(self, said: str = "") -> None:
        """Show the line again, if it is time."""
        self._said = _brief(said) or self._said
        if time.monotonic() - self._shown >= (BEAT_ON_TERMINAL if self._is_terminal else BEAT_ELSEWHERE):
            self._show()

    def _show(self) -> None:
        self._shown = time.monotonic()
        text = f"dev.py: {self._doing} ({self._shown - self._began:.0f} s) {self._said}"
        text = "".join(character if character.isprintable() else " " for character in text).rstrip()
        if self._is_terminal:
            # Shorter than the line, so that the terminal does not break it.
            _write(f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}")
        else:
            _write(f"{text}\n")


def _brief(line: str) -> str:
    """What a line says in so few words that they fit: npm names each file by its whole address."""
    return re.sub(r"https?://\S*/", "", re.sub(r"^npm http fetch GET \d+ ", "fetched ", line.strip()))


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
