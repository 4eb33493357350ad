"""The word that somebody may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

from evaluation.core.messages import Message, msg

# Comparing with more words would take longer than anyone waits for a hint.
MOST_WORDS = 5_000
NO_HINT = Message("")


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """' (did you mean "x"?)' with the nearest of the known words, or "" when none is near."""
    words = tuple(sorted(known))
    nearest = _nearest(word, words) if len(words) <= MOST_WORDS else None
    return NO_HINT if nearest is None else msg(' (did you mean "%(word)s"?)', word=nearest)


@lru_cache(maxsize=256)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    """One mistake often stands on many rows of a file, so answers are kept for a while."""
    return next(iter(get_close_matches(word, known, 1)), None)
