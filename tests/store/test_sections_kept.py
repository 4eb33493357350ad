"""Sections come out of the store as they went in, and those with items can't be pulled from under them."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from evaluation import edition_file
from evaluation.actions.dossiers import Draft, save_item
from evaluation.actions.editions import load_edition
from evaluation.core.errors import Refused
from evaluation.store import dossiers, editions, sections
from evaluation.store.db import rows
from tests.award import EDITION, Award
from tests.sections_ground import THREE

OWNER = "wakil@uji.example"


@pytest.fixture
def edition_id(award: Award) -> int:
    return award.edition(THREE)


@pytest.fixture
def entry_id(award: Award, act_as, edition_id: int) -> int:
    """A village whose dossier has a story."""
    entry_id = award.entry(edition_id, "35.76", "Desa Pujon", category="village", email=OWNER)
    save_item(act_as(award.actor(OWNER)), entry_id, "story", None, Draft({"text": "Kisah"}))
    return entry_id


@pytest.mark.parametrize("text", [THREE, EDITION])
def test_the_rules_come_back_as_they_were_read(db: Database, award: Award, text: str) -> None:
    assert editions.rules_of(db, award.edition(text)) == edition_file.parse(text)


def test_each_category_has_its_own_sections(db: Database, edition_id: int) -> None:
    rules = edition_file.parse(THREE)
    ids = {one["id"]: one["code"] for one in editions.categories_of(db, edition_id)}
    found = sections.of_categories(db, ids)
    assert {ids[category]: its for category, its in found.items()} == {
        code: rules.sections_of(code) for code in ids.values()
    }


def reload(act, old: str, new: str) -> bool:
    """Load the file again with one change."""
    assert old in THREE
    text = THREE.replace(old, new)
    return load_edition(act, edition_file.parse(text), text)


def test_unused_sections_change_as_the_file_says(db: Database, act_as, edition_id: int) -> None:
    assert load_edition(act_as(), edition_file.parse(THREE), THREE) is False
    assert reload(act_as(), 'kind = "narrative"\nword_limit = 5', 'kind = "documents"') is True
    assert editions.rules_of(db, edition_id).section("story").kind == "documents"
    text = THREE.replace('code = "story"', 'code = "tale"')
    assert load_edition(act_as(), edition_file.parse(text), text) is True
    assert [one.code for one in sections.of_edition(db, edition_id)] == [
        "rules",
        "people",
        "tale",
        "duties",
        "photos",
    ]
    assert len(rows(db, "SELECT * FROM section")) == 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('code = "story"', 'code = "tale"'),
        ('kind = "narrative"\nword_limit = 5', 'kind = "documents"'),
        ('categories = ["village"]', 'categories = ["company"]'),
    ],
    ids=["gone", "other kind", "other category"],
)
def test_a_section_with_items_stays_what_it_is(db: Database, act_as, entry_id: int, old, new) -> None:
    before = rows(db, "SELECT * FROM section ORDER BY id")
    with pytest.raises(Refused, match="section that is in use"):
        reload(act_as(), old, new)
    assert rows(db, "SELECT * FROM section ORDER BY id") == before
    assert dossiers.dossier(db, entry_id).of("story")[0].values == {"text": "Kisah"}


def test_the_rest_of_a_section_with_items_may_change(db: Database, act_as, entry_id: int) -> None:
    assert reload(act_as(), "word_limit = 5", "word_limit = 9") is True
    dossier = dossiers.dossier(db, entry_id)
    assert dossier.section("story").word_limit == 9
    assert [item.values["text"] for item in dossier.of("story")] == ["Kisah"]
