"""Where the files of a dossier rest on disk."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

from evaluation.store.db import Row, rows


def at_rest(db: Database, file_ids: Iterable[int]) -> dict[int, Row]:
    """The names on disk of these files, and what the virus scanner says, by id. One question."""
    found = rows(
        db,
        "SELECT id, stored_as, scan FROM file WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id",
        ids=json.dumps(sorted(file_ids)),
    )
    return {one["id"]: one for one in found}
