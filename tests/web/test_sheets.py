"""A score sheet: drafts, submission, what is refused and what an assessor sees when."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from sqlite_utils import Database

from evaluation.actions import sheets
from evaluation.actions.act import Act
from evaluation.actions.uploads import keep_entry_file
from evaluation.core.errors import Conflict, Denied, Invalid, NotFound, Refused
from evaluation.core.exact import decimal_text
from evaluation.core.scoring import sheet_total
from evaluation.store import editions
from evaluation.store.db import change, connect, write
from evaluation.store.standings import result
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, DESK_EDITION, FULL, SECOND, STRANGER, Ground
from tests.pages import PageClient

EVERYTHING = "🏅 It's \"good\", isn't it?\n  second line, <b>kept</b> & as written \n\nend"


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    return Ground(award, db)


@pytest.fixture
def desk(ground: Ground, client: PageClient) -> PageClient:
    """The chair's browser at Kota Mojokerto's sheet, in English."""
    client.sign_in(CHAIR)
    client.post("/language", {"locale": "en", "next": "/desk"})
    client.get(ground.url())
    return client


# --- drafts --------------------------------------------------------------------------------------


def test_a_draft_keeps_zero_as_a_mark_and_blank_as_none(ground: Ground, desk: PageClient) -> None:
    desk.submit({"mark-regulation": "0", "mark-innovation": ""}, button=("do", "save"))
    assert ground.marks() == {"regulation": ("0", ""), "innovation": (None, "")}
    fields = next(dict(f.fields) for f in desk.page.forms if "mark-regulation" in dict(f.fields))
    assert (fields["mark-regulation"], fields["mark-innovation"], fields["revision"]) == ("0", "", "1")
    assert ground.sheets()[0]["total"] is None
    assert ground.events("SheetSaved") == [{"revision": 1, "sheet": 1}]


@pytest.mark.parametrize("typed", ["7,5", "7.5", " 7.50 "])
def test_comma_and_dot_both_part_decimals(ground: Ground, desk: PageClient, typed: str) -> None:
    desk.submit({"mark-innovation": typed}, button=("do", "save"))
    assert ground.marks()["innovation"] == ("7.5", "")


def test_comments_come_back_to_the_letter(ground: Ground, desk: PageClient) -> None:
    desk.submit({"comment-regulation": EVERYTHING}, button=("do", "save"))
    assert ground.marks()["regulation"] == (None, EVERYTHING)
    fields = next(dict(f.fields) for f in desk.page.forms if "mark-regulation" in dict(f.fields))
    assert fields["comment-regulation"] == EVERYTHING


def test_saving_the_same_again_changes_nothing(ground: Ground, desk: PageClient) -> None:
    desk.submit({"mark-regulation": "50"}, button=("do", "save"))
    desk.submit({"revision": "0"}, button=("do", "save"))
    assert (ground.sheets()[0]["revision"], len(ground.events("SheetSaved"))) == (1, 1)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("mark-regulation", "101", "Write a number from 0 to 100, in steps of 1."),
        ("mark-regulation", "-1", "Write a number from 0 to 100, in steps of 1."),
        ("mark-regulation", "7.5", "Write a number from 0 to 100, in steps of 1."),
        ("mark-innovation", "7.25", "Write a number from 0 to 100, in steps of 0.5."),
        ("mark-innovation", "abc", "Write a number from 0 to 100, in steps of 0.5."),
        ("mark-innovation", "1e2", "Write a number from 0 to 100, in steps of 0.5."),
    ],
)
@pytest.mark.parametrize("do", ["save", "submit"])
def test_a_bad_mark_stores_nothing_and_keeps_everything_typed(
    ground: Ground, desk: PageClient, field: str, typed: str, told: str, do: str
) -> None:
    values = {**FULL, "comment-regulation": EVERYTHING, field: typed}
    page = desk.submit(values, button=("do", do), status=422)
    fields = next(dict(f.fields) for f in page.forms if "mark-regulation" in dict(f.fields))
    assert {name: fields[name] for name in values} == values
    assert told in page.text
    assert ground.sheets() == []


def test_the_action_itself_refuses_bad_marks(ground: Ground, act_as) -> None:
    marks = {"regulation": Fraction(101), "innovation": Fraction(15, 2)}
    with pytest.raises(Invalid) as wrong:
        save(act_as(ground.actor()), ground, marks)
    assert set(wrong.value.fields) == {"mark-regulation"}
    assert ground.sheets() == []


def save(act: Act, ground: Ground, marks: dict[str, Fraction | None], revision: int = 0) -> None:
    sheets.save_draft(act, ground.desk, ground.mojokerto, marks=marks, comments={}, revision=revision)


def submit(act: Act, ground: Ground, regulation: int = 80, innovation: int = 70, entry: int = 0) -> None:
    sheets.submit_sheet(
        act,
        ground.desk,
        entry or ground.mojokerto,
        marks={"regulation": Fraction(regulation), "innovation": Fraction(innovation)},
        comments={},
        revision=0,
    )


# --- two tabs ------------------------------------------------------------------------------------


def test_the_second_tab_sees_both_versions_and_decides(ground: Ground, desk: PageClient, act_as) -> None:
    save(act_as(ground.actor()), ground, {"regulation": Fraction(61), "innovation": None})
    page = desk.submit(
        {"mark-regulation": "82", "comment-innovation": EVERYTHING}, button=("do", "save"), status=409
    )
    assert ground.marks() == {"regulation": ("61", ""), "innovation": (None, "")}
    assert "Saved meanwhile: 61" in page.text
    assert "Saved meanwhile: (blank)" in page.text
    fields = next(dict(f.fields) for f in page.forms if "mark-regulation" in dict(f.fields))
    assert (fields["mark-regulation"], fields["comment-innovation"], fields["revision"]) == (
        "82",
        EVERYTHING,
        "1",
    )
    desk.submit({}, form=ground.url(), button=("do", "save"))
    assert ground.marks() == {"regulation": ("82", ""), "innovation": (None, EVERYTHING)}
    assert ground.sheets()[0]["revision"] == 2


def test_a_tab_left_open_cannot_change_a_submitted_sheet(ground: Ground, desk: PageClient, act_as) -> None:
    submit(act_as(ground.actor()), ground)
    page = desk.submit(
        {"mark-regulation": "99", "mark-innovation": "70"}, button=("do", "submit"), status=409
    )
    assert ground.marks() == {"regulation": ("80", ""), "innovation": ("70", "")}
    assert "You submitted this sheet on" in page.text
    assert 'value="99"' in page.html
    assert "What you typed was not kept" in page.text
    assert "Saved meanwhile: 80" in page.text


def test_one_assessor_has_one_sheet_even_when_two_requests_race(
    ground: Ground, database_path, files, clock
) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(4)
    actor = ground.actor()

    def send(mark: int) -> None:
        db = connect(database_path)
        start.wait()
        try:
            submit(Act(db=db, actor=actor, now=clock.now, files=files), ground, mark)
            outcomes.append("kept")
        except Conflict:
            outcomes.append("conflict")
        finally:
            db.conn.close()

    threads = [threading.Thread(target=send, args=(60 + n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "conflict", "conflict", "kept"]
    assert len(ground.sheets()) == 1


# --- submission ----------------------------------------------------------------------------------


def test_submitting_keeps_the_exact_total_and_freezes_the_rules(
    ground: Ground, desk: PageClient, act_as
) -> None:
    assert not ground.frozen()
    page = desk.submit({"mark-regulation": "80", "mark-innovation": "70,5"}, button=("do", "submit"))
    sheet = ground.sheets()[0]
    rnd = editions.rules_of(ground.db, ground.edition).round("province-desk")
    exact = sheet_total(rnd, {"regulation": Fraction(80), "innovation": Fraction(141, 2)})
    assert (sheet["status"], sheet["total"]) == ("submitted", decimal_text(exact))
    assert sheet["total"] == "62.1"
    assert "share 0.6 × value 80 = 48" in page.text
    assert "share 0.2 × value 70.5 = 14.1" in page.text
    assert "sum 62.1, rounded (half up) to 2 decimals" in page.text
    assert ground.events("SheetSubmitted") == [
        {"assessor": CHAIR, "marks": {"innovation": "70.5", "regulation": "80"}, "sheet": 1, "total": "62.1"}
    ]
    assert ground.frozen()
    submit(act_as(ground.actor(SECOND)), ground)
    assert ground.events("EditionFrozen") == [{"code": "uji-2021"}]


def test_a_submitted_sheet_is_only_read(ground: Ground, desk: PageClient) -> None:
    page = desk.submit(FULL, button=("do", "submit"))
    assert not any("mark-regulation" in dict(form.fields) for form in page.forms)
    desk.post(ground.url(), {**FULL, "do": "save", "revision": "1", "mark-regulation": "99"}, status=409)
    assert ground.marks() == {"regulation": ("80", ""), "innovation": ("70", "")}


def test_every_mark_is_needed_to_submit(ground: Ground, desk: PageClient) -> None:
    page = desk.submit({"mark-regulation": "80", "mark-innovation": ""}, button=("do", "submit"), status=422)
    assert "A mark is missing. If you mean zero, write 0." in page.text
    assert ground.sheets() == []
    desk.submit({"mark-regulation": "80", "mark-innovation": "0"}, button=("do", "submit"))
    assert ground.sheets()[0]["total"] == "48"


@pytest.mark.parametrize(
    ("marks", "field", "rule"),
    [
        (("39", "70"), "comment-regulation", "A comment is needed for a mark below 40."),
        (("80", "90.5"), "comment-innovation", "A comment is needed for a mark above 90."),
    ],
)
def test_comments_that_a_rule_asks_for_are_enforced_at_submission(
    ground: Ground, desk: PageClient, marks: tuple[str, str], field: str, rule: str
) -> None:
    assert desk.page is not None
    assert rule in desk.page.text
    values = {"mark-regulation": marks[0], "mark-innovation": marks[1]}
    desk.submit(values, button=("do", "save"))
    page = desk.submit({field: "  \n"}, button=("do", "submit"), status=422)
    assert page.html.count(f'id="{field}-error"') == 1
    assert ground.sheets()[0]["status"] == "draft"
    desk.submit({field: "Karena…"}, button=("do", "submit"))
    assert ground.sheets()[0]["status"] == "submitted"


def test_a_mark_at_the_limit_needs_no_comment(ground: Ground, desk: PageClient) -> None:
    desk.submit({"mark-regulation": "40", "mark-innovation": "90"}, button=("do", "submit"))
    assert ground.sheets()[0]["status"] == "submitted"


def test_order_criterion_keeps_a_total_that_only_informs(
    award: Award, db: Database, client: PageClient
) -> None:
    text = DESK_EDITION.replace('kind = "desk"\n', 'kind = "desk"\norder = "criterion"\n', 1)
    ground = Ground(award, db, text)
    client.sign_in(CHAIR)
    client.post("/language", {"locale": "en", "next": "/desk"})
    client.get(ground.url())
    page = client.submit(FULL, button=("do", "submit"))
    assert ground.sheets()[0]["total"] == "62"
    assert "so this total only informs" in page.text


# --- the window ----------------------------------------------------------------------------------

CLOSES = datetime(2022, 1, 31, 16, 59, 59, tzinfo=UTC)


def test_before_the_opening_one_may_read_but_not_save(ground: Ground, desk: PageClient, clock: Clock) -> None:
    clock.now = datetime(2022, 1, 5, 0, 59, 59, tzinfo=UTC)
    page = desk.get(ground.url())
    reason = "This round opens on 5 January 2022, 08:00 WIB. Until then you can read, but not mark."
    assert reason in page.text
    assert "Regulations" in page.text
    assert not any("mark-regulation" in dict(form.fields) for form in page.forms)
    refused = desk.post(ground.url(), {**FULL, "do": "save", "revision": "0"}, status=409)
    assert reason in refused.text
    assert ground.sheets() == []
    clock.forward(seconds=1)
    desk.post(ground.url(), {**FULL, "do": "save", "revision": "0"})
    assert len(ground.sheets()) == 1


def test_the_closing_second_passes(ground: Ground, desk: PageClient, clock: Clock) -> None:
    clock.now = CLOSES + timedelta(microseconds=999_999)
    desk.submit(FULL, button=("do", "submit"))
    assert ground.sheets()[0]["status"] == "submitted"


@pytest.mark.parametrize("do", ["save", "submit"])
def test_one_second_later_is_refused_and_shows_what_was_typed(
    ground: Ground, desk: PageClient, clock: Clock, do: str
) -> None:
    clock.now = CLOSES + timedelta(seconds=1)
    page = desk.submit({**FULL, "comment-regulation": EVERYTHING}, button=("do", do), status=409)
    assert "This round closed on 31 January 2022, 23:59:59 WIB. Marks are not taken any more." in page.text
    assert 'value="80"' in page.html
    assert "<b>kept</b>" not in page.html
    assert "&lt;b&gt;kept&lt;/b&gt;" in page.html
    assert ground.sheets() == []


def test_after_the_closing_even_a_bad_mark_is_told_the_closing(
    ground: Ground, desk: PageClient, clock: Clock
) -> None:
    clock.now = CLOSES + timedelta(seconds=1)
    page = desk.submit({"mark-regulation": "abc"}, button=("do", "save"), status=409)
    assert "This round closed on 31 January 2022, 23:59:59 WIB." in page.text
    assert 'value="abc"' in page.html


# --- whose sheet it is ---------------------------------------------------------------------------


def test_another_panels_contest_is_not_found(ground: Ground, client: PageClient) -> None:
    client.sign_in(STRANGER)
    for more in ("", "/recuse"):
        client.get(ground.url(more=more), status=404)
    client.get(ground.url(contest=ground.interview, more="/attendance"), status=404)
    client.post(ground.url(), {**FULL, "do": "submit", "revision": "0"}, status=404)
    client.get("/desk/99999/1", status=404)


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
    desk.get(ground.url(), status=403)
    award.panel(ground.edition, "national", None, members=0)
    seat_elsewhere(ground, award)
    desk.get(ground.url(), status=404)
    desk.post(ground.url(), {**FULL, "do": "submit", "revision": "0"}, status=404)


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
    finalise(ground)
    page = desk.submit(FULL, button=("do", "submit"), status=409)
    assert "This contest is finalised: nothing in it changes any more." in page.text
    assert 'value="80"' in page.html
    assert ground.sheets() == []


def finalise(ground: Ground) -> None:
    """Finalise the desk contest, with an empty snapshot: only its being there matters here."""
    with write(ground.db):
        change(
            ground.db,
            "INSERT INTO finalisation (contest_id, finalised_at, reason, snapshot, fingerprint)"
            " VALUES (:contest, :at, 'uji', '{}', :print)",
            contest=ground.desk,
            at=ground.award.at,
            print="0" * 64,
        )


# --- the other sheets ----------------------------------------------------------------------------


def test_no_other_marks_before_ones_own_sheet_is_submitted(ground: Ground, desk: PageClient, act_as) -> None:
    submit(act_as(ground.actor(SECOND)), ground, 91, 73)
    save(act_as(ground.actor()), ground, {"regulation": Fraction(10), "innovation": None})
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
    save(act_as(second), ground, {"regulation": Fraction(91), "innovation": None})
    submit(act_as(third), ground, 92, 74)
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
    file_id = keep_entry_file(act, ground.mojokerto, BytesIO(pdf), "perda.pdf")
    with write(ground.db):
        change(ground.db, "UPDATE entry SET status = 'accepted' WHERE id = :id", id=ground.mojokerto)
    return file_id


def test_a_recused_assessors_submitted_sheet_no_longer_counts(ground: Ground, act_as) -> None:
    for email in (CHAIR, SECOND):
        submit(act_as(ground.actor(email)), ground)
    counted = {s.entry: s.sheets for s in result(ground.db, ground.desk).standings}
    assert counted == {"35.76": 2, "35.09": 0}
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    counted = {s.entry: s.sheets for s in result(ground.db, ground.desk).standings}
    assert counted == {"35.76": 1, "35.09": 0}


def test_recusal_comes_once_and_not_after_finalisation(ground: Ground, act_as) -> None:
    sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    with pytest.raises(NotFound):
        sheets.recuse(act_as(ground.actor()), ground.desk, ground.mojokerto, "Kerabat")
    finalise(ground)
    with pytest.raises(Refused):
        sheets.recuse(act_as(ground.actor(SECOND)), ground.desk, ground.mojokerto, "Kerabat")


def test_the_command_line_has_no_sheet(ground: Ground, act_as) -> None:
    with pytest.raises((NotFound, Denied)):
        submit(act_as(), ground)
