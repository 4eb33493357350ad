"""East Java's desk round, finalised, with rules on feedback and objections; candidates can sign in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask

from evaluation.actions import contests
from evaluation.actions.act import Act
from evaluation.core.people import SYSTEM
from evaluation.store.db import change, write
from tests.award import EDITION, Award, unlock_sheets
from tests.pages import PageClient

OWNER, RIVAL = "wakil@uji.example", "pesaing@uji.example"
EAST, CENTRAL, NATION, AUDITOR = (
    f"{name}@uji.example" for name in ("jatim", "jateng", "nasional", "auditor")
)
JUDGES = tuple(f"juri{n}-35@uji.example" for n in (1, 2, 3))
PUBLIC = "/results/uji-2021/province-desk/regency/35"
TAKEN = "objections = { days = 3, answer_days = 5, words = 20 }"
PLACE = "minimum_sheets = 2\nadvance = 2"
OBJECTED = EDITION.replace(PLACE, f"minimum_sheets = 2\n{TAKEN}\nadvance = 2", 1)


def with_rules(*lines: str) -> str:
    """The trial edition with these lines in its first round, and its objections."""
    return OBJECTED.replace(TAKEN, "\n".join([TAKEN, *lines]), 1)


BODY = "Nilai regulasi tidak memuat Perda Nomor 9."


@dataclass
class Announced:
    """Two entries, each with an account, and three sheets each; the contest is finalised, nobody told."""

    award: Award
    act_as: Callable[..., Act]
    edition: int
    panel: list[int]
    first: int
    second: int
    contest: int

    def act(self, email: str = EAST) -> Act:
        """An act of this person at the test clock's moment."""
        return self.act_as(self.award.actor(email))

    def after(self, **parts: float) -> datetime:
        """A moment so far from the test clock's."""
        found: datetime = self.award.clock.now + timedelta(**parts)
        return found

    @property
    def system(self) -> Act:
        """The worker's act, now."""
        return self.act_as(SYSTEM)


def announced_ground(award: Award, act_as: Callable[..., Act], text: str = OBJECTED) -> Announced:
    """A result that only waits for its publication. Feedback stands on every mark of the first entry."""
    edition = award.edition(text)
    panel = award.panel(edition, "province", "35")
    first = award.entry(edition, "35.76", "Kota Mojokerto", status="accepted", email=OWNER)
    second = award.entry(edition, "35.09", "Kabupaten Jember", status="accepted", email=RIVAL)
    contest = award.contest(edition, "province-desk", "35")
    unlock_sheets(award.db)
    for entry, marks in ((first, (70, 90, 80)), (second, (60, 60, 60))):
        for account, mark in zip(panel, marks, strict=True):
            sheet = award.sheet(contest, entry, account, {"regulation": mark, "innovation": mark})
            with write(award.db):
                change(
                    award.db,
                    "UPDATE mark SET feedback = :text, comment = 'Rahasia' WHERE scoresheet_id = :sheet",
                    text=f"Saran {account} untuk {entry}",
                    sheet=sheet,
                )
        award.measure(contest, entry, "coverage", "50")
    award.grant(EAST, "committee", edition, "35")
    award.grant(CENTRAL, "committee", edition, "33")
    award.grant(NATION, "committee", edition)
    award.grant(AUDITOR, "auditor", edition)
    contests.finalise(act_as(SYSTEM), contest, "Pleno")
    return Announced(award, act_as, edition, panel, first, second, contest)


def english(app: Flask, email: str | None = None) -> PageClient:
    """A browser of this person (None: of the public) who reads English."""
    browser = PageClient(app)
    return browser.reads("en") if email is None else browser.sign_in(email, language="en")
