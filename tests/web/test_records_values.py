"""Measured values: one entry's, and those of a whole contest at once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import records
from evaluation.actions.records import Measurement
from evaluation.core.errors import Conflict, Denied, Invalid
from evaluation.store import dossiers
from evaluation.store.db import write
from evaluation.store.standings import result
from tests.award import Award
from tests.committee_ground import (
    AUDITOR,
    EAST,
    NATION,
    ODD,
    CommitteeGround,
    english,
    field_name,
    judge,
    measures,
    records_url,
    score,
    shown_fields,
    typed_value,
)
from tests.dossier_ground import SECTIONS
from tests.dossier_ground import values as filled
from tests.pages import PageClient
from tests.queries import Queries


@pytest.fixture
def ground(award: Award, db: Database) -> CommitteeGround:
    return CommitteeGround(award, db)


@pytest.fixture
def east(ground: CommitteeGround, client: PageClient) -> PageClient:
    """East Java's committee, in English, at Jember's records."""
    english(client, EAST).get(records_url(ground))
    return client


# --- measured values -----------------------------------------------------------------------------


def test_a_measured_value_is_kept_exactly_with_its_source(ground: CommitteeGround, east: PageClient) -> None:
    east.submit(typed_value(ground, "63,88", ODD))
    assert measures(ground) == [(ground.jember, "63.88", ODD)]
    assert ground.events("MeasureRecorded") == [
        {"criterion": "coverage", "before": None, "value": "63.88", "source": ODD}
    ]
    assert shown_fields(east, "/records/measures")[field_name(ground, "source")] == ODD
    assert "Measured values saved: 1." in east.page.text


def test_zero_is_a_value_and_blank_is_none(ground: CommitteeGround, east: PageClient) -> None:
    judge(ground, 80, 80)
    east.submit(typed_value(ground, "", ""))
    assert measures(ground) == []
    assert result(ground.db, ground.contest).standings[0].round_score.missing_measures == ("coverage",)
    east.submit(typed_value(ground, "0", "Data"))
    assert measures(ground) == [(ground.jember, "0", "Data")]
    standing = result(ground.db, ground.contest).standings[0]
    assert (standing.round_score.missing_measures, score(ground)) == ((), "60")
    assert shown_fields(east, "/records/measures")[field_name(ground, "value")] == "0"


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
    east.submit(typed_value(ground, value, source), status=422)
    assert complaint in east.page.text
    fields = shown_fields(east, "/records/measures")
    assert (fields[field_name(ground, "value")], fields[field_name(ground, "source")]) == (
        value,
        source.strip(),
    )
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
    east.submit(typed_value(ground, "63.88", "Data"))
    east.submit(typed_value(ground, "", "Data"), status=422)
    assert "A recorded value is not left blank." in east.page.text
    east.submit({"measure-coverage-reason": " "}, status=422)
    assert measures(ground) == [(ground.jember, "63.88", "Data")]
    east.submit({"measure-coverage-reason": ODD})
    assert measures(ground) == []
    assert ground.events("MeasureRemoved") == [{"criterion": "coverage", "value": "63.88", "reason": ODD}]
    east.post(f"{records_url(ground)}/measures/coverage/remove", {"measure-coverage-reason": "x"}, status=404)


def test_two_people_saving_one_value_are_told_of_each_other(
    ground: CommitteeGround, east: PageClient, act_as
) -> None:
    act = act_as(ground.actor())
    records.record_measure(act, ground.contest, ground.jember, "coverage", value=Fraction(61), source="Kedua")
    east.submit(typed_value(ground, "63.88", "Pertama"), status=409)
    assert measures(ground) == [(ground.jember, "61", "Kedua")]
    assert "61 was saved meanwhile. Save again to put yours in its place." in east.page.text
    fields = shown_fields(east, "/records/measures")
    assert (fields[field_name(ground, "value")], fields[field_name(ground, "source")]) == ("63.88", "Pertama")
    east.submit(form="/records/measures")
    assert measures(ground) == [(ground.jember, "63.88", "Pertama")]
    assert ground.events("MeasureRecorded")[-1]["before"] == "61"


def test_the_same_value_by_two_people_is_no_conflict(
    ground: CommitteeGround, east: PageClient, act_as
) -> None:
    act = act_as(ground.actor())
    records.record_measure(act, ground.contest, ground.jember, "coverage", value=Fraction(61), source="Data")
    east.submit(typed_value(ground, "61.00", "Data"))
    assert len(ground.events("MeasureRecorded")) == 1


def test_an_untouched_form_saves_nothing_over_others(
    ground: CommitteeGround, east: PageClient, act_as
) -> None:
    east.submit(typed_value(ground, "60", "Data"))
    act = act_as(ground.actor())
    records.record_measure(act, ground.contest, ground.jember, "coverage", value=Fraction(70), source="Baru")
    east.submit(form="/records/measures")
    assert measures(ground) == [(ground.jember, "70", "Baru")]


def test_the_dossiers_coverage_stands_beside_the_value(ground: CommitteeGround, east: PageClient) -> None:
    with write(ground.db):
        for segment, workers, protected in (("formal", 1000, 600), ("farmers", 500, 250)):
            dossiers.add_item(
                ground.db,
                SECTIONS["coverage"],
                entry_id=ground.jember,
                values=filled("coverage", segment=segment, workers=workers, protected=protected),
                file_id=None,
                saved_by=None,
                saved_at=ground.award.at,
            )
    east.get(records_url(ground))
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
    values = typed_value(ground, "63.88", "") | typed_value(ground, "0", "Sendiri", ground.probolinggo)
    table.submit({"common_source": "BPS 2021", **values})
    assert measures(ground) == [(ground.jember, "63.88", "BPS 2021"), (ground.probolinggo, "0", "Sendiri")]
    assert "Measured values saved: 2." in table.page.text


def test_one_bad_line_keeps_all_from_being_saved_and_everything_typed(
    ground: CommitteeGround, table: PageClient
) -> None:
    values = typed_value(ground, "101", "") | typed_value(ground, "50", "", ground.probolinggo)
    table.submit({"common_source": ODD, **values}, status=422)
    assert measures(ground) == []
    assert "Kabupaten Jember : 101 is not between 0 and 100." in table.page.text
    fields = shown_fields(table, "/measures")
    assert (fields["common_source"], fields[field_name(ground, "value")]) == (ODD, "101")
    assert fields[field_name(ground, "value", ground.probolinggo)] == "50"


def test_everything_wrong_in_the_table_is_said_at_once(ground: CommitteeGround, table: PageClient) -> None:
    table.submit(
        typed_value(ground, "101", "Data") | typed_value(ground, "7.555", "", ground.probolinggo), status=422
    )
    assert "Kabupaten Jember : 101 is not between 0 and 100." in table.page.text
    assert "Kota Probolinggo : 7.555 does not lie on the step of 0.01." in table.page.text
    assert "Kota Probolinggo : Write where the value comes from." in table.page.text


def test_a_conflict_in_one_line_saves_no_line(ground: CommitteeGround, table: PageClient, act_as) -> None:
    act = act_as(ground.actor())
    records.record_measure(act, ground.contest, ground.jember, "coverage", value=Fraction(61), source="Kedua")
    values = typed_value(ground, "63", "Data") | typed_value(ground, "50", "Data", ground.probolinggo)
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
    table.get(records_url(ground))
    few = len(queries)
    judge(ground, 80, 70, 60)
    for code in ("35.01", "35.02", "35.03"):
        award.measure(
            ground.contest, award.entry(ground.edition_id, code, code, status="accepted"), "coverage", "5"
        )
    table.get(f"/committee/contests/{ground.contest}/measures")
    assert len(queries) == few_table
    table.get(records_url(ground))
    assert len(queries) == few


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
