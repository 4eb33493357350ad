"""Records on an entry in a contest: measured values, adjustments, and sheets that do not count."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import records
from evaluation.actions.records import Measurement
from evaluation.core.errors import Conflict, Denied, Invalid, NotFound, Refused
from evaluation.core.exact import decimal_text
from evaluation.store.db import insert, write
from evaluation.store.standings import result
from tests.award import Award
from tests.committee_ground import AUDITOR, CENTRAL, EAST, NATION, ODD, CommitteeGround, english, shown_fields
from tests.pages import PageClient
from tests.queries import Queries


@pytest.fixture
def ground(award: Award, db: Database) -> CommitteeGround:
    return CommitteeGround(award, db)


@pytest.fixture
def east(ground: CommitteeGround, client: PageClient) -> PageClient:
    """East Java's committee, in English, at Jember's records."""
    english(client, EAST).get(place(ground))
    return client


def place(ground: CommitteeGround) -> str:
    return f"/committee/contests/{ground.contest}/entries/{ground.jember}/records"


def field(ground: CommitteeGround, name: str, entry_id: int | None = None) -> str:
    return f"m-{entry_id or ground.jember}-coverage-{name}"


def typed(ground: CommitteeGround, value: str, source: str, entry_id: int | None = None) -> dict[str, str]:
    return {field(ground, "value", entry_id): value, field(ground, "source", entry_id): source}


def measures(ground: CommitteeGround) -> list[tuple[int, str, str]]:
    found = ground.all("SELECT entry_id, value, source FROM measure ORDER BY entry_id")
    return [(one["entry_id"], one["value"], one["source"]) for one in found]


def score(ground: CommitteeGround) -> str | None:
    """Jember's round score now."""
    found = result(ground.db, ground.contest).standings[0].round_score.score
    return None if found is None else decimal_text(found)


def judge(ground: CommitteeGround, *regulation: int) -> list[int]:
    """Submitted sheets for Jember by the first members of the panel, all with 60 for innovation."""
    return [
        ground.award.sheet(ground.contest, ground.jember, juror, {"regulation": mark, "innovation": 60})
        for juror, mark in zip(ground.jurors, regulation, strict=False)
    ]


# --- measured values -----------------------------------------------------------------------------


def test_a_measured_value_is_kept_exactly_with_its_source(ground: CommitteeGround, east: PageClient) -> None:
    east.submit(typed(ground, "63,88", ODD))
    assert measures(ground) == [(ground.jember, "63.88", ODD)]
    assert ground.events("MeasureRecorded") == [
        {"criterion": "coverage", "before": None, "value": "63.88", "source": ODD}
    ]
    assert shown_fields(east, "/records/measures")[field(ground, "source")] == ODD
    assert "Measured values saved: 1." in east.page.text


def test_zero_is_a_value_and_blank_is_none(ground: CommitteeGround, east: PageClient) -> None:
    judge(ground, 80, 80)
    east.submit(typed(ground, "", ""))
    assert measures(ground) == []
    assert result(ground.db, ground.contest).standings[0].round_score.missing_measures == ("coverage",)
    east.submit(typed(ground, "0", "Data"))
    assert measures(ground) == [(ground.jember, "0", "Data")]
    standing = result(ground.db, ground.contest).standings[0]
    assert (standing.round_score.missing_measures, score(ground)) == ((), "60")
    assert shown_fields(east, "/records/measures")[field(ground, "value")] == "0"


@pytest.mark.parametrize(
    ("value", "source", "complaint"),
    [
        ("101", "Data", "101 is not between 0 and 100."),
        ("-1", "Data", "-1 is not between 0 and 100."),
        ("7.555", "Data", "7.555 does not lie on the step of 0.01."),
        ("1e2", "Data", "Write a number, for instance 85 or 7.5."),
        ("63.88", "  ", "Write where the value comes from."),
        ("", "Data", "A source without a value: write the value. If you mean zero, write 0."),
        ("63.88", "x" * 501, "At most 500 characters fit here; this has 501."),
    ],
)
def test_a_bad_value_is_refused_and_stays_typed(
    ground: CommitteeGround, east: PageClient, value: str, source: str, complaint: str
) -> None:
    east.submit(typed(ground, value, source), status=422)
    assert complaint in east.page.text
    fields = shown_fields(east, "/records/measures")
    assert (fields[field(ground, "value")], fields[field(ground, "source")]) == (value, source.strip())
    assert measures(ground) == []


def test_half_a_step_is_refused(ground: CommitteeGround, award: Award, east: PageClient) -> None:
    contest = award.enter(ground.edition_id, "province-interview", ground.jember)
    east.get(f"/committee/contests/{contest}/entries/{ground.jember}/records")
    name = f"m-{ground.jember}-attendance"
    east.submit({f"{name}-value": "7.5", f"{name}-source": "Daftar hadir"}, status=422)
    assert "7.5 does not lie on the step of 1." in east.page.text
    assert measures(ground) == []


