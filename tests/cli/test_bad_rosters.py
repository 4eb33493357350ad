"""Rosters, measures, adjustments and editions that must not come in: each reason with its line."""

from __future__ import annotations

import pytest

from tests.award import EDITION as RULES
from tests.award import Award

EDITION = "uji-2021"


@pytest.fixture
def refused(flask, dump, written, trial):
    """Load a file that must be refused; what is said of each line, without the path, and nothing stored."""

    def run(kind: str, text: str) -> list[str]:
        path = written(f"{kind}.csv", text)
        before = dump()
        ran = flask(kind, "load", EDITION, path)
        assert (ran.status, ran.out) == (1, "")
        assert dump() == before
        *problems, last = ran.err
        assert last == f"Nothing of {path} was loaded; problems: {len(problems)}."
        assert all(problem.startswith(f"{path}:") for problem in problems)
        return [problem.removeprefix(f"{path}:") for problem in problems]

    return run


def test_candidates(refused) -> None:
    text = (
        "code,name,category,region,email,status\n"
        "35.04,Kabupaten Tulungagung,regensy,35.04,a@kab.example,\n"
        "35.05,Kabupaten Blitar,regency,35.99,a@kab.example,\n"
        "35.06,Kabupaten Kediri,regency,35,a@kab.example,\n"
        "35.07,,regency,35.07,a@kab.example,accepted\n"
        "35.08,Kabupaten Lumajang,regency,35.08,a@kab,\n"
        "35.09,Kabupaten Jember,regency,35.09,a@kab.example,acepted\n"
        "35.10,Kabupaten Banyuwangi,regency,35.10,a@kab.example,\n"
        "35.10,Kabupaten Banyuwangi,regency,35.10,b@kab.example,\n"
        "35.01,Kabupaten Pacitan,regency,35.02,a@kab.example,\n"
        ",Kabupaten Blitar,regency,35.05,a@kab.example,\n"
    )
    domain = "The part after the @-sign is not valid. It should have a period."
    assert refused("candidates", text) == [
        '2: unknown category "regensy" (did you mean "regency"?): the edition has regency',
        '3: unknown region "35.99" (did you mean "35.79"?)',
        '4: region 35 (Jawa Timur) is a province: the category "regency" takes a regency or city',
        "5: name is empty",
        f'6: email "a@kab" is no address: {domain}',
        '7: status "acepted" is not possible (did you mean "accepted"?): write invited or accepted',
        '9: candidate "35.10" is there twice (first on line 8)',
        '10: the region of "35.01" is 35.01 and can\'t become 35.02',
        "11: code is empty",
    ]


def test_a_dossier_in_work_is_not_accepted_from_a_file(refused, award: Award, trial) -> None:
    award.entry(trial, "35.04", "Kabupaten Tulungagung", status="draft")
    header, row = (
        "code,name,category,region,email,status",
        "35.04,Tulungagung,regency,35.04,a@k.example,accepted",
    )
    assert refused("candidates", f"{header}\n{row}\n") == [
        '2: "35.04" can\'t be accepted, its dossier is draft online: accept it once it is submitted'
    ]


def test_assessors(refused) -> None:
    text = (
        "email,name,stage,region,position,capacity\n"
        "a@panel.example,A,provinse,35,member,\n"
        "b@panel.example,B,province,,member,\n"
        "c@panel.example,C,province,99,member,\n"
        "d@panel.example,D,province,35.01,member,\n"
        "e@panel.example,E,national,35,member,\n"
        "f@panel.example,F,province,32,chairman,\n"
        "g@panel.example,G,province,32,chair,\n"
        "h@panel.example,H,province,32,chair,\n"
        "i@panel.example,I,province,35,chair,\n"
        "g@panel.example,G,province,32,member,\n"
        "not an address,J,national,,member,\n"
        "k@panel.example,,national,,,\n"
    )
    at_sign = "An email address must have an @-sign."
    assert refused("assessors", text) == [
        '2: stage "provinse" is not possible (did you mean "province"?): write province or national',
        "3: region is empty: a panel of the province stage has a province",
        '4: unknown region "99"',
        "5: region 35.01 (Kabupaten Pacitan) is a regency: a panel has a province",
        '6: region "35" at the national stage: leave it empty',
        '7: position "chairman" is not possible (did you mean "chair"?): write chair or secretary or member',
        "9: a second chair on the panel of 32 (Jawa Barat), which has g@panel.example on line 8",
        "10: a second chair on the panel of 35 (Jawa Timur), which has juri1-35@uji.example already",
        '11: "g@panel.example" sits on this panel twice (first on line 8)',
        f'12: email "not an address" is no address: {at_sign}',
        "13: name is empty",
        "13: position is empty",
    ]


