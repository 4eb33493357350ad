"""Pages, thin: parse, call one action or one question, render or redirect. One blueprint a role."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Attach every blueprint."""
    from evaluation.views import admin, assessor, auditor, auth, candidate, committee, dossier, invitations, public

    for module in (public, auth, candidate, dossier, assessor, committee, invitations, admin, auditor):
        module.register(app)
