"""A small edition file in pieces, and ways to spoil it."""

import pytest

from evaluation.edition_file import EditionFileError, parse

HEAD = """
[edition]
code = "paritrana-2021"
title = { id = "Anugerah Jum'at 🏆", en = "Friday's award 🏆" }
assessed_year = 2021
award_year = 2022
timezone = "Asia/Jakarta"

[[category]]
code = "regency"
title = { id = "Kabupaten", en = "Regencies" }
entrant = "regency"
"""
PAPER = """
[[round]]
code = "paper"
title = { id = "Berkas", en = "Paper" }
categories = ["regency"]
stage = "province"
kind = "screening"
checklist = [{ code = "signed", title = { id = "Ditandatangani", en = "Signed" } }]
"""
DESK = """
[[round]]
code = "desk"
title = { id = "Meja", en = "Desk" }
categories = ["regency"]
stage = "province"
kind = "desk"
tie_break = ["plan"]
criteria = [
  { code = "plan", title = { id = "Rencana", en = "Plan" }, weight = 60.5 },
  { code = "coverage", title = { id = "Cakupan", en = "Coverage" }, weight = 39.5, kind = "measured" },
]
"""
TALK = """
[[round]]
code = "talk"
title = { id = "Wawancara", en = "Talk" }
categories = ["regency"]
stage = "national"
kind = "interview"
carry = { desk = 45, talk = 55 }
criteria = [
  { code = "answers", title = { id = "Jawaban", en = "Answers" }, weight = 100, minimum = 1, maximum = 5 },
]
"""
WHOLE = HEAD + PAPER + DESK + TALK
IN_DESK, IN_TALK = 'round[1] "desk"', 'round[2] "talk"'
PLAN, ANSWERS = f'{IN_DESK} > criteria[0] "plan"', f'{IN_TALK} > criteria[0] "answers"'


def changed(old: str, new: str, text: str = WHOLE) -> str:
    assert text.count(old) >= 1, f"the file has no {old!r}"
    return text.replace(old, new, 1)


def desk_with(line: str) -> str:
    return changed('tie_break = ["plan"]', line)


def answers_with(keys: str) -> str:
    return changed("minimum = 1, maximum = 5", keys)


def problems(text: str) -> list[str]:
    with pytest.raises(EditionFileError) as error:
        parse(text)
    assert str(error.value) == "\n".join(str(problem) for problem in error.value.problems)
    return [str(problem) for problem in error.value.problems]
