"""``pywidget explain``: a verdict, or a sentence that says why there is none, whatever is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS
from pywidget.cli.advice import advice
from pywidget.cli.decoded import NoTextError, decoded
from pywidget.cli.explain import _block, _fields
from pywidget.cli.literal import NotReadableError
from pywidget.cli.pasted import Explained, NoErrorError, Pasted
from pywidget.core.verdict import PATHS
from tools.fuzz.targets.words import CODES, FIELDS, HEADERS

if TYPE_CHECKING:
    from tools.fuzz.draw import Draw

SHARED = False
WORDS = FIELDS + HEADERS + CODES[:40] + (
    "{", "}", "[", "]", ":", ", ", '"', "'", "`", "\\", "\\u00", "\\x", "HTTP/1.1 429 Too Many Requests\r\n",
    "HTTP/2 500\n", "< HTTP/1.1 401 X\n", "\r\n\r\n", "\n", "CustomEvent {", "detail: {", "type: 'allfeat:error'",
    "allfeat:failed ", "allfeat:token-expired", "▸", "…", "null", "undefined", "NaN", "true", "-1e5", "0x1F", "1_000",
    "Array(3) [", "Object {", "length: 0", "Uncaught (in promise) Error: ", "    at f (https://x/y.js:1:2)",
    "GET https://x/ 403",
    "<prototype>", "/* */", "// x", "Symbol(a)", "ƒ ()", "<div>", "1n", "new Map()",
)  # fmt: skip


def check(draw: Draw) -> object:
    """Have something explained."""
    system = SYSTEMS[draw.number(len(SYSTEMS) - 1)]
    if draw.number(3):
        content = "".join([draw.word() if draw.number(4) else draw.part() for _ in range(draw.number(30))])
        content *= (1, 1, 1, 3, 40)[draw.number(4)]
        octets = content.encode("utf-8", "replace")
    else:
        octets = draw.rest()
    found: Explained | None
    said = ""
    try:
        pasted = Pasted(decoded(octets))
        named = pasted.system()
        found = pasted.explained(system)
    except (NotReadableError, NoTextError, NoErrorError) as error:
        found, said = None, str(error)
    if found is None:
        assert len(said) < 2_000
        return said
    assert named is None or named in SYSTEMS
    assert found.verdict.path in PATHS
    block = _block(found, with_answer=True)
    fields = _fields(found, with_answer=True)
    return [block, repr(fields), advice(found.verdict.code, system, found.said.message)]
