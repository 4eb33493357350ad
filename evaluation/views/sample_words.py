"""What a sample's pages show to panel and committee alike: what there is to read, and the spread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from evaluation.core.calibration import Spread, members_numbers, spreads
from evaluation.core.exact import parse_exact
from evaluation.core.manifest import contents
from evaluation.core.messages import Message, Moment, msg
from evaluation.core.people import Actor
from evaluation.core.rules import Round
from evaluation.core.unnamed import unnamed_sections
from evaluation.core.visibility import Sight
from evaluation.permissions.visibility import sample_sight_of
from evaluation.store import samples
from evaluation.store.db import Row, moment
from evaluation.views.versions import field_of


@dataclass(frozen=True, slots=True)
class Discussion:
    """The spread of every criterion; `names` by member's number where they appear by name; `own` number.

    `single`: whether the others' marks stand beside it one by one.
    """

    spreads: tuple[Spread, ...]
    names: Mapping[int, str]
    own: int | None
    sheets: int
    single: bool


def until(sample: Row) -> Message:
    """Until when the panel's marks for a sample are taken."""
    if sample["opens_at"] is None:
        return msg("Marks are taken until the discussion opens, or the round's first real sheet is begun.")
    opening = Moment(moment(sample["opens_at"]), sample["timezone"])
    return msg("Marks are taken until the discussion opens, and no longer than until %(when)s.", when=opening)


def seen_by(actor: Actor, sample: Row, rnd: Round) -> Sight:
    """What the visitor sees of a sample's marks, by the policy of the round that it prepares for."""
    return sample_sight_of(actor, samples.ref_of(sample), rnd.visibility, named=bool(sample["named"]))


def material(database: Database, sample: Row, sight: Sight) -> dict[str, Any]:
    """What the template of a sample's material needs: the sections of a submission, with its files."""
    sections = contents(sample["manifest"]) if sample["manifest"] else ()
    return {
        "sections": sections if sight.candidate else unnamed_sections(sections),
        "files": samples.files_of(database, sample),
        "field_of": field_of,
    }


def discussion(
    database: Database, sample: Row, rnd: Round, account_id: int | None, sight: Sight
) -> Discussion | None:
    """The spread, once the committee has opened the discussion; None before, for everybody."""
    if sample["discussed_at"] is None:
        return None
    given = samples.given(database, sample["id"])
    numbers = members_numbers(sample["id"], given)
    own = numbers.get(account_id or 0)
    sheets = {
        numbers[account]: {code: (parse_exact(value), comment) for code, (value, comment) in marks.items()}
        for account, marks in given.items()
    }
    names = samples.names_of(database, sample["id"]) if sight.assessor_names else {}
    found = spreads(rnd, sheets, reference(database, sample["id"]))
    return Discussion(
        spreads=found if sight.others_marks else tuple(one.of_member(own) for one in found),
        names={numbers[account]: name for account, name in names.items()},
        own=own,
        sheets=len(sheets),
        single=sight.others_marks,
    )


def reference(database: Database, sample_id: int) -> dict[str, Any]:
    """The committee's exact marks and its reasoning by criterion's code."""
    kept = samples.reference_of(database, sample_id)
    return {
        code: (None if value is None else parse_exact(value), reasoning)
        for code, (value, reasoning) in kept.items()
    }
