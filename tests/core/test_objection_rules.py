"""The window of objections, to the second in every zone of Indonesia, and until when they are answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.core.objection_rules import (
    NO_OBJECTIONS,
    ObjectionRule,
    answer_due,
    days_between,
    objection_window,
    too_many_words,
)

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
RULE = ObjectionRule(days=3, answer_days=5)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "closes"),
    [
        (WIB, datetime(2022, 1, 13, 16, 59, 59, tzinfo=UTC)),
        (WITA, datetime(2022, 1, 13, 15, 59, 59, tzinfo=UTC)),
        (WIT, datetime(2022, 1, 13, 14, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_window_ends_with_the_last_second_of_the_third_day(zone: str, closes: datetime) -> None:
    published = datetime(2022, 1, 10, 3, 0, tzinfo=UTC)
    window = objection_window(RULE, published, zone)
    assert window is not None
    assert window.closes == closes
    assert window.state(published - SECOND) == "not_open"
    assert window.state(published) == "open"
    assert window.state(closes + timedelta(microseconds=999_999)) == "open"
    assert window.state(closes + SECOND) == "closed"
    assert [window.days_left(published), window.days_left(closes)] == [3, 0]


def test_a_day_is_the_zones_own() -> None:
    """At 16:30 UTC it is 23:30 in Jakarta, and the next day already in Jayapura."""
    published = datetime(2022, 1, 10, 16, 30, tzinfo=UTC)
    in_jakarta, in_jayapura = (objection_window(RULE, published, zone) for zone in (WIB, WIT))
    assert in_jakarta is not None
    assert in_jayapura is not None
    assert in_jakarta.closes == datetime(2022, 1, 13, 23, 59, 59, tzinfo=ZoneInfo(WIB))
    assert in_jayapura.closes == datetime(2022, 1, 14, 23, 59, 59, tzinfo=ZoneInfo(WIT))


def test_an_answer_is_due_at_the_end_of_its_last_day() -> None:
    filed = datetime(2022, 1, 13, 16, 59, 59, tzinfo=UTC)
    assert answer_due(RULE, filed, WIB) == datetime(2022, 1, 18, 23, 59, 59, tzinfo=ZoneInfo(WIB))
    assert answer_due(ObjectionRule(days=3), filed, WIB) is None


def test_without_days_there_is_no_window() -> None:
    assert objection_window(NO_OBJECTIONS, datetime(2022, 1, 10, tzinfo=UTC), WIB) is None


@given(
    st.timedeltas(timedelta(0), timedelta(days=36_500)).map(
        lambda gap: datetime(2000, 1, 1, tzinfo=UTC) + gap
    ),
    st.sampled_from([WIB, WITA, WIT]),
    st.integers(1, 30),
)
def test_whatever_the_hour_the_whole_days_are_given(published: datetime, zone: str, days: int) -> None:
    window = objection_window(ObjectionRule(days=days), published, zone)
    assert window is not None
    length = window.closes - published
    assert timedelta(days=days) - SECOND <= length < timedelta(days=days + 1)
    assert days_between(published, window.closes, zone) == days
    assert window.state(published) == "open"
    assert window.state(window.closes + SECOND) == "closed"


@given(st.integers(1, 30), st.integers(0, 40))
def test_words_over_the_limit_are_counted(most: int, written: int) -> None:
    assert too_many_words("kata " * written, most) == max(0, written - most)
