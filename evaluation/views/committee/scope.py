"""Where a committee or an auditor looks: which editions, and which places in the one that is open."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from evaluation.core.errors import NotFound
from evaluation.core.people import Actor, Role
from evaluation.store import editions, refs
from evaluation.store.db import Row
from evaluation.views.context import actor, db


@dataclass(frozen=True, slots=True)
class Scope:
    """The editions to choose from, the chosen one, and the places there.

    `everything` reads all of it (an auditor); `provinces` and `national` are the committees that one sits on.
    """

    editions: tuple[Row, ...]
    edition: Row
    provinces: frozenset[str]
    national: bool
    everything: bool


def scope() -> Scope | None:
    """What the visitor may look at in the edition of ?edition=, or in the newest one; None without any.

    NotFound for an edition that is not theirs.
    """
    asked = request.args.get("edition")
    mine = tuple(one for one in editions.all_editions(db()) if roles_in(actor(), one["id"]))
    chosen = next((one for one in mine if asked in (None, "", one["code"])), None)
    if chosen is None:
        if asked:
            raise NotFound(refs.NOT_FOUND)
        return None
    held = roles_in(actor(), chosen["id"])
    return Scope(
        editions=mine,
        edition=chosen,
        provinces=frozenset(place for role, place in held if role is Role.COMMITTEE and place is not None),
        national=(Role.COMMITTEE, None) in held,
        everything=(Role.AUDITOR, None) in held,
    )


def roles_in(who: Actor, edition_id: int) -> set[tuple[Role, str | None]]:
    """The committee and auditor grants that hold in an edition, each with its province."""
    return {
        (grant.role, grant.region_code)
        for grant in who.grants
        if grant.role in (Role.COMMITTEE, Role.AUDITOR) and grant.covers_edition(edition_id)
    }
