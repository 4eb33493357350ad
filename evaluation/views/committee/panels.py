"""Panels: who was appointed, by which decree."""

from __future__ import annotations

from evaluation.views.committee.blueprint import pages  # noqa: F401
