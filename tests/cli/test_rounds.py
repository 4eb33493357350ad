"""How entries get from round to round by commands: provisionally, firmly, or not at all; and finalising."""

from __future__ import annotations

import json

import pytest
from sqlite_utils import Database

from tests.award import Award

EDITION = "uji-2021"
SCORES = "round,candidate,assessor,criterion,score,comment\n"
MEASURES = "round,candidate,criterion,value,source\n"
ADJUSTMENTS = "round,candidate,points,percent,reason\n"
PANEL = [f"juri{n}-35@uji.example" for n in (1, 2)]
# 35.01 comes first, 35.02 second, 35.03 third: two advance.
DESK = "".join(
    f"province-desk,35.0{n},{email},{criterion},{95 - 5 * n},\n"
    for n in (1, 2, 3)
    for email in PANEL
    for criterion in ("regulation", "innovation")
)
COVERAGE = "".join(f"province-desk,35.0{n},coverage,50,data\n" for n in (1, 2, 3))


def talk(n: int, mark: int = 80) -> str:
    return "".join(f"province-interview,35.0{n},{email},mastery,{mark},\n" for email in PANEL)


def attended(n: int) -> str:
    return f"province-interview,35.0{n},attendance,100,daftar hadir\n"


@pytest.fixture
def load(flask, written, trial):
    """Load rows of a kind; the lines on standard error."""

    def run(kind: str, rows: str, status: int = 0) -> list[str]:
        header = {"scores": SCORES, "measures": MEASURES, "adjustments": ADJUSTMENTS}[kind]
        path = written(f"{kind}.csv", header + rows)
        ran = flask(kind, "load", EDITION, path)
        assert ran.status == status, ran.err
        return [line.replace(path, "FILE") for line in ran.err]

    return run


def standing(flask, round_code: str, region: str | None = "35") -> list[str]:
    place = ["--region", region] if region else []
    ran = flask("standings", EDITION, round_code, "--category", "regency", *place, "--format", "csv")
    assert ran.status == 0
    return ran.out.splitlines()[1:]


def places(db: Database, round_code: str) -> dict[str, int]:
    found = db.execute(
        "SELECT e.code, ce.provisional FROM contest_entry ce JOIN entry e ON e.id = ce.entry_id"
        " JOIN contest c ON c.id = ce.contest_id JOIN round r ON r.id = c.round_id"
        " WHERE r.code = ? ORDER BY e.code",
        [round_code],
    )
    return dict(found.fetchall())


def test_only_those_that_advance_come_into_the_next_round(load, db: Database) -> None:
    assert load("measures", COVERAGE) == []
    assert load("scores", DESK) == []
    assert load("scores", talk(1) + talk(3), status=1) == [
        "FILE:4: 35.03 does not advance from province-desk: it has rank 3 there",
        "FILE:5: 35.03 does not advance from province-desk: it has rank 3 there",
        "Nothing of FILE was loaded; problems: 2.",
    ]
    assert places(db, "province-interview") == {}
    assert load("scores", talk(1)) == [
        "warning: until the round before is finalised, entries stand in province-interview provisionally: 1"
    ]
    assert places(db, "province-interview") == {"35.01": 1}


def test_one_file_may_hold_both_rounds(load, db: Database) -> None:
    assert load("measures", COVERAGE) == []
    load("scores", talk(2) + talk(1) + DESK)
    assert places(db, "province-interview") == {"35.01": 1, "35.02": 1}


def test_measures_and_adjustments_follow_the_same_rule(load, db: Database) -> None:
    load("measures", attended(1) + COVERAGE)
    assert places(db, "province-interview") == {"35.01": 1}
    load("scores", DESK)
    refused = "35.03 does not advance from province-desk: it has rank 3 there"
    assert load("measures", attended(3), status=1)[0] == f"FILE:2: {refused}"
    row = "province-interview,35.03,-1,,terlambat\n"
    assert load("adjustments", row, status=1)[0] == f"FILE:2: {refused}"
    load("adjustments", row.replace("35.03", "35.02"))
    assert places(db, "province-interview") == {"35.01": 1, "35.02": 1}


