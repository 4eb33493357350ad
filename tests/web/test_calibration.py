"""Calibration: which samples can be set, and who scores them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import samples
from evaluation.actions.samples import BEFORE_THE_PANEL
from evaluation.core.errors import Denied, NotFound, Refused
from evaluation.store.db import change, rows, write
from tests.award import Award
from tests.calibration_ground import (
    AUDITOR,
    COMMITTEE,
    MARKS,
    day_before,
    download,
    page_of,
    panel,
    sample,
    score,
    submitted,
    where,
)
from tests.conftest import Clock
from tests.desk_ground import CHAIR, DESK_EDITION, SECOND, STRANGER, THIRD, Ground
from tests.web.ground import PDF


@pytest.fixture
def ground(award: Award, db: Database, clock: Clock) -> Ground:
    return day_before(Ground(award, db), clock)


@pytest.fixture
def earlier(ground: Ground, act_as) -> int:  # type: ignore[no-untyped-def]
    """Kota Surabaya's submission of the year before."""
    award = ground.award
    edition = award.edition(DESK_EDITION.replace("uji-2021", "uji-2020").replace("= 2022", "= 2021"))
    return submitted(ground, act_as, award.entry(edition, "35.78", "Kota Surabaya", email="lama@uji.example"))


# --- setting samples -----------------------------------------------------------------------------


def test_a_committee_uploads_a_document(ground: Ground, app: Flask) -> None:
    client = page_of(app, COMMITTEE)
    client.get(f"/committee/panels/{panel(ground)}")
    client.click("Calibration: samples for this panel")
    place = "-".join(str(one) for one in where(ground).values())
    page = client.submit({"document-title": "", "document-place": place}, form="/document", status=422)
    assert "Choose a file." in page.text
    values = {"document-title": "Contoh kota", "document-place": place}
    page = client.submit(values, form="/document", files={"document-file": (BytesIO(PDF), "contoh.pdf")})
    assert "The sample is set: the panel finds it on its desk." in page.text
    assert "0 of 3 sheets handed in" in page.text
    desk = page_of(app, CHAIR)
    assert "Samples for calibration" in desk.get("/desk").text
    desk.click("Contoh kota")
    assert download(desk, desk.page.links["contoh.pdf"]) == PDF
    assert ground.events("SampleSet") == [
        {
            "sample": 1,
            "title": "Contoh kota",
            "panel": panel(ground),
            "round": "province-desk",
            "category": "regency",
        }
    ]


def test_a_dossier_of_an_earlier_edition_is_read_as_it_was_submitted(
    ground: Ground, earlier: int, app: Flask, act_as
) -> None:  # type: ignore[no-untyped-def]
    client = page_of(app, COMMITTEE)
    page = client.get(f"/committee/panels/{panel(ground)}/samples")
    assert "Kota Surabaya, Trial Award 2021, submission 1" in page.text
    client.submit({"dossier-submission": earlier, "dossier-title": ""}, form="/dossier")
    desk = page_of(app, CHAIR)
    page = desk.get("/desk/samples/1")
    assert page.headings[0] == (1, "Kota Surabaya")
    assert "Jaminan sosial" in page.text
    assert download(desk, page.links["regulations.pdf"]) == PDF
    file = page.links["regulations.pdf"].rpartition("/")[2]
    desk.get(f"/files/{file}", status=404)
    page_of(app, STRANGER).get(page.links["regulations.pdf"], status=404)
    assert download(page_of(app, COMMITTEE), page.links["regulations.pdf"]) == PDF


