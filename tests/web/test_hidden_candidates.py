"""A candidate whom a round hides from its panel: no page, paper, file, order, address or error names it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import conflicts, contests
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.core.visibility import USUAL, Visibility
from evaluation.store import editions, numbers
from evaluation.store.db import rows
from tests.award import Award
from tests.desk_ground import CHAIR, FULL
from tests.sight_ground import ENTRY_NUMBERS, SECRETS, SightGround
from tests.sight_pages import browser, desk_pages, neutral, told

Make = Callable[..., SightGround]


@pytest.fixture
def make(award: Award, db: Database, act_as: Callable[[Actor], Act]) -> Make:
    """The ground under a policy."""
    return lambda **policy: SightGround(award, db, act_as, **policy)


# --- the candidate -----------------------------------------------------------------------------------


def test_no_page_paper_or_file_names_a_hidden_candidate(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    client = browser(app, CHAIR)
    pages = told(client, desk_pages(ground, ENTRY_NUMBERS[0]))
    leaks = {(address, secret) for address, text in pages.items() for secret in SECRETS if secret in text}
    assert leaks == set()
    sheet = pages[ground.url(ENTRY_NUMBERS[0])]
    assert f"No. {ENTRY_NUMBERS[0]}" in sheet
    assert "Lampiran 1.pdf" in sheet
    assert "You score submission 2. In this round you are not told whose it is." in sheet


def test_control_a_shown_candidate_is_named_on_each_of_them(app: Flask, make: Make) -> None:
    ground = make()
    pages = told(browser(app, CHAIR), desk_pages(ground, ground.mojokerto))
    named = {address for address, text in pages.items() if any(secret in text for secret in SECRETS)}
    assert set(pages) - named == {"/", "/account"}


@pytest.mark.parametrize("candidates", ["shown", "hidden"])
def test_the_search_finds_nothing_where_candidates_are_hidden(
    app: Flask, make: Make, candidates: str
) -> None:
    make(candidates=candidates)
    client = browser(app, CHAIR)
    for words in ("Mojokerto", "perda", "35.76"):
        page = client.get(f"/search?q={words}").text  # type: ignore[union-attr]
        told = "Nothing was found in the dossiers that you may read." in page
        assert told is (candidates == "hidden")


def test_the_desk_lists_hidden_candidates_by_number(app: Flask, make: Make) -> None:
    """Sort order: Jember's code comes before Mojokerto's, its number as well; the third's code comes last."""
    ground = make(candidates="hidden")
    page = browser(app, CHAIR).get("/desk").text  # type: ignore[union-attr]
    first, second = (f"No. {number}" for number in sorted(ENTRY_NUMBERS))
    assert page.index(first) < page.rindex(second)
    names = [one.name for one in desk_places(ground)]
    assert names == [first, second]
    assert [one.entry_id for one in desk_places(ground)] == [ground.jember, ground.mojokerto]


def desk_places(ground: SightGround):  # type: ignore[no-untyped-def]
    from evaluation.store import desk

    return desk.places_of(ground.db, ground.people[0], [ground.desk])[ground.desk]


def test_the_order_of_numbers_is_not_that_of_codes_or_ids(make: Make, award: Award) -> None:
    ground = make(candidates="hidden")
    for n in range(1, 13):
        award.entry(ground.edition, f"35.{n + 10}", f"Kota {n}", status="accepted")
    places = desk_places(ground)
    assert [int(one.code) for one in places] == sorted(int(one.code) for one in places)
    assert [one.entry_id for one in places] != sorted(one.entry_id for one in places)


