"""Reminders of a deadline to those whose dossier is begun and not submitted; each goes out once."""

from __future__ import annotations

from datetime import datetime

from evaluation.actions import mail_events
from evaluation.actions.act import Act
from evaluation.actions.mail import post_to_candidate
from evaluation.core import reminders as rules
from evaluation.core.messages import Moment
from evaluation.permissions import require
from evaluation.store import deadlines, entries, nudges, reminders
from evaluation.store.db import Row, stamp, write
from evaluation.store.refs import found

# The worker's job, in evaluation/worker/jobs.py.
REMIND = "remind"


def remind(act: Act) -> int:
    """Post every reminder that is due now; how many dossiers it was for.

    Whoever was reminded by their committee within a day is left alone until the next look.
    """
    with write(act.db):
        require(act.actor, "worker.act")
        posted, count = reminders.posted(act.db), 0
        rested = nudges.entries_since(act.db, stamp(act.now - rules.PAUSE))
        drafts = [one for one in reminders.drafts(act.db) if one["id"] not in rested]
        until = deadlines.of_entries(act.db, drafts)
        for draft in drafts:
            deadline = until[draft["id"]]
            if deadline is None:
                continue
            known = posted.get((draft["id"], stamp(deadline)), set())
            days = rules.due(deadline, act.now, draft["timezone"], known)
            if days is not None:
                _post(act, draft, deadline, days)
                count += 1
        return count


def _post(act: Act, draft: Row, deadline: datetime, days: int) -> None:
    entry = found(entries.described(act.db, draft["id"]))
    reminders.add(act.db, entry_id=entry["id"], deadline=stamp(deadline), days=days, posted_at=act.at)
    post_to_candidate(
        act,
        entry,
        "reminder",
        moment=Moment(deadline, draft["timezone"]),
        days=rules.days_left(deadline, act.now, draft["timezone"]),
    )
    act.record(
        mail_events.ReminderPosted(
            edition_id=entry["edition_id"], entry_id=entry["id"], days=days, deadline=stamp(deadline)
        )
    )
