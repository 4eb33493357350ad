"""An interview round of three entries in East Java with its panel, committee and candidates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from evaluation.actions import sessions as acts
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.core.sessions import Plan
from evaluation.store import sessions
from evaluation.store.db import insert, rows, write
from tests.award import EDITION, Award
from tests.desk_ground import Ground
from tests.pages import PageClient

COMMITTEE = "panitia@uji.example"
CENTRAL = "jateng@uji.example"
AUDITOR = "auditor@uji.example"
CANDIDATE = "wakil@uji.example"
RULES = (
    "interview = { talk = 15, questions = 25, companions = 2, late_after = 10, late_penalty = 1.5,"
    " absence_penalty = 5, notes = NOTES }"
)
JAKARTA = ZoneInfo("Asia/Jakarta")


def edition_text(notes: str = "after", kind: str = "interview") -> str:
    """The trial award whose interviews have rules."""
    said = RULES.replace("NOTES", f'"{notes}"')
    return EDITION.replace('kind = "interview"', f'kind = "{kind}"\n{said}')


def english(client: PageClient, email: str) -> PageClient:
    """A browser of this account that reads English."""
    return client.sign_in(email, language="en")


class SessionGround(Ground):
    """Three entries before East Java's panel of three; Kota Mojokerto's people can sign in."""

    def __init__(self, award: Award, act_as: Callable[[Actor], Act], text: str | None = None) -> None:
        super().__init__(award, award.db, text or edition_text())
        self.act_as = act_as
        award.grant(COMMITTEE, "committee", self.edition, "35")
        award.grant(CENTRAL, "committee", self.edition, "33")
        award.grant(AUDITOR, "auditor", self.edition)
        self.surabaya = award.entry(self.edition, "35.78", "Kota Surabaya", status="accepted")
        for entry in (self.jember, self.surabaya):
            award.enter(self.edition, "province-interview", entry)
        with write(award.db):
            insert(
                award.db,
                "representative",
                entry_id=self.mojokerto,
                account_id=award.account(CANDIDATE, "Ibu Sari"),
                role="owner",
            )

    def act(self, email: str = COMMITTEE) -> Act:
        return self.act_as(self.award.actor(email))

    def plan(self, hour: int = 9, minute: int = 0, day: int = 20, **more: Any) -> Plan:
        starts = datetime(2022, 1, day, hour, minute, tzinfo=JAKARTA)
        return Plan(
            **{**dict(starts=starts, zone="Asia/Jakarta", talk=15, questions=25, room="Ruang 1"), **more}
        )

    def set(self, hour: int = 9, entry: int | None = None, revision: int = 0, **more: Any) -> int:
        """Set a session, by default Kota Mojokerto's."""
        plan = self.plan(hour, **more)
        return acts.schedule(self.act(), self.interview, entry or self.mojokerto, plan, revision)

    def session(self, session_id: int) -> dict[str, Any]:
        found = sessions.by_id(self.db, session_id)
        assert found is not None
        return found

    def mails(self) -> list[tuple[str, str]]:
        """Letter and address of every message, oldest first."""
        return [(one["template"], one["email"]) for one in rows(self.db, "SELECT * FROM outbox ORDER BY id")]

    def calendars(self) -> list[tuple[str, int]]:
        """Method and sequence of every calendar file that was posted."""
        return [
            (one["method"], one["sequence"])
            for one in rows(
                self.db,
                "SELECT json_extract(contents, '$.method') AS method,"
                " json_extract(contents, '$.sequence') AS sequence FROM outbox_calendar ORDER BY message_id",
            )
        ]

    @property
    def base(self) -> str:
        return f"/committee/contests/{self.interview}/sessions"

    @property
    def room(self) -> str:
        return f"/desk/{self.interview}/{self.mojokerto}/room"
