"""What may happen to an entry and to a sheet, as data, and whether a round is open."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, Protocol

STATUSES: Final = (
    "invited",
    "draft",
    "submitted",
    "returned",
    "accepted",
    "rejected",
    "withdrawn",
    "excluded",
)
# An entry in one of these can still change; the other three are final.
LIVING: Final = ("invited", "draft", "submitted", "returned", "accepted")
EDITABLE: Final = ("invited", "draft", "returned")
ACTIONS: Final = ("save", "submit", "accept", "return", "reject", "withdraw", "exclude")
SHEET_STATUSES: Final = ("none", "draft", "submitted")

TRANSITIONS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("invited", "save"): "draft",
        ("draft", "save"): "draft",
        ("returned", "save"): "returned",
        ("draft", "submit"): "submitted",
        ("returned", "submit"): "submitted",
        ("submitted", "accept"): "accepted",
        # An award brought over from paper has its dossier accepted without ever having been submitted here.
        ("invited", "accept"): "accepted",
        ("submitted", "return"): "returned",
        ("submitted", "reject"): "rejected",
        **{(status, "withdraw"): "withdrawn" for status in LIVING},
        **{(status, "exclude"): "excluded" for status in LIVING},
    }
)

# A sheet read from a file is submitted at once, without a draft.
SHEET_TRANSITIONS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("none", "save"): "draft",
        ("draft", "save"): "draft",
        ("none", "submit"): "submitted",
        ("draft", "submit"): "submitted",
    }
)


class Timed(Protocol):
    """Whatever opens and closes: a round, or a contest in it. None is no limit."""

    @property
    def opens(self) -> datetime | None: ...

    @property
    def closes(self) -> datetime | None: ...


class NotAllowed(ValueError):
    """The action is not open to something in this status."""

    def __init__(self, status: str, action: str) -> None:
        super().__init__(f"{action!r} is not possible in status {status!r}")
        self.status = status
        self.action = action


def next_status(status: str, action: str) -> str:
    """The status of an entry after an action. Raises NotAllowed, also for unknown words."""
    return _follow(TRANSITIONS, status, action)


def next_sheet_status(status: str, action: str) -> str:
    """The status of a sheet after an action, from "none" on. Raises NotAllowed: a submitted sheet stays."""
    return _follow(SHEET_TRANSITIONS, status, action)


def editable(status: str) -> bool:
    """Whether a candidate may change the dossier of an entry in this status."""
    return status in EDITABLE


def round_open(rnd: Timed, now: datetime) -> Literal["not_open", "open", "closed"]:
    """Whether a round takes sheets at `now` (aware). Both limits are included; None is no limit.

    `closes` lasts for its whole second: a submission in it passes, one a second later does not.
    """
    if rnd.opens is not None and now < rnd.opens:
        return "not_open"
    if rnd.closes is not None and now.replace(microsecond=0) > rnd.closes:
        return "closed"
    return "open"


def _follow(transitions: Mapping[tuple[str, str], str], status: str, action: str) -> str:
    try:
        return transitions[status, action]
    except KeyError:
        raise NotAllowed(status, action) from None
