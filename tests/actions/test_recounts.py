"""Recounts: what a preview shows is what applying gives, all of it or nothing; final results stay kept."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from sqlite_utils import Database

from evaluation.actions import contests, recount_steps, recounts
from evaluation.actions.act import Act
from evaluation.actions.recount_trials import preview
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.core.promotion_rules import PromotionRules
from evaluation.core.recounts import places
from evaluation.core.result_changes import sentence
from evaluation.core.snapshot import Result, fingerprint, to_json
from evaluation.store import promotion, result_versions, standings
from evaluation.store import recounts as store
from evaluation.store.db import row, rows, write
from tests.award import Award
from tests.recount_ground import (
    AUDITOR,
    EAST,
    NATION,
    Ground,
    build,
    finalise_all,
    finalise_desk,
    finalise_interview,
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


def said(found: recounts.Preview) -> list[str]:
    assert found.own
    return [str(sentence(one, one.name)) for one in found.own.differences]


def seen(act: Act, recount: int) -> recounts.Preview:
    return preview(act, store.recount(act.db, recount))


def marks(ground: Ground, contest: int, code: str, juror: int = 0, **given: int) -> dict[str, object]:
    texts = {criterion: str(mark) for criterion, mark in given.items()}
    return {"sheet": ground.sheet_of(contest, code, juror), "marks": texts, "comments": {}}


def correct(act: Act, ground: Ground, contest: int, code: str, **given: int) -> int:
    """A recount in which the first member's marks are corrected."""
    recount = recounts.begin(act, contest, "Koreksi", "Salah salin", decree="SK 7/2022")
    recounts.add_step(
        act, recount, "marks", reason="Salah salin", entry_id=ground.entries[code],
        contents=marks(ground, contest, code, **given),
    )  # fmt: skip
    return recount


def live(db: Database, contest: int) -> Result:
    return standings.result(db, contest, with_marks=True)


def dump(db: Database, *without: str) -> list[str]:
    """The whole database as text, without the rows of some tables."""
    skipped = tuple(f'INSERT INTO "{name}"' for name in without)
    return [line for line in db.conn.iterdump() if not line.startswith(skipped)]


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
    assert found.own and live(db, ground.desk) == found.own.after
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
    assert found.own and live(db, ground.desk) == found.own.after
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


# --- final results -------------------------------------------------------------------------------


def test_a_final_result_asks_for_a_decree_or_an_objection(ground: Ground, east: Act) -> None:
    finalise_desk(ground, east)
    with pytest.raises(Invalid, match="name the decree"):
        recounts.begin(east, ground.desk, "Koreksi", "Salah salin")
    assert recounts.begin(east, ground.desk, "Koreksi", "Salah salin", objection_id=4) == 1
    assert recounts.begin(east, ground.desk, "Koreksi", "Salah salin", decree="SK 7") == 2


def test_a_final_result_is_opened_again_with_everything_before_kept(
    ground: Ground, east: Act, nation: Act, db: Database
) -> None:
    finalise_desk(ground, east)
    contests.publish(east, ground.desk)
    tables = ("finalisation", "final_standing", "publication")
    old = {name: rows(db, f"SELECT * FROM {name} ORDER BY 1, 2") for name in tables}
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    found = seen(east, recount)
    assert [one.contest_id for one in found.opened] == [ground.desk]
    recounts.apply(east, recount, found.seen)
    assert {name: rows(db, f"SELECT * FROM {name}") for name in tables} == dict.fromkeys(tables, [])
    kept = result_versions.version(db, ground.desk, 1)
    assert kept
    for name in ("finalisation", "publication"):
        assert {key: kept[key] for key in old[name][0]} == old[name][0]
    standing = rows(db, "SELECT * FROM replaced_standing ORDER BY entry_id")
    assert [{**one, "contest_id": ground.desk} for one in standing] == [
        {**one, "replaced_id": kept["id"]}
        for one in sorted(old["final_standing"], key=lambda x: x["entry_id"])
    ]
    assert (kept["reopened_because"], kept["decree"]) == ("Salah salin", "SK 7/2022")
    # And then the new version: entries that advance now enter, the other leaves.
    assert standing_in(db, ground.interview) == ["35.01", "35.02"]
    contests.finalise(east, ground.desk, "Pleno ulang")
    assert standing_in(db, ground.interview) == ["35.01", "35.03"]
    again = row(db, "SELECT fingerprint FROM finalisation")
    assert found.own
    assert again == {"fingerprint": fingerprint(to_json(found.own.after))}
    assert result_versions.version(db, ground.desk, 1) == kept


