"""How fast large files come in, and with how much memory: ours beside a plain Flask handler, in one run.

Both are served by gunicorn with the same options. The plain handler (plain.py) writes the request to a file
and does nothing else: no sign-in, no check, no database, nothing safe on disk when it answers. Ours is one
tus PATCH. By turns, and the other way round each time, so that whatever else runs here hits both.
Of our plain form, as browsers without scripts send it, the memory is measured too.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evaluation import serve
from tests.award import EDITION
from tests.browser.killable import Served
from tests.browser.serving import free_port, wait_until_served
from tests.tus_ground import told

MEGABYTE = 1024 * 1024
LARGE = 1024
SIZES = (1, 64, 2 * LARGE)
ROUNDS = 5
CHUNK = bytes(MEGABYTE)
# How a file begins that is kept, and not read by a program of its own as a PDF is.
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
OURS, PLAIN, FORM = "penjurian", "plain Flask", "our plain form"
BOUNDARY = "penjurian-bench"


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
        servers = {
            OURS: ours(Path(folder) / "tus", by_tus),
            PLAIN: plain(Path(folder)),
            FORM: ours(Path(folder) / "form", by_form),
        }
        try:
            for size in SIZES:
                for server in servers.values():
                    server.send(size)
                    server.taken.peaks[size] = peak(server.process.pid)
            for number in range(ROUNDS):
                for name in (OURS, PLAIN) if number % 2 else (PLAIN, OURS):
                    server, begun = servers[name], time.perf_counter()
                    server.send(LARGE)
                    server.taken.seconds.append(time.perf_counter() - begun)
        finally:
            for server in servers.values():
                os.killpg(server.process.pid, 9)
                server.process.wait()
    print_table({name: server.taken for name, server in servers.items()})


def ours(home: Path, send: Callable[[Served, dict[str, str], int], None]) -> Server:
    """The application, with an entry whose candidate sends files in one of our two ways."""
    home.mkdir()
    served = Served(home, {"PENJURIAN_MAX_FILE_MB": str(2 * LARGE)})
    served.award(EDITION)
    served.start()
    headers = served.sign_in()
    return Server(served.server, served.port, lambda megabytes: send(served, headers, megabytes))


def by_tus(served: Served, headers: dict[str, str], megabytes: int) -> None:
    """One PATCH with all of it; cancelled before the next."""
    length = megabytes * MEGABYTE
    tus = headers | {"Tus-Resumable": "1.0.0"}
    begin = {"Upload-Length": length, "Upload-Metadata": told(entry="1", filename="besar.png")}
    answer = request(served.port, "POST", "/uploads", {**tus, **begin, "Content-Length": 0})
    address = answer.split("Location: ")[1].split("\r\n")[0]
    piece = {"Upload-Offset": 0, "Content-Type": "application/offset+octet-stream", "Content-Length": length}
    expect(request(served.port, "PATCH", address, {**tus, **piece}, megabytes), 204)
    expect(request(served.port, "DELETE", address, tus), 204)


def by_form(served: Served, headers: dict[str, str], megabytes: int) -> None:
    """The form of an item of documents, with its file; the same bytes rest once."""
    disposition = "Content-Disposition: form-data; name="
    head = (
        f'--{BOUNDARY}\r\n{disposition}"title"\r\n\r\nBesar\r\n--{BOUNDARY}\r\n'
        f'{disposition}"file"; filename="besar.png"\r\nContent-Type: image/png\r\n\r\n'
    ).encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    length = len(head) + megabytes * MEGABYTE + len(tail)
    sent = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Content-Length": length}
    address = "/entries/1/sections/documents/new"
    expect(request(served.port, "POST", address, {**headers, **sent}, megabytes, around=(head, tail)), 303)


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
        expect(request(port, "POST", "/", {"Content-Length": megabytes * MEGABYTE}, megabytes), 204)

    return Server(process, port, send)


def expect(answer: str, status: int) -> None:
    """Stop when a request was not answered as it should be."""
    if f" {status} " not in answer.split("\r\n", 1)[0]:
        raise RuntimeError(answer)


def request(
    port: int,
    method: str,
    address: str,
    headers: Mapping[str, object],
    megabytes: int = 0,
    *,
    around: tuple[bytes, bytes] = (b"", b""),
) -> str:
    """One request with a body of so many megabytes, and what stands before and after them; the answer."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        sent = {"Host": f"127.0.0.1:{port}", "Connection": "close", **headers}
        head = f"{method} {address} HTTP/1.1\r\n" + "".join(
            f"{key}: {value}\r\n" for key, value in sent.items()
        )
        line.sendall(head.encode() + b"\r\n" + around[0])
        for number in range(megabytes):
            line.sendall(PICTURE + CHUNK[len(PICTURE) :] if number == 0 else CHUNK)
        line.sendall(around[1])
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
    for name in (OURS, PLAIN):
        one = taken[name]
        speeds = "  ".join(f"{LARGE / seconds:.0f}" for seconds in one.seconds)
        print(f"{name:<18}{one.speed:>9.0f} MB/s{speeds:>40}")
    print(f"{'ratio':<18}{taken[OURS].speed / taken[PLAIN].speed:>14.2f}")
    print(f"\n{'peak memory after':<18}" + "".join(f"{f'{size} MB':>14}" for size in SIZES))
    for name, one in taken.items():
        print(f"{name:<18}" + "".join(f"{one.peaks[size] / MEGABYTE:>11.0f} MB" for size in SIZES))


if __name__ == "__main__":
    main()
