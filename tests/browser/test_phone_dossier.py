"""Somebody who has never seen the system fills in and submits a whole dossier, on a phone over a weak line.

They have the one-time link of their invitation and nothing else, and find each next page by what the present
one offers. The line is cut twice in the middle of uploads. Set PENJURIAN_PICTURES to a folder to keep a
picture of each page; the walk is then done in both languages.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Request, expect
from pypdf import PdfReader, PdfWriter

from evaluation.demo.paper import paper
from tests.award import EDITION
from tests.browser.phone import BROKEN_LINE, Line, Phone
from tests.browser.serving import Site
from tests.browser.walking import Walk, invitation

pytestmark = pytest.mark.browser

MEGABYTE = 1024 * 1024
PICTURES = os.environ.get("PENJURIAN_PICTURES")
# Bytes a second and milliseconds, as of 3G with few bars.
WEAK = {"latency": 300, "downloadThroughput": 150_000, "uploadThroughput": 200_000}
PASSWORD = "panjang dan mudah diingat"
SECTIONS = "".join(
    f"""
[[section]]
code = "{code}"
title = {{ id = "{indonesian}", en = "{english}" }}
kind = "{kind}"
{more}
"""
    for code, indonesian, english, kind, more in (
        ("regulations", "Regulasi", "Regulations", "regulations", 'file_types = ["pdf"]'),
        ("innovations", "Inovasi", "Innovations", "innovations", "word_limit = 300"),
        ("coverage", "Cakupan kepesertaan", "Coverage", "coverage", ""),
        ("budget", "Dukungan anggaran", "Budget support", "budget", ""),
        ("story", "Komitmen pimpinan", "The leader's commitment", "narrative", "word_limit = 250"),
        ("proof", "Dokumen bukti", "Evidence", "documents", "minimum = 2\nmaximum = 10"),
    )
)
SCREENING = """
[[round]]
code = "screening"
title = {{ id = "Pemeriksaan berkas", en = "Screening" }}
categories = ["regency"]
stage = "province"
kind = "screening"
opens = {opens:%Y-%m-%dT%H:%M:%SZ}
closes = {closes:%Y-%m-%dT%H:%M:%SZ}

