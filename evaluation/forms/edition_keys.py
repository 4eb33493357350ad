"""What can be written in each table of an edition, as data: the editor's forms follow from it.

A key's `kind` says how it is shown and read (evaluation/forms/edition_fields.py); `options` are fixed words,
or the name of a list that the edition itself gives. `usual` is what holds where the file says nothing.
"""

from __future__ import annotations

from typing import Final

from evaluation.core.assignment_rules import REGION_RULES
from evaluation.core.deliberation_rules import KINDS as MOTIONS
from evaluation.core.deliberation_rules import MAJORITIES, VOTES
from evaluation.core.edition.promotion import REGION_KINDS
from evaluation.core.exact import ROUNDING_MODES
from evaluation.core.file_types import FILE_TYPES
from evaluation.core.interview_rules import NOTES
from evaluation.core.messages import Message, msg
from evaluation.core.rules import (
    COMBINERS,
    CRITERION_KINDS,
    ENTRANTS,
    ORDERS,
    ROUND_KINDS,
    ROUNDING_STEPS,
    SCALES,
    STAGES,
)
from evaluation.core.section_kinds import KINDS
from evaluation.core.visibility import ASSESSORS, CANDIDATES, MARKS
from evaluation.forms.edition_after import AFTER_PUBLICATION
from evaluation.forms.edition_key import Group, Key

TITLE: Final = msg("Title")


def title(name: str = "title", label: Message = TITLE) -> tuple[Key, Key]:
    """A text in both languages."""
    return (
        Key(f"{name}.id", "line", msg("%(what)s in Indonesian", what=label)),
        Key(f"{name}.en", "line", msg("%(what)s in English", what=label)),
    )


CODE: Final = Key("code", "line", msg("Code"), msg("Small letters, digits and hyphens, such as desk-2."))
JUDGED: Final = ("desk", "interview", "visit")
COUNT: Final = msg("A whole number.")

