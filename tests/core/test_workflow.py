"""The whole table of states, for entries, sheets and rounds."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest

from evaluation.core.workflow import (
    ACTIONS,
    SHEET_STATUSES,
    STATUSES,
    TRANSITIONS,
    NotAllowed,
    editable,
    next_sheet_status,
    next_status,
    round_open,
)
from tests.core.builders import make_round

# One line a status, one column an action, in the order of ACTIONS; "-" is not allowed.
TABLE = """
            save      submit     accept    return    reject    withdraw   exclude
invited     draft     -          accepted  -         -         withdrawn  excluded
draft       draft     submitted  -         -         -         withdrawn  excluded
submitted   -         -          accepted  returned  rejected  withdrawn  excluded
returned    returned  submitted  -         -         -         withdrawn  excluded
accepted    -         -          -         -         -         withdrawn  excluded
rejected    -         -          -         -         -         -          -
withdrawn   -         -          -         -         -         -          -
excluded    -         -          -         -         -         -          -
"""
CLOSES = datetime(2022, 3, 31, 16, 59, 59, tzinfo=UTC)
OPENS = datetime(2022, 3, 1, tzinfo=UTC)


def drawn_table() -> dict[tuple[str, str], str]:
    head, *lines = TABLE.strip().splitlines()
    actions = head.split()
    assert tuple(actions) == ACTIONS
    cells = [line.split() for line in lines]
    assert tuple(row[0] for row in cells) == STATUSES
    return {(row[0], action): found for row in cells for action, found in zip(actions, row[1:], strict=True)}


def outcome(status: str, action: str) -> str:
    try:
        return next_status(status, action)
    except NotAllowed:
        return "-"


def test_every_action_in_every_status() -> None:
    drawn = drawn_table()
    assert {
        (status, action): outcome(status, action) for status, action in product(STATUSES, ACTIONS)
    } == drawn
    assert dict(TRANSITIONS) == {key: found for key, found in drawn.items() if found != "-"}


def test_a_refusal_says_what_was_tried() -> None:
    with pytest.raises(NotAllowed, match="'submit' is not possible in status 'accepted'") as refused:
        next_status("accepted", "submit")
    assert (refused.value.status, refused.value.action) == ("accepted", "submit")


@pytest.mark.parametrize(("status", "action"), [("", "save"), ("draft", "delete"), ("Draft", "save")])
def test_unknown_words_are_refused(status: str, action: str) -> None:
    with pytest.raises(NotAllowed):
        next_status(status, action)


def test_a_dossier_can_be_edited_until_it_is_submitted_and_once_returned() -> None:
    assert [status for status in STATUSES if editable(status)] == ["invited", "draft", "returned"]
    assert [status for status in STATUSES if (status, "save") in TRANSITIONS] == [
        "invited",
        "draft",
        "returned",
    ]


def test_a_submitted_sheet_stays() -> None:
    found = {}
    for status, action in product(SHEET_STATUSES, ("save", "submit")):
        try:
            found[status, action] = next_sheet_status(status, action)
        except NotAllowed:
            found[status, action] = "-"
    assert found == {
        ("none", "save"): "draft",
        ("none", "submit"): "submitted",
        ("draft", "save"): "draft",
        ("draft", "submit"): "submitted",
        ("submitted", "save"): "-",
        ("submitted", "submit"): "-",
    }


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (OPENS - timedelta(microseconds=1), "not_open"),
        (OPENS, "open"),
        (CLOSES, "open"),
        (CLOSES + timedelta(milliseconds=999), "open"),
        (CLOSES + timedelta(seconds=1), "closed"),
        (CLOSES.astimezone(timezone(timedelta(hours=9))), "open"),
    ],
)
def test_a_round_is_open_from_opens_to_closes_both_included(now: datetime, state: str) -> None:
    assert round_open(make_round(opens=OPENS, closes=CLOSES), now) == state


def test_no_limit_is_no_limit() -> None:
    long_ago, far_off = OPENS - timedelta(days=9999), CLOSES + timedelta(days=9999)
    assert round_open(make_round(), long_ago) == round_open(make_round(), far_off) == "open"
    assert round_open(make_round(opens=OPENS), far_off) == "open"
    assert round_open(make_round(closes=CLOSES), long_ago) == "open"
