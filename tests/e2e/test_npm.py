"""The package for npm, installed as a user does it: built into an app, in a page without a build, and on a server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from conftest import HERE
from double_server import Demo, Host
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pywidget.demo.server import server_for
from pywidget.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Page
    from starlette.requests import Request

ROOT = HERE.parents[1]

EXPIRED = [{"code": "common.auth.expired"}, "ok"]
NONCE = "r4nd0m"
NONCE_POLICY = f"script-src 'nonce-{NONCE}' 'strict-dynamic' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'"

#: The programs in the document about the package, and those of other documents that import it.
SAMPLES = [
    (kind, sample)
    for document in ("npm.md", "start/react.md", "start/vue.md")
    for kind, sample in re.findall(
        r"^```(tsx?)\n(.*?)^```$", (ROOT / "docs" / document).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    if document == "npm.md" or "pywidget-errors" in sample
]

#: In a page without a build: the module, and where the package itself has the files.
IMPORT = 'import { start } from "/npm/index.js"; Object.assign(window, { start });'
SRC = "/npm/files/pywidget.js"


class Server(Demo):
    """The playground's API and the widget's double, and pages of apps, which have a policy only if they ask for one."""

    def __init__(self, app: Path) -> None:
        super().__init__()
        self.package = app / "node_modules" / "pywidget-errors"
        routes = [
            Mount("/app", StaticFiles(directory=app / "dist", html=True)),
            Mount("/npm", StaticFiles(directory=self.package)),
            Route("/spa/pywidget.js", lambda _request: HTMLResponse("<!doctype html><title>App</title>")),
            Route("/page", self._page),
            Mount("/", self.app),
        ]
        self._server = server_for(Starlette(routes=routes))
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [self._bound]}, daemon=True)
        self.html = ""
        self.policy = ""

    async def _page(self, _request: Request) -> Response:
        headers = {"Content-Security-Policy": self.policy} if self.policy else {}
        return HTMLResponse(self.html, headers=headers)

    def page(self, module: str, head: str = "", policy: str = "", **attributes: str) -> str:
        """Make the page and return its address. It runs ``module``, and has a widget with these attributes."""
        given = "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
        self.html = (
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Page</title>{head}</head><body>"
            f'<ats-widget id="w1" site-key="cpk_test" token="jwt-1" mode="register"{given}></ats-widget>'
            f'<script type="module" nonce="{NONCE}" src="/double/ats-widget.js"></script>'
            f'<script type="module" nonce="{NONCE}">{module}</script></body></html>'
        )
        self.policy = policy
        return f"{self.address}page"


def npm(folder: Path, *arguments: str | Path) -> str:
    command = [shutil.which("npm") or "npm", *map(str, arguments), "--offline", "--no-audit", "--no-fund"]
    process = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout


# For the session: pytest may run this module's tests in two parts, those with a browser first.
@pytest.fixture(scope="session")
def app(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An app with the package from its archive, checked by TypeScript with the document's samples, and built by Vite.

    The tools are those of this checkout.
    """
    folder = tmp_path_factory.mktemp("app")
    shutil.copytree(HERE / "npm", folder, dirs_exist_ok=True)
    npm(folder, "install", "--no-package-lock", packages / f"pywidget-errors-{VERSION}.tgz")
    (folder / "node_modules" / "@types").mkdir()
    for name in ("typescript", "vite", "react", "@types/react", "vue", "jsdom"):
        (folder / "node_modules" / name).symlink_to(ROOT / "node_modules" / name)
    for name in ("tsc", "vite"):
        (folder / "node_modules" / ".bin" / name).symlink_to(ROOT / "node_modules" / ".bin" / name)
    for number, (kind, sample) in enumerate(SAMPLES):
        text = sample if "import { start }" in sample else f'import {{ start }} from "pywidget-errors";\n{sample}'
        (folder / f"sample-{number}.{kind}").write_text(text, encoding="utf-8")
    npm(folder, "run", "build")
    return folder


@pytest.fixture(scope="module")
def server(app: Path) -> Iterator[Server]:
    server = Server(app)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def host(page: Page, server: Server) -> Host:
    return Host(page, server)


def opened(host: Host, address: str) -> list[str]:
    """Open a page, and return what pywidget says in its console from then on."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.text.startswith("pywidget:"):
            said.append(message.text)

    host.page.on("console", hear)
    host.page.add_init_script(path=HERE / "recorder.js")
    host.page.goto(address)
    return said


def tags(page: Page) -> list[str]:
    """Return the addresses of pywidget's script tags."""
    found: list[str] = page.locator("script[src*='pywidget.js']").evaluate_all("(all) => all.map(({ src }) => src)")
    return found


