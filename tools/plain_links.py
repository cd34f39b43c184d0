"""A document of this repository for a place that has nothing but the document: the page of a package at a registry."""

from __future__ import annotations

import re

#: A picture on lines of its own, then a link; neither to a web address.
_PICTURE = re.compile(r"^!\[[^\]]*\]\((?!https?:)[^)]*\)\n+", re.MULTILINE)
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\((?!https?:|#)[^)\s]*\)")


def without_relative_links(text: str) -> str:
    """Return a document without its pictures, and with the words of links to other documents in place of the links."""
    # What is between fences is code, where brackets are something else.
    parts = text.split("```")
    parts[::2] = [_LINK.sub(r"\1", _PICTURE.sub("", part)) for part in parts[::2]]
    return "```".join(parts)
