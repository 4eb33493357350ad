"""Who sees what of a round's judging: a policy from the edition file, and the one function that reads it.

Everything that shows others' marks, assessors' names or a candidate's name asks `sight`, and nothing else;
calibration asks it through `sample_sight`, a panel's progress through `sees_progress`.
docs/visibility.md has its answers as a table; tests/core/test_visibility.py compares each of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

MARKS: Final = ("never", "submitted", "closed")
ASSESSORS: Final = ("names", "numbers")
CANDIDATES: Final = ("shown", "hidden")
# With fewer colleagues than this, a panel's count would tell how far one of them is.
LEAST_COLLEAGUES: Final = 2


@dataclass(frozen=True, slots=True)
class Visibility:
    """The policy of one round.

    `marks`: when an assessor sees the others' marks on an entry: "never", once the own sheet is "submitted",
    or, the own sheet being in, once the round is "closed". `assessors`: whether marks stand beside "names" or
    "numbers". `candidates`: whether the panel is "shown" whose dossier it reads, or that is "hidden".
    """

    marks: str = "submitted"
    assessors: str = "names"
    candidates: str = "shown"


USUAL: Final = Visibility()


class Viewer(StrEnum):
    """Who looks. A panel's assessor owes the entry a sheet ("judging") or has handed it in ("judged")."""

    JUDGING = "judging"
    JUDGED = "judged"
    COMMITTEE = "committee"
    AUDITOR = "auditor"
    CANDIDATE = "candidate"
    ADMINISTRATOR = "administrator"
    PUBLIC = "public"


class Phase(StrEnum):
    """How far the contest is: sheets may come in, its time is over, its result is frozen, or public."""

    OPEN = "open"
    CLOSED = "closed"
    FINALISED = "finalised"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees: others' marks (and what comes of them), whose those are, whose dossier it is."""

    others_marks: bool
    assessor_names: bool
    candidate: bool


def sight(policy: Visibility, viewer: Viewer, phase: Phase) -> Sight:
    """What this viewer sees of a contest with this policy in this phase."""
    return Sight(
        others_marks=_sees_marks(policy, viewer, phase),
        assessor_names=_sees_names(policy, viewer),
        candidate=_sees_candidate(policy, viewer, phase),
    )


def sample_sight(policy: Visibility, viewer: Viewer, *, discussed: bool, named: bool) -> Sight:
    """What this viewer sees of a sample by which a panel calibrates for a round with this policy.

    Nobody sees a mark before its discussion is open; then it is to everybody what a contest is whose result
    is fixed. Where single marks stay hidden, only the spread is shown. `named`: as the committee chose.
    """
    seen = sight(policy, viewer, Phase.FINALISED)
    return replace(
        seen,
        others_marks=discussed and seen.others_marks,
        assessor_names=discussed and named and seen.assessor_names,
    )


def sees_progress(viewer: Viewer, colleagues: int) -> bool:
    """Whether the viewer is told how many sheets of a whole panel are in, under every policy.

    `colleagues` are the members beside the viewer of whom sheets are expected.
    """
    if viewer in (Viewer.COMMITTEE, Viewer.AUDITOR):
        return True
    return viewer in (Viewer.JUDGING, Viewer.JUDGED) and colleagues >= LEAST_COLLEAGUES


def candidate_seen(standings: Collection[tuple[Visibility, Phase]]) -> bool:
    """Whether an assessor is told whose dossier it is that stands so in contests before their panels.

    A contest that is still judged and hides it decides for all of them: the same page, file or search would
    tell in one what is hidden in the other. Later any contest that shows it is enough.
    """
    answers = [(sight(policy, Viewer.JUDGED, phase).candidate, phase) for policy, phase in standings]
    if any(phase in (Phase.OPEN, Phase.CLOSED) and not seen for seen, phase in answers):
        return False
    return any(seen for seen, _ in answers)


def phase_of(*, window: str, finalised: bool, published: bool) -> Phase:
    """The phase of a contest whose round's window is "not_open", "open" or "closed"."""
    if published:
        return Phase.PUBLISHED
    if finalised:
        return Phase.FINALISED
    return Phase.CLOSED if window == "closed" else Phase.OPEN


def _sees_marks(policy: Visibility, viewer: Viewer, phase: Phase) -> bool:
    if viewer in (Viewer.COMMITTEE, Viewer.AUDITOR):
        return True
    if policy.marks == "never":
        return False
    # What is published stands on a page for everybody.
    if phase is Phase.PUBLISHED:
        return True
    # A sheet of one's own is the price: nobody who might still mark the entry, or be asked to, reads first.
    return viewer is Viewer.JUDGED and (policy.marks == "submitted" or phase is not Phase.OPEN)


def _sees_names(policy: Visibility, viewer: Viewer) -> bool:
    if viewer in (Viewer.COMMITTEE, Viewer.AUDITOR):
        return True
    return viewer in (Viewer.JUDGING, Viewer.JUDGED) and policy.assessors == "names"


def _sees_candidate(policy: Visibility, viewer: Viewer, phase: Phase) -> bool:
    if viewer in (Viewer.JUDGING, Viewer.JUDGED):
        return policy.candidates == "shown" or phase is Phase.PUBLISHED
    return viewer is not Viewer.PUBLIC or phase is Phase.PUBLISHED
