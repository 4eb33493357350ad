"""The forms of items that accounts have open: what they typed, and what they saved."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlite_utils import Database

from evaluation.store.db import Row, change, insert, row, rows


def own(db: Database, *, token: str, account_id: int | None, entry_id: int, section_code: str) -> Row | None:
    """The account's own form with this token, if it has sent anything yet."""
    one = row(
        db,
        "SELECT * FROM item_form WHERE account_id = :account AND entry_id = :entry"
        " AND section_code = :section AND token = :token",
        account=account_id,
        entry=entry_id,
        section=section_code,
        token=token,
    )
    return None if one is None else _read(one)


def newest_draft(
    db: Database, *, account_id: int | None, entry_id: int, section_code: str, item_id: int
) -> Row | None:
    """What the account last typed into an item and is not in the dossier."""
    one = row(
        db,
        "SELECT * FROM item_form WHERE entry_id = :entry AND account_id = :account AND typed IS NOT NULL"
        " AND section_code = :section AND item_id = :item ORDER BY noted_at DESC, id DESC LIMIT 1",
        account=account_id,
        entry=entry_id,
        section=section_code,
        item=item_id,
    )
    return None if one is None else _read(one)


def drafts_of_entry(db: Database, entry_id: int) -> list[Row]:
    """What was typed and is not in the dossier, oldest first; `living_item`: its item, while there."""
    return rows(
        db,
        "SELECT f.token, f.section_code, f.account_id, f.noted_at, i.id AS living_item,"
        " coalesce(nullif(a.name, ''), a.email) AS who FROM item_form f JOIN account a ON a.id = f.account_id"
        " LEFT JOIN dossier_item i ON i.id = f.item_id"
        " WHERE f.entry_id = :entry AND f.typed IS NOT NULL ORDER BY f.noted_at, f.id",
        entry=entry_id,
    )


def drafts_of_account(db: Database, entry_id: int, account_id: int | None) -> int:
    """How many drafts of an entry the account has."""
    one = row(
        db,
        "SELECT count(*) AS n FROM item_form WHERE entry_id = :entry AND account_id = :account"
        " AND typed IS NOT NULL",
        entry=entry_id,
        account=account_id,
    )
    assert one is not None
    return int(one["n"])


def begin(
    db: Database, *, token: str, account_id: int | None, entry_id: int, section_code: str, at: str
) -> int:
    """Remember a form from now on; its id."""
    return insert(
        db,
        "item_form",
        token=token,
        account_id=account_id,
        entry_id=entry_id,
        section_code=section_code,
        step=0,
        noted_at=at,
    )


def note_typed(
    db: Database,
    form_id: int,
    *,
    item_id: int | None,
    typed: Mapping[str, str],
    based_on: int,
    step: int,
    at: str,
) -> None:
    """Keep what was typed, in place of what the form had typed before."""
    change(
        db,
        "UPDATE item_form SET item_id = coalesce(:item, item_id), typed = :typed, based_on = :based_on,"
        " drafted = 1, step = :step, noted_at = :at WHERE id = :id",
        id=form_id,
        item=item_id,
        typed=json.dumps(dict(typed), ensure_ascii=False),
        based_on=based_on,
        step=step,
        at=at,
    )


def note_saved(db: Database, form_id: int, *, item_id: int, revision: int, step: int, at: str) -> None:
    """What the form typed is in the dossier: it made this revision of the item."""
    change(
        db,
        "UPDATE item_form SET item_id = :item, saved_revision = :revision, typed = NULL,"
        " step = max(step, :step), noted_at = :at WHERE id = :id",
        id=form_id,
        item=item_id,
        revision=revision,
        step=step,
        at=at,
    )


def note_recorded(db: Database, form_id: int, revision: int, at: str) -> None:
    """The audit trail names this revision of the form's item."""
    change(
        db,
        "UPDATE item_form SET recorded_revision = :revision, recorded_at = :at WHERE id = :id",
        id=form_id,
        revision=revision,
        at=at,
    )


def forget_typed(db: Database, form_id: int) -> None:
    """Throw away what the form typed; which item it saved stays known."""
    change(db, "UPDATE item_form SET typed = NULL WHERE id = :id", id=form_id)


def forget_old(db: Database, account_id: int | None, before: str) -> None:
    """Forget the account's forms of long ago that hold nothing."""
    change(
        db,
        "DELETE FROM item_form WHERE account_id = :account AND typed IS NULL AND noted_at < :before",
        account=account_id,
        before=before,
    )


def _read(one: Row) -> Row:
    return {**one, "typed": None if one["typed"] is None else json.loads(one["typed"])}
