"""The real server behind a process that has read its code already: killed and back within a moment.

Run as a program it forks at every line on its standard input, tells the child's process id, and the child
becomes Gunicorn with the options of `make run`. The parent never opens the database: like a machine that
starts anew, each child has nothing but what rests on disk.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass

from tests.browser.killable import Served
from tests.browser.serving import ROOT, wait_until_served


@dataclass
class Forked(Served):
    """A server as `Served`, started by forking."""

    def prepare(self) -> None:
        """Start the parent."""
        log = (self.folder / "server.log").open("a")
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.forking"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        log.close()

    def start(self, limit: object = None) -> None:
        """Fork a server and wait until it answers."""
        assert self.parent.stdin is not None
        assert self.parent.stdout is not None
        self.parent.stdin.write("start\n")
        self.parent.stdin.flush()
        self.child = int(self.parent.stdout.readline())
        wait_until_served(f"{self.url}/static/mark.svg", self.parent, every=0.02)

    def kill(self) -> None:
        """End every process of the server at once."""
        os.killpg(self.child, signal.SIGKILL)

    def end(self) -> None:
        """End the parent too."""
        assert self.parent.stdin is not None
        self.parent.stdin.close()
        self.parent.wait(timeout=30)
        assert self.parent.stdout is not None
        self.parent.stdout.close()


def serve() -> None:
    """Become Gunicorn, in a group of processes of one's own."""
    from gunicorn.app.wsgiapp import WSGIApplication

    from evaluation.serve import server_options

    os.setsid()
    os.dup2(2, 1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sys.argv = ["gunicorn", *server_options(os.environ["HOST"], os.environ["PORT"])]
    WSGIApplication("%(prog)s").run()


def main() -> None:
    """Fork at every line."""
    import gunicorn.app.wsgiapp
    import gunicorn.workers.gthread  # noqa: F401

    import app  # noqa: F401

    # Nobody waits for the dead.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            serve()
        os.write(1, f"{child}\n".encode())


if __name__ == "__main__":
    main()
