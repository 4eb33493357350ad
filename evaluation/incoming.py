"""Bytes of resumable uploads on their way to disk: one writer at a time, durable before they count.

Where they rest is evaluation/files.py's to say. A write lock on the upload's own file keeps other requests
away, those of other processes too, and the system takes it back when a process is killed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import time
from collections import OrderedDict, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any, Final, Protocol

from evaluation.core.messages import msg
from evaluation.files import CHUNK, full_disk_told
from evaluation.tus import Busy, Gone

# What was written is put on disk, and then counts, at least this often.
CHECKPOINT_SECONDS: Final = 2
CHECKPOINT_BYTES: Final = 32 * 1024 * 1024
# A line that has been silent for so long gives way to another request for the same upload.
SILENT_SECONDS: Final = 5
WAIT_SECONDS: Final = 3
MOST_HASHES: Final = 256
MOST_WAITING: Final = 4


class Line(Protocol):
    """Where bytes come from. An empty read is the end, whether the sender wanted it or not."""

    def read(self, most: int) -> bytes: ...

    def silent_for(self) -> float: ...

    def cut(self) -> None: ...


# The lines that are being written from in this process, by name on disk.
_lines: dict[str, Line] = {}
# Hashes of what came so far, by name on disk: (hash, bytes in it). Only a comfort: a hash that is not here is
# reckoned from the file.
_hashes: OrderedDict[str, tuple[Any, int]] = OrderedDict()


class Feeding:
    """Feeds hashes in a thread of its own, so that the line need not wait for them."""

    def __init__(self, hashes: list[Any]) -> None:
        self.hashes = hashes
        self.waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Feeding:
        self.thread = ThreadPoolExecutor(1)
        return self

    def feed(self, chunk: bytes) -> None:
        """Hash a chunk after those before it; wait when too many are waiting."""
        self.waiting.append(self.thread.submit(self._update, chunk))
        if len(self.waiting) > MOST_WAITING:
            self.waiting.popleft().result()

    def _update(self, chunk: bytes) -> None:
        for one in self.hashes:
            one.update(chunk)

    def __exit__(self, *_: object) -> None:
        """All that was fed is in the hashes from here on."""
        self.thread.shutdown()


class Flushing:
    """Has what was written put on disk, now and then, while more is being written."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.marked, self.seen = 0, time.monotonic()
        self.under_way: Future[None] | None = None

    def __enter__(self) -> Flushing:
        self.thread = ThreadPoolExecutor(1)
        return self

    def safe(self, written: int) -> int | None:
        """How many bytes have come to rest since this was last answered; None when there is no news."""
        if self.under_way is not None:
            if not self.under_way.done():
                return None
            self.under_way.result()
            self.under_way = None
            return self.marked
        late = time.monotonic() - self.seen >= CHECKPOINT_SECONDS
        if late or written - self.marked >= CHECKPOINT_BYTES:
            self.marked, self.seen = written, time.monotonic()
            self.under_way = self.thread.submit(self.flush)
        return None

    def flush(self) -> None:
        """Wait until everything that was written rests on disk."""
        os.fdatasync(self.number)

    def __exit__(self, *_: object) -> None:
        self.thread.shutdown()


class Part:
    """The file of an upload while this request is its only writer."""

    def __init__(self, file: FileIO, name: str, line: Line) -> None:
        self.file, self.name, self.line = file, name, line

    def take(self, start: int, most: int, check: Any = None) -> Iterator[int]:
        """Write what the line brings from offset `start` on, at most `most` bytes.

        Yields, each time that what was written rests on disk and at the end, how many bytes came so far.
        `check` is a hash of this request's bytes alone, to be fed. Full when the disk is.
        """
        self.go_back_to(start)
        whole, known = _hashes.pop(self.name, (hashlib.sha256(), 0))
        wanted = [check] * (check is not None) + [whole] * (known == start)
        taken = 0
        with full_disk_told(), Feeding(wanted) as hashes, Flushing(self.file.fileno()) as disk:
            while taken < most and (chunk := self.line.read(min(CHUNK, most - taken))):
                hashes.feed(chunk)
                write_all(self.file, chunk)
                taken += len(chunk)
                if (safe := disk.safe(taken)) is not None:
                    yield safe
            disk.flush()
        if known == start:
            remember_hash(self.name, whole, start + taken)
        yield taken

    def go_back_to(self, offset: int) -> None:
        """Forget everything from `offset` on."""
        self.file.truncate(offset)
        self.file.seek(offset)
        if _hashes.get(self.name, (None, offset))[1] != offset:
            _hashes.pop(self.name, None)

    def sha256(self, length: int) -> str:
        """The SHA-256 (hex) of the whole."""
        whole, known = _hashes.pop(self.name, (None, 0))
        if whole is None or known != length:
            whole = hashlib.sha256()
            self.file.seek(0)
            while chunk := self.file.read(CHUNK):
                whole.update(chunk)
        return str(whole.hexdigest())


@contextmanager
def turn(path: Path, line: Line) -> Iterator[Part]:
    """Be the only writer of an upload's file for the block. Busy when another is; Gone without a file."""
    try:
        file = FileIO(path, "r+")
    except FileNotFoundError:
        raise Gone(msg("This upload is not on the server any more: begin anew.")) from None
    with file:
        take_turn(file, path.name)
        _lines[path.name] = line
        try:
            yield Part(file, path.name, line)
        finally:
            _lines.pop(path.name, None)


def take_turn(file: FileIO, name: str) -> None:
    """Wait a little for the upload's lock; a line that went silent is cut, and writes what it still has."""
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = _lines.get(name)
            if other is not None and other.silent_for() >= SILENT_SECONDS:
                other.cut()
            if time.monotonic() >= until:
                raise Busy(
                    msg("Another request is sending this file right now: try again shortly.")
                ) from None
            time.sleep(0.05)
        else:
            return


def write_all(file: FileIO, chunk: bytes) -> None:
    """Write all of a chunk, which a nearly full disk takes in pieces."""
    rest = memoryview(chunk)
    while rest:
        rest = rest[file.write(rest) :]


def remember_hash(name: str, whole: Any, length: int) -> None:
    """Keep the hash of what came so far for the next request; the oldest ones go."""
    _hashes[name] = (whole, length)
    while len(_hashes) > MOST_HASHES:
        _hashes.popitem(last=False)