def test_no_dossier_that_may_come_before_the_same_panel(ground: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    own = ground.award.entry(ground.edition, "35.78", "Kota Surabaya", email="lama@uji.example")
    submission = submitted(ground, act_as, own)
    committee = act_as(ground.actor(COMMITTEE))

    def take() -> int:
        return samples.set_dossier(
            committee, panel(ground), submission_id=submission, title="", named=False, **where(ground)
        )

    with pytest.raises(Refused) as refused:
        take()
    assert refused.value.message == BEFORE_THE_PANEL
    page = page_of(app, COMMITTEE).get(f"/committee/panels/{panel(ground)}/samples")
    assert "Kota Surabaya" not in page.text
    assert "would decide them together" in page.text
    with write(ground.db):
        change(ground.db, "UPDATE entry SET status = 'rejected' WHERE id = :id", id=own)
    assert take() == 1


def test_a_dossier_that_the_committee_may_not_see_is_not_found(
    ground: Ground, earlier: int, act_as, award: Award
) -> None:  # type: ignore[no-untyped-def]
    award.grant("baru@uji.example", "committee", ground.edition, "35")
    with pytest.raises(NotFound):
        samples.set_dossier(
            act_as(award.actor("baru@uji.example")), panel(ground), submission_id=earlier, title="",
            named=False, **where(ground),
        )  # fmt: skip


def test_samples_are_set_before_the_round_opens(ground: Ground, act_as, app: Flask, clock: Clock) -> None:  # type: ignore[no-untyped-def]
    clock.now = datetime(2022, 1, 5, 1, tzinfo=UTC)
    with pytest.raises(Refused, match="This round has opened"):
        sample(ground, act_as)
    page = page_of(app, COMMITTEE).get(f"/committee/panels/{panel(ground)}/samples")
    places = re.findall(
        r'<option value="\d+-\d+">([^<]+)', page.html.split('id="document-place"')[1].split("</select>")[0]
    )
    assert places == ["Provincial interview · Regencies and cities"]


def test_a_round_without_an_opening_date_has_opened_once_it_has_a_sheet(ground: Ground, act_as) -> None:  # type: ignore[no-untyped-def]
    committee = act_as(ground.actor(COMMITTEE))

    def rounds() -> list[str]:
        described = dict(ground.db.query("SELECT * FROM panel WHERE region_code = '35'").__next__())
        return [one.round.rules.code for one in samples.places(ground.db, described, committee.now)]

    assert rounds() == ["province-desk", "province-interview"]
    ground.award.sheet(ground.interview, ground.mojokerto, ground.people[0], {"mastery": 70}, "draft")
    assert rounds() == ["province-desk"]


def test_only_the_panels_committee_sets_and_removes(ground: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    ground.award.grant("jateng@uji.example", "committee", ground.edition, "33")
    sample(ground, act_as)
    page_of(app, "jateng@uji.example").get("/committee/samples/1", status=404)
    page_of(app, "jateng@uji.example").post("/committee/samples/1/discuss", status=404)
    with pytest.raises(Denied):
        samples.remove(act_as(ground.actor(AUDITOR)), 1)
    samples.save(act_as(ground.actor()), 1, marks=MARKS, comments={}, revision=0)
    with pytest.raises(Refused, match="Somebody has begun to score this sample"):
        samples.remove(act_as(ground.actor(COMMITTEE)), 1)


def test_a_sample_that_nobody_began_can_be_removed(ground: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    sample(ground, act_as)
    client = page_of(app, COMMITTEE)
    client.get("/committee/samples/1")
    page = client.submit(form="/remove")
    assert "The sample was removed." in page.text
    assert rows(ground.db, "SELECT * FROM sample") == []


# --- scoring them --------------------------------------------------------------------------------


def test_every_member_scores_alone_with_the_rounds_criteria(ground: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    sample(ground, act_as)
    client = page_of(app, CHAIR)
    client.get("/desk/samples/1")
    page = client.submit(
        {"mark-regulation": "101", "mark-innovation": "7,5"}, button=("do", "save"), status=422
    )
    assert "Write a number from 0 to 100, in steps of 1." in page.text
    client.submit({"mark-regulation": "30", "mark-innovation": "7,5"}, button=("do", "save"))
    page = client.submit({}, form="/desk/samples/1", button=("do", "submit"), status=422)
    assert "A comment is needed for a mark below 40." in page.text
    page = client.submit({"comment-regulation": "Draf"}, button=("do", "submit"))
    assert "Your marks for this sample are handed in." in page.text
    assert "You handed this sheet in; it waits for the discussion" in page.text
    client.post(
        "/desk/samples/1", {"mark-regulation": "99", "mark-innovation": "1", "revision": "2"}, status=409
    )
    stored = (
        "SELECT c.code, m.value FROM sample_mark m JOIN criterion c ON c.id = m.criterion_id"
        " ORDER BY c.position"
    )
    assert rows(ground.db, stored) == [
        {"code": "regulation", "value": "30"},
        {"code": "innovation", "value": "7.5"},
    ]
    assert not ground.frozen()


def test_two_tabs_show_both(ground: Ground, act_as, app: Flask) -> None:  # type: ignore[no-untyped-def]
    sample(ground, act_as)
    client = page_of(app, CHAIR)
    client.get("/desk/samples/1")
    samples.save(
        act_as(ground.actor()), 1, marks={**MARKS, "regulation": Fraction(61)}, comments={}, revision=0
    )
    page = client.submit(
        {"mark-regulation": "82", "mark-innovation": "70"}, button=("do", "save"), status=409
    )
    assert "Saved meanwhile: 61" in page.text
    client.submit({}, form="/desk/samples/1", button=("do", "save"))
    assert rows(ground.db, "SELECT value FROM sample_mark ORDER BY criterion_id")[0] == {"value": "82"}


def test_marks_end_when_the_round_opens(ground: Ground, act_as, clock: Clock) -> None:  # type: ignore[no-untyped-def]
    sample(ground, act_as)
    score(ground, act_as, CHAIR, 80)
    clock.now = datetime(2022, 1, 5, 1, tzinfo=UTC)
    with pytest.raises(Refused, match="This round has opened"):
        score(ground, act_as, SECOND, 60)


def test_whoever_is_connected_with_the_candidate_does_not_find_it(
    ground: Ground, earlier: int, act_as, app: Flask
) -> None:  # type: ignore[no-untyped-def]
    committee = act_as(ground.actor(COMMITTEE))
    samples.set_dossier(
        committee, panel(ground), submission_id=earlier, title="", named=False, **where(ground)
    )
    entry = rows(ground.db, "SELECT entry_id FROM submission")[0]["entry_id"]
    with write(ground.db):
        change(
            ground.db,
            "INSERT INTO recusal (account_id, entry_id, reason, recused_at) VALUES (:a, :e, 'Kerabat', :at)",
            a=ground.people[1], e=entry, at=ground.award.at,
        )  # fmt: skip
        change(
            ground.db,
            "INSERT INTO representative (entry_id, account_id) VALUES (:e, :a)", a=ground.people[2], e=entry,
        )  # fmt: skip
    for email in (SECOND, THIRD):
        client = page_of(app, email)
        assert "Kota Surabaya" not in client.get("/desk").text
        client.get("/desk/samples/1", status=404)
        with pytest.raises(NotFound):
            score(ground, act_as, email, 50)
    assert "Kota Surabaya" in page_of(app, CHAIR).get("/desk").text
    page_of(app, STRANGER).get("/desk/samples/1", status=404)
