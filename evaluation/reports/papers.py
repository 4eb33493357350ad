"""Papers as PDF: a job for the press, and the file that comes out of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from evaluation.core.annexes import Annex
from evaluation.press.running import PressFailed, run

# What the whole dossier holds at most; the ZIP holds everything, and the cover sheets say so.
LIMITS = {"annex_pages": 200, "pages": 1000, "bytes": 256 * 1024 * 1024}
NOTHING_BOUND = {"annex_pages": 0, "pages": 0, "bytes": 0}


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF, open to be read once; it is on no disk any more once it is closed."""

    handle: BinaryIO
    size: int


def receipt_paper(data: Mapping[str, Any], words: Mapping[str, str], moment: datetime) -> Paper:
    """A receipt on one page."""
    return made({"template": "receipt.typ", "data": data, "words": words, "moment": seconds(moment)})


def plain_paper(template: str, data: Mapping[str, Any], words: Mapping[str, str], moment: datetime) -> Paper:
    """What a template of the press makes of `data`: "minutes.typ" or "certificates.typ"."""
    return made({"template": template, "data": data, "words": words, "moment": seconds(moment)})


def dossier_paper(
    data: Mapping[str, Any],
    words: Mapping[str, str],
    annexes: Sequence[tuple[Annex, Path | None]],
    moment: datetime,
) -> Paper:
    """The whole dossier: `data` as dossier.typ prints them, and the annexes' files with their numbers.

    Should the annexes be too much for the press, the paper comes without them and says so.
    """
    job = {
        "template": "dossier.typ",
        "data": data,
        "words": words,
        "moment": seconds(moment),
        "annexes": [
            {
                "number": annex.number,
                "kind": "held" if path is None else kind_of(annex.file.media_type),
                "path": str(path or ""),
                "size": annex.file.size,
            }
            for annex, path in annexes
        ],
    }
    try:
        return made({**job, "limits": LIMITS})
    except PressFailed:
        return made({**job, "limits": NOTHING_BOUND})


def made(job: Mapping[str, Any]) -> Paper:
    """What the press makes of a job. PressFailed when it can't."""
    with tempfile.TemporaryDirectory(prefix="penjurian-") as folder:
        run("binder.py", Path(folder), job)
        paper = Path(folder) / "paper.pdf"
        return Paper(paper.open("rb"), paper.stat().st_size)


def kind_of(media_type: str) -> str:
    """How the press treats a file: as "pdf", as "image", or not at all."""
    if media_type == "application/pdf":
        return "pdf"
    return "image" if media_type.startswith("image/") else "file"


def seconds(moment: datetime) -> int:
    """A moment as Typst takes it."""
    return int(moment.timestamp())
