"""``pywidget explain`` as people and programs call it."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pywidget import catalog, samples
from pywidget.catalog import SYSTEMS, load
from pywidget.cli.explain import explain
from pywidget.cli.why import why
from pywidget.core.classify import classify
from pywidget.core.envelope import Envelope
from pywidget.core.profile import read_profile
from pywidget.locales import LANGUAGES, texts
from tools.sources import ROOT

KEYS = ["system", "code", "path", "remedy", "retryable", "http_status", "message", "action", "why"]


def run(*arguments: str, status: int = 0, pasted: str | None = None) -> Result:
    result = CliRunner().invoke(explain, list(arguments), input=pasted, env={"COLUMNS": "80"})
    assert result.exit_code == status, result.output
    return result


def told(*arguments: str, status: int = 0, pasted: str | None = None) -> Any:
    return json.loads(run(*arguments, "--json", status=status, pasted=pasted).stdout)


def words_of(*arguments: str, status: int = 0, pasted: str | None = None) -> str:
    return " ".join(run(*arguments, status=status, pasted=pasted).stdout.split())


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_listed_code_is_told_as_its_table_says(system: str) -> None:
    for code, (path, remedy, http_status, message, action) in load(system).CODES.items():
        found = told(code, "--system", system)
        assert isinstance(found, dict)
        assert list(found) == KEYS
        assert found["system"] == system
        assert found["code"] == code
        assert (found["path"], found["remedy"], found["http_status"]) == (path, remedy, http_status)
        assert found["message"] == texts("en")[f"message.{message}"]
        assert found["action"] == action
        assert isinstance(found["retryable"], bool)


def test_without_a_system_every_one_that_lists_the_code_answers() -> None:
    for code, systems in (
        ("session.key_inactive", ["allfeat-widget"]),
        ("common.not_found", ["allfeat-widget", "allfeat-api"]),
        ("RATE_LIMITED", ["allfeat-widget-v1", "breakground"]),
        ("NOT_FOUND", ["allfeat-widget-v1", "breakground"]),
        ("widget.auth_retry_exhausted", ["allfeat-widget"]),
    ):
        found = told(code)
        assert isinstance(found, list)
        assert [entry["system"] for entry in found] == systems
        assert all(list(entry) == KEYS for entry in found)


def test_kin_answer_only_when_their_system_is_asked() -> None:
    found = told("api_key.revoked", "--system", "allfeat-widget")
    assert isinstance(found, dict)
    assert list(found) == KEYS
    assert found["system"] == "allfeat-api"


@pytest.mark.parametrize(
    ("arguments", "guesses"),
    [
        (["organization.paused", "--system", "allfeat-widget"], [("allfeat-widget", "config", "prefix")]),
        (["AUTH_NEW"], [("breakground", "auth", "prefix"), ("mori", "auth", "prefix")]),
        (["nonsense"], [("allfeat-widget", "retry", "default")]),
        (["ORDER_EXPIRED", "--system", "breakground"], [("breakground", "retry", "default")]),
        ([""], [("allfeat-widget", "retry", "default")]),
    ],
)
def test_an_unknown_code_is_guessed_and_says_so(arguments: list[str], guesses: list[tuple[str, str, str]]) -> None:
    found = told(*arguments, status=2)
    entries = found if isinstance(found, list) else [found]
    assert [(entry["system"], entry["path"], entry["guessed_by"]) for entry in entries] == guesses
    assert all(list(entry) == [*KEYS, "guessed_by"] for entry in entries)
    assert isinstance(found, list) == ("--system" not in arguments)


def test_the_text_has_everything() -> None:
    output = run("registration.audio_too_large", "--system", "allfeat-api").stdout
    words = " ".join(output.split())
    assert words.startswith("registration.audio_too_large (allfeat-api)")
    for part in ("path retry", "remedy fix-input", "retryable no", "HTTP status 413", "The file is too large."):
        assert part in words
    assert load("allfeat-api").CODES["registration.audio_too_large"][4] in words
    assert "guess" not in words
    assert all(len(line) <= 80 for line in output.splitlines())


def test_the_text_of_a_guess_says_what_it_rests_on() -> None:
    assert 'a guess from how it begins, "session.".' in words_of("session.key_inactiv", status=2)
    assert "a guess from nothing" in words_of("nonsense", status=2)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["session.key_inactiv"], "Did you mean session.key_inactive?"),
        (["SESSION.KEY_INACTIVE"], "Did you mean session.key_inactive?"),
        (["sesion.keyinactive"], "Did you mean session.key_inactive?"),
        (["order_expired"], "Did you mean ORDER_EXPIRED?"),
        (["ORDER_EXPIRED", "--system", "breakground"], "It is a code of mori: try --system mori."),
    ],
)
def test_hints(arguments: list[str], hint: str) -> None:
    said = words_of(*arguments, status=2)
    # Which code was meant is said at once, because what follows is a guess.
    place = f"No table knows the code {arguments[0]}. {hint}" if "mean" in hint else f"What to check - {hint}"
    assert place in said
    assert said.count(hint) == 1


def test_spaces_around_a_code_do_not_count() -> None:
    assert words_of(" session.key_inactive\n") == words_of("session.key_inactive")


def test_no_hint_where_nothing_is_near() -> None:
    assert "Did you mean" not in run("qqqq", status=2).stdout
    assert "Did you mean" not in run("session.key_inactive").stdout


def test_who_meets_an_unknown_code_is_told_what_happens_and_how_to_add_it() -> None:
    output = run("ACME_LIMIT", status=2).stdout
    words = " ".join(output.split())
    assert words.startswith("No table knows the code ACME_LIMIT. This is what pywidget does about it: ")
    assert "path retry remedy report" in words
    assert "What to check - Is it spelled as it was reported?" in words
    assert "(docs/profiles.md)" in words
    assert '"Add a code"' in words
    profile = next(line for line in output.splitlines() if line.lstrip().startswith("{"))
    assert json.loads(profile) == {"system": "my-system", "codes": {"ACME_LIMIT": "retry"}}


@pytest.mark.parametrize("code", ["ACME_LIMIT", 'a"b', "\x1b[31m"])
def test_the_profile_that_is_advised_is_a_valid_one(code: str) -> None:
    output = run(code, status=2).stdout
    profile = json.loads(next(line for line in output.splitlines() if line.lstrip().startswith("{")))
    read, problems = read_profile(profile, [])
    assert problems == []
    assert read is not None
    assert list(read.catalog.CODES) == [code]
    assert "\x1b" not in output


@pytest.mark.parametrize(
    ("system", "meant"),
    [("acme", ""), ("alfeat-api", " Did you mean allfeat-api?"), ("Breakground", " Did you mean breakground?")],
)
def test_an_unknown_system_is_refused_with_advice(system: str, meant: str) -> None:
    result = CliRunner().invoke(explain, ["session.key_inactive", "--system", system])
    assert result.exit_code == 2
    assert f"there is no system '{system}'.{meant}\nSystems are {', '.join(SYSTEMS)}.\n" in result.output
    assert "described by a profile" in result.output


@pytest.mark.parametrize("arguments", [[], ["session.key_inactive", "--stdin"]])
def test_either_a_code_or_the_standard_input(arguments: list[str]) -> None:
    result = CliRunner().invoke(explain, arguments)
    assert result.exit_code == 2
    assert "Give either a CODE or --stdin." in result.output


@pytest.mark.parametrize("arguments", [[], ["--json"], ["--system", "mori"]])
def test_a_text_that_nobody_has_written_yet_is_named(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    row = ("retry", "fix-input", 400, "order-locked", "Unlock the order.")
    monkeypatch.setitem(load("mori").CODES, "ORDER_LOCKED", row)
    monkeypatch.setitem(texts("fr"), "message.order-locked", "Cette commande est verrouillée.")
    result = CliRunner().invoke(explain, ["ORDER_LOCKED", *arguments])
    assert result.exit_code == 1
    others = ", ".join(language for language in LANGUAGES if language != "fr")
    missing = f'mori: the text "message.order-locked" is missing in pywidget/locales, in: {others}'
    assert result.output == f"Error: {missing}\n"


@pytest.mark.parametrize("arguments", [[], ["--system", "mori"]])
def test_a_system_that_is_being_written_says_what_it_lacks(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_tables: object) -> str:
        return "the tables of 'mori' have no SAMPLE."

    monkeypatch.setattr(catalog, "_loaded", {})
    monkeypatch.setattr(samples, "problem_of", refuse)
    result = CliRunner().invoke(explain, ["ORDER_EXPIRED", *arguments])
    assert result.exit_code == 1
    assert result.output == "Error: the tables of 'mori' have no SAMPLE.\n"


@pytest.mark.parametrize("code", ["\udcff", "x" * 100_000, "\x1b[31m", "{}", "%s", "\u202e"])
def test_odd_codes_are_survived(code: str) -> None:
    assert "guess" in run(code, status=2).output
    assert isinstance(told(code, status=2), list)


# ---- why ------------------------------------------------------------------------------------------------------------


def row_of(reason: dict[str, str]) -> Any:
    """Return the row that a reason names, from the file that it names."""
    table, file = reason["table"].split(" in ")
    rows = dict(getattr(import_module(file.removesuffix(".py").replace("/", ".")), table))
    return rows["5xx" if reason["key"] == "5xx" else int(reason["key"]) if table == "STATUSES" else reason["key"]]


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_row_that_decided_is_named(system: str) -> None:
    tables = load(system)
    for table, document in ((tables.CODES, tables.DOCUMENT), (tables.EXTRA, "")):
        for code, row in table.items():
            reason = told(code, "--system", system)["why"]
            assert row_of(reason) == row
            assert reason["document"] == document
    for prefix, row in tables.PREFIXES:
        reason = told(f"{prefix}qqqq", "--system", system, status=2)["why"]
        assert row_of(reason) == row
        assert reason["document"] == ""
    for category, by_category in tables.CATEGORIES.items():
        said = Envelope("QQQQ", None, None, None, category, 400, None)
        reason = why(classify("QQQQ", system, category=category, http_status=400), said)._asdict()
        assert row_of(reason) == by_category
        assert reason["document"] == tables.DOCUMENT
    for text, code in tables.TEXTS.items():
        said = Envelope(None, text, None, None, None, None, None)
        reason = why(classify(None, system, text=text), said)._asdict()
        assert row_of(reason) == code


@pytest.mark.parametrize(
    ("status", "key", "because"),
    [
        (429, "429", "There is no code, and so the HTTP status decides: 429."),
        (419, "401", "There is no code, and so the HTTP status decides: 419, which stands for 401 here."),
        (503, "5xx", "There is no code, and so the HTTP status decides: 503."),
    ],
)
def test_a_status_that_decides_is_named(status: int, key: str, because: str) -> None:
    [found] = told("--stdin", pasted=f"HTTP/1.1 {status} Whatever\n\n")
    assert found["guessed_by"] == "http-status"
    assert (found["why"]["key"], found["why"]["because"]) == (key, because)
    assert found["why"]["document"].startswith("RFC ")


def test_the_text_says_why() -> None:
    assert (
        "why The table has a row for exactly this code. "
        'decided by row "session.key_inactive" of CODES in pywidget/catalog/allfeat_widget.py '
        "document Allfeat ATS widget: Error Codes"
    ) in words_of("session.key_inactive")
    assert "The document does not have it" in words_of("widget.auth_retry_exhausted")


def test_the_example_in_the_document_is_what_is_printed() -> None:
    document = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    printed = CliRunner().invoke(explain, ["session.key_inactive"], env={"COLUMNS": "100"}).stdout
    assert f"```console\n$ pywidget explain session.key_inactive\n{printed}```\n" in document
