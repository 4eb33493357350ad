"""Signing in the browser: the committee opens, members sign on their desk, a change is shown."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from flask import Flask

from evaluation import create_app
from evaluation.actions import contests, readiness, records
from evaluation.core.receipt_code import receipt_code
from evaluation.store import signatures
from evaluation.store.db import change, row, write
from evaluation.views.limits import limiter
from tests.award import EDITION, PASSWORD
from tests.pages import Page, PageClient
from tests.signing_ground import AUDITOR, EAST, RULE, SIGNED, Signed, signed_ground

CHAIR, SECOND, THIRD = (f"juri{n}-35@uji.example" for n in (1, 2, 3))


@pytest.fixture
def ground(award) -> Signed:
    return signed_ground(award)


def at(app: Flask, email: str, language: str = "en") -> PageClient:
    browser = PageClient(app).sign_in(email)
    browser.post("/language", {"locale": language, "next": "/account"})
    return browser


def open_it(app: Flask, ground: Signed) -> PageClient:
    browser = at(app, EAST)
    browser.get(f"/committee/contests/{ground.contest}/signing")
    browser.submit(form="/signing")
    return browser


def sign(app: Flask, ground: Signed, email: str) -> PageClient:
    browser = at(app, email)
    browser.get(f"/desk/{ground.contest}/sign")
    browser.submit({"password": PASSWORD}, form="/sign")
    return browser


def text(browser: PageClient) -> str:
    assert browser.page is not None
    return browser.page.text


# --- the whole way -------------------------------------------------------------------------------


def test_from_the_finalising_page_to_a_signed_public_result(app: Flask, ground: Signed) -> None:
    committee = at(app, EAST)
    committee.get(f"/committee/contests/{ground.contest}/finalise")
    assert "The panel signs this result first: open it for signing, signatures: 2." in text(committee)
    assert "Finalise this result" not in text(committee)
    committee.click("Signatures")
    assert "2 members of the panel sign, the chair among them." in text(committee)
    committee.submit(form="/signing")
    assert "Signatures that are missing: 2, the chair's among them." in text(committee)
    member = at(app, SECOND)
    member.get("/desk")
    assert "Waits for your signature" in text(member)
    member.click("Provincial desk assessment · Regencies and cities · Jawa Timur")
    assert "Kota Mojokerto" in text(member)
    printed = re.findall(r"[0-9a-f]{64}", member.page.html)  # type: ignore[union-attr]
    assert len(set(printed)) == 1
    member.submit({"password": PASSWORD}, form="/sign")
    assert "You have signed this result." in text(member)
    sign(app, ground, CHAIR)
    committee.get(f"/committee/contests/{ground.contest}/signing")
    assert "Enough members have signed." in text(committee)
    committee.get(f"/committee/contests/{ground.contest}/finalise")
    committee.submit({"reason": "Pleno 12", "confirm": "y"}, form="/finalise")
    assert "Signed by the panel" in text(committee)
    assert committee.page.html.count(printed[0]) == 1  # type: ignore[union-attr]
    committee.submit(form="/publish")
    everybody = PageClient(app)
    everybody.post("/language", {"locale": "en", "next": "/"})
    everybody.get("/results/uji-2021/province-desk/regency/35")
    assert "Signed by the panel" in text(everybody)
    assert "Juri 1 35 · Chair" in text(everybody)
    everybody.get(f"/check/{receipt_code(printed[0])}")
    assert "This result is genuine" in text(everybody)
    assert "Provincial desk assessment · Regencies and cities · Jawa Timur" in text(everybody)
    assert printed[0] in text(everybody)
    assert "10 January 2022, 10:00:00 WIB" in text(everybody)


def test_a_code_of_no_result_is_told_nothing(app: Flask, ground: Signed) -> None:
    open_it(app, ground)
    sign(app, ground, CHAIR)
    signed = row(ground.award.db, "SELECT fingerprint FROM signature")
    assert signed is not None
    PageClient(app).get(f"/check/{receipt_code(signed['fingerprint'])}", status=404)


def test_a_change_shows_what_it_changed_and_asks_again(app: Flask, ground: Signed, act_as) -> None:
    open_it(app, ground)
    member = sign(app, ground, CHAIR)
    records.record_adjustment(
        act_as(ground.award.actor(EAST)), ground.contest, ground.first, points=Fraction(-20), reason="Telat"
    )
    member.get(f"/desk/{ground.contest}/sign")
    assert "Void signatures" in text(member)
    assert "Kota Mojokerto: score 82 became 62." in text(member)
    assert "Adjustment recorded" in text(member)
    member.submit({"password": PASSWORD}, form="/sign")
    assert "You have signed this result." in text(member)


def test_a_page_from_before_the_change_signs_nothing(app: Flask, ground: Signed, act_as) -> None:
    open_it(app, ground)
    member = at(app, CHAIR)
    member.get(f"/desk/{ground.contest}/sign")
    records.record_adjustment(
        act_as(ground.award.actor(EAST)), ground.contest, ground.first, points=Fraction(-1), reason="Telat"
    )
    member.submit({"password": PASSWORD}, form="/sign", status=409)
    assert "The result changed since you opened this page." in text(member)
    assert signatures.of_contest(ground.award.db, ground.contest) == []


def test_a_wrong_password_is_said_at_its_field_and_throttled(app: Flask, ground: Signed) -> None:
    open_it(app, ground)
    member = at(app, CHAIR)
    member.get(f"/desk/{ground.contest}/sign")
    page = member.submit({"password": "bukan ini"}, form="/sign", status=422)
    assert isinstance(page, Page)
    assert "This is not your password. Nothing was signed." in page.text
    assert "bukan ini" not in page.html
    assert signatures.of_contest(ground.award.db, ground.contest) == []


def test_tries_are_limited(app: Flask, ground: Signed) -> None:
    open_it(app, ground)
    kept = ("DATABASE", "FILES", "SECRET_KEY", "CLOCK", "TESTING", "PROPAGATE_EXCEPTIONS")
    strict = create_app({**{key: app.config[key] for key in kept}, "RATELIMIT_ENABLED": True})
    limiter.reset()
    try:
        member = at(strict, CHAIR)
        for _ in range(5):
            member.get(f"/desk/{ground.contest}/sign")
            member.submit({"password": "bukan ini"}, form="/sign", status=422)
        member.get(f"/desk/{ground.contest}/sign")
        member.submit({"password": PASSWORD}, form="/sign", status=429)
    finally:
        limiter.reset()
        limiter.enabled = False
    assert signatures.of_contest(ground.award.db, ground.contest) == []


def test_who_may_not_sign_is_told_why_and_shown_no_result(app: Flask, ground: Signed) -> None:
    db = ground.award.db
    member = at(app, SECOND)
    member.get(f"/desk/{ground.contest}/sign")
    assert "The committee has not opened this result for signing yet." in text(member)
    assert "Kota Mojokerto" not in text(member)
    open_it(app, ground)
    with write(db):
        change(
            db,
            "INSERT INTO recusal (account_id, entry_id, reason, recused_at) VALUES (:a, :e, 'Saudara', :at)",
            a=ground.panel[1], e=ground.second, at=ground.award.at,
        )  # fmt: skip
    member.get(f"/desk/{ground.contest}/sign")
    assert "You are recused from an entry of this contest" in text(member)
    assert "Kota Mojokerto" not in text(member)
    at(app, EAST).get(f"/desk/{ground.contest}/sign", status=403)
    auditor = at(app, AUDITOR)
    auditor.get(f"/committee/contests/{ground.contest}/signing")
    assert "Kept away from an entry: does not sign" in text(auditor)
    auditor.post(f"/committee/contests/{ground.contest}/signing", status=403)


def test_hidden_candidates_stay_hidden_from_those_who_sign(app: Flask, award, act_as) -> None:
    hiding = SIGNED.replace(RULE, RULE + '\nvisibility = { candidates = "hidden" }')
    ground = signed_ground(award, hiding)
    open_it(app, ground)
    member = sign(app, ground, CHAIR)
    records.record_adjustment(
        act_as(award.actor(EAST)), ground.contest, ground.first, points=Fraction(-20), reason="Telat"
    )
    member.get(f"/desk/{ground.contest}/sign")
    assert "Mojokerto" not in member.page.html  # type: ignore[union-attr]
    assert "35.76" not in member.page.html  # type: ignore[union-attr]
    assert re.search(r"No\. \d+: score 82 became 62\.", text(member))


def test_a_round_without_the_rule_has_no_tab_and_says_so(app: Flask, award) -> None:
    ground = signed_ground(award, EDITION)
    committee = at(app, EAST)
    committee.get(f"/committee/contests/{ground.contest}")
    assert "Signatures" not in committee.page.links  # type: ignore[union-attr]
    committee.get(f"/committee/contests/{ground.contest}/signing")
    assert "This round asks for no signatures" in text(committee)


def test_opening_waits_for_everything_else(app: Flask, ground: Signed) -> None:
    with write(ground.award.db):
        change(ground.award.db, "DELETE FROM measure")
    committee = at(app, EAST)
    committee.get(f"/committee/contests/{ground.contest}/signing")
    assert "Before this contest can be opened for signing:" in text(committee)
    committee.post(f"/committee/contests/{ground.contest}/signing", status=409)
    assert signatures.opening(ground.award.db, ground.contest) is None


def test_the_rule_stands_on_the_editions_page(app: Flask, ground: Signed) -> None:
    committee = at(app, EAST)
    committee.get("/admin/editions/uji-2021")
    assert "2 members of the panel sign, the chair among them." in text(committee)


def test_finalising_past_the_page_is_refused(app: Flask, ground: Signed, act_as) -> None:
    committee = at(app, EAST)
    committee.get("/account")
    committee.post(
        f"/committee/contests/{ground.contest}/finalise", {"reason": "Pleno", "confirm": "y"}, status=409
    )
    with pytest.raises(readiness.NotReady):
        contests.finalise(act_as(), ground.contest, "Pleno")
