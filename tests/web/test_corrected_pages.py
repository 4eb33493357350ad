"""A published result that is opened again: what everybody reads until the corrected one is published."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlite_utils import Database
from werkzeug.test import TestResponse

from evaluation.actions import announcing, contests, objections, recounts
from evaluation.actions.objections import Objection
from evaluation.actions.recount_trials import preview
from evaluation.core.receipt_code import receipt_code
from evaluation.core.snapshot import Result
from evaluation.store import recounts as recount_rows
from evaluation.store import standings
from evaluation.store.db import row, rows
from tests.announce_ground import EAST, OWNER, PUBLIC, RIVAL, Announced, announced_ground, english
from tests.award import Award
from tests.correction_ground import BODY, REASONS, corrected, granted, page_of, published
from tests.pages import Page, PageClient


@pytest.fixture
def ground(award: Award, act_as) -> Announced:  # type: ignore[no-untyped-def]
    return published(award, act_as)


def text_of(browser: PageClient, address: str) -> tuple[str, str]:
    """A file's name and text."""
    response = browser.get(address)
    assert isinstance(response, TestResponse)
    return response.headers["Content-Disposition"], response.get_data(as_text=True)


def test_objections_and_their_answers_stay_readable_while_the_result_is_corrected(
    app: Flask, ground: Announced, clock
) -> None:  # type: ignore[no-untyped-def]
    granted(ground)
    clock.forward(minutes=1)
    corrected(ground)
    public = english(app)
    page = page_of(public.get(PUBLIC))
    assert public.url == f"{PUBLIC}/versions/1"
    page = page_of(public.click("Objections to this result"))
    assert public.url == f"{PUBLIC}/objections"
    assert "The result was opened again on 10 January 2022, 10:01 WIB and is being corrected." in page.text
    assert "Once the corrected one is published, objections are taken to that." in page.text
    assert "No objections are taken" not in page.text
    assert REASONS in page.text
    public.click("The result as it was published")
    assert public.url == f"{PUBLIC}/versions/1"


def test_links_to_a_result_that_is_corrected_lead_to_the_one_before(
    app: Flask, ground: Announced, clock
) -> None:  # type: ignore[no-untyped-def]
    public = english(app)
    name, before = text_of(public, f"{PUBLIC}/standings.csv")
    clock.forward(minutes=1)
    corrected(ground)
    kept_as, text = text_of(public, f"{PUBLIC}/standings.csv")
    assert (kept_as, text) == (name.replace(".csv", ".version-1.csv"), before)
    page = page_of(public.get(f"{PUBLIC}/entries/35.76"))
    assert public.url == f"{PUBLIC}/versions/1/entries/35.76"
    assert "This belongs to a result that was final once and was replaced." in page.text
    contests.finalise(ground.act(), ground.contest, "Pleno 2")
    announcing.publish_at(ground.act(), ground.contest, ground.after(hours=1))
    public.get(f"{PUBLIC}/standings.csv")
    assert public.url == f"{PUBLIC}/versions/1/standings.csv"
    clock.forward(hours=1)
    kept_as, text = text_of(public, f"{PUBLIC}/standings.csv")
    assert kept_as == name
    assert text != before
    assert text_of(public, f"{PUBLIC}/versions/1/standings.csv")[1] == before
    public.get(f"{PUBLIC}/entries/35.76")
    assert public.url == f"{PUBLIC}/entries/35.76"


def test_a_result_that_was_never_public_stays_hidden_when_it_is_corrected(
    app: Flask, award: Award, act_as, clock
) -> None:  # type: ignore[no-untyped-def]
    hidden = announced_ground(award, act_as)
    announcing.publish_at(hidden.act(), hidden.contest, hidden.after(hours=1))
    clock.forward(minutes=1)
    corrected(hidden)
    english(app).finds_nothing(
        *(PUBLIC + address for address in ("", "/objections", "/standings.csv", "/entries/35.76"))
    )
    for address in ("", "/standings.csv", "/entries/35.76"):
        english(app).get(f"{PUBLIC}/versions/1{address}", status=404)
    clock.forward(hours=2)
    english(app).get(f"{PUBLIC}/objections", status=404)


# --- before the corrected result is published ----------------------------------------------------


def test_who_publishes_or_finalises_is_told_what_is_not_decided_yet(
    app: Flask, ground: Announced, clock
) -> None:  # type: ignore[no-untyped-def]
    number = granted(ground)
    objections.file(ground.act(RIVAL), ground.second, ground.contest, Objection("", BODY), ())
    committee = english(app, EAST)
    here = f"/committee/contests/{ground.contest}"
    warning = "Something about this result is not decided yet:"
    assert warning not in page_of(committee.get(f"{here}/publication")).text
    clock.forward(minutes=1)
    corrected(ground, number)
    assert "Objections that wait for an answer: 1." in page_of(committee.get(f"{here}/finalise")).text
    recounts.begin(ground.act(), ground.contest, "Satu lagi", "Temuan baru")
    contests.finalise(ground.act(), ground.contest, "Pleno 2")
    for _ in ("not announced", "announced"):
        page = page_of(committee.get(f"{here}/publication"))
        assert warning in page.text
        assert page.links["Recounts that are still open: 1"] == f"{here}/recounts"
        assert page.links["Objections that wait for an answer: 1"] == f"{here}/objections"
        if "Set this moment" in page.text:
            announcing.publish_at(ground.act(), ground.contest, ground.after(hours=1))
    objections.answer(ground.act(), 2, "refused", REASONS)
    page = page_of(committee.get(f"{here}/publication"))
    assert "Recounts that are still open: 1" in page.text
    assert "wait for an answer" not in page.text


