"""The real server, to be killed and started again on the same database, files and port."""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from evaluation.files import FileRoot
from evaluation.store.db import Row, rows
from evaluation.store.ready import open_ready
from tests.award import PASSWORD, Award
from tests.browser.serving import ROOT, free_port, wait_until_served
from tests.tus_ground import CANDIDATE


class Now:
    """The real clock."""

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Served:
    """Gunicorn as `make run` starts it, in a group of processes of its own."""

    folder: Path
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PENJURIAN_DATABASE": str(self.folder / "penjurian.db"),
            "PENJURIAN_FILES": str(self.folder / "files"),
            "PENJURIAN_SECRET_KEY": "only for tests",
            "PENJURIAN_URL": self.url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            **self.more,
        }

    def start(self, limit: Callable[[], None] | None = None) -> None:
        """Start the server; `limit` runs in its process first."""
        with (self.folder / "server.log").open("a") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "evaluation.serve"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=limit,  # noqa: PLW1509 - it sets a limit and nothing else
            )
        wait_until_served(self.url, self.server)

    def kill(self) -> None:
        """End every process of the server at once, as a power cut of the machine's other half would."""
        os.killpg(self.server.pid, 9)
        self.server.wait(timeout=30)

    def award(self, text: str) -> int:
        """An edition with one entry, whose candidate can sign in; the entry."""
        db = open_ready(self.folder / "penjurian.db")
        builder = Award(db, Now(), FileRoot(self.folder / "files", 50 * 1024 * 1024))
        entry_id = builder.entry(builder.edition(text), "35.76", "Kota Mojokerto", email=CANDIDATE)
        db.conn.close()
        return entry_id

    def uploads(self) -> list[Row]:
        """The uploads that the server knows."""
        db: Database = open_ready(self.folder / "penjurian.db")
        found = rows(db, "SELECT * FROM upload ORDER BY id")
        db.conn.close()
        return found

    def stored(self) -> dict[str, bytes]:
        """What rests on disk, by name."""
        files = (self.folder / "files").rglob("*")
        return {path.name: path.read_bytes() for path in files if path.is_file()}

    def sign_in(self) -> dict[str, str]:
        """The headers with which the candidate's own program may speak: cookie and token."""
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        form = {"email": CANDIDATE, "password": PASSWORD, "csrf_token": self.token(browser, "/login")}
        browser.open(f"{self.url}/login", urllib.parse.urlencode(form).encode()).close()
        token = self.token(browser, "/account")
        cookie = "; ".join(f"{one.name}={one.value}" for one in jar)
        return {"Cookie": cookie, "X-CSRFToken": token}

    def token(self, browser: urllib.request.OpenerDirector, path: str) -> str:
        """The CSRF token of a page."""
        with browser.open(self.url + path) as page:
            found = re.search(r'name="csrf_token" value="([^"]+)"', page.read().decode())
        assert found
        return found[1]
