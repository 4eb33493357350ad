"""What the papers say, in the visitor's language: the data that the press prints, and its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.core.annexes import Annex
from evaluation.core.dossier import COUNTS, CoverageRow, Dossier, Item
from evaluation.core.manifest import ManifestSection
from evaluation.core.messages import Message, msg
from evaluation.core.receipt_code import receipt_code
from evaluation.core.rules import Section
from evaluation.core.section_kinds import SectionField
from evaluation.store.db import Row
from evaluation.views.context import locale
from evaluation.views.language import day, file_size, label, number, pick, say, when

# What a cover sheet says of its annex, by what the press found; `%(pages)s` and `%(bound)s` it fills in.
STATES: dict[str, Message] = {
    "follows": msg("Pages that follow: %(pages)s."),
    "begins": msg("It has %(pages)s pages; the first %(bound)s follow. The whole file is in the ZIP."),
    "full": msg("It is not shown here, because this paper would become too long. The file is in the ZIP."),
    "locked": msg("It can't be shown: a password locks it. The file is in the ZIP as it was handed in."),
    "broken": msg("It can't be shown: the file is broken. It is in the ZIP as it was handed in."),
    "slow": msg("It can't be shown: reading it takes too long. The file is in the ZIP."),
    "large": msg("It can't be shown: the picture is too large. The file is in the ZIP."),
    "held": msg("It is neither shown nor in the ZIP, because the virus scanner has not passed it."),
    "missing": msg("The file is missing on the server: tell the committee."),
    "as_file": msg("Files of this kind are not shown on paper. The file is in the ZIP."),
    "pictured": msg("It is shown below."),
    "pictured_first": msg("It has %(pages)s pages; the first are shown below. The whole file is in the ZIP."),
    "archival": msg("This file keeps to PDF/A-2b (ISO 19005-2), the form of PDF for long keeping."),
    "mixed": msg(
        "This file is not PDF/A: it contains pages of PDFs that others made, and nobody checked those for it."
    ),
    "named": msg("Signs that the fonts here lack are written as their names, in square brackets."),
}
# Lines of a receipt's list; an item with a file takes three.
MOST_LINES = 30
LONGEST_LINE = 90


def words() -> dict[str, str]:
    """The press's sentences; their holes stay open."""
    return {state: say(message) for state, message in STATES.items()}


def fact(title: Message, value: str, *, exact: bool = False, long: bool = False) -> dict[str, Any]:
    """A line of facts: `exact` for fingerprints, `long` for texts."""
    return {"label": say(title), "value": value, "exact": exact, "long": long}


# --- the receipt ---------------------------------------------------------------------------------


def receipt_data(entry: Row, sent: Row, contents: Sequence[ManifestSection], check: str) -> dict[str, Any]:
    """What the receipt of a submission prints; `check` is the address at which anyone can check it."""
    facts = [
        fact(msg("Candidate"), f"{entry['name']} ({entry['code']})"),
        fact(msg("Award"), f"{pick(entry, 'edition_title')} · {pick(entry, 'category_title')}"),
        fact(msg("Received"), when(sent["submitted_at"], entry["timezone"], seconds=True)),
        fact(msg("Receipt code"), receipt_code(sent["fingerprint"])),
    ]
    if sent["sender"]:
        facts.insert(3, fact(msg("Sent by"), sent["sender"]))
    listed, left = within(contents)
    return {
        "lang": locale(),
        "title": say(msg("Receipt of submission %(number)s", number=sent["number"])),
        "footer": f"{entry['edition_code']} · {entry['code']}",
        "facts": facts,
        "fingerprint": fact(msg("Fingerprint (SHA-256)"), sent["fingerprint"], exact=True),
        "check": [
            say(msg("Anyone can check this receipt here: time and fingerprint are shown, no content."))
        ],
        "links": [check],
        "contents_title": say(msg("What was received")),
        "sections": listed,
        "more": say(msg("And %(count)s more; the manifest lists everything.", count=left)) if left else "",
    }


