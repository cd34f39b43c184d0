"""Pages that run pywidget's Python in each of the four ways there are in a browser."""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from site_for_tests import Site
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from pywidget.version import VERSION
from tools.archives import wheel_name
from tools.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

RUNTIMES = ("micropython", "pyodide", "mpy", "py")

PYODIDE = "/npm/pyodide"
MICROPYTHON = "/npm/@micropython/micropython-webassembly-pyscript"
PYSCRIPT = "/npm/@pyscript/core/dist"

#: PyScript itself makes functions from text, styles its output, and has its workers in blobs.
PYSCRIPT_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; connect-src 'self' blob:; "
    "img-src 'self'; worker-src blob:"
)

#: As an integrator configures it with everything from the site itself.
CONFIGS: dict[str, dict[str, Any]] = {
    "mpy": {"interpreter": f"{MICROPYTHON}/micropython.mjs", "files": {"/pywidget/pywidget-mpy.tar.gz": "./*"}},
    "py": {"interpreter": f"{PYODIDE}/pyodide.mjs", "files": {f"/pywidget/{wheel_name(VERSION)}": "./*"}},
}

STAND_IN = "".join(f'<script src="/files/{name}.js"></script>' for name in ("idle", "stand-in", "time"))

#: Puts a Python script, and PyScript after it, into a page that runs already.
ADD_PYSCRIPT = """([core, config, code]) => {
  const script = Object.assign(document.createElement("script"), { type: "mpy", textContent: code });
  script.setAttribute("config", config);
  document.body.append(script, Object.assign(document.createElement("script"), { type: "module", src: core }));
}"""


class PythonSite(Site):
    """The site, with the packages that pages of their own Python load."""

    def __init__(self, bundle: Path, files: Path) -> None:
        super().__init__(bundle, files)
        self.app.router.routes.append(Mount("/npm", StaticFiles(directory=ROOT / "node_modules")))

    def runtime_page(self, runtime: str, **settings: str) -> str:
        """A page whose failures are handled in that runtime, with pywidget's settings as they are for all four."""
        if runtime in CONFIGS:
            told = "".join(f", {name}={value!r}" for name, value in settings.items())
            return self.script_page(runtime, f"from pywidget import start\nstart(src='/pywidget/pywidget.js'{told})")
        attributes = {name.replace("_", "-"): value for name, value in settings.items()}
        return self.page("<main></main>", head=STAND_IN, attributes={**attributes, "runtime": runtime})

    def script_page(  # noqa: PLR0913  each is a part of the page, given by its name
        self,
        kind: str,
        code: str,
        *,
        attributes: dict[str, str] | None = None,
        script: str = "",
        head: str = "",
        config: dict[str, Any] | None = None,
    ) -> str:
        """A page of PyScript.

        Args:
            kind: ``mpy`` or ``py``.
            code: the page's Python.
            attributes: those of pywidget's script tag; None for no tag.
            script: more attributes of the Python script, as HTML.
            head: more of the page, as HTML.
            config: PyScript's, in the place of the usual one.
        """
        told = html.escape(json.dumps(config or CONFIGS[kind]))
        return self.page(
            f'<main></main><script type="{kind}" config="{told}" {script}>\n{code}\n</script>',
            head=f'{STAND_IN}{head}<script type="module" src="{PYSCRIPT}/core.js"></script>',
            attributes=attributes,
            tag=attributes is not None,
            policy=PYSCRIPT_POLICY,
        )
