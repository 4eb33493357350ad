"""An assessor's queue: filters in the address, time left, reading time, the panel's count, who left."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from sqlite_utils import Database

from evaluation.actions import sheets
from evaluation.core.desk import Contest, Place, panel_progress
from evaluation.core.queue import Filters, asked, choices, queue
from evaluation.core.reading_time import ReadingTime
from evaluation.core.windows import Window
from evaluation.store.db import change, insert, write
from tests.award import Award
from tests.desk_ground import CHAIR, SECOND, THIRD, Ground
from tests.pages import Page, PageClient


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


@pytest.fixture
def chair(ground: Ground, client: PageClient) -> PageClient:
    return client.sign_in(CHAIR, language="en")


@pytest.fixture
def nation(ground: Ground, award: Award) -> int:
    """A national round in which entries of two provinces stand before the chair; its contest."""
    panel = award.panel(ground.edition, "national", None, members=0)
    assert panel == []
    with write(ground.db):
        change(
            ground.db,
            "INSERT INTO panel_member (panel_id, account_id, name, position, seated_at)"
            " SELECT id, :account, 'Juri', 'member', :at FROM panel WHERE stage = 'national'",
            account=ground.people[0],
            at=award.at,
        )
    semarang = award.entry(ground.edition, "33.74", "Kota Semarang", status="accepted")
    award.enter(ground.edition, "national-desk", semarang)
    return award.enter(ground.edition, "national-desk", ground.jember)


def entries(page: Page) -> list[str]:
    """The entries that the page links to, by name."""
    return sorted(name for name in page.links if name.startswith(("Kota ", "Kabupaten ")))


# --- filters -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "contests", "shown"),
    [
        ("/desk?round=national-desk", 1, ["Kabupaten Jember", "Kota Semarang"]),
        ("/desk?province=33", 1, ["Kota Semarang"]),
        ("/desk?province=35&round=province-desk", 1, ["Kabupaten Jember", "Kota Mojokerto"]),
        ("/desk?category=regency", 3, ["Kabupaten Jember", "Kota Mojokerto", "Kota Semarang"]),
        ("/desk?category=village", 0, []),
        ("/desk?text=moJO+kota", 2, ["Kota Mojokerto"]),
        ("/desk?text=35.09&round=province-desk", 1, ["Kabupaten Jember"]),
        ("/desk?state=submitted&text=kota", 0, []),
        ("/desk?state=submitted", 1, ["Kabupaten Jember"]),
    ],
)
def test_filters_stand_in_the_address(
    ground: Ground, chair: PageClient, nation: int, act_as, address: str, contests: int, shown: list[str]
) -> None:
    ground.submit(act_as(ground.actor()), entry=ground.jember)
    page = chair.get(address)
    assert entries(page) == shown
    assert sum(level == 3 for level, _ in page.headings) == contests


def test_a_filter_is_chosen_with_a_form_and_kept_while_the_state_changes(
    ground: Ground, chair: PageClient, nation: int
) -> None:
    chair.get("/desk")
    page = chair.submit({"province": "33", "text": "kota"})
    assert entries(page) == ["Kota Semarang"]
    assert page.links["Not started 1"] == "/desk?state=none&province=33&text=kota"
    page = chair.click("Not started 1")
    form = next(dict(one.fields) for one in page.forms if "text" in dict(one.fields))
    assert form == {"state": "none", "round": "", "province": "33", "text": "kota"}
    assert page.links["Show everything"] == "/desk"


def test_a_choice_without_anything_says_so(ground: Ground, chair: PageClient) -> None:
    assert "Nothing that is still to score fits this choice." in chair.get("/desk?text=nobody").text


def test_the_next_sheet_does_not_depend_on_the_state_that_is_shown(ground: Ground, chair: PageClient) -> None:
    page = chair.get("/desk?state=submitted")
    assert page.links["Next not scored: Kabupaten Jember"] == ground.url(ground.jember) + "#marks"


def test_one_key_opens_the_next_sheet_and_is_named(ground: Ground, chair: PageClient) -> None:
    page = chair.get("/desk")
    assert page.html.count('accesskey="n"') == 1
    assert "By keyboard: the access key N" in page.text
    assert 'src="/static/desk.js' in page.html


# --- time and reading ----------------------------------------------------------------------------


def test_the_time_left_is_told_in_words(ground: Ground, chair: PageClient) -> None:
    assert "21 d 13 h left" in chair.get("/desk").text


def item(ground: Ground, section: str, fields: dict[str, str], file_id: int | None = None) -> None:
    """An item of Kota Mojokerto's dossier."""
    with write(ground.db):
        change(
            ground.db,
            "INSERT INTO dossier_item (entry_id, section_id, fields, file_id, saved_at)"
            " SELECT :entry, id, :fields, :file, :at FROM section WHERE code = :section",
            entry=ground.mojokerto,
            section=section,
            fields=json.dumps(fields),
            file=file_id,
            at=ground.award.at,
        )


