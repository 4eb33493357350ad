"""The committee's forms for samples."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import SelectField

from evaluation.core.messages import msg
from evaluation.forms.base import AtMost, ChoiceField, Needed, PageForm, TextField
from evaluation.labels import MEMBERS_SHOWN

LONGEST = 200


class SampleForm(PageForm):
    """What both ways of setting a sample ask for: for which round and category, and its title."""

    place = SelectField(msg("For"), [Needed()], choices=[])
    shown = ChoiceField(msg("Members appear"), MEMBERS_SHOWN, default="number")

    def offer(self, places: Sequence[tuple[str, str]]) -> None:
        """Let these places be chosen: code and words."""
        self["place"].choices = list(places)

    @property
    def round_and_category(self) -> tuple[int, int]:
        """The ids in the chosen place."""
        round_id, _, category_id = str(self.place.data).partition("-")
        return int(round_id), int(category_id)


class DossierSampleForm(SampleForm):
    """A dossier that was submitted elsewhere or before."""

    submission = SelectField(msg("Dossier"), [Needed()], choices=[])
    title = TextField(msg("Title for the panel"), [AtMost(LONGEST)])


class DocumentSampleForm(SampleForm):
    """A document of the committee's own."""

    title = TextField(msg("Title for the panel"), [Needed(), AtMost(LONGEST)])
    file = FileField(msg("The document"), [Needed(msg("Choose a file."))])
