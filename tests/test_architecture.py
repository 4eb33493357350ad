"""The rooms of the house and what may stand in them; docs/architecture.md says why.

Each check names its rule in a sentence and prints where it is broken. The guards themselves stand in
tests/guards/; tests/test_guards.py shows that each of them can fail.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from evaluation.actions.events import event_classes
from tests.guards import changes, source, templates
from tests.guards.tree import (
    EVALUATION,
    ROOT,
    machine_paths,
    name_of,
    own_files,
    python_files,
    template_files,
    too_long,
)

ACTIONS = EVALUATION / "actions"
CORE = EVALUATION / "core"
STORE = EVALUATION / "store"

# A part of other actions that have asked, and what everybody does with one's own sign-in and password.
ASK_NO_PERMISSION = {
    "accounts.account_for",
    "mail.ask_way_in",
    "sign_ins.change_password",
    "sign_ins.sign_in",
    "sign_ins.sign_out",
    "sign_ins.sign_out_everywhere",
    "sign_ins.use_link",
}


def broken(files: list[Path], guard: Callable[[str], list[str]]) -> list[str]:
    """Every place where a guard objects."""
    assert files, "nothing to look at"
    return [f"{name_of(path)}:{what}" for path in files for what in guard(path.read_text(encoding="utf-8"))]


def action_sources() -> dict[str, str]:
    """The sources of the actions by module."""
    return {path.stem: path.read_text(encoding="utf-8") for path in python_files(ACTIONS)}


def test_imports_go_one_way() -> None:
    """The contracts stand in pyproject.toml under [tool.importlinter]."""
    # In a process of its own: the tool silences every logger of the one that it runs in.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_sql_stands_only_in_the_store() -> None:
    elsewhere = [path for path in python_files(EVALUATION) if STORE not in path.parents]
    assert broken(elsewhere, source.sql) == []


def test_only_actions_open_write_blocks() -> None:
    """A command may join several actions into one; a page calls one."""
    rooms = [EVALUATION / room for room in ("core", "views", "forms", "reports", "store")]
    files = [path for room in rooms for path in python_files(room) if path != STORE / "db.py"]
    assert broken(files, source.write_blocks) == []


def test_marks_and_scores_are_never_floats() -> None:
    assert broken(python_files(CORE) + python_files(ACTIONS), source.floats) == []


def test_the_core_knows_values_only() -> None:
    assert broken(python_files(CORE), source.outside_world) == []


def test_every_module_and_public_function_says_what_it_is() -> None:
    assert broken(python_files(EVALUATION), source.undocumented) == []


def test_templates_do_not_reckon(app: Flask) -> None:
    assert broken(template_files(), lambda text: templates.arithmetic(text, app.jinja_env)) == []


def test_templates_leave_all_text_to_the_escaping(app: Flask) -> None:
    assert broken(template_files(), lambda text: templates.marked_safe(text, app.jinja_env)) == []


def test_templates_have_no_inline_styles_or_scripts() -> None:
    assert broken(template_files(), templates.inline) == []


def test_no_file_is_longer_than_one_can_read() -> None:
    files = [path for path in own_files() if path.suffix in (".py", ".html")]
    assert [what for path in files for what in too_long(path, path.read_text(encoding="utf-8"))] == []


def test_every_change_is_somebodys() -> None:
    assert changes.nobodys(action_sources()) == []


def test_every_change_leaves_an_audit_event() -> None:
    assert changes.silent(action_sources()) == []


def test_every_change_asks_for_a_permission() -> None:
    assert set(changes.unasked(action_sources())) == ASK_NO_PERMISSION


def test_every_declared_event_happens_somewhere() -> None:
    declared = {event.__name__ for event in event_classes()}
    sources = {name: text for name, text in action_sources().items() if name != "events"}
    assert changes.unused(declared, sources) == []


def test_nothing_names_the_machine_that_it_was_written_on() -> None:
    folders = tuple(str(path) for path in (ROOT, Path(sys.prefix), Path.home()) if len(path.parts) > 2)
    found = []
    for path in own_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name_of(path)}: {what}" for what in machine_paths(text, folders)]
    assert found == []


@pytest.mark.parametrize("folder", ["templates", "evaluation", "tests", "docs"])
def test_the_guards_walk_the_whole_tree(folder: str) -> None:
    assert any(path.is_relative_to(ROOT / folder) for path in own_files())
