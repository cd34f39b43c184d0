# runs-on: micropython
"""What attributes may say, and what is said of those that say something else."""

from __future__ import annotations

from pywidget.browser.misspelt import nearest
from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS, Settings, attribute_name


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
    for key, meant in (("tokenUlr", "data-token-url"), ("csrfHaeder", "data-csrf-header"), ("lagn", "data-lang")):
        given, (warning,) = settings(**{key: "/token"})
        assert warning == f"{attribute_name(key)} is no attribute of pywidget. Did you mean {meant}?"
        assert given.given == []


def test_attributes_of_others_are_none_of_our_business() -> None:
    names = (
        "cfasync",
        "turboTrack",
        "turboEval",
        "noOptimize",
        "rocketSrc",
        "rocketlazyloadscript",
        "pin",
        "src",
        "section",
    )
    given, warnings = settings(**dict.fromkeys(names, "x"))
    assert warnings == []
    assert given.given == []


def test_a_language_is_one_that_there_is() -> None:
    for said in ("auto", "AUTO", "de", "de-AT", "pt", "no", "zh-TW", ""):
        given, warnings = settings(lang=said)
        assert warnings == [], said
        assert given["lang"] == (said or "auto")
    given, (warning,) = settings(lang="klingon")
    assert given["lang"] == "auto"
    assert warning.startswith('data-lang="klingon" is none of: en, ar, ')
    assert warning.endswith(' Using "auto".')


def test_a_sink_that_is_misspelt_is_named_with_the_nearest_one() -> None:
    for said, wrong, meant in (("sentri", "sentri", "sentry"), ("console, Segment", "Segment", "segment")):
        given, (warning,) = settings(analytics=said)
        assert given["analytics"] == said, "it may be a function of the page all the same"
        assert warning == f'data-analytics="{wrong}" is no sink of pywidget. Did you mean {meant}?'
    for said in ("segment;ga4", "https://a.example/collect", "/collect"):
        (warning,) = settings(analytics=said)[1]
        assert warning.startswith(f'data-analytics="{said}" is no sink of pywidget.'), said
    for said in ("", "console sentry", "app.track", "report"):
        assert settings(analytics=said)[1] == [], said


def test_a_contact_is_what_a_browser_can_open() -> None:
    for said in (
        "a@example.org",
        "mailto:a@example.org?subject=x y",
        "tel:+49",
        "/contact",
        "/contact us",
        "contact.html",
        "#contact",
        "https://example.org/a@b",
        "HTTPS://example.org",
    ):
        given, warnings = settings(contact=said)
        assert (given["contact"], warnings) == (said, [])
    for said in (
        "javascript:alert(1)",
        "https://",
        "mailto:",
        "ftp://example.org",
        "Ada <ada@example.org>",
        "help at a",
        "www.example.org/help",
        "+49 30 1234",
    ):
        given, warnings = settings(contact=said)
        assert given["contact"] == ""
        assert not given.policy().contact
        assert warnings == [
            f'data-contact="{said}" is no web or e-mail address (http, https, mailto or tel). It is not used.'
        ]
    assert settings(loginUrl="https://")[1] == [
        'data-login-url="https://" is no web address (http or https). It is not used.'
    ]


def test_the_nearest_name_has_the_fewest_slips() -> None:
    for name, known, expected in (
        ("verdict", ("verdict",), "verdict"),
        ("verdcit", ("verdict",), "verdict"),
        ("verdicts", ("verdict",), "verdict"),
        ("vrdixt", ("verdict",), "verdict"),
        ("vrdixx", ("verdict",), ""),
        ("abcde", ("abxyz", "abxde", "abcdx"), "abxde"),
        ("abcde", ("abxye", "abcd"), "abcd"),
        ("ab", ("ac",), ""),
        ("abc", ("abd",), "abd"),
        ("", ("a", ""), ""),
        ("x" * 5_000, ("x",), ""),
    ):
        assert nearest(name, known) == expected, name


def test_half_of_a_pair_is_told() -> None:
    for key, missing in (("csrfCookie", "data-csrf-header"), ("csrfHeader", "data-csrf-cookie")):
        _, (warning,) = settings(**{key: "X"})
        assert missing in warning
