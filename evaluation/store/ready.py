"""Open a database that is ready for use: made when it is missing, upgraded when it is older."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path

from sqlite_utils import Database

from evaluation.store.db import Clock, connect
from evaluation.store.migrations import MIGRATIONS, upgrade

_ready: set[Path] = set()
_lock = threading.Lock()


def open_ready(path: Path, clock: Clock | None = None) -> Database:
    """Connect to `path`; the first call of a process makes or upgrades it, one process at a time.

    `clock` tells the connection what is public already (None: the machine's).
    """
    with _lock:
        if path in _ready and path.exists():
            return connect(path, clock)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(path.name + ".upgrade").open("w") as guard:
            fcntl.flock(guard, fcntl.LOCK_EX)
            db = connect(path, clock)
            if MIGRATIONS.pending(db):
                upgrade(db)
        _ready.add(path)
        return db
