"""The committee's contests: what each committee sees, standings that open into every part, progress."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from evaluation.actions import records
from evaluation.core.exact import parse_decimal
from evaluation.store.db import change, insert, rows, write
from tests.award import Award, unlock_sheets
from tests.conftest import Clock
from tests.contest_ground import (
    AUDITOR,
    CENTRAL,
    EAST,
    NATION,
    ODD,
    Stage,
    build,
    committee,
    finalise,
    full,
    table,
)
from tests.pages import PageClient


@pytest.fixture
def stage(award: Award) -> Stage:
    return build(award)


# --- the overview --------------------------------------------------------------------------------


def test_a_committee_sees_its_own_contests_and_no_other(client: PageClient, stage: Stage) -> None:
    stage.judge(stage.entries[0], (70, 80))
    page = committee(client).get("/committee")
    assert "Jawa Timur" in page.text
    assert "Jawa Tengah" not in page.text
    assert "Kota Semarang" not in page.html
    (row,) = table(page)
    assert row == [
        "Provincial desk assessment · Regencies and cities",
        "Running",
        "3",
        "1/9 1 of 9",
        "no end set",
    ]


def test_sheets_of_the_recused_are_not_awaited(client: PageClient, stage: Stage, award: Award) -> None:
    with write(award.db):
        insert(
            award.db,
            "recusal",
            account_id=stage.panel[0],
            entry_id=stage.entries[0],
            reason="Keluarga",
            recused_at=award.at,
        )
    assert table(committee(client).get("/committee"))[0][3] == "0/8 0 of 8"


def test_a_contest_that_lacks_nothing_is_ready(client: PageClient, stage: Stage) -> None:
    full(stage)
    assert table(committee(client).get("/committee"))[0][1] == "Ready to finalise"


def test_days_left_follow_the_clock(client: PageClient, stage: Stage, award: Award, clock: Clock) -> None:
    with write(award.db):
        change(
            award.db,
            "UPDATE round SET closes_at = :at WHERE code = 'province-desk'",
            at="2022-01-13T03:00:00.000000Z",
        )
    committee(client)
    assert table(client.get("/committee"))[0][4] == "13 January 2022, 10:00 WIB days left: 3"
    clock.forward(days=2, hours=12)
    assert table(client.get("/committee"))[0][4].endswith("less than a day left")
    clock.forward(hours=12, seconds=1)
    assert table(client.get("/committee"))[0][4].endswith("closed")


def test_the_national_committee_sees_of_a_running_province_only_that_it_runs(
    client: PageClient, stage: Stage
) -> None:
    stage.judge(stage.entries[0], (70, 80))
    page = committee(client, NATION).get("/committee")
    assert table(page) == [["Jawa Tengah", "Running", "–"], ["Jawa Timur", "Running", "–"]]
    assert f"/committee/contests/{stage.contest}" not in page.html
    client.get(f"/committee/contests/{stage.contest}", status=404)


def test_the_national_committee_reads_a_finalised_province(app: Flask, stage: Stage) -> None:
    full(stage)
    finalise(committee(PageClient(app)), stage.contest)
    nation = committee(PageClient(app), NATION)
    page = nation.get("/committee")
    # The interview round began with the entries that advanced, so East Java still runs.
    assert table(page) == [
        ["Jawa Tengah", "Running", "–"],
        ["Jawa Timur", "Running", "Provincial desk assessment · Regencies and cities"],
    ]
    page = nation.get(f"/committee/contests/{stage.contest}")
    assert "Publish the result" not in page.text
    assert "Only the committee of this contest does this." in page.text
    nation.get(f"/committee/contests/{stage.contest}/entries/{stage.entries[0]}")
    nation.post(f"/committee/contests/{stage.contest}/publish", status=403)


def test_another_committee_finds_nothing_here(client: PageClient, stage: Stage) -> None:
    committee(client, CENTRAL)
    here = f"/committee/contests/{stage.contest}"
    places = ("", "/progress", "/finalise", "/standings.csv", f"/entries/{stage.entries[0]}")
    client.finds_nothing(*(here + place for place in places))
    client.posts_to_nothing(here + "/finalise", {"reason": "x", "confirm": "y"})
    client.posts_to_nothing(here + "/publish")
    assert rows(stage.award.db, "SELECT contest_id FROM finalisation") == []


def test_an_auditor_reads_everything_and_changes_nothing(client: PageClient, stage: Stage) -> None:
    committee(client, AUDITOR)
    assert "Jawa Tengah" in client.get("/committee").text
    page = client.get(f"/committee/contests/{stage.contest}/finalise")
    assert [form.action for form in page.forms] == ["/language", "/logout"]
    client.post(f"/committee/contests/{stage.contest}/finalise", status=403)


# --- standings -----------------------------------------------------------------------------------


def test_standings_show_shared_ranks_and_outcomes(client: PageClient, stage: Stage) -> None:
    full(stage)
    rows = table(committee(client).get(f"/committee/contests/{stage.contest}"))
    assert [row[0] for row in rows] == ["1", "2", "2"]
    assert [row[1] for row in rows] == ["Kabupaten Jember 35.09", f"{ODD} 35.74", "Kota Mojokerto 35.76"]
    assert [row[2] for row in rows] == ["80.00", "68.00", "68.00"]
    shared = "Advances Shared rank Tie at the cut"
    assert [row[4] for row in rows] == ["Advances", shared, shared]


def test_ranks_after_a_tie_leave_a_gap(client: PageClient, stage: Stage, award: Award) -> None:
    full(stage)
    fourth = award.entry(stage.edition, "35.78", "Kota Surabaya", status="accepted")
    stage.judge(fourth, (10, 10), (10, 10))
    rows = table(committee(client).get(f"/committee/contests/{stage.contest}"))
    assert [row[0] for row in rows] == ["1", "2", "2", "4"]


def test_an_entry_without_a_sheet_has_a_dash_and_not_0(client: PageClient, stage: Stage) -> None:
    stage.judge(stage.entries[0], (0, 0), (0, 0), coverage="0")
    rows = table(committee(client).get(f"/committee/contests/{stage.contest}"))
    assert rows[0][:4] == ["1", "Kota Mojokerto 35.76", "0.00", "2"]
    assert rows[1][:4] == ["–", "Kabupaten Jember 35.09", "–", "0"]
    assert rows[1][4] == "Incomplete 0 of at least 2 score sheets No value for: Coverage"


def test_a_provisional_entry_is_marked(client: PageClient, stage: Stage, award: Award) -> None:
    with write(award.db):
        change(
            award.db,
            "UPDATE contest_entry SET provisional = 1 WHERE entry_id = :entry",
            entry=stage.entries[0],
        )
    page = committee(client).get(f"/committee/contests/{stage.contest}")
    marked = {row[1]: "Provisional" in row[4] for row in table(page)}
    assert marked == {"Kota Mojokerto 35.76": True, "Kabupaten Jember 35.09": False, f"{ODD} 35.74": False}


def test_a_withdrawn_entry_leaves_the_standings_and_is_named(client: PageClient, stage: Stage) -> None:
    with write(stage.award.db):
        change(
            stage.award.db,
            "UPDATE entry SET status = 'withdrawn', status_reason = 'Mundur' WHERE id = :id",
            id=stage.entries[2],
        )
    page = committee(client).get(f"/committee/contests/{stage.contest}")
    assert len(table(page)) == 2
    assert f"{ODD} Withdrawn Mundur" in page.text


def test_the_rules_of_the_contest_stand_beside_it_in_words(client: PageClient, stage: Stage) -> None:
    text = committee(client).get(f"/committee/contests/{stage.contest}").text
    for sentence in (
        "Ranks 1 to 2 advance.",
        "each sheet is totalled, then the totals are combined; mean",
        "half up, to 2 decimals: sheet, criterion, part, round score, standing score",
        "at least 2 for each entry",
    ):
        assert sentence in text


def test_the_file_is_the_one_of_the_command_line(client: PageClient, stage: Stage) -> None:
    full(stage)
    response = committee(client).get(f"/committee/contests/{stage.contest}/standings.csv")
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"] == 'attachment; filename="province-desk.regency.35.csv"'
    assert response.text.splitlines() == [
        "rank,candidate,name,score,tied,advances,wins,sheets",
        "1,35.09,Kabupaten Jember,80.00,no,yes,no,2",
        '2,35.74,"Kota ""O\'Neil"", <b>&amp; 🎉",68.00,yes,yes,no,2',
        "2,35.76,Kota Mojokerto,68.00,yes,yes,no,2",
    ]


# --- a standing opened ---------------------------------------------------------------------------


def test_a_standing_opens_down_to_marks_and_comments(
    client: PageClient, stage: Stage, award: Award, act_as
) -> None:  # type: ignore[no-untyped-def]
    entry = stage.entries[0]
    stage.judge(entry, (70, 80), (81, 60))
    unlock_sheets(award.db)
    with write(award.db):
        change(
            award.db,
            "UPDATE mark SET comment = 'Baik <sekali> 🎉' WHERE value = '81'",
        )
    actor = award.actor(EAST)
    records.record_adjustment(
        act_as(actor), stage.contest, entry, points=parse_decimal("-1.5"), percent=None, reason="Terlambat"
    )
    page = committee(client).get(f"/committee/contests/{stage.contest}/entries/{entry}")
    for line in (
        "0.6 × 70 + 0.2 × 80 = 58",
        "0.6 × 81 + 0.2 × 60 = 60.6",
        "( 58 + 60.6 ) ÷ 2 = 59.3",
        "59.3 + 10 = 69.3",
        "Adjustment, with the reason: Terlambat",
        "69.3 − 1.5 = 67.8",
        "Recorded value: 50 · Source: data",
        "0.2 × 50 = 10",
        "60 ÷ 100 = 0.6",
        "100 × 70 ÷ 100 = 70",
        "Baik <sekali> 🎉",
        "Juri 1 35: 58",
    ):
        assert line in without_spaces_in_brackets(page.text), line
    assert set(re.findall(r'href="/rules#(rule-\d+)"', page.html)) >= {
        f"rule-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14)
    }


def without_spaces_in_brackets(text: str) -> str:
    return text.replace("(58", "( 58").replace("60.6)", "60.6 )")


def test_sheets_that_do_not_count_are_listed_with_the_reason(
    client: PageClient, stage: Stage, award: Award
) -> None:
    entry, (first, second, third) = stage.entries[0], stage.panel
    excluded = award.sheet(stage.contest, entry, first, {"regulation": 7, "innovation": 8})
    award.sheet(stage.contest, entry, second, {"regulation": 33}, status="draft")
    with write(award.db):
        change(
            award.db,
            "UPDATE scoresheet SET excluded_at = :at, excluded_reason = 'Salah nilai' WHERE id = :id",
            at=award.at,
            id=excluded,
        )
        insert(
            award.db, "recusal", account_id=third, entry_id=entry, reason="Satu lembaga", recused_at=award.at
        )
    text = committee(client).get(f"/committee/contests/{stage.contest}/entries/{entry}").text
    assert "Juri 1 35: excluded. Salah nilai" in text
    assert "Juri 2 35: a draft, not submitted" in text
    assert "Juri 3 35: recused. Satu lembaga" in text
    assert "33" not in text.replace("33.", "")


def test_tie_breaks_are_shown_where_scores_are_equal(client: PageClient, stage: Stage) -> None:
    first, second, _ = stage.entries
    stage.judge(first, (70, 80), (70, 80))
    stage.judge(second, (60, 80), (60, 80), coverage="80")
    page = committee(client).get(f"/committee/contests/{stage.contest}/entries/{second}")
    assert table(page)[:2] == [["Kota Mojokerto", "1", "70"], ["Kabupaten Jember", "2", "60"]]


def test_an_entry_of_another_contest_is_not_found(client: PageClient, stage: Stage, award: Award) -> None:
    stranger = award.entry(stage.edition, "35.10", "Kabupaten Banyuwangi")
    committee(client).finds_nothing(f"/committee/contests/{stage.contest}/entries/{stranger}")


def test_what_is_finalised_is_explained_from_its_snapshot(
    client: PageClient, stage: Stage, award: Award
) -> None:
    full(stage)
    finalise(committee(client), stage.contest)
    address = f"/committee/contests/{stage.contest}/entries/{stage.entries[1]}"
    before = client.get(address).text
    unlock_sheets(award.db)
    with write(award.db):
        change(award.db, "UPDATE mark SET value = '1'")
        change(award.db, "UPDATE scoresheet SET total = '1'")
        change(award.db, "UPDATE entry SET name = 'Lain' WHERE id = :id", id=stage.entries[1])
        insert(
            award.db,
            "recusal",
            account_id=stage.panel[0],
            entry_id=stage.entries[1],
            reason="Kelak",
            recused_at="2022-02-01T00:00:00.000000Z",
        )
    assert client.get(address).text == before


# --- who must not see scores ---------------------------------------------------------------------


def test_a_panel_member_on_the_committee_judges_first(client: PageClient, stage: Stage, award: Award) -> None:
    both = "juri3-35@uji.example"
    award.grant(both, "committee", stage.edition, "35")
    stage.judge(stage.entries[0], (70, 80), (71, 81))
    committee(client, both)
    reason = "You sit on this panel: its scores open to you once all your own sheets are submitted."
    page = client.get(f"/committee/contests/{stage.contest}")
    assert reason in page.text
    assert "<tbody>" not in page.html
    page = client.get(f"/committee/contests/{stage.contest}/entries/{stage.entries[0]}", status=403)
    assert reason in page.text
    client.get(f"/committee/contests/{stage.contest}/standings.csv", status=403)
    for entry in stage.entries:
        award.sheet(stage.contest, entry, stage.panel[2], {"regulation": 50, "innovation": 50})
    assert len(table(client.get(f"/committee/contests/{stage.contest}"))) == 3


def test_the_recused_see_no_score_of_that_entry(client: PageClient, stage: Stage, award: Award) -> None:
    person = award.grant("panitia2@uji.example", "committee", stage.edition, "35")
    full(stage)
    with write(award.db):
        insert(
            award.db,
            "recusal",
            account_id=person,
            entry_id=stage.entries[1],
            reason="Saudara",
            recused_at=award.at,
        )
    committee(client, "panitia2@uji.example")
    rows = table(client.get(f"/committee/contests/{stage.contest}"))
    assert rows[0] == ["–", "Kabupaten Jember 35.09", "You are recused", "2", ""]
    client.get(f"/committee/contests/{stage.contest}/entries/{stage.entries[1]}", status=404)
    client.get(f"/committee/contests/{stage.contest}/standings.csv", status=403)
