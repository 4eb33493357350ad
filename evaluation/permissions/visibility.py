"""What somebody sees of a contest's judging: who they are there, put to the one function of the core."""

from __future__ import annotations

from evaluation.core.messages import Message, msg
from evaluation.core.people import Actor, Role
from evaluation.core.subjects import ContestRef, SampleRef, ScoresRef
from evaluation.core.visibility import Sight, Viewer, Visibility, phase_of, sample_sight, sight
from evaluation.permissions.answers import YES, Answer, no
from evaluation.permissions.contests import sees_contest
from evaluation.permissions.people import auditor_of, seated


def viewer_of(actor: Actor, contest: ContestRef, *, judged: bool) -> Viewer:
    """What the actor is to a contest; `judged`: whether they have handed in the sheet that it is about.

    Whoever sits on its panel is an assessor first, whatever else they are, until nothing can change any more.
    """
    on_panel = seated(actor, contest.edition_id, contest.stage, contest.region_code)
    if on_panel and not contest.finalised:
        return Viewer.JUDGED if judged else Viewer.JUDGING
    if auditor_of(actor, contest.edition_id):
        return Viewer.AUDITOR
    if sees_contest(actor, contest):
        return Viewer.COMMITTEE
    if on_panel:
        return Viewer.JUDGED if judged else Viewer.JUDGING
    if actor.entries:
        return Viewer.CANDIDATE
    return Viewer.ADMINISTRATOR if Role.ADMINISTRATOR in actor.roles else Viewer.PUBLIC


def sight_of(actor: Actor, contest: ContestRef, *, window: str, judged: bool = False) -> Sight:
    """What the actor sees of a contest whose round's window is "not_open", "open" or "closed"."""
    phase = phase_of(window=window, finalised=contest.finalised, published=contest.published)
    return sight(contest.visibility, viewer_of(actor, contest, judged=judged), phase)


def sample_sight_of(actor: Actor, sample: SampleRef, policy: Visibility, *, named: bool) -> Sight:
    """What the actor, who may see the sample, sees of its marks; members of its panel as assessors first."""
    viewer = Viewer.COMMITTEE
    if seated(actor, sample.edition_id, sample.stage, sample.region_code):
        viewer = Viewer.JUDGED
    elif auditor_of(actor, sample.edition_id):
        viewer = Viewer.AUDITOR
    return sample_sight(policy, viewer, discussed=sample.discussed, named=named)


def sees_others_marks(actor: Actor, contest: ScoresRef) -> Answer:
    """A contest's scores come of everybody's marks: its panel waits for them as its policy says.

    First every own sheet must be in; then the round's policy decides.
    """
    if actor.account_id in contest.judging:
        return no(
            msg("You sit on this panel: its scores open to you once all your own sheets are submitted.")
        )
    if sight_of(actor, contest, window=contest.window, judged=True).others_marks:
        return YES
    return no(why_not_yet(contest.visibility))


def why_not_yet(policy: Visibility) -> Message:
    """Why an assessor who has submitted everything still doesn't see the others' marks."""
    if policy.marks == "closed":
        return msg("You sit on this panel: its scores open to you once the round is closed.")
    return msg("You sit on this panel: its scores open to you once the contest is finalised.")
