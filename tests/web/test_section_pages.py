"""A business, a village and a government fill in different dossiers, as their edition's file says."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.store import dossiers
from evaluation.store.db import rows
from tests.award import EDITION, Award
from tests.dossier_ground import PDF, PNG, REGULATION, office
from tests.pages import Page, PageClient
from tests.sections_ground import THREE, YEAR

PEOPLE = {"government": "35.76", "village": "35.07", "company": "35.78"}


@pytest.fixture
def own(award: Award) -> dict[str, int]:
    """An entry of each category, by the category's code."""
    edition_id = award.edition(THREE)
    return {
        code: award.entry(edition_id, region, f"Calon {code}", category=code, email=f"{code}@uji.example")
        for code, region in PEOPLE.items()
    }


def browser(app: Flask, category: str) -> PageClient:
    """The browser of a category's candidate, in English."""
    client = PageClient(app)
    return client.sign_in(f"{category}@uji.example", language="en")


def sections_on(page: Page) -> list[str]:
    """The headings of the dossier's sections."""
    own = ("Regional rules", "People", "The village's story", "Duties", "Photographs")
    return [text.split(" (")[0] for level, text in page.headings if level == 2 and text.startswith(own)]


def send(client: PageClient, entry_id: int, section: str, values: dict[str, str], **more) -> Page:
    client.get(f"/entries/{entry_id}/sections/{section}/new")
    return client.submit(values, **more)


def image(name: str = "foto.png", content: bytes = PNG) -> dict[str, tuple[io.BytesIO, str]]:
    return {"file": (io.BytesIO(content), name)}


# --- who is asked what ---------------------------------------------------------------------------


def test_each_category_has_a_dossier_of_its_own(app: Flask, own: dict[str, int]) -> None:
    expected = {
        "government": ["Regional rules", "People", "Photographs"],
        "village": ["Regional rules", "The village's story", "Photographs"],
        "company": ["Duties", "Photographs"],
    }
    for category, titles in expected.items():
        client = browser(app, category)
        assert sections_on(client.get(f"/entries/{own[category]}")) == titles
        assert sections_on(client.get(f"/entries/{own[category]}/read")) == titles


def test_a_section_of_another_category_reads_as_not_there(app: Flask, db: Database, own) -> None:
    client = browser(app, "company")
    for section in ("rules", "people", "story", "regulations", "none"):
        client.get(f"/entries/{own['company']}/sections/{section}/new", status=404)
        client.get("/entries")
        client.post(f"/entries/{own['company']}/sections/{section}/new", {"text": "x"}, status=404)
    assert rows(db, "SELECT * FROM dossier_item") == []


def test_the_guidance_of_the_edition_stands_in_for_that_of_the_kind(app: Flask, own: dict[str, int]) -> None:
    client = browser(app, "village")
    page = client.get(f"/entries/{own['village']}")
    assert "Tell of your village." in page.text
    assert "A text in your own words." not in page.text
    assert "Tell of your village." in client.get(f"/entries/{own['village']}/sections/story/new").text
    assert "Anything else that the panel should see." in page.text


def test_each_dossier_is_submitted_when_its_own_sections_are_complete(app: Flask, db: Database, own) -> None:
    client = browser(app, "company")
    page = client.get(f"/entries/{own['company']}")
    assert [
        word for word in ("Add at least one year.", "Add at least one regulation.") if word in page.text
    ] == ["Add at least one year."]
    client.post(f"/entries/{own['company']}/submit", status=422)
    send(client, own["company"], "duties", YEAR)
    client.get(f"/entries/{own['company']}")
    receipt = client.submit({}, form="/submit")
    assert "2021: 1,000 of 1,250 workers registered" in receipt.text
    assert [one["status"] for one in rows(db, "SELECT status FROM entry ORDER BY id")] == [
        "invited",
        "invited",
        "submitted",
    ]


# --- compliance ----------------------------------------------------------------------------------


