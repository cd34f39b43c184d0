"""Values whose methods raise, or return nonsense: what a mock, a proxy or a broken mapping may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


class HostileError(Exception):
    """What hostile methods raise. It is none of those that readers expect."""


def _raises(*_arguments: Any, **_named: Any) -> Any:
    raise HostileError


#: The methods that are overridden. Those that an object needs to exist at all are left alone.
_METHODS = (
    "__add__", "__bool__", "__bytes__", "__contains__", "__eq__", "__float__", "__format__", "__ge__", "__getitem__",
    "__gt__", "__hash__", "__index__", "__int__", "__iter__", "__le__", "__len__", "__lt__", "__mod__", "__mul__",
    "__ne__", "__repr__", "__reversed__", "__str__", "__sub__", "count", "decode", "encode", "endswith", "find", "get",
    "index", "isalpha", "items", "join", "keys", "lower", "lstrip", "partition", "pop", "replace", "rpartition",
    "rstrip", "setdefault", "split", "startswith", "strip", "values",
)  # fmt: skip


def _subclass(base: type, method: Callable[..., Any], *, only: tuple[str, ...] = _METHODS) -> type:
    return type(f"Hostile{base.__name__.title()}", (base,), dict.fromkeys(only, method))


class Proxy:
    """Raises whatever is asked of it."""

    def __getattr__(self, name: str) -> Any:
        """Raise."""
        raise HostileError(name)


class LyingClass:
    """Raises where ``isinstance`` asks it for its class."""

    @property
    def __class__(self) -> Any:
        """Raise."""
        raise HostileError

    @__class__.setter
    def __class__(self, value: Any) -> None:
        raise HostileError(value)


class Claims:
    """Claims to be a text, and is none."""

    @property
    def __class__(self) -> Any:
        """Lie."""
        return str

    @__class__.setter
    def __class__(self, value: Any) -> None:
        raise HostileError(value)


class Headers:
    """A mapping with one bad method, or an entry that is no pair."""

    def __init__(self, entries: Any) -> None:
        self._entries = entries

    def items(self) -> Any:
        """Return them, or raise."""
        return self._entries() if callable(self._entries) else self._entries

    get = keys = __iter__ = _raises


def _raising_generator() -> Iterator[tuple[str, str]]:
    yield "Retry-After", "5"
    raise HostileError


def _endless() -> Iterator[tuple[str, str]]:
    while True:
        yield "Retry-After", "5"


def _nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = {"error": value}
    return value


def _circle() -> Any:
    value: dict[str, Any] = {"code": "x"}
    value["error"] = value["errors"] = value["details"] = value
    return value


def _five() -> int:
    return 5


def _lies(value: Any) -> Callable[..., Any]:
    return lambda *_arguments, **_named: value


_TEXT = "session.invalid_token"
_BODY = {"error": {"code": _TEXT, "message": "m", "request_id": "r", "details": {"retry_after": 5}}}

#: What it is, and what makes one. A new one each time, since some change when they are read.
HOSTILE: tuple[tuple[str, Callable[[], Any]], ...] = (
    ("str that raises", lambda: _subclass(str, _raises)(_TEXT)),
    ("str that cannot be hashed or compared", lambda: _subclass(str, _raises, only=("__eq__", "__hash__"))(_TEXT)),
    ("str with lengths that raise", lambda: _subclass(str, _raises, only=("__len__", "__getitem__"))(_TEXT)),
    ("str that answers with a number", lambda: _subclass(str, _lies(5), only=("__getitem__", "lower", "strip"))(_TEXT)),
    ("str that answers with None", lambda: _subclass(str, _lies(None), only=("__getitem__", "partition"))(_TEXT)),
    ("int that raises", lambda: _subclass(int, _raises)(401)),
    ("int that answers with a text", lambda: _subclass(int, _lies("x"), only=("__le__", "__ge__", "__str__"))(401)),
    ("int that is always equal", lambda: _subclass(int, _lies("yes"), only=("__eq__", "__le__", "__ge__"))(12345)),
    ("float that raises", lambda: _subclass(float, _raises)(5.0)),
    ("dict that raises", lambda: _subclass(dict, _raises)(_BODY)),
    ("dict that answers with a number", lambda: _subclass(dict, _lies(5), only=("get", "items", "__iter__"))(_BODY)),
    ("dict of hostile texts", lambda: {_subclass(str, _raises, only=("lower", "__getitem__"))("code"): _TEXT}),
    ("dict with a hostile value", lambda: {"error": {"code": _subclass(str, _raises, only=("__getitem__",))(_TEXT)}}),
    ("dict with hostile details", lambda: {"error": {"details": _subclass(dict, _raises)(retry_after=5)}}),
    ("list that raises", lambda: _subclass(list, _raises)([("Retry-After", "5")])),
    ("list that lies about its length", lambda: _subclass(list, _lies(9), only=("__len__",))([])),
    ("tuple that raises", lambda: _subclass(tuple, _raises)([("Retry-After", "5")])),
    ("bytes that raise", lambda: _subclass(bytes, _raises)(b'{"code":"x"}')),
    ("bytes that lie", lambda: _subclass(bytes, _lies(5), only=("__len__", "decode"))(b'{"code":"x"}')),
    ("proxy", Proxy),
    ("object without a class", LyingClass),
    ("object that claims to be a text", Claims),
    ("headers whose items raise", lambda: Headers(_raises)),
    ("headers whose items are a number", lambda: Headers(_five)),
    ("headers with entries that are no pairs", lambda: Headers([("a", "b", "c"), None, 5])),
    ("headers that raise after an entry", lambda: Headers(_raising_generator)),
    ("headers without an end", lambda: Headers(_endless)),
    ("items that is no function", type("Odd", (), {"items": 5})),
    ("function", lambda: _raises),
    ("class", lambda: Headers),
    ("module", lambda: __import__("json")),
    ("exception", lambda: HostileError("x")),
    ("generator that raises", _raising_generator),
    ("generator without an end", _endless),
    ("memoryview", lambda: memoryview(b'{"code":"x"}')),
    ("integer of 5,000 digits", lambda: 10**5000),
    ("negative integer of 5,000 digits", lambda: -(10**5000)),
    ("body with such an integer", lambda: {"code": 10**5000, "status": 10**5000, "retry_after": 10**5000}),
    ("key of such an integer", lambda: {10**5000: 1, "codes": {10**5000: "retry"}}),
    ("keys of many types", lambda: {None: 1, 1: 2, "code": "x", b"code": "y", (): 3, 0.5: 4}),
    ("text of 5,000 digits", lambda: "9" * 5000),
    ("number of 400,000 digits as JSON", lambda: '{"code":' + "9" * 400_000 + "}"),
    ("number of 5,000 digits as JSON", lambda: '{"code":"x","status":' + "9" * 5000 + "}"),
    ("path of 5,000 parts", lambda: ".".join("1" * 5000)),
    ("10,000 levels", lambda: _nested(10_000)),
    ("10,000 levels as JSON", lambda: '{"error":' * 10_000 + "1" + "}" * 10_000),
    ("circle", _circle),
    ("NaN", lambda: float("nan")),
    ("infinity", lambda: float("inf")),
    ("largest float", lambda: 1.7e308),
    ("body with NaN", lambda: {"status": float("nan"), "retry_after": float("-inf"), "resets_at": float("nan")}),
    ("lone surrogate", lambda: "\ud800"),
    ("body with lone surrogates", lambda: {"code": "\udfff", "message": "\ud800" * 2000, "\ud800": "\ud800"}),
    ("NULs", lambda: "\x00" * 300),
    ("bytes that are no UTF-8", lambda: b'{"code":"\xff\xfe\x80"}'),
    ("set", lambda: {1, 2}),
    ("complex", lambda: 1j),
    ("range", lambda: range(10**9)),
    ("ellipsis", lambda: ...),
)

#: Those that a campaign tries: not the large ones, which the tests try once each, and which would take all the time.
FREQUENT = tuple(
    one for one in HOSTILE if not any(mark in one[0] for mark in ("000 levels", "000 digits as", "5,000 parts"))
)