def settings(page: Page) -> dict[str, str]:
    """Return the settings of the script tag, by their names in JavaScript."""
    found: dict[str, str] = page.locator("script[src*='pywidget.js']").evaluate("(tag) => ({ ...tag.dataset })")
    return found


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def renews(host: Host, ats_url: str) -> None:
    """The session ends while the visitor submits; it is renewed, and the work is registered."""
    host.submit()
    host.wait_for("complete")
    assert [event["name"] for event in host.events("token-expired")] == ["allfeat:token-expired"]
    assert len([call for call in host.demo.played(ats_url).calls if call["step"] == "init"]) == 2


# ---- an app that is built -------------------------------------------------------------------------------------------


def test_an_app_renews_a_session(host: Host, server: Server) -> None:
    ats_url = server.scenario(init=EXPIRED)
    said = opened(host, f"{server.address}app/?site-key=cpk_test&token=jwt-1&mode=register&ats-url={ats_url}")
    renews(host, ats_url)
    host.wait_until("() => window.heard.reports.length", "a report")
    heard: dict[str, Any] = host.page.evaluate("() => window.heard")
    assert heard["renewed"] == [1]
    assert [verdict["code"] for verdict in heard["verdicts"]] == ["common.auth.expired"]
    assert [report["shop"] for report in heard["reports"]] == ["north"] * len(heard["reports"])
    assert host.page.evaluate("() => window.same")
    assert tags(host.page) == [f"{server.address}app/pywidget/pywidget.js"]
    assert settings(host.page)["tokenHeaders"] == "X-Tenant: acme; X-Site: 3"
    # What the sink "console" writes.
    assert [text for text in said if not text.startswith("pywidget: ats_error")] == []


def test_what_a_bundler_builds_has_the_module_and_not_the_files(app: Path) -> None:
    built = "".join(path.read_text(encoding="utf-8") for path in (app / "dist" / "assets").glob("*.js"))
    assert "start() has no option" in built
    assert len(built) < 10_000


# ---- a page without a build -----------------------------------------------------------------------------------------


def test_a_page_renews_a_session_by_a_function(host: Host, server: Server) -> None:
    ats_url = server.scenario(init=EXPIRED)
    module = f"""{IMPORT}
        window.asked = [];
        window.handle = start({{
            src: "{SRC}",
            tokenProvider: async ({{ mode, attempt }}, widget) => (asked.push([mode, attempt, widget.id]), "jwt-2"),
        }});"""
    opened(host, server.page(module, ats_url=ats_url))
    renews(host, ats_url)
    assert host.page.evaluate("() => window.asked") == [["register", 1, "w1"]]
    assert host.page.evaluate("async () => { await handle.ready; return handle.stopped; }") is False


def test_a_nonce_is_enough_where_only_nonces_are_allowed(host: Host, server: Server) -> None:
    ats_url = server.scenario(init=EXPIRED)
    module = f'{IMPORT} start({{ src: "{SRC}", nonce: "{NONCE}", tokenUrl: "/api/ats-token" }});'
    opened(host, server.page(module, policy=NONCE_POLICY, ats_url=ats_url))
    renews(host, ats_url)


def test_a_changed_script_is_refused(host: Host, server: Server) -> None:
    integrity = json.loads((server.package / "files" / "integrity.json").read_text(encoding="utf-8"))["pywidget.js"]
    module = f"""{IMPORT}
        const said = (integrity) => start({{ src: "{SRC}", integrity }}).ready.catch(({{ message }}) => message);
        window.refused = await said("sha384-{"A" * 64}");
        window.handle = start({{ src: "{SRC}", integrity: "{integrity}", boot: "now" }});
        await handle.ready;
        window.done = true;"""
    opened(host, server.page(module))
    host.wait_until("() => window.done", "the right hash to be accepted")
    assert "is not there, or is not pywidget" in host.page.evaluate("() => window.refused")
    assert len(tags(host.page)) == 1


def test_trusted_types_get_an_address_of_the_page_s_own_policy(host: Host, server: Server) -> None:
    module = f"""{IMPORT}
        const src = trustedTypes.createPolicy("page", {{ createScriptURL: (url) => url }}).createScriptURL("{SRC}");
        await start({{ src, boot: "now" }}).ready;
        window.done = true;"""
    opened(host, server.page(module, policy="require-trusted-types-for 'script'; trusted-types page"))
    host.wait_until("() => window.done", "pywidget to be ready")


