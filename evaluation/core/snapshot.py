"""The frozen result of one contest as canonical text: equal results have equal text, to the last byte."""

import hashlib
import json
from dataclasses import dataclass

from evaluation.core.canonical import NotCanonical, later, plain, typed
from evaluation.core.deliberation import Motion
from evaluation.core.ranking import Standing
from evaluation.core.rules import Round

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Result:
    """The standings of one contest with the rules that gave them; `region` is None at the national stage.

    `motions` are those that were adopted, in that order (rule 16 of docs/rules.md).
    """

    round_code: str
    category: str
    region: str | None
    rules: Round
    standings: tuple[Standing, ...]
    motions: tuple[Motion, ...] = later(())


def to_json(result: Result) -> str:
    """The result as canonical JSON: sorted keys, no spaces, numbers as exact text ("7.5", "1/3"), in UTF-8.

    What stands in a snapshot stays readable for ever, so its `format` is written with it.
    """
    return json.dumps(
        {"format": FORMAT, "result": plain(result)},
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def from_json(text: str) -> Result:
    """The result that `to_json` wrote. Raises NotCanonical for any other text."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"the snapshot is not JSON: {error}") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NotCanonical(f"the snapshot is not of format {FORMAT}")
    result: Result = typed(Result, document.get("result"))
    return result


def fingerprint(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
