"""Screening: the entries that a committee decides on."""

from __future__ import annotations

from evaluation.views.committee.blueprint import pages  # noqa: F401
