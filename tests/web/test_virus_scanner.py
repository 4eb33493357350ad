"""The real ClamAV daemon with a signature of its own for EICAR's harmless test file; and without a daemon."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.scanner import Verdict, connected, scan
from evaluation.store.db import rows
from tests.award import Award
from tests.dossier_ground import PDF, SCREENED
from tests.pages import PageClient
from tests.tus_ground import CANDIDATE, speaking

# EICAR's test file, in two parts, so that no scanner finds it here.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
INFECTED = PDF + EICAR
NAME = "Penjurian.Test.Eicar"


class Daemon:
    """ClamAV's daemon on a socket of this run's own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"unix:{folder}/clamd"

    def prepare(self) -> None:
        """A configuration, and the one signature: EICAR's text, wherever it stands in a file."""
        signatures = self.folder / "signatures"
        signatures.mkdir()
        (signatures / "test.ndb").write_text(f"{NAME}:0:*:{EICAR[:40].hex()}\n")
        (signatures / "test.hdb").write_text(f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:{NAME}\n")
        (self.folder / "clamd.conf").write_text(
            f"LocalSocket {self.folder}/clamd\nDatabaseDirectory {signatures}\nForeground yes\n"
            f"LogFile {self.folder}/clamd.log\nStreamMaxLength 1M\nTemporaryDirectory {self.folder}\n"
        )

    def start(self) -> None:
        """Start it and wait until it listens."""
        command = shutil.which("clamd") or "/usr/sbin/clamd"
        self.process = subprocess.Popen(
            [command, "--config-file", str(self.folder / "clamd.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(300):
            assert self.process.poll() is None, (self.folder / "clamd.log").read_text()
            try:
                connected(self.address).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError("the daemon does not listen")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=30)
        (self.folder / "clamd").unlink(missing_ok=True)


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    made = Daemon(tmp_path_factory.mktemp("clamav"))
    made.folder.chmod(0o755)
    made.prepare()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def entry_id(award: Award) -> int:
    return award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=CANDIDATE)


@pytest.fixture
def browser(client: PageClient, entry_id: int) -> PageClient:
    """The candidate's browser, in English."""
    return client.sign_in(CANDIDATE, language="en")


def add(browser: PageClient, content: bytes, name: str = "Surat.pdf", status: int = 200):  # type: ignore[no-untyped-def]
    browser.get("/entries/1/sections/documents/new")
    return browser.submit({"title": "Surat"}, files={"file": (io.BytesIO(content), name)}, status=status)


def test_a_clean_file_says_so(app: Flask, browser: PageClient, db: Database, daemon: Daemon) -> None:
    app.config["CLAMD"] = daemon.address
    assert "no virus found" in add(browser, PDF).text
    assert rows(db, "SELECT scan FROM file") == [{"scan": "clean"}]
    with browser.http.get("/files/1") as response:
        assert response.data == PDF


def test_an_infected_file_is_refused_and_named(
    app: Flask, browser: PageClient, db: Database, daemon: Daemon, tmp_path: Path
) -> None:
    app.config["CLAMD"] = daemon.address
    page = add(browser, INFECTED, "Perda.pdf", status=422)
    assert f"Perda.pdf was refused: it carries the virus {NAME}" in page.text
    sender = speaking(browser)
    address = sender.begin(1, INFECTED, "Perda.pdf", section="documents")
    response = sender.patch(address, INFECTED, 0)
    assert response.status_code == 422
    assert f"it carries the virus {NAME}" in response.text
    assert rows(db, "SELECT * FROM file") == rows(db, "SELECT * FROM upload") == []
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_while_the_scanner_is_away_a_file_waits_and_is_scanned_later(
    app: Flask, browser: PageClient, db: Database, daemon: Daemon, tmp_path: Path
) -> None:
    flask = app.test_cli_runner()
    assert rows(db, "SELECT name FROM job WHERE name = 'scan files'") == []
    app.config["CLAMD"] = f"unix:{tmp_path}/nobody"
    assert "being checked for viruses" in add(browser, PDF).text
    add(browser, INFECTED, "Perda.pdf")
    assert rows(db, "SELECT name FROM job WHERE name = 'scan files'") == [{"name": "scan files"}]
    page = browser.get("/files/1", status=409)
    assert "This file is being checked for viruses. Try again in some minutes." in page.text
    assert flask.invoke(args=["uploads", "scan"]).output == "Clean: 0. Infected: 0. Still waiting: 2.\n"
    app.config["CLAMD"] = daemon.address
    assert flask.invoke(args=["uploads", "scan"]).output == "Clean: 1. Infected: 1. Still waiting: 0.\n"
    assert [one["scan"] for one in rows(db, "SELECT scan FROM file ORDER BY id")] == ["clean", "infected"]
    with browser.http.get("/files/1") as response:
        assert response.data == PDF
    page = browser.get("/files/2", status=409)
    assert "This file carries a virus and can't be opened: replace it with a clean one." in page.text


def test_a_virus_found_later_is_told_to_the_candidate_and_hinders_submission(
    app: Flask, browser: PageClient, db: Database, daemon: Daemon, tmp_path: Path
) -> None:
    flask = app.test_cli_runner()
    app.config["CLAMD"] = f"unix:{tmp_path}/nobody"
    add(browser, INFECTED, "Perda.pdf")
    app.config["CLAMD"] = daemon.address
    flask.invoke(args=["uploads", "scan"])
    told = "This file carries a virus and can't be opened: replace it with a clean one."
    page = browser.get("/entries/1")
    # Said in the list of what is missing, and at the item.
    assert page.text.count(told) == 2
    assert "/files/1/read" not in page.html
    assert rows(db, "SELECT * FROM submission") == []
    letters = rows(db, "SELECT email, template, contents FROM outbox WHERE template = 'infected'")
    assert [(one["email"], json.loads(one["contents"])["file"]) for one in letters] == [
        (CANDIDATE, "Perda.pdf")
    ]
    flask.invoke(args=["uploads", "scan"])
    assert len(rows(db, "SELECT id FROM outbox WHERE template = 'infected'")) == 1


def test_without_a_scanner_the_page_says_not_scanned(browser: PageClient, db: Database) -> None:
    assert "not scanned for viruses" in add(browser, PDF).text
    assert rows(db, "SELECT scan FROM file") == [{"scan": "unscanned"}]


def test_a_file_that_the_scanner_takes_not_is_not_scanned(daemon: Daemon, tmp_path: Path) -> None:
    large = tmp_path / "large.pdf"
    large.write_bytes(PDF + bytes(3 * 1024 * 1024))
    assert scan(daemon.address, large) == Verdict("unscanned")


@pytest.mark.parametrize("answer", [b"", b"stream: what?\0", b"x" * 5000])
def test_an_answer_in_other_words_leaves_the_file_waiting(answer: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(PDF)
    with answering(answer) as address:
        assert scan(address(), path) == Verdict("waiting")


class answering:
    """Somebody who listens on a port and answers every file with these bytes."""

    def __init__(self, answer: bytes) -> None:
        self.answer = answer

    def __enter__(self) -> Callable[[], str]:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        return lambda: f"127.0.0.1:{self.server.getsockname()[1]}"

    def serve(self) -> None:
        line, _ = self.server.accept()
        with line:
            while not line.recv(65_536).endswith(b"\0\0\0\0"):
                continue
            line.sendall(self.answer)

    def __exit__(self, *_: object) -> None:
        self.thread.join(timeout=20)
        self.server.close()
