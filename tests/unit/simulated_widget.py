"""An ats-widget of any generation, as its contract describes it: screens, buttons, events, traps.

Nothing here knows of pywidget. What the widget asks its server stands in ``asked`` until a test answers it; the server
takes each token for one registration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TOKEN_WAIT_MS = 60_000
GUARD_MS = 20_000
POLL_FOR_MS = 120_000

#: What goes wrong -> code (generations 2 and 3; None: the answer is no JSON), code and HTTP status (generation 1).
ERRORS: dict[str, tuple[str | None, str, int | None]] = {
    "401": ("session.invalid_token", "TOKEN_EXPIRED", 401),
    "unauthorized": ("common.unauthorized", "UNKNOWN_ERROR", None),
    "invalid": ("registration.duplicate_title", "BAD_REQUEST", 422),
    "credits": ("registration.insufficient_credits", "BAD_REQUEST", 400),
    "limited": ("common.rate_limited", "RATE_LIMITED", 429),
    "down": ("common.service_unavailable", "SERVER_ERROR", 503),
    "inactive": ("session.key_inactive", "FORBIDDEN", 403),
    "gone": ("registration.prepared_not_found", "NOT_FOUND", 404),
    "expired": ("transaction.expired", "NOT_FOUND", 404),
    "failed": ("transaction.failed", "UNKNOWN_ERROR", None),
    "not-found": ("work.not_found", "NOT_FOUND", 404),
    "lost": ("widget.network_error", "NETWORK_ERROR", None),
    "refused": ("widget.upload_error", "UPLOAD_ERROR", 403),
    "html": (None, "UNKNOWN_ERROR", None),
}
#: What can come of each thing that is asked for. ``taken-``: the server did it, and its answer was lost.
ANSWERS: dict[str, tuple[str, ...]] = {
    "init": (
        "ok",
        "401",
        "unauthorized",
        "invalid",
        "credits",
        "limited",
        "down",
        "inactive",
        "lost",
        "taken-lost",
        "html",
    ),
    "upload": ("ok", "refused", "lost"),
    "prepare": ("ok", "401", "down", "lost", "gone", "html"),
    "confirm": ("ok", "401", "credits", "down", "taken-down", "lost", "taken-lost", "html", "taken-html", "gone"),
    "tracking": ("ok", "step", "401", "down", "expired", "failed", "silence"),
    "certificate": ("ok", "401", "down", "lost"),
    "code": ("ok", "401", "not-found", "down"),
    "list": ("ok", "401", "inactive", "down"),
    "versions": ("ok", "401", "down"),
    "file": ("ok", "401", "down"),
}
#: Codes that ask for a token, and codes that switch the widget off.
RENEWING = ("session.invalid_token",)
DISABLING = ("session.key_inactive",)
#: Answers before which the server did not look at the token.
NOT_READ = ("lost", "html", "down", "limited")
#: Answers to a confirmation after which nobody knows whether it was paid for.
UNCLEAR = ("down", "lost", "html", "gone")

TEXT = "Session expired. Please try again."


class State:
    """What ``reset()`` and a change of mode replace."""

    def __init__(self) -> None:
        self.screen = "FORM"
        self.step = "form"
        #: Which work is in the form; 0: none, it is empty.
        self.work = 0
        self.code = False
        #: The work to update or to download was chosen.
        self.chosen = False
        self.pending = False
        self.transaction: str | None = None
        self.request_id: str | None = None
        self.access_code = False
        self.list_error = self.versions_error = ""


class Asked:
    """One request on its way."""

    def __init__(self, kind: str, token: int | None, work: int = 0, file: str = "") -> None:
        self.kind = kind
        self.token = token
        self.work = work
        self.file = file


class SimulatedWidget:
    """One widget and its server.

    Args:
        generation: 1, 2 or 3.
        external: the page names its visitors, who see a list of their works (generation 3 only).
        token: the token that the page gave it; None: none.
        say: dispatches an event.
        drawn: is told of each drawing.
        clock: tells the time in milliseconds.

    Attributes:
        buttons, overlay: what was drawn last.
        timers: when its own timers run out.
        paid, unclear: how often each work was paid for, and the works of which nobody knows.
        refused: the tokens that the server refused, but for those that a registration had used up.
    """

    def __init__(  # noqa: PLR0913  what a test has to say of a widget, by name
        self,
        generation: int,
        *,
        external: bool,
        token: int | None,
        say: Callable[[str, dict[str, Any]], None],
        drawn: Callable[[], None],
        clock: Callable[[], int],
    ) -> None:
        self.generation = generation
        self.external = external and generation == 3
        self.mode = "register"
        self.token = token
        self.state = State()
        self.asked: list[Asked] = []
        self.submitting = False
        self.stage = ""
        self.last_asked = -GUARD_MS
        self.timers: dict[str, int] = {}
        self.buttons: tuple[str, ...] = ()
        self.overlay = False
        self.alert: str | None = None
        self.paid: dict[int, int] = {}
        self.unclear: set[int] = set()
        self.spent: set[int] = set()
        self.refused: set[int] = set()
        self.works = 0
        self.transactions = 0
        self._say, self._drawn, self._clock = say, drawn, clock
        self.draw()

    # What the visitor and the page do

    def press(self, button: str) -> None:
        """One of its own buttons, which has to be there."""
        assert button in self.buttons, button
        getattr(self, "_press_" + button.replace("-", "_"))()

    def choose_file(self) -> None:
        """Another file is another work."""
        self.works += 1
        self.state.work = self.works
        self.draw()

    def reset(self) -> None:
        """By the page, or by its button "protect another"."""
        self.timers.pop("token", None)
        self._clear()
        self.draw()
        if self.generation == 1:
            self._say("token-expired", {"pendingAction": "reset"})
        self._load()

    def change_mode(self, mode: str) -> None:
        self.mode = mode
        self._clear()
        if self.generation == 3:
            self._say("mode-changed", {"mode": mode})
        self.draw()
        self._load()

    def set_token(self, token: int) -> None:
        """Never in the turn of an event of its own."""
        self.token = token
        if not self.state.pending:
            self.draw()
            return
        self.state.pending = False
        self.timers.pop("token", None)
        if self.stage == "access_code":
            self._verify()
        elif self.stage in ("work_select", "download_list"):
            self._load()
        elif self.stage == "download":
            # The overlay stays.
            self._ask("certificate")
        elif not self.stage.startswith("download_"):
            self._press_submit()

    def run_out(self, timer: str) -> None:
        """One of its timers ran out."""
        del self.timers[timer]
        if timer == "poll":
            self.answer(self.tracked(), "timeout")
        elif self.state.pending:
            self.state.pending = False
            self._stop("widget.unknown_error", TEXT)

    def tracked(self) -> Asked:
        """The request that follows a transaction."""
        return next(asked for asked in self.asked if asked.kind == "tracking")

    # Its buttons

    def _press_next(self) -> None:
        if self.state.step == "access-code":
            self.state.code = True
            self._verify()
        else:
            self.state.step = "review"
            self.draw()

    def _press_back(self) -> None:
        self.state.step = "form"
        self.draw()

    def _press_submit(self) -> None:
        state = self.state
        if self.submitting:
            return
        if not state.work:
            self._stop("widget.unknown_error", "No file selected")
        elif self.token is None:
            self._stop("widget.unknown_error", "No token available")
        elif self.mode == "update" and not state.chosen:
            self._stop("widget.no_work_selected", "Please select a work to update.")
        else:
            self.submitting = True
            self.draw()
            self._ask("init")

    def _press_retry(self) -> None:
        state = self.state
        state.transaction = state.request_id = None
        state.chosen = False
        if self.mode == "download":
            state.code = False
        self._enter()
        if self.mode == "register":
            state.step = "review"
        self.draw()
        self._load()

    def _press_reset(self) -> None:
        self.reset()

    def _press_download(self) -> None:
        self._ask("certificate")

    def _press_reload_works(self) -> None:
        self._load()

    def _press_reload_versions(self) -> None:
        """Nobody listens to it."""

    def _press_select_work(self) -> None:
        self._open()
        self._say("work-selected", {"workId": "w", "atsId": 1})

    def _press_back_to_list(self) -> None:
        self.state.chosen = False
        self._enter()
        self.draw()

    def _press_download_version_cert(self) -> None:
        self._say("download-started", {"workId": "w", "kind": "certificate"})
        self._ask("file")

    # What comes of its requests

    def answer(self, asked: Asked, answer: str) -> None:
        """The server answers, or does not."""
        self.asked.remove(asked)
        token, begins = asked.token, asked.kind == "init"
        if begins and token in self.spent and answer not in NOT_READ:
            answer = "401"
        taken = answer.startswith("taken-")
        answer = answer[6:] if taken else answer
        if token is not None and answer in ("401", "unauthorized"):
            # A token that was used up by a registration is refused for another one, and for nothing else.
            if not (begins and token in self.spent):
                self.refused.add(token)
        elif token is not None and begins and (taken or answer not in NOT_READ):
            self.spent.add(token)
        if asked.kind == "confirm" and (answer == "ok" or taken):
            self.paid[asked.work] = self.paid.get(asked.work, 0) + 1
        getattr(self, "_" + asked.kind)(asked, answer)

    def _init(self, asked: Asked, answer: str) -> None:
        if answer != "ok":
            self._error(answer, "submit")
            return
        self.state.screen = "UPLOAD"
        self.draw()
        self._say("upload-start", {"filename": asked.file, "size": 2048})
        self._go_on("upload", asked)

    def _upload(self, asked: Asked, answer: str) -> None:
        if answer != "ok":
            self._error(answer, "submit")
            return
        self._say("upload-complete", {"filename": asked.file})
        self.state.screen = "CONFIRMING"
        self.draw()
        self._go_on("prepare", asked)

    def _prepare(self, asked: Asked, answer: str) -> None:
        if answer == "ok":
            self._go_on("confirm", asked)
        else:
            self._error(answer, "submit")

    def _confirm(self, asked: Asked, answer: str) -> None:
        if answer in UNCLEAR:
            self.unclear.add(asked.work)
        if answer != "ok":
            self._error(answer, "submit")
            return
        self.transactions += 1
        self.state.transaction = f"tx_{self.transactions}"
        self._say("confirmed", {"transactionId": self.state.transaction})
        self.state.screen = "TRACKING"
        self.draw()
        self._go_on("tracking", asked)
        self.timers["poll"] = self._clock() + POLL_FOR_MS

    def _tracking(self, asked: Asked, answer: str) -> None:
        if answer == "step":
            self.asked.append(asked)
            self.draw()
            self._say("step", {"step": "s", "progress": 20, "description": "d"})
            return
        self.timers.pop("poll", None)
        if answer == "silence":
            # `submitting` is never over.
            return
        if answer == "ok":
            self.submitting = False
            self.state.screen = "COMPLETE"
            self.state.access_code = True
            self.draw()
            self._say(
                "complete", {"atsId": 42, "txHash": "0x1", "blockNumber": 1, "explorerUrl": "", "accessCode": "a"}
            )
            return
        text = "Transaction timed out" if answer == "timeout" else "raw"
        name = "lost" if answer == "timeout" else answer
        if self.generation == 1:
            # By WebSocket and by polling alike, whatever the code.
            self._stop("", text)
            self._stop("", text)
            self._say("error", {"stage": "FAILED", "error": text, "details": {"message": text}})
        else:
            self._error(name, "tracking", text)
            self._say("error", {"message": "WebSocket error", "requestId": None, "stage": "submit"})
        self.submitting = False

    def _certificate(self, _asked: Asked, answer: str) -> None:
        if answer == "ok":
            return
        if self.generation > 1:
            self._error(answer, "download")
            return
        _, code, status = ERRORS[answer]
        if code == "TOKEN_EXPIRED":
            self._wait_for_token("download", "download")
        details = {"name": "AtsApiException", "message": "raw", "code": code, "httpStatus": status}
        self._say("error", {"stage": "download", "error": "raw", "details": details})

    def _code(self, _asked: Asked, answer: str) -> None:
        if answer == "ok":
            self._open()
        elif answer == "not-found" or (self.generation == 1 and answer != "401"):
            # Beside the field, without an event.
            self.draw()
        else:
            self._error(answer, "access_code")

    def _list(self, _asked: Asked, answer: str) -> None:
        if answer == "401":
            self._error(answer, "download_list" if self.mode == "download" else "work_select")
            return
        if answer != "ok":
            self.state.list_error = LISTED[answer]
        self.draw()

    def _versions(self, _asked: Asked, answer: str) -> None:
        if answer != "ok":
            self.state.versions_error = "Your session has expired." if answer == "401" else LISTED[answer]
        if answer == "401":
            self._error(answer, "download_detail")
        self.draw()

    def _file(self, _asked: Asked, answer: str) -> None:
        download = {"workId": "w", "kind": "certificate"}
        if answer == "ok":
            self._say("download-complete", download)
            return
        self._say("download-failed", {"workId": "w", "kind": "certificate", "message": "raw"})
        if answer == "401":
            self._error(answer, "download_version_certificate")

    # Errors and tokens

    def _error(self, name: str, stage: str, text: str = "raw") -> None:
        """An error as its generation tells it."""
        if self.generation == 1 and name == "unauthorized":
            name = "401"
        code, old, status = ERRORS[name]
        registers = stage == "submit"
        if self.generation == 1:
            self._old_error(old, status, stage)
        else:
            self._say("error", {"code": code, "message": text, "requestId": "req_1" if code else None, "stage": stage})
            if code in RENEWING:
                if not self._wait_for_token(stage, stage):
                    self._stop("widget.auth_retry_exhausted", "Refused.")
            elif code is not None:
                self.state.request_id = "req_1"
                self._stop(code, text, "DISABLED" if code in DISABLING else "FAILED")
        if registers:
            self.submitting = False

    def _old_error(self, code: str, status: int | None, stage: str) -> None:
        if code == "TOKEN_EXPIRED":
            self._wait_for_token(stage, self.mode)
            return
        limited = code == "RATE_LIMITED"
        text = "Too many requests. Please wait a moment and try again." if limited else "raw"
        self._stop("", text)
        if not limited:
            details = {"name": "AtsApiException", "message": text, "code": code, "httpStatus": status}
            self._say("error", {"stage": "FAILED", "error": text, "code": code, "details": details})

    def _wait_for_token(self, stage: str, pending: str) -> bool:
        now = self._clock()
        if self.generation == 3 and now - self.last_asked < GUARD_MS:
            self.last_asked = -GUARD_MS
            return False
        self.last_asked = now
        self.stage = stage
        self.state.pending = True
        self.draw()
        self._say("token-expired", {"pendingAction": pending})
        self.timers["token"] = now + TOKEN_WAIT_MS
        return True

    def _stop(self, code: str, text: str, screen: str = "FAILED") -> None:
        self.state.screen = screen
        self.draw()
        if self.generation == 1:
            self._say("failed", {"error": text, "stage": "FAILED"})
        else:
            self._say("failed", {"code": code, "message": text, "requestId": self.state.request_id})

    # Inside

    def _enter(self) -> None:
        state = self.state
        state.screen = "DOWNLOADS" if self.mode == "download" else "FORM"
        state.step = "form" if self.mode == "register" else "works" if self.external else "access-code"

    def _clear(self) -> None:
        followed = [asked for asked in self.asked if asked.kind == "tracking"]
        for asked in followed:
            self.asked.remove(asked)
            self.submitting = False
        self.timers.pop("poll", None)
        self.state = State()
        self._enter()

    def _verify(self) -> None:
        self.draw()
        self._ask("code")

    def _open(self) -> None:
        self.state.chosen = True
        if self.mode == "download":
            self.state.screen = "DOWNLOAD_DETAIL"
            self.state.versions_error = ""
            self._ask("versions")
        else:
            self.state.step = "form"
        self.draw()

    def _load(self) -> None:
        if self.state.step == "works":
            self.state.list_error = ""
            self.draw()
            self._ask("list")

    def _ask(self, kind: str) -> None:
        self.asked.append(Asked(kind, self.token, self.state.work, f"file{self.state.work}.wav"))

    def _go_on(self, kind: str, asked: Asked) -> None:
        self.asked.append(Asked(kind, self.token, asked.work, asked.file))

    def draw(self) -> None:
        """What can be seen from now on."""
        state = self.state
        self.overlay, self.alert = state.pending, None
        if self.token is None:
            self.alert, self.buttons = "Authentication required: Please provide a valid token to use this widget.", ()
            self.overlay = False
        else:
            self.buttons = self._buttons()
        self._drawn()

    @property
    def first_step(self) -> bool:
        """Its form has a way on, which may be disabled, and no way back."""
        state = self.state
        return self.token is not None and state.screen == "FORM" and state.step in ("form", "access-code")

    def _buttons(self) -> tuple[str, ...]:
        state = self.state
        if state.screen == "COMPLETE":
            return ("copy-access-code", "download", "reset")
        if state.screen == "FAILED":
            return ("retry",)
        if state.screen == "DOWNLOAD_DETAIL":
            self.alert = state.versions_error or None
            return ("reload-versions" if state.versions_error else "download-version-cert", "back-to-list")
        if state.screen not in ("FORM", "DOWNLOADS"):
            return ()
        if state.step == "works":
            self.alert = state.list_error or None
            return ("reload-works",) if state.list_error else ("select-work",)
        if state.step == "access-code":
            return ("next",)
        if state.step == "review":
            return () if self.submitting else ("back", "submit")
        return ("next",) if state.work else ()


#: What a list shows in place of itself.
LISTED = {
    "inactive": "This widget is currently disabled. Please contact your administrator.",
    "down": "The service is temporarily unavailable. Please try again later.",
}
