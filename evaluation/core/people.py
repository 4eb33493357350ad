"""Who acts: an account with its grants, panel seats and entries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The roles of the award. Candidate and assessor come from entries and panels, the others are granted."""

    CANDIDATE = "candidate"
    ASSESSOR = "assessor"
    COMMITTEE = "committee"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given to an account: for one edition or (None) all, for one province or (None) the nation."""

    role: Role
    edition_id: int | None = None
    region_code: str | None = None

    def covers_edition(self, edition_id: int) -> bool:
        """Whether the grant holds in this edition."""
        return self.edition_id is None or self.edition_id == edition_id


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat on a panel of one edition's stage; `region_code` is None at the national stage."""

    panel_id: int
    edition_id: int
    stage: str
    region_code: str | None
    position: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. `account_id` is None for the public and for the command line (`system`)."""

    account_id: int | None = None
    name: str = ""
    email: str = ""
    grants: tuple[Grant, ...] = ()
    seats: tuple[Seat, ...] = ()
    entries: frozenset[int] = frozenset()
    system: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """Every role that the actor holds anywhere."""
        held = {grant.role for grant in self.grants}
        if self.entries:
            held.add(Role.CANDIDATE)
        if self.seats:
            held.add(Role.ASSESSOR)
        return frozenset(held)


PUBLIC = Actor()
SYSTEM = Actor(name="command line", system=True)
