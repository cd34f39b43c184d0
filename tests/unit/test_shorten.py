"""What the build leaves out of the page's image changes nothing of what the code does."""

from __future__ import annotations

from typing import Any

import pytest

from pywidget import locales
from tools.image import CompileError, texts_in_one
from tools.shorten import shorten

SOURCE = """
class Pair:
    __slots__ = ("first", "second")

    def __init__(self, first, second=None):
        self.first = first
        self.second = second

    def each(self, change):
        return [change(one) for one in (self.first, self.second)]

class Nothing:
    __slots__ = ()

limit = 10

def same_name(limit=limit, extra=0):
    return limit + extra

def made_in_between(text, words):
    text = text.strip()
    longest = sorted(words, key=lambda word: (len(word), text))
    return [text + word for word in words] + [text for text in words] + longest

def counter(start, step):
    def count(more):
        nonlocal start
        start += step + more
        return start
    return count

def shadowed(value, other):
    inner = lambda value: value * 2
    return inner(other) + value

def all_of(*given, last, **named):
    return [given, last, sorted(named.items())]

def b(number):
    return number + 1

def calls(number, more):
    return b(number) + b(more)

def answer():
    pair = Pair(1, second=2)
    count = counter(5, 2)
    return [
        pair.each(lambda number: number + limit), same_name(), same_name(1), made_in_between(" a ", ["bb", "c"]),
        count(1), count(2), shadowed(3, 4), all_of(1, 2, last=3, other=4), calls(1, 2), Nothing() is None,
    ]
"""


def run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "shortened"}
    exec(compile(source, "shortened", "exec"), names)  # noqa: S102  the point of it
    return names


def test_shortened_code_answers_as_before() -> None:
    short = shorten({"a.py": SOURCE})["a.py"]
    assert run(short)["answer"]() == run(SOURCE)["answer"]()


def test_only_parameters_that_are_given_by_name_keep_their_names() -> None:
    short = shorten({"a.py": "def f(one, two, three):\n    return one, two, three\n", "b.py": "f(1, 2, three=3)\n"})
    assert short["a.py"] == "def f(a, b, three):\n    return (a, b, three)"
    assert "__slots__" not in shorten({"a.py": SOURCE})["a.py"]


def test_what_means_something_else_further_inside_keeps_its_name() -> None:
    short = shorten({"a.py": "def f(one, two):\n    return [one for one in two]\n"})["a.py"]
    assert short == "def f(one, a):\n    return [one for one in a]"


def test_a_language_as_one_text_is_the_same_language() -> None:
    texts = locales.texts("en")
    assert run(texts_in_one(texts))["TEXTS"] == texts
    assert run(texts_in_one({"a": "1 = 'one'", "b": 'x "y" \\n'}))["TEXTS"] == {"a": "1 = 'one'", "b": 'x "y" \\n'}
    for texts in ({"a": "two\nlines"}, {"a=b": "c"}):
        with pytest.raises(CompileError):
            texts_in_one(texts)
