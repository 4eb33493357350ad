"""What a deliberation leaves on pages: motions that hold or not, joint places, what is incomplete."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest
from flask import Flask
from pypdf import PdfReader

from evaluation.actions import contests, records
from evaluation.store import discussion_notes
from tests.pages import PageClient
from tests.pleno_ground import (
    CHAIR,
    EAST,
    FOURTH,
    JEMBER,
    SECOND,
    SIDOARJO,
    SURABAYA,
    THIRD,
    PlenoGround,
    adopt,
    pleno_ground,
)
from tests.pleno_ground import sit as sit_down
from tests.pleno_screens import at, html, look, screen, text


@pytest.fixture
def ground(award) -> PlenoGround:
    return pleno_ground(award)


def test_the_standings_tell_what_is_incomplete_and_which_motions_hold(
    app: Flask, ground: PlenoGround, as_
) -> None:
    sit_down(ground, as_)
    adopt(ground, as_, "tie", SURABAYA)
    leader = at(app, EAST)
    assert '<a class="rule" href="#motion-1">Motion 1</a>' in html_of(leader, ground)
    assert "No effect now" not in text(leader)
    act = as_(EAST)
    records.record_adjustment(
        act, ground.contest, ground.entries[JEMBER], points=Fraction(-1, 2), reason="Terlambat"
    )
    records.remove_measure(act, ground.contest, ground.entries[SIDOARJO], "coverage", "Salah")
    assert '<a class="rule" href="#motion-1">Motion 1</a>' not in html_of(leader, ground)
    assert "Motion 1: Break a tie Adopted No effect now" in text(leader)
    assert "Incomplete No value for: Coverage" in text(leader)
    leader.get(f"/committee/contests/{ground.contest}")
    assert "As the result stands, this motion changes nothing." in text(leader)


def test_a_joint_place_is_no_tie(app: Flask, ground: PlenoGround, as_) -> None:
    sit_down(ground, as_)
    adopt(ground, as_, "joint", JEMBER, SIDOARJO)
    leader = at(app, EAST)
    for page in (screen(ground), f"/committee/contests/{ground.contest}"):
        leader.get(page)
        assert "Joint place" in text(leader)
        assert "Shared rank" not in text(leader)
        assert "Tie at the cut" not in text(leader)
    leader.get(f"/committee/contests/{ground.contest}/entries/{ground.entries[JEMBER]}")
    assert "By the panel's decision it shares its rank; others with the same rank: 2." in text(leader)
    assert "The quota ends inside a joint place" in text(leader)


def test_minutes_tell_who_left_the_room_and_the_notes_put_into_them(
    app: Flask, ground: PlenoGround, as_
) -> None:
    ground.away(ground.panel[3], SURABAYA)
    sit_down(ground, as_, CHAIR, SECOND, THIRD, FOURTH)
    adopt(ground, as_, "tie", SURABAYA)
    leader = at(app, EAST)
    for body in ("Data perlu diperiksa lagi", "Hanya di ruang ini"):
        leader.get(screen(ground))
        leader.submit({"body": body}, form="/notes")
    leader.get(screen(ground))
    assert leader.page is not None
    # The newest note stands first.
    kept_in, kept_out = discussion_notes.of_contest(ground.db, ground.contest)
    leader.post(f"{screen(ground)}/minutes", {"note": str(kept_out.id), "minuted": "1"})
    leader.post(f"{screen(ground)}/minutes", {"note": str(kept_in.id), "minuted": "1"})
    leader.post(f"{screen(ground)}/minutes", {"note": str(kept_out.id), "minuted": "0"})
    assert look(leader, ground).count("In the minutes") == 1
    contests.finalise(as_(EAST), ground.contest, "Pleno")
    assert "Take it out of the minutes" not in look(leader, ground)
    with leader.http.get(f"/committee/contests/{ground.contest}/minutes-en.pdf") as answer:
        paper = PdfReader(io.BytesIO(answer.data))
    said = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert "Left the room for it, kept away: Juri 4 35." in said
    assert "Notes of the discussion Kota Surabaya, Kabupaten Jember Data perlu diperiksa lagi jatim@" in said
    assert "Hanya di ruang ini" not in said


def html_of(browser: PageClient, ground: PlenoGround) -> str:
    look(browser, ground)
    return html(browser)
