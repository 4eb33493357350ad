"""Corrections, extensions, questions, colleagues and withdrawal: who may, and to the second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlite_utils import Database

from evaluation.actions import deadlines, dossiers, people, questions, screening
from evaluation.actions.act import Act
from evaluation.actions.dossiers import Draft
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.store import deadlines as stored
from evaluation.store import dossiers as items
from evaluation.store import entries
from evaluation.store import questions as threads
from evaluation.store.db import rows
from tests.award import Award
from tests.conftest import Clock
from tests.dossier_ground import values
from tests.dossier_sides import (
    AUDITOR,
    CENTRAL,
    CLOSES,
    DUE,
    EAST,
    JUROR,
    MEMBER,
    NATION,
    OWNER,
    STRANGER,
    Sides,
)

SECOND = timedelta(seconds=1)
LAST = timedelta(microseconds=999_999)
LONGER = datetime(2022, 2, 2, 16, 59, 59, tzinfo=UTC)
EVERYBODY = (OWNER, MEMBER, STRANGER, EAST, CENTRAL, NATION, AUDITOR, JUROR)


@pytest.fixture
def sides(award: Award, db: Database, clock: Clock, act_as: Callable[..., Act]) -> Sides:
    return Sides(award, db, clock, act_as)


def budget(sides: Sides, purpose: str) -> Draft:
    """The budget line with another purpose."""
    item = items.dossier(sides.db, sides.entry).of("budget")[0]
    return Draft(values("budget", year=2021, amount=1, purpose=purpose), revision=item.revision)


def save_budget(sides: Sides, who: str = OWNER) -> None:
    dossiers.save_item(
        sides.act(who), sides.entry, "budget", sides.items["budget"], budget(sides, f"Iuran {who}")
    )


def outcome(do: Callable[[], Any]) -> str:
    """What an action answers: "done", or the kind of its refusal."""
    try:
        do()
    except (Denied, NotFound, Refused) as refusal:
        return type(refusal).__name__
    return "done"


def who_may(sides: Sides, do: Callable[[str], Any]) -> dict[str, str]:
    """What each person gets, each in a transaction that is rolled back."""
    found = {}
    for who in EVERYBODY:
        sides.db.conn.execute("BEGIN IMMEDIATE")
        found[who] = outcome(lambda who=who: do(who))  # type: ignore[misc]
        sides.db.conn.execute("ROLLBACK")
    return found


# --- return for correction -----------------------------------------------------------------------


def test_only_the_screening_committee_gives_a_dossier_back(sides: Sides) -> None:
    sides.submit()
    assert who_may(sides, lambda who: screening.return_entry(sides.act(who), sides.entry, "x")) == {
        OWNER: "Denied",
        MEMBER: "Denied",
        STRANGER: "NotFound",
        EAST: "done",
        CENTRAL: "NotFound",
        NATION: "NotFound",
        AUDITOR: "Denied",
        JUROR: "NotFound",
    }


def test_only_opened_sections_change(sides: Sides) -> None:
    sides.submit()
    sides.give_back("budget")
    save_budget(sides)
    shut = Draft(values("documents", title="Lampiran"))
    with pytest.raises(Refused, match="did not open this section"):
        dossiers.save_item(sides.act(OWNER), sides.entry, "documents", None, shut)
    regulation = sides.items["regulations"]
    with pytest.raises(Refused, match="did not open this section"):
        dossiers.remove_item(sides.act(MEMBER), sides.entry, "regulations", regulation, 1)
    assert len(items.dossier(sides.db, sides.entry).of("regulations")) == 1


def test_everything_opens_when_the_next_correction_says_so(sides: Sides) -> None:
    sides.submit()
    sides.give_back("budget")
    sides.submit()
    sides.give_back()
    photo = Draft(values("documents", title="Foto"))
    item = dossiers.save_item(sides.act(OWNER), sides.entry, "documents", None, photo)
    kept = items.dossier(sides.db, sides.entry).of("documents")[-1]
    assert (kept.id, kept.values["title"]) == (item, "Foto")


@pytest.mark.parametrize(
    ("opened", "due", "field"),
    [((), DUE, "sections"), (("nonsense",), DUE, "sections"), (None, CLOSES - timedelta(days=30), "day")],
)
def test_a_correction_opens_something_and_ends_in_the_future(
    sides: Sides, opened: tuple[str, ...] | None, due: datetime, field: str
) -> None:
    sides.submit()
    with pytest.raises(Invalid) as refusal:
        screening.return_entry(sides.act(EAST), sides.entry, "Kurang", opened=opened, due=due)
    assert set(refusal.value.fields) == {field}
    assert sides.status() == "submitted"


def test_a_correction_is_taken_until_its_last_second(sides: Sides) -> None:
    sides.submit()
    sides.give_back(due=DUE)
    sides.clock.now = DUE + SECOND
    with pytest.raises(Refused, match="until 2022-02-10 23:59:59 Asia/Jakarta"):
        sides.submit()
    sides.clock.now = DUE + LAST
    assert sides.submit() == 2
    assert sides.events("CorrectionOpened")[0][0] == EAST
    assert sides.letters("returned_until") == [OWNER, MEMBER]
    assert sides.events("CorrectionOpened")[0][1]["due"] == "2022-02-10T16:59:59.000000Z"


def test_the_screenings_closing_does_not_bind_a_correction(sides: Sides) -> None:
    sides.submit()
    sides.give_back(due=DUE)
    sides.clock.now = CLOSES + timedelta(days=3)
    assert sides.submit() == 2


# --- extension -----------------------------------------------------------------------------------


def test_only_the_screening_committee_extends(sides: Sides) -> None:
    assert who_may(
        sides, lambda who: deadlines.extend_deadline(sides.act(who), sides.entry, LONGER, "Banjir")
    ) == {
        OWNER: "Denied",
        MEMBER: "Denied",
        STRANGER: "NotFound",
        EAST: "done",
        CENTRAL: "NotFound",
        NATION: "NotFound",
        AUDITOR: "Denied",
        JUROR: "NotFound",
    }


def test_an_extension_holds_for_one_candidate_and_to_the_second(sides: Sides) -> None:
    deadlines.extend_deadline(sides.act(EAST), sides.entry, LONGER, " Banjir ")
    before, until = "2022-01-31T16:59:59.000000Z", "2022-02-02T16:59:59.000000Z"
    fields = {"before": before, "until": until, "reason": "Banjir"}
    assert sides.events("DeadlineExtended") == [(EAST, fields)]
    assert sides.letters("extended") == [OWNER, MEMBER]
    described = entries.described(sides.db, sides.other)
    assert described is not None
    assert stored.of_entry(sides.db, described) == CLOSES
    sides.clock.now = LONGER + SECOND
    with pytest.raises(Refused, match="until 2022-02-02 23:59:59"):
        sides.submit()
    sides.clock.now = LONGER + LAST
    assert sides.submit() == 1


def test_a_passed_deadline_can_be_extended(sides: Sides) -> None:
    sides.clock.now = CLOSES + timedelta(days=1)
    deadlines.extend_deadline(sides.act(EAST), sides.entry, LONGER, "Listrik padam")
    assert sides.submit() == 1


@pytest.mark.parametrize("until", [CLOSES, CLOSES - timedelta(days=1), CLOSES - timedelta(days=900)])
def test_an_extension_never_shortens(sides: Sides, until: datetime) -> None:
    with pytest.raises(Invalid):
        deadlines.extend_deadline(sides.act(EAST), sides.entry, until, "Banjir")
    assert rows(sides.db, "SELECT * FROM extension") == []


def test_an_extension_needs_its_reason_and_an_awaited_dossier(sides: Sides) -> None:
    with pytest.raises(Invalid):
        deadlines.extend_deadline(sides.act(EAST), sides.entry, LONGER, "  ")
    sides.submit()
    with pytest.raises(Refused, match="not awaited any more"):
        deadlines.extend_deadline(sides.act(EAST), sides.entry, LONGER, "Banjir")


def test_an_extension_of_the_first_time_does_not_reach_into_a_correction(sides: Sides) -> None:
    deadlines.extend_deadline(sides.act(EAST), sides.entry, DUE + timedelta(days=30), "Banjir")
    sides.submit()
    sides.give_back(due=DUE)
    sides.clock.now = DUE + SECOND
    with pytest.raises(Refused):
        sides.submit()
    deadlines.extend_deadline(sides.act(EAST), sides.entry, DUE + timedelta(days=2), "Gempa")
    assert sides.submit() == 2


# --- withdrawal ----------------------------------------------------------------------------------


def test_a_candidates_own_people_withdraw_it(sides: Sides) -> None:
    assert who_may(sides, lambda who: screening.withdraw_own_entry(sides.act(who), sides.entry, "x")) == {
        **dict.fromkeys(EVERYBODY, "NotFound"),
        OWNER: "done",
        MEMBER: "done",
    }


def test_a_withdrawal_keeps_its_reason_and_is_final(sides: Sides) -> None:
    with pytest.raises(Invalid):
        screening.withdraw_own_entry(sides.act(OWNER), sides.entry, " ")
    screening.withdraw_own_entry(sides.act(MEMBER), sides.entry, " Mutasi pegawai ")
    assert sides.status() == "withdrawn"
    assert sides.events("EntryWithdrawn") == [(MEMBER, {"reason": "Mutasi pegawai"})]
    assert sides.letters("withdrawn") == [EAST]
    with pytest.raises(Refused):
        screening.withdraw_own_entry(sides.act(OWNER), sides.entry, "Lagi")
    with pytest.raises(Refused):
        sides.submit()


# --- questions and answers -----------------------------------------------------------------------


def test_words_that_are_sent_twice_are_kept_and_mailed_once(sides: Sides, clock: Clock) -> None:
    first = questions.ask(sides.act(OWNER), sides.entry, "Bolehkah?")
    clock.now += timedelta(seconds=5)
    assert questions.ask(sides.act(OWNER), sides.entry, " Bolehkah?\n") == first
    letters = rows(sides.db, "SELECT count(*) AS n FROM outbox WHERE template = 'question' GROUP BY email")
    assert {one["n"] for one in letters} == {1}
    # Somebody else's same words, other words, and the same words later are words of their own.
    others = [
        questions.ask(sides.act(MEMBER), sides.entry, "Bolehkah?"),
        questions.ask(sides.act(OWNER), sides.entry, "Bolehkah?"),
        questions.ask(sides.act(OWNER), sides.entry, "Bolehkah kami?"),
    ]
    clock.now += timedelta(minutes=11)
    others.append(questions.ask(sides.act(OWNER), sides.entry, "Bolehkah kami?"))
    assert others == [first + 1, first + 2, first + 3, first + 4]


def test_who_asks_and_who_answers(sides: Sides) -> None:
    nobody = dict.fromkeys(EVERYBODY, "NotFound")
    asking = who_may(sides, lambda who: questions.ask(sides.act(who), sides.entry, "Bolehkah?"))
    assert asking == {**nobody, OWNER: "done", MEMBER: "done"}
    answering = who_may(sides, lambda who: questions.answer(sides.act(who), sides.entry, "Boleh."))
    assert answering == {**nobody, EAST: "done", AUDITOR: "Denied"}


def test_the_thread_is_kept_as_written_and_mailed_to_the_other_side(sides: Sides) -> None:
    odd = 'Bolehkah "scan"?\n\n<b>ya</b> 100 %(x)s'
    questions.ask(sides.act(MEMBER), sides.entry, f"  {odd}\n")
    questions.answer(sides.act(EAST), sides.entry, "Boleh.")
    kept = [(one["side"], one["writer"], one["body"]) for one in threads.of_entry(sides.db, sides.entry)]
    assert kept == [("candidate", MEMBER, odd), ("committee", EAST, "Boleh.")]
    assert sides.letters("question") == [EAST]
    assert sides.letters("answer") == [OWNER, MEMBER]
    assert [who for who, _ in sides.events("QuestionWritten")] == [MEMBER, EAST]


@pytest.mark.parametrize("body", ["", " \n ", "x" * 4001])
def test_a_message_says_something_and_is_no_book(sides: Sides, body: str) -> None:
    with pytest.raises(Invalid) as refusal:
        questions.ask(sides.act(OWNER), sides.entry, body)
    assert set(refusal.value.fields) == {"body"}
    assert threads.of_entry(sides.db, sides.entry) == []


def test_nothing_is_added_once_the_entry_has_left(sides: Sides) -> None:
    screening.withdraw_own_entry(sides.act(OWNER), sides.entry, "Mutasi")
    for write, who in ((questions.ask, OWNER), (questions.answer, EAST)):
        with pytest.raises(Refused):
            write(sides.act(who), sides.entry, "Masih bolehkah?")


# --- the candidate's people ----------------------------------------------------------------------


def roles(sides: Sides) -> list[tuple[str, str]]:
    return [(one["email"], one["role"]) for one in entries.representatives_of(sides.db, sides.entry)]


def test_the_first_one_is_the_owner(sides: Sides) -> None:
    assert roles(sides) == [(OWNER, "owner"), (MEMBER, "member")]


@pytest.mark.parametrize("change", ["invite", "remove", "owner"])
def test_only_the_owner_says_who_belongs(sides: Sides, change: str) -> None:
    member = sides.award.account(MEMBER)
    do = {
        "invite": lambda act: people.invite_colleague(act, sides.entry, "baru@mojokerto.example"),
        "remove": lambda act: people.remove_colleague(act, sides.entry, member),
        "owner": lambda act: people.hand_over(act, sides.entry, member),
    }[change]
    assert who_may(sides, lambda who: do(sides.act(who))) == {
        **dict.fromkeys(EVERYBODY, "NotFound"),
        OWNER: "done",
        MEMBER: "Denied",
    }


def test_a_new_colleague_gets_a_letter_and_works_on_the_dossier(sides: Sides) -> None:
    people.invite_colleague(sides.act(OWNER), sides.entry, " Baru@Mojokerto.example ", "Baru")
    assert sides.letters("invitation") == ["baru@mojokerto.example"]
    assert sides.letters("entrusted") == [MEMBER]
    assert sides.events("RepresentativeAdded")[-1] == (OWNER, {"email": "baru@mojokerto.example"})
    save_budget(sides, "baru@mojokerto.example")
    assert items.dossier(sides.db, sides.entry).of("budget")[0].saved_by == "Baru"


def test_an_owner_never_issues_a_link_to_a_colleagues_account(sides: Sides) -> None:
    """Whoever holds the link is the account, whatever that may do later."""
    from evaluation.actions.accounts import issue_link

    new = people.invite_colleague(sides.act(OWNER), sides.entry, "baru@mojokerto.example")
    with pytest.raises(NotFound):
        issue_link(sides.act(OWNER), new, "invitation")


def test_a_removed_colleague_is_out_at_once_and_what_they_saved_stays_theirs(sides: Sides) -> None:
    save_budget(sides, MEMBER)
    people.remove_colleague(sides.act(OWNER), sides.entry, sides.award.account(MEMBER))
    assert roles(sides) == [(OWNER, "owner")]
    with pytest.raises(NotFound):
        save_budget(sides, MEMBER)
    assert items.dossier(sides.db, sides.entry).of("budget")[0].saved_by == MEMBER
    assert sides.events("RepresentativeRemoved") == [(OWNER, {"email": MEMBER})]


def test_ownership_goes_over_and_can_come_back(sides: Sides) -> None:
    owner, member = sides.award.account(OWNER), sides.award.account(MEMBER)
    people.hand_over(sides.act(OWNER), sides.entry, member)
    assert roles(sides) == [(MEMBER, "owner"), (OWNER, "member")]
    assert sides.events("OwnershipHandedOver") == [(OWNER, {"before": OWNER, "after": MEMBER})]
    with pytest.raises(Denied):
        people.hand_over(sides.act(OWNER), sides.entry, owner)
    people.hand_over(sides.act(MEMBER), sides.entry, owner)
    assert roles(sides) == [(OWNER, "owner"), (MEMBER, "member")]


def test_the_owner_and_strangers_are_no_members(sides: Sides) -> None:
    for email in (OWNER, STRANGER):
        with pytest.raises(NotFound):
            people.remove_colleague(sides.act(OWNER), sides.entry, sides.award.account(email))


@pytest.mark.parametrize("email", ["", "nobody", MEMBER, OWNER])
def test_a_colleague_needs_an_address_and_is_invited_once(sides: Sides, email: str) -> None:
    with pytest.raises(Invalid) as refusal:
        people.invite_colleague(sides.act(OWNER), sides.entry, email)
    assert set(refusal.value.fields) == {"email"}


def test_people_of_one_candidate_are_limited(sides: Sides) -> None:
    for number in range(18):
        people.invite_colleague(sides.act(OWNER), sides.entry, f"staf{number}@mojokerto.example")
    with pytest.raises(Invalid, match="At most 20 people"):
        people.invite_colleague(sides.act(OWNER), sides.entry, "staf20@mojokerto.example")
