"""`python -m evaluation.demo`: make the demonstration unless it is there; print its accounts."""

from __future__ import annotations

from datetime import UTC, datetime

from evaluation.actions.act import Act
from evaluation.config import settings
from evaluation.core.people import SYSTEM
from evaluation.demo.accounts import DEMO_ACCOUNTS
from evaluation.demo.build import build
from evaluation.files import FileRoot
from evaluation.store import editions
from evaluation.store.db import write
from evaluation.store.ready import open_ready


def main() -> None:
    """Build once, in one transaction: a demonstration is there whole or not at all."""
    config = settings()
    db = open_ready(config["DATABASE"])
    files = FileRoot(config["FILES"], config["MAX_FILE_BYTES"])
    if not editions.all_editions(db):
        print("Making the demonstration (once)...", flush=True)
        with write(db):
            build(Act(db=db, actor=SYSTEM, now=datetime.now(UTC), files=files))
    db.conn.close()
    print("Demonstration accounts (made-up people):")
    for account in DEMO_ACCOUNTS:
        print(f"  {account['role']!s:32} {account['email']:32} {account['password']}")


if __name__ == "__main__":
    main()
