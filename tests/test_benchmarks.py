"""`make bench` measures what it says: the same country each time, real pages, and equal questions."""

from __future__ import annotations

from contextlib import closing

import pytest
from sqlite_utils import Database

from benchmarks.__main__ import (
    SIZES,
    Country,
    Taken,
    country,
    print_table,
    save_of_a_sheet,
    score_page,
    search,
    standings_page,
)
from benchmarks.generate import CONTEST_SIZE, SOUGHT, fill
from evaluation.store.db import connect, rows
from tests.store.snapshot import migrated_database

SMALL, LARGE = CONTEST_SIZE * 2, CONTEST_SIZE * 10


@pytest.fixture(scope="module")
def countries(tmp_path_factory: pytest.TempPathFactory) -> list[Country]:
    """Two contests, and ten: in one edition, in two provinces."""
    folder = tmp_path_factory.mktemp("bench")
    return [country(folder, size) for size in (SMALL, LARGE)]


def counted(db: Database) -> dict[str, int]:
    tables = ("contest", "entry", "scoresheet", "mark", "measure", "panel", "dossier_item", "reading_page")
    return {table: rows(db, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables}


def test_contests_keep_their_size_and_half_of_them_are_submitted() -> None:
    db = migrated_database()
    fill(db, LARGE - 1)
    assert counted(db) == {
        "contest": 10,
        "entry": 380,
        "scoresheet": 3420,
        "mark": 10260,
        "measure": 380,
        "panel": 2,
        "dossier_item": 3420,
        "reading_page": 380,
    }
    assert rows(db, "SELECT status, count(*) AS n FROM scoresheet GROUP BY status ORDER BY status") == [
        {"status": "draft", "n": 1710},
        {"status": "submitted", "n": 1710},
    ]
    assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    db.conn.close()


def test_the_same_seed_makes_the_same_country() -> None:
    dumps = []
    for seed in (1, 1, 2):
        db = migrated_database()
        fill(db, SMALL, seed)
        dumps.append(rows(db, "SELECT scoresheet_id, criterion_id, value FROM mark ORDER BY 1, 2"))
        db.conn.close()
    assert dumps[0] == dumps[1]
    assert dumps[0] != dumps[2]


@pytest.mark.parametrize("page", [standings_page, score_page, save_of_a_sheet, search])
def test_a_page_asks_the_same_however_many_contests_there_are(countries: list[Country], page: object) -> None:
    assert callable(page)
    (_, few), (_, many) = (page(here) for here in countries)
    assert few == many
    assert few > 5


def test_the_search_finds_every_page_of_the_assessors_own_contests(countries: list[Country]) -> None:
    for here, contests in zip(countries, (2, 8), strict=True):
        page = here.assessor.http.get("/search", query_string={"q": SOUGHT}).text
        assert page.count("<mark>") == 2 * 10
        assert f" {contests * CONTEST_SIZE}." in page


def test_each_save_is_kept(countries: list[Country]) -> None:
    """A save that found nothing to do would measure nothing."""
    here = countries[0]
    with closing(connect(here.app.config["DATABASE"]).conn) as conn:
        revision = "SELECT revision FROM scoresheet WHERE contest_id = ? AND entry_id = ? ORDER BY id LIMIT 1"
        where = [here.award.draft_contest, here.award.draft_entry]
        (before,) = conn.execute(revision, where).fetchone()
        save_of_a_sheet(here)
        save_of_a_sheet(here)
        assert conn.execute(revision, where).fetchone() == (before + 2,)


def test_the_table_shows_medians_and_their_ratio(capsys: pytest.CaptureFixture[str]) -> None:
    small, large = SIZES
    taken = {("page", small): Taken([1, 2, 9], {7}), ("page", large): Taken([3, 3, 3], {7, 9})}
    print_table(["page"], taken)
    assert capsys.readouterr().out.split() == (
        f"{small:,} entries {large:,} entries ratio page 2.0 ms 7 queries 3.0 ms 7-9 queries 1.50".split()
    )
