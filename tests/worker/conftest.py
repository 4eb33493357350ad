"""A worker's board on the test's own database, and mail servers on loopback that end with the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from evaluation.smtp import server_of
from evaluation.worker.board import Board
from evaluation.worker.jobs import JOBS
from tests.worker.mail_servers import Handler, Server

SENDER = "Panitia “Paritrana” <noreply@award.example>"


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start a mail server around a handler."""
    started: list[Server] = []

    def start(handler: Handler, **options: object) -> Server:
        server = Server(handler, **options)  # type: ignore[arg-type]
        server.start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def board(app: Flask) -> Board:
    """The worker's board, without a mail server."""
    app.config["SMTP"] = None
    app.config["URL"] = "https://penjurian.example"
    return Board(app.config, JOBS)


@pytest.fixture
def mailing(app: Flask, board: Board) -> Callable[[int], None]:
    """Set a mail server on this port of loopback."""

    def set_port(port: int) -> None:
        app.config["SMTP"] = server_of(f"smtp://127.0.0.1:{port}", SENDER)

    return set_port


@pytest.fixture
def work(board: Board) -> Callable[[], int]:
    """Do every job that is due now; how many."""

    def run() -> int:
        done = 0
        while (job_id := board.take()) is not None:
            board.do(job_id)
            done += 1
        return done

    return run
