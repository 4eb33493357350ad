"""The text of an edition's certificates."""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.actions.act import Act
from evaluation.actions.signature_events import CertificateTextSaved
from evaluation.core.certificates import problem_of
from evaluation.core.errors import Conflict, Invalid
from evaluation.core.messages import msg
from evaluation.core.subjects import EditionRef
from evaluation.permissions import require
from evaluation.store import certificates, editions, refs
from evaluation.store.db import write


def save_text(act: Act, edition_id: int, texts: Mapping[str, str], revision: int) -> None:
    """Save what certificates say, `texts` by field and language. Invalid for placeholders that are none.

    `revision` is the one that the texts were changed from; Conflict when another one stands by now.
    """
    with write(act.db):
        require(act.actor, "certificates.edit", EditionRef(edition_id, frozen=False))
        edition = refs.found(editions.by_id(act.db, edition_id))
        wrong = {name: found for name, text in texts.items() if (found := problem_of(text))}
        if wrong:
            raise Invalid(msg("Mend the placeholders first."), wrong)
        saved = certificates.save(
            act.db,
            edition_id,
            dict(texts),
            revision=revision,
            saved_by=act.actor.account_id,
            saved_at=act.at,
        )
        if not saved:
            stored = certificates.stored(act.db, edition_id)
            raise Conflict(msg("Somebody else saved the text meanwhile."), stored or {})
        act.record(CertificateTextSaved(edition_id=edition_id, code=edition["code"], revision=revision + 1))
