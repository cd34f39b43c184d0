"""``start()``: pywidget from a page's own Python, with hooks written in Python.

    from pywidget import start

    handler = start(src="/static/pywidget/pywidget.js", contact="help@example.org")

    @handler.token_provider
    async def fetch_token(request):
        response = await fetch("/api/ats-token?for=" + (request.pending_action or ""))
        return (await response.json())["token"]

    @handler.on("config")
    def tell_us(event):
        print(event.detail["code"], event.widget.id)

It runs in PyScript (``<script type="mpy">`` and ``<script type="py">``) and in Pyodide, on the main thread. The script
tag does the listening here too: where the page has none, it is added. Only hooks live in this file; what happens is
decided where it always is, and happens in this interpreter unless the script tag had to start one of its own before.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING

from pywidget.core.verdict import PATHS
from pywidget.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Hook = Callable[[Any], Any]

#: What ``Handler.on`` can be asked for besides paths: the ends of the names of our DOM events.
EVENTS = ("verdict", "renewed", "renewal-failed", "disabled", "enabled", "notice", "report", "ready", "unavailable")


class Event:
    """What a hook is told.

    Attributes:
        name: one of :data:`EVENTS`.
        detail: the event's detail; for paths that of ``verdict``: ``system``, ``code``, ``path``, ``remedy``,
            ``message``, ``requestId``, ``stage``, ``event``.
        widget: the element of the page it is about; the document, where it is about no widget.
    """

    def __init__(self, name: str, detail: dict[str, Any], widget: Any) -> None:
        self.name = name
        self.detail = detail
        self.widget = widget


class TokenRequest:
    """What a token provider is told.

    Attributes:
        pending_action: what the widget was about to do; None if it did not say.
        mode: the widget's ``mode``; None if it has none.
        network: the widget's ``network``; None if it has none.
        attempt: 1, and one more for each try of the same renewal.
        system: whose session it is, where that is not the ats-widget's; None where it is.
        widget: the element of the page that the token is for; None for the page's own requests, which take none.
    """

    def __init__(self, info: Any, widget: Any) -> None:
        self.pending_action = _text(info.pendingAction)
        self.mode = _text(info.mode)
        self.network = _text(info.network)
        self.attempt: int = info.attempt
        self.system = _text(getattr(info, "system", None))
        self.widget = widget if hasattr(widget, "tagName") else None


class Handler:
    """Hooks of one page. Made by :func:`start`."""

    def __init__(self, js: Any, tag: Any) -> None:
        self._js = js
        # Any script may dispatch an event of our name, with a detail that throws when it is touched. So it is read by
        # functions of JavaScript's own; as attributes MicroPython would wrap them, and be in between again.
        get = js.Reflect.get
        getter = get(js.Object.getOwnPropertyDescriptor(js.CustomEvent.prototype, "detail"), "get")
        self._detail = get(js.Function.prototype, "call").bind(getter)
        self._stringify = get(js.JSON, "stringify")
        self._parse = get(js.JSON, "parse")
        #: Calls of ``window.pywidget`` that wait for the script tag; None as soon as it is there.
        self._waiting: list[Callable[[Any], object]] | None = []
        #: (event type, listener) of all hooks.
        self._listeners: list[tuple[str, Any]] = []
        if _is_there(js):
            self._attach()
        else:
            failed = f"pywidget: {tag.src} could not be loaded"
            tag.addEventListener("load", _proxy(self._attach))
            tag.addEventListener("error", _proxy(lambda _event: js.console.error(failed)))

    def on(self, name: str) -> Callable[[Hook], Hook]:
        """Decorate a function, async or not, that is called with an :class:`Event`.

        A hook that raises is told in the console and changes nothing.

        Args:
            name: a path (``auth``, ``config``, ``rate-limit``, ``retry``), for verdicts on it only; or one of
                :data:`EVENTS`.

        Raises:
            ValueError: it is neither.
        """
        path = name if name in PATHS else None
        if path is None and name not in EVENTS:
            raise ValueError(f"there is nothing called {name!r} to wait for: {', '.join(PATHS + EVENTS)}")
        event = name if path is None else "verdict"

        def decorate(hook: Hook) -> Hook:
            def heard(dom_event: Any) -> None:
                widget = dom_event.target

                # MicroPython is called without what is undefined.
                def tell(text: Any = None) -> None:
                    detail = json.loads(text) if isinstance(text, str) else None
                    if not isinstance(detail, dict):
                        detail = {}
                    if path is None or detail.get("path") == path:
                        _call(hook, Event(event, detail, widget))

                self._apply(dom_event, (self._detail, self._stringify), tell)

            listener = _proxy(heard)
            self._listeners.append(("pywidget:" + event, listener))
            self._js.window.addEventListener("pywidget:" + event, listener)
            return hook

        return decorate

    def token_provider(self, provider: Hook) -> Hook:
        """Decorate a function, async or not, that is called with a :class:`TokenRequest` and returns a fresh token.

        The token goes to the widget and is kept nowhere. A provider that raises, or returns no text, is a renewal that
        failed.
        """
        proxy = _proxy(lambda info, widget: provider(TokenRequest(info, widget)))
        self._when_ready(lambda api: api.tokenProvider(proxy))
        return provider

    def report(self, error: object, system: str | None = None) -> None:
        """Handle an error that no widget told, of any system that pywidget knows.

        Args:
            error: a code; an error answer as it was parsed; or an exception, of which ``code``, ``http_status``,
                ``request_id`` and ``details`` are read if it has them.
            system: whose code it is; None for that of the settings.
        """
        text = json.dumps([_readable(error), system])
        self._when_ready(lambda api: self._apply(text, (self._parse,), lambda parsed: api.report(parsed[0], parsed[1])))

    def stop(self) -> None:
        """End it: hooks, notices and renewals. ``start()`` begins anew."""
        for event, listener in self._listeners:
            self._js.window.removeEventListener(event, listener)
        self._listeners = []
        self._when_ready(lambda api: api.stop())
        global _handler  # noqa: PLW0603  the next start() begins anew
        if _handler is self:
            _handler = None

    def _when_ready(self, call: Callable[[Any], object]) -> None:
        if self._waiting is None:
            call(self._js.pywidget)
        else:
            self._waiting.append(call)

    def _attach(self, _event: object = None) -> None:
        waiting, self._waiting = self._waiting, None
        # Too late if Python runs already: then that is the one.
        self._js.pywidget.interpreter = _proxy(_Interpreter())
        for call in waiting or []:
            call(self._js.pywidget)

    def _apply(self, value: Any, functions: tuple[Any, ...], then: Callable[[Any], object]) -> None:
        """Call JavaScript functions that may throw, each on the result of the one before, and ours on the last.

        What JavaScript throws must not come through MicroPython's frames, which it breaks. Here it ends in a Promise,
        and ours is not called.
        """
        promise = self._js.Promise.resolve(value)
        for function in functions:
            promise = promise.then(function)
        promise.then(then, lambda _error: None)


class _Interpreter:
    """This Python, as the page meets the interpreters that it starts itself."""

    def pyimport(self, name: str) -> Any:
        """Import a module."""
        return __import__(name, None, None, ("start",))


_handler: Handler | None = None


def start(src: str | None = None, **settings: object) -> Handler:
    """Start pywidget in this page.

    Where the page has pywidget's script tag, its attributes are the settings, and the tag comes to use this interpreter
    unless it had to start one before. Where it has none, one is added, with ``src`` and ``settings``. A second call
    returns the same handler.

    Args:
        src: address of ``pywidget.js``. Its folder holds the other files.
        settings: the attributes of the script tag without ``data-``, with ``_`` for ``-``: ``token_url="/api/token"``.
            True and False are ``on`` and ``off``; a dict is written as JSON. What is wrong with one is told in the
            console.

    Raises:
        RuntimeError: this Python is not in a page, or in a worker, where there are no elements.
        ValueError: there is no script tag and no ``src``; or something that no attribute can be called.
    """
    global _handler  # noqa: PLW0603  a page has one
    js = _main_thread()
    if _handler is not None:
        return _handler
    attributes = {_attribute(name): _said(value) for name, value in settings.items() if value is not None}
    tag = js.document.querySelector('script[src*="pywidget.js"]')
    stopped = hasattr(tag, "src") and getattr(getattr(js, "pywidget", None), "stopped", None) is True
    if stopped:
        tag = _again(js, tag)
    if _is_there(js) or stopped or hasattr(tag, "src"):
        if attributes or src:
            told = ", ".join(sorted(attributes)) or "src"
            js.console.warn(f"pywidget: the page has a script tag, whose attributes count; start() ignores {told}.")
    elif src:
        tag = js.document.createElement("script")
        for name, value in attributes.items():
            tag.setAttribute(name, value)
        tag.src = src
        js.document.head.append(tag)
    else:
        raise ValueError("the page has no script tag of pywidget, so start(src=…) needs the address of pywidget.js")
    _handler = Handler(js, tag)
    return _handler


def _is_there(js: Any) -> bool:
    """Tell whether the script tag ran and was not stopped: an element of that name is no pywidget."""
    return getattr(getattr(js, "pywidget", None), "stopped", None) is False


def _again(js: Any, tag: Any) -> Any:
    """Put a copy of the tag into its place, which runs; a script that ran does not run again."""
    copy = js.document.createElement("script")
    for attribute in tag.attributes:
        copy.setAttribute(attribute.name, attribute.value)
    copy.nonce = tag.nonce
    tag.replaceWith(copy)
    return copy


def _main_thread() -> Any:
    try:
        import js  # type: ignore[import-not-found]  # noqa: PLC0415  there is none outside a browser
    except ImportError:
        js = None
    if hasattr(js, "WorkerGlobalScope"):
        raise RuntimeError(
            "pywidget.start() needs the main thread, where the widgets are, and this is a worker: "
            "call it in a script without the worker attribute"
        )
    if not hasattr(js, "document"):
        raise RuntimeError("pywidget.start() is for Python in a web page")
    return js


def _proxy(target: Any) -> Any:
    """A handle of something of ours that JavaScript may keep."""
    try:
        from pyodide.ffi import create_proxy  # type: ignore[import-not-found]  # noqa: PLC0415  each has its own
    except ImportError:
        from jsffi import create_proxy  # type: ignore[import-not-found]  # noqa: PLC0415
    return create_proxy(target)


def _call(hook: Hook, event: Event) -> None:
    try:
        result = hook(event)
        # Coroutines, which are generators in MicroPython.
        if hasattr(result, "send"):
            asyncio.create_task(_finish(result))  # noqa: RUF006  nobody waits for a hook
    except Exception as error:  # noqa: BLE001  a hook that fails costs itself only
        _tell(error)


async def _finish(coroutine: Any) -> None:
    try:
        await coroutine
    except Exception as error:  # noqa: BLE001
        _tell(error)


def _tell(error: Exception) -> None:
    print("pywidget: a hook failed:")  # noqa: T201  the console of whoever wrote it
    if hasattr(sys, "print_exception"):
        sys.print_exception(error)
    else:
        import traceback  # noqa: PLC0415  MicroPython has none

        traceback.print_exception(error)


def _attribute(name: str) -> str:
    for character in name:
        # Anything else throws in the page.
        if character != "_" and not ("a" <= character <= "z"):
            raise ValueError(f"{name!r} is no setting: they are written as in the script tag, with _ for -")
    return "data-" + name.replace("_", "-")


def _said(value: object) -> str:
    if value is True or value is False:
        return "on" if value else "off"
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _readable(error: object) -> Any:
    """What can be written as JSON of an error: itself, or what its attributes say. Never raises."""
    kind = type(error)
    copy = plain(error, 5)
    if copy is not None or error is None or issubclass(kind, (int, float)):
        return copy
    fields = {"name": kind.__name__}
    for name in ("message", "code", "http_status", "request_id", "details"):
        value = _asked(error, name)
        if value is not None:
            fields["status" if name == "http_status" else name] = value
    return fields


def _asked(error: object, name: str) -> Any:
    try:
        return plain(str(error) if name == "message" else getattr(error, name, None), 4)
    except Exception:  # noqa: BLE001  whatever a method of somebody's own raises
        return None
