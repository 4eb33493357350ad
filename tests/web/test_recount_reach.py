"""A recount that goes through to later final results, in the browser."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from evaluation.actions import recounts
from evaluation.actions.act import Act
from evaluation.store.db import rows
from tests.award import Award
from tests.pages import Page, PageClient
from tests.recount_ground import EAST, build, correct, finalise_desk, finalise_interview, seen


def test_an_applied_recount_links_to_each_result_that_it_opened(
    app: Flask, award: Award, act_as: Callable[..., Act]
) -> None:
    ground = build(award)
    east = act_as(award.actor(EAST))
    finalise_desk(ground, east)
    finalise_interview(ground, east)
    recount = correct(east, ground, ground.desk, "35.03", regulation=98, innovation=96)
    recounts.apply(east, recount, seen(east, recount).seen)
    kept = rows(award.db, "SELECT contest_id FROM replaced_result ORDER BY 1")
    assert [one["contest_id"] for one in kept] == [ground.desk, ground.interview]
    page = PageClient(app).sign_in(EAST).get(f"/committee/recounts/{recount}")
    assert isinstance(page, Page)
    for contest in (ground.desk, ground.interview):
        assert f'href="/committee/contests/{contest}/versions/1"' in page.html
