"""Start web server and worker on a ready database. Called by `make run` and `make demo`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from evaluation.config import ROOT, settings
from evaluation.store import accounts
from evaluation.store.ready import open_ready

THREADS = 16


def main() -> None:
    """Make or upgrade the database, print the next step, then start the worker and become the server."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    config = settings()
    say_next_step(Path(config["DATABASE"]))
    print(f"\nPenjurian serves http://{host}:{port}  (Ctrl+C ends it)", flush=True)
    # Its parent is this process, which becomes the server: when the server ends, the worker does.
    supervisor = [sys.executable, "-m", "evaluation.worker.supervise", str(os.getpid())]
    subprocess.Popen(supervisor, cwd=ROOT)  # noqa: S603 our own words
    gunicorn = Path(sys.executable).with_name("gunicorn")
    os.execv(gunicorn, [str(gunicorn), *server_options(host, port)])  # noqa: S606 no shell needed


def say_next_step(database: Path) -> None:
    """Without an administrator nobody can begin: print the command that makes the first one."""
    db = open_ready(database)
    known = accounts.other_administrators(db, 0) > 0
    db.conn.close()
    if not known:
        print("Nobody administers this system yet. Make the first administrator, in another terminal, with:")
        print("  .venv/bin/flask account add YOU@YOUR.ORG --role administrator")
        print("and open the link that it prints to choose a password.")


def server_options(host: str, port: str) -> list[str]:
    """Gunicorn's options: one process with threads (docs/adr says why), uploads streamed."""
    return [
        "--bind", f"{host}:{port}",
        "--workers", os.environ.get("WEB_CONCURRENCY", "1"),
        "--worker-class", "gthread",
        "--threads", str(THREADS),
        "--timeout", "120",
        "--graceful-timeout", "20",
        "--log-level", "warning",
        "--no-control-socket",
        "--chdir", str(ROOT),
        "app:app",
    ]  # fmt: skip


if __name__ == "__main__":
    main()
