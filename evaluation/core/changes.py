"""What changed between two submissions of a dossier: item by item, field by field, from their manifests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from evaluation.core.manifest import ManifestSection

Item = Mapping[str, Any]
# What a manifest's item has beside its fields.
NOT_FIELDS: Final = ("id", "file")
# Beyond so many words a comparison word by word takes too long; the texts then stand whole, side by side.
MOST_WORDS: Final = 1500
WORD_OR_SPACE: Final = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field whose value is another one; None: it was not there."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that came, went, or has other values (`fields`) or another file (`file`: before, after)."""

    before: Item | None
    after: Item | None
    fields: tuple[FieldChange, ...] = ()
    file: tuple[Mapping[str, Any] | None, Mapping[str, Any] | None] | None = None

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """What became of the item."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class SectionChanges:
    """A section with what changed in it, and how many of its items stayed as they were."""

    section: ManifestSection
    items: tuple[ItemChange, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: it stayed, came or went."""

    kind: Literal["same", "added", "removed"]
    text: str


def changes(
    before: Sequence[ManifestSection], after: Sequence[ManifestSection]
) -> tuple[SectionChanges, ...]:
    """The changes from one submission to a later one: the later one's sections, then those that went."""
    old = {section.code: section for section in before}
    new = {section.code: section for section in after}
    listed = [*after, *(section for section in before if section.code not in new)]
    return tuple(_section(section, old.get(section.code), new.get(section.code)) for section in listed)


def _section(
    section: ManifestSection, old: ManifestSection | None, new: ManifestSection | None
) -> SectionChanges:
    pairs = _pairs(old.items if old else (), new.items if new else ())
    found = [_item(one, other) for one, other in pairs]
    changed = tuple(one for one in found if one.kind != "changed" or one.fields or one.file)
    return SectionChanges(section, changed, len(found) - len(changed))


def _item(before: Item | None, after: Item | None) -> ItemChange:
    if before is None or after is None:
        return ItemChange(before, after)
    names = [name for name in {**before, **after} if name not in NOT_FIELDS]
    fields = tuple(
        FieldChange(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )
    files = (before.get("file"), after.get("file"))
    return ItemChange(before, after, fields, None if _sha256(files[0]) == _sha256(files[1]) else files)


def _sha256(file: Mapping[str, Any] | None) -> str | None:
    return file["sha256"] if file else None


def _pairs(before: Sequence[Item], after: Sequence[Item]) -> list[tuple[Item | None, Item | None]]:
    """Each item with what it became: those of `after` in order, then those that went."""
    left = list(before)
    known = _same(left, after)
    found: list[tuple[Item | None, Item | None]] = []
    for item, partner in zip(after, known, strict=True):
        found.append((partner, item))
    gone = [item for item in left if not any(item is partner for partner in known)]
    return [*found, *((item, None) for item in gone)]


def _same(before: Sequence[Item], after: Sequence[Item]) -> list[Item | None]:
    """What each item of `after` was before; None for a new one.

    By its number; a manifest of the first format has none, and there the most alike ones belong together.
    """
    free = list(before)
    found: list[Item | None] = [None] * len(after)
    for alike in (_same_number, _equal, _mostly_equal):
        for place, item in enumerate(after):
            if found[place] is None:
                found[place] = next((one for one in free if alike(one, item)), None)
                free = [one for one in free if one is not found[place]]
    return found


def _same_number(one: Item, other: Item) -> bool:
    return "id" in one and one.get("id") == other.get("id")


def _numbered(one: Item, other: Item) -> bool:
    return "id" in one and "id" in other


def _equal(one: Item, other: Item) -> bool:
    return not _numbered(one, other) and _content(one) == _content(other)


def _mostly_equal(one: Item, other: Item) -> bool:
    """Whether at least half of what either one says is the same."""
    if _numbered(one, other):
        return False
    mine, its = _content(one), _content(other)
    same = sum(1 for name, value in mine.items() if its.get(name) == value)
    return same > 0 and 2 * same >= max(len(mine), len(its))


def _content(item: Item) -> dict[str, Any]:
    """What an item says, without its blanks and its number."""
    said = {name: value for name, value in item.items() if name not in NOT_FIELDS and value not in (None, "")}
    sha256 = _sha256(item.get("file"))
    return {**said, "file": sha256} if sha256 else said


def pieces(before: str, after: str) -> tuple[Piece, ...] | None:
    """Two texts as one, word by word, with what went and what came; None when they are too long for it."""
    old, new = WORD_OR_SPACE.findall(before), WORD_OR_SPACE.findall(after)
    if max(len(old), len(new)) > 2 * MOST_WORDS:
        return None
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(old[a:b])))
            continue
        if a < b:
            found.append(Piece("removed", "".join(old[a:b])))
        if c < d:
            found.append(Piece("added", "".join(new[c:d])))
    return tuple(found)
