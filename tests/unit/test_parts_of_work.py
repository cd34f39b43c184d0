# runs-on: micropython
"""The visitor and the visitor's work, each by itself: how far it got, what is waited for, what a button does."""

from __future__ import annotations

from driver import NOW
from situations import half, timers

from pywidget.core import effects
from pywidget.core.classify import classify
from pywidget.core.effects import Notice
from pywidget.core.policy import Policy
from pywidget.core.signals import (
    Look,
    Progressed,
    Signal,
)
from pywidget.core.visitor import Visitor
from pywidget.core.work import COMPLETED, NONE, SUBMITTED, UNSURE, Work


def test_how_far_the_work_got() -> None:
    verdict = classify("widget.network_error")
    for state, event, becomes in (
        (NONE, "confirmed", SUBMITTED),
        (NONE, "complete", COMPLETED),
        (SUBMITTED, "complete", COMPLETED),
        (COMPLETED, "confirmed", SUBMITTED),
        (SUBMITTED, "mode-changed", NONE),
        (UNSURE, "confirmed", SUBMITTED),
        (SUBMITTED, "step", SUBMITTED),
    ):
        work = Work()
        work.state = state
        work.progressed(Progressed(event), NOW)
        assert work.state == becomes, (state, event)
    for uploaded, screen, unsure in (
        (False, "CONFIRMING", True),
        (False, "FAILED", False),
        (False, None, False),
        (True, "FAILED", True),
        (True, None, True),
        (True, "FORM", False),
        (False, "UPLOAD", False),
    ):
        work = Work()
        if uploaded:
            work.progressed(Progressed("upload-complete"), NOW)
        work.word = True
        work.failed(verdict, screen)
        assert (work.state == UNSURE) is unsure, (uploaded, screen)
        assert work.word is not unsure
        # What was uploaded counts for one failure.
        work.state = NONE
        work.failed(verdict, None)
        assert work.state == NONE
    for code, lost in (
        ("widget.network_error", True),
        ("common.service_unavailable", True),
        ("registration.prepared_not_found", True),
        ("transaction.already_confirmed", True),
        ("foo.bar", True),
        ("registration.insufficient_credits", False),
        ("common.rate_limited", False),
    ):
        work = Work()
        work.failed(classify(code), "CONFIRMING")
        assert (work.state == UNSURE) is lost, code
    work = Work()
    assert (work.paid, work.payments, work.transaction, work.filled) == (False, 0, None, None)
    work.progressed(Progressed("confirmed", "tx"), NOW)
    assert (work.paid, work.payments, work.transaction) == (True, 1, "tx")
    work.give_word()
    assert not work.paid
    work.progressed(Progressed("confirmed"), NOW)
    assert (work.paid, work.payments, work.transaction) == (True, 2, "tx")
    work.another()
    assert (work.state, work.transaction, work.word, work.filled) == (NONE, None, False, False)


def test_the_same_file_is_the_same_work() -> None:
    for first, second, same in (("a/1", "a/1", True), ("a/1", "b/1", False), ("", "", False), ("a/1", "", False)):
        work = Work()
        work.progressed(Progressed("upload-start", file=first), NOW)
        work.progressed(Progressed("confirmed"), NOW)
        work.progressed(Progressed("upload-start", file=second), NOW)
        assert (work.state == SUBMITTED) is same, (first, second)
    for filled, after in ((None, True), (True, True), (False, False)):
        work = Work()
        work.filled = filled
        work.progressed(Progressed("upload-start", file="a/1"), NOW)
        assert work.filled is after
    # An upload that begins has not ended.
    work = Work()
    work.progressed(Progressed("upload-complete"), NOW)
    work.progressed(Progressed("upload-start", file="a/1"), NOW)
    work.failed(classify("widget.network_error"), None)
    assert work.state == NONE


