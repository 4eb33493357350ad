"""Kept away means: no dossier, no marks, no notes, no totals, on no route, in no export and in no message."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database
from werkzeug.routing import Rule

from evaluation.actions import conflicts, interviews, questions, records, sheets
from evaluation.store import entries
from evaluation.store.db import rows, write
from tests.award import Award
from tests.contest_ground import AUDITOR, EAST, Stage, build, committee, finalise, full, table
from tests.pages import PageClient
from tests.web.ground import PEOPLE, Ground, address, routes

# What a note and a record of the judged entry hold.
NOTE, ADJUSTED = SECRETS = ("Catatan rahasia", "Alasan-penyesuaian")
JUROR = PEOPLE["assessor"]


@pytest.fixture
def both(ground: Ground, award: Award, act_as: Any) -> Ground:
    """The assessor also sits on the committee, and the judged entry holds all of SECRETS."""
    award.grant(JUROR, "committee", ground.edition, "35")
    where = (ground.interview, ground.judged)
    juror = act_as(award.actor(JUROR))
    interviews.write_note(juror, *where, NOTE)
    sheets.submit_sheet(juror, *where, marks={"mastery": Fraction(99)}, comments={}, revision=1)
    committee_act = act_as(award.actor(PEOPLE["committee"]))
    records.record_adjustment(committee_act, *where, points=Fraction(-2), reason=ADJUSTED)
    return ground


def about_the_entry(ground: Ground, app: Flask) -> list[Rule]:
    """The routes whose address names the judged entry, and what else could tell of it."""
    names = {"assessor", "committee", "signed-in"}
    return [rule for rule in routes(app, "GET") if names & access(app, rule)]


def access(app: Flask, rule: Rule) -> set[str]:
    return set(getattr(app.view_functions[rule.endpoint], "access", ()))


def pages_of(app: Flask, ground: Ground, client: PageClient) -> dict[str, tuple[int, str]]:
    """Every page that an assessor or a committee may open: its status and what it says."""
    found = {}
    for rule in about_the_entry(ground, app):
        values = ground.values(rule)
        if "entry_id" in values:
            values["entry_id"] = ground.judged
        response = client.http.get(address(rule, values), buffered=True)
        found[rule.endpoint] = (response.status_code, response.get_data().decode("utf-8", "replace"))
    return found


def test_before_the_exclusion_these_pages_tell_it(app: Flask, both: Ground) -> None:
    """Otherwise the test below would prove nothing."""
    told = " ".join(text for _, text in pages_of(app, both, PageClient(app).sign_in(JUROR)).values())
    assert NOTE in told
    assert ADJUSTED in told


def test_after_the_exclusion_no_page_of_any_route_tells_it(app: Flask, both: Ground, act_as: Any) -> None:
    act = act_as(both.award.actor(PEOPLE["committee"]))
    account = both.award.account(JUROR)
    conflicts.exclude_assessor(act, both.panel, account, both.judged, "Mantan staf")
    pages = pages_of(app, both, PageClient(app).sign_in(JUROR))
    telling = {endpoint for endpoint, (_, text) in pages.items() if any(secret in text for secret in SECRETS)}
    assert telling == set()
    about = {
        rule.endpoint
        for rule in about_the_entry(both, app)
        if "entry_id" in rule.arguments and pages[rule.endpoint][0] == 200
    }
    assert about == set()


@pytest.fixture
def stage(award: Award) -> Stage:
    return build(award)


def kept_away_in(stage: Stage, act_as: Any, email: str) -> None:
    """Exclude a committee's member, who sits on the panel too, from the second entry."""
    award = stage.award
    panel = award.actor(email).seats[0].panel_id
    conflicts.exclude_assessor(
        act_as(award.actor(EAST)), panel, award.account(email), stage.entries[1], "Saudara bupati"
    )


def test_neither_order_nor_ranks_nor_outcomes_tell_the_place(
    client: PageClient, stage: Stage, award: Award, act_as: Any
) -> None:
    both = "juri3-35@uji.example"
    award.grant(both, "committee", stage.edition, "35")
    full(stage)
    for entry in (stage.entries[0], stage.entries[2]):
        award.sheet(stage.contest, entry, stage.panel[2], {"regulation": 70, "innovation": 80})
    kept_away_in(stage, act_as, both)
    page = committee(client, both).get(f"/committee/contests/{stage.contest}")
    assert [(row[0], row[1].split()[-1], row[4]) for row in table(page)] == [
        ("–", "35.09", ""),
        ("–", "35.74", ""),
        ("–", "35.76", ""),
    ]
    other = client.get(f"/committee/contests/{stage.contest}/entries/{stage.entries[0]}")
    assert "Rank" not in other.text
    assert "Kabupaten Jember" not in other.text
    client.get(f"/committee/contests/{stage.contest}/standings.csv", status=403)


def test_who_advanced_is_not_told_either(app: Flask, stage: Stage, award: Award, act_as: Any) -> None:
    both = "juri3-35@uji.example"
    award.grant(both, "committee", stage.edition, "35")
    full(stage)
    kept_away_in(stage, act_as, both)
    other = committee(PageClient(app))
    finalise(other, stage.contest)
    path = f"/committee/contests/{stage.contest}/finalise"
    assert "Rank 1: Kabupaten Jember" in other.get(path).text
    page = committee(PageClient(app), both).get(path)
    assert "You are recused from an entry of this contest" in page.text
    assert "Rank 1" not in page.text


def test_an_auditor_who_is_kept_away_reads_nothing_of_it(
    app: Flask, stage: Stage, award: Award, act_as: Any
) -> None:
    both = "juri3-35@uji.example"
    award.grant(both, "auditor", stage.edition)
    entry = stage.entries[1]
    stage.judge(entry, (70, 80), (70, 80))
    award.sheet(stage.contest, entry, stage.panel[2], {"regulation": 70, "innovation": 80})
    act = act_as(award.actor(EAST))
    records.record_adjustment(act, stage.contest, entry, points=Fraction(-1), reason=ADJUSTED)
    client = committee(PageClient(app), both)
    client.get(f"/committee/entries/{entry}")
    # Whoever sits on a panel of an edition reads its audit neither before nor after.
    client.get("/audit/uji-2021", status=403)
    kept_away_in(stage, act_as, both)
    for path in (
        f"/committee/entries/{entry}",
        f"/committee/contests/{stage.contest}/entries/{entry}/records",
    ):
        client.get(path, status=404)
    client.get("/audit/uji-2021", status=403)
    assert ADJUSTED in committee(PageClient(app), AUDITOR).get("/audit/uji-2021").text


def test_no_message_about_the_candidate_reaches_whoever_is_kept_away(
    award: Award, db: Database, act_as: Any
) -> None:
    stage = build(award)
    both = "juri3-35@uji.example"
    award.grant(both, "committee", stage.edition, "35")
    with write(db):
        entries.add_representative(db, stage.entries[1], award.account("wakil@uji.example"))
    candidate = act_as(award.actor("wakil@uji.example"))
    questions.ask(candidate, stage.entries[1], "Kapan?")
    kept_away_in(stage, act_as, both)
    questions.ask(candidate, stage.entries[1], "Rahasia")
    found = rows(db, "SELECT email FROM outbox WHERE template = 'question' ORDER BY id")
    assert [one["email"] for one in found] == [EAST, both, EAST]
