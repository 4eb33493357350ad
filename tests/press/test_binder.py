"""The press: what strangers' files do to a paper, which is nothing but to stand in it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from evaluation.press import binder
from evaluation.press.running import PressFailed, run
from tests.paper_ground import cut_pdf, locked_pdf, pdf_of, picture

LIMITS = {"annex_pages": 200, "pages": 1000, "bytes": 10**8}
WORDS = {state: f"{state} %(bound)s/%(pages)s" for state in (
    "as_file",
    "held", "missing", "slow", "locked", "broken", "full", "follows", "begins", "pictured",
    "pictured_first", "large", "mixed", "archival", "named",
)}  # fmt: skip
SIGNS = 'Jum\'at "besar" #panic("x") *b* $x$ @r <l> \\ 🎉.pdf'


def bound(
    folder: Path, *files: tuple[str, bytes], name: str = "Kota Uji", limits: dict[str, int] = LIMITS
) -> tuple[PdfReader, dict[str, Any]]:
    """A dossier with these annexes (kind, content), and the press's answer."""
    annexes, covers = [], []
    for number, (kind, content) in enumerate(files, start=1):
        path = folder / f"upload-{number}"
        path.write_bytes(content)
        annexes.append({"number": number, "kind": kind, "path": str(path), "size": len(content)})
        covers.append({"number": number, "label": f"Lampiran {number}", "title": f"Lampiran {number}: berkas",
                       "name": "berkas", "size": "1 kB", "facts": []})  # fmt: skip
    data = {
        "lang": "id", "title": "Berkas", "name": name, "award": "Uji", "footer": "kaki", "facts": [],
        "notes": [], "contents_title": "Daftar isi", "annexes_title": "Lampiran",
        "annex_columns": ["No", "Berkas", "Ukuran"], "annexes": covers,
        "sections": [{"title": "Regulasi", "note": "", "table": None, "items": []}],
    }  # fmt: skip
    job = {"template": "dossier.typ", "data": data, "words": WORDS, "moment": 1641783600,
           "annexes": annexes, "limits": limits}  # fmt: skip
    answer = run("binder.py", folder, job)
    return PdfReader(io.BytesIO((folder / "paper.pdf").read_bytes())), answer


def states(answer: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(one["state"], one["pages"], one["bound"]) for one in answer["annexes"]]


def texts(paper: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in paper.pages]


def test_annexes_follow_their_cover_sheets_and_the_contents_count_them(tmp_path: Path) -> None:
    paper, answer = bound(
        tmp_path, ("pdf", pdf_of(2, "pertama")), ("file", b"x"), ("pdf", pdf_of(1, "kedua"))
    )
    assert states(answer) == [("follows", 2, 2), ("as_file", 0, 0), ("follows", 1, 1)]
    said = texts(paper)
    assert said[4:] == [
        "Lampiran 1: berkas follows 2/2 kaki 5",
        "pertama 1",
        "pertama 2",
        "Lampiran 2: berkas as_file 0/0 kaki 8",
        "Lampiran 3: berkas follows 1/1 kaki 9",
        "kedua 1",
    ]
    assert "Lampiran 2: berkas" in said[1]
    marks = paper.outline
    titles = [mark["/Title"] for mark in marks if not isinstance(mark, list)]
    assert titles == ["Regulasi", "Lampiran"]
    assert [(mark["/Title"], paper.get_destination_page_number(mark)) for mark in marks[-1]] == [
        ("Lampiran 1: berkas", 4),
        ("Lampiran 2: berkas", 7),
        ("Lampiran 3: berkas", 8),
    ]


