"""Who stands where in a contest, who advances and who wins (rules 8 to 12 of docs/rules.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from evaluation.core.canonical import later
from evaluation.core.promotion import Facts, Outcome, promote
from evaluation.core.promotion_rules import NOTHING_MORE
from evaluation.core.rules import Round
from evaluation.core.scoring import EntryInput, MarkMissing, RoundScore, round_score
from evaluation.core.tie_breaks import Scored, Split, grouped, split_ties


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry's place in a contest. Rank and score are None for an entry that cannot be ranked.

    `tied`: the rank is shared after all tie-breaks. `at_cut`: the entry is one of a tie that advances or wins
    whole although the quota ends inside it. `carried` lists round code, share and round score of what made
    the standing score; `missing_carry` names earlier rounds whose score is missing, which leaves the entry
    without a rank. `earlier` (round code, round score) and `submitted_at` are kept where a tie-break asks for
    them, so that a frozen result explains its own ties. `outcome` says why it goes on or not, where the
    round has promotion rules (rule 15). Where motions were adopted (rule 16), `marks_rank` is the place that
    the marks alone gave, `motions` are the numbers of those that moved the entry or decided on it, and
    `joint` says that it shares its rank because of one.
    """

    entry: str
    name: str
    rank: int | None
    score: Fraction | None
    tied: bool
    advances: bool
    wins: bool
    sheets: int
    at_cut: bool
    round_score: RoundScore
    carried: tuple[tuple[str, Fraction, Fraction], ...]
    missing_carry: tuple[str, ...] = ()
    earlier: tuple[tuple[str, Fraction], ...] = ()
    submitted_at: datetime | None = None
    outcome: Outcome | None = later(None)
    marks_rank: int | None = later(None)
    motions: tuple[int, ...] = later(())
    joint: bool = later(False)


def standings(rnd: Round, entries: Sequence[EntryInput]) -> tuple[Standing, ...]:
    """Every entry of one contest, by rank and then entry code; those without a rank last, by entry code.

    Implements rules 8 to 12 of docs/rules.md. Raises MarkMissing when a tie hangs on marks that the sheets
    came without (load those of `entries_needing_marks` first), ValueError when two entries have one code.
    """
    scored, unranked = _scored(rnd, entries)
    split = _split_all(rnd, scored)
    if split.needs_marks:
        raise MarkMissing(f"a tie needs the marks of {', '.join(sorted(split.needs_marks))}")
    ranked: list[Standing] = []
    for group in split.groups:
        ranked.extend(_ranked_group(rnd, group, rank=len(ranked) + 1))
    return (*ranked, *unranked)


def promoted(
    rnd: Round, found: Sequence[Standing], facts: Mapping[str, Facts], year: int
) -> tuple[Standing, ...]:
    """The standings as the round's promotion rules send them on (rule 15 of docs/rules.md).

    Unchanged where the round has none. `facts` by entry code; KeyError for an entry without.
    """
    if rnd.promotion == NOTHING_MORE:
        return tuple(found)
    outcomes = promote(rnd, found, facts, year)
    return tuple(
        replace(one, advances=out.advances, wins=out.wins, at_cut=out.at_cut, outcome=out)
        for one, out in zip(found, outcomes, strict=True)
    )


def scored_alone(rnd: Round, entry: EntryInput) -> Scored | None:
    """An entry with its scores, as ranking takes it; None for one that cannot be ranked."""
    found = round_score(rnd, entry)
    score, carried, _ = standing_score(rnd, found, entry)
    return None if score is None else Scored(entry, found, score, carried)


def in_groups(rnd: Round, scored: Sequence[Scored]) -> tuple[tuple[str, ...], ...]:
    """The codes of entries by groups that share a rank, best first. MarkMissing as of `standings`."""
    split = _split_all(rnd, scored)
    if split.needs_marks:
        raise MarkMissing(f"a tie needs the marks of {', '.join(sorted(split.needs_marks))}")
    return tuple(tuple(one.entry.entry for one in group) for group in split.groups)


