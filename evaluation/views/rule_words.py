"""The sixteen rules of scoring in plain words, for the page that every explanation links to.

docs/rules.md states them exactly; these sentences are for readers without mathematics. Each is number,
title, text and example (None where the text needs none).
"""

from __future__ import annotations

from evaluation.core.messages import Message, msg

RuleWords = tuple[int, Message, Message, Message | None]

RULES: tuple[RuleWords, ...] = (
    (
        1,
        msg("The value of a mark"),
        msg(
            "Criteria may be marked on different scales. Where weights are in percent, a mark counts"
            " by how far it lies between the lowest and the highest possible mark, from 0 to 100."
            " Where weights are points, a mark counts as it is."
        ),
        msg("On a scale from 1 to 5, a mark of 4 is three quarters of the way: its value is 75."),
    ),
    (
        2,
        msg("The share of a criterion"),
        msg(
            "Each criterion counts with its weight. Weights in percent add up to 100, and a"
            " criterion's share is its weight divided by 100."
        ),
        msg("A criterion with a weight of 30 percent has a share of 0.3."),
    ),
    (
        3,
        msg("Judged and measured criteria"),
        msg(
            "A judged criterion gets one mark from every assessor. A measured criterion has one value"
            " for each candidate, taken from data or from a record such as attendance, with its"
            " source."
        ),
        msg("The plan is judged by nine assessors; the coverage of workers is measured once."),
    ),
    (
        4,
        msg("Which score sheets count"),
        msg(
            "A score sheet counts once its assessor has submitted it, complete. Sheets of assessors"
            " who recused themselves, and sheets that the committee excluded with a reason, do not"
            " count, and neither do drafts."
        ),
        None,
    ),
    (
        5,
        msg("Making one number of several"),
        msg(
            "The assessors' numbers become one in the way the round names: as their mean; as their"
            " median, which is the one in the middle, or the mean of the two in the middle; or as"
            " their mean without one highest and one lowest."
        ),
        msg(
            "Of 50, 80, 85, 91 and 94 the mean is 80, the median 85, and without the 50 and the 94"
            " the mean is 85.33."
        ),
    ),
    (
        6,
        msg("The score of a round"),
        msg(
            "Either each score sheet is totalled (share times value, added over its criteria) and the"
            " totals are made one, or each criterion's values are made one first and then added with"
            " their shares. Measured criteria are added with their share as well."
        ),
        msg(
            "Sheets of 62.5, 55.3 and 69.3 have the mean 62.37; a measured part of 12.78 makes a"
            " round score of 75.14."
        ),
    ),
    (
        7,
        msg("Adjustments"),
        msg(
            "A committee may add or take away points, or a percentage of the score before any"
            " adjustment. Each adjustment has a reason, and is shown with it."
        ),
        msg("A score of 80 with minus 2 points and minus 10 percent becomes 80 - 2 - 8 = 70."),
    ),
    (
        8,
        msg("The standing score"),
        msg(
            "The score that decides the rank is the score of the round, or of several rounds"
            " together, each with its share."
        ),
        msg("45 parts of 78.41 and 55 parts of 90 make 84.78."),
    ),
    (
        9,
        msg("Ranks and ties"),
        msg(
            "The highest standing score comes first. Between equal scores the tie-breaks of the round"
            " decide, one after the other. Who is still equal after all of them shares the rank."
        ),
        msg("Scores of 90, 85, 85 and 80 have the ranks 1, 2, 2 and 4."),
    ),
    (
        10,
        msg("Who advances and who wins"),
        msg(
            "The ranks within the round's quota advance or win, if they reach the pass mark where"
            " there is one. If the quota ends in the middle of a tie, everybody in that tie moves on,"
            " and the ranking says so."
        ),
        msg("With a quota of 2 and the ranks 1, 2, 2 and 4, three candidates advance."),
    ),
    (
        11,
        msg("Enough score sheets"),
        msg(
            "Each round names how many score sheets an entry needs at least. While one has fewer, the"
            " result can't be finalised: the sheet comes in, or the entry leaves the contest with a"
            " reason."
        ),
        None,
    ),
    (
        12,
        msg("Not judged is not zero"),
        msg(
            "An entry that nobody has judged stands last with no rank and no score. That is not the"
            " same as an entry that was given 0."
        ),
        None,
    ),
    (
        13,
        msg("The way through the rounds"),
        msg(
            "An accepted dossier enters the first round in which its category is judged, and goes on"
            " from there by advancing. A screening only checks the papers: it has no scores."
        ),
        None,
    ),
    (
        14,
        msg("Rounding"),
        msg(
            "Each round names to how many decimals it rounds, how, and at which of five steps: the"
            " combined value of a criterion, its part, the total of a sheet, the round score, the"
            " standing score. Half up sends a tie away from zero, half to even to the even neighbour,"
            " and cutting off simply drops what is too much."
        ),
        msg("To two decimals, 2.345 becomes 2.35 half up, 2.34 half to even, and 2.34 cut off."),
    ),
    (
        15,
        msg("Who goes on by rule"),
        msg(
            "A round may say more than how many places go on: a multiple of the winners' places, at most so"
            " many of one province, institution or sector, at least so many of named regions, clusters"
            " placed on their own, no winners of recent years, and a reserve list. The system walks down the"
            " ranking, whole ties at a time, and every entry is told why it goes on or was passed over."
        ),
        msg(
            "Three places, at most two of one province: the third-best entry of East Java is passed over, and"
            " the best entry of another province goes on instead."
        ),
    ),
    (
        16,
        msg("What the panel decides by motions"),
        msg(
            "A round may let its panel deliberate. A motion breaks a tie, moves an entry to another place,"
            " lets entries share a place, withholds what one would get, or gives one a wild card. Each has"
            " a reason and a vote with a quorum. No score changes, and beside the decided place always stands"
            " the one that the marks alone gave."
        ),
        msg("Ranks A 1, B 2, C 3: a motion moves C to place 1. C is 1, A 2 and B 3; by the marks C is 3."),
    ),
)
