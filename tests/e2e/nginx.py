"""nginx as Debian installs it, started for a test: its list of types, its settings, a folder and a port of ours.

Nothing of the system is touched: all that it writes is in a folder of the test, and it is no service.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Where Debian has it is not on everybody's PATH.
_MORE_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")
#: Seconds until it listens, or ends.
_PATIENCE = 30
_TRIES = 3

#: What stands in Debian's nginx.conf, but for the names of logs and processes, TLS, and the sites.
_STOCK = """\
daemon off;
{user}
worker_processes 1;
pid {prefix}/nginx.pid;
error_log {prefix}/error.log;
events {{
    worker_connections 768;
}}
http {{
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    include {types};
    default_type application/octet-stream;
    access_log off;
    gzip on;
    client_body_temp_path {prefix}/body;
    proxy_temp_path {prefix}/proxy;
    fastcgi_temp_path {prefix}/fastcgi;
    uwsgi_temp_path {prefix}/uwsgi;
    scgi_temp_path {prefix}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        {more}
    }}
}}
"""


def find_nginx() -> str:
    """Return the path of nginx.

    Raises:
        FileNotFoundError: there is none; the text says how to install it.
    """
    folders = os.pathsep.join([os.environ.get("PATH", os.defpath), *_MORE_FOLDERS])
    found = shutil.which(os.environ.get("PYWIDGET_NGINX", "nginx"), path=folders)
    if found is None:
        raise FileNotFoundError(
            "This test needs nginx, and there is none. `python3 dev.py test` installs it if it can. Otherwise install "
            "it (Debian, Ubuntu: apt-get install nginx; macOS: brew install nginx), or name it in PYWIDGET_NGINX."
        )
    return found


def _types(program: str) -> Path:
    """Return nginx's own list of types, which lies beside its own settings."""
    told = subprocess.run([program, "-V"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"--conf-path=(\S+)", told)
    return Path(found[1] if found else "/etc/nginx/nginx.conf").with_name("mime.types")


@contextlib.contextmanager
def nginx(root: Path, prefix: Path, more: str = "") -> Iterator[str]:
    """Serve a folder until the block ends; gives the address, without a slash at the end.

    Args:
        root: the folder.
        prefix: another folder, for what nginx writes.
        more: what the server is told beside that, in nginx's words.
    """
    program = find_nginx()
    for tries_left in reversed(range(_TRIES)):
        process, address = _started(program, root, prefix, more)
        if process.poll() is None:
            break
        log = (prefix / "error.log").read_text(encoding="utf-8")
        # Somebody else may have taken the port.
        assert tries_left, f"nginx does not start: {log}"
        assert "Address already in use" in log, f"nginx does not start: {log}"
    try:
        yield address
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _started(program: str, root: Path, prefix: Path, more: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start nginx, and wait until it listens or has ended."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    # Started by root, its workers would be somebody who cannot read the folders of tests.
    user = "user root;" if os.geteuid() == 0 else ""
    text = _STOCK.format(user=user, prefix=prefix, root=root, port=port, types=_types(program), more=more)
    settings = prefix / "nginx.conf"
    settings.write_text(text, encoding="utf-8")
    process = subprocess.Popen([program, "-p", prefix, "-c", settings, "-e", prefix / "error.log"])
    late = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < late:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.01)
    return process, f"http://127.0.0.1:{port}"
