"""The committee's pages of assigning entries: proposed, compared, changed by hand, confirmed, checked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask

from evaluation import assignment_solver
from evaluation.actions import conflicts
from evaluation.actions.act import Act
from evaluation.core.assignment import lot
from evaluation.core.people import Actor
from evaluation.store import assignments
from evaluation.store.db import change, write
from tests.assignment_ground import AUDITOR, CENTRAL, EAST, NATION, Assigned, assigned_ground
from tests.award import EDITION, Award
from tests.pages import Page, PageClient
from tests.queries import Queries


@pytest.fixture
def ground(award: Award, act_as: Callable[[Actor], Act]) -> Assigned:
    return assigned_ground(award, act_as)


def visitor(app: Flask, email: str) -> PageClient:
    return PageClient(app).sign_in(email, language="en")


def got(found: object) -> Page:
    assert isinstance(found, Page)
    return found


def address(ground: Assigned, entry: str = "") -> str:
    tail = f"/{ground.entries[entry]}" if entry else ""
    return f"/committee/contests/{ground.contest}/assignment{tail}"


def test_the_whole_way_in_the_browser(app: Flask, ground: Assigned) -> None:
    client = visitor(app, EAST)
    client.get(f"/committee/contests/{ground.contest}")
    client.click("Assign the entries")
    assert client.url == address(ground)
    page = got(client.submit({"propose-seed": 7}, form="/propose"))
    assert "A plan is proposed. Nothing changes until you confirm it." in page.text
    assert "Seed 7." in page.text
    assert "Each assessor has as many entries: 2, other contests of the round counted." in page.text
    assert ground.in_force() == {code: set() for code in ground.entries}
    page = got(client.submit(form="/confirm"))
    assert "The plan is in force" in page.text
    before = ground.in_force()
    assert [len(judges) for judges in before.values()] == [2, 2, 2, 2]
    # By hand, entry by entry; the page says why each assessor judges it or not.
    client.click("Kota Mojokerto")
    assert client.url == address(ground, "35.76")
    assert "Could judge it. The entry has others" in got(client.page).text
    new = sorted(set(ground.panel) - before["35.76"])[0]
    gone = min(before["35.76"])
    chosen = sorted((before["35.76"] - {gone}) | {new})
    page = got(
        client.submit(
            {"judges-accounts": chosen, "judges-reason": "Bahasa daerah"}, form=address(ground, "35.76")
        )
    )
    names = {account: f"Juri {ground.panel.index(account) + 1} 35" for account in ground.panel}
    assert "What the draft changes" in page.text
    assert f"new: {names[new]}" in page.text
    assert f"no longer: {names[gone]}" in page.text
    client.submit(form="/confirm")
    assert ground.in_force()["35.76"] == set(chosen)
    page = got(client.get(address(ground)))
    assert "entries changed by hand: 1" in page.text
    assert "Bahasa daerah" in page.text
    assert "Decided by hand: Bahasa daerah" in got(client.get(address(ground, "35.76"))).text


def test_a_draft_can_be_thrown_away_and_the_plan_in_force_seen_beside_it(
    app: Flask, ground: Assigned
) -> None:
    before = ground.plan()
    client = visitor(app, EAST)
    client.get(address(ground))
    page = got(client.submit({"propose-seed": 99, "propose-mode": "anew"}, form="/propose"))
    assert "This is a draft of" in page.text
    client.click("See the plan in force")
    assert "In force" in got(client.page).text
    client.get(address(ground))
    page = got(client.submit(form="/drop"))
    assert "The draft is thrown away." in page.text
    assert ground.in_force() == before


def test_when_somebody_drops_out_the_page_balances_again(app: Flask, ground: Assigned) -> None:
    before = ground.plan()
    gone = ground.panel[3]
    # On other panels the same person may be called otherwise.
    with write(ground.award.db):
        change(ground.award.db, "UPDATE account SET name = 'Nama lain' WHERE id = :id", id=gone)
    ground.leave(gone)
    client = visitor(app, EAST)
    overview = got(client.get("/committee"))
    assert "Entries with fewer assessors than the round asks for: 2." in overview.text
    # Nobody need call in a substitute: the plan is what lacks.
    assert "Too few assessors are left" not in overview.text
    hindered = got(client.get(f"/committee/contests/{ground.contest}/finalise"))
    assert "too few assessors are assigned to it. Propose a plan of assignment again." in hindered.text
    contest = got(client.get(f"/committee/contests/{ground.contest}"))
    assert "Too few assessors are left" not in contest.text
    client.click("Balance the plan again")
    page = got(client.submit({"propose-seed": 7}, form="/propose"))
    assert page.text.count("no longer: Juri 4 35") == 2
    assert page.text.count("new: Juri") == 2
    page = got(client.submit(form="/confirm"))
    assert "Assignments that ended: 2" in page.text
    assert page.text.count("Juri 4 35") == 2
    assert "Nama lain" not in page.text
    assert all(judges - {gone} <= ground.in_force()[code] for code, judges in before.items())


def test_where_no_plan_is_whole_it_says_who_lacks_what_and_why(app: Flask, ground: Assigned) -> None:
    panel = ground.award.actor(ground.email(ground.panel[0])).seats[0].panel_id
    for account in ground.panel[:3]:
        conflicts.exclude_assessor(ground.act, panel, account, ground.entries["35.09"], "Saudara bupati")
    client = visitor(app, EAST)
    client.get(address(ground))
    page = got(client.submit({"propose-seed": 12}, form="/propose", status=409))
    assert (
        "No plan gives every entry its assessors; entries that lack some: 1. Nothing was kept." in page.text
    )
    assert "Kabupaten Jember: lacks 1" in page.text
    assert page.text.count("Excluded by the committee: Saudara bupati.") == 3
    assert ("propose-seed", "12") in next(f for f in page.forms if "/propose" in f.action).fields


def test_where_the_whole_panel_takes_on_too_little_it_says_by_how_much(app: Flask, ground: Assigned) -> None:
    with write(ground.award.db):
        change(ground.award.db, "UPDATE panel_member SET most_entries = 1")
    client = visitor(app, EAST)
    client.get(address(ground))
    page = got(client.submit({"propose-seed": 7}, form="/propose", status=409))
    assert "Sheets that the entries need: 8. Sheets that the whole panel takes on at most: 4." in page.text


def test_a_plan_that_takes_too_long_is_given_up_and_told(
    app: Flask, ground: Assigned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment_solver, "LONGEST", 0.0)
    client = visitor(app, EAST)
    client.get(address(ground))
    page = got(client.submit({"propose-seed": 7}, form="/propose", status=409))
    assert "No best plan was found within a minute, and nothing was kept." in page.text
    assert assignments.draft(ground.award.db, ground.contest) is None


def test_what_was_typed_comes_back_when_it_is_refused(app: Flask, ground: Assigned) -> None:
    ground.plan()
    client = visitor(app, EAST)
    client.get(address(ground))
    page = got(client.submit({"propose-seed": "satu"}, form="/propose", status=422))
    assert "Write a whole number" in page.text
    client.get(address(ground, "35.76"))
    page = got(client.submit({"judges-reason": ""}, form=address(ground, "35.76"), status=422))
    assert "Write the reason." in page.text
    client.get(address(ground, "35.76"))
    page = got(
        client.submit(
            {"judges-accounts": [999], "judges-reason": "Coba"}, form=address(ground, "35.76"), status=422
        )
    )
    assert "This person does not sit on the panel any more" in page.text
    form = next(f for f in page.forms if f.action == address(ground, "35.76"))
    assert ("judges-reason", "Coba") in form.fields


def test_two_people_at_once_are_told(app: Flask, ground: Assigned) -> None:
    ground.plan()
    first, second = visitor(app, EAST), visitor(app, EAST)
    first.get(address(ground, "35.76"))
    second.get(address(ground, "35.76"))
    form = address(ground, "35.76")
    judges = sorted(ground.in_force()["35.76"])
    others = sorted(set(ground.panel) - set(judges))
    first.submit({"judges-accounts": [judges[0], others[0]], "judges-reason": "A"}, form=form)
    page = got(
        second.submit(
            {"judges-accounts": [judges[0], others[1]], "judges-reason": "B"}, form=form, status=409
        )
    )
    assert "The plan was changed meanwhile. Look at it again." in page.text


def test_the_file_of_a_plan_holds_all_that_it_takes_to_check_it(app: Flask, ground: Assigned) -> None:
    found = ground.plan()
    client = visitor(app, AUDITOR)
    client.get(address(ground))
    answer = client.get(got(client.page).links["CSV file of plan no. 1"])
    lines = list(csv.DictReader(io.StringIO(answer.text)))  # type: ignore[union-attr]
    assert len(lines) == 16
    assert {(one["entry"], int(one["assessor"])) for one in lines if one["assigned"] == "yes"} == {
        (code, account) for code, judges in found.items() for account in judges
    }
    assert all(int(one["lot"]) == lot(7, (one["entry"], one["assessor"])) for one in lines)
    assert {one["needed"] for one in lines} == {"2"}
    client.get(f"{address(ground)}/plans/99.csv", status=404)


def test_whoever_is_kept_away_from_an_entry_sees_nothing_of_its_assessors(
    app: Flask, ground: Assigned
) -> None:
    ground.plan()
    both = ground.email(ground.panel[0])
    ground.award.grant(both, "committee", ground.edition, "35")
    panel = ground.award.actor(both).seats[0].panel_id
    conflicts.exclude_assessor(ground.act, panel, ground.panel[0], ground.entries["35.76"], "Saudara")
    client = visitor(app, both)
    page = got(client.get(address(ground)))
    assert page.text.count("You are kept away from this entry.") == 1
    assert "Kota Mojokerto" not in page.links
    client.get(address(ground, "35.76"), status=404)
    answer = client.get(f"{address(ground)}/plans/1.csv")
    assert "35.76" not in answer.text  # type: ignore[union-attr]
    assert "35.09" in answer.text  # type: ignore[union-attr]


def test_who_may_look_and_who_may_not(app: Flask, ground: Assigned) -> None:
    ground.plan()
    page = got(visitor(app, AUDITOR).get(address(ground)))
    assert not [form for form in page.forms if "assignment" in form.action]
    for email in (CENTRAL, NATION):
        visitor(app, email).get(address(ground), status=404)
        visitor(app, email).get(address(ground, "35.76"), status=404)


def test_a_round_without_the_rule_says_so(app: Flask, award: Award, act_as: Callable[[Actor], Act]) -> None:
    ground = assigned_ground(award, act_as, EDITION)
    client = visitor(app, EAST)
    page = got(client.get(address(ground)))
    assert "In this round the whole panel judges every entry" in page.text
    assert "Assignment" not in got(client.get(f"/committee/contests/{ground.contest}")).links
    client.get(address(ground, "35.76"), status=404)
    client.post(f"{address(ground)}/propose", {"propose-seed": 1}, status=409)


def test_expertise_and_limits_are_recorded_on_their_page(app: Flask, ground: Assigned) -> None:
    client = visitor(app, EAST)
    client.get("/committee/panels/1")
    client.click("Expertise and limits: what plans of assignment heed")
    form = next(form for form in got(client.page).forms if "/expertise" in form.action)
    member = form.action.split("/")[3]
    known = f"member-{member}-fields_known"
    page = got(client.submit({known: ["kind:city"], f"member-{member}-most": 2}, form=form.action))
    assert "Saved. The next plan that is proposed heeds it." in page.text
    saved = assignments.problem_of(ground.award.db, ground.contest).assessors[0]
    assert (saved.fields, saved.most) == (("kind:city",), 2)
    page = got(client.submit({f"member-{member}-most": "dua"}, form=form.action, status=422))
    assert "Write a whole number" in page.text
    assert "Kind of region: City" in got(visitor(app, AUDITOR).get("/committee/panels/1/expertise")).text


def test_the_matrix_asks_as_many_questions_for_more_entries(app: Flask, ground: Assigned) -> None:
    ground.plan()
    client, asked = visitor(app, EAST), Queries(app)

    def counted() -> int:
        client.http.get(address(ground))
        return len(asked)

    counted()
    before = counted()
    for code, name in (("35.77", "Kota Madiun"), ("35.79", "Kota Batu")):
        ground.entries[code] = ground.award.entry(ground.edition, code, name, status="accepted")
    ground.plan()
    assert "Kota Batu" in got(client.get(address(ground))).text
    assert counted() == before
