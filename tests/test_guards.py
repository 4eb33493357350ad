"""Every guard of tests/guards/ objects to what it guards against, and to nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from tests.guards import changes, source, templates
from tests.guards.tree import ROOT, machine_paths, too_long


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("core/exact.py", "import flask"),
        ("core/exact.py", "from evaluation.store import audit"),
        ("core/exact.py", "import random"),
        ("store/audit.py", "from evaluation.actions import act"),
        ("store/audit.py", "from evaluation import permissions"),
        ("permissions.py", "from evaluation.actions import act"),
        ("permissions.py", "import sqlite_utils"),
        ("actions/act.py", "from evaluation.views import context"),
        ("actions/act.py", "import flask"),
    ],
)
def test_import_contracts_object(tmp_path: Path, room: str, line: str) -> None:
    shutil.copytree(
        ROOT / "evaluation", tmp_path / "evaluation", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "evaluation" / room).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    command = [str(Path(sys.prefix) / "bin" / "lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout


@pytest.mark.parametrize(
    "line",
    [
        'db.query("x")',
        "db.execute(sql)",
        "context.db().conn",
        'x = "SELECT 1"',
        'x = """\n  select * from entry"""',
        'x = "UPDATE entry SET status = 1"',
        'x = "delete from entry"',
        'x = f"INSERT INTO {table} VALUES (1)"',
        "from evaluation.store.db import rows",
        "from evaluation.store.db import write, change",
        "from evaluation.store import db",
        "import evaluation.store.db",
        "sqlite3.connect(path).cursor()",
        'act.db["entry"].insert(values)',
        "context.db()[table]",
    ],
)
def test_sql_outside_of_the_store_is_found(line: str) -> None:
    assert len(source.sql(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        '"""Select from what the committee gave."""',
        "from evaluation.store.db import write, stamp, moment, Row",
        "from evaluation.store import entries",
        'msg("Select a file from your computer.")',
        "urlsplit(address).query",
        "db.conn.close()",
        'msg("Update your password.")',
    ],
)
def test_what_is_no_sql_passes(line: str) -> None:
    assert source.sql(line) == []


def test_write_blocks_are_found() -> None:
    assert len(source.write_blocks("from evaluation.store.db import write")) == 1
    assert len(source.write_blocks("with db.write(connection): pass")) == 1
    assert source.write_blocks("from evaluation.store.db import moment\nfile.write(text)") == []


@pytest.mark.parametrize("line", ["x = 0.5", "float(mark)", "def f(x: float) -> None: ...", "x = 1e3"])
def test_floats_are_found(line: str) -> None:
    assert len(source.floats(line)) == 1


def test_exact_numbers_pass() -> None:
    assert source.floats('x = Fraction("0.5") + 1') == []


@pytest.mark.parametrize(
    "line",
    ["import os", "from flask import g", "open(path)", "datetime.now(UTC)", "import random", "print(1)",
     "from evaluation.store import db", "from . import x"],
)  # fmt: skip
def test_the_outside_world_in_the_core_is_found(line: str) -> None:
    assert len(source.outside_world(line)) == 1


def test_plain_values_in_the_core_pass() -> None:
    assert (
        source.outside_world("from evaluation.core.rules import Round\nfrom fractions import Fraction") == []
    )


def test_missing_docstrings_are_found() -> None:
    assert source.undocumented("def f(): ...") == ["1: the module", "1: f"]
    assert source.undocumented('"""What."""\ndef f():\n  "How."\ndef _g(): ...') == []


@pytest.mark.parametrize(
    "text",
    ["{{ a + b }}", "{{ a - 1 }}", "{{ a * 2 }}", "{{ a / b }}", "{{ a // b }}", "{{ a % b }}",
     "{{ a ** 2 }}", "{{ -a }}", "{{ marks|sum }}", "{{ mark|round(1) }}", "{% if a + 1 > 2 %}x{% endif %}",
     "{{ marks|map('int')|list|sum }}"],
)  # fmt: skip
def test_arithmetic_in_a_template_is_found(app: Flask, text: str) -> None:
    assert len(templates.arithmetic(text, app.jinja_env)) == 1


@pytest.mark.parametrize(
    "text", ["{{ a ~ '-' ~ b }}", "{{ loop.index }}", "{{ rows|length }}", "{{ a > b }}", "a + b"]
)
def test_words_and_comparisons_pass(app: Flask, text: str) -> None:
    assert templates.arithmetic(text, app.jinja_env) == []


@pytest.mark.parametrize("text", ["{{ name|safe }}", "{% autoescape false %}{{ name }}{% endautoescape %}"])
def test_unescaped_text_is_found(app: Flask, text: str) -> None:
    assert len(templates.marked_safe(text, app.jinja_env)) == 1


@pytest.mark.parametrize(
    "text",
    ["<style>p {}</style>", "<script>alert(1)</script>", '<p style="color: red">', '<p {{ x }} style="a">',
     '<a onclick="go()">', '<a href="javascript:go()">', "<body\n  onload=go()>"],
)  # fmt: skip
def test_inline_styles_and_scripts_are_found(text: str) -> None:
    assert len(templates.inline(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<script src="/x.js" defer></script>',
        '{{ parts.button(url, text, style="danger") }}',
        "<p>on = off</p>",
    ],
)
def test_what_is_not_inline_passes(text: str) -> None:
    assert templates.inline(text) == []


def test_long_files_are_found() -> None:
    assert too_long(Path("x.py"), "\n" * 401) == ["x.py has 401 lines, more than 400"]
    assert too_long(Path("x.py"), "\n" * 400) == []
    assert too_long(Path("x.html"), "\n" * 151) == ["x.html has 151 lines, more than 150"]


def test_paths_of_one_machine_are_found() -> None:
    home = "/ho" + "me/ani"
    assert machine_paths(f"see {home}/x.db", ()) == [home]
    assert machine_paths("see instance/x.db and https://example.org/home/x", ()) == []
    assert machine_paths("run /srv/award/app.py", ("/srv/award",)) == ["/srv/award"]


IMPORTS = "from evaluation.actions import other\nfrom evaluation.actions.other import helper as h\n"
ROSTER = "class _Roster:\n  def load(self):\n    require(self._act.actor)\n    self._act.record(1)\n"
OTHER = "def helper(act: Act):\n  require(act.actor, 'x')\n  act.record(1)\n"


@pytest.mark.parametrize(
    ("body", "silent"),
    [
        ("with write(act.db): change()", ["one.f"]),
        ("with write(act.db): act.record(1)", []),
        ("with write(act.db): other.helper(act)", []),
        ("with write(act.db): h(act)", []),
        ("with write(act.db): _inner(act)", []),
        ("with write(act.db): _Roster(act).load()", []),
        ("with write(act.db): helper(act)", ["one.f"]),
        ("change()", []),
    ],
)
def test_changes_without_event_or_permission_are_found(body: str, silent: list[str]) -> None:
    module = f"{IMPORTS}{ROSTER}def f(act: Act):\n  {body}\ndef _inner(act: Act): h(act)\n"
    sources = {"one": module, "other": OTHER}
    assert changes.silent(sources) == silent
    assert changes.unasked({"one": module.replace("act.record(1)", "h(1)"), "other": OTHER}) == silent


def test_changes_that_are_nobodys_are_found() -> None:
    assert changes.nobodys({"one": "def f(db: Database):\n  with write(db): x()"}) == ["one.f"]
    assert changes.nobodys({"one": "def f(act: Act):\n  with write(act.db): x()"}) == []


def test_events_that_never_happen_are_found() -> None:
    sources = {"one": "act.record(events.Seen(a=1))"}
    assert changes.unused({"Seen", "Unseen"}, sources) == ["Unseen"]
