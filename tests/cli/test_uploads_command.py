"""`flask uploads clean`: old uploads and what crashes left behind go; whatever a row names stays."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from evaluation.store.db import rows
from tests.award import Award
from tests.cli.conftest import Ran
from tests.conftest import Clock
from tests.dossier_ground import PDF, SCREENED
from tests.pages import PageClient
from tests.tus_ground import CANDIDATE, Tus, speaking

CONTENT = PDF + b"%" + b"x" * 3000


@pytest.fixture
def sender(client: PageClient, award: Award) -> Tus:
    """The browser of entry 1's candidate."""
    award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=CANDIDATE)
    return speaking(client.sign_in(CANDIDATE))


def leave(root: Path, name: str, clock: Clock, age: timedelta) -> Path:
    """A file that no row names, last written some time ago."""
    path = root / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    moment = (clock.now - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_expired_uploads_go_with_their_bytes_and_others_stay(
    flask: Callable[..., Ran], sender: Tus, db: Database, tmp_path: Path, clock: Clock
) -> None:
    old = sender.begin(1, CONTENT)
    sender.patch(old, CONTENT[:1000], 0)
    whole_but_unused = sender.send(1, CONTENT + b"2")
    sender.send(1, CONTENT + b"3", section="documents")
    clock.forward(days=2, hours=23)
    young = sender.begin(1, CONTENT)
    clock.forward(hours=1)
    assert flask("uploads", "clean") == Ran(
        0, "Removed 2 old uploads and 0 files that belonged to nothing.\n", []
    )
    assert [sender.ask("HEAD", address).status_code for address in (old, whole_but_unused, young)] == [
        404,
        404,
        200,
    ]
    assert sorted(path.stat().st_size for path in (tmp_path / "files").rglob("*") if path.is_file()) == [
        0,
        len(CONTENT) + 1,
    ]
    assert len(rows(db, "SELECT * FROM file")) == 1
    [event] = rows(db, "SELECT fields FROM audit_event WHERE name = 'UploadsCleaned'")
    assert event["fields"] == '{"files": 0, "uploads": 2}'


def test_files_that_nothing_names_go_once_they_are_an_hour_old(
    flask: Callable[..., Ran], sender: Tus, tmp_path: Path, clock: Clock
) -> None:
    root = tmp_path / "files"
    sender.send(1, CONTENT, section="documents")
    [kept] = [path for path in root.rglob("*") if path.is_file()]
    for path in (kept, root):
        os.utime(path, (0, 0))
    gone = leave(root, "ab" * 16, clock, timedelta(hours=1, seconds=1))
    fresh = leave(root, "cd" * 16, clock, timedelta(minutes=59))
    assert flask("uploads", "clean").out == "Removed 0 old uploads and 1 files that belonged to nothing.\n"
    assert [path.exists() for path in (kept, gone, fresh)] == [True, False, True]
    assert flask("uploads", "clean").out == "Removed 0 old uploads and 0 files that belonged to nothing.\n"


def test_without_any_upload_there_is_nothing_to_clean(flask: Callable[..., Ran]) -> None:
    assert flask("uploads", "clean") == Ran(
        0, "Removed 0 old uploads and 0 files that belonged to nothing.\n", []
    )
