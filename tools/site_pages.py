"""What MkDocs does not do by itself for the documentation's site; ``mkdocs.yml`` names this module as a hook.

The documents are written for two readers: as files of the repository, and as pages of the site.

- ``CONTRIBUTING.md``, ``SECURITY.md``, ``CHANGELOG.md``, the READMEs of the examples and the benchmarks' results are
  not in ``docs/``, and are pages all the same. Links to and from them are changed to where the page is.
- A state diagram becomes a table: Mermaid, which would draw it, is three megabytes of JavaScript from a CDN.
- The word behind a fence's language, by which tests find a program (three backquotes, ``python flask``), is left out.
- A folder in the navigation stands for all of its pages.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File, InclusionLevel

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent

#: page of the site -> file of the repository
OUTSIDE = {
    "contributing.md": "CONTRIBUTING.md",
    "security.md": "SECURITY.md",
    "changelog.md": "CHANGELOG.md",
    "examples/index.md": "examples/README.md",
    "results.md": "benchmarks/RESULTS.md",
}
#: The same, for pages that the navigation does not name.
FURTHER = {"collector-results.md": "benchmarks/REPORTS.md"} | {
    f"examples/{path.parent.name}.md": path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "examples").glob("*/README.md"))
}
_ALL = {**OUTSIDE, **FURTHER}
#: file of the repository -> page that readers of the site go to
_PAGES = {"README.md": "index.md", **{file: page for page, file in _ALL.items()}}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a folder in the place of the folder."""
    docs = Path(config.docs_dir)
    config.nav = [_filled(section, docs) for section in config.nav or []]
    return config


def _filled(section: dict[str, list[Any]], docs: Path) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for title, entries in section.items():
        found[title] = []
        for entry in entries:
            name, target = ("", entry) if isinstance(entry, str) else next(iter(entry.items()))
            if target.endswith("/"):
                pages = sorted((docs / target).glob("*.md"), key=lambda page: (page.stem != "index", page.stem))
                found[title].append({name: [page.relative_to(docs).as_posix() for page in pages]})
            else:
                found[title].append(entry)
    return found


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages and the picture from outside of ``docs/``."""
    for page, name in _ALL.items():
        level = InclusionLevel.INCLUDED if page in OUTSIDE else InclusionLevel.NOT_IN_NAV
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=text, inclusion=level))
    files.append(File.generated(config, "assets/icon.svg", abs_src_path=str(ROOT / "static" / "icon.svg")))
    return files


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Change a document of the repository into a page of the site."""
    source = page.file.src_uri
    at = _ALL.get(source, f"docs/{source}")
    # GitHub reads this as a character, and Markdown's own rules as the begin of a tag.
    markdown = markdown.replace(r"\<", "&lt;")
    # MkDocs takes a page's title from a heading only if nothing stands before it.
    markdown = re.sub(r"\A<!--.*?-->\s*", "", markdown, flags=re.DOTALL)
    markdown = re.sub(r"(?<=\]\()([^)\s#]+)(?=[)#])", lambda link: _link(link[1], at, source), markdown)
    markdown = re.sub(
        r"^```mermaid\n(.*?)^```$", lambda found: table(found[1]), markdown, flags=re.DOTALL | re.MULTILINE
    )
    return re.sub(r"^(```\w+) [\w-]+$", r"\1", markdown, flags=re.MULTILINE)


def _link(link: str, at: str, source: str) -> str:
    """Return a link of a document, as it is on the page."""
    if "://" in link or link.startswith(("/", "mailto:")):
        return link
    target = posixpath.normpath(posixpath.join(posixpath.dirname(at), link))
    page = _PAGES.get(target, target.removeprefix("docs/"))
    return posixpath.relpath(page, posixpath.dirname(source) or ".")


def table(diagram: str) -> str:
    """Return the transitions of a state diagram as a table."""
    names = {alias: name for name, alias in re.findall(r'state "([^"]+)" as (\w+)', diagram)}
    rows = ["| in the state | on | to the state |", "|---|---|---|"]
    for before, after, inputs in re.findall(r"^ *(\S+) --> (\w+)(?:: (.*))?$", diagram, re.MULTILINE):
        first = "(at the start)" if before == "[*]" else f"`{names.get(before, before)}`"
        told = ", ".join(f"`{name}`" for name in inputs.split(", ") if name)
        rows.append(f"| {first} | {told} | `{names.get(after, after)}` |")
    return "\n".join(rows)