def test_a_tag_of_the_page_is_used_and_counts(host: Host, server: Server) -> None:
    ats_url = server.scenario(init=EXPIRED)
    tag = f'<script src="{SRC}" data-token-url="/api/ats-token"></script>'
    module = f"{IMPORT} window.handle = start({{ contact: 'help@example.org', tokenUrl: '/nowhere' }});"
    said = opened(host, server.page(module, head=tag, ats_url=ats_url))
    renews(host, ats_url)
    assert len(tags(host.page)) == 1
    assert said == ["pywidget: the page has a script tag, whose attributes count; start() ignores contact, tokenUrl."]
    host.page.evaluate("() => { handle.stop(); window.second = start(); }")
    host.wait_until("() => !second.stopped && window.pywidget.stopped === false", "the tag to run again")
    assert len(tags(host.page)) == 1


def test_an_element_of_that_name_is_not_taken_for_it(host: Host, server: Server) -> None:
    named = '<form name="pywidget"><input name="stopped"></form>'
    module = f'{IMPORT} window.handle = start({{ src: "{SRC}", boot: "now" }});'
    assert opened(host, server.page(module, head=named)) == []
    host.page.evaluate("async () => { await handle.ready; }")
    assert len(tags(host.page)) == 1


# ---- what goes wrong ------------------------------------------------------------------------------------------------


def test_an_unknown_option_is_told_with_the_nearest(host: Host, server: Server) -> None:
    wrong = "tokenURL: '/t', token_url: '/t', 'data-token-url': '/t', analitics: 'x', nonse: 'y', zzz: 1, contact: null"
    said = opened(host, server.page(f'{IMPORT} window.handle = start({{ src: "{SRC}", boot: "now", {wrong} }});'))
    host.page.evaluate("async () => { await handle.ready; }")
    begins = "pywidget: start() has no option "
    assert said == [
        f"{begins}tokenURL. Did you mean tokenUrl?",
        f"{begins}token_url. Did you mean tokenUrl?",
        f"{begins}data-token-url. Did you mean tokenUrl?",
        f"{begins}analitics. Did you mean analytics?",
        f"{begins}nonse. Did you mean nonce?",
        f"{begins}zzz.",
    ]
    assert settings(host.page) == {"boot": "now"}


def test_started_twice_there_is_one_tag(host: Host, server: Server) -> None:
    module = f"""{IMPORT}
        window.first = start({{ src: "{SRC}", contact: "a@example.org", boot: "now" }});
        window.second = start({{ src: "{SRC}", contact: "a@example.org", boot: "now" }});
        // As a development server runs a module again that was changed.
        window.third = (await import("/npm/index.js?again")).start({{ src: "{SRC}", contact: "b@example.org" }});"""
    said = opened(host, server.page(module))
    host.wait_until("() => window.third", "the last start")
    assert host.page.evaluate("async () => { await first.ready; return first === second && second === third; }")
    assert len(tags(host.page)) == 1
    assert said == ["pywidget: start() was called before. Until stop(), a later one cannot change contact."]


def test_stopped_and_started_again_the_last_options_count(host: Host, server: Server) -> None:
    """Before the script has come, as in an effect that runs twice, and after."""
    ats_url = server.scenario(init=EXPIRED)
    module = f"""{IMPORT}
        window.heard = [];
        const first = start({{ src: "{SRC}", contact: "a@example.org", tokenUrl: "/nowhere" }});
        first.on("ready", () => heard.push("first"));
        first.tokenProvider(() => "jwt-of-the-first");
        first.stop();
        window.handle = start({{ src: "{SRC}", tokenUrl: "/api/ats-token" }});
        handle.on("ready", () => heard.push("second"));"""
    opened(host, server.page(module, ats_url=ats_url))
    renews(host, ats_url)
    assert host.page.evaluate("() => window.heard") == ["second"]
    assert settings(host.page) == {"tokenUrl": "/api/ats-token"}
    host.page.evaluate(f"() => {{ handle.stop(); window.third = start({{ src: '{SRC}', boot: 'now' }}); }}")
    host.page.evaluate("async () => { await third.ready; }")
    assert host.page.evaluate("() => [handle.stopped, third.stopped]") == [True, False]
    assert host.page.evaluate("() => window.heard") == ["second"]
    assert len(tags(host.page)) == 1


def test_stopped_before_the_script_has_come_nothing_runs(host: Host, server: Server) -> None:
    module = f'{IMPORT} window.handle = start({{ src: "{SRC}", boot: "now" }}); handle.stop(); handle.report("x");'
    opened(host, server.page(module))
    host.wait_until("() => window.pywidget?.stopped", "the script to be stopped")
    assert host.page.evaluate("() => handle.stopped")


