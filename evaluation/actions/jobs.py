"""Work that is asked for now and done by the worker afterwards (`evaluation/worker/`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evaluation.actions import mail_events
from evaluation.actions.act import Act
from evaluation.core.errors import NotFound
from evaluation.permissions import require
from evaluation.store import jobs, refs
from evaluation.store.db import stamp, write


def later(act: Act, name: str, arguments: Mapping[str, Any], *, at: datetime | None = None) -> int:
    """Ask for the job `name` of evaluation/worker/jobs.py; its id. Part of another action's write block.

    The job is there when the block is, is taken not before `at` (None: at once), and is done at least
    once, after a crash of the worker perhaps twice: doing it again must do no harm. Arguments are plain
    values (ids, not rows).
    """
    return jobs.add(act.db, name, arguments, asked_at=act.at, due_at=stamp(at or act.now))


def try_again(act: Act, job_id: int) -> None:
    """Let a job that failed for good begin anew. NotFound when no such job failed."""
    with write(act.db):
        require(act.actor, "mail.manage")
        job = refs.found(jobs.by_id(act.db, job_id))
        if not jobs.retry(act.db, job_id, due_at=act.at):
            raise NotFound(refs.NOT_FOUND)
        act.record(mail_events.JobRetried(job=job_id, name=job["name"]))
