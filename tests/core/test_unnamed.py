"""What is left of an entry without its candidate's name, and where a dossier names it all the same."""

from __future__ import annotations

import pytest

from evaluation.core.dossier import AttachedFile, Dossier, Item, Place
from evaluation.core.sections import default_sections
from evaluation.core.traces import spellings, traces
from evaluation.core.unnamed import entry_name, file_name, unnamed_dossier, unnamed_entry
from evaluation.core.visibility import Phase, Visibility, candidate_seen

HIDDEN, SHOWN = Visibility(candidates="hidden"), Visibility()
LAW = {"type": "perda", "number": "9", "year": 2019, "subject": "Jaminan di Mojokerto", "amends": ""}


def dossier(subject: str = "Jaminan", name: str = "scan.PDF") -> Dossier:
    """One regulation with its file."""
    file = AttachedFile(7, name, "application/pdf", 9, "a" * 64)
    item = Item(1, "regulations", {**LAW, "subject": subject}, file, 1, "", "wakil@uji.example")
    place = Place("Kota Mojokerto", "Kota Mojokerto", "Jawa Timur", "regency")
    return Dossier(3, place, default_sections(("regency",)), {"regulations": (item,)})


def test_a_number_reads_the_same_in_both_languages() -> None:
    assert entry_name(417) == "No. 417"


@pytest.mark.parametrize(
    ("number", "name", "expected"),
    [
        (3, "Perda Kota Mojokerto.PDF", "Lampiran 3.pdf"),
        (12, "surat", "Lampiran 12"),
        (None, "lama.docx", "Lampiran.docx"),
        (1, "Kab. Jember 2021 final", "Lampiran 1"),
    ],
)
def test_files_go_by_their_annex_number(number: int | None, name: str, expected: str) -> None:
    assert file_name(number, name) == expected


def test_a_dossier_loses_its_name_place_file_names_and_writers() -> None:
    found = unnamed_dossier(dossier(name="mojokerto.pdf"))
    (item,) = found.of("regulations")
    assert found.citation(item) == "Perda … No. 9/2019"
    assert item.file is not None
    assert (item.file.name, item.file.id, item.saved_by) == ("Lampiran 1.pdf", 7, "")
    assert item.values["subject"] == "Jaminan"


def test_an_entrys_row_keeps_its_id_and_category_only() -> None:
    row = {
        "id": 5, "name": "Kota Mojokerto", "code": "35.76", "region_code": "35.76",
        "region_name": "Kota Mojokerto", "province_code": "35", "province_name": "Jawa Timur",
        "timezone": "Asia/Jayapura", "category_code": "regency",
        "submitted_at": "2022", "status_at": "2022", "status_reason": "Mojokerto",
    }  # fmt: skip
    assert unnamed_entry(row, 417, "Asia/Jakarta") == {
        "id": 5, "name": "No. 417", "code": "417", "region_code": "", "region_name": "…", "province_code": "",
        "province_name": "…", "timezone": "Asia/Jakarta", "category_code": "regency", "submitted_at": None,
        "status_at": None, "status_reason": "", "hidden": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("standings", "seen"),
    [
        ([(SHOWN, Phase.OPEN)], True),
        ([(HIDDEN, Phase.OPEN)], False),
        ([(HIDDEN, Phase.CLOSED), (SHOWN, Phase.OPEN)], False),
        ([(SHOWN, Phase.FINALISED), (HIDDEN, Phase.OPEN)], False),
        ([(HIDDEN, Phase.FINALISED), (SHOWN, Phase.OPEN)], True),
        ([(HIDDEN, Phase.FINALISED)], False),
        ([(HIDDEN, Phase.PUBLISHED)], True),
        ([], False),
    ],
)
def test_a_blind_round_decides_for_all_while_it_is_judged(
    standings: list[tuple[Visibility, Phase]], seen: bool
) -> None:
    assert candidate_seen(standings) is seen


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Perda Kota Mojokerto", True),
        ("pemerintah MOJOKERTO  bersama", True),
        ("kota\nmojokerto", True),
        ("Mojokertosari", False),
        ("Jawa Timur", False),
    ],
)
def test_a_name_is_found_whole_in_any_case_and_without_its_kind(text: str, found: bool) -> None:
    assert bool(spellings(["Kota Mojokerto"]).search(text)) is found


def test_a_name_of_two_letters_alone_is_not_looked_for() -> None:
    assert spellings(["PT X"]).search("x") is None


def test_traces_say_where_the_candidate_is_named() -> None:
    words = {"a" * 64: [(1, "Kop surat"), (2, "Wali Kota Mojokerto"), (4, "mojokerto")]}
    (found,) = traces(dossier("Jaminan di Mojokerto", "perda_mojokerto.pdf"), words, ("Kota Mojokerto",))
    assert (found.section.code, found.place, found.in_text, found.in_file_name, found.pages) == (
        "regulations",
        1,
        True,
        True,
        (2, 4),
    )
    assert traces(dossier(), {"a" * 64: [(1, "Kop surat")]}, ("Kota Mojokerto",)) == ()
