"""Wins of earlier years that are not public: nobody is passed over for them before everybody may know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlite_utils import Database

from evaluation.actions import announcing, contests
from evaluation.actions.act import Act
from evaluation.actions.readiness import NotReady
from evaluation.core.people import SYSTEM
from evaluation.store import promotion, standings
from tests.award import EDITION, Award
from tests.conftest import Clock
from tests.signing_ground import signed_ground

WON_AT_THE_DESK = EDITION.replace("winners = 1\n", "winners = 0\n").replace(
    "advance = 2\n", "winners = 1\n", 1
)


def two_editions(award: Award, act_as: Callable[..., Act], earlier: str) -> tuple[int, int]:
    """A final result of 2021, not public, and the next year's contest, in which its winner stands first."""
    ground = signed_ground(award, earlier)
    contests.finalise(act_as(SYSTEM), ground.contest, "Pleno")
    text = EDITION.replace("advance = 2\n", "advance = 1\npromotion = { past_winners = 3 }\n", 1)
    later = award.edition(
        text.replace("uji-2021", "uji-2022").replace("award_year = 2022", "award_year = 2023")
    )
    panel = award.panel(later, "province", "35")
    contest = award.contest(later, "province-desk", "35")
    for n, code in enumerate(("35.76", "35.09")):
        entry = award.entry(later, code, f"Kota {code}", status="accepted")
        award.measure(contest, entry, "coverage", "50")
        for account in panel[:2]:
            award.sheet(contest, entry, account, {"regulation": 90 - n, "innovation": 90 - n})
    return ground.contest, contest


def test_a_win_that_is_not_public_yet_is_not_told_by_passing_its_winner_over(
    award: Award, act_as: Callable[..., Act], db: Database
) -> None:
    earlier, contest = two_editions(award, act_as, WON_AT_THE_DESK)

    def told() -> list[tuple[str, str]]:
        result = standings.result(db, contest)
        return [(one.entry, one.outcome.reason.code) for one in result.standings if one.outcome]

    assert told() == [("35.76", "within"), ("35.09", "beyond")]
    assert promotion.facts_of(db, contest)["35.76"].won == ()
    # So that the rule is kept all the same, nothing is final before everybody may know.
    with pytest.raises(NotReady, match="Winners of Trial Award 2021 are passed over here") as refused:
        contests.finalise(act_as(SYSTEM), contest, "Pleno")
    assert "Provincial desk assessment (Regencies and cities, Jawa Timur) is not public yet" in str(
        refused.value
    )
    contests.publish(act_as(SYSTEM), earlier)
    assert told() == [("35.76", "past-winner"), ("35.09", "within")]
    contests.finalise(act_as(SYSTEM), contest, "Pleno")


def test_a_result_under_embargo_tells_nothing_until_its_second(
    award: Award, act_as: Callable[..., Act], clock: Clock
) -> None:
    earlier, contest = two_editions(award, act_as, WON_AT_THE_DESK)
    announcing.publish_at(act_as(SYSTEM), earlier, clock.now + timedelta(minutes=1))
    assert promotion.facts_of(award.db, contest)["35.76"].won == ()
    clock.now += timedelta(minutes=1)
    assert promotion.facts_of(award.db, contest)["35.76"].won == (2022,)


def test_winners_of_clusters_alone_count_as_well(award: Award, act_as: Callable[..., Act]) -> None:
    """The round itself names no winners, its clusters do."""
    cluster = '{ code = "all", title = { id = "Semua", en = "All" }, winners = 1 }'
    text = WON_AT_THE_DESK.replace("winners = 1\n", f"promotion = {{ clusters = [{cluster}] }}\n", 1)
    earlier, contest = two_editions(award, act_as, text)
    contests.publish(act_as(SYSTEM), earlier)
    assert promotion.facts_of(award.db, contest)["35.76"].won == (2022,)


def test_a_nomination_is_no_win(award: Award, act_as: Callable[..., Act]) -> None:
    """The last round that names winners decides, and one that nominates names none."""
    text = WON_AT_THE_DESK.replace("winners = 1\n", "winners = 1\npromotion = { nominations = 1 }\n", 1)
    earlier, contest = two_editions(award, act_as, text)
    contests.publish(act_as(SYSTEM), earlier)
    assert promotion.facts_of(award.db, contest)["35.76"].won == ()
    assert promotion.wins_unpublished(award.db, contest, 3) == []
