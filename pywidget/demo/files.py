"""Files: the playground's own, and those of the bundle, which are compressed already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    import os

    from starlette.responses import Response
    from starlette.types import Scope

PACKAGE = Path(__file__).resolve().parent.parent

#: Best first.
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


def static_directory() -> Path:
    """Return the folder of the playground: beside the package in a checkout, inside it when installed.

    :raises FileNotFoundError: if it is in neither place.
    """
    for folder in (PACKAGE.parent / "static", PACKAGE / "static"):
        if (folder / "index.html").is_file():
            return folder
    raise FileNotFoundError("the playground's files are missing; install pywidget again")


class VisibleFiles(StaticFiles):
    """Serves a folder but for its hidden files: what a build, an editor or a system keeps there for itself."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file; a hidden one is not found."""
        hidden = any(part.startswith(".") for part in Path(path).parts)
        return ("", None) if hidden else super().lookup_path(path)


class BundleFiles(VisibleFiles):
    """Serves the built files, compressed where the browser takes it."""

    def __init__(self, directory: Path | None) -> None:
        self._is_built = directory is not None and directory.is_dir()
        super().__init__(directory=directory if self._is_built else None)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the smallest form of the file that the browser takes."""
        if not self._is_built:
            return PlainTextResponse("pywidget's files have not been built: run `python3 dev.py bundle`.\n", 503)
        accepted = Headers(scope=scope).get("accept-encoding", "")
        for encoding, suffix in ENCODINGS:
            if encoding in accepted:
                try:
                    response = await super().get_response(path + suffix, scope)
                except HTTPException:
                    continue
                return _labelled(response, path, encoding)
        return _labelled(await super().get_response(path, scope), path, None)


#: What the platforms' own tables leave out or get wrong.
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".json": "application/json",
    ".romfs": "application/octet-stream",
    ".wasm": "application/wasm",
}


def _labelled(response: Response, path: str, encoding: str | None) -> Response:
    response.headers["Vary"] = "Accept-Encoding"
    if Path(path).suffix in MEDIA_TYPES:
        response.headers["Content-Type"] = MEDIA_TYPES[Path(path).suffix]
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response
