"""One value out of several: the mean, the median and the trimmed mean (rule 5 of docs/rules.md)."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from evaluation.core.rules import Round

# Below three values nothing would be left after leaving out the highest and the lowest.
LEAST_TO_TRIM = 3


def combined(rnd: Round, values: Sequence[Fraction]) -> Fraction:
    """The values of one or more assessors as one, by the round's `combine`; not rounded.

    Implements rule 5 of docs/rules.md. Raises ValueError for an unknown `combine` or no value at all.
    """
    if not values:
        raise ValueError("there is nothing to combine: no sheet counts")
    if rnd.combine not in _COMBINERS:
        raise ValueError(f"unknown way to combine sheets: {rnd.combine!r}")
    return _COMBINERS[rnd.combine](values, rnd.trim_from)


def _mean(values: Sequence[Fraction], _trim_from: int) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the middle two. IndexError when there is none."""
    ordered = sorted(values)
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return (low + high) / 2


def _median(values: Sequence[Fraction], _trim_from: int) -> Fraction:
    return median(values)


def _trimmed_mean(values: Sequence[Fraction], trim_from: int) -> Fraction:
    kept = sorted(values)[1:-1] if len(values) >= max(trim_from, LEAST_TO_TRIM) else values
    return _mean(kept, trim_from)


_COMBINERS: dict[str, Callable[[Sequence[Fraction], int], Fraction]] = {
    "mean": _mean,
    "median": _median,
    "trimmed-mean": _trimmed_mean,
}
