"""The tus 1.0 protocol under /uploads, to the letter: headers, offsets, checksums, limits, whose it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask import Flask
from sqlite_utils import Database
from werkzeug.test import TestResponse

from evaluation.store import entries
from evaluation.store.db import rows, write
from tests.award import Award
from tests.conftest import Clock
from tests.dossier_ground import PDF, PROGRAM, SCREENED
from tests.pages import PageClient
from tests.tus_ground import CANDIDATE, Tus, digest, speaking, told

CONTENT = PDF + b"%" + b"x" * 5000


@pytest.fixture
def entry_id(award: Award) -> int:
    return award.entry(award.edition(SCREENED), "35.76", "Kota Mojokerto", email=CANDIDATE)


@pytest.fixture
def sender(client: PageClient, entry_id: int) -> Tus:
    """The candidate's browser, in English."""
    client.sign_in(CANDIDATE, language="en")
    return speaking(client)


def on_disk(tmp_path: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file())


def test_options_says_what_the_server_can_do(app: Flask, sender: Tus) -> None:
    response = sender.ask("OPTIONS", "/uploads", tus_resumable=None)
    assert response.status_code == 204
    assert {name: value for name, value in response.headers.items() if name.startswith("Tus-")} == {
        "Tus-Resumable": "1.0.0",
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,checksum,expiration,termination",
        "Tus-Checksum-Algorithm": "sha1,sha256,md5",
        "Tus-Max-Size": str(app.config["MAX_FILE_BYTES"]),
    }


def test_an_upload_comes_in_pieces_and_waits_for_a_form(
    sender: Tus, db: Database, entry_id: int, tmp_path: Path
) -> None:
    address = sender.begin(entry_id, CONTENT, "../x/Perda \u202e9.pdf")
    assert sender.offset(address) == 0
    first = sender.patch(address, CONTENT[:2000], 0)
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "2000")
    assert first.headers["Upload-Expires"] == "Thu, 13 Jan 2022 03:00:00 GMT"
    assert sender.offset(address) == 2000
    last = sender.patch(address, CONTENT[2000:], 2000)
    assert (last.status_code, last.headers["Upload-Offset"]) == (204, str(len(CONTENT)))
    head = sender.ask("HEAD", address)
    assert head.headers["Upload-Length"] == head.headers["Upload-Offset"] == str(len(CONTENT))
    assert head.headers["Upload-Metadata"] == told(entry=str(entry_id), filename="../x/Perda \u202e9.pdf")
    assert head.headers["Cache-Control"] == "no-store"
    [kept] = rows(db, "SELECT name, media_type, scan, claimed_at FROM upload")
    assert kept == {
        "name": "Perda 9.pdf",
        "media_type": "application/pdf",
        "scan": "unscanned",
        "claimed_at": None,
    }
    assert on_disk(tmp_path) == [CONTENT]
    assert rows(db, "SELECT * FROM file") == []


def test_a_wrong_offset_is_409_and_changes_nothing(sender: Tus, entry_id: int) -> None:
    address = sender.begin(entry_id, CONTENT)
    assert sender.patch(address, CONTENT[:1000], 0).status_code == 204
    for offset in (0, 999, 1001, len(CONTENT)):
        response = sender.patch(address, b"anything", offset)
        assert response.status_code == 409
        assert response.text == "The upload stands at 1000 bytes: go on from there."
    assert sender.offset(address) == 1000


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_a_piece_with_a_wrong_checksum_is_460_and_does_not_count(
    sender: Tus, entry_id: int, algorithm: str, tmp_path: Path
) -> None:
    address = sender.begin(entry_id, CONTENT)
    right = digest(CONTENT[:1000], algorithm)
    response = sender.patch(address, CONTENT[1:1001], 0, upload_checksum=right)
    assert response.status == "460 Checksum Mismatch"
    assert sender.offset(address) == 0
    assert on_disk(tmp_path) == [b""]
    assert sender.patch(address, CONTENT[:1000], 0, upload_checksum=right).status_code == 204
    assert sender.offset(address) == 1000


