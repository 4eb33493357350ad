"""How a job is taken, finished, put off and given up; it stays in the database until it is done."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from evaluation.actions.act import Act
from evaluation.actions.jobs import later
from evaluation.core.people import Actor
from evaluation.files import FileRoot
from evaluation.store import jobs
from evaluation.store.db import Row, stamp, write
from evaluation.store.ready import open_ready

log = logging.getLogger(__name__)

WORKER = Actor(name="worker", system=True)
# A job during which this many workers died is the likely cause.
MOST_DEATHS = 5


class TryAgain(Exception):
    """The job could not be done now, for a reason that may pass: no fault of the program."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a job stands on: an act of the worker, the settings, and when and how often it was taken."""

    act: Act
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """What a job does with its arguments, and what happens when it fails.

    After the n-th failure it waits `pauses[n-1]`; after the last one `give_up` is told the error and the
    job is kept as failed.
    """

    run: Callable[[Work, Mapping[str, Any]], None]
    pauses: tuple[timedelta, ...]
    give_up: Callable[[Work, Mapping[str, Any], str], None] | None = None


class Board:
    """The jobs of one database, for the threads of one worker."""

    def __init__(self, settings: Mapping[str, Any], kinds: Mapping[str, Job]) -> None:
        self._settings, self._kinds = settings, kinds
        self._own = threading.local()

    @property
    def db(self) -> Database:
        """This thread's connection."""
        if not hasattr(self._own, "db"):
            self._own.db = open_ready(Path(self._settings["DATABASE"]), self._now)
        return self._own.db

    def work(self) -> Work:
        """What a job stands on, at this moment."""
        config = self._settings
        files = FileRoot(config["FILES"], config["MAX_FILE_BYTES"], config["CLAMD"])
        return Work(Act(db=self.db, actor=WORKER, now=self._now(), files=files), self._settings)

    def release(self) -> None:
        """Give back what a worker that died had taken; nobody else may be working."""
        with write(self.db):
            jobs.release(self.db, most=MOST_DEATHS, at=stamp(self._now()))

    def ask_once(self, name: str) -> None:
        """Ask for a job of the timetable, unless it waits already."""
        with write(self.db):
            if not jobs.waits(self.db, name, {}):
                later(self.work().act, name, {})

    def take(self) -> int | None:
        """Take the next job that is due; its id, or None."""
        at = stamp(self._now())
        if not jobs.due(self.db, at):
            return None
        with write(self.db):
            job = jobs.take(self.db, at)
        return None if job is None else int(job["id"])

    def do(self, job_id: int) -> None:
        """Do a job that was taken. Its row goes when it is done; otherwise the job is put off or given up."""
        job = jobs.by_id(self.db, job_id)
        if job is None:
            return
        try:
            self._kinds[job["name"]].run(self.work(), json.loads(job["arguments"]))
        except TryAgain as reason:
            self._failed(job, str(reason))
        except Exception as fault:
            log.exception("job %s (%s) broke", job_id, job["name"])
            self._failed(job, f"{type(fault).__name__}: {fault}")
        else:
            with write(self.db):
                jobs.finish(self.db, job_id)

    def _failed(self, job: Row, error: str) -> None:
        kind = self._kinds.get(job["name"])
        pauses = kind.pauses if kind else ()
        now = self._now()
        with write(self.db):
            if job["tries"] <= len(pauses):
                due = now + pauses[job["tries"] - 1]
                jobs.put_off(self.db, job["id"], due_at=stamp(due), error=error)
                return
            jobs.give_up(self.db, job["id"], failed_at=stamp(now), error=error)
            if kind is not None and kind.give_up is not None:
                kind.give_up(self.work(), json.loads(job["arguments"]), error)

    def _now(self) -> datetime:
        now: datetime = self._settings["CLOCK"]()
        return now
