"""What an error code means: the verdict, and the terms for it.

A verdict answers three questions about one error: which *path* it takes, what would *remedy* it, and what to tell
people. Catalogs have one row per code (:data:`Row`); :func:`pywidget.core.classify.classify` makes a verdict of it.

Rules:

* ``path`` is exactly one of four. It says what the page does: renew the session (``auth``), give up until somebody
  changes the setup (``config``), wait (``rate-limit``), or let the visitor act (``retry``).
* ``remedy`` says what would fix it. Who can do that, and whether trying the same thing again can help, depend on the
  remedy alone; :data:`REMEDIES` says both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    Path = Literal["auth", "config", "rate-limit", "retry"]
    Remedy = Literal[
        "renew-session",
        "sign-in",
        "contact-administrator",
        "wait",
        "try-again",
        "check-connection",
        "fix-input",
        "start-over",
        "top-up",
        "report",
        "nothing",
    ]
    Actor = Literal["page", "visitor", "owner", "administrator", "nobody"]
    #: How a verdict was found: by the exact code, or an exact text that stands for one. The others are guesses, best
    #: first.
    Basis = Literal["code", "text", "category", "http-status", "prefix", "default"]
    #: One catalog row: path, remedy, HTTP status or None, message key of the locales, what the integrator should do.
    Row = tuple[Path, Remedy, int | None, str, str]

PATHS: tuple[Path, ...] = ("auth", "config", "rate-limit", "retry")

#: remedy -> (trying again can help, who has to act). ``retryable`` means: the very same request may succeed later.
REMEDIES: dict[Remedy, tuple[bool, Actor]] = {
    "renew-session": (True, "page"),
    "sign-in": (True, "visitor"),
    "contact-administrator": (False, "administrator"),
    "wait": (True, "visitor"),
    "try-again": (True, "visitor"),
    "check-connection": (True, "visitor"),
    "fix-input": (False, "visitor"),
    "start-over": (False, "visitor"),
    "top-up": (False, "owner"),
    "report": (True, "visitor"),
    "nothing": (False, "nobody"),
}


class Verdict:
    """The meaning of one error.

    Attributes:
        system: the system whose tables decided, e.g. ``allfeat-widget``.
        code: the code as it was reported; None if the error has none.
        path: the path of the error: ``auth``, ``config``, ``rate-limit`` or ``retry``.
        remedy: what would fix it.
        http_status: the status that the system's error document gives for the code, else the one it came with; None
            if there is neither.
        message: key of the visitor's message in the locales (``message.<key>``).
        action: what the integrator should do, one English sentence.
        basis: what the verdict is based on; anything but ``code`` and ``text`` is a guess.
    """

    __slots__ = ("action", "basis", "code", "http_status", "message", "path", "remedy", "system")

    def __init__(
        self,
        system: str,
        code: str | None,
        path: Path,
        remedy: Remedy,
        http_status: int | None,
        message: str,
        action: str,
        basis: Basis,
    ) -> None:
        self.system = system
        self.code = code
        self.path = path
        self.remedy = remedy
        self.http_status = http_status
        self.message = message
        self.action = action
        self.basis = basis

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed when it is made again later."""
        return REMEDIES[self.remedy][0]

    @property
    def actor(self) -> Actor:
        """Who has to act for it to succeed."""
        return REMEDIES[self.remedy][1]

    def __str__(self) -> str:
        """``session.key_inactive (allfeat-widget): config, contact-administrator. Activate the site key …``."""
        # Only this text asks for them, which the page does not have.
        from pywidget.catalog import SYSTEMS, known  # noqa: PLC0415

        guesses = {"category": "its category", "http-status": "the HTTP status", "prefix": "its beginning"}
        guessed = "" if self.basis in ("code", "text") else ", guessed from " + guesses.get(self.basis, "nothing")
        unknown = "" if known(self.system) else "No system has this name; known are " + ", ".join(SYSTEMS) + ". "
        text = (self.code or "no code") + " (" + self.system + "): " + self.path + ", " + self.remedy + guessed + ". "
        # A code or a system's name from elsewhere, for a terminal or a line of a log.
        text = "".join([character if " " <= character <= "~" else "?" for character in text])
        return text + unknown + self.action

    def __repr__(self) -> str:
        """As the text, with the name of the class."""
        return "<Verdict " + str(self) + ">"
