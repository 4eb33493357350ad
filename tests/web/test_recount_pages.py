"""Recounts in the browser: from an objection to a corrected, published result with its earlier version."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from pypdf import PdfReader

from evaluation.actions import contests
from evaluation.actions.act import Act
from evaluation.core.receipt_code import receipt_code
from evaluation.store import recounts
from evaluation.store.db import change, row, rows, write
from tests.award import Award
from tests.pages import PageClient
from tests.recount_ground import AUDITOR, EAST, NATION, Ground, build, finalise_all, finalise_desk, objected

PUBLIC = "/results/uji-2021/province-desk/regency/35"


@pytest.fixture
def ground(award: Award) -> Ground:
    return build(award)


@pytest.fixture
def east(ground: Ground, act_as: Callable[..., Act]) -> Act:
    return act_as(ground.award.actor(EAST))


@pytest.fixture
def nation(ground: Ground, act_as: Callable[..., Act]) -> Act:
    return act_as(ground.award.actor(NATION))


def at(app: Flask, email: str = "") -> PageClient:
    browser = PageClient(app)
    return browser.sign_in(email, language="en") if email else browser.reads("en")


def text(browser: PageClient) -> str:
    assert browser.page is not None
    return browser.page.text


def begin(browser: PageClient, contest: int, **typed: str) -> int:
    """A recount through the form; its id."""
    browser.get(f"/committee/contests/{contest}/recounts")
    given = {"title": "Objection of Kabupaten 3", "reason": "Miscopied", "decree": "SK 7/2022", **typed}
    browser.submit(given, form="/recounts")
    found = re.search(r"recounts/(\d+)", browser.url)
    assert found
    return int(found[1])


def correct(
    browser: PageClient, ground: Ground, recount: int, code: str, *, by: int = 0, mark: str = "98"
) -> None:
    """A member's marks corrected through the form."""
    browser.get(f"/committee/recounts/{recount}/entries/{ground.entries[code]}/sheets/{ground.panel[by]}")
    browser.submit(
        {"mark-regulation": mark, "mark-innovation": mark, "reason": "Wrong column"}, form="/sheets/"
    )


# --- before anything is final --------------------------------------------------------------------


def test_a_preview_is_read_and_applied(app: Flask, ground: Ground) -> None:
    browser = at(app, EAST)
    browser.get(f"/committee/contests/{ground.desk}")
    browser.click("Recounts")
    assert "There was no recount of this contest." in text(browser)
    recount = begin(browser, ground.desk)
    correct(browser, ground, recount, "35.03")
    shown = text(browser)
    assert "The sheet of Juri 1 35 for Kabupaten 3 is corrected. Regulation: 80 becomes 98." in shown
    assert "Rank 3 becomes 2." in shown
    assert "Does not go on any more." in shown
    assert "Unchanged: 1" in shown
    assert "No other contest changes." in shown
    browser.get(f"/committee/recounts/{recount}/contests/{ground.desk}/then/35.03")
    assert "This is what the recount would give." in text(browser)
    browser.get(f"/committee/recounts/{recount}")
    browser.submit(form="/apply", status=422)
    assert "Tick this box to apply the recount." in text(browser)
    browser.submit({"confirm": "y"}, form="/apply")
    shown = text(browser)
    assert "The recount is applied." in shown
    assert "What it changed" in shown
    assert "Kabupaten 3: rank 3 became 2." in shown
    assert not [form for form in browser.page.forms if "/recounts/" in form.action]


def test_what_is_typed_wrongly_stays_with_words_beside_it(app: Flask, ground: Ground) -> None:
    browser = at(app, EAST)
    recount = begin(browser, ground.desk, decree="")
    entry = f"/committee/recounts/{recount}/entries/{ground.entries['35.03']}"
    browser.get(f"{entry}/sheets/{ground.panel[0]}")
    browser.submit(
        {"mark-regulation": "130", "mark-innovation": "70", "reason": "Wrong column"},
        form="/sheets/",
        status=422,
    )
    assert "Write a number from 0 to 100" in text(browser)
    assert 'value="130"' in browser.page.html
    assert "Wrong column" in browser.page.html
    browser.get(entry)
    browser.submit(
        {"measure-coverage-value": "120", "measure-coverage-reason": "Data"},
        form="/measure/coverage",
        status=422,
    )
    assert 'value="120"' in browser.page.html
    assert rows(ground.award.db, "SELECT id FROM recount_step") == []


