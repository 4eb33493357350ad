"""A change after a signature voids it: seen at the end of every transaction that changes a signed result."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlite_utils import Database

from evaluation.actions.events import Event
from evaluation.actions.signature_events import SignatureVoided
from evaluation.core.people import Actor
from evaluation.core.result_changes import as_text, differences
from evaluation.core.snapshot import Result, fingerprint, from_json, to_json
from evaluation.store import signatures, standings


class Recorder(Protocol):
    """As much of an `Act` as this takes: `Act` itself calls it, so it can't be imported here."""

    @property
    def db(self) -> Database:
        """The database."""

    @property
    def actor(self) -> Actor:
        """Who changes something."""

    @property
    def now(self) -> datetime:
        """When."""

    @property
    def at(self) -> str:
        """When, as the store keeps it."""

    def record(self, event: Event) -> None:
        """Write an audit event."""


def void_changed(act: Recorder, event: Event) -> None:
    """Void the signatures that this event overtook: the result changed, or their signer is kept away now."""
    if event.edition_id is None or isinstance(event, SignatureVoided):
        return
    contests = signatures.unfixed(
        act.db, event.edition_id, contest_id=event.contest_id, entry_id=event.entry_id
    )
    for contest_id in contests:
        result = standings.result(act.db, contest_id, with_marks=True)
        now = fingerprint(to_json(result))
        away = {one["account_id"] for one in signatures.signers(act.db, contest_id) if one["kept_away"]}
        for one in signatures.standing_of(act.db, contest_id):
            if one["fingerprint"] != now or one["account_id"] in away:
                _void(act, event, one, result, now)


def _void(act: Recorder, event: Event, signature: dict[str, object], result: Result, now: str) -> None:
    contest_id, signed = int(str(signature["contest_id"])), str(signature["fingerprint"])
    before = from_json(signatures.result_text(act.db, contest_id, signed))
    signatures.make_void(
        act.db,
        int(str(signature["id"])),
        voided_at=act.at,
        voided_by=act.actor.account_id,
        event=event.event_name,
        changes=as_text(differences(before, result)),
    )
    act.record(
        SignatureVoided(
            edition_id=event.edition_id,
            contest_id=contest_id,
            name=str(signature["name"]),
            position=str(signature["position"]),
            fingerprint=signed,
            after=now,
        )
    )
