"""Bad input from end to end: bombs, scripts, names, numbers of files, long texts, other people's dossiers."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlite_utils import Database
from werkzeug.test import TestResponse

from evaluation.store import dossiers
from evaluation.store.db import rows
from evaluation.worker.board import Board
from evaluation.worker.jobs import JOBS
from tests.award import Award
from tests.dossier_ground import PDF, REGULATION, SCREENED, office
from tests.pages import PageClient
from tests.paper_ground import pdf_of
from tests.tus_ground import CANDIDATE, Tus, speaking, told

MOST = 10
WITH_LIMIT = f"""[[section]]
code = "regulations"
title = {{ id = "Regulasi", en = "Regulations" }}
kind = "regulations"

[[section]]
code = "innovations"
title = {{ id = "Inovasi", en = "Innovations" }}
kind = "innovations"

[[section]]
code = "coverage"
title = {{ id = "Cakupan", en = "Coverage" }}
kind = "coverage"

[[section]]
code = "documents"
title = {{ id = "Dokumen", en = "Documents" }}
kind = "documents"
required = false
maximum = {MOST}

[[round]]"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(document.cookie)</script></svg>'


@pytest.fixture
def entry_id(award: Award) -> int:
    return award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=CANDIDATE)


@pytest.fixture
def sender(client: PageClient, entry_id: int) -> Tus:
    """The candidate's browser, in English."""
    client.sign_in(CANDIDATE, language="en")
    return speaking(client)


def on_disk(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "files").rglob("*") if path.is_file())


def titles(db: Database, entry_id: int) -> list[str]:
    return [item.values["title"] for item in dossiers.dossier(db, entry_id).of("documents")]


def send_whole(sender: Tus, entry_id: int, content: bytes, name: str) -> int:
    """A document in one piece; the status of its last answer."""
    address = sender.begin(entry_id, content, name, section="documents")
    return sender.patch(address, content, 0).status_code


def work(app: Flask) -> None:
    """Let the worker do every job that waits."""
    board = Board(app.config, JOBS)
    while (job_id := board.take()) is not None:
        board.do(job_id)
    board.db.conn.close()


@pytest.mark.parametrize(
    ("kind", "part", "name", "state"),
    [
        ("wordprocessingml.document.main", "word/document.xml", "bom.docx", "read"),
        # What is no whole workbook is read as none.
        ("spreadsheetml.sheet.main", "xl/sharedStrings.xml", "bom.xlsx", "broken"),
    ],
)
def test_a_zip_bomb_in_an_office_file_is_kept_and_read_up_to_a_limit(
    app: Flask, sender: Tus, db: Database, entry_id: int, kind: str, part: str, name: str, state: str
) -> None:
    bomb = office(kind, (part, '<w:d xmlns:w="x"><w:t>' + "A" * 50_000_000))
    assert len(bomb) < 200_000
    assert send_whole(sender, entry_id, bomb, name) == 204
    work(app)
    assert [one["state"] for one in rows(db, "SELECT state FROM reading")] == [state]
    lengths = [one["n"] for one in rows(db, "SELECT length(text) AS n FROM reading_page ORDER BY sha256")]
    assert len(lengths) == (state == "read")
    assert all(0 < length <= 2_000_000 for length in lengths)


def test_a_pdf_with_a_script_is_read_and_one_of_ten_thousand_pages_is_taken(
    app: Flask, sender: Tus, db: Database, entry_id: int
) -> None:
    assert send_whole(sender, entry_id, pdf_of(2, script="app.alert(1); while (true) {}"), "skrip.pdf") == 204
    work(app)
    assert rows(db, "SELECT state, pages FROM reading") == [{"state": "read", "pages": 2}]
    # What is read of it, and how long that may take, is in tests/press/test_reader.py.
    assert send_whole(sender, entry_id, pdf_of(10_000), "tebal.pdf") == 204
    assert titles(db, entry_id) == ["skrip", "tebal"]
    assert [one["state"] for one in rows(db, "SELECT state FROM reading ORDER BY state")] == [
        "read",
        "waiting",
    ]


