"""The room's script in two browsers: the countdown, others' paragraphs by themselves, nothing overwritten."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from evaluation.actions import rooms
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.files import FileRoot
from evaluation.store import rooms as kept
from evaluation.store.ready import open_ready
from tests.award import PASSWORD, Award
from tests.browser.conftest import Site, Visitor
from tests.desk_ground import CHAIR
from tests.session_ground import COMMITTEE, SessionGround

pytestmark = pytest.mark.browser


@pytest.fixture
def ground(site: Site) -> SessionGround:
    """The served database with an interview in it."""
    db = open_ready(Path(site.environment["PENJURIAN_DATABASE"]))
    files = FileRoot(Path(site.environment["PENJURIAN_FILES"]), 1024)
    now = datetime.now(UTC)

    def act_as(actor: Actor) -> Act:
        return Act(db=db, actor=actor, now=now, files=files)

    ground = SessionGround(Award(db, SimpleNamespace(now=now), files), act_as)
    rooms.write_minute(ground.act(CHAIR), ground.interview, ground.mojokerto, "Pembukaan")
    return ground


def in_room(visitor: Visitor, email: str, ground: SessionGround) -> Visitor:
    visitor.sign_in(email, PASSWORD)
    visitor.press("English")
    visitor.go(ground.room)
    return visitor


def write(visitor: Visitor, text: str) -> None:
    """Open the first paragraph and type over it."""
    visitor.page.locator("#minute summary", has_text="Change").first.click()
    visitor.page.locator("#minute li textarea").first.fill(text)


def test_two_people_share_a_clock_and_a_minute(visitors, ground: SessionGround) -> None:
    chair = in_room(visitors(width=820), CHAIR, ground)
    office = in_room(visitors(), COMMITTEE, ground)
    chair.press("Begin: Talk")
    expect(chair.page.locator(".countdown")).to_contain_text("left")
    # The clock that somebody else began shows by itself.
    expect(office.page.locator(".countdown")).to_contain_text("left", timeout=15_000)
    write(office, "Pembukaan oleh panitia")
    office.press("Keep the change")
    body = chair.page.locator("#minute [data-body]").first
    expect(body).to_have_text("Pembukaan oleh panitia", timeout=15_000)
    # What is being typed is never replaced; its writer is told, and sees both when keeping it.
    write(chair, "Versi ketua")
    write(office, "Versi panitia")
    office.press("Keep the change")
    expect(chair.page.locator("#minute [data-warning]")).to_be_visible(timeout=15_000)
    assert chair.page.locator("#minute li textarea").first.input_value() == "Versi ketua"
    chair.press("Keep the change")
    expect(chair.page.locator("#minute .stored")).to_contain_text("Versi panitia")
    assert chair.page.locator("#minute li textarea").first.input_value() == "Versi ketua"
    chair.press("Keep the change")
    expect(body).to_have_text("Versi ketua")
    (paragraph,) = kept.minute(ground.db, ground.interview, ground.mojokerto)
    assert [one["body"] for one in paragraph.versions] == [
        "Versi ketua",
        "Versi panitia",
        "Pembukaan oleh panitia",
        "Pembukaan",
    ]
    ground.db.conn.close()
