"""A list page asks as many questions for three items as for one; SQLite itself counts them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from evaluation.actions import contests, rooms, sessions
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.core.sessions import Plan
from evaluation.store import audit, deadlines, promotion
from evaluation.store.db import write
from tests.award import EDITION, Award
from tests.pages import PageClient
from tests.queries import Queries
from tests.web.ground import PEOPLE

NAMES = ("Kota Mojokerto", "Kabupaten Jember", "Kota Surabaya")
CODES = ("35.76", "35.09", "35.78")
OTHER_PROVINCES = ("33", "12", "31")
NATIONAL = "nasional@uji.example"
JUROR = "juri1-35@uji.example"


class Growing:
    """An award with one of everything, and one more of everything at each `more()`."""

    def __init__(self, award: Award, act_as: Callable[[Actor], Act]) -> None:
        self.award, self.act_as, self.have = award, act_as, 0
        self.edition = award.edition()
        self.judges = award.panel(self.edition, "province", "35")
        award.grant(PEOPLE["committee"], "committee", self.edition, "35")
        award.grant(NATIONAL, "committee", self.edition)
        award.grant(PEOPLE["administrator"], "administrator")
        award.grant(PEOPLE["auditor"], "auditor")
        self.contest = award.contest(self.edition, "province-desk", "35")
        self.more()

    def more(self) -> None:
        """One more entry at each step, result, edition, account, panel and event."""
        number, award = self.have, self.award
        self.have += 1
        name, owner = NAMES[number], PEOPLE["candidate"]
        entry = award.entry(self.edition, CODES[number], name, status="accepted", email=owner)
        self.judge(self.contest, entry, self.judges, number)
        self.interview = award.enter(self.edition, "province-interview", entry)
        self.meet(entry, number)
        waiting = award.entry(self.edition, f"35.0{number + 1}", f"Menunggu {number}", status="submitted")
        award.account(f"akun{number}@uji.example")
        other = award.edition(
            EDITION.replace("uji-2021", f"lain-{number}").replace("Uji 2021", f"Lain {number}")
        )
        self.publish(other, "35")
        self.publish(self.edition, OTHER_PROVINCES[number])
        with write(award.db):
            deadlines.extend(
                award.db,
                entry_id=waiting,
                correction_id=None,
                before_at="2022-01-31T16:59:59.000000Z",
                until_at="2022-02-02T16:59:59.000000Z",
                reason="Banjir",
                granted_by=None,
                granted_at=award.at,
            )
            promotion.add_past_win(
                award.db,
                category_code="regency",
                candidate_code=CODES[number],
                award_year=2010 + number,
                source=f"Keputusan {number}",
                recorded_by=self.judges[number],
                recorded_at=award.at,
            )
            audit.add(
                award.db,
                happened_at=award.at,
                account_id=self.judges[number],
                name="EntryReturned",
                edition_id=self.edition,
                contest_id=None,
                entry_id=waiting,
                fields='{"reason": "Lampiran kurang"}',
            )

    def meet(self, entry: int, number: int) -> None:
        """A session of one day, at which all clash, with a paragraph of the minute."""
        act = self.act_as(self.award.actor(PEOPLE["committee"]))
        nine = datetime(2022, 1, 20, 2, 10 * number, tzinfo=UTC)
        sessions.schedule(act, self.interview, entry, Plan(nine, "UTC", 30, 30, "Ruang 1"), 0)
        rooms.write_minute(act, self.interview, entry, f"Pembukaan {number}")

    def judge(self, contest: int, entry: int, judges: list[int], number: int) -> None:
        """Two submitted sheets, a draft and a measured value."""
        for place, judge in enumerate(judges):
            status = "draft" if place == 2 else "submitted"
            self.award.sheet(contest, entry, judge, {"regulation": 80 + number, "innovation": 70}, status)
        self.award.measure(contest, entry, "coverage", "63.88")

    def publish(self, edition: int, province: str) -> None:
        """Another contest, finalised and published by the command line."""
        judges = self.award.panel(edition, "province", province)
        entry = self.award.entry(edition, f"{province}.01", f"Pemenang {province}", status="accepted")
        contest = self.award.contest(edition, "province-desk", province)
        self.judge(contest, entry, judges, 0)
        contests.finalise(self.act_as(), contest, "Rapat pleno")  # type: ignore[call-arg]
        contests.publish(self.act_as(), contest)  # type: ignore[call-arg]


# Who opens the page, its address, and what stands there only once there are three items.
PAGES = {
    "committee overview": (NATIONAL, "/committee", "Sumatera Utara"),
    "a province's overview": (PEOPLE["committee"], "/committee", "6/9"),
    "auditor's view of the committees": (PEOPLE["auditor"], "/committee", "Lain 2"),
    "screening": (PEOPLE["committee"], "/committee/screening", "Menunggu 2"),
    "past wins": (PEOPLE["committee"], "/committee/past-wins?edition=uji-2021", "Keputusan 2"),
    "panels": (PEOPLE["auditor"], "/committee/panels?edition=uji-2021", "Sumatera Utara"),
    "standings": (PEOPLE["committee"], "/committee/contests/{contest}", "Kota Surabaya"),
    "progress": (PEOPLE["committee"], "/committee/contests/{contest}/progress", "Kota Surabaya"),
    "check list": (PEOPLE["committee"], "/committee/contests/{contest}/finalise", "Kota Surabaya"),
    "measured values": (PEOPLE["committee"], "/committee/contests/{contest}/measures", "Kota Surabaya"),
    "conflicts of interest": (
        PEOPLE["committee"],
        "/committee/contests/{contest}/conflicts",
        "Kota Surabaya",
    ),
    "declaration": (JUROR, "/declaration", "Kota Surabaya"),
    "sessions": (PEOPLE["committee"], "/committee/contests/{interview}/sessions", "Kota Surabaya"),
    "an assessor's day": (JUROR, "/desk/day?date=2022-01-20", "Kota Surabaya"),
    "desk": (JUROR, "/desk", "Kota Surabaya"),
    "what a workbook would hold": (JUROR, "/desk/workbook", "lembar nilai: 3"),
    "search of an assessor": (JUROR, "/search?q=kota", "Kota Surabaya"),
    "search of an auditor": (PEOPLE["auditor"], "/search?q=kota&edition=uji-2021", "Kota Surabaya"),
    "a sheet among one's own": ("juri3-35@uji.example", "/desk/{contest}/1", "Kota Surabaya"),
    "one's own entries": (PEOPLE["candidate"], "/entries", "Kota Surabaya"),
    "accounts": (PEOPLE["administrator"], "/admin/accounts", "akun2@uji.example"),
    "editions": (PEOPLE["administrator"], "/admin/editions", "Lain 2"),
    "public results": (None, "/", "Lain 2"),
    "an edition's results": (None, "/results/uji-2021", "Sumatera Utara"),
    "extended deadlines": (None, "/editions/uji-2021/exceptions", "Menunggu 2"),
    "audits": (PEOPLE["auditor"], "/audit", "Lain 2"),
    "an edition's audit": (PEOPLE["auditor"], "/audit/uji-2021", "Menunggu 2"),
}


@pytest.fixture
def growing(award: Award, act_as: Callable[[Actor], Act]) -> Growing:
    return Growing(award, act_as)


@pytest.mark.parametrize("name", PAGES)
def test_three_items_take_as_many_queries_as_one(app: Flask, growing: Growing, name: str) -> None:
    email, address, mark = PAGES[name]
    url, queries = address.format(contest=growing.contest, interview=growing.interview), Queries(app)
    client = PageClient(app) if email is None else PageClient(app).sign_in(email)
    client.get(url)
    one, few = client.page.text, list(queries.statements)  # type: ignore[union-attr]
    assert mark not in one
    growing.more()
    growing.more()
    client.get(url)
    three, many = client.page.text, list(queries.statements)  # type: ignore[union-attr]
    assert mark in three
    assert len(many) == len(few), "\n".join(many)


def test_a_question_in_a_loop_would_be_found(own_app: Flask, growing: Growing) -> None:
    from evaluation.store import entries
    from evaluation.views.context import db

    def careless() -> str:
        return "".join(str(entries.described(db(), one["id"])) for one in entries.of_account(db(), candidate))

    candidate = growing.award.account(PEOPLE["candidate"])
    careless.access = frozenset({"public"})  # type: ignore[attr-defined]
    own_app.add_url_rule("/careless", "careless", careless)
    queries, client = Queries(own_app), PageClient(own_app)
    client.http.get("/careless")
    assert len(queries) == 2
    growing.more()
    client.http.get("/careless")
    assert len(queries) == 3


def test_signing_in_is_counted_too(app: Flask, growing: Growing) -> None:
    queries = Queries(app)
    PageClient(app).http.get("/login")
    alone = len(queries)
    client = PageClient(app).sign_in(JUROR)
    client.http.get("/rules")
    assert alone == 0
    assert len(queries) >= 4
