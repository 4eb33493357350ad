"""The pages around conflicts of interest: the committee's, and where somebody works and lives."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlite_utils import Database

from evaluation.store.db import rows
from tests.award import Award
from tests.desk_ground import CHAIR, SECOND, Ground
from tests.pages import PageClient

EAST, CENTRAL, AUDITOR, ADMIN = (f"{name}@uji.example" for name in ("jatim", "jateng", "audit", "admin"))


@pytest.fixture
def ground(award: Award, db: Database) -> Ground:
    made = Ground(award, db)
    award.grant(EAST, "committee", made.edition, "35")
    award.grant(CENTRAL, "committee", made.edition, "33")
    award.grant(AUDITOR, "auditor", made.edition)
    award.grant(ADMIN, "administrator")
    return made


@pytest.fixture
def path(ground: Ground) -> str:
    return f"/committee/panels/{ground.actor(CHAIR).seats[0].panel_id}"


def english(client: PageClient, email: str) -> PageClient:
    return client.sign_in(email, language="en")


def exclude(client: PageClient, ground: Ground, path: str, who: int, reason: str = "Mantan staf") -> None:
    fields = {
        "exclude-member": str(ground.people[who]),
        "exclude-entry": str(ground.mojokerto),
        "exclude-reason": reason,
    }
    client.get(f"{path}/conflicts")
    client.submit(fields, form="/exclusions")


def test_the_committee_counts_declarations_and_excludes_with_a_reason(
    ground: Ground, client: PageClient, path: str
) -> None:
    exclude(english(client, EAST), ground, path, 0)
    page = client.page
    assert page is not None
    assert "Juri 1 35 – – 2 0 0" in page.text
    assert "Every declaration, one by one: 6" in page.text
    assert "Kabupaten Jember: no connection" in page.text
    assert "Kota Mojokerto : Juri 1 35 Excluded by the committee Mantan staf" in page.text
    one = rows(ground.db, "SELECT id FROM conflict")[0]["id"]
    client.submit({f"lift-{one}-reason": "Keliru"}, form="/lift")
    assert "What kept somebody away before: 1" in client.page.text  # type: ignore[union-attr]
    assert "Lifted: Keliru" in client.page.text  # type: ignore[union-attr]


def test_a_decision_without_a_reason_comes_back_as_it_was_typed(
    ground: Ground, client: PageClient, path: str
) -> None:
    english(client, EAST).get(f"{path}/conflicts")
    fields = {
        "exclude-member": str(ground.people[1]),
        "exclude-entry": str(ground.jember),
        "exclude-reason": " ",
    }
    page = client.submit({**fields, "exclude-reason": " "}, form="/exclusions", status=422)
    assert "Write the reason." in page.text
    assert f'<option selected value="{ground.people[1]}">' in page.html
    assert rows(ground.db, "SELECT id FROM conflict") == []


def test_the_others_do_not_find_the_page(ground: Ground, client: PageClient, path: str) -> None:
    english(client, CENTRAL).finds_nothing(f"{path}/conflicts")
    client.posts_to_nothing(f"{path}/exclusions", {"exclude-reason": "Mantan staf"})
    assert rows(ground.db, "SELECT id FROM conflict WHERE source = 'excluded'") == []


def test_a_member_who_sits_on_another_committee_does_not_either(
    ground: Ground, client: PageClient, path: str, award: Award
) -> None:
    award.grant(CHAIR, "committee", ground.edition, "33")
    english(client, CHAIR).get(path)
    client.finds_nothing(f"{path}/conflicts")


def test_the_auditor_reads_and_changes_nothing(ground: Ground, client: PageClient, path: str) -> None:
    page = english(client, AUDITOR).get(f"{path}/conflicts")
    assert "Declarations" in page.text
    assert [form.action for form in page.forms if "/committee/" in form.action] == []


def test_too_few_assessors_warn_where_the_committee_looks_and_lead_to_a_substitute(
    ground: Ground, client: PageClient, path: str
) -> None:
    english(client, EAST)
    for who in (0, 1):
        exclude(client, ground, path, who)
    warning = "Too few assessors are left for: Kota Mojokerto."
    assert warning in client.get("/committee").text
    assert warning in client.get(f"/committee/contests/{ground.desk}").text
    assert (
        "can get at most 1 of 2 score sheets"
        in client.get(f"/committee/contests/{ground.desk}/finalise").text
    )
    page = client.get(f"/committee/contests/{ground.desk}/conflicts")
    assert client.url == f"{path}/conflicts"
    assert "(Provincial desk assessment): at most 1 of 2 score sheets can come in." in page.text
    fields: dict[str, Any] = {
        "call-email": "baru@uji.example",
        "call-name": "Pengganti",
        "call-number": "188/9",
    }
    client.submit(fields, form="/substitutes")
    assert client.url == f"{path}/conflicts"
    assert "Pengganti : called in for Kota Mojokerto" in client.page.text  # type: ignore[union-attr]
    assert warning not in client.get("/committee").text


def test_a_substitutes_own_list_has_the_named_entries_only(
    ground: Ground, client: PageClient, path: str, award: Award
) -> None:
    late = "baru@uji.example"
    award.account(late)
    english(client, EAST).get(f"{path}/conflicts")
    fields = {"call-email": late, "call-name": "Pengganti", "call-number": "188/9"}
    client.post(f"{path}/substitutes", {**fields, "call-scope": "named", "call-entries": str(ground.jember)})
    award.declare(late)
    client.post("/logout", {})
    page = english(client, late).get("/desk")
    assert "Kabupaten Jember" in page.text
    assert "Kota Mojokerto" not in page.text
    client.get(ground.url(ground.mojokerto), status=404)


def test_a_substitute_for_single_entries_takes_no_seat(
    ground: Ground, client: PageClient, path: str, award: Award
) -> None:
    panel = path.removesuffix("/conflicts")
    page = english(client, EAST).get(panel)
    taken = re.search(r"(\d+) of 9 seats taken", page.text)
    assert taken
    assert "called for single entries" not in page.text
    client.get(f"{path}/conflicts")
    fields = {"call-email": "baru@uji.example", "call-name": "Pengganti", "call-number": "188/9"}
    client.post(f"{path}/substitutes", {**fields, "call-scope": "named", "call-entries": str(ground.jember)})
    page = client.get(panel)
    assert f"{taken[1]} of 9 seats taken · called for single entries: 1" in page.text
    assert "Member Substitute" in page.text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"call-number": ""}, "Please fill this in."),
        ({"call-scope": "named"}, "Tick at least one entry, or call in for every entry."),
        ({"call-scope": "odd"}, "Choose one of the list."),
        ({"call-email": "juri1-35@uji.example"}, "sits on the panel already"),
        ({"call-date": "31/12/2031"}, "This date lies in the future."),
    ],
)
def test_what_no_substitute_can_be_called_in_with(
    ground: Ground, client: PageClient, path: str, change: dict[str, str], told: str
) -> None:
    fields = {
        "call-email": "b@uji.example",
        "call-name": "B",
        "call-number": "1",
        "call-scope": "all",
        **change,
    }
    page = english(client, EAST).post(f"{path}/substitutes", fields, status=422)
    assert told in page.text
    assert rows(ground.db, "SELECT id FROM substitution") == []


def test_one_writes_ones_own_institution_and_an_administrator_corrects_it(
    ground: Ground, client: PageClient, path: str
) -> None:
    english(client, SECOND).get("/account/about")
    client.submit({"institution": "Pemkot Mojokerto", "home_region": "35.10"}, form="/account/about")
    assert client.url == "/account"
    assert "Same institution: Pemkot Mojokerto" in client.get("/declaration").text
    client.get("/account/about")
    page = client.submit({"institution": "Lain"}, form="/account/about", status=422)
    assert "only an administrator can correct it" in page.text
    client.post("/logout", {})
    account = ground.people[1]
    english(client, ADMIN).get(f"/admin/accounts/{account}/about")
    client.submit({"institution": "Lain"}, form="/about")
    assert "Institution Lain" in client.get(f"/admin/accounts/{account}").text


def test_a_national_panel_is_warned_of_neighbours(
    award: Award, client: PageClient, db: Database, act_as: Any
) -> None:
    edition = award.edition()
    award.grant("nasional@uji.example", "committee", edition)
    people = award.panel(edition, "national", None)
    for code, name in (("35.76", "Kota Mojokerto"), ("33.74", "Kota Semarang")):
        award.enter(edition, "national-desk", award.entry(edition, code, name, status="accepted"))
    db.conn.execute("UPDATE account SET home_region = '35.09' WHERE id = ?", [people[0]])
    panel = rows(db, "SELECT id FROM panel")[0]["id"]
    page = english(client, "nasional@uji.example").get(f"/committee/panels/{panel}/conflicts")
    assert "Juri 1 nasional (Kabupaten Jember): Kota Mojokerto" in page.text
    assert rows(db, "SELECT id FROM conflict") == []