def file(ground: Ground, digit: str, kind: str, **reading: int | str) -> int:
    """A file of Kota Mojokerto's, with what was read of it."""
    with write(ground.db):
        if reading:
            insert(ground.db, "reading", sha256=digit * 64, noted_at=ground.award.at, **reading)
        return insert(
            ground.db, "file", entry_id=ground.mojokerto, name=f"{digit}.pdf", media_type=kind, size=9,
            sha256=digit * 64, stored_as=digit, uploaded_at=ground.award.at,
        )  # fmt: skip


def test_the_reading_time_adds_words_pictures_and_says_what_it_leaves_out(
    ground: Ground, chair: PageClient
) -> None:
    read = dict(state="read", pages=12, pictures=10, with_text=7, words=990)
    twice = file(ground, "a", "application/pdf", **read)
    item(ground, "documents", {"title": "Satu  dua\ntiga", "note": ""}, twice)
    item(ground, "documents", {"title": "empat", "note": "lima enam"}, twice)
    item(ground, "documents", {"title": "", "note": ""}, file(ground, "b", "image/png"))
    item(ground, "documents", {"title": "", "note": ""}, file(ground, "c", "application/pdf", state="locked"))
    found = next(
        place
        for contest in own_list(ground)
        for place in contest.places
        if place.entry_id == ground.mojokerto and contest.contest_id == ground.desk
    )
    # Two blanks in a row count for two: an estimate, made from the blanks.
    assert found.reading == ReadingTime(words=990 + 4 + 1 + 2, pictures=5 + 1, unknown=1)
    # 997 words at 200 a minute are 299.1 seconds, six pages 540: not quite 14 minutes.
    assert found.reading.minutes == 14
    page = chair.get("/desk")
    assert "about 14 min words: 997, pages without words: 6, files not read yet: 1" in page.text
    assert page.links["about 14 min"] == "#reading-time"
    assert (
        "Words of the dossier and of its files, at 200 words a minute, and 90 seconds for each page"
        in page.text
    )


def own_list(ground: Ground) -> tuple[Contest, ...]:
    from evaluation.store import desk

    return desk.own_list(ground.db, ground.people[0], ground.award.clock.now)


@pytest.mark.parametrize(
    ("words", "pictures", "minutes"), [(0, 0, 0), (1, 0, 1), (200, 0, 1), (204, 0, 2), (0, 1, 2)]
)
def test_minutes_are_whole_and_rounded_up(words: int, pictures: int, minutes: int) -> None:
    assert ReadingTime(words, pictures).minutes == minutes


def test_the_recused_are_not_told_how_much_there_is_to_read(
    ground: Ground, chair: PageClient, act_as
) -> None:
    item(ground, "documents", {"title": "kata " * 900, "note": ""})
    assert "about 5 min" in chair.get("/desk").text
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    assert "about 5 min" not in chair.get("/desk").text


# --- the panel's count ---------------------------------------------------------------------------


