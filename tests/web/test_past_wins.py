"""Facts that promotion rules look at, on pages and in files: institution, sector, wins of years before."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.actions import announcing, contests, entry_facts, past_wins, signing
from evaluation.actions.act import Act
from evaluation.actions.past_wins import PAST_WIN_COLUMNS, PastWin
from evaluation.core.entry_facts import EntryFacts
from evaluation.core.errors import BadFile, Denied, Invalid
from evaluation.core.people import SYSTEM
from evaluation.row_files import parse
from evaluation.store import promotion
from evaluation.store.db import insert, rows, write
from tests.award import EDITION, Award
from tests.committee_ground import AUDITOR, CENTRAL, EAST, NATION, CommitteeGround, english
from tests.conftest import Clock
from tests.pages import PageClient
from tests.signing_ground import SIGNED, sign, signed_ground
from tests.workbooks import CANDIDATES, xlsx

WIN = PastWin("35.09", "regency", 2020, "Keputusan Menteri No. 7/2020")
RULED = SIGNED.replace("advance = 2\n", "advance = 1\npromotion = { past_winners = 3, reserve = 1 }\n", 1)


@pytest.fixture
def ground(award: Award) -> CommitteeGround:
    return CommitteeGround(award, award.db)


@pytest.fixture
def east(app: Flask, ground: CommitteeGround) -> PageClient:
    return english(PageClient(app), EAST)


def facts(ground: CommitteeGround, entry: int) -> tuple[str, str]:
    found = ground.one("SELECT institution, sector FROM entry WHERE id = :id", id=entry)
    return found["institution"], found["sector"]


def recorded(db: Database) -> list[tuple[str, int, str]]:
    found = rows(db, "SELECT candidate_code, award_year, source FROM past_win ORDER BY id")
    return [(one["candidate_code"], one["award_year"], one["source"]) for one in found]


# --- institution and sector ----------------------------------------------------------------------


def test_the_committee_writes_them_down_and_gives_a_reason_to_correct_them(
    ground: CommitteeGround, east: PageClient
) -> None:
    page = f"/committee/entries/{ground.jember}"
    east.get(page)
    form = f"{page}/facts"
    east.submit({"facts-institution": "  Grup   Laut ", "facts-sector": "Perikanan"}, form=form)
    assert facts(ground, ground.jember) == ("Grup Laut", "Perikanan")
    east.submit({"facts-sector": "Niaga"}, form=form, status=422)
    assert "Write the reason: it is kept with the decision." in east.page.text  # type: ignore[union-attr]
    assert facts(ground, ground.jember) == ("Grup Laut", "Perikanan")
    east.submit({"facts-sector": "Niaga", "facts-reason": "Salah baca"}, form=form)
    assert facts(ground, ground.jember) == ("Grup Laut", "Niaga")
    assert (
        "Institution: “Grup Laut” (before: “Grup Laut”); sector: “Niaga” (before: “Perikanan”). Salah baca"
        in east.page.text  # type: ignore[union-attr]
    )
    events = ground.all("SELECT name FROM audit_event WHERE name = 'EntryFactsCorrected'")
    assert len(events) == 2


def test_another_province_and_the_auditor_correct_nothing(app: Flask, ground: CommitteeGround) -> None:
    page = f"/committee/entries/{ground.jember}/facts"
    english(PageClient(app), CENTRAL).post(page, {"facts-sector": "x"}, status=404)
    english(PageClient(app), AUDITOR).post(page, {"facts-sector": "x"}, status=403)
    assert facts(ground, ground.jember) == ("", "")


def candidate(app: Flask, email: str) -> PageClient:
    """Somebody who acts for a candidate, reading English."""
    return PageClient(app).sign_in(email, language="en")


def test_a_candidate_writes_their_own_while_the_dossier_is_open(app: Flask, ground: CommitteeGround) -> None:
    own = ground.award.entry(
        ground.edition_id, "35.10", "Kabupaten Banyuwangi", email="wakil@banyuwangi.example"
    )
    client = candidate(app, "wakil@banyuwangi.example")
    client.get(f"/entries/{own}/about")
    client.submit({"institution": "Grup Laut", "sector": "Perikanan"}, form=f"/entries/{own}/about")
    assert facts(ground, own) == ("Grup Laut", "Perikanan")
    sent = candidate(app, "wakil@mojokerto.example")
    assert "was submitted and can't change" in sent.get(f"/entries/{ground.mojokerto}/about").text  # type: ignore[union-attr]
    sent.post(f"/entries/{ground.mojokerto}/about", {"sector": "x"}, status=409)
    sent.get(f"/entries/{own}/about", status=404)


def send(client: PageClient, data: bytes, kind: str, name: str = "daftar.xlsx") -> str:
    client.get("/committee/rosters")
    client.submit({"kind": kind}, form="/committee/rosters", files={"file": (io.BytesIO(data), name)})
    assert client.page is not None
    return client.page.text


def test_a_roster_brings_them_and_a_blank_cell_leaves_them(ground: CommitteeGround, east: PageClient) -> None:
    header = [*CANDIDATES, "institution", "sector"]
    row = ["35.09", "Kabupaten Jember", "regency", "35.09", "a@jember.example"]
    send(east, xlsx([[*row, "Grup Laut", "Perikanan"]], header), "candidates")
    assert 'the institution was ""; the sector was ""' in east.page.text  # type: ignore[union-attr]
    east.submit(form="/confirm")
    assert facts(ground, ground.jember) == ("Grup Laut", "Perikanan")
    text = send(east, xlsx([[*row, "", "Niaga"]], header), "candidates")
    assert "Rows in the file 1 New 0 Changed 1 Unchanged 0" in text
    east.submit(form="/confirm")
    assert facts(ground, ground.jember) == ("Grup Laut", "Niaga")
    assert "everything in this file is stored already" in send(east, xlsx([row]), "candidates")


def test_a_sector_that_fits_no_cluster_is_a_bad_cell(app: Flask, award: Award) -> None:
    clusters = '{ code = "a", title = { id = "A", en = "A" }, sectors = ["Niaga", "Perikanan"] }'
    text = EDITION.replace("advance = 2\n", f"advance = 2\npromotion = {{ clusters = [{clusters}] }}\n", 1)
    edition = award.edition(text)
    award.grant(EAST, "committee", edition, "35")
    client = english(PageClient(app), EAST)
    row = ["35.09", "Kabupaten Jember", "regency", "35.09", "a@jember.example", "Perikana"]
    shown = send(client, xlsx([row], [*CANDIDATES, "sector"]), "candidates")
    assert (
        'no cluster of this category has the sector "Perikana" (did you mean "Perikanan"?): write one of'
        " Niaga, Perikanan" in shown
    )
    assert "Nothing is stored. Problems: 1" in shown


def test_all_that_is_wrong_with_a_correction_is_said_at_once(
    award: Award, act_as: Callable[..., Act]
) -> None:
    clusters = '{ code = "a", title = { id = "A", en = "A" }, sectors = ["Niaga", "Perikanan"] }'
    text = EDITION.replace("advance = 2\n", f"advance = 2\npromotion = {{ clusters = [{clusters}] }}\n", 1)
    entry = award.entry(award.edition(text), "35.09", "Kabupaten Jember")
    assert entry_facts.correct_facts(act_as(SYSTEM), entry, EntryFacts("", "Niaga"), "") is True
    with pytest.raises(Invalid) as wrong:
        entry_facts.correct_facts(act_as(SYSTEM), entry, EntryFacts("", "Perikana"), " ")
    assert set(wrong.value.fields) == {"sector", "reason"}


# --- past wins -----------------------------------------------------------------------------------


def test_a_win_is_recorded_shown_and_taken_away_with_a_reason(
    ground: CommitteeGround, east: PageClient
) -> None:
    east.get("/committee/past-wins")
    typed = {"candidate": "35.09", "category": "regency", "award_year": "2020", "source": "Keputusan 7/2020"}
    east.submit(typed, form="/committee/past-wins?")
    assert recorded(ground.db) == [("35.09", 2020, "Keputusan 7/2020")]
    assert "Kabupaten Jember 35.09 2020" in east.page.text  # type: ignore[union-attr]
    assert "2020: Keputusan 7/2020" in east.get(f"/committee/entries/{ground.jember}").text  # type: ignore[union-attr]
    east.get("/committee/past-wins")
    east.submit({}, form="/remove", status=422)
    assert recorded(ground.db) == [("35.09", 2020, "Keputusan 7/2020")]
    east.submit({"win-1-reason": "Orang lain"}, form="/remove")
    assert recorded(ground.db) == []
    names = [one["name"] for one in ground.all("SELECT name FROM audit_event ORDER BY id")]
    assert names[-2:] == ["PastWinRecorded", "PastWinRemoved"]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"award_year": "2022"}, "the award year must lie before this edition's, 2022"),
        ({"award_year": "dua"}, "Write a whole number"),
        ({"source": " "}, "Please fill this in."),
        (
            {"candidate": "33.01"},
            "Wins of such candidates are recorded by the committee of their province or of the nation.",
        ),
        ({"category": "regensi"}, "unknown category"),
    ],
)
def test_what_cannot_be_is_refused_with_everything_typed_still_there(
    ground: CommitteeGround, east: PageClient, typed: dict[str, str], problem: str
) -> None:
    east.get("/committee/past-wins")
    good = {"candidate": "35.09", "category": "regency", "award_year": "2020", "source": "Keputusan"}
    page = east.submit({**good, **typed}, form="/committee/past-wins?", status=422)
    assert problem in page.text  # type: ignore[union-attr]
    assert recorded(ground.db) == []


def test_winners_that_were_finalised_here_count_by_themselves(
    app: Flask, award: Award, act_as: Callable[..., Act]
) -> None:
    """The last round of 2021 that names winners decided; the edition of 2022 knows."""
    text = EDITION.replace("winners = 1\n", "winners = 0\n").replace("advance = 2\n", "winners = 1\n", 1)
    ground = signed_ground(award, text)
    contests.finalise(act_as(SYSTEM), ground.contest, "Pleno")
    contests.publish(act_as(SYSTEM), ground.contest)
    later = award.edition(
        RULED.replace("uji-2021", "uji-2022").replace("award_year = 2022", "award_year = 2023")
    )
    again = award.entry(later, "35.76", "Kota Mojokerto", status="accepted")
    contest = award.contest(later, "province-desk", "35")
    assert promotion.facts_of(award.db, contest)["35.76"].won == (2022,)
    award.grant("baru@uji.example", "committee", later, "35")
    client = english(PageClient(app), "baru@uji.example")
    page = client.get("/committee/past-wins?edition=uji-2022")
    assert "Kota Mojokerto 35.76 2022 Regencies and cities Decided here: Trial Award 2021" in page.text  # type: ignore[union-attr]
    assert "2022: Trial Award 2021" in client.get(f"/committee/entries/{again}").text  # type: ignore[union-attr]


def test_a_win_that_is_not_published_is_told_to_those_who_see_its_contest_alone(
    app: Flask, award: Award, act_as: Callable[..., Act]
) -> None:
    text = EDITION.replace("winners = 1\n", "winners = 0\n").replace("advance = 2\n", "winners = 1\n", 1)
    ground = signed_ground(award, text)
    contests.finalise(act_as(SYSTEM), ground.contest, "Pleno")
    later = award.edition(
        RULED.replace("uji-2021", "uji-2022").replace("award_year = 2022", "award_year = 2023")
    )
    again = award.entry(later, "35.76", "Kota Mojokerto", status="accepted")
    award.grant("baru@uji.example", "committee", later, "35")
    page = f"/committee/entries/{again}"
    new = english(PageClient(app), "baru@uji.example").get(page).text  # type: ignore[union-attr]
    assert ("2022: Trial Award 2021" in new, "none known" in new) == (False, True)
    award.grant("lama@uji.example", "committee", later, "35")
    award.grant("lama@uji.example", "committee", ground.edition, "35")
    award.grant("nasional@uji.example", "committee", later)
    listed = english(PageClient(app), "nasional@uji.example").get("/committee/past-wins?edition=uji-2022")
    assert "Decided here: Trial Award 2021 Not public yet It counts from its publication on." in listed.text  # type: ignore[union-attr]
    old = english(PageClient(app), "lama@uji.example").get(page).text  # type: ignore[union-attr]
    assert "2022: Trial Award 2021" in old


def test_the_list_tells_a_win_from_the_second_of_its_publication_on(
    app: Flask, award: Award, act_as: Callable[..., Act], clock: Clock
) -> None:
    text = EDITION.replace("winners = 1\n", "winners = 0\n").replace("advance = 2\n", "winners = 1\n", 1)
    ground = signed_ground(award, text)
    contests.finalise(act_as(SYSTEM), ground.contest, "Pleno")
    announcing.publish_at(act_as(SYSTEM), ground.contest, clock.now + timedelta(minutes=1))
    later = award.edition(
        RULED.replace("uji-2021", "uji-2022").replace("award_year = 2022", "award_year = 2023")
    )
    award.grant("baru@uji.example", "committee", later, "35")
    client = english(PageClient(app), "baru@uji.example")
    clock.forward(seconds=59)
    page = client.get("/committee/past-wins?edition=uji-2022").text  # type: ignore[union-attr]
    assert ("No win of an earlier year is known." in page, "Mojokerto" in page) == (True, False)
    clock.forward(seconds=1)
    page = client.get("/committee/past-wins?edition=uji-2022").text  # type: ignore[union-attr]
    assert "Wins known: 1" in page
    assert "Kota Mojokerto 35.76 no candidate of this edition 2022 Regencies and cities" in page


def test_whoever_is_kept_away_from_an_entry_sees_none_of_its_wins(
    app: Flask, ground: CommitteeGround, act_as: Callable[..., Act]
) -> None:
    past_wins.record_past_win(act_as(SYSTEM), ground.edition_id, WIN)
    client = english(PageClient(app), EAST)
    assert WIN.source in client.get("/committee/past-wins").text  # type: ignore[union-attr]
    with write(ground.db):
        insert(
            ground.db,
            "recusal",
            account_id=ground.actor(EAST).account_id,
            entry_id=ground.jember,
            reason="Kerabat",
            recused_at=ground.award.at,
        )
    page = client.get("/committee/past-wins").text  # type: ignore[union-attr]
    assert (WIN.source in page, "Jember" in page) == (False, False)
    client.post("/committee/past-wins/1/remove?edition=uji-2021", {"win-1-reason": "x"}, status=404)
    assert recorded(ground.db) == [("35.09", 2020, WIN.source)]


def test_another_provinces_committee_neither_sees_nor_changes_a_win(
    app: Flask, ground: CommitteeGround, act_as: Callable[..., Act]
) -> None:
    past_wins.record_past_win(act_as(SYSTEM), ground.edition_id, WIN)
    central = english(PageClient(app), CENTRAL)
    assert "No win of an earlier year is known." in central.get("/committee/past-wins").text  # type: ignore[union-attr]
    central.post("/committee/past-wins/1/remove?edition=uji-2021", {"win-1-reason": "x"}, status=404)
    nation = english(PageClient(app), NATION)
    assert WIN.source in nation.get("/committee/past-wins").text  # type: ignore[union-attr]
    auditor = english(PageClient(app), AUDITOR).get("/committee/past-wins").text  # type: ignore[union-attr]
    assert (WIN.source in auditor, "Record a win" in auditor) == (True, False)
    with pytest.raises(Denied):
        past_wins.record_past_win(act_as(ground.actor(CENTRAL)), ground.edition_id, WIN)


def wins_file(*lines: str) -> bytes:
    return "\n".join(["candidate,category,award_year,source", *lines, ""]).encode()


def test_a_list_is_previewed_with_every_bad_cell_and_loaded_whole(
    ground: CommitteeGround, east: PageClient
) -> None:
    good = "35.09,regency,2020,Keputusan"
    bad = wins_file(
        good, "35.09,regency,2023,Keputusan", "33.01,regency,2019,K", "35.76,regency,lama,K", good
    )
    text = send(east, bad, "past-wins", "juara.csv")
    for problem in (
        "the award year must lie before this edition's, 2022",
        "not yours to load: another committee looks after such candidates",
        '"lama" is no year, such as 2024',
        "the same win is there twice (first on line 2)",
    ):
        assert problem in text
    assert "Problems: 4, in rows: 4." in text
    assert recorded(ground.db) == []
    text = send(east, wins_file(good, "35.78,regency,2019,Keputusan lama"), "past-wins", "juara.csv")
    assert '"35.78" is no candidate of this edition; the win is kept for when it is one' in text
    east.submit(form="/confirm")
    assert recorded(ground.db) == [("35.09", 2020, "Keputusan"), ("35.78", 2019, "Keputusan lama")]
    text = send(east, wins_file(good), "past-wins", "juara.csv")
    assert "everything in this file is stored already" in text


def test_a_file_from_the_command_line_is_checked_alike(
    ground: CommitteeGround, act_as: Callable[..., Act]
) -> None:
    file = parse("juara.csv", wins_file("35.09,regensi,2020,K"), PAST_WIN_COLUMNS)
    with pytest.raises(BadFile):
        past_wins.load_past_wins(act_as(SYSTEM), ground.edition_id, file)
    assert recorded(ground.db) == []


def test_the_same_win_twice_is_refused(ground: CommitteeGround, act_as: Callable[..., Act]) -> None:
    past_wins.record_past_win(act_as(SYSTEM), ground.edition_id, WIN)
    with pytest.raises(Invalid, match="recorded already"):
        past_wins.record_past_win(act_as(SYSTEM), ground.edition_id, WIN)


# --- after a signature ---------------------------------------------------------------------------


def test_a_win_recorded_after_a_signature_voids_it_in_whichever_edition(
    award: Award, act_as: Callable[..., Act]
) -> None:
    ground = signed_ground(award, RULED)
    committee = act_as(award.actor("jatim@uji.example"))
    signing.open_signing(committee, ground.contest)
    sign(ground, act_as, 1)
    other = award.edition(EDITION.replace("uji-2021", "uji-2022"))
    assert rows(award.db, "SELECT * FROM signature_void") == []
    past_wins.record_past_win(act_as(SYSTEM), other, PastWin("35.76", "regency", 2020, "Keputusan"))
    void = rows(award.db, "SELECT event FROM signature_void")
    assert void == [{"event": "PastWinRecorded"}]


def test_a_fact_corrected_after_a_signature_voids_it_even_where_nobody_moves(
    award: Award, act_as: Callable[..., Act]
) -> None:
    ground = signed_ground(award, RULED)
    committee = act_as(award.actor("jatim@uji.example"))
    signing.open_signing(committee, ground.contest)
    sign(ground, act_as, 1)
    assert entry_facts.correct_facts(committee, ground.second, EntryFacts("Grup Laut", ""), "") is True
    assert rows(award.db, "SELECT event FROM signature_void") == [{"event": "EntryFactsCorrected"}]
    assert entry_facts.correct_facts(committee, ground.second, EntryFacts("Grup  Laut", ""), "") is False
