"""Forms of a schedule: one session, a whole day, the seed of the lots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from evaluation.core.messages import msg
from evaluation.core.sessions import LONGEST_LINK, LONGEST_PLACE, LONGEST_SEED, Plan
from evaluation.forms.assessor import RevisionField
from evaluation.forms.base import (
    AtMost,
    ChoiceField,
    ClockField,
    DayField,
    Needed,
    PageForm,
    TextField,
    WholeNumberField,
)
from evaluation.meeting_labels import SESSION_ORDER, WHICH_SESSIONS, ZONE

NARROW = {"class": "narrow"}


class PlaceForm(PageForm):
    """When and where: what a session and a day have in common."""

    day = DayField(msg("Date"), [Needed()])
    start = ClockField(msg("Begins at"), [Needed()], render_kw={"step": "60"})
    zone = ChoiceField(msg("Time zone"), ZONE, [Needed()])
    talk = WholeNumberField(msg("Minutes of talk"), [Needed()], render_kw=NARROW)
    questions = WholeNumberField(msg("Minutes of questions"), [Needed()], render_kw=NARROW)
    room = TextField(msg("Room or place"), [AtMost(LONGEST_PLACE)])
    link = TextField(msg("Link of the video meeting"), [AtMost(LONGEST_LINK)], render_kw={"inputmode": "url"})

    def know_zone(self, zone: str) -> None:
        """Offer this zone too, whichever it is."""
        if zone not in self.zone.words:
            self.zone.words = {**self.zone.words, zone: msg("%(zone)s", zone=zone)}
            self.zone.choices = [*self.zone.choices, (zone, zone)]

    @property
    def plan(self) -> Plan:
        """What was typed, once the form is valid."""
        assert self.day.data, "only a valid form has a plan"
        assert self.start.data, "only a valid form has a plan"
        return Plan(
            starts=datetime.combine(self.day.data, self.start.data, ZoneInfo(self.zone.data)),
            zone=self.zone.data,
            talk=self.talk.data or 0,
            questions=self.questions.data or 0,
            room=self.room.data,
            link=self.link.data,
        )


class SessionForm(PlaceForm):
    """One entry's session."""

    revision = RevisionField()

    def differing(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a stored session's `form_values` that hold something else than what was typed."""
        return {name: value for name, value in stored.items() if value != self[name].data}


class DayForm(PlaceForm):
    """Several sessions, one after the other."""

    pause = WholeNumberField(msg("Minutes between two sessions"), [Needed()], render_kw=NARROW)
    order = ChoiceField(msg("In which order"), SESSION_ORDER, [Needed()])
    which = ChoiceField(msg("Who"), WHICH_SESSIONS, [Needed()])

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Every field as it was typed, to be sent again with the preview."""
        texts = {name: field._value() for name, field in self._fields.items() if hasattr(field, "_value")}
        return [(name, texts.get(name, field.data)) for name, field in self._fields.items()]


class SeedForm(PageForm):
    """The seed of a draw; blank lets the server draw one."""

    seed = TextField(msg("Seed"), [AtMost(LONGEST_SEED)])


def form_values(session: Mapping[str, Any], starts: datetime) -> dict[str, Any]:
    """A stored session as the form's fields hold it; `starts` is its aware beginning."""
    local = starts.astimezone(ZoneInfo(session["zone"]))
    same = {name: session[name] for name in ("zone", "talk", "questions", "room", "link")}
    return {"day": local.date(), "start": local.time().replace(microsecond=0), **same}
