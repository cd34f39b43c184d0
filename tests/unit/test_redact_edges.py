# runs-on: micropython
"""The edges of what is taken out of texts: every spelling, the shortest and the longest, and what stands beside it."""

from __future__ import annotations

from pywidget.core.redact import MAX_LENGTH, scrub, without_query

SHORT_TOKEN = "eyJ" + "a1b2c3d4e"


def check(cases: tuple[tuple[str, str], ...]) -> None:
    for text, scrubbed in cases:
        assert scrub(text) == scrubbed, (text, scrub(text))


def stays(*texts: str) -> None:
    for text in texts:
        assert scrub(text) == text, (text, scrub(text))


def card(beginning: str, length: int, off: int = 0) -> str:
    """A number with the right check digit, or with one that is off."""
    digits = beginning + "7" * (length - 1 - len(beginning))
    total = 0
    for place, digit in enumerate(digits):
        value = int(digit) * (2 if (length - place) % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return digits + str((10 - total % 10 + off) % 10)


# How long


def test_where_a_long_text_is_cut() -> None:
    for length in (998, 999, 1_000):
        stays("a " * (length // 2) + "b" * (length % 2))
    text = "ab " * 400
    for length in (1_001, 1_002, 1_200):
        assert scrub(text[:length]) == text[:999] + "…", length
    # Twice as much is read; of what is longer, the end is thrown away.
    secret = f"token={SHORT_TOKEN} "
    assert scrub(secret * 60) == "token=[token] " * 60
    assert len(secret * 105) < 2 * MAX_LENGTH < len(secret * 110)
    assert scrub(secret * 105) == ("token=[token] " * 105)[:999] + "…"
    assert scrub(secret * 110) == ("token=[token] " * 110)[:999] + "…"
    # What shrinks is not cut, up to where reading ended.
    key = "csk_" + "k1" * 200 + " "
    assert scrub(key * 4) == "csk_[key] " * 4
    whole = "csk_" + "k1" * 900 + " "
    rest = "ab " * 66
    assert scrub((whole + rest)[:2_000]) == ("csk_[key] " + rest)[: 2_000 - 1_804 + 9]
    cut = scrub(whole + rest + "ab " * 100)
    assert cut == "csk_[key] " + rest[: 2_000 - len(whole) - 100] + "…"


# Addresses


def test_what_a_url_loses() -> None:
    for url, rest in (
        ("https://a.example/b?c=d#e", "https://a.example/b"),
        ("https://a.example/b#e?c=d", "https://a.example/b"),
        ("https://u:p@a.example", "https://a.example"),
        ("https://a.example/~u/b?c", "https://a.example/~u/b"),
        ("https://u:p@a.example/b@c", "https://a.example/b@c"),
        ("https://u@v@a.example/", "https://a.example/"),
        ("/b?c", "/b"),
        ("b@c", "b@c"),
        ("", ""),
    ):
        assert without_query(url) == rest, url
    check(
        (
            ("at https://a.example/b?c, and", "at https://a.example/b, and"),
            ("(https://a.example/b?c=d)!?", "(https://a.example/b)!?"),
            ("<https://a.example/?b>", "<https://a.example/>"),
            ("'https://a.example/?b'", "'https://a.example/'"),
            ("`https://a.example/?b`", "`https://a.example/`"),
            ("https://a.example/?b\nc", "https://a.example/\nc"),
            ("https://a.example/?b\rc", "https://a.example/\rc"),
            ("https://a.example/?b\tc", "https://a.example/\tc"),
            ("https://a.example/?b\\nc", "https://a.example/\\nc"),
            ('"https://a.example/?b"c', '"https://a.example/"c'),
            ("a?b=c", "a"),
            ("a#b=c", "a"),
            ("/a?b", "/a"),
            ("/a?b=c]}", "/a]}"),
            ("/a?b=c;:", "/a;:"),
            ("https://a.example/?b~c d", "https://a.example/ d"),
            ("https://a.example/?b~ d", "https://a.example/ d"),
        )
    )
    stays(
        "/a#b", "a?b", "a#b", "/a?", "/a??", "what/why?", "https://a.example/b.", "a~b?c", "x = y? z", "~a/b=c", "a~b=c"
    )


# Tokens and credentials


def test_tokens_by_their_beginning() -> None:
    for header in ("eyJ", "eyAi", "ZXlK"):
        token = header + "a1b2c3d4e5"
        check(
            (
                (token, "[token]"),
                (f"({token})", "([token])"),
                (f"{token}.", "[token]."),
                (f"{token}.a-b_c.d==", "[token]"),
                (f"x{token}.a.b", "x[token]"),
                (f"_{token}", "_[token]"),
                (f"{token}~", "[token]~"),
                (header + "a" * (12 - len(header)), "[token]"),
            )
        )
        stays(header + "a" * (11 - len(header)), "x" + token, f"x{token}.b", header)


def test_every_name_of_a_credential() -> None:
    names = (
        "token", "secret", "password", "passwd", "pwd", "api_key", "apikey", "api-key", "api key", "jwt", "session_id",
        "sessionid", "authorization", "cookie",
    )  # fmt: skip
    for name in names:
        for between in ("=", ": ", " = ", '":"', "='", '\\":\\"', "%3D", "=&quot;", "&#61;&quot;"):
            check(((f"{name}{between}a1b2c3", f"{name}{between}[token]"),))
        check(((f"{name.upper()}=a1b2c3", f"{name.upper()}=[token]"), (f"my_{name}=a1b2c3;", f"my_{name}=[token];")))
        stays(f"{name} a1b2c3", f"{name}a1b2c3", f"{name}=a1b2c", f"{name}=abcdefg", f"{name}=", name)
    for scheme in ("bearer", "basic"):
        for between in (" ", "=", ": ", "%20"):
            check(((f"{scheme}{between}a1b2c3d4", f"{scheme}{between}[token]"),))
        stays(f"{scheme} a1b2c3d", f"{scheme}a1b2c3d4", f"{scheme} abcdefgh")


def test_what_looks_like_a_secret() -> None:
    for run in (
        "aaaaa1",
        "1aaaaa",
        "aaaaAa",
        "aaaaaA",
        "zzzzzZ",
        "a-._~+/=%1",
        "A" * 20,
        "a" * 20,
        "AAAAA0",
        "AAAAA9",
        "req1-a2b3c4",
    ):
        check(((f"token={run} x", "token=[token] x"), (f"token={run}. x", "token=[token]. x")))
        check(((f"token=~{run}1 x", "token=[token] x"), (f"token={run}1~ x", "token=[token] x")))
    stays(
        *[
            f"token={run} x"
            for run in (
                "aaaaaa",
                "Aaaaaa",
                "AAAAAA",
                "a" * 19,
                "A" * 19,
                "a" * 19 + "-",
                "aaa-aaa.aaa",
                "req_a1b2c3",
                "SomeErrorError",
                "a1Error",
                "a1b2Exception",
                "aaaaa",
            )
        ]
    )
    # Neither what comes before the letters in their alphabet, nor what comes behind.
    stays("token=aaaa@[A", "token=ZZZ[aaa", "token=`{aaaaA")


def test_headers_with_several_parts() -> None:
    check(
        (
            ("Cookie: a=b1c2; d=e", "Cookie: [token]"),
            ("Cookie: a=b", "Cookie: [token]"),
            ("Cookie: a=b; c=d, and more", "Cookie: [token], and more"),
            ("Cookie: a=b;c=d", "Cookie: [token];c=d"),
            ("Authorization: Digest a1b2c3d4", "Authorization: Digest [token]"),
            ("Authorization: HMAC2x a1b2c3d4", "Authorization: [token]"),
            ("Authorization: a1b2c3 is", "Authorization: [token] is"),
        )
    )
    stays("Authorization: none given", "Cookie: abcdef")


def test_keys() -> None:
    for prefix in ("csk_", "cpk_", "afo_sk_", "wfx_", "atc_"):
        check(
            (
                (f"{prefix}abcd", f"{prefix}[key]"),
                (f"{prefix}ab-_1~", f"{prefix}[key]~"),
                (f"{prefix.upper()}ABCD.", f"{prefix.upper()}[key]."),
                (f"1{prefix}abcd", f"1{prefix}[key]"),
                (f"_{prefix}abcd", f"_{prefix}[key]"),
            )
        )
        stays(f"{prefix}abc", f"x{prefix}abcd", f"X{prefix}abcd", prefix, f"{prefix} abcd")


# E-mail


def test_addresses_of_people() -> None:
    for sign in ("@", "%40", "&#64;", "&#x40;", "&commat;"):
        check(
            (
                (f"a{sign}b.de", "[email]"),
                (f"(a{sign}b.de)", "([email])"),
                (f"a.b_c%d+e-f'g{sign}b.c.de", "[email]"),
                (f"a{sign}b-c.de.", "[email]."),
                (f"a{sign}b.de-", "[email]-"),
                (f"~a{sign}b.de~", "~[email]~"),
                (f"é{sign}ü.de", "[email]"),
                (f"a{sign}1.d1e", "[email]"),
            )
        )
        stays(f"a{sign}b", f"a{sign}b.d", f"a{sign}b.1de", f"a{sign}b.de1", f"{sign}b.de", f"a{sign}.de", f"a{sign}")
    stays("a@2x.png", "a@3x.png", "a\x7f b@c")
    check((("a@4x.png", "[email]"), ("a@12x.png", "[email]")))
    # So much of a name, and so much of a domain.
    check(
        (
            ("a" * 64 + "@b.de", "[email]"),
            ("a" * 65 + "@b.de", "a[email]"),
            ("a@" + "b" * 252 + ".de", "[email]"),
            ("x\x7f@b.de", "x\x7f@b.de"),
        )
    )
    stays("a@" + "b" * 254 + ".de")
    assert scrub("a@" + "b" * 252 + ".def") == "[email]f"


# Cards


def test_which_numbers_are_cards() -> None:
    for beginning, length in (
        ("4", 13),
        ("34", 14),
        ("30", 14),
        ("37", 15),
        ("3", 16),
        ("4", 16),
        ("5", 16),
        ("6", 16),
        ("2221", 16),
        ("2720", 16),
        ("2500", 17),
        ("4", 17),
        ("6", 18),
        ("6", 19),
    ):
        number = card(beginning, length)
        assert len(number) == length
        check(((f"n {number} n", "n [card] n"), (number, "[card]"), (f"({number}).", "([card]).")))
        for off in (1, 2, 5, 9):
            stays(card(beginning, length, off))
        stays(f"a{number}", f"{number}a", f"_{number}", f"{number}_", f"0.{number}", f"5{number}")
        check(((f".{number}", ".[card]"), (f"a.{number}", "a.[card]"), (f"{number}.", "[card].")))
    for beginning, length in (
        ("3", 13),
        ("5", 13),
        ("4", 12),
        ("4", 14),
        ("4", 15),
        ("6", 15),
        ("2220", 16),
        ("2721", 16),
        ("1", 16),
        ("7", 16),
        ("9", 16),
        ("4", 20),
        ("4", 21),
    ):
        stays(card(beginning, length))


def test_how_the_digits_are_grouped() -> None:
    def grouped(number: str, groups: tuple[int, ...], separator: str) -> str:
        parts = []
        at = 0
        for size in groups:
            parts.append(number[at : at + size])
            at += size
        return separator.join(parts)

    for groups, number in (
        ((4, 4, 4, 4), card("4", 16)),
        ((4, 6, 5), card("37", 15)),
        ((4, 6, 4), card("30", 14)),
        ((4, 4, 4, 4, 3), card("6", 19)),
    ):
        for separator in " -":
            text = grouped(number, groups, separator)
            check(((text, "[card]"), (f"n {text}.", "n [card]."), (f"{text},", "[card],")))
            stays(text[:-1], text + "7", f"a{text}", f"{text}_", f"0.{text}")
        for separator in ("  ", ".", "/", "~", " -"):
            text = grouped(number, groups, separator)
            stays(text, f"{text} and 4111111111111112")
    number = card("4", 16)
    unusual: tuple[tuple[int, ...], ...] = ((4, 4, 8), (8, 8), (4, 12), (2, 4, 4, 6), (4, 4, 4, 2, 2), (3, 5, 4, 4))
    for sizes in unusual:
        stays(grouped(number, sizes, " "))
    stays(f"{number[:4]} {number[4:8]}-{number[8:12]} {number[12:]}")
    # A number that goes on is none of these, but may be followed by something else.
    text = grouped(number, (4, 4, 4, 4), " ")
    check(((f"{text} 12", "[card] 12"), (f"{text} - 12", "[card] - 12"), (f"12 {text}", "12 [card]")))
    check(((f"{text}, {text}", "[card], [card]"), (f"{number}-", "[card]-")))
