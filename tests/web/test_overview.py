"""The overview: what is late, who is awaited, what is short, and where each number leads."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from evaluation.store import outstanding, overview
from evaluation.store.db import change, insert, write
from tests.award import EDITION, Award
from tests.conftest import Clock
from tests.contest_ground import AUDITOR, CENTRAL, EAST, NATION, Stage, build, committee, full
from tests.pages import Page, PageClient
from tests.queries import Queries

SCREENED = EDITION.replace(
    "[[round]]",
    """[[round]]
code = "screening"
title = { id = "Pemeriksaan", en = "Screening" }
categories = ["regency"]
stage = "province"
kind = "screening"
closes = 2022-01-17T23:59:59

[[round]]""",
    1,
)


@pytest.fixture
def stage(award: Award) -> Stage:
    return build(award)


def part(page: Page, heading: str) -> str:
    """The text of the section with this heading."""
    found = re.findall(r'<section class="work".*?</section>', page.html, re.DOTALL)
    (mine,) = [Page(one).text for one in found if heading in Page(one).text]
    return mine


def keep_away(award: Award, account: int, entry: int) -> None:
    with write(award.db):
        insert(
            award.db, "recusal", account_id=account, entry_id=entry, reason="Keluarga", recused_at=award.at
        )


def close(award: Award, at: str) -> None:
    with write(award.db):
        change(award.db, "UPDATE round SET closes_at = :at WHERE code = 'province-desk'", at=at)


DESK = "Provincial desk assessment · Regencies and cities"


def test_who_has_not_finished_is_named_with_counts_and_no_marks(
    client: PageClient, stage: Stage, award: Award
) -> None:
    first, second, _ = stage.entries
    full(stage)
    award.sheet(stage.contest, first, stage.panel[2], {"regulation": 77, "innovation": 66}, "draft")
    award.sheet(stage.contest, second, stage.panel[2], {"regulation": 78, "innovation": 67})
    page = committee(client).get("/committee")
    mine = part(page, DESK)
    assert "Score sheets still to come: 2" in mine
    assert "Juri 3 35: to hand in: 2, begun: 1" in mine
    assert "Juri 1 35" not in mine
    assert "Juri 2 35" not in mine
    assert not {"77", "66", "78", "67", "70", "80", "90"} & set(re.findall(r"\d+", mine))
    assert f'href="/committee/contests/{stage.contest}/progress#assessors"' in page.html


def test_the_owed_sheets_are_those_that_the_progress_awaits(stage: Stage, award: Award) -> None:
    full(stage)
    keep_away(award, stage.panel[2], stage.entries[0])
    line = overview.progress_of(award.db, stage.contest)
    assert line is not None
    owing = outstanding.unfinished(award.db, [stage.contest])
    assert [(one["name"], one["owed"]) for one in owing] == [("Juri 3 35", 2)]
    assert sum(one["owed"] for one in owing) == line["awaited"] == 2
    assert outstanding.kept_away(award.db, [stage.contest]) == {stage.contest: 1}


def test_entries_under_the_minimum_and_conflicts_are_counted_and_lead_on(
    client: PageClient, stage: Stage, award: Award
) -> None:
    stage.judge(stage.entries[0], (70, 80), (70, 80))
    keep_away(award, stage.panel[0], stage.entries[1])
    page = committee(client).get("/committee")
    mine = part(page, DESK)
    assert "Entries with fewer than 2 score sheets: 2" in mine
    assert "Kabupaten Jember" in mine
    assert "Kota Mojokerto" not in mine
    assert "Conflicts of interest: 1" in mine
    for where in ("progress#entries", "progress#assessors", "conflicts", "progress"):
        assert f'href="/committee/contests/{stage.contest}/{where}"' in page.html
        client.get(f"/committee/contests/{stage.contest}/{where.partition('#')[0]}")


def test_too_few_assessors_are_pressing(client: PageClient, stage: Stage, award: Award) -> None:
    for juror in stage.panel[:2]:
        keep_away(award, juror, stage.entries[0])
    assert "Too few assessors are left for: Kota Mojokerto." in part(
        committee(client).get("/committee"), DESK
    )


def test_a_round_that_is_over_and_not_final_is_late(
    client: PageClient, stage: Stage, award: Award, clock: Clock
) -> None:
    close(award, "2022-01-13T03:00:00.000000Z")
    committee(client)
    assert "Late" not in client.get("/committee").text
    clock.forward(days=3, seconds=1)
    page = client.get("/committee")
    words = "Late: the round is over since 13 January 2022, 10:00 WIB, and the result is not final."
    assert words in part(page, DESK)
    assert f'href="/committee/contests/{stage.contest}/finalise"' in page.html
    # Nobody could hand in a sheet now, so nobody is reminded.
    assert "The round is not open" in part(page, DESK)
    assert not [form for form in page.forms if form.action.endswith("/remind")]


def test_what_a_member_is_kept_away_from_is_counted_and_not_named(
    client: PageClient, stage: Stage, award: Award
) -> None:
    keep_away(award, award.account(EAST), stage.entries[0])
    mine = part(committee(client).get("/committee"), DESK)
    assert "Entries with fewer than 2 score sheets: 3" in mine
    assert "Kota Mojokerto" not in mine
    assert "from which you are kept away: 1" in mine


def dossiers(award: Award) -> dict[str, int]:
    """East Java waits for four dossiers and owes an answer; Central Java waits for one."""
    edition = award.edition(SCREENED)
    award.grant(EAST, "committee", edition, "35")
    award.grant(CENTRAL, "committee", edition, "33")
    award.grant(NATION, "committee", edition)
    award.grant(AUDITOR, "auditor", edition)
    known = {
        name: award.entry(edition, code, name, status=status, email=f"{code}@uji.example")
        for code, name, status in (
            ("35.76", "Kota Mojokerto", "draft"),
            ("35.09", "Kabupaten Jember", "returned"),
            ("35.74", "Kota Probolinggo", "invited"),
            ("35.78", "Kota Surabaya", "submitted"),
            ("33.74", "Kota Semarang", "draft"),
        )
    }
    with write(award.db):
        insert(
            award.db,
            "correction",
            entry_id=known["Kabupaten Jember"],
            reason="Lampiran kurang",
            sections="[]",
            due_at="2022-01-12T16:59:59.000000Z",
            returned_by=None,
            returned_at=award.at,
        )
        insert(
            award.db,
            "question",
            entry_id=known["Kota Surabaya"],
            side="candidate",
            body="Sampai kapan?",
            account_id=None,
            written_at=award.at,
        )
    return {**known, "edition": edition}


def test_awaited_dossiers_stand_with_their_deadlines(client: PageClient, award: Award, clock: Clock) -> None:
    known = dossiers(award)
    page = committee(client).get("/committee")
    mine = part(page, "Dossiers that are awaited")
    for words in (
        "Returned for correction: 1",
        "Begun and not submitted: 1",
        "Invited and not begun: 1",
        "Questions that wait for an answer: 1 Kota Surabaya",
        "Kabupaten Jember : until 12 January 2022, 23:59 WIB, days left: 2",
        "Kota Mojokerto : until 17 January 2022, 23:59 WIB, days left: 7",
    ):
        assert words.replace(" :", ":") in mine.replace(" :", ":")
    assert "Kota Semarang" not in page.text
    assert "Late" not in mine
    for status in ("returned", "draft", "invited"):
        assert f'href="/committee/screening?edition=uji-2021&amp;status={status}"' in page.html
    assert f'href="/committee/entries/{known["Kota Surabaya"]}/questions#newest"' in page.html
    clock.forward(days=4)
    mine = part(client.get("/committee"), "Dossiers that are awaited")
    assert "Late, past their deadline: 1" in mine
    assert "late, the deadline was 12 January 2022, 23:59 WIB" in mine


def test_an_entry_that_one_is_kept_away_from_is_no_line_of_the_dossiers(
    client: PageClient, award: Award
) -> None:
    known = dossiers(award)
    keep_away(award, award.account(EAST), known["Kota Mojokerto"])
    keep_away(award, award.account(EAST), known["Kota Surabaya"])
    page = committee(client).get("/committee")
    assert "Kota Mojokerto" not in page.text
    assert "Kota Surabaya" not in page.text
    assert "Begun and not submitted: 1" in page.text
    assert "Questions that wait for an answer: 1 from which you are kept away: 1" in page.text


def test_an_auditor_reads_the_work_and_reminds_nobody(client: PageClient, stage: Stage) -> None:
    page = committee(client, AUDITOR).get("/committee")
    assert "Juri 1 35: to hand in: 3" in page.text
    assert not [form for form in page.forms if form.action.endswith("/remind")]
    client.post(f"/committee/contests/{stage.contest}/remind", status=403)


def test_a_finalised_contest_waits_for_nothing(client: PageClient, stage: Stage, award: Award) -> None:
    full(stage)
    with write(award.db):
        insert(
            award.db,
            "finalisation",
            contest_id=stage.contest,
            finalised_at=award.at,
            reason="Selesai",
            snapshot="{}",
            fingerprint="0" * 64,
        )
    assert 'class="work"' not in committee(client).get("/committee").html


def test_the_page_asks_a_constant_number_of_questions(app: Flask, award: Award) -> None:
    known = dossiers(award)
    award.panel(known["edition"], "province", "35")
    award.entry(known["edition"], "35.15", "Kabupaten Sidoarjo", status="accepted")
    asked, client = Queries(app), committee(PageClient(app))
    client.get("/committee")
    before = len(asked)
    for code in ("35.16", "35.17", "35.18"):
        award.entry(known["edition"], code, code, status="accepted", email=f"{code}@uji.example")
    for code in ("35.19", "35.20", "35.21"):
        award.entry(known["edition"], code, code, status="draft", email=f"{code}@uji.example")
    assert "35.20" in client.get("/committee").text
    assert len(asked) == before
