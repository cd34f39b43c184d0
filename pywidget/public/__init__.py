"""What pywidget offers to integrators, each fact described once.

The TypeScript declarations (``python -m tools.declarations``) and the reference pages of the documentation
(``python -m tools.reference``) are made from these tables. Tests compare the tables with what the code really
dispatches, sends and calls. Nothing of this is in the page's image.

What a table of the code already has is not repeated here: which values an attribute can have, the paths and remedies,
the names of the sinks and of the languages.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """One field of a detail, of a report or of an argument.

    Attributes:
        name: its name.
        type: its type, in TypeScript.
        meaning: what it says, in one or two English sentences, as Markdown.
        optional: whether it can be absent.
    """

    name: str
    type: str
    meaning: str
    optional: bool = False


class Shape(NamedTuple):
    """One form that an object can have.

    Attributes:
        name: the name of its type in TypeScript.
        meaning: when the object has this form, as a whole sentence.
        fields: what is in it, in the order in which the documents show it.
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]