def standing_in(db: Database, contest: int) -> list[str]:
    found = rows(
        db, "SELECT e.code FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " WHERE ce.contest_id = :c ORDER BY e.code", c=contest,
    )  # fmt: skip
    return [one["code"] for one in found]


def test_only_what_changes_is_opened_again(ground: Ground, east: Act, nation: Act, db: Database) -> None:
    """The nation judged without what the province carried: a correction there that moves nobody on."""
    finalise_all(ground, east, nation)
    final = row(db, "SELECT * FROM finalisation WHERE contest_id = :c", c=ground.final)
    recount = correct(east, ground, ground.interview, "35.02", mastery=82)
    found = seen(east, recount)
    assert [one.contest_id for one in found.opened] == [ground.interview]
    recounts.apply(east, recount, found.seen)
    assert row(db, "SELECT * FROM finalisation WHERE contest_id = :c", c=ground.final) == final
    assert [one["contest_id"] for one in rows(db, "SELECT contest_id FROM finalisation ORDER BY 1")] == [
        ground.desk, ground.final,
    ]  # fmt: skip
    contests.finalise(east, ground.interview, "Pleno ulang")
    assert standing_in(db, ground.final) == ["35.01"]


def test_a_correction_that_changes_the_nations_result_is_applied_by_the_nation(
    ground: Ground, east: Act, nation: Act, db: Database
) -> None:
    finalise_all(ground, east, nation)
    before = {one["contest_id"]: one for one in rows(db, "SELECT * FROM finalisation")}
    recount = recounts.begin(east, ground.interview, "Keberatan Kabupaten 2", "Nilai tertukar", decree="SK 9")
    for juror in (0, 1):
        recounts.add_step(
            east, recount, "marks", reason="Tertukar", entry_id=ground.entries["35.02"],
            contents=marks(ground, ground.interview, "35.02", juror, mastery=100),
        )  # fmt: skip
    found = seen(east, recount)
    assert [one.contest_id for one in found.opened] == [ground.interview, ground.final]
    (then,) = found.later
    assert [(one.entry, one.rank) for one in then.before.standings] == [("35.01", 1)]
    assert [one.entry for one in then.after.standings] == ["35.02"]
    with pytest.raises(Denied, match="another committee"):
        recounts.apply(east, recount, found.seen)
    assert len(rows(db, "SELECT * FROM finalisation")) == 3
    recounts.apply(nation, recount, found.seen)
    assert [one["contest_id"] for one in rows(db, "SELECT contest_id FROM finalisation")] == [ground.desk]
    kept = rows(db, "SELECT contest_id, snapshot, fingerprint FROM replaced_result ORDER BY contest_id")
    assert kept == [
        {name: before[contest][name] for name in ("contest_id", "snapshot", "fingerprint")}
        for contest in (ground.interview, ground.final)
    ]
    contests.finalise(east, ground.interview, "Pleno ulang")
    assert standing_in(db, ground.final) == ["35.02"]
    assert live(db, ground.final) == then.after
    # The sheets of whoever left stay stored.
    assert row(db, "SELECT count(*) AS n FROM scoresheet WHERE contest_id = :c", c=ground.final) == {"n": 1}


def test_a_final_result_that_would_stay_the_same_is_not_opened(
    ground: Ground, east: Act, db: Database
) -> None:
    finalise_desk(ground, east)
    recount = recounts.begin(east, ground.desk, "Data", "Sumber baru", decree="SK 1")
    recounts.add_step(
        east, recount, "measure", reason="Sumber lain", entry_id=ground.entries["35.01"],
        contents={"criterion": "coverage", "value": "50"},
    )  # fmt: skip
    before = dump(db)
    with pytest.raises(Refused, match="stay what it is"):
        recounts.apply(east, recount, seen(east, recount).seen)
    assert dump(db) == before


