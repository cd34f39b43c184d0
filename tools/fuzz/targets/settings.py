"""Settings: every attribute has a value of its kind, whatever stands in the script tag."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pywidget.browser import token
from pywidget.browser.settings import CHOICES, NUMBERS, TEXTS, Settings, attribute_name, read

if TYPE_CHECKING:
    from typing import Any

    from tools.fuzz.draw import Draw

SHARED = True
NAMES = tuple(sorted(list(CHOICES) + list(NUMBERS) + list(TEXTS)))
KEYS = tuple(
    "".join([part if index == 0 else part[0].upper() + part[1:] for index, part in enumerate(name[5:].split("-"))])
    for name in NAMES
)
VALUES = tuple(sorted(value for allowed in CHOICES.values() for value in allowed))
WORDS = KEYS + VALUES + (
    "https://example.org/", "javascript:alert(1)", "mailto:a@b.org", "//x", "www.x", "auto", "de-CH", "zh-Hant", "zz",
    "segment", "gtm", "otlp", "plausible", "a.b.c", "X-Tenant: acme; X-Site: 3", "tokenURL", "tokenUrI", "1e5", "nan",
)  # fmt: skip


def check(draw: Draw) -> object:
    """Read a script tag's attributes."""
    data: dict[str, Any] = {}
    for _ in range(draw.number(8)):
        key = KEYS[draw.number(len(KEYS) - 1)] if draw.number(3) else draw.text()
        data[key] = draw.text() if draw.number(5) else draw.json(2)
    problems: list[str] = []
    settings = Settings(data, problems.append)
    for key in KEYS:
        assert attribute_name(key) in settings.values
    for name, allowed in CHOICES.items():
        assert settings.values[name] in allowed
    for name, (_default, least, most) in NUMBERS.items():
        assert least <= settings.values[name] <= most
    for name in TEXTS:
        assert isinstance(settings.values[name], str)
    for name in ("data-token-url", "data-login-url", "data-contact"):
        assert not settings.values[name].lower().strip().startswith("javascript:")
    assert all(isinstance(problem, str) and len(problem) < 5_000 for problem in problems)
    policy = settings.policy()
    assert 0 < policy.try_timeout_ms <= 60_000
    assert isinstance(json.loads(token.source(settings, problems.append)), dict)
    # What was read is read again as the same.
    for name in settings.given:
        if name in CHOICES:
            assert read(name, settings.values[name])[0] == settings.values[name]
    return [sorted(problems), sorted(settings.given)]
