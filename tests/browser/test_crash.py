"""The server is killed fifty times while assessors save: what it acknowledged is there, always."""

from __future__ import annotations

import http.client
import http.cookiejar
import json
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from evaluation.files import FileRoot
from evaluation.store.db import connect, rows
from evaluation.store.ready import open_ready
from tests.award import EDITION, PASSWORD, Award
from tests.browser.forking import Forked
from tests.browser.killable import Now

pytestmark = pytest.mark.browser

KILLS = 50
ASSESSORS = 4
SEED = 2021
FIELDS = ("mark-regulation", "mark-innovation", "comment-regulation", "feedback-innovation")
ENTRIES = (("35.76", "Kota Mojokerto"), ("35.09", "Kabupaten Jember"), ("35.78", "Kota Surabaya"))
CODES = {"mark": "value", "comment": "comment", "feedback": "feedback"}

# An assessor's address, an entry, a field's name.
Place = tuple[str, int, str]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Forked]:
    server = Forked(tmp_path)
    db = open_ready(tmp_path / "penjurian.db")
    award = Award(db, Now(), FileRoot(tmp_path / "files", 1024))
    edition = award.edition(EDITION)
    award.panel(edition, "province", "35", members=ASSESSORS)
    for code, name in ENTRIES:
        award.entry(edition, code, name, status="accepted")
    db.conn.close()
    server.prepare()
    yield server
    server.end()


@dataclass
class Assessor(threading.Thread):
    """Somebody who types all the time, and sends each change until it is acknowledged."""

    served: Forked
    email: str
    seed: int
    over: threading.Event
    acknowledged: dict[Place, str] = field(default_factory=dict)
    under_way: tuple[Place, str] | None = None
    kept: int = 0
    again: int = 0

    def __post_init__(self) -> None:
        super().__init__()
        self.dice = random.Random(self.seed)
        self.revisions: dict[Place, int] = {}
        self.problem: str | None = None
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(cookies)

    def __hash__(self) -> int:
        return id(self)

    def sign_in(self) -> None:
        """Open a session, which the database keeps."""
        form = {"email": self.email, "password": PASSWORD, "csrf_token": self.token("/login")}
        self.browser.open(f"{self.served.url}/login", urllib.parse.urlencode(form).encode()).close()
        self.csrf = self.token("/account")

    def token(self, path: str) -> str:
        with self.browser.open(self.served.url + path, timeout=20) as page:
            found = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
        assert found
        return found[1]

    def run(self) -> None:
        while not self.over.is_set() and self.problem is None:
            place = (self.email, self.dice.randint(1, len(ENTRIES)), self.dice.choice(FIELDS))
            number = self.dice.randint(0, 100)
            self.change(place, str(number) if place[2].startswith("mark") else f"Catatan {number} ✓")

    def change(self, place: Place, value: str) -> None:
        """Send one change under one key, as often as it takes."""
        self.under_way = place, value
        form = {"field": place[2], "value": value, "over": self.revisions.get(place, 0)}
        form.update(key=str(uuid.UUID(int=self.dice.getrandbits(128))), csrf_token=self.csrf)
        while (answer := self.send(place[1], form)) is None:
            self.again += 1
            time.sleep(0.02)
        if answer.get("state") != "kept":
            self.problem = f"{place}: {answer}"
            return
        self.revisions[place] = answer["fields"][place[2]]["revision"]
        self.acknowledged[place] = value
        self.under_way = None
        self.kept += 1

    def send(self, entry: int, form: dict[str, object]) -> dict | None:  # type: ignore[type-arg]
        """The answer; None when the line broke before it was read whole."""
        url = f"{self.served.url}/desk/1/{entry}/fields"
        try:
            with self.browser.open(url, urllib.parse.urlencode(form).encode(), timeout=20) as page:
                return dict(json.loads(page.read()))
        except urllib.error.HTTPError as error:
            return {"state": error.code, "text": error.read().decode()[:300]}
        except (OSError, ValueError, urllib.error.URLError, http.client.HTTPException):
            return None


