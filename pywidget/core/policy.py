"""The settings of the integrator that the core's decisions depend on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pywidget.core.ats_widget import SYSTEM

if TYPE_CHECKING:
    from typing import Literal

    Reset = Literal["never", "ask", "allowed"]
    #: Where the login page is opened: in a tab or popup beside this page, which keeps the form, or in place of it.
    Login = Literal["tab", "popup", "page"]


class Policy:
    """The settings that the core's decisions depend on.

    Attributes:
        system: name of the system whose codes the widgets use.
        reset: whether a widget's ``reset()``, which empties the form, may be called: ``never``, after the visitor
            confirmed it (``ask``), or without asking (``allowed``).
        login: whether there is a login page.
        contact: whether there is somebody to contact.
        try_timeout_ms: how long one try for a token may take, in milliseconds.
        screens: whether this is an ats-widget, whose screens, form and Retry button are known. If not (the page's own
            requests, widgets that only a profile describes), pywidget covers nothing, presses nothing, and gives no
            advice about a form.
        login_in: where the login page is opened.
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
        """Return the same policy for something in the page that is no ats-widget and uses the codes of ``system``."""
        return Policy(
            system, "never", self.login, self.contact, self.try_timeout_ms, screens=False, login_in=self.login_in
        )
