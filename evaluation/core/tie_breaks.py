"""What decides between entries with the same standing score (rule 9 of docs/rules.md).

A `tie_break` names, in order: a criterion of this round, a round (this one or an earlier one), `judged` or
`submitted`. A criterion's code wins over a round's. Whoever lacks the value stands behind those who have it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from evaluation.core.rules import TIE_BREAK_WORDS, Criterion, Round
from evaluation.core.scoring import EntryInput, RoundScore, combined_value, criterion_value

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Bigger is better; the first element says whether there is a value at all.
Key = tuple[bool, Fraction]
NOTHING: Key = (False, Fraction(0))


@dataclass(frozen=True, slots=True)
class Scored:
    """An entry with its round score, its standing score and what that was carried from."""

    entry: EntryInput
    round_score: RoundScore
    standing: Fraction
    carried: tuple[tuple[str, Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """Groups of entries that nothing tells apart, best first; `needs_marks` where marks might tell more."""

    groups: tuple[tuple[Scored, ...], ...]
    needs_marks: frozenset[str] = frozenset()


def split_ties(rnd: Round, group: Sequence[Scored]) -> Split:
    """A group with one standing score, taken apart by the round's tie-breaks in order.

    Where a criterion decides and sheets came without their marks, that group stays whole and its entries are
    named in `needs_marks`.
    """
    return _split(rnd, tuple(group), rnd.tie_break)


def _split(rnd: Round, group: tuple[Scored, ...], names: tuple[str, ...]) -> Split:
    if len(group) == 1 or not names:
        return Split((group,))
    lacking = _without_marks(rnd, group, names[0])
    if lacking:
        return Split((group,), lacking)
    parts = [_split(rnd, part, names[1:]) for part in grouped(group, _key(rnd, names[0]))]
    return Split(
        tuple(found for part in parts for found in part.groups),
        frozenset(code for part in parts for code in part.needs_marks),
    )


def grouped(entries: Iterable[Scored], key: Callable[[Scored], Key]) -> tuple[tuple[Scored, ...], ...]:
    """The entries by equal keys, biggest key first; within a group by entry code."""
    groups: dict[Key, list[Scored]] = {}
    for scored in sorted(entries, key=lambda scored: scored.entry.entry):
        groups.setdefault(key(scored), []).append(scored)
    return tuple(tuple(groups[found]) for found in sorted(groups, reverse=True))


def _without_marks(rnd: Round, group: tuple[Scored, ...], name: str) -> frozenset[str]:
    criterion = _criterion(rnd, name)
    if criterion is None or not criterion.judged:
        return frozenset()
    return frozenset(
        scored.entry.entry
        for scored in group
        if any(name not in sheet.marks for sheet in scored.entry.sheets)
    )


def _criterion(rnd: Round, code: str) -> Criterion | None:
    return next((criterion for criterion in rnd.criteria if criterion.code == code), None)


def _key(rnd: Round, name: str) -> Callable[[Scored], Key]:
    criterion = _criterion(rnd, name)
    if criterion is not None:
        return lambda scored: _criterion_key(rnd, criterion, scored)
    if name in TIE_BREAK_WORDS:
        return _judged_key if name == "judged" else _submitted_key
    return lambda scored: _round_key(rnd, name, scored)


def _criterion_key(rnd: Round, criterion: Criterion, scored: Scored) -> Key:
    if criterion.judged:
        return (True, combined_value(rnd, criterion, scored.entry.sheets)) if scored.entry.sheets else NOTHING
    if criterion.code not in scored.entry.measures:
        return NOTHING
    value = criterion_value(rnd, criterion, scored.entry.measures[criterion.code])
    return True, rnd.rounding.at("criterion", value)


def _round_key(rnd: Round, code: str, scored: Scored) -> Key:
    score = scored.round_score.score if code == rnd.code else scored.entry.carried.get(code)
    return NOTHING if score is None else (True, score)


def _judged_key(scored: Scored) -> Key:
    judged = scored.round_score.judged
    return NOTHING if judged is None else (True, judged)


def _submitted_key(scored: Scored) -> Key:
    """Earlier is better, so the key falls as time goes on."""
    moment = scored.entry.submitted_at
    return NOTHING if moment is None else (True, -Fraction((moment - EPOCH) // timedelta(microseconds=1)))
