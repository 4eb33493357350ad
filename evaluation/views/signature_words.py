"""What made a signature void, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.core.messages import Message, msg
from evaluation.core.result_changes import from_text, sentence
from evaluation.store.db import Row

STALE = msg("The result is not the one that was signed.")
KEPT_AWAY = msg("Whoever signed is kept away from an entry of this contest since.")


def changes_of(signature: Row, called: Mapping[str, str] | None = None) -> list[Message]:
    """Why a signature is void; `called` names entries by code for somebody who may not be told them."""
    if signature["changes"] is None:
        return [STALE]
    found = from_text(signature["changes"])
    if not found:
        return [KEPT_AWAY]
    if called is None:
        return [sentence(one, one.name) for one in found]
    return [sentence(one, called.get(one.entry, one.entry)) for one in found if one.what != "name"]
