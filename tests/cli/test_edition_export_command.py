"""`flask edition export` writes a file that loads as what is loaded already."""

from __future__ import annotations

from tests.cli.conftest import EXAMPLE


def test_what_comes_out_goes_in_again(flask, tmp_path):
    assert flask("edition", "load", EXAMPLE / "edition.toml").status == 0
    code = flask("edition", "check", EXAMPLE / "edition.toml").out.split()[1]
    out = flask("edition", "export", code)
    assert (out.status, out.err) == (0, [])
    (tmp_path / "again.toml").write_text(out.out, encoding="utf-8")
    assert flask("edition", "load", tmp_path / "again.toml").out.startswith(f"Nothing to change: {code} ")


def test_an_edition_that_is_none(flask):
    out = flask("edition", "export", "nirwana")
    assert (out.status, out.err) == (1, ['There is no edition "nirwana".'])
