"""Publication at a moment: set, moved, called off, kept; candidates are written to then and not before."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from sqlite_utils import Database

from evaluation.actions import announcing
from evaluation.core.errors import Denied, Invalid, NotFound, Refused
from evaluation.store import announcements, jobs
from evaluation.store.db import row, rows, stamp
from evaluation.worker.board import Board
from evaluation.worker.jobs import JOBS
from tests.announce_ground import CENTRAL, EAST, JUDGES, NATION, OWNER, RIVAL, Announced, announced_ground
from tests.award import EDITION, Award

HOUR = timedelta(hours=1)


@pytest.fixture
def ground(award: Award, act_as) -> Announced:  # type: ignore[no-untyped-def]
    return announced_ground(award, act_as)


def public(db: Database) -> list[dict[str, object]]:
    return rows(db, "SELECT contest_id, published_at FROM publication")


def events(db: Database) -> list[tuple[str, dict[str, object]]]:
    names = (
        "ResultPublished",
        "PublicationSet",
        "PublicationMoved",
        "PublicationCalledOff",
        "CandidatesTold",
    )
    found = rows(db, "SELECT name, fields FROM audit_event ORDER BY id")
    return [(one["name"], json.loads(one["fields"])) for one in found if one["name"] in names]


def letters(db: Database) -> list[tuple[str, str]]:
    return [(one["template"], one["email"]) for one in rows(db, "SELECT * FROM outbox ORDER BY id")]


def moment(ground: Announced) -> datetime:
    return ground.after(hours=1)


# --- the moment ----------------------------------------------------------------------------------


def test_a_result_is_public_from_its_second_on(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    announcing.publish_at(ground.act(), ground.contest, moment(ground))
    clock.forward(minutes=59, seconds=59)
    assert public(db) == []
    clock.forward(seconds=1)
    assert public(db) == [{"contest_id": ground.contest, "published_at": stamp(clock.now)}]
    assert [name for name, _ in events(db)] == ["PublicationSet"]


def test_a_part_of_a_second_is_cut_off(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    announcing.publish_at(ground.act(), ground.contest, moment(ground) + timedelta(microseconds=400_000))
    clock.forward(hours=1)
    assert len(public(db)) == 1


def test_it_can_be_moved_and_called_off_with_reasons(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    first, second = moment(ground), ground.after(hours=5)
    announcing.publish_at(ground.act(), ground.contest, first)
    announcing.move(ground.act(), ground.contest, second, "Menteri berhalangan")
    clock.forward(hours=2)
    assert public(db) == []
    announcing.call_off(ground.act(), ground.contest, "Ada keberatan lisan")
    clock.forward(hours=4)
    assert public(db) == []
    announcing.publish(ground.act(), ground.contest)
    assert public(db) == [{"contest_id": ground.contest, "published_at": stamp(clock.now)}]
    assert [one["publishes_at"] for one in announcements.history(db, ground.contest)] == [
        stamp(first),
        stamp(second),
        None,
        stamp(clock.now),
    ]
    kept = row(db, "SELECT fingerprint FROM finalisation")
    assert kept is not None
    assert events(db) == [
        ("PublicationSet", {"moment": stamp(first), "fingerprint": kept["fingerprint"]}),
        (
            "PublicationMoved",
            {"before": stamp(first), "moment": stamp(second), "reason": "Menteri berhalangan"},
        ),
        ("PublicationCalledOff", {"before": stamp(second), "reason": "Ada keberatan lisan"}),
        ("ResultPublished", {"fingerprint": kept["fingerprint"]}),
    ]


def test_it_can_be_published_at_once_instead(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    announcing.publish_at(ground.act(), ground.contest, moment(ground))
    clock.forward(minutes=1)
    announcing.move(ground.act(), ground.contest, None, "Sudah tersebar")
    assert public(db) == [{"contest_id": ground.contest, "published_at": stamp(clock.now)}]


@pytest.mark.parametrize("off", [timedelta(0), -HOUR, timedelta(days=366, seconds=1)])
def test_a_moment_lies_ahead_and_not_years_off(ground: Announced, db: Database, off: timedelta) -> None:
    with pytest.raises(Invalid) as refused:
        announcing.publish_at(ground.act(), ground.contest, ground.award.clock.now + off)
    assert set(refused.value.fields) == {"day"}
    assert rows(db, "SELECT * FROM announcement") == []


def test_the_same_moment_and_a_missing_reason_are_refused(ground: Announced, db: Database) -> None:
    announcing.publish_at(ground.act(), ground.contest, moment(ground))
    with pytest.raises(Invalid) as refused:
        announcing.move(ground.act(), ground.contest, moment(ground), "Sama")
    assert set(refused.value.fields) == {"day"}
    for change in (
        lambda: announcing.move(ground.act(), ground.contest, ground.after(hours=2), " "),
        lambda: announcing.call_off(ground.act(), ground.contest, ""),
    ):
        with pytest.raises(Invalid) as refused:
            change()
        assert set(refused.value.fields) == {"reason"}
    assert len(rows(db, "SELECT * FROM announcement")) == 1


def test_once_set_it_is_not_set_again_and_once_public_it_stays(ground: Announced, clock) -> None:  # type: ignore[no-untyped-def]
    announcing.publish_at(ground.act(), ground.contest, moment(ground))
    with pytest.raises(Refused, match="move it or call it off"):
        announcing.publish(ground.act(), ground.contest)
    clock.forward(hours=1)
    for change in (
        lambda: announcing.publish(ground.act(), ground.contest),
        lambda: announcing.move(ground.act(), ground.contest, ground.after(hours=2), "Terlambat"),
        lambda: announcing.call_off(ground.act(), ground.contest, "Terlambat"),
    ):
        with pytest.raises(Refused, match="published already"):
            change()


def test_nothing_is_moved_that_was_not_set(ground: Announced) -> None:
    with pytest.raises(Refused, match="No moment of publication is set"):
        announcing.call_off(ground.act(), ground.contest, "Tidak jadi")


def test_only_its_own_committee_decides(ground: Announced) -> None:
    with pytest.raises(Denied):
        announcing.publish_at(ground.act(NATION), ground.contest, moment(ground))
    for email in (CENTRAL, JUDGES[0], OWNER):
        with pytest.raises(NotFound):
            announcing.publish_at(ground.act(email), ground.contest, moment(ground))


def test_an_announcement_holds_for_its_own_result_alone(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    """Were the result another one by then, it would wait for an announcement of its own."""
    announcing.publish_at(ground.act(), ground.contest, moment(ground))
    clock.forward(hours=1)
    assert len(public(db)) == 1
    db.conn.execute("DROP TRIGGER finalisation_is_frozen")
    db.conn.execute("UPDATE finalisation SET fingerprint = ?", ("f" * 64,))
    assert public(db) == []
    assert announcements.announcement_ref(db, ground.contest).announced is False


# --- who is told, and when -----------------------------------------------------------------------


def test_candidates_are_told_at_the_moment_and_once(ground: Announced, db: Database, clock, app) -> None:  # type: ignore[no-untyped-def]
    board = Board(app.config, JOBS)
    announcing.publish_at(ground.act(), ground.contest, moment(ground))
    clock.forward(minutes=59, seconds=59)
    assert board.take() is None
    assert letters(db) == []
    clock.forward(seconds=1)
    job = board.take()
    assert job is not None
    board.do(job)
    told = [("published_until", OWNER), ("published_until", RIVAL)]
    assert sorted(letters(db)) == sorted(told)
    assert events(db)[-1] == ("CandidatesTold", {"people": 2})
    assert announcing.tell_candidates(ground.system, 1) == 0
    assert len(letters(db)) == 2
    contents = json.loads(rows(db, "SELECT contents FROM outbox ORDER BY id")[0]["contents"])
    assert contents["moment"] == {"at": "2022-01-13T23:59:59+07:00", "zone": "Asia/Jakarta"}


def test_a_job_of_a_moment_that_was_moved_tells_nobody(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    announcing.publish_at(ground.act(), ground.contest, moment(ground))
    announcing.move(ground.act(), ground.contest, ground.after(hours=3), "Ditunda")
    clock.forward(hours=1)
    assert [announcing.tell_candidates(ground.system, number) for number in (1, 2)] == [0, 0]
    assert letters(db) == []
    clock.forward(hours=2)
    assert [announcing.tell_candidates(ground.system, number) for number in (1, 2)] == [0, 2]


def test_a_publication_at_once_is_told_at_once(ground: Announced, db: Database, clock) -> None:  # type: ignore[no-untyped-def]
    announcing.publish(ground.act(), ground.contest)
    due = rows(db, "SELECT name, due_at FROM job ORDER BY id")
    assert due == [{"name": announcing.TELL, "due_at": stamp(clock.now)}]
    assert jobs.due(db, stamp(clock.now))


def test_without_objections_the_letter_names_no_window(award: Award, act_as, db: Database) -> None:  # type: ignore[no-untyped-def]
    ground = announced_ground(award, act_as, EDITION)
    announcing.publish(ground.act(), ground.contest)
    announcing.tell_candidates(ground.system, 1)
    assert {template for template, _ in letters(db)} == {"published"}


def test_only_the_worker_tells(ground: Announced) -> None:
    announcing.publish(ground.act(), ground.contest)
    with pytest.raises(NotFound):
        announcing.tell_candidates(ground.act(EAST), 1)
