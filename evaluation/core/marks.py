"""What is wrong with a mark or a measured value, in words (rule 1 of docs/rules.md)."""

from __future__ import annotations

from fractions import Fraction

from evaluation.core.exact import decimal_text
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Criterion


def mark_problem(criterion: Criterion, value: Fraction) -> Message | None:
    """Why `value` is no mark of this criterion; None when it is one."""
    error = criterion.mark_error(value)
    if error is None:
        return None
    low, high = decimal_text(criterion.minimum), decimal_text(criterion.maximum)
    if error == "off_step":
        step = decimal_text(criterion.step)
        return msg("%(mark)s does not lie on the step of %(step)s.", mark=decimal_text(value), step=step)
    return msg("%(mark)s is not between %(low)s and %(high)s.", mark=decimal_text(value), low=low, high=high)
