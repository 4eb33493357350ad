"""Sessions as values: a day one after the other, lots that anybody can check, clashes."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from evaluation.core.days import day_of
from evaluation.core.sessions import Plan, Slot, clashes, day_plans, day_problem, drawn, plan_problems

NINE = datetime(2022, 1, 12, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
PLAN = Plan(NINE, "Asia/Jakarta", 20, 25, "Ruang 1")


def slot(key: str, hour: int, minutes: int = 60, people: tuple[int, ...] = (1,), **where: str) -> Slot:
    starts = NINE.replace(hour=hour)
    return Slot(key, 1, starts, starts + timedelta(minutes=minutes), frozenset(people), **where)


def test_a_day_runs_session_after_session_with_pauses() -> None:
    starts = [plan.starts.strftime("%H:%M") for plan in day_plans(PLAN, 3, 10)]
    assert starts == ["09:00", "09:55", "10:50"]
    assert {(plan.talk, plan.questions, plan.room, plan.zone) for plan in day_plans(PLAN, 3, 10)} == {
        (20, 25, "Ruang 1", "Asia/Jakarta")
    }
    assert day_plans(PLAN, 0, 10) == ()


def test_a_day_ends_before_midnight_in_its_own_zone() -> None:
    late = Plan(NINE.replace(hour=22), "Asia/Jakarta", 30, 30)
    assert day_problem(day_plans(late, 1, 0)) is None
    assert str(day_problem(day_plans(late, 3, 0))).startswith("3 sessions do not fit into this day")
    assert day_problem(()) is None
    # 22:00 in Jakarta is the middle of the day in UTC.
    assert day_problem(day_plans(Plan(late.starts, "UTC", 30, 30), 3, 0)) is None


def test_lots_are_the_order_of_hashes_that_anybody_can_make() -> None:
    codes = ["35.09", "35.76", "35.77"]
    by_hand = sorted(codes, key=lambda code: hashlib.sha256(f"2022-01-12:{code}".encode()).hexdigest())
    assert drawn("2022-01-12", codes) == drawn("2022-01-12", reversed(codes)) == tuple(by_hand)
    orders = {drawn(str(seed), codes) for seed in range(60)}
    assert len(orders) == 6


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        (dict(room=""), "room"),
        (dict(talk=0, questions=0), "talk"),
        (dict(talk=601), "talk"),
        (dict(questions=-1), "questions"),
        (dict(link="javascript:alert(1)"), "link"),
        (dict(link="zoom.example/1"), "link"),
        (dict(room="x" * 301), "room"),
    ],
)
def test_a_session_that_cant_be_kept_says_why(changed: dict[str, object], field: str) -> None:
    assert plan_problems(PLAN) == {}
    plan = Plan(**{**dict(starts=NINE, zone="UTC", talk=20, questions=20, room="R", link=""), **changed})
    assert set(plan_problems(plan)) == {field}


def test_a_link_alone_is_place_enough() -> None:
    assert plan_problems(Plan(NINE, "UTC", 1, 0, link="https://rapat.example/1")) == {}


# --- clashes -------------------------------------------------------------------------------------


def test_a_person_in_two_rooms_clashes_and_back_to_back_does_not() -> None:
    one, overlapping, after = slot("a", 9), slot("b", 9, 30), slot("c", 10)
    (found,) = clashes([one, after], [overlapping])
    assert (found.first.key, found.second.key, found.people, found.room) == ("a", "b", {1}, False)
    assert clashes([one, after]) == ()


def test_nobody_in_common_and_no_room_in_common_is_no_clash() -> None:
    assert clashes([slot("a", 9), slot("b", 9, people=(2,))]) == ()


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (dict(room="Ruang  1", place="p"), dict(room="ruang 1", place="p"), (True, False)),
        (dict(room="Ruang 1", place="p"), dict(room="Ruang 1", place="q"), None),
        (dict(link="https://x/1"), dict(link="https://x/1", place="q"), (False, True)),
        (dict(), dict(), None),
    ],
)
def test_a_room_is_one_room_within_its_province(one, other, clash) -> None:
    found = clashes([slot("a", 9, people=(1,), **one), slot("b", 9, people=(2,), **other)])
    assert [(c.room, c.link) for c in found] == ([] if clash is None else [clash])


# --- an assessor's day ---------------------------------------------------------------------------


def meeting(number: int, day: int, hour: int, zone: str = "Asia/Jakarta") -> tuple[dict, datetime, datetime]:
    starts = datetime(2022, 1, day, hour, tzinfo=UTC)
    return {"id": number, "contest_id": 1, "zone": zone}, starts, starts + timedelta(hours=1)


def test_a_day_holds_what_lies_on_it_in_the_sessions_own_zone() -> None:
    mine = [meeting(1, 11, 3), meeting(2, 11, 18, "Asia/Jayapura"), meeting(3, 12, 3), meeting(4, 14, 3)]
    day = day_of(mine, date(2022, 1, 12), datetime(2022, 1, 1, tzinfo=UTC))
    assert [one.about["id"] for one in day.meetings] == [2, 3]
    assert (day.before, day.after) == (date(2022, 1, 11), date(2022, 1, 14))


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (datetime(2022, 1, 1, tzinfo=UTC), date(2022, 1, 11)),
        (datetime(2022, 1, 11, 12, tzinfo=UTC), date(2022, 1, 11)),
        (datetime(2022, 1, 11, 17, tzinfo=UTC), date(2022, 1, 14)),
        (datetime(2022, 2, 1, tzinfo=UTC), date(2022, 1, 14)),
    ],
)
def test_without_a_date_it_is_today_or_the_next_day_with_sessions(now: datetime, shown: date) -> None:
    assert day_of([meeting(1, 11, 3), meeting(4, 14, 3)], None, now).on == shown


def test_a_day_without_sessions_is_empty_and_overlaps_are_told() -> None:
    assert day_of([], None, datetime(2022, 1, 1, tzinfo=UTC)).meetings == ()
    twice = [meeting(1, 11, 3), meeting(2, 11, 3), meeting(3, 11, 5)]
    day = day_of(twice, date(2022, 1, 11), datetime(2022, 1, 1, tzinfo=UTC))
    assert [one.clash for one in day.meetings] == [True, True, False]
