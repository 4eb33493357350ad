"""Objections: the window to the second, what is filed stays, files are checked, one answer with reasons."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from sqlite_utils import Database

from evaluation.actions import announcing, objections, screening
from evaluation.actions.objections import MOST_FILES, Objection
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.store import objections as store
from evaluation.store.db import change, insert, rows, stamp, write
from tests.announce_ground import (
    AUDITOR,
    BODY,
    CENTRAL,
    EAST,
    JUDGES,
    NATION,
    OWNER,
    RIVAL,
    Announced,
    announced_ground,
)
from tests.award import EDITION, PDF, Award


@pytest.fixture
def ground(award: Award, act_as) -> Announced:  # type: ignore[no-untyped-def]
    """The result is published at 10:00 in Jakarta on the 10th: objections until the end of the 13th."""
    ground = announced_ground(award, act_as)
    announcing.publish(ground.act(), ground.contest)
    return ground


def file(
    ground: Announced, email: str = OWNER, *, body: str = BODY, criterion: str = "", files: Any = ()
) -> int:
    entry = ground.first if email == OWNER else ground.second
    return objections.file(ground.act(email), entry, ground.contest, Objection(criterion, body), files)


def pdf(name: str = "bukti.pdf", data: bytes = PDF) -> Upload:
    return Upload(io.BytesIO(data), name)


def letters(db: Database) -> list[tuple[str, str]]:
    found = rows(db, "SELECT template, email FROM outbox ORDER BY id")
    return [(one["template"], one["email"]) for one in found]


def event(db: Database, name: str) -> dict[str, Any]:
    found = rows(db, "SELECT * FROM audit_event WHERE name = :name", name=name)
    assert len(found) == 1
    return {
        **json.loads(found[0]["fields"]),
        "entry": found[0]["entry_id"],
        "contest": found[0]["contest_id"],
    }


# --- filing --------------------------------------------------------------------------------------


def test_an_objection_is_kept_with_its_files_and_receipted(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    clock.forward(hours=1)
    number = file(ground, criterion="regulation", files=[pdf(), pdf("dua.pdf", PDF + b"2")])
    kept = store.by_id(db, number)
    assert kept is not None
    result = rows(db, "SELECT fingerprint FROM finalisation")[0]["fingerprint"]
    assert (kept["number"], kept["body"], kept["criterion_code"], kept["fingerprint"], kept["state"]) == (
        1,
        BODY,
        "regulation",
        result,
        "open",
    )
    assert (kept["filed_at"], kept["answer_due"]) == (stamp(clock.now), "2022-01-15T16:59:59.000000Z")
    assert [one["name"] for one in store.files_of(db, number)] == ["bukti.pdf", "dua.pdf"]
    assert letters(db) == [("objection_filed", OWNER), ("objection_came", EAST)]
    assert event(db, "ObjectionFiled") == {
        "objection": number,
        "number": 1,
        "criterion": "regulation",
        "files": 2,
        "entry": ground.first,
        "contest": ground.contest,
    }
    assert rows(db, "SELECT * FROM reading") == []


def test_each_contest_counts_its_objections(ground: Announced, db: Database) -> None:
    ids = [file(ground), file(ground, RIVAL), file(ground, body="Satu lagi.")]
    assert [store.by_id(db, one)["number"] for one in ids] == [1, 2, 3]  # type: ignore[index]


def test_a_button_pressed_twice_files_once(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    first = file(ground, files=[pdf()])
    clock.forward(seconds=20)
    assert file(ground, files=[pdf()]) == first
    assert letters(db) == [("objection_filed", OWNER), ("objection_came", EAST)]
    assert len(rows(db, "SELECT id FROM file")) == 1
    objections.withdraw(ground.act(OWNER), first, "Keliru")
    assert file(ground, files=[pdf()]) != first
    # Another file, another criterion, or the same once more later on are objections of their own.
    others = [file(ground, files=[pdf("dua.pdf")]), file(ground, criterion="regulation", files=[pdf()])]
    clock.forward(minutes=30)
    assert len({first, *others, file(ground, files=[pdf()])}) == 4


def test_what_changed_while_files_were_checked_is_looked_at_anew(ground: Announced, db: Database) -> None:
    class Slow(io.BytesIO):
        """A file during whose reading the candidate leaves the award."""

        def read(self, size: int | None = -1, /) -> bytes:
            if not db.conn.in_transaction:
                with write(db):
                    change(db, "UPDATE entry SET status = 'withdrawn' WHERE id = :id", id=ground.first)
            return super().read(size)

    with pytest.raises(Refused, match="has left the award"):
        file(ground, files=[Upload(Slow(PDF), "bukti.pdf")])
    assert rows(db, "SELECT id FROM objection") == []
    assert rows(db, "SELECT id FROM file") == []


def test_it_is_taken_in_the_last_second_and_not_one_later(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    clock.forward(days=3, hours=13, minutes=59, seconds=59, microseconds=999_999)
    file(ground)
    clock.forward(microseconds=1)
    with pytest.raises(Refused) as late:
        file(ground)
    said = late.value.message
    assert said.text.startswith("Objections to this result were taken until %(moment)s.")
    assert stamp(said.values["moment"].at) == "2022-01-13T16:59:59.000000Z"
    assert len(rows(db, "SELECT * FROM objection")) == 1


def test_before_publication_there_is_nothing_to_object_to(award: Award, act_as) -> None:  # type: ignore[no-untyped-def]
    ground = announced_ground(award, act_as)
    announcing.publish_at(ground.act(), ground.contest, ground.after(hours=1))
    with pytest.raises(NotFound):
        file(ground)
    award.clock.forward(hours=1)
    assert file(ground) == 1


def test_a_round_without_the_rule_takes_none(award: Award, act_as) -> None:  # type: ignore[no-untyped-def]
    ground = announced_ground(award, act_as, EDITION)
    announcing.publish(ground.act(), ground.contest)
    with pytest.raises(Refused, match="No objections are taken to the results of this round"):
        file(ground)


@pytest.mark.parametrize("email", [RIVAL, EAST, AUDITOR, JUDGES[0], NATION])
def test_only_the_candidates_own_people_object(ground: Announced, email: str) -> None:
    with pytest.raises(NotFound):
        objections.file(ground.act(email), ground.first, ground.contest, Objection("", BODY), ())


def test_who_did_not_stand_there_has_no_result_to_object_to(ground: Announced, award: Award) -> None:
    other = award.entry(ground.edition, "35.78", "Kota Surabaya", email="lain@uji.example")
    with pytest.raises(NotFound):
        objections.file(ground.act("lain@uji.example"), other, ground.contest, Objection("", BODY), ())


def test_the_excluded_may_object_and_the_withdrawn_may_not(ground: Announced, act_as) -> None:  # type: ignore[no-untyped-def]
    screening.exclude_entry(act_as(), ground.first, "Data palsu")
    assert file(ground) == 1
    screening.withdraw_entry(ground.act(EAST), ground.second, "Mundur")
    with pytest.raises(Refused, match="has left the award"):
        file(ground, RIVAL)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"body": "  "}, "body"),
        ({"body": "kata " * 21}, "body"),
        ({"criterion": "nonsense"}, "criterion"),
        ({"files": [pdf("virus.exe", b"MZ" + bytes(100))]}, "files"),
        ({"files": [pdf("kosong.pdf", b"")]}, "files"),
        ({"files": [pdf(f"{n}.pdf") for n in range(MOST_FILES + 1)]}, "files"),
    ],
)
def test_what_is_not_taken_leaves_nothing(
    ground: Announced, db: Database, files, more: dict[str, Any], field: str
) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Invalid) as refused:
        file(ground, **more)
    assert set(refused.value.fields) == {field}
    assert rows(db, "SELECT * FROM objection") == []
    assert rows(db, "SELECT * FROM file") == []
    assert files.untouched_since(ground.after(days=99_000)) == set()


def test_twenty_words_are_taken(ground: Announced) -> None:
    assert file(ground, body="kata " * 20) == 1


# --- taking it back ------------------------------------------------------------------------------


def test_it_can_be_taken_back_with_a_reason(ground: Announced, db: Database) -> None:
    number = file(ground)
    objections.withdraw(ground.act(OWNER), number, "Sudah jelas")
    assert store.by_id(db, number)["state"] == "withdrawn"  # type: ignore[index]
    assert letters(db)[-1] == ("objection_withdrawn", EAST)
    assert event(db, "ObjectionTakenBack")["reason"] == "Sudah jelas"
    with pytest.raises(Refused):
        objections.answer(ground.act(), number, "granted", "Benar")
    with pytest.raises(Refused):
        objections.withdraw(ground.act(OWNER), number, "Lagi")


def test_only_its_own_people_take_it_back(ground: Announced) -> None:
    number = file(ground)
    for email in (RIVAL, EAST, AUDITOR):
        with pytest.raises(NotFound):
            objections.withdraw(ground.act(email), number, "Bukan milik")
    with pytest.raises(Invalid):
        objections.withdraw(ground.act(OWNER), number, "")


# --- the answer ----------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", ["granted", "part", "refused"])
def test_the_committee_answers_once_with_reasons(
    ground: Announced, db: Database, outcome: str, clock
) -> None:  # type: ignore[no-untyped-def]
    number = file(ground)
    clock.forward(days=1)
    objections.answer(ground.act(), number, outcome, " Perda itu ada di berkas. ")
    kept = store.by_id(db, number)
    assert kept is not None
    assert (kept["state"], kept["outcome"], kept["reasons"], kept["answered_at"]) == (
        outcome,
        outcome,
        "Perda itu ada di berkas.",
        stamp(clock.now),
    )
    assert letters(db)[-1] == (objections.LETTERS[outcome], OWNER)
    assert event(db, "ObjectionAnswered")["outcome"] == outcome
    with pytest.raises(Refused, match="answered or taken back already"):
        objections.answer(ground.act(), number, "refused", "Lain")
    with pytest.raises(Refused):
        objections.withdraw(ground.act(OWNER), number, "Terlambat")


@pytest.mark.parametrize(
    ("outcome", "reasons", "field"), [("granted", " ", "reasons"), ("maybe", "Ya", "outcome")]
)
def test_an_answer_has_an_outcome_and_reasons(
    ground: Announced, db: Database, outcome: str, reasons: str, field: str
) -> None:
    number = file(ground)
    with pytest.raises(Invalid) as refused:
        objections.answer(ground.act(), number, outcome, reasons)
    assert set(refused.value.fields) == {field}
    assert rows(db, "SELECT * FROM objection_answer") == []


def test_who_does_not_run_the_contest_does_not_answer(ground: Announced) -> None:
    number = file(ground)
    for email in (NATION, AUDITOR):
        with pytest.raises(Denied):
            objections.answer(ground.act(email), number, "granted", "Ya")
    for email in (CENTRAL, JUDGES[0], OWNER, RIVAL):
        with pytest.raises(NotFound):
            objections.answer(ground.act(email), number, "granted", "Ya")


def test_who_is_kept_away_from_the_entry_sees_nothing_of_it(ground: Announced, db: Database) -> None:
    number = file(ground)
    other = file(ground, RIVAL)
    account = ground.award.actor(EAST).account_id
    with write(db):
        insert(db, "recusal", account_id=account, entry_id=ground.first, reason="Adik", recused_at="x")
    with pytest.raises(NotFound):
        objections.answer(ground.act(), number, "granted", "Ya")
    assert [one["id"] for one in store.of_contest(db, ground.contest, viewer=account)] == [other]
    waiting = store.waiting_in(db, [(ground.edition, "35", False)], viewer=account)
    assert {contest: one["waiting"] for contest, one in waiting.items()} == {ground.contest: 1}
    # Nor is it written to about it.
    with write(db):
        change(db, "DELETE FROM outbox")
    file(ground)
    assert ("objection_came", EAST) not in letters(db)


def test_nobody_answers_for_the_candidate_that_they_act_for(ground: Announced, db: Database) -> None:
    number = file(ground)
    with write(db):
        account = ground.award.actor(EAST).account_id
        insert(db, "representative", entry_id=ground.first, account_id=account, role="member")
    with pytest.raises(Denied, match="You act for this candidate"):
        objections.answer(ground.act(), number, "granted", "Ya")


def test_an_answer_is_late_once_its_last_second_is_over(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    number = file(ground)
    clock.now = clock.now.replace(day=15, hour=16, minute=59, second=59, microsecond=500_000)
    assert store.by_id(db, number)["state"] == "open"  # type: ignore[index]
    clock.forward(seconds=0.5)
    assert store.by_id(db, number)["state"] == "late"  # type: ignore[index]
    objections.answer(ground.act(), number, "refused", "Nilai sudah benar")
    assert store.by_id(db, number)["state"] == "refused"  # type: ignore[index]


def test_what_waits_is_counted_with_the_first_day_that_it_is_due(
    ground: Announced, db: Database, clock
) -> None:  # type: ignore[no-untyped-def]
    first = file(ground)
    clock.forward(days=1)
    file(ground, RIVAL)
    scope = [(None, None, True)]
    found = store.waiting_in(db, scope, viewer=None)[ground.contest]
    assert (found["waiting"], found["first_due"]) == (2, "2022-01-15T16:59:59.000000Z")
    objections.answer(ground.act(), first, "refused", "Tidak")
    found = store.waiting_in(db, scope, viewer=None)[ground.contest]
    assert (found["waiting"], found["first_due"]) == (1, "2022-01-16T16:59:59.000000Z")
    assert store.waiting_in(db, [(ground.edition, "33", False)], viewer=None) == {}


def test_the_public_register_holds_no_text_and_no_files(ground: Announced, db: Database) -> None:
    file(ground, files=[pdf()])
    line = store.register(db, ground.contest)[0]
    assert {"body", "filed_by", "filed_by_name", "withdrawal_reason", "entry_id"} & set(line) == set()
    assert (line["code"], line["state"]) == ("35.76", "open")