def entries_needing_marks(rnd: Round, entries: Sequence[EntryInput]) -> frozenset[str]:
    """The codes of entries whose tie a judged criterion decides and whose sheets came without its marks.

    Empty when `standings` can answer. Lets a contest with stored sheet totals read marks for its ties alone.
    Raises MarkMissing in order `criterion`, which needs every mark anyway.
    """
    scored, _ = _scored(rnd, entries)
    return _split_all(rnd, scored).needs_marks


def standing_score(
    rnd: Round, found: RoundScore, entry: EntryInput
) -> tuple[Fraction | None, tuple[tuple[str, Fraction, Fraction], ...], tuple[str, ...]]:
    """The standing score, what it was carried from, and the rounds missing for it (rule 8 of docs/rules.md).

    A round carried with share 0 adds nothing and is not asked for. Without a round score, or with a carried
    round missing, there is no standing score: an entry is never ranked on a part of its carry.
    """
    shares = [(code, share) for code, share in rnd.carry if share] or [(rnd.code, Fraction(1))]
    scores = {code: found.score if code == rnd.code else entry.carried.get(code) for code, _ in shares}
    missing = tuple(code for code, _ in shares if code != rnd.code and scores[code] is None)
    carried = tuple((code, share, score) for code, share in shares if (score := scores[code]) is not None)
    if missing or found.score is None:
        return None, carried, missing
    weighed = sum((share * score for _, share, score in carried), Fraction(0))
    total = sum((share for _, share in shares), Fraction(0))
    return rnd.rounding.at("standing", weighed / total), carried, ()


def _scored(rnd: Round, entries: Sequence[EntryInput]) -> tuple[list[Scored], list[Standing]]:
    """The entries that can be ranked, and the standings of those that cannot."""
    if len({entry.entry for entry in entries}) != len(entries):
        raise ValueError("two entries of one contest have the same code")
    scored, unranked = [], []
    for entry in sorted(entries, key=lambda entry: entry.entry):
        found = round_score(rnd, entry)
        score, carried, missing = standing_score(rnd, found, entry)
        if score is None:
            unranked.append(_unranked(entry, found, carried, missing))
        else:
            scored.append(Scored(entry, found, score, carried))
    return scored, unranked


def _split_all(rnd: Round, scored: Sequence[Scored]) -> Split:
    """All entries in groups that share a rank, best first."""
    splits = [split_ties(rnd, group) for group in grouped(scored, lambda one: (True, one.standing))]
    return Split(
        tuple(group for split in splits for group in split.groups),
        frozenset(code for split in splits for code in split.needs_marks),
    )


def _ranked_group(rnd: Round, group: Sequence[Scored], rank: int) -> list[Standing]:
    """Standings of entries that share a rank; it alone decides, so a tie at the cut moves whole (rule 10)."""
    passes = rnd.pass_mark is None or group[0].standing >= rnd.pass_mark
    advances, wins = passes and rank <= rnd.advance, passes and rank <= rnd.winners
    last = rank + len(group) - 1
    at_cut = (advances and last > rnd.advance) or (wins and last > rnd.winners)
    return [
        Standing(
            entry=scored.entry.entry,
            name=scored.entry.name,
            rank=rank,
            score=scored.standing,
            tied=len(group) > 1,
            advances=advances,
            wins=wins,
            sheets=scored.round_score.sheets,
            at_cut=at_cut,
            round_score=scored.round_score,
            carried=scored.carried,
            earlier=_earlier(rnd, scored),
            submitted_at=scored.entry.submitted_at if "submitted" in rnd.tie_break else None,
        )
        for scored in group
    ]


def _earlier(rnd: Round, scored: Scored) -> tuple[tuple[str, Fraction], ...]:
    """Scores of earlier rounds that only a tie-break looks at."""
    carried = {code for code, _, _ in scored.carried}
    names = [name for name in rnd.tie_break if name in scored.entry.carried and name not in carried]
    return tuple((name, scored.entry.carried[name]) for name in names)


def _unranked(
    entry: EntryInput,
    found: RoundScore,
    carried: tuple[tuple[str, Fraction, Fraction], ...],
    missing: tuple[str, ...],
) -> Standing:
    return Standing(
        entry=entry.entry,
        name=entry.name,
        rank=None,
        score=None,
        tied=False,
        advances=False,
        wins=False,
        sheets=found.sheets,
        at_cut=False,
        round_score=found,
        carried=carried,
        missing_carry=missing,
    )
