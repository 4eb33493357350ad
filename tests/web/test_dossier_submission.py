"""Submitting a dossier: what is missing, the deadline to the second, receipts, and that it stays as sent."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions.dossiers import Draft, remove_item, save_item, submit
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.store import entries
from evaluation.store.db import change, insert, row, rows, write
from tests.award import EDITION, Award
from tests.conftest import Clock
from tests.dossier_ground import PDF, REGULATION, SCREENED, fill, upload, values
from tests.pages import PageClient

CANDIDATE = "calon@uji.example"
CLOSES = datetime(2022, 1, 31, 16, 59, 59, tzinfo=UTC)
SUBMITTED = "The dossier was submitted and can't change unless the committee returns it."


@pytest.fixture
def entry_id(award: Award) -> int:
    return award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=CANDIDATE)


@pytest.fixture
def act(act_as, award: Award, entry_id: int):
    """The candidate's `Act` at the test clock's present moment."""
    return lambda: act_as(award.actor(CANDIDATE))


@pytest.fixture
def browser(client: PageClient, entry_id: int) -> PageClient:
    client.sign_in(CANDIDATE, language="en")
    client.get("/entries")
    return client


def status(db: Database, entry_id: int) -> str:
    return str(row(db, "SELECT status FROM entry WHERE id = :id", id=entry_id)["status"])


def return_it(db: Database, entry_id: int, reason: str) -> None:
    with write(db):
        entries.set_status(db, entry_id, "returned", reason=reason, status_at="2022-01-11T00:00:00.000000Z")


# --- completeness --------------------------------------------------------------------------------


def test_an_incomplete_dossier_is_refused_with_the_list(
    browser: PageClient, db: Database, act, entry_id: int
) -> None:
    save_item(act(), entry_id, "regulations", None, Draft(values("regulations", type="perda")))
    page = browser.get(f"/entries/{entry_id}")
    assert "Still missing: 7" in page.text
    assert '<a href="#section-regulations">Regulations</a>' in page.html
    page = browser.submit({}, form="/submit", status=422)
    refused = page.text.partition("Submission")[0]
    assert "The dossier is not complete yet. What is missing is listed on its page." in refused
    for missing in ("Number is missing.", "The file is missing.", "Add at least one innovation."):
        assert missing in refused
    assert status(db, entry_id) == "draft"
    assert rows(db, "SELECT * FROM submission") == []
    assert "Missing 7 " in browser.get("/entries").text


def test_a_complete_dossier_is_submitted_with_a_receipt(
    browser: PageClient, db: Database, clock: Clock, act, entry_id: int
) -> None:
    fill(act(), entry_id)
    clock.now = datetime(2022, 1, 20, 2, 3, 4, tzinfo=UTC)
    page = browser.get(f"/entries/{entry_id}")
    assert "Everything is there." in page.text
    assert "Deadline: 31 January 2022, 23:59:59 WIB 11 d 14 h left" in page.text
    page = browser.submit({}, form="/submit")
    assert browser.url == f"/entries/{entry_id}/receipts/1"
    sent = row(db, "SELECT * FROM submission")
    assert sent["fingerprint"] == hashlib.sha256(sent["manifest"].encode()).hexdigest()
    assert "20 January 2022, 09:03:04 WIB" in page.text
    assert sent["fingerprint"] in page.text
    assert hashlib.sha256(PDF).hexdigest() in page.text
    assert "Perda 9.pdf" in page.text
    entry = row(db, "SELECT * FROM entry WHERE id = :id", id=entry_id)
    assert (entry["status"], entry["submitted_at"]) == ("submitted", "2022-01-20T02:03:04.000000Z")
    event = row(db, "SELECT * FROM audit_event WHERE name = 'DossierSubmitted'")
    assert json.loads(event["fields"]) == {"number": 1, "fingerprint": sent["fingerprint"]}


def test_the_manifest_comes_to_the_byte(browser: PageClient, db: Database, act, entry_id: int) -> None:
    fill(act(), entry_id)
    submit(act(), entry_id)
    answer = browser.get(f"/entries/{entry_id}/receipts/1/manifest.json")
    sent = row(db, "SELECT * FROM submission")
    assert hashlib.sha256(answer.data).hexdigest() == sent["fingerprint"]
    assert answer.headers["Content-Disposition"] == "attachment; filename=manifest-uji-2021-35.76-1.json"
    assert json.loads(answer.data)["submission"] == {
        "edition": "uji-2021",
        "category": "regency",
        "candidate": "35.76",
        "name": "Kota Mojokerto",
        "number": 1,
        "submitted_at": sent["submitted_at"],
    }


# --- the deadline --------------------------------------------------------------------------------


def test_the_last_second_is_in_time(
    browser: PageClient, db: Database, clock: Clock, act, entry_id: int
) -> None:
    fill(act(), entry_id)
    clock.now = CLOSES + timedelta(microseconds=999_999)
    browser.get(f"/entries/{entry_id}")
    browser.submit({}, form="/submit")
    assert status(db, entry_id) == "submitted"


def test_one_second_later_is_refused_with_the_deadline_and_the_draft_is_kept(
    browser: PageClient, db: Database, clock: Clock, act, entry_id: int
) -> None:
    fill(act(), entry_id)
    browser.get(f"/entries/{entry_id}")
    clock.now = CLOSES + timedelta(seconds=1)
    page = browser.submit({}, form="/submit", status=409)
    assert (
        "Dossiers were taken until 31 January 2022, 23:59:59 WIB."
        " Your draft is kept, but it can't be submitted any more." in page.text
    )
    assert "The deadline has passed." in page.text
    assert status(db, entry_id) == "draft"
    assert rows(db, "SELECT * FROM submission") == []
    assert len(rows(db, "SELECT * FROM dossier_item")) == 4


def test_without_a_screening_round_there_is_no_deadline(
    client: PageClient, db: Database, clock: Clock, award: Award, act_as
) -> None:
    entry_id = award.entry(award.edition(EDITION), "35.77", "Kota Madiun", email="madiun@uji.example")
    fill(act_as(award.actor("madiun@uji.example")), entry_id)
    clock.forward(days=4000)
    client.sign_in("madiun@uji.example", language="en")
    assert "There is no deadline for this dossier." in client.get(f"/entries/{entry_id}").text
    client.submit({}, form="/submit")
    assert status(db, entry_id) == "submitted"


def test_the_deadline_is_read_in_the_regions_own_zone(client: PageClient, award: Award) -> None:
    entry_id = award.entry(award.edition(SCREENED), "71.71", "Kota Manado", email="manado@uji.example")
    client.sign_in("manado@uji.example", language="en")
    assert "Deadline: 1 February 2022, 00:59:59 WITA" in client.get(f"/entries/{entry_id}").text


# --- after submission ----------------------------------------------------------------------------


def test_after_submission_nothing_changes(
    browser: PageClient, db: Database, act, entry_id: int, tmp_path: Path
) -> None:
    items = fill(act(), entry_id)
    submit(act(), entry_id)
    before = {table: rows(db, f"SELECT * FROM {table}") for table in ("dossier_item", "file")}
    page = browser.get(f"/entries/{entry_id}")
    assert SUBMITTED in page.text
    assert [link for link in page.links if link.startswith(("Edit", "Remove", "Add"))] == []
    assert [form.action for form in page.forms if f"/entries/{entry_id}" in form.action] == []
    base = f"/entries/{entry_id}/sections/regulations"
    for url in (f"{base}/new", f"{base}/{items['regulations']}", f"{base}/{items['regulations']}/remove"):
        assert SUBMITTED in browser.get(url, status=409).text
        browser.get(f"/entries/{entry_id}")
        assert SUBMITTED in browser.post(url, {**REGULATION, "revision": "1"}, status=409).text
        browser.get(f"/entries/{entry_id}")
    assert SUBMITTED in browser.post(f"/entries/{entry_id}/submit", status=409).text
    assert {table: rows(db, f"SELECT * FROM {table}") for table in before} == before
    for change_it in (
        lambda: save_item(
            act(), entry_id, "regulations", None, Draft(values("regulations", number="1"), upload())
        ),
        lambda: remove_item(act(), entry_id, "regulations", items["regulations"], 1),
        lambda: submit(act(), entry_id),
    ):
        with pytest.raises(Refused):
            change_it()
    assert len([path for path in (tmp_path / "files").rglob("*") if path.is_file()]) == 1


def test_a_returned_dossier_changes_again_and_comes_in_after_the_deadline(
    browser: PageClient, db: Database, clock: Clock, act, entry_id: int, tmp_path: Path
) -> None:
    items = fill(act(), entry_id)
    submit(act(), entry_id)
    first = row(db, "SELECT * FROM submission")
    return_it(db, entry_id, 'Jum\'at: "lampiran" kurang 🎉')
    clock.now = CLOSES + timedelta(days=3)
    page = browser.get(f"/entries/{entry_id}")
    assert 'Jum\'at: "lampiran" kurang 🎉' in page.text
    assert "There is no deadline for this dossier." in page.text
    draft = Draft(
        values("regulations", type="perda", number="10", year=2020, subject="Baru"),
        upload("Perda 10.pdf", PDF + b"lain"),
        revision=1,
    )
    save_item(act(), entry_id, "regulations", items["regulations"], draft)
    assert status(db, entry_id) == "returned"
    kept = {path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()}
    assert kept == {PDF, PDF + b"lain"}, "what a submission lists is kept"
    browser.get(f"/entries/{entry_id}")
    page = browser.submit({}, form="/submit")
    assert browser.url == f"/entries/{entry_id}/receipts/2"
    assert "Perda 10.pdf" in page.text
    entry = row(db, "SELECT * FROM entry WHERE id = :id", id=entry_id)
    assert (entry["status"], entry["status_reason"]) == ("submitted", "")
    assert row(db, "SELECT * FROM submission WHERE number = 1") == first
    page = browser.get(f"/entries/{entry_id}/receipts/1")
    assert "Perda 9.pdf" in page.text
    assert "Perda 10.pdf" not in page.text


def test_an_entry_that_left_the_award_says_why_and_does_not_change(
    browser: PageClient, db: Database, act, entry_id: int
) -> None:
    fill(act(), entry_id)
    with write(db):
        entries.set_status(
            db, entry_id, "rejected", reason="Di luar wilayah", status_at="2022-01-11T00:00:00.000000Z"
        )
    page = browser.get(f"/entries/{entry_id}")
    assert "Di luar wilayah" in page.text
    assert "Rejected" in page.text
    browser.post(f"/entries/{entry_id}/submit", status=409)
    assert status(db, entry_id) == "rejected"


def test_a_submission_that_breaks_off_leaves_nothing(db: Database, act, entry_id: int) -> None:
    with pytest.raises(Invalid):
        submit(act(), entry_id)
    assert rows(db, "SELECT * FROM submission") == []
    with pytest.raises(NotFound):
        submit(act(), 999)


# --- what a candidate sees of the award ------------------------------------------------------------


def test_scores_and_advancing_stay_hidden_until_they_are_published(
    browser: PageClient, db: Database, award: Award, act, entry_id: int
) -> None:
    with write(db):
        change(db, "UPDATE entry SET status = 'accepted' WHERE id = :id", id=entry_id)
    contest_id = award.enter(1, "province-desk", entry_id)
    before = browser.get(f"/entries/{entry_id}").text
    award.enter(1, "province-interview", entry_id)
    with write(db):
        insert(
            db,
            "finalisation",
            contest_id=contest_id,
            finalised_at=award.at,
            reason="rapat",
            snapshot="{}",
            fingerprint="a" * 64,
        )
        insert(
            db,
            "final_standing",
            contest_id=contest_id,
            entry_id=entry_id,
            rank=3,
            score="88.125",
            advances=1,
            wins=0,
        )
    assert browser.get(f"/entries/{entry_id}").text == before
    award.publish(contest_id)
    page = browser.get(f"/entries/{entry_id}")
    assert "Rank 3, score 88.13" in page.text
    assert page.links["Rank 3, score 88.13"].endswith("/uji-2021/province-desk/regency/35")


def test_the_timeline_says_what_is_past_now_and_to_come(
    browser: PageClient, clock: Clock, entry_id: int
) -> None:
    page = browser.get(f"/entries/{entry_id}")
    assert (
        "Screening Province · Screening · running now From 5 January 2022, 08:00 WIB"
        " Until 31 January 2022, 23:59 WIB Provincial desk assessment" in page.text
    )
    assert "Running now Screening" in browser.get("/entries").text
    clock.now = CLOSES + timedelta(seconds=1)
    assert "Screening Province · Screening · over" in browser.get(f"/entries/{entry_id}").text


def test_a_shared_account_sees_each_of_its_entries(app: Flask, browser: PageClient, award: Award) -> None:
    award.entry(
        award.edition(SCREENED.replace("uji-2021", "uji-2022")), "35.76", "Kota Kedua", email=CANDIDATE
    )
    page = browser.get("/entries")
    assert [text for level, text in page.headings if level == 2] == ["Kota Mojokerto", "Kota Kedua"]
