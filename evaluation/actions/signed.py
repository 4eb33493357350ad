"""How far the signing of a result is: who signed what, what of it counts, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from evaluation.core.signature_rules import Missing, SignatureRule, missing
from evaluation.core.snapshot import Result, fingerprint, to_json
from evaluation.store import signatures
from evaluation.store.db import Row


@dataclass(frozen=True, slots=True)
class Signing:
    """A contest's signing. `given` count under the result as it stands; `void` were given under another.

    `panel` are the members who sit now, with `kept_away`; `missing` is what the rule still asks for, and
    `reachable` whether the members who may sign are enough for it.
    """

    rule: SignatureRule
    opening: Row | None
    fingerprint: str
    given: tuple[Row, ...]
    void: tuple[Row, ...]
    panel: tuple[Row, ...]
    missing: Missing
    reachable: bool


def signing_of(db: Database, contest_id: int, result: Result) -> Signing:
    """The signing of a contest; `result` is its result with all marks, live or frozen."""
    rule = result.rules.signatures
    now = fingerprint(to_json(result))
    every = signatures.of_contest(db, contest_id)
    given = tuple(one for one in every if one["voided_at"] is None and one["fingerprint"] == now)
    panel = tuple(signatures.signers(db, contest_id))
    signed = {one["account_id"] for one in given}
    able = [one["position"] for one in panel if not one["kept_away"] and one["account_id"] not in signed]
    positions = [one["position"] for one in given]
    return Signing(
        rule=rule,
        opening=signatures.opening(db, contest_id),
        fingerprint=now,
        given=given,
        void=tuple(one for one in every if one not in given),
        panel=panel,
        missing=missing(rule, positions),
        reachable=not missing(rule, [*positions, *able]),
    )
