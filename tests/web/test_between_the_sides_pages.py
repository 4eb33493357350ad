"""The pages between a candidate and its committee: corrections, extensions, messages, people, versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import questions, screening
from evaluation.actions.act import Act
from evaluation.actions.dossiers import Draft, save_item
from evaluation.store import dossiers as items
from evaluation.store.db import rows
from tests.award import Award
from tests.committee_ground import shown_fields
from tests.conftest import Clock
from tests.dossier_ground import upload, values
from tests.dossier_sides import AUDITOR, CENTRAL, EAST, JUROR, MEMBER, OWNER, STRANGER, Sides
from tests.pages import Page, PageClient


@pytest.fixture
def sides(award: Award, db: Database, clock: Clock, act_as: Callable[..., Act]) -> Sides:
    return Sides(award, db, clock, act_as)


def english(app: Flask, who: str) -> PageClient:
    """A browser of this account that reads English."""
    return PageClient(app).sign_in(who, language="en")


def visit(app: Flask, who: str, url: str, status: int = 200) -> PageClient:
    client = english(app, who)
    client.get(url, status=status)
    return client


def text(client: PageClient) -> str:
    assert isinstance(client.page, Page)
    return client.page.text


def correct(sides: Sides) -> None:
    """A second submission with another purpose, a new document, and another file of the regulation."""
    sides.submit()
    sides.give_back()
    dossier = items.dossier(sides.db, sides.entry)
    budget, regulation = dossier.of("budget")[0], dossier.of("regulations")[0]
    new = {**budget.values, "purpose": "Iuran pekerja rentan"}
    act = sides.act(OWNER)
    save_item(act, sides.entry, "budget", budget.id, Draft(new, revision=budget.revision))
    other = Draft(dict(regulation.values), upload("Perda baru.pdf", b"%PDF-1.7\n%%EOF\n"), revision=1)
    save_item(act, sides.entry, "regulations", regulation.id, other)
    save_item(
        act, sides.entry, "documents", None, Draft(values("documents", title="Foto"), upload("foto.pdf"))
    )
    sides.submit()


# --- return for correction -----------------------------------------------------------------------


def test_a_committee_opens_two_sections_until_a_day_in_the_candidates_zone(app: Flask, sides: Sides) -> None:
    sides.submit()
    url = f"/committee/entries/{sides.entry}"
    client = visit(app, EAST, url)
    typed = {"return-reason": "Lampiran kurang", "return-day": "10/02/2022", "return-clock": "23:59:59"}
    client.submit({**typed, "return-sections": ["budget", "documents"]})
    assert sides.status() == "returned"
    assert rows(sides.db, "SELECT sections, due_at FROM correction") == [
        {"sections": '["budget", "documents"]', "due_at": "2022-02-10T16:59:59.000000Z"}
    ]
    assert "10 February 2022, 23:59:59 WIB" in text(client)
    assert "Open for correction: Budget support, Other documents" in text(client)


def test_a_refused_correction_keeps_what_was_typed(app: Flask, sides: Sides) -> None:
    sides.submit()
    client = visit(app, EAST, f"/committee/entries/{sides.entry}")
    typed = {"return-reason": "Lampiran kurang", "return-day": "40/02/2022", "return-clock": "25:00"}
    client.submit({**typed, "return-sections": ["budget"]}, status=422)
    fields = shown_fields(client, "/return")
    assert {name: fields[name] for name in typed} == typed
    assert fields["return-sections"] == "budget"
    assert "Write a date, for instance 31/12/2021." in text(client)
    assert "Write a time of the day, for instance 23:59:59." in text(client)
    client.submit({**typed, "return-day": "2022-01-01", "return-clock": "12:00"}, status=422)
    assert "The new deadline has passed already" in text(client)
    client.submit({**typed, "return-day": "2022-02-10", "return-sections": None}, status=422)
    assert sides.status() == "submitted"


def test_locked_sections_have_no_buttons_and_refuse_their_forms(app: Flask, sides: Sides) -> None:
    sides.submit()
    sides.give_back("budget")
    base = f"/entries/{sides.entry}"
    client = visit(app, MEMBER, base)
    links = set(client.page.links.values())  # type: ignore[union-attr]
    assert f"{base}/sections/budget/new" in links
    assert not any("/sections/" in link and "/budget" not in link for link in links)
    assert text(client).count("Not open for correction: this section stays as it was submitted.") == 4
    assert "10 February 2022, 23:59:59 WIB" in text(client)
    for url in (
        f"{base}/sections/documents/new",
        f"{base}/sections/regulations/{sides.items['regulations']}",
    ):
        client.get(url, status=409)
        assert "The committee did not open this section for correction" in text(client)
    client.get(base)
    client.post(f"{base}/sections/documents/new", {"title": "Foto"}, status=409)
    assert items.dossier(sides.db, sides.entry).of("documents") == ()


# --- extension -----------------------------------------------------------------------------------


def test_an_extension_is_public_and_shows_to_its_candidate(app: Flask, sides: Sides, clock: Clock) -> None:
    client = visit(app, EAST, f"/committee/entries/{sides.entry}")
    typed = {"extend-day": "2022-02-02", "extend-clock": "12:30", "extend-reason": "Banjir <b>besar</b>"}
    client.submit(typed)
    told = "Extended from 31 January 2022, 23:59:59 WIB to 2 February 2022, 12:30:00 WIB"
    assert told in text(client)
    public = PageClient(app)
    public.get("/check")
    public.post("/language", {"locale": "en", "next": "/editions/uji-2021/exceptions"})
    page = text(public)
    for word in ("Kota Mojokerto", "31 January 2022, 23:59:59 WIB", "2 February 2022, 12:30:00 WIB"):
        assert word in page
    assert "Banjir <b>besar</b>" in page
    assert EAST not in page
    own = visit(app, OWNER, f"/entries/{sides.entry}")
    assert "Deadline: 2 February 2022, 12:30:00 WIB" in text(own)
    clock.now = datetime(2022, 2, 2, 5, 30, 1, tzinfo=UTC)
    own.get(f"/entries/{sides.entry}")
    assert "The deadline has passed." in text(own)


def test_extensions_are_found_from_the_public_front_page_before_any_result(app: Flask, sides: Sides) -> None:
    public = PageClient(app)
    public.get("/check")
    public.post("/language", {"locale": "en", "next": "/"})
    assert "Extended deadlines" not in public.get("/").text
    client = visit(app, EAST, f"/committee/entries/{sides.entry}")
    client.submit({"extend-day": "2022-02-02", "extend-clock": "12:30", "extend-reason": "Banjir"})
    public.get("/")
    assert public.click("Extended deadlines: Trial Award 2021").title.startswith("Extended deadlines")


def test_exceptions_of_an_edition_that_is_none(app: Flask) -> None:
    PageClient(app).finds_nothing("/editions/nonsense/exceptions")


def test_a_refused_extension_keeps_what_was_typed(app: Flask, sides: Sides) -> None:
    client = visit(app, EAST, f"/committee/entries/{sides.entry}")
    typed = {"extend-day": "2022-01-20", "extend-clock": "12:30:00", "extend-reason": "Banjir"}
    client.submit(typed, status=422)
    assert "The new deadline must be later than the present one." in text(client)
    fields = shown_fields(client, "/extend")
    assert {name: fields[name] for name in typed} == typed


@pytest.mark.parametrize(("who", "status"), [(CENTRAL, 404), (AUDITOR, 403), (OWNER, 403), (JUROR, 403)])
@pytest.mark.parametrize("what", ["extend", "return", "questions"])
def test_others_decide_nothing(app: Flask, sides: Sides, who: str, status: int, what: str) -> None:
    client = english(app, who)
    client.post(f"/committee/entries/{sides.entry}/{what}", {"body": "x"}, status=status)
    assert sides.status() == "draft"


# --- questions, people, withdrawal ---------------------------------------------------------------


def test_a_question_is_answered_on_the_other_sides_page(app: Flask, sides: Sides) -> None:
    asked = visit(app, MEMBER, f"/entries/{sides.entry}/questions")
    asked.submit({"body": "Bolehkah pindaian?\nTerima kasih"})
    assert "Bolehkah pindaian?" in text(asked)
    answered = visit(app, EAST, f"/committee/entries/{sides.entry}")
    answered.click("Questions and answers")
    assert "Bolehkah pindaian?" in text(answered)
    answered.submit({"body": "Boleh."})
    asked.get(f"/entries/{sides.entry}/questions")
    assert "Boleh." in text(asked)
    asked.submit({"body": "  "}, status=422)
    reading = visit(app, AUDITOR, f"/committee/entries/{sides.entry}/questions")
    assert "Boleh." in text(reading)
    assert not any("questions" in form.action for form in reading.page.forms)  # type: ignore[union-attr]


def test_lists_say_whose_turn_it_is_to_answer(app: Flask, sides: Sides) -> None:
    waits, wrote = "A question waits for an answer", "The committee wrote to you"
    assert waits not in text(visit(app, EAST, "/committee/screening"))
    questions.ask(sides.act(OWNER), sides.entry, "Bolehkah lampiran menyusul?")
    committee = visit(app, EAST, "/committee/screening")
    committee.click(waits)
    assert "Bolehkah lampiran menyusul?" in text(committee)
    assert wrote not in text(visit(app, OWNER, "/entries"))
    questions.answer(sides.act(EAST), sides.entry, "Boleh, sampai besok.")
    assert waits not in text(visit(app, EAST, "/committee/screening"))
    owner = visit(app, OWNER, "/entries")
    owner.click(wrote)
    assert "Boleh, sampai besok." in text(owner)


@pytest.mark.parametrize("who", [JUROR, STRANGER, CENTRAL])
def test_nobody_else_reads_the_thread(app: Flask, sides: Sides, who: str) -> None:
    questions.ask(sides.act(OWNER), sides.entry, "Rahasia")
    side = "/committee" if who == CENTRAL else ""
    browser, page = english(app, who), f"{side}/entries/{sides.entry}/questions"
    if who == JUROR:
        browser.may_not_open(page)
    else:
        browser.finds_nothing(page)


def test_an_owner_invites_hands_over_and_the_new_owner_removes(app: Flask, sides: Sides) -> None:
    url = f"/entries/{sides.entry}/people"
    owner = visit(app, OWNER, url)
    owner.submit({"email": "nonsense", "name": "Baru"}, status=422)
    assert shown_fields(owner, "/people")["name"] == "Baru"
    owner.submit({"email": "baru@mojokerto.example"})
    assert "baru@mojokerto.example may work on the dossier now." in text(owner)
    member = sides.award.account(MEMBER)
    owner.get(f"{url}/{member}/owner")
    owner.submit(form="/owner")
    assert "Only the owner among the candidate's people does this." in text(owner)
    new = visit(app, MEMBER, url)
    old = sides.award.account(OWNER)
    new.get(f"{url}/{old}/remove")
    new.submit(form="/remove")
    owner.get(f"/entries/{sides.entry}", status=403)


def test_a_member_sees_the_people_but_no_buttons(app: Flask, sides: Sides) -> None:
    client = visit(app, MEMBER, f"/entries/{sides.entry}/people")
    assert OWNER in text(client)
    assert not any("/people" in form.action for form in client.page.forms)  # type: ignore[union-attr]
    client.get(f"/entries/{sides.entry}/people/{sides.award.account(MEMBER)}/remove", status=403)


def test_invitations_carry_no_link_on_any_page(app: Flask, sides: Sides) -> None:
    client = visit(app, OWNER, f"/entries/{sides.entry}/people")
    client.submit({"email": "baru@mojokerto.example"})
    assert "/link/" not in client.page.html  # type: ignore[union-attr]


def test_a_candidate_withdraws_after_being_asked(app: Flask, sides: Sides) -> None:
    client = visit(app, MEMBER, f"/entries/{sides.entry}")
    client.click("Withdraw from the award")
    client.submit({"reason": ""}, status=422)
    assert sides.status() == "draft"
    client.submit({"reason": "Mutasi pegawai"})
    assert sides.status() == "withdrawn"
    assert "Reason of the withdrawal: Mutasi pegawai" in text(client)


# --- what changed --------------------------------------------------------------------------------


def test_committee_and_auditor_see_what_changed_field_by_field(app: Flask, sides: Sides) -> None:
    correct(sides)
    for who in (EAST, AUDITOR):
        client = visit(app, who, f"/committee/entries/{sides.entry}")
        client.click("What changed between submissions")
        html = client.page.html  # type: ignore[union-attr]
        assert "Iuran<ins> pekerja rentan</ins>" in html
        assert "Perda baru.pdf" in html
        told = text(client)
        assert "Foto Added" in told
        assert told.count("Unchanged: 1") == 2
        assert "Unchanged: 0" not in told
        assert "From submission 1" in told


def test_an_assessor_scores_a_numbered_submission_and_sees_what_changed(app: Flask, sides: Sides) -> None:
    correct(sides)
    screening.accept_entry(sides.act(EAST), sides.entry)
    sides.award.declare()
    contest = sides.award.contest(sides.edition, "province-desk", "35")
    client = visit(app, JUROR, f"/desk/{contest}/{sides.entry}")
    assert "You score submission 2 of 10 January 2022, 10:00:00 WIB." in text(client)
    client.click("What changed between submissions")
    assert "Iuran pekerja rentan" in text(client)


@pytest.mark.parametrize("query", ["from=1&to=2", "from=2&to=1", "from=x", "to=0", ""])
def test_submissions_are_chosen_by_number(app: Flask, sides: Sides, query: str) -> None:
    correct(sides)
    client = visit(app, OWNER, f"/entries/{sides.entry}/changes?{query}")
    assert "Iuran pekerja rentan" in text(client)
    client.get(f"/entries/{sides.entry}/changes?from=9", status=404)


def test_one_submission_has_nothing_to_compare(app: Flask, sides: Sides) -> None:
    sides.submit()
    client = visit(app, OWNER, f"/entries/{sides.entry}/changes")
    assert "there is nothing to compare" in text(client)


@pytest.mark.parametrize(("who", "side"), [(STRANGER, ""), (CENTRAL, "/committee")])
def test_nobody_else_compares(app: Flask, sides: Sides, who: str, side: str) -> None:
    correct(sides)
    english(app, who).finds_nothing(f"{side}/entries/{sides.entry}/changes")
