"""Which entries a round takes scores, measures and adjustments for: those that have advanced to it.

A file may hold several rounds, and an award brought over from paper holds all of them before any is
finalised. So an entry also gets in provisionally, on what the round before shows until now:

- when all of its entries there are complete, only those that advance as things stand;
- otherwise those that stand there (for scores: with a sheet that counts).

Finalising the round before settles it: who advanced stands firmly, the others leave (`actions/contests.py`).
The dates of a round do not matter here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from evaluation.actions.act import Act
from evaluation.actions.book import Book, contest_key
from evaluation.actions.contests import enter
from evaluation.core.ranking import Standing
from evaluation.store import contests, finalisations, loads, refs, standings
from evaluation.store.db import Row
from evaluation.store.editions import StoredRound


@dataclass(frozen=True, slots=True)
class _Before:
    """The contest before: who stands there how, and whether that decides already who advances."""

    standings: dict[str, Standing]
    decided: bool


class Admission:
    """Decides, for one load, on each entry and round. `needs_sheets`: see above.

    A round is asked about only when all that the file says on earlier rounds is stored.
    """

    def __init__(
        self, act: Act, edition_id: int, book: Book, entry_ids: Collection[int], *, needs_sheets: bool
    ) -> None:
        self._act, self._edition_id, self._book = act, edition_id, book
        self._needs_sheets = needs_sheets
        self._places = loads.places_of(act.db, entry_ids)
        self._before: dict[int, _Before] = {}
        self._spoilt: set[tuple[int, int, str | None]] = set()
        self._entered: Counter[str] = Counter()

    def start_round(self) -> None:
        """Forget what the rounds before showed: the file may have changed them."""
        self._before.clear()

    def spoil(self, stored: StoredRound, entry: Row) -> None:
        """Remember that rows of this contest are bad, so that it decides nothing: one mistake, one report."""
        self._spoilt.add(contest_key(stored, entry))

    def admit(self, stored: StoredRound, entry: Row) -> int | str:
        """The contest in which the entry stands now, or why it cannot."""
        if entry["status"] != "accepted":
            return f"{entry['code']} is not accepted (it is {entry['status']})"
        contest = self._book.contest(stored, entry)
        if contest is not None and contest["finalised"]:
            return "the contest is finalised: nothing in it changes any more"
        provisional = None if contest is None else self._places.get((contest["id"], entry["id"]))
        if contest is not None and provisional is False:
            return int(contest["id"])
        source = self._book.rules.source_round(stored.rules.code, entry["category_code"])
        if source is not None:
            reason = self._why_not(self._book.rounds[source.code], entry)
            if reason is not None:
                return reason
        if contest is not None and provisional:
            return int(contest["id"])
        return self._enter(stored, entry, provisional=source is not None)

    def _enter(self, stored: StoredRound, entry: Row, *, provisional: bool) -> int:
        contest_id = enter(self._act, entry, stored.rules, stored.id, provisional=provisional)
        self._book.contests.setdefault(contest_key(stored, entry), {"id": contest_id, "finalised": 0})
        self._places[contest_id, entry["id"]] = provisional
        if provisional:
            self._entered[stored.rules.code] += 1
        return contest_id

    def _why_not(self, source: StoredRound, entry: Row) -> str | None:
        """Why an entry does not come from the round before into the next one; None when it does."""
        code, contest = source.rules.code, self._book.contest(source, entry)
        if contest is None or (contest["id"], entry["id"]) not in self._places:
            return f"{entry['code']} does not stand in {code}, from which this round takes its entries"
        if contest["finalised"]:
            return f"{entry['code']} did not advance from {code}"
        before = self._standings_of(contest["id"])
        standing = before.standings[entry["code"]]
        if before.decided and not standing.advances:
            return f"{entry['code']} does not advance from {code}: it has rank {standing.rank} there"
        if not before.decided and self._needs_sheets and source.rules.judged_criteria and not standing.sheets:
            return f"{entry['code']} has no score sheet in {code}, from which this round takes its entries"
        return None

    def _standings_of(self, contest_id: int) -> _Before:
        if contest_id not in self._before:
            found = standings.result(self._act.db, contest_id).standings
            complete = all(one.round_score.complete and one.rank is not None for one in found)
            self._before[contest_id] = _Before(
                {one.entry: one for one in found},
                complete and not self._is_spoilt(contest_id) and self._sources_decided(contest_id),
            )
        return self._before[contest_id]

    def _is_spoilt(self, contest_id: int) -> bool:
        spoilt = (self._book.contests.get(key) for key in self._spoilt)
        return any(contest is not None and contest["id"] == contest_id for contest in spoilt)

    def _sources_decided(self, contest_id: int) -> bool:
        """Whether it is also known who stands in the contest."""
        contest = refs.found(contests.described(self._act.db, contest_id))
        source = self._book.rules.source_round(contest["round_code"], contest["category_code"])
        if source is None:
            return True
        waiting = finalisations.open_sources(self._act.db, contest, self._book.rounds[source.code].id)
        return all(self._standings_of(one["id"]).decided for one in waiting)

    def warnings(self) -> tuple[str, ...]:
        """What the user should know of provisional places, once everything is stored."""
        entered = tuple(
            f"until the round before is finalised, entries stand in {code} provisionally: {number}"
            for code, number in self._entered.items()
        )
        self.start_round()
        return entered + tuple(self._contradicted())

    def _contradicted(self) -> list[str]:
        """Provisional places from which an entry will go, as far as the round before is decided now."""
        found = []
        by_id = {entry["id"]: entry for entry in self._book.entries.values()}
        places = loads.provisional_places(self._act.db, self._edition_id)
        self._places |= loads.places_of(self._act.db, {place["entry_id"] for place in places})
        for place in places:
            entry = by_id[place["entry_id"]]
            source = self._book.rules.source_round(place["round"], entry["category_code"])
            contest = None if source is None else self._book.contest(self._book.rounds[source.code], entry)
            if source is None or contest is None or contest["finalised"]:
                continue
            before = self._standings_of(contest["id"])
            standing = before.standings.get(entry["code"])
            if before.decided and standing is not None and not standing.advances:
                text = (
                    f"{entry['code']} stands in {place['round']}, but as things stand does not advance to it"
                )
                found.append(f"{text} from {source.code} (rank {standing.rank})")
        return found
