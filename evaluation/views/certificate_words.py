"""Certificates in words: what the press prints on each, in the language that speaks now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from evaluation.core.certificates import CertificateText, filled, lines_of
from evaluation.core.deliberation_rules import WILD_CARD
from evaluation.core.messages import msg
from evaluation.core.ranking import Standing
from evaluation.core.receipt_code import receipt_code
from evaluation.core.rules import Round
from evaluation.store.db import Row, moment
from evaluation.views.context import locale
from evaluation.views.language import day, pick, say

# Who and what stands on a certificate that is only looked at.
SAMPLE_CODE = "0" * 64
DEMONSTRATION = msg("Demonstration, not an official award")


def certificates_data(
    text: CertificateText, contest: Row, rules: Round, found: Sequence[Standing], address: str
) -> dict[str, Any]:
    """What certificates.typ prints, a page for each of `found`; `contest` has award_year and decree too."""
    common = common_values(contest)
    return {
        "lang": locale(),
        "title": filled(text.title, {**common, "name": "…", "outcome": "…"}),
        "award": pick(contest, "edition_title"),
        "pages": [
            printed(text, {**common, "name": one.name, "outcome": honour(rules, one, found)}) for one in found
        ],
        "check_label": say(msg("Check code")),
        "notice": "" if contest["official"] else say(DEMONSTRATION),
        "code": receipt_code(contest["fingerprint"]),
        "address": address,
    }


def common_values(contest: Row) -> dict[str, str]:
    """What stands in the placeholders that are the same on every certificate of a contest."""
    fixed = moment(contest["finalised_at"]).astimezone(ZoneInfo(contest["timezone"]))
    return {
        "award": pick(contest, "edition_title"),
        "category": pick(contest, "category_title"),
        "round": pick(contest, "round_title"),
        "region": contest["region_name"] or say(msg("Nation")),
        "year": str(contest["award_year"]),
        "date": day(fixed.date()),
        "decree": contest["decree"] or "–",
    }


def honour(rules: Round, one: Standing, beside: Sequence[Standing]) -> str:
    """What a certificate calls somebody: a winner by the place among their own, where there are clusters.

    A joint winner shares the place by a motion with another winner of those `beside`.
    """
    by_wild_card = one.outcome is not None and one.outcome.reason.code == WILD_CARD
    if not one.wins:
        return say(msg("Nominee by the panel's decision") if by_wild_card else msg("Nominee"))
    if by_wild_card:
        return say(msg("Winner by the panel's decision"))
    if one.joint and any(other.wins and other.rank == one.rank and other is not one for other in beside):
        return say(msg("Joint winner, rank %(rank)s", rank=one.rank))
    own = one.outcome.cluster if one.outcome else ""
    for cluster in rules.promotion.clusters:
        if cluster.code == own and one.outcome:
            place = one.outcome.cluster_rank
            return say(msg("Winner, rank %(rank)s, %(cluster)s", rank=place, cluster=cluster.title))
    return say(msg("Winner, rank %(rank)s", rank=one.rank))


def printed(text: CertificateText, values: dict[str, str]) -> dict[str, Any]:
    """One certificate."""
    return {
        "title": filled(text.title, values),
        "body": [{"text": line, "large": large} for line, large in lines_of(text.body, values)],
        "closing": [line for line, _ in lines_of(text.closing, values)],
    }
