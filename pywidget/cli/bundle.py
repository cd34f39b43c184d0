"""``pywidget bundle DIR``: put the built files into a site."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import click

PACKAGE = Path(__file__).resolve().parent.parent


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


@click.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
def bundle(directory: Path) -> None:
    """Put the files that a page needs into DIRECTORY, which is created if it does not exist.

    Files of the same name are replaced; other files in DIRECTORY are left alone.
    """
    source = bundle_directory()
    try:
        for name in bundle_files(source):
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            replaced = target.exists()
            shutil.copyfile(source / name, target)
            size = target.stat().st_size
            click.echo(f"{size:>9,}  {target}{'  (replaced)' if replaced else ''}")
    except OSError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"\nServe {directory} as it is, and put this into the page, after the widget:\n")
    click.echo('    <script src="/path/to/pywidget.js" data-token-url="/your/token/endpoint"></script>')
