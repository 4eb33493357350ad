"""Panels: appointed by a decree, with a chair, a secretary and members who each stand for something."""

from __future__ import annotations

from datetime import date, timedelta

from evaluation.actions import events
from evaluation.actions.accounts import account_for
from evaluation.actions.act import Act
from evaluation.actions.conflicts import find_conflicts
from evaluation.actions.reasons import stated
from evaluation.actions.uploads import Upload, add_file, kept_on_disk
from evaluation.core.errors import Invalid, NotFound, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import PanelRef
from evaluation.labels import POSITION
from evaluation.permissions import require
from evaluation.store import panels, refs, regions
from evaluation.store.db import Row, write

EARLIEST_YEAR = 1945
LONGEST_NAME = 200
LONGEST_CAPACITY = 200
LONGEST_NUMBER = 200


def appoint_panel(act: Act, edition_id: int, stage: str, region_code: str | None) -> int:
    """Make the panel of an edition's stage in a province (None: the nation); its id. One panel a place."""
    with write(act.db):
        require(act.actor, "panel.edit", PanelRef(0, edition_id, stage, region_code))
        refs.edition_ref(act.db, edition_id)
        if panels.find(act.db, edition_id, stage, region_code) is not None:
            raise Refused(msg("This panel was appointed already."))
        if stage not in panels.stages_of(act.db, edition_id):
            raise Refused(msg("The edition has no round at this stage."))
        if region_code is not None and not regions.is_province(act.db, region_code):
            raise NotFound(refs.NOT_FOUND)
        panel_id = panels.add(act.db, edition_id=edition_id, stage=stage, region_code=region_code)
        act.record(
            events.PanelAppointed(edition_id=edition_id, panel=panel_id, stage=stage, region=region_code)
        )
        return panel_id


def record_decree(
    act: Act, panel_id: int, *, number: str, on: date | None, upload: Upload | None = None
) -> None:
    """Write down the decree: its number, its date and (None: as before) its own file."""
    require(act.actor, "panel.edit", refs.panel_ref(act.db, panel_id))
    number, day = number.strip(), None if on is None else on.isoformat()
    if problem := decree_problem(act, number, on):
        raise Invalid(next(iter(problem.values())), problem)
    with kept_on_disk(act, upload) as kept, write(act.db):
        panel = editable(act, panel_id)
        file_id = panel["decree_file_id"] if kept is None else add_file(act, kept, panel_id=panel_id)
        sha256 = panel["file_sha256"] if kept is None else kept.stored.sha256
        if kept is None and (panel["decree_number"], panel["decree_date"]) == (number, day):
            return
        panels.set_decree(act.db, panel_id, number=number, date=day, file_id=file_id)
        act.record(
            events.DecreeRecorded(
                edition_id=panel["edition_id"], panel=panel_id, number=number, date=day, sha256=sha256
            )
        )


def decree_problem(act: Act, number: str, on: date | None) -> dict[str, Message]:
    """What is wrong with a decree's number or date, by field."""
    if not number:
        return {"number": msg("Write the decree's number.")}
    if len(number) > LONGEST_NUMBER:
        return {"number": _too_long(number, LONGEST_NUMBER)}
    if on is not None and on > (act.now + timedelta(days=1)).date():
        return {"date": msg("This date lies in the future.")}
    if on is not None and on.year < EARLIEST_YEAR:
        return {"date": msg("Check the year of this date.")}
    return {}


# --- members -------------------------------------------------------------------------------------


def seat_member(act: Act, panel_id: int, *, email: str, name: str, position: str, capacity: str) -> int:
    """Seat somebody by address, with an account made when there is none; the account's id.

    Invalid, by field, for somebody who sits there already and for a second chair or secretary.
    """
    with write(act.db):
        panel = editable(act, panel_id)
        _check_seat(act, panel_id, name=name, position=position, capacity=capacity)
        account_id = account_for(act, email, name)
        seat = panels.seat_of(act.db, panel_id, account_id)
        if seat is not None and seat["left_at"] is None:
            raise Invalid(SITS_ALREADY, {"email": SITS_ALREADY})
        panels.seat(
            act.db,
            panel_id=panel_id,
            account_id=account_id,
            name=name.strip(),
            position=position,
            capacity=capacity.strip(),
            seated_at=act.at,
        )
        _record_seated(act, panel, email.strip().lower(), position, capacity.strip())
        find_conflicts(act, "account", account_id)
        return account_id


def change_seat(act: Act, member_id: int, *, name: str, position: str, capacity: str) -> None:
    """Correct what a member is called, the position, or what they stand for."""
    with write(act.db):
        seat, panel = _seated(act, member_id)
        _check_seat(act, panel["id"], name=name, position=position, capacity=capacity, but=member_id)
        wanted = (name.strip(), position, capacity.strip())
        if (seat["name"], seat["position"], seat["capacity"]) == wanted:
            return
        panels.change_seat(act.db, member_id, name=name.strip(), position=position, capacity=capacity.strip())
        _record_seated(act, panel, seat["email"], position, capacity.strip())


def end_seat(act: Act, member_id: int, reason: str) -> None:
    """Let a member leave. Submitted sheets go on counting; excluding one is an act of its own."""
    with write(act.db):
        seat, panel = _seated(act, member_id)
        why = stated(reason)
        panels.end_seat(act.db, member_id, left_at=act.at, reason=why)
        act.record(
            events.PanelMemberLeft(
                edition_id=panel["edition_id"], panel=panel["id"], email=seat["email"], reason=why
            )
        )


SITS_ALREADY = msg("This person sits on the panel already. Change their seat in the list above.")


def _check_seat(
    act: Act, panel_id: int, *, name: str, position: str, capacity: str, but: int | None = None
) -> None:
    problems: dict[str, Message] = {}
    if not name.strip():
        problems["name"] = msg("Write the person's name.")
    elif len(name.strip()) > LONGEST_NAME:
        problems["name"] = _too_long(name.strip(), LONGEST_NAME)
    if len(capacity.strip()) > LONGEST_CAPACITY:
        problems["capacity"] = _too_long(capacity.strip(), LONGEST_CAPACITY)
    if position not in POSITION:
        problems["position"] = msg("Choose one of the list.")
    elif position in ("chair", "secretary"):
        there = panels.holder(act.db, panel_id, position)
        if there is not None and there["id"] != but:
            problems["position"] = msg(
                "%(name)s has this position. A panel has one chair and one secretary.", name=there["name"]
            )
    if problems:
        raise Invalid(next(iter(problems.values())), problems)


def _too_long(text: str, most: int) -> Message:
    return msg("At most %(most)s characters fit here; this has %(have)s.", most=most, have=len(text))


def _record_seated(act: Act, panel: Row, email: str, position: str, capacity: str) -> None:
    act.record(
        events.PanelMemberSeated(
            edition_id=panel["edition_id"],
            panel=panel["id"],
            email=email,
            position=position,
            capacity=capacity,
        )
    )


def editable(act: Act, panel_id: int) -> Row:
    """The panel, for somebody who may change it."""
    require(act.actor, "panel.edit", refs.panel_ref(act.db, panel_id))
    return refs.found(panels.described(act.db, panel_id))


def _seated(act: Act, member_id: int) -> tuple[Row, Row]:
    """A seat that is held now, and its panel."""
    seat = refs.found(panels.member(act.db, member_id))
    panel = editable(act, seat["panel_id"])
    if seat["left_at"] is not None:
        raise Refused(msg("This person has left the panel already."))
    return seat, panel
