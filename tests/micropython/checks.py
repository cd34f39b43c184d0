"""What our cut of the interpreter has to do, as an app: each function answers a message with whether it was right."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

PAGE: Any = None

TEXTS = ("", "plain", "a\0b", "\u00fc\u20ac\U0001f600", '"\\\n\t', "x" * 200_000, "\U0001f600" * 50_000)

READ: tuple[tuple[str, Any], ...] = (
    ("1795824000123", 1795824000123),
    ("-1180591620717411303424", -(2**70)),
    ("0.5", 0.5),
    ("-1.5e3", -1500.0),
    (' [1, {"a": [true, false, null]}] ', [1, {"a": [True, False, None]}]),
    ('"\\u00e9\\ud83d\\ude00\\n\\/"', "\u00e9\U0001f600\n/"),
    ('"\\ud83d"', "\ufffd"),
    ('{"a": 1, "a": 2}', {"a": 2}),
    ("[]", []),
    ("{}", {}),
    ("[" * 400 + "]" * 400, None),
)
REFUSED = [
    '{"a" 1}',
    '{"a": 1,}',
    '"\\x"',
    '"\\u12g4"',
    "[1] 2",
    "",
    "[" * 600 + "]" * 600,
    "[" * 100_000,
]
REFUSED += ["{", "[", "[1,]", "[,1]", "{1:2}", "01", "+1", ".5", "1.", "1e", "-", "nul", "True", "'a'", '"a']
REFUSED += ["NaN", "Infinity"]


def start(_text: str, page: object) -> None:
    """Keep the page."""
    global PAGE  # noqa: PLW0603  an app talks to one page
    PAGE = page


def receive(text: str) -> bool:
    """Run one of the functions below."""
    return bool(FUNCTIONS[text]())


def survives_what_the_page_throws() -> bool:
    """A function of the page that throws raises an error here, as often as it is called."""
    caught = 0
    for _ in range(3_000):
        try:
            PAGE.throws()
        except RuntimeError:
            caught += 1
    return caught == 3_000


def raises() -> bool:
    """Raise, which is not caught here."""
    raise ValueError("on purpose")


def misses() -> bool:
    """Import what is not there."""
    import no_such_module  # type: ignore[import-not-found]  # noqa: F401, PLC0415  the import is the test

    return False


def echoes() -> bool:
    """Every text comes back as it went."""
    return all(PAGE.echo(text) == text for text in TEXTS)


def hears_truth() -> bool:
    """What is no text is true or false."""
    return (PAGE.yes(), PAGE.no(), PAGE.nothing()) == (True, False, False)


def reads_json() -> bool:
    """Texts are read as they are meant."""
    wrong = [text for text, value in READ if value is not None and json.loads(text) != value]
    return wrong == [] and len(json.loads(READ[-1][0])) == 1


def refuses_what_is_no_json() -> bool:
    """Everything else is an error, and the same each time."""
    for text in REFUSED:
        try:
            json.loads(text)
        except ValueError:
            continue
        raise AssertionError(text[:20])
    return True


def writes_json() -> bool:
    """What is written is read again."""
    value = {"a": [1, 2.5, None, True, 'q"\\\n\0', "\U0001f600"], "b": {}}
    return bool(json.loads(json.dumps(value)) == value)


def makes_garbage() -> bool:
    """Allocate far more than there is memory, and keep nothing."""
    for number in range(40):
        kept = [str(number) + str(one) for one in range(5_000)]
    return len(kept) == 5_000


def draws() -> bool:
    """Draw a number by chance, and tell the page."""
    PAGE.tell(str(random.random()))  # noqa: S311  no secret depends on it
    return True


def goes_deep() -> bool:
    """Functions that call themselves for ever end with an error."""
    try:
        return goes_deep()
    except RuntimeError:
        return True


def imports_from_another_image() -> bool:
    """Import what only the second image has."""
    from beside import ANSWER  # type: ignore[import-not-found]  # noqa: PLC0415  it is in another image

    return bool(ANSWER == 42)


FUNCTIONS = {
    "draws": draws,
    "survives_what_the_page_throws": survives_what_the_page_throws,
    "raises": raises,
    "misses": misses,
    "echoes": echoes,
    "hears_truth": hears_truth,
    "reads_json": reads_json,
    "refuses_what_is_no_json": refuses_what_is_no_json,
    "writes_json": writes_json,
    "makes_garbage": makes_garbage,
    "goes_deep": goes_deep,
    "imports_from_another_image": imports_from_another_image,
}
