"""Exact numbers out of TOML values, which are read as integers and decimals, never as floats."""

from decimal import Decimal
from fractions import Fraction

from evaluation.core.exact import MOST_DIGITS
from evaluation.core.messages import Message, msg


class NumberError(ValueError):
    """The value is not a number that we can take; the message says what to write."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def exact(value: object) -> Fraction:
    """The fraction of an integer or Decimal of at most 30 digits. Raises NumberError."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise NumberError(msg("must be a number without quotes, such as 30 or 0.5"))
    number = Decimal(value)
    if not number.is_finite():
        raise NumberError(msg("must be a finite number, such as 30 or 0.5"))
    # 1e999999 is a short text and a number that would fill the memory.
    if max(len(number.as_tuple().digits), abs(number.adjusted())) > MOST_DIGITS:
        raise NumberError(msg("has more than %(most)s digits: write a shorter number", most=MOST_DIGITS))
    return Fraction(number)
