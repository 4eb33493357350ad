"""What a section asks of its items: their number, words, files; and a business's year, reckoned."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from evaluation.core.completeness import contradictions, section_states
from evaluation.core.dossier import AttachedFile, Dossier, Item, Part, Place
from evaluation.core.errors import Invalid
from evaluation.core.rules import Section, Text
from evaluation.core.section_kinds import KINDS
from evaluation.core.sections import RULES_CHANGED, conforming
from evaluation.core.words import word_count

PLACE = Place("PT Maju", "Kota Surabaya", "Jawa Timur", "business")


def section(kind: str, **more: Any) -> Section:
    return Section(code="own", title=Text("Bagian", "Section"), categories=("company",), kind=kind, **more)


def blank(kind: str, /, **given: Any) -> dict[str, Any]:
    return {**{field.name: field.blank for field in KINDS[kind].fields}, **given}


def lacks(of: Section, *items: dict[str, Any], media_type: str = "application/pdf") -> list[str]:
    file = AttachedFile(1, "a.pdf", media_type, 9, "a" * 64) if of.file != "none" else None
    its = tuple(Item(n, of.code, values, file, 1, "", "") for n, values in enumerate(items))
    [state] = section_states(Dossier(1, PLACE, (of,), {of.code: its}))
    return [str(lack.message) for lack in state.lacks]


DOCUMENT = blank("documents", title="Foto")


@pytest.mark.parametrize(
    ("required", "minimum", "maximum", "count", "told"),
    [
        (True, 1, None, 0, ["Add a document."]),
        (True, 1, None, 9, []),
        (True, 3, 4, 0, ["Add more: 3 are needed, 0 are here."]),
        (True, 3, 4, 2, ["Add more: 3 are needed, 2 are here."]),
        (True, 3, 4, 3, []),
        (True, 3, 4, 4, []),
        (True, 3, 4, 5, ["At most 4 fit into this section: change or remove one."]),
        (False, 3, None, 0, []),
        (False, 3, None, 1, ["Add more: 3 are needed, 1 are here."]),
        (False, 0, 1, 2, ["At most 1 fit into this section: change or remove one."]),
    ],
)
def test_a_section_says_how_many_items_it_takes(
    required: bool, minimum: int, maximum: int | None, count: int, told: list[str]
) -> None:
    of = section("documents", required=required, minimum=minimum, maximum=maximum)
    assert lacks(of, *[DOCUMENT] * count) == told
    assert of.is_full(count) is (maximum is not None and count >= maximum)


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("satu", 1),
        ("satu dua\ntiga", 3),
        ("  satu\u00a0dua\u2003tiga\ufeffempat ", 4),
        ("undang-undang No. 9/2019", 3),
        ("satu - dua – tiga", 3),
        ("... ! 🎉 —", 0),
        ("é 京 ½ ٣", 4),
        ("a\u0301 \u0301", 1),
        ("a\x1cb\x85c", 3),
    ],
)
def test_words_are_counted_exactly(text: str, words: int) -> None:
    assert word_count(text) == words


def test_a_text_over_the_limit_is_told_by_how_much_and_one_at_the_limit_is_not() -> None:
    story = section("narrative", word_limit=3)
    assert lacks(story, blank("narrative", text="satu dua tiga")) == []
    assert lacks(story, blank("narrative", text="satu dua tiga - empat lima")) == [
        "Text has 5 words, and at most 3 are taken: shorten it by 2."
    ]
    assert lacks(section("narrative"), blank("narrative", text="kata " * 9000)) == []


def test_the_limit_holds_for_each_long_text_of_an_item() -> None:
    told = blank("innovations", kind="planned", title="a b c", problem="satu dua tiga", action="satu dua")
    assert lacks(section("innovations", word_limit=2), told) == [
        "The problem has 3 words, and at most 2 are taken: shorten it by 1."
    ]


# --- files ---------------------------------------------------------------------------------------


def test_a_file_of_another_kind_is_told_even_when_the_rules_changed_after_it_came() -> None:
    photos = section("documents", file_types=("image", "pdf"))
    assert lacks(photos, DOCUMENT, media_type="image/webp") == []
    assert lacks(photos, DOCUMENT, media_type="application/pdf") == []
    assert lacks(photos, DOCUMENT, media_type="application/msword") == [
        "The file is of a kind that this section does not take."
    ]


# --- a business's year ---------------------------------------------------------------------------

YEAR = blank(
    "compliance",
    year=2021,
    workers=1250,
    registered=1000,
    wages=90_000_000_000,
    wages_reported=60_000_000_000,
    contributions_due=3,
    contributions_paid=4,
    supplier_workers=0,
    supplier_registered=0,
    vulnerable=40,
    care="Iuran 40 pedagang asongan",
)


def test_a_complete_year_lacks_nothing_and_every_number_counts() -> None:
    duties = section("compliance")
    assert lacks(duties, YEAR) == []
    assert lacks(duties, blank("compliance", year=2021)) == [
        "Workers of your own is missing.",
        "Workers registered is missing.",
        "Wages paid (rupiah) is missing.",
        "Wages reported (rupiah) is missing.",
        "Contributions due (rupiah) is missing.",
        "Contributions paid (rupiah) is missing.",
        "Suppliers' workers is missing.",
        "Suppliers' workers registered is missing.",
        "Vulnerable workers that you pay for is missing.",
        "Care for vulnerable workers is missing.",
    ]


def test_a_years_shares_are_exact() -> None:
    year = Dossier(1, PLACE, ()).compliance_year(Item(1, "own", YEAR, None, 1, "", ""))
    assert (year.year, year.registered, year.suppliers) == (2021, Part(1000, 1250), Part(0, 0))
    assert (year.registered.share, year.wages.share) == (Fraction(80), Fraction(200, 3))
    # Arrears paid in that year: more than was due.
    assert year.contributions.share == Fraction(400, 3)
    assert year.suppliers.share is None


def test_more_registered_workers_than_there_are_contradict_and_arrears_do_not() -> None:
    wrong = contradictions(section("compliance"), {**YEAR, "registered": 1251, "supplier_registered": 1})
    assert {name: str(message) for name, message in wrong.items()} == {
        "registered": "This is more than the 1250 workers there are.",
        "supplier_registered": "This is more than the 0 workers there are.",
    }
    assert contradictions(section("compliance"), YEAR) == {}
    assert set(contradictions(section("compliance"), {**YEAR, "year": 1944})) == {"year"}


# --- what the store may be given -----------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "Foto"},
        {"title": "Foto", "note": "", "more": ""},
        {"title": None, "note": ""},
        {"title": 9, "note": ""},
    ],
)
def test_values_that_are_not_the_sections_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        conforming(section("documents"), wrong)
    assert refused.value.message == RULES_CHANGED


@pytest.mark.parametrize("value", ["2021", 2021.0, True, ""])
def test_numbers_are_whole_numbers_or_nothing(value: Any) -> None:
    with pytest.raises(Invalid):
        conforming(section("compliance"), {**YEAR, "year": value})


def test_conforming_values_come_back_in_the_order_of_the_fields() -> None:
    given = dict(reversed(YEAR.items()))
    assert list(conforming(section("compliance"), given).items()) == list(YEAR.items())
