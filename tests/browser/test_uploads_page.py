"""The page's own script on a phone: a slow line that breaks twice, after a reload, and a killed server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.award import EDITION, PASSWORD
from tests.browser.conftest import Site, Visitor
from tests.browser.killable import Served
from tests.browser.phone import Line
from tests.tus_ground import CANDIDATE

pytestmark = pytest.mark.browser

MEGABYTE = 1024 * 1024
SEVERAL = "/entries/1/sections/documents/upload"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    server = Served(tmp_path)
    assert server.award(EDITION) == 1
    server.start()
    yield server
    server.kill()


@pytest.fixture
def phone(chromium: Browser, served: Served) -> Iterator[Visitor]:
    """The candidate's phone, signed in, in English."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, has_touch=True, locale="id-ID")
    visitor = Visitor(context, Site(served.url, served.environment))
    visitor.sign_in(CANDIDATE, PASSWORD)
    visitor.press("English")
    yield visitor
    context.close()
    offline = re.compile("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED")
    assert [fault for fault in visitor.faults if not offline.search(fault)] == []


def paper(folder: Path, name: str, size: int) -> Path:
    """A file of this size that begins like a PDF."""
    path = folder / name
    path.write_bytes(b"%PDF-1.7\n" + name.encode() + bytes(range(256)) * (size // 256))
    return path


def wait_for_share(page: Page, percent: int) -> None:
    """Wait until so much of the first file is there."""
    page.wait_for_function(
        "most => parseInt(document.querySelector('[data-share]').textContent || '0') >= most", arg=percent
    )


def fits(page: Page) -> None:
    """Nothing scrolls sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_name_that_turns_around_shows_as_it_is_kept(phone: Visitor) -> None:
    page = phone.go(SEVERAL)
    content = {"name": "surat\u202efdp.exe.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n" * 9}
    page.set_input_files("[name=files]", content)
    expect(page.locator("[data-name]")).to_have_text(["suratfdp.exe.pdf"])
    assert page.locator("progress").get_attribute("aria-label") == "suratfdp.exe.pdf"


def test_a_line_that_breaks_twice_loses_nothing(phone: Visitor, served: Served, tmp_path: Path) -> None:
    page, line = phone.go(SEVERAL), Line(phone)
    path = paper(tmp_path, "Perda Kota Mojokerto 9-2019.pdf", 4 * MEGABYTE)
    page.set_input_files("[name=files]", path)
    state = page.locator("[data-state]").first
    for percent in (15, 50):
        wait_for_share(page, percent)
        line.cut()
        expect(state).to_have_text(
            "The line is broken. It goes on by itself as soon as the line is back.", timeout=20_000
        )
        fits(page)
        line.slow()
        expect(state).to_have_text("On its way.", timeout=20_000)
    expect(state).to_have_text("In the dossier.", timeout=60_000)
    expect(page.locator("[data-summary]")).to_have_text("1 of 1 files are in the dossier.")
    [kept] = served.uploads()
    assert served.stored()[kept["stored_as"]] == path.read_bytes()
    page = phone.go("/entries/1")
    assert "Perda Kota Mojokerto 9-2019" in page.locator("#section-documents").inner_text()


def test_after_a_reload_the_same_file_goes_on_where_it_was(
    phone: Visitor, served: Served, tmp_path: Path
) -> None:
    page = phone.go(SEVERAL)
    Line(phone)
    path = paper(tmp_path, "Surat.pdf", 3 * MEGABYTE)
    page.set_input_files("[name=files]", path)
    wait_for_share(page, 30)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert "These files did not come in whole." in page.inner_text("main")
    before = served.uploads()[0]["received"]
    assert before > 0
    page.set_input_files("[name=files]", path)
    expect(page.locator("[data-state]").first).to_have_text("In the dossier.", timeout=60_000)
    assert [one["received"] for one in served.uploads()] == [path.stat().st_size]


def test_several_files_each_have_a_bar_and_say_what_became_of_them(
    phone: Visitor, served: Served, tmp_path: Path
) -> None:
    page = phone.go(SEVERAL)
    program = tmp_path / "Program.pdf"
    program.write_bytes(b"MZ" + bytes(500))
    empty = tmp_path / "Kosong.pdf"
    empty.write_bytes(b"")
    page.set_input_files(
        "[name=files]", [paper(tmp_path, "Satu.pdf", 5000), program, empty, paper(tmp_path, "Dua.pdf", 9000)]
    )
    states = page.locator("[data-state]")
    expect(states.nth(0)).to_have_text("In the dossier.")
    expect(states.nth(1)).to_contain_text("by its content it is a Windows program")
    expect(states.nth(2)).to_have_text("The file is empty (0 bytes): choose the right file.")
    expect(states.nth(3)).to_have_text("In the dossier.")
    expect(page.locator("[data-summary]")).to_have_text("2 of 4 files are in the dossier.")
    assert page.locator(".uploads progress").count() == 4
    assert page.get_by_role("progressbar", name="Satu.pdf").count() == 1
    fits(page)
    page.screenshot(path=tmp_path / "several.png", full_page=True)
    page.locator("li", has_text="Program.pdf").get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-summary]")).to_have_text("2 of 3 files are in the dossier.")
    page = phone.go("/entries/1")
    documents = page.locator("#section-documents").inner_text()
    assert ["Satu" in documents, "Dua" in documents, "Program" in documents] == [True, True, False]


def test_files_can_be_dropped(phone: Visitor, served: Served) -> None:
    phone.page.set_viewport_size({"width": 1280, "height": 900})
    page = phone.go(SEVERAL)
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["%PDF-1.7 satu"], "Jatuh.pdf"));
          document.querySelector("[data-drop]").dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("[data-state]").first).to_have_text("In the dossier.")
    assert list(served.stored().values()) == [b"%PDF-1.7 satu"]


def test_a_cancelled_upload_leaves_nothing(phone: Visitor, served: Served, tmp_path: Path) -> None:
    page = phone.go(SEVERAL)
    Line(phone)
    page.set_input_files("[name=files]", paper(tmp_path, "Salah.pdf", 3 * MEGABYTE))
    wait_for_share(page, 20)
    with page.expect_response(lambda response: response.request.method == "DELETE"):
        page.get_by_role("button", name="Cancel").click()
    assert page.locator(".uploads li").count() == 0
    assert served.uploads() == []
    assert served.stored() == {}


def test_an_items_form_waits_for_its_file_and_saves_it(
    phone: Visitor, served: Served, tmp_path: Path
) -> None:
    page = phone.go("/entries/1/sections/regulations/new")
    Line(phone)
    path = paper(tmp_path, "Perda.pdf", 2 * MEGABYTE)
    page.set_input_files("[name=file]", path)
    page.fill("[name=subject]", "Jaminan sosial")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("[data-summary]")).to_have_text("Saved as soon as the file is there.")
    page.wait_for_url("**/entries/1#section-regulations", timeout=60_000)
    assert "Perda.pdf" in page.locator("#section-regulations").inner_text()
    assert list(served.stored().values()) == [path.read_bytes()]


def test_the_server_may_be_killed_meanwhile(phone: Visitor, served: Served, tmp_path: Path) -> None:
    page = phone.go(SEVERAL)
    Line(phone)
    path = paper(tmp_path, "Surat.pdf", 3 * MEGABYTE)
    page.set_input_files("[name=files]", path)
    wait_for_share(page, 30)
    served.kill()
    expect(page.locator("[data-state]").first).to_contain_text("The line is broken.", timeout=20_000)
    served.start()
    expect(page.locator("[data-state]").first).to_have_text("In the dossier.", timeout=60_000)
    assert path.read_bytes() in served.stored().values()
    phone.faults = [fault for fault in phone.faults if "ERR_CONNECTION_REFUSED" not in fault]
