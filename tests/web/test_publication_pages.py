"""Publishing in the browser, at once and at a moment to come; no public address tells anything before it."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import announcing
from evaluation.core.receipt_code import receipt_code
from evaluation.store.db import row, rows
from evaluation.store.numbers import hidden_from
from tests.announce_ground import (
    AUDITOR,
    CENTRAL,
    EAST,
    JUDGES,
    OWNER,
    PUBLIC,
    RIVAL,
    Announced,
    announced_ground,
    english,
    with_rules,
)
from tests.award import Award
from tests.pages import Page, PageClient

SECRETS = ("Kota Mojokerto", "Kabupaten Jember", "Provincial desk assessment")


@pytest.fixture
def ground(award: Award, act_as) -> Announced:  # type: ignore[no-untyped-def]
    return announced_ground(award, act_as)


def here(ground: Announced) -> str:
    return f"/committee/contests/{ground.contest}/publication"


def at_eleven(browser: PageClient, ground: Announced) -> Page:
    """Set the moment to 11:00:30 in Jakarta, an hour and a half minute after the test clock's."""
    browser.get(here(ground))
    page = browser.submit({"set-day": "2022-01-10", "set-clock": "11:00:30"}, form="/publication")
    assert isinstance(page, Page)
    return page


# --- the committee's page ------------------------------------------------------------------------


def test_a_moment_is_set_moved_and_called_off_on_one_page(
    app: Flask, ground: Announced, db: Database
) -> None:
    browser = english(app, EAST)
    browser.get(f"/committee/contests/{ground.contest}")
    browser.click("Publish at a moment to come")
    page = at_eleven(browser, ground)
    assert "Becomes public on 10 January 2022, 11:00:30 WIB." in page.text
    assert "1 h 0 min left" in page.text
    moved = {"move-day": "2022-01-11", "move-clock": "08:00:00", "move-reason": "Menteri berhalangan"}
    page = browser.submit(moved, form="/move")  # type: ignore[assignment]
    assert "Becomes public on 11 January 2022, 08:00:00 WIB." in page.text
    page = browser.submit({"call-off-reason": "Ditunda"}, form="/call-off")  # type: ignore[assignment]
    assert "This result is not public, and no moment is set for it." in page.text
    assert re.findall(r"Set for [^W]*WIB|Called off|Menteri berhalangan|Ditunda", page.text) == [
        "Set for 10 January 2022, 11:00:30 WIB",
        "Set for 11 January 2022, 08:00:00 WIB",
        "Menteri berhalangan",
        "Called off",
        "Ditunda",
    ]
    moments = [one["publishes_at"] for one in rows(db, "SELECT publishes_at FROM announcement ORDER BY id")]
    assert moments == ["2022-01-10T04:00:30.000000Z", "2022-01-11T01:00:00.000000Z", None]


def test_what_was_typed_stays_when_it_is_refused(app: Flask, ground: Announced) -> None:
    browser = english(app, EAST)
    browser.get(here(ground))
    page = browser.submit({"set-day": "2022-01-10", "set-clock": "09:59:59"}, form="/publication", status=422)
    assert "This moment has passed already" in page.text  # type: ignore[union-attr]
    assert 'value="09:59:59"' in page.html  # type: ignore[union-attr]
    page = browser.submit({"set-day": "", "set-clock": "25:00"}, form="/publication", status=422)
    assert "Write a time of the day" in page.text  # type: ignore[union-attr]


def test_publishing_now_instead_needs_a_reason(app: Flask, ground: Announced) -> None:
    browser = english(app, EAST)
    at_eleven(browser, ground)
    browser.submit({"now-reason": ""}, form="/now", status=422)
    page = browser.submit({"now-reason": "Sudah tersebar"}, form="/now")
    assert "Public since 10 January 2022, 10:00:00 WIB." in page.text  # type: ignore[union-attr]
    english(app).get(PUBLIC)


def test_others_see_it_as_far_as_they_may(app: Flask, ground: Announced) -> None:
    at_eleven(english(app, EAST), ground)
    auditor = english(app, AUDITOR).get(here(ground))
    assert "Becomes public on" in auditor.text  # type: ignore[union-attr]
    assert "Move the moment" not in auditor.text  # type: ignore[union-attr]
    english(app, CENTRAL).get(here(ground), status=404)
    english(app, JUDGES[0]).get(here(ground), status=403)


def test_a_moment_is_not_set_twice(app: Flask, ground: Announced) -> None:
    browser = english(app, EAST)
    at_eleven(browser, ground)
    again = {"set-day": "2022-01-10", "set-clock": "12:00:00"}
    page = browser.post(here(ground), again, status=409)
    assert "move it or call it off" in page.text  # type: ignore[union-attr]
    browser.post(f"/committee/contests/{ground.contest}/publish", status=409)


def test_the_overview_says_when(app: Flask, ground: Announced) -> None:
    browser = english(app, EAST)
    at_eleven(browser, ground)
    page = browser.get("/committee")
    assert "becomes public on 10 January 2022, 11:00:30 WIB" in page.text  # type: ignore[union-attr]


