"""The code of a receipt: the first hundred bits of a submission's fingerprint, as people read and type them.

Crockford's base 32 has no I, L, O and U, so that nothing in it can be taken for something else.
"""

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP: Final = 4
LENGTH: Final = 20
# Five bits a character of the code, four a hexadecimal digit of the fingerprint.
PREFIX: Final = 25
MISREAD: Final = str.maketrans("OIL", "011")


def receipt_code(fingerprint: str) -> str:
    """The code of a fingerprint (64 hexadecimal digits), in five groups: "7K3M-0F2Q-..."."""
    number = int(fingerprint[:PREFIX], 16)
    shifts = range(5 * (LENGTH - 1), -1, -5)
    code = "".join(DIGITS[number >> shift & 31] for shift in shifts)
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def fingerprint_prefix(typed: str) -> str | None:
    """The fingerprint's first 25 hexadecimal digits that a typed code stands for; None when it is no code.

    Small letters, spaces, hyphens left out or put elsewhere, and O, I or L for 0 and 1 are read as meant.
    """
    code = re.sub(r"[\s\-\u2010-\u2015]", "", typed).upper().translate(MISREAD)
    if len(code) != LENGTH or not set(code) <= set(DIGITS):
        return None
    number = 0
    for character in code:
        number = number << 5 | DIGITS.index(character)
    return f"{number:0{PREFIX}x}"
