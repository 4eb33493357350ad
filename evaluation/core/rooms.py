"""The room: how long each part of a meeting is to last, when it ran, and the shared minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from evaluation.core.messages import Message, msg

PARTS: Final = ("talk", "questions")
LONGEST_PARAGRAPH: Final = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a meeting: its planned minutes, and when it began and ended (None: not yet)."""

    code: str
    minutes: int
    started: datetime | None = None
    ended: datetime | None = None

    @property
    def state(self) -> str:
        """One of "waiting", "running" and "over"."""
        if self.started is None:
            return "waiting"
        return "running" if self.ended is None else "over"

    def spent(self, now: datetime) -> int | None:
        """Whole minutes since it began, until it ended or `now`; None before it began."""
        if self.started is None:
            return None
        return int(((self.ended or now) - self.started).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the shared minute: its versions, the newest first. A blank newest one is struck out."""

    id: int
    versions: tuple[dict[str, Any], ...]

    @property
    def newest(self) -> dict[str, Any]:
        """The version that stands: revision, body, writer, written_at."""
        return self.versions[0]

    @property
    def struck(self) -> bool:
        """Whether it was taken out."""
        return not self.newest["body"].strip()


def paragraph_problem(body: str, *, first: bool) -> Message | None:
    """Why a paragraph can't be kept. A blank one takes an older one out, but begins none."""
    if first and not body.strip():
        return msg("Write the paragraph first: a blank one is not kept.")
    if len(body) > LONGEST_PARAGRAPH:
        return msg(
            "At most %(most)s characters fit here; this has %(have)s.", most=LONGEST_PARAGRAPH, have=len(body)
        )
    return None
