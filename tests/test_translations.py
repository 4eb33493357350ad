"""Every sentence of the program stands in the Indonesian catalogue, whole, with the same holes."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "evaluation" / "translations" / "id" / "LC_MESSAGES" / "messages.po"
HOLE = re.compile(r"%\((\w+)\)")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "msg": None}
METHODS = [("evaluation/**.py", "python"), ("templates/**.html", "jinja2")]


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_po(BytesIO(CATALOGUE.read_bytes()), locale="id")


def sentences() -> dict[str, str]:
    """Every sentence that the code and the templates show, with the file it stands in."""
    found = extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS)
    return {
        (message if isinstance(message, str) else message[0]): f"{filename}:{line}"
        for filename, line, message, _, _ in found
    }


def test_every_sentence_is_translated(catalogue: Catalog) -> None:
    missing = [
        f"{where}: {text}" for text, where in sentences().items() if not (catalogue.get(text) or Empty).string
    ]
    assert missing == []


class Empty:
    string = ""


def test_no_translation_is_marked_as_doubtful(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_a_translation_has_the_same_holes(catalogue: Catalog) -> None:
    differing = [
        message.id
        for message in catalogue
        if isinstance(message.id, str)
        and message.id
        and set(HOLE.findall(message.id)) != set(HOLE.findall(message.string))
    ]
    assert differing == []


def test_the_catalogue_has_no_sentence_that_the_program_lost(catalogue: Catalog) -> None:
    known = sentences()
    stale = [
        message.id
        for message in catalogue
        if message.id and (message.id if isinstance(message.id, str) else message.id[0]) not in known
    ]
    assert stale == []
