"""The real server on a free port, with a database of its own: what browser tests and pictures look at."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Site:
    """A served system: its address and its command line."""

    url: str
    environment: dict[str, str]

    def flask(self, *words: str | Path, expect: int = 0) -> str:
        """Run a `flask` command on this site's database; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *map(str, words)],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == expect, f"flask {words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, *, demonstration: bool = False) -> Iterator[Site]:
    """What `make run` (or `make demo`) serves, its data in `folder`, until the block ends."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "PENJURIAN_DATABASE": str(folder / "penjurian.db"),
        "PENJURIAN_FILES": str(folder / "files"),
        "PENJURIAN_SECRET_KEY": "only for tests",
        "PENJURIAN_DEMO": "1" if demonstration else "",
        "PENJURIAN_URL": url,
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }
    if demonstration:
        subprocess.run([sys.executable, "-m", "evaluation.demo"], cwd=ROOT, env=environment, check=True)
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "evaluation.serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            wait_until_served(url, server)
            yield Site(url, environment)
        finally:
            server.terminate()
            server.wait(timeout=30)


def wait_until_served(url: str, server: subprocess.Popen[Any], every: float = 0.1) -> None:
    """Ask `every` so many seconds until the first page answers; fail when the server ended."""
    for _ in range(int(20 / every)):
        assert server.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(every)
    raise AssertionError(f"{url} does not answer")
