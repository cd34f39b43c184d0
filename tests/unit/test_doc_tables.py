"""What the documents list of custom properties, storage, texts and what a browser needs is what the code has."""

from __future__ import annotations

import json
import re
from pathlib import Path

from doc_blocks import DOCS, named_block, quoted, rows
from test_lists import reasons_of_the_core, reasons_of_the_page

from pywidget.browser.locale import UNTITLED, read_own_texts
from pywidget.locales import texts
from tools.build import ats_facts, sink_names

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "pywidget" / "page"
STYLE = (PAGE / "notice-style.js").read_text(encoding="utf-8")
SCRIPTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(PAGE.glob("*.js"))}
STORE, POLICY = SCRIPTS["delivery-store.js"], SCRIPTS["delivery-policy.js"]


def constant(source: str, name: str) -> int:
    """The value of a number in JavaScript."""
    (value,) = re.findall(rf"^(?:export )?const {name} = ([\d_]+);", source, re.MULTILINE)
    return int(value)


# ---- custom properties ----------------------------------------------------------------------------------------------


def used_properties() -> dict[str, list[str]]:
    """Custom property -> what the style sheet has in its place, at each use."""
    css = re.sub(r"\$\{ATS\.(\w+)\}", lambda name: ats_facts()["ATS." + name[1]], STYLE.partition("STYLE = `")[2])
    found: dict[str, list[str]] = {}
    for use in re.finditer(r"var\((--pywidget-[a-z-]+), ", css):
        depth, end = 1, use.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(css[end], 0)
            end += 1
        found.setdefault(use[1], []).append(css[use.end() : end - 1])
    return found


def test_every_custom_property_is_listed_with_its_default() -> None:
    listed = {quoted(row[0])[0]: row[2] for row in rows("theming.md", "Custom properties")}
    used = used_properties()
    assert sorted(listed) == sorted(used)
    for name, defaults in used.items():
        for default in defaults:
            # Names of the style sheet's own stand for another property or for a tint, which the table says in words.
            values = re.findall(r"#[0-9a-f]+|(?<![\w-])\d+(?:px)?|--ats-[a-z-]+", default)
            assert set(values) <= set(quoted(listed[name])), name


def test_the_example_has_texts_that_can_be_read() -> None:
    css = named_block("theming.md", "notice")
    colours = {
        name: (light, dark)
        for name, light, dark in re.findall(r"--pywidget-([a-z-]+): light-dark\((#\w+), (#\w+)\)", css)
    }
    pairs = [("text", "background"), ("text-muted", "background"), ("accent-text", "accent")]
    for over, under in pairs:
        for scheme in (0, 1):
            assert contrast(colours[over][scheme], colours[under][scheme]) >= 4.5, (over, under, scheme)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# ---- storage --------------------------------------------------------------------------------------------------------


def test_the_storage_that_is_used_is_listed() -> None:
    text = (DOCS / "storage.md").read_text(encoding="utf-8")
    (name,) = re.findall(r'^const NAME = "(.*)";', STORE, re.MULTILINE)
    stores = re.findall(r'createObjectStore\("(\w+)"', STORE)
    keys = set(re.findall(r'state\.(?:get\(|put\(.*, )["`](\w+)', STORE))
    assert (stores, keys) == (["reports", "state"], {"total", "lease"})
    listed = rows("storage.md", "What is stored")
    assert quoted(listed[0][1]) == [name]
    assert [cell for row in listed[1:] for cell in quoted(row[0])] == stores
    sinks = [sink for sink in sink_names() if "def open(" in source_of(sink)]
    names = [f"{key} {sink}" for key in ("total", "lease") for sink in sinks]
    assert [cell for row in listed[2:] for cell in quoted(row[1])] == names
    assert f"At most {constant(POLICY, 'MOST_KEPT')} reports and {constant(POLICY, 'MOST_KEPT_BYTES'):,} bytes" in text
    assert constant(POLICY, "EXPIRES_MS") == 24 * 60 * 60 * 1000, "a day at most"
    assert f"| {constant(POLICY, 'LEASE_MS') // 1000} seconds" in text
    assert f'indexedDB.deleteDatabase("{name}")' in text


def source_of(sink: str) -> str:
    return (ROOT / "pywidget" / "browser" / "sinks" / f"{sink}.py").read_text(encoding="utf-8")


def test_nothing_else_is_stored() -> None:
    python = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "pywidget" / "browser").rglob("*.py")}
    for name, source in {**SCRIPTS, **python}.items():
        kept = re.search(r"\b(localStorage|sessionStorage|caches\.|document\.cookie\s*=[^=]|BroadcastChannel)", source)
        assert kept is None, (name, kept)
        assert name == "delivery-store.js" or "indexedDB." not in source, name


# ---- texts ----------------------------------------------------------------------------------------------------------


