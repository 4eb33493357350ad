"""Exact numbers: decimals become fractions, and come back as text without ever passing through a float."""

import re
from fractions import Fraction
from typing import Final, Literal, get_args

RoundingMode = Literal["half-up", "half-even", "truncate"]
ROUNDING_MODES: Final[tuple[str, ...]] = get_args(RoundingMode)
MOST_DIGITS: Final = 30

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
_RATIO = re.compile(r"(-?[0-9]+)/([0-9]+)", re.ASCII)


class NotADecimal(ValueError):
    """The text is not a number in plain decimal notation."""


def parse_decimal(text: str) -> Fraction:
    """The exact value of plain decimal notation such as "7", "-1.50" or " +3 ".

    Raises NotADecimal for an exponent, inf or nan, a comma, a thousands separator, digits of another
    script and more than 30 digits: a mark that could be read in two ways is not read at all.
    """
    stripped = text.strip()
    if not _PLAIN.fullmatch(stripped) or sum(character.isdigit() for character in stripped) > MOST_DIGITS:
        raise NotADecimal(f"{text[:40]!r} is not a number in plain decimal notation, such as 7 or 82.5")
    return Fraction(stripped)


def decimal_text(value: Fraction) -> str:
    """The shortest exact text of a value: "7.5", "60.4" or "100"; "1/3" when no decimal is exact."""
    places = _decimal_places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    return _digits(value.numerator * 10**places // value.denominator, places)


def parse_exact(text: str) -> Fraction:
    """Read back what `decimal_text` wrote, of any length. Raises NotADecimal for anything else."""
    ratio = _RATIO.fullmatch(text)
    if ratio and int(ratio[2]):
        return Fraction(int(ratio[1]), int(ratio[2]))
    if _PLAIN.fullmatch(text):
        return Fraction(text)
    raise NotADecimal(f"{text[:40]!r} is neither a plain decimal nor a fraction")


def fixed(value: Fraction, places: int) -> str:
    """The value with exactly `places` decimals, half-up, for display: "7.50"; zero never carries a sign."""
    return _digits(int(rounded(value, places, "half-up") * 10**places), places)


def rounded(value: Fraction, places: int, mode: str) -> Fraction:
    """The value rounded to `places` decimals (rule 14 of docs/rules.md).

    half-up takes a tie away from zero, half-even to the even neighbour, truncate cuts towards zero.
    Raises ValueError for another mode.
    """
    scaled = value * 10**places
    if mode == "half-up":
        size = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
        units = size if scaled >= 0 else -size
    elif mode == "half-even":
        units = round(scaled)
    elif mode == "truncate":
        units = int(scaled)
    else:
        raise ValueError(f"unknown rounding mode {mode!r}")
    return Fraction(units, 10**places)


def _decimal_places(denominator: int) -> int | None:
    """How many decimals a reduced fraction with this denominator needs; None when it never ends."""
    rest, powers = denominator, {2: 0, 5: 0}
    for prime in powers:
        while rest % prime == 0:
            rest //= prime
            powers[prime] += 1
    return max(powers.values()) if rest == 1 else None


def _digits(units: int, places: int) -> str:
    """`units` of 10**-places in plain notation."""
    sign = "-" if units < 0 else ""
    digits = str(abs(units)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits
