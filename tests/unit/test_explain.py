"""``pywidget explain`` as people and programs call it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pywidget import catalog, samples
from pywidget.catalog import SYSTEMS, load
from pywidget.cli.explain import explain
from pywidget.locales import LANGUAGES, texts

KEYS = ["system", "code", "path", "remedy", "retryable", "http_status", "message", "action"]


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(explain, list(arguments), env={"COLUMNS": "80"})
    assert result.exit_code == 0, result.output
    return result


def told(*arguments: str) -> Any:
    return json.loads(run(*arguments, "--json").stdout)


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
    found = told(*arguments)
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
    assert "a guess from how the code begins" in run("session.key_inactiv").stdout
    assert "a guess from nothing" in run("nonsense").stdout


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["session.key_inactiv"], "Did you mean session.key_inactive?"),
        (["SESSION.KEY_INACTIVE"], "Did you mean session.key_inactive?"),
        (["sesion.keyinactive"], "Did you mean session.key_inactive?"),
        (["order_expired"], "Did you mean ORDER_EXPIRED?"),
        (["ORDER_EXPIRED", "--system", "breakground"], "Listed by mori: try --system mori."),
    ],
)
def test_hints(arguments: list[str], hint: str) -> None:
    assert run(*arguments).stdout.rstrip().endswith(hint)


def test_no_hint_where_nothing_is_near() -> None:
    assert "Did you mean" not in run("qqqq").stdout
    assert "Did you mean" not in run("session.key_inactive").stdout


def test_an_unknown_system_is_refused() -> None:
    result = CliRunner().invoke(explain, ["session.key_inactive", "--system", "acme"])
    assert result.exit_code == 2
    for system in SYSTEMS:
        assert system in result.output


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
    assert "guess" in run(code).output
    assert isinstance(told(code), list)
