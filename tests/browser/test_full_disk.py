"""A disk that is full while a plain form sends its file: a page that says so, and nothing half stored.

The limit on the size of files is the system's own: a write over it fails as one on a full disk does.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from evaluation.store.db import rows
from evaluation.store.ready import open_ready
from tests.award import EDITION, PASSWORD
from tests.browser.conftest import Visitor
from tests.browser.killable import Served
from tests.browser.serving import Site
from tests.tus_ground import CANDIDATE

pytestmark = pytest.mark.browser

MEGABYTE = 1024 * 1024
ENGLISH = (
    "There is no room left on the server's disk, so nothing of this was stored. Go back in the browser, where"
    " what you typed still stands, tell the committee, and try again later."
)


def small_disk() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (3 * MEGABYTE, resource.RLIM_INFINITY))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path)
    assert server.award(EDITION) == 1
    server.start(small_disk)
    yield server
    server.kill()


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """The candidate's browser, signed in, in English, without scripts."""
    context = chromium.new_context(java_script_enabled=False, locale="id-ID")
    visitor = Visitor(context, Site(served.url, served.environment))
    visitor.sign_in(CANDIDATE, PASSWORD)
    visitor.press("English")
    yield visitor.page
    context.close()


def pdf(folder: Path, name: str, size: int) -> Path:
    path = folder / name
    path.write_bytes(b"%PDF-1.7\n" + name.encode() + bytes(size))
    return path


def send(page: Page, button: str) -> int:
    """Send the form; the status of the page that answers."""
    with page.expect_navigation() as navigation:
        page.get_by_role("button", name=button, exact=True).click()
    response = navigation.value
    assert response is not None
    return response.status


def kept(served: Served) -> tuple[list[str], dict[str, bytes]]:
    """The files that the dossier has, and what rests on disk."""
    db = open_ready(served.folder / "penjurian.db")
    names = [row["name"] for row in rows(db, "SELECT name FROM file ORDER BY id")]
    db.conn.close()
    return names, served.stored()


def test_an_items_form_is_told_and_keeps_what_was_typed(page: Page, served: Served, tmp_path: Path) -> None:
    address = f"{served.url}/entries/1/sections/regulations/new"
    page.goto(address)
    page.fill("[name=subject]", "Jaminan sosial")
    page.set_input_files("[name=file]", pdf(tmp_path, "besar.pdf", 20 * MEGABYTE))
    assert send(page, "Save") == 507
    assert page.locator("[role=alert]").inner_text() == ENGLISH
    assert kept(served) == ([], {})
    page.go_back()
    assert page.input_value("[name=subject]") == "Jaminan sosial"
    page.set_input_files("[name=file]", pdf(tmp_path, "kecil.pdf", MEGABYTE))
    assert send(page, "Save") == 200
    names, stored = kept(served)
    assert names == ["kecil.pdf"]
    assert list(stored.values()) == [(tmp_path / "kecil.pdf").read_bytes()]


def test_it_is_told_in_indonesian_too(page: Page, served: Served, tmp_path: Path) -> None:
    page.goto(f"{served.url}/entries")
    page.get_by_role("button", name="Indonesia").click()
    page.goto(f"{served.url}/entries/1/sections/documents/upload")
    page.set_input_files("[name=files]", [pdf(tmp_path, f"{n}.pdf", n * MEGABYTE) for n in (1, 5)])
    button = page.locator("main form button.btn-primary").inner_text()
    assert send(page, button) == 507
    assert page.locator("html").get_attribute("lang") == "id"
    assert kept(served) == ([], {})


def test_a_form_over_the_limit_is_told_in_a_real_browser(page: Page, served: Served, tmp_path: Path) -> None:
    page.goto(f"{served.url}/entries/1/sections/regulations/new")
    page.set_input_files("[name=file]", pdf(tmp_path, "terlalu besar.pdf", 60 * MEGABYTE))
    assert send(page, "Save") == 413
    assert "What you sent is too large." in page.inner_text("main")
    assert kept(served) == ([], {})
