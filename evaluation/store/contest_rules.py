"""Places and promotion that a recount gave one contest, instead of what its round says."""

from __future__ import annotations

from dataclasses import replace

from sqlite_utils import Database

from evaluation.core.exact import decimal_text, parse_exact
from evaluation.core.promotion_rules import NOTHING_MORE
from evaluation.core.rules import Round
from evaluation.store.db import Row, insert, row
from evaluation.store.round_rules import rule_of, text_of


def newest(db: Database, contest_id: int) -> Row | None:
    """The rule that holds in a contest, with the title of its recount; None where the round's does."""
    return row(
        db,
        "SELECT x.*, n.title FROM contest_rule x JOIN recount n ON n.id = x.recount_id"
        " WHERE x.contest_id = :contest ORDER BY x.id DESC LIMIT 1",
        contest=contest_id,
    )


def ruled(db: Database, contest_id: int, rnd: Round) -> Round:
    """The round as it holds in this contest."""
    one = newest(db, contest_id)
    if one is None:
        return rnd
    return replace(
        rnd,
        advance=one["advance"],
        winners=one["winners"],
        pass_mark=None if one["pass_mark"] is None else parse_exact(one["pass_mark"]),
        promotion=rule_of(one["promotion"], NOTHING_MORE),
    )


def add(
    db: Database,
    contest_id: int,
    rnd: Round,
    *,
    recount_id: int,
    source: str,
    decided_by: int | None,
    decided_at: str,
) -> int:
    """Let the places and the promotion of `rnd` hold in a contest; the rule's id."""
    return insert(
        db,
        "contest_rule",
        contest_id=contest_id,
        recount_id=recount_id,
        advance=rnd.advance,
        winners=rnd.winners,
        pass_mark=None if rnd.pass_mark is None else decimal_text(rnd.pass_mark),
        promotion=text_of(rnd.promotion, NOTHING_MORE),
        source=source,
        decided_by=decided_by,
        decided_at=decided_at,
    )
