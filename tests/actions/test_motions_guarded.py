"""What motions must not do: tell outcomes to who tries them, pass where they fit no more; and the minutes."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evaluation.actions import contests, motions, pleno, records
from evaluation.core.deliberation_rules import Votes
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.core.pleno import sent_out
from evaluation.store import deliberations, discussion_notes, pleno_refs, standings
from evaluation.store.db import row
from tests.pleno_ground import (
    CHAIR,
    EAST,
    FOURTH,
    JEMBER,
    MOJOKERTO,
    SECOND,
    SIDOARJO,
    SURABAYA,
    THIRD,
    PlenoGround,
    adopt,
    places,
    pleno_ground,
    put,
    sit,
)


@pytest.fixture
def ground(award) -> PlenoGround:
    return pleno_ground(award)


# --- nothing by trying, nothing by chance ----------------------------------------------------------


def test_whoever_is_kept_away_learns_no_outcome_by_trying_motions(ground: PlenoGround, as_) -> None:
    """Outcomes are not shown to them; what a motion is refused for would tell them one by one."""
    ground.away(ground.panel[1], SURABAYA)
    sit(ground, as_)
    # Sidoarjo does not go on, so there is nothing to withhold; Mojokerto goes on without a wild card.
    assert put(ground, as_(SECOND), "withhold", SIDOARJO) == 1
    assert put(ground, as_(SECOND), "wild-card", MOJOKERTO) == 2
    for number in (1, 2):
        with pytest.raises(Refused, match="does not fit the result as it stands"):
            motions.call_vote(as_(EAST), ground.contest, number)
    motions.withdraw(as_(SECOND), ground.contest, 1)
    # Whoever may see outcomes is told at once.
    with pytest.raises(Invalid, match="nothing to withhold"):
        put(ground, as_(THIRD), "withhold", SIDOARJO)


def test_a_vote_is_not_closed_on_a_motion_that_fits_no_more(ground: PlenoGround, as_) -> None:
    """The tie is parted by a correction while members vote on breaking it."""
    sit(ground, as_)
    number = put(ground, as_(EAST), "tie", SURABAYA)
    motions.call_vote(as_(EAST), ground.contest, number)
    for email in (CHAIR, SECOND):
        motions.cast(as_(email), ground.contest, number, "for")
    act = as_(EAST)
    records.record_adjustment(
        act, ground.contest, ground.entries[JEMBER], points=Fraction(-1, 2), reason="Terlambat"
    )
    with pytest.raises(Refused, match="does not fit the result as it stands"):
        motions.close_vote(act, ground.contest, number)
    motions.withdraw(act, ground.contest, number)
    assert standings.result(ground.db, ground.contest).motions == ()


def test_who_is_kept_away_from_what_a_motion_came_to_change_does_not_count(ground: PlenoGround, as_) -> None:
    """A correction during the vote makes the motion move one entry more; its member's vote is left out."""
    ground.away(ground.panel[1], JEMBER)
    sit(ground, as_, CHAIR, SECOND, THIRD, FOURTH)
    # Jember stands last, so a motion that moves Sidoarjo before Surabaya does not concern it.
    act = as_(EAST)
    records.record_adjustment(
        act, ground.contest, ground.entries[JEMBER], points=Fraction(-30), reason="Terlambat"
    )
    number = put(ground, act, "move", SIDOARJO, place=2)
    motions.call_vote(act, ground.contest, number)
    motions.cast(as_(SECOND), ground.contest, number, "for")
    motions.cast(as_(CHAIR), ground.contest, number, "against")
    adjustment = row(ground.db, "SELECT id FROM adjustment")
    assert adjustment is not None
    records.remove_adjustment(act, adjustment["id"], "Keliru")
    assert motions.close_vote(act, ground.contest, number) == "rejected"
    one = pleno_refs.pleno_of(ground.db, ground.contest).motions[0]
    assert ground.entries[JEMBER] in one.concerned
    assert one.votes == Votes(0, 1, 0, 3)


def test_a_wild_card_that_is_withheld_again_can_be_given_to_another(ground: PlenoGround, as_) -> None:
    sit(ground, as_)
    adopt(ground, as_, "wild-card", SIDOARJO)
    adopt(ground, as_, "withhold", SIDOARJO)
    adopt(ground, as_, "withhold", MOJOKERTO)
    # The only one: given back to Mojokerto, it is not there for Sidoarjo any more.
    adopt(ground, as_, "wild-card", MOJOKERTO)
    with pytest.raises(Invalid, match="All wild cards"):
        put(ground, as_(EAST), "wild-card", SIDOARJO)
    result = standings.result(ground.db, ground.contest)
    assert {one.entry for one in result.standings if one.advances} == {MOJOKERTO, JEMBER, SURABAYA}