[[round]]"""

# What is typed into the sections without a file: choices, then texts.
ITEMS: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    (
        "innovations",
        {"kind": "membership"},
        {"title": "Perlindungan ketua RT", "problem": "Belum terlindungi", "action": "Didaftarkan"},
    ),
    ("coverage", {"segment": "neighbourhood_heads"}, {"workers": "872", "protected": "872", "death": "872"}),
    ("budget", {}, {"year": "2021", "purpose": "Iuran ketua RT dan RW", "amount": "175.795.200"}),
    ("story", {}, {"text": "Semua ketua RT dan RW terlindungi sejak 2019."}),
)


@pytest.fixture
def walk(site: Site, visitors, tmp_path: Path) -> Walk:  # type: ignore[no-untyped-def]
    """An edition whose dossiers are being filled in, with one candidate."""
    now = datetime.now(UTC)
    screening = SCREENING.format(opens=now - timedelta(days=3), closes=now + timedelta(days=9, hours=5))
    edition = EDITION.replace("[[round]]", SECTIONS + screening, 1).replace('["regulations"]', '["proof"]')
    (tmp_path / "edition.toml").write_text(edition, encoding="utf-8")
    (tmp_path / "candidates.csv").write_text(
        "code,name,category,region,email\n35.76,Kota Mojokerto,regency,35.76,setda@mojokerto.example\n"
    )
    site.flask("edition", "load", tmp_path / "edition.toml")
    site.flask("candidates", "load", "uji-2021", tmp_path / "candidates.csv")
    return Walk(site, visitors, tmp_path)


@pytest.fixture
def link(walk: Walk) -> str:
    """The one-time link that the committee hands to the candidate."""
    office = ("panitia@uji.example", "--role", "committee", "--edition", "uji-2021", "--region", "35")
    committee = walk.role(*office)
    committee.go("/committee/screening")
    committee.page.get_by_role("link", name="Kota Mojokerto").first.click()
    return invitation(committee)


@pytest.fixture(params=["id", "en"] if PICTURES else ["id"])
def phone(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Phone]:
    phone = Phone(chromium, site, Path(PICTURES) if PICTURES else None)
    if request.param == "en":
        phone.go("/login")
        phone.press("English")
    yield phone
    phone.context.close()
    assert [fault for fault in phone.faults if not BROKEN_LINE.search(fault)] == []


def large_pdf(folder: Path, name: str, megabytes: float) -> Path:
    """A real PDF of about this size, as scanners make them."""
    path = folder / f"{name}.pdf"
    path.write_bytes(paper(name, "Kota Mojokerto", [name]))
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.add_attachment("scan.bin", os.urandom(int(megabytes * MEGABYTE)))
    writer.write(path)
    return path


class Uploads:
    """What the server knows of the uploads, and where the phone went on with each."""

    def __init__(self, phone: Phone) -> None:
        self.database = phone.site.environment["PENJURIAN_DATABASE"]
        self.pieces: list[tuple[str, int]] = []
        phone.page.on("request", self.note)

    def note(self, request: Request) -> None:
        if request.method == "PATCH":
            token = request.url.rpartition("/")[2]
            self.pieces.append((token, int(request.headers["upload-offset"])))

    def received(self) -> dict[str, int]:
        """How many bytes of each upload rest on the server, by its token."""
        db = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        found = dict(db.execute("SELECT token, received FROM upload ORDER BY id").fetchall())
        db.close()
        return found

    def files(self) -> dict[str, int]:
        """Names and sizes of the files in the dossier."""
        db = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        found = dict(db.execute("SELECT name, size FROM file ORDER BY id").fetchall())
        db.close()
        return found


def settle(uploads: Uploads) -> dict[str, int]:
    """What the server has once nothing more comes."""
    before, now = {}, uploads.received()
    while before != now:
        time.sleep(0.5)
        before, now = now, uploads.received()
    return now


def until_more(phone: Phone, uploads: Uploads, before: dict[str, int]) -> None:
    """Wait until the server has more of some upload than before."""
    end = time.monotonic() + 60
    while uploads.received() == before:
        assert time.monotonic() < end, "nothing went on"
        phone.page.wait_for_timeout(200)


def cut_and_mend(phone: Phone, line: Line, uploads: Uploads, percent: int, name: str) -> None:
    """Cut the line once so much of the first file is out; then every upload goes on, none anew."""
    phone.page.wait_for_function(
        "most => parseInt(document.querySelector('[data-share]').textContent || '0') >= most",
        arg=percent,
        timeout=60_000,
    )
    line.cut()
    under_way = phone.page.locator(".uploads li:not([data-now=done])")
    broken = phone.page.locator(".uploads li[data-now=paused]")
    expect(broken).to_have_count(under_way.count(), timeout=30_000)
    phone.keep(name)
    before = settle(uploads)
    sent = len(uploads.pieces)
    line.slow()
    expect(broken).to_have_count(0, timeout=60_000)
    until_more(phone, uploads, before)
    went_on = dict(reversed(uploads.pieces[sent:]))
    assert went_on == {token: before[token] for token in went_on}
    assert all(offset > 0 for offset in went_on.values()), went_on
    assert uploads.received().keys() == before.keys()


def enter(phone: Phone, link: str) -> None:
    """Through the one-time link to the dossier's page."""
    phone.page.goto(link)
    phone.look("link")
    for field in phone.page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    phone.tap(phone.page.locator("main form button"))
    phone.look("entries")
    phone.tap(phone.page.get_by_role("link", name="Kota Mojokerto"))


def section(phone: Phone, code: str) -> Locator:
    return phone.page.locator(f"#section-{code}")


def begin(phone: Phone, code: str) -> Locator:
    """From the list of what is missing to the section, and to the form behind its first button."""
    phone.follow(phone.page.locator(f'.missing-list a[href="#section-{code}"]'))
    phone.tap(section(phone, code).locator(".actions a"))
    return phone.page.locator("main form")


