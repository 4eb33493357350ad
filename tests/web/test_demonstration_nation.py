"""The demonstration's national stage (docs/demonstration.md): it lacks a sheet, a value and signatures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from flask import Flask

from evaluation.actions import accounts as account_actions
from evaluation.actions import contests as contest_actions
from evaluation.actions import records, sign_ins
from evaluation.actions.act import Act
from evaluation.demo import accounts as demo
from evaluation.demo.nation import SMALL, national_award
from evaluation.store import accounts, assignments, entries, standings
from evaluation.store.db import row, rows, write
from tests.award import Award
from tests.conftest import Clock
from tests.pages import PageClient

NATION = demo.NATIONAL_COMMITTEE
CHAIR, SECRETARY, MEMBER, CANDIDATE = (email for _, email in demo.PANEL)


@pytest.fixture
def built(award: Award, act_as: Callable[..., Act], clock: Clock) -> Award:
    """The award of 2024 alone, with the accounts that the demonstration gives a password."""
    clock.now = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    act = act_as()
    with write(award.db):
        national_award(act)
        account = account_actions.account_for(act, NATION, "Panitia Nasional")
        account_actions.grant_role(act, account, role="committee", edition_id=None, region_code=None)
        for email in (NATION, CHAIR, SECRETARY, MEMBER):
            token = account_actions.issue_link(act, account_actions.account_for(act, email), "invitation")
            sign_ins.use_link(act, token, demo.PASSWORD)
    return award


def contest_of(award: Award, code: str) -> int:
    found = row(
        award.db, "SELECT c.id FROM contest c JOIN round r ON r.id = c.round_id WHERE r.code = :c", c=code
    )
    assert found is not None
    return int(found["id"])


def entry_of(award: Award, code: str) -> int:
    found = row(award.db, "SELECT id FROM entry WHERE code = :code", code=code)
    assert found is not None
    return int(found["id"])


def told(award: Award, contest: int) -> dict[str, str]:
    found = standings.result(award.db, contest).standings
    return {one.entry: one.outcome.reason.code for one in found if one.outcome}


def signed_in(app: Flask, email: str) -> PageClient:
    browser = PageClient(app)
    browser.get("/login")
    browser.submit(form="/language", button=("locale", "en"))
    browser.get("/login")
    browser.submit({"email": email, "password": demo.PASSWORD}, form="/login")
    return browser


def test_every_rule_shows_in_somebodys_reason(built: Award) -> None:
    desk = told(built, contest_of(built, "national-desk"))
    assert set(desk.values()) == {"within", "limit", "floor", "reserve", "below", "past-winner"}
    assert (desk["33.74"], desk["35.07"], desk["81.01"], desk["94.04"]) == (
        "past-winner",
        "limit",
        "floor",
        "below",
    )
    business = told(built, contest_of(built, "national-business"))
    assert (business["PT-02"], business["PT-05"], business["PT-07"]) == ("limit", "limit", "reserve")
    published = rows(built.db, "SELECT contest_id FROM publication")
    assert published == [{"contest_id": contest_of(built, "national-business")}]


def test_two_regencies_share_a_place_once_the_value_is_known(
    built: Award, act_as: Callable[..., Act]
) -> None:
    contest, demak = contest_of(built, "national-desk"), entry_of(built, "33.21")
    records.record_measure(act_as(), contest, demak, "coverage", value=Fraction(86), source="Angka peragaan")
    found = {
        one.entry: (one.rank, one.tied, one.advances) for one in standings.result(built.db, contest).standings
    }
    assert (found["33.21"], found["64.02"]) == ((8, True, True), (8, True, True))


def test_small_enterprises_are_assigned_but_for_the_one_that_came_late(built: Award) -> None:
    problem = assignments.problem_of(built.db, contest_of(built, "national-small"))
    judges = {code: sum(pair[0] == code for pair in problem.present) for code, *_ in SMALL}
    assert judges == {"UK-01": 2, "UK-02": 2, "UK-03": 2, "UK-04": 2, "UK-05": 2, "UK-06": 2, "UK-07": 0}
    fifth = row(built.db, "SELECT id FROM account WHERE email = 'national-5@panel.example'")
    assert fifth is not None
    assert ("UK-03", str(fifth["id"])) not in problem.present


def test_the_candidate_of_the_login_page_stands_in_the_award(built: Award) -> None:
    known = accounts.by_email(built.db, CANDIDATE)
    assert known is not None
    assert [one["code"] for one in entries.of_account(built.db, known["id"])] == ["33.21"]


def test_a_person_takes_it_to_a_signed_and_public_result(app: Flask, built: Award, clock: Clock) -> None:
    contest, denpasar, demak = (
        contest_of(built, "national-desk"),
        entry_of(built, "51.71"),
        entry_of(built, "33.21"),
    )
    blocking = [
        str(one.message) for one in contest_actions.lacks(built.db, contest, clock.now) if one.blocking
    ]
    assert blocking == [
        "Kabupaten Demak has no value for Coverage: record it.",
        "The panel signs this result first: open it for signing, signatures: 3.",
    ]
    member = signed_in(app, MEMBER)
    member.get(f"/desk/{contest}/{denpasar}")
    member.submit({"mark-regulation": "80", "mark-implementation": "79"}, button=("do", "submit"))
    committee = signed_in(app, NATION)
    committee.get(f"/committee/contests/{contest}/entries/{demak}/records")
    prefix = next(
        name.removesuffix("value")
        for form in committee.page.forms  # type: ignore[union-attr]
        for name, _ in form.fields
        if name.endswith("value") and form.action.endswith("/records/measures")
    )
    typed = {f"{prefix}value": "87", f"{prefix}source": "Angka peragaan"}
    committee.submit(typed, form="/records/measures")
    committee.get(f"/committee/contests/{contest}/signing")
    committee.submit(form="/signing")
    for email in (CHAIR, SECRETARY, MEMBER):
        signer = signed_in(app, email)
        signer.get(f"/desk/{contest}/sign")
        signer.submit({"password": demo.PASSWORD}, form="/sign")
    committee.get(f"/committee/contests/{contest}/finalise")
    committee.submit({"reason": "Rapat pleno", "confirm": "y"}, form="/finalise")
    committee.submit(form="/publish")
    published = {one["contest_id"] for one in rows(built.db, "SELECT contest_id FROM publication")}
    assert published == {contest_of(built, "national-business"), contest}
    leaving = committee.get(f"/committee/entries/{entry_of(built, '32.04')}").text  # type: ignore[union-attr]
    assert "stands in the next round at once: Kabupaten Kutai Kartanegara." in leaving
