"""What the certificates of an edition say."""

from __future__ import annotations

from sqlite_utils import Database

from evaluation.core.certificates import FIELDS, USUAL, CertificateText
from evaluation.store.db import Row, change, row


def stored(db: Database, edition_id: int) -> Row | None:
    """The text as it was saved last; None while an edition has the usual one."""
    return row(
        db,
        "SELECT t.*, coalesce(a.name, '') AS saved_by_name FROM certificate_template t"
        " LEFT JOIN account a ON a.id = t.saved_by WHERE t.edition_id = :edition",
        edition=edition_id,
    )


def texts_of(found: Row | None) -> dict[str, CertificateText]:
    """A stored text by language; the usual one for None."""
    if found is None:
        return dict(USUAL)
    return {code: CertificateText(*(found[f"{field}_{code}"] for field in FIELDS)) for code in ("id", "en")}


def save(
    db: Database,
    edition_id: int,
    texts: dict[str, str],
    *,
    revision: int,
    saved_by: int | None,
    saved_at: str,
) -> bool:
    """Save the text over the one of this revision (0: none yet); False when somebody saved meanwhile."""
    if revision == 0:
        sql = (
            "INSERT INTO certificate_template (edition_id, title_id, title_en, body_id, body_en, closing_id,"
            " closing_en, saved_by, saved_at) VALUES (:edition, :title_id, :title_en, :body_id, :body_en,"
            " :closing_id, :closing_en, :by, :at) ON CONFLICT (edition_id) DO NOTHING"
        )
    else:
        sql = (
            "UPDATE certificate_template SET title_id = :title_id, title_en = :title_en, body_id = :body_id,"
            " body_en = :body_en, closing_id = :closing_id, closing_en = :closing_en, saved_by = :by,"
            " saved_at = :at, revision = revision + 1 WHERE edition_id = :edition AND revision = :revision"
        )
    values = {"edition": edition_id, "by": saved_by, "at": saved_at, **texts}
    return change(db, sql, **(values if revision == 0 else {**values, "revision": revision})) == 1
