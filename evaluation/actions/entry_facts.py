"""Institution and sector of an entry, written by its committee, its own people, or a roster.

A correction is audited with what stood before; one after a signature voids it, like every change of a result.
"""

from __future__ import annotations

from evaluation.actions.act import Act
from evaluation.actions.promotion_events import EntryFactsCorrected
from evaluation.actions.reasons import stated
from evaluation.core.entry_facts import FIELDS, EntryFacts, known_sectors, problems_of, tidy
from evaluation.core.errors import Invalid
from evaluation.core.messages import Message, msg
from evaluation.permissions import require
from evaluation.store import editions, entries, refs
from evaluation.store.db import Row, write


def correct_facts(act: Act, entry_id: int, facts: EntryFacts, reason: str) -> bool:
    """Write down institution and sector for the committee; False when nothing changes.

    Invalid, by field; the reason is asked for where something that was known changes.
    """
    with write(act.db):
        require(act.actor, "entry.describe", refs.entry_ref(act.db, entry_id))
        entry = refs.found(entries.described(act.db, entry_id))
        known = [name for name in FIELDS if entry[name] not in ("", tidy(getattr(facts, name)))]
        return set_facts(act, entry, facts, reason.strip(), asked=bool(known))


def write_own_facts(act: Act, entry_id: int, facts: EntryFacts) -> bool:
    """Write down one's own institution and sector, while the dossier may change; False without a change."""
    with write(act.db):
        require(act.actor, "entry.edit", refs.entry_ref(act.db, entry_id))
        return set_facts(act, refs.found(entries.described(act.db, entry_id)), facts, "")


def set_facts(act: Act, entry: Row, facts: EntryFacts, reason: str, *, asked: bool = False) -> bool:
    """The core of writing them down, inside a write block. `entry` has its edition_id and category_code.

    Invalid with everything that is wrong, by field; a reason is missing only where it is `asked` for.
    """
    wanted = EntryFacts(tidy(facts.institution), tidy(facts.sector))
    if (entry["institution"], entry["sector"]) == (wanted.institution, wanted.sector):
        return False
    rules = editions.rules_of(act.db, entry["edition_id"])
    problems = dict(problems_of(wanted, known_sectors(rules, entry["category_code"])))
    if asked:
        try:
            reason = stated(reason)
        except Invalid as missing:
            problems |= missing.fields
    if problems:
        raise Invalid(next(iter(problems.values())), problems)
    entries.set_facts(act.db, entry["id"], institution=wanted.institution, sector=wanted.sector)
    act.record(
        EntryFactsCorrected(
            edition_id=entry["edition_id"],
            entry_id=entry["id"],
            institution_before=entry["institution"],
            institution=wanted.institution,
            sector_before=entry["sector"],
            sector=wanted.sector,
            reason=reason,
        )
    )
    return True


def over(known: Row, facts: EntryFacts) -> EntryFacts:
    """What an entry has once a roster's row came over it: a blank cell leaves what is known."""
    return EntryFacts(facts.institution or known["institution"], facts.sector or known["sector"])


def fact_changes(known: Row, facts: EntryFacts) -> list[Message]:
    """What a roster's row would change in an entry, a sentence each."""
    wanted = over(known, facts)
    changes = []
    if wanted.institution != known["institution"]:
        changes.append(msg('the institution was "%(before)s"', before=known["institution"]))
    if wanted.sector != known["sector"]:
        changes.append(msg('the sector was "%(before)s"', before=known["sector"]))
    return changes
