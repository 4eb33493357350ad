"""The one owner of the upload root: every path that is read or written for an upload is made here."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from evaluation.core.errors import NotFound, Refused
from evaluation.core.messages import Message, msg

CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An upload at rest: its name on disk (random), its size in bytes and its SHA-256 (hex)."""

    stored_as: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileRoot:
    """A folder outside of everything that is served; names on disk never come from users."""

    root: Path
    max_bytes: int

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
            with path.open("xb") as target:
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

    def _check_size(self, size: int) -> None:
        if size > self.max_bytes:
            raise Refused(self.too_large)

    @property
    def too_large(self) -> Message:
        """What is said of a file over the limit."""
        megabytes = Fraction(self.max_bytes, 1024 * 1024)
        return msg("The file is larger than %(mb)s MB: make it smaller or split it.", mb=megabytes)

    def drop(self, stored_as: str) -> None:
        """Forget an upload that nothing refers to."""
        self.path(stored_as).unlink(missing_ok=True)
