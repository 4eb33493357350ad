"""What was typed into the search is understood, whatever it is; what was found comes in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.core.finding import MOST_PARTS, MOST_SIGNS, Part, Snippet, asked, snippets


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("pekerja", [Part((("pekerja",),), True)]),
        ("pekerja rentan", [Part((("pekerja",),), True), Part((("rentan",),), True)]),
        ('"pekerja rentan"', [Part((("pekerja", "rentan"),))]),
        ('"tanpa akhir', [Part((("tanpa", "akhir"),))]),
        ('sebelum"di dalam"', [Part((("sebelum",),), True), Part((("di", "dalam"),))]),
        ("undang-undang", [Part((("undang", "undang"),), True)]),
        ("-rentan", [Part((("rentan",),), True, True)]),
        ('-"pekerja rentan"', [Part((("pekerja", "rentan"),), excluded=True)]),
        ("ke", [Part((("ke",),))]),
        ("9/2019", [Part((("9", "2019"),))]),
        ("2019", [Part((("2019",), ("2", "019")))]),
        ("12500", [Part((("12500",), ("12", "500")))]),
        ("1234567", [Part((("1234567",), ("1", "234", "567")))]),
        ("1.234.567", [Part((("1", "234", "567"), ("1234567",)))]),
        ("1,234", [Part((("1", "234"), ("1234",)))]),
        ("12.50", [Part((("12", "50"),))]),
        ("123", [Part((("123",),))]),
        ("-5000", [Part((("5000",), ("5", "000")), excluded=True)]),
        ("AND OR NOT NEAR", [Part(((w,),), True) for w in ("AND",)] + [Part((("OR",),))]
         + [Part(((w,),), True) for w in ("NOT", "NEAR")]),
        ("text:pekerja*", [Part((("text", "pekerja"),), True)]),
        ("— … ** () \"\" - ^ '", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_was_typed(typed: str, parts: list[Part]) -> None:
    assert list(asked(typed).parts) == parts


def test_only_what_must_be_there_makes_a_search() -> None:
    assert not asked("-rentan")
    assert not asked("...")
    assert asked("pekerja -rentan")
    assert asked("pekerja -rentan").wanted == (Part((("pekerja",),), True),)
    assert asked("pekerja -rentan").unwanted == (Part((("rentan",),), True, True),)


def test_too_much_is_cut_and_said_so() -> None:
    many = asked(" ".join(f"kata{n}" for n in range(MOST_PARTS + 1)))
    assert (len(many.parts), many.cut) == (MOST_PARTS, True)
    assert asked("a" * (MOST_SIGNS + 1)).cut
    assert not asked(" ".join(f"kata{n}" for n in range(MOST_PARTS))).cut


@given(st.text())
def test_any_text_is_understood_as_bare_words(typed: str) -> None:
    for part in asked(typed).parts:
        assert part.ways
        assert all(word.isalnum() for way in part.ways for word in way)


@pytest.mark.parametrize(
    ("marked", "pieces"),
    [
        ("tanpa", [("tanpa", False)]),
        ("a \x02b\x03 c", [("a ", False), ("b", True), (" c", False)]),
        ("\x02b\x03", [("b", True)]),
        ("\x02b\x03\x02c\x03", [("b", True), ("c", True)]),
        ("a\x03 b", [("a b", False)]),
        ("a \x02b", [("a ", False), ("b", False)]),
        ("", []),
    ],
)
def test_marks_become_pieces(marked: str, pieces: list[tuple[str, bool]]) -> None:
    assert snippets(marked) == tuple(Snippet(*one) for one in pieces)


@given(st.text(alphabet="ab \x02\x03<"))
def test_no_mark_is_left_and_no_sign_is_lost(marked: str) -> None:
    shown = "".join(piece.text for piece in snippets(marked))
    assert shown == marked.replace("\x02", "").replace("\x03", "")
