"""What the public sees: nothing before publication, and afterwards every score down to its marks."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from evaluation.actions import contests as decide
from evaluation.core.people import SYSTEM
from evaluation.store.db import change, row, write
from tests.award import EDITION, Award, unlock_sheets
from tests.contest_ground import ODD, Stage, build, committee, full, table
from tests.pages import Page, PageClient
from tests.queries import Queries

HERE = "/results/uji-2021/province-desk/regency/35"
COMMENT = "Catatan rahasia juri"


@pytest.fixture
def stage(award: Award) -> Stage:
    return build(award)


@pytest.fixture
def judged(stage: Stage) -> Stage:
    """East Java's desk round, finalised and not published, with comments on its sheets."""
    full(stage)
    unlock_sheets(stage.award.db)
    with write(stage.award.db):
        change(stage.award.db, "UPDATE mark SET comment = :comment", comment=COMMENT)
    return stage


@pytest.fixture
def final(judged: Stage, act_as) -> Stage:  # type: ignore[no-untyped-def]
    decide.finalise(act_as(SYSTEM), judged.contest, "Pleno")
    return judged


@pytest.fixture
def published(final: Stage, act_as) -> Stage:  # type: ignore[no-untyped-def]
    decide.publish(act_as(SYSTEM), final.contest)
    return final


@pytest.fixture
def reader(client: PageClient) -> PageClient:
    """A visitor who reads English."""
    client.get("/")
    client.post("/language", {"locale": "en", "next": "/"})
    return client


def bare(page: Page, url: str) -> str:
    """A page's text without what differs between any two answers: its address, tokens and nonces."""
    html = re.sub(r'name="csrf_token" value="[^"]*"', "", page.html)
    return re.sub(r'nonce="[^"]*"', "", html).replace(url, "ADDRESS")


# --- before publication --------------------------------------------------------------------------


def test_without_results_the_page_says_what_this_is(reader: PageClient) -> None:
    page = reader.get("/")
    assert page.headings == [(1, "Results"), (2, "No result has been published yet")]
    assert "Penjurian is where an award is judged" in page.text


@pytest.mark.parametrize("place", ["", "/standings.csv", "/entries/35.76"])
@pytest.mark.parametrize("how_far", ["judged", "final"])
def test_before_publication_a_contest_is_as_if_it_were_not_there(
    reader: PageClient, request: pytest.FixtureRequest, how_far: str, place: str
) -> None:
    request.getfixturevalue(how_far)
    unknown = "/results/uji-2021/province-desk/regency/99" + place
    nothing = bare(reader.get(unknown, status=404), unknown)
    hidden = bare(reader.get(HERE + place, status=404), HERE + place)
    assert hidden == nothing


def test_before_publication_no_list_counts_it(reader: PageClient, final: Stage) -> None:
    text = reader.get("/").text
    assert "No result has been published yet" in text
    assert "Trial Award" not in text
    page = reader.get("/results/uji-2021", status=404)
    assert bare(page, "/results/uji-2021") == bare(
        reader.get("/results/lain-2021", status=404), "/results/lain-2021"
    )


def test_the_leak_test_can_leak(reader: PageClient, published: Stage) -> None:
    assert "Kota Mojokerto" in reader.get(HERE).text


def test_what_is_published_beside_it_stays_hidden(reader: PageClient, published: Stage) -> None:
    page = reader.get("/results/uji-2021")
    assert "Jawa Timur" in page.text
    assert "Provincial interview" not in page.text
    assert "Jawa Tengah" not in page.text
    assert "Published rankings: 1," in reader.get("/").text
    reader.get("/results/uji-2021/province-interview/regency/35", status=404)
    reader.get("/results/uji-2021/province-desk/regency", status=404)


def test_a_committee_sees_no_more_of_the_public_pages(client: PageClient, final: Stage) -> None:
    committee(client).finds_nothing(HERE)


# --- after publication ---------------------------------------------------------------------------


def test_the_ranking_shows_names_scores_and_what_fixes_it(reader: PageClient, published: Stage) -> None:
    page = reader.get(HERE)
    assert [line[:4] for line in table(page)] == [
        ["1", "Kabupaten Jember 35.09", "80.00", "2"],
        ["2", f"{ODD} 35.74", "68.00", "2"],
        ["2", "Kota Mojokerto 35.76", "68.00", "2"],
    ]
    kept = row(published.award.db, "SELECT * FROM finalisation")
    assert kept is not None
    assert kept["fingerprint"] in page.text
    assert "Finalised 10 January 2022, 10:00 WIB Published 10 January 2022, 10:00 WIB" in page.text


def test_an_illustrative_edition_says_so(reader: PageClient, published: Stage) -> None:
    for address in ("/results/uji-2021", HERE, HERE + "/entries/35.76"):
        assert "Illustrative, not official." in reader.get(address).text
    with write(published.award.db):
        change(published.award.db, "UPDATE edition SET official = 1")
    assert "Illustrative" not in reader.get(HERE).text


def test_a_score_opens_without_names_comments_or_addresses(reader: PageClient, published: Stage) -> None:
    page = reader.get(HERE + "/entries/35.76")
    assert "(70 + 70)" not in page.text
    assert "(58 + 58) ÷ 2 = 58" in page.text
    assert "58 + 10 = 68" in page.text
    assert "Assessor 1: 58" in page.text
    assert "Assessor 2: 58" in page.text
    for secret in ("Juri 1", "juri1", "uji.example", "@", COMMENT, "Source"):
        assert secret not in page.html
    reader.get(HERE + "/entries/35.99", status=404)


