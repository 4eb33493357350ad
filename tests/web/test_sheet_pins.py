"""Pages of a dossier beside the sheet, without a script: opened, pinned to a criterion and taken off."""

from __future__ import annotations

import json

import pytest
from sqlite_utils import Database

from evaluation.store.db import insert, write
from tests.award import Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, FULL, SECOND, STRANGER, Ground
from tests.pages import PageClient

SHA = "a" * 64


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    """The desk's ground, with a regulation whose PDF has three pages, two of them with pictures."""
    ground = Ground(award, db)
    ground.file = paper(ground, ground.mojokerto, SHA)  # type: ignore[attr-defined]
    return ground


def paper(ground: Ground, entry: int, sha256: str) -> int:
    """A file of three read pages in the entry's dossier."""
    with write(ground.db):
        file = insert(
            ground.db, "file", entry_id=entry, name="Perda 9.pdf", media_type="application/pdf", size=9,
            sha256=sha256, stored_as=sha256, uploaded_at=ground.award.at, scan="clean",
        )  # fmt: skip
        [section] = ground.db.query("SELECT id FROM section WHERE code = 'regulations'")
        values = {"type": "perda", "number": "9", "year": 2019, "subject": "Jaminan", "amends": ""}
        fields = json.dumps({**values, "in_force_from": ""})
        insert(
            ground.db, "dossier_item", entry_id=entry, section_id=section["id"], fields=fields, file_id=file,
            saved_at=ground.award.at,
        )  # fmt: skip
        insert(
            ground.db, "reading", sha256=sha256, state="read", pages=3, pictures=3, with_text=3,
            noted_at=ground.award.at,
        )  # fmt: skip
        for number in (1, 2, 3):
            insert(
                ground.db, "reading_page", sha256=sha256, number=number, text=f"Kata halaman {number}",
                width=640, height=900,
            )  # fmt: skip
    return file


@pytest.fixture
def desk(ground: Ground, client: PageClient) -> PageClient:
    """The chair's browser at Kota Mojokerto's sheet, in English."""
    client.sign_in(CHAIR, language="en")
    client.get(ground.url())
    return client


def pins(ground: Ground) -> list[tuple[int, int, int]]:
    """The stored pins: criterion, file, page."""
    found = ground.db.query("SELECT criterion_id, file_id, page FROM pin ORDER BY pinned_at, page")
    return [(one["criterion_id"], one["file_id"], one["page"]) for one in found]


def opened(ground: Ground, page: int) -> str:
    return ground.url(more=f"?file={ground.file}&page={page}")  # type: ignore[attr-defined]


def test_each_criterion_lists_its_evidence_and_opens_it_in_place(ground: Ground, desk: PageClient) -> None:
    assert desk.page is not None
    assert desk.page.links["Regulations"] == "#section-regulations"
    page = desk.click("Perda 9.pdf pages: 3")
    assert desk.url == ground.url()
    assert "Page 1 of 3" in page.text
    assert "Kata halaman 1" in page.text
    page = desk.get(opened(ground, 99))
    assert "Page 3 of 3" in page.text
    assert "Page after" not in page.text
    page = desk.get(ground.url(more="?file=999&page=x"))
    assert "Kata halaman" not in page.text


def test_a_page_is_pinned_with_everything_typed(ground: Ground, desk: PageClient) -> None:
    desk.get(opened(ground, 2))
    value = f"regulation:{ground.file}:2"  # type: ignore[attr-defined]
    page = desk.submit({"mark-regulation": "82"}, form=2, button=("pin", value))
    assert ground.marks()["regulation"] == ("82", "")
    assert pins(ground) == [(1, ground.file, 2)]  # type: ignore[attr-defined]
    assert "Perda 9.pdf, page 2" in page.text
    assert ground.events("PagePinned") == [{"criterion": "regulation", "file": 1, "page": 2, "sheet": 1}]
    desk.submit({}, form=2, button=("pin", value))
    assert len(ground.events("PagePinned")) == 1
    desk.submit({}, form=2, button=("unpin", value))
    assert pins(ground) == []
    assert ground.events("PageUnpinned") == [{"criterion": "regulation", "file": 1, "page": 2, "sheet": 1}]


def test_a_pin_alone_begins_the_sheet_and_hinders_no_save(ground: Ground, desk: PageClient) -> None:
    desk.post(ground.url(more="/pins"), {"pin": f"innovation:{ground.file}:1"})  # type: ignore[attr-defined]
    assert ground.sheets()[0]["revision"] == 0
    desk.post(ground.url(), {**FULL, "do": "submit", "revision": "0"})
    assert ground.sheets()[0]["status"] == "submitted"
    page = desk.get(ground.url())
    assert "Perda 9.pdf, page 1" in page.text
    desk.post(ground.url(more="/pins"), {"unpin": f"innovation:{ground.file}:1"}, status=409)  # type: ignore[attr-defined]
    assert len(pins(ground)) == 1


@pytest.mark.parametrize(
    "pin",
    [
        "regulation:1:4",
        "regulation:1:0",
        "regulation:2:1",
        "coverage:9:1",
        "x:1:1",
        "regulation:1",
        "",
        "a:b:c",
    ],
)
def test_only_pages_of_this_dossier_are_pinned(ground: Ground, desk: PageClient, pin: str) -> None:
    assert paper(ground, ground.jember, "b" * 64) == 2
    desk.post(ground.url(more="/pins"), {"pin": pin}, status=404)
    assert pins(ground) == []


def test_a_file_that_the_scanner_holds_back_is_not_shown(ground: Ground, desk: PageClient) -> None:
    with write(ground.db):
        ground.db.conn.execute("UPDATE file SET scan = 'infected'")
    assert "Kata halaman" not in desk.get(opened(ground, 1)).text
    desk.post(ground.url(more="/pins"), {"pin": "regulation:1:1"}, status=404)


def test_a_criterion_takes_only_so_many_pages(ground: Ground, desk: PageClient, db: Database) -> None:
    with write(db):
        for number in range(4, 14):
            insert(db, "reading_page", sha256=SHA, number=number, text="")
    for number in range(1, 13):
        desk.post(ground.url(more="/pins"), {"pin": f"regulation:1:{number}"})
    page = desk.post(ground.url(more="/pins"), {"pin": "regulation:1:13"}, status=409)
    assert "A criterion takes at most 12 pages: take one off first." in page.text
    assert len(pins(ground)) == 12


def test_pins_are_ones_own(ground: Ground, desk: PageClient, clock: Clock) -> None:
    desk.post(ground.url(more="/pins"), {"pin": "regulation:1:1"})
    desk.sign_out()
    desk.sign_in(SECOND)
    assert "page 1" not in desk.get(ground.url()).text.replace("Perda 9.pdf pages: 3", "")
    desk.sign_out()
    desk.sign_in(STRANGER)
    desk.post(ground.url(more="/pins"), {"pin": "regulation:1:1"}, status=404)
    assert len(pins(ground)) == 1
