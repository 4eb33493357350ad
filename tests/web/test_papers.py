"""Dossiers on paper and as ZIP: what they hold, who gets them, and that nothing in them is invented."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlite_utils import Database

from evaluation.actions.dossiers import Draft, save_item, submit
from evaluation.core.manifest import contents
from evaluation.store.db import change, insert, row, write
from tests.award import Award
from tests.dossier_ground import SCREENED, fill, office, upload, values
from tests.pages import PageClient
from tests.paper_ground import locked_pdf, pdf_of, picture

OWNER = "calon@uji.example"
OTHER = "lain@uji.example"
NAME = 'Jum\'at "besar" 🎉.pdf'
EVIL = '#panic("x") *tebal* $x$ @ref <l> \\ // /* "kutip" 🎉'


@pytest.fixture
def edition_id(award: Award) -> int:
    return award.edition(SCREENED)


@pytest.fixture
def entry_id(award: Award, act_as, edition_id: int) -> int:
    """A draft with a PDF of two pages, a locked one, a picture and an Office file."""
    entry_id = award.entry(edition_id, "35.76", "Kota Mojokerto", email=OWNER)
    award.entry(edition_id, "35.77", "Kota Madiun", email=OTHER)
    act = act_as(award.actor(OWNER))
    fill(act, entry_id)
    for title, name, content in (
        (EVIL, NAME, pdf_of(2, "lembar")),
        ("Terkunci", "kunci.pdf", locked_pdf()),
        ("Foto", "foto.png", picture()),
        ("Naskah", "naskah.docx", office("wordprocessingml.document.main")),
    ):
        save_item(
            act, entry_id, "documents", None, Draft(values("documents", title=title), upload(name, content))
        )
    return entry_id


@pytest.fixture
def submitted(award: Award, act_as, edition_id: int, entry_id: int) -> int:
    """The same, handed in and before East Java's panel; the contest's id."""
    submit(act_as(award.actor(OWNER)), entry_id)
    return award.enter(edition_id, "province-desk", entry_id)


def signed_in(app: Flask, email: str, language: str = "en") -> PageClient:
    browser = PageClient(app).sign_in(email)
    browser.post("/language", {"locale": language, "next": "/account"})
    return browser


def taken(browser: PageClient, url: str) -> bytes:
    with browser.http.get(url) as answer:
        assert answer.status_code == 200
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        return answer.data


def paper(browser: PageClient, url: str) -> PdfReader:
    return PdfReader(io.BytesIO(taken(browser, url)))


def words(paper: PdfReader, page: int) -> str:
    return " ".join(paper.pages[page].extract_text().split())


# --- the receipt ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title", "zone"),
    [
        ("en", "Receipt of submission 1", "10 January 2022, 10:00:00 WIB"),
        ("id", "1", "10 Januari 2022, 10:00:00 WIB"),
    ],
)
def test_a_receipt_is_one_page_with_time_fingerprint_code_and_files(
    app: Flask, db: Database, entry_id: int, submitted: int, language: str, title: str, zone: str
) -> None:
    sent = row(db, "SELECT fingerprint FROM submission")
    receipt = paper(signed_in(app, OWNER, language), f"/entries/{entry_id}/receipts/1.pdf")
    assert len(receipt.pages) == 1
    said = words(receipt, 0)
    assert title in said
    assert zone in said
    assert sent["fingerprint"] in said
    assert NAME.replace("🎉", "[party popper]") in said
    for known in db.query("SELECT sha256 FROM file ORDER BY id"):
        assert known["sha256"] in said
    metadata = receipt.xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "B")


def test_a_receipt_of_many_files_stays_on_its_page_and_says_how_many_are_left_out(
    app: Flask, award: Award, act_as, entry_id: int
) -> None:
    act = act_as(award.actor(OWNER))
    for number in range(60):
        draft = Draft(values("documents", title="x" * 300), upload(f"{'W' * 140} {number}.pdf"))
        save_item(act, entry_id, "documents", None, draft)
    submit(act, entry_id)
    receipt = paper(signed_in(app, OWNER), f"/entries/{entry_id}/receipts/1.pdf")
    assert len(receipt.pages) == 1
    assert "more; the manifest lists everything." in words(receipt, 0)


# --- the whole as PDF ----------------------------------------------------------------------------


def test_the_dossier_is_one_pdf_with_contents_sections_and_numbered_annexes(
    app: Flask, entry_id: int, submitted: int
) -> None:
    whole = paper(signed_in(app, OWNER), f"/entries/{entry_id}/dossier.pdf")
    marks = whole.outline
    assert [mark["/Title"] for mark in marks if not isinstance(mark, list)] == [
        "Regulations",
        "Innovations",
        "Coverage",
        "Budget support",
        "Other documents",
        "Annexes",
    ]
    assert [mark["/Title"] for mark in marks[-1]] == [
        "Annex 1: Perda 9.pdf",
        f"Annex 2: {NAME.replace('🎉', '[party popper]')}",
        "Annex 3: kunci.pdf",
        "Annex 4: foto.png",
        "Annex 5: naskah.docx",
    ]
    starts = [whole.get_destination_page_number(mark) for mark in marks[-1]]
    assert starts == [8, 9, 12, 13, 14]
    assert len(whole.pages) == 15
    assert "Kota Mojokerto" in words(whole, 0)
    assert "This file is not PDF/A" in words(whole, 0)
    assert "Contents" in words(whole, 1)
    assert EVIL.replace("🎉", "[party popper]") in words(whole, 6)
    assert "Neighbourhood" not in words(whole, 2)
    assert "100.00%" in words(whole, 4)
    assert [words(whole, page) for page in (10, 11)] == ["lembar 1", "lembar 2"]
    assert "the file is broken" in words(whole, 8)
    assert "Pages that follow: 2." in words(whole, 9)
    assert "a password locks it" in words(whole, 12)
    assert len(whole.pages[13].images) == 1
    assert "not shown on paper" in words(whole, 14)


def test_a_dossier_in_the_making_says_so_in_the_visitors_language(app: Flask, entry_id: int) -> None:
    english = paper(signed_in(app, OWNER), f"/entries/{entry_id}/dossier.pdf")
    assert "it was not submitted as it stands here" in words(english, 0)
    assert "Fingerprint" not in words(english, 0)
    indonesian = paper(signed_in(app, OWNER, "id"), f"/entries/{entry_id}/dossier.pdf")
    assert indonesian.outline[0]["/Title"] == "Regulasi"
    assert "lembar 2" in [words(indonesian, page) for page in range(len(indonesian.pages))]


# --- the ZIP -------------------------------------------------------------------------------------


@pytest.fixture
def packed(app: Flask, entry_id: int, submitted: int) -> Iterator[zipfile.ZipFile]:
    with zipfile.ZipFile(
        io.BytesIO(taken(signed_in(app, OWNER), f"/entries/{entry_id}/dossier.zip"))
    ) as packed:
        yield packed


def test_the_zip_holds_every_file_under_a_clean_numbered_name(packed: zipfile.ZipFile) -> None:
    assert packed.testzip() is None
    assert packed.namelist() == [
        "dossier.pdf",
        "manifest.json",
        "SHA256SUMS.txt",
        "lampiran/001 Perda 9.pdf",
        "lampiran/002 Jum'at 'besar' 🎉.pdf",
        "lampiran/003 kunci.pdf",
        "lampiran/004 foto.png",
        "lampiran/005 naskah.docx",
    ]
    assert len(PdfReader(io.BytesIO(packed.read("dossier.pdf"))).pages) == 15


def test_the_zips_manifest_is_the_one_that_was_fingerprinted_and_lists_each_file(
    db: Database, packed: zipfile.ZipFile
) -> None:
    sent = row(db, "SELECT manifest, fingerprint FROM submission")
    manifest = packed.read("manifest.json")
    assert manifest == sent["manifest"].encode()
    assert hashlib.sha256(manifest).hexdigest() == sent["fingerprint"]
    listed = [item["file"] for part in contents(manifest.decode()) for item in part.items if item["file"]]
    names = [name for name in packed.namelist() if name.startswith("lampiran/")]
    assert [file["sha256"] for file in listed] == [
        hashlib.sha256(packed.read(name)).hexdigest() for name in names
    ]
    assert listed[1]["name"] == NAME
    sums = [line.split("  ", 1) for line in packed.read("SHA256SUMS.txt").decode().splitlines()]
    assert {name: hashlib.sha256(packed.read(name)).hexdigest() for _, name in sums} == {
        name: digest for digest, name in sums
    }


def test_the_zip_of_a_draft_has_the_manifest_as_it_would_be(app: Flask, entry_id: int) -> None:
    data = taken(signed_in(app, OWNER), f"/entries/{entry_id}/dossier.zip")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        document = json.loads(packed.read("manifest.json"))
    assert document["submission"] == {
        "edition": "uji-2021",
        "category": "regency",
        "candidate": "35.76",
        "name": "Kota Mojokerto",
        "number": 1,
        "submitted_at": "",
    }


def test_a_file_that_is_gone_or_altered_on_the_disk_never_passes_for_the_real_one(
    app: Flask, db: Database, entry_id: int, submitted: int, tmp_path
) -> None:
    browser = signed_in(app, OWNER)
    known = row(db, "SELECT stored_as FROM file WHERE name = 'foto.png'")["stored_as"]
    path = tmp_path / "files" / known[:2] / known
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"?")
    with pytest.raises(Exception, match="does not have its fingerprint any more"):
        browser.http.get(f"/entries/{entry_id}/dossier.zip", buffered=True)
    path.unlink()
    assert browser.http.get(f"/entries/{entry_id}/dossier.zip").status_code == 404
    whole = paper(browser, f"/entries/{entry_id}/dossier.pdf")
    assert "missing on the server" in words(whole, 13)


def test_a_file_that_the_virus_scanner_holds_back_is_in_no_paper(
    app: Flask, db: Database, entry_id: int, submitted: int
) -> None:
    with write(db):
        change(db, "UPDATE file SET scan = 'infected' WHERE name = 'foto.png'")
    browser = signed_in(app, OWNER)
    with zipfile.ZipFile(io.BytesIO(taken(browser, f"/entries/{entry_id}/dossier.zip"))) as packed:
        assert "lampiran/004 foto.png" not in packed.namelist()
        whole = PdfReader(io.BytesIO(packed.read("dossier.pdf")))
    assert "the virus scanner has not passed it" in words(whole, 13)


# --- rights --------------------------------------------------------------------------------------


def statuses(app: Flask, email: str, urls: dict[str, str]) -> dict[str, int]:
    browser = signed_in(app, email)
    found = {}
    for name, url in urls.items():
        with browser.http.get(url) as answer:
            found[name] = answer.status_code
    return found


def test_papers_are_for_those_who_may_see_the_dossier(
    app: Flask, award: Award, edition_id: int, entry_id: int, submitted: int
) -> None:
    award.grant("jatim@uji.example", "committee", edition_id, "35")
    award.grant("jateng@uji.example", "committee", edition_id, "33")
    award.grant("auditor@uji.example", "auditor", edition_id)
    award.panel(edition_id, "province", "35")
    award.panel(edition_id, "province", "33")
    urls = {
        "own": f"/entries/{entry_id}/dossier.zip",
        "receipt": f"/entries/{entry_id}/receipts/1.pdf",
        "committee": f"/committee/entries/{entry_id}/dossier.zip",
        "desk": f"/desk/{submitted}/{entry_id}/dossier.zip",
    }
    expected = {
        OWNER: (200, 200, 403, 403),
        OTHER: (404, 404, 403, 403),
        "jatim@uji.example": (403, 403, 200, 403),
        "jateng@uji.example": (403, 403, 404, 403),
        "auditor@uji.example": (403, 403, 200, 403),
        "juri1-35@uji.example": (403, 403, 403, 200),
        "juri1-33@uji.example": (403, 403, 403, 404),
    }
    assert {email: tuple(statuses(app, email, urls).values()) for email in expected} == expected


def test_the_recused_get_no_paper_any_more(
    app: Flask, db: Database, award: Award, edition_id: int, entry_id: int, submitted: int
) -> None:
    juror = award.panel(edition_id, "province", "35")[0]
    award.grant("juri1-35@uji.example", "committee", edition_id, "35")
    urls = {
        form + room: f"{room}/dossier.{form}"
        for form in ("pdf", "zip")
        for room in (f"/desk/{submitted}/{entry_id}", f"/committee/entries/{entry_id}")
    }
    with write(db):
        insert(db, "recusal", account_id=juror, entry_id=entry_id, reason="Paman", recused_at=award.at)
    assert set(statuses(app, "juri1-35@uji.example", urls).values()) == {404}


def test_pages_offer_the_papers(
    app: Flask, award: Award, edition_id: int, entry_id: int, submitted: int
) -> None:
    award.grant("jatim@uji.example", "committee", edition_id, "35")
    award.panel(edition_id, "province", "35")
    for email, page, base in (
        (OWNER, f"/entries/{entry_id}", f"/entries/{entry_id}"),
        ("jatim@uji.example", f"/committee/entries/{entry_id}", f"/committee/entries/{entry_id}"),
        ("juri1-35@uji.example", f"/desk/{submitted}/{entry_id}", f"/desk/{submitted}/{entry_id}"),
    ):
        links = signed_in(app, email).get(page).links
        assert links["The whole dossier as PDF"] == f"{base}/dossier.pdf"
        assert links["The whole dossier as ZIP"] == f"{base}/dossier.zip"
    links = signed_in(app, OWNER).get(f"/entries/{entry_id}/receipts/1").links
    assert links["Download the receipt (PDF)"] == f"/entries/{entry_id}/receipts/1.pdf"