def test_every_form_of_an_entry_adds_its_step(app: Flask, ground: Ground) -> None:
    browser = at(app, EAST)
    recount = begin(browser, ground.desk, decree="")
    entry = f"/committee/recounts/{recount}/entries/{ground.entries['35.03']}"
    sheet = ground.sheet_of(ground.desk, "35.03", 1)
    for form, typed in (
        ("measure/coverage", {"measure-coverage-value": "77.5", "measure-coverage-reason": "Letter 4"}),
        ("adjustment/entry", {"adjustment-entry-amount": "-2", "adjustment-entry-reason": "Late"}),
        (f"sheet-out/{sheet}", {f"sheet-out-{sheet}-reason": "Wrong person"}),
        (f"sheet-in/{sheet}", {}),
        ("entry-out/entry", {"entry-out-entry-reason": "False papers"}),
    ):
        browser.get(entry)
        if not typed:
            # The page shows what stands: the sheet still counts, so nothing offers to let it count again.
            assert not [one for one in browser.page.forms if one.action.endswith(form)]
            continue
        browser.submit(typed, form=f"/{form}")
    browser.get(f"{entry}/sheets/{ground.panel[2]}")
    # The entry is out by then: the step can't be carried out after the others.
    browser.submit(
        {"mark-regulation": "70", "mark-innovation": "70", "reason": "Paper 12"}, form="/sheets/", status=409
    )
    shown = " ".join(str(one["kind"]) for one in recounts.steps_of(ground.award.db, recount))
    assert shown == "measure adjustment sheet-out entry-out"
    browser.get(f"/committee/recounts/{recount}")
    browser.submit(form="/steps/4/remove")
    browser.get(f"{entry}/sheets/{ground.panel[2]}")
    browser.submit({"mark-regulation": "70", "mark-innovation": "70", "reason": "Paper 12"}, form="/sheets/")
    assert "A sheet of Juri 3 35 for Kabupaten 3 is taken over from paper." in text(browser)


def test_another_rule_is_shown_with_its_decree(app: Flask, ground: Ground) -> None:
    browser = at(app, EAST)
    recount = begin(browser, ground.desk, decree="")
    browser.get(f"/committee/recounts/{recount}/rule")
    browser.submit({"advance": "1", "floor_name": "Islands", "reason": "SK 3"}, form="/rule", status=422)
    assert "A new group needs a name, regions and a number." in text(browser)
    browser.submit(
        {"advance": "1", "reserve": "1", "sector": "2", "floor_name": "Islands",
         "floor_regions": "35.29 35.03", "floor_least": "1", "reason": "SK 3/2022"}, form="/rule",
    )  # fmt: skip
    shown = text(browser)
    assert "Places and promotion of this contest change. SK 3/2022" in shown
    assert "The rules of the round changed." not in shown
    assert "Goes on now." in shown
    browser.get(f"/committee/recounts/{recount}")
    browser.submit({"confirm": "y"}, form="/apply")
    browser.get(f"/committee/contests/{ground.desk}")
    shown = text(browser)
    expected = (
        "Places and promotion of this contest come from a recount (Objection of Kabupaten 3), by: SK 3/2022"
    )
    assert expected in shown
    assert "Ranks 1 to 1 advance." in shown


def test_a_dropped_recount_stays_readable(app: Flask, ground: Ground) -> None:
    browser = at(app, EAST)
    recount = begin(browser, ground.desk, decree="")
    correct(browser, ground, recount, "35.03")
    browser.submit({"drop-reason": " "}, form="/drop", status=422)
    browser.submit({"drop-reason": "Refused"}, form="/drop")
    shown = text(browser)
    assert "The recount is dropped. Nothing was changed." in shown
    assert "Refused" in shown
    assert "The sheet of Juri 1 35 for Kabupaten 3 is corrected." in shown
    auditor = at(app, AUDITOR)
    auditor.get(f"/committee/recounts/{recount}")
    assert "Refused" in text(auditor)


def test_a_changed_result_is_shown_again(app: Flask, ground: Ground) -> None:
    browser = at(app, EAST)
    recount = begin(browser, ground.desk, decree="")
    correct(browser, ground, recount, "35.03")
    with write(ground.award.db):
        change(
            ground.award.db, "UPDATE measure SET value = '60' WHERE entry_id = :e", e=ground.entries["35.02"]
        )
    browser.submit({"confirm": "y"}, form="/apply", status=409)
    assert "not what the page showed any more" in text(browser)
    assert "Score 78 becomes" not in text(browser)
    browser.submit({"confirm": "y"}, form="/apply")
    assert "The recount is applied." in text(browser)