def test_a_year_of_compliance_is_kept_and_read_with_its_shares(app: Flask, db: Database, own) -> None:
    client = browser(app, "company")
    send(client, own["company"], "duties", YEAR)
    [item] = dossiers.dossier(db, own["company"]).of("duties")
    assert item.values == {
        "year": 2021,
        "workers": 1250,
        "registered": 1000,
        "wages": 90_000_000_000,
        "wages_reported": 90_000_000_000,
        "contributions_due": 4_000_000_000,
        "contributions_paid": 3_000_000_000,
        "supplier_workers": 0,
        "supplier_registered": 0,
        "vulnerable": 40,
        "care": "Iuran 40 pedagang asongan",
        "source": "",
    }
    text = client.get(f"/entries/{own['company']}/read").text
    for words in (
        "Year 2021",
        "Workers registered 80.00% 1,000 of 1,250",
        "Wages reported (rupiah) 100.00% 90,000,000,000 of 90,000,000,000",
        "Contributions paid (rupiah) 75.00% 3,000,000,000 of 4,000,000,000",
        "Suppliers' workers registered 0 of 0",
        "Vulnerable workers paid for 40",
        "Care for vulnerable workers Iuran 40 pedagang asongan",
    ):
        assert words in text


def test_a_year_stands_once_and_nobody_registers_more_than_there_are(app: Flask, db: Database, own) -> None:
    client = browser(app, "company")
    send(client, own["company"], "duties", YEAR)
    page = send(client, own["company"], "duties", YEAR, status=422)
    assert "Year : This is in the dossier already: change that line instead." in page.text
    page = send(client, own["company"], "duties", {**YEAR, "year": "2020", "registered": "1251"}, status=422)
    assert "Workers registered : This is more than the 1250 workers there are." in page.text
    assert len(dossiers.dossier(db, own["company"]).of("duties")) == 1


# --- long texts ----------------------------------------------------------------------------------


def test_a_text_over_its_limit_is_kept_whole_counted_and_refused_for_submission(
    app: Flask, db: Database, own: dict[str, int]
) -> None:
    client = browser(app, "village")
    page = client.get(f"/entries/{own['village']}/sections/story/new")
    assert "Words (at most 5): 0" in page.text
    text = "Desa kami melindungi semua nelayan - juga buruh.\n" * 2
    client.submit({"text": text})
    [item] = dossiers.dossier(db, own["village"]).of("story")
    assert item.values == {"text": text}
    page = client.get(f"/entries/{own['village']}")
    assert "Text has 14 words, and at most 5 are taken: shorten it by 9." in page.text
    page = client.get(f"/entries/{own['village']}/sections/story/{item.id}")
    assert "Words (at most 5): 14" in page.text
    assert dict(page.forms[-1].fields)["text"] == text
    client.get(f"/entries/{own['village']}")
    client.post(f"/entries/{own['village']}/submit", status=422)
    assert rows(db, "SELECT * FROM submission") == []
    client.get(f"/entries/{own['village']}/sections/story/{item.id}")
    client.submit({"text": "Desa kami melindungi semua nelayan"})
    assert "shorten it" not in client.get(f"/entries/{own['village']}").text
    assert "5 of at most 5 words" in client.get(f"/entries/{own['village']}/read").text


def test_five_megabytes_of_text_are_refused_with_all_of_them_still_there(
    app: Flask, db: Database, own: dict[str, int]
) -> None:
    client = browser(app, "village")
    text = "kata " * 1_000_000
    client.get(f"/entries/{own['village']}")
    page = client.post(f"/entries/{own['village']}/sections/story/new", {"text": text}, status=422)
    assert "At most 100000 characters fit here; this has 5000000." in page.text
    assert dict(page.forms[-1].fields)["text"] == text
    assert rows(db, "SELECT * FROM dossier_item") == []


# --- how many ------------------------------------------------------------------------------------


