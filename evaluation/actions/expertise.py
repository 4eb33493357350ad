"""What the members of a panel know and how much they take on: what plans of assignment are made from."""

from __future__ import annotations

from collections.abc import Collection

from evaluation.actions.act import Act
from evaluation.actions.assignment_events import ExpertiseRecorded
from evaluation.actions.panels import editable
from evaluation.core.edition.assignment import MOST_ENTRIES
from evaluation.core.errors import Invalid, Refused
from evaluation.core.messages import msg
from evaluation.store import expertise, panels, refs
from evaluation.store.db import write


def record_expertise(act: Act, member_id: int, known: Collection[str], most: int | None) -> None:
    """Say anew what a member knows (fields of core/expertise.py), and how many entries they take (None: any).

    Invalid for a field that nothing before the panel is about, unless the member is said to know it already.
    """
    with write(act.db):
        seat = refs.found(panels.member(act.db, member_id))
        panel = editable(act, seat["panel_id"])
        if seat["left_at"] is not None:
            raise Refused(msg("This person has left the panel already."))
        before = expertise.of_panel(act.db, panel["id"]).get(member_id, ())
        chosen = tuple(sorted(set(known)))
        if set(chosen) - set(before) - {one["field"] for one in expertise.words_before(act.db, panel["id"])}:
            wrong = msg("Choose one of the list.")
            raise Invalid(wrong, {"fields_known": wrong})
        if most is not None and most > MOST_ENTRIES:
            wrong = msg("must be at most %(most)s", most=MOST_ENTRIES)
            raise Invalid(wrong, {"most": wrong})
        if (chosen, most) == (before, seat["most_entries"]):
            return
        expertise.put(act.db, member_id, chosen, most)
        act.record(
            ExpertiseRecorded(
                edition_id=panel["edition_id"],
                panel=panel["id"],
                email=seat["email"],
                expertise=list(chosen),
                most=most,
            )
        )
