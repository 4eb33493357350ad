"""Promotion by rule on pages: clusters with own places, the why of each entry, the reserve list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from evaluation.actions import contests, screening
from evaluation.actions.act import Act
from evaluation.actions.reserves import vacancies
from evaluation.core.snapshot import from_json, to_json
from evaluation.reports.promotion_groups import groups_of, reserve_of, why_of
from evaluation.reports.standings_csv import COLUMNS, decided_csv, standings_csv
from evaluation.store import contests as contest_rows
from evaluation.store import entries as entry_rows
from evaluation.store import standings
from evaluation.store.db import insert, rows, write
from evaluation.views.minutes_words import outcome as minutes_outcome
from tests.award import EDITION, Award
from tests.committee_ground import english
from tests.pages import PageClient

EAST = "jatim@panitia.example"
WEST = '["35.01", "35.02", "35.03", "35.04"]'
RULES = f"""promotion = {{ reserve = 1, at_most = {{ sector = 1 }}, clusters = [
  {{ code = "city", title = {{ id = "Kota", en = "Cities" }}, kinds = ["city"], advance = 1, winners = 1 }},
  {{ code = "west", title = {{ id = "Barat", en = "West" }}, regions = {WEST}, advance = 2 }},
] }}
"""
PLACES = ("35.01", "35.71", "35.02", "35.72", "35.03", "35.04", "35.09")
NAMES = dict(
    zip(
        PLACES,
        ("Pacitan", "Kediri", "Ponorogo", "Blitar", "Trenggalek", "Tulungagung", "Jember"),
        strict=True,
    )
)


@dataclass
class Ruled:
    """East Java's desk round, best first: a city and the west are clusters, Jember fits neither."""

    award: Award
    contest: int
    entries: dict[str, int]
    act: Act

    def finish(self) -> None:
        contests.finalise(self.act, self.contest, "Pleno")


@pytest.fixture
def ground(award: Award, act_as: Callable[..., Act]) -> Ruled:
    edition = award.edition(EDITION.replace("advance = 2\n", f"advance = 2\n{RULES}", 1))
    award.grant(EAST, "committee", edition, "35")
    panel = award.panel(edition, "province", "35")
    found = {code: award.entry(edition, code, NAMES[code], status="accepted") for code in PLACES}
    contest = award.contest(edition, "province-desk", "35")
    for n, entry in enumerate(found.values()):
        award.measure(contest, entry, "coverage", "50")
        for account in panel[:2]:
            award.sheet(contest, entry, account, {"regulation": 90 - n, "innovation": 90 - n})
    with write(award.db):
        award.db.execute("UPDATE entry SET sector = 'Niaga' WHERE code IN ('35.01', '35.02')")
    return Ruled(award, contest, found, act_as(award.actor(EAST)))


@pytest.fixture
def east(app: Flask, ground: Ruled) -> PageClient:
    return english(PageClient(app), EAST)


def test_clusters_have_their_own_order_places_and_reserve(ground: Ruled) -> None:
    found = groups_of(standings.result(ground.award.db, ground.contest))
    told = [
        (
            group.cluster and group.cluster.code,
            group.advance,
            [one.entry for one in group.standings if one.advances],
            [one.entry for one in group.standings],
            [one.entry for one in group.reserve],
        )
        for group in found
    ]
    assert told == [
        ("city", 1, ["35.71"], ["35.71", "35.72"], ["35.72"]),
        ("west", 2, ["35.01", "35.03"], ["35.01", "35.02", "35.03", "35.04"], ["35.04"]),
        (None, 0, [], ["35.09"], []),
    ]


def test_without_clusters_there_are_no_groups(award: Award, ground: Ruled) -> None:
    other = award.edition(EDITION.replace("uji-2021", "uji-2022"))
    contest = award.contest(other, "province-desk", "35")
    assert groups_of(standings.result(award.db, contest)) == ()


def test_the_contest_page_shows_each_cluster_with_places_and_reasons(ground: Ruled, east: PageClient) -> None:
    text = east.get(f"/committee/contests/{ground.contest}").text  # type: ignore[union-attr]
    for expected in (
        "Cities (2) West (4) In no cluster (1) All together",
        "Places that go on: 1, winners' places: 1.",
        "1 Kediri 35.71 rank 2 of all",
        "3 Trenggalek 35.03 rank 5 of all",
        "Only one entry from each sector goes on, and one from Niaga stands before it. Why : Ponorogo",
        "These fit none of the clusters, so they do not go on.",
        "1. Blitar 35.72 Cities: place 2",
        "1. Tulungagung 35.04 West: place 4",
    ):
        assert expected in text, expected


