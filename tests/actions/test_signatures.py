"""Signatures under results: who may sign what, what a change does to them, and that finalising waits."""

from __future__ import annotations

import sqlite3
from fractions import Fraction

import pytest

from evaluation import edition_file
from evaluation.actions import conflicts, contests, readiness, records, screening, signing
from evaluation.actions.signed import signing_of
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.core.result_changes import Difference, from_text
from evaluation.core.signature_rules import NO_SIGNATURES, Missing, SignatureRule, missing
from evaluation.core.snapshot import fingerprint, to_json
from evaluation.edition_file import EditionFileError
from evaluation.store import editions, signatures, standings
from evaluation.store.db import change, row, rows, write
from evaluation.views.signature_words import changes_of
from tests.award import EDITION, PASSWORD
from tests.signing_ground import EAST, RULE, SIGNED, Signed, signed_ground

CHAIR, SECOND, THIRD = (f"juri{n}-35@uji.example" for n in (1, 2, 3))


@pytest.fixture
def ground(award) -> Signed:
    return signed_ground(award)


def print_of(db, contest: int) -> str:
    return fingerprint(to_json(standings.result(db, contest, with_marks=True)))


def sign(ground: Signed, act_as, email: str, password: str = PASSWORD) -> None:
    seen = print_of(ground.award.db, ground.contest)
    signing.sign(act_as(ground.award.actor(email)), ground.contest, seen, password)


def committee(ground: Signed, act_as):
    return act_as(ground.award.actor(EAST))


def opened(ground: Signed, act_as) -> None:
    signing.open_signing(committee(ground, act_as), ground.contest)


def state(db, ground: Signed):
    return signing_of(db, ground.contest, standings.result(db, ground.contest, with_marks=True))


# --- the rule ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "positions", "left"),
    [
        (SignatureRule(), [], Missing(0, False)),
        (SignatureRule(2), ["member"], Missing(1, False)),
        (SignatureRule(2), ["member", "chair"], Missing(0, False)),
        (SignatureRule(0, True), ["member", "member"], Missing(1, True)),
        (SignatureRule(3, True), ["member", "member"], Missing(1, True)),
        (SignatureRule(2, True), ["member", "member"], Missing(1, True)),
        (SignatureRule(3, True), ["chair"], Missing(2, False)),
    ],
)
def test_what_is_missing_counts_the_chair_as_a_member(rule, positions, left) -> None:
    assert missing(rule, positions) == left
    assert bool(left) == (left.signatures > 0)


def test_the_rule_goes_through_the_edition_file_and_the_store(ground: Signed) -> None:
    rounds = editions.rounds_of(ground.award.db, ground.edition)
    assert [one.rules.signatures for one in rounds] == [SignatureRule(2, True), NO_SIGNATURES, NO_SIGNATURES]


def test_everything_wrong_with_the_rule_is_said_at_once() -> None:
    text = SIGNED.replace(RULE, 'signatures = { members = -1, chair = "yes", quorum = 2 }')
    text = text.replace("minimum_sheets = 1\nwinners", "minimum_sheets = 1\nsignatures = {}\nwinners")
    with pytest.raises(EditionFileError) as error:
        edition_file.parse(text)
    where = sorted(problem.where.rpartition("signatures")[2] for problem in error.value.problems)
    assert where == ["", " > chair", " > members", " > quorum"]


def test_a_screening_has_nothing_to_sign() -> None:
    screening_round = (
        '[[round]]\ncode = "paper"\ntitle = { id = "S", en = "S" }\ncategories = ["regency"]\n'
        'stage = "province"\nkind = "screening"\nsignatures = { members = 1 }\n'
    )
    with pytest.raises(EditionFileError, match="has no result to sign"):
        edition_file.parse(EDITION.replace("[[round]]", screening_round + "\n[[round]]", 1))


# --- signing -------------------------------------------------------------------------------------


def test_finalising_waits_for_the_chair_and_the_number(ground: Signed, db, act_as) -> None:
    with pytest.raises(readiness.NotReady, match="open it for signing"):
        contests.finalise(committee(ground, act_as), ground.contest, "Pleno")
    opened(ground, act_as)
    sign(ground, act_as, SECOND)
    sign(ground, act_as, THIRD)
    with pytest.raises(readiness.NotReady, match="the chair's among them"):
        contests.finalise(committee(ground, act_as), ground.contest, "Pleno")
    # The command line has full rights, but the rule binds it as well.
    with pytest.raises(readiness.NotReady):
        contests.finalise(act_as(), ground.contest, "Pleno")
    sign(ground, act_as, CHAIR)
    signed = print_of(db, ground.contest)
    contests.finalise(committee(ground, act_as), ground.contest, "Pleno")
    kept = row(db, "SELECT fingerprint FROM finalisation")
    assert kept == {"fingerprint": signed}
    found = signatures.of_contest(db, ground.contest)
    assert [(one["name"], one["position"], one["fingerprint"]) for one in found] == [
        ("Juri 2 35", "member", signed),
        ("Juri 3 35", "member", signed),
        ("Juri 1 35", "chair", signed),
    ]
    assert len(state(db, ground).given) == 3


