"""The form by which a roster is sent."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import SelectField

from evaluation.core.messages import msg
from evaluation.forms.base import ChoiceField, Needed, PageForm
from evaluation.promotion_labels import ROSTER_KIND


class RosterForm(PageForm):
    """A file of candidates or assessors. `offer` fills in the editions."""

    edition = SelectField(msg("Edition"), [Needed()], validate_choice=False)
    kind = ChoiceField(msg("What the rows are"), ROSTER_KIND, [Needed()])
    file = FileField(
        msg("Excel workbook (.xlsx) or CSV file"), [Needed()], render_kw={"accept": ".xlsx,.csv"}
    )

    def offer(self, editions: Sequence[tuple[str, str]]) -> None:
        """The editions to choose from, as pairs of code and title."""
        self.edition.choices = list(editions)
