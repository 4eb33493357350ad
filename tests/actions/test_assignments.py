"""Assigning entries: plans are proposed, changed by hand, confirmed, balanced again when somebody goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from evaluation.actions import conflicts
from evaluation.actions.act import Act
from evaluation.actions.assignments import Outdated, TooFew, confirm, drop, edit, propose
from evaluation.actions.expertise import record_expertise
from evaluation.core.assignment import Lacking
from evaluation.core.errors import Conflict, Denied, Invalid, NotFound, Refused
from evaluation.core.people import Actor
from evaluation.store import assignments, contests, panels
from evaluation.store.assignment_gaps import gaps
from evaluation.store.db import change, row, rows, write
from tests.assignment_ground import ASSIGNED, CENTRAL, EAST, NATION, Assigned, assigned_ground
from tests.award import EDITION, Award


@pytest.fixture
def ground(award: Award, act_as: Callable[[Actor], Act]) -> Assigned:
    return assigned_ground(award, act_as)


def draft(ground: Assigned) -> Any:
    found = assignments.draft(ground.award.db, ground.contest)
    assert found is not None
    return found


def events(ground: Assigned, name: str) -> list[dict[str, Any]]:
    found = rows(ground.award.db, "SELECT fields FROM audit_event WHERE name = :name ORDER BY id", name=name)
    return [json.loads(one["fields"]) for one in found]


# --- plans ---------------------------------------------------------------------------------------


def test_a_proposal_changes_nothing_until_it_is_confirmed(ground: Assigned) -> None:
    number = propose(ground.act, ground.contest, seed=7)
    assert ground.in_force() == {code: set() for code in ground.entries}
    confirm(ground.act, ground.contest, plan_id=number, revision=1)
    found = ground.in_force()
    assert [len(judges) for judges in found.values()] == [2, 2, 2, 2]
    loads = [sum(account in judges for judges in found.values()) for account in ground.panel]
    assert loads == [2, 2, 2, 2]
    assert events(ground, "AssignmentConfirmed") == [
        {"added": 8, "ended": 0, "pairs": 8, "plan": number, "seed": 7}
    ]
    assert [one["assessors"] for one in events(ground, "AssessorsAssigned")] == [
        sorted(ground.email(account) for account in found[code]) for code in sorted(found)
    ]


def test_the_same_seed_gives_the_same_plan_and_another_one_another(ground: Assigned) -> None:
    propose(ground.act, ground.contest, seed=7)
    first = draft(ground)["pairs"]
    propose(ground.act, ground.contest, seed=8)
    other = draft(ground)["pairs"]
    propose(ground.act, ground.contest, seed=7)
    assert draft(ground)["pairs"] == first != other
    assert len(events(ground, "AssignmentDropped")) == 2


def test_what_a_plan_was_made_from_is_kept_and_gives_the_plan_again(ground: Assigned) -> None:
    from evaluation.assignment_solver import solve

    propose(ground.act, ground.contest, seed=7)
    kept = draft(ground)
    problem = assignments.problem_in(kept["problem"])
    assert solve(problem).pairs == assignments.pairs_in(kept["proposed"])
    assert problem == assignments.problem_of(ground.award.db, ground.contest, seed=7)


def test_when_somebody_leaves_only_their_entries_change_hands(ground: Assigned) -> None:
    before = ground.plan()
    gone = ground.panel[3]
    ground.leave(gone)
    short = gaps(ground.award.db, [ground.contest], viewer=None)[ground.contest]
    assert {one["code"] for one in short.entries} == {c for c, judges in before.items() if gone in judges}
    after = ground.plan()
    for code, judges in before.items():
        assert judges - {gone} <= after[code]
        assert len(after[code]) == 2
        assert gone not in after[code]
    ended = assignments.ended(ground.award.db, ground.contest)
    assert [(one["account_id"], one["ended_cause"]) for one in ended] == [(gone, "left")] * 2
    assert gaps(ground.award.db, [ground.contest], viewer=None) == {}


def test_a_conflict_ends_the_assignment_at_the_next_plan(ground: Assigned) -> None:
    before = ground.plan()
    code, account = "35.76", min(before["35.76"])
    panel = ground.award.actor(ground.email(account)).seats[0].panel_id
    conflicts.exclude_assessor(ground.act, panel, account, ground.entries[code], "Saudara")
    after = ground.plan()
    assert account not in after[code]
    assert before[code] - {account} < after[code]
    ended = assignments.ended(ground.award.db, ground.contest)
    assert [(one["code"], one["account_id"], one["ended_cause"]) for one in ended][-1:] == [
        (code, account, "conflict")
    ]


def test_a_sheet_that_was_begun_stays_whatever_is_planned_anew(ground: Assigned) -> None:
    before = ground.plan()
    code, account = "35.76", min(before["35.76"])
    ground.award.sheet(ground.contest, ground.entries[code], account, {"regulation": 80}, "draft")
    for seed in range(20, 26):
        assert account in ground.plan(seed, anew=True)[code]


def test_a_sheet_of_somebody_who_left_counts_and_is_not_asked_for_again(ground: Assigned) -> None:
    before = ground.plan()
    code, account = "35.76", min(before["35.76"])
    marks = {"regulation": 80, "innovation": 80}
    ground.award.sheet(ground.contest, ground.entries[code], account, marks)
    ground.leave(account)
    after = ground.plan()
    assert after[code] == before[code] - {account}


def test_an_excluded_sheet_is_made_up_for_by_somebody_else(ground: Assigned) -> None:
    before = ground.plan()
    code, account = "35.76", min(before["35.76"])
    marks = {"regulation": 80, "innovation": 80}
    sheet = ground.award.sheet(ground.contest, ground.entries[code], account, marks)
    with write(ground.award.db):
        change(
            ground.award.db,
            "UPDATE scoresheet SET excluded_at = :at, excluded_reason = 'Keliru' WHERE id = :id",
            at=ground.award.at,
            id=sheet,
        )
    short = gaps(ground.award.db, [ground.contest], viewer=None)[ground.contest]
    assert [(one["code"], one["have"]) for one in short.entries] == [(code, 1)]
    after = ground.plan()
    assert before[code] < after[code]
    assert len(after[code]) == 3


def test_an_entry_that_comes_in_later_takes_nothing_from_the_others(ground: Assigned) -> None:
    before = ground.plan()
    ground.entries["35.77"] = ground.award.entry(ground.edition, "35.77", "Kota Madiun", status="accepted")
    assert [
        one["code"] for one in gaps(ground.award.db, [ground.contest], viewer=None)[ground.contest].entries
    ] == ["35.77"]
    after = ground.plan()
    assert {code: after[code] for code in before} == before
    assert len(after["35.77"]) == 2


def test_where_too_few_are_left_nothing_is_kept_and_the_reasons_are_said(ground: Assigned) -> None:
    panel = ground.award.actor(ground.email(ground.panel[0])).seats[0].panel_id
    for account in ground.panel[:3]:
        conflicts.exclude_assessor(ground.act, panel, account, ground.entries["35.09"], "Saudara")
    with pytest.raises(TooFew) as refused:
        propose(ground.act, ground.contest, seed=7)
    assert refused.value.lacking == (Lacking("35.09", 1),)
    assert assignments.draft(ground.award.db, ground.contest) is None
    assert events(ground, "AssignmentProposed") == []


def test_the_limits_of_the_round_and_of_a_member_hold(ground: Assigned) -> None:
    member = row(ground.award.db, "SELECT id FROM panel_member WHERE account_id = :a", a=ground.panel[0])
    assert member is not None
    record_expertise(ground.act, member["id"], [], 1)
    found = ground.plan()
    loads = [sum(account in judges for judges in found.values()) for account in ground.panel]
    assert loads[0] == 1
    assert sorted(loads[1:]) == [2, 2, 3]


def test_what_somebody_judges_in_another_contest_of_the_round_counts(
    award: Award, act_as: Callable[[Actor], Act]
) -> None:
    two = ASSIGNED.replace(
        '[[round]]\ncode = "province-desk"',
        '[[category]]\ncode = "village"\ntitle = { id = "Desa", en = "Villages" }\nentrant = "regency"\n\n'
        '[[round]]\ncode = "province-desk"',
        1,
    ).replace('categories = ["regency"]', 'categories = ["regency", "village"]')
    ground = assigned_ground(award, act_as, two)
    ground.plan()
    entry = award.entry(ground.edition, "35.77", "Kota Madiun", category="village")
    village = award.contest(ground.edition, "province-desk", "35", "village")
    with write(award.db):
        change(award.db, "UPDATE entry SET status = 'accepted' WHERE id = :id", id=entry)
        contests.enter(award.db, village, entry, entered_at=award.at)
    problem = assignments.problem_of(award.db, village)
    assert [one.elsewhere for one in problem.assessors] == [2, 2, 2, 2]
    assert [problem.room(one) for one in problem.assessors] == [1, 1, 1, 1]


def test_expertise_comes_from_what_entries_are_about(ground: Assigned) -> None:
    member = row(ground.award.db, "SELECT id FROM panel_member WHERE account_id = :a", a=ground.panel[0])
    assert member is not None
    record_expertise(ground.act, member["id"], ["kind:regency"], None)
    # Only Jember is a regency: whoever knows regencies judges it, as loads allow it.
    for seed in range(5):
        assert ground.panel[0] in ground.plan(seed, anew=True)["35.09"]
    with pytest.raises(Invalid):
        record_expertise(ground.act, member["id"], ["sector:steel"], None)
    assert events(ground, "ExpertiseRecorded") == [
        {"email": ground.email(ground.panel[0]), "expertise": ["kind:regency"], "most": None, "panel": 1}
    ]


# --- by hand -------------------------------------------------------------------------------------


def test_a_change_by_hand_is_kept_with_its_reason_and_in_force_once_confirmed(ground: Assigned) -> None:
    before = ground.plan()
    code = "35.76"
    gone = min(before[code])
    new = min(set(ground.panel) - before[code])
    after = (before[code] - {gone}) | {new}
    edit(ground.act, ground.contest, ground.entries[code], after, "Bahasa daerah", revision=0)
    assert ground.in_force() == before
    waiting = draft(ground)
    confirm(ground.act, ground.contest, plan_id=waiting["id"], revision=waiting["revision"])
    assert ground.in_force()[code] == after
    (there,) = [
        one
        for one in assignments.in_force(ground.award.db, ground.contest)
        if (one["code"], one["account_id"]) == (code, new)
    ]
    assert (there["source"], there["reason"]) == ("hand", "Bahasa daerah")
    (ended,) = assignments.ended(ground.award.db, ground.contest)
    assert (ended["account_id"], ended["ended_cause"], ended["ended_reason"]) == (
        gone,
        "hand",
        "Bahasa daerah",
    )


def test_a_change_by_hand_is_not_confirmed_while_an_entry_lacks_assessors(ground: Assigned) -> None:
    before = ground.plan()
    edit(ground.act, ground.contest, ground.entries["35.76"], [min(before["35.76"])], "Satu", revision=0)
    waiting = draft(ground)
    with pytest.raises(Outdated) as refused:
        confirm(ground.act, ground.contest, plan_id=waiting["id"], revision=waiting["revision"])
    assert refused.value.lacking == (Lacking("35.76", 1),)
    assert ground.in_force() == before


def test_by_hand_nobody_is_assigned_against_the_rules(ground: Assigned) -> None:
    before = ground.plan()
    code = "35.76"
    entry = ground.entries[code]
    away = min(set(ground.panel) - before[code])
    panel = ground.award.actor(ground.email(away)).seats[0].panel_id
    conflicts.exclude_assessor(ground.act, panel, away, entry, "Saudara")
    with pytest.raises(Invalid) as refused:
        edit(ground.act, ground.contest, entry, [*before[code], away], "Ya", revision=0)
    assert list(refused.value.fields) == [f"account-{away}"]
    ground.award.sheet(ground.contest, entry, min(before[code]), {"regulation": 80}, "draft")
    with pytest.raises(Invalid) as refused:
        edit(ground.act, ground.contest, entry, [max(before[code])], "Ya", revision=0)
    assert list(refused.value.fields) == [f"account-{min(before[code])}"]
    # Three entries at most: the fourth is one too many.
    one = ground.panel[0]
    full = [c for c, judges in before.items() if one not in judges and c != code][:1]
    for other in full:
        edit(ground.act, ground.contest, ground.entries[other], {*before[other], one}, "Ya", revision=0)
    last = next(c for c, judges in before.items() if one not in judges and c not in full)
    with pytest.raises(Invalid) as refused:
        edit(ground.act, ground.contest, ground.entries[last], {*before[last], one}, "Ya", revision=2)
    assert list(refused.value.fields) == [f"account-{one}"]


def test_two_people_at_once_do_not_overwrite_each_other(ground: Assigned) -> None:
    number = propose(ground.act, ground.contest, seed=7)
    entry = ground.entries["35.76"]
    edit(ground.act, ground.contest, entry, ground.panel[:2], "Satu", revision=1)
    with pytest.raises(Conflict):
        edit(ground.act, ground.contest, entry, ground.panel[2:], "Dua", revision=1)
    with pytest.raises(Conflict):
        confirm(ground.act, ground.contest, plan_id=number, revision=1)
    drop(ground.act, ground.contest)
    with pytest.raises(Conflict):
        confirm(ground.act, ground.contest, plan_id=number, revision=2)


def test_a_draft_that_the_world_overtook_is_not_confirmed(ground: Assigned) -> None:
    number = propose(ground.act, ground.contest, seed=7)
    code, account = assignments.pairs_in(draft(ground)["pairs"]).__iter__().__next__()
    panel = ground.award.actor(ground.email(int(account))).seats[0].panel_id
    conflicts.exclude_assessor(ground.act, panel, int(account), ground.entries[code], "Saudara")
    with pytest.raises(Outdated) as refused:
        confirm(ground.act, ground.contest, plan_id=number, revision=1)
    assert refused.value.faults == (("conflict", (code, account)),)


# --- who, where, when ----------------------------------------------------------------------------


def test_only_the_contests_own_committee_assigns(ground: Assigned) -> None:
    for email, refusal in (
        (CENTRAL, NotFound),
        (NATION, NotFound),
        (ground.email(ground.panel[0]), NotFound),
    ):
        with pytest.raises(refusal):
            propose(ground.act_as(ground.award.actor(email)), ground.contest, seed=7)
    ground.award.grant("audit@uji.example", "auditor", ground.edition)
    with pytest.raises(Denied):
        propose(ground.act_as(ground.award.actor("audit@uji.example")), ground.contest, seed=7)


def test_a_round_that_assigns_nothing_has_nothing_to_assign(
    award: Award, act_as: Callable[[Actor], Act]
) -> None:
    ground = assigned_ground(award, act_as, EDITION)
    with pytest.raises(Refused, match="whole panel judges every entry"):
        propose(ground.act, ground.contest, seed=7)
    assert gaps(award.db, [ground.contest], viewer=None) == {}


def test_whoever_is_kept_away_from_an_entry_does_not_assign_it(ground: Assigned) -> None:
    both = ground.email(ground.panel[0])
    ground.award.grant(both, "committee", ground.edition, "35")
    panel = ground.award.actor(both).seats[0].panel_id
    entry = ground.entries["35.76"]
    conflicts.exclude_assessor(ground.act, panel, ground.panel[0], entry, "Saudara")
    with pytest.raises(NotFound):
        edit(
            ground.act_as(ground.award.actor(both)),
            ground.contest,
            entry,
            ground.panel[1:3],
            "Ya",
            revision=0,
        )


def test_the_seat_of_a_member_who_left_takes_no_expertise(ground: Assigned) -> None:
    ground.leave(ground.panel[0])
    member = next(one for one in panels.members_of(ground.award.db, 1) if one["left_at"])
    with pytest.raises(Refused):
        record_expertise(ground.act, member["id"], ["kind:city"], None)
    assert EAST in {one["email"] for one in rows(ground.award.db, "SELECT email FROM account")}
