"""PENJURIAN_HTTPS=1: behind one proxy that speaks TLS."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask, request

from evaluation import create_app

FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "juri.go.id", "X-Forwarded-For": "203.0.113.7"}


@pytest.fixture
def proxied(database_path: Path, tmp_path: Path) -> Flask:
    return create_app(
        {
            "DATABASE": database_path,
            "FILES": tmp_path / "files",
            "SECRET_KEY": "only for tests",
            "HTTPS": True,
            "SESSION_COOKIE_SECURE": True,
        }
    )


def test_plain_http_is_sent_to_https(proxied: Flask) -> None:
    answer = proxied.test_client().get("/login")
    assert (answer.status_code, answer.location) == (302, "https://localhost/login")


def test_the_proxys_word_on_scheme_and_visitor_counts(proxied: Flask) -> None:
    seen = []
    proxied.before_request_funcs[None].insert(0, lambda: seen.append((request.remote_addr, request.url)))
    answer = proxied.test_client().get("/login", headers=FORWARDED)
    assert answer.status_code == 200
    assert seen == [("203.0.113.7", "https://juri.go.id/login")]
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    assert "Secure; HttpOnly" in answer.headers["Set-Cookie"]


def test_without_the_setting_nobody_is_believed(app: Flask) -> None:
    seen = []
    app.before_request_funcs[None].insert(0, lambda: seen.append((request.remote_addr, request.url)))
    assert app.test_client().get("/login", headers=FORWARDED).status_code == 200
    assert seen == [("127.0.0.1", "http://localhost/login")]
