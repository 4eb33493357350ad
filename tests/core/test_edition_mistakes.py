"""What can be wrong with an edition file as a whole, its titles, codes and dates."""

import pytest

from tests.core.edition_texts import (
    HEAD,
    IN_DESK,
    WHOLE,
    changed,
    desk_with,
    problems,
)

WRONG = {
    "edition missing": (WHOLE.replace("[edition]", "[edicion]"), "edition: is missing"),
    "edition no table": ("edition = 1\n" + changed("[edition]", "[x]"), "edition: must be a table"),
    "no category": (HEAD.split("[[category]]")[0], "category: an edition needs at least one"),
    "no round": (HEAD, "round: an edition needs at least one"),
    "category single": (changed("[[category]]", "[category]"), "category: must be a list of tables"),
    "unknown key": (
        changed("award_year", "awards_year"),
        'edition > awards_year: is no key of this table: did you mean "award_year"?',
    ),
    "unknown key far": (
        changed("assessed_year", "zzz = 1\nassessed_year"),
        "edition > zzz: is no key of this table: remove it",
    ),
    "unknown table": (WHOLE + "\n[prizes]\n", "prizes: is no key of this table"),
    "nominees of the last round": (
        changed("carry = { desk = 45, talk = 55 }", "winners = 1\npromotion = { nominations = 2 }"),
        'round[2] "talk" > promotion > nominations: no later round judges category "regency", so its nominees'
        " could never win",
    ),
    "nominations without winners": (
        desk_with("promotion = { nominations = 2 }"),
        f"{IN_DESK} > promotion > nominations: a multiple of the winners' places is asked for, but the round"
        " has none: set winners",
    ),
    "nominations beside advance": (
        desk_with("advance = 4\nwinners = 2\npromotion = { nominations = 2 }"),
        f"{IN_DESK} > promotion > nominations: advance says already how many go on",
    ),
    "key missing": (
        changed("award_year = 2022", ""),
        'edition > award_year: is missing: add a line "award_year = ..."',
    ),
    "text type": (
        changed('"paritrana-2021"', "2021"),
        "edition > code: must be a text in quotes that is not blank, not 2021",
    ),
    "text blank": (changed('en = "Friday\'s award 🏆"', 'en = " "'), "edition > title > en: must be a text"),
    "title lacks en": (changed(', en = "Desk"', ""), f"{IN_DESK} > title > en: is missing"),
    "title lacks id": (changed('id = "Meja", ', ""), f"{IN_DESK} > title > id: is missing"),
    "title a text": (
        changed('{ id = "Meja", en = "Desk" }', '"Desk"'),
        f"{IN_DESK} > title: must be a table",
    ),
    "bad code": (
        changed('"paritrana-2021"', '"Paritrana 2021"'),
        'edition > code: "Paritrana 2021" is not a code',
    ),
    "bad code hyphen": (
        changed('code = "plan"', 'code = "-plan"'),
        'criteria[0] "-plan" > code: "-plan" is not a code',
    ),
    "official": (
        changed("award_year", 'official = "no"\naward_year'),
        'edition > official: must be true or false without quotes, not "no"',
    ),
    "year type": (changed("2022", '"2022"'), "edition > award_year: must be a whole number without quotes"),
    "year early": (
        changed("2021\naward", "21\naward"),
        "edition > assessed_year: must be 1900 or more, not 21",
    ),
    "years swapped": (
        changed("assessed_year = 2021", "assessed_year = 2023"),
        "edition > assessed_year: 2023 lies after award_year = 2022",
    ),
    "time zone": (
        changed("Asia/Jakarta", "Asia/Djakarta"),
        'edition > timezone: "Asia/Djakarta" is no time zone',
    ),
    "time zone folder": (changed("Asia/Jakarta", "Asia"), 'edition > timezone: "Asia" is no time zone'),
    "time zone path": (changed("Asia/Jakarta", "../etc/passwd"), "edition > timezone:"),
    "time only": (desk_with("closes = 17:00:00"), f"{IN_DESK} > closes: must be a date or time"),
    "not TOML": ("[edition]\ncode = \n", "line 2: is not valid TOML: Invalid value in column 8"),
    "not TOML at the end": ('[edition]\ncode = "x', "line 2: is not valid TOML: "),
    "table twice": (WHOLE + "[edition]\n", "is not valid TOML: Cannot declare"),
    "long integer": (changed("2021\naward", "9" * 5000 + "\naward"), "is not valid TOML: Exceeds the limit"),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_where_it_stands(text: str, expected: str) -> None:
    found = problems(text)
    assert [line for line in found if expected in line], found


# What follows from these mistakes is wrong as well.
SEVERAL = {
    "edition missing",
    "edition no table",
    "no category",
    "category single",
    "unknown key",
    "bad code hyphen",
}


@pytest.mark.parametrize("name", sorted(set(WRONG) - SEVERAL))
def test_one_mistake_is_reported_once_and_alone(name: str) -> None:
    assert len(problems(WRONG[name][0])) == 1
