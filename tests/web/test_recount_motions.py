"""Recounts of a result on which the panel decided by motions: they hold on, and every page says so."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from evaluation.actions import contests, pleno
from evaluation.actions.act import Act
from tests.announce_ground import english
from tests.award import Award
from tests.pages import PageClient
from tests.pleno_ground import EAST, JEMBER, MOJOKERTO, SURABAYA, adopt, pleno_ground, sit

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
    joint = "these share the best of their places: Kota Mojokerto, and 1 that left the contest."
    assert joint in text(browser)
    browser.submit({"confirm": "y"}, form="/apply")
    browser.get("/committee")
    assert "A final result of this contest was opened again." in text(browser)
    browser.get(here)
    assert joint in text(browser)
    whole = "these share the best of their places: Kota Mojokerto, Kota Surabaya."
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
