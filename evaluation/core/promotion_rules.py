"""What an edition may say beyond `advance`: who is passed over, who is lifted, who waits in reserve.

The values stand in the key `promotion` of a round; `evaluation/core/promotion.py` carries them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from evaluation.core.texts import Text

# What entries may have in common that a limit counts.
LIMITS: Final = ("province", "institution", "sector")


@dataclass(frozen=True, slots=True)
class Floor:
    """At least `least` entries of these regions go on. A region is a province's or a regency's code."""

    code: str
    title: Text
    regions: tuple[str, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """Entries that are placed among themselves, with places of their own.

    An entry belongs to the first cluster that it fits in all that the cluster names: the kind of its region
    (province, regency, city), its region or province, its sector. `advance` and `winners` None: the round's.
    """

    code: str
    title: Text
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    advance: int | None = None
    winners: int | None = None


@dataclass(frozen=True, slots=True)
class PromotionRules:
    """How a round sends entries on, beside its `advance`, `winners` and `pass_mark`.

    `nominations`: so many times the winners' places go on (0: `advance` says). `at_most`: pairs of what is
    counted (see LIMITS) and how many of one go on. `reserve`: how many stand by, in order, for whoever
    withdraws. `past_winners`: winners of so many award years before this one are passed over (0: nobody is).
    """

    nominations: int = 0
    at_most: tuple[tuple[str, int], ...] = ()
    floors: tuple[Floor, ...] = ()
    reserve: int = 0
    past_winners: int = 0
    clusters: tuple[Cluster, ...] = ()


NOTHING_MORE: Final = PromotionRules()
