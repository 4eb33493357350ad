"""Looking into files: words and pictures come out of good ones, and no bad one does any harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from evaluation.press import reader
from evaluation.press.running import run
from tests.dossier_ground import zipped
from tests.paper_ground import cut_pdf, locked_pdf, pdf_of

WORDS = (
    '<w:document xmlns:w="x"><w:p><w:r><w:t>Peraturan</w:t></w:r><w:r><w:t xml:space="preserve"> Daerah</w:t>'
    "</w:r></w:p><w:p><w:t>Nomor 9</w:t></w:p></w:document>"
)
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "hahahahaha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><w:d xmlns:w="x"><w:t>&i;</w:t></w:d>'
)


def read(folder: Path, kind: str, content: bytes, what: str = "read", pages: int = 200) -> dict[str, Any]:
    path = folder / "upload"
    path.write_bytes(content)
    job = {"what": what, "kind": kind, "path": str(path), "pages": pages, "widths": [64, 128], "seconds": 60}
    return run("reader.py", folder, job)


def size_of(path: Path) -> tuple[int, int]:
    with Image.open(path) as image:
        return image.size


def test_a_pdf_gives_words_and_pictures_page_by_page(tmp_path: Path) -> None:
    assert read(tmp_path, "pdf", pdf_of(2)) == {
        "state": "read",
        "pages": 2,
        "texts": ["halaman 1", "halaman 2"],
        "sizes": [[128, 182], [128, 182]],
    }
    sizes = {path.name: size_of(path) for path in tmp_path.glob("*.png")}
    assert sizes == {
        "page-1-64.png": (64, 91),
        "page-1-128.png": (128, 182),
        "page-2-64.png": (64, 91),
        "page-2-128.png": (128, 182),
    }


def test_ten_thousand_pages_are_counted_and_the_first_read(tmp_path: Path) -> None:
    answer = read(tmp_path, "pdf", pdf_of(10_000), pages=3)
    assert (answer["pages"], len(answer["texts"]), len(answer["sizes"])) == (10_000, 3, 3)
    assert read(tmp_path, "pdf", pdf_of(10_000), "check") == {
        "state": "read",
        "pages": 10_000,
        "texts": [],
        "sizes": [],
    }


def test_a_pdf_with_javascript_is_read_like_any_other(tmp_path: Path) -> None:
    answer = read(tmp_path, "pdf", pdf_of(script="while (true) {}; this.exportDataObject()"))
    assert (answer["state"], answer["texts"]) == ("read", ["halaman 1"])


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (locked_pdf(), "locked"),
        (cut_pdf(), "broken"),
        (pdf_of(3)[:-60], "broken"),
        (b"%PDF-1.7\n%%EOF\n", "broken"),
        (b"%PDF-1.7\n" + b"[" * 500_000 + b"\n%%EOF\n", "broken"),
    ],
)
def test_bad_pdfs_are_told_apart(tmp_path: Path, content: bytes, state: str) -> None:
    assert read(tmp_path, "pdf", content, "check")["state"] == state


@pytest.mark.parametrize(
    ("kind", "parts", "texts"),
    [
        ("docx", [("word/document.xml", WORDS)], ["Peraturan Daerah\nNomor 9"]),
        (
            "pptx",
            [
                (f"ppt/slides/slide{n}.xml", f'<p:s xmlns:p="p" xmlns:a="a"><a:p><a:t>S{n}</a:t></a:p></p:s>')
                for n in (10, 2)
            ],
            ["S2", "S10"],
        ),
        (
            "odt",
            [("content.xml", '<d xmlns:text="t"><text:h>Judul</text:h><text:p>Isi</text:p></d>')],
            ["Judul\nIsi"],
        ),
    ],
)
def test_office_files_give_their_words(
    tmp_path: Path, kind: str, parts: list[tuple[str, str]], texts: list[str]
) -> None:
    assert read(tmp_path, kind, zipped(*parts)) == {
        "state": "read",
        "pages": None,
        "texts": texts,
        "sizes": [],
    }


@pytest.mark.parametrize(
    ("kind", "name"),
    [("docx", "word/document.xml"), ("odt", "content.xml")],
)
def test_a_zip_bomb_is_read_up_to_the_limit(tmp_path: Path, kind: str, name: str) -> None:
    packed = zipped((name, '<w:d xmlns:w="x"><w:t>' + "A" * 200_000_000))
    assert len(packed) < 300_000
    [text] = read(tmp_path, kind, packed)["texts"]
    assert set(text) == {"A"}
    assert len(text) <= reader.MOST_TEXT


def test_entities_that_swell_are_not_unfolded(tmp_path: Path) -> None:
    assert read(tmp_path, "docx", zipped(("word/document.xml", LAUGHS)))["texts"] == [""]


def test_an_office_file_that_is_none_is_broken(tmp_path: Path) -> None:
    assert read(tmp_path, "docx", b"PK\x03\x04" + b"\x00" * 90)["state"] == "broken"
