"""`python -m evaluation.worker.supervise SERVER`: keep a worker running for as long as the web server does.

`serve.py` starts this and then becomes the web server, which so is the parent of this process: when the
server is gone, however it went, the worker ends.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 20
# A worker that dies at once is not started more often than this.
PAUSES = (0.2, 1, 5, 15, 60)
LIVED_LONG = 60


def main() -> None:
    """Start a worker, start another when it dies, end it when the parent is gone or says so."""
    parent = int(sys.argv[1])
    told_to_end: list[int] = []
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda number, _frame: told_to_end.append(number))

    def goes_on() -> bool:
        return not told_to_end and os.getppid() == parent

    deaths = 0
    while goes_on():
        started = time.monotonic()
        end(watched(start(), goes_on))
        deaths = 0 if time.monotonic() - started > LIVED_LONG else deaths + 1
        resume = time.monotonic() + PAUSES[min(deaths, len(PAUSES) - 1)]
        while goes_on() and time.monotonic() < resume:
            time.sleep(0.1)


def start() -> subprocess.Popen[bytes]:
    """A new worker, in a session of its own: Ctrl+C reaches it through this process, as a wish to finish."""
    words = [sys.executable, "-m", "evaluation.worker", str(os.getpid())]
    return subprocess.Popen(words, cwd=ROOT, start_new_session=True)  # noqa: S603 our own words


def watched(worker: subprocess.Popen[bytes], goes_on: Callable[[], bool]) -> subprocess.Popen[bytes]:
    """Wait while the worker lives and is wanted."""
    while worker.poll() is None and goes_on():
        time.sleep(0.2)
    return worker


def end(worker: subprocess.Popen[bytes]) -> None:
    """Let the worker finish what it does; then insist."""
    if worker.poll() is None:
        worker.terminate()
    try:
        worker.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


if __name__ == "__main__":
    main()
