"""A replaced result tells the motions that made it, to the committee and to the public."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from evaluation.actions import contests, recounts
from evaluation.actions.act import Act
from evaluation.actions.recount_trials import preview
from evaluation.store import recounts as store
from tests.award import Award
from tests.pages import PageClient
from tests.pleno_ground import EAST, JEMBER, SURABAYA, adopt, pleno_ground, sit
from tests.pleno_screens import at, text

SENTENCE = "What the panel decided by motions"


def test_the_pages_of_a_replaced_result_tell_its_motions(
    app: Flask, award: Award, act_as: Callable[..., Act]
) -> None:
    ground = pleno_ground(award)
    as_ = lambda email: act_as(award.actor(email))  # noqa: E731
    sit(ground, as_)
    adopt(ground, as_, "tie", SURABAYA, JEMBER)
    contests.finalise(as_(EAST), ground.contest, "Pleno")
    contests.publish(as_(EAST), ground.contest)
    recount = recounts.begin(as_(EAST), ground.contest, "Koreksi", "Salah catat", decree="SK 7")
    recounts.add_step(
        as_(EAST), recount, "measure", reason="SK 7", entry_id=ground.entries[SURABAYA],
        contents={"criterion": "coverage", "value": "60"},
    )  # fmt: skip
    recounts.apply(as_(EAST), recount, preview(as_(EAST), store.recount(award.db, recount)).seen)
    committee, public = at(app, EAST), PageClient(app)
    public.post("/language", {"locale": "en", "next": "/"})
    committee.get(f"/committee/contests/{ground.contest}/versions/1")
    public.get("/results/uji-2021/province-desk/regency/35/versions/1")
    for browser in (committee, public):
        assert SENTENCE in text(browser)
        assert "Kota Surabaya" in text(browser)
        assert "Lebih lengkap" in text(browser)