def test_winners_are_named_and_highlighted(
    reader: PageClient,
    stage: Stage,
    act_as,
) -> None:  # type: ignore[no-untyped-def]
    award = stage.award
    contest = award.enter(stage.edition, "national-desk", stage.entries[2])
    award.enter(stage.edition, "national-desk", stage.entries[0])
    people = award.panel(stage.edition, "national", None)
    award.sheet(contest, stage.entries[2], people[0], {"regulation": 90})
    award.sheet(contest, stage.entries[0], people[0], {"regulation": 80})
    with write(award.db):
        change(award.db, "DELETE FROM contest_entry WHERE contest_id <> :id", id=contest)
    decide.finalise(act_as(SYSTEM), contest, "Pleno")
    decide.publish(act_as(SYSTEM), contest)
    page = reader.get("/")
    assert f"Winners: Regencies and cities 1 {ODD}" in page.text
    page = reader.get("/results/uji-2021/national-desk/regency")
    assert page.html.count('<tr class="winner">') == 1
    assert [line[4] for line in table(page)] == ["Winner", ""]
    assert f"1 {ODD}" in reader.get("/results/uji-2021").text


def test_the_file_holds_the_published_standings(reader: PageClient, published: Stage) -> None:
    response = reader.get(HERE + "/standings.csv")
    assert response.mimetype == "text/csv"
    assert response.text.startswith(
        "rank,candidate,name,score,tied,advances,wins,sheets\n1,35.09,Kabupaten Jember,"
    )
    assert response.text.count("\n") == 4


def test_public_pages_come_from_the_snapshot(reader: PageClient, published: Stage) -> None:
    before = [reader.get(HERE + place).text for place in ("", "/entries/35.76")]
    with write(published.award.db):
        change(published.award.db, "UPDATE mark SET value = '1'")
        change(published.award.db, "UPDATE scoresheet SET total = '1'")
        change(published.award.db, "UPDATE entry SET name = 'Lain'")
    assert [reader.get(HERE + place).text for place in ("", "/entries/35.76")] == before


def test_a_carried_round_links_only_once_it_is_published(
    reader: PageClient, published: Stage, act_as
) -> None:  # type: ignore[no-untyped-def]
    award = published.award
    interview = award.contest(published.edition, "province-interview", "35")
    for n, entry in enumerate(published.entries):
        for account in published.panel[:2]:
            award.sheet(interview, entry, account, {"mastery": 60 + n})
        award.measure(interview, entry, "attendance", "100")
    decide.finalise(act_as(SYSTEM), interview, "Pleno")
    reader.get("/results/uji-2021/province-interview/regency/35/entries/35.76", status=404)
    page = reader.get(HERE + "/entries/35.76")
    assert "Provincial interview" not in page.text
    decide.publish(act_as(SYSTEM), interview)
    page = reader.get("/results/uji-2021/province-interview/regency/35/entries/35.76")
    assert page.links["Provincial desk assessment"] == HERE + "/entries/35.76"
    assert "(40 × 68 + 60 × 64) ÷ 100 = 65.6" in page.text


def test_lists_ask_a_constant_number_of_questions(app: Flask, published: Stage, act_as) -> None:  # type: ignore[no-untyped-def]
    asked = Queries(app)
    reader = PageClient(app)

    def count() -> list[int]:
        counts = []
        for address in ("/", "/results/uji-2021", HERE, HERE + "/entries/35.76"):
            reader.get(address)
            counts.append(len(asked))
        return counts

    before = count()
    award = published.award
    for province in ("33", "32", "36"):
        people = award.panel(published.edition, "province", province)
        entry = award.entry(published.edition, f"{province}.04", province, status="accepted")
        contest = award.contest(published.edition, "province-desk", province)
        for account in people[:2]:
            award.sheet(contest, entry, account, {"regulation": 50, "innovation": 50})
        award.measure(contest, entry, "coverage", "10")
        if province == "33":
            for other in award.db.query("SELECT id FROM entry WHERE code = '33.74'"):
                with write(award.db):
                    change(award.db, "UPDATE entry SET status = 'withdrawn' WHERE id = :id", id=other["id"])
        decide.finalise(act_as(SYSTEM), contest, "Pleno")
        decide.publish(act_as(SYSTEM), contest)
    assert count() == before


def test_two_editions_stand_apart(reader: PageClient, published: Stage) -> None:
    published.award.edition(
        EDITION.replace("uji-2021", "uji-2022").replace("award_year = 2022", "award_year = 2023")
    )
    assert [text for level, text in reader.get("/").headings if level == 2] == ["Trial Award 2021"]
    reader.get(HERE.replace("2021", "2022"), status=404)


# --- the rules in plain words --------------------------------------------------------------------


def test_the_rules_page_has_an_anchor_for_every_rule(reader: PageClient) -> None:
    page = reader.get("/rules")
    assert [i for i in page.ids if i.startswith("rule-")] == [f"rule-{n}" for n in range(1, 17)]
    assert len([text for level, text in page.headings if level == 2]) == 16
