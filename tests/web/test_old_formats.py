"""Files in old formats: workbooks become findable, Word and PowerPoint files say that they are not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions.dossiers import Draft, save_item
from evaluation.worker.board import Board
from evaluation.worker.jobs import JOBS
from tests.award import Award
from tests.dossier_ground import ole, upload, values
from tests.pages import PageClient
from tests.press.test_workbooks import OLD, budget
from tests.search_ground import passages
from tests.workbooks import saved

OWNER = "calon@uji.example"
ADVICE = (
    "This file is in an old format (.doc, .ppt): panels can't read it here, and search finds nothing in it."
)


@pytest.fixture
def entry_id(award: Award) -> int:
    edition = award.edition()
    award.grant("panitia@uji.example", "committee", edition, "35")
    return award.entry(edition, "35.76", "Kota Mojokerto", email=OWNER)


@pytest.fixture
def board(app: Flask) -> Iterator[Board]:
    board = Board(app.config, JOBS)
    yield board
    board.db.conn.close()


def signed_in(app: Flask, email: str) -> PageClient:
    return PageClient(app).sign_in(email, language="en")


@pytest.mark.parametrize(
    ("name", "content", "typed"),
    [
        ("anggaran.xlsx", saved(budget()), "Rp175.795.200"),
        ("anggaran.xlsx", saved(budget()), "63,88%"),
        ("anggaran.xls", OLD, "175795200"),
        ("anggaran.xls", OLD, '"30 Desember 2019"'),
    ],
)
def test_numbers_and_dates_in_workbooks_are_found(
    db: Database, award: Award, act_as, board: Board, entry_id: int, name: str, content: bytes, typed: str
) -> None:
    draft = Draft(values("documents", title="Anggaran"), upload(name, content))
    save_item(act_as(award.actor(OWNER)), entry_id, "documents", None, draft)
    owner = award.actor(OWNER)
    assert passages(db, owner, typed) == []
    while (job := board.take()) is not None:
        board.do(job)
    [(kind, page, passage)] = passages(db, owner, typed)
    assert (kind, page) == ("page", 1)
    assert "[" in passage
    assert passages(db, owner, "tersembunyi") == []


@pytest.mark.parametrize(("name", "stream"), [("a.doc", "WordDocument"), ("a.ppt", "PowerPoint Document")])
def test_old_word_and_powerpoint_files_are_told_to_the_candidate_and_to_readers(
    app: Flask, entry_id: int, name: str, stream: str
) -> None:
    browser = signed_in(app, OWNER)
    browser.get(f"/entries/{entry_id}/sections/documents/new")
    sent = upload(name, ole(stream))
    page = browser.submit({"title": "Surat"}, files={"file": (sent.stream, sent.name)})
    assert f"{name}: {ADVICE}" in page.text
    assert ADVICE in browser.get(f"/entries/{entry_id}").text
    committee = signed_in(app, "panitia@uji.example").get(f"/committee/entries/{entry_id}")
    assert "Old format: it can't be read or searched here." in committee.text
    assert ADVICE not in committee.text
