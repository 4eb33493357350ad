"""How many assessors judge an entry, out of an edition file."""

from evaluation.core.assignment_rules import EVERYBODY, REGION_RULES, AssignmentRule
from evaluation.core.edition.table import Table
from evaluation.core.messages import msg

MOST_ASSESSORS = 99
MOST_ENTRIES = 9999
LARGEST_SEED = 999_999_999


def read_assignment(table: Table) -> AssignmentRule:
    """The key `assignment` of a round's table; everybody judges everything when it is left out."""
    rule = table.table("assignment")
    if rule is None:
        return EVERYBODY
    found = AssignmentRule(
        assessors=rule.whole("assessors", None, 1),
        most=rule.whole("most", 0),
        region=rule.choice("region", REGION_RULES, "any"),
        seed=rule.whole("seed", EVERYBODY.seed),
    )
    rule.close()
    for key, value, most in (
        ("assessors", found.assessors, MOST_ASSESSORS),
        ("most", found.most, MOST_ENTRIES),
        ("seed", found.seed, LARGEST_SEED),
    ):
        if value > most:
            rule.note(key, msg("must be at most %(most)s", most=most))
    return found


def check_assignment(table: Table, rule: AssignmentRule, *, kind: str, stage: str, minimum: int) -> None:
    """Note what does not go together with the rest of the round."""
    if not table.has("assignment"):
        return
    if kind != "desk":
        table.note(
            "assignment",
            msg(
                'only rounds of kind "desk" assign entries: in others the panel sits together;'
                " remove assignment"
            ),
        )
        return
    if table.sound("minimum_sheets", "assignment", "assignment > assessors") and rule.assessors < minimum:
        table.note(
            "assignment > assessors",
            msg(
                "%(assessors)s assessors can't give the %(minimum)s score sheets of minimum_sheets:"
                " raise the one or lower the other",
                assessors=rule.assessors,
                minimum=minimum,
            ),
        )
    if rule.region != "any" and table.sound("stage") and stage == "province":
        table.note(
            "assignment > region",
            msg(
                'a round of stage "province" has entries of one province only: "%(rule)s" is for'
                ' rounds of stage "national"',
                rule=rule.region,
            ),
        )
