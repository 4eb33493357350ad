"""Addresses on the desk where a round hides its candidates: they name an entry by its number, not by its id.

Ids follow the order of the roster, so they would tell who is who. Views and templates know nothing of it:
they give and get ids, and the address between them has the number.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g

from evaluation.store import numbers
from evaluation.views.context import actor, db

ON_THE_DESK = "/desk/<int:contest_id>/<int:entry_id>"
# No entry has it, so that it is not found.
NOBODY = 0


def numbers_of(contest_id: int) -> dict[int, int]:
    """The contest's entries by number, read with the visitor's others; empty where addresses name ids."""
    known: dict[int, dict[int, int]] = g.setdefault("numbers", {})
    if contest_id not in known:
        known |= numbers.entries_by_number(db(), actor().account_id or 0, contest_id)
    return known[contest_id]


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
