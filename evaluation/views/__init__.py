"""Pages, thin: parse, call one action or one question, render or redirect. One blueprint a role."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**63 - 1


class IdConverter(IntegerConverter):
    """A number in an address: one that no row can have reads as no page, never as a fault."""

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(url_map, *args, **{"max": LARGEST_ID, **kwargs})


def register(app: Flask) -> None:
    """Attach every blueprint."""
    from evaluation.views import (
        admin,
        assessor,
        auditor,
        auth,
        calendars,
        candidate,
        check,
        committee,
        declarations,
        descriptions,
        documents,
        dossier,
        invitations,
        numbered,
        objections,
        papers,
        pleno,
        public,
        reading,
        search,
        uploads,
        visits,
    )

    app.url_map.converters["int"] = IdConverter
    for module in (
        public,
        check,
        auth,
        candidate,
        dossier,
        documents,
        uploads,
        papers,
        reading,
        search,
        assessor,
        calendars,
        visits,
        objections,
        pleno,
        committee,
        declarations,
        descriptions,
        invitations,
        admin,
        auditor,
        numbered,
    ):
        module.register(app)