# --- side doors ----------------------------------------------------------------------------------


def public_addresses(db: Database) -> list[str]:
    """Every address where anybody may look for the result."""
    kept = row(db, "SELECT fingerprint FROM finalisation")
    assert kept is not None
    code = receipt_code(kept["fingerprint"])
    return [
        PUBLIC,
        f"{PUBLIC}/standings.csv",
        f"{PUBLIC}/entries/35.76",
        f"{PUBLIC}/objections",
        "/results/uji-2021",
        f"/check/{code}",
        f"/check?code={code}",
    ]


def test_one_second_before_no_public_address_is_there(
    app: Flask, ground: Announced, db: Database, clock
) -> None:  # type: ignore[no-untyped-def]
    browser = english(app)
    answers = {}
    for address in public_addresses(db):
        answers[address] = plain(browser.get(address, status=404))
    front = plain(browser.get("/"))
    announcing.publish_at(ground.act(), ground.contest, ground.after(hours=1))
    clock.forward(minutes=59, seconds=59, microseconds=999_999)
    for address in public_addresses(db):
        page = browser.get(address, status=404)
        assert plain(page) == answers[address]
        for secret in SECRETS:
            assert secret not in page.html  # type: ignore[union-attr]
    assert plain(browser.get("/")) == front
    clock.forward(microseconds=1)
    for address in public_addresses(db):
        browser.get(address)
    assert "Trial Award 2021" in browser.get("/").text  # type: ignore[union-attr]


def test_one_second_before_a_candidate_reads_nothing(app: Flask, ground: Announced, clock) -> None:  # type: ignore[no-untyped-def]
    browser = english(app, OWNER)
    addresses = [f"/entries/{ground.first}{page}" for page in ("", "/feedback", "/objections")] + ["/entries"]
    before = [plain(browser.get(address)) for address in addresses]
    announcing.publish_at(ground.act(), ground.contest, ground.after(hours=1))
    clock.forward(minutes=59, seconds=59)
    assert [plain(browser.get(address)) for address in addresses] == before
    browser.get(f"/entries/{ground.first}/feedback/{ground.contest}", status=404)
    browser.get(f"/entries/{ground.first}/objections/to/{ground.contest}", status=404)
    clock.forward(seconds=1)
    after = [plain(browser.get(address)) for address in addresses]
    assert [one != two for one, two in zip(before, after, strict=True)] == [True, True, True, False]
    browser.get(f"/entries/{ground.first}/feedback/{ground.contest}")
    browser.get(f"/entries/{ground.first}/objections/to/{ground.contest}")


def test_one_second_before_another_candidate_and_a_panel_elsewhere_read_nothing(
    app: Flask, ground: Announced, award: Award, clock
) -> None:  # type: ignore[no-untyped-def]
    award.panel(ground.edition, "province", "33")
    announcing.publish_at(ground.act(), ground.contest, ground.after(hours=1))
    clock.forward(minutes=59, seconds=59)
    for email in (RIVAL, "juri1-33@uji.example", CENTRAL):
        browser = english(app, email)
        browser.get(PUBLIC, status=404)
        found = browser.get("/search?q=Mojokerto")
        assert "Rank" not in found.text  # type: ignore[union-attr]


def test_its_committee_and_panel_may_check_a_code_before(app: Flask, ground: Announced, db: Database) -> None:
    address = public_addresses(db)[-2]
    for email in (EAST, AUDITOR, JUDGES[0]):
        page = english(app, email).get(address)
        assert "This result is genuine" in page.text  # type: ignore[union-attr]
    for email in (OWNER, CENTRAL):
        english(app, email).get(address, status=404)


def test_a_hidden_candidate_stays_hidden_from_its_panel_until_then(
    award: Award, act_as, app: Flask, clock
) -> None:  # type: ignore[no-untyped-def]
    text = with_rules('visibility = { candidates = "hidden" }').replace("advance = 2", "advance = 0", 1)
    ground = announced_ground(award, act_as, text)
    announcing.publish_at(ground.act(), ground.contest, ground.after(hours=1))
    judge = ground.panel[0]
    clock.forward(minutes=59, seconds=59)
    assert set(hidden_from(award.db, judge, [ground.first, ground.second])) == {ground.first, ground.second}
    clock.forward(seconds=1)
    assert hidden_from(award.db, judge, [ground.first, ground.second]) == {}


def test_the_audit_keeps_each_decision(app: Flask, ground: Announced, db: Database) -> None:
    at_eleven(english(app, EAST), ground)
    kept = row(db, "SELECT * FROM audit_event WHERE name = 'PublicationSet'")
    assert kept is not None
    assert json.loads(kept["fields"])["moment"] == "2022-01-10T04:00:30.000000Z"
    page = english(app, AUDITOR).get("/audit/uji-2021")
    assert "Publication set for a moment" in page.text  # type: ignore[union-attr]


def plain(page: object) -> str:
    """A page's own text, without its address and tokens."""
    assert isinstance(page, Page)
    return page.text
