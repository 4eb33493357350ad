"""More time for one candidate: granted by its committee with a reason that everybody may read."""

from __future__ import annotations

from datetime import datetime

from evaluation.actions import mail
from evaluation.actions.act import Act
from evaluation.actions.events import DeadlineExtended
from evaluation.actions.reasons import stated
from evaluation.core.deadlines import extension_problem
from evaluation.core.errors import Invalid
from evaluation.core.messages import Moment, msg
from evaluation.permissions import require
from evaluation.store import corrections, deadlines, entries, refs
from evaluation.store.db import stamp, write

NO_DEADLINE = msg("This dossier has no deadline, so there is nothing to extend.")


def extend_deadline(act: Act, entry_id: int, until: datetime, reason: str) -> None:
    """Take this entry's dossier until `until` (aware), for its first submission or its present correction.

    Invalid, by field, when that isn't later than the deadline now, has passed, or there is no deadline.
    """
    with write(act.db):
        require(act.actor, "entry.extend", refs.entry_ref(act.db, entry_id))
        entry, why = refs.found(entries.described(act.db, entry_id)), stated(reason)
        before = deadlines.of_entry(act.db, entry)
        if before is None:
            raise Invalid(NO_DEADLINE, {"day": NO_DEADLINE})
        problem = extension_problem(before, until, act.now)
        if problem is not None:
            raise Invalid(problem, {"day": problem})
        correction = corrections.newest(act.db, entry_id) if entry["status"] == "returned" else None
        deadlines.extend(
            act.db,
            entry_id=entry_id,
            correction_id=correction["id"] if correction else None,
            before_at=stamp(before),
            until_at=stamp(until),
            reason=why,
            granted_by=act.actor.account_id,
            granted_at=act.at,
        )
        act.record(
            DeadlineExtended(
                edition_id=entry["edition_id"],
                entry_id=entry_id,
                before=stamp(before),
                until=stamp(until),
                reason=why,
            )
        )
        moment = Moment(until, entry["timezone"])
        mail.post_to_candidate(act, entry, "extended", moment=moment, reason=why)