# --- a published result --------------------------------------------------------------------------


def test_a_published_result_is_corrected_and_its_first_version_stays(
    app: Flask, ground: Ground, east: Act
) -> None:
    finalise_desk(ground, east)
    contests.publish(east, ground.desk)
    first = row(ground.award.db, "SELECT fingerprint FROM finalisation")
    assert first
    browser, public = at(app, EAST), at(app)
    browser.get(f"/committee/contests/{ground.desk}/finalise")
    browser.click("Correct this result by a recount")
    recount = begin(browser, ground.desk)
    correct(browser, ground, recount, "35.03")
    assert "Final results that applying opens again, because they change:" in text(browser)
    browser.submit({"confirm": "y"}, form="/apply")
    assert "Finalise and publish the corrected result next." in text(browser)
    public.get(PUBLIC)
    shown = text(public)
    assert public.url.endswith("/35/versions/1")
    assert "This result does not hold any more." in shown
    assert "The corrected result is not published yet." in shown
    assert "Miscopied" in shown
    public.get("/results/uji-2021")
    assert "Results that are being corrected" in text(public)
    public.get(f"{PUBLIC}/versions/1/entries/35.03")
    assert "74" in text(public)
    browser.get(f"/committee/contests/{ground.desk}")
    assert "A final result of this contest was opened again." in text(browser)
    browser.get(f"/committee/contests/{ground.desk}/finalise")
    browser.submit({"reason": "Plenary again", "confirm": "y"}, form="/finalise")
    browser.submit(form="/publish")
    public.get(PUBLIC)
    shown = text(public)
    assert public.url.endswith("/35")
    assert "Earlier versions of this result" in shown
    assert "Version 1" in shown
    public.get(f"/check/{receipt_code(str(first['fingerprint']))}")
    assert "This result was replaced." in text(public)
    browser.get(f"/committee/contests/{ground.desk}/versions/1")
    shown = text(browser)
    assert str(first["fingerprint"]) in shown
    assert "Pleno 1" in shown
    browser.get(f"/committee/contests/{ground.desk}/versions/1/entries/35.03")
    assert "Juri 1 35" in text(browser)
    paper = browser.http.get(f"/committee/contests/{ground.desk}/versions/1/minutes-en.pdf", buffered=True)
    assert paper.status_code == 200
    assert paper.data.startswith(b"%PDF")
    read = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(paper.data)).pages).split())
    assert "These are the minutes of version 1, which does not hold any more: it was opened again on" in read
    assert "Reason: Miscopied" in read
    assert "Version" not in words_of(paper.data)
    present = browser.http.get(f"/committee/contests/{ground.desk}/minutes-en.pdf", buffered=True)
    code = receipt_code(str(first["fingerprint"]))
    replaces = (
        "This is version 2 of the result. Version 1, fixed on 10 January 2022, 10:00 WIB (check code"
        f" {code}), was opened again because: Miscopied"
    )
    # A line may break at one of the code's hyphens.
    assert replaces.replace(" ", "") in words_of(present.data).replace(" ", "")
    public.get(f"{PUBLIC}/versions/2", status=404)


