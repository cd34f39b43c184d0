"""Nothing untrue is said, whatever the code and the situation: rules for every notice that there is.

``every_notice.py`` writes the same notices to a file, to be read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from every_notice import WITH_A_FORM, Told, as_text, beside, every_notice

from pywidget.browser.locale import Texts
from pywidget.core.classify import classify
from pywidget.core.effects import Notice
from pywidget.core.policy import Policy
from pywidget.locales import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Callable

# What is run for each language is measured once, when all notices are made in English below.
pytestmark = pytest.mark.no_cover

ENGLISH = texts("en")
TOLD = every_notice()

#: Codes that there was no session for: none has ended.
WITHOUT_A_SESSION = (
    "AUTH_NOT_AUTHENTICATED",
    "AUTH_NO_TOKEN",
    "AUTH_INVALID_CREDENTIALS",
    "AUTH_PROVIDER_MISMATCH",
    "common.unauthorized",
    "common.auth.missing_token",
)
#: Codes after which it is not known whether the work was registered.
DOUBTFUL = ("registration.prepared_not_found", "transaction.not_found")
PAID = ("unsure", "submitted", "completed")
#: What is known of a registration that was sent.
SETTLED = ("transaction-failed", "already-registered", "already-confirmed")


def sentences(told: Told) -> list[str]:
    return [sentence for line in told.lines for sentence in re.findall(r"[^.?]+[.?]?", line) if sentence.strip()]


def words(told: Told) -> str:
    return " ".join(told.lines)


def code(told: Told) -> str:
    return told.verdict.code or "" if told.verdict is not None else ""


def again_only_where_it_can_help(told: Told) -> bool:
    useless = told.verdict is not None and not told.verdict.retryable and told.work not in PAID
    if not useless or told.code.startswith("stands still"):
        return True
    # What is charged twice is not advised.
    advice = told.words["advice"] if told.words["warning"] else words(told)
    return ("again" not in advice or told.notice.kind == "unsure") and "Try again" not in told.buttons


def a_role_is_no_reason_to_sign_in(told: Told) -> bool:
    by_role = told.verdict is not None and (told.verdict.message == "role" or told.verdict.path == "config")
    return not by_role or not ("ign in" in words(told) or "Sign in" in told.buttons)


def a_role_is_told_as_one(told: Told) -> bool:
    return told.verdict is None or told.verdict.message != "role" or "website" not in words(told)


def kept_only_while_it_is(told: Told) -> bool:
    return told.work not in ("empty", *PAID) or not re.search(r"entered is kept|else is kept", words(told))


def a_page_has_no_form(told: Told) -> bool:
    return told.policy.screens or not re.search(r"\bform\b|\bkept\b|\bbutton\b", words(told).replace("button had", ""))


def nothing_is_said_twice(told: Told) -> bool:
    said = [sentence.strip(" .") for sentence in sentences(told)]
    return len(set(said)) == len(said)


def no_phrase_is_repeated(told: Told) -> bool:
    """Five words in a row, in two of the lines."""
    seen: set[tuple[str, ...]] = set()
    for line in told.lines:
        found = re.findall(r"[\w\u2019]+", line.lower())
        phrases = {tuple(found[at : at + 5]) for at in range(len(found) - 4)}
        phrases -= {("the", "owner", "of", "this", "website")}
        if phrases & seen and told.words["advice"] != ENGLISH["next.confirm"]:
            return False
        seen |= phrases
    return True


def no_connection_only_without_one(told: Told) -> bool:
    return not told.online or ENGLISH["title.offline"] not in words(told)


def without_a_connection_that_is_told(told: Told) -> bool:
    network = told.verdict is not None and told.verdict.message == "network" and told.work not in PAID
    return told.online or not network or ENGLISH["title.offline"] in words(told)


def no_session_ends_that_was_none(told: Told) -> bool:
    return code(told) not in WITHOUT_A_SESSION or told.work in PAID or "has ended" not in words(told)


def who_paid_is_warned(told: Told) -> bool:
    if told.work not in PAID or told.verdict is None or told.code.startswith("not renewed"):
        # What needs a session after that may not be the form.
        return True
    return "charged" in told.words["warning"]


def who_paid_is_not_sent_to_the_button_that_pays(told: Told) -> bool:
    """The widget's last button, and any that was pressed before: it may be the same."""
    pays = (ENGLISH["next.form"], ENGLISH["next.press-again"])
    return told.work not in PAID or not any(sentence in words(told) for sentence in pays)