def test_a_paper_is_called_pdf_a_only_while_no_page_in_it_is_a_strangers(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    own, answer = bound(tmp_path / "a", ("image", picture()), ("file", b"x"))
    assert answer["archival"] is True
    metadata = own.xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == ("2", "B")
    assert "archival" in texts(own)[0]
    mixed, answer = bound(tmp_path / "b", ("pdf", pdf_of()))
    assert answer["archival"] is False
    metadata = mixed.xmp_metadata
    assert metadata is not None
    assert (metadata.pdfaid_part, metadata.pdfaid_conformance) == (None, None)
    assert "mixed" in texts(mixed)[0]


def test_ten_thousand_pages_are_bound_up_to_the_limit(tmp_path: Path) -> None:
    paper, answer = bound(
        tmp_path, ("pdf", pdf_of(10_000)), ("pdf", pdf_of(3)), limits={**LIMITS, "pages": 201}
    )
    assert states(answer) == [("begins", 10_000, 200), ("begins", 3, 1)]
    assert len(paper.pages) == 4 + 1 + 200 + 1 + 1
    assert texts(paper)[-1] == "halaman 1"


def test_bad_files_get_a_cover_sheet_that_says_so(tmp_path: Path) -> None:
    broken_image = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 30
    _, answer = bound(
        tmp_path,
        ("pdf", locked_pdf()),
        ("pdf", cut_pdf()),
        ("pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"),
        ("image", broken_image),
        ("image", picture("PNG", (9000, 9000), "1")),
    )
    assert states(answer) == [
        ("locked", 0, 0),
        ("broken", 0, 0),
        ("broken", 0, 0),
        ("broken", 0, 0),
        ("large", 0, 0),
    ]


def test_scripts_of_a_pdf_stay_behind_and_forms_are_drawn_in(tmp_path: Path) -> None:
    scripted = pdf_of(script="app.alert('x')")
    assert b"/JavaScript" in scripted
    paper, _ = bound(tmp_path, ("pdf", scripted), ("pdf", pdf_of(field="TERISI")))
    raw = (tmp_path / "paper.pdf").read_bytes()
    assert b"/JavaScript" not in raw
    assert b"app.alert" not in raw
    root = paper.trailer["/Root"]
    assert "/OpenAction" not in root
    assert "/AcroForm" not in root
    assert texts(paper)[-1] == "halaman 1 TERISI"


def test_pictures_of_every_kind_are_shown_on_their_sheet(tmp_path: Path) -> None:
    paper, answer = bound(
        tmp_path,
        ("image", picture("PNG", mode="RGBA")),
        ("image", picture("JPEG", mode="CMYK")),
        ("image", picture("WEBP")),
        ("image", picture("TIFF", mode="1", frames=12)),
    )
    assert states(answer) == [
        ("pictured", 1, 0),
        ("pictured", 1, 0),
        ("pictured", 1, 0),
        ("pictured_first", 12, 0),
    ]
    assert [len(page.images) for page in paper.pages][4:7] == [1, 1, 1]
    assert sum(len(page.images) for page in paper.pages) == 3 + binder.MOST_FRAMES


def test_what_people_typed_is_printed_and_never_read_as_markup(tmp_path: Path) -> None:
    paper, answer = bound(tmp_path, name=SIGNS)
    assert answer["archival"] is True
    first = texts(paper)[0]
    assert SIGNS.replace("🎉", "[party popper]") in first
    assert first.endswith("named %(bound)s/%(pages)s kaki 1")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 3000,
        "\x00\x1b\u202e\u2066",
        "漢字" * 400,
        "a\u0301\u0302\u0489" * 50,
        "\U0001f468\u200d\U0001f469",
        "ꦗꦮ",
        "\n" * 40,
    ],
)
def test_no_text_can_break_the_paper(tmp_path: Path, text: str) -> None:
    paper, answer = bound(tmp_path, name=text)
    assert answer["archival"] is True
    assert "Uji" in texts(paper)[0]


def test_a_press_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(PressFailed, match=r"(?s)^binder\.py: .*FileNotFoundError"):
        run("binder.py", tmp_path, {"template": "none.typ", "data": {}, "words": WORDS, "moment": 0})


def test_the_press_imports_nothing_of_ours() -> None:
    source = Path(binder.__file__).read_text(encoding="utf-8")
    assert "evaluation" not in json.dumps([line for line in source.splitlines() if "import" in line])
