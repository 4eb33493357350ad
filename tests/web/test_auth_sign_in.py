"""Signing in and out."""

from __future__ import annotations


def test_an_account_signs_in_and_out(client, award):
    award.account("ana@uji.example", "Ana Uji")
    client.sign_in("ana@uji.example")
    page = client.get("/account")
    assert "Ana Uji" in page.text
    client.sign_out()
    assert client.url == "/login"
    client.get("/account")
    assert client.url == "/login"