def what_was_submitted_is_warned_of(told: Told) -> bool:
    """Also where nothing is known as paid, and wherever the form of a paid work is at hand."""
    at_hand = (told.work in PAID and told.notice.leads_back) or told.notice.message in SETTLED
    return not (at_hand or "submitted" in words(told)) or "charged" in told.words["warning"]


def who_is_to_be_asked_first_is_not_led_to_the_form(told: Told) -> bool:
    """What the chain refused nobody should send again without asking why."""
    return told.notice.message != "transaction-failed" or not told.notice.leads_back


def a_finished_work_is_called_so(told: Told) -> bool:
    return told.work != "completed" or "was submitted" not in words(told)


def nothing_of_a_paid_work_is_to_be_changed(told: Told) -> bool:
    """What is wrong with a form does not go with a work that was submitted, and its access code least of all."""
    fixes = told.verdict is not None and told.verdict.remedy == "fix-input"
    return told.work not in PAID or not fixes or not told.words["message"]


def the_last_step_is_no_upload(told: Told) -> bool:
    first = told.verdict is not None and told.verdict.message in ("upload-interrupted", "quota-reached")
    return not first or ENGLISH["next.last-step"] not in words(told)


def what_was_submitted_was_not_ended_before(told: Told) -> bool:
    return told.work not in PAID or "no longer be confirmed" not in words(told)


def what_is_doubtful_begins_with_asking(told: Told) -> bool:
    if code(told) not in DOUBTFUL or told.work == "completed":
        return True
    main = told.notice.actions[:1]
    return ("charged" in words(told)) and (told.work in PAID or main in (("contact",), ("dismiss",)))


def a_reference_is_asked_for_only_where_there_is_one(told: Told) -> bool:
    return ENGLISH["next.quote"] not in words(told) or told.notice.reference is not None


def buttons_have_somebody_to_ask(told: Told) -> bool:
    said = told.notice.actions
    return ("sign-in" not in said or told.policy.login) and ("contact" not in said or told.policy.contact)


def there_are_two_buttons_at_most(told: Told) -> bool:
    return len(told.notice.actions) <= 2 and len(set(told.buttons)) == len(told.buttons)


def a_page_can_close_it(told: Told) -> bool:
    return told.policy.screens or told.notice.kind == "renewing" or len(told.notice.actions) > 0


def something_is_said(told: Told) -> bool:
    return bool(told.words["title"])


def what_is_not_known_has_no_name(told: Told) -> bool:
    """That there is no connection, or that nothing more is to be done, is not known then."""
    return told.notice.message != "unexpected" or told.words["title"] == ENGLISH["title.report"]


def to_tell_the_owner_has_a_reason(told: Told) -> bool:
    """That it may happen again is said only where trying again can help."""
    again = ENGLISH["next.report"] in words(told)
    return not again or told.verdict is None or told.verdict.retryable


def another_try_is_spoken_of_where_there_is_one(told: Told) -> bool:
    comes = told.policy.screens and told.notice.until is not None
    return "another try" not in words(told) or comes or "try-again" in told.notice.actions


