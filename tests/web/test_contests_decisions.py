"""Finalising and publishing in the browser."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask

from evaluation.store.db import row
from tests.award import Award
from tests.contest_ground import Stage, build, committee, full, table
from tests.pages import PageClient


@pytest.fixture
def stage(award: Award) -> Stage:
    return build(award)


def test_the_check_list_names_what_lacks(client: PageClient, stage: Stage) -> None:
    stage.judge(stage.entries[0], (70, 80))
    page = committee(client).get(f"/committee/contests/{stage.contest}/finalise")
    assert "Kota Mojokerto has 1 of 2 score sheets: wait for more, or exclude the entry." in page.text
    assert "Kabupaten Jember has no value for Coverage: record it." in page.text
    assert [form.action for form in page.forms] == ["/language", "/logout"]


def test_a_contest_that_lacks_something_is_not_finalised(client: PageClient, stage: Stage) -> None:
    here = f"/committee/contests/{stage.contest}/finalise"
    committee(client)
    page = client.post(here, {"reason": "Pleno", "confirm": "y"}, status=409)
    assert "can't be finalised yet" in page.text
    assert row(stage.award.db, "SELECT * FROM finalisation") is None


def test_a_reason_and_a_tick_are_asked_for(client: PageClient, stage: Stage) -> None:
    full(stage)
    committee(client).get(f"/committee/contests/{stage.contest}/finalise")
    page = client.submit({"reason": "   "}, form="/finalise", status=422)
    assert "Please fill this in." in page.text
    assert "Tick this box to finalise." in page.text
    page = client.submit({"reason": "Pleno “akhir”"}, form="/finalise", status=422)
    assert dict(page.forms[2].fields)["reason"] == "Pleno “akhir”"
    assert row(stage.award.db, "SELECT * FROM finalisation") is None


def test_finalising_shows_fingerprint_and_who_advanced_where(app: Flask, stage: Stage) -> None:
    full(stage)
    client = committee(PageClient(app))
    client.get(f"/committee/contests/{stage.contest}/finalise")
    page = client.submit({"reason": "Pleno 12/2022", "confirm": "y"}, form="/finalise")
    kept = row(stage.award.db, "SELECT * FROM finalisation")
    assert kept is not None
    assert kept["reason"] == "Pleno 12/2022"
    assert kept["fingerprint"] == hashlib.sha256(kept["snapshot"].encode()).hexdigest()
    assert kept["fingerprint"] in page.text
    assert "Rank 1: Kabupaten Jember → Provincial interview · Jawa Timur" in page.text
    page = client.click("Provincial interview · Jawa Timur")
    assert len(table(page)) == 3
    client.post(f"/committee/contests/{stage.contest}/finalise", {"reason": "x", "confirm": "y"}, status=409)


def test_a_next_contest_that_is_not_ones_own_is_named_without_a_link(app: Flask, stage: Stage) -> None:
    award = stage.award
    interview = award.enter(stage.edition, "province-interview", stage.entries[0])
    award.grant("lain@uji.example", "committee", stage.edition, "35")
    full(stage)
    client = committee(PageClient(app), "lain@uji.example")
    client.get(f"/committee/contests/{stage.contest}/finalise")
    client.submit({"reason": "Pleno", "confirm": "y"}, form="/finalise")
    for account in stage.panel[:2]:
        for entry in stage.entries:
            award.sheet(interview, entry, account, {"mastery": 70 + entry})
    for entry in stage.entries:
        award.measure(interview, entry, "attendance", "100")
    client.get(f"/committee/contests/{interview}/finalise")
    page = client.submit({"reason": "Pleno", "confirm": "y"}, form="/finalise")
    assert "→ National assessment · Nation" in page.text
    assert "National assessment · Nation" not in page.links


def test_a_button_shows_exactly_when_publishing_passes(app: Flask, stage: Stage) -> None:
    full(stage)
    client = committee(PageClient(app))
    here = f"/committee/contests/{stage.contest}"
    assert "Publish the result" not in client.get(here).text
    assert "The contest has to be finalised first." in client.post(here + "/publish", status=409).text
    client.get(here + "/finalise")
    client.submit({"reason": "Pleno", "confirm": "y"}, form="/finalise")
    client.get(here)
    page = client.submit(form="/publish")
    assert "The result is published." in page.text
    assert "Publish the result" not in page.text
    assert page.links["See it as the public does"] == "/results/uji-2021/province-desk/regency/35"
    assert "This result is published already." in client.post(here + "/publish", status=409).text


def test_a_get_never_publishes_or_finalises(client: PageClient, stage: Stage) -> None:
    full(stage)
    committee(client)
    client.get(f"/committee/contests/{stage.contest}/publish", status=405)
    client.get(f"/committee/contests/{stage.contest}/finalise?reason=x&confirm=y")
    assert row(stage.award.db, "SELECT * FROM finalisation") is None


def test_each_decision_leaves_its_event(app: Flask, stage: Stage) -> None:
    full(stage)
    client = committee(PageClient(app))
    client.get(f"/committee/contests/{stage.contest}/finalise")
    client.submit({"reason": "Pleno", "confirm": "y"}, form="/finalise")
    client.submit(form="/publish")
    found = row(
        stage.award.db,
        "SELECT group_concat(name) AS names FROM (SELECT name FROM audit_event WHERE contest_id = :contest"
        " AND name IN ('ContestFinalised', 'ResultPublished') ORDER BY id)",
        contest=stage.contest,
    )
    assert found == {"names": "ContestFinalised,ResultPublished"}
