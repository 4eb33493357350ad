"""What rows of scores, measures or adjustments refer to, read once: rounds, entries, contests."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from evaluation.core.rules import Rules
from evaluation.core.spelling import did_you_mean
from evaluation.row_files import Faults, Line
from evaluation.store import editions, loads, rosters
from evaluation.store.db import Row
from evaluation.store.editions import StoredRound


@dataclass(frozen=True, slots=True)
class Book:
    """An edition as files name it: rounds and entries by code, contests by `contest_key`."""

    rules: Rules
    rounds: dict[str, StoredRound]
    entries: dict[str, Row]
    contests: dict[tuple[int, int, str | None], Row]

    def find(self, line: Line, faults: Faults) -> tuple[StoredRound, Row] | None:
        """The round and the entry of a row, or None and notes on what is wrong with them."""
        stored = self.rounds.get(line["round"])
        entry = self.entries.get(line["candidate"])
        if stored is None or not stored.rules.is_judged:
            faults.add(line.number, self._no_round(line["round"]), "round")
        if entry is None:
            hint = did_you_mean(line["candidate"], self.entries)
            text = (
                f'unknown candidate "{line["candidate"]}"{hint}'
                if line["candidate"]
                else "candidate is empty"
            )
            faults.add(line.number, text, "candidate")
        if stored is None or entry is None or not stored.rules.is_judged:
            return None
        if entry["category_code"] not in stored.rules.categories:
            text = f'the round "{line["round"]}" does not judge the category "{entry["category_code"]}"'
            faults.add(line.number, f"{text} of {entry['code']}")
            return None
        return stored, entry

    def _no_round(self, code: str) -> str:
        if not code:
            return "round is empty"
        if code in self.rounds:
            return f'the round "{code}" is a screening: it takes no scores, measures and adjustments'
        judged = [known for known, stored in self.rounds.items() if stored.rules.is_judged]
        return f'unknown round "{code}"{did_you_mean(code, judged)}: the edition has {", ".join(judged)}'

    def contest(self, stored: StoredRound, entry: Row) -> Row | None:
        """The contest in which an entry stands, or would stand, in a round; None when there is none yet."""
        return self.contests.get(contest_key(stored, entry))

    def in_order(self) -> list[StoredRound]:
        """The judged rounds in the order in which entries walk through them."""
        return [stored for stored in self.rounds.values() if stored.rules.is_judged]


def contest_key(stored: StoredRound, entry: Row) -> tuple[int, int, str | None]:
    """A contest by round, category and province (None: the nation): where an entry stands in a round."""
    return (
        stored.id,
        entry["category_id"],
        entry["province_code"] if stored.rules.stage == "province" else None,
    )


def open_book(db: Database, edition_id: int) -> Book:
    """Read what the files of an edition refer to; the number of questions does not depend on the file."""
    return Book(
        rules=editions.rules_of(db, edition_id),
        rounds={stored.rules.code: stored for stored in editions.rounds_of(db, edition_id)},
        entries=rosters.entries_of(db, edition_id),
        contests=loads.contests_of(db, edition_id),
    )
