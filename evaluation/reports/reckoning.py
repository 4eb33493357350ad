"""One line of reckoning: the numbers as they are written down, what they give, and how that was rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from evaluation.core.combining import LEAST_TO_TRIM
from evaluation.core.rules import Criterion, Round

TIMES, PLUS, MINUS, OVER = "×", "+", "−", "÷"

# A number, or a sign between numbers: TIMES, PLUS, MINUS, OVER, "(" and ")".
Token = Fraction | str


@dataclass(frozen=True, slots=True)
class Step:
    """`formula` gives `exact`, which leaves as `result`; `rounded_at` names the rounding step in between.

    `left_out` are the values that median and trimmed mean do not look at. `holds` is False when the recorded
    result is not what the formula gives: then somebody changed a number behind the rules' back.
    """

    rule: int
    formula: tuple[Token, ...]
    exact: Fraction
    result: Fraction
    rounded_at: str | None
    holds: bool
    left_out: tuple[Fraction, ...] = ()


def step(
    rnd: Round,
    rule: int,
    formula: Sequence[Token],
    exact: Fraction,
    result: Fraction,
    *,
    rounded_at: str | None = None,
    left_out: tuple[Fraction, ...] = (),
) -> Step:
    """A line of rule `rule`; a rounding step that the round does not round is not named."""
    named = rounded_at if rounded_at in rnd.rounding.steps else None
    expected = exact if named is None else rnd.rounding.at(named, exact)
    return Step(rule, tuple(formula), exact, result, named, expected == result, left_out)


def added(values: Sequence[Fraction]) -> tuple[Token, ...]:
    """The values as a sum; a negative one is taken away."""
    tokens: list[Token] = []
    for value in values:
        if tokens:
            tokens += [MINUS if value < 0 else PLUS, abs(value)]
        else:
            tokens.append(value)
    return tuple(tokens)


def weighed(pairs: Sequence[tuple[Fraction, Fraction]]) -> tuple[Token, ...]:
    """The pairs as a sum of products."""
    tokens: list[Token] = []
    for share, value in pairs:
        tokens += [PLUS] if tokens else []
        tokens += [share, TIMES, value]
    return tuple(tokens)


def divided(tokens: Sequence[Token], by: Fraction) -> tuple[Token, ...]:
    """The tokens over a number; dividing by 1 is not written."""
    if by == 1:
        return tuple(tokens)
    inner = tuple(tokens) if len(tokens) == 1 else ("(", *tokens, ")")
    return (*inner, OVER, by)


def combining(
    rnd: Round, values: Sequence[Fraction]
) -> tuple[tuple[Token, ...], Fraction, tuple[Fraction, ...]]:
    """How rule 5 makes one of several values: its formula, its exact result, and the values left out."""
    kept, left_out = _kept(rnd, values)
    total = sum(kept, Fraction(0))
    return divided(added(kept), Fraction(len(kept))), total / len(kept), left_out


def _kept(rnd: Round, values: Sequence[Fraction]) -> tuple[Sequence[Fraction], tuple[Fraction, ...]]:
    ordered = sorted(values)
    if rnd.combine == "median":
        low, high = (len(ordered) - 1) // 2, len(ordered) // 2
        return ordered[low : high + 1], (*ordered[:low], *ordered[high + 1 :])
    if rnd.combine == "trimmed-mean" and len(ordered) >= max(rnd.trim_from, LEAST_TO_TRIM):
        return ordered[1:-1], (ordered[0], ordered[-1])
    return values, ()


def mark_of(rnd: Round, criterion: Criterion, value: Fraction) -> Fraction:
    """The mark that has this value: rule 1 read backwards, which is exact."""
    if rnd.scale == "points":
        return value
    return criterion.minimum + value * (criterion.maximum - criterion.minimum) / 100


def value_step(rnd: Round, criterion: Criterion, value: Fraction) -> Step:
    """How a mark got its value (rule 1)."""
    mark = mark_of(rnd, criterion, value)
    if rnd.scale == "points":
        return step(rnd, 1, (mark,), mark, value)
    above = (mark,) if criterion.minimum == 0 else ("(", *added((mark, -criterion.minimum)), ")")
    width = criterion.maximum - criterion.minimum
    exact = 100 * (mark - criterion.minimum) / width
    return step(rnd, 1, (Fraction(100), TIMES, *above, OVER, width), exact, value)


def share_step(rnd: Round, criterion: Criterion, share: Fraction) -> Step:
    """How a criterion got its share (rule 2)."""
    if rnd.scale == "points":
        return step(rnd, 2, (criterion.weight,), criterion.weight, share)
    total = sum((other.weight for other in rnd.criteria), Fraction(0))
    return step(rnd, 2, (criterion.weight, OVER, total), criterion.weight / total, share)
