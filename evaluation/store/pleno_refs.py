"""Deliberations as permissions see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlite_utils import Database

from evaluation.core.pleno import Pleno, PutMotion
from evaluation.core.subjects import MatterRef, PlenoRef
from evaluation.store import deliberations, editions, refs
from evaluation.store.db import Row, row, rows


def pleno_of(db: Database, contest_id: int) -> Pleno:
    """The deliberation of a contest as it stands. NotFound when there is no such contest."""
    contest = refs.found(row(db, "SELECT round_id FROM contest WHERE id = :id", id=contest_id))
    rule = editions.round_by_id(db, contest["round_id"]).rules.deliberation
    return deliberations.pleno(db, contest_id, rule)


def pleno_ref(db: Database, contest_id: int, now: datetime, pleno: Pleno) -> PlenoRef:
    """The deliberation of a contest as permissions see it. NotFound when there is no such contest."""
    scores = refs.scores_ref(db, contest_id, now)
    return PlenoRef(
        **refs.fields_of(scores),
        held=pleno.rule.held,
        sitting=pleno.sitting is not None,
        here=frozenset(one.account_id for one in pleno.members if one.here),
        undeclared=deliberations.undeclared(db, contest_id),
    )


def matter_ref(ref: PlenoRef, pleno: Pleno, entries: Collection[int]) -> MatterRef:
    """Entries that are deliberated on; none where nothing lies on the table."""
    return MatterRef(
        **refs.fields_of(ref),
        away=pleno.kept_away_from(entries),
        laid=bool(entries),
        quorate=pleno.quorate(entries),
        voting=pleno.voting is not None,
    )


def motion_ref(ref: PlenoRef, pleno: Pleno, motion: PutMotion) -> MatterRef:
    """A motion that is deliberated on."""
    about = matter_ref(ref, pleno, motion.concerned)
    known = refs.fields_of(about)
    voters = frozenset(one.account_id for one in motion.voters)
    return MatterRef(**{**known, "state": motion.state, "proposer": motion.put_by, "voters": voters})


def before_panels_of(db: Database, account_id: int) -> list[Row]:
    """The unfinalised contests that panels of an account deliberate on, those now open first."""
    return rows(
        db,
        "SELECT c.id, r.title_id AS round_title_id, r.title_en AS round_title_en,"
        " k.title_id AS category_title_id, k.title_en AS category_title_en, x.name AS region_name,"
        " EXISTS (SELECT 1 FROM sitting s LEFT JOIN sitting_end e ON e.sitting_id = s.id"
        "  WHERE s.contest_id = c.id AND e.sitting_id IS NULL) AS open"
        f" {deliberations.PANEL} JOIN category k ON k.id = c.category_id"
        " LEFT JOIN region x ON x.code = c.region_code LEFT JOIN finalisation f ON f.contest_id = c.id"
        " WHERE m.account_id = :account AND m.left_at IS NULL AND f.contest_id IS NULL"
        " AND r.deliberation IS NOT NULL ORDER BY open DESC, r.position, k.position, c.id",
        account=account_id,
    )