def test_without_the_rule_finalising_is_enough(award, act_as) -> None:
    ground = signed_ground(award, EDITION)
    contests.finalise(act_as(), ground.contest, "Pleno")
    assert row(award.db, "SELECT count(*) AS n FROM finalisation") == {"n": 1}
    with pytest.raises(Refused):
        opened(ground, act_as)


def test_a_wrong_password_signs_nothing(ground: Signed, db, act_as) -> None:
    opened(ground, act_as)
    with pytest.raises(Invalid) as error:
        sign(ground, act_as, CHAIR, "salah sekali")
    assert list(error.value.fields) == ["password"]
    assert signatures.of_contest(db, ground.contest) == []


def test_nobody_signs_what_they_have_not_seen(ground: Signed, db, act_as) -> None:
    opened(ground, act_as)
    with pytest.raises(Refused, match="changed since you opened"):
        signing.sign(act_as(ground.award.actor(CHAIR)), ground.contest, "0" * 64, PASSWORD)
    assert signatures.of_contest(db, ground.contest) == []


def test_who_may_not_sign(ground: Signed, db, act_as) -> None:
    with pytest.raises(Refused, match="not opened"):
        sign(ground, act_as, CHAIR)
    opened(ground, act_as)
    with pytest.raises(Refused, match="already"):
        opened(ground, act_as)
    with pytest.raises(NotFound):
        sign(ground, act_as, EAST)
    with pytest.raises(Denied):
        signing.open_signing(act_as(ground.award.actor("auditor@uji.example")), ground.contest)
    sign(ground, act_as, CHAIR)
    with pytest.raises(Refused, match="You have signed"):
        sign(ground, act_as, CHAIR)
    with write(db):
        change(
            db,
            "INSERT INTO recusal (account_id, entry_id, reason, recused_at) VALUES (:a, :e, 'Saudara', :at)",
            a=ground.panel[1], e=ground.second, at=ground.award.at,
        )  # fmt: skip
    with pytest.raises(Denied, match="recused"):
        sign(ground, act_as, SECOND)


def test_who_still_marks_signs_afterwards(ground: Signed, db, act_as) -> None:
    member = ground.award.account("juri4-35@uji.example", "Juri 4")
    with write(db):
        change(
            db,
            "INSERT INTO panel_member (panel_id, account_id, name, position, capacity, seated_at)"
            " SELECT panel_id, :account, 'Juri 4', 'member', '', seated_at FROM panel_member LIMIT 1",
            account=member,
        )
    opened(ground, act_as)
    with pytest.raises(Denied, match="own score sheets first"):
        sign(ground, act_as, "juri4-35@uji.example")


def test_a_panel_that_can_never_sign_enough_is_told(ground: Signed, db, act_as) -> None:
    with write(db):
        change(
            db,
            "INSERT INTO recusal (account_id, entry_id, reason, recused_at) VALUES (:a, :e, 'Saudara', :at)",
            a=ground.panel[0], e=ground.second, at=ground.award.at,
        )  # fmt: skip
    found = [str(one.message) for one in readiness.lacks(db, ground.contest, ground.award.clock.now)]
    assert "Too few members may sign this result: seat a member whom no entry keeps away." in found


# --- a change after a signature ------------------------------------------------------------------


def test_a_change_voids_every_signature_and_says_what_changed(ground: Signed, db, act_as) -> None:
    opened(ground, act_as)
    sign(ground, act_as, CHAIR)
    sign(ground, act_as, SECOND)
    records.record_adjustment(
        committee(ground, act_as), ground.contest, ground.first, points=Fraction(-20), reason="Terlambat"
    )
    found = signatures.of_contest(db, ground.contest)
    assert [(one["event"], one["voided_at"]) for one in found] == [
        ("AdjustmentRecorded", ground.award.at),
        ("AdjustmentRecorded", ground.award.at),
    ]
    assert from_text(found[0]["changes"]) == (
        Difference("rank", "35.09", "Kabupaten Jember", "2", "1"),
        Difference("rank", "35.76", "Kota Mojokerto", "1", "2"),
        Difference("score", "35.76", "Kota Mojokerto", "82", "62"),
    )
    events = rows(db, "SELECT name, account_id FROM audit_event WHERE name = 'SignatureVoided'")
    assert events == [
        {"name": "SignatureVoided", "account_id": ground.award.actor(EAST).account_id} for _ in range(2)
    ]
    with pytest.raises(readiness.NotReady, match="the chair's among them"):
        contests.finalise(committee(ground, act_as), ground.contest, "Pleno")


