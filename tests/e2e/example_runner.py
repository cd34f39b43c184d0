"""Starts the examples as their READMEs say, against the playground's organizations API.

An example is copied into a folder of its own first, so that nothing is left in the checkout.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request

from pywidget.demo import organizations
from pywidget.demo.server import address_of, bind, server_for
from tools.examples import npm_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Self

    from starlette.types import Message, Receive, Scope, Send

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
NODE_MODULES = ROOT / "node_modules"

#: What READMEs build in an example's own folder.
BUILT = shutil.ignore_patterns("node_modules", ".next", "pywidget", "turbo", "__pycache__")

#: What is too large to be installed with all other tools: for each example, what shows that it is there.
NEEDS: dict[str, Callable[[], bool]] = {
    "next": (EXAMPLES / "next" / "node_modules" / "next").is_dir,
    "rails": lambda: _succeeds("ruby", "-e", "require 'puma'; require 'action_controller/railtie'"),
    "wordpress": lambda: (
        Path("/usr/share/wordpress/wp-content/themes/twentytwentythree").is_dir()
        and _succeeds("php", "-r", "exit(extension_loaded('mysqli') ? 0 : 1);")
        and _succeeds("mariadbd", "--version")
    ),
}

#: Seconds until an example answers. On a machine with other things to do, a bundler takes its time.
PATIENCE = 60


class Api:
    """The playground's organizations API, whose answers the test chooses in the place of the key.

    Attributes:
        url: what ``ATS_API_URL`` is set to.
        mood: what the key is taken for: ``ok``, ``key-inactive`` and so on.
        requests: the body of every request, with the header ``Origin`` as ``origin``.
    """

    def __init__(self) -> None:
        self.mood = "ok"
        self.requests: list[dict[str, Any]] = []
        self._app = Starlette(routes=organizations.routes)
        self._bound = bind("127.0.0.1", 0)
        self.url = address_of(self._bound).rstrip("/") + organizations.PATH
        # uvicorn takes any ASGI application.
        self._server = server_for(self)  # type: ignore[arg-type]
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._bound]}, daemon=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request as if it had been made with another key."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        asked = await request.json()
        self.requests.append({**asked, "origin": request.headers.get("origin")})
        asked["secret_key"] = organizations.PREFIX + self.mood
        bodies: list[Message] = [{"type": "http.request", "body": json.dumps(asked).encode()}]

        async def receive_changed() -> Message:
            return bodies.pop() if bodies else await receive()

        await self._app(scope, receive_changed, send)

    def __enter__(self) -> Self:
        """Serve until the block ends."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Serve no longer."""
        self._server.should_exit = True
        self._thread.join()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def commands(name: str) -> list[list[str]]:
    """Return the commands of an example's README; the last one starts it."""
    text = (EXAMPLES / name / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```console\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [shlex.split(line) for line in block.splitlines()]


def runnable(command: Sequence[str]) -> list[str]:
    """Return a README's command as it runs here."""
    program, *arguments = command
    return [*(npm_command() if program == "npm" else [program]), *arguments]


def environment(**more: str) -> dict[str, str]:
    """Return the environment that a README's commands are run in: with this project's programs before all others."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **more}


def prepare(name: str, folder: Path) -> Path:
    """Copy an example and do what its README says to do before the start; return the copy."""
    copy = folder / name
    shutil.copytree(EXAMPLES / name, copy, ignore=BUILT)
    for command in commands(name)[:-1]:
        if command == ["npm", "ci"]:
            # Next does not take packages that are linked from elsewhere.
            installed = EXAMPLES / name / "node_modules"
            shutil.copytree(installed, copy / "node_modules", symlinks=True, copy_function=link_or_copy)
        elif command[:2] == ["npm", "install"]:
            link_packages(copy)
        elif command[0] in ("pip", "gem", "apt-get"):
            # These packages are installed already.
            continue
        elif command[0] == "pywidget":
            run(copy, sys.executable, "-m", *command)
        else:
            run(copy, *command)
    return copy


def run(folder: Path, *command: str) -> None:
    """Run a command that has to succeed; its output is shown only if it does not."""
    done = subprocess.run(runnable(command), cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def link_or_copy(source: str, target: str) -> None:
    """Give a file a second name, which takes no time; or copy it to another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def link_packages(folder: Path) -> None:
    """Give a folder the packages that this project has installed.

    The folder ``node_modules`` itself is new, because bundlers write into it.
    """
    modules = folder / "node_modules"
    modules.mkdir()
    for package in NODE_MODULES.iterdir():
        if not package.name.startswith(".") or package.name == ".bin":
            (modules / package.name).symlink_to(package)


@contextlib.contextmanager
def started(folder: Path, command: list[str], **variables: str) -> Iterator[str]:
    """Run an example until the block ends, and give its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = folder / "log.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            runnable(command),
            cwd=folder,
            env=environment(PORT=str(port), **variables),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # npm starts a shell, which starts the server: all of them are stopped together.
            start_new_session=True,
        )
        try:
            deadline = time.monotonic() + PATIENCE
            while not _answers(port):
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
                time.sleep(0.05)
            yield address
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
