"""Watches more than the ats-widgets: the page's own requests, and widgets that a profile describes.

Only imported where ``data-watch`` or ``data-profile`` asks for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.catalog import SYSTEMS, known, register
from pywidget.core.envelope import read_envelope
from pywidget.core.events import from_answer
from pywidget.core.profile import read_profile
from pywidget.locales import texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pywidget.browser.border import FailingAnswer, Page
    from pywidget.browser.notice_display import NoticeDisplay
    from pywidget.core.profile import Profile
    from pywidget.core.signals import FailureReported, Signal

_MESSAGE = "message."


class Watch:
    """Turns the page's messages about them into signals.

    Args:
        page: the border.
        notices: gets the texts of profiles.
        warn: writes a warning for the integrator.
    """

    def __init__(self, page: Page, notices: NoticeDisplay, warn: Callable[[str], object]) -> None:
        self._page = page
        self._notices = notices
        self._warn = warn
        self._profiles: dict[str, Profile] = {}
        #: Names of unknown systems for which a warning was already written.
        self._unknown: list[str] = []

    def add_profile(self, said: dict[str, Any]) -> None:
        """Take a profile that was fetched: ``{url, profile}``."""
        messages = [key[len(_MESSAGE) :] for key in texts("en") if key.startswith(_MESSAGE)]
        profile, problems = read_profile(said.get("profile"), messages)
        for problem in problems:
            self._warn(f"data-profile, {said.get('url')}: {problem}")
        if profile is None:
            return
        register(profile.catalog)
        self._profiles[profile.system] = profile
        self._notices.add_texts(profile.texts)
        token = profile.token
        lane = {"url": token.get("url"), "call": token.get("method"), "attribute": token.get("attribute")}
        refused = self._page.addTokenLane(profile.system, json.dumps(lane))
        if refused and isinstance(refused, str):
            self._warn(f"data-profile, {said.get('url')}: {refused}")

    def answer(self, said: FailingAnswer, now: int) -> FailureReported:
        """Return the signal for an error answer."""
        system = said["system"]
        envelope = read_envelope(system, said.get("status"), said.get("body"), said.get("headers"), now)
        if not known(system):
            self._say_unknown(system)
        return from_answer(envelope, system, said["stage"], said.get("age") or 0)

    def event(self, name: str, detail: Any) -> Signal | None:
        """Return the signal for an event of a profile's widget, named ``<system> <event>``; None if there is none."""
        system, _, event = name.partition(" ")
        profile = self._profiles.get(system)
        return None if profile is None else profile.decode(event, detail)

    def _say_unknown(self, system: str) -> None:
        if system not in self._unknown:
            self._unknown.append(system)
            names = ", ".join(list(SYSTEMS) + sorted(self._profiles))
            self._warn(
                f'data-watch: "{system[:80]}" is no system. Known are: {names}. '
                "Its answers are read by their HTTP status only."
            )
