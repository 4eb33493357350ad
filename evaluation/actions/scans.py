"""Files that came in while the virus scanner could not be asked are shown to it later."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from evaluation.actions import mail
from evaluation.actions.act import Act
from evaluation.actions.events import FileScanned
from evaluation.actions.jobs import later
from evaluation.permissions import require
from evaluation.scanner import scan
from evaluation.store import entries, files, jobs
from evaluation.store.db import Row, write
from evaluation.store.refs import found

SCAN: Final = "scan files"


@dataclass(frozen=True, slots=True)
class Scans:
    """How many of the waiting files are what."""

    clean: int
    infected: int
    waiting: int


def ask_for_scan(act: Act) -> None:
    """Ask the worker to show waiting files to the scanner. Part of another action's write block."""
    if not jobs.waits(act.db, SCAN, {}):
        later(act, SCAN, {})


def scan_waiting(act: Act) -> Scans:
    """Show every waiting file to the scanner. An infected one stays in its dossier and can't be opened."""
    require(act.actor, "upload.clean")
    states: Counter[str] = Counter()
    for one in files.waiting(act.db):
        path = act.files.path(one["stored_as"])
        state = scan(act.files.scanner, path).state if path.is_file() else "waiting"
        states[state] += 1
        if state != "waiting":
            _keep(act, one, state)
    return Scans(states["clean"], states["infected"], states["waiting"])


def _keep(act: Act, one: Row, state: str) -> None:
    with write(act.db):
        require(act.actor, "upload.clean")
        files.set_scan(act.db, one["stored_as"], state)
        act.record(FileScanned(file=one["id"], outcome=state))
        if state == "infected":
            _tell(act, one["stored_as"])


def _tell(act: Act, stored_as: str) -> None:
    """Write to everybody whose dossier holds an infected file. Part of another write block."""
    for place in files.in_dossiers(act.db, stored_as):
        entry = found(entries.described(act.db, place["entry_id"]))
        mail.post_to_candidate(act, entry, "infected", file=place["name"])
