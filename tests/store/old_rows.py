"""An award's first rows as every version of the schema takes them: what a test of a migration starts from."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.store.db import insert
from tests.award import EDITION

AT = "2022-01-10T03:00:00.000000Z"


def old_edition(db: Database, *, official: int = 0) -> None:
    """Edition 1, without its rounds and categories."""
    insert(
        db, "edition", code="uji", title_id="U", title_en="U", assessed_year=2021, award_year=2022,
        timezone="Asia/Jakarta", official=official, source=EDITION, loaded_at=AT,
    )  # fmt: skip


def old_category(db: Database) -> None:
    """A category of edition 1."""
    titles = dict(title_id="K", title_en="R")
    insert(db, "category", edition_id=1, code="regency", entrant="regency", position=0, **titles)


def old_round(db: Database, **more: object) -> None:
    """A province's desk round of edition 1."""
    insert(
        db, "round", edition_id=1, code="desk", position=0, title_id="D", title_en="D", stage="province",
        kind="desk", sheet_order="sheet", combine="mean", trim_from=3, scale="percent",
        rounding_mode="half-up", rounding_places=2, rounding_steps="[]", minimum_sheets=1, carry="[]",
        tie_break="[]", checklist="[]", **{"advance": 2, "winners": 0, **more},
    )  # fmt: skip