def test_the_interview_that_is_not_final_follows_the_corrected_desk_round(
    ground: Ground, east: Act, db: Database
) -> None:
    finalise_desk(ground, east)
    ground.award.measure(ground.interview, ground.entries["35.02"], "attendance", "100")
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    found = seen(east, recount)
    assert [(one.contest_id, one.opened) for one in found.later] == [(ground.interview, False)]
    assert [one.entry for one in found.later[0].after.standings] == ["35.01", "35.03"]
    recounts.apply(east, recount, found.seen)
    contests.finalise(east, ground.desk, "Pleno ulang")
    assert live(db, ground.interview) == found.later[0].after


def test_a_recount_after_a_recount_makes_the_third_version(ground: Ground, east: Act, db: Database) -> None:
    finalise_desk(ground, east)
    for number, mark in ((1, 82), (2, 84)):
        recount = correct(east, ground, ground.desk, "35.03", regulation=mark, innovation=mark)
        recounts.apply(east, recount, seen(east, recount).seen)
        assert [one["number"] for one in result_versions.versions_of(db, ground.desk)] == [
            *range(number, 0, -1)
        ]
        contests.finalise(east, ground.desk, f"Pleno {number}")
    prints = {one["fingerprint"] for one in result_versions.versions_of(db, ground.desk)}
    assert len(prints | {live_print(db, ground.desk)}) == 3


def live_print(db: Database, contest: int) -> str:
    return fingerprint(to_json(live(db, contest)))


def test_reserves_moved_up_stay_with_their_version(ground: Ground, east: Act, db: Database) -> None:
    with write(db):
        db.execute("""UPDATE round SET advance = 1, promotion = '{"at_most":[],"clusters":[],"floors":[],
                   "nominations":0,"past_winners":0,"reserve":2}' WHERE code = 'province-desk'""")
    finalise_desk(ground, east)
    from evaluation.actions import screening

    screening.withdraw_entry(east, ground.entries["35.01"], "Mundur")
    assert [one["code"] for one in promotion.moves_of(db, ground.desk)] == ["35.02"]
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    recounts.apply(east, recount, seen(east, recount).seen)
    assert promotion.moves_of(db, ground.desk) == []
    assert rows(db, "SELECT version, reason FROM reserve_move") == [{"version": 1, "reason": "Mundur"}]


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
        for one in contests.lacks(east.db, ground.desk, east.now)
        if "recount" in str(one.message)
    ]
    assert told == [("The recount Koreksi is open: apply or drop it first.", False)]
    contests.finalise(east, ground.desk, "Pleno")


def test_a_recount_that_met_a_final_result_needs_a_source_by_then(ground: Ground, east: Act) -> None:
    recount = recounts.begin(east, ground.desk, "Koreksi", "Salah salin")
    recounts.add_step(
        east, recount, "marks", reason="Salah salin", entry_id=ground.entries["35.03"],
        contents=marks(ground, ground.desk, "35.03", regulation=98, innovation=96),
    )  # fmt: skip
    contests.finalise(east, ground.desk, "Pleno")
    with pytest.raises(Refused, match="names no decree"):
        recounts.apply(east, recount, seen(east, recount).seen)


def test_the_interview_is_opened_when_the_desk_scores_that_it_carries_change(
    ground: Ground, east: Act, db: Database
) -> None:
    finalise_desk(ground, east)
    finalise_interview(ground, east)
    recount = correct(east, ground, ground.desk, "35.01", regulation=91, innovation=90)
    found = seen(east, recount)
    assert [one.contest_id for one in found.opened] == [ground.desk, ground.interview]
    recounts.apply(east, recount, found.seen)
    contests.finalise(east, ground.desk, "Pleno ulang")
    contests.finalise(east, ground.interview, "Pleno ulang")
    assert [live(db, one.contest_id) for one in found.opened] == [one.after for one in found.opened]
