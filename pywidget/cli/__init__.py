"""The command line: ``pywidget bundle``, ``pywidget check``, ``pywidget demo``, ``pywidget explain``.

One file per command; each holds a click command named like its file, and is imported when it is asked for, so that
explaining a code does not load a web server.
"""

from __future__ import annotations

from importlib import import_module

import click

from pywidget.version import VERSION

COMMANDS = ("bundle", "check", "demo", "explain")


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"pywidget.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, package_name="pywidget-errors", prog_name="pywidget")
def main() -> None:
    """Error handling for <ats-widget> embedded in web pages."""