def within(contents: Sequence[ManifestSection]) -> tuple[list[dict[str, Any]], int]:
    """The sections with as many items as one page takes, and how many items are left out."""
    lines, left = MOST_LINES, 0
    shown: list[dict[str, Any]] = []
    for section in contents:
        lines -= 1
        items: list[dict[str, Any]] = []
        for item in section.items:
            needs = 3 if item["file"] else 1
            if lines < needs:
                left += 1
                lines = 0
                continue
            lines -= needs
            items.append(received(section.kind, item))
        shown.append({"title": f"{pick(section.title)} ({len(section.items)})", "items": items})
    return shown, left


def received(kind: str, item: Mapping[str, Any]) -> dict[str, Any]:
    """One item of a manifest, in a line, with its file."""
    file = item["file"]
    return {
        "title": cut(received_title(kind, item)),
        "file": None if file is None else cut(f"{file['name']} · {file_size(file['size'])}"),
        "sha256": "" if file is None else file["sha256"],
    }


def received_title(kind: str, item: Mapping[str, Any]) -> str:
    """What an item of a manifest is called."""
    if kind == "regulations":
        number_and_year = f"{item['number']}/{item['year']}: {item['subject']}"
        return f"{label('regulation_type', item['type'])} {number_and_year}"
    if kind == "coverage":
        return label("segment", item["segment"])
    if kind == "narrative":
        return str(item["text"])
    named = item.get("title") or item.get("purpose") or ""
    return " ".join(str(part) for part in (item.get("year"), named) if part)


def cut(text: str) -> str:
    """A text as one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1].rstrip() + "…"


# --- the dossier ---------------------------------------------------------------------------------


def dossier_data(
    entry: Row, dossier: Dossier, annexes: Sequence[Annex], sent: Row | None, at: str
) -> dict[str, Any]:
    """What dossier.typ prints; `sent` is the submission that this is, None for a dossier in the making."""
    numbers = {annex.item.id: annex for annex in annexes}
    return {
        "lang": locale(),
        "title": say(msg("Dossier")),
        "name": entry["name"],
        "award": pick(entry, "edition_title"),
        "footer": f"{entry['name']} · {pick(entry, 'edition_title')}",
        "facts": title_facts(entry, sent),
        "notes": title_notes(entry, sent, at),
        "contents_title": say(msg("Contents")),
        "sections": [section_data(dossier, section, numbers) for section in dossier.sections],
        "annexes_title": say(msg("Annexes")),
        "annex_columns": [say(msg("Annex")), say(msg("File")), say(msg("Size"))],
        "annexes": [annex_data(dossier, annex) for annex in annexes],
    }


def title_facts(entry: Row, sent: Row | None) -> list[dict[str, Any]]:
    """The facts of the title page."""
    if entry.get("hidden"):
        return unnamed_facts(entry, sent)
    facts = [
        fact(msg("Candidate"), f"{entry['name']} ({entry['code']})"),
        fact(msg("Category"), pick(entry, "category_title")),
        fact(msg("Province"), entry["province_name"]),
        fact(msg("Status"), label("status", entry["status"])),
    ]
    if sent is not None:
        facts += [
            fact(msg("Submission"), str(sent["number"])),
            fact(msg("Received"), when(sent["submitted_at"], entry["timezone"], seconds=True)),
            fact(msg("Fingerprint (SHA-256)"), sent["fingerprint"], exact=True),
        ]
    return facts


def unnamed_facts(entry: Row, sent: Row | None) -> list[dict[str, Any]]:
    """The title page's facts where the candidate is hidden: none by which the dossier could be looked up."""
    facts = [fact(msg("Entry"), entry["name"]), fact(msg("Category"), pick(entry, "category_title"))]
    return facts + ([] if sent is None else [fact(msg("Submission"), str(sent["number"]))])


def title_notes(entry: Row, sent: Row | None, at: str) -> list[str]:
    """What else the title page says: of which moment this is, and how far it counts."""
    made = say(msg("Made %(when)s.", when=when(at, entry["timezone"], seconds=True)))
    if sent is None:
        return [say(msg("This dossier is in the making: it was not submitted as it stands here.")), made]
    return [made]


