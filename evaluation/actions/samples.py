"""Calibration: samples are set before a round opens, scored by the panel, and then talked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from evaluation.actions import sample_events
from evaluation.actions.act import Act
from evaluation.actions.uploads import Upload, add_file, kept_on_disk
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.exact import decimal_text
from evaluation.core.messages import Message, msg
from evaluation.core.people import Actor
from evaluation.core.sheets import (
    Comments,
    Marks,
    comment_field,
    draft_problems,
    mark_field,
    submission_problems,
)
from evaluation.core.subjects import SampleRef
from evaluation.core.workflow import round_open
from evaluation.permissions import Answer, may, require
from evaluation.store import editions, panels, refs, samples
from evaluation.store.db import Row, write
from evaluation.store.editions import StoredRound

LONGEST_TITLE = 200
HAS_OPENED = msg(
    "This round has opened: samples are scored before that, so that no mark that counts is given meanwhile."
)
BEFORE_THE_PANEL = msg(
    "This dossier stands, or may yet stand, before the same panel in this edition. To talk its marks over"
    " before they are given would decide them together: take one of an earlier edition, or upload a document."
)
TELLS_ONE = msg(
    "In this round nobody on the panel sees the others' marks. The spread of two sheets would tell them: wait"
    " until a third one is handed in."
)
HANDED_IN = msg("You handed this sheet in; it waits for the discussion and can't change any more.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sample belongs: the panel's round in one category."""

    panel: Row
    round: StoredRound
    category: Row


# --- setting them --------------------------------------------------------------------------------


def places(db: Database, panel: Row, now: datetime) -> list[Place]:
    """The rounds and categories of a panel that have not begun: those for which samples can be set."""
    categories = {one["code"]: one for one in editions.categories_of(db, panel["edition_id"])}
    return [
        Place(panel, stored, categories[code])
        for stored in editions.rounds_of(db, panel["edition_id"])
        for code in stored.rules.categories
        if stored.rules.stage == panel["stage"]
        and stored.rules.judged_criteria
        and not _opened(db, Place(panel, stored, categories[code]), now)
    ]


def _opened(db: Database, place: Place, now: datetime) -> bool:
    """Whether the round takes sheets; one without an opening date, whether it has one."""
    if place.round.rules.opens is not None:
        return round_open(place.round.rules, now) != "not_open"
    return samples.begun(
        db,
        round_id=place.round.id,
        category_id=place.category["id"],
        region_code=place.panel["region_code"],
    )


def set_dossier(
    act: Act, panel_id: int, *, round_id: int, category_id: int, submission_id: int, title: str, named: bool
) -> int:
    """Make a submission of a dossier a sample of a panel; the sample's id."""
    with write(act.db):
        place = _place(act, panel_id, round_id, category_id)
        source = refs.found(samples.source(act.db, submission_id))
        require(act.actor, "entry.oversee", refs.entry_ref(act.db, source["entry_id"]))
        _require_elsewhere(place, source)
        # A candidate's name would tell what the round's panel is not told.
        name = _title(
            title if place.round.rules.visibility.candidates == "hidden" else title or source["name"]
        )
        return _set(act, place, name, named=named, submission_id=submission_id)


def set_document(
    act: Act, panel_id: int, *, round_id: int, category_id: int, upload: Upload, title: str, named: bool
) -> int:
    """Make an uploaded document a sample of a panel; the sample's id."""
    require(act.actor, "panel.edit", refs.panel_ref(act.db, panel_id))
    name = _title(title)
    with kept_on_disk(act, upload) as kept, write(act.db):
        place = _place(act, panel_id, round_id, category_id)
        assert kept is not None
        return _set(act, place, name, named=named, file_id=add_file(act, kept, panel_id=panel_id))


def _place(act: Act, panel_id: int, round_id: int, category_id: int) -> Place:
    require(act.actor, "panel.edit", refs.panel_ref(act.db, panel_id))
    panel = refs.found(panels.described(act.db, panel_id))
    for place in places(act.db, panel, act.now):
        if (place.round.id, place.category["id"]) == (round_id, category_id):
            return place
    raise Refused(HAS_OPENED)


def _require_elsewhere(place: Place, source: Row) -> None:
    """Refused for a dossier that may come before the same panel."""
    living = source["status"] not in ("rejected", "withdrawn", "excluded")
    near = place.panel["region_code"] in (None, source["province_code"])
    if source["edition_id"] == place.panel["edition_id"] and living and near:
        raise Refused(BEFORE_THE_PANEL)


def _title(title: str) -> str:
    text = title.strip()
    if not text:
        problem = msg("Write a title: the panel finds the sample by it.")
        raise Invalid(problem, {"title": problem})
    if len(text) > LONGEST_TITLE:
        problem = msg("Write at most %(most)s characters.", most=LONGEST_TITLE)
        raise Invalid(problem, {"title": problem})
    return text


def _set(
    act: Act,
    place: Place,
    title: str,
    *,
    named: bool,
    submission_id: int | None = None,
    file_id: int | None = None,
) -> int:
    sample_id = samples.add(
        act.db,
        panel_id=place.panel["id"],
        round_id=place.round.id,
        category_id=place.category["id"],
        title=title,
        submission_id=submission_id,
        file_id=file_id,
        named=int(named),
        set_by=act.actor.account_id,
        set_at=act.at,
    )
    act.record(
        sample_events.SampleSet(
            edition_id=place.panel["edition_id"],
            sample=sample_id,
            title=title,
            panel=place.panel["id"],
            round=place.round.rules.code,
            category=place.category["code"],
        )
    )
    return sample_id


