"""A sheet field by field: what is kept, what collides, what comes twice, and what the page is told."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlite_utils import Database

from evaluation.actions import sheets
from evaluation.actions.act import Act
from evaluation.core.errors import Conflict
from evaluation.core.sheet_fields import Change
from evaluation.store.db import connect
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, FULL, SECOND, STRANGER, Ground
from tests.pages import PageClient


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


class Tab:
    """A page of one assessor's sheet that saves field by field, as its script does."""

    def __init__(self, client: PageClient, ground: Ground) -> None:
        self.client, self.url = client, ground.url(more="/fields")
        self.token = client.csrf()
        self.keys = 0

    def save(self, field: str, value: str, over: int = 0, status: int = 200, key: str = "") -> dict[str, Any]:
        """Send one field; what the server answers."""
        self.keys += 1
        data = {"field": field, "value": value, "over": over, "key": key or f"{id(self)}-{self.keys}"}
        response = self.client.http.post(self.url, data={**data, "csrf_token": self.token})
        assert response.status_code == status, response.text
        return dict(response.get_json())


@pytest.fixture
def tab(ground: Ground, client: PageClient) -> Tab:
    """The chair's page of Kota Mojokerto's sheet, in English."""
    client.sign_in(CHAIR, language="en")
    return Tab(client, ground)


def test_each_field_is_kept_by_itself(ground: Ground, tab: Tab) -> None:
    answer = tab.save("mark-regulation", "80")
    assert answer["state"] == "kept"
    assert answer["fields"]["mark-regulation"]["revision"] == 1
    assert (answer["time"], answer["revision"], answer["open"]) == ("10:00", 1, True)
    tab.save("comment-regulation", "Perda ada.\r\nLengkap.")
    answer = tab.save("mark-innovation", "70,5")
    assert answer["fields"]["mark-innovation"]["value"] == "70.5"
    assert ground.marks() == {"regulation": ("80", "Perda ada.\nLengkap."), "innovation": ("70.5", "")}
    assert ground.sheets()[0]["status"] == "draft"
    assert ground.events("MarkSaved") == [
        {"criterion": "regulation", "part": "mark", "revision": 1, "sheet": 1},
        {"criterion": "regulation", "part": "comment", "revision": 1, "sheet": 1},
        {"criterion": "innovation", "part": "mark", "revision": 1, "sheet": 1},
    ]


def test_the_total_and_the_place_come_exactly_from_the_server(ground: Ground, tab: Tab, act_as) -> None:
    assert tab.save("mark-regulation", "80")["total"] == "Total so far: 48, from 1 of 2 marks"
    ground.submit(act_as(ground.actor()), 70, 80, ground.jember)
    ground.submit(act_as(ground.actor(SECOND)), 100, 90, ground.jember)
    answer = tab.save("mark-innovation", "70.5")
    assert answer["total"] == "Total of this sheet: 62.1"
    assert answer["place"] == "Place 1 of your own 2 complete sheets here."
    answer = tab.save("mark-regulation", "69", over=1)
    assert answer["total"] == "Total of this sheet: 55.5"
    assert answer["place"] == "Place 2 of your own 2 complete sheets here."
    answer = tab.save("mark-regulation", "", over=2)
    assert answer["total"] == "Total so far: 14.1, from 1 of 2 marks"


def test_two_tabs_that_edit_different_fields_merge(ground: Ground, tab: Tab) -> None:
    other = Tab(tab.client, ground)
    tab.save("mark-regulation", "80")
    answer = other.save("mark-innovation", "70")
    assert answer["fields"]["mark-regulation"]["value"] == "80"
    assert ground.marks() == {"regulation": ("80", ""), "innovation": ("70", "")}


def test_the_same_field_with_another_value_shows_both(ground: Ground, tab: Tab) -> None:
    other = Tab(tab.client, ground)
    tab.save("mark-regulation", "80")
    answer = other.save("mark-regulation", "60", status=409)
    assert (answer["state"], answer["field"]) == ("conflict", "mark-regulation")
    assert answer["fields"]["mark-regulation"]["value"] == "80"
    assert answer["message"] == "This field was saved elsewhere meanwhile: choose which of the two stays."
    assert ground.marks()["regulation"] == ("80", "")
    other.save("mark-regulation", "60", over=answer["fields"]["mark-regulation"]["revision"])
    assert ground.marks()["regulation"] == ("60", "")


def test_the_same_value_from_two_tabs_is_no_conflict(ground: Ground, tab: Tab) -> None:
    tab.save("mark-regulation", "80")
    assert Tab(tab.client, ground).save("mark-regulation", "80.0")["state"] == "kept"
    assert len(ground.events("MarkSaved")) == 1


