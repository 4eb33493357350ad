"""Looking at a recount: nobody waits for it, it tells what changed since, and in whole sentences by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from evaluation.actions import recounts
from evaluation.actions.act import Act
from evaluation.core.result_changes import Difference, sentence
from evaluation.store import desk
from evaluation.store import recounts as store
from evaluation.store.db import change, copied, prepare, rows, write
from tests.award import Award
from tests.conftest import Clock
from tests.recount_ground import (
    EAST,
    Ground,
    build,
    correct,
    marks,
    seen,
)


@pytest.fixture
def ground(award: Award) -> Ground:
    return build(award)


@pytest.fixture
def east(ground: Ground, act_as: Callable[..., Act]) -> Act:
    return act_as(ground.award.actor(EAST))


def test_a_preview_holds_nobody_up_and_sees_only_what_is_committed(
    ground: Ground, east: Act, db: Database, database_path: Path, clock: Clock
) -> None:
    """An assessor saves while somebody looks: neither waits, and the code is that of applying."""
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    code = seen(east, recount).seen
    other = prepare(sqlite3.connect(database_path, timeout=0, isolation_level=None), lambda: clock.now)
    with write(other):
        change(other, "UPDATE measure SET value = '60'")
        assert seen(east, recount).seen == code
        with copied(db, east.now) as copy, write(copy):
            change(copy, "UPDATE entry SET name = 'Lain'")
            assert rows(copy, "SELECT server_now() AS at") == [{"at": east.at}]
    assert seen(east, recount).seen != code
    assert rows(db, "SELECT id FROM entry WHERE name = 'Lain'") == []
    with write(db), pytest.raises(RuntimeError, match="not committed"), copied(db, east.now):
        pass
    other.conn.close()


def test_a_correction_of_marks_that_changed_since_is_told_instead_of_writing_over_them(
    ground: Ground, east: Act, db: Database
) -> None:
    """The step holds every mark of the sheet: what somebody corrected meanwhile would silently come back."""
    code, sheet = "35.03", ground.sheet_of(ground.desk, "35.03")
    stood = {"regulation": "80", "innovation": "80"}
    recount = recounts.begin(east, ground.desk, "Koreksi", "Salah salin")
    contents = marks(ground, ground.desk, code, regulation=98, innovation=80) | {"before": stood}
    recounts.add_step(
        east, recount, "marks", reason="Salah", entry_id=ground.entries[code], contents=contents
    )
    again = marks(ground, ground.desk, code, regulation=98, innovation=90)
    again |= {"before": dict(contents["marks"])}
    recounts.add_step(east, recount, "marks", reason="Lagi", entry_id=ground.entries[code], contents=again)
    assert seen(east, recount).problems == {}
    other = correct(east, ground, ground.desk, code, regulation=80, innovation=60)
    recounts.apply(east, other, seen(east, other).seen)
    found = seen(east, recount)
    changed = (
        "The marks of this sheet are not those any more that this correction was written upon: remove the"
        " step and correct them again."
    )
    assert {step: [str(one) for one in said] for step, said in found.problems.items()} == {1: [changed]}
    with pytest.raises(recounts.Impossible):
        recounts.apply(east, recount, found.seen)
    kept = {one["code"]: one["value"] for one in desk.marks_of(db, sheet)}
    assert kept == {"innovation": "60", "regulation": "80"}


@pytest.mark.parametrize(
    ("what", "before", "after", "said"),
    [
        ("rank", "2", "1", "Kota A: rank 2 became 1."),
        ("rank", "–", "1", "Kota A has rank 1 now."),
        ("rank", "1", "–", "Kota A has no rank any more; it was 1."),
        ("score", "–", "70.5", "Kota A has a score of 70.5 now."),
        ("score", "70.5", "–", "Kota A has no score any more; it was 70.5."),
        ("advances", "", "", "Kota A goes on now."),
    ],
)
def test_a_difference_is_a_whole_sentence(what: str, before: str, after: str, said: str) -> None:
    assert str(sentence(Difference(what, "35.01", "Kota A", before, after), "Kota A")) == said


def test_a_step_names_assessors_as_they_sit_on_the_panel_of_its_contest(
    ground: Ground, east: Act, db: Database
) -> None:
    with write(db):
        change(db, "UPDATE account SET name = 'Nama di tempat lain'")
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    contents = {
        "assessor": ground.panel[2],
        "marks": {"regulation": "70", "innovation": "70"},
        "comments": {},
    }
    recounts.add_step(
        east, recount, "paper", reason="SK", entry_id=ground.entries["35.02"], contents=contents
    )
    seats = {
        one["account_id"]: one["name"] for one in store.seats_of(db, ground.desk, ground.entries["35.02"])
    }
    named = [one["assessor_name"] for one in store.steps_of(db, recount)]
    assert named == [seats[ground.panel[0]], seats[ground.panel[2]]]
    assert "Nama di tempat lain" not in named
    assert "Nama di tempat lain" in store.steps_of(db, recount)[0]["added_by_name"]
