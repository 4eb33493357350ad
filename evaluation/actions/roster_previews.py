"""Rosters by page: a file is kept and looked at first, and its rows are stored when that is confirmed.

What is loaded are exactly the bytes that were previewed. They are checked again then, since the award may
have changed in between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from evaluation.actions import roster_events as events
from evaluation.actions.act import Act
from evaluation.actions.panel_rosters import ASSESSOR_COLUMNS, load_assessors, plan_assessors
from evaluation.actions.past_wins import PAST_WIN_COLUMNS, load_past_wins, plan_past_wins
from evaluation.actions.roster_plans import Plan
from evaluation.actions.rosters import CANDIDATE_COLUMNS, load_candidates, plan_candidates
from evaluation.actions.uploads import Upload
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import RosterRef
from evaluation.files import FileRoot
from evaluation.media import shown_name
from evaluation.permissions import require
from evaluation.row_files import Columns, RowFile, parse
from evaluation.store import refs, roster_previews
from evaluation.store.db import Row, stamp, write

KEPT_FOR: Final = timedelta(hours=24)
MOST_MB: Final = 10
FOLDER: Final = "rosters"
GONE: Final = msg("There is no such preview, or its 24 hours are over. Send the file again.")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of roster: its columns, what it would change, and how it is loaded."""

    columns: Columns
    plan: Callable[[Act, int, RowFile], Plan]
    load: Callable[[Act, int, RowFile], tuple[Message, ...]]


KINDS: Final[dict[str, Kind]] = {
    "candidates": Kind(CANDIDATE_COLUMNS, plan_candidates, load_candidates),
    "assessors": Kind(ASSESSOR_COLUMNS, plan_assessors, load_assessors),
    "past-wins": Kind(PAST_WIN_COLUMNS, plan_past_wins, load_past_wins),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """A file that was sent, its rows with everything that is wrong with them, and what it would change."""

    stored: Row
    file: RowFile
    plan: Plan

    @property
    def ready(self) -> bool:
        """Whether it can be loaded, and changes something."""
        return not self.file.faults.found and bool(self.plan.new or self.plan.changed)


def make_preview(act: Act, edition_id: int, kind: str, upload: Upload) -> int:
    """Keep a file to be looked at for a day; the preview's id. BadFile when it can't be read as a whole.

    Invalid, at the field `file`, when it is empty or too large. Other people's expired files go as well.
    """
    require(act.actor, "roster.load", RosterRef(edition_id))
    refs.edition_ref(act.db, edition_id)
    root, name = _root(act), shown_name(upload.name)
    try:
        stored = root.keep(upload.stream)
    except Refused as refusal:
        raise Invalid(refusal.message, {"file": refusal.message}) from refusal
    try:
        parse(name, root.path(stored.stored_as).read_bytes(), KINDS[kind].columns)
        with write(act.db):
            require(act.actor, "roster.load", RosterRef(edition_id))
            gone = _forget_expired(act)
            preview_id = roster_previews.add(
                act.db,
                account_id=act.actor.account_id or 0,
                edition_id=edition_id,
                kind=kind,
                name=name,
                size=stored.size,
                sha256=stored.sha256,
                stored_as=stored.stored_as,
                made_at=act.at,
                expires_at=stamp(act.now + KEPT_FOR),
            )
            sent = events.RosterSent(
                edition_id=edition_id, kind=kind, file_name=name, size=stored.size, sha256=stored.sha256
            )
            act.record(sent)
    except BaseException:
        root.drop(stored.stored_as)
        raise
    for stored_as in gone:
        root.drop(stored_as)
    return preview_id


def preview(act: Act, preview_id: int) -> Preview:
    """One's own preview, checked against the award as it is now. Nothing is stored."""
    stored = _own(act, preview_id)
    file = _file(act, stored)
    return Preview(stored, file, KINDS[stored["kind"]].plan(act, stored["edition_id"], file))


def confirm_preview(act: Act, preview_id: int, sha256: str) -> tuple[Message, ...]:
    """Load what was previewed, all of it or nothing; the warnings. BadFile when something is wrong.

    `sha256` is that of the bytes that were looked at: NotFound when the preview is of others.
    """
    file = _file(act, _own(act, preview_id))
    with write(act.db):
        stored = _own(act, preview_id)
        if stored["sha256"] != sha256:
            raise NotFound(GONE)
        warnings = KINDS[stored["kind"]].load(act, stored["edition_id"], file)
        roster_previews.remove(act.db, preview_id)
        loaded = events.RosterLoaded(
            edition_id=stored["edition_id"],
            kind=stored["kind"],
            file_name=stored["name"],
            sha256=stored["sha256"],
            rows=len(file.lines),
        )
        act.record(loaded)
    _root(act).drop(stored["stored_as"])
    return warnings


def cancel_preview(act: Act, preview_id: int) -> None:
    """Forget a file that was sent, without loading anything."""
    with write(act.db):
        stored = _own(act, preview_id)
        _forget(act, stored)
    _root(act).drop(stored["stored_as"])


def _own(act: Act, preview_id: int) -> Row:
    """One's own preview, as long as one may still load it. NotFound when its time is over."""
    stored = roster_previews.own(act.db, preview_id, act.actor.account_id, act.at)
    if stored is None:
        raise NotFound(GONE)
    require(act.actor, "roster.load", RosterRef(stored["edition_id"]))
    return stored


def _file(act: Act, stored: Row) -> RowFile:
    try:
        data = _root(act).path(stored["stored_as"]).read_bytes()
    except FileNotFoundError as error:
        raise NotFound(GONE) from error
    if hashlib.sha256(data).hexdigest() != stored["sha256"]:
        raise Refused(msg("The file changed on the server's disk since it was sent. Send it again."))
    return parse(stored["name"], data, KINDS[stored["kind"]].columns)


def _forget_expired(act: Act) -> list[str]:
    """Forget what nobody confirmed in time; the names on disk, to be dropped after the commit."""
    over = roster_previews.expired(act.db, act.at)
    for stored in over:
        _forget(act, stored)
    return [stored["stored_as"] for stored in over]


def _forget(act: Act, stored: Row) -> None:
    roster_previews.remove(act.db, stored["id"])
    forgotten = events.RosterForgotten(
        edition_id=stored["edition_id"],
        kind=stored["kind"],
        file_name=stored["name"],
        sha256=stored["sha256"],
    )
    act.record(forgotten)


def _root(act: Act) -> FileRoot:
    """A folder of their own: these files belong to no dossier, and are smaller."""
    most = min(act.files.max_bytes, MOST_MB * 1024 * 1024)
    return replace(act.files, root=act.files.root / FOLDER, max_bytes=most)