def words_of(paper: bytes) -> str:
    """A PDF's text in one line."""
    pages = PdfReader(io.BytesIO(paper)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_recount_that_changes_nothing_has_no_button(app: Flask, ground: Ground, east: Act) -> None:
    finalise_desk(ground, east)
    browser = at(app, EAST)
    recount = begin(browser, ground.desk)
    assert "What it would give" not in text(browser)
    browser.get(f"/committee/recounts/{recount}/entries/{ground.entries['35.03']}")
    same = {"measure-coverage-value": "50", "measure-coverage-reason": "Sumber lain"}
    browser.submit(same, form="/measure/coverage")
    assert "The final result would stay what it is, so there is nothing to open it for." in text(browser)
    assert "Final results that applying opens again" not in text(browser)
    assert not [one for one in browser.page.forms if one.action.endswith("/apply")]
    correct(browser, ground, recount, "35.03")
    assert [one for one in browser.page.forms if one.action.endswith("/apply")]


def test_an_unpublished_version_is_not_the_publics(app: Flask, ground: Ground, east: Act) -> None:
    finalise_desk(ground, east)
    browser, public = at(app, EAST), at(app)
    recount = begin(browser, ground.desk)
    correct(browser, ground, recount, "35.03")
    browser.submit({"confirm": "y"}, form="/apply")
    assert rows(ground.award.db, "SELECT number FROM replaced_result") == [{"number": 1}]
    for address in (
        PUBLIC,
        f"{PUBLIC}/versions/1",
        f"{PUBLIC}/versions/1/entries/35.03",
        "/results/uji-2021",
    ):
        public.get(address, status=404)


# --- who sees what -------------------------------------------------------------------------------


def test_a_recused_person_reads_nothing_of_recounts_and_versions(
    app: Flask, ground: Ground, east: Act
) -> None:
    finalise_desk(ground, east)
    browser = at(app, EAST)
    recount = begin(browser, ground.desk)
    correct(browser, ground, recount, "35.03")
    browser.submit({"confirm": "y"}, form="/apply")
    with write(ground.award.db):
        change(
            ground.award.db,
            "INSERT INTO recusal (account_id, entry_id, reason, recused_at)"
            " VALUES (:who, :entry, 'Kin', :at)",
            who=east.actor.account_id, entry=ground.entries["35.03"], at=east.at,
        )  # fmt: skip
    browser.get(f"/committee/contests/{ground.desk}/recounts")
    shown = text(browser)
    assert "Objection of Kabupaten 3" not in shown
    assert "You are recused from an entry of this contest" in shown
    for page in (f"recounts/{recount}", f"contests/{ground.desk}/versions/1"):
        browser.get(f"/committee/{page}", status=403)
        assert "Kabupaten" not in text(browser)
    browser.get(f"/committee/contests/{ground.desk}")
    assert "Objection of Kabupaten 3" not in text(browser)
    assert "Miscopied" not in text(browser)


def test_others_find_no_recount(app: Flask, ground: Ground, east: Act) -> None:
    recount = begin(at(app, EAST), ground.desk, decree="")
    ground.award.grant("jateng@panitia.example", "committee", ground.edition, "33")
    stranger = at(app, "jateng@panitia.example")
    stranger.finds_nothing(
        f"/committee/recounts/{recount}",
        f"/committee/contests/{ground.desk}/recounts",
        f"/committee/contests/{ground.desk}/versions/1",
        "/committee/recounts/999",
    )


def test_the_province_is_not_told_the_places_of_the_nation(
    app: Flask, ground: Ground, east: Act, nation: Act
) -> None:
    finalise_all(ground, east, nation)
    browser = at(app, EAST)
    recount = begin(browser, ground.interview)
    browser.get(f"/committee/recounts/{recount}/entries/{ground.entries['35.02']}/sheets/{ground.panel[0]}")
    browser.submit({"mark-mastery": "100", "reason": "Swapped"}, form="/sheets/")
    browser.get(f"/committee/recounts/{recount}/entries/{ground.entries['35.02']}/sheets/{ground.panel[1]}")
    browser.submit({"mark-mastery": "100", "reason": "Swapped"}, form="/sheets/")
    shown = text(browser)
    assert "Also changes: National assessment" in shown
    assert "88" not in shown
    assert "that committee applies it" in shown
    assert not [one for one in browser.page.forms if one.action.endswith("/apply")]
    nations = at(app, NATION)
    nations.get(f"/committee/recounts/{recount}")
    assert "Leaves the contest." in text(nations)
    nations.submit({"confirm": "y"}, form="/apply")
    assert "The recount is applied." in text(nations)


def test_an_objection_prefills_the_form(app: Flask, ground: Ground, east: Act) -> None:
    finalise_desk(ground, east)
    granted, waiting = objected(ground, "granted", 1), objected(ground, None, 2)
    browser = at(app, EAST)
    browser.get(f"/committee/contests/{ground.desk}/recounts?objection={waiting}")
    assert "It answers objection" not in text(browser)
    browser.get(f"/committee/contests/{ground.desk}/recounts?objection={granted}")
    assert "It answers objection 1." in text(browser)
    browser.submit({"title": "Objection", "reason": "Granted"}, form="/recounts")
    assert row(ground.award.db, "SELECT objection_id, decree FROM recount") == {
        "objection_id": granted,
        "decree": "",
    }
    assert ">Objection</a>" in browser.get(f"/committee/objections/{granted}").html
    browser.get(f"/committee/contests/{ground.desk}/recounts")
    browser.submit({"title": "Without", "reason": "No source"}, form="/recounts", status=422)
    assert "name the decree" in text(browser)
