"""What is acted upon: just enough of an entry, a contest or a panel to answer who may do what to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evaluation.core.visibility import USUAL, Visibility


@dataclass(frozen=True, slots=True)
class EntryRef:
    """An entry: where it belongs, how far it is, at which stages it stands in contests, who is recused.

    `undeclared` sit before it and have not said yet whether they are connected with it; `unassigned` sit
    before it and are not assigned to it, in one contest or (where none is asked about) in all of them.
    `owner` is the account that owns the candidate's side (None: nobody acts for it yet). `opened` are the
    sections that a correction opened; None when every section is open.
    """

    entry_id: int
    edition_id: int
    province_code: str
    status: str
    screening_stage: str
    stages: frozenset[str] = frozenset()
    recused: frozenset[int] = frozenset()
    undeclared: frozenset[int] = frozenset()
    unassigned: frozenset[int] = frozenset()
    owner: int | None = None
    opened: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class EntryReach:
    """Whose dossiers somebody may read: the own ones, those of audited editions, and by committee or panel.

    An edition None is every edition; committees and panels of a province, or (None) of the nation.
    """

    account_id: int | None = None
    own: tuple[int, ...] = ()
    audited: tuple[int | None, ...] = ()
    committees: tuple[tuple[int | None, str | None], ...] = ()
    panels: tuple[tuple[int, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRef(EntryRef):
    """One section of an entry's dossier."""

    section: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """One place of an edition: a province (`region_code`), or the nation (None)."""

    edition_id: int
    region_code: str | None


@dataclass(frozen=True, slots=True)
class ContestRef:
    """A contest: one round x one category x one province (`region_code`) or the nation (None)."""

    contest_id: int
    edition_id: int
    stage: str
    kind: str
    region_code: str | None
    finalised: bool
    published: bool
    opens: datetime | None = None
    closes: datetime | None = None
    visibility: Visibility = USUAL


@dataclass(frozen=True, slots=True)
class ScoresRef(ContestRef):
    """The scores of a contest: who still owes it a sheet (nobody once final), who is recused in it.

    `window`: whether its round is "not_open", "open" or "closed" now.
    """

    window: str = "open"
    judging: frozenset[int] = frozenset()
    recused: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AssigningRef(ContestRef):
    """The assignment of a contest's entries: whether its round asks for it."""

    asked: bool = False


@dataclass(frozen=True, slots=True)
class SigningRef(ScoresRef):
    """The signing of a contest's result: whether its round asks for it, whether it is open, who signed."""

    asked: bool = False
    opened: bool = False
    signed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AnnouncementRef(ContestRef):
    """A contest's publication: `announced` once it is published, or set for a moment to come."""

    announced: bool = False


@dataclass(frozen=True, slots=True)
class ObjectionRef(ContestRef):
    """An objection: whose it is, whether it still waits for its answer, who is recused from its entry."""

    objection_id: int = 0
    entry_id: int = 0
    waiting: bool = True
    recused: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ObjectorRef(EntryRef):
    """An entry before one published result: whether it stands there, and whether objections are taken now.

    `window` is "none" where the round takes no objections, else "not_open", "open" or "closed".
    """

    contest_id: int = 0
    published: bool = False
    stands: bool = False
    window: str = "none"


@dataclass(frozen=True, slots=True)
class PlenoRef(ScoresRef):
    """The deliberation on a contest: whether its round holds one, whether a sitting is open, who is there.

    `undeclared` sit on the panel and have not declared about each entry.
    """

    held: bool = False
    sitting: bool = False
    here: frozenset[int] = frozenset()
    undeclared: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class MatterRef(PlenoRef):
    """What is deliberated on: entries on the table, or a motion in its `state` with its proposer and voters.

    `away` are all who are kept away from an entry that it concerns; `quorate`: whether the others in the room
    can decide on it. `state` is "" for entries, and for a table on which nothing lies `laid` is false.
    """

    away: frozenset[int] = frozenset()
    laid: bool = True
    state: str = ""
    proposer: int | None = None
    voters: frozenset[int] = frozenset()
    quorate: bool = False
    voting: bool = False


@dataclass(frozen=True, slots=True)
class RecountRef(ScoresRef):
    """A recount of a contest: whether it has ended, and the last contest that it would open again.

    `was_final`: the contest had a final result once that was opened again.
    """

    ended: bool = False
    was_final: bool = False
    reopens: ScoresRef | None = None


@dataclass(frozen=True, slots=True)
class SheetRef(ContestRef):
    """One score sheet of a contest: whose it is, how far it is, whether they still sit there.

    `recused` are all who are recused from its entry.
    """

    sheet_id: int = 0
    entry_id: int = 0
    entry_status: str = ""
    assessor: int = 0
    status: str = "draft"
    excluded: bool = False
    seated: bool = False
    recused: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class NotesRef(ContestRef):
    """The notes of a contest: who beyond their writers reads them (core/interview_rules.py)."""

    notes: str = "own"


@dataclass(frozen=True, slots=True)
class VisitRef(ContestRef):
    """A visit to one entry: the accounts of its team."""

    team: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PanelRef:
    """A panel of one edition's stage, in one province or (None) for the nation."""

    panel_id: int
    edition_id: int
    stage: str
    region_code: str | None


@dataclass(frozen=True, slots=True)
class SampleRef(PanelRef):
    """A sample before a panel, for a round with this opening and closing (None: no limit).

    `begun`: the panel has begun real sheets of the round; `sheets`: how many members have begun the sample's;
    `kept_away`: who is recused from its candidate or acts for it.
    """

    sample_id: int = 0
    discussed: bool = False
    begun: bool = False
    sheets: int = 0
    kept_away: frozenset[int] = frozenset()
    opens: datetime | None = None
    closes: datetime | None = None


@dataclass(frozen=True, slots=True)
class EditionRef:
    """An edition; `frozen` once its first sheet was submitted, or (`by_hand`) an administrator froze it."""

    edition_id: int
    frozen: bool
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class InviteRef:
    """An account that a link may go to: `granted` when it holds a role beyond entries and seats."""

    account_id: int
    has_password: bool
    disabled: bool
    granted: bool
    entries: tuple[EntryRef, ...] = ()
    panels: tuple[PanelRef, ...] = ()


@dataclass(frozen=True, slots=True)
class GrantRef:
    """A granted role, and how many administrators but its holder can sign in."""

    role: str
    other_administrators: int


@dataclass(frozen=True, slots=True)
class ConflictRef:
    """What keeps an account away from an entry, and who else is kept away from it."""

    account_id: int
    entry_id: int
    recused: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RosterRef:
    """A roster of one edition: candidates or assessors."""

    edition_id: int


@dataclass(frozen=True, slots=True)
class CandidateRef:
    """A candidate of a roster: its province, and the stage at which its category begins."""

    edition_id: int
    stage: str
    province_code: str


@dataclass(frozen=True, slots=True)
class PastWinRef:
    """The candidate of a past win: its province ("" for a code that nobody knows), and who is kept away."""

    edition_id: int
    province_code: str
    recused: frozenset[int] = frozenset()
