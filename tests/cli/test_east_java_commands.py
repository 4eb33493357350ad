"""The real example by commands alone: its 18 standings to the byte, in whatever order its files come."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import EXAMPLE

EDITION = "paritrana-2021"
EXPECTED = sorted((EXAMPLE / "expected").glob("*.csv"))
ROUNDS = ("province-desk", "province-interview", "national-desk", "national-interview")
ROSTERS = ("candidates", "assessors")
PROJECT = Path(__file__).parents[2]


def load(flask, *kinds: str) -> None:
    for kind in kinds:
        ran = flask(kind, "load", EDITION, EXAMPLE / f"{kind}.csv")
        assert (ran.status, [line for line in ran.err if not line.startswith("warning: ")]) == (0, [])


def standings(flask, path: Path) -> bytes:
    round_code, category, *region = path.stem.split(".")
    place = ["--region", *region] if region else []
    ran = flask("standings", EDITION, round_code, "--category", category, *place, "--format", "csv")
    assert (ran.status, ran.err) == (0, [])
    return ran.out.encode()


def differing(flask) -> list[str]:
    return [path.name for path in EXPECTED if standings(flask, path) != path.read_bytes()]


@pytest.mark.parametrize(
    "records",
    [("measures", "scores", "adjustments"), ("scores", "measures", "adjustments")],
    ids=["measures first", "scores first"],
)
def test_the_whole_award_gives_its_standings(flask, dump, records: tuple[str, ...]) -> None:
    assert flask("edition", "load", EXAMPLE / "edition.toml").status == 0
    load(flask, *ROSTERS, *records)
    assert len(EXPECTED) == 18
    assert differing(flask) == []

    before = dump()
    load(flask, *ROSTERS, *records)
    assert flask("edition", "load", EXAMPLE / "edition.toml").status == 0
    assert dump() == before

    for code in ROUNDS:
        ran = flask("finalise", EDITION, code, "--reason", "Berita acara")
        assert (ran.status, ran.err) == (0, [])
        assert differing(flask) == []
    before = dump()
    load(flask, *ROSTERS, *records)
    assert dump() == before
    assert before["contest_entry"]
    assert all(one[2] == 0 for one in before["contest_entry"])


def test_loading_records_round_by_round_after_finalising(flask, written) -> None:
    """As a running award does it: each round's sheets come when the round before is finalised."""
    assert flask("edition", "load", EXAMPLE / "edition.toml").status == 0
    load(flask, *ROSTERS)
    for code in ROUNDS:
        for kind in ("scores", "measures"):
            head, *lines = (EXAMPLE / f"{kind}.csv").read_text().splitlines(keepends=True)
            part = written(
                f"{code}-{kind}.csv", head + "".join(one for one in lines if one.startswith(f"{code},"))
            )
            ran = flask(kind, "load", EDITION, part)
            assert (ran.status, ran.err) == (0, [])
        assert flask("finalise", EDITION, code, "--reason", "Berita acara").status == 0
    assert differing(flask) == []


def test_the_order_of_rows_and_columns_does_not_matter(flask, written) -> None:
    assert flask("edition", "load", EXAMPLE / "edition.toml").status == 0
    load(flask, *ROSTERS, "measures")
    lines = (EXAMPLE / "scores.csv").read_text().splitlines()
    turned = "\r\n".join([lines[0], *reversed(lines[1:])])
    backwards = "\r\n".join(",".join(reversed(line.split(","))) for line in turned.split("\r\n"))
    ran = flask("scores", "load", EDITION, written("scores.csv", "\ufeff" + backwards + "\r\n"))
    assert ran.status == 0
    assert differing(flask) == []


def test_flask_is_found_in_the_project_folder_and_makes_its_database(tmp_path: Path) -> None:
    home = {
        **os.environ,
        "PENJURIAN_DATABASE": str(tmp_path / "new" / "x.db"),
        "PENJURIAN_FILES": str(tmp_path),
    }
    flask = [str(Path(sys.executable).with_name("flask"))]
    runs = [
        subprocess.run(
            [*flask, *arguments],
            cwd=PROJECT,
            env=home,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        for arguments in (
            ["edition", "check", str(EXAMPLE / "edition.toml")],
            ["edition", "load", str(EXAMPLE / "edition.toml")],
            ["standings", EDITION, "national-desk", "--category", "regency", "--format", "csv"],
            ["standings", "none-2021", "national-desk", "--category", "regency"],
        )
    ]
    assert [(run.returncode, run.stdout, run.stderr) for run in runs] == [
        (0, "OK: paritrana-2021 (categories: 1, rounds: 4, criteria: 16)\n", ""),
        (0, "Loaded: paritrana-2021 (categories: 1, rounds: 4, criteria: 16)\n", ""),
        (0, "rank,candidate,name,score,tied,advances,wins,sheets\n", ""),
        (1, "", 'Unknown edition "none-2021": paritrana-2021.\n'),
    ]
