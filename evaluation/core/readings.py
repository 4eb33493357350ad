"""What can be said of a file that was looked into: whether people can read it, and search its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evaluation.core.messages import Message, msg

# Fewer letters and digits than this on a page, and it is a picture with a stamp or a page number.
LEAST_SIGNS: Final = 20

LOCKED: Final = msg(
    "A password locks this file, so nobody can read it. Save it without the password and send it again."
)
BROKEN: Final = msg(
    "This file is broken or cut off. Open it on your computer, save it anew and send it again."
)


# Nothing that is well kept reads what Word and PowerPoint wrote before 2007.
OLD_FORMATS: Final = ("application/msword", "application/vnd.ms-powerpoint")
OLD: Final = msg(
    "This file is in an old format (.doc, .ppt): panels can't read it here, and search finds nothing in it."
    " Save it as PDF and send that instead."
)


def has_text(text: str) -> bool:
    """Whether a page has words to search."""
    return sum(sign.isalnum() for sign in text) >= LEAST_SIGNS


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of a file: `state` as the store has it, how many pages a PDF has (None: no PDF).

    `pictures` counts the pages that were read, `with_text` those of them (or parts) that have words.
    """

    state: str
    pages: int | None = None
    pictures: int = 0
    with_text: int = 0

    @property
    def shown(self) -> bool:
        """Whether there is something to read without downloading the file."""
        return self.state == "read" and bool(self.pictures or self.with_text)

    @property
    def advice(self) -> Message | None:
        """What the candidate is told of the file; None when there is nothing to mend.

        A few bare pages (covers, maps) are normal: half of them and more are not.
        """
        if self.state == "locked":
            return LOCKED
        if self.state == "broken":
            return BROKEN
        bare = self.pictures - self.with_text
        if self.state == "read" and self.pictures and 2 * bare >= self.pictures:
            return scanned(bare, self.pictures)
        return None


def scanned(bare: int, pages: int) -> Message:
    """What is said of pages without text."""
    return msg(
        "Pages of this PDF without text: %(bare)s of %(pages)s. They are scanned, so search finds no words in"
        " them. If you have the document from which they were printed, send that instead.",
        bare=bare,
        pages=pages,
    )
