"""What the tests of calibration stand on: samples of East Java's panel, before its desk round opens."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from flask import Flask

from evaluation.actions import dossiers, samples
from evaluation.actions.dossiers import Draft
from evaluation.actions.uploads import Upload
from evaluation.store.db import rows
from tests.conftest import Clock
from tests.desk_ground import CHAIR, SECOND, THIRD, Ground
from tests.dossier_ground import SECTIONS
from tests.pages import PageClient
from tests.web.ground import ITEMS, PDF

COMMITTEE = "panitia@uji.example"
AUDITOR = "auditor@uji.example"
BEFORE = datetime(2022, 1, 4, 3, tzinfo=UTC)
MARKS = {"regulation": Fraction(80), "innovation": Fraction(70)}


def day_before(ground: Ground, clock: Clock) -> Ground:
    """The day before the desk round opens."""
    clock.now = BEFORE
    return build(ground)


def build(ground: Ground) -> Ground:
    """Give the award a committee that looks after every edition of its province, and an auditor."""
    ground.award.grant(COMMITTEE, "committee", None, "35")
    ground.award.grant(AUDITOR, "auditor", ground.edition)
    return ground


def submitted(ground: Ground, act_as, entry: int, email: str = "lama@uji.example") -> int:  # type: ignore[no-untyped-def]
    """Fill and submit a dossier; the submission's id."""
    act = act_as(ground.award.actor(email))
    for code, section in SECTIONS.items():
        blank = {field.name: field.blank for field in section.fields}
        upload = None if section.file == "none" else Upload(io.BytesIO(PDF), f"{code}.pdf")
        dossiers.save_item(act, entry, code, None, Draft({**blank, **ITEMS[code]}, upload))
    dossiers.submit(act, entry)
    return int(rows(ground.db, "SELECT id FROM submission WHERE entry_id = :id", id=entry)[0]["id"])


def where(ground: Ground) -> dict[str, int]:
    """The desk round in its only category."""
    one = rows(
        ground.db,
        "SELECT r.id AS round_id, k.id AS category_id FROM round r"
        " JOIN category k ON k.edition_id = r.edition_id"
        " WHERE r.edition_id = :id AND r.code = 'province-desk'",
        id=ground.edition,
    )[0]
    return {"round_id": one["round_id"], "category_id": one["category_id"]}


def panel(ground: Ground) -> int:
    return ground.actor().seats[0].panel_id


def sample(ground: Ground, act_as, *, named: bool = False) -> int:  # type: ignore[no-untyped-def]
    """A document as a sample of East Java's panel."""
    return samples.set_document(
        act_as(ground.actor(COMMITTEE)), panel(ground), upload=Upload(io.BytesIO(PDF), "contoh.pdf"),
        title="Contoh kota", named=named, **where(ground),
    )  # fmt: skip


def score(ground: Ground, act_as, email: str, regulation: int, sample_id: int = 1) -> None:  # type: ignore[no-untyped-def]
    marks = {**MARKS, "regulation": Fraction(regulation)}
    act = act_as(ground.actor(email))
    samples.save(act, sample_id, marks=marks, comments={"regulation": f"{email}!"}, revision=0, hand_in=True)


def page_of(app: Flask, email: str) -> PageClient:
    return PageClient(app).sign_in(email, language="en")


def discussed(ground: Ground, act_as, *, named: bool = False) -> None:  # type: ignore[no-untyped-def]
    """Three sheets with 41, 83 and 77 for regulation, the committee's mark, and the discussion opened."""
    committee = act_as(ground.actor(COMMITTEE))
    sample(ground, act_as, named=named)
    for email, mark in ((CHAIR, 41), (SECOND, 83), (THIRD, 77)):
        score(ground, act_as, email, mark)
    reference: dict[str, Any] = {"regulation": Fraction(79), "innovation": None}
    samples.write_reference(committee, 1, marks=reference, reasoning={"regulation": "Perda ada, belum rinci"})
    samples.open_discussion(committee, 1)


def download(client: PageClient, address: str) -> bytes:
    """The bytes of a file."""
    answer = client.http.get(address, buffered=True)
    assert answer.status_code == 200, address
    return answer.data
