"""Counts the statements that a page asks the database, by SQLite's own trace of the request's connection."""

from __future__ import annotations

from flask import Flask

from evaluation.views import context

NOT_A_QUESTION = ("--", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


class Queries:
    """The statements of the last request to `app`, in order, with their values."""

    def __init__(self, app: Flask) -> None:
        self.statements: list[str] = []
        # First of all, so that even the question who is signed in is counted.
        app.before_request_funcs.setdefault(None, []).insert(0, self._start)

    def __len__(self) -> int:
        return len(self.statements)

    def _start(self) -> None:
        self.statements = []
        context.db().conn.set_trace_callback(self._keep)

    def _keep(self, statement: str) -> None:
        if not statement.lstrip().upper().startswith(NOT_A_QUESTION):
            self.statements.append(statement)
