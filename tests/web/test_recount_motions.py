"""Recounts of a result on which the panel decided by motions: they hold on, and every page says so."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from evaluation.actions import contests, motions, pleno
from evaluation.actions.act import Act
from tests.announce_ground import english
from tests.award import Award
from tests.pages import PageClient
from tests.pleno_ground import (
    CHAIR,
    EAST,
    JEMBER,
    MOJOKERTO,
    SECOND,
    SURABAYA,
    THIRD,
    adopt,
    pleno_ground,
    put,
    sit,
)

HOLD = "The motions that the panel adopted hold in the recounted standings, too"
PUBLIC = "/results/uji-2021/province-desk/regency/35"


def text(browser: PageClient) -> str:
    assert browser.page is not None
    return browser.page.text


def test_motions_hold_through_a_recount_and_stand_with_the_replaced_result(
    app: Flask, award: Award, act_as: Callable[..., Act]
) -> None:
    ground = pleno_ground(award)
    as_ = lambda email: act_as(award.actor(email))  # noqa: E731 one line says all
    sit(ground, as_)
    adopt(ground, as_, "joint", MOJOKERTO, SURABAYA)
    pleno.end_sitting(as_(EAST), ground.contest)
    contests.finalise(as_(EAST), ground.contest, "Pleno 1")
    contests.publish(as_(EAST), ground.contest)
    browser = english(app, EAST)
    here = f"/committee/contests/{ground.contest}"
    browser.get(f"{here}/recounts")
    assert HOLD not in text(browser)
    browser.submit({"title": "Withdrawal", "reason": "It withdrew", "decree": "SK 7/2022"}, form="/recounts")
    recount = browser.url
    browser.get(f"{recount}/entries/{ground.entries[SURABAYA]}")
    browser.submit({"entry-withdrawn-entry-reason": "By letter"}, form="/entry-withdrawn/entry")
    # The entry that left is counted: its code would name it to those who know it by a number.
    browser.get(recount)
    assert HOLD in text(browser)
    joint = "Award jointly: Kota Mojokerto, and 1 that left the contest share the best of their places."
    assert joint in text(browser)
    browser.submit({"confirm": "y"}, form="/apply")
    browser.get("/committee")
    assert "A final result of this contest was opened again." in text(browser)
    browser.get(here)
    assert joint in text(browser)
    whole = "Award jointly: Kota Mojokerto, Kota Surabaya share the best of their places."
    for page in (f"{here}/versions/1", f"{PUBLIC}/versions/1"):
        browser.get(page)
        assert whole in text(browser), page
        assert browser.page is not None
        assert "motion-1" in browser.page.ids


def test_the_recounted_place_tells_what_the_marks_alone_give(
    app: Flask, award: Award, act_as: Callable[..., Act]
) -> None:
    ground = pleno_ground(award)
    as_ = lambda email: act_as(award.actor(email))  # noqa: E731 one line says all
    sit(ground, as_)
    adopt(ground, as_, "move", JEMBER, place=1)
    browser = english(app, EAST)
    browser.get(f"/committee/contests/{ground.contest}/recounts")
    browser.submit({"title": "Bonus", "reason": "Decided", "decree": ""}, form="/recounts")
    recount = browser.url
    browser.get(f"{recount}/entries/{ground.entries[JEMBER]}")
    browser.submit(
        {"adjustment-entry-amount": "1", "adjustment-entry-reason": "Bonus"}, form="/adjustment/entry"
    )
    browser.get(recount)
    assert "1 by the marks 2" in text(browser)


def test_a_recount_waits_for_the_end_of_a_vote(app: Flask, award: Award, act_as: Callable[..., Act]) -> None:
    ground = pleno_ground(award)
    as_ = lambda email: act_as(award.actor(email))  # noqa: E731 one line says all
    sit(ground, as_)
    browser = english(app, EAST)
    browser.get(f"/committee/contests/{ground.contest}/recounts")
    browser.submit({"title": "Withdrawal", "reason": "It withdrew"}, form="/recounts")
    recount = browser.url
    browser.get(f"{recount}/entries/{ground.entries[SURABAYA]}")
    browser.submit({"entry-withdrawn-entry-reason": "By letter"}, form="/entry-withdrawn/entry")
    browser.get(recount)
    before = text(browser)
    number = put(ground, as_(EAST), "joint", MOJOKERTO, JEMBER)
    motions.call_vote(as_(EAST), ground.contest, number)
    browser.submit({"confirm": "y"}, form="/apply", status=409)
    assert "The panel votes on a motion: close that vote first" in text(browser)
    browser.get(recount)
    assert 'action="' + f'{recount}/apply"' not in browser.page.html  # type: ignore[union-attr]
    for email in (CHAIR, SECOND, THIRD):
        motions.cast(as_(email), ground.contest, number, "against")
    assert motions.close_vote(as_(EAST), ground.contest, number) == "rejected"
    browser.get(recount)
    assert text(browser) == before
    browser.submit({"confirm": "y"}, form="/apply")
    assert "The recount is applied." in text(browser)
