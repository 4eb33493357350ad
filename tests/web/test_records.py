"""Records on an entry in a contest: adjustments, sheets that do not count, and who may change them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlite_utils import Database

from evaluation.actions import records
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.store.db import insert, write
from evaluation.store.standings import result
from tests.award import Award
from tests.committee_ground import (
    AUDITOR,
    CENTRAL,
    EAST,
    NATION,
    ODD,
    CommitteeGround,
    english,
    judge,
    records_url,
    score,
    shown_fields,
    typed_value,
)
from tests.pages import PageClient


@pytest.fixture
def ground(award: Award, db: Database) -> CommitteeGround:
    return CommitteeGround(award, db)


@pytest.fixture
def east(ground: CommitteeGround, client: PageClient) -> PageClient:
    """East Java's committee, in English, at Jember's records."""
    english(client, EAST).get(records_url(ground))
    return client


# --- adjustments ---------------------------------------------------------------------------------


def test_adjustments_move_the_score_and_come_back_with_a_reason(
    ground: CommitteeGround, east: PageClient
) -> None:
    judge(ground, 80, 80)
    ground.award.measure(ground.contest, ground.jember, "coverage", "50")
    assert score(ground) == "70"
    east.submit({"adjust-amount": "-2,5", "adjust-unit": "points", "adjust-reason": ODD})
    east.submit({"adjust-amount": "10", "adjust-unit": "percent", "adjust-reason": "Inovasi nasional"})
    assert score(ground) == "74.5"
    assert ground.events("AdjustmentRecorded") == [
        {"points": "-2.5", "percent": None, "reason": ODD},
        {"points": None, "percent": "10", "reason": "Inovasi nasional"},
    ]
    assert "-2.5 points" in east.page.text
    assert "10% of the score" in east.page.text
    first = ground.one("SELECT id FROM adjustment ORDER BY id")["id"]
    east.submit({f"adjustment-{first}-reason": "\n"}, status=422)
    assert score(ground) == "74.5"
    east.submit({f"adjustment-{first}-reason": "Salah entri"})
    assert score(ground) == "77"
    assert ground.events("AdjustmentRemoved") == [
        {"points": "-2.5", "percent": None, "reason": ODD, "removal_reason": "Salah entri"}
    ]


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"adjust-amount": "", "adjust-reason": "Alasan"}, "Please fill this in."),
        ({"adjust-amount": "0", "adjust-reason": "Alasan"}, "other than 0"),
        ({"adjust-amount": "dua", "adjust-reason": "Alasan"}, "Write a number, for instance 85 or 7.5."),
        ({"adjust-amount": "2", "adjust-reason": " "}, "Write the reason."),
        ({"adjust-amount": "2", "adjust-reason": "Alasan", "adjust-unit": "kg"}, "Choose one of the list."),
    ],
)
def test_a_bad_adjustment_is_refused_and_stays_typed(
    ground: CommitteeGround, east: PageClient, values: dict[str, str], complaint: str
) -> None:
    east.submit(values, status=422)
    assert complaint in east.page.text
    fields = shown_fields(east, "/records/adjustments")
    assert fields["adjust-amount"] == values["adjust-amount"]
    assert fields["adjust-reason"] == values["adjust-reason"]
    assert ground.all("SELECT id FROM adjustment") == []


def test_the_same_adjustment_twice_is_refused(ground: CommitteeGround, east: PageClient) -> None:
    values = {"adjust-amount": "2", "adjust-unit": "points", "adjust-reason": "Alasan"}
    east.submit(values)
    east.submit(values, status=422)
    assert "The same adjustment with the same reason is recorded already." in east.page.text
    assert len(ground.all("SELECT id FROM adjustment")) == 1


# --- sheets --------------------------------------------------------------------------------------


def test_an_excluded_sheet_leaves_the_average_and_comes_back(
    ground: CommitteeGround, east: PageClient
) -> None:
    sheets = judge(ground, 90, 80, 40)
    ground.award.measure(ground.contest, ground.jember, "coverage", "50")
    assert score(ground) == "64"
    east.get(records_url(ground))
    east.submit({f"sheet-{sheets[2]}-reason": ""}, status=422)
    assert score(ground) == "64"
    east.submit({f"sheet-{sheets[2]}-reason": ODD})
    standing = result(ground.db, ground.contest).standings[0]
    assert (score(ground), standing.sheets) == ("73", 2)
    assert ODD in east.page.text
    assert ground.events("SheetExcluded") == [{"sheet": sheets[2], "reason": ODD}]
    east.submit({f"sheet-{sheets[2]}-reason": "Bukan konflik"})
    assert (score(ground), ground.events("SheetRestored")) == (
        "64",
        [{"sheet": sheets[2], "reason": "Bukan konflik"}],
    )
    stored = ground.one("SELECT excluded_at, excluded_reason FROM scoresheet WHERE id = :id", id=sheets[2])
    assert stored == {"excluded_at": None, "excluded_reason": ""}


def test_excluding_below_the_minimum_leaves_the_entry_incomplete(ground: CommitteeGround, act_as) -> None:
    sheets = judge(ground, 90, 80)
    ground.award.measure(ground.contest, ground.jember, "coverage", "50")
    for sheet in sheets:
        records.exclude_sheet(act_as(ground.actor()), sheet, "Konflik kepentingan")
    standing = result(ground.db, ground.contest).standings[0]
    assert (standing.sheets, standing.rank, standing.score) == (0, None, None)
    assert not standing.round_score.complete


def test_drafts_and_sheets_twice_are_refused(ground: CommitteeGround, act_as) -> None:
    act = act_as(ground.actor())
    sheet = judge(ground, 90)[0]
    draft = ground.award.sheet(
        ground.contest, ground.jember, ground.jurors[1], {"regulation": 1}, status="draft"
    )
    with pytest.raises(Refused):
        records.exclude_sheet(act, draft, "x")
    with pytest.raises(Refused):
        records.restore_sheet(act, sheet, "x")
    records.exclude_sheet(act, sheet, "x")
    with pytest.raises(Refused):
        records.exclude_sheet(act, sheet, "x")
    with pytest.raises(Invalid):
        records.restore_sheet(act, sheet, "  ")


def test_no_marks_or_totals_show_on_the_records_page(ground: CommitteeGround, east: PageClient) -> None:
    judge(ground, 93)
    east.get(records_url(ground))
    assert "Juri 1 35" in east.page.text
    assert "93" not in east.page.text
    assert "67.8" not in east.page.text


def test_attendance_shows_in_interview_rounds(
    ground: CommitteeGround, award: Award, east: PageClient
) -> None:
    assert "Attendance" not in [text for _, text in east.page.headings]
    contest = award.enter(ground.edition_id, "province-interview", ground.jember)
    with write(ground.db):
        insert(
            ground.db,
            "attendance",
            contest_id=contest,
            entry_id=ground.jember,
            present="leader",
            person="Bupati O'Jember",
            companions=2,
            companion_names="Sekda",
            mode="online",
            minutes=45,
            recorded_at=award.at,
        )
    east.get(f"/committee/contests/{contest}/entries/{ground.jember}/records")
    assert "The leader in person: Bupati O'Jember" in east.page.text
    assert "Online, 45 minutes" in east.page.text
    assert east.page.links["Write down who came"] == f"/desk/{contest}/{ground.jember}/attendance"


# --- who may, and when ---------------------------------------------------------------------------


def posts(ground: CommitteeGround) -> list[tuple[str, dict[str, str]]]:
    """Every change of this page, each fit to be saved."""
    sheet = judge(ground, 90)[0]
    with write(ground.db):
        adjustment = insert(
            ground.db,
            "adjustment",
            contest_id=ground.contest,
            entry_id=ground.jember,
            points="1",
            reason="Lama",
            recorded_at=ground.award.at,
        )
    ground.award.measure(ground.contest, ground.jember, "coverage", "50")
    return [
        (f"{records_url(ground)}/measures", typed_value(ground, "60", "Data")),
        (f"{records_url(ground)}/measures/coverage/remove", {"measure-coverage-reason": "x"}),
        (
            f"{records_url(ground)}/adjustments",
            {"adjust-amount": "1", "adjust-unit": "points", "adjust-reason": "x"},
        ),
        (f"/committee/adjustments/{adjustment}/remove", {f"adjustment-{adjustment}-reason": "x"}),
        (f"/committee/sheets/{sheet}/exclude", {f"sheet-{sheet}-reason": "x"}),
        (f"/committee/sheets/{sheet}/restore", {f"sheet-{sheet}-reason": "x"}),
        (f"/committee/contests/{ground.contest}/measures", typed_value(ground, "60", "Data")),
    ]


def state(ground: CommitteeGround) -> list[list[dict[str, object]]]:
    return [
        ground.all(f"SELECT * FROM {name}") for name in ("measure", "adjustment", "scoresheet", "audit_event")
    ]


@pytest.mark.parametrize(
    ("email", "status"), [(CENTRAL, 404), (NATION, 404), (AUDITOR, 403), ("juri1-35@uji.example", 403)]
)
def test_others_change_nothing(ground: CommitteeGround, client: PageClient, email: str, status: int) -> None:
    changes = posts(ground)
    client.sign_in(email)
    before = state(ground)
    for url, values in changes:
        client.get("/account")
        client.post(url, values, status=status)
    assert state(ground) == before


def test_others_find_no_such_page(ground: CommitteeGround, client: PageClient) -> None:
    for email in (CENTRAL, NATION):
        client.sign_in(email)
        client.finds_nothing(records_url(ground), f"/committee/contests/{ground.contest}/measures")
        client.sign_out()


def test_a_finalised_contest_never_changes(ground: CommitteeGround, east: PageClient) -> None:
    changes = posts(ground)
    ground.finalise(ground.contest)
    before = state(ground)
    for url, values in changes:
        east.get(records_url(ground))
        east.post(url, values, status=409)
        assert "This contest is finalised: nothing in it changes any more." in east.page.text
    assert state(ground) == before
    east.get(records_url(ground))
    assert "This contest is finalised: nothing in it changes any more." in east.page.text
    assert not [form for form in east.page.forms if form.action.startswith("/committee")]
    east.get(f"/committee/contests/{ground.contest}/measures")
    assert "50" in east.page.text
    assert not [c for c in east.page.controls if str(c.get("name", "")).startswith("m-")]


def test_an_auditor_reads_the_records(ground: CommitteeGround, client: PageClient) -> None:
    posts(ground)
    english(client, AUDITOR).get(records_url(ground))
    assert "Only the committee of this contest does this." in client.page.text
    assert not [form for form in client.page.forms if form.action.startswith("/committee")]


def test_an_entry_of_another_contest_is_not_found(ground: CommitteeGround, east: PageClient, act_as) -> None:
    for contest, entry in (
        (ground.contest, ground.mojokerto),
        (ground.contest, ground.cilacap),
        (ground.central_contest, ground.jember),
        (999, ground.jember),
    ):
        east.get(f"/committee/contests/{contest}/entries/{entry}/records", status=404)
    for entry in (ground.mojokerto, ground.cilacap, 999):
        with pytest.raises(NotFound):
            records.record_measure(
                act_as(ground.actor()), ground.contest, entry, "coverage", value=Fraction(1), source="x"
            )


def test_a_committee_member_recused_as_an_assessor_is_kept_away(
    ground: CommitteeGround, award: Award, east: PageClient, act_as
) -> None:
    actor = ground.actor()
    with write(ground.db):
        insert(
            ground.db,
            "recusal",
            account_id=actor.account_id,
            entry_id=ground.jember,
            reason="Saudara",
            recused_at=award.at,
        )
    east.get(records_url(ground), status=404)
    east.get(f"/committee/contests/{ground.contest}/measures")
    assert "Kabupaten Jember" not in east.page.text
    with pytest.raises(NotFound):
        records.record_adjustment(
            act_as(actor), ground.contest, ground.jember, points=Fraction(1), reason="x"
        )


def test_an_entry_that_left_the_award_takes_no_records(
    ground: CommitteeGround, east: PageClient, act_as
) -> None:
    with write(ground.db):
        ground.db.conn.execute("UPDATE entry SET status = 'withdrawn' WHERE id = ?", (ground.jember,))
    with pytest.raises(Refused):
        records.record_adjustment(
            act_as(ground.actor()), ground.contest, ground.jember, points=Fraction(1), reason="x"
        )
    east.get(records_url(ground))
    assert "This entry has left the award" in east.page.text
    assert not [form for form in east.page.forms if form.action.startswith("/committee")]
