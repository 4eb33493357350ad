"""A committee gives a submitted sheet back: who may, what stays, what counts, who is told, who sees what."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation import row_files
from evaluation.actions import readiness, records, scores, sheets
from evaluation.actions.reopening import reopen_sheet
from evaluation.core.errors import BadFile, Denied, Invalid, NotFound, Refused
from evaluation.store import sheet_versions
from evaluation.store.db import change, row, rows, write
from evaluation.store.standings import result
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, SECOND, Ground
from tests.pages import PageClient

COMMITTEE = "panitia@uji.example"
ELSEWHERE = "jateng@uji.example"
AUDITOR = "auditor@uji.example"
REASON = "Nilai regulasi tertukar: 244 menjadi 231,4"
AFTER_CLOSING = datetime(2022, 2, 5, 3, tzinfo=UTC)


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    ground = Ground(award, db)
    award.grant(COMMITTEE, "committee", ground.edition, "35")
    award.grant(ELSEWHERE, "committee", ground.edition, "33")
    award.grant(AUDITOR, "auditor", ground.edition)
    return ground


@pytest.fixture
def handed_in(ground: Ground, act_as) -> Ground:  # type: ignore[no-untyped-def]
    """The chair's sheet for Kota Mojokerto, submitted."""
    ground.submit(act_as(ground.actor()))
    return ground


FILE = f"""round,candidate,assessor,criterion,score,comment
province-desk,35.76,{CHAIR},regulation,80,
province-desk,35.76,{CHAIR},innovation,70,
"""


def load(ground: Ground, act_as) -> None:  # type: ignore[no-untyped-def]
    """Load the chair's sheet from a file."""
    file = row_files.parse("scores.csv", FILE.encode(), scores.SCORE_COLUMNS)
    scores.load_scores(act_as(), ground.edition, file)


def page_of(app: Flask, email: str) -> PageClient:
    return PageClient(app).sign_in(email, language="en")


def give_back(ground: Ground, act_as, email: str = COMMITTEE, sheet: int = 1) -> None:  # type: ignore[no-untyped-def]
    reopen_sheet(act_as(ground.actor(email)), sheet, REASON)


def again(ground: Ground, act_as, regulation: int = 90) -> None:  # type: ignore[no-untyped-def]
    """The chair hands the sheet in again with another mark."""
    marks = {"regulation": Fraction(regulation), "innovation": Fraction(70)}
    revision = ground.sheets()[0]["revision"]
    sheets.submit_sheet(
        act_as(ground.actor()), ground.desk, ground.mojokerto, marks=marks, comments={}, revision=revision
    )


def versions(ground: Ground) -> list[dict[str, Any]]:
    return rows(ground.db, "SELECT * FROM scoresheet_version ORDER BY id")


# --- what happens --------------------------------------------------------------------------------


def test_a_committee_reopens_on_the_records_page_with_a_reason(handed_in: Ground, app: Flask) -> None:
    ground = handed_in
    client = page_of(app, COMMITTEE)
    here = f"/committee/contests/{ground.desk}/entries/{ground.mojokerto}/records"
    client.get(here)
    page = client.submit({"reopen-1-reason": "  "}, form="/reopen", status=422)
    assert "Write the reason." in page.text
    assert ground.sheets()[0]["status"] == "submitted"
    page = client.submit({"reopen-1-reason": REASON}, form="/reopen")
    assert client.url == here
    assert "The sheet was reopened: it does not count until its assessor hands it in again." in page.text
    assert f"Submission 1 was reopened: {REASON} {COMMITTEE}" in page.text
    sheet = ground.sheets()[0]
    assert (sheet["status"], sheet["total"], sheet["submitted_at"], sheet["revision"]) == (
        "draft",
        None,
        None,
        2,
    )
    assert ground.marks() == {"regulation": ("80", ""), "innovation": ("70", "")}
    assert not any("/reopen" in form.action for form in page.forms)


