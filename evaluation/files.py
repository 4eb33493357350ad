"""The one owner of the upload root: every path that is read or written for an upload is made here."""

from __future__ import annotations

import errno
import hashlib
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import IO, BinaryIO, Final

from evaluation.core.errors import NotFound, Refused
from evaluation.core.messages import Message, msg

CHUNK = 1024 * 1024
FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_ROOM: Final = msg("There is no room left on the server's disk: tell the committee, and try again later.")
# Smaller files of a form stay in memory until they are kept.
SMALL: Final = 512 * 1024


class Full(Refused):
    """There is no room for more on the server's disk."""


@contextmanager
def full_disk_told() -> Iterator[None]:
    """Say in words that the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Full(NO_ROOM) from error
        raise


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An upload at rest: its name on disk (random), its size in bytes and its SHA-256 (hex)."""

    stored_as: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileRoot:
    """A folder outside of everything that is served; names on disk never come from users.

    `scanner` is the virus scanner that looks at uploads: unix:/path, host:port or nothing (scanner.py).
    """

    root: Path
    max_bytes: int
    scanner: str = ""

    def path(self, stored_as: str) -> Path:
        """Where `stored_as` rests. NotFound for a name that would leave the root."""
        base = self.root.resolve()
        path = (base / stored_as[:2] / stored_as).resolve()
        if not path.is_relative_to(base) or path == base:
            raise NotFound(msg("There is no such file."))
        return path

    def keep(self, stream: BinaryIO) -> StoredFile:
        """Stream an upload to disk, a chunk at a time. Refused when it is empty or larger than allowed."""
        stored_as = secrets.token_hex(16)
        path = self.path(stored_as)
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        try:
            with full_disk_told(), path.open("xb") as target:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    self._check_size(size)
                    digest.update(chunk)
                    target.write(chunk)
            if size == 0:
                raise Refused(msg("The file is empty (0 bytes): choose the right file and send it again."))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return StoredFile(stored_as, size, digest.hexdigest())

    def spool(self) -> IO[bytes]:
        """A nameless file that takes in a form's file and is gone when it is closed, a crash included."""
        with full_disk_told():
            self.root.mkdir(parents=True, exist_ok=True)
        return tempfile.SpooledTemporaryFile(SMALL, dir=str(self.root))

    def begin(self) -> str:
        """Make an empty file for an upload that comes in pieces; its name on disk."""
        stored_as = secrets.token_hex(16)
        path = self.path(stored_as)
        with full_disk_told():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(exist_ok=False)
        return stored_as

    def untouched_since(self, moment: datetime) -> set[str]:
        """The names of everything on disk that was last written before `moment` (aware)."""
        before = moment.timestamp()
        found = (path for path in self.root.glob("??/*") if path.is_file())
        return {path.name for path in found if path.stat().st_mtime < before}

    def _check_size(self, size: int) -> None:
        if size > self.max_bytes:
            raise Refused(self.too_large)

    @property
    def too_large(self) -> Message:
        """What is said of a file over the limit."""
        megabytes = Fraction(self.max_bytes, 1024 * 1024)
        return msg("The file is larger than %(mb)s MB: make it smaller or split it.", mb=megabytes)

    def pictures(self, sha256: str) -> Path:
        """The folder with the pictures of a file's pages. NotFound for what is no SHA-256 in hex."""
        if not re.fullmatch(r"[0-9a-f]{64}", sha256):
            raise NotFound(msg("There is no such file."))
        return self.root.resolve() / "pictures" / sha256[:2] / sha256

    @contextmanager
    def making_pictures(self, sha256: str) -> Iterator[Path]:
        """A fresh folder that takes the place of a file's pictures when the block ends well."""
        place = self.pictures(sha256)
        with full_disk_told():
            place.parent.mkdir(parents=True, exist_ok=True)
            new = Path(tempfile.mkdtemp(prefix="making-", dir=place.parent))
            try:
                yield new
                shutil.rmtree(place, ignore_errors=True)
                new.rename(place)
            finally:
                shutil.rmtree(new, ignore_errors=True)

    def drop_pictures(self, sha256: str) -> None:
        """Forget the pictures of a file's pages."""
        shutil.rmtree(self.pictures(sha256), ignore_errors=True)

    def drop(self, stored_as: str) -> None:
        """Forget an upload that nothing refers to."""
        self.path(stored_as).unlink(missing_ok=True)
