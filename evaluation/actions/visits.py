"""A field visit: who goes, what they find of each claim, photographs, and marks that change because of it."""

from __future__ import annotations

import io
from fractions import Fraction

from evaluation.actions import sheets
from evaluation.actions import visit_events as events
from evaluation.actions.act import Act
from evaluation.actions.desk import standing_before, take_seat
from evaluation.actions.uploads import Upload, add_file, kept_on_disk
from evaluation.core.errors import Conflict, Invalid, NotFound, Refused
from evaluation.core.exact import decimal_text
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import ContestRef
from evaluation.core.visits import SIDES, Finding, finding_problems, team_problems
from evaluation.permissions import require
from evaluation.photographs import Photograph, photograph
from evaluation.store import (
    accounts,
    contests,
    dossiers,
    files,
    interview_rules,
    panels,
    refs,
    submissions,
    visits,
)
from evaluation.store.db import Row, write

LONGEST_NAME = 200
SAVED_MEANWHILE = msg(
    "Somebody else wrote down this finding meanwhile. Both versions stand below: correct yours where needed"
    " and keep it again; it then replaces the other one."
)

# --- the team ------------------------------------------------------------------------------------


def add_visitor(act: Act, contest_id: int, entry_id: int, *, side: str, who: str, capacity: str = "") -> int:
    """Let somebody go along: a member of the panel by account number, an evaluator by address or name.

    Invalid, at `who`, for somebody who may not: recused, acting for the candidate, or there already.
    """
    with write(act.db):
        contest = _managed(act, contest_id, entry_id)
        if side not in SIDES:
            raise Invalid(msg("Choose one of the list."), {"side": msg("Choose one of the list.")})
        person = (
            _of_panel(act, contest_id, entry_id, who) if side == "panel" else _evaluator(act, entry_id, who)
        )
        if person["account_id"] in {
            one["account_id"] for one in visits.team(act.db, contest_id, entry_id)
        } - {None}:
            raise _wrong(msg("This person is on the team already."))
        member_id = visits.add_member(
            act.db,
            contest_id=contest_id,
            entry_id=entry_id,
            side=side,
            account_id=person["account_id"],
            name=person["name"],
            capacity=capacity.strip()[:LONGEST_NAME] or person["capacity"],
            added_at=act.at,
        )
        act.record(events.VisitorAdded(**_where(contest, entry_id), name=person["name"], visit_side=side))
        return member_id


def remove_visitor(act: Act, contest_id: int, entry_id: int, member_id: int) -> None:
    """Take somebody off the team."""
    with write(act.db):
        contest = _managed(act, contest_id, entry_id)
        known = {one["id"]: one for one in visits.team(act.db, contest_id, entry_id)}
        if member_id not in known:
            raise NotFound(refs.NOT_FOUND)
        visits.remove_member(act.db, contest_id, entry_id, member_id)
        gone = known[member_id]
        act.record(
            events.VisitorRemoved(**_where(contest, entry_id), name=gone["name"], visit_side=gone["side"])
        )


def _of_panel(act: Act, contest_id: int, entry_id: int, who: str) -> Row:
    for one in visits.may_go(act.db, contest_id, entry_id):
        if str(one["account_id"]) == who:
            return one
    raise _wrong(msg("Choose a member of the panel who is not recused."))


def _evaluator(act: Act, entry_id: int, who: str) -> Row:
    """An evaluator: the account with this address, or somebody known by name only."""
    text = " ".join(who.split())
    if not text or len(text) > LONGEST_NAME:
        raise _wrong(msg("Write the evaluator's name, or the address of their account."))
    if "@" not in text:
        return {"account_id": None, "name": text, "capacity": ""}
    known = accounts.by_email(act.db, text.lower())
    if known is None or known["disabled_at"]:
        raise _wrong(msg("Nobody has an account with this address: write the name instead."))
    entry = refs.entry_ref(act.db, entry_id)
    own = accounts.actor_of(act.db, known["id"])
    if known["id"] in entry.recused or (own is not None and entry_id in own.entries):
        raise _wrong(msg("This person is recused from the entry or acts for the candidate."))
    return {"account_id": known["id"], "name": known["name"] or known["email"], "capacity": ""}


def _wrong(problem: Message) -> Invalid:
    return Invalid(problem, {"who": problem})


# --- findings ------------------------------------------------------------------------------------


def record_finding(
    act: Act,
    contest_id: int,
    entry_id: int,
    item_id: int,
    *,
    found: Finding,
    revision: int,
    upload: Upload | None = None,
) -> None:
    """Write down what was found of one claim over `revision` (0: the first time), with a photograph.

    Refused while the team lacks somebody. Conflict when another finding stands there.
    """
    picture = None if upload is None else _looked_at(act, upload)
    kept_as = (
        None if picture is None or upload is None else Upload(io.BytesIO(picture.data), _jpeg(upload.name))
    )
    with kept_on_disk(act, kept_as) as kept, write(act.db):
        contest = _visiting(act, contest_id, entry_id)
        _require_item(act, entry_id, item_id)
        if problems := finding_problems(found):
            raise Invalid(msg("Something about this finding needs mending."), problems)
        finding_id = _put(act, contest, entry_id, item_id=item_id, found=found, revision=revision)
        if kept is not None and picture is not None:
            panel_id = panels.find(act.db, contest.edition_id, contest.stage, contest.region_code)
            file_id = add_file(act, kept, panel_id=panel_id)
            visits.add_photo(act.db, finding_id=finding_id, file_id=file_id, taken_at=picture.taken_at)
            act.record(events.PhotographAdded(**_where(contest, entry_id), item=item_id, file=file_id))


