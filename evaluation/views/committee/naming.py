"""Where a dossier names its candidate, for the committee, while a round of it is still to hide that."""

from __future__ import annotations

from evaluation.core.annexes import annexes
from evaluation.core.dossier import Dossier
from evaluation.core.traces import Trace, traces
from evaluation.store import editions, readings
from evaluation.store.db import Row
from evaluation.views.context import db


def traces_of(entry: Row, dossier: Dossier) -> tuple[Trace, ...] | None:
    """The places that name the candidate; None where no round hides it from its panel."""
    rounds = editions.rounds_of(db(), entry["edition_id"])
    mine = [one.rules for one in rounds if entry["category_code"] in one.rules.categories]
    if all(rnd.visibility.candidates == "shown" for rnd in mine):
        return None
    words = readings.words_of(db(), (annex.file.sha256 for annex in annexes(dossier)))
    return traces(dossier, words, (entry["name"], entry["region_name"]))