def stored(folder: Path) -> dict[Place, str]:
    """Every field that the database holds, read while no server runs; the file is sound."""
    db = connect(folder / "penjurian.db")
    assert rows(db, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert rows(db, "PRAGMA foreign_key_check") == []
    found = rows(
        db,
        "SELECT a.email, s.entry_id, c.code, m.value, m.comment, m.feedback FROM mark m"
        " JOIN scoresheet s ON s.id = m.scoresheet_id JOIN account a ON a.id = s.account_id"
        " JOIN criterion c ON c.id = m.criterion_id ORDER BY s.id, c.id",
    )
    db.conn.close()
    return {
        (one["email"], one["entry_id"], f"{part}-{one['code']}"): one[column] or ""
        for one in found
        for part, column in CODES.items()
    }


def missing(assessors: list[Assessor], folder: Path) -> list[str]:
    """Acknowledged changes that aren't there, nor a later one of the same field that was under way."""
    have, lost = stored(folder), []
    for one in assessors:
        for place, value in dict(one.acknowledged).items():
            fine = {value, one.under_way[1]} if one.under_way and one.under_way[0] == place else {value}
            if have.get(place) not in fine:
                lost.append(f"{place}: {value!r} acknowledged, {have.get(place)!r} found")
    return lost


def counted(folder: Path) -> tuple[int, int]:
    """How many changes the revisions count, and how many the audit has: one for each, never two."""
    db = connect(folder / "penjurian.db")
    [revisions] = rows(db, "SELECT coalesce(sum(revision), 0) AS n FROM sheet_field")
    [events] = rows(db, "SELECT count(*) AS n FROM audit_event WHERE name = 'MarkSaved'")
    db.conn.close()
    return revisions["n"], events["n"]


def wait_for_another(assessors: list[Assessor]) -> None:
    """Wait until something more is acknowledged, so that no server dies before it did anything."""
    before, until = sum(one.kept for one in assessors), time.monotonic() + 20
    while sum(one.kept for one in assessors) == before and time.monotonic() < until:
        time.sleep(0.01)


def test_every_acknowledged_mark_is_found_after_fifty_kills(served: Forked, tmp_path: Path) -> None:
    dice, over = random.Random(SEED), threading.Event()
    emails = [f"juri{n}-35@uji.example" for n in range(1, ASSESSORS + 1)]
    assessors = [Assessor(served, email, SEED + n, over) for n, email in enumerate(emails)]
    served.start()
    for one in assessors:
        one.sign_in()
    for one in assessors:
        one.start()
    lost = []
    for _ in range(KILLS):
        wait_for_another(assessors)
        time.sleep(dice.uniform(0, 0.3))
        served.kill()
        lost += missing(assessors, tmp_path)
        served.start()
    over.set()
    for one in assessors:
        one.join(timeout=30)
    served.kill()
    assert [one.problem for one in assessors if one.problem] == []
    assert lost + missing(assessors, tmp_path) == []
    # The lines did break in mid-save, and much was saved around it.
    assert sum(one.again for one in assessors) >= KILLS
    assert sum(one.kept for one in assessors) >= 2 * KILLS
    revisions, events = counted(tmp_path)
    assert revisions == events
    assert revisions <= sum(one.kept for one in assessors)


def test_a_lost_mark_would_be_found(served: Forked, tmp_path: Path) -> None:
    """The check above can fail: a mark that only the assessor knows of is told."""
    served.start()
    one = Assessor(served, "juri1-35@uji.example", SEED, threading.Event())
    one.sign_in()
    one.change((one.email, 1, "mark-regulation"), "80")
    served.kill()
    assert missing([one], tmp_path) == []
    one.acknowledged[(one.email, 1, "mark-innovation")] = "70"
    assert missing([one], tmp_path) == [
        "('juri1-35@uji.example', 1, 'mark-innovation'): '70' acknowledged, None found"
    ]