def remove_photo(act: Act, contest_id: int, entry_id: int, file_id: int) -> None:
    """Take a photograph away from its finding, and its bytes where nothing else has them."""
    with write(act.db):
        contest = _visiting(act, contest_id, entry_id)
        known = refs.found(visits.photo(act.db, contest_id, entry_id, file_id))
        visits.drop_photo(act.db, file_id)
        files.remove(act.db, file_id)
        act.record(events.PhotographRemoved(**_where(contest, entry_id), file=file_id))
        unused = not files.is_named(act.db, known["stored_as"])
    if unused:
        act.files.drop(known["stored_as"])


def _looked_at(act: Act, upload: Upload) -> Photograph:
    try:
        return photograph(upload.stream, act.files.max_bytes)
    except Refused as refusal:
        raise Invalid(refusal.message, {"file": refusal.message}) from refusal


def _jpeg(name: str) -> str:
    return name.rpartition(".")[0] + ".jpg" if "." in name else name + ".jpg"


def _put(act: Act, contest: ContestRef, entry_id: int, *, item_id: int, found: Finding, revision: int) -> int:
    """Keep a finding and answer its number; what stands there already is not written anew."""
    known = visits.finding(act.db, contest.contest_id, entry_id, item_id)
    if known and (known["verdict"], known["note"]) == (found.verdict, found.note):
        return int(known["id"])
    latest = next(iter(submissions.of_entry(act.db, entry_id)), None)
    kept = visits.put_finding(
        act.db,
        contest_id=contest.contest_id,
        entry_id=entry_id,
        item_id=item_id,
        submission=latest["number"] if latest else None,
        verdict=found.verdict,
        note=found.note,
        revision=revision,
        saved_by=act.actor.account_id,
        saved_at=act.at,
    )
    if not kept or (known is None and revision):
        raise Conflict(SAVED_MEANWHILE, known or {"revision": 0})
    act.record(
        events.FindingRecorded(
            **_where(contest, entry_id), item=item_id, verdict=found.verdict, revision=revision + 1
        )
    )
    now = refs.found(visits.finding(act.db, contest.contest_id, entry_id, item_id))
    return int(now["id"])


# --- marks ---------------------------------------------------------------------------------------


def change_mark(
    act: Act, contest_id: int, entry_id: int, *, item_id: int, criterion: str, mark: Fraction
) -> None:
    """Change one mark of the assessor's own draft because of a finding; both stay in its history."""
    with write(act.db):
        seat = take_seat(act.db, act.actor, act.now, contest_id, entry_id)
        require(act.actor, "visit.view", refs.visit_ref(act.db, contest_id, entry_id))
        found = refs.found(visits.finding(act.db, contest_id, entry_id, item_id))
        if criterion not in {one.code for one in seat.round.rules.judged_criteria}:
            raise NotFound(refs.NOT_FOUND)
        before = seat.marks.get(criterion)
        if before == mark:
            same = msg("This is the mark that stands there already.")
            raise Invalid(same, {"mark": same})
        try:
            sheets.save_draft(
                act,
                contest_id,
                entry_id,
                marks={**seat.marks, criterion: mark},
                comments=seat.comments,
                revision=seat.revision,
            )
        except Invalid as problem:
            first = next(iter(problem.fields.values()), problem.message)
            raise Invalid(first, {"mark": first}) from problem
        sheet = refs.found(take_seat(act.db, act.actor, act.now, contest_id, entry_id).sheet)
        visits.add_mark_change(
            act.db,
            scoresheet_id=sheet["id"],
            criterion_id=seat.round.criterion_ids[criterion],
            finding_id=found["id"],
            before=None if before is None else decimal_text(before),
            after=decimal_text(mark),
            changed_at=act.at,
        )
        act.record(
            events.MarkChangedByFinding(
                **_where(seat.contest, entry_id), item=item_id, criterion=criterion, sheet=sheet["id"]
            )
        )


# --- what all of them need -----------------------------------------------------------------------


def _managed(act: Act, contest_id: int, entry_id: int) -> ContestRef:
    """The contest, for the committee that sends the team."""
    contest, entry = standing_before(act.db, contest_id, entry_id)
    require(act.actor, "visit.manage", contest)
    require(act.actor, "entry.meet", entry)
    return contest


def _visiting(act: Act, contest_id: int, entry_id: int) -> ContestRef:
    """The contest, for the team and its committee, once the team is complete."""
    _, entry = standing_before(act.db, contest_id, entry_id)
    visit = refs.visit_ref(act.db, contest_id, entry_id)
    require(act.actor, "visit.write", visit)
    require(act.actor, "entry.meet", entry)
    require(act.actor, "entry.witness", entry)
    about = refs.found(contests.described(act.db, contest_id))
    rules = interview_rules.of_round(act.db, about["round_id"])
    for problem in team_problems(rules, visits.team(act.db, contest_id, entry_id)):
        raise Refused(problem)
    return visit


def _require_item(act: Act, entry_id: int, item_id: int) -> None:
    dossier = dossiers.dossier(act.db, entry_id)
    if all(item.id != item_id for section in dossier.sections for item in dossier.of(section.code)):
        raise NotFound(refs.NOT_FOUND)


def _where(contest: ContestRef, entry_id: int) -> dict[str, int]:
    return {"edition_id": contest.edition_id, "contest_id": contest.contest_id, "entry_id": entry_id}