def test_a_wrong_checksum_of_the_last_piece_does_not_count_either(
    sender: Tus, db: Database, entry_id: int
) -> None:
    address = sender.begin(entry_id, CONTENT)
    assert sender.patch(address, CONTENT, 0, upload_checksum=digest(b"else")).status_code == 460
    assert sender.patch(address, CONTENT, 0, upload_checksum=digest(CONTENT)).status_code == 204
    [kept] = rows(db, "SELECT sha256 FROM upload")
    assert kept["sha256"] == hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"upload_checksum": "crc32 AAAA"}, 400),
        ({"upload_checksum": "sha1 not base64!"}, 400),
        ({"upload_offset": "-1"}, 400),
        ({"upload_offset": "many"}, 400),
        ({"upload_offset": None}, 400),
        ({"tus_resumable": None}, 412),
        ({"tus_resumable": "0.2.2"}, 412),
        ({"content_type": "application/octet-stream"}, 415),
        ({"x_csrftoken": None}, 400),
        ({"x_csrftoken": "forged"}, 400),
    ],
)
def test_a_request_that_breaks_the_protocol_is_refused(
    sender: Tus, entry_id: int, headers: dict[str, str | None], status: int
) -> None:
    address = sender.begin(entry_id, CONTENT)
    response = sender.ask(
        "PATCH",
        address,
        CONTENT,
        **{"upload_offset": "0", "content_type": "application/offset+octet-stream", **headers},
    )
    assert response.status_code == status
    assert response.headers.get("Tus-Version") == ("1.0.0" if status == 412 else None)
    assert sender.offset(address) == 0


@pytest.mark.parametrize(
    ("length", "metadata", "status"),
    [
        (None, {}, 400),
        ("-5", {}, 400),
        ("0", {}, 422),
        ("52428801", {}, 413),
        ("100", {"entry": "Mojokerto"}, 400),
        ("100", {"entry": "999999"}, 404),
        ("100", {"section": "regulations"}, 404),
        ("100", {"section": "nowhere"}, 404),
    ],
)
def test_an_upload_that_cannot_be_is_not_begun(
    sender: Tus,
    db: Database,
    entry_id: int,
    length: str | None,
    metadata: dict[str, str],
    status: int,
    tmp_path: Path,
) -> None:
    header = told(**{"entry": str(entry_id), "filename": "bukti.pdf", **metadata})
    response = sender.ask("POST", "/uploads", upload_length=length, upload_metadata=header)
    assert response.status_code == status
    assert rows(db, "SELECT * FROM upload") == []
    assert on_disk(tmp_path) == []


@pytest.mark.parametrize("header", ["entry", "entry !!!", "entry \xff", "x" * 5000, None])
def test_metadata_that_cannot_be_read_is_400(sender: Tus, header: str | None) -> None:
    assert sender.ask("POST", "/uploads", upload_length=5, upload_metadata=header).status_code == 400


def test_more_than_was_announced_is_413(sender: Tus, entry_id: int) -> None:
    address = sender.begin(entry_id, CONTENT)
    assert sender.patch(address, CONTENT + b"more", 0).status_code == 413
    assert sender.offset(address) == 0


def test_pieces_may_be_larger_than_a_form(app: Flask, sender: Tus, entry_id: int) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100
    address = sender.begin(entry_id, CONTENT)
    assert sender.patch(address, CONTENT, 0).status_code == 204


def test_a_refused_file_is_told_in_words_and_leaves_nothing_behind(
    sender: Tus, db: Database, entry_id: int, tmp_path: Path
) -> None:
    address = sender.begin(entry_id, PROGRAM)
    response = sender.patch(address, PROGRAM, 0)
    assert response.status_code == 422
    assert "by its content it is a Windows program" in response.text
    assert sender.ask("HEAD", address).status_code == 404
    assert rows(db, "SELECT * FROM upload") == []
    assert on_disk(tmp_path) == []


def test_an_upload_can_be_cancelled(sender: Tus, db: Database, entry_id: int, tmp_path: Path) -> None:
    address = sender.begin(entry_id, CONTENT)
    sender.patch(address, CONTENT[:1000], 0)
    assert sender.ask("DELETE", address).status_code == 204
    assert [sender.ask(method, address).status_code for method in ("HEAD", "DELETE")] == [404, 404]
    assert sender.patch(address, CONTENT[1000:], 1000).status_code == 404
    assert on_disk(tmp_path) == []
    events = [one["name"] for one in rows(db, "SELECT name FROM audit_event ORDER BY id DESC LIMIT 2")]
    assert events == ["UploadDropped", "UploadBegun"]


def test_methods_may_be_sent_as_a_post(sender: Tus, entry_id: int) -> None:
    address = sender.begin(entry_id, CONTENT)
    kind = {"content_type": "application/offset+octet-stream"}
    first = sender.ask(
        "POST", address, CONTENT[:1000], upload_offset=0, x_http_method_override="PATCH", **kind
    )
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "1000")
    assert sender.ask("POST", address, upload_offset=0).status_code == 405
    assert sender.ask("POST", address, x_http_method_override="DELETE").status_code == 204
    assert sender.ask("HEAD", address).status_code == 404


