"""What a deliberation's pages are made of: who looks, what entries are called before them, what they see."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from werkzeug.datastructures import MultiDict

from evaluation.core.deliberation_words import motion_words
from evaluation.core.doubts import Doubt
from evaluation.core.errors import NotFound
from evaluation.core.messages import Message
from evaluation.core.pleno import Pleno, PutMotion
from evaluation.core.ranking import Standing
from evaluation.core.snapshot import Result
from evaluation.core.subjects import MatterRef, PlenoRef
from evaluation.core.unnamed import entry_name
from evaluation.permissions import may, require
from evaluation.permissions.answers import Answer
from evaluation.permissions.contests import on_panel
from evaluation.permissions.visibility import sight_of
from evaluation.store import contests, numbers, overview, pleno_refs, refs, standings
from evaluation.store.db import Row
from evaluation.views.context import actor, db, now

KEY = re.compile(r"[en]\d{1,18}")


@dataclass
class Seat:
    """Somebody before a contest's deliberation. What they may not see is asked here, and nowhere else."""

    contest: Row
    ref: PlenoRef
    pleno: Pleno

    @cached_property
    def me(self) -> int:
        """The account that looks."""
        return actor().account_id or 0

    @cached_property
    def everyone(self) -> dict[int, Row]:
        """Every entry of the contest, those too that left it, by id."""
        return {one["id"]: one for one in overview.entries_in(db(), self.contest["id"])}

    @property
    def entries(self) -> dict[int, Row]:
        """The entries that are still in the contest, by id."""
        return {entry: one for entry, one in self.everyone.items() if one["status"] == "accepted"}

    @cached_property
    def _numbers(self) -> dict[int, int]:
        """The numbers of the entries whose candidates are hidden from this reader."""
        hidden = numbers.hidden_from(db(), self.me, list(self.everyone))
        return {entry: of_contest[self.contest["id"]] for entry, of_contest in hidden.items()}

    @property
    def reasons_seen(self) -> bool:
        """Whether it is said why entries go on: that names provinces, which would tell a hidden candidate."""
        return self.ranks_seen and not self._numbers

    def called(self, entry_id: int) -> str:
        """What an entry is called before this reader."""
        if entry_id in self._numbers:
            return entry_name(self._numbers[entry_id])
        return str(self.everyone[entry_id]["name"]) if entry_id in self.everyone else "…"

    def key(self, entry_id: int) -> str:
        """What forms and addresses name an entry by: a hidden one by its number, as its id would tell."""
        number = self._numbers.get(entry_id)
        return f"e{entry_id}" if number is None else f"n{number}"

    def entries_of(self, keys: Iterable[str]) -> list[int]:
        """The entries with these keys, each once. NotFound for one that is not there."""
        by_key = {self.key(entry): entry for entry in self.entries}
        if any(not KEY.fullmatch(key) or key not in by_key for key in keys):
            raise NotFound(refs.NOT_FOUND)
        return list(dict.fromkeys(by_key[key] for key in keys))

    # --- what may be seen ---

    @cached_property
    def kept_from(self) -> frozenset[int]:
        """The entries that this reader is kept away from."""
        return self.pleno.kept_from(self.me)

    @property
    def leaves(self) -> bool:
        """Whether this reader must leave the room now."""
        return self.pleno.sitting is not None and self.pleno.leaves(self.me)

    @property
    def ranks_seen(self) -> bool:
        """Ranks and order would tell the place of an entry that is not for this reader."""
        return not self.kept_from

    @property
    def names_seen(self) -> bool:
        """Whether this reader is told who voted how."""
        sees = sight_of(actor(), self.ref, window=self.ref.window, judged=True)
        return sees.assessor_names

    @property
    def marks_seen(self) -> bool:
        """Whether this reader sees what criteria come to: beside one's own mark it tells the others'."""
        return sight_of(actor(), self.ref, window=self.ref.window, judged=True).others_marks

    @cached_property
    def result(self) -> Result:
        """The result as it stands, with the values of its criteria."""
        return standings.result(db(), self.contest["id"], with_marks=True)

    @cached_property
    def ids(self) -> dict[str, int]:
        """The ids of the entries by code."""
        return {one["code"]: entry for entry, one in self.everyone.items()}

    @cached_property
    def found(self) -> dict[int, Standing]:
        """The standings by the ids of their entries."""
        return {self.ids[one.entry]: one for one in self.result.standings}

    @property
    def laid(self) -> list[int]:
        """The entries on the table, but for those that left the contest meanwhile."""
        return [entry for entry in self.pleno.table.entries if entry in self.found]

    @property
    def standings(self) -> list[Standing]:
        """The standings in the order in which this reader may see them."""
        if self.ranks_seen:
            return list(self.result.standings)
        return sorted(self.result.standings, key=lambda one: self.called(self.ids[one.entry]))

    @cached_property
    def doubts(self) -> dict[str, Doubt]:
        """The doubtful places, by code; none for whom ranks would tell too much, and none once final."""
        if not self.ranks_seen or self.ref.finalised:
            return {}
        return standings.doubts_of(db(), self.contest["id"])

    @cached_property
    def motions(self) -> tuple[PutMotion, ...]:
        """The motions that this reader may know of."""
        return self.pleno.motions_for(self.me)

    def words(self, motion: PutMotion) -> Message:
        """What a motion asks for, before this reader."""
        return motion_words(motion.kind, [self.called(one) for one in motion.named], motion.place)

    def on_table(self) -> PutMotion | None:
        """The motion that lies on the table."""
        return next((one for one in self.motions if one.id == self.pleno.table.motion), None)

    # --- what may be done ---

    @cached_property
    def seated(self) -> bool:
        """Whether this reader sits on the panel."""
        return bool(on_panel(actor(), self.ref))

    @property
    def here(self) -> bool:
        """Whether this reader is marked present."""
        return self.me in self.ref.here

    def may(self, action: str) -> Answer:
        """Whether this reader may do something in the deliberation."""
        return may(actor(), action, self.ref)

    def may_matter(self, action: str, entries: Sequence[int] = ()) -> Answer:
        """The same about entries, or about what lies on the table."""
        return may(actor(), action, pleno_refs.matter_ref(self.ref, self.pleno, entries))

    def may_motion(self, action: str, motion: PutMotion) -> Answer:
        """The same about a motion."""
        return may(actor(), action, self.motion_ref(motion))

    def motion_ref(self, motion: PutMotion) -> MatterRef:
        """A motion as permissions see it."""
        return pleno_refs.motion_ref(self.ref, self.pleno, motion)

    @property
    def token(self) -> str:
        """A short text that changes when something changes that this reader sees."""
        read = bool(self.may("pleno.read"))
        seen: list[object] = [read]
        if read:
            seen += [self.pleno.sitting and self.pleno.sitting["id"], self.leaves, self.ref.finalised]
        if read and not self.leaves:
            seen += [
                self.pleno.table,
                [(one.account_id, one.here) for one in self.pleno.members],
                [(one.number, one.state, one.cast) for one in self.motions],
                [(one.id, one.minuted) for one in self.pleno.notes_for(self.me)],
            ]
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def take(contest_id: int) -> Seat:
    """The visitor before a deliberation. NotFound for whoever is neither panel, committee nor auditor."""
    pleno = pleno_refs.pleno_of(db(), contest_id)
    ref = pleno_refs.pleno_ref(db(), contest_id, now(), pleno)
    require(actor(), "pleno.view", ref)
    return Seat(refs.found(contests.described(db(), contest_id)), ref, pleno)


def chosen(seat: Seat, form: MultiDict[str, str], name: str = "entry") -> list[int]:
    """The entries that a form or an address chose."""
    return seat.entries_of(form.getlist(name))
