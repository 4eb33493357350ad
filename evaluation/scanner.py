"""The virus scanner: ClamAV's daemon, asked over a socket, when one is set. The file's bytes go through it.

Its protocol is the daemon's own INSTREAM command (clamd(8)): pieces with their lengths, then an answer.
"""

from __future__ import annotations

import re
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Literal

PIECE: Final = 256 * 1024
SECONDS: Final = 60
ANSWER = re.compile(r"stream: (?:(?P<ok>OK)|(?P<virus>.+) FOUND)")
TOO_LARGE: Final = "size limit exceeded"
State = Literal["unscanned", "waiting", "clean", "infected"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner says; `virus` is the name of what it found."""

    state: State
    virus: str = ""


def scan(address: str, path: Path) -> Verdict:
    """What the scanner at `address` ("unix:/path" or "host:port") says of a file.

    unscanned without an address, and for a file larger than the scanner takes (its StreamMaxLength); waiting
    when it can't be reached or doesn't answer in words that we know: it may be loading its signatures.
    """
    if not address:
        return Verdict("unscanned")
    try:
        with connected(address) as line, path.open("rb") as file:
            send(line, file)
            answer = read_answer(line)
    except OSError:
        return Verdict("waiting")
    if TOO_LARGE in answer:
        return Verdict("unscanned")
    known = ANSWER.fullmatch(answer)
    if known is None:
        return Verdict("waiting")
    return Verdict("clean") if known["ok"] else Verdict("infected", known["virus"])


def connected(address: str) -> socket.socket:
    """A socket to the scanner. OSError when nobody listens there."""
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)


def send(line: socket.socket, file: BinaryIO) -> None:
    """Send a file's bytes; the scanner may have answered before their end."""
    line.sendall(b"zINSTREAM\0")
    try:
        while piece := file.read(PIECE):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def read_answer(line: socket.socket) -> str:
    """The scanner's answer, without the zero byte at its end."""
    answer = b""
    try:
        while len(answer) < 4096 and (piece := line.recv(4096)):
            answer += piece
    except ConnectionResetError:
        # A scanner that hangs up over a file too large for it breaks the line once; its words come after.
        answer += line.recv(4096)
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
