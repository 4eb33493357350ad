"""Until when a dossier is taken: to the second, and never earlier than was promised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from evaluation.core.deadlines import deadline, extension_problem, passed, too_late

CLOSES = datetime(2022, 1, 31, 16, 59, 59, tzinfo=UTC)
DUE = datetime(2022, 2, 10, 16, 59, 59, tzinfo=UTC)
DAY = timedelta(days=1)
EARLY, LATER = CLOSES - DAY, CLOSES + DAY


@pytest.mark.parametrize(
    ("status", "closes", "due", "extended", "expected"),
    [
        ("draft", CLOSES, None, None, CLOSES),
        ("invited", CLOSES, DUE, None, CLOSES),
        ("draft", None, DUE, LATER, None),
        ("draft", CLOSES, None, LATER, LATER),
        ("draft", CLOSES, None, EARLY, CLOSES),
        ("returned", CLOSES, DUE, None, DUE),
        ("returned", CLOSES, DUE, DUE + DAY, DUE + DAY),
        ("returned", CLOSES, None, None, None),
        ("returned", None, DUE, None, DUE),
    ],
)
def test_which_deadline_holds(
    status: str,
    closes: datetime | None,
    due: datetime | None,
    extended: datetime | None,
    expected: datetime | None,
) -> None:
    assert deadline(status, closes=closes, due=due, extended=extended) == expected


def test_a_deadline_lasts_for_its_whole_second() -> None:
    assert passed(CLOSES, CLOSES + timedelta(microseconds=999_999)) is False
    assert passed(CLOSES, CLOSES + timedelta(seconds=1)) is True


def test_what_is_too_late_is_told_in_the_candidates_zone() -> None:
    late = CLOSES + timedelta(seconds=1)
    assert too_late(CLOSES, CLOSES, "Asia/Jakarta") is None
    assert too_late(None, late, "Asia/Jakarta") is None
    assert str(too_late(CLOSES, late, "Asia/Jayapura")) == (
        "Dossiers were taken until 2022-02-01 01:59:59 Asia/Jayapura."
        " Your draft is kept, but it can't be submitted any more."
    )


def test_an_extension_is_later_than_the_deadline_and_still_to_come() -> None:
    second = timedelta(seconds=1)
    assert extension_problem(CLOSES, CLOSES + second, EARLY) is None
    assert extension_problem(CLOSES, LATER, CLOSES + second) is None
    assert "later than the present one" in str(extension_problem(CLOSES, CLOSES, EARLY))
    assert "has passed already" in str(extension_problem(CLOSES, LATER, LATER + second))
