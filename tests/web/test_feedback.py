"""What a candidate reads of its own result, as its rules say: place, marks, texts; once it is public."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import announcing
from evaluation.store.db import change, insert, write
from tests.announce_ground import OWNER, RIVAL, Announced, announced_ground, english, with_rules
from tests.award import Award
from tests.contest_ground import table
from tests.pages import Page

NEVER = 'visibility = { marks = "never" }'


@pytest.fixture
def ground(award: Award, act_as) -> Announced:  # type: ignore[no-untyped-def]
    return announced_ground(award, act_as)


def publish(ground: Announced) -> None:
    announcing.publish(ground.act(), ground.contest)


def read(app: Flask, ground: Announced, email: str = OWNER) -> Page:
    browser = english(app, email)
    browser.get(f"/entries/{ground.first if email == OWNER else ground.second}")
    page = browser.click("Feedback of the panels")
    assert isinstance(page, Page)
    return page


def under(award: Award, act_as, app: Flask, *lines: str) -> tuple[Page, Page]:  # type: ignore[no-untyped-def]
    """The owner's page and its opened result in a round with these rules."""
    ground = announced_ground(award, act_as, with_rules(*lines))
    publish(ground)
    browser = english(app, OWNER)
    first = browser.get(f"/entries/{ground.first}/feedback")
    second = browser.get(f"/entries/{ground.first}/feedback/{ground.contest}")
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    return first, second


def test_nothing_shows_before_publication(app: Flask, ground: Announced) -> None:
    page = read(app, ground)
    assert "There is no feedback yet." in page.text
    assert "Saran" not in page.html
    english(app, OWNER).get(f"/entries/{ground.first}/feedback/{ground.contest}", status=404)


def test_place_marks_and_texts_stand_beside_numbers(app: Flask, ground: Announced) -> None:
    publish(ground)
    page = read(app, ground)
    first, second, third = ground.panel
    assert "Rank 1 of 2 Score 74" in page.text
    assert table(page) == [
        ["Regulation", "60", "Assessor 1: 90 · Assessor 2: 80 · Assessor 3: 70", "80"],
        ["Innovation", "20", "Assessor 1: 90 · Assessor 2: 80 · Assessor 3: 70", "80"],
        ["Coverage", "20", "measured", "50"],
    ]
    texts = [
        f"Assessor {n}: Saran {who} untuk {ground.first}" for n, who in enumerate((second, third, first), 1)
    ]
    assert f"Regulation {' '.join(texts)} Innovation {' '.join(texts)}" in page.text
    for hidden in ("Juri", "Rahasia", f"untuk {ground.second}", "juri1-35"):
        assert hidden not in page.html


def test_numbers_of_equal_marks_follow_the_texts_and_tell_nobodys_place(
    app: Flask, ground: Announced
) -> None:
    """With three equal sheets the numbers would else follow the addresses."""
    with write(ground.award.db):
        change(
            ground.award.db,
            "UPDATE mark SET feedback = 'Teks ' || (9 - (SELECT account_id FROM scoresheet s"
            " WHERE s.id = mark.scoresheet_id)) WHERE scoresheet_id IN"
            " (SELECT id FROM scoresheet WHERE entry_id = :entry)",
            entry=ground.second,
        )
    publish(ground)
    shown = re.findall(r"Assessor (\d): Teks (\d)", read(app, ground, RIVAL).text)
    assert shown[:3] == sorted(shown[:3], key=lambda pair: pair[1])
    assert [number for number, _ in shown] == ["1", "2", "3"] * 2


def test_only_counted_sheets_speak(app: Flask, ground: Announced, db: Database) -> None:
    publish(ground)
    first, second, third = ground.panel
    with write(db):
        change(db, "UPDATE scoresheet SET excluded_at = saved_at WHERE account_id = :a", a=first)
        insert(db, "recusal", account_id=second, entry_id=ground.first, reason="x", recused_at="x")
    text = read(app, ground).text
    assert [f"Saran {who} untuk" in text for who in (first, second, third)] == [False, False, True]


def test_it_is_for_its_own_people(app: Flask, ground: Announced) -> None:
    publish(ground)
    other = english(app, RIVAL)
    other.get(f"/entries/{ground.first}/feedback", status=404)
    other.get(f"/entries/{ground.first}/feedback/{ground.contest}", status=404)
    own = other.get(f"/entries/{ground.second}/feedback")
    assert f"untuk {ground.first}" not in own.html  # type: ignore[union-attr]


def test_the_score_opens_into_its_marks_and_texts(app: Flask, ground: Announced) -> None:
    publish(ground)
    browser = english(app, OWNER)
    browser.get(f"/entries/{ground.first}/feedback")
    page = browser.click("How this score came about: Provincial desk assessment")
    assert isinstance(page, Page)
    assert "No other of the 2 entries stands before this one." in page.text
    assert f"To the candidate: Saran {ground.panel[1]} untuk {ground.first}" in page.text
    assert "Juri" not in page.html


# --- the rules of the round ----------------------------------------------------------------------


def test_names_stand_there_when_the_round_says_so(award: Award, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    page, opened = under(award, act_as, app, 'feedback = { assessors = "names" }')
    assert "Juri 2 35: 90 · Juri 3 35: 80" in page.text or "Juri 1 35: 70 · Juri 2 35: 90" in page.text
    assert "Juri 2 35: Saran" in page.text
    assert "Juri 2 35" in opened.text
    assert "@uji.example" not in (page.html + opened.html).replace(OWNER, "")


def test_texts_stay_away_when_the_round_says_so(award: Award, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    page, opened = under(award, act_as, app, "feedback = { comments = false }")
    assert "Saran" not in page.html + opened.html
    assert "Assessor 1: 90" in page.text


def test_hidden_marks_stay_hidden_and_texts_lose_their_numbers(award: Award, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    page, opened = under(award, act_as, app, NEVER)
    assert [line[2:] for line in table(page)] == [
        ["not shown in this round", "–"],
        ["not shown in this round", "–"],
        ["measured", "50"],
    ]
    assert "Assessor " not in page.text
    assert "Regulation Saran" in page.text
    assert "you are not shown the marks of single assessors" in opened.text
    assert "90" not in opened.text


def test_criteria_are_shown_without_single_marks(award: Award, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    page, opened = under(award, act_as, app, NEVER, 'feedback = { marks = "criteria" }')
    assert [line[2:] for line in table(page)] == [
        ["not shown in this round", "80"],
        ["not shown in this round", "80"],
        ["measured", "50"],
    ]
    assert "90" not in page.text
    assert "90" not in opened.text


def test_single_marks_are_shown_to_their_candidate_alone(award: Award, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    page, _ = under(award, act_as, app, NEVER, 'feedback = { marks = "assessors" }')
    assert "Assessor 1: 90 · Assessor 2: 80 · Assessor 3: 70" in page.text
    public = english(app).get("/results/uji-2021/province-desk/regency/35/entries/35.76")
    assert "Assessor" not in public.text  # type: ignore[union-attr]
