"""Browsers before a deliberation, for tests of its pages."""

from __future__ import annotations

from flask import Flask

from tests.pages import PageClient
from tests.pleno_ground import EAST, PlenoGround


def at(app: Flask, email: str) -> PageClient:
    return PageClient(app).sign_in(email, language="en")


def text(browser: PageClient) -> str:
    assert browser.page is not None
    return browser.page.text


def html(browser: PageClient) -> str:
    assert browser.page is not None
    return browser.page.html


def screen(ground: PlenoGround) -> str:
    return f"/pleno/{ground.contest}"


def look(browser: PageClient, ground: PlenoGround) -> str:
    browser.get(screen(ground))
    return text(browser)


def sit(app: Flask, ground: PlenoGround, *emails: str) -> list[PageClient]:
    """The committee opens the deliberation, and these members mark themselves present."""
    leader = at(app, EAST)
    leader.get(screen(ground))
    leader.submit(form="/open")
    found = [leader]
    for email in emails:
        member = at(app, email)
        member.get(screen(ground))
        member.submit(form="/presence", button=("here", "1"))
        found.append(member)
    return found
