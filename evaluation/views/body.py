"""A request's body as it arrives, and the request whose forms put their files on the upload root's disk."""

from __future__ import annotations

import socket
import time
from typing import IO

from flask import Request, request
from werkzeug.exceptions import ClientDisconnected

from evaluation.views import context

# A line that brings nothing for so long is let go; what came counts.
SILENT_SECONDS = 60
SMALLEST_READ, LARGEST_READ = 16 * 1024, 1024 * 1024


class PageRequest(Request):
    """A request of a page."""

    def _get_file_stream(self, *_args: object, **_kwargs: object) -> IO[bytes]:
        # The system's own folder for such files is often small, or in memory.
        return context.files().spool()


class Body:
    """A request's bytes as they arrive, in small reads while the line is slow."""

    def __init__(self) -> None:
        # The server ends the body by itself; Werkzeug's guard around it would copy every byte once more.
        ended = "wsgi.input_terminated" in request.environ
        self.stream = request.environ["wsgi.input"] if ended else request.stream
        self.socket = request.environ.get("gunicorn.socket")
        self.heard = time.monotonic()
        self.size = SMALLEST_READ
        if self.socket is not None:
            self.socket.settimeout(SILENT_SECONDS)

    def read(self, most: int) -> bytes:
        """The next bytes; none at the end of the body, and when the line broke."""
        begun = time.monotonic()
        try:
            chunk = self.stream.read(min(self.size, most))
        except (OSError, ClientDisconnected):
            return b""
        self.heard = time.monotonic()
        fast = self.heard - begun < 0.1
        self.size = min(self.size * 4, LARGEST_READ) if fast else SMALLEST_READ
        return bytes(chunk)

    def silent_for(self) -> float:
        """Seconds since the line last brought something."""
        return time.monotonic() - self.heard

    def cut(self) -> None:
        """End a read that waits for a line that went silent; called by another request."""
        if self.socket is not None:
            try:
                self.socket.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def drain(self, most: int) -> None:
        """Read the rest of what is refused: a sender who is cut off hears no answer, only a broken line."""
        rest = most
        while rest > 0 and (chunk := self.read(rest)):
            rest -= len(chunk)

    def close(self) -> None:
        """Give the socket back as it was."""
        if self.socket is not None:
            self.socket.settimeout(None)