def test_a_change_that_is_sent_again_is_kept_once(ground: Ground, tab: Tab) -> None:
    for _ in range(3):
        answer = tab.save("mark-regulation", "80", key="the-same")
        assert answer["fields"]["mark-regulation"] == {"value": "80", "revision": 1, "key": "the-same"}
    assert len(ground.events("MarkSaved")) == 1


def test_a_change_that_comes_late_overwrites_nothing(ground: Ground, tab: Tab) -> None:
    tab.save("mark-regulation", "80", key="late")
    tab.save("mark-regulation", "90", over=1)
    answer = tab.save("mark-regulation", "80", key="late", status=409)
    assert answer["fields"]["mark-regulation"]["value"] == "90"
    assert ground.marks()["regulation"] == ("90", "")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("mark-regulation", "101", "Write a number from 0 to 100, in steps of 1."),
        ("mark-innovation", "abc", "Write a number from 0 to 100, in steps of 0.5."),
        ("comment-regulation", "x" * 5001, "At most 5000 characters fit here; this has 5001."),
        ("feedback-regulation", "x" * 5001, "At most 5000 characters fit here; this has 5001."),
    ],
)
def test_what_does_not_fit_is_not_kept(ground: Ground, tab: Tab, field: str, value: str, told: str) -> None:
    assert tab.save(field, value, status=422) == {"state": "invalid", "message": told}
    assert ground.sheets() == []


def test_no_other_field_can_be_named(ground: Ground, tab: Tab) -> None:
    for field in ("mark-coverage", "mark-nothing", "revision", "note", ""):
        tab.save(field, "50", status=404)
    assert ground.sheets() == []


def test_a_submitted_sheet_takes_no_field(ground: Ground, tab: Tab, act_as) -> None:
    ground.submit(act_as(ground.actor()))
    answer = tab.save("mark-regulation", "99", over=1, status=409)
    assert answer["state"] == "refused"
    assert answer["message"].startswith("You submitted this sheet on ")
    assert ground.marks()["regulation"] == ("80", "")


def test_a_closed_round_takes_no_field(ground: Ground, tab: Tab, clock: Clock) -> None:
    clock.forward(days=40)
    answer = tab.save("mark-regulation", "99", status=409)
    assert answer["message"].startswith("This round closed on 31 January 2022")
    assert ground.sheets() == []


def test_nobody_saves_on_another_panels_sheet(ground: Ground, client: PageClient) -> None:
    client.sign_in(STRANGER)
    Tab(client, ground).save("mark-regulation", "99", status=404)
    client.get(ground.url(more="/fields"), status=404)
    assert ground.sheets() == []


def test_the_page_can_ask_what_stands(ground: Ground, tab: Tab) -> None:
    tab.save("mark-regulation", "80")
    response = tab.client.http.get(tab.url)
    assert response.get_json()["fields"]["mark-regulation"]["value"] == "80"


def test_whole_saves_and_single_ones_count_the_same_revisions(ground: Ground, tab: Tab, act_as) -> None:
    tab.save("mark-regulation", "80")
    tab.client.get(ground.url())
    page = tab.client.submit({"mark-innovation": "70", "feedback-innovation": "Bagus"}, button=("do", "save"))
    assert 'data-revision="1" data-stored="80"' in page.html
    answer = tab.save("mark-regulation", "81", over=1)
    revisions = {name: one["revision"] for name, one in answer["fields"].items()}
    assert revisions == {
        "mark-regulation": 2,
        "comment-regulation": 0,
        "feedback-regulation": 0,
        "mark-innovation": 1,
        "comment-innovation": 0,
        "feedback-innovation": 1,
    }
    tab.client.get(ground.url())
    tab.client.submit(FULL, button=("do", "submit"))
    assert ground.sheets()[0]["status"] == "submitted"


def test_four_senders_at_once_lose_nothing(ground: Ground, database_path, files, clock) -> None:
    fields = [("regulation", "mark", 80), ("innovation", "mark", 70), ("regulation", "comment", "a")]
    fields += [("innovation", "comment", "b")]
    start, outcomes, actor = threading.Barrier(8), [], ground.actor()

    def send(code: str, part: str, value: Any, key: str) -> None:
        db = connect(database_path)
        start.wait()
        act = Act(db=db, actor=actor, now=clock.now, files=files)
        try:
            sheets.save_field(act, ground.desk, ground.mojokerto, Change(code, part, value, 0, key))
            outcomes.append("kept")
        except Conflict:
            outcomes.append("conflict")
        finally:
            db.conn.close()

    from fractions import Fraction

    threads = [
        threading.Thread(
            target=send, args=(code, part, Fraction(v + n) if part == "mark" else f"{v}{n}", f"{n}")
        )
        for n in range(2)
        for code, part, v in fields
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 4 + ["kept"] * 4
    assert len(ground.sheets()) == 1
    assert len(ground.events("MarkSaved")) == 4
