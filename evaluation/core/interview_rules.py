"""What an edition says of the meetings of a round of kind interview or visit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

MEETINGS: Final = ("interview", "visit")
# Who beyond its writer reads a note: nobody ever; the committee and the auditor once the contest is
# finalised; or both at any time.
NOTES: Final = ("own", "after", "committee")


@dataclass(frozen=True, slots=True)
class InterviewRules:
    """Minutes of the parts, the limit of companions, the penalties in points, and who reads notes.

    A penalty of 0 is none; it is due for whoever comes more than `late_after` minutes late, or not at all.
    `panel_members` and `evaluators` are how many of each a visit's team needs at least.
    """

    talk: int = 20
    questions: int = 20
    companions: int = 2
    late_after: int = 0
    late_penalty: Fraction = Fraction(0)
    absence_penalty: Fraction = Fraction(0)
    notes: str = "own"
    panel_members: int = 1
    evaluators: int = 1

    @property
    def minutes(self) -> int:
        """How long a meeting lasts."""
        return self.talk + self.questions


DEFAULT: Final = InterviewRules()
