"""A receipt's code stands for its fingerprint, however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.core.receipt_code import DIGITS, fingerprint_prefix, receipt_code

HASH = "0123456789abcdef" * 4
CODE = "04HM-ASW9-NF6Y-Y093-8NKR"


def test_the_code_of_a_known_fingerprint() -> None:
    assert receipt_code(HASH) == CODE
    assert receipt_code("0" * 64) == "0000-0000-0000-0000-0000"
    assert receipt_code("f" * 64) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"


@given(st.text("0123456789abcdef", min_size=64, max_size=64))
def test_a_code_leads_back_to_the_first_hundred_bits(fingerprint: str) -> None:
    assert fingerprint_prefix(receipt_code(fingerprint)) == fingerprint[:25]


@given(st.text(DIGITS, min_size=20, max_size=20))
def test_every_code_is_the_code_of_its_prefix(code: str) -> None:
    prefix = fingerprint_prefix(code)
    assert prefix is not None
    assert receipt_code(prefix + "0" * 39).replace("-", "") == code


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        f"  {CODE}\n",
        CODE.replace("-", "–"),
        CODE.replace("0", "O"),
        CODE.replace("0", "o"),
    ],
)
def test_what_is_typed_otherwise_is_read_as_meant(typed: str) -> None:
    assert fingerprint_prefix(typed) == HASH[:25]


def test_l_and_i_are_read_as_one() -> None:
    assert fingerprint_prefix("LI11" * 5) == fingerprint_prefix("1111" * 5)


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "0", "U" * 20, "é" * 20, "04HM_ASW9_NF6Y_Y093_8NKR"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert fingerprint_prefix(typed) is None
