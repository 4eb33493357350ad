"""A published result of tests/announce_ground.py that is objected to and corrected."""

from __future__ import annotations

from collections.abc import Callable

from evaluation.actions import announcing, objections, recounts
from evaluation.actions.act import Act
from evaluation.actions.objections import Objection
from evaluation.actions.recount_trials import looked_at
from evaluation.store import recounts as recount_rows
from tests.announce_ground import OWNER, Announced, announced_ground
from tests.award import Award
from tests.pages import Page

BODY = "Nilai regulasi tidak memuat Perda Nomor 9."
REASONS = "Perda itu ada di berkas."


def published(award: Award, act_as: Callable[..., Act]) -> Announced:
    """The result, public."""
    ground = announced_ground(award, act_as)
    announcing.publish(ground.act(), ground.contest)
    return ground


def page_of(found: object) -> Page:
    """The page that a browser got, not a file."""
    assert isinstance(found, Page)
    return found


def granted(ground: Announced, outcome: str = "granted") -> int:
    """An objection of the first entry, answered."""
    number = objections.file(
        ground.act(OWNER), ground.first, ground.contest, Objection("regulation", BODY), ()
    )
    objections.answer(ground.act(), number, outcome, REASONS)
    return number


def corrected(ground: Announced, objection: int | None = None, points: str = "-70") -> int:
    """A recount that takes points from the first entry, applied; its id."""
    recount = recounts.begin(
        ground.act(), ground.contest, "Salah salin", "Nilai disalin keliru", objection, decree="SK 7/2022"
    )
    recounts.add_step(
        ground.act(), recount, "adjustment", reason="Denda", entry_id=ground.first,
        contents={"unit": "points", "amount": points},
    )  # fmt: skip
    found = looked_at(ground.act(), recount_rows.recount(ground.award.db, recount))
    recounts.apply(ground.act(), recount, found.seen)
    return recount
