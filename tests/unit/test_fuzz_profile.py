"""Whatever a profile holds, it is read, and whatever it then reads has a verdict."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pywidget.core.events import from_answer
from pywidget.core.profile import EVENTS, FIELDS, KEYS, read_profile

# What is run by chance is not measured: that would take long, and say another thing each time.
pytestmark = pytest.mark.no_cover

WORDS = st.text() | st.sampled_from((*KEYS, *FIELDS, *EVENTS, "as", "step", "path", "remedy", "auth", "ready", "a.b"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=20,
)
PROFILES = st.fixed_dictionaries({"system": st.just("fuzzed")}, optional=dict.fromkeys(KEYS[2:], JSON))


@given(JSON)
def test_anything_is_read(said: Any) -> None:
    profile, problems = read_profile(said, ("unexpected",))
    assert profile is not None or problems


@given(PROFILES, JSON)
def test_what_was_read_reads_anything(said: Any, body: Any) -> None:
    profile, _ = read_profile(said, ("unexpected",))
    assert profile is not None
    signal = from_answer(profile.read(500, body, {}, 0), profile.system, "GET /", 0)
    assert signal.code is None or isinstance(signal.code, str)
    for event in profile.events:
        assert profile.decode(event, body) is not None
