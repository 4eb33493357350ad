"""An entry that is assigned to others does not exist for an assessor: on no page, in no file, in no count."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.actions.assignments import confirm, propose
from evaluation.core.people import Actor
from evaluation.store import assignments, outstanding, refs
from evaluation.store.db import change, rows, write
from tests.award import Award
from tests.sight_ground import SightGround
from tests.sight_pages import browser, neutral, words
from tests.web.ground import address, routes
from tests.web.route_table import ACCESS

RULE = "assignment = { assessors = 2, seed = 1 }"
COMMITTEE = "panitia@uji.example"
# What only pages about the entry say.
NAMED = ("Mojokerto", "35.76")


@pytest.fixture
def ground(award: Award, db: Database, act_as: Callable[[Actor], Act]) -> SightGround:
    """Two entries with dossiers before a panel of three, of whom two judge each."""
    found = SightGround(award, db, act_as, rule=RULE)
    number = propose(found.act(COMMITTEE), found.desk, seed=1)
    confirm(found.act(COMMITTEE), found.desk, plan_id=number, revision=1)
    return found


def judges(ground: SightGround, entry: int) -> set[int]:
    found = assignments.in_force(ground.db, ground.desk)
    return {one["account_id"] for one in found if one["entry_id"] == entry}


def email(ground: SightGround, account: int) -> str:
    return f"juri{ground.people.index(account) + 1}-35@uji.example"


def outsider(ground: SightGround) -> str:
    """Who sits on the panel and does not judge Kota Mojokerto."""
    (account,) = set(ground.people) - judges(ground, ground.mojokerto)
    return email(ground, account)


def insider(ground: SightGround) -> str:
    return email(ground, min(judges(ground, ground.mojokerto)))


def values(ground: SightGround, rule: Any, entry: int) -> dict[str, object] | None:
    """What stands in the holes of a route about this entry; None for a route about something else."""
    file = rows(ground.db, "SELECT min(id) AS id FROM file WHERE entry_id = :e", e=entry)[0]["id"]
    known: dict[str, object] = {
        "contest_id": ground.desk,
        "entry_id": entry,
        "file_id": file,
        "number": 1,
        "width": 200,
        "side": "panel",
        "criterion": "regulation",
    }
    if not set(rule.arguments) <= set(known):
        return None
    return {name: known[name] for name in rule.arguments}


def told(app: Flask, ground: SightGround, who: str) -> dict[str, tuple[int, str]]:
    """What every route that an assessor may open answers, about Kota Mojokerto where it is about one."""
    client, found = browser(app, who), {}
    for rule in routes(app, "GET"):
        holes = values(ground, rule, ground.mojokerto)
        if holes is None or not {"assessor", "signed-in", "candidate", "committee"} & ACCESS[rule.endpoint]:
            continue
        response = client.http.get(address(rule, holes), buffered=True)
        found[rule.endpoint] = (response.status_code, words(response))
    for question in ("mojokerto", "kota", "jember"):
        found[f"search {question}"] = (200, client.http.get(f"/search?q={question}").text)
    return found


def telling(found: dict[str, tuple[int, str]]) -> set[str]:
    """The pages that say the entry's name or code, but for what was asked for."""
    return {
        page
        for page, (_, text) in found.items()
        if any(name in text for name in NAMED) and not page.startswith("search mojokerto")
    }


def test_to_an_unassigned_assessor_no_page_tells_of_the_entry(app: Flask, ground: SightGround) -> None:
    found = told(app, ground, outsider(ground))
    # One declares before anything is assigned, and the list of all regions has this one, too.
    assert telling(found) == {"declarations.declaration", "descriptions.own"}
    assert "Kota Mojokerto" not in found["search mojokerto"][1]
    about = {page for page, (status, _) in found.items() if status == 200}
    assert not {"assessor.sheet", "assessor.recuse", "papers.dossier", "dossier.download"} & about


def test_control_an_assigned_assessor_is_told(app: Flask, ground: SightGround) -> None:
    found = told(app, ground, insider(ground))
    assert {"desk.desk", "assessor.desk", "assessor.sheet", "search kota"} & telling(found) >= {
        "assessor.desk",
        "assessor.sheet",
        "search kota",
    }
    assert "Kota Mojokerto" in found["search mojokerto"][1]
    assert found["dossier.download"][0] == 200


