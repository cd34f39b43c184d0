"""The border is said once: what JavaScript sends is what Python reads, and what it offers is what Python calls."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from driver import AppStage, FakePage

from tools import border

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SOURCE = border.SOURCE.read_text(encoding="utf-8")
KINDS = border.kinds(SOURCE)

#: One value for each field, such that whoever reads it goes on.
SAMPLES: dict[str, Any] = {
    "widget": 1,
    "at": 1_700_000_000_000,
    "age": 5,
    "request": 1,
    "outcome": "http",
    "status": 401,
    "number": 1,
    "count": 2,
    "texts": {},
    "headers": {},
    "hasToken": True,
    "online": False,
    "detail": {
        "system": "acme",
        "stage": "GET /x",
        "status": 500,
        "headers": {},
        "body": "",
        "age": 1,
        "url": "/p.json",
        "profile": {},
        "error": "x.y",
    },
    "look": {"screen": "FORM"},
}


class Noted(dict[str, Any]):
    """A message that notes which of its fields are read."""

    def __init__(self, kind: str) -> None:
        fields = {name: SAMPLES.get(name, "text") for name in KINDS[kind]}
        super().__init__(fields | {"kind": kind})
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


# ---- Python


@pytest.mark.parametrize("path", border.files(), ids=lambda path: path.name)
def test_what_is_made_from_the_border_is_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == border.files()[path], "run: python -m tools.border"


def test_there_is_a_row_for_each_kind_of_message_and_for_no_other() -> None:
    assert set(AppStage().app._kinds) == set(KINDS)  # noqa: SLF001  the table itself is what is tested


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_message_nothing_is_read_but_its_fields(kind: str) -> None:
    message = Noted(kind)
    AppStage().app.receive(message)
    assert message.read <= set(KINDS[kind]) | {"kind", "widget"}, kind


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_may_lack_what_it_need_not_have(kind: str) -> None:
    message = Noted(kind)
    for name, optional in KINDS[kind].items():
        if optional:
            del message[name]
    stage = AppStage()
    stage.app.receive(message)
    assert stage.page.errors() == []


def test_unknown_kinds_are_ignored() -> None:
    stage = AppStage()
    before = list(stage.page.calls)
    for message in ({"kind": "from-tomorrow", "widget": 1}, {"kind": ""}, {"kind": None}, {}):
        stage.app.receive(message)
    assert stage.page.calls == before


def test_the_fake_page_offers_each_call_and_no_other() -> None:
    offered = [name for name in vars(FakePage) if name[0] != "_" and f"  {name}(" in border.types(SOURCE)]
    assert len(offered) == SOURCE.count("def ")


@pytest.mark.parametrize("annotation", ["float", "tuple[int]", "NoSuchClass", "object.inner"])
def test_a_type_that_javascript_lacks_stops_the_build(annotation: str) -> None:
    with pytest.raises(border.UnknownTypeError):
        border.types(SOURCE.replace("request: int\n", f"request: {annotation}\n"))


def test_python_makes_each_call() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (border.ROOT / "pywidget" / "browser").rglob("*.py")]
    made = set(re.findall(r"page\.(\w+)\(", "\n".join(source for source in sources if source != SOURCE)))
    assert set(re.findall(r"def (\w+)", SOURCE)) == made


# ---- JavaScript


def test_the_page_sends_each_kind() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in border.TYPES.parent.glob("*.js"))
    sent = set(re.findall(r"""kind: "([\w-]+)"|(?:add\(null,|tell\(|hear\(|written\() ?"([\w-]+)\"""", sources))
    # Others are kinds of notices. That no unknown message is sent, tsc sees to.
    assert set(KINDS) - {kind or entry for kind, entry in sent} == set()


#: Each is one line, and wrong at one place.
WRONG = (
    'page.deliver({ kind: "tokn", widget: 1 });',
    'page.deliver({ kind: "timer", widget: 1 });',
    'page.deliver({ kind: "timer", name: "settle" });',
    'page.deliver({ kind: "timer", widget: "1", name: "settle" });',
    'page.deliver({ kind: "timer", widget: 1, name: "settle", more: 1 });',
    'page.deliver({ kind: "token", widget: 1, request: 1, outcome: "maybe" });',
    "/** @satisfies {Partial<Calls>} */ ({ mountNotice() {} });",
    "/** @satisfies {Partial<Calls>} */ ({ startTimer: (/** @type {string} */ id) => id });",
    "/** @satisfies {Partial<Calls>} */ ({ pageAddress: () => 1 });",
    "/** @type {Calls} */ ({ ...calls, reload: undefined });",
    'state.add(null, "reprot");',
    'state.add(null, "report");',
    "state.profile?.splice(0);",
    'state.add(null, "answer", { detail: { stage: "GET /" } });',
    'state.queue.push([null, "arrived", "{}", 0]);',
)
#: And these are as the page does it.
RIGHT = (
    'page.deliver({ kind: "timer", widget: 1, name: "settle" });',
    'page.deliver({ kind: "token", widget: 1, request: 1, outcome: "http", status: 500 });',
    "/** @satisfies {Partial<Calls>} */ ({ pageAddress: () => location.href, reload() {} });",
    "/** @type {Calls} */ ({ ...calls, reload() {} });",
    'state.add(null, "report", { detail: [1, undefined] });',
    "state.profiles?.splice(0);",
    'state.add(null, "answer", undefined, "{}");',
)


def tsc(folder: Path, lines: tuple[str, ...]) -> set[str]:
    """Which of the lines tsc finds fault with."""
    page = border.ROOT / "pywidget" / "page"
    config = {
        "extends": str(border.ROOT / "tsconfig.json"),
        "compilerOptions": {"typeRoots": []},
        "include": ["lines.js", str(page / "*.d.ts")],
    }
    (folder / "tsconfig.json").write_text(json.dumps(config))
    head = (
        f'/** @typedef {{import("{page}/border.js").Calls}} Calls */',
        f'/** @param {{import("{page}/create-page.js").Page}} page @param {{import("{page}/state.js").State}} state',
        " * @param {Calls} calls */",
        "export const run = (page, state, calls) => {",
    )
    (folder / "lines.js").write_text("\n".join([*head, *lines, "};"]))
    node = shutil.which("node")
    assert node, "tsc runs in Node, and there is none on the PATH"
    process = subprocess.run(
        [node, border.ROOT / "node_modules/typescript/bin/tsc", "--noEmit", "--pretty", "false", "-p", folder],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    numbers = set(_numbers(process.stdout))
    assert (process.returncode != 0) == bool(numbers), process.stdout + process.stderr
    return {lines[number - len(head) - 1] for number in numbers}


def _numbers(output: str) -> Iterator[int]:
    for line in output.splitlines():
        if ": error TS" in line and not line.startswith(" "):
            name, _, rest = line.partition("(")
            assert name == "lines.js", line
            yield int(rest.partition(",")[0])


def test_tsc_fails_on_what_the_other_side_does_not_know_and_on_nothing_else(tmp_path: Path) -> None:
    assert tsc(tmp_path, RIGHT + WRONG) == set(WRONG)
