"""One row per effect: what the page is told to do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.core import effects

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pywidget.browser.border import Page
    from pywidget.browser.late_reports import LateReports
    from pywidget.browser.notice_display import NoticeDisplay
    from pywidget.browser.settings import Settings
    from pywidget.core.signals import Look


class Performer:
    """Performs the effects of all controllers, by calls to the page."""

    def __init__(self, page: Page, settings: Settings, notices: NoticeDisplay, reports: LateReports) -> None:
        self._page = page
        self._look: Look | None = None
        self._rows: dict[type, Callable[[int, Any], object]] = {
            effects.RequestToken: self._request_token,
            effects.AbortToken: lambda widget, effect: page.abortToken(widget, effect.request),
            effects.DeliverToken: lambda widget, effect: page.deliverToken(
                widget, effect.request, int(effect.prefetched)
            ),
            effects.ExplainRenewal: lambda widget, effect: page.explainRenewal(widget, effect.reason),
            effects.RedrawWidget: lambda widget, _effect: page.redraw(widget),
            effects.PressRetry: lambda widget, _effect: page.pressRetry(widget),
            effects.PressButton: lambda widget, effect: page.pressButton(widget, effect.button),
            effects.FocusWidget: lambda widget, effect: page.focusWidget(widget, json.dumps(list(effect.fields))),
            effects.ResetWidget: lambda widget, _effect: page.reset(widget),
            effects.ShowNotice: lambda widget, effect: notices.show(widget, effect.notice),
            effects.HideNotice: lambda widget, effect: notices.hide(widget, effect.last),
            effects.CoverWidget: lambda widget, effect: notices.cover(widget, effect.on),
            effects.StartTimer: lambda widget, effect: page.startTimer(widget, effect.name, effect.delay),
            effects.CancelTimer: lambda widget, effect: page.cancelTimer(widget, effect.name),
            effects.ObserveRedraws: lambda widget, effect: page.observeRedraws(widget, int(effect.on)),
            effects.Announce: lambda widget, effect: page.announce(widget, effect.name, json.dumps(effect.detail)),
            effects.SendReport: lambda widget, effect: reports.send(effect.report, widget, self._name, self._now),
            effects.OpenLogin: lambda widget, effect: page.openLogin(
                widget, settings["login-url"], effect.where, settings["login-return"]
            ),
            effects.OpenContact: lambda _widget, effect: page.openContact(settings["contact"], effect.reference),
            effects.CopyAccessCode: lambda widget, _effect: page.copyAccessCode(widget),
            effects.ReloadPage: lambda _widget, _effect: page.reload(),
        }
        self._name = ""
        self._now = 0

    def perform_all(self, widget: int, name: str, look: Look | None, todo: list[effects.Effect], now: int) -> None:
        """Perform effects, in order. One that fails does not take the others with it.

        Args:
            widget: number of the widget.
            name: the owner's name for the widget.
            look: how the widget looked last; None if that is not known.
            todo: the effects.
            now: the time, in milliseconds.
        """
        rows = self._rows
        for effect in todo:
            kind = type(effect)
            # Each time, because what an effect does in the page may lead to a call of this in between.
            self._name = name
            self._look = look
            self._now = now
            try:
                rows[kind](widget, effect)
            except Exception as error:  # noqa: BLE001  whatever it is that failed
                self._page.log("error", f"{kind.__name__} failed: {type(error).__name__}: {error}")

    def _request_token(self, widget: int, effect: effects.RequestToken) -> None:
        look = self._look
        info = {
            "pendingAction": effect.pending_action,
            "mode": look.mode if look is not None else None,
            "network": look.network if look is not None else None,
            "attempt": effect.attempt,
        }
        if effect.system:
            info["system"] = effect.system
        self._page.askToken(widget, effect.request, json.dumps(info))
