"""Every test gets a real database, a clone of one that was migrated once; nothing of ours is mocked."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlite_utils import Database

from evaluation import create_app, passwords
from evaluation.actions.act import Act
from evaluation.core.people import SYSTEM, Actor
from evaluation.files import FileRoot
from evaluation.store.db import connect, prepare
from evaluation.store.migrations import upgrade
from evaluation.views.limits import limiter
from tests.award import HASHER, Award
from tests.pages import PageClient

hypothesis_settings.register_profile(
    "suite", deadline=None, max_examples=60, derandomize=bool(os.environ.get("CI"))
)
hypothesis_settings.load_profile("suite")

# The real parameters take a tenth of a second and more, at every sign-in.
passwords.HASHER = HASHER

# Every commit waits for the disk, and no test cuts the power: where the machine has room in memory, what the
# tests store stands there.
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# Whoever takes minutes begins first, so that no core stands idle at the end while another walks through them.
LONGEST = (
    "test_every_page",
    "test_decided_award",
    "test_whole_award",
    "test_crash",
    "test_drafts",
    "test_phone_dossier",
    "test_sheet_desk",
)

WITHOUT_LIMITS = {
    "TESTING": False,
    "PROPAGATE_EXCEPTIONS": True,
    "SECRET_KEY": "only for tests",
    "RATELIMIT_ENABLED": False,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first, then the other browser tests, then all others as they stand."""

    def place(item: pytest.Item) -> int:
        name = item.path.stem
        if name in LONGEST:
            return LONGEST.index(name)
        return len(LONGEST) if item.get_closest_marker("browser") else len(LONGEST) + 1

    items.sort(key=place)


START = datetime(2022, 1, 10, 3, 0, 0, tzinfo=UTC)


class Clock:
    """The server's clock in tests: it stands until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The database that every test's own is a copy of; nobody writes to it."""
    path = tmp_path_factory.mktemp("migrated") / "penjurian.db"
    db = connect(path)
    upgrade(db)
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    yield db.conn
    db.conn.close()


@pytest.fixture
def database_path(migrated: sqlite3.Connection, tmp_path: Path) -> Iterator[Path]:
    """A migrated database of this test's own, which ends with the tables that it began with."""
    path = tmp_path / "penjurian.db"
    shutil.copyfile(file_of(migrated), path)
    yield path
    after = sqlite3.connect(path)
    # SQLite counts the changes of a schema: reading it costs much more than asking whether there was one.
    if schema_version(after) != schema_version(migrated):
        assert tables_of(after) == tables_of(migrated), "a misspelt name made a table"
    after.close()


def file_of(conn: sqlite3.Connection) -> Path:
    return Path(conn.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0])


def schema_version(conn: sqlite3.Connection) -> int:
    return int(conn.execute("PRAGMA schema_version").fetchone()[0])


def tables_of(conn: sqlite3.Connection) -> list[tuple[str]]:
    return conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def db(database_path: Path, clock: Clock) -> Iterator[Database]:
    """A second connection to the database that `app` serves."""
    conn = sqlite3.connect(database_path, isolation_level=None, check_same_thread=False)
    yield prepare(conn, clock)
    conn.close()


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Every test has its own application; what compiling a template gives is the same in each."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app_settings(database_path: Path, tmp_path: Path, clock: Clock) -> dict[str, object]:
    """What this test's application is told: a database, a folder and a clock of its own."""
    return {**WITHOUT_LIMITS, "DATABASE": database_path, "FILES": tmp_path / "files", "CLOCK": clock}


@pytest.fixture(scope="session")
def wired(compiled_templates: FileSystemBytecodeCache) -> Flask:
    """One application with all its routes: making them takes a quarter of a second."""
    made = create_app(WITHOUT_LIMITS)
    made.jinja_env.bytecode_cache = compiled_templates
    return made


@pytest.fixture
def app(wired: Flask, app_settings: dict[str, object]) -> Flask:
    """The application with this test's settings. Its routes are everybody's: see `own_app`."""
    served = copy(wired)
    served.config = copy(wired.config)
    served.config.update(app_settings)
    served.jinja_env = wired.jinja_env.overlay()
    served.jinja_env.globals = {**wired.jinja_env.globals, "config": served.config}
    # There is one limiter, and a test of limits may have switched it on.
    limiter.enabled = False
    served.before_request_funcs = {name: [*all_of] for name, all_of in wired.before_request_funcs.items()}
    return served


@pytest.fixture
def own_app(app_settings: dict[str, object]) -> Flask:
    """An application for a test that adds routes."""
    return create_app(app_settings)


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without scripts that lints every page it fetches and posts forms with their CSRF token."""
    return PageClient(app)


@pytest.fixture
def files(tmp_path: Path) -> FileRoot:
    return FileRoot(tmp_path / "files", 50 * 1024 * 1024)


@pytest.fixture
def award(db: Database, clock: Clock, files: FileRoot) -> Award:
    """A builder of editions, people and entries in this test's database."""
    return Award(db, clock, files)


@pytest.fixture
def act_as(db: Database, clock: Clock, files: FileRoot):  # type: ignore[no-untyped-def]
    """Make an `Act` for an actor (default: the command line) at the test clock's moment."""

    def make(actor: Actor = SYSTEM) -> Act:
        return Act(db=db, actor=actor, now=clock.now, files=files)

    return make


@pytest.fixture
def as_(act_as: Callable[..., Act], award: Award) -> Callable[[str], Act]:
    """An `Act` of whoever has this address."""
    return lambda email: act_as(award.actor(email))
