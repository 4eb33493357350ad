"""Whatever an assessor writes into a workbook comes back exactly, or is told to be wrong: a property."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from evaluation.core.exact import parse_decimal
from evaluation.core.offline import judged, plain_text
from evaluation.core.rules import Criterion, Round, Text
from evaluation.core.sheet_fields import Stored
from evaluation.reports.sheet_workbook import Contest, Entry, Words, sheet_workbook
from evaluation.row_files.sheet_book import PLACES, read_book

TENTH = Criterion("c", Text("K", "C"), Fraction(100), Fraction(0), Fraction(100), Fraction("0.1"), "judged")
ROUND = Round("r", Text("R", "R"), ("k",), "national", "desk", criteria=(TENTH,))
WORDS = Words(say=str, pick=lambda text: text.en)
MARKS = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


def book_of(fields: dict[str, str], name: str = "Kota =1+1") -> bytes:
    """The workbook of one entry with these texts in its fields."""
    stored = {("c", part): Stored(text, 3) for part, text in fields.items()}
    contest = Contest(7, "uji", "Ajang [1]: a/b?", ("Uji",), ROUND, [Entry("n402", name, stored)])
    return sheet_workbook("juri@uji.example", "2022-01-10T03:00:00.000000Z", [contest], WORDS)


def sent_back(data: bytes, typed: dict[str, object]) -> dict[str, tuple[str, str]]:
    """The state and the value of each part after these were typed with a spreadsheet's program."""
    book = load_workbook(io.BytesIO(data))
    for part, value in typed.items():
        cell = book.worksheets[1].cell(2, PLACES[part] + 1)
        cell.value = value
        if isinstance(value, str) and value:
            cell.data_type = "s"
    target = io.BytesIO()
    book.save(target)
    read = read_book("a.xlsx", target.getvalue())
    (line,) = read.lines
    assert line.line.sheet in read.whole
    cells = {
        part: judged(line.line, part, line.typed[part], stored=line.line.fields[part], criterion=TENTH)
        for part in PLACES
    }
    return {part: (cell.state, cell.change.text) for part, cell in cells.items()}


@given(
    st.fixed_dictionaries({"mark": MARKS.map(str) | st.just(""), "comment": TEXTS, "feedback": TEXTS}), TEXTS
)
def test_what_nobody_touched_is_unchanged(fields: dict[str, str], name: str) -> None:
    states = sent_back(book_of(fields, name), {})
    assert {state for state, _ in states.values()} == {"unchanged"}


@given(MARKS, TEXTS.map(plain_text))
def test_what_was_typed_is_what_is_stored(mark: Decimal, comment: str) -> None:
    states = sent_back(book_of({"mark": "", "comment": ""}), {"mark": float(mark), "comment": comment})
    assert states["mark"][0] == "change"
    assert parse_decimal(states["mark"][1]) == Fraction(mark)
    assert states["comment"] == ("change" if comment else "unchanged", comment)


@given(st.floats(-1e6, 1e6) | st.text(st.characters(codec="utf-8"), max_size=12).map(plain_text))
def test_a_mark_is_exact_or_wrong_and_never_another_one(typed: float | str) -> None:
    state, text = sent_back(book_of({"mark": ""}), {"mark": typed})["mark"]
    assert state in ("change", "wrong", "unchanged")
    if state == "change":
        shown = f"{typed:.15g}" if isinstance(typed, float) else typed.strip().replace(",", ".")
        assert parse_decimal(text) == Fraction(shown)
        assert TENTH.mark_error(parse_decimal(text)) is None
