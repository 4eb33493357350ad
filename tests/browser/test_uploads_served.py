"""Uploads through the real server: the official client, killed servers, broken lines, a full disk."""

from __future__ import annotations

import hashlib
import http.client
import io
import os
import resource
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusUploadFailed

from tests.award import EDITION
from tests.browser.killable import Served
from tests.tus_ground import told

pytestmark = pytest.mark.browser

MEGABYTE = 1024 * 1024
CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 4096 * 6  # six megabytes and a little
PIECE = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The server, with an entry (number 1) whose candidate can sign in."""
    server = Served(tmp_path)
    assert server.award(EDITION) == 1
    server.start()
    yield server
    server.kill()


def client(served: Served) -> TusClient:
    return TusClient(f"{served.url}/uploads", headers=served.sign_in())


def told_to(name: str = "Perda 9.pdf") -> dict[str, str]:
    return {"entry": "1", "filename": name, "section": "documents"}


def send_some(
    served: Served, address: str, headers: dict[str, str], body: bytes, offset: int, length: int
) -> socket.socket:
    """Begin a PATCH of `length` bytes of which only `body` goes out; the open line."""
    line = socket.create_connection(("127.0.0.1", served.port), timeout=20)
    lines = {
        "Host": f"127.0.0.1:{served.port}",
        **PIECE,
        **headers,
        "Upload-Offset": offset,
        "Content-Length": length,
    }
    path = address.removeprefix(served.url)
    head = f"PATCH {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    line.sendall(head.encode() + b"\r\n" + body)
    return line


def ask(
    served: Served, method: str, address: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, dict[str, str], str]:
    """One request; status, headers, words."""
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    line.request(method, address.removeprefix(served.url), body, {**PIECE, **headers})
    answer = line.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read().decode()
    line.close()
    return found


def begin(served: Served, headers: dict[str, str], length: int) -> str:
    """Begin an upload that waits for a form; its address."""
    told_of = {"Upload-Length": str(length), "Upload-Metadata": told(entry="1", filename="Perda.pdf")}
    status, answer, _ = ask(served, "POST", "/uploads", {**headers, **told_of})
    assert status == 201
    return answer["Location"]


def until(reached, seconds: float = 20) -> None:  # type: ignore[no-untyped-def]
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


@pytest.mark.parametrize("piece", [MEGABYTE, 100 * MEGABYTE])
def test_the_official_client_sends_a_file_whole(served: Served, piece: int) -> None:
    uploader = client(served).uploader(
        file_stream=io.BytesIO(CONTENT), chunk_size=piece, metadata=told_to(), upload_checksum=True
    )
    uploader.upload()
    assert uploader.offset == len(CONTENT)
    [kept] = served.uploads()
    assert (kept["name"], kept["sha256"]) == ("Perda 9.pdf", hashlib.sha256(CONTENT).hexdigest())
    assert list(served.stored().values()) == [CONTENT]


def test_the_official_client_goes_on_after_the_server_was_killed(served: Served) -> None:
    first = client(served).uploader(file_stream=io.BytesIO(CONTENT), chunk_size=MEGABYTE, metadata=told_to())
    first.upload(stop_at=2 * MEGABYTE)
    served.kill()
    with pytest.raises(TusUploadFailed):
        first.upload()
    served.start()
    resumed = client(served).uploader(file_stream=io.BytesIO(CONTENT), chunk_size=MEGABYTE, url=first.url)
    assert resumed.offset == 2 * MEGABYTE
    resumed.upload()
    assert list(served.stored().values()) == [CONTENT]


def test_what_came_before_a_kill_in_mid_piece_counts(served: Served) -> None:
    headers = served.sign_in()
    address = begin(served, headers, len(CONTENT))
    line = send_some(served, address, headers, CONTENT[:MEGABYTE], 0, len(CONTENT))
    time.sleep(2.2)
    sent, step = MEGABYTE, 32 * 1024
    # A line that goes on, if slowly: what came counts after two seconds, seen when more comes.
    while served.uploads()[0]["received"] == 0 and sent + step < len(CONTENT):
        line.sendall(CONTENT[sent : sent + step])
        sent += step
        time.sleep(0.05)
    served.kill()
    line.close()
    counted = served.uploads()[0]["received"]
    assert 0 < counted <= sent < len(CONTENT)
    served.start()
    headers = served.sign_in()
    status, answer, _ = ask(served, "HEAD", address, headers)
    assert (status, answer["Upload-Offset"]) == (200, str(counted))
    status, answer, words = ask(
        served, "PATCH", address, {**headers, "Upload-Offset": str(counted)}, CONTENT[counted:]
    )
    assert (status, answer["Upload-Offset"]) == (204, str(len(CONTENT))), words
    assert list(served.stored().values()) == [CONTENT]


def test_what_came_before_a_line_broke_counts(served: Served) -> None:
    headers = served.sign_in()
    address = begin(served, headers, len(CONTENT))
    line = send_some(served, address, headers, CONTENT[:MEGABYTE], 0, len(CONTENT))
    line.close()
    until(lambda: served.uploads()[0]["received"] == MEGABYTE)
    status, _, _ = ask(
        served, "PATCH", address, {**headers, "Upload-Offset": str(MEGABYTE)}, CONTENT[MEGABYTE:]
    )
    assert status == 204
    assert list(served.stored().values()) == [CONTENT]


def test_a_line_that_went_silent_gives_way_to_the_next(served: Served) -> None:
    headers = served.sign_in()
    address = begin(served, headers, len(CONTENT))
    silent = send_some(served, address, headers, CONTENT[:MEGABYTE], 0, len(CONTENT))
    time.sleep(1)
    body, begun = CONTENT[MEGABYTE:], time.monotonic()
    statuses = []
    while not statuses or statuses[-1] in (423, 409):
        answer = ask(served, "HEAD", address, headers)[1]
        offset = int(answer["Upload-Offset"])
        statuses.append(
            ask(served, "PATCH", address, {**headers, "Upload-Offset": str(offset)}, CONTENT[offset:])[0]
        )
        assert time.monotonic() - begun < 30
    assert statuses[0] == 423
    assert statuses[-1] == 204
    assert body in served.stored()[served.uploads()[0]["stored_as"]]
    assert list(served.stored().values()) == [CONTENT]
    silent.close()


def test_of_many_that_write_at_once_one_does_and_nothing_mixes(served: Served) -> None:
    headers = served.sign_in()
    address = begin(served, headers, len(CONTENT))
    statuses: list[int] = []

    def send() -> None:
        statuses.append(ask(served, "PATCH", address, {**headers, "Upload-Offset": "0"}, CONTENT)[0])

    senders = [threading.Thread(target=send) for _ in range(6)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join(timeout=60)
    assert statuses.count(204) == 1
    assert set(statuses) <= {204, 409, 423}
    assert list(served.stored().values()) == [CONTENT]


def test_a_body_in_chunks_of_unknown_number_is_taken_and_limited(served: Served) -> None:
    headers = served.sign_in()
    address = begin(served, headers, len(CONTENT))
    pieces = [CONTENT[start : start + 100_000] for start in range(0, len(CONTENT), 100_000)]
    for more, expected in (([b"too much"], 413), ([], 204)):
        line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        sent = {**PIECE, **headers, "Upload-Offset": "0", "Transfer-Encoding": "chunked"}
        line.request("PATCH", address, iter([*pieces, *more]), sent, encode_chunked=True)
        assert line.getresponse().status == expected
        line.close()
    assert list(served.stored().values()) == [CONTENT]


def test_a_full_disk_is_told_and_the_upload_goes_on_when_there_is_room(served: Served) -> None:
    served.kill()

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3 * MEGABYTE, resource.RLIM_INFINITY))

    served.start(small)
    headers = served.sign_in()
    address = begin(served, headers, len(CONTENT))
    half = CONTENT[: 2 * MEGABYTE]
    assert ask(served, "PATCH", address, {**headers, "Upload-Offset": "0"}, half)[0] == 204
    sent = {**headers, "Upload-Offset": str(2 * MEGABYTE), "Accept-Language": "en"}
    status, _, words = ask(served, "PATCH", address, sent, CONTENT[2 * MEGABYTE :])
    assert status == 507
    assert "disk" in words
    assert ask(served, "HEAD", address, headers)[1]["Upload-Offset"] == str(2 * MEGABYTE)
    served.kill()
    served.start()
    sent = {**served.sign_in(), "Upload-Offset": str(2 * MEGABYTE)}
    assert ask(served, "PATCH", address, sent, CONTENT[2 * MEGABYTE :])[0] == 204
    assert list(served.stored().values()) == [CONTENT]


def test_memory_stays_flat_whatever_the_size(tmp_path: Path) -> None:
    served = Served(tmp_path, {"PENJURIAN_MAX_FILE_MB": "400"})
    served.award(EDITION)
    served.start()
    try:
        peaks = [peak_after(served, megabytes) for megabytes in (10, 300)]
        assert peaks[1] - peaks[0] < 20 * MEGABYTE
    finally:
        served.kill()


def peak_after(served: Served, megabytes: int) -> int:
    """The largest memory (bytes) that any process of the server ever had, after an upload of this size."""
    headers = served.sign_in()
    address = begin(served, headers, megabytes * MEGABYTE)
    line = send_some(served, address, headers, b"%PDF-1.7\n".ljust(MEGABYTE), 0, megabytes * MEGABYTE)
    for _ in range(megabytes - 1):
        line.sendall(bytes(MEGABYTE))
    assert line.recv(100).startswith(b"HTTP/1.1 204")
    line.close()
    return max(peak(process) for process in processes(served.server.pid))


def processes(parent: int) -> list[int]:
    """A process and those that it started."""
    found = [parent]
    for path in Path("/proc").glob("[0-9]*/stat"):
        fields = path.read_text().rpartition(")")[2].split()
        if int(fields[2]) == os.getpgid(parent):
            found.append(int(path.parent.name))
    return found


def peak(process: int) -> int:
    """A process's largest resident memory so far, in bytes."""
    status = Path(f"/proc/{process}/status").read_text()
    return next(1024 * int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