def test_a_recorded_value_is_not_blanked_but_taken_away_with_a_reason(
    ground: CommitteeGround, east: PageClient
) -> None:
    east.submit(typed(ground, "63.88", "Data"))
    east.submit(typed(ground, "", "Data"), status=422)
    assert "A recorded value is not left blank." in east.page.text
    east.submit({"measure-coverage-reason": " "}, status=422)
    assert measures(ground) == [(ground.jember, "63.88", "Data")]
    east.submit({"measure-coverage-reason": ODD})
    assert measures(ground) == []
    assert ground.events("MeasureRemoved") == [{"criterion": "coverage", "value": "63.88", "reason": ODD}]
    east.post(f"{place(ground)}/measures/coverage/remove", {"measure-coverage-reason": "x"}, status=404)


def test_two_people_saving_one_value_are_told_of_each_other(
    ground: CommitteeGround, east: PageClient, act_as
) -> None:
    act = act_as(ground.actor())
    records.record_measure(act, ground.contest, ground.jember, "coverage", value=Fraction(61), source="Kedua")
    east.submit(typed(ground, "63.88", "Pertama"), status=409)
    assert measures(ground) == [(ground.jember, "61", "Kedua")]
    assert "61 was saved meanwhile. Save again to put yours in its place." in east.page.text
    fields = shown_fields(east, "/records/measures")
    assert (fields[field(ground, "value")], fields[field(ground, "source")]) == ("63.88", "Pertama")
    east.submit(form="/records/measures")
    assert measures(ground) == [(ground.jember, "63.88", "Pertama")]
    assert ground.events("MeasureRecorded")[-1]["before"] == "61"


def test_the_same_value_by_two_people_is_no_conflict(
    ground: CommitteeGround, east: PageClient, act_as
) -> None:
    act = act_as(ground.actor())
    records.record_measure(act, ground.contest, ground.jember, "coverage", value=Fraction(61), source="Data")
    east.submit(typed(ground, "61.00", "Data"))
    assert len(ground.events("MeasureRecorded")) == 1


def test_an_untouched_form_saves_nothing_over_others(
    ground: CommitteeGround, east: PageClient, act_as
) -> None:
    east.submit(typed(ground, "60", "Data"))
    act = act_as(ground.actor())
    records.record_measure(act, ground.contest, ground.jember, "coverage", value=Fraction(70), source="Baru")
    east.submit(form="/records/measures")
    assert measures(ground) == [(ground.jember, "70", "Baru")]


def test_the_dossiers_coverage_stands_beside_the_value(ground: CommitteeGround, east: PageClient) -> None:
    with write(ground.db):
        for segment, workers, protected in (("formal", 1000, 600), ("farmers", 500, 250)):
            insert(
                ground.db,
                "coverage",
                entry_id=ground.jember,
                segment=segment,
                workers=workers,
                protected=protected,
                saved_at=ground.award.at,
            )
    east.get(place(ground))
    assert "Dossier: 56.67% (850 of 1,500 workers)" in east.page.text
    east.get(f"/committee/contests/{ground.contest}/measures")
    assert "Dossier: 56.67% (850 of 1,500 workers)" in east.page.text


# --- the whole contest at once -------------------------------------------------------------------


@pytest.fixture
def table(ground: CommitteeGround, award: Award, client: PageClient) -> PageClient:
    """East Java's committee at the table of all values; Probolinggo stands there too."""
    ground.probolinggo = award.entry(ground.edition_id, "35.74", "Kota Probolinggo", status="accepted")
    english(client, EAST).get(f"/committee/contests/{ground.contest}/measures")
    return client


def test_values_of_a_whole_contest_are_saved_together(ground: CommitteeGround, table: PageClient) -> None:
    values = typed(ground, "63.88", "") | typed(ground, "0", "Sendiri", ground.probolinggo)
    table.submit({"common_source": "BPS 2021", **values})
    assert measures(ground) == [(ground.jember, "63.88", "BPS 2021"), (ground.probolinggo, "0", "Sendiri")]
    assert "Measured values saved: 2." in table.page.text


def test_one_bad_line_keeps_all_from_being_saved_and_everything_typed(
    ground: CommitteeGround, table: PageClient
) -> None:
    values = typed(ground, "101", "") | typed(ground, "50", "", ground.probolinggo)
    table.submit({"common_source": ODD, **values}, status=422)
    assert measures(ground) == []
    assert "Kabupaten Jember : 101 is not between 0 and 100." in table.page.text
    fields = shown_fields(table, "/measures")
    assert (fields["common_source"], fields[field(ground, "value")]) == (ODD, "101")
    assert fields[field(ground, "value", ground.probolinggo)] == "50"


def test_everything_wrong_in_the_table_is_said_at_once(ground: CommitteeGround, table: PageClient) -> None:
    table.submit(typed(ground, "101", "Data") | typed(ground, "7.555", "", ground.probolinggo), status=422)
    assert "Kabupaten Jember : 101 is not between 0 and 100." in table.page.text
    assert "Kota Probolinggo : 7.555 does not lie on the step of 0.01." in table.page.text
    assert "Kota Probolinggo : Write where the value comes from." in table.page.text


