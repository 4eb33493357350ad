"""Editions: their rules come in from a file, and stay once the first sheet is submitted."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from sqlite_utils import Database

from evaluation.actions import events
from evaluation.actions.act import Act
from evaluation.core.errors import Refused
from evaluation.core.messages import msg
from evaluation.core.rules import Rules
from evaluation.core.snapshot import fingerprint
from evaluation.permissions import require
from evaluation.store import editions, refs
from evaluation.store.db import Row, write


def load_edition(act: Act, rules: Rules, source: str) -> bool:
    """Store an edition, or replace its rules; False when it had exactly these already.

    `source` is the text of the file. Refused when the rules are frozen, or when the new ones leave out or
    move what is in use.
    """
    with write(act.db):
        known = editions.by_code(act.db, rules.code)
        if known is not None and _same(act.db, known, rules):
            return False
        require(act.actor, "edition.load", known and refs.edition_ref(act.db, known["id"]))
        if known is not None:
            _require_same_path(act.db, known["id"], rules)
        edition_id = _save(act, rules, source)
        act.record(
            events.EditionLoaded(edition_id=edition_id, code=rules.code, fingerprint=fingerprint(source))
        )
        return True


def freeze_edition(act: Act, edition_id: int) -> None:
    """Freeze the rules before the first sheet does. Denied when they are frozen; nobody thaws them."""
    with write(act.db):
        require(act.actor, "edition.freeze", refs.edition_ref(act.db, edition_id))
        editions.freeze(act.db, edition_id, act.at)
        code = refs.found(editions.by_id(act.db, edition_id))["code"]
        act.record(events.EditionFrozen(edition_id=edition_id, code=code))


def _same(db: Database, known: Row, rules: Rules) -> bool:
    return _ordered(editions.rules_of(db, known["id"])) == _ordered(rules)


def _ordered(rules: Rules) -> Rules:
    """The rules with the categories of every round and section in one order: theirs means nothing."""
    rounds = (replace(rnd, categories=tuple(sorted(rnd.categories))) for rnd in rules.rounds)
    sections = (replace(one, categories=tuple(sorted(one.categories))) for one in rules.sections)
    return replace(rules, rounds=tuple(rounds), sections=tuple(sections))


def _save(act: Act, rules: Rules, source: str) -> int:
    try:
        return editions.save(act.db, rules, source=source, loaded_at=act.at)
    except sqlite3.IntegrityError as error:
        raise Refused(
            msg(
                "The file leaves out a category, round, criterion or section that is in use (it has entries,"
                " contests, marks or items), or changes the kind or the categories of such a section. Put it"
                " back, then load the file again."
            )
        ) from error


def _require_same_path(db: Database, edition_id: int, rules: Rules) -> None:
    """Refused when entries already stand in contests that the new rules would not lead them to."""
    before = editions.rules_of(db, edition_id)
    for code in editions.categories_in_contests(db, edition_id):
        old = [(rnd.code, rnd.stage) for rnd in before.rounds_of(code) if rnd.is_judged]
        new = [(rnd.code, rnd.stage) for rnd in rules.rounds_of(code) if rnd.is_judged]
        if old[:1] != new[:1] or any(stage != dict(old).get(name, stage) for name, stage in new):
            raise Refused(
                msg(
                    'Entries of the category "%(code)s" stand in contests already: its first judged round,'
                    " and the stage of its rounds, can't change any more.",
                    code=code,
                )
            )
