"""How far the judging of a contest is; and that its pages stay as cheap when it grows."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from evaluation.store.db import insert, write
from tests.award import Award
from tests.contest_ground import Stage, build, committee, full, table
from tests.pages import PageClient
from tests.queries import Queries


@pytest.fixture
def stage(award: Award) -> Stage:
    return build(award)


def test_progress_counts_each_assessors_sheets(client: PageClient, stage: Stage, award: Award) -> None:
    first, second, third = stage.entries
    award.sheet(stage.contest, first, stage.panel[0], {"regulation": 77, "innovation": 66})
    award.sheet(stage.contest, second, stage.panel[0], {"regulation": 55}, status="draft")
    with write(award.db):
        insert(
            award.db,
            "recusal",
            account_id=stage.panel[0],
            entry_id=third,
            reason="Keluarga",
            recused_at=award.at,
        )
    page = committee(client).get(f"/committee/contests/{stage.contest}/progress")
    saved = "10 January 2022, 10:00 WIB"
    assert table(page) == [
        ["Juri 1 35 Chair", "1 of 3", "1", "0", "1", "0", saved],
        ["Juri 2 35 Member", "0 of 3", "0", "3", "0", "0", "–"],
        ["Juri 3 35 Member", "0 of 3", "0", "3", "0", "0", "–"],
    ]
    assert "Kota Mojokerto 35.76 1, at least 2 needed Waiting" in page.text
    assert not {"77", "66", "55"} & set(re.findall(r"\d+", page.text))


def test_pages_ask_a_constant_number_of_questions(app: Flask, stage: Stage, award: Award) -> None:
    asked = Queries(app)
    client = committee(PageClient(app))
    here = f"/committee/contests/{stage.contest}"
    full(stage)
    addresses = [
        "/committee",
        here,
        here + "/progress",
        here + f"/entries/{stage.entries[0]}",
        here + "/finalise",
    ]

    def count() -> list[int]:
        counts = []
        for address in addresses:
            client.get(address)
            counts.append(len(asked))
        return counts

    before = count()
    for code in ("35.78", "35.15", "35.16", "35.17"):
        stage.judge(award.entry(stage.edition, code, code, status="accepted"), (70, 80), (70, 80))
    for entry in stage.entries:
        award.enter(stage.edition, "province-interview", entry)
        award.enter(stage.edition, "national-desk", entry)
    assert count() == before
