"""Reading aids by the bytes that they were made of: pages, words, pictures."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlite_utils import Database

from evaluation.store import search_pieces
from evaluation.store.db import Row, change, insert, row, rows


def by_bytes(db: Database, sha256: str) -> Row | None:
    """What is known of these bytes."""
    return row(db, "SELECT * FROM reading WHERE sha256 = :sha256", sha256=sha256)


def note(db: Database, sha256: str, state: str, at: str) -> bool:
    """Note bytes that nobody noted before; False when they are known."""
    return bool(
        change(
            db,
            "INSERT INTO reading (sha256, state, noted_at) VALUES (:sha256, :state, :at)"
            " ON CONFLICT DO NOTHING",
            sha256=sha256,
            state=state,
            at=at,
        )
    )


def remove(db: Database, sha256: str) -> None:
    """Forget these bytes."""
    change(db, "DELETE FROM reading_page WHERE sha256 = :sha256", sha256=sha256)
    change(db, "DELETE FROM reading WHERE sha256 = :sha256", sha256=sha256)


def settle(
    db: Database,
    sha256: str,
    *,
    state: str,
    pages: int | None,
    pictures: int,
    with_text: int,
    words: int,
    read_at: str,
) -> None:
    """Write what came out of reading; pages of an earlier try are forgotten."""
    change(db, "DELETE FROM reading_page WHERE sha256 = :sha256", sha256=sha256)
    change(
        db,
        "UPDATE reading SET state = :state, pages = :pages, pictures = :pictures, with_text = :with_text,"
        " words = :words, read_at = :at WHERE sha256 = :sha256",
        sha256=sha256,
        state=state,
        pages=pages,
        pictures=pictures,
        with_text=with_text,
        words=words,
        at=read_at,
    )


def add_page(db: Database, sha256: str, number: int, text: str, size: tuple[int, int] | None) -> None:
    """Keep a page's words and its picture's size in pixels (None: it has no picture)."""
    width, height = size or (None, None)
    insert(db, "reading_page", sha256=sha256, number=number, text=text, width=width, height=height)
    search_pieces.index_page(db, sha256, number)


def pages_of(db: Database, sha256: str, *, limit: int, offset: int) -> list[Row]:
    """Some of the pages, in order."""
    return rows(
        db,
        "SELECT * FROM reading_page WHERE sha256 = :sha256 ORDER BY number LIMIT :limit OFFSET :offset",
        sha256=sha256,
        limit=limit,
        offset=offset,
    )


def page_count(db: Database, sha256: str) -> int:
    """How many pages were kept."""
    one = row(db, "SELECT count(*) AS pages FROM reading_page WHERE sha256 = :sha256", sha256=sha256)
    assert one is not None
    return int(one["pages"])


def words_of(db: Database, sums: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """The words of files by SHA-256, page by page: number and text. One question."""
    found: dict[str, list[tuple[int, str]]] = {}
    for one in rows(
        db,
        "SELECT sha256, number, text FROM reading_page"
        " WHERE sha256 IN (SELECT value FROM json_each(:sums)) ORDER BY sha256, number",
        sums=json.dumps(sorted(set(sums))),
    ):
        found.setdefault(one["sha256"], []).append((one["number"], one["text"]))
    return found
