"""The search in the dossiers that one may read: the entries, and in each the places with their passages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, Flask, render_template, request, url_for

from evaluation.core.finding import MOST_PARTS, Asked, Snippet, asked, snippets
from evaluation.core.paging import Paging, paging
from evaluation.permissions import entry_reach
from evaluation.store import numbers, search
from evaluation.store.db import Row
from evaluation.store.search import Where
from evaluation.views.context import actor, db
from evaluation.views.gate import access
from evaluation.views.reading import part_of

pages = Blueprint("search", __name__)

ENTRIES_A_PAGE = 10
PLACES_EACH = 3
PLACES_A_PAGE = 50
FILTERS = ("edition", "category", "round", "province")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words stand: what kind of place, the row, its passage in pieces, and its address."""

    kind: str
    row: Row
    passage: tuple[Snippet, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as its reader may know it, with the places shown; `places` is how many there are."""

    entry: Row
    hits: tuple[Hit, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found; `places` in all `entries`. `only` is the entry that alone is searched."""

    entries: int
    places: int
    found: tuple[Found, ...]
    paging: Paging


@pages.get("/search")
@access("candidate", "assessor", "committee", "auditor")
def find() -> str:
    """What was asked for, and where it stands."""
    text = request.args.get("q", "").strip()
    words = asked(text)
    reach = entry_reach(actor())
    edition = request.args.get("edition", "")
    hidden = nameless()
    choices = search.choices(db(), reach, edition, hidden)
    limits = chosen(choices)
    only = request.args.get("entry", type=int)
    where = Where(**limits, entries=None if only is None else [only], nameless=hidden)
    return render_template(
        "search/search.html",
        text=text,
        words=words,
        most=MOST_PARTS,
        choices=choices,
        limits=limits,
        only=only,
        here={name: value for name, value in {"q": text, **limits, "entry": only}.items() if value},
        results=results(words, where, only) if words else None,
    )


def chosen(choices: Mapping[str, list[Row]]) -> dict[str, str | None]:
    """The limits that the address names, as far as they are the visitor's to choose."""
    lists = {"edition": "editions", "category": "categories", "round": "rounds", "province": "provinces"}
    limits: dict[str, str | None] = {}
    for name in FILTERS:
        code = request.args.get(name)
        limits[name] = code if any(one["code"] == code for one in choices[lists[name]]) else None
    return limits


def results(words: Asked, where: Where, only: int | None) -> Results:
    """A page of entries with some places each; of one entry alone, a page of its places."""
    reach = entry_reach(actor())
    listed = search.found(db(), reach, words, where)
    places = sum(one["hits"] for one in listed)
    if only is None:
        page = paging(request.args.get("page"), size=ENTRIES_A_PAGE, total=len(listed))
        each, skip, listed_here = PLACES_EACH, 0, listed[page.offset : page.offset + page.size]
    else:
        page = paging(request.args.get("page"), size=PLACES_A_PAGE, total=places)
        each, skip, listed_here = page.size, page.offset, listed
    here = replace(where, entries=[one["entry_id"] for one in listed_here])
    known = search.entries_of(db(), reach, here)
    hits = search.hits(db(), reach, words, here, each=each, skip=skip)
    return Results(
        len(listed),
        places,
        tuple(
            Found(
                entry=known[one["entry_id"]],
                hits=tuple(
                    hit_of(hit, known[one["entry_id"]]) for hit in hits if hit["entry_id"] == one["entry_id"]
                ),
                places=one["hits"],
            )
            for one in listed_here
        ),
        page,
    )


def nameless() -> frozenset[int]:
    """The entries of which a panel may not learn who they are, not by searching either."""
    return frozenset(numbers.hidden_from(db(), actor().account_id or 0, None))


# --- where a hit leads ---------------------------------------------------------------------------


def hit_of(row: Row, entry: Row) -> Hit:
    """A place with its address on the page where the visitor reads it."""
    passage = row["passage"]
    # What an item says stands a line a field; the lines of a page end wherever the paper did.
    shown = passage if row["kind"] == "page" else passage.replace("\n", " · ")
    return Hit(row["kind"], row, snippets(shown), address_of(row, entry))


def address_of(row: Row, entry: Row) -> str:
    """A file's page, or the item in the dossier as the visitor's role reads it."""
    if row["kind"] == "page":
        return url_for(
            "reading.read",
            file_id=row["file_id"],
            page=part_of(row["page"]),
            find=request.args.get("q", "").strip(),
            _anchor=f"page-{row['page']}",
        )
    anchor = None if row["item_id"] is None else f"item-{row['item_id']}"
    if entry["id"] in actor().entries:
        return url_for("dossier.entry", entry_id=entry["id"], _anchor=anchor)
    if entry["judged_in"] is not None:
        return url_for("assessor.sheet", contest_id=entry["judged_in"], entry_id=entry["id"], _anchor=anchor)
    return url_for("committee.entry", entry_id=entry["id"], _anchor=anchor)


def register(app: Flask) -> None:
    """Attach the page."""
    app.register_blueprint(pages)
