"""What can go wrong for a user, in a form that every entrance (page, command) can say in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.core.messages import Message


class UserError(Exception):
    """Something that the user can understand and mend; never a fault of the program."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class NotFound(UserError):
    """There is no such thing, or it is somebody else's: both read the same."""


class Denied(UserError):
    """The actor may see the thing but may not do this to it; the message says why."""


class Refused(UserError):
    """A rule of the award forbids the change now: closed round, finalised contest, missing part."""


class Invalid(UserError):
    """What was typed breaks a rule; `fields` says which field and why."""

    def __init__(self, message: Message, fields: Mapping[str, Message] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Conflict(UserError):
    """Somebody else saved meanwhile; `stored` is what stands now, so that both can be shown."""

    def __init__(self, message: Message, stored: Mapping[str, Any]) -> None:
        super().__init__(message)
        self.stored = dict(stored)


class BadFile(UserError):
    """A file of rows with `problems`, each as "FILE:LINE: what is wrong"; nothing of it was stored."""

    def __init__(self, message: Message, problems: Sequence[str]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)
