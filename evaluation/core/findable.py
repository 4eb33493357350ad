"""What the search knows of an item of a dossier: all that it says, as a reader would look for it."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from evaluation.core.dossier import Place, citation
from evaluation.core.section_kinds import KINDS, SectionField

# The search must not depend on the page's language: what a code stands for is findable in both.
CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "segment": {
        "formal": "Pekerja formal, Formal workers",
        "informal": "Pekerja informal, Informal workers",
        "non_civil_servant": "Pegawai non-ASN, Non-civil-servant staff",
        "neighbourhood_heads": "Ketua RT/RW, Heads of neighbourhoods (RT/RW)",
        "village_officials": "Perangkat desa, Village officials",
        "farmers": "Petani, Farmers",
        "fishers": "Nelayan, Fishers",
        "traders": "Pedagang, Traders",
        "transport": "Pengemudi dan kurir, Drivers and couriers",
        "religious": "Pekerja keagamaan, Religious workers",
        "construction": "Pekerja konstruksi, Construction workers",
        "other": "Pekerja rentan lainnya, Other vulnerable workers",
    },
    "innovation_kind": {
        "membership": "Kepesertaan, Membership",
        "institutional": "Kelembagaan, Institutional",
        "planned": "Program yang direncanakan, Planned programme",
    },
}
MONTHS: Final = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)
# The last of what a text may say goes unfound rather than a save unfinished.
MOST_SIGNS: Final = 200_000


def item_text(kind: str, values: Mapping[str, Any], place: Place) -> str:
    """All that an item says, a line a field. Fields that its kind does not have (any more) are left out."""
    known = KINDS.get(kind)
    if known is None:
        return ""
    said = [citation({"type": "", "number": "", "year": None, **values}, place)]
    lines = said if kind == "regulations" and any(values.get(n) for n in ("type", "number", "year")) else []
    cited = ("type", "number", "year") if lines else ()
    for field in known.fields:
        value = values.get(field.name)
        if value not in (None, "") and field.name not in cited:
            lines.append(_said(field, value))
    return clean("\n".join(lines))


def entry_text(name: str, code: str, region: str) -> str:
    """Whose dossier it is."""
    return clean("\n".join(dict.fromkeys((name, code, region))))


def clean(text: str) -> str:
    """Text without control signs, which nobody looks for and which the index uses as marks."""
    kept = "".join(sign if sign >= " " or sign in "\n\t" else " " for sign in text)
    return kept[:MOST_SIGNS]


def _said(field: SectionField, value: Any) -> str:
    if field.kind == "choice":
        return CODES.get(field.words or "", {}).get(value, str(value))
    if field.kind == "day":
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return str(value)
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{value:,}".replace(",", ".") if field.kind in ("whole", "rupiah") else str(value)
