"""What a file is called: as it was handed in, or by its number to those who may not be told the candidate."""

from __future__ import annotations

from evaluation.core.annexes import annexes
from evaluation.core.unnamed import file_name
from evaluation.permissions import may
from evaluation.store import dossiers, numbers, refs
from evaluation.store.db import Row
from evaluation.views.context import actor, db


def seen_file(file: Row) -> Row:
    """The file's row as the visitor may see it, who may open it; `hidden` is True where it is numbered."""
    entry_id, account_id = file["entry_id"], actor().account_id
    if entry_id is None or account_id is None or entry_id in actor().entries:
        return file
    if may(actor(), "entry.oversee", refs.entry_ref(db(), entry_id)):
        return file
    if entry_id not in numbers.hidden_from(db(), account_id, [entry_id]):
        return file
    numbered = {annex.file.id: annex.number for annex in annexes(dossiers.dossier(db(), entry_id))}
    return {**file, "name": file_name(numbered.get(file["id"]), file["name"]), "hidden": True}