def test_what_was_submitted_stays_to_the_letter_and_the_audit_shows_both(handed_in: Ground, act_as) -> None:  # type: ignore[no-untyped-def]
    ground = handed_in
    first = versions(ground)
    give_back(ground, act_as)
    assert versions(ground) == first
    again(ground, act_as)
    one, two = versions(ground)
    assert [one] == first
    assert [json.loads(v["content"])["marks"]["regulation"] for v in (one, two)] == ["80", "90"]
    for kept in (one, two):
        assert kept["fingerprint"] == hashlib.sha256(kept["content"].encode()).hexdigest()
    assert ground.events("SheetReopened") == [
        {"sheet": 1, "number": 1, "fingerprint": one["fingerprint"], "reason": REASON}
    ]
    assert ground.events("SheetResubmitted") == [
        {"sheet": 1, "number": 2, "before": one["fingerprint"], "after": two["fingerprint"]}
    ]
    assert [event["marks"]["regulation"] for event in ground.events("SheetSubmitted")] == ["80", "90"]


def test_every_submission_makes_one_version(handed_in: Ground, act_as) -> None:  # type: ignore[no-untyped-def]
    ground = handed_in
    for mark in (81, 81, 82):
        give_back(ground, act_as)
        again(ground, act_as, mark)
    assert [(one["number"], one["total"]) for one in versions(ground)] == [
        (1, "62"),
        (2, "62.6"),
        (3, "62.6"),
        (4, "63.2"),
    ]
    with write(ground.db):
        assert sheet_versions.keep(ground.db, 1)["number"] == 4
    assert ground.sheets()[0]["total"] == "63.2"


def test_a_reopened_sheet_does_not_count_and_nothing_is_finalised_without_it(
    handed_in: Ground, act_as, app: Flask
) -> None:  # type: ignore[no-untyped-def]
    ground = handed_in

    def counted() -> dict[str, tuple[int, str]]:
        found = result(ground.db, ground.desk).standings
        return {one.entry: (one.round_score.sheets, str(one.round_score.judged)) for one in found}

    ground.submit(act_as(ground.actor(SECOND)), 60, 60)
    assert counted()["35.76"] == (2, "55")
    give_back(ground, act_as)
    assert counted()["35.76"] == (1, "48")
    lacking = readiness.lacks(ground.db, ground.desk, ground.award.clock.now)
    assert [(str(lack.message), lack.blocking) for lack in lacking if "reopened" in str(lack.message)] == [
        (
            "The sheet of Juri 1 35 for Kota Mojokerto was reopened: wait until it is back, or exclude it.",
            True,
        )
    ]
    page = page_of(app, COMMITTEE).get(f"/committee/contests/{ground.desk}")
    assert "Reopened score sheets that do not count until they are handed in again: 1" in page.text
    assert "Kota Mojokerto : Juri 1 35" in page.text
    again(ground, act_as, 80)
    assert counted()["35.76"] == (2, "55")
    page = page_of(app, COMMITTEE).get(f"/committee/contests/{ground.desk}")
    assert "Reopened score sheets" not in page.text


def test_a_reopened_sheet_that_never_comes_back_is_excluded_with_a_reason(
    handed_in: Ground, act_as, app: Flask
) -> None:  # type: ignore[no-untyped-def]
    ground = handed_in
    give_back(ground, act_as)
    client = page_of(app, COMMITTEE)
    client.get(f"/committee/contests/{ground.desk}/entries/{ground.mojokerto}/records")
    page = client.submit({"sheet-1-reason": "The assessor fell ill."}, form="/exclude")
    assert "The assessor fell ill." in page.text
    assert (ground.sheets()[0]["status"], ground.sheets()[0]["excluded_at"] is None) == ("draft", False)
    lacking = readiness.lacks(ground.db, ground.desk, ground.award.clock.now)
    assert not [lack for lack in lacking if "was reopened" in str(lack.message)]
    page = client.get(f"/committee/contests/{ground.desk}")
    assert "Reopened score sheets" not in page.text


