"""Forms of the room: a paragraph of the shared minute."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.forms.assessor import RevisionField
from evaluation.forms.base import LongTextField, PageForm


class ParagraphForm(PageForm):
    """One paragraph of the shared minute, typed over a revision (0: a new one)."""

    body = LongTextField(msg("Paragraph"), render_kw={"rows": "4"})
    revision = RevisionField()


class PenaltyForm(PageForm):
    """One click that confirms a penalty; `revision` is the record's that the page showed."""

    revision = RevisionField()
