"""What an upload is, told by its content; and the names that uploads are shown under."""

from __future__ import annotations

import io
import struct
import tracemalloc

import pytest

from evaluation.core.errors import Refused
from evaluation.core.file_types import MEDIA_TYPES
from evaluation.media import ALL, LONGEST_NAME, PDF, display_name, endings, recognise
from tests.dossier_ground import PDF as PDF_BYTES
from tests.dossier_ground import PNG, PROGRAM, office, ole, zipped

OPEN = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF_BYTES, "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image/jpeg"),
        (b"\xff\xd8\xff\xe1\x00\x10Exif\x00", "image/jpeg"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"II*\x00\x08\x00\x00\x00", "image/tiff"),
        (b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
        (office("wordprocessingml.document.main"), f"{OPEN}wordprocessingml.document"),
        (office("spreadsheetml.sheet.main"), f"{OPEN}spreadsheetml.sheet"),
        (office("presentationml.presentation.main"), f"{OPEN}presentationml.presentation"),
        (zipped(("mimetype", f"{ODF}text")), f"{ODF}text"),
        (zipped(("mimetype", f"{ODF}spreadsheet")), f"{ODF}spreadsheet"),
        (zipped(("mimetype", f"{ODF}presentation")), f"{ODF}presentation"),
        (ole("WordDocument", "1Table"), "application/msword"),
        (ole("Workbook"), "application/vnd.ms-excel"),
        (ole("Current User", "PowerPoint Document"), "application/vnd.ms-powerpoint"),
    ],
)
def test_accepted_kinds_are_told_by_their_content(content: bytes, media_type: str) -> None:
    assert recognise(io.BytesIO(content)).media_type == media_type


@pytest.mark.parametrize(
    ("content", "looks_like"),
    [
        (PROGRAM, "a Windows program"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 50, "a program"),
        (b"#!/bin/sh\nrm -rf /\n", "a script"),
        (b"<?php system('x');", "a script"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "a web page"),
        (b"\xef\xbb\xbf  <HTML>", "a web page"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "an SVG drawing"),
        (b'<?xml version="1.0"?><svg/>', "an SVG drawing"),
        (b'<?xml version="1.0"?><a/>', "an XML file"),
        (b"GIF89a" + b"\x00" * 20, "a GIF image"),
        (zipped(("setup.exe", "MZ")), "a ZIP archive, not an Office file without macros"),
        (zipped(("mimetype", "application/epub+zip")), "a ZIP archive, not an Office file without macros"),
        (
            office("wordprocessingml.document.main", ("word/vbaProject.bin", "x")),
            "a ZIP archive, not an Office file without macros",
        ),
        (b"PK\x03\x04 and then nothing", "a ZIP archive, not an Office file without macros"),
        (ole("CONTENTS"), "an old Office container without a document in it"),
        (ole("WordDocument")[:600], "an old Office container without a document in it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office container without a document in it"),
        (b"MZ first, %PDF-1.7 later", "a Windows program"),
        (b"junk %PDF-1.7\n", "something else with a PDF hidden in it"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 20, "a file of the kind .mp4"),
        (b"just words", "plain text"),
        (b"\xfe\xfe\x81\x92\x01", "of an unknown kind"),
    ],
)
def test_everything_else_is_refused_and_called_by_its_name(content: bytes, looks_like: str) -> None:
    with pytest.raises(Refused) as refusal:
        recognise(io.BytesIO(content))
    assert str(refusal.value.message.values["what"]) == looks_like


def test_the_name_of_a_content_types_part_that_is_a_bomb_is_read_within_limits() -> None:
    bomb = zipped(("[Content_Types].xml", b" " * (300 * 1024 * 1024)))
    assert len(bomb) < 1024 * 1024
    tracemalloc.start()
    with pytest.raises(Refused):
        recognise(io.BytesIO(bomb))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 * 1024 * 1024


def test_a_zip_with_an_endless_table_of_contents_is_not_opened() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 40 * 1024 * 1024, 4, 0)
    with pytest.raises(Refused):
        recognise(io.BytesIO(b"PK\x03\x04" + b"\x00" * 1000 + end))


def test_an_ole_directory_that_runs_in_a_circle_ends() -> None:
    content = bytearray(ole("CONTENTS"))
    struct.pack_into("<L", content, 512 + 4, 1)
    with pytest.raises(Refused):
        recognise(io.BytesIO(bytes(content)))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Perda No. 9.pdf", "Perda No. 9.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Dokumen\\Bukti.PDF", "Bukti.PDF"),
        ("bukti\u202efdp.exe", "buktifdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ('Jum\'at "besar" 🎉.pdf', 'Jum\'at "besar" 🎉.pdf'),
        ("<script>.pdf", "<script>.pdf"),
        ("scan.png", "scan.png.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("a" * 300 + ".pdf", "a" * (LONGEST_NAME - 4) + ".pdf"),
        ("a" * 300, "a" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_names_are_cleaned_for_showing_and_end_honestly(sent: str, shown: str) -> None:
    assert display_name(sent, PDF) == shown


# --- types ---------------------------------------------------------------------------------------


def test_every_kind_of_file_is_of_exactly_one_type() -> None:
    named = [media_type for types in MEDIA_TYPES.values() for media_type in types]
    assert sorted(named) == sorted({media.media_type for media in ALL})
    assert len(named) == len(set(named))


def test_a_file_dialog_offers_the_endings_of_the_types() -> None:
    assert endings(("image", "pdf")) == ".pdf,.png,.jpg,.jpeg,.webp,.tif,.tiff"
    assert endings(("text",)) == ".doc,.docx,.odt"
    assert set(endings().split(",")) == {ending for media in ALL for ending in media.endings}