def test_a_full_section_offers_no_more_and_takes_no_more(
    app: Flask, db: Database, own: dict[str, int]
) -> None:
    client = browser(app, "village")
    url = f"/entries/{own['village']}"
    assert "Write the text: The village's story" in client.get(url).links
    send(client, own["village"], "story", {"text": "Satu"})
    assert "Write the text: The village's story" not in client.get(url).links
    page = send(client, own["village"], "story", {"text": "Dua"}, status=422)
    assert "At most 1 fit into this section: change or remove one." in page.text
    assert dict(page.forms[-1].fields)["text"] == "Dua"
    assert len(dossiers.dossier(db, own["village"]).of("story")) == 1


def test_a_section_that_wants_two_says_so_until_they_are_there(app: Flask, own: dict[str, int]) -> None:
    client = browser(app, "village")
    url = f"/entries/{own['village']}"
    assert "Add more: 2 are needed, 0 are here." in client.get(url).text
    for number, told in (("9", True), ("10", False)):
        values = {**REGULATION, "number": number}
        send(client, own["village"], "rules", values, files={"file": (io.BytesIO(PDF), "perda.pdf")})
        assert ("Add more: 2 are needed, 1 are here." in client.get(url).text) is told


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [("foto.png", PDF), ("foto.pdf", PDF), ("foto.jpg", office("wordprocessingml.document.main"))],
)
def test_what_a_file_is_decides_whether_the_section_takes_it(
    app: Flask, db: Database, own: dict[str, int], tmp_path, name: str, content: bytes
) -> None:
    client = browser(app, "company")
    page = client.get(f"/entries/{own['company']}/sections/photos/new")
    assert "Taken here: image (PNG, JPEG, WebP, TIFF); at most 50.0 MB." in page.text
    assert 'accept=".png,.jpg,.jpeg,.webp,.tif,.tiff"' in page.html
    page = client.submit({"title": "Foto"}, files=image(name, content), status=422)
    assert "File : This section does not take such a file: its rules say which kinds it takes." in page.text
    assert rows(db, "SELECT * FROM file") == rows(db, "SELECT * FROM dossier_item") == []
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_an_image_is_taken_whatever_it_is_called(app: Flask, db: Database, own: dict[str, int]) -> None:
    client = browser(app, "company")
    send(client, own["company"], "photos", {"title": "Foto"}, files=image("surat.pdf"))
    assert [(one["name"], one["media_type"]) for one in rows(db, "SELECT * FROM file")] == [
        ("surat.pdf.png", "image/png")
    ]


# --- the edition's page --------------------------------------------------------------------------


def test_administrators_read_the_sections_of_an_edition(app: Flask, award: Award, own) -> None:
    award.grant("admin@uji.example", "administrator")
    client = PageClient(app)
    client.sign_in("admin@uji.example", language="en")
    text = client.get("/admin/editions/tiga-2021").text
    for words in (
        "What a candidate hands in, in the order of the dossier",
        "Regional rules Regulations and decrees that protect workers, each with its signed text."
        " Regulations The government, The village at least 2, at most 3 no limit one for each item"
        " PDF, image (PNG, JPEG, WebP, TIFF), text (Word, OpenDocument), spreadsheet (Excel, OpenDocument),"
        " presentation (PowerPoint, OpenDocument)",
        "People Workers protected against workers there are, segment by segment."
        " Coverage The government at least 1 no limit none",
        "The village's story Tell of your village. Text The village exactly 1"
        " at most 5 in each long text none",
        "Photographs Anything else that the panel should see. Documents"
        " The government, The village, The company may stay empty, at most 2 no limit"
        " one for each item image (PNG, JPEG, WebP, TIFF)",
        "Work 100 0 to 100 in steps of 1 judged not needed Regional rules, Duties, Photographs",
    ):
        assert words in text


def test_an_edition_without_sections_shows_the_default_ones(app: Flask, award: Award) -> None:
    award.edition(EDITION)
    award.grant("admin@uji.example", "administrator")
    client = PageClient(app)
    client.sign_in("admin@uji.example", language="en")
    text = client.get("/admin/editions/uji-2021").text
    for title in ("Regulations", "Innovations", "Coverage", "Budget support", "Other documents"):
        assert f"{title} " in text[text.index("What a candidate hands in") :]
