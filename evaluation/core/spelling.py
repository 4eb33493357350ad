"""The word that somebody may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' (did you mean "x"?)' with the nearest of the known words, or "" when none is near."""
    close = get_close_matches(word, sorted(known), 1)
    return f' (did you mean "{close[0]}"?)' if close else ""
