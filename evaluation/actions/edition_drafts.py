"""Editions in the making: begun from rules in force or as a copy, saved with mistakes, loaded without any."""

from __future__ import annotations

from evaluation import edition_file
from evaluation.actions.act import Act
from evaluation.actions.edition_events import EditionDraftBegun, EditionDraftDropped, EditionDraftSaved
from evaluation.actions.editions import load_edition
from evaluation.core.edition.copying import next_award
from evaluation.core.edition.table import CODE
from evaluation.core.errors import Conflict, Invalid, Refused
from evaluation.core.messages import Message, msg
from evaluation.core.snapshot import fingerprint
from evaluation.permissions import require
from evaluation.store import edition_drafts, editions, refs
from evaluation.store.db import Row, write


def begin(act: Act, code: str) -> None:
    """Begin to edit a loaded edition; nothing happens when somebody has begun already."""
    with write(act.db):
        edition = refs.found(editions.by_code(act.db, code))
        require(act.actor, "edition.load", refs.edition_ref(act.db, edition["id"]))
        if edition_drafts.by_code(act.db, code) is None:
            text = edition_file.export(editions.rules_of(act.db, edition["id"]))
            _add(act, code, text, code, edition["id"])


def copy(act: Act, code: str, new_code: str) -> None:
    """Begin a new edition as a copy of a loaded one, a year on. Invalid for a code that can't be taken."""
    with write(act.db):
        edition = refs.found(editions.by_code(act.db, code))
        require(act.actor, "edition.load", None)
        if not CODE.fullmatch(new_code):
            raise _wrong_code(msg("Use only a-z, 0-9 and -, and begin with a letter or digit."))
        if editions.by_code(act.db, new_code) or edition_drafts.by_code(act.db, new_code):
            raise _wrong_code(msg("There is an edition with this code already: choose another one."))
        rules = editions.rules_of(act.db, edition["id"])
        content = next_award(edition_file.content_of(edition_file.export(rules)), new_code)
        _add(act, new_code, edition_file.text_of(content), code, None)


def save_draft(act: Act, code: str, text: str, revision: int) -> None:
    """Keep the text of a draft, with or without mistakes. Conflict when somebody else saved meanwhile."""
    with write(act.db):
        require(act.actor, "edition.draft")
        draft = refs.found(edition_drafts.by_code(act.db, code))
        _require_revision(draft, revision)
        if draft["content"] == text:
            return
        edition_drafts.save(
            act.db, code=code, content=text, revision=revision, account_id=act.actor.account_id, at=act.at
        )
        act.record(
            EditionDraftSaved(
                edition_id=_edition_id(act, code),
                code=code,
                revision=revision + 1,
                fingerprint=fingerprint(text),
            )
        )


def load_draft(act: Act, code: str, revision: int) -> None:
    """Put a draft in force and end it. EditionFileError for mistakes, Refused as at loading a file."""
    with write(act.db):
        require(act.actor, "edition.draft")
        draft = refs.found(edition_drafts.by_code(act.db, code))
        _require_revision(draft, revision)
        known = editions.by_code(act.db, code)
        require(act.actor, "edition.load", known and refs.edition_ref(act.db, known["id"]))
        rules = edition_file.parse(draft["content"])
        if rules.code != code:
            raise Refused(
                msg(
                    'The text is of an edition "%(other)s". Write "%(code)s" as its code again, or copy the'
                    " edition under another code.",
                    other=rules.code,
                    code=code,
                )
            )
        load_edition(act, rules, draft["content"])
        edition_drafts.remove(act.db, code)


def drop_draft(act: Act, code: str, revision: int) -> None:
    """Throw a draft away; the rules in force stay."""
    with write(act.db):
        require(act.actor, "edition.draft")
        draft = refs.found(edition_drafts.by_code(act.db, code))
        _require_revision(draft, revision)
        edition_drafts.remove(act.db, code)
        act.record(
            EditionDraftDropped(
                edition_id=_edition_id(act, code), code=code, fingerprint=fingerprint(draft["content"])
            )
        )


def _add(act: Act, code: str, text: str, copied_from: str, edition_id: int | None) -> None:
    other = None if copied_from == code else copied_from
    edition_drafts.add(
        act.db, code=code, content=text, copied_from=other, account_id=act.actor.account_id, at=act.at
    )
    act.record(EditionDraftBegun(edition_id=edition_id, code=code, copied_from=copied_from))


def _require_revision(draft: Row, revision: int) -> None:
    if draft["revision"] != revision:
        raise Conflict(
            msg(
                "%(name)s saved this edition meanwhile. Nothing of yours was stored yet: compare, then save"
                " again.",
                name=draft["saved_by_name"] or "",
            ),
            {"content": draft["content"], "revision": draft["revision"]},
        )


def _edition_id(act: Act, code: str) -> int | None:
    edition = editions.by_code(act.db, code)
    return None if edition is None else int(edition["id"])


def _wrong_code(message: Message) -> Invalid:
    return Invalid(message, {"new_code": message})
