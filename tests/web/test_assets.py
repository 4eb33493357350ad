"""Stylesheets and scripts: packed, named by their content, kept by browsers; pages never packed."""

import gzip
import re

import pytest

SHEETS = ("/bootstrap/static/css/bootstrap.min.css", "/static/penjurian.css")


@pytest.fixture
def http(app):
    """A client that shows answers as they went out."""
    return app.test_client()


def addresses(http):
    """The stylesheets and scripts that the first page names."""
    page = http.get("/").get_data(as_text=True)
    return re.findall(r'(?:href|src)="(/(?:bootstrap/)?static/[^"]+)"', page)


@pytest.mark.parametrize("path", SHEETS)
def test_a_stylesheet_goes_out_packed_and_whole(http, path):
    plain = http.get(path, buffered=True)
    packed = http.get(path, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 4 < len(plain.data)
    assert "Content-Encoding" not in plain.headers


def test_a_page_is_never_packed(http):
    answer = http.get("/login", headers={"Accept-Encoding": "gzip, br, zstd"}, buffered=True)
    assert "Content-Encoding" not in answer.headers


def test_a_file_named_by_its_content_is_kept_and_everybodys(http):
    found = addresses(http)
    assert {address.partition("?")[0] for address in found} >= set(SHEETS)
    for address in found:
        assert re.search(r"\?v=[0-9a-f]{16}$", address), address
        answer = http.get(address, buffered=True)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789abcdef"])
def test_another_name_is_asked_for_again(http, query):
    answer = http.get("/static/penjurian.css" + query, buffered=True)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_changed_file_gets_another_name(app, tmp_path):
    app.static_folder = str(tmp_path)
    sheet = tmp_path / "one.css"
    names = []
    with app.test_request_context():
        for text in ("a{}", "b{}"):
            sheet.write_text(text)
            names.append(app.url_for("static", filename="one.css"))
        names.append(app.url_for("static", filename="none.css"))
    assert names[0] != names[1]
    assert names[2] == "/static/none.css"


def test_nothing_outside_the_folder_is_given_away(http):
    assert http.get("/static/../assets.py?v=x", buffered=True).status_code == 404


def test_a_kept_copy_is_only_asked_after(http):
    packed = http.get(SHEETS[1], headers={"Accept-Encoding": "gzip"}, buffered=True)
    asked = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    again = http.get(SHEETS[1], headers=asked, buffered=True)
    assert (again.status_code, again.data) == (304, b"")