def test_the_page_of_publication_says_how_long_objections_are_taken_still(
    app: Flask, ground: Announced, clock
) -> None:  # type: ignore[no-untyped-def]
    committee = english(app, EAST)
    until = "Objections are taken until 13 January 2022, 23:59:59 WIB"
    for said in (f"{until}, in 3 days.", f"{until}, in 2 days.", f"{until}: tomorrow is the last day.",
                 f"{until}: today is the last day.",
                 "Objections were taken until 13 January 2022, 23:59:59 WIB."):  # fmt: skip
        assert said in page_of(committee.get(f"/committee/contests/{ground.contest}/publication")).text
        clock.forward(days=1)


@pytest.mark.parametrize("what", ["ranking", "score", "file", "feedback", "own"])
def test_a_result_that_is_opened_while_a_page_is_made_shows_nothing_of_the_corrected_one(
    app: Flask, ground: Announced, clock, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:  # type: ignore[no-untyped-def]
    """A page asks first whether a result is public and then for the result: both of the same moment."""
    browser = english(app, OWNER)
    clock.forward(minutes=1)
    addresses = {
        "ranking": PUBLIC, "score": f"{PUBLIC}/entries/35.76", "file": f"{PUBLIC}/standings.csv",
        "feedback": f"/entries/{ground.first}/feedback",
        "own": f"/entries/{ground.first}/feedback/{ground.contest}",
    }  # fmt: skip
    real, waiting = standings.result, [True]

    def opened_first(db: Database, contest_id: int, **how: bool) -> Result:
        if waiting and db is not ground.award.db:
            waiting.clear()
            corrected(ground)
        return real(db, contest_id, **how)

    monkeypatch.setattr(standings, "result", opened_first)
    got = browser.get(addresses[what])
    shown = got.text if isinstance(got, Page) else got.get_data(as_text=True)
    assert waiting == []
    assert "74" in shown
    assert "4.00" not in shown.replace("74.00", "")


# --- codes ---------------------------------------------------------------------------------------


def test_a_code_of_a_result_that_was_final_three_times_is_known_by_what_the_public_saw(
    app: Flask, ground: Announced, db: Database, clock
) -> None:  # type: ignore[no-untyped-def]
    """Public first, then corrected under embargo, then as at first but never public: two are the same."""
    first = row(db, "SELECT fingerprint FROM finalisation")["fingerprint"]  # type: ignore[index]
    address = f"/check/{receipt_code(first)}"
    fine = {"unit": "points", "amount": "-70"}
    steps = (
        ("adjustment", ground.first, fine), ("adjustment-back", ground.first, {"adjustment": 1}),
        ("adjustment", ground.second, fine),
    )  # fmt: skip
    for number, (kind, entry, contents) in enumerate(steps):
        if number:
            contests.finalise(ground.act(), ground.contest, "Pleno")
        clock.forward(minutes=1)
        recount = recounts.begin(ground.act(), ground.contest, "Koreksi", "Salah salin", decree="SK 7/2022")
        recounts.add_step(ground.act(), recount, kind, reason="SK", entry_id=entry, contents=contents)
        found = preview(ground.act(), recount_rows.recount(db, recount))
        recounts.apply(ground.act(), recount, found.seen)
        clock.forward(minutes=1)
    kept = rows(db, "SELECT number, fingerprint, published_at FROM replaced_result ORDER BY number")
    assert [(one["fingerprint"] == first, one["published_at"] is None) for one in kept] == [
        (True, False), (False, True), (True, True),
    ]  # fmt: skip
    public = english(app)
    page = page_of(public.get(address))
    assert "This result was replaced. It was opened again on 10 January 2022, 10:01 WIB." in page.text
    assert "more than once" not in page.text
    public.click("The result as it was published")
    assert public.url == f"{PUBLIC}/versions/1"
    page = page_of(english(app, EAST).get(address))
    assert "It was opened again on 10 January 2022, 10:01 WIB." in page.text
    assert "The same result was final more than once" in page.text
    assert page.text.count("replaced on ") == 1
    english(app).get(f"/check/{receipt_code(kept[1]['fingerprint'])}", status=404)


def test_the_corrected_result_says_at_its_top_what_it_replaces(app: Flask, ground: Announced, clock) -> None:  # type: ignore[no-untyped-def]
    public = english(app)
    assert "This is the corrected result." not in page_of(public.get(PUBLIC)).text
    clock.forward(minutes=1)
    corrected(ground)
    contests.finalise(ground.act(), ground.contest, "Pleno 2")
    announcing.publish(ground.act(), ground.contest)
    page = page_of(public.get(PUBLIC))
    said = "The one published on 10 January 2022, 10:00 WIB was opened again because: Nilai disalin keliru"
    assert f"This is the corrected result. {said}" in page.text
    assert page.links["What changed, and version 1 as it was"] == f"{PUBLIC}/versions/1#changes"


def test_a_recount_of_a_final_result_without_a_step_shows_nothing_to_apply(
    app: Flask, ground: Announced
) -> None:
    recount = recounts.begin(ground.act(), ground.contest, "Temuan", "Temuan", decree="SK 9")
    page = page_of(english(app, EAST).get(f"/committee/recounts/{recount}"))
    assert "No step yet. Choose below what is corrected." in page.text
    assert "What it would give" not in page.text
