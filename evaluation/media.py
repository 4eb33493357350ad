"""What an upload is, told by its content and never by its name; and a name that is safe to show.

Accepted: PDF, PNG, JPEG, WebP, TIFF, Word, Excel, PowerPoint and OpenDocument. Containers are opened within
limits: only their table of contents and one small part are read, so that a bomb in them stays packed.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import puremagic

from evaluation.core.errors import Refused
from evaluation.core.file_types import FILE_TYPES, MEDIA_TYPES, OPEN_DOCUMENT, OPEN_XML
from evaluation.core.messages import Message, msg

HEAD: Final = 4096
MOST_DIRECTORY: Final = 2 * 1024 * 1024  # bytes of a zip's table of contents
MOST_PART: Final = 1024 * 1024  # bytes read of one unpacked part
LONGEST_NAME: Final = 150


@dataclass(frozen=True, slots=True)
class Media:
    """A kind of file: its media type and the endings that its names have, the usual one first."""

    media_type: str
    endings: tuple[str, ...]


PDF = Media("application/pdf", (".pdf",))
PNG = Media("image/png", (".png",))
JPEG = Media("image/jpeg", (".jpg", ".jpeg"))
WEBP = Media("image/webp", (".webp",))
TIFF = Media("image/tiff", (".tif", ".tiff"))

OPEN_XML_KINDS: Final = {
    "wordprocessingml.document": Media(f"{OPEN_XML}wordprocessingml.document", (".docx",)),
    "spreadsheetml.sheet": Media(f"{OPEN_XML}spreadsheetml.sheet", (".xlsx",)),
    "presentationml.presentation": Media(f"{OPEN_XML}presentationml.presentation", (".pptx",)),
}
OPEN_DOCUMENT_KINDS: Final = {
    f"{OPEN_DOCUMENT}text": Media(f"{OPEN_DOCUMENT}text", (".odt",)),
    f"{OPEN_DOCUMENT}spreadsheet": Media(f"{OPEN_DOCUMENT}spreadsheet", (".ods",)),
    f"{OPEN_DOCUMENT}presentation": Media(f"{OPEN_DOCUMENT}presentation", (".odp",)),
}
OLE_STREAMS: Final = {
    "WordDocument": Media("application/msword", (".doc",)),
    "Workbook": Media("application/vnd.ms-excel", (".xls",)),
    "Book": Media("application/vnd.ms-excel", (".xls",)),
    "PowerPoint Document": Media("application/vnd.ms-powerpoint", (".ppt",)),
}
ALL: Final = (
    *(PDF, PNG, JPEG, WEBP, TIFF),
    *OLE_STREAMS.values(),
    *OPEN_XML_KINDS.values(),
    *OPEN_DOCUMENT_KINDS.values(),
)
SECTOR_SIZES: Final = {9: 512, 12: 4096}
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What refused files turn out to be, by how they begin.
LOOKS: Final[tuple[tuple[bytes, Message], ...]] = (
    (b"MZ", msg("a Windows program")),
    (b"\x7fELF", msg("a program")),
    (b"#!", msg("a script")),
    (b"<svg", msg("an SVG drawing")),
    (b"<!doctype html", msg("a web page")),
    (b"<html", msg("a web page")),
    (b"<script", msg("a web page")),
    (b"<?php", msg("a script")),
    (b"GIF8", msg("a GIF image")),
    (b"Rar!", msg("a RAR archive")),
    (b"7z\xbc\xaf", msg("a 7-Zip archive")),
)


def recognise(stream: BinaryIO) -> Media:
    """What the content is. Refused, saying what it looks like, unless it is one of the accepted kinds."""
    stream.seek(0)
    head = stream.read(HEAD)
    media = by_signature(head)
    if media is None and head.startswith(b"PK\x03\x04"):
        media = office_in_zip(stream)
    if media is None and head.startswith(OLE_SIGNATURE):
        media = office_in_ole(stream)
    if media is None:
        raise Refused(
            msg(
                "This file can't be taken: by its content it is %(what)s. Send PDF, an image (PNG, JPEG,"
                " WebP, TIFF) or an Office file (Word, Excel, PowerPoint, OpenDocument).",
                what=looks_like(head),
            )
        )
    return media


def by_signature(head: bytes) -> Media | None:
    """The kinds that their first bytes tell."""
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    return TIFF if head.startswith((b"II*\x00", b"MM\x00*")) else None


def endings(file_types: tuple[str, ...] = FILE_TYPES) -> str:
    """The endings that files of these types have, as browsers' file dialogs want them: ".pdf,.png"."""
    wanted = {media_type for name in file_types for media_type in MEDIA_TYPES[name]}
    found = [ending for media in ALL if media.media_type in wanted for ending in media.endings]
    return ",".join(dict.fromkeys(found))