def test_the_why_of_a_standing_names_what_it_turns_on(ground: Ruled, east: PageClient) -> None:
    def opened(code: str) -> str:
        page = east.get(f"/committee/contests/{ground.contest}/entries/{ground.entries[code]}")
        return page.text  # type: ignore[union-attr]

    text = opened("35.02")
    assert "Those better-placed entries: Pacitan (1)." in text
    assert "Its place in “West”: 2 of 4 entries." in text
    assert "Province Jawa Timur Sector Niaga" in text
    assert "It does not advance: ranks" not in text
    assert "It moves up when one of those who go on leaves the award: Kediri (2)." in opened("35.72")
    assert "It belongs to none of this round's clusters." in opened("35.09")


def test_the_public_sees_the_same_and_who_moved_up(app: Flask, ground: Ruled) -> None:
    ground.finish()
    contests.publish(ground.act, ground.contest)
    screening.withdraw_entry(ground.act, ground.entries["35.71"], "Wali kota berhalangan")
    client = PageClient(app)
    client.get("/")
    client.post("/language", {"locale": "en", "next": "/"})
    page = "/results/uji-2021/province-desk/regency/35"
    text = client.get(page).text  # type: ignore[union-attr]
    assert "1 Kediri 35.71 rank 2 of all" in text
    assert "Winner Advances Left the award since Within the places: 1." in text
    assert "Reserve 1 Moved up Number 1 on the reserve list." in text
    assert "1. Blitar 35.72 Cities: place 2 Moved up instead of Kediri, 10 January 2022" in text
    assert "berhalangan" not in text
    why = client.get(f"{page}/entries/35.02").text  # type: ignore[union-attr]
    assert "Those better-placed entries: Pacitan (1)." in why


def test_the_csv_file_says_why_each_goes_on_or_not(ground: Ruled, east: PageClient) -> None:
    found = standings.result(ground.award.db, ground.contest)
    lines = decided_csv(found).splitlines()
    assert lines[0] == (
        "rank,candidate,name,score,tied,advances,wins,sheets,cluster,cluster_place,reserve,reason,reason_of"
    )
    assert [line.split(",", 8)[8] for line in lines[1:]] == [
        "west,1,,within,",
        "city,1,,within,",
        "west,2,,limit-sector,Niaga",
        "city,2,1,reserve,",
        "west,3,,within,",
        "west,4,1,reserve,",
        ",,,outside,",
    ]
    # `flask standings` writes the same columns in every award.
    assert standings_csv(found).splitlines() == [
        ",".join(COLUMNS),
        *(line.rsplit(",", 5)[0] for line in lines[1:]),
    ]


def test_a_candidate_finds_the_why_from_the_own_timeline(app: Flask, ground: Ruled) -> None:
    account = ground.award.account("wakil@ponorogo.example")
    with write(ground.award.db):
        entry_rows.add_representative(ground.award.db, ground.entries["35.02"], account)
    ground.finish()
    contests.publish(ground.act, ground.contest)
    client = PageClient(app).sign_in("wakil@ponorogo.example")
    page = client.get(f"/entries/{ground.entries['35.02']}")
    assert "/results/uji-2021/province-desk/regency/35/entries/35.02" in page.html  # type: ignore[union-attr]


def test_before_somebody_leaves_the_page_says_who_moves_up(ground: Ruled, east: PageClient) -> None:
    ground.finish()
    page = f"/committee/entries/{ground.entries['35.71']}"
    text = east.get(page).text  # type: ignore[union-attr]
    assert "from the reserve list moves up, and stands in the next round at once: Blitar." in text
    east.submit({"withdraw-reason": "Wali kota berhalangan"}, form="/withdraw")
    contest = east.get(f"/committee/contests/{ground.contest}").text  # type: ignore[union-attr]
    assert "Moved up instead of Kediri" in contest
    assert "Wali kota berhalangan" in contest
    after = east.get(f"/committee/entries/{ground.entries['35.72']}").text  # type: ignore[union-attr]
    assert "nobody stands by on the reserve list any more: the place stays empty." in after


def test_the_preview_is_what_happens(ground: Ruled) -> None:
    """Whoever the page names is who then stands in the next round."""
    ground.finish()
    db = ground.award.db
    entry = entry_rows.described(db, ground.entries["35.01"])
    assert entry is not None
    (vacancy,) = vacancies(db, entry)
    assert (vacancy.names, vacancy.settled) == (("Tulungagung",), False)
    screening.withdraw_entry(ground.act, ground.entries["35.01"], "Mundur")
    moved = rows(db, "SELECT e.name FROM reserve_move m JOIN entry e ON e.id = m.entry_id ORDER BY e.code")
    assert tuple(one["name"] for one in moved) == vacancy.names


def test_whoever_is_kept_away_from_an_entry_sees_no_clusters_no_reserve_and_no_preview(
    ground: Ruled, east: PageClient
) -> None:
    ground.finish()
    account = ground.award.actor(EAST).account_id
    with write(ground.award.db):
        insert(
            ground.award.db,
            "recusal",
            account_id=account,
            entry_id=ground.entries["35.72"],
            reason="Kerabat",
            recused_at=ground.award.at,
        )
    text = east.get(f"/committee/contests/{ground.contest}").text  # type: ignore[union-attr]
    assert ("Reserve list" in text, "Places that go on" in text) == (False, False)
    text = east.get(f"/committee/entries/{ground.entries['35.71']}").text  # type: ignore[union-attr]
    assert ("moves up" in text, "Blitar" in text) == (False, False)


