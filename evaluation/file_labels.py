"""What is said of files."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

SCAN: dict[str, Message] = {
    "unscanned": msg("not scanned for viruses"),
    "waiting": msg("being checked for viruses"),
    "clean": msg("no virus found"),
    "infected": msg("carries a virus"),
}