def what_to_do_if_that_fails_comes_last(told: Told) -> bool:
    """After a sentence that begins with "If" comes what goes with it, or that something is kept."""
    said = [sentence.strip() for sentence in re.findall(r"[^.]+\.", told.words["advice"])]
    ifs = [at for at, sentence in enumerate(said) if sentence.startswith("If ")]
    after = said[ifs[0] + 1 :] if ifs else []
    fits = ("If ", "Then ", ENGLISH["next.entered"], ENGLISH["next.rest"])
    return all(sentence.startswith(fits) for sentence in after)


def the_website_is_named_once(told: Told) -> bool:
    return words(told).lower().count("this website") <= 1


def what_is_not_yet_done_is_to_be_done(told: Told) -> bool:
    """How it goes on is said; what the widget itself finds missing can be seen in it."""
    missing = " yet." in f"{told.words['title']} {told.words['message']}"
    return not missing or code(told).startswith("widget.") or bool(told.words["advice"])


def the_words_are_those_of_the_buttons(told: Told) -> bool:
    """*Reload the page*, *Start over*; and what is missing, or taken, is changed: it was not incorrect."""
    return not re.search(r"\b(anew|Load|Correct)\b", words(told))


def what_is_used_up_is_known(told: Told) -> bool:
    return code(told) == "common.quota_exceeded" or "used up" not in words(told)


def what_loses_something_comes_second(told: Told) -> bool:
    """The page draws *Start over* as no main button, wherever it stands."""
    first = told.notice.actions[:1]
    return not any(action.startswith("confirm-") or action == "register-again" for action in first)


def the_servers_words_are_marked_as_such(told: Told) -> bool:
    _, reason = told.words["params"].get("reason", ("text", ""))
    ours = not reason or not any(reason in line for line in told.lines)
    return ours and bool(told.words["said"]) == (bool(reason) and told.notice.message == "registration-refused")


def no_screen_is_a_dead_end(told: Told) -> bool:
    """Where the notice stands in the place of the widget's failed screen, its Retry is under it."""
    stopped = told.verdict is not None and told.verdict.path != "config" and told.code.split(",")[0] == told.code
    failed = told.look is None or told.look.screen == "FAILED"
    if not stopped or not failed or not told.policy.screens or not told.code.startswith(WITH_A_FORM):
        return True
    ways = ("try-again", "start-over", "dismiss")
    full = len(told.notice.actions) == 2
    return full or told.notice.until is not None or any(way in told.notice.actions for way in ways)


RULES = (
    again_only_where_it_can_help,
    a_role_is_no_reason_to_sign_in,
    a_role_is_told_as_one,
    kept_only_while_it_is,
    a_page_has_no_form,
    nothing_is_said_twice,
    no_phrase_is_repeated,
    no_connection_only_without_one,
    without_a_connection_that_is_told,
    no_session_ends_that_was_none,
    who_paid_is_warned,
    who_paid_is_not_sent_to_the_button_that_pays,
    what_was_submitted_is_warned_of,
    who_is_to_be_asked_first_is_not_led_to_the_form,
    a_finished_work_is_called_so,
    nothing_of_a_paid_work_is_to_be_changed,
    the_last_step_is_no_upload,
    what_was_submitted_was_not_ended_before,
    what_is_doubtful_begins_with_asking,
    a_reference_is_asked_for_only_where_there_is_one,
    buttons_have_somebody_to_ask,
    there_are_two_buttons_at_most,
    a_page_can_close_it,
    something_is_said,
    what_is_not_known_has_no_name,
    to_tell_the_owner_has_a_reason,
    another_try_is_spoken_of_where_there_is_one,
    what_to_do_if_that_fails_comes_last,
    the_website_is_named_once,
    what_is_not_yet_done_is_to_be_done,
    the_words_are_those_of_the_buttons,
    what_is_used_up_is_known,
    what_loses_something_comes_second,
    the_servers_words_are_marked_as_such,
    no_screen_is_a_dead_end,
)


@pytest.mark.parametrize("rule", RULES, ids=[rule.__name__ for rule in RULES])
def test_every_notice_keeps(rule: Callable[[Told], bool]) -> None:
    broken = [told for told in TOLD if not rule(told)]
    assert not broken, as_text(broken[:20])


