"""Understand a line of a console: an error that nobody caught, or a request that failed."""

from __future__ import annotations

import re

from pywidget.cli.advice import listing

#: What can be a code of a table, if it is of several parts: else a usual word could be taken for one.
_WORD = re.compile(r"[A-Za-z0-9._]+")
#: "Uncaught (in promise) TypeError: Failed to fetch": the end of its class, and its message.
_ERROR = re.compile(r"(?:Error|Exception): ?([^\n]*)")
#: A message that begins with a code, though no table has it.
_BEGINS_WITH_CODE = re.compile(r"([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?![^:\s,;])")
#: "GET https://a.example/t 403 (Forbidden)", "… responded with a status of 403 ()".
_STATUS = re.compile(r"(?: (?=\d{3} \()|\bstatus(?: code)?(?: of)?[ :=]{1,2})([1-5]\d\d)\b")
_NO_ANSWER = re.compile(r"\bnet::ERR_\w+")


def read_line(text: str) -> dict[str, object] | None:
    """Return what a text from a console says, as the fields of an answer; None if it speaks of no error."""
    for word in _WORD.findall(text):
        code = word.strip("._")
        if ("." in code or "_" in code) and listing(code):
            return {"code": code}
    error = _ERROR.search(text)
    if error:
        begun = _BEGINS_WITH_CODE.match(error[1])
        if begun:
            return {"code": begun[1]}
    status = _STATUS.search(text)
    if status:
        return {"status": int(status[1])}
    said = error[1] if error else failed[0] if (failed := _NO_ANSWER.search(text)) else None
    return None if said is None else {"message": said}
