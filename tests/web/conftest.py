"""A filled award for the tests that walk every route: built once, then copied for each test."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.files import FileRoot
from evaluation.store.db import prepare
from tests.award import Award
from tests.conftest import Clock
from tests.web.ground import Ground


@pytest.fixture(scope="session")
def built(migrated: sqlite3.Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """The award that every copy comes from."""
    conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrated.backup(conn)
    db, clock = prepare(conn), Clock()
    files = FileRoot(tmp_path_factory.mktemp("ground"), 50 * 1024 * 1024)

    def act_as(actor: Actor) -> Act:
        return Act(db=db, actor=actor, now=clock.now, files=files)

    yield Ground(Award(db, clock, files), act_as).build()
    conn.close()


@pytest.fixture
def ground(built: Ground, db: Database, award: Award, act_as: Callable[[Actor], Act]) -> Ground:
    """The filled award in this test's own database and upload root."""
    built.award.db.conn.backup(db.conn)
    shutil.copytree(built.award.files.root, award.files.root)
    return built.over_a_copy(award, act_as)