def test_silence_is_counted_from_what_was_said() -> None:
    signal = Progressed("confirmed")
    signal.age = 30_000
    work = Work()
    (timer, _fact) = work.progressed(signal, NOW)
    assert timers([timer]) == [("stuck", 120_000)]
    late = Progressed("confirmed")
    late.age = 200_000
    assert timers(Work().progressed(late, NOW)) == [("stuck", 0)]
    assert timers(work.quiet(None, NOW + 119_999)) == [("stuck", 1)]
    for screen, silent in (("CONFIRMING", True), ("TRACKING", True), (None, True), ("FORM", False), ("FAILED", False)):
        follows = work.quiet(Look(screen=screen), NOW + 120_000)
        assert [follow.kind for follow in follows if isinstance(follow, Signal)] == ["work-silent"] * silent, screen
    assert len(work.quiet(None, NOW + 120_000)) == 1
    work.progressed(Progressed("complete"), NOW)
    assert work.quiet(None, NOW + 999_000) == []
    (cancelled, _fact) = work.progressed(Progressed("complete"), NOW)
    assert isinstance(cancelled, effects.CancelTimer)
    assert cancelled.name == "stuck"
    # Seen while it tracks, it is watched from then on, once.
    work = Work()
    look = Look(screen="TRACKING", transaction_id="tx")
    assert timers(work.see(look, "", NOW)) == [("stuck", 150_000)]
    assert (work.state, work.transaction) == (SUBMITTED, "tx")
    assert work.see(look, "", NOW + 1) == []
    work = Work()
    work.see(Look(screen="COMPLETE", transaction_id="tx"), "", NOW)
    assert work.state == COMPLETED


def test_a_form_that_is_back() -> None:
    filled = ("back", "submit")
    for pressed, first_step, state, becomes, facts in (
        ("retry", False, SUBMITTED, SUBMITTED, 1),
        ("retry", True, SUBMITTED, SUBMITTED, 1),
        ("", False, SUBMITTED, SUBMITTED, 1),
        ("", True, SUBMITTED, NONE, 0),
        ("retry", False, NONE, NONE, 0),
        ("reset", False, SUBMITTED, NONE, 0),
    ):
        work = Work()
        work.see(Look(screen="FAILED"), "", NOW)
        work.state = state
        follows = work.see(Look(screen="FORM", first_step=first_step, buttons=filled), pressed, NOW)
        assert (work.state, len(follows)) == (becomes, facts), (pressed, first_step, state)
    # From one form to the other nothing came back.
    work = Work()
    for screen in ("FORM", "DOWNLOADS", "FORM"):
        work.state = SUBMITTED
        assert work.see(Look(screen=screen), "", NOW) == []
        assert work.state == SUBMITTED
    for before, buttons, pressed, after in (
        (None, filled, "", True),
        (None, ("next",), "", None),
        (None, None, "", None),
        (False, filled, "", False),
        (False, filled, "next", True),
        (False, ("next",), "next", False),
    ):
        work = Work()
        work.filled = before
        work.see(Look(screen="FORM", buttons=buttons), pressed, NOW)
        assert work.filled is after, (before, buttons, pressed)
    work = Work()
    work.see(Look(screen="TRACKING", buttons=filled), "", NOW)
    assert work.filled is None


def test_a_visitor_waits_and_comes_back() -> None:
    visitor = Visitor(Policy(), half)
    assert (visitor.notice, visitor.wait_until, visitor.signing_in) == (None, 0, False)
    assert visitor.hide() == []
    assert not visitor.shows(("report",))
    assert not visitor.offers("contact")
    assert not visitor.advises("report")
    assert visitor.limit(7_000, NOW) == NOW + 7_000
    assert timers(visitor.wait(NOW)) == [("wait", 7_000)]
    assert timers(visitor.wait(NOW + 8_000)) == [("wait", 0)]
    assert visitor.wait_until == NOW + 7_000
    assert timers(visitor.wait_over(NOW + 6_999) or []) == [("wait", 1)]
    assert visitor.wait_over(NOW + 7_000) is None
    assert visitor.wait_until == 0
    assert timers(visitor.wait(NOW, NOW + 9)) == [("wait", 9)]
    (cancelled,) = visitor.stop_waiting()
    assert isinstance(cancelled, effects.CancelTimer)
    assert (cancelled.name, visitor.wait_until) == ("wait", 0)
    # A day is what nobody sits through.
    assert visitor.limit(86_399_999, NOW) == NOW + 86_399_999
    assert visitor.limit(86_400_000, NOW) is None
    visitor.succeeded()
    assert visitor.limit(None, NOW) == NOW + 3_750
    assert visitor.limit(None, NOW) == NOW + 7_500
    assert not visitor.was_offline(NOW)
    visitor.online(NOW)
    for moment, offline in ((NOW - 1, True), (NOW, False)):
        assert visitor.was_offline(moment) is offline
    assert not visitor.returned(NOW)
    visitor.signing_in = True
    for now, returned in ((0, True), (20_999, False), (21_000, True)):
        assert visitor.returned(now) is returned, now
    visitor.signed_in()
    assert not visitor.returned(NOW + 99_000)