def test_the_assessor_is_told_by_mail_without_the_candidates_name(handed_in: Ground, act_as) -> None:  # type: ignore[no-untyped-def]
    ground = handed_in
    give_back(ground, act_as)
    letter = row(ground.db, "SELECT * FROM outbox ORDER BY id DESC")
    assert letter is not None
    assert (letter["template"], letter["email"]) == ("reopened", CHAIR)
    assert json.loads(letter["contents"]) == {
        "round": {"id": "Penilaian berkas provinsi", "en": "Provincial desk assessment"},
        "edition": {"id": "Penghargaan Uji 2021", "en": "Trial Award 2021"},
        "reason": REASON,
        "contest": ground.desk,
        "entry": ground.mojokerto,
    }
    assert "Mojokerto" not in letter["contents"]


def test_it_is_corrected_even_after_the_closing(handed_in: Ground, act_as, app: Flask, clock: Clock) -> None:  # type: ignore[no-untyped-def]
    ground = handed_in
    clock.now = AFTER_CLOSING
    give_back(ground, act_as)
    client = page_of(app, CHAIR)
    page = client.get("/desk")
    assert page.headings[1] == (2, "Reopened by the committee")
    page = client.click("Kota Mojokerto")
    assert f"The committee reopened this sheet on 5 February 2022, 10:00 WIB. {REASON}" in page.text
    client.submit({"mark-regulation": "90"}, button=("do", "submit"))
    assert ground.sheets()[0]["total"] == "68"
    client.get(ground.url(ground.jember))
    client.post(
        ground.url(ground.jember), {"mark-regulation": "1", "do": "save", "revision": "0"}, status=409
    )
    assert [one["number"] for one in versions(ground)] == [1, 2]


def test_a_sheet_from_a_file_is_kept_once_and_a_reopened_one_is_not_loaded_over(
    ground: Ground, act_as
) -> None:  # type: ignore[no-untyped-def]
    load(ground, act_as)
    before = list(ground.db.conn.iterdump())
    load(ground, act_as)
    assert list(ground.db.conn.iterdump()) == before
    assert [(one["number"], one["total"]) for one in versions(ground)] == [(1, "62")]
    give_back(ground, act_as)
    with pytest.raises(BadFile, match="problems: 2") as bad:
        load(ground, act_as)
    assert "a draft of juri1-35@uji.example for 35.76 stands online" in bad.value.problems[0]
    again(ground, act_as)
    with pytest.raises(BadFile) as bad:
        load(ground, act_as)
    assert [one.partition(": ")[0] for one in bad.value.problems] == ["scores.csv:2"]


# --- who sees what -------------------------------------------------------------------------------


