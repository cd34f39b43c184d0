"""What a controller had done, in lines: when, since the stage began, and what, with everything that it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driver import NOW

from pywidget.core import effects

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from driver import Stage

    from pywidget.core.effects import Effect, Notice

#: Kind of an effect -> its line.
_LINES: dict[type[Effect], Callable[[Any], str]] = {
    effects.RedrawWidget: lambda _said: "redraw",
    effects.PressRetry: lambda _said: "press retry",
    effects.ResetWidget: lambda _said: "reset",
    effects.CopyAccessCode: lambda _said: "copy access code",
    effects.ReloadPage: lambda _said: "reload page",
    effects.StartTimer: lambda said: f"timer {said.name} {said.delay}",
    effects.CancelTimer: lambda said: f"cancel {said.name}",
    effects.RequestToken: lambda said: (
        f"ask for token {said.request}, try {said.attempt}, to {said.pending_action} {said.system}".strip()
    ),
    effects.AbortToken: lambda said: f"abort token {said.request}",
    effects.DeliverToken: lambda said: f"deliver token {said.request}" + (" when it suits" if said.prefetched else ""),
    effects.ExplainRenewal: lambda said: f"explain {said.reason}",
    effects.PressButton: lambda said: f"press {said.button}",
    effects.FocusWidget: lambda said: f"focus {' '.join(said.fields)}".strip(),
    effects.ShowNotice: lambda said: "show " + _notice(said.notice),
    effects.HideNotice: lambda said: f"hide {said.last}".strip(),
    effects.CoverWidget: lambda said: "cover" if said.on else "uncover",
    effects.ObserveRedraws: lambda said: "observe" if said.on else "observe no more",
    effects.Announce: lambda said: "announce " + said.name.replace("pywidget:", "") + ": " + _fields(said.detail),
    effects.SendReport: lambda said: f"report {_fields(said.report)}",
    effects.OpenLogin: lambda said: f"log in: {said.where}",
    effects.OpenContact: lambda said: f"contact: {said.reference}",
}
#: Longer lines are broken between two fields.
_WIDTH = 96


def transcript(stage: Stage) -> str:
    """Everything since the last one, a line each; of what is long, as many as it takes."""
    lines = []
    for at, effect in stage.log:
        line = f"{at - NOW}"
        for part in (" " + _LINES[type(effect)](effect)).split(", "):
            if len(line) + len(part) > _WIDTH:
                lines.append(line + ",")
                line = part
            else:
                line += part if line == f"{at - NOW}" else ", " + part
        lines.append(line)
    stage.log.clear()
    return "\n".join(lines)


def check(stage: Stage, expected: str) -> None:
    """Compare with lines that may be indented."""
    wanted = "\n".join([line.strip() for line in expected.strip().split("\n")])
    found = transcript(stage)
    assert found == wanted, f"\n{found}\n-- and not --\n{wanted}"


def _fields(fields: dict[str, Any]) -> str:
    """What has a value, in an order that is the same everywhere."""
    return ", ".join([f"{name} {fields[name]}" for name in sorted(fields) if fields[name] is not None])


def _notice(notice: Notice) -> str:
    """All but the advice, which tests of notices look at."""
    line = f"{notice.kind} ({notice.role}) {notice.message}".strip() + f" [{' '.join(notice.actions)}]"
    for name in ("reference", "transaction", "warning"):
        value = getattr(notice, name)
        if value:
            line += f", {name} {value}"
    if notice.until is not None:
        line += f", until {notice.until - NOW}"
    return line + (", leads back" if notice.leads_back else "")
