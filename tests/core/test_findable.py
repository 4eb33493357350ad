"""What the search knows of an item: each kind's fields as a reader would look for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from evaluation.core.dossier import Place
from evaluation.core.findable import CODES, MOST_SIGNS, clean, entry_text, item_text
from evaluation.labels import LABELS

PLACE = Place("Kota Mojokerto", "Kota Mojokerto", "Jawa Timur", "regency")
CATALOGUE = Path("evaluation/translations/id/LC_MESSAGES/messages.po")


@pytest.mark.parametrize(
    ("kind", "values", "text"),
    [
        (
            "regulations",
            dict(type="perda", number="9", year=2019, subject="Jaminan sosial", in_force_from="2019-12-30",
                 amends="No. 11/2017"),
            "Perda Kota Mojokerto No. 9/2019\nJaminan sosial\n30 Desember 2019\nNo. 11/2017",
        ),
        ("regulations", dict(type="", number="", year=None, subject="Jaminan sosial"), "Jaminan sosial"),
        ("regulations", dict(type="", number="9", year=None), "Peraturan Kota Mojokerto No. 9"),
        (
            "innovations",
            dict(kind="membership", title="RT/RW", problem="Risiko", action="872 orang", since="Maret 2019",
                 people_reached=12500, budget=1_000_000_000),
            "Kepesertaan, Membership\nRT/RW\nRisiko\n872 orang\nMaret 2019\n12.500\n1.000.000.000",
        ),
        (
            "coverage",
            dict(segment="farmers", workers=1000, protected=0, source="Dinas"),
            "Petani, Farmers\n1.000\n0\nDinas",
        ),
        ("budget", dict(year=2021, purpose="Iuran", amount=175_795_200), "2021\nIuran\n175.795.200"),
        ("narrative", dict(text="Kami\npeduli"), "Kami\npeduli"),
        ("documents", dict(title="Foto", note="", forgotten="lama"), "Foto"),
        ("documents", dict(title="", note=None), ""),
        ("unheard-of", dict(title="Foto"), ""),
        ("regulations", dict(in_force_from="kemarin"), "kemarin"),
    ],
)  # fmt: skip
def test_what_an_item_says(kind: str, values: dict[str, object], text: str) -> None:
    assert item_text(kind, values, PLACE) == text


def test_a_name_is_said_once() -> None:
    assert entry_text("Kota Mojokerto", "35.76", "Kota Mojokerto") == "Kota Mojokerto\n35.76"


def test_control_signs_are_blanks_and_endless_texts_end() -> None:
    assert clean("a\x02b\x00c\nd") == "a b c\nd"
    assert len(clean("x" * (MOST_SIGNS + 1))) == MOST_SIGNS


def test_codes_are_found_by_the_words_that_pages_show_in_both_languages() -> None:
    with CATALOGUE.open("rb") as stream:
        catalogue = read_po(stream)
    for kind, words in CODES.items():
        expected = {}
        for code, label in LABELS[kind].items():
            entry = catalogue.get(label.text)
            assert entry is not None
            expected[code] = f"{entry.string}, {label.text}"
        assert words == expected
