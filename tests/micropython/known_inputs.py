"""The known inputs of ``dev.py fuzz`` once more: each breaks no rule here either, and is read as CPython reads it.

``known_inputs_json`` is made by the test that runs this: target -> pairs of an input in hexadecimal digits, and what
the target told of it in CPython, as JSON; null where that cannot be written so that it is the same everywhere.
"""

from __future__ import annotations

import json

from known_inputs_json import TEXT  # type: ignore[import-not-found]  # made by the test

from tools.fuzz.draw import Draw

TOLD = json.loads(TEXT)


def test_known_inputs_are_read_alike() -> None:
    wrong = []
    tried = 0
    for name in sorted(TOLD):
        target = __import__("tools.fuzz.targets." + name, None, None, ("check",))
        for digits, expected in TOLD[name]:
            tried += 1
            try:
                told = target.check(
                    Draw(bytes([int(digits[at : at + 2], 16) for at in range(0, len(digits), 2)]), target.WORDS)
                )
                if expected is not None and json.loads(json.dumps(told)) != json.loads(expected):
                    wrong.append(name + " " + digits + ": " + json.dumps(told)[:300] + " is not " + expected[:300])
            except Exception as error:  # noqa: BLE001  whatever is raised
                wrong.append(name + " " + digits + ": " + repr(error))
    for line in wrong[:20]:
        print(line)  # noqa: T201  for whoever looks for the reason
    assert not wrong, str(len(wrong)) + " of " + str(tried)