def test_old_and_new_stand_side_by_side_for_those_who_may_see(handed_in: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    ground = handed_in
    give_back(ground, act_as)
    ground.save(act_as(ground.actor()), {"regulation": Fraction(91), "innovation": Fraction(70)}, revision=2)
    mine = page_of(app, CHAIR).get(ground.url(more="/versions")).text
    assert "Draft as it stands Submission 1 was reopened: " + REASON in mine
    assert "Regulation Changed Before: 80 Now: 91 Innovation 70 70" in mine
    theirs = page_of(app, COMMITTEE).get("/committee/sheets/1/versions").text
    assert "91" not in theirs
    assert "The assessor is correcting this sheet." in theirs
    again(ground, act_as)
    for email in (COMMITTEE, AUDITOR):
        text = page_of(app, email).get("/committee/sheets/1/versions").text
        assert "Submission 1 was reopened: " + REASON in text
        assert "Regulation Changed Before: 80 Now: 90 Innovation 70 70 Total of this sheet 62 68" in text
        for kept in versions(ground):
            assert kept["fingerprint"] in text


def test_versions_are_nobody_elses(handed_in: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    ground = handed_in
    give_back(ground, act_as)
    again(ground, act_as)
    page_of(app, ELSEWHERE).finds_nothing("/committee/sheets/1/versions")
    page_of(app, SECOND).finds_nothing(ground.url(more="/versions"))
    page_of(app, SECOND).may_not_open("/committee/sheets/1/versions")
    client = page_of(app, CHAIR)
    client.get(ground.url(more="/versions"))
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    client.finds_nothing(ground.url(more="/versions"))


def test_a_committee_that_still_judges_sees_no_marks_of_others(
    handed_in: Ground, app: Flask, award: Award
) -> None:
    award.grant(SECOND, "committee", handed_in.edition, "35")
    page = page_of(app, SECOND).get("/committee/sheets/1/versions", status=403)
    assert "its scores open to you once all your own sheets are submitted" in page.text


# --- who may -------------------------------------------------------------------------------------


def test_another_committee_does_not_even_know_of_it(handed_in: Ground, act_as) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotFound):
        give_back(handed_in, act_as, ELSEWHERE)
    with pytest.raises(NotFound):
        give_back(handed_in, act_as, sheet=99)


def test_an_assessor_and_an_auditor_may_not(handed_in: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotFound):
        give_back(handed_in, act_as, SECOND)
    with pytest.raises(Denied):
        give_back(handed_in, act_as, AUDITOR)
    for email in (CHAIR, AUDITOR):
        page_of(app, email).post("/committee/sheets/1/reopen", {"reopen-1-reason": "x"}, status=403)


def test_nobody_gives_their_own_sheet_back_to_themselves(handed_in: Ground, act_as, award: Award) -> None:  # type: ignore[no-untyped-def]
    award.grant(CHAIR, "committee", handed_in.edition, "35")
    with pytest.raises(Denied, match="another member of the committee"):
        give_back(handed_in, act_as, CHAIR)


def test_a_recused_member_of_the_committee_does_not_know_of_it(
    handed_in: Ground, act_as, award: Award
) -> None:  # type: ignore[no-untyped-def]
    award.grant(SECOND, "committee", handed_in.edition, "35")
    sheets.recuse(act_as(handed_in.actor(SECOND)), handed_in.desk, handed_in.mojokerto, "Kerabat")
    with pytest.raises(NotFound):
        give_back(handed_in, act_as, SECOND)


def test_a_reason_is_needed(handed_in: Ground, act_as) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Invalid):
        reopen_sheet(act_as(handed_in.actor(COMMITTEE)), 1, "  ")
    assert handed_in.sheets()[0]["status"] == "submitted"


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("finalised", "This contest is finalised"),
        ("draft", "Only a submitted sheet can be reopened."),
        ("excluded", "Let it count again before you reopen it."),
        ("withdrawn", "This entry is not in the award any more."),
        ("recused", "This assessor is recused from the entry"),
        ("left", "This assessor left the panel"),
    ],
)
def test_the_awards_state_can_forbid_it(handed_in: Ground, act_as, app: Flask, state: str, why: str) -> None:  # type: ignore[no-untyped-def]
    ground, committee = handed_in, act_as(handed_in.actor(COMMITTEE))
    if state == "finalised":
        ground.finalise(ground.desk)
    if state == "draft":
        give_back(ground, act_as)
    if state == "excluded":
        records.exclude_sheet(committee, 1, "Salah")
    if state == "recused":
        sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    with write(ground.db):
        if state == "withdrawn":
            change(ground.db, "UPDATE entry SET status = 'withdrawn' WHERE id = :id", id=ground.mojokerto)
        if state == "left":
            change(ground.db, "UPDATE panel_member SET left_at = saved.at FROM (SELECT '2022' AS at) saved")
    before = list(ground.db.conn.iterdump())
    with pytest.raises(Refused, match=why):
        give_back(ground, act_as)
    assert list(ground.db.conn.iterdump()) == before
    page = page_of(app, COMMITTEE).get(
        f"/committee/contests/{ground.desk}/entries/{ground.mojokerto}/records"
    )
    assert not any("/reopen" in form.action for form in page.forms)
