"""What a permission answers: yes, or no with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from evaluation.core.messages import Message, msg
from evaluation.core.people import Actor


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, or no with a reason; `hidden` when even the existence must not show.

    `by_state`: the award's own state forbids it now, whoever asks. `undeclared`: a declaration of interests
    comes first.
    """

    allowed: bool
    reason: Message | None = None
    hidden: bool = False
    by_state: bool = False
    undeclared: bool = False

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)
HIDDEN = Answer(False, msg("There is no such page, or it is not yours to see."), hidden=True)

Check = Callable[[Actor, Any], Answer]


def no(text: Message) -> Answer:
    """A refusal that says why."""
    return Answer(False, text)
