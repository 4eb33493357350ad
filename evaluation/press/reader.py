"""Program: look into a file and make its reading aids. Called by running.py with a folder.

The folder's job.json: `what` ("check" or "read"), `kind` ("pdf" or an Office ending without its dot), `path`,
and for reading `pages` (how many are read at most), `widths` of the pictures and `seconds`. Out come
answer.json, {state, pages, texts, sizes}, and page-N-WIDTH.png for each page that has a size.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

import pypdfium2 as pdfium

MEMORY: Final = 1536 * 1024 * 1024
PASSWORD_NEEDED: Final = 4  # pdfium's FPDF_ERR_PASSWORD
MOST_PAGE_TEXT: Final = 20_000
MOST_TEXT: Final = 2_000_000
MOST_PART: Final = 20 * 1024 * 1024  # bytes unpacked of one part of an Office file
MOST_PARTS: Final = 200
TALLEST: Final = 4  # times the width: a longer page is shown smaller
TAIL: Final = 64 * 1024
COLOURS: Final = 64
CHUNK: Final = 64 * 1024

# Where the words of Office files stand: the parts, the elements whose text counts, those that end a line.
OPEN_DOCUMENT: Final = (re.compile(r"content\.xml"), None, ("p", "h"))
PLACES: Final[dict[str, tuple[re.Pattern[str], tuple[str, ...] | None, tuple[str, ...]]]] = {
    "docx": (re.compile(r"word/document\.xml"), ("t",), ("p", "br", "tab")),
    "pptx": (re.compile(r"ppt/slides/slide\d+\.xml"), ("t",), ("p", "br")),
    "odt": OPEN_DOCUMENT,
    "ods": OPEN_DOCUMENT,
    "odp": OPEN_DOCUMENT,
}


class Enough(Exception):
    """As much was read as is taken."""


def main(folder: Path) -> None:
    """Do the job of a folder."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    answer: dict[str, Any] = {"state": "read", "pages": None, "texts": [], "sizes": []}
    try:
        if job["kind"] == "pdf":
            answer |= checked(job) if job["what"] == "check" else read_pdf(job, folder)
        else:
            answer["texts"] = office_texts(Path(job["path"]), job["kind"])
    except Exception as error:  # a stranger's file can fail in any way
        locked = isinstance(error, pdfium.PdfiumError) and error.err_code == PASSWORD_NEEDED
        answer = {"state": "locked" if locked else "broken", "pages": None, "texts": [], "sizes": []}
    text = json.dumps(answer, ensure_ascii=False)
    (folder / "answer.json").write_text(text, encoding="utf-8", errors="replace")


# --- PDF -----------------------------------------------------------------------------------------


def checked(job: dict[str, Any]) -> dict[str, Any]:
    """Whether a PDF opens, has its end, and how many pages it has."""
    source = pdfium.PdfDocument(job["path"])
    if len(source) == 0 or not has_its_end(Path(job["path"])):
        return {"state": "broken"}
    source[0].close()
    return {"pages": len(source)}


def has_its_end(path: Path) -> bool:
    """Whether the mark of a PDF's end is there; pdfium opens what was cut off as well, with pages missing."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - TAIL))
        return b"%%EOF" in stream.read()


def read_pdf(job: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Text and pictures of the first pages. Scripts don't run: this pdfium has no engine for them."""
    source = pdfium.PdfDocument(job["path"])
    if len(source) == 0:
        return {"state": "broken"}
    source.init_forms()
    texts: list[str] = []
    sizes: list[tuple[int, int]] = []
    ends = time.monotonic() + job["seconds"]
    for index in range(min(len(source), job["pages"])):
        if time.monotonic() > ends:
            break
        page = source[index]
        texts.append(page_text(page)[: max(0, MOST_TEXT - sum(map(len, texts)))])
        sizes.append(draw(page, folder, index + 1, job["widths"]))
        page.close()
    return {"pages": len(source), "texts": texts, "sizes": sizes}


def page_text(page: pdfium.PdfPage) -> str:
    """The words of a page."""
    return tidy(page.get_textpage().get_text_bounded()[:MOST_PAGE_TEXT])


def draw(page: pdfium.PdfPage, folder: Path, number: int, widths: list[int]) -> tuple[int, int]:
    """The page as PNG in each width; the size in pixels of the last one."""
    wide, high = page.get_size()
    size = (0, 0)
    for width in widths:
        scale = min(width / wide, TALLEST * width / high)
        image = page.render(scale=scale).to_pil().convert("RGB")
        image.quantize(COLOURS).save(folder / f"page-{number}-{width}.png")
        size = image.size
    return size


# --- Office files --------------------------------------------------------------------------------


def office_texts(path: Path, kind: str) -> list[str]:
    """The words of an Office file, by slide or all in one. Parts are unpacked within limits only."""
    named, counted, ending = PLACES[kind]
    with zipfile.ZipFile(path) as packed:
        parts = sorted((name for name in packed.namelist() if named.fullmatch(name)), key=by_number)
        texts: list[str] = []
        for name in parts[:MOST_PARTS]:
            with packed.open(name) as part:
                text = words_of(limited(part.read), counted, ending)
            texts.append(text[: max(0, MOST_TEXT - sum(map(len, texts)))])
    return texts


def by_number(name: str) -> tuple[int, str]:
    """Slide 2 before slide 10."""
    digits = re.sub(r"\D", "", name)
    return int(digits or 0), name


def limited(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """The first MOST_PART bytes of a part, in pieces."""
    left = MOST_PART
    while left > 0 and (piece := read(min(CHUNK, left))):
        left -= len(piece)
        yield piece


def words_of(pieces: Iterator[bytes], counted: tuple[str, ...] | None, ending: tuple[str, ...]) -> str:
    """The text of XML: of the `counted` elements (None: of all), a new line after the `ending` ones.

    Text up to a fault counts; entities are refused, since they can swell without end.
    """
    found: list[str] = []
    inside: list[str] = []
    length = 0

    def begins(name: str, _attributes: dict[str, str]) -> None:
        inside.append(name.rpartition(":")[2])

    def ends(_name: str) -> None:
        if inside.pop() in ending:
            found.append("\n")

    def says(text: str) -> None:
        nonlocal length
        if counted is None or (inside and inside[-1] in counted):
            found.append(text)
            length += len(text)
        if length > MOST_TEXT:
            raise Enough

    def refuses(*_entity: object) -> None:
        raise Enough

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begins, ends
    parser.CharacterDataHandler, parser.EntityDeclHandler = says, refuses
    try:
        for piece in pieces:
            parser.Parse(piece, False)
    except (Enough, expat.ExpatError):
        pass
    return tidy("".join(found))


def tidy(text: str) -> str:
    """Text with single blanks, without signs that no database or page takes."""
    lines = (
        " ".join(line.split()) for line in re.sub(r"[\x00-\x08\x0e-\x1f\ufffe\uffff]", " ", text).splitlines()
    )
    return "\n".join(line for line in lines if line)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
