"""An assessor's own list: states, windows, progress, and nothing of anybody else's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlite_utils import Database

from evaluation.actions import sheets
from evaluation.core.desk import Place, next_place, sheet_state
from evaluation.store import desk
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, SECOND, STRANGER, Ground
from tests.pages import PageClient


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


@pytest.fixture
def chair(ground: Ground, client: PageClient) -> PageClient:
    return client.sign_in(CHAIR, language="en")


def test_the_list_has_my_contests_with_their_entries_and_states(
    ground: Ground, chair: PageClient, act_as
) -> None:
    ground.submit(act_as(ground.actor()), entry=ground.jember)
    page = chair.get("/desk")
    assert "Trial Award 2021" in page.text
    assert "Regencies and cities · Jawa Timur · Desk assessment" in page.text
    assert "1 of 2 submitted" in page.text
    assert "Kabupaten Jember Submitted – 62" in page.text
    assert "Kota Mojokerto Not started" in page.text
    assert [text for level, text in page.headings if level == 3] == [
        "Provincial desk assessment",
        "Provincial interview",
    ]
    assert page.links["Next not scored: Kota Mojokerto"] == ground.url() + "#marks"


def test_other_peoples_sheets_leave_no_trace_in_my_list(ground: Ground, chair: PageClient, act_as) -> None:
    ground.submit(act_as(ground.actor(SECOND)), 91, entry=ground.jember)
    page = chair.get("/desk")
    assert "0 of 2 submitted" in page.text
    assert "Kabupaten Jember Not started" in page.text
    assert "68.6" not in page.text


def test_a_panel_elsewhere_sees_none_of_it(ground: Ground, client: PageClient) -> None:
    client.sign_in(STRANGER)
    page = client.get("/desk")
    assert "Kota Mojokerto" not in page.text
    assert "Trial Award" not in page.text


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2022, 1, 4, 3, tzinfo=UTC), "Opens on 5 January 2022, 08:00 WIB."),
        (datetime(2022, 1, 10, 3, tzinfo=UTC), "Closes on 31 January 2022, 23:59:59 WIB, in 21 days."),
        (datetime(2022, 1, 30, 3, tzinfo=UTC), "Closes tomorrow: 31 January 2022, 23:59:59 WIB."),
        (datetime(2022, 1, 30, 17, tzinfo=UTC), "Closes today: 31 January 2022, 23:59:59 WIB."),
        (datetime(2022, 1, 31, 17, tzinfo=UTC), "Closed since 31 January 2022, 23:59:59 WIB."),
    ],
)
def test_the_window_is_told_in_words(
    ground: Ground, chair: PageClient, clock: Clock, moment: datetime, told: str
) -> None:
    clock.now = moment
    assert told in chair.get("/desk").text


def test_the_window_is_read_in_the_provinces_own_zone(award: Award, db: Database, client: PageClient) -> None:
    ground = Ground(award, db)
    award.panel(ground.edition, "province", "91", members=1)
    award.entry(ground.edition, "91.71", "Kota di Papua", status="accepted")
    client.sign_in("juri1-91@uji.example", language="en")
    assert "Closes on 1 February 2022, 01:59:59 WIT, in 22 days." in client.get("/desk").text


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("none", {"Kota Mojokerto"}),
        ("submitted", {"Kabupaten Jember"}),
        ("draft", set()),
        ("nonsense", {"Kota Mojokerto", "Kabupaten Jember"}),
    ],
)
def test_the_filter_shows_one_state(
    ground: Ground, chair: PageClient, act_as, state: str, shown: set[str]
) -> None:
    ground.submit(act_as(ground.actor()), entry=ground.jember)
    page = chair.get(f"/desk?state={state}")
    assert {name for name in page.links if name in ("Kota Mojokerto", "Kabupaten Jember")} == shown


def test_a_recused_entry_stands_there_by_name_and_is_not_counted(
    ground: Ground, chair: PageClient, act_as
) -> None:
    ground.submit(act_as(ground.actor()), 97, entry=ground.mojokerto)
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    page = chair.get("/desk")
    assert "Kota Mojokerto Recused – –" in page.text
    assert "Kota Mojokerto" not in page.links
    assert "0 of 1 submitted" in page.text
    assert "72.2" not in page.text


def test_finalised_contests_stand_under_a_fold(ground: Ground, chair: PageClient) -> None:
    ground.finalise(ground.desk)
    page = chair.get("/desk")
    assert "Done: one finalised contest" in page.text
    order = [title for level, title in page.headings if level == 3]
    assert order == ["Provincial interview", "Provincial desk assessment"]
    assert page.html.index("<summary>Done: one finalised contest") < page.html.index(
        f'id="contest-{ground.desk}"'
    )
    assert "Next not scored: Kabupaten Jember" not in page.text


def test_an_empty_desk_says_so(award: Award, db: Database, client: PageClient) -> None:
    edition = award.edition()
    award.panel(edition, "province", "35", members=1)
    client.sign_in(CHAIR, language="en")
    assert "No entry stands before your panels yet." in client.get("/desk").text


def test_the_list_takes_as_many_questions_for_one_entry_as_for_many(
    ground: Ground, award: Award, act_as
) -> None:
    def questions() -> int:
        asked: list[str] = []
        ground.db.conn.set_trace_callback(asked.append)
        desk.own_list(ground.db, ground.people[0], award.clock.now)
        ground.db.conn.set_trace_callback(None)
        return sum("SELECT" in sql for sql in asked)

    few = questions()
    for code in ("35.01", "35.02", "35.03"):
        entry_id = award.entry(ground.edition, code, f"Kabupaten {code}", status="accepted")
        ground.submit(act_as(ground.actor()), entry=entry_id)
    assert questions() == few == 5


@pytest.mark.parametrize(
    ("status", "excluded", "recused", "state"),
    [
        (None, False, False, "none"),
        ("draft", False, False, "draft"),
        ("submitted", False, False, "submitted"),
        ("submitted", True, False, "excluded"),
        ("submitted", True, True, "recused"),
        (None, False, True, "recused"),
    ],
)
def test_the_state_of_a_sheet(status: str | None, excluded: bool, recused: bool, state: str) -> None:
    assert sheet_state(status, excluded=excluded, recused=recused) == state


def test_what_comes_next_starts_behind_the_entry_at_hand() -> None:
    def places(*states: str) -> list[Place]:
        return [Place(n, f"{n:02}", f"Entry {n}", state, None) for n, state in enumerate(states, start=1)]

    def following(found: Place | None) -> int | None:
        return None if found is None else found.entry_id

    assert following(next_place(places("none", "none", "none"), after="02")) == 3
    assert following(next_place(places("none", "submitted", "draft"), after="02")) == 1
    assert following(next_place(places("draft", "submitted", "recused"), after="02")) == 1
    assert following(next_place(places("submitted", "none"), after="02")) is None
    assert following(next_place(places("submitted", "draft", "none"))) == 3
