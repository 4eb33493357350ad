"""The form by which a committee fixes a result."""

from __future__ import annotations

from wtforms import BooleanField

from evaluation.actions.reasons import LONGEST
from evaluation.core.messages import msg
from evaluation.forms.base import AtMost, LongTextField, Needed, PageForm


class FinaliseForm(PageForm):
    """Why the result is fixed now, and that it is meant."""

    reason = LongTextField(msg("Reason or minutes"), [Needed(), AtMost(LONGEST)])
    confirm = BooleanField(
        msg("I have checked the standings. I know that this result can't be changed afterwards."),
        [Needed(msg("Tick this box to finalise."))],
    )