def fill(phone: Phone, code: str, choices: dict[str, str], texts: dict[str, str]) -> None:
    """One item of a section, from the list of what is missing to the saved item."""
    form = begin(phone, code)
    phone.look(f"{code}-form")
    for name, value in choices.items():
        form.locator(f"[name={name}]").select_option(value)
    for name, value in texts.items():
        form.locator(f"[name={name}]").fill(value)
    phone.tap(form.locator("button.btn-primary"))
    expect(section(phone, code)).to_be_in_viewport()
    assert phone.page.locator(f'.missing-list a[href="#section-{code}"]').count() == 0


def test_a_first_time_visitor_submits_a_dossier_on_a_phone(
    phone: Phone, walk: Walk, link: str, tmp_path: Path
) -> None:
    line, uploads = Line(phone, **WEAK), Uploads(phone)
    enter(phone, link)
    phone.look("dossier-empty")
    assert phone.page.locator(".missing-list li").count() == 6
    phone.tap(phone.page.locator(".submit-box form button"))
    refused = phone.page.locator("[role=alert]")
    expect(refused).to_be_in_viewport()
    assert refused.locator("> ul > li").count() == 6
    phone.look("dossier-refused")

    several(phone, line, uploads, tmp_path)
    regulation(phone, line, uploads, tmp_path)
    for code, choices, texts in ITEMS:
        fill(phone, code, choices, texts)
        phone.look(f"dossier-with-{code}")

    assert phone.page.locator(".missing-list").count() == 0
    phone.follow(phone.page.locator(".submit-bar a"))
    phone.keep("submission")
    phone.tap(phone.page.locator(".submit-box form button"))
    phone.look("receipt")
    check(phone)
    phone.go("/entries")
    phone.look("entries-submitted")
    sizes = {path.name: path.stat().st_size for path in tmp_path.glob("*.pdf")}
    assert uploads.files() == sizes
    assert len(uploads.received()) == len(sizes)


def several(phone: Phone, line: Line, uploads: Uploads, folder: Path) -> None:
    """Two documents of several megabytes at once; the line breaks in the middle of both."""
    phone.follow(phone.page.locator('.missing-list a[href="#section-proof"]'))
    phone.tap(section(phone, "proof").locator(".actions a").last)
    phone.look("several")
    paths = [large_pdf(folder, "Surat Keputusan", 3), large_pdf(folder, "Daftar peserta", 2)]
    phone.page.set_input_files("[name=files]", paths)
    cut_and_mend(phone, line, uploads, 20, "several-line-cut")
    done = phone.page.locator(".uploads li[data-now=done]")
    expect(done).to_have_count(2, timeout=120_000)
    phone.look("several-done")
    phone.tap(phone.page.locator("main .actions a"))
    assert section(phone, "proof").locator(".item-rows > li").count() == 2
    assert phone.page.locator('.missing-list a[href="#section-proof"]').count() == 0


def regulation(phone: Phone, line: Line, uploads: Uploads, folder: Path) -> None:
    """A regulation with its file; the line breaks while the form is being filled in."""
    form = begin(phone, "regulations")
    phone.look("regulations-form")
    phone.page.set_input_files("[name=file]", large_pdf(folder, "Perda 9-2019", 2))
    form.locator("[name=type]").select_option("perda")
    form.locator("[name=number]").fill("9")
    cut_and_mend(phone, line, uploads, 30, "regulation-line-cut")
    form.locator("[name=year]").fill("2019")
    form.locator("[name=subject]").fill("Penyelenggaraan Jaminan Sosial Daerah")
    with phone.page.expect_navigation(timeout=60_000):
        form.locator("button.btn-primary").tap()
        phone.keep("regulation-held")
    expect(section(phone, "regulations")).to_be_in_viewport()
    assert "Perda 9-2019.pdf" in section(phone, "regulations").inner_text()


def check(phone: Phone) -> None:
    """The receipt's code stands the public check, which shows nothing of the content."""
    code = phone.page.locator(".receipt .code").inner_text()
    fingerprint = re.search(r"\b[0-9a-f]{64}\b", phone.page.inner_text("main"))
    assert fingerprint
    phone.tap(phone.page.locator('footer a[href="/check"]'))
    phone.page.fill("[name=code]", code.lower())
    phone.look("check")
    phone.tap(phone.page.locator("main form button"))
    phone.look("check-genuine")
    shown = phone.page.inner_text("main")
    assert fingerprint[0] in shown
    assert "Mojokerto" not in shown