def test_what_came_in_too_early_is_named_and_leaves_when_the_round_is_finalised(
    flask, load, db: Database
) -> None:
    load("scores", DESK)
    load("scores", talk(1) + talk(2) + talk(3))
    assert places(db, "province-interview") == {"35.01": 1, "35.02": 1, "35.03": 1}
    assert load("measures", COVERAGE) == [
        "warning: 35.03 stands in province-interview, but as things stand does not advance to it"
        " from province-desk (rank 3)"
    ]
    # A further sheet of an entry that stands there only provisionally is looked at again.
    third = "province-interview,35.03,juri3-35@uji.example,mastery,80,\n"
    assert load("scores", third, status=1)[0] == (
        "FILE:2: 35.03 does not advance from province-desk: it has rank 3 there"
    )
    ran = flask("finalise", EDITION, "province-interview", "--reason", "rapat pleno")
    assert (ran.status, ran.err[0]) == (
        1,
        "province-interview.regency.35: Provincial desk assessment (Regencies and cities, Jawa Timur) comes"
        " first: finalise it, so that its result stands.",
    )
    assert flask("finalise", EDITION, "province-desk", "--reason", "rapat pleno").status == 0
    assert places(db, "province-interview") == {"35.01": 0, "35.02": 0}
    left = db.execute("SELECT fields FROM audit_event WHERE name = 'EntryLeftContest'").fetchall()
    assert left == [('{"reason": "did not advance from province-desk"}',)]
    # Its sheets stay stored, and count nowhere.
    assert db.execute("SELECT count(*) FROM scoresheet").fetchone() == (12,)
    assert [row.split(",")[1] for row in standing(flask, "province-interview")] == ["35.01", "35.02"]
    assert load("scores", third, status=1)[0] == "FILE:2: 35.03 did not advance from province-desk"
    assert load("scores", DESK + talk(1) + talk(2) + talk(3)) == []


def test_finalising_names_all_that_lacks(flask, load, award: Award, trial: int) -> None:
    load("scores", "".join(DESK.splitlines(keepends=True)[:6]))
    award.entry(trial, "35.04", "Kabupaten Tulungagung", status="submitted")
    ran = flask("finalise", EDITION, "province-desk", "--reason", "rapat pleno")
    assert (ran.status, ran.out) == (1, "")
    wait = "score sheets: wait for more, or exclude the entry."
    assert [line.removeprefix("province-desk.regency.35: ") for line in ran.err] == [
        "Kabupaten Pacitan has no value for Coverage: record it.",
        f"Kabupaten Ponorogo has 1 of 2 {wait}",
        "Kabupaten Ponorogo has no value for Coverage: record it.",
        f"Kabupaten Trenggalek has 0 of 2 {wait}",
        "Kabupaten Trenggalek has no value for Coverage: record it.",
    ]


def test_all_matching_contests_or_none(flask, load, award: Award, trial: int, db: Database) -> None:
    load("measures", COVERAGE)
    load("scores", DESK)
    award.entry(trial, "33.01", "Kabupaten Cilacap", status="accepted")
    before = db.execute("SELECT count(*) FROM audit_event").fetchone()
    ran = flask("finalise", EDITION, "province-desk", "--reason", "rapat pleno")
    assert (ran.status, ran.out) == (1, "")
    assert [line.split(":")[0] for line in ran.err] == ["province-desk.regency.33"] * 2
    assert db.execute("SELECT count(*) FROM finalisation").fetchone() == (0,)
    assert db.execute("SELECT count(*) FROM audit_event").fetchone() == before
    ran = flask("finalise", EDITION, "province-desk", "--region", "35", "--reason", "rapat pleno")
    assert (ran.status, ran.out, ran.err) == (0, "Finalised province-desk.regency.35.\n", [])
    ran = flask("finalise", EDITION, "province-desk", "--region", "35", "--reason", "lagi")
    assert (ran.status, ran.err) == (
        1,
        ["Every such contest is finalised already: nothing in them changes any more."],
    )
    with db.conn:
        db.execute("UPDATE entry SET status = 'withdrawn' WHERE code = '33.01'")
    ran = flask("finalise", EDITION, "province-desk", "--reason", "lagi")
    assert ran.status == 1