def test_an_adopted_motion_is_undone_by_a_contrary_one(ground: PlenoGround, as_) -> None:
    """Both stay in the result with their reasons; the places are those of the marks again."""
    sit(ground, as_)
    by_marks = {MOJOKERTO: (1, 1), JEMBER: (2, 2), SURABAYA: (2, 2), SIDOARJO: (4, 4)}
    adopt(ground, as_, "tie", SURABAYA)
    adopt(ground, as_, "joint", SURABAYA, JEMBER)
    assert places(ground) == by_marks
    adopt(ground, as_, "move", SIDOARJO, place=1)
    adopt(ground, as_, "move", SIDOARJO, place=4)
    assert places(ground) == by_marks
    assert [one.number for one in standings.result(ground.db, ground.contest).motions] == [1, 2, 3, 4]


# --- what the minutes tell -------------------------------------------------------------------------


def test_who_left_the_room_for_a_motion_is_known_for_the_minutes(ground: PlenoGround, as_, clock) -> None:
    """Present at the call and not entitled, or kept away since: not whoever was absent all the time."""
    ground.away(ground.panel[2], SURABAYA)
    sit(ground, as_, CHAIR, SECOND, THIRD)
    clock.forward(minutes=1)
    pleno.attend(as_(FOURTH), ground.contest, here=True)
    number = put(ground, as_(EAST), "tie", JEMBER)
    motions.call_vote(as_(EAST), ground.contest, number)
    for email in (CHAIR, SECOND, FOURTH):
        motions.cast(as_(email), ground.contest, number, "for")
    clock.forward(minutes=1)
    # A conflict that came out during the vote, and one after it.
    ground.away(ground.panel[3], JEMBER)
    pleno.record_presence(as_(EAST), ground.contest, ground.panel[2], here=False)
    with pytest.raises(Refused, match="no quorum"):
        motions.close_vote(as_(EAST), ground.contest, number)
    motions.withdraw(as_(EAST), ground.contest, number)
    clock.forward(minutes=1)
    ground.away(ground.panel[1], JEMBER)
    (motion,) = pleno_refs.pleno_of(ground.db, ground.contest).motions
    comings = deliberations.comings(ground.db, ground.contest)
    assert sent_out(motion, comings) == ("Juri 3 35", "Juri 4 35")
    assert [(one.name, one.away) for one in motion.voters] == [
        ("Juri 1 35", False),
        ("Juri 2 35", False),
        ("Juri 4 35", True),
    ]
    assert motion.cast == 2


def test_notes_go_into_the_minutes_when_a_leader_says_so(ground: PlenoGround, as_) -> None:
    ground.away(ground.panel[0], JEMBER)
    sit(ground, as_)
    for code, body in ((JEMBER, "Tentang Jember"), (SURABAYA, "Tentang Surabaya")):
        pleno.lay_entries(as_(EAST), ground.contest, [ground.entries[code]])
        table = pleno_refs.pleno_of(ground.db, ground.contest).table
        pleno.write_note(as_(SECOND), ground.contest, body, table.item)
    pleno.lay_entries(as_(EAST), ground.contest, [])
    first, second = pleno_refs.pleno_of(ground.db, ground.contest).notes
    with pytest.raises(Denied, match="lead its deliberation"):
        pleno.minute_note(as_(SECOND), ground.contest, first.id, minuted=True)
    # The chair is kept away from Jember: that note is not there for them.
    for note in (first.id, 99):
        with pytest.raises(NotFound):
            pleno.minute_note(as_(CHAIR), ground.contest, note, minuted=True)
    pleno.minute_note(as_(CHAIR), ground.contest, second.id, minuted=True)
    pleno.minute_note(as_(EAST), ground.contest, first.id, minuted=True)
    pleno.end_sitting(as_(EAST), ground.contest)
    # Minutes are drawn up after the sitting, too.
    pleno.minute_note(as_(EAST), ground.contest, second.id, minuted=False)
    assert [one.minuted for one in discussion_notes.of_contest(ground.db, ground.contest)] == [True, False]
    contests.finalise(as_(EAST), ground.contest, "Pleno")
    with pytest.raises(Refused, match="finalised"):
        pleno.minute_note(as_(EAST), ground.contest, second.id, minuted=True)
