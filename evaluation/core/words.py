"""Counting words: the same everywhere, to the word (evaluation/static/words.js counts likewise)."""

import re
import unicodedata
from typing import Final

# Python's blanks, and the mark that browsers' own blanks have besides.
BLANKS: Final = re.compile(r"[\s\ufeff]+")


def word_count(text: str) -> int:
    """How many words a text has: what stands between blanks and has a letter or a digit in it.

    "undang-undang" and "9/2019" are one word each, a lone dash is none.
    """
    return sum(any(unicodedata.category(sign)[0] in "LN" for sign in part) for part in BLANKS.split(text))
