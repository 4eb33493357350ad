"""The words of editions in the making: choices in the editor, and what the audit says of them."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

EDITION_LABELS: dict[str, dict[str, Message]] = {
    "comment_rule": {
        "limits": msg("below or above these marks"),
        "always": msg("with every mark"),
    },
    "region_kind": {
        "province": msg("Province"),
        "regency": msg("Regency"),
        "city": msg("City"),
    },
}
EDITION_EVENT: dict[str, Message] = {
    "EditionDraftBegun": msg("Editing of an edition begun"),
    "EditionDraftSaved": msg("Edition in the making saved"),
    "EditionDraftDropped": msg("Edition in the making thrown away"),
}
EDITION_EVENT_FIELD: dict[str, Message] = {
    "copied_from": msg("copied from"),
}
