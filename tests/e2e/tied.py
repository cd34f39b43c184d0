"""Run a program that ends when the program that started it does, whichever way that ends: ``python tied.py PROGRAM …``.

It has to be started with a pipe as its standard input, and as the leader of a session of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys


def main() -> None:
    """Start the program, wait until the other side of the pipe is gone, and end all of the session."""
    subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    sys.stdin.read()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
