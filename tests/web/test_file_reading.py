"""Reading aids: made once for equal bytes, told to the candidate, shown to those who may see the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import reading
from evaluation.actions.dossiers import Draft, remove_item, save_item
from evaluation.store.db import change, insert, row, rows, write
from evaluation.worker.board import Board
from evaluation.worker.jobs import JOBS
from tests.award import Award
from tests.dossier_ground import SCREENED, upload, values
from tests.pages import PageClient
from tests.paper_ground import cut_pdf, locked_pdf, pdf_of, picture

OWNER = "calon@uji.example"
OTHER = "lain@uji.example"
LONG = "kata-kata yang cukup panjang untuk dicari"


@pytest.fixture
def edition_id(award: Award) -> int:
    return award.edition(SCREENED)


@pytest.fixture
def entry_id(award: Award, edition_id: int) -> int:
    entry_id = award.entry(edition_id, "35.76", "Kota Mojokerto", email=OWNER)
    award.entry(edition_id, "35.77", "Kota Madiun", email=OTHER)
    award.enter(edition_id, "province-desk", entry_id)
    return entry_id


@pytest.fixture
def send(award: Award, act_as, entry_id: int):
    """Add a document with these bytes; the item's id."""

    def sent(content: bytes, name: str = "a.pdf") -> int:
        draft = Draft(values("documents", title="Uji"), upload(name, content))
        return save_item(act_as(award.actor(OWNER)), entry_id, "documents", None, draft)

    return sent


@pytest.fixture
def board(app: Flask) -> Iterator[Board]:
    board = Board(app.config, JOBS)
    yield board
    board.db.conn.close()


@pytest.fixture
def work(board: Board):
    """Let the worker do every job that waits; how many there were."""

    def worked() -> int:
        done = 0
        while (job_id := board.take()) is not None:
            board.do(job_id)
            done += 1
        return done

    return worked


def signed_in(app: Flask, email: str) -> PageClient:
    return PageClient(app).sign_in(email, language="en")


def known(db: Database) -> list[dict]:
    return rows(db, "SELECT state, pages, pictures, with_text FROM reading ORDER BY noted_at, sha256")


# --- made once -----------------------------------------------------------------------------------


def test_equal_bytes_are_read_once(app: Flask, db: Database, send, work, tmp_path: Path) -> None:
    content = pdf_of(2, LONG)
    send(content)
    send(content, "salinan.pdf")
    assert known(db) == [{"state": "waiting", "pages": None, "pictures": 0, "with_text": 0}]
    assert work() == 1
    assert known(db) == [{"state": "read", "pages": 2, "pictures": 2, "with_text": 2}]
    [folder] = (tmp_path / "files" / "pictures").glob("*/*")
    assert sorted(path.name for path in folder.glob("*.png")) == [
        "page-1-1280.png",
        "page-1-640.png",
        "page-2-1280.png",
        "page-2-640.png",
    ]
    send(content, "lagi.pdf")
    assert work() == 0
    fields = row(db, "SELECT fields FROM audit_event WHERE name = 'FileRead'")["fields"]
    assert json.loads(fields) == {"file": 1, "outcome": "read", "pages": 2}


def test_a_job_that_is_done_twice_does_no_harm(db: Database, act_as, send, work) -> None:
    send(pdf_of(1, LONG))
    [job] = rows(db, "SELECT arguments FROM job")
    work()
    before = known(db)
    reading.read_file(act_as(), json.loads(job["arguments"])["sha256"])
    assert known(db) == before


def test_a_file_that_no_try_can_read_is_offered_for_download(
    app: Flask, db: Database, clock, board: Board, send, work, tmp_path: Path
) -> None:
    send(pdf_of(1, LONG))
    (tmp_path / "files" / "pictures").write_bytes(b"in the way")
    for _ in range(3):
        assert work() == 1
        clock.forward(hours=1)
    assert known(db) == [{"state": "unread", "pages": None, "pictures": 0, "with_text": 0}]
    assert "This file can't be shown here." in signed_in(app, OWNER).get("/files/1/read").text


def test_what_the_last_file_leaves_behind_goes_with_it(
    db: Database, award: Award, act_as, entry_id: int, send, work, tmp_path: Path
) -> None:
    content = pdf_of(1, LONG)
    first, second = send(content), send(content)
    work()
    act = act_as(award.actor(OWNER))
    remove_item(act, entry_id, "documents", first, 1)
    assert len(known(db)) == 1
    remove_item(act, entry_id, "documents", second, 1)
    assert known(db) == []
    work()
    assert list((tmp_path / "files" / "pictures").glob("*/*")) == []


def test_pictures_are_not_read(db: Database, send) -> None:
    send(picture(), "foto.png")
    assert known(db) == []


