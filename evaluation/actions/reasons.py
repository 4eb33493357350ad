"""Reasons that people state for what they decide."""

from __future__ import annotations

from evaluation.core.errors import Invalid
from evaluation.core.messages import msg

LONGEST = 4000


def stated(reason: str) -> str:
    """The reason without spaces around it. Invalid (field `reason`) when there is none, or it is a book."""
    text = reason.strip()
    if not text:
        raise Invalid(
            msg("A reason is missing."), {"reason": msg("Write the reason: it is kept with the decision.")}
        )
    if len(text) > LONGEST:
        limit = msg("Write at most %(most)s characters; put the rest into a document.", most=LONGEST)
        raise Invalid(msg("The reason is too long."), {"reason": limit})
    return text
