"""What the tests of the search share: dossiers that say something, and what somebody finds in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from evaluation.core.finding import asked
from evaluation.core.people import Actor
from evaluation.core.snapshot import fingerprint
from evaluation.permissions import entry_reach
from evaluation.store import dossiers, files, readings, search, sections, submissions
from evaluation.store.db import change, write
from evaluation.store.search import Where
from tests.award import EDITION, Award

AT = "2022-01-10T03:00:00.000000Z"
ANYWHERE = Where()

# A second category, judged by the nation from the beginning.
TWO_STAGES = (
    EDITION.replace(
        "[[round]]",
        '[[category]]\ncode = "business"\ntitle = { id = "Badan usaha", en = "Businesses" }\n'
        'entrant = "business"\n\n[[round]]',
        1,
    )
    + """
[[round]]
code = "national-business"
title = { id = "Penilaian badan usaha", en = "Assessment of businesses" }
categories = ["business"]
stage = "national"
kind = "desk"
minimum_sheets = 1
winners = 1
criteria = [
  { code = "regulation", title = { id = "Regulasi", en = "Regulation" }, weight = 100, minimum = 0, maximum = 100, step = 1, kind = "judged" },
]
"""  # noqa: E501 - a criterion of an edition file stands on one line
)


def note(
    db: Database, entry_id: int, title: str, *, item_id: int | None = None, file_id: int | None = None
) -> int:
    """Write a document into a dossier, or over one that it has; the item's id."""
    section = sections.of_dossier(db, entry_id, "documents")
    given = dict(
        entry_id=entry_id,
        values={"title": title, "note": ""},
        file_id=file_id,
        saved_by=None,
        saved_at=AT,
    )
    with write(db):
        if item_id is None:
            return dossiers.add_item(db, section, **given)
        dossiers.change_item(db, section, item_id=item_id, **given)
    return item_id


def regulation(db: Database, entry_id: int, **values: Any) -> int:
    """Write a regulation into a dossier; the item's id."""
    section = sections.of_dossier(db, entry_id, "regulations")
    blank: Mapping[str, Any] = {field.name: field.blank for field in section.fields}
    with write(db):
        return dossiers.add_item(
            db,
            section,
            entry_id=entry_id,
            values={**blank, **values},
            file_id=None,
            saved_by=None,
            saved_at=AT,
        )


def file(db: Database, entry_id: int, name: str, digit: str = "a", scan: str = "clean") -> int:
    """A file of an entry with these bytes; its id."""
    with write(db):
        return files.add(
            db, entry_id=entry_id, name=name, media_type="application/pdf", size=9, sha256=digit * 64,
            stored_as=f"{digit}-{entry_id}-{name}", scan=scan, uploaded_by=None, uploaded_at=AT,
        )  # fmt: skip


def read(db: Database, digit: str, *texts: str) -> None:
    """These bytes were read: a text a page."""
    with write(db):
        readings.note(db, digit * 64, "waiting", AT)
        readings.settle(
            db, digit * 64, state="read", pages=len(texts), pictures=0, with_text=len(texts),
            words=sum(len(text.split()) for text in texts), read_at=AT,
        )  # fmt: skip
        for number, text in enumerate(texts, start=1):
            readings.add_page(db, digit * 64, number, text, None)


def submit(db: Database, entry_id: int) -> None:
    """Keep the dossier as a submission."""
    with write(db):
        number = submissions.next_number(db, entry_id)
        text = f'{{"entry":{entry_id},"number":{number}}}'
        submissions.add(
            db, entry_id=entry_id, number=number, submitted_at=AT, submitted_by=None, manifest=text,
            fingerprint=fingerprint(text),
        )  # fmt: skip


def status(db: Database, entry_id: int, word: str) -> None:
    """Put an entry into a status."""
    with write(db):
        change(db, "UPDATE entry SET status = :status WHERE id = :id", status=word, id=entry_id)


def recuse(award: Award, email: str, entry_id: int) -> None:
    """Recuse somebody from an entry."""
    with write(award.db):
        change(
            award.db,
            "INSERT INTO recusal (account_id, entry_id, reason, recused_at) VALUES (:a, :e, 'Kerabat', :at)",
            a=award.account(email),
            e=entry_id,
            at=AT,
        )


def found(db: Database, actor: Actor, typed: str, where: Where = ANYWHERE) -> dict[int, int]:
    """The entries in which an actor finds what they typed, with the number of places in each."""
    listed = search.found(db, entry_reach(actor), asked(typed), where)
    return {one["entry_id"]: one["hits"] for one in listed}


def passages(
    db: Database, actor: Actor, typed: str, where: Where = ANYWHERE
) -> list[tuple[str, int | None, str]]:
    """The places in which an actor finds what they typed: kind, page, and the passage with marks as [ ]."""
    listed = search.hits(db, entry_reach(actor), asked(typed), where, each=50)
    return [
        (one["kind"], one["page"], one["passage"].replace("\x02", "[").replace("\x03", "]")) for one in listed
    ]
