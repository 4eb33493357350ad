"""Who signs the result of a round, out of an edition file."""

from evaluation.core.edition.table import Table
from evaluation.core.messages import msg
from evaluation.core.signature_rules import NO_SIGNATURES, SignatureRule

MOST = 99


def read_signatures(table: Table) -> SignatureRule:
    """The key `signatures` of a round's table; nobody signs when it is left out."""
    rule = table.table("signatures")
    if rule is None:
        return NO_SIGNATURES
    found = SignatureRule(members=rule.whole("members", 0), chair=rule.yes_no("chair", default=False))
    rule.close()
    if found.members > MOST:
        rule.note("members", msg("must be at most %(most)s", most=MOST))
    if rule.sound("members", "chair") and not found.needed:
        table.note(
            "signatures",
            msg("asks for nobody: write members = 3 or chair = true, or leave signatures out"),
        )
    return found


def check_signatures(table: Table, *, judged: bool) -> None:
    """Note signatures in a round that has no result."""
    if table.has("signatures") and not judged:
        table.note("signatures", msg('a round of kind "screening" has no result to sign: remove signatures'))
