"""Several documents in one form, and files that came before the form: kept, shared, used once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database

from evaluation.store import dossiers
from evaluation.store.db import rows
from tests.award import Award
from tests.conftest import Clock
from tests.dossier_ground import PDF, PNG, PROGRAM, REGULATION, SCREENED
from tests.pages import PageClient
from tests.tus_ground import CANDIDATE, Tus, speaking

CONTENT = PDF + b"%" + b"x" * 3000


@pytest.fixture
def entry_id(award: Award) -> int:
    return award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=CANDIDATE)


@pytest.fixture
def browser(client: PageClient, entry_id: int) -> PageClient:
    """The candidate's browser, in English."""
    return client.sign_in(CANDIDATE, language="en")


@pytest.fixture
def sender(browser: PageClient) -> Tus:
    return speaking(browser)


def several(entry_id: int) -> str:
    return f"/entries/{entry_id}/sections/documents/upload"


def on_disk(tmp_path: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file())


def titles(db: Database, entry_id: int) -> list[str]:
    return [item.values["title"] for item in dossiers.dossier(db, entry_id).of("documents")]


def test_without_a_script_several_files_go_with_one_form(
    browser: PageClient, db: Database, entry_id: int
) -> None:
    browser.get(several(entry_id))
    files = [
        (io.BytesIO(PDF), "Surat 1.pdf"),
        (io.BytesIO(PNG), "../foto.png"),
        (io.BytesIO(PDF), "Surat 1.pdf"),
    ]
    page = browser.submit({}, files={"files": files})
    assert browser.url == f"/entries/{entry_id}"
    assert "Files added: 3." in page.text
    assert titles(db, entry_id) == ["Surat 1", "foto", "Surat 1"]


def sent_again(browser: PageClient, path: str, values: dict, files: dict):  # type: ignore[no-untyped-def]
    """Press a button twice: the very same form, as it came with the page, goes out once more."""
    page = browser.get(path)
    answers = []
    for _ in range(2):
        browser.page = page
        browser.url = path
        streams = {
            name: [(io.BytesIO(content), title) for content, title in sent] for name, sent in files.items()
        }
        answers.append(browser.submit(values, files=streams))
    return answers


def test_a_form_of_several_files_that_is_sent_twice_adds_them_once(
    browser: PageClient, db: Database, entry_id: int, tmp_path: Path
) -> None:
    files = [(PDF, "Surat 1.pdf"), (PNG, "foto.png"), (PDF, "Surat 1.pdf")]
    answers = sent_again(browser, several(entry_id), {}, {"files": files})
    assert ["Files added: 3." in page.text for page in answers] == [True, True]
    assert titles(db, entry_id) == ["Surat 1", "foto", "Surat 1"]
    assert rows(db, "SELECT revision FROM dossier_item ORDER BY id") == [{"revision": 1}] * 3
    assert on_disk(tmp_path) == sorted([PDF, PNG])
    # A form opened anew adds what it is given.
    browser.get(several(entry_id))
    browser.submit({}, files={"files": [(io.BytesIO(PDF), "Surat 1.pdf")]})
    assert titles(db, entry_id) == ["Surat 1", "foto", "Surat 1", "Surat 1"]


def test_an_item_with_a_file_that_is_sent_twice_is_added_once(
    browser: PageClient, db: Database, entry_id: int, tmp_path: Path
) -> None:
    path = f"/entries/{entry_id}/sections/regulations/new"
    answers = sent_again(browser, path, REGULATION, {"file": [(CONTENT, "Perda 9.pdf")]})
    assert ["Saved." in page.text for page in answers] == [True, True]
    [item] = dossiers.dossier(db, entry_id).of("regulations")
    assert (item.revision, item.file.name) == (1, "Perda 9.pdf")
    assert on_disk(tmp_path) == [CONTENT]
    assert len(rows(db, "SELECT id FROM file")) == 1


def test_an_item_whose_file_came_before_it_is_added_once_though_its_form_is_sent_twice(
    sender: Tus, browser: PageClient, db: Database, entry_id: int
) -> None:
    token = sender.send(entry_id, CONTENT, "Perda 9.pdf").split("/")[-1]
    path = f"/entries/{entry_id}/sections/regulations/new"
    answers = sent_again(browser, path, {**REGULATION, "uploaded": token}, {})
    assert ["Saved." in page.text for page in answers] == [True, True]
    [item] = dossiers.dossier(db, entry_id).of("regulations")
    assert (item.revision, item.file.name) == (1, "Perda 9.pdf")


def test_five_hundred_files_go_with_one_form(
    browser: PageClient, db: Database, entry_id: int, tmp_path: Path
) -> None:
    browser.get(several(entry_id))
    files = [(io.BytesIO(PDF), f"Surat {number}.pdf") for number in range(500)]
    assert "Files added: 500." in browser.submit({}, files={"files": files}).text
    assert len(titles(db, entry_id)) == 500
    assert on_disk(tmp_path) == [PDF]


