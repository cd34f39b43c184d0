"""Complete the lists that documents and the playground have of languages, sinks, systems, codes and commands.

    python -m tools.lists

It also writes what is made as a whole: the reference pages (``tools/reference.py``) and the TypeScript declarations
(``tools/declarations.py``).

What there is, the folders of the package say, and of a system its tables. Systems stand in the order of their files;
other lists keep theirs: what is gone is taken out, what is new comes last. A test fails while a list is not complete.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pywidget.folder import names, tags
from tools.helps import command_names, help_of, help_of_dev

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent

_WORDS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"


class ListError(Exception):
    """A list is not where it is expected; the text says which."""


class System(NamedTuple):
    """What the lists say of a system."""

    codes: int
    title: str
    document: str


class Language(NamedTuple):
    """What the lists say of a language: what its file begins with.

    Attributes:
        about: its name, and how readers are addressed.
        sure: how sure whoever wrote and read it is of it.
        doubtful: how many of its sentences are marked.
    """

    about: str
    sure: str
    doubtful: int


class Known:
    """What there is in a working copy.

    Attributes:
        languages: by tag, English first.
        sinks: names.
        systems: by name, the usual system first.
    """

    def __init__(self, root: Path) -> None:
        package = root / "pywidget"
        files = tags([str(package / "locales")], first="en")
        self.languages = {tag: _language(package / "locales" / f"{tag.replace('-', '_').lower()}.py") for tag in files}
        self.sinks = sorted(path.stem for path in (package / "browser" / "sinks").glob("[!_]*.py"))
        systems = names([str(package / "catalog")], first="allfeat-widget")
        self.systems = {name: _system(package / "catalog" / f"{name.replace('-', '_')}.py") for name in systems}


def _language(file: Path) -> Language:
    source = file.read_text(encoding="utf-8")
    paragraphs = [" ".join(part.split()) for part in (ast.get_docstring(ast.parse(source)) or "").split("\n\n")]
    sure = re.search(r"Checked: .*?which is ([^;.]*?) of it", " ".join(paragraphs))
    return Language(paragraphs[0], sure[1] if sure else "", source.count("# Doubtful: "))


def _system(catalog: Path) -> System:
    """Read a system's tables without importing them: one that is being written cannot be imported yet."""
    found: dict[str, ast.expr] = {}
    for node in ast.parse(catalog.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            found[ast.unparse(target)] = node.value
    codes = found.get("CODES")
    if not isinstance(codes, ast.Dict):
        raise ListError(f"{catalog.name} has no table CODES")
    title, document = (ast.literal_eval(found[name]) if name in found else "" for name in ("TITLE", "DOCUMENT"))
    return System(len(codes.keys), title, document)


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


def _filled(paragraph: str) -> str:
    """Break a paragraph into lines as the documents have them."""
    return textwrap.fill(paragraph, 124, break_on_hyphens=False)


def _number(count: int) -> str:
    words = _WORDS.split()
    return words[count] if count < len(words) else str(count)


def _language_strings(before: str, known: Known) -> str:
    return ", ".join(f'"{tag}"' for tag in _kept(re.findall(r'"([^"]+)"', before), known.languages))


def _languages(_before: str, known: Known) -> str:
    """The rows of a table."""
    return "".join(
        f"| `{tag}` | {language.about} | {language.sure} | {language.doubtful} |\n"
        for tag, language in known.languages.items()
    )


def _services(before: str, known: Known) -> str:
    """Sinks that no row above describes: they hand over to a client in the page."""
    others = ("otlp", "beacon", "console")
    return ", ".join(
        f"`{name}`" for name in _kept(_quoted(before), [name for name in known.sinks if name not in others])
    )


def _systems(before: str, known: Known) -> str:
    listed = _and([f"`{name}`" for name in known.systems])
    return _filled(f"Systems are {listed}.{before.partition('.')[2]}")


def _codes_of_systems(_before: str, known: Known) -> str:
    counts = [f"`{name}` ({system.codes})" for name, system in known.systems.items()]
    total = sum(system.codes for system in known.systems.values())
    text = f"It knows the {total} documented codes of {_number(len(known.systems))} systems: {_and(counts)}."
    return _filled(text)


def _watched(before: str, known: Known) -> str:
    """The rows of a table. What stands behind a title, after a colon, is kept: it was written by hand."""
    behind = {_quoted(row)[0]: row.split(" | ")[1].partition(":") for row in before.splitlines()}
    rows = []
    for name, system in known.systems.items():
        if name not in UNWATCHED:
            _, colon, said = behind.get(name, ("", "", ""))
            rows.append(f"| `{name}` | {system.title}{colon}{said} | {system.document} |\n")
    return "".join(rows)


def _commands(_before: str, _known: Known) -> str:
    """A section for each command: what it says when it is asked for help."""
    sections = [f"## pywidget\n\n{_shown('pywidget --help', help_of(''))}"]
    sections += [
        f"## pywidget {name}\n\n{_shown(f'pywidget {name} --help', help_of(name))}" for name in command_names()
    ]
    sections.append(f"## dev.py\n\n{_shown('python3 dev.py --help', help_of_dev())}")
    return "\n\n".join(sections)


def _shown(command: str, output: str) -> str:
    lines = "\n".join(line.rstrip() for line in output.strip().splitlines())
    return f"```console\n$ {command}\n{lines}\n```"


def _count(of: Callable[[Known], int]) -> Callable[[str, Known], str]:
    return lambda _before, known: _number(of(known))


#: Systems whose answers no page asks for itself: here, the widget makes the codes.
UNWATCHED = ("allfeat-widget-v1",)

#: file -> the lists in it: where (the group of a pattern), and what makes the list anew from what it was.
_LISTS: dict[str, tuple[tuple[str, Callable[[str, Known], str]], ...]] = {
    "README.md": (
        (r"in the visitor's language \((\w+) of them[,)]", _count(lambda known: len(known.languages))),
        (r"every documented error code of (\w+) systems is a button", _count(lambda known: len(known.systems))),
        (r"\n\n(It knows the \d+ documented .*?)\n\n", _codes_of_systems),
    ),
    "docs/reports.md": ((r"\n\| ([^|\n]+) \| The service that is in your page already", _services),),
    "docs/commands.md": ((r"<!-- begin help: python3 dev.py lists -->\n\n(.*?)\n\n<!-- end help -->", _commands),),
    "docs/languages.md": (
        (r"\n\| tag \| language \| [^\n]*\n\|---\|---\|---\|---\|\n((?:\| `[\w-]+` \|[^\n]*\n)+)", _languages),
    ),
    "docs/server.md": ((r"\n\n(Systems are .*?)\n\n", _systems),),
    "docs/watching.md": (
        (
            r"\n\| system \| whose error answers \| [^\n]*\n\|---\|---\|---\|\n((?:\| `[a-z0-9-]+` \|[^\n]*\n)+)",
            _watched,
        ),
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
    # They need tables that can be read, which the lists can be completed without.
    from pywidget.catalog import CatalogError
    from tools import declarations, reference

    try:
        for file in complete():
            print(f"{file}: completed")
        declarations.main()
        reference.main()
    except (ListError, CatalogError) as error:
        sys.exit(f"error: {error}")