def test_addresses_name_hidden_entries_by_number_and_never_by_id(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    client = browser(app, CHAIR)
    numbered = client.http.get(ground.url(ENTRY_NUMBERS[0]))
    assert numbered.status_code == 200
    linked = set(re.findall(rf"/desk/{ground.desk}/(\d+)", numbered.text + client.http.get("/desk").text))
    assert linked == {str(number) for number in ENTRY_NUMBERS}
    by_id, nobody = (client.http.get(ground.url(entry)) for entry in (ground.mojokerto, 999_999))
    assert (by_id.status_code, neutral(by_id)) == (404, neutral(nobody))


def test_control_addresses_of_a_round_that_shows_candidates_name_ids(app: Flask, make: Make) -> None:
    ground = make()
    assert browser(app, CHAIR).http.get(ground.url(ground.mojokerto)).status_code == 200


def test_marks_are_saved_under_the_number(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    client = browser(app, CHAIR)
    for number in ENTRY_NUMBERS:
        client.get(ground.url(number))
        client.post(ground.url(number), {**FULL, "do": "submit", "revision": "0"}, status=200)
        assert client.url == ground.url(number)
    kept = rows(ground.db, "SELECT entry_id FROM scoresheet WHERE status = 'submitted' ORDER BY id")
    assert [one["entry_id"] for one in kept] == [ground.mojokerto, ground.jember]


def test_a_round_that_is_still_blind_hides_the_candidate_in_the_others_too(app: Flask, make: Make) -> None:
    """The interview round shows names; as long as the desk round is judged, it does not."""
    ground = make(candidates="hidden")
    interview = ground.award.enter(ground.edition, "province-interview", ground.mojokerto)
    client = browser(app, CHAIR)
    assert "Mojokerto" not in client.get("/desk").text  # type: ignore[union-attr]
    assert numbers.hidden_from(ground.db, ground.people[0], [ground.mojokerto]).keys() == {ground.mojokerto}
    for seat in (1, 2):
        for entry in (ground.mojokerto, ground.jember):
            ground.judge(seat, 60, entry=entry)
    for entry in (ground.mojokerto, ground.jember):
        ground.award.measure(ground.desk, entry, "coverage", "63.88")
    contests.finalise(ground.act("panitia@uji.example"), ground.desk, "Rapat pleno")
    assert "Kota Mojokerto" in client.get("/desk").text  # type: ignore[union-attr]
    number = next(
        n
        for n, e in numbers.entries_by_number(ground.db, 0, interview)[interview].items()
        if e == ground.mojokerto
    )
    assert "Kota Mojokerto" in client.get(f"/desk/{interview}/{number}").text  # type: ignore[union-attr]


def test_committee_auditor_and_candidate_are_told_the_name(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    for email in ("panitia@uji.example", "auditor@uji.example"):
        assert "Kota Mojokerto" in browser(app, email).get(f"/committee/entries/{ground.mojokerto}").text  # type: ignore[union-attr]
    own = browser(app, "35.76@uji.example").get(f"/entries/{ground.mojokerto}")
    assert "Kota Mojokerto" in own.text  # type: ignore[union-attr]


@pytest.mark.parametrize("candidates", ["shown", "hidden"])
def test_the_list_does_not_tell_which_number_a_conflict_is_about(
    app: Flask, make: Make, candidates: str
) -> None:
    """Whoever is kept away knows from whom: the number beside it would tell whose it is."""
    ground = make(candidates=candidates)
    committee = ground.act("panitia@uji.example")
    panel = ground.award.actor(CHAIR).seats[0].panel_id
    conflicts.exclude_assessor(committee, panel, ground.people[0], ground.mojokerto, "Konsultan")
    client = browser(app, CHAIR)
    page = client.get("/desk").text  # type: ignore[union-attr]
    assert ("Kota Mojokerto Recused" in page) is (candidates == "shown")
    assert f"No. {ENTRY_NUMBERS[0]}" not in page
    assert (f"No. {ENTRY_NUMBERS[1]}" in page) is (candidates == "hidden")
    assert "Kota Mojokerto" in client.get("/declaration").text  # type: ignore[union-attr]


def test_error_pages_and_flashes_name_no_hidden_candidate(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    client = browser(app, CHAIR)
    here = ground.url(ENTRY_NUMBERS[0])
    wrong = {**FULL, "mark-regulation": "101", "do": "submit", "revision": "0"}
    pages = [
        client.post(here, wrong, status=422),
        client.post(here + "/recuse", {"reason": ""}, status=422),
        client.post(here, {**FULL, "do": "save", "revision": "0"}),
        client.post(here, {**FULL, "mark-regulation": "9", "do": "save", "revision": "0"}, status=409),
        client.post(here + "/notes", {"note": "x"}, status=409),
        client.post(here + "/recuse", {"reason": "Kerabat"}),
        client.get(here, status=404),
    ]
    leaks = [(n, s) for n, page in enumerate(pages) for s in SECRETS if s in page.html]  # type: ignore[union-attr]
    assert leaks == []


# --- what the committee is told before -------------------------------------------------------------


def test_the_committee_is_told_where_a_dossier_names_its_hidden_candidate(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    page = browser(app, "panitia@uji.example").get(f"/committee/entries/{ground.mojokerto}").text  # type: ignore[union-attr]
    assert "A panel is not to know whose dossier this is" in page
    assert ", item 1 · in the file's name, which the panel is not shown" in page


def test_control_it_is_told_nothing_where_candidates_are_shown(app: Flask, make: Make) -> None:
    ground = make()
    page = browser(app, "panitia@uji.example").get(f"/committee/entries/{ground.mojokerto}").text  # type: ignore[union-attr]
    assert "A panel is not to know whose dossier this is" not in page


def test_the_editions_page_says_the_policy_in_words(app: Flask, make: Make) -> None:
    ground = make(marks="never", assessors="numbers", candidates="hidden")
    page = browser(app, "auditor@uji.example").get("/admin/editions/uji-2021").text  # type: ignore[union-attr]
    for words_of_it in (
        "never: only the committee and the auditor see them; with numbers in the place of names",
        "The panel is not told whose dossier it reads",
    ):
        assert words_of_it in page
    assert ground.edition


def test_the_policy_comes_back_as_it_was_read(make: Make, db: Database) -> None:
    ground = make(marks="closed", assessors="numbers", candidates="hidden")
    first, second, *_ = editions.rules_of(db, ground.edition).rounds
    assert first.visibility == Visibility("closed", "numbers", "hidden")
    assert second.visibility == USUAL
