"""The ZIP of a dossier is made while it is sent: memory stays flat however large its files are."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from pathlib import Path

from evaluation.reports.dossier_zip import FilePart, dossier_zip

SIZE = 200 * 1024 * 1024


def test_memory_stays_flat_for_large_files(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as hole:
        hole.truncate(SIZE)
    with path.open("rb") as whole:
        digest = hashlib.file_digest(whole, "sha256").hexdigest()
    parts = [FilePart(f"lampiran/{number:03d} besar.pdf", path, SIZE, digest) for number in (1, 2)]
    stream = dossier_zip(parts, [("manifest.json", b"{}")], ("dossier.pdf", io.BytesIO(b"%PDF"), 4))
    tracemalloc.start()
    sent = sum(len(piece) for piece in stream)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sent == len(stream) > 2 * SIZE
    assert peak < 4 * 1024 * 1024
