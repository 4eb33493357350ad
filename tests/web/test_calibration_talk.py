"""Calibration: when the spread shows and to whom, and that nothing of it counts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import samples, sheets
from evaluation.core.errors import Refused
from evaluation.store import overview, standings
from evaluation.store import samples as kept
from evaluation.store.db import rows
from tests.award import Award
from tests.calibration_ground import (
    AUDITOR,
    BEFORE,
    COMMITTEE,
    day_before,
    discussed,
    page_of,
    sample,
    score,
)
from tests.conftest import Clock
from tests.desk_ground import CHAIR, SECOND, THIRD, Ground
from tests.guards.tree import EVALUATION, python_files


@pytest.fixture
def ground(award: Award, db: Database, clock: Clock) -> Ground:
    return day_before(Ground(award, db), clock)


def test_nobody_sees_a_mark_of_others_before_the_discussion(ground: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    sample(ground, act_as)
    score(ground, act_as, SECOND, 83)
    score(ground, act_as, THIRD, 77)
    for email, address in (
        (CHAIR, "/desk/samples/1"),
        (SECOND, "/desk/samples/1"),
        (COMMITTEE, "/committee/samples/1"),
        (AUDITOR, "/committee/samples/1"),
    ):
        html = page_of(app, email).get(address).html
        assert "How far the marks lie apart" not in html
        assert ("77" in html, f"{THIRD}!" in html) == (False, False), email
    assert "2 of 3 sheets handed in" in page_of(app, COMMITTEE).get("/committee/samples/1").text
    assert all("83" not in one["fields"] for one in rows(ground.db, "SELECT fields FROM audit_event"))


def test_the_spread_shows_to_the_panel_once_the_committee_opens_it(
    ground: Ground, act_as, app: Flask
) -> None:  # type: ignore[no-untyped-def]
    discussed(ground, act_as)
    page = page_of(app, CHAIR).get("/desk/samples/1")
    spread = "Lowest 41 Median 77 Highest 83 Apart 42 The committee's mark 79"
    assert spread + " The committee's reasoning Perda ada, belum rinci" in page.text
    assert 'aria-label="Lowest 41, median 77, highest 83 on a scale from 0 to 100"' in page.html
    assert page.html.count('<circle class="mark"') == 6
    assert 'cx="41.72%"' in page.html
    assert re.search(r"Member \d you 41 juri1-35@uji.example!", page.text)
    assert "Juri 2 35" not in page.text
    for email in (COMMITTEE, AUDITOR):
        assert spread in page_of(app, email).get("/committee/samples/1").text
    with pytest.raises(Refused, match="its marks can't change any more"):
        samples.write_reference(act_as(ground.actor(COMMITTEE)), 1, marks={}, reasoning={})


def test_members_appear_by_name_where_the_committee_chose_so(ground: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    discussed(ground, act_as, named=True)
    text = page_of(app, CHAIR).get("/desk/samples/1").text
    assert "Juri 2 35 83" in text
    assert "Juri 1 35 you 41" in text


def test_a_spread_needs_two_sheets(ground: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    sample(ground, act_as)
    score(ground, act_as, CHAIR, 80)
    client = page_of(app, COMMITTEE)
    client.get("/committee/samples/1")
    page = client.submit(form="/discuss", status=409)
    assert "A spread needs at least two sheets" in page.text
    score(ground, act_as, SECOND, 60)
    page = client.submit(form="/discuss")
    assert "The discussion is open: the panel sees the spread." in page.text


def test_the_committees_marks_are_optional_and_checked(ground: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    sample(ground, act_as)
    client = page_of(app, COMMITTEE)
    client.get("/committee/samples/1")
    page = client.submit({"reference-mark-regulation": "101"}, form="/reference", status=422)
    assert 'value="101"' in page.html
    client.submit(
        {"reference-mark-regulation": "79", "reference-comment-regulation": "Cukup"}, form="/reference"
    )
    assert kept.reference_of(ground.db, 1) == {"regulation": ("79", "Cukup"), "innovation": (None, "")}


# --- it never counts -----------------------------------------------------------------------------

MAY_NAME_THEM = {"store/samples.py"}


def test_no_other_question_of_the_store_reads_samples() -> None:
    """Standings, progress, exports and snapshots are made of what the store's other modules read."""
    naming = {
        path.relative_to(EVALUATION).as_posix()
        for path in python_files(EVALUATION)
        if re.search(
            r"\b(?:FROM|JOIN|INTO|UPDATE)\s+sample|\bsample_(?:sheet|mark|reference)\b",
            path.read_text("utf-8"),
        )
    }
    assert naming == MAY_NAME_THEM


def test_sheets_of_samples_change_no_result_no_progress_and_no_file(
    ground: Ground, act_as, app: Flask, clock: Clock
) -> None:  # type: ignore[no-untyped-def]
    ground.award.grant("nasional@uji.example", "committee", ground.edition)
    clock.now = datetime(2022, 1, 10, 3, tzinfo=UTC)
    ground.submit(act_as(ground.actor(SECOND)), 60, 60)
    clock.now = BEFORE

    def everything() -> list[object]:
        client = page_of(app, COMMITTEE)
        address = f"/committee/contests/{ground.desk}"
        return [
            standings.result(ground.db, ground.desk, with_marks=True),
            overview.progress_of(ground.db, ground.desk),
            client.get(f"{address}/progress").text,
            client.get(f"{address}/standings.csv").data,
            [(p.state, p.total) for c in _list(ground) for p in c.places],
            ground.sheets(),
            rows(ground.db, "SELECT * FROM scoresheet_version"),
        ]

    before = everything()
    discussed(ground, act_as)
    assert everything() == before
    assert len(rows(ground.db, "SELECT * FROM sample_mark")) == 6


def _list(ground: Ground) -> Any:
    from evaluation.store import desk

    return desk.own_list(ground.db, ground.people[0], ground.award.clock.now)


def test_recusals_and_real_sheets_stay_apart_from_samples(ground: Ground, act_as, clock: Clock) -> None:  # type: ignore[no-untyped-def]
    discussed(ground, act_as)
    clock.now = datetime(2022, 1, 10, 3, tzinfo=UTC)
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    assert len(kept.given(ground.db, 1)) == 3
