"""The commands run in this process, on the database that the test sees; or as a user runs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from tests.award import Award

EXAMPLE = Path(__file__).parents[1] / "examples" / "east-java-2021"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: list[str]


@pytest.fixture
def flask(app: Flask) -> Callable[..., Ran]:
    """Run `flask ARGUMENTS` and answer status, standard output and the lines on standard error."""

    def run(*arguments: str) -> Ran:
        found = app.test_cli_runner().invoke(args=[str(one) for one in arguments])
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return Ran(found.exit_code, found.stdout, found.stderr.splitlines())

    return run


@pytest.fixture
def dump(db: Database) -> Callable[[], dict[str, list[tuple[object, ...]]]]:
    """Everything in the database, by table."""

    def read() -> dict[str, list[tuple[object, ...]]]:
        return {name: sorted(db.conn.execute(f"SELECT * FROM {name}"), key=repr) for name in db.table_names()}

    return read


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    """Write a file and answer its path: text as UTF-8, bytes as they are."""

    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def trial(award: Award) -> int:
    """The trial edition with three accepted entries and a panel of three in East Java; its id."""
    edition_id = award.edition()
    award.panel(edition_id, "province", "35")
    award.panel(edition_id, "national", None)
    for code, name in (("35.01", "Pacitan"), ("35.02", "Ponorogo"), ("35.03", "Trenggalek")):
        award.entry(edition_id, code, f"Kabupaten {name}", status="accepted")
    return edition_id