# --- told to the candidate -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (locked_pdf(), "A password locks this file, so nobody can read it."),
        (cut_pdf(), "This file is broken or cut off."),
    ],
)
def test_a_pdf_that_nobody_can_open_is_told_at_once(
    app: Flask, db: Database, entry_id: int, content: bytes, told: str
) -> None:
    browser = signed_in(app, OWNER)
    browser.get(f"/entries/{entry_id}/sections/documents/new")
    sent = upload("surat.pdf", content)
    page = browser.submit({"title": "Surat"}, files={"file": (sent.stream, sent.name)})
    assert f"surat.pdf: {told}" in page.text
    assert told in browser.get(f"/entries/{entry_id}").text
    assert rows(db, "SELECT id FROM job") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (locked_pdf(), "A password locks it: nobody can read it."),
        (cut_pdf(), "It is broken or cut off: nobody can read it."),
    ],
)
def test_the_committee_sees_which_files_nobody_can_open(
    app: Flask, award: Award, edition_id: int, entry_id: int, send, content: bytes, said: str
) -> None:
    award.grant("panitia@uji.example", "committee", edition_id, "35")
    send(content)
    assert said in signed_in(app, "panitia@uji.example").get(f"/committee/entries/{entry_id}").text
    # The candidate reads the advice instead, once.
    assert said not in signed_in(app, OWNER).get(f"/entries/{entry_id}").text


def test_scanned_pages_are_told_once_they_were_read(app: Flask, entry_id: int, send, work) -> None:
    send(pdf_of(4, "-"))
    browser = signed_in(app, OWNER)
    assert "without text" not in browser.get(f"/entries/{entry_id}").text
    work()
    assert "Pages of this PDF without text: 4 of 4." in browser.get(f"/entries/{entry_id}").text


# --- shown ---------------------------------------------------------------------------------------


def test_a_file_is_read_in_the_browser_with_pictures_and_words(app: Flask, entry_id: int, send, work) -> None:
    send(pdf_of(12, LONG))
    work()
    browser = signed_in(app, OWNER)
    page = browser.get(f"/entries/{entry_id}")
    assert "pages: 12" in page.text
    page = browser.get(page.links["Read here a.pdf"])
    assert page.title.startswith("a.pdf")
    assert [text for level, text in page.headings if level == 2] == [f"Page {n}" for n in range(1, 11)]
    assert f"{LONG} 10" in page.text
    page = browser.click("Pages after")
    assert [text for level, text in page.headings if level == 2] == ["Page 11", "Page 12"]


def test_pictures_open_in_no_page_of_ours_but_as_pictures(app: Flask, entry_id: int, send, work) -> None:
    send(pdf_of(1, LONG))
    work()
    browser = signed_in(app, OWNER)
    with browser.http.get("/files/1/pages/1.png?width=640") as answer:
        assert answer.status_code == 200
        assert answer.data.startswith(b"\x89PNG")
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        policy = {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}
        assert policy == {"default-src 'none'", "frame-ancestors 'none'", "sandbox"}
        # The picture was made when the file came, which a round that hides candidates does not tell.
        assert "Last-Modified" not in answer.headers
        tag = answer.headers["ETag"]
    with browser.http.get("/files/1/pages/1.png?width=640", headers={"If-None-Match": tag}) as answer:
        assert answer.status_code == 304
    for number in (0, 2, 10**30):
        browser.get(f"/files/1/pages/{number}.png", status=404)


def test_pages_are_for_those_who_may_see_the_file(
    app: Flask, db: Database, award: Award, edition_id: int, entry_id: int, send, work
) -> None:
    send(pdf_of(1, LONG))
    work()
    juror = award.panel(edition_id, "province", "35")[0]
    award.grant("jatim@uji.example", "committee", edition_id, "35")
    award.grant("jateng@uji.example", "committee", edition_id, "33")
    expected = {
        OWNER: 200,
        OTHER: 404,
        "juri1-35@uji.example": 200,
        "jatim@uji.example": 200,
        "jateng@uji.example": 404,
    }

    def statuses(url: str) -> dict[str, int]:
        found = {}
        for email in expected:
            with signed_in(app, email).http.get(url) as answer:
                found[email] = answer.status_code
        return found

    assert statuses("/files/1/read") == expected
    assert statuses("/files/1/pages/1.png") == expected
    with write(db):
        insert(db, "recusal", account_id=juror, entry_id=entry_id, reason="Paman", recused_at=award.at)
    assert statuses("/files/1/read")["juri1-35@uji.example"] == 404
    assert statuses("/files/1/pages/1.png")["juri1-35@uji.example"] == 404


@pytest.mark.parametrize(
    ("scan", "said"), [("waiting", "waits for the virus scanner"), ("infected", "A virus was found")]
)
def test_what_the_virus_scanner_holds_back_is_not_shown(
    app: Flask, db: Database, send, work, scan: str, said: str
) -> None:
    send(pdf_of(1, LONG))
    work()
    with write(db):
        change(db, "UPDATE file SET scan = :scan", scan=scan)
    browser = signed_in(app, OWNER)
    assert said in browser.get("/files/1/read", status=409).text
    browser.get("/files/1/pages/1.png", status=409)
