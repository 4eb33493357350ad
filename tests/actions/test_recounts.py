"""Recounts: what a preview shows is what applying gives, all of it or nothing; final results stay kept."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlite_utils import Database

from evaluation.actions import contests, readiness, recount_steps, recounts
from evaluation.actions.act import Act
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.core.promotion_rules import PromotionRules
from evaluation.core.recounts import places
from evaluation.store import recounts as store
from evaluation.store import standings
from evaluation.store.db import row, rows, write
from tests.assignment_ground import assigned_ground
from tests.award import Award
from tests.recount_ground import (
    AUDITOR,
    EAST,
    NATION,
    Ground,
    build,
    correct,
    dump,
    finalise_desk,
    live,
    marks,
    said,
    seen,
)


@pytest.fixture
def ground(award: Award) -> Ground:
    return build(award)


@pytest.fixture
def east(ground: Ground, act_as: Callable[..., Act]) -> Act:
    return act_as(ground.award.actor(EAST))


@pytest.fixture
def nation(ground: Ground, act_as: Callable[..., Act]) -> Act:
    return act_as(ground.award.actor(NATION))


# --- before anything is final --------------------------------------------------------------------


def test_a_preview_shows_each_difference_and_changes_nothing(ground: Ground, east: Act, db: Database) -> None:
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    before = dump(db)
    found = seen(east, recount)
    assert said(found) == [
        "Kabupaten 2: rank 2 became 3.",
        "Kabupaten 2 does not go on any more.",
        "Kabupaten 3: rank 3 became 2.",
        "Kabupaten 3: score 74 became 81.",
        "Kabupaten 3 goes on now.",
    ]
    assert found.own
    changed, same = places(found.own)
    assert [one.entry for one in changed] == ["35.03", "35.02"]
    assert [one.entry for one in same] == ["35.01"]
    assert (found.problems, found.later, found.opened) == ({}, (), ())
    assert dump(db) == before


def test_applying_gives_what_the_preview_showed_and_keeps_the_first_submission(
    ground: Ground, east: Act, db: Database
) -> None:
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    found = seen(east, recount)
    assert recounts.apply(east, recount, found.seen).seen == found.seen
    assert found.own
    assert live(db, ground.desk) == found.own.after
    sheet = ground.sheet_of(ground.desk, "35.03")
    kept = rows(
        db, "SELECT number, total FROM scoresheet_version WHERE scoresheet_id = :s ORDER BY 1", s=sheet
    )
    assert [one["number"] for one in kept] == [1, 2]
    assert row(db, "SELECT reason FROM reopening") == {"reason": "Salah salin"}
    assert store.recount(db, recount)["outcome"] == "applied"
    applied = row(db, "SELECT fields FROM audit_event ORDER BY id DESC LIMIT 1")
    assert applied
    told = json.loads(applied["fields"])
    done = rows(
        db, "SELECT name FROM audit_event WHERE id BETWEEN :a AND :b ORDER BY id",
        a=told["first_event"], b=told["last_event"],
    )  # fmt: skip
    assert [one["name"] for one in done] == ["SheetReopened", "SheetSubmitted", "SheetResubmitted"]


def test_nobody_is_written_to_because_of_a_trial_or_a_correction(
    ground: Ground, east: Act, db: Database
) -> None:
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    recounts.apply(east, recount, seen(east, recount).seen)
    assert rows(db, "SELECT id FROM outbox") == []
    assert rows(db, "SELECT id FROM job") == []


def test_dropping_leaves_all_but_the_recounts_own_rows_as_they_were(
    ground: Ground, east: Act, db: Database
) -> None:
    own = ("recount", "recount_step", "recount_end", "audit_event", "sqlite_sequence")
    before = dump(db, *own)
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    seen(east, recount)
    recounts.drop(east, recount, "Keberatan ditolak")
    assert dump(db, *own) == before
    one = store.recount(db, recount)
    assert (one["outcome"], one["end_reason"], one["steps"]) == ("dropped", "Keberatan ditolak", 1)
    with pytest.raises(Refused, match="has ended"):
        recounts.remove_step(east, recount, 1)


def test_what_changed_since_the_preview_is_shown_again_instead_of_applied(
    ground: Ground, east: Act, db: Database
) -> None:
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    code = seen(east, recount).seen
    ground.award.sheet(
        ground.desk, ground.entries["35.02"], ground.panel[2], {"regulation": 70, "innovation": 70}
    )
    before = dump(db)
    with pytest.raises(Refused, match="not what the page showed"):
        recounts.apply(east, recount, code)
    assert dump(db) == before


def test_a_crash_in_the_middle_applies_nothing(
    ground: Ground, east: Act, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    finalise_desk(ground, east)
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    recounts.add_step(
        east, recount, "adjustment", reason="Denda", entry_id=ground.entries["35.01"],
        contents={"unit": "points", "amount": "-1"},
    )  # fmt: skip
    code, before, real = seen(east, recount).seen, dump(db), recounts.carry_out

    def failing(act: Act, contest: dict[str, object], step: dict[str, object]) -> None:
        if step["kind"] == "adjustment":
            raise OSError("power cut")
        real(act, contest, step)

    monkeypatch.setattr(recounts, "carry_out", failing)
    with pytest.raises(OSError, match="power cut"):
        recounts.apply(east, recount, code)
    assert dump(db) == before


def test_a_step_that_became_impossible_is_told_at_the_step_and_nothing_is_applied(
    ground: Ground, east: Act, db: Database
) -> None:
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    from evaluation.actions import records

    records.exclude_sheet(east, ground.sheet_of(ground.desk, "35.03"), "Salah orang")
    found = seen(east, recount)
    assert {step: [str(one) for one in told] for step, told in found.problems.items()} == {
        1: ["This sheet is excluded: let it count again before you correct it."]
    }
    assert found.own is None
    with pytest.raises(recounts.Impossible):
        recounts.apply(east, recount, found.seen)


# --- every kind of step --------------------------------------------------------------------------


def test_each_kind_of_step_does_what_the_same_decision_does_elsewhere(
    ground: Ground, east: Act, db: Database
) -> None:
    first, second, third = ground.entries.values()
    recount = recounts.begin(east, ground.desk, "Hitung ulang", "Temuan")
    draft = ground.award.sheet(
        ground.desk, third, ground.panel[2], {"regulation": 60, "innovation": 60}, "draft"
    )
    out = ground.sheet_of(ground.desk, "35.02", 1)
    steps = (
        ("measure", first, {"criterion": "coverage", "value": "80"}),
        ("adjustment", first, {"unit": "percent", "amount": "-10"}),
        ("sheet-out", second, {"sheet": out}),
        ("sheet-in", second, {"sheet": out}),
        ("late", third, {"sheet": draft}),
        ("paper", second, {"assessor": ground.panel[2], "marks": {"regulation": "70", "innovation": "70"},
                           "comments": {}}),
        ("entry-out", third, {}),
        ("rule", None, recount_steps.rule_contents(
            advance=1, winners=0, pass_mark=None, promotion=PromotionRules(reserve=1))),
    )  # fmt: skip
    for kind, entry, contents in steps:
        recounts.add_step(east, recount, kind, reason=f"SK {kind}", entry_id=entry, contents=contents)
    found = seen(east, recount)
    recounts.apply(east, recount, found.seen)
    assert found.own
    assert live(db, ground.desk) == found.own.after
    assert [one.entry for one in found.own.after.standings] == ["35.01", "35.02"]
    assert found.own.after.rules.advance == 1
    assert found.own.after.rules.promotion.reserve == 1
    assert row(db, "SELECT value, source FROM measure WHERE entry_id = :e", e=first) == {
        "value": "80", "source": "SK measure",
    }  # fmt: skip
    assert row(db, "SELECT percent, reason FROM adjustment") == {"percent": "-10", "reason": "SK adjustment"}
    assert row(db, "SELECT status FROM scoresheet WHERE id = :s", s=draft) == {"status": "submitted"}
    assert row(db, "SELECT total FROM scoresheet WHERE account_id = :a AND entry_id = :e",
               a=ground.panel[2], e=second) is not None  # fmt: skip
    assert row(db, "SELECT status FROM entry WHERE id = :e", e=third) == {"status": "excluded"}
    assert row(db, "SELECT source FROM contest_rule") == {"source": "SK rule"}
    # The rule holds in this contest alone.
    other = ground.award.contest(ground.edition, "province-desk", "33")
    assert live(db, other).rules.advance == 2


def test_doubtful_places_follow_the_rule_that_holds_in_the_contest(
    ground: Ground, east: Act, db: Database
) -> None:
    ground.award.sheet(
        ground.desk, ground.entries["35.02"], ground.panel[2], {"regulation": 99, "innovation": 99}
    )
    assert {code: one.line for code, one in standings.doubts_of(db, ground.desk).items()} == {
        "35.01": 0, "35.02": 0, "35.03": 0,
    }  # fmt: skip
    recount = recounts.begin(east, ground.desk, "Kuota", "SK 9")
    recounts.add_step(
        east, recount, "rule", reason="SK 9", contents=recount_steps.rule_contents(
            advance=1, winners=0, pass_mark=None, promotion=PromotionRules()),
    )  # fmt: skip
    recounts.apply(east, recount, seen(east, recount).seen)
    assert {code: one.line for code, one in standings.doubts_of(db, ground.desk).items()} == {
        "35.01": 2, "35.02": 2, "35.03": 0,
    }  # fmt: skip


def test_a_sheet_on_paper_counts_only_of_somebody_who_is_assigned(
    award: Award, act_as: Callable[..., Act], db: Database
) -> None:
    assigned = assigned_ground(award, act_as)
    judges = assigned.plan()["35.76"]
    other = next(account for account in assigned.panel if account not in judges)
    recount = recounts.begin(assigned.act, assigned.contest, "Lembar kertas", "Datang terlambat")
    marks = {"regulation": "70", "innovation": "70"}
    entry = assigned.entries["35.76"]
    for account, taken in ((other, False), (min(judges), True)):
        contents = {"assessor": account, "marks": marks, "comments": {}}
        given = dict(reason="SK", entry_id=entry, contents=contents)
        if taken:
            recounts.add_step(assigned.act, recount, "paper", **given)
        else:
            with pytest.raises(Refused, match="not assigned"):
                recounts.add_step(assigned.act, recount, "paper", **given)
    assert [one["contents"]["assessor"] for one in store.steps_of(db, recount)] == [min(judges)]


def test_an_adjustment_is_taken_back_and_an_entry_withdrawn(ground: Ground, east: Act, db: Database) -> None:
    from evaluation.actions import records

    kept = records.record_adjustment(
        east, ground.desk, ground.entries["35.01"], points=recount_steps.parse_exact("-30"), reason="Denda"
    )
    recount = recounts.begin(east, ground.desk, "Keberatan", "Denda keliru")
    recounts.add_step(
        east, recount, "adjustment-back", reason="Keliru", entry_id=ground.entries["35.01"],
        contents={"adjustment": kept},
    )  # fmt: skip
    recounts.add_step(east, recount, "entry-withdrawn", reason="Mundur", entry_id=ground.entries["35.02"])
    found = seen(east, recount)
    recounts.apply(east, recount, found.seen)
    assert [one.entry for one in live(db, ground.desk).standings] == ["35.01", "35.03"]
    assert rows(db, "SELECT id FROM adjustment") == []


def test_an_adjustment_of_another_contest_or_entry_is_not_there(
    ground: Ground, east: Act, act_as: Callable[..., Act], db: Database
) -> None:
    from evaluation.actions import records

    award, fine = ground.award, recount_steps.parse_exact("-5")
    award.grant("jateng@panitia.example", "committee", ground.edition, "33")
    stranger = award.entry(ground.edition, "33.01", "Kabupaten lain", status="accepted")
    elsewhere = award.contest(ground.edition, "province-desk", "33")
    central = act_as(award.actor("jateng@panitia.example"))
    foreign = records.record_adjustment(central, elsewhere, stranger, points=fine, reason="Denda")
    others = records.record_adjustment(
        east, ground.desk, ground.entries["35.02"], points=fine, reason="Denda"
    )
    recount = recounts.begin(east, ground.desk, "Keberatan", "Denda keliru")
    for adjustment in (foreign, others):
        with pytest.raises(NotFound):
            recounts.add_step(
                east, recount, "adjustment-back", reason="Keliru", entry_id=ground.entries["35.01"],
                contents={"adjustment": adjustment},
            )  # fmt: skip
    assert store.steps_of(db, recount) == []
    assert [one["id"] for one in rows(db, "SELECT id FROM adjustment ORDER BY id")] == [foreign, others]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"regulation": 101, "innovation": 1}, "Write a number from 0 to 100"),
        ({"regulation": 90}, "A mark is missing"),
        ({"regulation": 10, "innovation": 90}, "comment"),
    ],
)
def test_marks_that_a_sheet_would_not_take_are_refused_when_the_step_is_added(
    ground: Ground, east: Act, given: dict[str, int], words: str
) -> None:
    recount = recounts.begin(east, ground.desk, "Koreksi", "Salah salin")
    contents = marks(ground, ground.desk, "35.03", **given)
    if "innovation" not in given:
        contents["marks"]["innovation"] = ""  # type: ignore[index]
    with pytest.raises(Invalid) as refused:
        recounts.add_step(
            east, recount, "marks", reason="Salah", entry_id=ground.entries["35.03"], contents=contents
        )
    assert any(words in str(one) for one in refused.value.fields.values())
    assert store.steps_of(east.db, recount) == []


# --- who may -------------------------------------------------------------------------------------


def test_whoever_is_recused_from_an_entry_has_nothing_to_do_with_the_contests_recounts(
    ground: Ground, east: Act, db: Database
) -> None:
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    code = seen(east, recount).seen
    with write(db):
        db.execute(
            "INSERT INTO recusal (account_id, entry_id, reason, recused_at) VALUES (?, ?, 'Kerabat', ?)",
            [east.actor.account_id, ground.entries["35.01"], east.at],
        )
    for attempt in (
        lambda: recounts.begin(east, ground.desk, "Lain", "Lain"),
        lambda: recounts.add_step(east, recount, "rule", reason="SK"),
        lambda: recounts.remove_step(east, recount, 1),
        lambda: recounts.apply(east, recount, code),
        lambda: recounts.drop(east, recount, "Tidak perlu"),
    ):
        with pytest.raises(Denied, match="recused"):
            attempt()


def test_others_have_no_recounts_here(ground: Ground, nation: Act, act_as: Callable[..., Act]) -> None:
    with pytest.raises(NotFound):
        recounts.begin(nation, ground.desk, "Lain", "Lain")
    with pytest.raises(Denied, match="Only the committee"):
        recounts.begin(act_as(ground.award.actor(AUDITOR)), ground.desk, "Lain", "Lain")


def test_nobody_corrects_a_sheet_of_their_own(ground: Ground, east: Act, act_as: Callable[..., Act]) -> None:
    recount = recounts.begin(east, ground.desk, "Koreksi", "Salah salin")
    juror = "juri1-35@uji.example"
    ground.award.grant(juror, "committee", ground.edition, "35")
    own = act_as(ground.award.actor(juror))
    contents = marks(ground, ground.desk, "35.03", regulation=98, innovation=96)
    given = dict(reason="Salah", entry_id=ground.entries["35.03"], contents=contents)
    with write(east.db):
        east.db.execute("UPDATE round SET marks_seen = 'submitted'")
        east.db.execute("UPDATE entry SET status = 'excluded' WHERE code = '35.02'")
    with pytest.raises(Refused, match="your own"):
        recounts.add_step(own, recount, "marks", **given)
    recounts.add_step(east, recount, "marks", **given)
    with pytest.raises(Refused, match="your own"):
        recounts.apply(own, recount, seen(own, recount).seen)


def test_finalising_tells_of_an_open_recount_without_being_hindered(ground: Ground, east: Act) -> None:
    correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    told = [
        (str(one.message), one.blocking)
        for one in readiness.lacks(east.db, ground.desk, east.now)
        if "recount" in str(one.message)
    ]
    assert told == [("The recount Koreksi is open: apply or drop it first.", False)]
    contests.finalise(east, ground.desk, "Pleno")