def told_as(  # noqa: PLR0913  it is a record
    notice: Notice,
    code: str = "",
    *,
    system: str = "allfeat-widget",
    work: str = "",
    screens: bool = True,
    online: bool = True,
    says: str = "",
    own: dict[str, str] | None = None,
) -> Told:
    verdict = classify(code, system) if code else None
    name = f"{system} {code}" if code else ""
    told = Told(name, notice, Policy(system, screens=screens), work, verdict, online=online)
    told.speak(Texts("en", ENGLISH, own))
    told.words["message"] = says or told.words["message"]
    return told


#: What breaks each rule: the sentences of before, most of them.
BROKEN = (
    (again_only_where_it_can_help, told_as(Notice("report"), "transaction.failed")),
    (a_role_is_no_reason_to_sign_in, told_as(Notice("signed-out"), "INSUFFICIENT_ROLE", system="breakground")),
    (a_role_is_told_as_one, told_as(Notice("disabled"), "INSUFFICIENT_ROLE", system="breakground")),
    (kept_only_while_it_is, told_as(Notice("waiting", advice=("entered",)), work="empty")),
    (a_page_has_no_form, told_as(Notice("report", advice=("form",)), screens=False)),
    (nothing_is_said_twice, told_as(Notice("start-over", advice=("later", "later")))),
    (
        no_phrase_is_repeated,
        told_as(Notice("submitted", warning="twice"), says="Once more: if you send it again, wait."),
    ),
    (no_connection_only_without_one, told_as(Notice("offline"))),
    (without_a_connection_that_is_told, told_as(Notice("report"), "widget.network_error", online=False)),
    (no_session_ends_that_was_none, told_as(Notice("signed-out", message="session-ended"), "AUTH_NO_TOKEN")),
    (who_paid_is_warned, told_as(Notice("submitted"), "transaction.failed", work="submitted")),
    (who_paid_is_not_sent_to_the_button_that_pays, told_as(Notice("online", advice=("form",)), work="submitted")),
    (what_was_submitted_is_warned_of, told_as(Notice("report", message="transaction-failed"), "transaction.failed")),
    (
        who_is_to_be_asked_first_is_not_led_to_the_form,
        told_as(Notice("report", message="transaction-failed", leads_back=True), "transaction.failed"),
    ),
    (a_finished_work_is_called_so, told_as(Notice("submitted", warning="registered"), work="completed")),
    (
        nothing_of_a_paid_work_is_to_be_changed,
        told_as(Notice("certificate", message="access-code-expired"), "access_code.expired", work="completed"),
    ),
    (the_last_step_is_no_upload, told_as(Notice("certificate", advice=("last-step",)), "widget.upload_error")),
    (what_was_submitted_was_not_ended_before, told_as(Notice("x", message="preparation-expired"), work="submitted")),
    (what_is_doubtful_begins_with_asking, told_as(Notice("report", actions=("try-again",)), "transaction.not_found")),
    (a_reference_is_asked_for_only_where_there_is_one, told_as(Notice("report", advice=("quote",)))),
    (buttons_have_somebody_to_ask, told_as(Notice("signed-out", actions=("sign-in",)))),
    (there_are_two_buttons_at_most, told_as(Notice("report", actions=("try-again", "contact", "dismiss")))),
    (a_page_can_close_it, told_as(Notice("report"), screens=False)),
    (something_is_said, told_as(Notice("no-such-kind"))),
    (
        what_is_not_known_has_no_name,
        told_as(Notice("offline", message="unexpected"), own={"title.offline": "There is no connection"}),
    ),
    (to_tell_the_owner_has_a_reason, told_as(Notice("report"), "transaction.failed")),
    (
        another_try_is_spoken_of_where_there_is_one,
        told_as(Notice("breaker", advice=("breaker",), actions=("sign-in",), until=1), screens=False),
    ),
    (what_to_do_if_that_fails_comes_last, told_as(Notice("offline", advice=("elsewhere", "form")))),
    (
        the_website_is_named_once,
        told_as(Notice("disabled", advice=("disabled",)), says="It is switched off for this website."),
    ),
    (
        what_is_not_yet_done_is_to_be_done,
        told_as(Notice("report", advice=()), "ORDER_FILE_NOT_UPLOADED", system="mori", says="It is not uploaded yet."),
    ),
    (the_words_are_those_of_the_buttons, told_as(Notice("stuck"), says="Load the page anew.")),
    (what_is_used_up_is_known, told_as(Notice("top-up"), "common.forbidden", says="The credits are used up.")),
    (what_loses_something_comes_second, told_as(Notice("confirm", actions=("confirm-start-over", "cancel")))),
    (
        the_servers_words_are_marked_as_such,
        told_as(Notice("report", message="registration-refused", params={"reason": ("text", "No.")}), says="No."),
    ),
    (no_screen_is_a_dead_end, told_as(Notice("top-up", actions=("contact",)), "registration.insufficient_credits")),
)