def remove(act: Act, sample_id: int) -> int:
    """Take a sample away on which nobody has begun; its panel's id."""
    with write(act.db):
        one = samples.described(act.db, sample_id)
        require(act.actor, "sample.remove", samples.ref_of(one))
        samples.remove(act.db, sample_id)
        act.record(
            sample_events.SampleRemoved(edition_id=one["edition_id"], sample=sample_id, title=one["title"])
        )
        return int(one["panel_id"])


# --- scoring them --------------------------------------------------------------------------------


def may_score(actor: Actor, sample: SampleRef, now: datetime, sheet: Row | None) -> Answer:
    """Whether the actor's sheet of a sample takes marks now, or why not."""
    answer = may(actor, "sample.score", sample)
    if not answer:
        return answer
    if sheet is not None and sheet["submitted_at"] is not None:
        return Answer(False, HANDED_IN, by_state=True)
    opened = sample.begun if sample.opens is None else round_open(sample, now) != "not_open"
    return Answer(False, HAS_OPENED, by_state=True) if opened else answer


def save(
    act: Act, sample_id: int, *, marks: Marks, comments: Comments, revision: int, hand_in: bool = False
) -> None:
    """Keep marks and comments on a sample, and hand the sheet in when it is complete.

    Conflict when it was saved elsewhere since `revision`.
    """
    with write(act.db):
        one = samples.described(act.db, sample_id)
        ref = samples.ref_of(one)
        require(act.actor, "sample.read", ref)
        if act.actor.account_id is None:
            raise NotFound(refs.NOT_FOUND)
        sheet = samples.own_sheet(act.db, sample_id, act.actor.account_id)
        answer = may_score(act.actor, ref, act.now, sheet)
        if not answer:
            raise Refused(answer.reason or HAS_OPENED)
        rnd = editions.round_by_id(act.db, one["round_id"])
        problems = (submission_problems if hand_in else draft_problems)(rnd.rules, marks, comments)
        if problems:
            raise Invalid(msg("Some marks or comments need mending."), problems)
        if revision != (sheet["revision"] if sheet else 0):
            raise Conflict(_ELSEWHERE, _stored(act.db, sheet))
        _keep(act, one, rnd, marks, comments)
        act.record(
            sample_events.SampleSaved(edition_id=one["edition_id"], sample=sample_id, revision=revision + 1)
        )
        if hand_in:
            _hand_in(act, one)


_ELSEWHERE: Message = msg(
    "This sheet was saved elsewhere meanwhile, perhaps in another tab. Both versions stand below: correct"
    " yours where needed and save again; it then replaces the other one."
)


def _stored(db: Database, sheet: Row | None) -> dict[str, str | int]:
    stored: dict[str, str | int] = {"revision": sheet["revision"] if sheet else 0}
    for one in samples.marks_of(db, sheet["id"]) if sheet else []:
        stored[mark_field(one["code"])] = one["value"] or ""
        stored[comment_field(one["code"])] = one["comment"]
    return stored


def _keep(act: Act, one: Row, rnd: StoredRound, marks: Marks, comments: Comments) -> None:
    sheet_id = samples.put_sheet(
        act.db, sample_id=one["id"], account_id=act.actor.account_id or 0, saved_at=act.at
    )
    for criterion in rnd.rules.judged_criteria:
        mark = marks.get(criterion.code)
        samples.put_mark(
            act.db,
            sheet_id,
            rnd.criterion_ids[criterion.code],
            value=None if mark is None else decimal_text(mark),
            comment=comments.get(criterion.code, ""),
        )


def _hand_in(act: Act, one: Row) -> None:
    sheet = refs.found(samples.own_sheet(act.db, one["id"], act.actor.account_id or 0))
    samples.hand_in(act.db, sheet["id"], act.at)
    act.record(sample_events.SampleHandedIn(edition_id=one["edition_id"], sample=one["id"]))


# --- talking about them --------------------------------------------------------------------------


def write_reference(act: Act, sample_id: int, *, marks: Marks, reasoning: Comments) -> None:
    """Write what the committee itself would give, as far as it likes, and why."""
    with write(act.db):
        one = samples.described(act.db, sample_id)
        require(act.actor, "sample.manage", samples.ref_of(one))
        rnd = editions.round_by_id(act.db, one["round_id"])
        if problems := draft_problems(rnd.rules, marks, reasoning):
            raise Invalid(msg("Some marks or comments need mending."), problems)
        for criterion in rnd.rules.judged_criteria:
            mark = marks.get(criterion.code)
            samples.put_reference(
                act.db,
                sample_id,
                rnd.criterion_ids[criterion.code],
                value=None if mark is None else decimal_text(mark),
                reasoning=reasoning.get(criterion.code, ""),
            )
        act.record(sample_events.SampleReferenceWritten(edition_id=one["edition_id"], sample=sample_id))


def open_discussion(act: Act, sample_id: int) -> None:
    """Show the spread to the panel; from now on no mark is taken. At least two sheets are in."""
    with write(act.db):
        one = samples.described(act.db, sample_id)
        require(act.actor, "sample.manage", samples.ref_of(one))
        policy = editions.round_by_id(act.db, one["round_id"]).rules.visibility
        if one["handed_in"] < 2:
            raise Refused(msg("A spread needs at least two sheets: wait until a second one is handed in."))
        if policy.marks == "never" and one["handed_in"] < 3:
            raise Refused(TELLS_ONE)
        samples.discuss(act.db, sample_id, act.at)
        act.record(sample_events.SampleDiscussed(edition_id=one["edition_id"], sample=sample_id))