def test_a_change_that_is_taken_back_leaves_the_signature_void(ground: Signed, db, act_as) -> None:
    opened(ground, act_as)
    sign(ground, act_as, CHAIR)
    signed = print_of(db, ground.contest)
    act = committee(ground, act_as)
    added = records.record_adjustment(
        act, ground.contest, ground.first, points=Fraction(-1), reason="Terlambat"
    )
    records.remove_adjustment(act, added, "Keliru")
    assert print_of(db, ground.contest) == signed
    assert [one["name"] for one in state(db, ground).void] == ["Juri 1 35"]
    assert state(db, ground).given == ()
    sign(ground, act_as, CHAIR)
    assert [one["name"] for one in state(db, ground).given] == ["Juri 1 35"]


def test_a_withdrawn_entry_voids_and_what_changes_no_result_does_not(ground: Signed, db, act_as) -> None:
    opened(ground, act_as)
    sign(ground, act_as, CHAIR)
    sign(ground, act_as, SECOND)
    assert len(state(db, ground).given) == 2
    screening.withdraw_entry(committee(ground, act_as), ground.second, "Mundur")
    void = state(db, ground).void
    assert [one["event"] for one in void] == ["EntryWithdrawn", "EntryWithdrawn"]
    assert from_text(void[0]["changes"]) == (Difference("left", "35.09", "Kabupaten Jember"),)


def test_a_change_past_every_action_does_not_count_the_signature(ground: Signed, db, act_as) -> None:
    opened(ground, act_as)
    sign(ground, act_as, CHAIR)
    with write(db):
        change(db, "UPDATE measure SET value = '51'")
    assert state(db, ground).given == ()
    assert state(db, ground).missing == Missing(2, True)


def test_a_rolled_back_change_voids_nothing(ground: Signed, db, act_as) -> None:
    opened(ground, act_as)
    sign(ground, act_as, CHAIR)
    act = committee(ground, act_as)

    def halfway() -> None:
        with write(db):
            records.record_adjustment(act, ground.contest, ground.first, points=Fraction(-1), reason="X")
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        halfway()
    sign(ground, act_as, SECOND)
    assert len(state(db, ground).given) == 2


@pytest.mark.parametrize("table", ["signing", "signed_result", "signature", "signature_void"])
@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid"])
def test_what_was_signed_is_never_changed(ground: Signed, db, act_as, table: str, sql: str) -> None:
    opened(ground, act_as)
    sign(ground, act_as, CHAIR)
    records.record_adjustment(
        committee(ground, act_as), ground.contest, ground.first, points=Fraction(-1), reason="Terlambat"
    )
    with pytest.raises(sqlite3.IntegrityError), write(db):
        change(db, sql.format(table))


def test_a_conflict_that_comes_out_voids_the_members_signature(ground: Signed, db, act_as) -> None:
    """The result is the same to the digit, but its signer must not have signed it."""
    third = ground.panel[2]
    # Without a sheet of theirs on the entry the conflict changes nothing about the result.
    sheet = row(
        db,
        "SELECT id FROM scoresheet WHERE account_id = :who AND entry_id = :entry",
        who=third,
        entry=ground.second,
    )
    panel = row(db, "SELECT panel_id FROM panel_member WHERE account_id = :who", who=third)
    assert sheet is not None
    assert panel is not None
    records.exclude_sheet(committee(ground, act_as), sheet["id"], "Salah ketik")
    opened(ground, act_as)
    for email in (CHAIR, THIRD):
        sign(ground, act_as, email)
    before = print_of(db, ground.contest)
    conflicts.exclude_assessor(
        committee(ground, act_as), panel["panel_id"], third, ground.second, "Saudara kandung bupati"
    )
    assert print_of(db, ground.contest) == before
    found = state(db, ground)
    assert [one["name"] for one in found.given] == ["Juri 1 35"]
    assert [(one["name"], one["event"]) for one in found.void] == [("Juri 3 35", "AssessorExcluded")]
    assert found.missing == Missing(1, False)
    assert [str(one) for one in changes_of(found.void[0])] == [
        "Whoever signed is kept away from an entry of this contest since."
    ]
