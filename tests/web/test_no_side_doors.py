"""What a page hides, no other one tells. Each test has a control: the same data where the policy shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import contests
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.store.db import rows
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, FULL, SECOND, THIRD
from tests.sight_ground import ASSESSOR_NUMBERS, SightGround
from tests.sight_pages import TOKEN, browser, desk_pages, told, without_times

Make = Callable[..., SightGround]
MARKS = {"never": "In this round nobody on the panel sees the others' marks.",
         "closed": "In this round you see the others' marks once it is closed."}  # fmt: skip


@pytest.fixture
def make(award: Award, db: Database, act_as: Callable[[Actor], Act]) -> Make:
    """The ground under a policy."""
    return lambda **policy: SightGround(award, db, act_as, **policy)


# --- others' marks: averages, counts, progress, order, history, messages -----------------------------


@pytest.mark.parametrize("policy", ["never", "closed"])
def test_whatever_the_others_gave_every_page_of_an_assessor_stays_the_same(
    app: Flask, make: Make, policy: str
) -> None:
    ground = make(marks=policy)
    for seat, mark in ((1, 60), (2, 37), (3, 83)):
        ground.judge(seat, mark)
    client, addresses = browser(app, CHAIR), desk_pages(ground, ground.mojokerto)
    before = without_times(told(client, addresses))
    ground.remark(2, 99)
    ground.remark(3, 11)
    assert without_times(told(client, addresses)) == before
    assert MARKS[policy] in client.get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]


def test_control_under_the_usual_policy_the_others_marks_show(app: Flask, make: Make) -> None:
    ground = make()
    for seat, mark in ((1, 60), (2, 37), (3, 83)):
        ground.judge(seat, mark)
    client, addresses = browser(app, CHAIR), desk_pages(ground, ground.mojokerto)
    before = without_times(told(client, addresses))
    ground.remark(2, 99)
    after = without_times(told(client, addresses))
    assert [address for address in addresses if before.get(address) != after.get(address)] == [
        ground.url(ground.mojokerto)
    ]


def test_marks_open_when_the_round_closes_to_those_who_submitted(
    app: Flask, make: Make, clock: Clock
) -> None:
    ground = make(marks="closed")
    ground.judge(1, 60)
    ground.judge(2, 37)
    chair, third = browser(app, CHAIR), browser(app, THIRD)
    shut = chair.get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]
    assert "Juri 2 35" not in shut
    clock.forward(days=30)
    open_now = chair.get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]
    assert "Juri 2 35 37 50" in open_now
    # Who never submitted sees nothing of it, though no sheet can come any more.
    assert "Juri 2 35" not in third.get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]


@pytest.mark.parametrize("policy", ["never", "closed", "submitted"])
def test_an_error_page_tells_nothing_of_others_marks(app: Flask, make: Make, policy: str) -> None:
    """A wrong mark is refused beside what was typed, a second submission beside what is stored."""
    ground = make(marks=policy)
    ground.judge(2, 37)
    client = browser(app, CHAIR)
    typed = {**FULL, "mark-regulation": "101", "do": "submit", "revision": "0"}
    before = client.post(ground.url(ground.mojokerto), typed, status=422).html  # type: ignore[union-attr]
    ground.remark(2, 99)
    after = client.post(ground.url(ground.mojokerto), typed, status=422).html  # type: ignore[union-attr]
    assert TOKEN.sub("", before) == TOKEN.sub("", after)
    ground.judge(1, 60)
    if policy == "submitted":
        return
    before = client.post(ground.url(ground.mojokerto), typed, status=409).html  # type: ignore[union-attr]
    ground.remark(2, 12)
    after = client.post(ground.url(ground.mojokerto), typed, status=409).html  # type: ignore[union-attr]
    assert TOKEN.sub("", before) == TOKEN.sub("", after)


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ("never", "its scores open to you once the contest is finalised"),
        ("closed", "its scores open to you once the round is closed"),
        ("submitted", None),
    ],
)
def test_averages_and_ranks_are_kept_from_a_committee_member_who_judges(
    app: Flask, make: Make, award: Award, policy: str, reason: str | None
) -> None:
    ground = make(marks=policy)
    award.grant(CHAIR, "committee", ground.edition, "35")
    for entry in (ground.mojokerto, ground.jember):
        ground.judge(1, 60, entry=entry)
        ground.judge(2, 37, entry=entry)
    client = browser(app, CHAIR)
    base = f"/committee/contests/{ground.desk}"
    page = client.get(base).text  # type: ignore[union-attr]
    more = (f"/entries/{ground.mojokerto}", "/standings.csv")
    if reason is None:
        assert "Score" in page
        assert [client.http.get(base + end).status_code for end in more] == [200, 200]
        return
    assert reason in page
    assert "60.00" not in page
    for end in more:
        refused = client.http.get(base + end)
        assert (refused.status_code, reason in refused.text) == (403, True)


def test_the_audit_is_kept_from_an_auditor_who_judges(app: Flask, make: Make, award: Award) -> None:
    """History: every submitted sheet stands in the audit with its marks."""
    ground = make(marks="never")
    assert browser(app, "auditor@uji.example").http.get("/audit/uji-2021").status_code == 200
    award.grant(CHAIR, "auditor", ground.edition)
    page = browser(app, CHAIR).get("/audit/uji-2021", status=403)
    assert "so its audit is for another auditor to read" in page.text  # type: ignore[union-attr]


@pytest.mark.parametrize(("policy", "open_marks"), [("never", False), ("submitted", True)])
def test_published_pages_open_into_marks_only_where_the_policy_has_it(
    app: Flask, make: Make, policy: str, open_marks: bool
) -> None:
    """Averages: beside the own mark, one of two sheets' would tell the other's."""
    ground = make(marks=policy)
    for entry, mark in ((ground.mojokerto, 37), (ground.jember, 38)):
        ground.judge(1, 61, entry=entry)
        ground.judge(2, mark, entry=entry)
        ground.award.measure(ground.desk, entry, "coverage", "63.88")
    committee = ground.act("panitia@uji.example")
    contests.finalise(committee, ground.desk, "Rapat pleno")
    contests.publish(committee, ground.desk)
    client = browser(app, CHAIR)
    page = client.get("/results/uji-2021/province-desk/regency/35/entries/35.76")
    found = page.text  # type: ignore[union-attr]
    assert ("Assessor 1" in found) is open_marks
    assert ("only the scores are public" in found) is not open_marks
    # 61 and 37 are marks, 46.6 is the first sheet's total, 32.2 the other's.
    told_of = [mark for mark in ("46.6", "32.2") if mark in found]
    assert told_of == (["46.6", "32.2"] if open_marks else [])


# --- assessors' names --------------------------------------------------------------------------------


def test_assessors_go_by_numbers_in_the_order_of_the_numbers(app: Flask, make: Make) -> None:
    """Sort order: by name it would tell who is who, by sheet who was first."""
    ground = make(assessors="numbers")
    for seat, mark in ((1, 60), (2, 37), (3, 83)):
        ground.judge(seat, mark)
    page = browser(app, CHAIR).get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]
    _, second, third = ASSESSOR_NUMBERS
    assert f"No. {third} 83 50" in page
    assert page.index(f"No. {third} 83 50") < page.index(f"No. {second} 37 50")
    assert "Juri 2" not in page
    assert "Juri 3" not in page


def test_control_by_names_the_order_is_that_of_names(app: Flask, make: Make) -> None:
    ground = make()
    for seat, mark in ((1, 60), (2, 37), (3, 83)):
        ground.judge(seat, mark)
    page = browser(app, CHAIR).get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]
    assert page.index("Juri 2 35 37 50") < page.index("Juri 3 35 83 50")


def test_committee_and_auditor_read_names_where_assessors_read_numbers(app: Flask, make: Make) -> None:
    ground = make(assessors="numbers")
    ground.judge(2, 37)
    for email in ("panitia@uji.example", "auditor@uji.example"):
        page = browser(app, email).get(f"/committee/contests/{ground.desk}/entries/{ground.mojokerto}")
        assert "Juri 2 35" in page.text  # type: ignore[union-attr]


def test_no_letter_tells_an_assessor_anything(db: Database, make: Make) -> None:
    """Notifications: letters about an entry go to its own people and its committee."""
    ground = make(marks="never", assessors="numbers", candidates="hidden")
    ground.judge(2, 37)
    to = {one["email"] for one in rows(db, "SELECT DISTINCT email FROM outbox")}
    assert "35.76@uji.example" in to
    assert to & {CHAIR, SECOND, THIRD} == set()
