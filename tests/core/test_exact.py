"""Numbers come in, are rounded and go out exactly."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.core.exact import (
    ROUNDING_MODES,
    NotADecimal,
    decimal_text,
    fixed,
    parse_decimal,
    parse_exact,
    rounded,
)

exactly = settings(deadline=None)
short_decimals = st.decimals(-(10**6), 10**6, places=5)
DECIMAL_MODE = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "truncate": ROUND_DOWN}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", Fraction(7)),
        ("-1.50", Fraction(-3, 2)),
        ("+3", Fraction(3)),
        (" 82.5 ", Fraction(165, 2)),
        ("0.1", Fraction(1, 10)),
        ("007", Fraction(7)),
        ("-0", Fraction(0)),
        ("9" * 30, Fraction(10**30 - 1)),
    ],
)
def test_plain_decimals_are_read_exactly(text: str, value: Fraction) -> None:
    assert parse_decimal(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", ".5", "5.", "--1", "ten", "🏆", "1\n2", "1/3", "0x10"),
        *("1e3", "1E3", "inf", "-inf", "nan", "NaN"),
        *("1,5", "1.000,00", "1 000", "1_000"),
        # Digits of other scripts, and more digits than any mark has.
        *("٣", "\uff17", "9" * 31, "0." + "1" * 30),
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(NotADecimal, match="plain decimal notation"):
        parse_decimal(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(15, 2), "7.5"),
        (Fraction(604, 10), "60.4"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 6), "-7/6"),
        (Fraction(1, 10**12), "0.000000000001"),
    ],
)
def test_decimal_text_is_the_shortest_exact_text(value: Fraction, text: str) -> None:
    assert decimal_text(value) == text


@exactly
@given(st.fractions())
def test_exact_text_reads_back_as_the_same_value(value: Fraction) -> None:
    assert parse_exact(decimal_text(value)) == value


@pytest.mark.parametrize("text", ["", "1/0", "1/-3", "1.5/2", "a", "1e3", " 1", "1/3\n"])
def test_text_that_we_never_write_is_not_read_back(text: str) -> None:
    with pytest.raises(NotADecimal):
        parse_exact(text)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("88.405", 2, "88.41"),
        ("7", 2, "7.00"),
        ("7.5", 0, "8"),
        ("-0.001", 2, "0.00"),
        ("-0.005", 2, "-0.01"),
        ("0.05", 3, "0.050"),
        ("-12.3", 1, "-12.3"),
        ("1234567.891", 2, "1234567.89"),
    ],
)
def test_fixed_notation_rounds_half_up_and_has_no_negative_zero(value: str, places: int, text: str) -> None:
    assert fixed(Fraction(value), places) == text


@exactly
@given(short_decimals, st.integers(0, 6), st.sampled_from(ROUNDING_MODES))
def test_rounding_agrees_with_the_decimal_module(value: Decimal, places: int, mode: str) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), rounding=DECIMAL_MODE[mode])
    assert rounded(Fraction(value), places, mode) == Fraction(expected)


@exactly
@given(st.fractions(), st.integers(0, 6), st.sampled_from(ROUNDING_MODES))
def test_rounding_moves_a_value_by_less_than_a_unit_and_only_once(
    value: Fraction, places: int, mode: str
) -> None:
    once = rounded(value, places, mode)
    assert abs(once - value) < Fraction(1, 10**places)
    assert rounded(once, places, mode) == once


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown rounding mode 'up'"):
        rounded(Fraction(1), 2, "up")
