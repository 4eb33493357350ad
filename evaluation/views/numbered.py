"""Addresses on the desk where a round hides its candidates: they name an entry by its number, not by its id.

Ids follow the order of the roster, so they would tell who is who. Views and templates know nothing of it:
they give and get ids, and the address between them has the number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Flask, current_app, g

from evaluation.store import numbers
from evaluation.views.context import db

ON_THE_DESK = "/desk/<int:contest_id>/<int:entry_id>"
# No entry has it, so that it is not found.
NOBODY = 0


def numbers_of(contest_id: int) -> dict[int, int]:
    """The contest's entries by number, read once a request; empty where addresses name ids."""
    expect_addresses([contest_id])
    known: dict[int, dict[int, int]] = g.numbers
    return known[contest_id]


def expect_addresses(contest_ids: Iterable[int]) -> None:
    """Read at once what the addresses of these contests' entries need; a list has many of them."""
    known: dict[int, dict[int, int]] = g.setdefault("numbers", {})
    missing = [contest_id for contest_id in contest_ids if contest_id not in known]
    if missing:
        known.update(numbers.entries_by_number(db(), missing))


def is_on_the_desk(endpoint: str | None) -> bool:
    """Whether an endpoint's address is that of an entry on an assessor's desk."""
    if endpoint not in current_app.view_functions:
        return False
    return any(one.rule.startswith(ON_THE_DESK) for one in current_app.url_map.iter_rules(endpoint))


def read_number(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The id of the entry that an address names by its number."""
    if values and is_on_the_desk(endpoint) and (known := numbers_of(values["contest_id"])):
        values["entry_id"] = known.get(values["entry_id"], NOBODY)


def write_number(endpoint: str, values: dict[str, Any]) -> None:
    """The number of the entry whose id an address is built with."""
    if is_on_the_desk(endpoint) and (known := numbers_of(values["contest_id"])):
        by_id = {entry_id: number for number, entry_id in known.items()}
        values["entry_id"] = by_id.get(values["entry_id"], NOBODY)


def register(app: Flask) -> None:
    """Read and write the numbers of every address on the desk, whichever blueprint it is in."""
    app.url_value_preprocessor(read_number)
    app.url_defaults(write_number)
