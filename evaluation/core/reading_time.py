"""How long a dossier takes to read: an estimate from its words and its pages without words.

Adults read non-fiction silently at about 238 words a minute (Brysbaert 2019, a review of 190 studies,
Journal of Memory and Language 109, 104047). A dossier is read to judge it, so fewer are reckoned. A page
without words is a scan or a photograph: it is taken for a typed page of 300 words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WORDS_A_MINUTE: Final = 200
SECONDS_A_PICTURE: Final = 90


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """What there is to read: words, pages without words, and files of which nothing is known."""

    words: int = 0
    pictures: int = 0
    unknown: int = 0

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded up; 0 when there is nothing to read."""
        # In parts of WORDS_A_MINUTE of a second, so that nothing is cut off on the way.
        parts = self.words * 60 + self.pictures * SECONDS_A_PICTURE * WORDS_A_MINUTE
        return -(-parts // (60 * WORDS_A_MINUTE))
