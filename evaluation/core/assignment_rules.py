"""How many assessors judge an entry of a round, and within which bounds they are assigned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

REGION_RULES: Final = ("any", "not-own-province")


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """`assessors` an entry (0: the whole panel judges everything); `most` entries an assessor (0: no limit).

    `region` says whether somebody may judge entries of the province they call home; `seed` is what equally
    good plans are told apart by.
    """

    assessors: int = 0
    most: int = 0
    region: str = "any"
    seed: int = 1

    @property
    def asked(self) -> bool:
        """Whether the round assigns entries to assessors at all."""
        return self.assessors > 0


EVERYBODY: Final = AssignmentRule()
