"""Contests: standings, progress, finalising and publishing."""

from evaluation.views.committee.blueprint import pages  # noqa: F401