def test_which_button_of_which_notice_does_something() -> None:
    harmless = ("try-again", "sign-in", "contact", "copy-code", "dismiss")
    others = (
        "start-over",
        "confirm-start-over",
        "reload",
        "confirm-reload",
        "confirm-sign-in",
        "cancel",
        "back-to-list",
        "keep",
        "register-again",
    )
    for action in harmless + others:
        visitor = Visitor(Policy(reset="allowed"), half)
        assert bool(visitor.chosen(action, None, NOW)) is (action in harmless), action
        visitor.show(Notice("report", actions=(action,)))
        assert visitor.chosen(action, None, NOW), action
    visitor = Visitor(Policy(), half)
    visitor.show(Notice("report", actions=("fly",)))
    assert visitor.chosen("fly", None, NOW) == []


def test_what_is_quoted_to_the_contact() -> None:
    for notice, reference in (
        (Notice("report", reference="r", transaction="tx"), "r"),
        (Notice("report", transaction="tx"), "tx"),
        (Notice("report"), ""),
        (None, ""),
    ):
        visitor = Visitor(Policy(), half)
        if notice is not None:
            visitor.show(notice)
        (contact,) = visitor.chosen("contact", None, NOW)
        assert isinstance(contact, effects.OpenContact)
        assert contact.reference == reference


def test_what_there_is_to_lose_is_asked_about() -> None:
    for screens, look, asks in (
        (True, None, True),
        (True, Look(screen="FORM"), True),
        (True, Look(screen="COMPLETE"), False),
        (True, Look(screen="DISABLED"), False),
        (False, None, False),
    ):
        visitor = Visitor(Policy(screens=screens), half)
        visitor.show(Notice("report", actions=("reload",)))
        (follow,) = visitor.chosen("reload", look, NOW)
        assert isinstance(follow, effects.ShowNotice) is asks, (screens, look)
        if asks:
            assert visitor.notice is not None
            assert (visitor.notice.kind, visitor.notice.role) == ("leave", "alert")
            assert visitor.notice.actions == ("cancel", "confirm-reload")
            assert [type(effect) for effect in visitor.chosen("cancel", look, NOW)] == [effects.ShowNotice]
            assert visitor.notice.kind == "report"
        else:
            assert isinstance(follow, effects.ReloadPage)
    visitor = Visitor(Policy(login=True), half)
    visitor.signing_in = True
    (follow,) = visitor.login_blocked(Look(screen="COMPLETE"))
    assert isinstance(follow, effects.OpenLogin)
    assert (follow.where, visitor.signing_in) == ("page", False)


def test_whether_a_press_changed_something() -> None:
    before = Look(screen="FORM", buttons=("next",), alert=None)
    for after, same in (
        (Look(screen="FORM", buttons=("next",)), True),
        (Look(screen="UPLOAD", buttons=("next",)), False),
        (Look(screen="FORM", buttons=("back",)), False),
        (Look(screen="FORM", buttons=("next",), alert="Oh"), False),
        (None, False),
    ):
        visitor = Visitor(Policy(), half)
        assert timers(visitor.acted(before)) == [("effect", 1_500)]
        assert visitor.nothing_changed(after) is same
        # It is looked for once.
        assert not visitor.nothing_changed(before)
    visitor = Visitor(Policy(), half)
    visitor.acted(Look(screen="FORM"))
    assert not visitor.nothing_changed(Look(screen="FORM"))
    visitor.acted(before)
    visitor.show(Notice("report"))
    assert not visitor.nothing_changed(before)


def test_a_notice_that_holds_on_the_form_loses_its_way_back() -> None:
    visitor = Visitor(Policy(contact=True), half)
    assert visitor.keep_on_the_form() == []
    visitor.show(Notice("waiting"))
    assert visitor.keep_on_the_form() == []
    visitor.show(Notice("unsure", actions=("try-again", "contact")))
    assert len(visitor.keep_on_the_form()) == 1
    assert visitor.notice is not None
    assert visitor.notice.actions == ("contact", "dismiss")
