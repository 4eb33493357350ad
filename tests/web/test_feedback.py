"""Feedback reaches its candidate: without names, from sheets that count, once the result is published."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from evaluation.store.db import change, insert, write
from tests.award import Award, unlock_sheets
from tests.desk_ground import Ground
from tests.pages import PageClient

OWNER = "wakil@uji.example"


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    """Three sheets with feedback on Kota Mojokerto, whose candidate can sign in."""
    ground = Ground(award, db)
    account = award.account(OWNER)
    unlock_sheets(db)
    with write(db):
        insert(db, "representative", entry_id=ground.mojokerto, account_id=account, role="owner")
    for number, judge in enumerate(ground.people):
        sheet = award.sheet(ground.desk, ground.mojokerto, judge, {"regulation": 80, "innovation": 70})
        with write(db):
            change(
                db,
                "UPDATE mark SET feedback = :text, comment = 'Rahasia' WHERE scoresheet_id = :sheet",
                text=f"Saran {9 - number}",
                sheet=sheet,
            )
    return ground


def publish(ground: Ground) -> None:
    ground.finalise(ground.desk)
    ground.award.publish(ground.desk)


def read(ground: Ground, client: PageClient) -> str:
    client.sign_in(OWNER)
    client.post("/language", {"locale": "en", "next": "/entries"})
    client.get(f"/entries/{ground.mojokerto}")
    return client.click("Feedback of the panels").text  # type: ignore[union-attr]


def test_nothing_shows_before_publication(ground: Ground, client: PageClient) -> None:
    text = read(ground, client)
    assert "There is no feedback yet." in text
    assert "Saran" not in text


def test_published_feedback_has_no_names_and_no_order_of_people(ground: Ground, client: PageClient) -> None:
    publish(ground)
    text = read(ground, client)
    assert "Regulation Saran 7 Saran 8 Saran 9 Innovation Saran 7 Saran 8 Saran 9" in text
    assert "Juri" not in text
    assert "Rahasia" not in text


def test_only_counted_sheets_speak(ground: Ground, client: PageClient, db: Database) -> None:
    publish(ground)
    with write(db):
        change(db, "UPDATE scoresheet SET excluded_at = saved_at WHERE account_id = :a", a=ground.people[0])
        insert(
            db, "recusal", account_id=ground.people[1], entry_id=ground.mojokerto, reason="x", recused_at="x"
        )
    text = read(ground, client)
    assert ["Saran 9" in text, "Saran 8" in text, "Saran 7" in text] == [False, False, True]


def test_it_is_for_its_own_people(ground: Ground, client: PageClient, award: Award) -> None:
    publish(ground)
    other = award.entry(ground.edition, "35.78", "Kota Surabaya", email="lain@uji.example")
    client.sign_in("lain@uji.example")
    client.get(f"/entries/{ground.mojokerto}/feedback", status=404)
    assert "Saran" not in client.get(f"/entries/{other}/feedback").text  # type: ignore[union-attr]
