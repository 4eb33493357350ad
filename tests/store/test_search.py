"""The index follows what is written, in the same transaction; no text that somebody types breaks it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from evaluation.core.finding import asked
from evaluation.core.people import Actor
from evaluation.store import dossiers, entries, files, readings, search
from evaluation.store.db import change, rows, write
from tests.award import Award
from tests.search_ground import file, found, note, passages, read, regulation, submit

OWNER = "wakil@uji.example"


@pytest.fixture
def edition(award: Award) -> int:
    edition = award.edition()
    award.panel(edition, "province", "35")
    return edition


@pytest.fixture
def entry(award: Award, edition: int) -> int:
    entry = award.entry(edition, "35.76", "Kota Mojokerto", email=OWNER)
    award.enter(edition, "province-desk", entry)
    return entry


@pytest.fixture
def owner(award: Award, entry: int) -> Actor:
    return award.actor(OWNER)


@pytest.fixture
def juror(award: Award, entry: int) -> Actor:
    return award.actor("juri1-35@uji.example")


@pytest.fixture(autouse=True)
def in_step(db: Database) -> Iterator[None]:
    """After every test the index holds each piece with its text, and nothing else."""
    yield
    with write(db):
        change(db, "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")


# --- what can be found ---------------------------------------------------------------------------


def test_a_regulation_is_found_by_what_it_is_cited_by(db: Database, entry: int, owner: Actor) -> None:
    regulation(db, entry, type="perda", number="9", year=2019, subject="Jaminan sosial ketenagakerjaan")
    for typed in ("perda 9/2019", "Perda Mojokerto", '"No. 9/2019"', "sosial ketenaga", "JAMINAN", "jáminan"):
        assert found(db, owner, typed) == {entry: 1}, typed
    for typed in ("perwali", "2018", '"sosial jaminan"', "jaminan -sosial", "kerja"):
        assert found(db, owner, typed) == {}, typed
    assert passages(db, owner, "ketenaga") == [
        ("item", None, "Perda Kota Mojokerto No. 9/2019\nJaminan sosial [ketenagakerjaan]")
    ]


def test_words_need_not_be_whole_but_phrases_do(db: Database, entry: int, owner: Actor) -> None:
    note(db, entry, "Perlindungan pekerjaan")
    assert found(db, owner, "pekerja") == {entry: 1}
    assert found(db, owner, '"pekerja"') == {}
    assert found(db, owner, "pe") == {}


def test_numbers_are_found_with_and_without_dots(db: Database, entry: int, owner: Actor) -> None:
    note(db, entry, "Anggaran 175.795.200")
    note(db, entry, "Peserta 12500")
    for typed in ("175.795.200", "175,795,200", "175795200", "12500", "12.500", "12,500"):
        assert found(db, owner, typed) == {entry: 1}, typed
    for typed in ("1250", "175.796", "7952", "175795"):
        assert len(found(db, owner, typed)) == (typed == "175795"), typed


def test_an_entry_is_found_by_its_name_and_first(
    db: Database, award: Award, edition: int, entry: int, owner: Actor
) -> None:
    other = award.entry(edition, "35.77", "Kota Madiun", email=OWNER)
    both = award.actor(OWNER)
    for _ in range(3):
        note(db, other, "Kunjungan ke Mojokerto")
    assert list(found(db, both, "Mojokerto").items()) == [(entry, 1), (other, 3)]
    with write(db):
        entries.rename(db, entry, "Kota Majakerta")
    # Its region is still called as before.
    assert passages(db, both, "Majakerta") == [("entry", None, "Kota [Majakerta]\n35.76\nKota Mojokerto")]
    assert found(db, both, "Mojokerto") == {entry: 1, other: 3}


def test_a_new_name_is_what_its_regulations_are_cited_by(db: Database, entry: int, owner: Actor) -> None:
    regulation(db, entry, type="perda", number="9", year=2019, subject="Jaminan")
    submit(db, entry)
    with write(db):
        entries.rename(db, entry, "Kota Majakerta")
    assert passages(db, owner, "perda") == [("item", None, "[Perda] Kota Majakerta No. 9/2019\nJaminan")]
    [piece] = rows(db, "SELECT live, sent FROM search_piece WHERE kind = 'item'")
    assert piece == {"live": 1, "sent": 1}


# --- pages of files ------------------------------------------------------------------------------


def test_a_page_is_found_once_it_is_read(db: Database, entry: int, owner: Actor) -> None:
    note(db, entry, "Lampiran", file_id=file(db, entry, "Perda nomor 9.pdf"))
    assert passages(db, owner, "nelayan") == []
    read(db, "a", "Menimbang", "Pasal 2 Nelayan dan petani")
    assert passages(db, owner, "nelayan") == [("page", 2, "Pasal 2 [Nelayan] dan petani")]
    assert passages(db, owner, "nomor") == [("file", None, "Perda [nomor] 9.pdf")]


def test_a_file_whose_bytes_were_read_before_is_found_at_once(
    db: Database, award: Award, edition: int, entry: int, owner: Actor
) -> None:
    other = award.entry(edition, "35.77", "Kota Madiun", email=OWNER)
    note(db, entry, "Satu", file_id=file(db, entry, "a.pdf"))
    read(db, "a", "nelayan")
    note(db, other, "Dua", file_id=file(db, other, "a.pdf"))
    assert found(db, award.actor(OWNER), "nelayan") == {entry: 1, other: 1}


def test_pages_come_after_items_in_their_order(db: Database, entry: int, owner: Actor) -> None:
    note(db, entry, "Lampiran nelayan", file_id=file(db, entry, "nelayan.pdf"))
    read(db, "a", *["nelayan"] * 11)
    places = [(kind, page) for kind, page, _ in passages(db, owner, "nelayan")]
    assert places == [("item", None), ("file", None), *(("page", n) for n in range(1, 12))]


@pytest.mark.parametrize("scan", ["waiting", "infected"])
def test_what_the_virus_scanner_holds_back_is_not_quoted(
    db: Database, entry: int, owner: Actor, scan: str
) -> None:
    note(db, entry, "Lampiran", file_id=file(db, entry, "a.pdf", scan=scan))
    read(db, "a", "nelayan")
    assert found(db, owner, "nelayan") == {}
    with write(db):
        change(db, "UPDATE file SET scan = 'clean'")
    assert found(db, owner, "nelayan") == {entry: 1}


def test_pages_that_are_read_again_leave_nothing_behind(db: Database, entry: int, owner: Actor) -> None:
    note(db, entry, "Lampiran", file_id=file(db, entry, "a.pdf"))
    read(db, "a", "nelayan", "petani")
    read(db, "a", "pedagang")
    assert [passages(db, owner, typed) for typed in ("nelayan", "petani", "pedagang")] == [
        [],
        [],
        [("page", 1, "[pedagang]")],
    ]
    with write(db):
        readings.remove(db, "a" * 64)
    assert passages(db, owner, "pedagang") == []


def test_marked_pages_are_whole(db: Database, entry: int) -> None:
    file_id = file(db, entry, "a.pdf")
    note(db, entry, "Lampiran", file_id=file_id)
    read(db, "a", "nelayan " + "kata " * 100 + "nelayan", "petani", "nelayan")
    marked = search.marked_pages(db, {"id": file_id, "entry_id": entry}, asked("nelayan"), [1, 2])
    assert marked == {1: "\x02nelayan\x03 " + "kata " * 100 + "\x02nelayan\x03"}


# --- versions ------------------------------------------------------------------------------------


def test_a_correction_under_way_is_not_the_panels_to_find(
    db: Database, entry: int, owner: Actor, juror: Actor
) -> None:
    item = note(db, entry, "nelayan", file_id=file(db, entry, "lama.pdf"))
    read(db, "a", "lembar lama")
    submit(db, entry)
    note(db, entry, "petani", item_id=item, file_id=file(db, entry, "baru.pdf", "b"))
    read(db, "b", "lembar baru")
    added = note(db, entry, "pedagang")
    for typed, whose in (("nelayan", juror), ("lama", juror), ("petani", owner), ("baru", owner)):
        assert found(db, juror, typed) == ({entry: 2 if typed == "lama" else 1} if whose is juror else {})
        assert found(db, owner, typed) == ({entry: 2 if typed == "baru" else 1} if whose is owner else {})
    assert [found(db, who, "pedagang") for who in (juror, owner)] == [{}, {entry: 1}]
    with write(db):
        dossiers.remove_item(db, entry_id=entry, item_id=added)
    assert found(db, owner, "pedagang") == {}
    submit(db, entry)
    for who in (owner, juror):
        assert [len(found(db, who, t)) for t in ("nelayan", "lama", "petani", "baru")] == [0, 0, 1, 1]


def test_what_was_taken_back_is_one_piece_again(db: Database, entry: int) -> None:
    item = note(db, entry, "nelayan")
    submit(db, entry)
    note(db, entry, "petani", item_id=item)
    note(db, entry, "nelayan", item_id=item)
    assert rows(db, "SELECT text, live, sent FROM search_piece WHERE kind = 'item' ORDER BY id") == [
        {"text": "nelayan", "live": 1, "sent": 1}
    ]


def test_a_removed_item_stays_findable_as_it_was_submitted(
    db: Database, entry: int, owner: Actor, juror: Actor
) -> None:
    item = note(db, entry, "nelayan")
    submit(db, entry)
    with write(db):
        dossiers.remove_item(db, entry_id=entry, item_id=item)
    assert (found(db, owner, "nelayan"), found(db, juror, "nelayan")) == ({}, {entry: 1})


def test_an_unsubmitted_item_takes_its_file_along(db: Database, entry: int) -> None:
    file_id = file(db, entry, "a.pdf")
    item = note(db, entry, "nelayan", file_id=file_id)
    read(db, "a", "nelayan")
    with write(db):
        dossiers.remove_item(db, entry_id=entry, item_id=item)
        files.remove(db, file_id)
    assert [one["kind"] for one in rows(db, "SELECT kind FROM search_piece ORDER BY id")] == ["entry"]


# --- one transaction ----------------------------------------------------------------


def test_what_does_not_come_through_is_not_found(db: Database, entry: int, owner: Actor) -> None:
    def broken_off() -> None:
        with write(db):
            note(db, entry, "nelayan")
            assert found(db, owner, "nelayan") == {entry: 1}
            raise RuntimeError("in between")

    with pytest.raises(RuntimeError, match="in between"):
        broken_off()
    assert found(db, owner, "nelayan") == {}


def test_an_entrys_number_is_no_word_to_look_for(db: Database, entry: int, owner: Actor) -> None:
    note(db, entry, "nelayan")
    for typed in (f"e{entry}", f"entry : e{entry}", f"e{entry} nelayan"):
        assert found(db, owner, typed) == {}, typed


def test_a_piece_is_never_rewritten(db: Database, entry: int) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="replaced, never rewritten"), write(db):
        change(db, "UPDATE search_piece SET text = 'lain'")


# --- any text ------------------------------------------------------------------------------------

SIGNS = st.text() | st.text(alphabet="ab \"'-*^:(){}+.,/\x00\x02½²ªⅣ١ﬁſʰ中⁠") | st.sampled_from(
    ["AND", 'a AND "', "NEAR(a b, 3)", "text : a", "{text} : a", "^a", "a*", '"a" + "b"', "a NOT", "-", '-"']
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(SIGNS, max_size=4).map(" ".join))
def test_no_text_breaks_the_question(db: Database, entry: int, owner: Actor, typed: str) -> None:
    if asked(typed):
        places = len(passages(db, owner, typed))
        assert found(db, owner, typed) == ({entry: places} if places else {})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(alphabet="abcde 129./-é", min_size=3, max_size=20), data=st.data())
def test_every_word_of_a_text_finds_it(
    db: Database, entry: int, owner: Actor, title: str, data: st.DataObject
) -> None:
    item = note(db, entry, title)
    words = title.split()
    if words and asked(word := data.draw(st.sampled_from(words)).lstrip("-")):
        assert entry in found(db, owner, word)
        assert entry in found(db, owner, f'"{title}"')
    with write(db):
        dossiers.remove_item(db, entry_id=entry, item_id=item)
