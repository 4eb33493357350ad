"""One cell of a workbook against what stood there and what stands there now."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from evaluation.core.messages import msg
from evaluation.core.offline import Cell, Line, Typed, fingerprint, fits_a_number, judged, plain_text
from evaluation.core.rules import Criterion, Text
from evaluation.core.sheet_fields import Stored

HALF = Criterion("c", Text("K", "C"), Fraction(100), Fraction(0), Fraction(100), Fraction("0.5"), "judged")
NOTHING = Stored()
CLOSED = msg("Closed.")


def line(mark: Stored = NOTHING, comment: Stored = NOTHING) -> Line:
    fields = {"mark": mark, "comment": comment, "feedback": NOTHING}
    return Line("uji", 7, "e3", "c", ("Kota", "K", "0 to 100"), fields)


def cell(typed: str, base: Stored, now: Stored, *, part: str = "mark", closed: object = None) -> Cell:
    one = line(**{part: base})  # type: ignore[arg-type]
    return judged(one, part, Typed(typed), stored=now, criterion=HALF, closed=closed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "base", "now", "state"),
    [
        ("", NOTHING, NOTHING, "unchanged"),
        ("80", Stored("80", 1), Stored("80", 1), "unchanged"),
        ("80.0", Stored("80", 1), Stored("80", 1), "unchanged"),
        ("80,5", NOTHING, NOTHING, "change"),
        ("", Stored("80", 1), Stored("80", 1), "change"),
        ("0", NOTHING, NOTHING, "change"),
        # Somebody typed the same on the page meanwhile.
        ("81", Stored("80", 1), Stored("81", 2), "unchanged"),
        ("81", Stored("80", 1), Stored("82", 2), "moved"),
        # Left alone in the workbook, changed on the page.
        ("80", Stored("80", 1), Stored("82", 2), "moved"),
        # It went away and came back: still somebody's doing since.
        ("81", Stored("80", 1), Stored("80", 3), "moved"),
        ("80.3", NOTHING, NOTHING, "wrong"),
        ("-0.5", NOTHING, NOTHING, "wrong"),
        ("100.5", NOTHING, NOTHING, "wrong"),
        ("delapan", NOTHING, NOTHING, "wrong"),
        ("1,000.5", NOTHING, NOTHING, "wrong"),
    ],
)
def test_marks(typed: str, base: Stored, now: Stored, state: str) -> None:
    found = cell(typed, base, now)
    assert found.state == state
    assert (found.reason is not None) == (state == "wrong")


def test_a_change_stands_over_what_stands_now() -> None:
    found = cell("81", Stored("80", 1), Stored("82", 2))
    assert (found.change.text, found.change.over, found.choice) == ("81", 2, "7/e3/c/mark@2")


def test_closed_sheets_take_nothing_and_say_so_only_where_something_was_written() -> None:
    assert cell("81", NOTHING, NOTHING, closed=CLOSED).reason == CLOSED
    assert cell("delapan", NOTHING, NOTHING, closed=CLOSED).state == "closed"
    assert cell("", NOTHING, Stored("80", 1), closed=CLOSED).state == "unchanged"


def test_texts_differ_by_what_a_workbook_can_hold() -> None:
    stored = Stored("Baik\x07\r\nsekali ", 1)
    assert cell("Baik\nsekali", stored, stored, part="comment").state == "unchanged"
    assert cell("Baik\nSekali", stored, stored, part="comment").state == "change"
    assert cell("x" * 5001, NOTHING, NOTHING, part="comment").state == "wrong"


def test_an_unreadable_cell_is_wrong_for_its_own_reason() -> None:
    found = judged(line(), "mark", Typed("0.8", CLOSED), stored=NOTHING, criterion=HALF)
    assert (found.state, found.reason) == ("wrong", CLOSED)


def test_every_part_of_a_line_counts_for_the_fingerprint() -> None:
    one = line(Stored("80", 1))
    before = fingerprint("a@uji.example", [one])
    others = [
        replace(one, edition="lain"),
        replace(one, contest=8),
        replace(one, entry="e4"),
        replace(one, criterion="d"),
        replace(one, locked=("Kota", "K", "0 to 10")),
        line(Stored("81", 1)),
        line(Stored("80", 2)),
        line(Stored("80", 1), Stored("x", 0)),
    ]
    prints = {fingerprint("a@uji.example", [other]) for other in others}
    assert len(prints | {before, fingerprint("b@uji.example", [one])}) == len(others) + 2
    assert fingerprint("a@uji.example", [line(Stored("80", 1))]) == before
    assert len(before) == 64


def test_what_a_cell_can_hold() -> None:
    assert plain_text("  a\x00b_x000D_\r\nc\rd ") == "ab\nc\nd"
    assert fits_a_number("82.35")
    assert not fits_a_number("0.1234567890123456")
    assert not fits_a_number("1/3")