def test_an_upload_expires_some_days_after_its_last_piece(sender: Tus, entry_id: int, clock: Clock) -> None:
    address = sender.begin(entry_id, CONTENT)
    clock.forward(days=2)
    assert sender.patch(address, CONTENT[:1000], 0).status_code == 204
    clock.forward(days=2)
    assert sender.offset(address) == 1000
    clock.forward(days=1)
    assert sender.ask("HEAD", address).status_code == 410
    response = sender.patch(address, CONTENT[1000:], 1000)
    assert (response.status_code, response.text) == (410, "The time for this upload is over: begin anew.")


def test_somebody_elses_upload_is_404_a_colleagues_too(
    app: Flask, award: Award, sender: Tus, db: Database, entry_id: int
) -> None:
    address = sender.begin(entry_id, CONTENT)
    other = award.entry(1, "35.78", "Kota Surabaya", email="lain@uji.example")
    stranger = speaking(PageClient(app).sign_in("lain@uji.example"))
    assert stranger.ask("HEAD", address).status_code == 404
    assert stranger.patch(address, CONTENT, 0).status_code == 404
    assert stranger.ask("DELETE", address).status_code == 404
    header = told(entry=str(entry_id), filename="x.pdf")
    assert stranger.ask("POST", "/uploads", upload_length=5, upload_metadata=header).status_code == 404
    assert sender.offset(address) == 0
    assert stranger.begin(other, CONTENT)


def test_without_a_sign_in_one_is_sent_to_the_login(app: Flask, sender: Tus, entry_id: int) -> None:
    address = sender.begin(entry_id, CONTENT)
    sender.browser.sign_out()
    response = sender.ask("HEAD", address)
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/login")
    assert "Tus-Resumable" not in response.headers


def test_nobody_begins_a_thousand_uploads_and_more(
    sender: Tus, db: Database, entry_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluation.actions.incoming.MOST_OPEN", 2)
    for _ in range(2):
        sender.begin(entry_id, CONTENT)
    header = told(entry=str(entry_id), filename="x.pdf")
    response = sender.ask("POST", "/uploads", upload_length=5, upload_metadata=header)
    assert response.status_code == 403
    assert response.text == "You have begun very many uploads: finish or cancel some of them first."


def test_what_waits_of_an_entry_has_a_limit_and_cancelling_makes_room(
    app: Flask, sender: Tus, db: Database, entry_id: int, clock: Clock
) -> None:
    megabyte = 1024 * 1024
    app.config["UNFINISHED_BYTES"] = 3 * megabyte
    header = told(entry=str(entry_id), filename="x.pdf")

    def begin(length: int) -> TestResponse:
        return sender.ask("POST", "/uploads", upload_length=length, upload_metadata=header)

    first = begin(2 * megabyte)
    response = begin(megabyte + 1)
    assert response.status_code == 507
    assert response.text == (
        "Files that were begun for this dossier and are not in it yet take 2 MB, and at most 3 MB may wait:"
        " finish or cancel some of them first. After three days they go by themselves."
    )
    assert begin(megabyte).status_code == 201
    assert begin(1).status_code == 507
    assert sender.ask("DELETE", first.headers["Location"]).status_code == 204
    assert begin(megabyte).status_code == 201
    # What is in the dossier waits no more, and neither does what nobody continued.
    clock.forward(days=3)
    app.config["UNFINISHED_BYTES"] = len(CONTENT)
    sender.send(entry_id, CONTENT, section="documents")
    sender.send(entry_id, CONTENT, section="documents")
    assert begin(1).status_code == 201


def test_a_colleagues_waiting_files_count_and_another_entrys_do_not(
    app: Flask, award: Award, sender: Tus, entry_id: int
) -> None:
    app.config["UNFINISHED_BYTES"] = len(CONTENT)
    other = award.entry(1, "35.78", "Kota Surabaya", email=CANDIDATE)
    sender.begin(entry_id, CONTENT)
    sender.begin(other, CONTENT)
    colleague = award.account("rekan@uji.example")
    with write(award.db):
        assert entries.add_representative(award.db, entry_id, colleague)
    speaker = speaking(PageClient(app).sign_in("rekan@uji.example"))
    header = told(entry=str(entry_id), filename="x.pdf")
    assert speaker.ask("POST", "/uploads", upload_length=1, upload_metadata=header).status_code == 507
