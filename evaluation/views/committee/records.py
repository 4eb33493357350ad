"""Records of an entry in a contest: measured values, adjustments, sheets that do not count."""

from __future__ import annotations

from evaluation.views.committee.blueprint import pages  # noqa: F401
