"""Calibration shows of marks, names and candidates what the round's visibility policy lets its panel see."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import samples
from evaluation.core.errors import Invalid, Refused
from evaluation.store.db import change, write
from tests.award import EDITION, Award
from tests.calibration_ground import (
    AUDITOR,
    COMMITTEE,
    day_before,
    discussed,
    page_of,
    panel,
    sample,
    score,
    submitted,
    where,
)
from tests.conftest import Clock
from tests.desk_ground import CHAIR, SECOND, THIRD, Ground


@pytest.fixture
def ground(award: Award, db: Database, clock: Clock) -> Ground:
    return day_before(Ground(award, db), clock)


def policy(ground: Ground, column: str, value: str) -> None:
    with write(ground.db):
        change(ground.db, f"UPDATE round SET {column} = :value WHERE code = 'province-desk'", value=value)


def test_where_marks_are_never_seen_the_panel_sees_the_spread_and_its_own_mark(
    ground: Ground, act_as, app: Flask
) -> None:  # type: ignore[no-untyped-def]
    policy(ground, "marks_seen", "never")
    discussed(ground, act_as, named=True)
    page = page_of(app, CHAIR).get("/desk/samples/1")
    assert "Lowest 41 Median 77 Highest 83 Apart 42" in page.text
    assert "you see the spread, and your own mark in it" in page.text
    # Who is signed in, and on each of two criteria the own name and the own dot.
    assert re.findall(r"Juri \d 35", page.text) == ["Juri 1 35"] * 3
    assert page.html.count('<circle class="mark"') == 2
    comments = [f"{email}!" in page.text for email in (CHAIR, SECOND, THIRD)]
    assert comments == [True, False, False]
    for email in (COMMITTEE, AUDITOR):
        assert f"Juri 2 35 83 {SECOND}!" in page_of(app, email).get("/committee/samples/1").text


def test_where_marks_are_never_seen_a_spread_needs_three_sheets(ground: Ground, act_as) -> None:  # type: ignore[no-untyped-def]
    policy(ground, "marks_seen", "never")
    sample(ground, act_as)
    committee = act_as(ground.actor(COMMITTEE))
    for email, mark in ((CHAIR, 41), (SECOND, 83)):
        score(ground, act_as, email, mark)
    with pytest.raises(Refused, match="until a third one is handed in"):
        samples.open_discussion(committee, 1)
    score(ground, act_as, THIRD, 77)
    samples.open_discussion(committee, 1)


def test_where_assessors_go_by_numbers_no_name_stands_beside_a_mark(
    ground: Ground, act_as, app: Flask
) -> None:  # type: ignore[no-untyped-def]
    """Even where the committee chose names."""
    policy(ground, "assessors_seen", "numbers")
    discussed(ground, act_as, named=True)
    text = page_of(app, CHAIR).get("/desk/samples/1").text
    assert "Juri 2 35" not in text
    assert re.search(rf"Member \d 83 {SECOND}!", text)
    assert "Juri 2 35 83" in page_of(app, COMMITTEE).get("/committee/samples/1").text


@pytest.mark.parametrize("candidates", ["shown", "hidden"])
def test_where_candidates_are_hidden_no_file_of_a_sample_is_called_after_it(
    ground: Ground, act_as, app: Flask, award: Award, candidates: str
) -> None:  # type: ignore[no-untyped-def]
    policy(ground, "candidates_seen", candidates)
    older = award.edition(EDITION.replace("uji-2021", "uji-2020"))
    old = award.entry(older, "35.76", "Kota Lama", email="lama@uji.example")
    submission = submitted(ground, act_as, old)
    committee = act_as(ground.actor(COMMITTEE))
    to = dict(submission_id=submission, named=False, **where(ground))
    if candidates == "hidden":
        with pytest.raises(Invalid, match="Write a title"):
            samples.set_dossier(committee, panel(ground), title="", **to)
    one = samples.set_dossier(committee, panel(ground), title="Contoh 1", **to)
    client = page_of(app, CHAIR)
    page = client.get(f"/desk/samples/{one}")
    shown = candidates == "shown"
    assert ("regulations.pdf" in page.links, "Lampiran 1.pdf" in page.links) == (shown, not shown)
    got = client.http.get(page.links["regulations.pdf" if shown else "Lampiran 1.pdf"], buffered=True)
    assert ("regulations.pdf" in got.headers["Content-Disposition"]) is shown
    assert "regulations.pdf" in page_of(app, COMMITTEE).get(f"/committee/samples/{one}").text
