"""Objections in the browser: filed with files by a candidate, answered by its committee, listed for all."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlite_utils import Database
from werkzeug.test import TestResponse

from evaluation.actions import announcing, contests, objections, recounts
from evaluation.actions.objections import Objection
from evaluation.actions.recount_trials import preview
from evaluation.actions.uploads import Upload
from evaluation.store import recounts as recount_rows
from evaluation.store.db import insert, rows, write
from tests.announce_ground import (
    AUDITOR,
    BODY,
    CENTRAL,
    EAST,
    JUDGES,
    NATION,
    OWNER,
    PUBLIC,
    RIVAL,
    Announced,
    announced_ground,
    english,
)
from tests.award import EDITION, PDF, Award
from tests.contest_ground import table
from tests.pages import Page, PageClient
from tests.queries import Queries


@pytest.fixture
def ground(award: Award, act_as) -> Announced:  # type: ignore[no-untyped-def]
    ground = announced_ground(award, act_as)
    announcing.publish(ground.act(), ground.contest)
    return ground


def filed(ground: Announced, email: str = OWNER, files: tuple[Upload, ...] = ()) -> int:
    entry = ground.first if email == OWNER else ground.second
    return objections.file(ground.act(email), entry, ground.contest, Objection("regulation", BODY), files)


def pdf() -> Upload:
    return Upload(io.BytesIO(PDF), "bukti.pdf")


def page_of(found: object) -> Page:
    assert isinstance(found, Page)
    return found


def bytes_of(browser: PageClient, address: str) -> bytes:
    """A file, as those get it who may keep no copy on their way."""
    response = browser.get(address)
    assert isinstance(response, TestResponse)
    assert response.headers["Cache-Control"] == "private, no-store"
    found: bytes = response.data
    response.close()
    return found


# --- the whole way -------------------------------------------------------------------------------


def test_from_the_entrys_page_to_an_answer_that_everybody_reads(app: Flask, ground: Announced) -> None:
    candidate = english(app, OWNER)
    candidate.get(f"/entries/{ground.first}")
    candidate.click("Objections")
    assert "Objections are taken until 13 January 2022, 23:59:59 WIB, in 3 days." in candidate.page.text  # type: ignore[union-attr]
    candidate.click("Object to this result: Provincial desk assessment")
    page = page_of(
        candidate.submit(
            {"criterion": "regulation", "body": BODY},
            form="/objections/to/",
            files={"files": [(io.BytesIO(PDF), "bukti.pdf"), (io.BytesIO(PDF + b"2"), "dua.pdf")]},
        )
    )
    assert "Your objection is filed." in page.text
    assert page.headings[0] == (1, "Objection no. 1")
    assert "Waits for an answer" in page.text
    committee = english(app, EAST)
    overview = page_of(committee.get("/committee"))
    assert "objections to answer: 1 , the first by 15 January 2022, 23:59 WIB" in overview.text
    committee.click("objections to answer: 1")
    assert table(committee.page)[0][1:3] == ["Kota Mojokerto", "Regulation"]  # type: ignore[arg-type]
    assert "days left: 5" in committee.page.text  # type: ignore[union-attr]
    page = page_of(committee.click("No. 1"))
    assert BODY in page.text
    assert bytes_of(committee, page.links["bukti.pdf"]) == PDF
    committee.get("/committee/objections/1")
    page = page_of(committee.submit({"outcome": "granted", "reasons": "Perda itu ada di berkas."}))
    assert "The answer is kept, published and sent to the candidate." in page.text
    assert "Give this answer" not in page.text
    page = page_of(candidate.get(f"/entries/{ground.first}/objections/1"))
    assert "Objection granted" in page.text
    assert "Perda itu ada di berkas." in page.text
    everybody = english(app)
    everybody.get(PUBLIC)
    page = page_of(everybody.click("Objections to this result"))
    assert "Perda itu ada di berkas." in page.text
    assert "Kota Mojokerto 35.76" in page.text
    for hidden in (BODY, "bukti.pdf", OWNER, EAST):
        assert hidden not in page.html


def test_a_late_objection_keeps_what_was_typed(app: Flask, ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    candidate = english(app, OWNER)
    candidate.get(f"/entries/{ground.first}/objections/to/{ground.contest}")
    clock.now = clock.now.replace(day=13, hour=17, minute=0, second=0)
    page = page_of(candidate.submit({"body": BODY, "criterion": "innovation"}, form="/to/", status=409))
    assert "Objections to this result were taken until 13 January 2022, 23:59" in page.text
    assert "You can write to the committee on the page Questions and answers." in page.text
    assert ("body", BODY) in page.forms[-1].fields
    assert ("criterion", "innovation") in page.forms[-1].fields
    assert "File this objection" not in page.text
    assert rows(db, "SELECT * FROM objection") == []
    page = page_of(candidate.get(f"/entries/{ground.first}/objections"))
    assert "Objections were taken until 13 January 2022, 23:59:59 WIB." in page.text
    assert "Object to this result" not in page.text


def test_what_is_wrong_is_said_at_its_field(app: Flask, ground: Announced) -> None:
    candidate = english(app, OWNER)
    candidate.get(f"/entries/{ground.first}/objections/to/{ground.contest}")
    page = page_of(candidate.submit({"body": "kata " * 21}, form="/to/", status=422))
    assert "At most 20 words are taken: shorten it by 1." in page.text
    bad = [(io.BytesIO(b"MZ" + bytes(100)), "alat.exe")]
    page = page_of(candidate.submit({"body": BODY}, form="/to/", files={"files": bad}, status=422))
    assert "alat.exe:" in page.text
    assert ("body", BODY) in page.forms[-1].fields


def test_it_is_taken_back_by_its_own_people(app: Flask, ground: Announced) -> None:
    number = filed(ground)
    candidate = english(app, OWNER)
    address = f"/entries/{ground.first}/objections/{number}"
    candidate.get(address)
    candidate.submit({"reason": ""}, form="/withdraw", status=422)
    page = page_of(candidate.submit({"reason": "Sudah jelas"}, form="/withdraw"))
    assert "Taken back" in page.text
    assert "Sudah jelas" in page.text
    public = page_of(english(app).get(f"{PUBLIC}/objections"))
    assert "Taken back" in public.text
    assert "Sudah jelas" not in public.text
    candidate.post(f"{address}/withdraw", {"reason": "Lagi"}, status=409)


# --- whose it is ---------------------------------------------------------------------------------


def test_nobody_else_sees_an_objection_or_its_files(app: Flask, ground: Announced, db: Database) -> None:
    number = filed(ground, files=(pdf(),))
    file_id = rows(db, "SELECT file_id FROM objection_file")[0]["file_id"]
    attached = f"/objections/{number}/files/{file_id}"
    rival = english(app, RIVAL)
    for address in (f"/entries/{ground.first}/objections", f"/entries/{ground.second}/objections/{number}"):
        rival.get(address, status=404)
    for email in (RIVAL, JUDGES[0], CENTRAL):
        english(app, email).get(attached, status=404)
    english(app, JUDGES[0]).get(f"/committee/objections/{number}", status=403)
    english(app, CENTRAL).get(f"/committee/objections/{number}", status=404)
    english(app).get(f"/objections/{number}/files/{file_id}")  # the public is asked to sign in
    for email in (OWNER, EAST, AUDITOR, NATION):
        assert bytes_of(english(app, email), attached) == PDF


@pytest.mark.parametrize(
    ("scan", "said"), [("infected", "carries a virus"), ("waiting", "being checked for viruses")]
)
def test_a_file_with_a_virus_or_before_its_check_opens_for_nobody(
    app: Flask, ground: Announced, db: Database, scan: str, said: str
) -> None:
    number = filed(ground, files=(pdf(),))
    with write(db):
        db.execute("UPDATE file SET scan = ?", [scan])
    for email, address in (
        (OWNER, f"/entries/{ground.first}/objections/{number}"),
        (EAST, f"/committee/objections/{number}"),
    ):
        browser = english(app, email)
        page = page_of(browser.get(address))
        assert said in page.text
        assert "bukti.pdf" not in page.links
        browser.get(f"/objections/{number}/files/1", status=409)


def test_its_files_are_no_part_of_the_dossier(app: Flask, ground: Announced, db: Database) -> None:
    """Whoever reads the dossier has no other way to them."""
    filed(ground, files=(pdf(),))
    file_id = rows(db, "SELECT file_id FROM objection_file")[0]["file_id"]
    for email in (OWNER, EAST, JUDGES[0], AUDITOR):
        english(app, email).finds_nothing(
            f"/files/{file_id}", f"/files/{file_id}/read", f"/files/{file_id}/pages/1.png"
        )


def test_a_committee_member_who_is_kept_away_sees_nothing(
    app: Flask, ground: Announced, db: Database
) -> None:
    number = filed(ground, files=(pdf(),))
    account = ground.award.actor(EAST).account_id
    with write(db):
        insert(db, "recusal", account_id=account, entry_id=ground.first, reason="Adik", recused_at="x")
    committee = english(app, EAST)
    committee.get(f"/committee/objections/{number}", status=404)
    committee.get(f"/objections/{number}/files/1", status=404)
    page = page_of(committee.get(f"/committee/contests/{ground.contest}/objections"))
    assert "Kota Mojokerto" not in page.text
    assert "objections to answer" not in page_of(committee.get("/committee")).text


def test_the_auditor_reads_and_does_not_answer(app: Flask, ground: Announced) -> None:
    number = filed(ground)
    auditor = english(app, AUDITOR)
    page = page_of(auditor.get(f"/committee/objections/{number}"))
    assert BODY in page.text
    assert "Give this answer" not in page.text
    auditor.post(f"/committee/objections/{number}", {"outcome": "granted", "reasons": "Ya"}, status=403)


def test_a_round_without_the_rule_has_no_window(award: Award, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    ground = announced_ground(award, act_as, EDITION)
    announcing.publish(ground.act(), ground.contest)
    page = page_of(english(app, OWNER).get(f"/entries/{ground.first}/objections"))
    assert "No objections are taken to this result." in page.text
    english(app, OWNER).get(f"/entries/{ground.first}/objections/to/{ground.contest}", status=409)
    assert "Objections to this result" not in page_of(english(app).get(PUBLIC)).links
    contest = page_of(english(app, EAST).get(f"/committee/contests/{ground.contest}"))
    assert "Objections" not in contest.links


def test_lists_ask_as_many_questions_for_one_as_for_three(app: Flask, ground: Announced) -> None:
    counted = Queries(app)

    def asked(email: str | None, address: str) -> int:
        english(app, email).get(address)
        return len(counted)

    pages: list[tuple[str | None, str]] = [
        (OWNER, f"/entries/{ground.first}/objections"),
        (EAST, f"/committee/contests/{ground.contest}/objections"),
        (EAST, "/committee"),
        (None, f"{PUBLIC}/objections"),
    ]
    filed(ground)
    before = [asked(*page) for page in pages]
    filed(ground)
    filed(ground, RIVAL)
    assert [asked(*page) for page in pages] == before


def test_a_page_of_somebody_without_a_sign_in_asks_for_one(app: Flask, ground: Announced) -> None:
    browser = PageClient(app)
    browser.get(f"/entries/{ground.first}/objections")
    assert browser.url == "/login"


# --- a result that is corrected meanwhile ----------------------------------------------------------


def test_an_objection_says_that_its_result_was_replaced_and_the_candidate_that_it_is_being_corrected(
    app: Flask, ground: Announced, clock
) -> None:  # type: ignore[no-untyped-def]
    number = filed(ground)
    against = "against version 1, which was replaced"
    candidate, committee, public = english(app, OWNER), english(app, EAST), english(app)
    here = f"/entries/{ground.first}"
    being = "was opened again and is being corrected."
    assert being not in page_of(candidate.get(f"{here}/objections")).text
    assert against not in page_of(committee.get(f"/committee/objections/{number}")).text
    clock.forward(minutes=1)
    recount = recounts.begin(ground.act(), ground.contest, "Salah salin", "Salah salin", decree="SK 7/2022")
    recounts.add_step(
        ground.act(), recount, "adjustment", reason="Denda", entry_id=ground.second,
        contents={"unit": "points", "amount": "-1"},
    )  # fmt: skip
    found = preview(ground.act(), recount_rows.recount(ground.award.db, recount))
    recounts.apply(ground.act(), recount, found.seen)
    for page in ("objections", "feedback"):
        assert being in page_of(candidate.get(f"{here}/{page}")).text, page
    candidate.click("The result as it was published")
    assert candidate.url == f"{PUBLIC}/versions/1"
    contests.finalise(ground.act(), ground.contest, "Pleno 2")
    announcing.publish(ground.act(), ground.contest)
    assert being not in page_of(candidate.get(f"{here}/objections")).text
    for browser, address in (
        (candidate, f"{here}/objections/{number}"),
        (committee, f"/committee/objections/{number}"),
        (committee, f"/committee/contests/{ground.contest}/objections"),
        (public, f"{PUBLIC}/objections"),
    ):
        assert against in page_of(browser.get(address)).text, address
    committee.get(f"/committee/objections/{number}")
    committee.click("Version 1")
    assert committee.url == f"/committee/contests/{ground.contest}/versions/1"
    # One against the result of today says nothing of the kind.
    clock.forward(minutes=1)
    filed(ground, RIVAL)
    assert page_of(public.get(f"{PUBLIC}/objections")).text.count(against) == 1
