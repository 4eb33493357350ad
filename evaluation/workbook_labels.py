"""The words of score sheets in workbooks; labels.py joins them to all others."""

from __future__ import annotations

from evaluation.core.messages import Message, msg

WORKBOOK_CELL: dict[str, Message] = {
    "change": msg("Will change"),
    "moved": msg("Changed here since the download"),
    "wrong": msg("Wrong"),
    "closed": msg("Takes nothing now"),
    "unchanged": msg("Unchanged"),
}
SHEET_PART: dict[str, Message] = {
    "mark": msg("mark"),
    "comment": msg("comment"),
    "feedback": msg("feedback"),
}

WORKBOOK_EVENT: dict[str, Message] = {
    "WorkbookSent": msg("Workbook of score sheets sent"),
    "WorkbookStored": msg("Workbook of score sheets taken over"),
    "WorkbookForgotten": msg("Workbook of score sheets removed"),
}
WORKBOOK_EVENT_FIELD: dict[str, Message] = {"cells": msg("cells")}
WORKBOOK_LABELS: dict[str, dict[str, Message]] = {
    "sheet_part": SHEET_PART,
    "workbook_cell": WORKBOOK_CELL,
}