def test_a_finalised_contest_takes_nothing_more(flask, load, written, trial, dump) -> None:
    load("measures", COVERAGE)
    load("scores", DESK)
    load("adjustments", "province-desk,35.03,-1,,terlambat\n")
    assert flask("finalise", EDITION, "province-desk", "--reason", "rapat pleno").status == 0
    before = dump()
    closed = "FILE:2: the contest is finalised: nothing in it changes any more"
    third = "province-desk,35.01,juri3-35@uji.example,{},80,\n"
    assert load("scores", third.format("regulation") + third.format("innovation"), 1)[0] == closed
    assert load("measures", "province-desk,35.01,coverage,51,data\n", status=1)[0] == closed
    assert load("adjustments", "province-desk,35.01,1,,bonus\n", status=1)[0] == closed
    text = "code,name,category,region,email,status\n35.04,Tulungagung,regency,35.04,a@a.example,accepted\n"
    path = written("candidates.csv", text)
    assert flask("candidates", "load", EDITION, path).err[0] == (
        f"{path}:2: Provincial desk assessment (Regencies and cities, Jawa Timur) is finalised already,"
        " so Tulungagung can't enter the award any more."
    )
    assert load("scores", DESK) == []
    assert load("measures", COVERAGE) == []
    assert load("adjustments", "province-desk,35.03,-1.0,,terlambat\n") == []
    assert dump() == before


def test_a_corrected_measure_keeps_what_was_before(flask, load, db: Database) -> None:
    load("measures", "province-desk,35.01,coverage,50,data\n")
    load("measures", "province-desk,35.01,coverage,50.0,data\n")
    load("measures", "province-desk,35.01,coverage,60.5,data\n")
    found = db.execute("SELECT fields FROM audit_event WHERE name = 'MeasureRecorded' ORDER BY id").fetchall()
    assert [(one["before"], one["value"]) for one in (json.loads(row[0]) for row in found)] == [
        (None, "50"),
        ("50", "60.5"),
    ]


def test_a_reason_is_asked_for(flask, load) -> None:
    load("measures", COVERAGE)
    load("scores", DESK)
    ran = flask("finalise", EDITION, "province-desk", "--reason", " ")
    assert (ran.status, ran.err) == (1, ["A reason is missing."])


def test_standings_say_what_to_do(flask, trial: int) -> None:
    for arguments, said in (
        (
            ("province-desk", "--category", "regency"),
            '"province-desk" is judged in each province: name one with --region CODE.',
        ),
        (
            ("national-desk", "--category", "regency", "--region", "35"),
            '"national-desk" is judged for the whole nation: leave --region out.',
        ),
        (
            ("province-desk", "--category", "regensy", "--region", "35"),
            'Unknown category "regensy" (did you mean "regency"?): regency.',
        ),
        (
            ("province-desk", "--category", "regency", "--region", "35.01"),
            '"35.01" is no province: write its code, such as 35.',
        ),
        (
            ("province", "--category", "regency"),
            'Unknown round "province" (did you mean "province-desk"?): province-desk, province-interview,'
            " national-desk.",
        ),
    ):
        ran = flask("standings", EDITION, *arguments)
        assert (ran.status, ran.out, ran.err) == (1, "", [said])
    assert standing(flask, "national-desk", None) == []
    assert flask("standings", "uji-2021", "national-desk", "--category", "regency").out == (
        "rank  candidate  name  score  tied  advances  wins  sheets\n"
    )


def test_without_any_edition(flask) -> None:
    ran = flask("standings", "uji-2021", "national-desk", "--category", "regency")
    assert (ran.status, ran.err) == (
        1,
        ["No edition is loaded yet: load one with `flask edition load FILE`."],
    )
