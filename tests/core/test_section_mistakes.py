"""What can be wrong with the sections of an edition file, all of it at once, each at its place."""

import pytest

from evaluation.core.file_types import FILE_TYPES
from evaluation.core.rules import Section, Text
from evaluation.core.sections import default_sections
from evaluation.edition_file import parse
from tests.core.edition_texts import ANSWERS, WHOLE, answers_with, problems
from tests.sections_ground import HEAD, ROUND, SECTIONS, THREE


def changed(old: str, new: str) -> str:
    assert THREE.count(old) >= 1, f"the file has no {old!r}"
    return THREE.replace(old, new, 1)


WORK = 'round[0] "desk" > criteria[0] "work"'
WRONG = {
    "kind": (
        changed('"narrative"', '"narative"'),
        ['section[2] "story" > kind: "narative" is not possible: did you mean "narrative"? choose'],
    ),
    "kind missing": (changed('kind = "coverage"', ""), ['section[1] "people" > kind: is missing']),
    "title": (changed(', en = "People"', ""), ['section[1] "people" > title > en: is missing']),
    "code twice": (
        changed('code = "people"', 'code = "rules"'),
        ['section[1] "rules" > code: "rules" is taken by an earlier table'],
    ),
    "unknown category": (
        changed('["company"]\nkind', '["compani"]\nkind'),
        ['section[3] "duties" > categories: "compani" is not possible: did you mean "company"?'],
    ),
    "no category": (
        changed('["company"]\nkind', "[]\nkind"),
        ['section[3] "duties" > categories: must name at least one category, or be left out'],
    ),
    "unknown key": (
        changed("word_limit", "wordlimit"),
        ['section[2] "story" > wordlimit: is no key of this table: did you mean "word_limit"?'],
    ),
    "minimum of a required one": (
        changed("minimum = 2", "minimum = 0"),
        ['section[0] "rules" > minimum: 0 would leave a required section empty'],
    ),
    "maximum below minimum": (
        changed("maximum = 3", "maximum = 1"),
        ['section[0] "rules" > maximum: must be 2 or more, not 1'],
    ),
    "minimum negative": (
        changed("minimum = 2", "minimum = -2"),
        ['section[0] "rules" > minimum: must be 0 or more, not -2'],
    ),
    "word limit without a text": (
        changed("maximum = 3", "word_limit = 9"),
        ['section[0] "rules" > word_limit: a section of kind "regulations" has no long text'],
    ),
    "word limit zero": (
        changed("word_limit = 5", "word_limit = 0"),
        ['section[2] "story" > word_limit: must be 1 or more, not 0'],
    ),
    "guidance in one language": (
        changed(', en = "Tell of your village."', ""),
        ['section[2] "story" > guidance > en: is missing'],
    ),
    "file type": (
        changed('["image"]', '["images"]'),
        ['section[4] "photos" > file_types: "images" is not possible: did you mean "image"?'],
    ),
    "no file type": (
        changed('["image"]', "[]"),
        ['section[4] "photos" > file_types: must name at least one file type'],
    ),
    "file types without files": (
        changed("word_limit = 5", 'file_types = ["pdf"]'),
        ['section[2] "story" > file_types: a section of kind "narrative" takes no files'],
    ),
    "no list": (
        HEAD + ROUND + '[section]\ncode = "x"\n',
        ["section: must be a list of tables"],
    ),
    "evidence unknown": (
        changed('"duties", "photos"]', '"dutys", "photo"]'),
        [
            f'{WORK} > evidence: "dutys" is not possible: did you mean "duties"?',
            f'{WORK} > evidence: "photo" is not possible: did you mean "photos"?',
        ],
    ),
    "evidence is a kind, not a code": (
        changed('"rules", "duties"', '"regulations", "duties"'),
        [f'{WORK} > evidence: "regulations" is not possible: choose duties or people or photos or rules'],
    ),
    "evidence of others": (
        changed('categories = ["government", "village", "company"]', 'categories = ["company"]'),
        [f'{WORK} > evidence: no category of this round has the section "rules" in its dossiers'],
    ),
    "a category without sections": (
        THREE.replace(SECTIONS, SECTIONS[: SECTIONS.index("\n[[section]]\ncode = \"duties\"")]).replace(
            ', "duties", "photos"', ""
        ),
        ['section: the dossiers of category "company" have none: add one'],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_each_mistake_is_told_where_it_stands(name: str) -> None:
    text, expected = WRONG[name]
    found = problems(text)
    assert len(found) == len(expected)
    assert all(one.startswith(words) for one, words in zip(found, expected, strict=True)), found


def test_all_mistakes_are_told_at_once() -> None:
    text = changed('"narrative"', '"narative"').replace("maximum = 3", "maximum = 1")
    text = text.replace('"duties", "photos"]', '"dutys"]').replace('["image"]', '["images"]')
    assert [one.split(": ")[0] for one in problems(text)] == [
        'section[0] "rules" > maximum',
        'section[2] "story" > kind',
        'section[4] "photos" > file_types',
        f"{WORK} > evidence",
    ]


def test_evidence_of_an_edition_without_sections_names_the_default_ones() -> None:
    assert problems(answers_with('minimum = 1, maximum = 5, evidence = ["compliance"]')) == [
        f'{ANSWERS} > evidence: "compliance" is not possible: '
        "choose budget or coverage or documents or innovations or regulations"
    ]


def test_an_edition_without_sections_has_the_five_default_ones() -> None:
    rules = parse(WHOLE)
    assert rules.sections == default_sections(("regency",))
    assert [(one.code, one.kind, one.required, one.minimum, one.maximum) for one in rules.sections] == [
        ("regulations", "regulations", True, 1, None),
        ("innovations", "innovations", True, 1, None),
        ("coverage", "coverage", True, 1, None),
        ("budget", "budget", True, 1, None),
        ("documents", "documents", False, 1, None),
    ]


def test_every_key_of_a_section_is_read() -> None:
    rules = parse(THREE)
    everybody = ("government", "village", "company")
    assert rules.section("story") == Section(
        code="story",
        title=Text("Kisah desa", "The village's story"),
        categories=("village",),
        kind="narrative",
        required=True,
        minimum=1,
        maximum=1,
        word_limit=5,
        guidance=Text("Ceritakan desa Anda.", "Tell of your village."),
        file_types=FILE_TYPES,
    )
    photos = rules.section("photos")
    assert (photos.categories, photos.required, photos.maximum, photos.file_types) == (
        everybody,
        False,
        2,
        ("image",),
    )
    assert {code: [one.code for one in rules.sections_of(code)] for code in everybody} == {
        "government": ["rules", "people", "photos"],
        "village": ["rules", "story", "photos"],
        "company": ["duties", "photos"],
    }
    with pytest.raises(KeyError):
        rules.section("none")
