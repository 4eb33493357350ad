"""What an edition says of the meetings of its rounds, kept with each round as exact JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from sqlite_utils import Database

from evaluation.core.exact import decimal_text, parse_exact
from evaluation.core.interview_rules import DEFAULT, InterviewRules
from evaluation.core.rules import Rules
from evaluation.store.db import change, row, rows

EXACT = ("late_penalty", "absence_penalty")


def save(db: Database, edition_id: int, rules: Rules) -> None:
    """Write down what the file says of each round's meetings; NULL where it says nothing."""
    said = dict(rules.interviews)
    for rnd in rules.rounds:
        change(
            db,
            "UPDATE round SET interview = :interview WHERE edition_id = :edition AND code = :code",
            edition=edition_id,
            code=rnd.code,
            interview=_packed(said[rnd.code]) if rnd.code in said else None,
        )


def of_edition(db: Database, edition_id: int) -> tuple[tuple[str, InterviewRules], ...]:
    """What the file says, by the codes of the rounds of which it says something."""
    found = rows(
        db,
        "SELECT code, interview FROM round WHERE edition_id = :edition AND interview IS NOT NULL"
        " ORDER BY position, id",
        edition=edition_id,
    )
    return tuple((one["code"], _unpacked(one["interview"])) for one in found)


def of_round(db: Database, round_id: int) -> InterviewRules:
    """What holds in one round; the defaults where its file says nothing."""
    one = row(db, "SELECT interview FROM round WHERE id = :id", id=round_id)
    return told(one["interview"] if one else None)


def told(interview: str | None) -> InterviewRules:
    """What a round's column says; the defaults for NULL."""
    return _unpacked(interview) if interview else DEFAULT


def _packed(rules: InterviewRules) -> str:
    plain = asdict(rules)
    texts = {key: decimal_text(v) if isinstance(v, Fraction) else v for key, v in plain.items()}
    return json.dumps(texts, sort_keys=True)


def _unpacked(text: str) -> InterviewRules:
    plain: dict[str, Any] = json.loads(text)
    return InterviewRules(**{**plain, **{key: parse_exact(plain[key]) for key in EXACT}})
