"""Reading aids: a file is looked at when it comes in, and read once, in the background."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from evaluation.actions.act import Act
from evaluation.actions.events import FileRead
from evaluation.actions.jobs import later
from evaluation.core.errors import Refused
from evaluation.core.readings import has_text
from evaluation.core.words import word_count
from evaluation.files import FileRoot
from evaluation.media import OLE_STREAMS, OPEN_DOCUMENT_KINDS, OPEN_XML_KINDS, PDF
from evaluation.permissions import require
from evaluation.press.running import LOOKS, PressFailed, run
from evaluation.store import files, readings
from evaluation.store.db import write

READ: Final = "read file"
FORGET: Final = "drop pictures"
# The kinds of files that can be read, by media type, as the press calls them.
KINDS: Final = {
    media.media_type: media.endings[0].removeprefix(".")
    for media in (PDF, *OPEN_XML_KINDS.values(), *OPEN_DOCUMENT_KINDS.values(), OLE_STREAMS["Workbook"])
}
WORKBOOKS: Final = ("xlsx", "xls")
MOST_PAGES: Final = 200
# For phones, and for screens.
WIDTHS: Final = (640, 1280)
CHECK_SECONDS: Final = 20
READ_SECONDS: Final = 240
PRESS_SECONDS: Final = 400


def looked_at(root: FileRoot, stored_as: str, media_type: str) -> str | None:
    """The state in which a file comes in: waiting to be read, locked or broken; None when it isn't read.

    When the look can't be had now, the file waits: that it is locked or broken is found out later.
    """
    kind = KINDS.get(media_type)
    if kind != "pdf":
        return kind and "waiting"
    job = {"what": "check", "kind": kind, "path": str(root.path(stored_as))}
    try:
        with tempfile.TemporaryDirectory(prefix="penjurian-") as folder:
            state = run("reader.py", Path(folder), job, CHECK_SECONDS, LOOKS)["state"]
    except (PressFailed, Refused):
        return "waiting"
    return "waiting" if state == "read" else str(state)


def noted(act: Act, sha256: str, state: str | None) -> None:
    """Note what came in, and ask for its reading once. Part of another action's write block."""
    if state is not None and readings.note(act.db, sha256, state, act.at) and state == "waiting":
        later(act, READ, {"sha256": sha256})


def read_file(act: Act, sha256: str) -> None:
    """Read a file that waits, keep its pictures beside the uploads and its words in the store."""
    require(act.actor, "worker.act")
    known, file = readings.by_bytes(act.db, sha256), files.with_bytes(act.db, sha256)
    if known is None or file is None or known["state"] != "waiting":
        return
    job = {
        "what": "read",
        "kind": KINDS[file["media_type"]],
        "path": str(act.files.path(file["stored_as"])),
        "pages": MOST_PAGES,
        "widths": WIDTHS,
        "seconds": READ_SECONDS,
    }
    program = "workbooks.py" if job["kind"] in WORKBOOKS else "reader.py"
    with act.files.making_pictures(sha256) as folder:
        answer = run(program, folder, job, PRESS_SECONDS)
    keep_reading(act, sha256, file["id"], answer)


def keep_reading(act: Act, sha256: str, file_id: int, answer: Mapping[str, Any]) -> None:
    """Write down what the press found in a file."""
    with write(act.db):
        require(act.actor, "worker.act")
        texts, sizes = answer["texts"], answer["sizes"]
        readings.settle(
            act.db,
            sha256,
            state=answer["state"],
            pages=answer["pages"],
            pictures=len(sizes),
            with_text=sum(has_text(text) for text in texts),
            words=sum(word_count(text) for text in texts),
            read_at=act.at,
        )
        for number, text in enumerate(texts, start=1):
            readings.add_page(act.db, sha256, number, text, sizes[number - 1] if sizes else None)
        act.record(FileRead(file=file_id, outcome=answer["state"], pages=answer["pages"]))


def give_up(act: Act, sha256: str) -> None:
    """Say of a file that it could not be read, after the last try. Inside the worker's write block."""
    blank: dict[str, Any] = {"state": "unread", "pages": None, "texts": [], "sizes": []}
    file = files.with_bytes(act.db, sha256)
    if file is not None:
        keep_reading(act, sha256, file["id"], blank)


def forgotten(act: Act, sha256: str) -> None:
    """Forget what was read of bytes that no file has any more. Part of another action's write block."""
    readings.remove(act.db, sha256)
    later(act, FORGET, {"sha256": sha256})


def drop_pictures(act: Act, sha256: str) -> None:
    """Drop the pictures of forgotten bytes, unless somebody sent them again meanwhile."""
    require(act.actor, "worker.act")
    if readings.by_bytes(act.db, sha256) is None:
        act.files.drop_pictures(sha256)
