"""A job stays until it is done: after an error it waits, after a crash it is taken again."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from evaluation.actions.jobs import later
from evaluation.store.db import rows, stamp, write
from evaluation.worker.board import MOST_DEATHS, Board, Job, TryAgain


@pytest.fixture
def ask(act_as):
    """Ask for a job."""

    def go(name: str = "count", at=None, **arguments: object) -> int:
        act = act_as()
        with write(act.db):
            return later(act, name, arguments, at=at)

    return go


def board_of(app, run, pauses=(), give_up=None) -> Board:
    return Board(app.config, {"count": Job(run, pauses, give_up)})


def stored(db):
    return rows(db, "SELECT tries, taken_at, failed_at, due_at, error FROM job ORDER BY id")


def test_jobs_are_done_once_in_the_order_in_which_they_fall_due(app, ask, clock, db):
    done = []
    board = board_of(app, lambda work, arguments: done.append(arguments["n"]))
    ask(n=2, at=clock.now + timedelta(hours=1))
    ask(n=1)
    board.do(board.take())
    assert board.take() is None
    clock.forward(hours=1)
    board.do(board.take())
    assert (done, stored(db), board.take()) == ([1, 2], [], None)


def test_a_job_that_was_asked_for_in_a_change_that_failed_is_not_there(act_as, db):
    act = act_as()
    with suppress(ZeroDivisionError), write(act.db):
        later(act, "count", {})
        act.record(1 / 0)
    assert stored(db) == []


def test_a_job_that_fails_waits_longer_each_time_and_is_kept_in_the_end(app, ask, clock, db):
    told = []

    def run(work, arguments):
        raise TryAgain("not now")

    pauses = (timedelta(minutes=1), timedelta(minutes=5))
    board = board_of(app, run, pauses, lambda work, arguments, error: told.append(error))
    ask()
    waits = []
    for _ in range(3):
        board.do(board.take())
        assert board.take() is None
        waits.append(stored(db)[0]["due_at"])
        clock.forward(minutes=5)
    begun = clock.now - timedelta(minutes=15)
    assert waits[:2] == [stamp(begun + timedelta(minutes=1)), stamp(begun + timedelta(minutes=10))]
    (job,) = stored(db)
    assert (job["tries"], job["taken_at"], job["error"], told) == (3, None, "not now", ["not now"])
    assert job["failed_at"] == stamp(clock.now - timedelta(minutes=5))


@pytest.mark.filterwarnings("default")
def test_a_fault_of_the_program_is_logged_and_tried_again(app, ask, db, caplog):
    board = board_of(app, lambda work, arguments: 1 / 0, (timedelta(minutes=1),))
    ask()
    board.do(board.take())
    assert stored(db)[0]["error"] == "ZeroDivisionError: division by zero"
    assert "division by zero" in caplog.text


def test_a_job_of_a_name_that_nobody_knows_is_kept_as_failed(app, ask, db):
    board = board_of(app, lambda work, arguments: None)
    ask("unheard of")
    board.do(board.take())
    assert stored(db)[0]["failed_at"] is not None


def test_what_a_dead_worker_had_taken_is_taken_again(app, ask, db):
    done = []
    board = board_of(app, lambda work, arguments: done.append(1))
    ask()
    assert board.take() is not None
    another = board_of(app, lambda work, arguments: done.append(2))
    assert another.take() is None
    another.release()
    another.do(another.take())
    assert (done, stored(db)) == ([2], [])


def test_a_job_that_every_worker_dies_of_is_given_up(app, ask, db):
    board = board_of(app, lambda work, arguments: None)
    ask()
    for _ in range(MOST_DEATHS):
        assert board.take() is not None
        board.release()
    assert board.take() is None
    assert stored(db)[0]["error"] == "the worker ended while it did this job"


def test_what_the_timetable_asks_for_waits_once(app, db):
    board = board_of(app, lambda work, arguments: None)
    board.ask_once("count")
    board.ask_once("count")
    assert len(stored(db)) == 1
