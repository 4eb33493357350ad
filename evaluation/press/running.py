"""Starting a program of this folder: a job goes in as JSON, files come out, within a limit of time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from evaluation.core.errors import Refused
from evaluation.core.messages import msg

HERE = Path(__file__).parent
SECONDS = 150
# Each may use a gigabyte at worst (binder.py); more of them at once would be more than small servers have.
PLACES = BoundedSemaphore(2)
WAIT_SECONDS = 60
# A first look at an upload is small and short, and doesn't queue behind whole dossiers.
LOOKS = BoundedSemaphore(4)


class PressFailed(RuntimeError):
    """The program ended badly; its last words are the reason."""


def run(
    program: str,
    folder: Path,
    job: Mapping[str, Any],
    seconds: int = SECONDS,
    places: BoundedSemaphore = PLACES,
) -> dict[str, Any]:
    """Run `program` on a job inside `folder` (a temporary one); its answer, as it wrote that.

    Refused when too many are at work already. PressFailed when it fails or takes longer than `seconds`.
    """
    (folder / "job.json").write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
    with place(places):
        try:
            done = subprocess.run(  # noqa: S603  (our own program, and a folder that we made)
                [sys.executable, "-I", str(HERE / program), str(folder)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise PressFailed(f"{program} took longer than {seconds} s") from late
    if done.returncode != 0:
        raise PressFailed(f"{program}: {done.stderr.decode(errors='replace')[-2000:]}")
    answer: dict[str, Any] = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    return answer


@contextmanager
def place(places: BoundedSemaphore) -> Iterator[None]:
    """Wait for one of the places. Refused when none comes free in WAIT_SECONDS."""
    if not places.acquire(timeout=WAIT_SECONDS):
        raise Refused(msg("Many papers are being made just now. Try again in a minute."))
    try:
        yield
    finally:
        places.release()
