"""What the commands print when they are asked for help, as docs/commands.md has it."""

from __future__ import annotations

import ast
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
#: Columns of a line in the document.
_WIDTH = 88


def help_of(name: str) -> str:
    """Return what ``pywidget NAME --help`` prints; "" for that of pywidget itself."""
    from pywidget.cli import main  # noqa: PLC0415  loads what the commands need, which other lists do not

    context = click.Context(main, info_name="pywidget", terminal_width=_WIDTH, **main.context_settings)
    if not name:
        return context.get_help()
    command = main.get_command(context, name)
    if command is None:
        raise ValueError(f"there is no command {name!r}")
    return click.Context(command, context, name, terminal_width=_WIDTH).get_help()


def help_of_dev() -> str:
    """Return what ``python3 dev.py --help`` prints."""
    return ast.get_docstring(ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))) or ""


def command_names() -> tuple[str, ...]:
    """Return the names of pywidget's commands, in the order of its help."""
    from pywidget.cli import COMMANDS  # noqa: PLC0415  see help_of

    return COMMANDS