def test_each_refused_file_is_named_and_the_others_are_kept(
    browser: PageClient, db: Database, entry_id: int
) -> None:
    browser.get(several(entry_id))
    files = [(io.BytesIO(PROGRAM), "a.pdf"), (io.BytesIO(PDF), "b.pdf"), (io.BytesIO(b""), "c.pdf")]
    page = browser.submit({}, files={"files": files}, status=422)
    assert "Files added: 1." in page.text
    assert "a.pdf: This file can't be taken: by its content it is a Windows program." in page.text
    assert "c.pdf: The file is empty (0 bytes): choose the right file and send it again." in page.text
    assert titles(db, entry_id) == ["b"]


def test_no_file_at_all_is_told(browser: PageClient, entry_id: int) -> None:
    browser.get(several(entry_id))
    assert "Choose at least one file." in browser.submit({}, form="/upload", status=422).text


def test_only_sections_of_documents_take_several(browser: PageClient, entry_id: int) -> None:
    browser.finds_nothing(f"/entries/{entry_id}/sections/regulations/upload")


def test_an_upload_for_the_section_becomes_a_document_when_it_is_whole(
    sender: Tus, db: Database, entry_id: int, tmp_path: Path
) -> None:
    address = sender.send(entry_id, CONTENT, "Surat tugas.pdf", section="documents")
    [item] = dossiers.dossier(db, entry_id).of("documents")
    assert (item.values["title"], item.file.name, item.file.size) == (
        "Surat tugas",
        "Surat tugas.pdf",
        len(CONTENT),
    )
    assert on_disk(tmp_path) == [CONTENT]
    # The last answer may get lost: whoever asks again learns that all is there, and adds nothing.
    assert sender.offset(address) == len(CONTENT)
    assert sender.patch(address, b"", len(CONTENT)).status_code == 204
    assert titles(db, entry_id) == ["Surat tugas"]
    refused = sender.ask("DELETE", address)
    assert refused.status_code == 403
    assert refused.text == "This file is in the dossier already: remove it there."


def test_a_begun_upload_is_listed_until_it_is_whole(sender: Tus, browser: PageClient, entry_id: int) -> None:
    address = sender.begin(entry_id, CONTENT, "Surat.pdf", section="documents")
    sender.patch(address, CONTENT[:1024], 0)
    assert "Surat.pdf (1 kB of 3 kB)" in browser.get(several(entry_id)).text
    sender.patch(address, CONTENT[1024:], 1024)
    assert "did not come in whole" not in browser.get(several(entry_id)).text


def test_what_waits_can_be_cancelled_on_the_page(
    sender: Tus, browser: PageClient, db: Database, entry_id: int, tmp_path: Path
) -> None:
    begun = sender.begin(entry_id, CONTENT, "Surat.pdf", section="documents")
    sender.patch(begun, CONTENT[:1024], 0)
    sent = sender.send(entry_id, CONTENT, "Perda.pdf")
    page = browser.get(several(entry_id))
    assert "These files did not come in whole." in page.text
    assert "These files were sent for a form that was not saved. Cancel what you don't need." in page.text
    for address, gone in ((begun, "Surat.pdf"), (sent, "Perda.pdf")):
        page = browser.submit({}, form=f"{address.rpartition('/')[2]}/cancel")
        assert browser.url == several(entry_id)
        assert "Cancelled: nothing of that file is kept." in page.text
        assert gone not in page.text
    assert on_disk(tmp_path) == []
    assert rows(db, "SELECT id FROM upload") == []


def test_nobody_cancels_an_upload_of_somebody_else(
    app: Flask, award: Award, sender: Tus, entry_id: int
) -> None:
    token = sender.begin(entry_id, CONTENT).rpartition("/")[2]
    own = award.entry(1, "35.09", "Kabupaten Jember", email="lain@uji.example")
    stranger = PageClient(app).sign_in("lain@uji.example")
    stranger.post(f"{several(own)}/{token}/cancel", status=404)
    assert sender.offset(f"/uploads/{token}") == 0


def test_a_form_takes_the_file_that_was_sent_before_it_once(
    sender: Tus, browser: PageClient, db: Database, entry_id: int, tmp_path: Path
) -> None:
    token = sender.send(entry_id, CONTENT, "Perda 9.pdf").split("/")[-1]
    browser.get(f"/entries/{entry_id}/sections/regulations/new")
    browser.submit({**REGULATION, "uploaded": token})
    [item] = dossiers.dossier(db, entry_id).of("regulations")
    assert (item.file.name, item.file.size) == ("Perda 9.pdf", len(CONTENT))
    assert on_disk(tmp_path) == [CONTENT]
    browser.get(f"/entries/{entry_id}/sections/regulations/new")
    page = browser.submit({**REGULATION, "uploaded": token}, status=422)
    assert "The file that was sent before is not there any more: choose it again." in page.text
    assert sender.ask("HEAD", f"/uploads/{token}").status_code == 410