def section_data(dossier: Dossier, section: Section, annexes: Mapping[int, Annex]) -> dict[str, Any]:
    """A section: as a table where its kind is one, item by item otherwise."""
    items = dossier.of(section.code)
    table = coverage_table(dossier, section) if section.kind == "coverage" and items else None
    note = "" if items else say(msg("Nothing is in this section."))
    if section.kind == "budget" and items:
        note = say(msg("Total: Rp %(amount)s", amount=number(dossier.budget_total(section.code))))
    return {
        "title": pick(section.title),
        "note": note,
        "table": table,
        "items": [] if table else [item_data(dossier, section, item, annexes) for item in items],
    }


def item_data(dossier: Dossier, section: Section, item: Item, annexes: Mapping[int, Annex]) -> dict[str, Any]:
    """An item with everything that was filled in."""
    annex = annexes.get(item.id)
    proof = "" if annex is None else f"{annex_label(annex)}: {annex.file.name}"
    return {
        "title": item_title(dossier, section, item),
        "facts": [shown for field in section.fields if (shown := field_fact(field, item.values[field.name]))],
        "annex": None if annex is None else annex.number,
        "proof": proof,
    }


def field_fact(field: SectionField, value: Any) -> dict[str, Any] | None:
    """A field in words; None while it is empty."""
    if value in (None, ""):
        return None
    return fact(field.label, shown_value(field, value), long=field.kind == "text")


def shown_value(field: SectionField, value: Any) -> str:
    """A field's value as this language writes it."""
    if field.kind == "choice":
        return label(field.words or "", value)
    if field.kind == "day":
        return day(value)
    if field.kind == "whole":
        return number(value)
    if field.kind == "rupiah":
        return say(msg("Rp %(amount)s", amount=number(value)))
    return str(value)


def item_title(dossier: Dossier, section: Section, item: Item) -> str:
    """What an item is called."""
    values = item.values
    if section.kind == "regulations":
        return dossier.citation(item)
    if section.kind == "coverage":
        return label("segment", values["segment"])
    if section.kind == "narrative":
        return pick(section.title)
    named = values.get("title") or values.get("purpose") or ""
    title = " ".join(str(part) for part in (values.get("year"), named) if part)
    return title or say(msg("(no title yet)"))


def coverage_table(dossier: Dossier, section: Section) -> dict[str, Any]:
    """The coverage table with its sum."""
    heads = [msg("Segment"), msg("Workers"), msg("Protected"), msg("Share")]
    rows = [
        [label("segment", line.segment), *line_cells(line), line.source]
        for line in dossier.coverage_rows(section.code)
    ]
    return {
        "columns": [*(say(head) for head in heads), "JKK", "JKM", "JHT", "JP", "JKP", say(msg("Source"))],
        "widths": [5, 3, 3, 3, 3, 3, 3, 3, 3, 5],
        "numbers": [False, *[True] * 8, False],
        "rows": rows,
        "total": [say(msg("Total")), *line_cells(dossier.coverage_total(section.code)), ""],
    }


def line_cells(line: CoverageRow) -> list[str]:
    """The numbers of a coverage line, its share after the first two."""
    counts = [number(line.numbers[name]) for name in COUNTS]
    share = "" if line.share is None else say(msg("%(share)s%%", share=number(line.share, 2)))
    return [*counts[:2], share, *counts[2:]]


def annex_label(annex: Annex) -> str:
    """ "Annex 3" in the visitor's language."""
    return say(msg("Annex %(number)s", number=annex.number))


def annex_data(dossier: Dossier, annex: Annex) -> dict[str, Any]:
    """The cover sheet of an annex; the press adds what it found in the file."""
    file = annex.file
    return {
        "number": annex.number,
        "label": annex_label(annex),
        "title": f"{annex_label(annex)}: {file.name}",
        "name": file.name,
        "size": file_size(file.size),
        "facts": [
            fact(
                msg("Belongs to"),
                f"{pick(annex.section.title)}: {item_title(dossier, annex.section, annex.item)}",
            ),
            fact(msg("File"), file.name),
            fact(msg("In the ZIP as"), annex.name_in_zip),
            fact(msg("Size"), f"{file_size(file.size)} ({number(file.size)} B)"),
            fact(msg("Kind of file"), file.media_type),
            fact(msg("SHA-256"), file.sha256, exact=True),
        ],
    }
