"""Real PDFs, pictures and Office files, good and bad, for the tests of papers and of reading."""

from __future__ import annotations

import io

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.pdfgen import canvas


def pdf_of(pages: int = 1, words: str = "halaman", *, script: str = "", field: str = "") -> bytes:
    """A PDF whose pages say "halaman 1", ...; with a JavaScript, or a filled-in form field."""
    out = io.BytesIO()
    sheet = canvas.Canvas(out, invariant=True)
    for number in range(1, pages + 1):
        sheet.drawString(100, 700, f"{words} {number}")
        if field:
            sheet.acroForm.textfield(name=f"f{number}", value=field, x=100, y=500)
        sheet.showPage()
    sheet.save()
    if not script:
        return out.getvalue()
    writer = PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    act = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
    )
    writer.root_object[NameObject("/OpenAction")] = act
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
    return written(writer)


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf_of()))
    writer.encrypt("rahasia", algorithm="RC4-128")
    return written(writer)


def cut_pdf() -> bytes:
    """A PDF of which only the first part came through."""
    whole = pdf_of(3)
    return whole[: len(whole) // 4]


def written(writer: PdfWriter) -> bytes:
    """A PDF as bytes."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", frames: int = 1) -> bytes:
    """An image file."""
    out = io.BytesIO()
    more = {"save_all": True, "append_images": [Image.new(mode, size)] * (frames - 1)} if frames > 1 else {}
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()
