"""What can go wrong for a user, in a form that every entrance (page, command) can say in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.core.messages import Message, msg


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


class Undeclared(Refused):
    """An assessor has first to declare whether they are connected with a candidate."""


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


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of a file (from 1), and with which of its columns, where it is one."""

    line: int
    message: Message
    column: str | None = None


class BadFile(UserError):
    """A file of rows with `faults`, by line; nothing of it was stored."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        message = msg("Nothing of %(file)s was loaded; problems: %(count)s.", file=name, count=len(faults))
        super().__init__(message)
        self.name, self.faults = name, tuple(faults)

    @property
    def problems(self) -> tuple[str, ...]:
        """Every fault as "FILE:LINE: what is wrong", in English."""
        return tuple(f"{self.name}:{fault.line}: {fault.message}" for fault in self.faults)
