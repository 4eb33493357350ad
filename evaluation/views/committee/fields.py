"""What fields of expertise are called."""

from __future__ import annotations

from collections.abc import Iterable

from evaluation.assignment_labels import ABOUT
from evaluation.core.expertise import parted
from evaluation.core.messages import msg
from evaluation.store.db import Row
from evaluation.views.language import label, pick, say


def field_words(fields: Iterable[Row]) -> list[tuple[str, str]]:
    """Fields (rows of `store.expertise`) with what each is called, in the visitor's language."""
    return [(one["field"], _words(one)) for one in fields]


def _words(one: Row) -> str:
    about, value = parted(one["field"])
    if about == "category" and one["title_id"]:
        value = pick(one)
    elif about == "kind":
        value = label("region_kind", value)
    return say(msg("%(about)s: %(value)s", about=ABOUT[about], value=value))
