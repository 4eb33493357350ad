"""Forms on what promotion rules look at: institution and sector of an entry, and past wins."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import SelectField

from evaluation.core.entry_facts import LONGEST, EntryFacts
from evaluation.core.messages import msg
from evaluation.forms.base import AtMost, LongTextField, Needed, PageForm, TextField, WholeNumberField

LONGEST_REASON = 2000


class OwnFactsForm(PageForm):
    """Institution and sector, as the candidate's own people write them."""

    institution = TextField(msg("Institution"), [AtMost(LONGEST)])
    sector = TextField(msg("Sector"), [AtMost(LONGEST)], render_kw={"list": "sectors", "autocomplete": "off"})

    @property
    def facts(self) -> EntryFacts:
        """What was typed."""
        return EntryFacts(self.institution.data or "", self.sector.data or "")


class FactsForm(OwnFactsForm):
    """The same by the committee, with the reason of a correction."""

    reason = LongTextField(msg("Reason"), [AtMost(LONGEST_REASON)])


class PastWinForm(PageForm):
    """A win of an earlier award year. `offer` fills in the categories."""

    candidate = TextField(msg("Candidate's code"), [Needed(), AtMost(100)])
    category = SelectField(msg("Category"), [Needed()], validate_choice=False)
    award_year = WholeNumberField(msg("Award year"), [Needed()])
    source = TextField(msg("Source"), [Needed(), AtMost(500)])

    def offer(self, categories: Sequence[tuple[str, str]]) -> None:
        """The categories to choose from, as pairs of code and title."""
        self.category.choices = list(categories)


class RemovalForm(PageForm):
    """Why a recorded win is taken away."""

    reason = LongTextField(msg("Reason"), [Needed(msg("Write the reason.")), AtMost(LONGEST_REASON)])
