"""What the page about profiles says is what profiles are: its examples, its schema, its lists and its program."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from pywidget.catalog import SYSTEMS
from pywidget.core.profile import ENTRY, EVENTS, FIELDS, KEYS, PATH_REMEDIES, STEPS, TOKEN, read_profile
from pywidget.core.verdict import PATHS, REMEDIES
from pywidget.locales import texts

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "profiles.md").read_text(encoding="utf-8")
BLOCKS = [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)]
EXAMPLES = [block for block in BLOCKS if "system" in block]
(SCHEMA,) = [block for block in BLOCKS if "$defs" in block]
MESSAGES = sorted(
    key.removeprefix("message.") for key in texts("en") if key.startswith("message.") and not key.endswith(".detail")
)


def test_the_examples_have_nothing_wrong() -> None:
    assert [example["system"] for example in EXAMPLES] == ["acme", "quarterly"]
    for example in EXAMPLES:
        profile, problems = read_profile(example, MESSAGES)
        assert profile is not None
        assert problems == []


def test_the_examples_use_everything_that_there_is() -> None:
    acme, quarterly = EXAMPLES
    assert {"$schema", *acme} == set(KEYS)
    assert set(acme["answers"]) == set(FIELDS)
    assert {event["as"] for event in acme["events"].values()} == set(EVENTS)
    assert {event["step"] for event in acme["events"].values() if "step" in event} == set(STEPS)
    assert {*acme["token"], *quarterly["token"]} == set(TOKEN)
    assert set().union(*(entry for entry in acme["codes"].values() if isinstance(entry, dict))) == set(ENTRY)


def test_the_schema_says_the_same() -> None:
    properties: dict[str, Any] = SCHEMA["properties"]
    definitions: dict[str, Any] = SCHEMA["$defs"]
    assert list(properties) == list(KEYS)
    assert list(definitions["places"]["properties"]) == list(FIELDS)
    meaning = definitions["meanings"]["additionalProperties"]["oneOf"][1]["properties"]
    assert list(meaning) == list(ENTRY)
    assert meaning["remedy"]["enum"] == list(REMEDIES)
    assert definitions["road"]["enum"] == list(PATHS)
    assert list(properties["token"]["properties"]) == list(TOKEN)
    events = properties["events"]["additionalProperties"]["oneOf"]
    said = {event["properties"]["as"]["const"]: [*event["properties"]][1:] for event in events}
    assert said == {kind: list(fields) for kind, fields in EVENTS.items()}
    assert events[2]["properties"]["step"]["enum"] == list(STEPS)
    paths = re.compile(definitions["path"]["pattern"])
    for path, right in (("a", True), ("a.0.b", True), ("", False), ("a..b", False), ("a.", False), ("a b", False)):
        assert bool(paths.search(path)) is right
        assert (read_profile({"system": "x", "answers": {"code": path}}, [])[1] == []) is right


def test_the_lists_are_complete() -> None:
    listed = PAGE.split("### Messages")[1].split("\n## ")[0]
    assert re.findall(r"`([a-z-]+)`", listed) == MESSAGES
    for path, remedies in PATH_REMEDIES.items():
        assert f"| `{path}` | {', '.join(f'`{remedy}`' for remedy in remedies)} |" in PAGE
    watching = (DOCS / "watching.md").read_text(encoding="utf-8")
    for system in SYSTEMS:
        assert (f"| `{system}` |" in watching) is (system != "allfeat-widget-v1")


def test_the_program_runs(tmp_path: Path) -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    (tmp_path / "acme.json").write_text(json.dumps(EXAMPLES[0]))
    (tmp_path / "program.py").write_text(program)
    process = subprocess.run(
        [sys.executable, tmp_path / "program.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(DOCS.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (process.stdout, process.stderr) == ("[] rate-limit\n", "")
