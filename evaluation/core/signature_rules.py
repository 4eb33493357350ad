"""Who signs a result before it is fixed: the rule of a round, and what is missing for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SignatureRule:
    """How many of the panel sign, the chair and the secretary counted; `chair`: the chair is one of them."""

    members: int = 0
    chair: bool = False

    @property
    def needed(self) -> int:
        """How many signatures it takes in all."""
        return max(self.members, int(self.chair))


NO_SIGNATURES: Final = SignatureRule()


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing still: so many signatures, and whether the chair's must be among them."""

    signatures: int
    chair: bool

    def __bool__(self) -> bool:
        return self.signatures > 0


def missing(rule: SignatureRule, positions: Sequence[str]) -> Missing:
    """What is missing where people in these positions of the panel have signed."""
    chair = rule.chair and "chair" not in positions
    return Missing(max(rule.needed - len(positions), int(chair)), chair)
