"""Checks on samples for calibration."""

from __future__ import annotations

from evaluation.core.messages import msg
from evaluation.core.people import Actor
from evaluation.core.subjects import SampleRef
from evaluation.permissions.answers import HIDDEN, YES, Answer, no
from evaluation.permissions.people import auditor_of, committee_for, seated


def scores_samples(actor: Actor, sample: SampleRef) -> Answer:
    """The panel's members, but nobody who is recused from the sample's candidate or acts for it."""
    if actor.account_id in sample.kept_away:
        return HIDDEN
    return YES if seated(actor, sample.edition_id, sample.stage, sample.region_code) else HIDDEN


def sees_sample(actor: Actor, sample: SampleRef) -> Answer:
    """Its committee and the auditor."""
    if actor.account_id in sample.kept_away:
        return HIDDEN
    if auditor_of(actor, sample.edition_id):
        return YES
    return YES if committee_for(actor, sample.edition_id, sample.stage, sample.region_code) else HIDDEN


def runs_sample(actor: Actor, sample: SampleRef) -> Answer:
    """Only the committee of its panel."""
    if committee_for(actor, sample.edition_id, sample.stage, sample.region_code):
        return YES
    return no(msg("Only the committee of this panel does this."))


def sample_is_undiscussed(actor: Actor, sample: SampleRef) -> Answer:
    """Once the marks are talked about, none comes in any more."""
    if sample.discussed:
        return no(msg("The discussion of this sample is open: its marks can't change any more."))
    return YES


def sample_is_untouched(actor: Actor, sample: SampleRef) -> Answer:
    """A sample on which somebody has begun stays."""
    return no(msg("Somebody has begun to score this sample, so it stays.")) if sample.sheets else YES
