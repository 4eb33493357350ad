"""What a virus scan means for a file: whether it may be opened."""

from evaluation.core.messages import Message, msg


def why_shut(scan: str) -> Message | None:
    """Why a file in this state (unscanned, waiting, clean, infected) may not be opened; None when it may."""
    if scan == "waiting":
        return msg("This file is being checked for viruses. Try again in some minutes.")
    if scan == "infected":
        return msg("This file carries a virus and can't be opened: replace it with a clean one.")
    return None
