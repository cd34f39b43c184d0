"""Complete the lists that documents and the playground have of languages, sinks, systems and codes.

    python -m tools.lists

What there is, the folders of the package say. Each list keeps its order: what is gone is taken out, what is new comes
last. A test fails while a list is not complete; what stands beside a name is written by hand.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from pywidget.folder import names, tags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent

_WORDS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"


class ListError(Exception):
    """A list is not where it is expected; the text says which."""


class Known:
    """What there is in a working copy.

    Attributes:
        languages: tags, English first.
        sinks: names.
        systems: name -> number of documented codes, the usual system first.
    """

    def __init__(self, root: Path) -> None:
        package = root / "pywidget"
        self.languages = tags([str(package / "locales")], first="en")
        self.sinks = sorted(path.stem for path in (package / "browser" / "sinks").glob("[!_]*.py"))
        systems = names([str(package / "catalog")], first="allfeat-widget")
        self.systems = {name: _codes(package / "catalog" / f"{name.replace('-', '_')}.py") for name in systems}


def _codes(catalog: Path) -> int:
    """Count the rows of ``CODES``."""
    for node in ast.parse(catalog.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "CODES" and isinstance(node.value, ast.Dict):
            return len(node.value.keys)
    raise ListError(f"{catalog.name} has no table CODES")


def stale(root: Path = ROOT) -> dict[Path, str]:
    """Return the files with a list that is not complete, and what they should say.

    Raises:
        ListError: a list is not where it is expected.
    """
    known = Known(root)
    found = {}
    for name, lists in _LISTS.items():
        path = root / name
        text = new = path.read_text(encoding="utf-8")
        for pattern, fill in lists:
            match = re.search(pattern, new, re.DOTALL)
            if match is None:
                raise ListError(f"{name} has no text like {pattern}")
            new = new[: match.start(1)] + fill(match[1], known) + new[match.end(1) :]
        if new != text:
            found[path] = new
    return found


def _kept(before: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return what is wanted, in the order of before as far as it was there."""
    kept = [name for name in before if name in wanted]
    return kept + [name for name in wanted if name not in kept]


def _quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def _and(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]])


def _number(count: int) -> str:
    words = _WORDS.split()
    return words[count] if count < len(words) else str(count)


def _language_tags(before: str, known: Known) -> str:
    return " ".join(_kept(before.split(), known.languages))


def _language_strings(before: str, known: Known) -> str:
    return ", ".join(f'"{tag}"' for tag in _kept(re.findall(r'"([^"]+)"', before), known.languages))


def _sinks(before: str, known: Known) -> str:
    return " ".join(f"`{name}`" for name in _kept(_quoted(before), known.sinks))


def _services(before: str, known: Known) -> str:
    """Sinks that no row above describes: they hand over to a client in the page."""
    others = ("otlp", "beacon", "console")
    return ", ".join(
        f"`{name}`" for name in _kept(_quoted(before), [name for name in known.sinks if name not in others])
    )


def _systems(before: str, known: Known) -> str:
    return _and([f"`{name}`" for name in _kept(_quoted(before), known.systems)])


def _codes_of_systems(before: str, known: Known) -> str:
    counts = [f"`{name}` ({known.systems[name]})" for name in _kept(_quoted(before), known.systems)]
    total = sum(known.systems.values())
    text = f"It knows the {total} documented codes of {_number(len(known.systems))} systems: {_and(counts)}."
    return textwrap.fill(text, 120, break_on_hyphens=False)


def _watched(before: str, known: Known) -> str:
    """The rows of a table; the first generation of the widget has no API that a page calls."""
    rows = {_quoted(row)[0]: row for row in before.splitlines()}
    wanted = [name for name in known.systems if name != "allfeat-widget-v1"]
    return "".join(f"{rows.get(name) or f'| `{name}` | |'}\n" for name in _kept(rows, wanted))


def _count(of: Callable[[Known], int]) -> Callable[[str, Known], str]:
    return lambda _before, known: _number(of(known))


#: file -> the lists in it: where (the group of a pattern), and what makes the list anew from what it was.
_LISTS: dict[str, tuple[tuple[str, Callable[[str, Known], str]], ...]] = {
    "README.md": (
        (r"in the visitor's language \((\w+) of them\)", _count(lambda known: len(known.languages))),
        (r"every documented error code of (\w+) systems is a button", _count(lambda known: len(known.systems))),
        (r"\n\n(It knows the \d+ documented .*?)\n\n", _codes_of_systems),
        (r"\| `data-lang` \|[^\n]*; or one of ([^|\n]+?) \|", _language_tags),
        (r"\| `data-analytics` \|[^\n]*sinks, separated by spaces: ([^,]+),", _sinks),
        (r"\n\| ([^|\n]+) \| The service that is in your page already", _services),
    ),
    "docs/server.md": ((r"\nSystems are ([^.]+)\.", _systems),),
    "docs/watching.md": (
        (r"\n\| system \| whose error answers \|\n\|---\|---\|\n((?:\| `[a-z0-9-]+` \|[^\n]*\n)+)", _watched),
    ),
    "static/playground/tag.js": ((r'"data-lang": \["auto", ([^\]]+)\]', _language_strings),),
}


def complete(root: Path = ROOT) -> list[str]:
    """Complete all lists; return the names of the files that were changed.

    Raises:
        ListError: a list is not where it is expected.
    """
    changed = stale(root)
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    return [path.relative_to(root).as_posix() for path in changed]


if __name__ == "__main__":
    try:
        for file in complete():
            print(f"{file}: completed")
    except ListError as error:
        sys.exit(f"error: {error}")
