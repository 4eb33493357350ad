"""The worker as a process: killed in the middle of a job, started again, ended with the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from evaluation.actions.mail import post
from evaluation.config import ROOT
from evaluation.store.db import rows, write
from tests.worker.mail_servers import Handler, SlowToPart, free_port

LONG = 60


def soon(condition: Callable[[], object]) -> None:
    """Wait until something holds; fail when it takes unreasonably long."""
    until = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    """The processes that this one started and that live."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = stat.read_text().rpartition(") ")[2].split()[:2]
            if int(parent) == pid and state != "Z":
                found.append(int(stat.parent.name))
    return sorted(found)


def lives(pid: int) -> bool:
    """Whether a process is there and not just waiting to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


@pytest.fixture
def environment(database_path, tmp_path) -> dict[str, str]:
    """The settings of a real installation, on this test's database."""
    return {
        **os.environ,
        "PENJURIAN_DATABASE": str(database_path),
        "PENJURIAN_FILES": str(tmp_path / "files"),
        "PENJURIAN_SECRET_KEY": "only for tests",
        "PENJURIAN_MAIL_FROM": "noreply@award.example",
    }


@pytest.fixture
def start(environment) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start `python -m MODULE`; whatever still runs after the test is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def go(module: str, *words: str, **settings: str) -> subprocess.Popen[bytes]:
        env = {**environment, **settings}
        process = subprocess.Popen([sys.executable, "-m", module, *words], cwd=ROOT, env=env)
        started.append(process)
        return process

    yield go
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def posted(award, act_as) -> Callable[[], int]:
    """Post a message without a link."""

    def go() -> int:
        act = act_as()
        facts = {"candidate": "Kota Batu", "edition": "Uji", "entry": 1, "reason": "Kurang"}
        with write(act.db):
            account = award.account("sari@uji.example", "Ibu Sari")
            return post(act, to_account_id=account, template="returned", values=facts)

    return go


def states(db) -> list[str]:
    return [one["state"] for one in rows(db, "SELECT state FROM outbox ORDER BY id")]


def jobs(db) -> list[str]:
    return [one["name"] for one in rows(db, "SELECT name FROM job ORDER BY id")]


def smtp(port: int) -> str:
    return f"smtp://127.0.0.1:{port}"


def test_a_worker_killed_after_the_servers_ok_does_not_send_again(start, posted, db):
    server = SlowToPart()
    posted()
    worker = start("evaluation.worker", PENJURIAN_SMTP_URL=smtp(server.port))
    assert server.taken.wait(LONG)
    assert states(db) == ["sent"]
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert jobs(db) == ["send_message"]
    start("evaluation.worker", PENJURIAN_SMTP_URL=smtp(server.port))
    soon(lambda: jobs(db) == [])
    assert server.sessions == 1
    server.close()


def test_a_worker_killed_in_mid_message_sends_it_when_it_is_back(start, serve, posted, db):
    silent = SlowToPart(answer_data=False)
    message_id = posted()
    worker = start("evaluation.worker", PENJURIAN_SMTP_URL=smtp(silent.port))
    assert silent.taken.wait(LONG)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert (states(db), jobs(db)) == (["waiting"], ["send_message"])
    silent.close()
    handler = Handler()
    start("evaluation.worker", PENJURIAN_SMTP_URL=smtp(serve(handler).port))
    soon(lambda: jobs(db) == [])
    stem = rows(db, "SELECT stem FROM outbox WHERE id = :id", id=message_id)[0]["stem"]
    assert [one["Message-ID"] for one in handler.messages] == [f"<{stem}@award.example>"]
    assert states(db) == ["sent"]


def test_a_worker_that_is_told_to_end_finishes_and_ends(start, posted, db):
    posted()
    worker = start("evaluation.worker")
    soon(lambda: states(db) == ["kept"])
    worker.terminate()
    assert worker.wait(LONG) == 0


@pytest.mark.parametrize("module", ["evaluation.worker", "evaluation.worker.supervise"])
def test_whoever_starts_after_the_parent_is_gone_ends_at_once(start, module):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert start(module, str(gone.pid)).wait(LONG) is not None


def test_a_second_worker_waits_for_its_turn(start, posted, db, database_path):
    posted()
    first = start("evaluation.worker")
    soon(lambda: states(db) == ["kept"])
    second = start("evaluation.worker")
    first.kill()
    first.wait()
    posted()
    soon(lambda: states(db) == ["kept", "kept"])
    assert second.poll() is None


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_serving_starts_a_worker_replaces_it_and_takes_it_along(start, posted, db, sign):
    port = free_port()
    server = start("evaluation.serve", PORT=str(port))
    posted()
    soon(lambda: states(db) == ["kept"])
    (supervisor,) = [pid for pid in children(server.pid) if b"supervise" in command(pid)]
    (worker,) = children(supervisor)
    os.kill(worker, signal.SIGKILL)
    posted()
    soon(lambda: states(db) == ["kept", "kept"])
    (another,) = children(supervisor)
    assert another != worker
    with urlopen(f"http://127.0.0.1:{port}/login", timeout=LONG) as page:
        assert page.status == 200
    server.send_signal(sign)
    server.wait(LONG)
    soon(lambda: not lives(supervisor) and not lives(another))


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()
