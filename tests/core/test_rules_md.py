"""docs/rules.md names the tests that prove it, and each of them exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (.+?)\n(.+?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL))
RULES = [title for title in SECTIONS if title.startswith("Rule ")]
NAMED = re.compile(r"`(test_\w+)`")


def written_tests() -> set[str]:
    files = Path(__file__).parent.glob("test_*.py")
    return {
        name
        for file in files
        for name in re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE)
    }


def test_every_named_test_exists() -> None:
    named = set(NAMED.findall(DOCUMENT))
    assert len(named) > len(RULES)
    assert named - written_tests() == set()


def test_the_rules_are_numbered_from_1_to_16() -> None:
    assert [title.split(":")[0] for title in RULES] == [f"Rule {number}" for number in range(1, 17)]


@pytest.mark.parametrize("title", RULES)
def test_every_rule_has_an_example_and_a_test(title: str) -> None:
    assert "Example" in SECTIONS[title]
    assert NAMED.search(SECTIONS[title])


def test_every_worked_example_is_named() -> None:
    worked = {name for name in written_tests() if name.startswith("test_rule_")}
    assert worked - set(NAMED.findall(DOCUMENT)) == set()


def test_the_numbers_are_said_to_be_illustrative() -> None:
    assert "illustrative,\nnot official" in DOCUMENT
