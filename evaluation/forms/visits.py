"""Forms of a field visit: who goes, what was found, a mark that changes because of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from flask_wtf.file import FileField

from evaluation.core.messages import msg
from evaluation.core.visits import LONGEST_NOTE, Finding
from evaluation.forms.assessor import RevisionField
from evaluation.forms.base import AtMost, ChoiceField, ExactField, LongTextField, Needed, PageForm, TextField
from evaluation.meeting_labels import VERDICT


class KeyedForm(PageForm):
    """A form of which a page has several: `key` keeps the ids of their fields apart."""

    def keyed(self, key: str) -> Self:
        """The same form with ids of its own."""
        for name, field in self._fields.items():
            field.id = f"{key}-{name}"
            field.label.field_id = field.id
        return self


class PanelVisitorForm(KeyedForm):
    """A member of the panel who goes along; the view fills the choices."""

    who = ChoiceField(msg("Member of the panel"), {}, [Needed()], blank=msg("Choose…"))

    def offer(self, people: Mapping[str, str]) -> None:
        """Offer these people, names by account number."""
        self.who.words = {number: msg("%(name)s", name=name) for number, name in people.items()}
        self.who.choices = [*self.who.choices[:1], *people.items()]


class EvaluatorForm(KeyedForm):
    """An evaluator who goes along, by address or by name."""

    who = TextField(msg("Evaluator: address of the account, or name"), [Needed(), AtMost(200)])
    capacity = TextField(msg("Comes from"), [AtMost(200)])


class FindingForm(KeyedForm):
    """What was found of one claim."""

    verdict = ChoiceField(msg("What was seen"), VERDICT, [Needed()], blank=msg("Choose…"))
    note = LongTextField(msg("Note"), [AtMost(LONGEST_NOTE)], render_kw={"rows": "3"})
    file = FileField(msg("Photograph"), render_kw={"accept": "image/png,image/jpeg,image/webp,image/tiff"})
    revision = RevisionField()

    @property
    def finding(self) -> Finding:
        """What was typed."""
        return Finding(self.verdict.data or "", self.note.data or "")

    def differing(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a stored finding that hold something else than what was typed."""
        names = ("verdict", "note")
        return {name: stored[name] for name in names if name in stored and stored[name] != self[name].data}


class MarkChangeForm(KeyedForm):
    """One mark that changes because of a finding."""

    criterion = ChoiceField(msg("Criterion"), {}, [Needed()], blank=msg("Choose…"))
    mark = ExactField(msg("New mark"), [Needed()], render_kw={"class": "narrow"})

    def offer(self, titles: Mapping[str, str]) -> None:
        """Offer these criteria, titles by code."""
        self.criterion.words = {code: msg("%(name)s", name=title) for code, title in titles.items()}
        self.criterion.choices = [*self.criterion.choices[:1], *titles.items()]