def test_the_example_of_own_texts_has_nothing_wrong() -> None:
    own, problems = read_own_texts(named_block("texts.md", "texts"))
    assert problems == []
    # `message.` can be left out, and nothing else.
    for key in own:
        kind, _, short = key.partition(".")
        assert bool(read_own_texts(json.dumps({short: "x"}))[0]) is (kind == "message"), key


def test_every_kind_of_key_is_listed() -> None:
    listed = {name.partition(".")[0] for row in rows("texts.md", "Keys") for name in quoted(row[0]) if "." in name}
    assert listed == {key.partition(".")[0] for key in texts("en")}
    text = (DOCS / "texts.md").read_text(encoding="utf-8")
    assert re.findall(r"`title\.([a-z-]+)`", text) == list(UNTITLED)


def test_every_placeholder_is_listed() -> None:
    listed = {key: set(quoted(row[0])) for row in reversed(rows("texts.md", "Placeholders")) for key in quoted(row[1])}
    for row in rows("texts.md", "Placeholders"):
        for key in quoted(row[1]):
            listed[key] |= set(quoted(row[0]))
    found = {key: set(re.findall(r"\{\w+\}", text)) for key, text in texts("en").items() if "{" in text}
    assert listed == found


# ---- browsers -------------------------------------------------------------------------------------------------------


def test_what_a_browser_needs_is_listed() -> None:
    needed = re.findall(r'NEEDED = "([^"]*)"', SCRIPTS["needs.js"])[0].split()
    table = rows("browsers.md", "What is needed")
    listed = [name for row in table[: len(needed) - 1] for name in quoted(row[0])]
    assert sorted(listed) == sorted(needed)


# ---- troubleshooting ------------------------------------------------------------------------------------------------

#: What of a line is the same in every page: at least this many characters in a row.
LONG_ENOUGH = 12


def parts(literal: str) -> list[str]:
    """What stands between the values in a text of JavaScript or Python."""
    fixed = re.split(r"\$?\{[^{}]*\}", literal)
    return [part.strip(' ".,:;(>') for part in fixed if len(part.strip(' ".,:;(>')) >= LONG_ENOUGH]


def lines_of_the_page() -> set[str]:
    """The longest fixed part of every text that the page's JavaScript writes into the console, or gives as a reason."""
    found = set()
    for name, source in SCRIPTS.items():
        spoken = re.findall(r"\b(?:warn|say|complain)\(\s*(`[^`]*`|\"[^\"]*\")", source)
        if name in ("needs.js", "runtime.js", "pyodide.js"):
            spoken += re.findall(r"new Error\(\s*(`[^`]*`|\"[^\"]*\")", source)
        if name == "why-not.js":
            spoken += re.findall(r"(?:return|[?:]) (`[^`]*`|\"[^\"]*\")", source)
        found |= {max(parts(text[1:-1]), key=len) for text in spoken if parts(text[1:-1])}
    return found


def test_every_line_of_the_page_has_a_cause_and_a_cure() -> None:
    told = " ".join((DOCS / "troubleshooting.md").read_text(encoding="utf-8").split())
    lines = lines_of_the_page()
    assert len(lines) > 25
    # Of several sentences, the first is enough to find a line.
    assert sorted(line for line in lines if re.split(r"[.;:,] ", line)[0] not in told) == []


def test_every_line_that_is_described_is_one_that_is_written() -> None:
    python = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "pywidget").glob("[bcp]*/**/*.py"))]
    python.append((ROOT / "pywidget" / "page_api.py").read_text(encoding="utf-8"))
    # Texts that are written in several parts are put together.
    scripts = re.sub(r"[\"'`]\s*\+\s*[\"'`]", "", "\n".join(SCRIPTS.values()))
    written = scripts + re.sub(r"\"\n\s*f?\"", "", "\n".join(python)).replace('\\"', '"')
    written = re.sub(r"\$\{ATS\.ELEMENT\}", "ats-widget", written)
    described = [
        text
        for heading in re.findall(r"^## (.*)$", (DOCS / "troubleshooting.md").read_text(encoding="utf-8"), re.MULTILINE)
        if heading != "Why a renewal failed"
        for row in rows("troubleshooting.md", heading)
        for text in quoted(row[0])
    ]
    assert len(described) > 50
    pieces = [piece.strip() for text in described for piece in text.split("…") if len(piece.strip()) >= LONG_ENOUGH]
    missing = sorted(piece for piece in pieces if piece not in written)
    assert not missing, missing


def test_every_reason_of_a_failed_renewal_has_a_cure() -> None:
    listed = [reason for row in rows("troubleshooting.md", "Why a renewal failed") for reason in quoted(row[0])]
    assert sorted(listed) == sorted(reasons_of_the_core() | reasons_of_the_page())
