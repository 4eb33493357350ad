"""Who sees which sheet when: other panels, other marks, recusal."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import pytest
from sqlite_utils import Database

from evaluation.actions import sheets
from evaluation.actions.dossiers import Draft, save_item
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Denied, NotFound, Refused
from evaluation.store.db import change, rows, write
from evaluation.store.dossiers import dossier
from evaluation.store.standings import result
from tests.award import Award
from tests.desk_ground import CHAIR, FULL, SECOND, STRANGER, Ground
from tests.pages import PageClient


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


@pytest.fixture
def desk(ground: Ground, client: PageClient) -> PageClient:
    """The chair's browser at Kota Mojokerto's sheet, in English."""
    client.sign_in(CHAIR, language="en")
    client.get(ground.url())
    return client


# --- whose sheet it is ---------------------------------------------------------------------------


def test_another_panels_contest_is_not_found(ground: Ground, client: PageClient) -> None:
    client.sign_in(STRANGER)
    client.finds_nothing(
        ground.url(),
        ground.url(more="/recuse"),
        ground.url(contest=ground.interview, more="/attendance"),
        "/desk/99999/1",
    )
    client.posts_to_nothing(ground.url(), {**FULL, "do": "submit", "revision": "0"})
    assert rows(ground.db, "SELECT id FROM scoresheet") == []


def test_an_entry_outside_of_the_contest_is_not_found(ground: Ground, desk: PageClient, act_as) -> None:
    desk.get(ground.url(ground.jember, ground.interview), status=404)
    with pytest.raises(NotFound):
        sheets.submit_sheet(
            act_as(ground.actor()),
            ground.interview,
            ground.jember,
            marks={"mastery": Fraction(50)},
            comments={},
            revision=0,
        )


def test_wrong_roles_are_turned_away(ground: Ground, client: PageClient, award: Award) -> None:
    award.grant("panitia@uji.example", "committee", ground.edition, "35")
    client.sign_in("panitia@uji.example")
    client.get("/desk", status=403)
    client.get(ground.url(), status=403)
    client.post(ground.url(), {**FULL, "do": "submit", "revision": "0"}, status=403)
    client.sign_out()
    client.get(ground.url())
    assert client.url == "/login"


def test_an_ended_seat_reads_as_not_found(ground: Ground, desk: PageClient, award: Award) -> None:
    with write(ground.db):
        change(
            ground.db,
            "UPDATE panel_member SET left_at = :at WHERE account_id = :account",
            at=award.at,
            account=ground.people[0],
        )
    # Without any seat they are no assessor at all; with another seat this one reads as if it never was.
    desk.may_not_open(ground.url())
    award.panel(ground.edition, "national", None, members=0)
    seat_elsewhere(ground, award)
    desk.finds_nothing(ground.url())
    desk.posts_to_nothing(ground.url(), {**FULL, "do": "submit", "revision": "0"})
    assert rows(ground.db, "SELECT id FROM scoresheet") == []


def seat_elsewhere(ground: Ground, award: Award) -> None:
    """Give the chair a seat on the national panel."""
    with write(ground.db):
        change(
            ground.db,
            "INSERT INTO panel_member (panel_id, account_id, name, position, seated_at)"
            " SELECT id, :account, 'Juri', 'member', :at FROM panel WHERE stage = 'national'",
            account=ground.people[0],
            at=award.at,
        )


def test_an_entry_that_left_the_award_takes_no_marks(ground: Ground, desk: PageClient) -> None:
    with write(ground.db):
        change(ground.db, "UPDATE entry SET status = 'withdrawn' WHERE id = :id", id=ground.mojokerto)
    page = desk.submit(FULL, button=("do", "submit"), status=409)
    assert "This entry is not in the award any more." in page.text
    assert ground.sheets() == []


def test_nobody_judges_the_candidate_they_act_for(ground: Ground, desk: PageClient) -> None:
    with write(ground.db):
        change(
            ground.db,
            "INSERT INTO representative (entry_id, account_id) VALUES (:entry, :account)",
            entry=ground.mojokerto,
            account=ground.people[0],
        )
    page = desk.submit(FULL, button=("do", "submit"), status=403)
    assert "You act for this candidate, so you can't judge it: please recuse yourself." in page.text
    assert ground.sheets() == []


def test_a_finalised_contest_takes_no_marks(ground: Ground, desk: PageClient) -> None:
    ground.finalise(ground.desk)
    page = desk.submit(FULL, button=("do", "submit"), status=409)
    assert "This contest is finalised: nothing in it changes any more." in page.text
    assert 'value="80"' in page.html
    assert ground.sheets() == []


# --- the other sheets ----------------------------------------------------------------------------


def test_no_other_marks_before_ones_own_sheet_is_submitted(ground: Ground, desk: PageClient, act_as) -> None:
    ground.submit(act_as(ground.actor(SECOND)), 91, 73)
    ground.save(act_as(ground.actor()), {"regulation": Fraction(10), "innovation": None})
    before = desk.get(ground.url())
    for told in ("Juri 2 35", "91", "73", "69.2", "The other submitted sheets", "Nobody else has submitted"):
        assert told not in before.text, told
    after = desk.submit({**FULL, "comment-regulation": "x"}, button=("do", "submit"))
    assert "The other submitted sheets" in after.text
    assert "Juri 2 35 91 73 69.2" in after.text


def test_without_other_sheets_the_number_of_others_shows_only_after_submission(
    ground: Ground, desk: PageClient
) -> None:
    assert desk.page is not None
    assert "Nobody else has submitted a sheet for this entry yet." not in desk.page.text
    page = desk.submit(FULL, button=("do", "submit"))
    assert "Nobody else has submitted a sheet for this entry yet." in page.text


def test_drafts_and_sheets_that_do_not_count_stay_hidden(ground: Ground, desk: PageClient, act_as) -> None:
    second, third = ground.actor(SECOND), ground.actor("juri3-35@uji.example")
    ground.save(act_as(second), {"regulation": Fraction(91), "innovation": None})
    ground.submit(act_as(third), 92, 74)
    sheets.recuse(act_as(third), ground.desk, ground.mojokerto, "Kerabat")
    page = desk.submit(FULL, button=("do", "submit"))
    assert "Nobody else has submitted a sheet for this entry yet." in page.text
    assert "91" not in page.text
    assert "92" not in page.text


def test_an_excluded_sheet_says_so_and_why(ground: Ground, desk: PageClient) -> None:
    desk.submit(FULL, button=("do", "submit"))
    with write(ground.db):
        change(
            ground.db,
            "UPDATE scoresheet SET excluded_at = :at, excluded_reason = 'Bekas pegawai' WHERE id = 1",
            at=ground.award.at,
        )
    page = desk.get(ground.url())
    assert "The committee excluded this sheet, so it does not count: Bekas pegawai" in page.text
    desk.get("/desk")
    assert "Excluded" in desk.page.text


# --- recusal -------------------------------------------------------------------------------------


def test_recusal_needs_a_reason(ground: Ground, desk: PageClient) -> None:
    page = desk.get(ground.url(more="/recuse"))
    assert "You can't undo it yourself." in page.text
    desk.submit({"reason": "  \n "}, status=422)
    assert list(ground.db["recusal"].rows) == []


def test_a_recused_assessor_finds_nothing_any_more(ground: Ground, desk: PageClient, act_as) -> None:
    file_id = keep_file(ground, act_as)
    assert download_status(desk, file_id) == 200
    desk.submit(FULL, button=("do", "submit"))
    desk.get(ground.url(more="/recuse"))
    page = desk.submit({"reason": "Saya pernah bekerja di sana, 'dulu' 🏅"})
    assert desk.url == "/desk"
    assert "You are recused from this entry. It stays in your list by name only." in page.text
    assert ground.events("AssessorRecused") == [{"reason": "Saya pernah bekerja di sana, 'dulu' 🏅"}]
    for contest in (ground.desk, ground.interview):
        for more in ("", "/recuse", "/attendance"):
            desk.get(ground.url(contest=contest, more=more), status=404)
        for more in ("", "/notes", "/recuse", "/attendance"):
            desk.post(
                ground.url(contest=contest, more=more), {**FULL, "do": "save", "revision": "1"}, status=404
            )
    assert download_status(desk, file_id) == 404
    assert "Kota Mojokerto" in page.text
    assert ground.url() not in page.links.values()
    assert ground.url(ground.jember) in page.links.values()
    assert "62" not in page.text


def download_status(desk: PageClient, file_id: int) -> int:
    """What a download of this file answers."""
    with desk.http.get(f"/files/{file_id}") as response:
        return response.status_code


def keep_file(ground: Ground, act_as) -> int:
    """A file of Kota Mojokerto's dossier, as its own people upload it."""
    account = ground.award.account("wakil@uji.example")
    with write(ground.db):
        change(
            ground.db,
            "INSERT INTO representative (entry_id, account_id) VALUES (:entry, :account)",
            entry=ground.mojokerto,
            account=account,
        )
        change(ground.db, "UPDATE entry SET status = 'draft' WHERE id = :id", id=ground.mojokerto)
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    act = act_as(ground.award.actor("wakil@uji.example"))
    draft = Draft({"title": "Perda", "note": ""}, Upload(BytesIO(pdf), "perda.pdf"))
    save_item(act, ground.mojokerto, "documents", None, draft)
    [item] = dossier(ground.db, ground.mojokerto).of("documents")
    with write(ground.db):
        change(ground.db, "UPDATE entry SET status = 'accepted' WHERE id = :id", id=ground.mojokerto)
    assert item.file is not None
    return item.file.id


def test_a_recused_assessors_submitted_sheet_no_longer_counts(ground: Ground, act_as) -> None:
    for email in (CHAIR, SECOND):
        ground.submit(act_as(ground.actor(email)))
    counted = {s.entry: s.sheets for s in result(ground.db, ground.desk).standings}
    assert counted == {"35.76": 2, "35.09": 0}
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    counted = {s.entry: s.sheets for s in result(ground.db, ground.desk).standings}
    assert counted == {"35.76": 1, "35.09": 0}


def test_recusal_comes_once_and_not_after_finalisation(ground: Ground, act_as) -> None:
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    with pytest.raises(NotFound):
        sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    ground.finalise(ground.desk)
    with pytest.raises(Refused):
        sheets.recuse(act_as(ground.actor(SECOND)), ground.desk, ground.mojokerto, "Kerabat")


def test_the_command_line_has_no_sheet(ground: Ground, act_as) -> None:
    with pytest.raises((NotFound, Denied)):
        ground.submit(act_as())
