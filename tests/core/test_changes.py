"""What changed between two manifests: nothing is lost, nothing is made up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.core.changes import FieldChange, ItemChange, Piece, changes, pieces
from evaluation.core.manifest import ManifestSection
from evaluation.core.rules import Text

PDF = {"name": "perda.pdf", "size": 10, "sha256": "a" * 64}
SCAN = {"name": "perda.pdf", "size": 12, "sha256": "b" * 64}


def section(*items: dict[str, Any], code: str = "regulations") -> ManifestSection:
    return ManifestSection(code, code, Text(code, code), items)


def item(key: int | None, subject: str, file: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    known = {} if key is None else {"id": key}
    return {**known, "subject": subject, "year": 2019, "file": file, **more}


def test_equal_dossiers_have_no_changes() -> None:
    whole = section(item(1, "Satu", PDF), item(2, "Dua"))
    (found,) = changes([whole], [whole])
    assert (found.items, found.unchanged) == ((), 2)


def test_a_changed_field_is_told_with_both_values() -> None:
    before, after = item(1, "Satu", PDF), item(1, "Satu lagi", PDF)
    (found,) = changes([section(before)], [section(after)])
    assert found.items == (ItemChange(before, after, (FieldChange("subject", "Satu", "Satu lagi"),)),)
    assert found.items[0].kind == "changed"


def test_a_file_is_another_one_by_its_bytes_and_not_by_its_name() -> None:
    renamed = {**PDF, "name": "peraturan.pdf"}
    assert changes([section(item(1, "Satu", PDF))], [section(item(1, "Satu", renamed))])[0].items == ()
    (found,) = changes([section(item(1, "Satu", PDF))], [section(item(1, "Satu", SCAN))])[0].items
    assert (found.fields, found.file) == ((), (PDF, SCAN))


@pytest.mark.parametrize(("one", "other"), [(None, PDF), (PDF, None)])
def test_a_file_comes_and_goes(one: dict[str, Any] | None, other: dict[str, Any] | None) -> None:
    (found,) = changes([section(item(1, "Satu", one))], [section(item(1, "Satu", other))])[0].items
    assert found.file == (one, other)


def test_what_came_and_went_is_told_in_order() -> None:
    before = section(item(1, "Satu"), item(2, "Dua"), item(3, "Tiga"))
    after = section(item(2, "Dua"), item(4, "Empat"))
    (found,) = changes([before], [after])
    told = [(one.kind, (one.after or one.before or {})["subject"]) for one in found.items]
    assert told == [("added", "Empat"), ("removed", "Satu"), ("removed", "Tiga")]
    assert found.unchanged == 1


def test_the_number_tells_an_item_even_when_everything_in_it_changed() -> None:
    before, after = section(item(1, "Satu", year=2001)), section(item(1, "Lain", year=2020))
    assert [one.kind for one in changes([before], [after])[0].items] == ["changed"]
    other = section(item(2, "Satu", year=2001))
    assert [one.kind for one in changes([before], [other])[0].items] == ["added", "removed"]


def test_without_numbers_the_most_alike_items_belong_together() -> None:
    before = section(item(None, "Satu", PDF), item(None, "Dua", SCAN, number="7"))
    after = section(item(None, "Dua", SCAN, number="8"), item(None, "Satu", PDF))
    (found,) = changes([before], [after])
    assert [one.fields for one in found.items] == [(FieldChange("number", "7", "8"),)]
    assert found.unchanged == 1


def test_without_numbers_unlike_items_are_different_ones() -> None:
    before, after = section(item(None, "Satu", year=2001)), section(item(None, "Dua", year=2020))
    assert [one.kind for one in changes([before], [after])[0].items] == ["added", "removed"]


def test_a_section_may_come_and_go() -> None:
    old, new = section(item(1, "Satu"), code="old"), section(item(2, "Dua"), code="new")
    found = changes([old], [new])
    assert [(one.section.code, [change.kind for change in one.items]) for one in found] == [
        ("new", ["added"]),
        ("old", ["removed"]),
    ]


def test_a_field_that_was_not_there_before_counts_as_a_change() -> None:
    (found,) = changes([section(item(1, "Satu"))], [section(item(1, "Satu", note="baru"))])[0].items
    assert found.fields == (FieldChange("note", None, "baru"),)


ITEMS = st.lists(
    st.builds(
        lambda subject, year: item(None, subject, year=year), st.sampled_from("abc"), st.integers(2019, 2021)
    ),
    max_size=5,
)


@given(ITEMS, ITEMS)
def test_every_item_is_told_once(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    (found,) = changes([section(*before)], [section(*after)])
    kinds = [one.kind for one in found.items]
    stayed = found.unchanged + kinds.count("changed")
    assert stayed + kinds.count("added") == len(after)
    assert stayed + kinds.count("removed") == len(before)


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    found = pieces(before, after)
    assert found is not None
    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after


def test_pieces_are_whole_words() -> None:
    assert pieces("872 ketua RT", "900 ketua RT") == (
        Piece("removed", "872"),
        Piece("added", "900"),
        Piece("same", " ketua RT"),
    )


def test_very_long_texts_are_not_compared_word_by_word() -> None:
    assert pieces("a " * 1501, "a") is None
    assert pieces("a " * 1500, "a " * 1500) == (Piece("same", "a " * 1500),)
