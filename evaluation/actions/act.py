"""Who does it, when and on which data: what every action takes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from evaluation.actions.events import Event
from evaluation.actions.voiding import void_changed
from evaluation.core.people import Actor
from evaluation.files import FileRoot
from evaluation.store import audit
from evaluation.store.db import before_commit, stamp


@dataclass(frozen=True, slots=True)
class Act:
    """One change in the making: the actor, the moment (aware UTC), the database and the upload root."""

    db: Database
    actor: Actor
    now: datetime
    files: FileRoot

    @property
    def at(self) -> str:
        """The moment as the store keeps it."""
        return stamp(self.now)

    def record(self, event: Event) -> None:
        """Write the audit event of this change, inside its transaction."""
        audit.add(
            self.db,
            happened_at=self.at,
            account_id=self.actor.account_id,
            name=event.event_name,
            edition_id=event.edition_id,
            contest_id=event.contest_id,
            entry_id=event.entry_id,
            fields=event.fields(),
        )
        if event.edition_id is not None:
            # Whatever happened may have changed a result that is signed already: seen once all is written.
            key = ("signatures", event.edition_id, event.contest_id, event.entry_id)
            before_commit(self.db, key, lambda: void_changed(self, event))