@pytest.mark.parametrize(("rule", "told"), BROKEN, ids=[rule.__name__ for rule, _ in BROKEN])
def test_every_rule_can_be_broken(rule: Callable[[Told], bool], told: Told) -> None:
    assert not rule(told)


def test_every_rule_and_every_situation_is_asked() -> None:
    assert [rule for rule, _ in BROKEN] == list(RULES)
    assert len(TOLD) > 3_000
    assert {told.work for told in TOLD if told.policy.screens} >= {"empty", "filled", *PAID}
    assert {told.online for told in TOLD} == {True, False}


def test_every_sentence_is_said_somewhere() -> None:
    """A text that no situation leads to is dead weight in every language."""
    said = {sentence for told in TOLD for sentence in told.notice.advice}
    known = {key.removeprefix("next.") for key in ENGLISH if key.startswith("next.")}
    # On the screen of one work, and where the login page opens in the place of this one.
    assert known - said <= {"back-to-list", "confirm", "leave"}
    assert said - known <= {"waiting", "try-again", "nothing", "submitted"}


def test_every_title_is_read_somewhere() -> None:
    titles = {text for key, text in ENGLISH.items() if key.startswith("title.")}
    assert titles <= {told.words["title"] for told in TOLD}


@pytest.fixture(scope="module", params=LANGUAGES)
def translated(request: pytest.FixtureRequest) -> list[Told]:
    """Every notice in one language; it is made once for the tests of that language, which follow each other."""
    return every_notice(request.param)


def test_every_notice_is_whole_in_every_language(translated: list[Told]) -> None:
    for told in translated:
        for line in told.lines:
            assert not re.search(r"[{}]|  | [.,]|\.\.", line), (told.code, line)
        for name in ("advice", "warning"):
            said = told.words[name]
            assert not said or said.endswith((".", "。", "।")), (told.code, said)
        # Two buttons that are called the same cannot be told apart.
        assert len(set(told.buttons)) == len(told.buttons), (told.code, told.buttons)
        assert all(told.buttons), told.code


def test_a_language_is_read_beside_the_english() -> None:
    english, german = every_notice(), every_notice("de")
    listed = beside(english, german)
    for said in (ENGLISH, texts("de")):
        assert f"    {said['message.title-missing']}\n" in listed
    blocks = listed.strip("\n").split("\n\n")
    assert len(blocks) == len(set(blocks))
    assert len(blocks) >= len({tuple(told.lines) for told in english})


def test_no_language_says_a_sentence_twice_in_one_notice(translated: list[Told]) -> None:
    for told in translated:
        said = [part for line in told.lines for part in re.split(r"(?<=[.?。।\uff1f])\s*", line) if part]
        assert len(set(said)) == len(said), (told.code, said)
        assert told.words["title"], told.code
