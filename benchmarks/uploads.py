"""How fast large files come in, and with how much memory: ours beside a plain Flask handler, in one run.

Both are served by gunicorn with the same options. The plain handler (plain.py) writes the request to a file
and does nothing else: no sign-in, no check, no database, nothing safe on disk when it answers. Ours is one
tus PATCH. By turns, and the other way round each time, so that whatever else runs here hits both.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from evaluation import serve
from tests.award import EDITION
from tests.browser.killable import Served
from tests.browser.serving import free_port, wait_until_served
from tests.tus_ground import told

MEGABYTE = 1024 * 1024
LARGE = 1024
SIZES = (1, 64, LARGE)
ROUNDS = 5
CHUNK = bytes(MEGABYTE)


@dataclass
class Taken:
    """What uploads of one kind took: seconds of the large ones, and the peak memory by size in MB."""

    seconds: list[float] = field(default_factory=list)
    peaks: dict[int, int] = field(default_factory=dict)

    @property
    def speed(self) -> float:
        """The median speed in MB/s."""
        return LARGE / statistics.median(self.seconds)


@dataclass
class Server:
    """A gunicorn and how to send it a file of so many megabytes."""

    process: subprocess.Popen[bytes]
    port: int
    send: Callable[[int], None]
    taken: Taken = field(default_factory=Taken)


def main() -> None:
    """Measure both and print the table."""
    with tempfile.TemporaryDirectory(prefix="penjurian-bench-") as folder:
        servers = {"penjurian": ours(Path(folder)), "plain Flask": plain(Path(folder))}
        try:
            for size in SIZES:
                for server in servers.values():
                    server.send(size)
                    server.taken.peaks[size] = peak(server.process.pid)
            for number in range(ROUNDS):
                for name in sorted(servers, reverse=bool(number % 2)):
                    server, begun = servers[name], time.perf_counter()
                    server.send(LARGE)
                    server.taken.seconds.append(time.perf_counter() - begun)
        finally:
            for server in servers.values():
                os.killpg(server.process.pid, 9)
                server.process.wait()
    print_table({name: server.taken for name, server in servers.items()})


def ours(folder: Path) -> Server:
    """The application, with an entry whose candidate sends files; each is cancelled before the next."""
    home = folder / "ours"
    home.mkdir()
    served = Served(home, {"PENJURIAN_MAX_FILE_MB": str(2 * LARGE)})
    served.award(EDITION)
    served.start()
    headers = served.sign_in() | {"Tus-Resumable": "1.0.0"}

    def send(megabytes: int) -> None:
        length = megabytes * MEGABYTE
        begin = {"Upload-Length": length, "Upload-Metadata": told(entry="1", filename="besar.pdf")}
        answer = request(served.port, "POST", "/uploads", {**headers, **begin, "Content-Length": 0})
        address = answer.split("Location: ")[1].split("\r\n")[0]
        piece = {"Upload-Offset": 0, "Content-Type": "application/offset+octet-stream"}
        answer = request(
            served.port, "PATCH", address, {**headers, **piece, "Content-Length": length}, megabytes
        )
        if " 204 " not in answer:
            raise RuntimeError(answer)
        request(served.port, "DELETE", address, headers)

    return Server(served.server, served.port, send)


def plain(folder: Path) -> Server:
    """The handler of plain.py under the same gunicorn options."""
    port = free_port()
    options = serve.server_options("127.0.0.1", str(port))
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("gunicorn")), *options[:-1], "benchmarks.plain:app"],
        env={**os.environ, "PLAIN_FILE": str(folder / "plain")},
        start_new_session=True,
    )
    wait_until_served(f"http://127.0.0.1:{port}", process)

    def send(megabytes: int) -> None:
        answer = request(port, "POST", "/", {"Content-Length": megabytes * MEGABYTE}, megabytes)
        if " 204 " not in answer:
            raise RuntimeError(answer)

    return Server(process, port, send)


def request(port: int, method: str, address: str, headers: dict[str, object], megabytes: int = 0) -> str:
    """One request with a body of so many megabytes; the answer's head."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        sent = {"Host": f"127.0.0.1:{port}", "Connection": "close", **headers}
        head = f"{method} {address} HTTP/1.1\r\n" + "".join(
            f"{key}: {value}\r\n" for key, value in sent.items()
        )
        line.sendall(head.encode() + b"\r\n")
        for number in range(megabytes):
            line.sendall(b"%PDF-1.7\n" + CHUNK[9:] if number == 0 else CHUNK)
        answer = b""
        while piece := line.recv(65_536):
            answer += piece
    return answer.decode("latin-1")


def peak(leader: int) -> int:
    """The largest memory, in bytes, that a process of the leader's group ever had."""
    found = [0]
    for path in Path("/proc").glob("[0-9]*"):
        try:
            group = int((path / "stat").read_text().rpartition(")")[2].split()[2])
            lines = (path / "status").read_text().splitlines() if group == leader else []
        except OSError:
            continue
        found += [1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM")]
    return max(found)


def print_table(taken: dict[str, Taken]) -> None:
    """Speeds of the large file with their ratio, and peak memory by size."""
    print(f"\n{f'upload of {LARGE} MB':<18}{'median':>14}{'all rounds, MB/s':>40}")
    for name, one in taken.items():
        speeds = "  ".join(f"{LARGE / seconds:.0f}" for seconds in one.seconds)
        print(f"{name:<18}{one.speed:>9.0f} MB/s{speeds:>40}")
    own, other = taken.values()
    print(f"{'ratio':<18}{own.speed / other.speed:>14.2f}")
    print(f"\n{'peak memory after':<18}" + "".join(f"{f'{size} MB':>14}" for size in SIZES))
    for name, one in taken.items():
        print(f"{name:<18}" + "".join(f"{one.peaks[size] / MEGABYTE:>11.0f} MB" for size in SIZES))
