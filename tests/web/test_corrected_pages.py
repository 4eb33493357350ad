"""A published result that is opened again: what everybody reads until the corrected one is published."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from evaluation.actions import announcing, contests, objections, recounts
from evaluation.actions.objections import Objection
from evaluation.actions.recount_trials import preview
from evaluation.store import recounts as recount_rows
from tests.announce_ground import OWNER, PUBLIC, Announced, announced_ground, english
from tests.award import Award
from tests.pages import Page, PageClient

BODY = "Nilai regulasi tidak memuat Perda Nomor 9."
REASONS = "Perda itu ada di berkas."


@pytest.fixture
def ground(award: Award, act_as) -> Announced:  # type: ignore[no-untyped-def]
    ground = announced_ground(award, act_as)
    announcing.publish(ground.act(), ground.contest)
    return ground


def granted(ground: Announced, outcome: str = "granted") -> int:
    """An objection of the first entry, answered."""
    number = objections.file(
        ground.act(OWNER), ground.first, ground.contest, Objection("regulation", BODY), ()
    )
    objections.answer(ground.act(), number, outcome, REASONS)
    return number


def corrected(ground: Announced, objection: int | None = None, points: str = "-70") -> int:
    """A recount that takes points from the first entry, applied; its id."""
    recount = recounts.begin(
        ground.act(), ground.contest, "Salah salin", "Nilai disalin keliru", objection, decree="SK 7/2022"
    )
    recounts.add_step(
        ground.act(), recount, "adjustment", reason="Denda", entry_id=ground.first,
        contents={"unit": "points", "amount": points},
    )  # fmt: skip
    found = preview(ground.act(), recount_rows.recount(ground.award.db, recount))
    recounts.apply(ground.act(), recount, found.seen)
    return recount


def page_of(found: object) -> Page:
    assert isinstance(found, Page)
    return found


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
    for address in ("", "/objections", "/standings.csv", "/entries/35.76"):
        english(app).get(PUBLIC + address, status=404)
    for address in ("", "/standings.csv", "/entries/35.76"):
        english(app).get(f"{PUBLIC}/versions/1{address}", status=404)
    clock.forward(hours=2)
    english(app).get(f"{PUBLIC}/objections", status=404)
