"""How a round sends entries on, out of an edition file."""

import re

from evaluation.core.edition.table import Table
from evaluation.core.messages import msg
from evaluation.core.promotion_rules import LIMITS, NOTHING_MORE, Cluster, Floor, PromotionRules

REGION_KINDS = ("province", "regency", "city")
REGION_CODE = re.compile(r"[0-9]{2}(\.[0-9]{2})?")


def read_promotion(table: Table) -> PromotionRules:
    """The key `promotion` of a round's table; nothing more than `advance` when it is left out."""
    rules = table.table("promotion")
    if rules is None:
        return NOTHING_MORE
    found = PromotionRules(
        nominations=rules.whole("nominations", 0),
        at_most=_read_limits(rules),
        floors=tuple(_read_floor(floor) for floor in rules.tables("floors")),
        reserve=rules.whole("reserve", 0),
        past_winners=rules.whole("past_winners", 0),
        clusters=tuple(_read_cluster(cluster) for cluster in rules.tables("clusters")),
    )
    rules.close()
    for key, tables, codes in (
        ("floors", rules.tables("floors"), [one.code for one in found.floors]),
        ("clusters", rules.tables("clusters"), [one.code for one in found.clusters]),
    ):
        _note_repeated(key, tables, codes)
    _note_unreachable(rules.tables("clusters"), found.clusters)
    return found


def check_promotion(table: Table, rules: PromotionRules, *, judged: bool, advance: int, winners: int) -> None:
    """Note what does not go together with the rest of the round."""
    if rules == NOTHING_MORE:
        return
    if not judged:
        table.note("promotion", msg('a round of kind "screening" has no standings: remove promotion'))
        return
    if rules.nominations and advance:
        table.note(
            "promotion > nominations",
            msg("advance says already how many go on: write one of the two, not both"),
        )
    if rules.nominations and not winners and not any(one.winners for one in rules.clusters):
        table.note(
            "promotion > nominations",
            msg("a multiple of the winners' places is asked for, but the round has none: set winners"),
        )


def _read_limits(rules: Table) -> tuple[tuple[str, int], ...]:
    limits = rules.table("at_most")
    if limits is None:
        return ()
    found = tuple((name, limits.whole(name, None, 1)) for name in LIMITS if limits.has(name))
    limits.close()
    return found


def _read_floor(floor: Table) -> Floor:
    found = Floor(
        code=floor.code(),
        title=floor.title(),
        regions=floor.texts("regions", required=True),
        least=floor.whole("least", 1, 1),
    )
    floor.close()
    if floor.sound("regions") and not found.regions:
        floor.note("regions", msg("must name at least one region's code"))
    _check_regions(floor, found.regions)
    return found


def _check_regions(table: Table, regions: tuple[str, ...]) -> None:
    for region in regions:
        if not REGION_CODE.fullmatch(region):
            table.note("regions", msg('"%(code)s" is no region\'s code, such as 35 or 35.76', code=region))


def _note_unreachable(tables: tuple[Table, ...], clusters: tuple[Cluster, ...]) -> None:
    """An entry belongs to the first cluster that it fits: one that takes everybody must be the last."""
    for table, cluster in list(zip(tables, clusters, strict=True))[:-1]:
        if not (cluster.kinds or cluster.regions or cluster.sectors):
            table.note(
                "kinds",
                msg("every entry fits this cluster, so none comes into those after it: put it last"),
            )


def _read_cluster(cluster: Table) -> Cluster:
    found = Cluster(
        code=cluster.code(),
        title=cluster.title(),
        kinds=cluster.choices("kinds", REGION_KINDS),
        regions=cluster.texts("regions"),
        sectors=cluster.texts("sectors"),
        advance=cluster.whole("advance", None) if cluster.has("advance") else None,
        winners=cluster.whole("winners", None) if cluster.has("winners") else None,
    )
    cluster.close()
    _check_regions(cluster, found.regions)
    return found


def _note_repeated(key: str, tables: tuple[Table, ...], codes: list[str]) -> None:
    for position, code in enumerate(codes):
        if code and code in codes[:position]:
            tables[position].note(
                "code",
                msg('"%(code)s" is taken by an earlier table of %(key)s: choose another', code=code, key=key),
            )