def test_an_svg_with_a_script_is_refused_whatever_it_is_called(
    sender: Tus, entry_id: int, tmp_path: Path
) -> None:
    for name in ("gambar.svg", "gambar.png", "gambar.pdf"):
        address = sender.begin(entry_id, SVG, name, section="documents")
        response = sender.patch(address, SVG, 0)
        assert response.status_code == 422
        assert "by its content it is an SVG drawing" in response.text
    assert on_disk(tmp_path) == []


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("a" * 300 + ".pdf", None),
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\boot.pdf", "boot.pdf"),
        ("tagihan\u202efdp.exe", "tagihanfdp.exe.pdf"),
        ("\u2066\u200fnama\u2069.pdf", "nama.pdf"),
    ],
)
def test_names_are_for_showing_only(
    sender: Tus, db: Database, entry_id: int, tmp_path: Path, sent: str, shown: str | None
) -> None:
    assert send_whole(sender, entry_id, PDF, sent) == 204
    [kept] = rows(db, "SELECT id, name FROM file")
    if shown is None:
        assert (len(kept["name"]) < 300, kept["name"].endswith("a.pdf")) == (True, True)
    else:
        assert kept["name"] == shown
    assert [bool(re.fullmatch("[0-9a-f]{32}", name)) for name in on_disk(tmp_path)] == [True]
    page = sender.browser.get(f"/entries/{entry_id}")
    assert kept["name"] in page.text
    with sender.browser.http.get(f"/files/{kept['id']}") as response:
        header = response.headers["Content-Disposition"]
    assert header.startswith("attachment;")
    assert quote(kept["name"]) in header or kept["name"] in header


def test_five_hundred_files_by_tus_become_five_hundred_documents(
    sender: Tus, db: Database, entry_id: int, tmp_path: Path
) -> None:
    for number in range(500):
        assert send_whole(sender, entry_id, PDF, f"Surat {number}.pdf") == 204
    assert titles(db, entry_id) == [f"Surat {number}" for number in range(500)]
    assert len(on_disk(tmp_path)) == 1


def test_a_full_section_takes_no_file_and_says_so_before_it_is_sent(
    client: PageClient, award: Award, db: Database, tmp_path: Path
) -> None:
    text = SCREENED.replace("[[round]]", WITH_LIMIT, 1)
    entry_id = award.entry(award.edition(text), "35.76", "Kota Mojokerto", email=CANDIDATE)
    client.sign_in(CANDIDATE, language="en")
    sender = speaking(client)
    full = "At most 10 fit into this section: change or remove one."
    late = sender.begin(entry_id, PDF, "terlambat.pdf", section="documents")
    for number in range(MOST):
        assert send_whole(sender, entry_id, PDF, f"{number}.pdf") == 204
    header = told(entry=str(entry_id), filename="x.pdf", section="documents")
    response = sender.ask("POST", "/uploads", upload_length=5, upload_metadata=header)
    assert (response.status_code, response.text) == (422, full)
    response = sender.patch(late, PDF, 0)
    assert (response.status_code, response.text) == (422, full)
    client.get(f"/entries/{entry_id}/sections/documents/upload")
    files = [(io.BytesIO(PDF), f"{number}.pdf") for number in range(500)]
    page = client.submit({}, files={"files": files}, status=422)
    assert page.text.count(full) == 500
    assert titles(db, entry_id) == [str(number) for number in range(MOST)]
    assert len(on_disk(tmp_path)) == 1


def test_a_text_of_five_megabytes_is_refused_at_its_field_and_a_larger_form_as_a_whole(
    sender: Tus, db: Database, entry_id: int
) -> None:
    megabyte, header = 1024 * 1024, {"X-CSRFToken": sender.token}

    def send(length: int) -> TestResponse:
        typed = {"kind": "membership", "title": "Uji", "problem": "x" * length}
        part = '--B\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
        body = "".join(part.format(name, value) for name, value in typed.items()) + "--B--\r\n"
        return sender.browser.http.post(
            f"/entries/{entry_id}/sections/innovations/new",
            data=body.encode(),
            content_type="multipart/form-data; boundary=B",
            headers=header,
        )

    response = send(5 * megabyte)
    assert response.status_code == 422
    assert f"characters fit here; this has {5 * megabyte}." in response.text
    assert response.text.count("x" * (5 * megabyte)) == 1
    response = send(7 * megabyte)
    assert response.status_code == 413
    assert "What you sent is too large." in response.text
    assert rows(db, "SELECT id FROM dossier_item") == []


def test_nothing_can_be_sent_to_somebody_elses_dossier(
    app: Flask, award: Award, sender: Tus, db: Database, entry_id: int, tmp_path: Path
) -> None:
    other = award.entry(1, "35.78", "Kota Surabaya", email="lain@uji.example")
    for path, field in (
        ("documents/upload", "files"),
        ("regulations/new", "file"),
        ("documents/new", "file"),
    ):
        data = {**REGULATION, "title": "x", field: (io.BytesIO(PDF), "bukti.pdf")}
        sender.browser.get("/entries")
        sender.browser.post(f"/entries/{other}/sections/{path}", data, status=404)
    header = told(entry=str(other), filename="x.pdf", section="documents")
    assert sender.ask("POST", "/uploads", upload_length=5, upload_metadata=header).status_code == 404
    assert (rows(db, "SELECT id FROM file"), rows(db, "SELECT id FROM upload"), on_disk(tmp_path)) == (
        [],
        [],
        [],
    )
