"""A reminder falls due 7, 3 and 1 days before the deadline, as the candidate's own zone counts days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from evaluation.core.reminders import days_left, due

# 31 January 2022, 23:59:59 in Jayapura.
DEADLINE = datetime(2022, 1, 31, 14, 59, 59, tzinfo=UTC)
ZONE = "Asia/Jayapura"


def at(day: int, hour: int) -> datetime:
    """An hour of a January day in Jayapura."""
    return datetime(2022, 1, day, hour, tzinfo=UTC) - timedelta(hours=9)


@pytest.mark.parametrize(
    ("day", "days"),
    [(20, None), (23, None), (24, 7), (25, 7), (26, None), (27, None), (28, 3), (29, 3), (30, 1), (31, 1)],
)
def test_one_reminder_is_due_on_its_day_or_the_day_after(day, days):
    assert due(DEADLINE, at(day, 9), ZONE, ()) == days


def test_nobody_is_reminded_at_night_twice_or_too_late():
    assert due(DEADLINE, at(24, 7), ZONE, ()) is None
    assert due(DEADLINE, at(24, 8), ZONE, ()) == 7
    assert due(DEADLINE, at(25, 8), ZONE, {7}) is None
    assert due(DEADLINE, DEADLINE, ZONE, ()) is None


def test_days_are_those_of_the_calendar_there():
    assert days_left(DEADLINE, at(30, 23), ZONE) == 1
    assert days_left(DEADLINE, at(30, 23), "Asia/Jakarta") == 1
    assert days_left(DEADLINE, at(31, 0), ZONE) == 0
    assert days_left(DEADLINE, at(31, 0), "Asia/Jakarta") == 1
