"""Forms of a panel's deliberation."""

from __future__ import annotations

from wtforms import HiddenField

from evaluation.core.messages import msg
from evaluation.forms.base import LongTextField, Needed, PageForm, WholeNumberField

NARROW = {"class": "narrow"}


class DiscussionForm(PageForm):
    """A note on what lies on the table; `item` is what its writer saw there."""

    body = LongTextField(msg("Note"), [Needed()], render_kw={"rows": "3"})
    item = HiddenField()


class MotionForm(PageForm):
    """A motion: which entries, where one is moved to, and why. The entries are read by the page itself."""

    place = WholeNumberField(msg("New place"), render_kw=NARROW)
    reason = LongTextField(msg("Reason"), [Needed()], render_kw={"rows": "4"})


class CountForm(PageForm):
    """Votes that were counted in the room."""

    yes = WholeNumberField(msg("In favour"), [Needed()], render_kw=NARROW)
    no = WholeNumberField(msg("Against"), [Needed()], render_kw=NARROW)
    abstained = WholeNumberField(msg("Abstained"), [Needed()], render_kw=NARROW)
