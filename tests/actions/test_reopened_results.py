"""Final results that a recount opens again: only those that change, with everything before kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlite_utils import Database

from evaluation.actions import announcing, contests, readiness, records, recounts, signing
from evaluation.actions.act import Act
from evaluation.core.errors import Denied, Invalid, Refused
from evaluation.core.snapshot import fingerprint, to_json
from evaluation.store import promotion, result_versions, signatures
from evaluation.store.db import row, rows, write
from tests.award import PASSWORD, Award
from tests.recount_ground import (
    EAST,
    NATION,
    Ground,
    build,
    correct,
    dump,
    finalise_all,
    finalise_desk,
    finalise_interview,
    live,
    marks,
    objected,
    seen,
)
from tests.signing_ground import EAST as SIGNING_EAST
from tests.signing_ground import signed_ground


@pytest.fixture
def ground(award: Award) -> Ground:
    return build(award)


@pytest.fixture
def east(ground: Ground, act_as: Callable[..., Act]) -> Act:
    return act_as(ground.award.actor(EAST))


@pytest.fixture
def nation(ground: Ground, act_as: Callable[..., Act]) -> Act:
    return act_as(ground.award.actor(NATION))


def test_a_final_result_asks_for_a_decree_or_an_objection(ground: Ground, east: Act) -> None:
    finalise_desk(ground, east)
    with pytest.raises(Invalid, match="name the decree"):
        recounts.begin(east, ground.desk, "Koreksi", "Salah salin")
    granted = objected(ground, "part")
    assert recounts.begin(east, ground.desk, "Koreksi", "Salah salin", objection_id=granted) == 1
    assert recounts.begin(east, ground.desk, "Koreksi", "Salah salin", decree="SK 7") == 2


def test_only_a_granted_objection_to_this_result_asks_for_a_recount(ground: Ground, east: Act) -> None:
    finalise_desk(ground, east)
    waiting, refused = objected(ground, None), objected(ground, "refused", 13)
    elsewhere = objected(ground, "granted", contest=ground.interview)
    for number in (waiting, refused, elsewhere, 99):
        with pytest.raises(Invalid, match="No granted objection"):
            recounts.begin(east, ground.desk, "Koreksi", "Salah salin", objection_id=number)
    assert rows(ground.award.db, "SELECT * FROM recount") == []


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
    assert {name: rows(db, f"SELECT * FROM {name}") for name in tables} == {key: [] for key in tables}
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


@pytest.mark.parametrize("days", [0, 5])
def test_a_result_that_comes_back_to_the_byte_waits_for_an_announcement_of_its_own(
    ground: Ground, east: Act, act_as: Callable[..., Act], db: Database, days: int
) -> None:
    finalise_desk(ground, east)
    if days:
        announcing.publish_at(east, ground.desk, east.now + timedelta(days=days))
    else:
        contests.publish(east, ground.desk)
    first = row(db, "SELECT fingerprint FROM finalisation")
    for given in (98, 80):
        ground.award.clock.forward(minutes=1)
        later = act_as(ground.award.actor(EAST))
        recount = correct(later, ground, ground.desk, "35.03", regulation=given, innovation=given)
        recounts.apply(later, recount, seen(later, recount).seen)
    contests.finalise(act_as(ground.award.actor(EAST)), ground.desk, "Pleno ulang")
    assert row(db, "SELECT fingerprint FROM finalisation") == first
    assert rows(db, "SELECT * FROM standing_announcement") == []
    assert rows(db, "SELECT * FROM publication") == []
    contests.publish(later, ground.desk)
    assert [one["published_at"] for one in rows(db, "SELECT * FROM publication")] == [later.at]


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


def test_what_changes_after_the_recount_opens_the_later_result_by_another_recount(
    ground: Ground, east: Act, nation: Act, db: Database
) -> None:
    """The interview was opened and the nation's result was not; then the interview changes once more."""
    finalise_all(ground, east, nation)
    recount = correct(east, ground, ground.interview, "35.02", mastery=82)
    recounts.apply(east, recount, seen(east, recount).seen)
    records.record_adjustment(
        east, ground.interview, ground.entries["35.01"], points=Fraction(-50), reason="Denda"
    )
    with pytest.raises(readiness.NotReady, match="would not follow from this one"):
        contests.finalise(east, ground.interview, "Pleno ulang")
    again = recounts.begin(east, ground.interview, "Buka final", "Denda", decree="SK 10")
    found = seen(east, again)
    assert [one.contest_id for one in found.opened] == [ground.final]
    with pytest.raises(Denied, match="another committee"):
        recounts.apply(east, again, found.seen)
    recounts.apply(nation, again, found.seen)
    contests.finalise(east, ground.interview, "Pleno ulang")
    assert standing_in(db, ground.final) == ["35.02"]
    assert live(db, ground.final) == found.later[0].after


# --- signatures ----------------------------------------------------------------------------------


def test_signatures_stay_under_the_version_that_was_signed(award: Award, act_as: Callable[..., Act]) -> None:
    signed = signed_ground(award)
    east, db = act_as(award.actor(SIGNING_EAST)), award.db
    signing.open_signing(east, signed.contest)
    for email in ("juri1-35@uji.example", "juri2-35@uji.example"):
        member = act_as(award.actor(email))
        signing.sign(member, signed.contest, live_print(db, signed.contest), PASSWORD)
    contests.finalise(east, signed.contest, "Pleno")
    first = rows(db, "SELECT * FROM signature ORDER BY id")
    recount = recounts.begin(east, signed.contest, "Koreksi", "Salah salin", decree="SK 2")
    recounts.add_step(
        east, recount, "adjustment", reason="Denda", entry_id=signed.second,
        contents={"unit": "points", "amount": "-1"},
    )  # fmt: skip
    recounts.apply(east, recount, seen(east, recount).seen)
    kept = result_versions.version(db, signed.contest, 1)
    assert kept
    assert result_versions.signatures_of(db, kept) == first
    assert signatures.standing_of(db, signed.contest) == []
    void = rows(db, "SELECT event, changes FROM signature_void ORDER BY signature_id")
    assert [one["event"] for one in void] == ["ResultReopened", "ResultReopened"]
    assert all("score" in one["changes"] for one in void)
    with pytest.raises(readiness.NotReady, match="Signatures that are missing"):
        contests.finalise(east, signed.contest, "Pleno ulang")
    for email in ("juri1-35@uji.example", "juri2-35@uji.example"):
        member = act_as(award.actor(email))
        signing.sign(member, signed.contest, live_print(db, signed.contest), PASSWORD)
    contests.finalise(east, signed.contest, "Pleno ulang")
    assert result_versions.signatures_of(db, kept) == first
    assert len(signatures.standing_of(db, signed.contest)) == 2
