"""Forms around conflicts of interest: an assessor's declaration, where somebody works and lives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wtforms import BooleanField, Form, FormField, RadioField, SelectField

from evaluation.actions.conflicts import LONGEST_INSTITUTION
from evaluation.core.messages import msg
from evaluation.forms.base import AtMost, LongTextField, Needed, PageForm, TextField
from evaluation.labels import CONNECTION

LONGEST_REASON = 2000


class AnswerForm(Form):
    """One candidate: no connection, or connected and how. A part of the declaration's form."""

    connected = RadioField(msg("Connection"), choices=list(CONNECTION), validate_choice=False)
    reason = LongTextField(msg("Connected: why"), [AtMost(LONGEST_REASON)])

    def check(self) -> bool:
        """Whether the candidate has an answer, and a connection its reason."""
        self.validate()
        if self.connected.data not in CONNECTION:
            self.connected.errors = [msg("Say whether you are connected with this candidate.")]
        elif self.connected.data == "yes" and not (self.reason.data or "").strip():
            self.reason.errors = [msg("Write what connects you with this candidate.")]
        elif self.connected.data == "no" and (self.reason.data or "").strip():
            self.reason.errors = [msg("You wrote a connection: choose “connected”, or clear this field.")]
        return not self.errors


class DeclarationForm(PageForm):
    """The confirmation under the list; `of` adds a part for each candidate."""

    confirm = BooleanField(
        msg("I declare this to the best of my knowledge, for every candidate of the list."),
        [Needed(msg("Tick this box: it makes the list your declaration."))],
    )

    @property
    def parts(self) -> dict[int, AnswerForm]:
        """The part of each candidate, by the entry's id."""
        return {
            int(name.removeprefix("entry-")): field.form
            for name, field in self._fields.items()
            if name.startswith("entry-")
        }

    @property
    def answers(self) -> dict[int, str]:
        """What was declared: the connection by the entry's id, "" for none."""
        return {
            entry_id: (part.reason.data or "").strip() if part.connected.data == "yes" else ""
            for entry_id, part in self.parts.items()
        }

    def complete(self) -> bool:
        """Whether every candidate has an answer and the list is confirmed; faults stand at their fields."""
        confirmed = self.validate()
        answered = [part.check() for part in self.parts.values()]
        return confirmed and all(answered)


def declaration_form(entry_ids: Iterable[int]) -> type[DeclarationForm]:
    """The form of a declaration about these entries."""
    fields = {f"entry-{entry_id}": FormField(AnswerForm, separator="-") for entry_id in entry_ids}
    return type("DeclarationOf", (DeclarationForm,), fields)


class DescriptionForm(PageForm):
    """Where somebody works, and the region that is their home."""

    institution = TextField(
        msg("Institution"), [AtMost(LONGEST_INSTITUTION)], render_kw={"autocomplete": "organization"}
    )
    home_region = SelectField(msg("Home region"), validate_choice=False)

    def offer(self, blank: str, regions: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """The regions to choose from, under their provinces; `blank` is the word for none."""
        self.home_region.choices = {"": [("", blank)], **regions}

    @property
    def home(self) -> str | None:
        """The chosen region's code."""
        return self.home_region.data or None
