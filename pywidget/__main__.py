"""``python -m pywidget``: the command line."""

from pywidget.cli import main

main(prog_name="python -m pywidget")