EDITION: Final = (
    Group(
        None,
        (
            *title(),
            Key("assessed_year", "number", msg("Assessed year"), msg("The year whose work is judged.")),
            Key("award_year", "number", msg("Award year"), msg("The year of the ceremony.")),
            Key("timezone", "line", msg("Time zone"), msg("Such as Asia/Jakarta.")),
            Key("official", "yes-no", msg("Official rules"), usual="false"),
        ),
    ),
)
CATEGORY: Final = (
    Group(None, (CODE, *title(), Key("entrant", "choice", msg("Entrants"), None, ENTRANTS, "entrant"))),
)
SECTION: Final = (
    Group(
        None,
        (
            CODE,
            *title(),
            Key("kind", "choice", msg("Kind"), None, tuple(KINDS), "section_kind"),
            Key("categories", "several", msg("Categories"), None, "categories", usual="all"),
            Key("required", "yes-no", msg("Required"), usual="true"),
            Key("minimum", "number", msg("Items at least"), COUNT),
            Key("maximum", "number", msg("Items at most"), msg("Leave it blank for no limit of its own.")),
            Key("word_limit", "number", msg("Words at most, in each long text"), msg("Blank: no limit.")),
            *title("guidance", msg("Guidance")),
            Key("file_types", "several", msg("File types"), None, FILE_TYPES, "file_type", usual="all"),
        ),
    ),
)
CRITERION: Final = (
    Group(
        None,
        (
            CODE,
            *title(),
            Key("weight", "number", msg("Weight"), msg("Such as 30 or 12.5.")),
            Key("kind", "choice", msg("Kind"), None, CRITERION_KINDS, "criterion_kind", "judged"),
            Key("minimum", "number", msg("Lowest mark"), usual="0"),
            Key("maximum", "number", msg("Highest mark"), usual="100"),
            Key("step", "number", msg("Step between marks"), usual="1"),
        ),
    ),
    Group(
        msg("Comments and evidence"),
        (
            Key(
                "comment",
                "choice",
                msg("Comment needed"),
                None,
                ("limits", "always"),
                "comment_rule",
                "limits",
            ),
            Key("comment_below", "number", msg("Comment needed below"), msg("Blank: at no mark.")),
            Key("comment_above", "number", msg("Comment needed above"), msg("Blank: at no mark.")),
            Key("evidence", "several", msg("Looks at these sections"), None, "sections"),
        ),
    ),
    Group(
        msg("What marks mean"),
        (
            Key(
                "rubric",
                "rows",
                msg("Levels"),
                msg("Every possible mark belongs to exactly one level. Save to get more blank rows."),
                columns=(
                    Key("from", "number", msg("From")),
                    Key("to", "number", msg("To")),
                    *title("text", msg("Meaning")),
                ),
            ),
        ),
        ("judged",),
    ),
)
ROUND: Final = (
    Group(
        None,
        (
            CODE,
            *title(),
            Key("kind", "choice", msg("Kind"), None, ROUND_KINDS, "round_kind"),
            Key("stage", "choice", msg("Stage"), None, STAGES, "stage"),
            Key("categories", "several", msg("Categories"), None, "categories"),
            Key("opens", "opens", msg("Opens"), msg("Without a time: at the day's first second.")),
            Key("closes", "closes", msg("Closes"), msg("Without a time: at the day's last second.")),
        ),
    ),
    Group(
        msg("Check list"),
        (
            Key(
                "checklist",
                "rows",
                msg("Things to verify"),
                msg("Save to get more blank rows."),
                columns=(CODE, *title()),
            ),
        ),
        ("screening",),
    ),
    Group(
        msg("Quotas"),
        (
            Key("advance", "number", msg("Places that go on"), COUNT, usual="0"),
            Key("winners", "number", msg("Winners' places"), COUNT, usual="0"),
            Key("pass_mark", "number", msg("Pass mark"), msg("Blank: none.")),
            Key("minimum_sheets", "number", msg("Sheets needed for each entry"), COUNT, usual="1"),
        ),
        JUDGED,
    ),
    Group(
        msg("How marks become a score"),
        (
            Key("scale", "choice", msg("Scale"), None, SCALES, "scale", "percent"),
            Key("order", "choice", msg("How sheets become a score"), None, ORDERS, "order", "sheet"),
            Key("combine", "choice", msg("Combined by"), None, COMBINERS, "combine", "mean"),
            Key("trim_from", "number", msg("Leave out highest and lowest from so many values on"), usual="3"),
            Key("rounding.mode", "choice", msg("Rounding"), None, ROUNDING_MODES, "rounding_mode", "half-up"),
            Key("rounding.places", "number", msg("Decimals"), usual="2"),
            Key(
                "rounding.steps",
                "several",
                msg("Rounded steps"),
                None,
                ROUNDING_STEPS,
                "rounding_step",
                "all",
            ),
        ),
        JUDGED,
    ),
    Group(
        msg("Standings"),
        (
            Key(
                "carry",
                "shares",
                msg("Shares of the rounds in the standing score"),
                msg("All blank: this round alone counts."),
                "rounds",
            ),
            Key(
                "tie_break",
                "order",
                msg("When scores are equal"),
                msg("The first one decides, then the second; after the last one a rank is shared."),
                "tie_breaks",
            ),
        ),
        JUDGED,
    ),
    Group(
        msg("Who sees what"),
        (
            Key("visibility.marks", "choice", msg("Others' marks"), None, MARKS, "marks_seen", "never"),
            Key(
                "visibility.assessors", "choice", msg("Assessors"), None, ASSESSORS, "assessors_seen", "names"
            ),
            Key(
                "visibility.candidates",
                "choice",
                msg("Candidates"),
                None,
                CANDIDATES,
                "candidates_seen",
                "shown",
            ),
        ),
        JUDGED,
    ),
    Group(
        msg("Meetings"),
        (
            Key("interview.talk", "number", msg("Minutes of talk"), usual="20"),
            Key("interview.questions", "number", msg("Minutes of questions"), usual="20"),
            Key("interview.companions", "number", msg("Companions at most"), usual="2"),
            Key("interview.late_after", "number", msg("Late after so many minutes"), usual="0"),
            Key("interview.late_penalty", "number", msg("Points taken away for coming late"), usual="0"),
            Key("interview.absence_penalty", "number", msg("Points taken away for not coming"), usual="0"),
            Key("interview.notes", "choice", msg("Notes are read by"), None, NOTES, "notes_policy", "own"),
        ),
        ("interview", "visit"),
    ),
    Group(
        msg("Team of a visit"),
        (
            Key("interview.panel_members", "number", msg("Panel members at least"), usual="1"),
            Key("interview.evaluators", "number", msg("Evaluators at least"), usual="1"),
        ),
        ("visit",),
    ),
    Group(
        msg("Assignment of entries"),
        (
            Key("assignment.assessors", "number", msg("Assessors an entry"), msg("Blank: all judge all.")),
            Key("assignment.most", "number", msg("Entries an assessor at most"), usual="0"),
            Key("assignment.region", "choice", msg("Own province"), None, REGION_RULES, "region_rule", "any"),
            Key("assignment.seed", "number", msg("Seed"), usual="1"),
        ),
        ("desk",),
    ),
    Group(
        msg("Signatures under the result"),
        (
            Key("signatures.members", "number", msg("Members of the panel who sign"), usual="0"),
            Key("signatures.chair", "yes-no", msg("The chair is one of them"), usual="false"),
        ),
        JUDGED,
    ),
    AFTER_PUBLICATION,
    Group(
        msg("Deliberation of the panel"),
        (
            Key("deliberation.quorum", "number", msg("Members who must be present"), msg("Blank: none.")),
            Key("deliberation.chair", "yes-no", msg("The chair must be present"), usual="false"),
            Key("deliberation.votes", "choice", msg("Votes"), None, VOTES, "vote_way", "named"),
            Key("deliberation.majority", "choice", msg("Majority"), None, MAJORITIES, "majority", "simple"),
            Key("deliberation.motions", "several", msg("Motions"), None, MOTIONS, "motion_kind", "all"),
            Key("deliberation.wild_cards", "number", msg("Wild cards at most"), usual="0"),
        ),
        JUDGED,
        folded=True,
    ),
    Group(
        msg("Promotion by rule"),
        (
            Key(
                "promotion.nominations",
                "number",
                msg("Nominees for each winner's place"),
                msg("They go on, instead of a number of places. Nobody wins in this round yet."),
                usual="0",
            ),
            Key(
                "promotion.at_most.province",
                "number",
                msg("At most from one province"),
                msg("Blank: no limit."),
            ),
            Key(
                "promotion.at_most.institution",
                "number",
                msg("At most from one institution"),
                msg("Blank: no limit."),
            ),
            Key(
                "promotion.at_most.sector", "number", msg("At most from one sector"), msg("Blank: no limit.")
            ),
            Key("promotion.reserve", "number", msg("Places on the reserve list"), usual="0"),
            Key(
                "promotion.past_winners",
                "number",
                msg("Past winners are passed over for so many years"),
                usual="0",
            ),
            Key(
                "promotion.floors",
                "rows",
                msg("At least so many of these regions"),
                columns=(
                    CODE,
                    *title(),
                    Key(
                        "regions",
                        "lines",
                        msg("Regions"),
                        msg("Codes of provinces or regencies, one a line."),
                    ),
                    Key("least", "number", msg("At least"), usual="1"),
                ),
            ),
            Key(
                "promotion.clusters",
                "rows",
                msg("Clusters with places of their own"),
                columns=(
                    CODE,
                    *title(),
                    Key("kinds", "several", msg("Kinds of regions"), None, REGION_KINDS, "region_kind"),
                    Key(
                        "regions",
                        "lines",
                        msg("Regions"),
                        msg("Codes of provinces or regencies, one a line."),
                    ),
                    Key("sectors", "lines", msg("Sectors"), msg("One a line.")),
                    Key("advance", "number", msg("Places that go on"), msg("Blank: as the round says.")),
                    Key("winners", "number", msg("Winners' places"), msg("Blank: as the round says.")),
                ),
            ),
        ),
        JUDGED,
        folded=True,
    ),
)
FORMS: Final = {
    "edition": EDITION,
    "category": CATEGORY,
    "section": SECTION,
    "round": ROUND,
    "criteria": CRITERION,
}
