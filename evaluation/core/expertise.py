"""What members of a panel know and what entries are about, in the same words."""

from __future__ import annotations

from typing import Final

# The parts of an entry that somebody may know about: its category, its sector, the kind of its region.
ABOUT: Final = ("category", "sector", "kind")


def fields_of(*, category: str, sector: str, kind: str) -> frozenset[str]:
    """What an entry is about; a sector that is unknown says nothing."""
    said = {"category": category, "sector": sector.strip(), "kind": kind}
    return frozenset(f"{name}:{said[name]}" for name in ABOUT if said[name])


def parted(field: str) -> tuple[str, str]:
    """A field as what it is about and its value. ValueError when it is no field."""
    about, colon, value = field.partition(":")
    if about not in ABOUT or not colon or not value:
        raise ValueError(field)
    return about, value
