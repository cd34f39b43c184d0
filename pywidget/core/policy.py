"""What the integrator allowed, as far as the rules need to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import SYSTEM

if TYPE_CHECKING:
    from typing import Literal

    Reset = Literal["never", "ask", "allowed"]
    #: Where the login page is opened: beside this page, which keeps the form, or in its place.
    Login = Literal["tab", "popup", "page"]


class Policy:
    """The part of the settings that changes decisions.

    Attributes:
        system: whose codes the widgets speak.
        reset: whether a widget's ``reset()``, which empties the form, may be called: ``never``, after the visitor
            confirmed it (``ask``), or without asking (``allowed``).
        login: there is a page to sign in.
        contact: there is somebody to contact.
        try_timeout_ms: how long one try for a token may take.
        screens: it is an ats-widget, whose screens, form and Retry button are known. Of the page's own requests, and
            of widgets that only a profile describes, nothing is covered, pressed or promised.
        login_in: where that page is opened.
    """

    __slots__ = ("contact", "login", "login_in", "reset", "screens", "system", "try_timeout_ms")

    def __init__(
        self,
        system: str = SYSTEM,
        reset: Reset = "never",
        login: bool = False,
        contact: bool = False,
        try_timeout_ms: int = 10_000,
        screens: bool = True,
        login_in: Login = "tab",
    ) -> None:
        self.system = system
        self.reset = reset
        self.login = login
        self.contact = contact
        self.try_timeout_ms = try_timeout_ms
        self.screens = screens
        self.login_in = login_in

    def without_screens(self, system: str) -> Policy:
        """The same for something else in the page that speaks the codes of ``system``."""
        return Policy(
            system, "never", self.login, self.contact, self.try_timeout_ms, screens=False, login_in=self.login_in
        )