def test_measures(refused) -> None:
    text = (
        "round,candidate,criterion,value,source\n"
        "province-desk,35.01,coverage,100.01,data\n"
        "province-desk,35.01,coverage,50.005,data\n"
        "province-desk,35.02,regulation,50,data\n"
        "province-desk,35.02,covrage,50,data\n"
        "province-desk,35.02,coverage,50,\n"
        "province-desk,35.03,coverage,,data\n"
        "province-dsk,35.03,coverage,50,data\n"
        "province-desk,35.99,coverage,50,data\n"
        "national-desk,35.01,regulation,50,data\n"
    )
    rounds = "the edition has province-desk, province-interview, national-desk"
    assert refused("measures", text) == [
        '2: 100.01 is above the maximum 100 of "coverage"',
        '3: 50.005 is not a multiple of step 0.01 from 0 of "coverage"',
        '3: "coverage" of 35.01 is there twice (first on line 2)',
        '4: "regulation" is judged: the marks of assessors are loaded with `flask scores load`',
        '5: unknown criterion "covrage" (did you mean "coverage"?): this round measures coverage',
        "6: source is empty",
        "7: value is empty: a blank is not 0",
        f'8: unknown round "province-dsk" (did you mean "province-desk"?): {rounds}',
        '9: unknown candidate "35.99" (did you mean "35.03"?)',
        '10: "regulation" is judged: the marks of assessors are loaded with `flask scores load`',
    ]


def test_adjustments(refused) -> None:
    text = (
        "round,candidate,points,percent,reason\n"
        "province-desk,35.01,1,2,terlambat\n"
        "province-desk,35.01,,,terlambat\n"
        "province-desk,35.01,-1,,\n"
        "province-desk,35.01,satu,,terlambat\n"
        "province-desk,35.01,0,,terlambat\n"
        "province-desk,35.01,-1,,terlambat\n"
        "province-desk,35.01,-1.0,,terlambat\n"
        "national-desk,35.01,-1,,terlambat\n"
    )
    assert refused("adjustments", text) == [
        "2: points and percent are both given: write one of them",
        "3: points and percent are both empty: write one of them",
        "4: reason is empty",
        "5: points 'satu' is not a number in plain decimal notation, such as 7 or 82.5",
        "6: points is 0: an adjustment of nothing",
        "8: the same adjustment is there twice (first on line 7)",
        "9: 35.01 does not stand in province-interview, from which this round takes its entries",
    ]


def test_weights_that_sum_to_90(flask, dump, written) -> None:
    path = written("edition.toml", RULES.replace("weight = 60", "weight = 50"))
    before = dump()
    for action in ("check", "load"):
        ran = flask("edition", action, path)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == ['round[0] "province-desk" > criteria: the weights sum to 90: make them sum to 100']
    assert dump() == before


def test_everything_wrong_with_an_edition_at_once(flask, written) -> None:
    text = RULES.replace('stage = "province"', 'stage = "provinsi"', 1).replace(
        "maximum = 100", "maximum = 0", 1
    )
    ran = flask("edition", "check", written("edition.toml", text))
    assert ran.status == 1
    assert len(ran.err) > 1
    assert all(": " in line for line in ran.err)


def test_an_edition_that_is_not_there_or_not_toml(flask, written, tmp_path) -> None:
    ran = flask("edition", "check", tmp_path / "none.toml")
    assert (ran.status, ran.err) == (1, [f"{tmp_path}/none.toml can't be read: No such file or directory."])
    ran = flask("edition", "load", written("edition.toml", b""))
    assert ran.status == 1
    assert ran.err


def test_a_frozen_edition_takes_the_same_rules_only(flask, written, award: Award, trial, dump) -> None:
    contest_id = award.contest(trial, "province-desk", "35")
    with award.db.conn:
        award.db.execute("UPDATE edition SET frozen_at = '2022-01-01T00:00:00.000000Z'")
    before = dump()
    ran = flask("edition", "load", written("same.toml", RULES + "\n# a remark\n"))
    counts = "(categories: 1, rounds: 3, criteria: 6)"
    assert (ran.status, ran.out, ran.err) == (0, f"Nothing to change: uji-2021 {counts}\n", [])
    ran = flask("edition", "load", written("other.toml", RULES.replace("advance = 2", "advance = 3")))
    assert (ran.status, ran.err) == (
        1,
        ["The rules of this edition are frozen: an administrator froze them by hand."],
    )
    assert dump() == before
    assert contest_id


def test_an_edition_keeps_what_is_in_use(flask, written, dump, trial) -> None:
    before = dump()
    ran = flask("edition", "load", written("other.toml", RULES.replace('"regency"', '"kabupaten"')))
    assert (ran.status, dump()) == (1, before)
    assert len(ran.err) == 1
    ran = flask("edition", "load", written("moved.toml", RULES.replace("province-desk", "province-paper")))
    assert (ran.status, dump()) == (1, before)
    assert ran.err == [
        'Entries of the category "regency" stand in contests already: its first judged round, and the stage'
        " of its rounds, can't change any more."
    ]
    assert (
        flask("edition", "load", written("more.toml", RULES.replace("advance = 2", "advance = 3"))).status
        == 0
    )