def test_what_is_assigned_to_others_gets_the_refusal_of_what_is_not_there(
    app: Flask, ground: SightGround
) -> None:
    client = browser(app, outsider(ground))
    token, compared = client.csrf(), set()
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            there = values(ground, rule, ground.mojokerto)
            if there is None or "entry_id" not in there or "public" in ACCESS[rule.endpoint]:
                continue
            data = {"csrf_token": token, "reason": "x", "revision": "0"} if method == "POST" else None
            answers = [
                client.http.open(address(rule, holes), method=method, data=data, buffered=True)
                for holes in (there, {**there, "entry_id": 999_999})
            ]
            assert [one.status_code for one in answers] == [answers[1].status_code] * 2, rule.endpoint
            assert neutral(answers[0]) == neutral(answers[1]), rule.endpoint
            compared.add((method, rule.endpoint))
    assert ("POST", "assessor.submit") in compared or ("POST", "assessor.save_sheet") in compared, compared
    assert rows(ground.db, "SELECT id FROM scoresheet") == []


def test_control_the_assigned_one_is_not_refused(app: Flask, ground: SightGround) -> None:
    sheet = browser(app, insider(ground)).get(f"/desk/{ground.desk}/{ground.mojokerto}")
    assert (1, "Kota Mojokerto") in sheet.headings


def test_before_a_plan_nobody_judges(app: Flask, award: Award, db: Database, act_as: Any) -> None:
    ground = SightGround(award, db, act_as, rule=RULE)
    client = browser(app, email(ground, ground.people[0]))
    client.get(f"/desk/{ground.desk}/{ground.mojokerto}", status=404)
    assert "No entry of this contest is assigned to you now." in client.get("/desk").text  # type: ignore[union-attr]
    assert outstanding.unfinished(db, [ground.desk]) == []
    overview = browser(app, COMMITTEE).get("/committee").text  # type: ignore[union-attr]
    assert "No plan says yet who judges what, so nobody can judge here." in overview


def test_counts_and_reminders_hold_what_is_assigned(app: Flask, ground: SightGround) -> None:
    owed = {one["account_id"]: one["owed"] for one in outstanding.unfinished(ground.db, [ground.desk])}
    assert owed == {
        account: sum(account in judges(ground, entry) for entry in (ground.mojokerto, ground.jember))
        for account in ground.people
    }
    assert sum(owed.values()) == 4
    committee = browser(app, COMMITTEE)
    assert "0 of 4 score sheets are in" in committee.get(f"/committee/contests/{ground.desk}/progress").text  # type: ignore[union-attr]


def test_too_few_are_left_where_an_assigned_assessor_goes(app: Flask, ground: SightGround) -> None:
    gone = min(judges(ground, ground.mojokerto))
    with write(ground.db):
        change(
            ground.db,
            "UPDATE panel_member SET left_at = :at WHERE account_id = :a",
            at=ground.award.at,
            a=gone,
        )
    committee = browser(app, COMMITTEE)
    page = committee.get(f"/committee/contests/{ground.desk}").text  # type: ignore[union-attr]
    assert "Entries with fewer assessors than the round asks for" in page
    assert "Balance the plan again" in page


def test_an_entry_of_another_round_opens_through_that_round_only(app: Flask, ground: SightGround) -> None:
    """Before the interview of all, everybody reads the dossier there, and still writes no sheet here."""
    who = outsider(ground)
    interview = ground.award.enter(ground.edition, "province-interview", ground.mojokerto)
    client = browser(app, who)
    client.get(f"/desk/{interview}/{ground.mojokerto}", status=200)
    client.get(f"/desk/{ground.desk}/{ground.mojokerto}", status=404)
    account = ground.award.account(who)
    assert account not in refs.entry_ref(ground.db, ground.mojokerto).unassigned
    assert account in refs.entry_ref(ground.db, ground.mojokerto, ground.desk).unassigned


def test_a_member_of_the_committee_on_the_panel_goes_on_looking_after_the_entry(
    app: Flask, ground: SightGround
) -> None:
    who = outsider(ground)
    ground.award.grant(who, "committee", ground.edition, "35")
    client = browser(app, who)
    client.get(f"/committee/entries/{ground.mojokerto}", status=200)
    client.get(f"/desk/{ground.desk}/{ground.mojokerto}", status=404)
    found = client.get("/search?q=mojokerto").text  # type: ignore[union-attr]
    assert "Kota Mojokerto" in found
