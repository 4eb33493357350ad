"""A dossier as a ZIP, made while it is sent: a piece of one file at a time is in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from zipstream import ZipStream

CHUNK = 256 * 1024
CHECKSUMS = "SHA256SUMS.txt"


class Damaged(RuntimeError):
    """A file on disk is not what its fingerprint says: the ZIP breaks off rather than carry it."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file of the ZIP: its name there, where it rests, its size in bytes and its SHA-256 (hex)."""

    name: str
    path: Path
    size: int
    sha256: str


def dossier_zip(
    files: Sequence[FilePart], texts: Sequence[tuple[str, bytes]], paper: tuple[str, BinaryIO, int]
) -> ZipStream:
    """The ZIP, its length known beforehand (`len()`); files are stored as they are.

    Beside `files` it holds `texts`, the `paper` (name, open file, size), and a list of SHA-256 sums that
    `sha256sum --check` reads.
    """
    stream = ZipStream(sized=True)
    name, handle, size = paper
    stream.add(pieces(handle), name, size=size)
    sums = "".join(f"{part.sha256}  {part.name}\n" for part in files)
    sums += "".join(f"{sha256(text).hexdigest()}  {name}\n" for name, text in texts)
    for name, text in (*texts, (CHECKSUMS, sums.encode())):
        stream.add(text, name)
    for part in files:
        stream.add(checked(part), part.name, size=part.size)
    return stream


def checked(part: FilePart) -> Iterator[bytes]:
    """The bytes of a file. Raises Damaged at its end when they are not those that were handed in."""
    digest = sha256()
    with part.path.open("rb") as handle:
        for piece in pieces(handle):
            digest.update(piece)
            yield piece
    if digest.hexdigest() != part.sha256:
        raise Damaged(f"{part.path.name} does not have its fingerprint any more")


def pieces(handle: BinaryIO) -> Iterator[bytes]:
    """An open file piece by piece; it is closed at its end."""
    with handle:
        while piece := handle.read(CHUNK):
            yield piece
