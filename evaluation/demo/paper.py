"""PDF files for the demonstration's dossiers: real files, plainly marked as made up."""

from __future__ import annotations

import json

import typst

PAGE = """
#set page(paper: "a4", margin: 2.5cm, footer: align(center, text(9pt)[#data.mark]))
#set text(size: 11pt, lang: "id")
#align(center)[#text(15pt, weight: "bold")[#data.title] #v(0.3em) #data.owner]
#v(1.5em)
#for line in data.lines [ #line #parbreak() ]
"""
MARK = "Berkas peragaan Penjurian; bukan naskah resmi."


def paper(title: str, owner: str, lines: list[str]) -> bytes:
    """A one-page PDF with a title, whose it is, and some lines of text."""
    data = json.dumps({"title": title, "owner": owner, "lines": lines, "mark": MARK}, ensure_ascii=False)
    source = f"#let data = json(bytes({json.dumps(data, ensure_ascii=False)}))\n{PAGE}"
    pdf = typst.compile(source.encode(), format="pdf")
    assert isinstance(pdf, bytes)
    return pdf
