"""`python -m evaluation.worker [PARENT]`: work until told to end (SIGTERM or Ctrl+C).

With the number of its parent process it also ends when that is gone.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from huey import Huey, crontab
from huey.api import TaskWrapper
from huey.storage import MemoryStorage

from evaluation.actions.incoming import CLEAN
from evaluation.actions.reminders import REMIND
from evaluation.config import settings
from evaluation.worker.board import Board
from evaluation.worker.jobs import JOBS

THREADS = 2
# A queue without work is looked at once a second at least: so long does a message wait.
LONGEST_PAUSE = 1.0
PATIENCE = 15


class JobStorage(MemoryStorage):  # type: ignore[misc]
    """Huey's queue: first what its own timetable put there, then the next job of the database."""

    board: Board
    task: TaskWrapper
    huey: Huey

    def dequeue(self) -> bytes | None:
        """The next task for a thread. A job that it names stays in the database until it is done."""
        own: bytes | None = super().dequeue()
        job_id = self.board.take() if own is None else None
        return own if job_id is None else self.huey.serialize_task(self.task.s(job_id))


def hired(board: Board) -> Huey:
    """A Huey that does the jobs of a board, asks for the reminders every hour, and cleans up every night."""
    huey = Huey("penjurian", storage_class=JobStorage, results=False)

    @huey.periodic_task(crontab(minute="5"))
    def timetable() -> None:
        board.ask_once(REMIND)

    @huey.periodic_task(crontab(minute="20", hour="2"))
    def night() -> None:
        board.ask_once(CLEAN)

    storage = huey.storage
    storage.board, storage.huey, storage.task = board, huey, huey.task(name="job")(board.do)
    return huey


def end_with(parent: int) -> None:
    """End this process in order when its parent is gone: nobody would start it again."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def alone(database: Path) -> Any:
    """Wait until no other worker works for this database; the lock ends with this process."""
    lock = database.with_name(database.name + ".worker").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def main() -> None:
    """Become the worker of the database that the settings name."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s worker %(levelname)s %(message)s")
    config = settings()
    database = Path(config["DATABASE"])
    database.parent.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 1:
        # Said by the parent: it may be gone before this process can ask who it was.
        threading.Thread(target=end_with, args=(int(sys.argv[1]),), daemon=True).start()
    lock = alone(database)
    board = Board(config, JOBS)
    board.release()
    board.ask_once(REMIND)
    consumer = hired(board).create_consumer(
        workers=THREADS, max_delay=LONGEST_PAUSE, graceful_signal="TERM", shutdown_timeout=PATIENCE
    )
    try:
        consumer.run()
    finally:
        lock.close()


if __name__ == "__main__":
    main()