def test_a_form_that_is_refused_keeps_the_file_that_was_sent_before(
    sender: Tus, browser: PageClient, db: Database, entry_id: int
) -> None:
    token = sender.send(entry_id, CONTENT, "Perda 9.pdf").split("/")[-1]
    browser.get(f"/entries/{entry_id}/sections/regulations/new")
    page = browser.submit({**REGULATION, "year": "dua ribu", "uploaded": token}, status=422)
    assert "Sent already: Perda 9.pdf." in page.text
    assert dict(page.forms[-1].fields)["uploaded"] == token
    browser.submit({"year": "2019"}, form="/new")
    assert dossiers.dossier(db, entry_id).of("regulations")[0].file.name == "Perda 9.pdf"


def test_nobody_uses_an_upload_for_another_dossier_or_of_another_person(
    app: Flask, award: Award, sender: Tus, browser: PageClient, db: Database, entry_id: int
) -> None:
    token = sender.send(entry_id, CONTENT).split("/")[-1]
    with_two = award.entry(1, "35.78", "Kota Surabaya", email=CANDIDATE)
    browser.get(f"/entries/{with_two}/sections/documents/new")
    assert "choose it again" in browser.submit({"title": "x", "uploaded": token}, status=422).text
    award.entry(1, "35.09", "Kabupaten Jember", email="lain@uji.example")
    stranger = PageClient(app).sign_in("lain@uji.example")
    stranger.get("/entries/3/sections/documents/new")
    stranger.submit({"title": "x", "uploaded": token}, status=422)
    assert rows(db, "SELECT * FROM file") == []


def test_the_same_bytes_rest_once_until_the_last_file_goes(
    sender: Tus, browser: PageClient, db: Database, entry_id: int, tmp_path: Path
) -> None:
    sender.send(entry_id, CONTENT, "satu.pdf", section="documents")
    sender.send(entry_id, CONTENT, "dua.pdf", section="documents")
    browser.get(f"/entries/{entry_id}/sections/regulations/new")
    browser.submit(REGULATION, files={"file": (io.BytesIO(CONTENT), "tiga.pdf")})
    assert on_disk(tmp_path) == [CONTENT]
    assert [one["name"] for one in rows(db, "SELECT name FROM file ORDER BY id")] == [
        "satu.pdf",
        "dua.pdf",
        "tiga.pdf",
    ]
    assert len(rows(db, "SELECT DISTINCT stored_as FROM file")) == 1
    for item in dossiers.dossier(db, entry_id).of("documents"):
        browser.get(f"/entries/{entry_id}/sections/documents/{item.id}/remove")
        browser.submit({}, form="/remove")
        assert on_disk(tmp_path) == [CONTENT]
    [last] = dossiers.dossier(db, entry_id).of("regulations")
    with browser.http.get(f"/files/{last.file.id}") as response:
        assert response.data == CONTENT
    browser.get(f"/entries/{entry_id}/sections/regulations/{last.id}/remove")
    browser.submit({}, form="/remove")
    assert on_disk(tmp_path) == []


def test_after_the_deadline_only_what_was_begun_before_it_comes_in_and_only_for_a_while(
    sender: Tus, db: Database, entry_id: int, clock: Clock
) -> None:
    clock.now = clock.now.replace(day=31)
    first, second = (
        sender.begin(entry_id, CONTENT, name, section="documents") for name in ("1.pdf", "2.pdf")
    )
    clock.now = clock.now.replace(hour=16, minute=59, second=59, microsecond=900_000)
    third = sender.begin(entry_id, CONTENT, "3.pdf", section="documents")
    clock.forward(seconds=1)
    header = {"upload_length": 5, "upload_metadata": sender.ask("HEAD", first).headers["Upload-Metadata"]}
    late = sender.ask("POST", "/uploads", **header)
    assert late.status_code == 403
    assert late.text.startswith("Dossiers were taken until ")
    # 16:59:59 UTC and its whole second, and the grace of 15 minutes from there.
    clock.now = clock.now.replace(hour=17, minute=14, second=59, microsecond=999_999)
    assert sender.patch(first, CONTENT, 0).status_code == 204
    assert sender.patch(third, CONTENT, 0).status_code == 204
    clock.forward(seconds=1)
    assert sender.patch(second, CONTENT, 0).status_code == 403
    assert titles(db, entry_id) == ["1", "3"]
