"""The files of a dossier's items: kept, replaced, taken out, refused; and nothing is left behind."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.store import dossiers
from evaluation.store.db import rows
from tests.award import Award
from tests.dossier_ground import PDF, PNG, PROGRAM, REGULATION, SCREENED
from tests.pages import PageClient

CANDIDATE = "calon@uji.example"
STRANGE = "Jum'at \"besar\" & <script>alert('x')</script> 🎉"


@pytest.fixture
def entry_id(award: Award) -> int:
    return award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=CANDIDATE)


@pytest.fixture
def browser(client: PageClient, entry_id: int) -> PageClient:
    """The candidate's browser, in English."""
    return client.sign_in(CANDIDATE, language="en")


def add(browser: PageClient, entry_id: int, section: str, values: dict[str, str], **files: object) -> None:
    browser.get(f"/entries/{entry_id}/sections/{section}/new")
    browser.submit(values, files=dict(files))
    assert browser.url == f"/entries/{entry_id}"


def pdf(name: str = "Perda 9.pdf", content: bytes = PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def on_disk(tmp_path: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file())


def test_a_file_is_kept_replaced_and_taken_out(
    browser: PageClient, db: Database, entry_id: int, tmp_path: Path
) -> None:
    add(browser, entry_id, "regulations", REGULATION, file=pdf("../x/Perda 9.pdf"))
    [item] = dossiers.dossier(db, entry_id).of("regulations")
    assert (item.file.name, item.file.media_type, item.file.size) == (
        "Perda 9.pdf",
        "application/pdf",
        len(PDF),
    )
    assert on_disk(tmp_path) == [PDF]
    browser.get(f"/entries/{entry_id}/sections/regulations/1")
    browser.submit({"subject": "Tetap"})
    assert dossiers.dossier(db, entry_id).of("regulations")[0].file == item.file
    browser.get(f"/entries/{entry_id}/sections/regulations/1")
    browser.submit({}, form="/regulations/1", files={"file": (io.BytesIO(PNG), "scan.png")})
    assert dossiers.dossier(db, entry_id).of("regulations")[0].file.name == "scan.png"
    assert on_disk(tmp_path) == [PNG]
    browser.get(f"/entries/{entry_id}/sections/regulations/1")
    browser.submit({"drop_file": "y"}, form="/regulations/1")
    assert dossiers.dossier(db, entry_id).of("regulations")[0].file is None
    assert on_disk(tmp_path) == []
    assert rows(db, "SELECT * FROM file") == []
    names = [
        r["name"]
        for r in rows(db, "SELECT name FROM audit_event WHERE entry_id = :entry ORDER BY id", entry=entry_id)
    ]
    assert names == [
        "FileUploaded",
        "DossierItemSaved",
        "DossierItemSaved",
        "FileUploaded",
        "FileRemoved",
        "DossierItemSaved",
        "FileRemoved",
        "DossierItemSaved",
    ]


def test_removing_an_item_removes_its_file(
    browser: PageClient, db: Database, entry_id: int, tmp_path: Path
) -> None:
    add(browser, entry_id, "documents", {"title": "Surat"}, file=pdf())
    browser.get(f"/entries/{entry_id}/sections/documents/1/remove")
    browser.submit({}, form="/remove")
    assert rows(db, "SELECT * FROM file") == []
    assert on_disk(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("Perda.pdf", PROGRAM, "by its content it is a Windows program"),
        ("Perda.pdf", b"", "The file is empty (0 bytes)"),
        ("gambar.png", b"<svg onload=alert(1)>", "by its content it is an SVG drawing"),
        ("gambar.png", b"<html><script>x</script>", "by its content it is a web page"),
        ("Perda.pdf", b"x" * 2001, "The file is larger than 0.001"),
    ],
)
def test_a_refused_file_is_told_in_words_and_leaves_nothing_behind(
    app: Flask,
    browser: PageClient,
    db: Database,
    entry_id: int,
    tmp_path: Path,
    name: str,
    content: bytes,
    complaint: str,
) -> None:
    app.config["MAX_FILE_BYTES"] = 2000
    browser.get(f"/entries/{entry_id}/sections/regulations/new")
    page = browser.submit(
        {"subject": "Tetap di sini"}, files={"file": (io.BytesIO(content), name)}, status=422
    )
    assert complaint in page.text
    assert "Please choose the file again: browsers don't keep it." in page.text
    assert dict(page.forms[-1].fields)["subject"] == "Tetap di sini"
    assert on_disk(tmp_path) == []
    assert rows(db, "SELECT * FROM file") == []
    assert dossiers.dossier(db, entry_id).of("regulations") == ()


def test_a_request_over_the_limit_gets_a_page_that_says_what_to_do(
    app: Flask, browser: PageClient, entry_id: int
) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 5000
    browser.get(f"/entries/{entry_id}/sections/documents/new")
    page = browser.submit({"title": "Surat"}, files={"file": pdf(content=b"%PDF-" + b"x" * 9000)}, status=413)
    assert "What you sent is too large." in page.text


def test_a_file_of_a_conflict_is_not_kept(
    app: Flask, browser: PageClient, db: Database, entry_id: int, tmp_path: Path
) -> None:
    add(browser, entry_id, "documents", {"title": "Surat"})
    second = PageClient(app).sign_in(CANDIDATE)
    second.get(f"/entries/{entry_id}/sections/documents/1")
    browser.get(f"/entries/{entry_id}/sections/documents/1")
    browser.submit({"title": "Surat baru"})
    second.submit({"title": "Surat lain"}, files={"file": pdf()}, status=409)
    assert on_disk(tmp_path) == []
    assert rows(db, "SELECT * FROM file") == []
