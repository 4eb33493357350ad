"""The published example: its files, walked through all rounds, give its expected standings."""

import csv
import io
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from evaluation.core.exact import fixed, parse_decimal
from evaluation.core.ranking import Standing, standings
from evaluation.core.rules import Round
from evaluation.core.scoring import EntryInput, Sheet
from evaluation.edition_file import read

EXAMPLE = Path(__file__).parents[1] / "examples" / "east-java-2021"
EXPECTED = sorted((EXAMPLE / "expected").glob("*.csv"))
CATEGORY = "regency"


def rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def inputs_of(rnd: Round, names: dict[str, str], scores: dict[str, dict[str, Fraction]]) -> list[EntryInput]:
    marks: dict[str, dict[str, dict[str, Fraction]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows("scores.csv"):
        if row["round"] == rnd.code:
            marks[row["candidate"]][row["assessor"]][row["criterion"]] = parse_decimal(row["score"])
    measures: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in rows("measures.csv"):
        if row["round"] == rnd.code:
            measures[row["candidate"]][row["criterion"]] = parse_decimal(row["value"])
    return [
        EntryInput(
            entry=code,
            name=name,
            sheets=tuple(Sheet(assessor, found) for assessor, found in marks[code].items()),
            measures=measures[code],
            carried=scores[code],
        )
        for code, name in names.items()
    ]


def contests(rnd: Round, inputs: list[EntryInput]) -> dict[str, tuple[Standing, ...]]:
    """Standings by file name: one contest in each province, or one for the nation."""
    if rnd.stage == "national":
        return {f"{rnd.code}.{CATEGORY}.csv": standings(rnd, inputs)}
    provinces: dict[str, list[EntryInput]] = defaultdict(list)
    for one in inputs:
        provinces[one.entry[:2]].append(one)
    return {f"{rnd.code}.{CATEGORY}.{code}.csv": standings(rnd, found) for code, found in provinces.items()}


def walk() -> dict[str, tuple[Standing, ...]]:
    rules = read(EXAMPLE / "edition.toml")
    names = {row["code"]: row["name"] for row in rows("candidates.csv") if row["status"] == "accepted"}
    scores: dict[str, dict[str, Fraction]] = defaultdict(dict)
    found: dict[str, tuple[Standing, ...]] = {}
    for rnd in rules.rounds_of(CATEGORY):
        held = contests(rnd, inputs_of(rnd, names, scores))
        found |= held
        everyone = [standing for contest in held.values() for standing in contest]
        names = {standing.entry: standing.name for standing in everyone if standing.advances}
        for standing in everyone:
            if standing.round_score.score is not None:
                scores[standing.entry][rnd.code] = standing.round_score.score
    return found


@pytest.fixture(scope="module")
def walked() -> dict[str, tuple[Standing, ...]]:
    return walk()


def as_csv(contest: tuple[Standing, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["rank", "candidate", "name", "score", "tied", "advances", "wins", "sheets"])
    for one in contest:
        flags = ["yes" if flag else "no" for flag in (one.tied, one.advances, one.wins)]
        score = "" if one.score is None else fixed(one.score, 2)
        writer.writerow([one.rank, one.entry, one.name, score, *flags, one.sheets])
    return out.getvalue()


def test_the_rounds_hold_exactly_the_expected_contests(walked: dict[str, tuple[Standing, ...]]) -> None:
    assert sorted(walked) == [path.name for path in EXPECTED]
    assert len(EXPECTED) == 18


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.name)
def test_standings_equal_the_expected_file(path: Path, walked: dict[str, tuple[Standing, ...]]) -> None:
    assert as_csv(walked[path.name]).encode() == path.read_bytes()


def test_every_entry_of_the_example_is_complete(walked: dict[str, tuple[Standing, ...]]) -> None:
    assert {one.round_score.complete for contest in walked.values() for one in contest} == {True}
