"""The command line: ``pywidget demo``, ``bundle``, ``check``, ``explain``, ``catalog``, ``reports``.

One file per command; each holds a click command named like its file, and is imported when it is asked for, so that
explaining a code does not load a web server.
"""

from __future__ import annotations

from importlib import import_module

import click

from pywidget.cli.ending import ending_quietly
from pywidget.cli.helping import CONTEXT
from pywidget.version import VERSION

#: In the order in which somebody needs them: to try it, to put it on a page, to find out what is wrong, and to see how
#: it goes.
COMMANDS = ("demo", "bundle", "check", "explain", "catalog", "reports")


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"pywidget.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        with ending_quietly():
            return super().invoke(ctx)


@click.group(cls=_Commands, context_settings=CONTEXT)
@click.version_option(VERSION, package_name="pywidget-errors", prog_name="pywidget")
def main() -> None:
    """Error handling for <ats-widget> embedded in web pages.

    \b
    First steps:
      pywidget demo --open                look at every error in the playground
      pywidget bundle static/pywidget     put the files into your site
      pywidget check page.html            find mistakes in your page
      pywidget explain CODE               find out about one error
      pywidget reports --help             collect what your pages report

    Commands end with 0 if all is well, with 1 if something failed or is wrong, and with 2 if they were called wrongly
    or asked about something unknown. Ctrl-C ends each at once.
    """  # noqa: D301  click wants the character, after which it keeps the lines
