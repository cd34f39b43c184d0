# runs-on: micropython
"""What attributes may say, and what is said of those that say something else."""

from __future__ import annotations

from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS, Settings


def settings(**data: str) -> tuple[Settings, list[str]]:
    warnings: list[str] = []
    return Settings(data, warnings.append), warnings


def test_nothing_said_is_the_defaults() -> None:
    given, warnings = settings()
    assert warnings == []
    assert given.given == []
    assert sorted(given.values) == sorted([name for table in (CHOICES, NUMBERS, TEXTS) for name in table])
    assert (given["token-method"], given["token-timeout"], given["token-field"]) == ("POST", 10, "token")


def test_what_is_said_counts_in_any_case_and_without_spaces() -> None:
    given, warnings = settings(tokenMethod=" get ", tokenTimeout="2.5", tokenUrl=" /token ")
    assert warnings == []
    assert (given["token-method"], given["token-timeout"], given["token-url"]) == ("GET", 2.5, "/token")
    assert given.policy().try_timeout_ms == 2_500


def test_a_wrong_value_costs_itself_and_is_named_with_what_it_may_be() -> None:
    table = (
        ("tokenMethod", "DELETE", "token-method", "POST", ("POST, GET, PUT",)),
        ("tokenTimeout", "0.5", "token-timeout", 10, ("1", "55")),
        ("tokenTimeout", "nan", "token-timeout", 10, ("1", "55")),
        ("sampleRate", "often", "sample-rate", 1, ("0", "1")),
    )
    for key, said, name, default, allowed in table:
        given, (warning,) = settings(**{key: said})
        assert given[name] == default, name
        assert f'data-{name}="{said}"' in warning
        for word in allowed:
            assert word in warning, warning


def test_an_address_is_one_of_the_web() -> None:
    for said in (
        "/token",
        "token?next=a:b",
        "https://example.org/token",
        "HTTP://example.org",
        "//example.org/x:y",
        "",
    ):
        given, warnings = settings(tokenUrl=said, loginUrl=said)
        assert warnings == []
        assert given["token-url"] == given["login-url"] == said
    for said in ("javascript:alert(1)", "JavaScript:0", "java\tscript:0", "data:text/html,x", "mailto:a@example.org"):
        given, warnings = settings(tokenUrl=said, loginUrl=said)
        assert given["token-url"] == given["login-url"] == ""
        assert sorted([warning.partition("=")[0] for warning in warnings]) == ["data-login-url", "data-token-url"]
        assert not given.policy().login


def test_an_unknown_attribute_is_named_with_the_nearest_one() -> None:
    _, (warning,) = settings(tokenUrls="/token")
    assert warning.startswith("data-token-urls is no attribute of pywidget. Did you mean data-token-")


def test_half_of_a_pair_is_told() -> None:
    for key, missing in (("csrfCookie", "data-csrf-header"), ("csrfHeader", "data-csrf-cookie")):
        _, (warning,) = settings(**{key: "X"})
        assert missing in warning
