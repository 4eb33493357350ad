"""The committee's pages: screening, panels, records of an entry in a contest, and the contests themselves."""

from __future__ import annotations

from flask import Flask

from evaluation.views.committee.blueprint import pages


def register(app: Flask) -> None:
    """Attach these pages."""
    from evaluation.views.committee import (  # noqa: F401  (each adds its pages)
        assignment,
        assignment_entry,
        certificates,
        conflicts,
        contests,
        deadlines,
        decisions,
        entry_facts,
        expertise,
        measures,
        minutes,
        notes,
        objections,
        overview,
        panels,
        past_wins,
        provinces,
        publication,
        records,
        recount_steps,
        recounts,
        result_versions,
        rosters,
        samples,
        screening,
        session_days,
        sessions,
        signing,
    )

    app.register_blueprint(pages)
