"""The whole table of who sees what: every role in every phase under every policy, written out to be read."""

from __future__ import annotations

from itertools import product

import pytest

from evaluation.core.visibility import (
    ASSESSORS,
    CANDIDATES,
    MARKS,
    USUAL,
    Phase,
    Sight,
    Viewer,
    Visibility,
    phase_of,
    sample_sight,
    sees_progress,
    sight,
)

# Others' marks. A column for each phase: open, closed, finalised, published.
SEES_MARKS = """
policy     viewer         open  closed  finalised  published
never      judging        no    no      no         no
never      judged         no    no      no         no
never      committee      yes   yes     yes        yes
never      auditor        yes   yes     yes        yes
never      candidate      no    no      no         no
never      administrator  no    no      no         no
never      public         no    no      no         no
submitted  judging        no    no      no         yes
submitted  judged         yes   yes     yes        yes
submitted  committee      yes   yes     yes        yes
submitted  auditor        yes   yes     yes        yes
submitted  candidate      no    no      no         yes
submitted  administrator  no    no      no         yes
submitted  public         no    no      no         yes
closed     judging        no    no      no         yes
closed     judged         no    yes     yes        yes
closed     committee      yes   yes     yes        yes
closed     auditor        yes   yes     yes        yes
closed     candidate      no    no      no         yes
closed     administrator  no    no      no         yes
closed     public         no    no      no         yes
"""

# Whose the marks are.
SEES_NAMES = """
policy     viewer         open  closed  finalised  published
names      judging        yes   yes     yes        yes
names      judged         yes   yes     yes        yes
names      committee      yes   yes     yes        yes
names      auditor        yes   yes     yes        yes
names      candidate      no    no      no         no
names      administrator  no    no      no         no
names      public         no    no      no         no
numbers    judging        no    no      no         no
numbers    judged         no    no      no         no
numbers    committee      yes   yes     yes        yes
numbers    auditor        yes   yes     yes        yes
numbers    candidate      no    no      no         no
numbers    administrator  no    no      no         no
numbers    public         no    no      no         no
"""

# Whose the dossier is.
SEES_CANDIDATE = """
policy     viewer         open  closed  finalised  published
shown      judging        yes   yes     yes        yes
shown      judged         yes   yes     yes        yes
shown      committee      yes   yes     yes        yes
shown      auditor        yes   yes     yes        yes
shown      candidate      yes   yes     yes        yes
shown      administrator  yes   yes     yes        yes
shown      public         no    no      no         yes
hidden     judging        no    no      no         yes
hidden     judged         no    no      no         yes
hidden     committee      yes   yes     yes        yes
hidden     auditor        yes   yes     yes        yes
hidden     candidate      yes   yes     yes        yes
hidden     administrator  yes   yes     yes        yes
hidden     public         no    no      no         yes
"""

Table = dict[tuple[str, Viewer, Phase], bool]


def read(text: str) -> Table:
    """A table above, by policy, viewer and phase."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return {
        (policy, Viewer(viewer), Phase(phase)): {"yes": True, "no": False}[word]
        for policy, viewer, *words in lines
        for phase, word in zip(head[2:], words, strict=True)
    }


def test_the_tables_leave_nobody_and_no_phase_out() -> None:
    for text, policies in ((SEES_MARKS, MARKS), (SEES_NAMES, ASSESSORS), (SEES_CANDIDATE, CANDIDATES)):
        assert list(read(text)) == list(product(policies, Viewer, Phase))


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("assessors", ASSESSORS)
@pytest.mark.parametrize("candidates", CANDIDATES)
def test_everybody_sees_what_the_tables_say(marks: str, assessors: str, candidates: str) -> None:
    by_marks, by_names, by_candidate = read(SEES_MARKS), read(SEES_NAMES), read(SEES_CANDIDATE)
    for viewer, phase in product(Viewer, Phase):
        assert sight(Visibility(marks, assessors, candidates), viewer, phase) == Sight(
            others_marks=by_marks[marks, viewer, phase],
            assessor_names=by_names[assessors, viewer, phase],
            candidate=by_candidate[candidates, viewer, phase],
        ), (viewer, phase)


def test_a_round_that_says_nothing_keeps_the_usual_policy() -> None:
    assert Visibility("submitted", "names", "shown") == USUAL


@pytest.mark.parametrize(
    ("window", "finalised", "published", "phase"),
    [
        ("not_open", False, False, Phase.OPEN),
        ("open", False, False, Phase.OPEN),
        ("closed", False, False, Phase.CLOSED),
        # A contest that is finalised before its round's time is over takes no sheet any more.
        ("open", True, False, Phase.FINALISED),
        ("closed", True, False, Phase.FINALISED),
        ("closed", True, True, Phase.PUBLISHED),
    ],
)
def test_the_phase_follows_window_and_result(
    window: str, finalised: bool, published: bool, phase: Phase
) -> None:
    assert phase_of(window=window, finalised=finalised, published=published) is phase


# A sample whose discussion is open: single marks, then whose they are where the committee lets names stand.
SEES_SAMPLE = """
viewer         never  submitted  closed  names  numbers
judging        no     no         no      yes    no
judged         no     yes        yes     yes    no
committee      yes    yes        yes     yes    yes
auditor        yes    yes        yes     yes    yes
candidate      no     no         no      no     no
administrator  no     no         no      no     no
public         no     no         no      no     no
"""


def test_a_sample_is_seen_as_the_table_says_and_by_nobody_before_its_discussion() -> None:
    head, *lines = [line.split() for line in SEES_SAMPLE.strip().splitlines()]
    told = {
        (Viewer(viewer), name): word == "yes"
        for viewer, *words in lines
        for name, word in zip(head[1:], words, strict=True)
    }
    every = product(Viewer, MARKS, ASSESSORS, CANDIDATES, (True, False))
    for viewer, marks, assessors, candidates, named in every:
        policy = Visibility(marks, assessors, candidates)
        candidate = sight(policy, viewer, Phase.FINALISED).candidate
        open_now = sample_sight(policy, viewer, discussed=True, named=named)
        assert open_now == Sight(told[viewer, marks], named and told[viewer, assessors], candidate)
        before = sample_sight(policy, viewer, discussed=False, named=named)
        assert before == Sight(others_marks=False, assessor_names=False, candidate=candidate)


def test_a_panels_progress_is_told_where_it_tells_of_no_single_colleague() -> None:
    told = {viewer: [sees_progress(viewer, colleagues) for colleagues in (0, 1, 2, 3)] for viewer in Viewer}
    assert told == {
        Viewer.JUDGING: [False, False, True, True],
        Viewer.JUDGED: [False, False, True, True],
        Viewer.COMMITTEE: [True] * 4,
        Viewer.AUDITOR: [True] * 4,
        Viewer.CANDIDATE: [False] * 4,
        Viewer.ADMINISTRATOR: [False] * 4,
        Viewer.PUBLIC: [False] * 4,
    }
