"""Reminders in one click: who is written to, how often, in both languages, and what the audit keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from evaluation.actions import reminders
from evaluation.actions.act import Act
from evaluation.letter_text import written
from evaluation.store.db import change, row, rows, write
from tests.award import Award
from tests.conftest import Clock
from tests.contest_ground import CENTRAL, EAST, NATION, Stage, build, committee
from tests.pages import PageClient
from tests.web.test_overview import close, dossiers, keep_away


@pytest.fixture
def stage(award: Award) -> Stage:
    return build(award)


def posted(award: Award) -> list[tuple[str, str]]:
    found = rows(award.db, "SELECT template, email FROM outbox ORDER BY id")
    return [(one["template"], one["email"]) for one in found]


def letter(award: Award, email: str) -> str:
    """The newest letter to somebody, in words."""
    one = row(award.db, "SELECT * FROM outbox WHERE email = :email ORDER BY id DESC LIMIT 1", email=email)
    assert one is not None
    done = written(one["template"], json.loads(one["contents"]), name=one["name"], base="https://uji.example")
    return f"{done.subject}\n{done.text}"


def events(award: Award, name: str) -> list[dict[str, Any]]:
    found = rows(award.db, "SELECT * FROM audit_event WHERE name = :name ORDER BY id", name=name)
    return [
        {**json.loads(one["fields"]), "contest": one["contest_id"], "entry": one["entry_id"]} for one in found
    ]


def test_all_unfinished_assessors_of_a_contest_in_one_click(
    client: PageClient, stage: Stage, award: Award, clock: Clock
) -> None:
    close(award, "2022-01-20T16:59:59.000000Z")
    for entry in stage.entries:
        award.sheet(stage.contest, entry, stage.panel[0], {"regulation": 70, "innovation": 60})
    award.sheet(stage.contest, stage.entries[0], stage.panel[1], {"regulation": 70}, "draft")
    committee(client).get("/committee")
    page = client.submit(form=f"/committee/contests/{stage.contest}/remind")
    assert "Reminders sent: 2." in page.text
    assert posted(award) == [
        ("sheets_owed_until", "juri2-35@uji.example"),
        ("sheets_owed_until", "juri3-35@uji.example"),
    ]
    assert events(award, "AssessorReminded") == [
        {"email": f"juri{n}-35@uji.example", "sheets": 3, "contest": stage.contest, "entry": None}
        for n in (2, 3)
    ]
    assert "Last reminder: 10 January 2022, 10:00 WIB." in page.text
    assert "Juri 2 35: to hand in: 3, begun: 1 (reminded 10 January 2022, 10:00 WIB)" in page.text
    text = letter(award, "juri2-35@uji.example")
    assert "you have 3 score sheets still to hand in" in text
    assert "The round closes on 20 January 2022, 23:59:59 WIB. Days left: 10." in text
    assert "https://uji.example/desk" in text
    assert "Kota Mojokerto" not in text
    # Once a day: a click within it writes to nobody, one after it to those who still owe something.
    page = client.submit(form=f"/committee/contests/{stage.contest}/remind")
    assert "Reminded within the last 24 hours, so not again: 2." in page.text
    assert "Reminders sent" not in page.text
    assert len(posted(award)) == 2
    clock.forward(days=1)
    award.sheet(stage.contest, stage.entries[1], stage.panel[1], {"regulation": 70, "innovation": 60})
    page = client.submit(form=f"/committee/contests/{stage.contest}/remind")
    assert "Reminders sent: 2." in page.text
    assert [one["sheets"] for one in events(award, "AssessorReminded")] == [3, 3, 2, 3]


def test_a_round_without_an_end_names_none(client: PageClient, stage: Stage, award: Award) -> None:
    committee(client).get("/committee")
    client.submit(form=f"/committee/contests/{stage.contest}/remind")
    assert {one[0] for one in posted(award)} == {"sheets_owed"}
    assert "Days left" not in letter(award, "juri1-35@uji.example")


def test_disabled_accounts_and_those_kept_away_are_not_written_to(
    client: PageClient, stage: Stage, award: Award
) -> None:
    with write(award.db):
        change(
            award.db, "UPDATE account SET disabled_at = :at WHERE id = :id", at=award.at, id=stage.panel[0]
        )
    for entry in stage.entries:
        keep_away(award, stage.panel[1], entry)
    page = committee(client).get("/committee")
    assert "Juri 1 35: to hand in: 3 (account disabled)" in page.text
    assert "Juri 2 35" not in page.text
    client.submit(form=f"/committee/contests/{stage.contest}/remind")
    assert [email for _, email in posted(award)] == ["juri3-35@uji.example"]


def test_nobody_is_reminded_while_the_round_is_shut(
    client: PageClient, stage: Stage, award: Award, clock: Clock
) -> None:
    close(award, "2022-01-11T03:00:00.000000Z")
    committee(client)
    clock.forward(days=2)
    page = client.post(f"/committee/contests/{stage.contest}/remind", status=409)
    assert "The round is not open, so nobody can hand in a sheet now" in page.text
    assert posted(award) == []


@pytest.mark.parametrize(("who", "status"), [(CENTRAL, 404), (NATION, 404), ("juri1-35@uji.example", 403)])
def test_only_the_committee_of_a_contest_reminds(
    app: Flask, stage: Stage, award: Award, who: str, status: int
) -> None:
    client = committee(PageClient(app), who)
    client.post(f"/committee/contests/{stage.contest}/remind", status=status)
    client.post(f"/committee/editions/{stage.edition}/35/remind", status=status)
    assert posted(award) == []


def test_all_candidates_of_a_place_in_one_click(client: PageClient, award: Award, clock: Clock) -> None:
    known = dossiers(award)
    url = f"/committee/editions/{known['edition']}/35/remind"
    committee(client).get("/committee")
    page = client.submit(form=url)
    assert "Reminders sent: 2." in page.text
    # Central Java's candidate, whoever has not begun and whoever has submitted are not written to.
    assert sorted(posted(award)) == [
        ("awaited_until", "35.09@uji.example"),
        ("awaited_until", "35.76@uji.example"),
    ]
    assert [one["entry"] for one in events(award, "CandidateReminded")] == sorted(
        [known["Kota Mojokerto"], known["Kabupaten Jember"]]
    )
    text = letter(award, "35.76@uji.example")
    assert "The committee of the award Trial Award 2021 waits for the dossier of Kota Mojokerto." in text
    assert "It must be submitted by 17 January 2022, 23:59:59 WIB. Days left: 7." in text
    assert f"https://uji.example/entries/{known['Kota Mojokerto']}" in text
    assert "Penghargaan Uji 2021" in text
    page = client.submit(form=url)
    assert "Reminded within the last 24 hours, so not again: 2." in page.text
    assert len(posted(award)) == 2
    # The correction's time is over by then: that dossier is taken no more.
    clock.forward(days=4)
    page = client.submit(form=url)
    assert "Reminders sent: 1." in page.text
    assert posted(award)[-1] == ("awaited_until", "35.76@uji.example")


def test_the_timetable_and_the_committee_do_not_remind_on_one_day(
    client: PageClient, award: Award, clock: Clock, act_as: Callable[..., Act]
) -> None:
    known = dossiers(award)
    url = f"/committee/editions/{known['edition']}/35/remind"
    committee(client).get("/committee")
    client.submit(form=url)
    # Seven days before the deadline the timetable would write to Mojokerto and Semarang.
    assert reminders.remind(act_as()) == 1
    assert posted(award)[-1] == ("reminder", "33.74@uji.example")
    clock.forward(days=1)
    assert reminders.remind(act_as()) == 2
    page = client.submit(form=url)
    assert "No reminder" not in page.text
    assert "Reminded within the last 24 hours, so not again: 2." in page.text


def test_whoever_is_kept_away_from_an_entry_does_not_write_about_it(client: PageClient, award: Award) -> None:
    known = dossiers(award)
    keep_away(award, award.account(EAST), known["Kota Mojokerto"])
    committee(client).get("/committee")
    client.submit(form=f"/committee/editions/{known['edition']}/35/remind")
    assert posted(award) == [("awaited_until", "35.09@uji.example")]


def test_the_national_committee_reminds_for_the_nation_only(client: PageClient, award: Award) -> None:
    known = dossiers(award)
    committee(client, NATION)
    page = client.post(f"/committee/editions/{known['edition']}/nation/remind")
    assert "No reminder was sent: nobody is awaited here." in page.text
    client.post(f"/committee/editions/{known['edition']}/35/remind", status=404)
    assert posted(award) == []
