"""The links of the header: each shows exactly to those whom the gate lets in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request

from evaluation.core.messages import Message, msg
from evaluation.permissions import route_allowed
from evaluation.views.context import actor
from evaluation.views.gate import declared_access


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the header; it is the current one on every page of its blueprint."""

    endpoint: str
    title: Message


LINKS = (
    Link("public.results", msg("Results")),
    Link("candidate.entries", msg("My entries")),
    Link("assessor.desk", msg("My score sheets")),
    Link("assessor.day", msg("My sessions")),
    Link("committee.overview", msg("Committee")),
    Link("search.find", msg("Search")),
    Link("admin.editions", msg("Editions")),
    Link("admin.accounts", msg("Accounts")),
    Link("admin.outbox", msg("Messages")),
    Link("auditor.overview", msg("Audit")),
)


def links() -> list[tuple[Link, bool]]:
    """The visitor's links, each with whether it is where they are."""
    here = request.endpoint or ""
    mine = []
    for link in LINKS:
        names = declared_access(current_app, link.endpoint)
        if link.endpoint in current_app.view_functions and route_allowed(actor(), names):
            mine.append((link, here == link.endpoint))
    return mine


def register(app: Flask) -> None:
    """Give the templates the links and who is signed in."""
    app.jinja_env.globals.update(nav_links=links, actor=actor)
