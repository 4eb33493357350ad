"""An edition with three kinds of candidates, each with a dossier of its own."""

# A criterion of an edition file stands on one line.
# ruff: noqa: E501

from __future__ import annotations

CATEGORY = """
[[category]]
code = "{code}"
title = {{ id = "{code}", en = "The {code}" }}
entrant = "{entrant}"
"""
CATEGORIES = "".join(
    CATEGORY.format(code=code, entrant=entrant)
    for code, entrant in (("government", "regency"), ("village", "village"), ("company", "business"))
)
HEAD = f"""
[edition]
code = "tiga-2021"
title = {{ id = "Tiga dosir", en = "Three dossiers" }}
assessed_year = 2021
award_year = 2022
timezone = "Asia/Jakarta"
{CATEGORIES}"""
SECTIONS = """
[[section]]
code = "rules"
title = { id = "Peraturan daerah", en = "Regional rules" }
categories = ["government", "village"]
kind = "regulations"
minimum = 2
maximum = 3

[[section]]
code = "people"
title = { id = "Pekerja", en = "People" }
categories = ["government"]
kind = "coverage"

[[section]]
code = "story"
title = { id = "Kisah desa", en = "The village's story" }
categories = ["village"]
kind = "narrative"
word_limit = 5
guidance = { id = "Ceritakan desa Anda.", en = "Tell of your village." }

[[section]]
code = "duties"
title = { id = "Kepatuhan", en = "Duties" }
categories = ["company"]
kind = "compliance"

[[section]]
code = "photos"
title = { id = "Foto", en = "Photographs" }
kind = "documents"
required = false
maximum = 2
file_types = ["image"]
"""
ROUND = """
[[round]]
code = "desk"
title = { id = "Meja", en = "Desk" }
categories = ["government", "village", "company"]
stage = "province"
kind = "desk"
criteria = [
  { code = "work", title = { id = "Karya", en = "Work" }, weight = 100, evidence = ["rules", "duties", "photos"] },
]
"""
THREE = HEAD + SECTIONS + ROUND
# What the form of a compliant year sends.
YEAR = {
    "year": "2021",
    "workers": "1.250",
    "registered": "1.000",
    "wages": "90.000.000.000",
    "wages_reported": "90.000.000.000",
    "contributions_due": "4.000.000.000",
    "contributions_paid": "3.000.000.000",
    "supplier_workers": "0",
    "supplier_registered": "0",
    "vulnerable": "40",
    "care": "Iuran 40 pedagang asongan",
}
