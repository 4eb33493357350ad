"""Who comes to whose dossier: its own people write it, those who may see it download its files."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions.dossiers import Draft, save_item, submit
from evaluation.actions.panels import record_decree
from evaluation.store.db import insert, row, write
from tests.award import Award
from tests.dossier_ground import PDF, SCREENED, fill, upload, values
from tests.pages import PageClient

OWNER = "calon@uji.example"
OTHER = "lain@uji.example"
NAME = 'Jum\'at "besar" 🎉.pdf'


@pytest.fixture
def edition_id(award: Award) -> int:
    return award.edition(SCREENED)


@pytest.fixture
def entry_id(award: Award, act_as, edition_id: int) -> int:
    """A submitted entry in a contest of East Java; a document of it has a file with a strange name."""
    entry_id = award.entry(edition_id, "35.76", "Kota Mojokerto", email=OWNER)
    award.entry(edition_id, "35.77", "Kota Madiun", email=OTHER)
    fill(act_as(award.actor(OWNER)), entry_id)
    save_item(
        act_as(award.actor(OWNER)),
        entry_id,
        "documents",
        None,
        Draft(values("documents", title="a"), upload(NAME)),
    )
    submit(act_as(award.actor(OWNER)), entry_id)
    award.enter(edition_id, "province-desk", entry_id)
    return entry_id


@pytest.fixture
def file_id(db: Database, entry_id: int) -> int:
    return int(row(db, "SELECT id FROM file WHERE name = :name", name=NAME)["id"])


def signed_in(app: Flask, email: str) -> PageClient:
    return PageClient(app).sign_in(email)


def test_every_page_of_somebody_elses_entry_reads_as_not_there(
    app: Flask, award: Award, entry_id: int, file_id: int
) -> None:
    browser = signed_in(app, OTHER)
    base = f"/entries/{entry_id}"
    gone = browser.get("/entries/99999", status=404).text
    for path in (
        "",
        "/read",
        "/sections/regulations/new",
        "/sections/regulations/1",
        "/sections/regulations/1/remove",
        "/receipts/1",
    ):
        assert browser.get(base + path, status=404).text == gone
    assert browser.get(f"{base}/receipts/1/manifest.json", status=404).text == gone
    assert browser.get(f"/files/{file_id}", status=404).text == gone
    for path in (
        "/sections/regulations/new",
        "/sections/regulations/1",
        "/sections/regulations/1/remove",
        "/submit",
    ):
        browser.get("/entries")
        assert browser.post(base + path, {"number": "1", "revision": "1"}, status=404).text == gone


def test_an_item_is_found_in_its_own_entry_only(
    app: Flask, db: Database, award: Award, entry_id: int
) -> None:
    other_id = int(row(db, "SELECT id FROM entry WHERE code = '35.77'")["id"])
    browser = signed_in(app, OTHER)
    browser.get(f"/entries/{other_id}/sections/regulations/1", status=404)
    browser.get(f"/entries/{other_id}/sections/regulations/1/remove", status=404)
    browser.get("/entries")
    browser.post(
        f"/entries/{other_id}/sections/regulations/1", {"subject": "Milik orang", "revision": "1"}, status=409
    )
    browser.get("/entries")
    browser.post(f"/entries/{other_id}/sections/regulations/1/remove", {"revision": "1"}, status=404)
    assert row(db, "SELECT entry_id, json_extract(fields, '$.subject') AS subject FROM dossier_item") == {
        "entry_id": entry_id,
        "subject": "Jaminan Sosial Daerah",
    }


def test_a_number_that_no_row_can_have_reads_as_not_there(app: Flask, entry_id: int) -> None:
    browser = signed_in(app, OWNER)
    huge = 10**30
    browser.finds_nothing(
        f"/entries/{huge}", f"/entries/{entry_id}/sections/regulations/{huge}", f"/files/{huge}"
    )


@pytest.mark.parametrize("role", ["committee", "auditor", "administrator"])
def test_the_candidates_pages_are_for_candidates(
    app: Flask, award: Award, edition_id: int, entry_id: int, role: str
) -> None:
    award.grant("kantor@uji.example", role, edition_id, "35" if role == "committee" else None)
    browser = signed_in(app, "kantor@uji.example")
    browser.may_not_open("/entries", f"/entries/{entry_id}", f"/entries/{entry_id}/sections/regulations/new")


def test_anonymous_visitors_are_sent_to_the_login(client: PageClient, entry_id: int, file_id: int) -> None:
    for url in ("/entries", f"/entries/{entry_id}", f"/entries/{entry_id}/receipts/1", f"/files/{file_id}"):
        client.get(url)
        assert client.url == "/login"


# --- downloads -----------------------------------------------------------------------------------


def test_a_download_is_an_attachment_that_opens_in_no_page(app: Flask, entry_id: int, file_id: int) -> None:
    with signed_in(app, OWNER).http.get(f"/files/{file_id}") as answer:
        assert answer.data == PDF
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="Jum\'at \\"besar\\" .pdf"; '
            "filename*=UTF-8''Jum%27at%20%22besar%22%20%F0%9F%8E%89.pdf"
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}
        assert policy == {"default-src 'none'", "frame-ancestors 'none'", "sandbox"}
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_those_who_may_see_the_entry_download_its_files(
    app: Flask, award: Award, edition_id: int, entry_id: int, file_id: int
) -> None:
    award.grant("jatim@uji.example", "committee", edition_id, "35")
    award.grant("jateng@uji.example", "committee", edition_id, "33")
    award.grant("auditor@uji.example", "auditor", edition_id)
    award.grant("admin@uji.example", "administrator")
    award.panel(edition_id, "province", "35")
    award.panel(edition_id, "province", "33")
    expected = {
        OWNER: 200,
        "jatim@uji.example": 200,
        "auditor@uji.example": 200,
        "juri1-35@uji.example": 200,
        OTHER: 404,
        "jateng@uji.example": 404,
        "admin@uji.example": 404,
        "juri1-33@uji.example": 404,
    }
    assert {email: download_status(app, email, file_id) for email in expected} == expected


def download_status(app: Flask, email: str, file_id: int) -> int:
    return int(fetched(signed_in(app, email), file_id))


def fetched(browser: PageClient, file_id: int) -> int:
    with browser.http.get(f"/files/{file_id}") as answer:
        return int(answer.status_code)


def test_a_recused_assessor_cannot_download_any_more(
    app: Flask, db: Database, award: Award, edition_id: int, entry_id: int, file_id: int
) -> None:
    juror = award.panel(edition_id, "province", "35")[0]
    browser = signed_in(app, "juri1-35@uji.example")
    assert fetched(browser, file_id) == 200
    with write(db):
        insert(db, "recusal", account_id=juror, entry_id=entry_id, reason="Paman", recused_at=award.at)
    assert fetched(browser, file_id) == 404


def test_a_panels_file_is_for_the_panel_and_its_committee(
    app: Flask, db: Database, award: Award, act_as, edition_id: int, entry_id: int
) -> None:
    award.grant("jatim@uji.example", "committee", edition_id, "35")
    award.panel(edition_id, "province", "35")
    panel_id = int(row(db, "SELECT id FROM panel")["id"])
    act = act_as(award.actor("jatim@uji.example"))
    record_decree(act, panel_id, number="188/1/2022", on=None, upload=upload("SK Gubernur.pdf"))
    kept = int(row(db, "SELECT id FROM file WHERE panel_id = :panel", panel=panel_id)["id"])
    expected = {"jatim@uji.example": 200, "juri2-35@uji.example": 200, OWNER: 404}
    assert {email: download_status(app, email, kept) for email in expected} == expected


def test_a_file_that_is_missing_on_the_disk_is_told(
    app: Flask, entry_id: int, file_id: int, tmp_path
) -> None:
    for path in (tmp_path / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    browser = signed_in(app, OWNER)
    browser.post("/language", {"locale": "en", "next": "/entries"})
    assert (
        "This file is missing on the server: tell the committee."
        in browser.get(f"/files/{file_id}", status=404).text
    )
