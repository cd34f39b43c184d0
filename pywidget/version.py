"""The version of pywidget; the only place where it is written."""

VERSION = "0.1.0"
#: Which build of the bundle this is part of; the build writes it down, as the files of JavaScript begin with it too.
BUILD: str = ""
