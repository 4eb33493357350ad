"""All provinces side by side: the tiles, their states in words, the table and its order, who may look."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from evaluation.actions import announcing, contests, recounts
from evaluation.actions.act import Act
from evaluation.actions.recount_trials import preview
from evaluation.core.people import SYSTEM
from evaluation.reports.province_map import STATES, tiles
from evaluation.store import recounts as recount_rows
from evaluation.store import regions
from evaluation.store.db import change, insert, write
from tests.award import Award
from tests.conftest import Clock
from tests.contest_ground import AUDITOR, EAST, NATION, Stage, build, committee, full, table
from tests.pages import Page, PageClient
from tests.queries import Queries

URL = "/committee/provinces?edition=uji-2021"
CSS = Path(__file__).parents[2] / "evaluation" / "static" / "penjurian.css"


@pytest.fixture
def stage(award: Award) -> Stage:
    return build(award)


def tile(page: Page, name: str) -> str:
    """The list item of a province."""
    found = re.findall(r'<li class="tile-column.*?</li>', page.html, re.DOTALL)
    (mine,) = [one for one in found if f'title="{name}"' in one]
    return mine


def fix(award: Award, contest: int, *, published: bool = False) -> None:
    with write(award.db):
        insert(
            award.db,
            "finalisation",
            contest_id=contest,
            finalised_at=award.at,
            reason="Selesai",
            snapshot="{}",
            fingerprint="0" * 64,
        )
    if published:
        award.publish(contest)


def test_every_province_has_a_tile_of_its_own(award: Award) -> None:
    known = regions.provinces(award.db)
    assert {one["code"] for one in known} == set(tiles())
    assert len(known) == 38
    places = {(one.column, one.row) for one in tiles().values()}
    assert len(places) == 38
    assert len({one.short for one in tiles().values()}) == 38
    css = CSS.read_text(encoding="utf-8")
    for column, row in places:
        assert f".tile-column-{column} {{ grid-column: {column}; }}" in css
        assert f".tile-row-{row} {{ grid-row: {row}; }}" in css
    for state in STATES:
        assert f".tile-{state} {{" in css


def test_tiles_lie_roughly_where_the_provinces_lie() -> None:
    at = {one.short: one for one in tiles().values()}
    west_to_east = ["Aceh", "Riau", "Jabar", "Jateng", "Jatim", "Bali", "NTB", "NTT", "Maluku", "Papua"]
    columns = [at[name].column for name in west_to_east]
    assert columns == sorted(columns)
    north_to_south = ["Kaltara", "Kaltim", "Kalsel", "Jatim", "Bali"]
    rows = [at[name].row for name in north_to_south]
    assert rows == sorted(rows)


def test_each_tile_says_its_state_in_words(
    client: PageClient, stage: Stage, award: Award, clock: Clock
) -> None:
    for code in ("32", "31", "36"):
        award.entry(stage.edition, code, f"Provinsi {code}", status="accepted")
    fix(award, award.contest(stage.edition, "province-desk", "32"))
    fix(award, award.contest(stage.edition, "province-desk", "31"), published=True)
    page = committee(client, NATION).get(URL)
    assert len(re.findall(r'<li class="tile-column', page.html)) == 38
    shown = {
        name: Page(tile(page, name)).text
        for name in ("Jawa Timur", "Jawa Barat", "Daerah Khusus Ibukota Jakarta", "Aceh")
    }
    assert shown == {
        "Jawa Timur": "Jatim ▸ Running",
        "Jawa Barat": "Jabar ✓ Finalised",
        "Daerah Khusus Ibukota Jakarta": "Jakarta ★ Published",
        "Aceh": "Aceh – No contest",
    }
    assert 'class="tile tile-finalised"' in tile(page, "Jawa Barat")
    key = re.search(r'<ul class="tile-key".*?</ul>', page.html, re.DOTALL)
    assert key
    assert Page(key[0]).text == "– No contest 33 ▸ Running 3 ✓ Finalised 1 ★ Published 1"
    with write(award.db):
        change(
            award.db,
            "UPDATE round SET opens_at = :opens, closes_at = :closes WHERE code = 'province-desk'",
            opens="2022-01-11T03:00:00.000000Z",
            closes="2022-01-13T03:00:00.000000Z",
        )
    assert "Jatim ○ Not open yet" in client.get(URL).text
    clock.forward(days=4)
    assert Page(tile(client.get(URL), "Jawa Timur")).text == "Jatim ! Late"


def test_a_result_under_embargo_or_opened_again_has_a_state_of_its_own(
    client: PageClient, stage: Stage, award: Award, clock: Clock, act_as: Callable[..., Act]
) -> None:
    full(stage)
    act = act_as(SYSTEM)
    contests.finalise(act, stage.contest, "Pleno")
    announcing.publish_at(act, stage.contest, clock.now + timedelta(seconds=90))
    page = committee(client, NATION).get(URL)
    assert Page(tile(page, "Jawa Timur")).text == "Jatim ◷ Embargo"
    assert table(client.get(URL + "&sort=state"))[1][:2] == [
        "Jawa Timur",
        "◷ Embargo becomes public on 10 January 2022, 10:01:30 WIB",
    ]
    clock.forward(seconds=90)
    assert Page(tile(client.get(URL), "Jawa Timur")).text == "Jatim ★ Published"
    # Its round is over, but the public still reads what it says: it is not merely late.
    with write(award.db):
        change(award.db, "UPDATE round SET closes_at = '2022-01-01T03:00:00.000000Z'")
    act = act_as(SYSTEM)
    recount = recounts.begin(act, stage.contest, "Koreksi", "Salah hitung", decree="SK 9")
    recounts.apply(act, recount, preview(act, recount_rows.recount(award.db, recount)).seen)
    assert Page(tile(client.get(URL), "Jawa Timur")).text == "Jatim ↺ Correction"
    lines = table(client.get(URL + "&sort=state"))
    assert lines[:2] == [
        ["Jawa Tengah", "! Late", "1 January 2022, 10:00 WIB closed", ""],
        ["Jawa Timur", "↺ Correction A final result was opened again.", "", ""],
    ]


def test_a_tile_leads_to_what_its_reader_may_open(app: Flask, stage: Stage, award: Award) -> None:
    link = f'href="/committee/contests/{stage.contest}"'
    nation, auditor = committee(PageClient(app), NATION), committee(PageClient(app), AUDITOR)
    assert link not in nation.get(URL).html
    assert link in tile(auditor.get(URL), "Jawa Timur")
    full(stage)
    fix(award, stage.contest)
    assert link in tile(nation.get(URL), "Jawa Timur")
    assert f'href="/committee/contests/{stage.other}"' not in nation.get(URL).html


def test_the_map_says_nothing_of_the_marks_of_a_running_province(client: PageClient, stage: Stage) -> None:
    stage.judge(stage.entries[0], (71, 83))
    page = committee(client, NATION).get(URL)
    assert "Kota Mojokerto" not in page.html
    assert not {"71", "83"} & set(re.findall(r"\d+", page.text))


def test_the_table_is_sorted_by_links(client: PageClient, stage: Stage, award: Award) -> None:
    fix(award, stage.other)
    committee(client, NATION).get(URL)
    names = [line[0] for line in table(client.get(URL))]
    assert names == sorted(names)
    assert len(names) == 38
    lines = table(client.get(URL + "&sort=state&order=up"))
    assert [line[:2] for line in lines[:2]] == [["Jawa Timur", "▸ Running"], ["Jawa Tengah", "✓ Finalised"]]
    page = client.get(URL + "&sort=state&order=down")
    assert [line[0] for line in table(page)[:2]] == ["Jawa Tengah", "Jawa Timur"]
    assert 'aria-sort="descending"' in page.html
    assert table(client.get(URL + "&sort=finalised&order=up"))[0] == [
        "Jawa Tengah",
        "✓ Finalised",
        "",
        "10 January 2022, 10:00 WIB",
    ]
    assert [line[0] for line in table(client.get(URL + "&sort=name&order=down"))] == names[::-1]
    # What nobody can sort by is no order.
    assert [line[0] for line in table(client.get(URL + "&sort=marks"))] == names


def test_the_reader_chooses_the_contest(client: PageClient, stage: Stage) -> None:
    page = committee(client, NATION).get(URL)
    assert "Map: Provincial desk assessment · Regencies and cities" in page.text
    page = client.get(URL + "&round=province-interview&category=regency")
    assert "Map: Provincial interview · Regencies and cities" in page.text
    assert "Running" not in page.text
    # The nation's own rounds have no provinces.
    assert "National assessment" not in page.text


def test_the_overview_leads_to_the_map(client: PageClient, stage: Stage) -> None:
    assert 'href="/committee/provinces?edition=uji-2021"' in committee(client, NATION).get("/committee").html


def test_a_provinces_committee_has_no_map(client: PageClient, stage: Stage) -> None:
    page = committee(client, EAST).get("/committee")
    assert "/committee/provinces" not in page.html
    client.get(URL, status=404)
    client.get("/committee/provinces?edition=lain-2020", status=404)


def test_all_provinces_take_as_many_questions_as_two(app: Flask, stage: Stage, award: Award) -> None:
    asked, client = Queries(app), committee(PageClient(app), AUDITOR)
    client.get(URL)
    before = len(asked)
    for one in regions.provinces(award.db):
        if one["code"] not in ("33", "35"):
            award.entry(stage.edition, one["code"], one["name"], status="accepted")
    assert "▸ Running 38" in client.get(URL).text
    assert len(asked) == before
