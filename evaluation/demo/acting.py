"""What every part of the demonstration needs: an edition from its text, and somebody else to act."""

from __future__ import annotations

from dataclasses import replace

from evaluation import edition_file
from evaluation.actions import editions as edition_actions
from evaluation.actions.act import Act
from evaluation.store import accounts, editions


def load_edition(act: Act, text: str) -> int:
    """Load an edition file's text and answer the edition's id."""
    rules = edition_file.parse(text)
    edition_actions.load_edition(act, rules, text)
    stored = editions.by_code(act.db, rules.code)
    assert stored is not None
    return int(stored["id"])


def as_account(act: Act, email: str) -> Act:
    """The same moment, acted by the account with this address."""
    known = accounts.by_email(act.db, email)
    assert known is not None
    actor = accounts.actor_of(act.db, known["id"])
    assert actor is not None
    return replace(act, actor=actor)