def test_a_conflict_in_one_line_saves_no_line(ground: CommitteeGround, table: PageClient, act_as) -> None:
    act = act_as(ground.actor())
    records.record_measure(act, ground.contest, ground.jember, "coverage", value=Fraction(61), source="Kedua")
    values = typed(ground, "63", "Data") | typed(ground, "50", "Data", ground.probolinggo)
    table.submit(values, status=409)
    assert measures(ground) == [(ground.jember, "61", "Kedua")]
    assert "Somebody else saved another value meanwhile. Nothing was overwritten." in table.page.text
    assert "Saved meanwhile: 61" in table.page.text
    table.submit(form="/measures?")
    assert measures(ground) == [(ground.jember, "63", "Data"), (ground.probolinggo, "50", "Data")]


def test_an_unknown_criterion_and_a_round_that_measures_nothing(
    ground: CommitteeGround, award: Award, client: PageClient, table: PageClient
) -> None:
    table.get(f"/committee/contests/{ground.contest}/measures?criterion=regulation", status=404)
    national = award.enter(ground.edition_id, "national-desk", ground.jember)
    client.sign_out()
    english(client, NATION).get(f"/committee/contests/{national}/measures")
    assert "This round measures nothing: every criterion is judged by the panel." in client.page.text


def test_the_table_and_the_records_take_a_constant_number_of_queries(
    app: Flask, ground: CommitteeGround, award: Award, table: PageClient
) -> None:
    queries = Queries(app)
    table.get(f"/committee/contests/{ground.contest}/measures")
    few_table = len(queries)
    table.get(place(ground))
    few = len(queries)
    judge(ground, 80, 70, 60)
    for code in ("35.01", "35.02", "35.03"):
        award.measure(
            ground.contest, award.entry(ground.edition_id, code, code, status="accepted"), "coverage", "5"
        )
    table.get(f"/committee/contests/{ground.contest}/measures")
    assert len(queries) == few_table
    table.get(place(ground))
    assert len(queries) == few


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
    east.get(place(ground))
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
    east.get(place(ground))
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
        (f"{place(ground)}/measures", typed(ground, "60", "Data")),
        (f"{place(ground)}/measures/coverage/remove", {"measure-coverage-reason": "x"}),
        (
            f"{place(ground)}/adjustments",
            {"adjust-amount": "1", "adjust-unit": "points", "adjust-reason": "x"},
        ),
        (f"/committee/adjustments/{adjustment}/remove", {f"adjustment-{adjustment}-reason": "x"}),
        (f"/committee/sheets/{sheet}/exclude", {f"sheet-{sheet}-reason": "x"}),
        (f"/committee/sheets/{sheet}/restore", {f"sheet-{sheet}-reason": "x"}),
        (f"/committee/contests/{ground.contest}/measures", typed(ground, "60", "Data")),
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
        client.get(place(ground), status=404)
        client.get(f"/committee/contests/{ground.contest}/measures", status=404)
        client.get("/account")
        client.sign_out()


def test_a_finalised_contest_never_changes(ground: CommitteeGround, east: PageClient) -> None:
    changes = posts(ground)
    ground.finalise(ground.contest)
    before = state(ground)
    for url, values in changes:
        east.get(place(ground))
        east.post(url, values, status=409)
        assert "This contest is finalised: nothing in it changes any more." in east.page.text
    assert state(ground) == before
    east.get(place(ground))
    assert "This contest is finalised: nothing in it changes any more." in east.page.text
    assert not [form for form in east.page.forms if form.action.startswith("/committee")]
    east.get(f"/committee/contests/{ground.contest}/measures")
    assert "50" in east.page.text
    assert not [c for c in east.page.controls if str(c.get("name", "")).startswith("m-")]


def test_an_auditor_reads_the_records(ground: CommitteeGround, client: PageClient) -> None:
    posts(ground)
    english(client, AUDITOR).get(place(ground))
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
    east.get(place(ground), status=404)
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
    east.get(place(ground))
    assert "This entry has left the award" in east.page.text
    assert not [form for form in east.page.forms if form.action.startswith("/committee")]


def test_an_actions_values_are_all_or_none(ground: CommitteeGround, award: Award, act_as) -> None:
    other = award.entry(ground.edition_id, "35.74", "Kota Probolinggo", status="accepted")
    good = Measurement(ground.jember, "coverage", Fraction(50), "Data")
    act = act_as(ground.actor())
    with pytest.raises(Invalid) as refused:
        records.record_measures(
            act, ground.contest, [good, Measurement(other, "regulation", Fraction(5), "Data")]
        )
    assert {key: str(m) for key, m in refused.value.fields.items()} == {
        f"{other}-regulation": "This round does not measure regulation."
    }
    records.record_measures(act, ground.contest, [good])
    stale = Measurement(ground.jember, "coverage", Fraction(51), "Data", started_from="")
    with pytest.raises(Conflict) as clash:
        records.record_measures(
            act, ground.contest, [Measurement(other, "coverage", Fraction(5), "D"), stale]
        )
    assert clash.value.stored[stale.key]["value"] == "50"
    assert measures(ground) == [(ground.jember, "50", "Data")]
    with pytest.raises(Denied):
        records.record_measures(act_as(ground.actor(AUDITOR)), ground.contest, [good])
