"""Comments by rule, counters, feedback apart from comments, and the own scale beside them."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from tests.award import Award
from tests.desk_ground import CHAIR, DESK_EDITION, FULL, Ground
from tests.pages import PageClient

ALWAYS = DESK_EDITION.replace("comment_below = 40", 'comment = "always"', 1)


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db, ALWAYS)


@pytest.fixture
def desk(ground: Ground, client: PageClient) -> PageClient:
    client.sign_in(CHAIR, language="en")
    client.get(ground.url())
    return client


def test_with_always_a_sheet_without_the_comment_is_not_handed_in(ground: Ground, desk: PageClient) -> None:
    page = desk.submit({**FULL, "feedback-regulation": "Bagus"}, button=("do", "submit"), status=422)
    assert page.html.count('id="comment-regulation-error"') == 1
    assert 'id="comment-innovation-error"' not in page.html
    assert "A comment is needed with every mark." in page.text
    # Marks save themselves, so "nothing was saved" would be wrong here.
    assert "Your sheet is not submitted yet. Please mend this first:" in page.text
    assert "Nothing was saved yet" not in page.text
    assert ground.sheets() == []
    desk.submit({"comment-regulation": "Lengkap."}, button=("do", "submit"))
    assert ground.sheets()[0]["status"] == "submitted"


def test_the_counter_and_the_rule_are_there_without_a_script(ground: Ground, desk: PageClient) -> None:
    page = desk.submit({"mark-regulation": "80", "comment-innovation": "Baik 👍"}, button=("do", "save"))
    assert "6 of at most 5000 characters" in page.text
    assert page.html.count("data-needed>") == 1
    assert page.html.count("data-needed hidden>") == 1
    page = desk.submit({"comment-regulation": "Sebab…"}, button=("do", "save"))
    assert page.html.count("data-needed hidden>") == 2


def test_feedback_is_a_text_of_its_own(ground: Ground, desk: PageClient, db: Database) -> None:
    values = {**FULL, "comment-regulation": "Untuk panitia", "feedback-regulation": "Untuk peserta"}
    page = desk.submit(values, button=("do", "submit"))
    [stored] = db.query("SELECT comment, feedback FROM mark WHERE criterion_id = 1")
    assert stored == {"comment": "Untuk panitia", "feedback": "Untuk peserta"}
    assert "Feedback to the candidate: Untuk peserta" in page.text


def test_the_stored_level_is_lit_without_a_script(ground: Ground, desk: PageClient) -> None:
    page = desk.submit({"mark-innovation": "50.5"}, button=("do", "save"))
    assert page.html.count('aria-current="true"') == 1
    lit = page.html.split('aria-current="true"')[1].split("</li>")[0]
    assert "Strong" in lit


def test_the_own_scale_shows_ones_own_marks_only(ground: Ground, desk: PageClient, act_as) -> None:
    with_comment = {"regulation": 61, "innovation": 62.5}
    ground.award.sheet(ground.desk, ground.jember, ground.people[0], with_comment)
    ground.award.sheet(ground.desk, ground.jember, ground.people[1], {"regulation": 99, "innovation": 98})
    page = desk.get(ground.url())
    assert "My scale here: lowest 62.5, middle 62.5, highest 62.5" in page.text
    assert "62.5 (Kabupaten Jember)" in page.text
    assert "mine: 1" in page.text
    assert "99" not in page.text
    assert "98" not in page.text


def test_the_rules_page_says_always(ground: Ground, client: PageClient, award: Award) -> None:
    award.grant("admin@uji.example", "administrator")
    client.sign_in("admin@uji.example", language="en")
    assert "with every mark" in client.get("/admin/editions/uji-2021").text


def test_the_sheet_notes_a_drift_from_the_own_first_levels(ground: Ground, desk: PageClient) -> None:
    """Marks of others are not in it, however far they lie."""
    for number, mark in enumerate((40, 41, 42, 43, 44, 80, 81, 82)):
        entry = ground.award.entry(
            ground.edition, f"35.{number + 20}", f"Kabupaten {number}", status="accepted"
        )
        ground.award.enter(ground.edition, "province-desk", entry)
        ground.award.sheet(ground.desk, entry, ground.people[0], {"regulation": 50, "innovation": mark})
        ground.award.sheet(ground.desk, entry, ground.people[1], {"regulation": 50, "innovation": 99})
    ground.award.declare()
    page = desk.get(ground.url())
    assert (
        "Your last 5 marks here have the median 80; your first 5 lay in the levels from 0 to 50."
        " Compare with an early sheet: do you mark more generously now?" in page.text
    )
    # Regulation has no rubric, so there is no level to drift from.
    assert page.html.count("Your last 5 marks here") == 1