@pytest.mark.parametrize("base", ["/nowhere", "/spa/"])
def test_files_that_are_not_there_are_told_and_can_be_tried_again(browser: Browser, server: Server, base: str) -> None:
    # What is no script throws in the page; nobody can prevent that.
    page = browser.new_page()
    host = Host(page, server)
    module = f"""{IMPORT}
        window.reasons = [];
        const handle = start({{ base: "{base}" }});
        handle.on("unavailable", ({{ reason }}) => reasons.push(reason));
        handle.ready.catch(({{ message }}) => reasons.push(message));
        handle.ready.finally(async () => {{
            await start({{ src: "{SRC}", boot: "now" }}).ready;
            window.done = true;
        }}).catch(() => {{}});"""
    said = opened(host, server.page(module))
    host.wait_until("() => window.done", "the second start")
    reasons = page.evaluate("() => window.reasons")
    address = f"{server.address}{base.strip('/')}/pywidget.js"
    assert reasons[0] == reasons[1]
    assert reasons[0].startswith(f'{address} is not there, or is not pywidget. "npx pywidget-errors bundle DIR" ')
    assert said[0] == f"pywidget: {reasons[0]}"
    assert tags(page) == [f"{server.address}{SRC.removeprefix('/')}"]
    page.close()


# ---- Node -----------------------------------------------------------------------------------------------------------


def test_whatever_start_is_called_with(app: Path) -> None:
    command = [shutil.which("node") or "node", "--test", "--test-reporter=spec", "start.test.mjs"]
    process = subprocess.run(command, cwd=app, capture_output=True, text=True, check=False, timeout=120)
    assert process.returncode == 0, process.stdout + process.stderr


def test_on_a_server_nothing_happens(app: Path) -> None:
    program = """
        const before = Object.keys(globalThis).length;
        const { start } = await import("pywidget-errors");
        const handle = start({ tokenUrl: "/t", analytics: () => {}, nothing: 1 });
        handle.on("verdict", () => {})();
        handle.tokenProvider(() => "t");
        handle.report("x");
        handle.flush();
        const said = await handle.ready.catch(({ message }) => message);
        handle.stop();
        console.log(JSON.stringify([said, handle.stopped, Object.keys(globalThis).length - before]));
    """
    node = shutil.which("node") or "node"
    command = [node, "--input-type=module", "--eval", program]
    process = subprocess.run(command, cwd=app, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(process.stdout) == ["pywidget runs in web pages, and this is not one", True, 0]
    assert process.stderr == ""


def test_the_command_puts_the_same_files_into_a_site_as_that_of_python(app: Path, bundle: Path, tmp_path: Path) -> None:
    command: list[str | Path] = [app / "node_modules" / ".bin" / "pywidget-errors", "bundle", "site"]
    for earlier in ("01234567/pywidget-page.js", "89abcdef/mine.js", "mine.css"):
        (tmp_path / "site" / earlier).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / earlier).write_text("", encoding="utf-8")
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60, capture_output=True)
    assert (tmp_path / "site" / "01234567").is_dir()
    told = subprocess.run([*command, "--prune"], cwd=tmp_path, check=True, timeout=60, capture_output=True, text=True)
    assert re.findall(r"removed (\S+)", told.stdout) == ["site/01234567"]
    put, ours = files_in(tmp_path / "site"), files_in(bundle)
    # The types are beside index.js.
    assert {name for name in ours if put.get(name) != ours[name]} == {
        ".sources",
        *(name for name in ours if name.endswith(".d.ts")),
    }
    assert put.keys() - ours == {"89abcdef/mine.js", "mine.css"}


def test_the_command_says_what_is_wrong(app: Path, tmp_path: Path) -> None:
    command = [app / "node_modules" / ".bin" / "pywidget-errors"]
    (tmp_path / "file").write_text("", encoding="utf-8")
    blocked = subprocess.run(
        [*command, "bundle", "file/site"], cwd=tmp_path, check=False, timeout=60, capture_output=True, text=True
    )
    assert blocked.returncode == 1
    assert blocked.stderr.startswith("pywidget-errors: ENOTDIR")
    misused = subprocess.run([*command, "copy"], cwd=tmp_path, check=False, timeout=60, capture_output=True, text=True)
    assert misused.returncode == 2
    assert "Usage: pywidget-errors bundle DIR" in misused.stderr