def test_what_the_rules_looked_at_is_frozen_with_the_result(ground: Ruled) -> None:
    ground.finish()
    db = ground.award.db
    frozen = standings.result(db, ground.contest)
    with write(db):
        db.execute("UPDATE entry SET sector = 'Perikanan', institution = 'Lain'")
    again = standings.result(db, ground.contest)
    ponorogo = next(one for one in again.standings if one.entry == "35.02")
    because = why_of(again, ponorogo)
    assert because is not None
    assert [(str(title), value) for title, value in because.known] == [
        ("Province", "Jawa Timur"),
        ("Sector", "Niaga"),
    ]
    assert from_json(to_json(frozen)) == again
    assert [one.entry for one in reserve_of(again.standings)] == ["35.04", "35.72"]


def test_those_who_go_on_from_a_round_that_nominates_are_nominees_and_nobody_wins_yet(
    app: Flask, award: Award, act_as: Callable[..., Act]
) -> None:
    rules = "winners = 1\npromotion = { nominations = 2, reserve = 1 }\n"
    edition = award.edition(EDITION.replace("advance = 2\n", rules, 1))
    award.grant(EAST, "committee", edition, "35")
    panel = award.panel(edition, "province", "35")
    contest = award.contest(edition, "province-desk", "35")
    entries = []
    for n, code in enumerate(("35.01", "35.02", "35.03")):
        entries.append(award.entry(edition, code, NAMES[code], status="accepted"))
        award.measure(contest, entries[-1], "coverage", "50")
        for account in panel[:2]:
            award.sheet(contest, entries[-1], account, {"regulation": 90 - n, "innovation": 90 - n})
    contests.finalise(act_as(award.actor(EAST)), contest, "Pleno")
    contests.publish(act_as(award.actor(EAST)), contest)
    result = standings.result(award.db, contest)
    client = english(PageClient(app), EAST)
    for page in (
        f"/committee/contests/{contest}",
        f"/committee/contests/{contest}/entries/{entries[0]}",
        "/results/uji-2021/province-desk/regency/35",
    ):
        text = client.get(page).text  # type: ignore[union-attr]
        assert ("Nominee" in text, "Winner " in text, "Advances" in text) == (True, False, False), page
    text = client.get(f"/committee/contests/{contest}").text  # type: ignore[union-attr]
    assert "Nominees go on; winners' places for them: 1." in text
    assert "2 nominees for each winner's place go on." in text
    with app.test_request_context():
        told = [minutes_outcome(result.rules, one) for one in result.standings]
    assert told == ["Nomine", "Nomine", "Cadangan 1"]
    assert [entry["code"] for entry in contest_rows.entries_of(award.db, contest + 1)] == ["35.01", "35.02"]


def test_a_tie_that_went_on_whole_shrinks_before_anybody_moves_up(
    app: Flask, award: Award, act_as: Callable[..., Act]
) -> None:
    """Two places, three in a tie: the page says beforehand that nobody follows the first who leaves."""
    edition = award.edition(EDITION.replace("advance = 2\n", "advance = 2\npromotion = { reserve = 1 }\n", 1))
    award.grant(EAST, "committee", edition, "35")
    panel = award.panel(edition, "province", "35")
    contest = award.contest(edition, "province-desk", "35")
    entries = []
    for code, mark in (("35.01", 90), ("35.02", 90), ("35.03", 90), ("35.04", 80)):
        entries.append(award.entry(edition, code, NAMES[code], status="accepted"))
        award.measure(contest, entries[-1], "coverage", "50")
        for account in panel[:2]:
            award.sheet(contest, entries[-1], account, {"regulation": mark, "innovation": mark})
    act = act_as(award.actor(EAST))
    contests.finalise(act, contest, "Pleno")
    client = english(PageClient(app), EAST)
    first = client.get(f"/committee/entries/{entries[0]}").text  # type: ignore[union-attr]
    assert "nobody moves up, as a tie went on whole: without this entry as many go on as" in first
    screening.withdraw_entry(act, entries[0], "Mundur")
    assert rows(award.db, "SELECT * FROM reserve_move") == []
    second = client.get(f"/committee/entries/{entries[1]}").text  # type: ignore[union-attr]
    assert "stands in the next round at once: Tulungagung." in second
    screening.withdraw_entry(act, entries[1], "Mundur")
    moved = rows(award.db, "SELECT e.code FROM reserve_move m JOIN entry e ON e.id = m.entry_id")
    assert moved == [{"code": "35.04"}]
