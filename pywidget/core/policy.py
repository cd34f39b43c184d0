"""What the integrator allowed, as far as the rules need to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    Reset = Literal["never", "ask", "allowed"]


class Policy:
    """The part of the settings that changes decisions.

    Attributes:
        system: whose codes the widgets speak.
        reset: whether a widget's ``reset()``, which empties the form, may be called: ``never``, after the visitor
            confirmed it (``ask``), or without asking (``allowed``).
        login: there is a page to sign in.
        contact: there is somebody to contact.
        try_timeout_ms: how long one try for a token may take.
    """

    __slots__ = ("contact", "login", "reset", "system", "try_timeout_ms")

    def __init__(
        self,
        system: str = "allfeat-widget",
        reset: Reset = "never",
        login: bool = False,
        contact: bool = False,
        try_timeout_ms: int = 10_000,
    ) -> None:
        self.system = system
        self.reset = reset
        self.login = login
        self.contact = contact
        self.try_timeout_ms = try_timeout_ms
