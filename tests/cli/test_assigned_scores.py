"""Sheets from paper come in from those who are assigned to an entry, and from nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.store.db import rows
from tests.assignment_ground import Assigned, assigned_ground
from tests.award import Award

HEADER = "round,candidate,assessor,criterion,score,comment\n"


@pytest.fixture
def ground(award: Award, act_as: Callable[[Actor], Act]) -> Assigned:
    return assigned_ground(award, act_as)


def sheet(email: str) -> str:
    marks = (("regulation", 80), ("innovation", 70))
    return HEADER + "".join(f"province-desk,35.76,{email},{code},{mark},\n" for code, mark in marks)


def test_before_a_plan_and_from_others_sheets_are_refused(ground: Assigned, flask: Any, written: Any) -> None:
    everybody = [ground.email(account) for account in ground.panel]
    ran = flask("scores", "load", "uji-2021", written("a.csv", sheet(everybody[0])))
    assert ran.status == 1
    assert f"{everybody[0]} is not assigned to 35.76 in this round" in ran.err[0]
    found = ground.plan()
    for account in ground.panel:
        email = ground.email(account)
        ran = flask("scores", "load", "uji-2021", written("b.csv", sheet(email)))
        assert (ran.status == 0) == (account in found["35.76"]), ran.err
        assert account in found["35.76"] or f"{email} is not assigned to 35.76 in this round" in ran.err[0]
    there = rows(ground.award.db, "SELECT account_id FROM scoresheet ORDER BY account_id")
    assert {one["account_id"] for one in there} == found["35.76"]