def looks_like(head: bytes) -> Message:
    """What refused content looks like, in words."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, words in LOOKS:
        if head.startswith(signature) or start.startswith(signature):
            return words
    if start.startswith(b"<?xml"):
        return msg("an SVG drawing") if b"<svg" in start else msg("an XML file")
    if head.startswith(b"PK"):
        return msg("a ZIP archive, not an Office file without macros")
    if head.startswith(OLE_SIGNATURE):
        return msg("an old Office container without a document in it")
    if b"%PDF-" in head:
        return msg("something else with a PDF hidden in it")
    return known_elsewhere(head)


def known_elsewhere(head: bytes) -> Message:
    """The words for what the signature database knows, or for plain text, or for nothing known."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        found = []
    endings = [match.extension for match in found if match.extension]
    if endings:
        return msg("a file of the kind %(ending)s", ending=endings[0])
    try:
        head.decode()
    except UnicodeDecodeError:
        return msg("of an unknown kind")
    return msg("plain text")


# --- Office files since 2007, and OpenDocument: parts in a zip ------------------------------------


def office_in_zip(stream: BinaryIO) -> Media | None:
    """The Office kind of a zip; None for every other zip, a broken one and one with macros."""
    if directory_size(stream) > MOST_DIRECTORY:
        return None
    try:
        with zipfile.ZipFile(stream) as parts:
            names = set(parts.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            if "[Content_Types].xml" in names:
                return open_xml_kind(part(parts, "[Content_Types].xml"))
            if "mimetype" in names:
                return OPEN_DOCUMENT_KINDS.get(part(parts, "mimetype").decode("ascii", "replace").strip())
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, struct.error):
        return None
    return None


def directory_size(stream: BinaryIO) -> int:
    """The bytes of a zip's table of contents as its end record gives them; 0 when it has no end record."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 66_000))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        return 0
    large = tail.rfind(b"PK\x06\x06", 0, end)
    if large >= 0 and end - large >= 56:
        return int(struct.unpack_from("<Q", tail, large + 40)[0])
    return int(struct.unpack_from("<L", tail, end + 12)[0])


def part(parts: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of one part, at most MOST_PART bytes of it. ValueError for unusual packing."""
    info = parts.getinfo(name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("unusual packing")
    with parts.open(info) as packed:
        return packed.read(MOST_PART)


def open_xml_kind(content_types: bytes) -> Media | None:
    """The kind whose main part the list of content types names; a kind with macros names another one."""
    for kind, media in OPEN_XML_KINDS.items():
        if f'"{OPEN_XML}{kind}.main+xml"'.encode() in content_types:
            return media
    return None


# --- Office files until 2007: streams in an OLE container -----------------------------------------


def office_in_ole(stream: BinaryIO) -> Media | None:
    """The Office kind that the container's top folder names; None when it is none or broken."""
    try:
        for name in ole_names(stream):
            if name in OLE_STREAMS:
                return OLE_STREAMS[name]
    except (struct.error, LookupError):
        return None
    return None


def ole_names(stream: BinaryIO) -> Iterator[str]:
    """The names of the streams in the top folder, which is a tree of 128-byte records."""
    records = ole_directory(stream)
    seen: set[int] = set()
    waiting = [struct.unpack_from("<L", records[0], 76)[0]]
    while waiting:
        number = waiting.pop()
        if number >= len(records) or number in seen:
            continue
        seen.add(number)
        record = records[number]
        length, kind = struct.unpack_from("<HB", record, 64)
        if kind == 2:
            yield record[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        waiting.extend(struct.unpack_from("<LL", record, 68))


def ole_directory(stream: BinaryIO) -> list[bytes]:
    """The records of the container's directory, read along its chain of sectors."""
    stream.seek(0)
    header = stream.read(512)
    sector_size = SECTOR_SIZES[struct.unpack_from("<H", header, 30)[0]]
    table_sectors = struct.unpack_from("<109L", header, 76)
    per_sector = sector_size // 4
    records: list[bytes] = []
    sector = struct.unpack_from("<L", header, 48)[0]
    for _ in range(256):
        if sector >= 0xFFFFFFF0:
            break
        stream.seek((sector + 1) * sector_size)
        block = stream.read(sector_size)
        records += [block[i : i + 128] for i in range(0, len(block) - 127, 128)]
        stream.seek((table_sectors[sector // per_sector] + 1) * sector_size + 4 * (sector % per_sector))
        sector = struct.unpack("<L", stream.read(4))[0]
    return records


# --- names ---------------------------------------------------------------------------------------

# Controls, halves of characters and private signs: nothing that a name shows.
UNSEEN: Final = ("Cc", "Cs", "Co")
# These change the direction of writing, which can make one ending look like another.
TURNING: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"


def display_name(name: str, media: Media) -> str:
    """The name to show and to download as: no folders, no control or direction marks, an honest ending.

    At most LONGEST_NAME characters. Apostrophes, quotes and emoji stay.
    """
    clean = visible_name(name)
    stem, dot, ending = clean.rpartition(".")
    if dot and f".{ending.lower()}" in media.endings:
        return stem[: LONGEST_NAME - len(ending) - 1].rstrip() + "." + ending if stem else "file." + ending
    return (clean or "file")[: LONGEST_NAME - len(media.endings[0])].rstrip() + media.endings[0]


def shown_name(name: str) -> str:
    """The name to show of a file whose content nobody has seen yet."""
    return (visible_name(name) or "file")[:LONGEST_NAME]


def visible_name(name: str) -> str:
    """The last part of a path, without anything in it that does not show."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in UNSEEN and c not in TURNING)
    return re.sub(r"\s+", " ", visible).strip(" .")
