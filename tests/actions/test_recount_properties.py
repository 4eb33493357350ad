"""Whatever a recount is made of: its preview is what applying gives, and dropping it changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from evaluation.actions import contests, readiness, recounts
from evaluation.actions.act import Act
from evaluation.actions.recount_steps import rule_contents
from evaluation.core.errors import UserError
from evaluation.core.people import SYSTEM
from evaluation.core.promotion_rules import PromotionRules
from evaluation.files import FileRoot
from evaluation.store.db import prepare, rows, write
from evaluation.store.migrations import upgrade
from tests.award import Award
from tests.conftest import Clock
from tests.recount_ground import MARKS, Ground, build, dump, finalise_desk, finalise_interview, live, seen

OWN = ("recount", "recount_step", "recount_end", "audit_event")
TABLES = ("finalisation", "final_standing", "publication", "contest_entry", "scoresheet", "mark", "entry")

codes = st.sampled_from(sorted(MARKS))
marks = st.integers(min_value=0, max_value=100).filter(lambda mark: mark >= 40)
reasons = st.just("Alasan")


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, str, dict[str, Any]]:
    """A step: its kind, the entry's code, what it holds; sheets by the number of the member."""
    kind = draw(
        st.sampled_from(["marks", "paper", "sheet-out", "measure", "adjustment", "rule", "entry-out"])
    )
    held: dict[str, Any] = {}
    if kind in ("marks", "paper"):
        given = {"regulation": str(draw(marks)), "innovation": str(draw(marks))}
        held = {"juror": draw(st.integers(0, 1)), "marks": given, "comments": {}}
    elif kind == "sheet-out":
        held = {"juror": draw(st.integers(0, 1))}
    elif kind == "measure":
        held = {"criterion": "coverage", "value": str(draw(st.integers(0, 100)))}
    elif kind == "adjustment":
        amount = draw(st.integers(-20, 20).filter(bool))
        held = {"unit": draw(st.sampled_from(["points", "percent"])), "amount": str(amount)}
    elif kind == "rule":
        places = draw(st.integers(0, 3))
        held = rule_contents(advance=places, winners=0, pass_mark=None, promotion=PromotionRules())
    return kind, draw(codes), held


@contextmanager
def ground() -> Iterator[tuple[Ground, Act]]:
    """A database of its own for each example."""
    with TemporaryDirectory() as folder:
        conn = sqlite3.connect(":memory:", isolation_level=None)
        db = prepare(conn)
        upgrade(db)
        clock, files = Clock(), FileRoot(Path(folder), 1000)
        yield build(Award(db, clock, files)), Act(db=db, actor=SYSTEM, now=clock.now, files=files)
        conn.close()


def begun(made: Ground, act: Act, wanted: list[tuple[str, str, dict[str, Any]]]) -> int:
    """A recount with those of the steps that can be carried out one after the other."""
    recount = recounts.begin(act, made.desk, "Hitung ulang", "Alasan", decree="SK 1")
    for kind, code, held in wanted:
        contents = {key: value for key, value in held.items() if key != "juror"}
        if kind in ("marks", "sheet-out"):
            contents["sheet"] = made.sheet_of(made.desk, code, held["juror"])
        elif kind == "paper":
            contents["assessor"] = made.panel[2]
        entry = None if kind == "rule" else made.entries[code]
        try:
            recounts.add_step(act, recount, kind, reason="Alasan", entry_id=entry, contents=contents)
        except UserError:
            continue
    return recount


def state(db: Database) -> dict[str, list[dict[str, Any]]]:
    return {name: rows(db, f"SELECT * FROM {name} ORDER BY 1, 2") for name in TABLES}


@settings(max_examples=25, deadline=None)
@given(st.lists(steps(), max_size=5), st.integers(0, 2))
def test_the_preview_is_what_applying_gives(
    wanted: list[tuple[str, str, dict[str, Any]]], final: int
) -> None:
    with ground() as (made, act):
        if final:
            finalise_desk(made, act)
        if final == 2:
            finalise_interview(made, act)
        recount = begun(made, act, wanted)
        before = state(act.db)
        found = seen(act, recount)
        assert state(act.db) == before
        assert found.own
        try:
            recounts.apply(act, recount, found.seen)
        except UserError:
            # Nothing to apply: no step, or a final result that stays what it is.
            assert found.changes_nothing or not rows(act.db, "SELECT id FROM recount_step")
            assert state(act.db) == before
            return
        assert live(act.db, made.desk) == found.own.after
        opened = [
            one["contest_id"] for one in rows(act.db, "SELECT contest_id FROM replaced_result ORDER BY 1")
        ]
        assert opened == [one.contest_id for one in found.opened]
        if final and not found.lacks:
            contests.finalise(act, made.desk, "Pleno ulang")
            for one in found.later:
                if one.contest_id == made.final and not again_final(act, made.interview):
                    continue
                assert live(act.db, one.contest_id) == one.after


def again_final(act: Act, contest: int) -> bool:
    """Whether a contest is final, or can be made so: what comes after it waits for that."""
    if rows(act.db, "SELECT 1 FROM finalisation WHERE contest_id = :contest", contest=contest):
        return True
    if any(lack.blocking for lack in readiness.lacks(act.db, contest, act.now)):
        return False
    contests.finalise(act, contest, "Pleno ulang")
    return True


@settings(max_examples=15, deadline=None)
@given(st.lists(steps(), max_size=5), st.booleans())
def test_a_dropped_recount_leaves_nothing_but_itself(
    wanted: list[tuple[str, str, dict[str, Any]]], final: bool
) -> None:
    with ground() as (made, act):
        if final:
            finalise_desk(made, act)
        before = dump(act.db, *OWN)
        recount = begun(made, act, wanted)
        seen(act, recount)
        with write(act.db):
            recounts.drop(act, recount, "Ditolak")
        assert dump(act.db, *OWN) == before
