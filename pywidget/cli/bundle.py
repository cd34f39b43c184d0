"""``pywidget bundle DIR``: put the built files into a site."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import click

from pywidget.cli.helping import CONTEXT
from pywidget.cli.published import NoPublishedError, use_published
from pywidget.cli.pyodide_folder import check_pyodide, make_pyodide_folder

PACKAGE = Path(__file__).resolve().parent.parent
#: A file that the folder of a build has, whichever build it is, and what such a folder is called.
IN_EACH_BUILD = "pywidget-page.js"
BUILD_NAME = re.compile(r"[0-9a-f]{8}")


class _File(NamedTuple):
    """A file that was put into a site, and whether there was one of its name."""

    path: Path
    size: int
    is_replaced: bool


def bundle_directory() -> Path:
    """Return the folder of the built files.

    An installed package carries it. In a checkout it is built first, unless it is already what the sources say.

    Raises:
        click.ClickException: if it is missing or cannot be built.
    """
    bundled = PACKAGE / "bundled"
    checkout = PACKAGE.parent
    if (checkout / "tools" / "build.py").is_file():
        built = subprocess.run([sys.executable, "-m", "tools.build"], cwd=checkout, check=False)
        if built.returncode != 0:
            raise click.ClickException("the bundle could not be built, see above")
    elif not bundled.is_dir():
        raise click.ClickException(f"this installation of pywidget lacks its built files ({bundled}); install it again")
    return bundled


def bundle_files(folder: Path) -> list[Path]:
    """Return the files of a built folder that a site serves, relative to it and in order."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in paths if not path.name.startswith("."))


@click.command(context_settings=CONTEXT, short_help="Put the files that a page needs into a folder.")
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--pyodide",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Also put Pyodide there, from FOLDER. Needs Node 20, and the extra pyodide: "
    "pip install 'pywidget-errors[pyodide]'.",
)
@click.option(
    "--interpreter",
    type=click.Choice(("own", "published")),
    default="own",
    show_default=True,
    help="MicroPython: our own cut of it, which is smaller and quicker, or the one that its project publishes.",
)
@click.option("--prune", is_flag=True, help="Remove the folders of earlier builds.")
@click.option("--verbose", is_flag=True, help="List each file.")
def bundle(
    directory: Path,
    pyodide: Path | None,
    interpreter: str,
    prune: bool,  # noqa: FBT001  click calls it
    verbose: bool,  # noqa: FBT001  as before
) -> None:
    """Put the files that a page needs into DIRECTORY, which is created if it does not exist.

    What pywidget.js loads is in a folder that is named like this build. The folders of earlier builds stay for the
    pages that were opened before, until --prune. Files of the same name are replaced; other files are left alone.

    \b
    Examples:
      pywidget bundle static/pywidget
      pywidget bundle static/pywidget --prune
      pywidget bundle static/pywidget --pyodide node_modules/pyodide
    """  # noqa: D301  click wants the character, after which it keeps the lines
    if pyodide is not None:
        # Before anything is written.
        check_pyodide(pyodide)
    with ExitStack() as stack:
        source = bundle_directory()
        if interpreter == "published":
            source = _published(source, Path(stack.enter_context(tempfile.TemporaryDirectory())))
        put = _put(source, directory)
        build = build_folder(source)
        if pyodide is not None:
            wheel = next(source.glob("*-py3-none-any.whl"))
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            make_pyodide_folder(pyodide, wheel, folder)
            put += _put(folder, directory / build / "pyodide")
    if verbose:
        for file in put:
            click.echo(f"{file.size:>9,}  {file.path}{'  (replaced)' if file.is_replaced else ''}")
    click.echo(_summary(put, directory))
    if prune:
        _prune(directory, build)
    click.echo(f"\nServe {directory} as it is, and put this into the page, before or after the widget:\n")
    runtime = "" if pyodide is None else ' data-runtime="pyodide"'
    click.echo(f'    <script src="/path/to/pywidget.js" data-token-url="/your/token/endpoint"{runtime}></script>')


def _published(source: Path, folder: Path) -> Path:
    """Return a bundle with the published interpreter, which is made in an empty folder if this is none."""
    shutil.copytree(source, folder, dirs_exist_ok=True)
    try:
        use_published(folder, build_folder(folder))
    except NoPublishedError:
        click.echo("This bundle has no other interpreter than the published one.", err=True)
    return folder


def build_folder(folder: Path) -> str:
    """Return the name of the folder in a built one that has everything but the script tag."""
    return next(path.parent.name for path in folder.glob(f"*/{IN_EACH_BUILD}"))


def _prune(directory: Path, current: str) -> None:
    for path in directory.glob(f"*/{IN_EACH_BUILD}"):
        if BUILD_NAME.fullmatch(path.parent.name) and path.parent.name != current:
            shutil.rmtree(path.parent)
            click.echo(f"  removed  {path.parent}")


def _put(source: Path, directory: Path) -> list[_File]:
    put = []
    try:
        for name in bundle_files(source):
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            replaced = target.exists()
            shutil.copyfile(source / name, target)
            put.append(_File(target, target.stat().st_size, replaced))
    except OSError as error:
        raise click.ClickException(str(error)) from error
    return put


def _summary(put: list[_File], directory: Path) -> str:
    replaced = sum(file.is_replaced for file in put)
    size = sum(file.size for file in put)
    return f"Put {len(put)} files, {size:,} bytes, into {directory}{f' ({replaced} replaced)' if replaced else ''}."