def test_the_panels_bar_counts_all_sheets_and_names_nobody(ground: Ground, chair: PageClient, act_as) -> None:
    ground.submit(act_as(ground.actor(SECOND)), 91, entry=ground.jember)
    ground.submit(act_as(ground.actor(THIRD)), 92)
    ground.save(act_as(ground.actor(SECOND)), {"regulation": Fraction(50)})
    page = chair.get("/desk")
    assert "Panel: 2 of 6" in page.text
    assert "All sheets of the panel: 2 of 9" in page.text
    for hidden in ("Juri 2", "Juri 3", "91", "68.6", "69.2"):
        assert hidden not in page.text


def test_a_filter_does_not_take_the_panels_count_apart(ground: Ground, chair: PageClient, act_as) -> None:
    """Else "1 of 3" for one entry would tell whose sheet is in."""
    ground.submit(act_as(ground.actor(SECOND)), 91, entry=ground.jember)
    page = chair.get("/desk?text=jember&round=province-desk")
    assert "Panel: 1 of 6" in page.text


def test_the_count_is_not_told_where_it_would_tell_one_colleagues(
    ground: Ground, chair: PageClient, act_as, award: Award
) -> None:
    with write(ground.db):
        change(
            ground.db,
            "UPDATE panel_member SET left_at = :at WHERE account_id = :account",
            at=award.at,
            account=ground.people[2],
        )
    ground.submit(act_as(ground.actor(SECOND)), 91, entry=ground.jember)
    page = chair.get("/desk")
    assert "Panel:" not in page.text
    assert "All sheets of the panel" not in page.text
    assert panel_progress(1, 4, colleagues=1) is None
    assert panel_progress(1, 6, colleagues=2) is not None


def test_entries_from_which_i_am_recused_are_not_in_the_panels_count(
    ground: Ground, chair: PageClient, act_as
) -> None:
    ground.submit(act_as(ground.actor(SECOND)), 91)
    assert "Panel: 1 of 6" in chair.get("/desk").text
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    assert "Panel: 0 of 3" in chair.get("/desk").text


# --- who left ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "word"), [("withdrawn", "Withdrawn"), ("excluded", "Excluded")])
def test_who_left_the_award_stands_apart_with_a_word(
    ground: Ground, chair: PageClient, act_as, status: str, word: str
) -> None:
    ground.submit(act_as(ground.actor()))
    with write(ground.db):
        change(ground.db, "UPDATE entry SET status = :s WHERE id = :id", s=status, id=ground.mojokerto)
    page = chair.get("/desk?round=province-desk")
    assert f"Left the award Entry What became of it My total Kota Mojokerto {word} 62" in page.text
    assert "0 of 1 submitted" in page.text
    assert page.links["Next not scored: Kabupaten Jember"] == ground.url(ground.jember) + "#marks"
    assert entries(chair.get("/desk?state=left&round=province-desk")) == ["Kota Mojokerto"]


# --- the core ------------------------------------------------------------------------------------


def contest(number: int, *places: Place, closes: int | None = None) -> Contest:
    at = datetime(2022, 1, closes, tzinfo=UTC) if closes else None
    about = {"round_code": f"r{number}", "category_code": "c"}
    return Contest(number, about, Window("open", None, at, "UTC", None), False, places)


def test_the_next_sheet_is_one_that_came_back_else_where_time_is_short() -> None:
    first = Place(1, "1", "Satu", "none", None, province_code="35", province_name="Jawa Timur")
    second = Place(2, "2", "Dua", "draft", None, province_code="33", province_name="Jawa Tengah")
    back = Place(3, "3", "Tiga", "reopened", None, province_code="33", province_name="Jawa Tengah")
    contests = [contest(1, first), contest(2, second, closes=20)]
    found = queue(contests, Filters()).next
    assert found is not None
    assert found[1] == second
    found = queue([*contests, contest(3, back)], Filters()).next
    assert found is not None
    assert found[1] == back
    assert [one.code for one in choices(contests)["round"]] == ["r1", "r2"]
    assert [one.code for one in choices(contests)["province"]] == ["33", "35"]


def test_what_is_no_filter_is_left_out() -> None:
    assert asked({"state": "nonsense", "text": " x " * 80, "more": "1"}).chosen == {
        "text": (" x " * 80).strip()[:100]
    }
