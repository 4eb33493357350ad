"""What a page hides, no other one tells. Each test has a control: the same data where the policy shows it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlite_utils import Database
from werkzeug.test import TestResponse

from evaluation.actions import contests
from evaluation.actions.act import Act
from evaluation.core.people import Actor
from evaluation.core.visibility import USUAL, Visibility
from evaluation.store import editions, numbers
from evaluation.store.db import rows
from tests.award import EDITION, Award
from tests.conftest import Clock
from tests.desk_ground import CHAIR, FULL, SECOND, THIRD
from tests.pages import PageClient
from tests.sight_ground import ASSESSOR_NUMBERS, ENTRY_NUMBERS, SECRETS, SightGround
from tests.web.ground import PEOPLE, address, routes
from tests.web.ground import Ground as WholeGround
from tests.web.route_table import ACCESS

Make = Callable[..., SightGround]
TOKEN = re.compile(r'(name="csrf_token"[^>]*value=|nonce=)"[^"]*"')
MARKS = {"never": "In this round nobody on the panel sees the others' marks.",
         "closed": "In this round you see the others' marks once it is closed."}  # fmt: skip


@pytest.fixture
def make(award: Award, db: Database, act_as: Callable[[Actor], Act]) -> Make:
    """The ground under a policy."""
    return lambda **policy: SightGround(award, db, act_as, **policy)


def browser(app: Flask, email: str) -> PageClient:
    """Somebody's browser, in English."""
    client = PageClient(app).sign_in(email)
    client.post("/language", {"locale": "en", "next": "/account"})
    return client


def desk_pages(ground: SightGround, number: int) -> list[str]:
    """The addresses of everything about one entry on a desk; `number` names it there."""
    more = ("", "/changes", "/recuse", "/dossier.pdf", "/dossier.zip")
    files = [one["id"] for one in rows(ground.db, "SELECT id FROM file WHERE entry_id = 1 ORDER BY id")]
    reading = [f"/files/{file}{more}" for file in files for more in ("", "/read")]
    listed = ["/desk", "/desk?state=submitted", "/desk?state=none", "/account", "/"]
    return [*listed, *(ground.url(number, end) for end in more), *reading]


def words(response: TestResponse) -> str:
    """Everything that a response tells: headers, text, the words of papers, names and manifest of a ZIP."""
    told = [f"{name}: {value}" for name, value in response.headers if name not in ("Set-Cookie", "Date")]
    kind = response.mimetype
    if kind == "application/pdf" and "dossier" in response.headers["Content-Disposition"]:
        told += paper_words(response.data)
    elif kind == "application/zip":
        packed = zipfile.ZipFile(io.BytesIO(response.data))
        for name in packed.namelist():
            told += [name, *(paper_words(packed.read(name)) if name == "dossier.pdf" else ())]
            told += [packed.read(name).decode("latin-1")] if name.endswith(".json") else []
    elif kind.startswith("text/"):
        told.append(TOKEN.sub("", response.text))
    return "\n".join(told)


def paper_words(content: bytes) -> list[str]:
    """A PDF's text, its facts and its outline."""
    paper = PdfReader(io.BytesIO(content))
    outline = [str(one.title) for one in paper.outline if not isinstance(one, list)]
    return [*(page.extract_text() for page in paper.pages), str(paper.metadata), *outline]


def told(client: PageClient, addresses: list[str]) -> dict[str, str]:
    """What each address tells; what isn't found is an error of the test."""
    found = {}
    for page in addresses:
        response = client.http.get(page, buffered=True)
        assert response.status_code == 200, page
        found[page] = words(response)
    return found


def without_times(pages: dict[str, str]) -> dict[str, str]:
    """Papers say when they were made."""
    return {address: text for address, text in pages.items() if "dossier." not in address}


# --- others' marks: averages, counts, progress, order, history, messages -----------------------------


@pytest.mark.parametrize("policy", ["never", "closed"])
def test_whatever_the_others_gave_every_page_of_an_assessor_stays_the_same(
    app: Flask, make: Make, policy: str
) -> None:
    ground = make(marks=policy)
    for seat, mark in ((1, 60), (2, 37), (3, 83)):
        ground.judge(seat, mark)
    client, addresses = browser(app, CHAIR), desk_pages(ground, ground.mojokerto)
    before = without_times(told(client, addresses))
    ground.remark(2, 99)
    ground.remark(3, 11)
    assert without_times(told(client, addresses)) == before
    assert MARKS[policy] in client.get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]


def test_control_under_the_usual_policy_the_others_marks_show(app: Flask, make: Make) -> None:
    ground = make()
    for seat, mark in ((1, 60), (2, 37), (3, 83)):
        ground.judge(seat, mark)
    client, addresses = browser(app, CHAIR), desk_pages(ground, ground.mojokerto)
    before = without_times(told(client, addresses))
    ground.remark(2, 99)
    after = without_times(told(client, addresses))
    assert [address for address in addresses if before.get(address) != after.get(address)] == [
        ground.url(ground.mojokerto)
    ]


def test_marks_open_when_the_round_closes_to_those_who_submitted(
    app: Flask, make: Make, clock: Clock
) -> None:
    ground = make(marks="closed")
    ground.judge(1, 60)
    ground.judge(2, 37)
    chair, third = browser(app, CHAIR), browser(app, THIRD)
    shut = chair.get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]
    assert "Juri 2 35" not in shut
    clock.forward(days=30)
    open_now = chair.get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]
    assert "Juri 2 35 37 50" in open_now
    # Who never submitted sees nothing of it, though no sheet can come any more.
    assert "Juri 2 35" not in third.get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]


@pytest.mark.parametrize("policy", ["never", "closed", "submitted"])
def test_an_error_page_tells_nothing_of_others_marks(app: Flask, make: Make, policy: str) -> None:
    """A wrong mark is refused beside what was typed, a second submission beside what is stored."""
    ground = make(marks=policy)
    ground.judge(2, 37)
    client = browser(app, CHAIR)
    typed = {**FULL, "mark-regulation": "101", "do": "submit", "revision": "0"}
    before = client.post(ground.url(ground.mojokerto), typed, status=422).html  # type: ignore[union-attr]
    ground.remark(2, 99)
    after = client.post(ground.url(ground.mojokerto), typed, status=422).html  # type: ignore[union-attr]
    assert TOKEN.sub("", before) == TOKEN.sub("", after)
    ground.judge(1, 60)
    if policy == "submitted":
        return
    before = client.post(ground.url(ground.mojokerto), typed, status=409).html  # type: ignore[union-attr]
    ground.remark(2, 12)
    after = client.post(ground.url(ground.mojokerto), typed, status=409).html  # type: ignore[union-attr]
    assert TOKEN.sub("", before) == TOKEN.sub("", after)


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ("never", "its scores open to you once the contest is finalised"),
        ("closed", "its scores open to you once the round is closed"),
        ("submitted", None),
    ],
)
def test_averages_and_ranks_are_kept_from_a_committee_member_who_judges(
    app: Flask, make: Make, award: Award, policy: str, reason: str | None
) -> None:
    ground = make(marks=policy)
    award.grant(CHAIR, "committee", ground.edition, "35")
    for entry in (ground.mojokerto, ground.jember):
        ground.judge(1, 60, entry=entry)
        ground.judge(2, 37, entry=entry)
    client = browser(app, CHAIR)
    base = f"/committee/contests/{ground.desk}"
    page = client.get(base).text  # type: ignore[union-attr]
    more = (f"/entries/{ground.mojokerto}", "/standings.csv")
    if reason is None:
        assert "Score" in page
        assert [client.http.get(base + end).status_code for end in more] == [200, 200]
        return
    assert reason in page
    assert "60.00" not in page
    for end in more:
        refused = client.http.get(base + end)
        assert (refused.status_code, reason in refused.text) == (403, True)


def test_the_audit_is_kept_from_an_auditor_who_judges(app: Flask, make: Make, award: Award) -> None:
    """History: every submitted sheet stands in the audit with its marks."""
    ground = make(marks="never")
    assert browser(app, "auditor@uji.example").http.get("/audit/uji-2021").status_code == 200
    award.grant(CHAIR, "auditor", ground.edition)
    page = browser(app, CHAIR).get("/audit/uji-2021", status=403)
    assert "so its audit is for another auditor to read" in page.text  # type: ignore[union-attr]


@pytest.mark.parametrize(("policy", "open_marks"), [("never", False), ("submitted", True)])
def test_published_pages_open_into_marks_only_where_the_policy_has_it(
    app: Flask, make: Make, policy: str, open_marks: bool
) -> None:
    """Averages: beside the own mark, one of two sheets' would tell the other's."""
    ground = make(marks=policy)
    for entry, mark in ((ground.mojokerto, 37), (ground.jember, 38)):
        ground.judge(1, 61, entry=entry)
        ground.judge(2, mark, entry=entry)
        ground.award.measure(ground.desk, entry, "coverage", "63.88")
    committee = ground.act("panitia@uji.example")
    contests.finalise(committee, ground.desk, "Rapat pleno")
    contests.publish(committee, ground.desk)
    client = browser(app, CHAIR)
    page = client.get("/results/uji-2021/province-desk/regency/35/entries/35.76")
    found = page.text  # type: ignore[union-attr]
    assert ("Assessor 1" in found) is open_marks
    assert ("only the scores are public" in found) is not open_marks
    # 61 and 37 are marks, 46.6 is the first sheet's total, 32.2 the other's.
    told_of = [mark for mark in ("46.6", "32.2") if mark in found]
    assert told_of == (["46.6", "32.2"] if open_marks else [])


# --- assessors' names --------------------------------------------------------------------------------


def test_assessors_go_by_numbers_in_the_order_of_the_numbers(app: Flask, make: Make) -> None:
    """Sort order: by name it would tell who is who, by sheet who was first."""
    ground = make(assessors="numbers")
    for seat, mark in ((1, 60), (2, 37), (3, 83)):
        ground.judge(seat, mark)
    page = browser(app, CHAIR).get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]
    _, second, third = ASSESSOR_NUMBERS
    assert f"No. {third} 83 50" in page
    assert page.index(f"No. {third} 83 50") < page.index(f"No. {second} 37 50")
    assert "Juri 2" not in page
    assert "Juri 3" not in page


def test_control_by_names_the_order_is_that_of_names(app: Flask, make: Make) -> None:
    ground = make()
    for seat, mark in ((1, 60), (2, 37), (3, 83)):
        ground.judge(seat, mark)
    page = browser(app, CHAIR).get(ground.url(ground.mojokerto)).text  # type: ignore[union-attr]
    assert page.index("Juri 2 35 37 50") < page.index("Juri 3 35 83 50")


def test_committee_and_auditor_read_names_where_assessors_read_numbers(app: Flask, make: Make) -> None:
    ground = make(assessors="numbers")
    ground.judge(2, 37)
    for email in ("panitia@uji.example", "auditor@uji.example"):
        page = browser(app, email).get(f"/committee/contests/{ground.desk}/entries/{ground.mojokerto}")
        assert "Juri 2 35" in page.text  # type: ignore[union-attr]


# --- the candidate -----------------------------------------------------------------------------------


def test_no_page_paper_or_file_names_a_hidden_candidate(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    client = browser(app, CHAIR)
    pages = told(client, desk_pages(ground, ENTRY_NUMBERS[0]))
    leaks = {(address, secret) for address, text in pages.items() for secret in SECRETS if secret in text}
    assert leaks == set()
    sheet = pages[ground.url(ENTRY_NUMBERS[0])]
    assert f"No. {ENTRY_NUMBERS[0]}" in sheet
    assert "Lampiran 1.pdf" in sheet
    assert "You score submission 2. In this round you are not told whose it is." in sheet


def test_control_a_shown_candidate_is_named_on_each_of_them(app: Flask, make: Make) -> None:
    ground = make()
    pages = told(browser(app, CHAIR), desk_pages(ground, ground.mojokerto))
    named = {address for address, text in pages.items() if any(secret in text for secret in SECRETS)}
    assert set(pages) - named == {"/", "/account"}


def test_the_desk_lists_hidden_candidates_by_number(app: Flask, make: Make) -> None:
    """Sort order: Jember's code comes before Mojokerto's, its number as well; the third's code comes last."""
    ground = make(candidates="hidden")
    page = browser(app, CHAIR).get("/desk").text  # type: ignore[union-attr]
    first, second = (f"No. {number}" for number in sorted(ENTRY_NUMBERS))
    assert page.index(first) < page.rindex(second)
    names = [one.name for one in desk_places(ground)]
    assert names == [first, second]
    assert [one.entry_id for one in desk_places(ground)] == [ground.jember, ground.mojokerto]


def desk_places(ground: SightGround):  # type: ignore[no-untyped-def]
    from evaluation.store import desk

    return desk.places_of(ground.db, ground.people[0], [ground.desk])[ground.desk]


def test_the_order_of_numbers_is_not_that_of_codes_or_ids(make: Make, award: Award) -> None:
    ground = make(candidates="hidden")
    for n in range(1, 13):
        award.entry(ground.edition, f"35.{n + 10}", f"Kota {n}", status="accepted")
    places = desk_places(ground)
    assert [int(one.code) for one in places] == sorted(int(one.code) for one in places)
    assert [one.entry_id for one in places] != sorted(one.entry_id for one in places)


def test_addresses_name_hidden_entries_by_number_and_never_by_id(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    client = browser(app, CHAIR)
    numbered = client.http.get(ground.url(ENTRY_NUMBERS[0]))
    assert numbered.status_code == 200
    linked = set(re.findall(rf"/desk/{ground.desk}/(\d+)", numbered.text + client.http.get("/desk").text))
    assert linked == {str(number) for number in ENTRY_NUMBERS}
    by_id, nobody = (client.http.get(ground.url(entry)) for entry in (ground.mojokerto, 999_999))
    assert (by_id.status_code, neutral(by_id)) == (404, neutral(nobody))


def test_control_addresses_of_a_round_that_shows_candidates_name_ids(app: Flask, make: Make) -> None:
    ground = make()
    assert browser(app, CHAIR).http.get(ground.url(ground.mojokerto)).status_code == 200


def test_marks_are_saved_under_the_number(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    client = browser(app, CHAIR)
    for number in ENTRY_NUMBERS:
        client.get(ground.url(number))
        client.post(ground.url(number), {**FULL, "do": "submit", "revision": "0"}, status=200)
        assert client.url == ground.url(number)
    kept = rows(ground.db, "SELECT entry_id FROM scoresheet WHERE status = 'submitted' ORDER BY id")
    assert [one["entry_id"] for one in kept] == [ground.mojokerto, ground.jember]


def test_a_round_that_is_still_blind_hides_the_candidate_in_the_others_too(app: Flask, make: Make) -> None:
    """The interview round shows names; as long as the desk round is judged, it does not."""
    ground = make(candidates="hidden")
    interview = ground.award.enter(ground.edition, "province-interview", ground.mojokerto)
    client = browser(app, CHAIR)
    assert "Mojokerto" not in client.get("/desk").text  # type: ignore[union-attr]
    assert numbers.hidden_from(ground.db, ground.people[0], [ground.mojokerto]).keys() == {ground.mojokerto}
    for seat in (1, 2):
        for entry in (ground.mojokerto, ground.jember):
            ground.judge(seat, 60, entry=entry)
    for entry in (ground.mojokerto, ground.jember):
        ground.award.measure(ground.desk, entry, "coverage", "63.88")
    contests.finalise(ground.act("panitia@uji.example"), ground.desk, "Rapat pleno")
    assert "Kota Mojokerto" in client.get("/desk").text  # type: ignore[union-attr]
    number = next(
        n for n, e in numbers.entries_by_number(ground.db, interview).items() if e == ground.mojokerto
    )
    assert "Kota Mojokerto" in client.get(f"/desk/{interview}/{number}").text  # type: ignore[union-attr]


def test_committee_auditor_and_candidate_are_told_the_name(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    for email in ("panitia@uji.example", "auditor@uji.example"):
        assert "Kota Mojokerto" in browser(app, email).get(f"/committee/entries/{ground.mojokerto}").text  # type: ignore[union-attr]
    own = browser(app, "35.76@uji.example").get(f"/entries/{ground.mojokerto}")
    assert "Kota Mojokerto" in own.text  # type: ignore[union-attr]


def test_error_pages_and_flashes_name_no_hidden_candidate(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    client = browser(app, CHAIR)
    here = ground.url(ENTRY_NUMBERS[0])
    wrong = {**FULL, "mark-regulation": "101", "do": "submit", "revision": "0"}
    pages = [
        client.post(here, wrong, status=422),
        client.post(here + "/recuse", {"reason": ""}, status=422),
        client.post(here, {**FULL, "do": "save", "revision": "0"}),
        client.post(here, {**FULL, "mark-regulation": "9", "do": "save", "revision": "0"}, status=409),
        client.post(here + "/notes", {"note": "x"}, status=409),
        client.post(here + "/recuse", {"reason": "Kerabat"}),
        client.get(here, status=404),
    ]
    leaks = [(n, s) for n, page in enumerate(pages) for s in SECRETS if s in page.html]  # type: ignore[union-attr]
    assert leaks == []


def test_no_letter_tells_an_assessor_anything(db: Database, make: Make) -> None:
    """Notifications: letters about an entry go to its own people and its committee."""
    ground = make(marks="never", assessors="numbers", candidates="hidden")
    ground.judge(2, 37)
    to = {one["email"] for one in rows(db, "SELECT DISTINCT email FROM outbox")}
    assert "35.76@uji.example" in to
    assert to & {CHAIR, SECOND, THIRD} == set()


# --- one refusal for what is hidden and for what is not there ----------------------------------------


def neutral(response: TestResponse) -> str:
    """A refusal without its tokens and the numbers in the address that it answers."""
    return re.sub(r"\d+", "0", TOKEN.sub("", response.text))


OUTSIDERS = {
    "candidate": "lain@uji.example",
    "assessor": "juri1-33@uji.example",
    "committee": "panitia-33@uji.example",
    "auditor": "auditor-lain@uji.example",
    "nobody": PEOPLE["nobody"],
}
# What an administrator may see of all there is, and addresses that hold no id of a row.
NOT_ROWS = {"number", "width"}


@pytest.fixture
def outsiders(ground: WholeGround) -> None:
    """People of the same roles elsewhere: to them nothing on the ground may so much as exist."""
    award = ground.award
    other = award.edition(EDITION.replace("uji-2021", "lain-2021"))
    award.entry(ground.edition, "33.72", "Kota Surakarta", email=OUTSIDERS["candidate"])
    award.panel(ground.edition, "province", "33", members=1)
    award.grant(OUTSIDERS["committee"], "committee", ground.edition, "33")
    award.grant(OUTSIDERS["auditor"], "auditor", other)


@pytest.mark.usefixtures("outsiders")
@pytest.mark.parametrize("role", OUTSIDERS)
def test_what_is_hidden_and_what_is_not_there_get_the_same_refusal_on_every_route(
    app: Flask, ground: WholeGround, role: str
) -> None:
    client = PageClient(app).sign_in(OUTSIDERS[role])
    token = client.csrf()
    compared, differing = set(), {}
    for method in ("GET", "POST"):
        for rule in routes(app, method):
            known = ground.values(rule)
            ids = {n for n, v in known.items() if isinstance(v, int) and n not in NOT_ROWS}
            if not ids or "public" in ACCESS[rule.endpoint]:
                continue
            missing = {**known, **dict.fromkeys(ids, 999_999)}
            data = {"csrf_token": token, "reason": "x", "revision": "0"} if method == "POST" else None
            there, nowhere = (
                client.http.open(address(rule, values), method=method, data=data, buffered=True)
                for values in (known, missing)
            )
            compared.add(rule.endpoint)
            if (there.status_code, neutral(there)) != (nowhere.status_code, neutral(nowhere)):
                differing[method, rule.endpoint] = (there.status_code, nowhere.status_code)
    assert differing == {}
    assert len(compared) > 60


def test_control_those_whom_it_concerns_do_see_a_difference(app: Flask, ground: WholeGround) -> None:
    client = PageClient(app).sign_in(PEOPLE["assessor"])
    there = client.http.get(f"/desk/{ground.interview}/{ground.judged}")
    nowhere = client.http.get(f"/desk/{ground.interview}/999999")
    assert (there.status_code, nowhere.status_code) == (200, 404)


def test_a_recused_assessor_and_one_who_never_sat_there_get_the_same_refusal(
    app: Flask, ground: WholeGround
) -> None:
    """An assessor from whom an entry is hidden can't tell it from one that does not exist."""
    where = f"/desk/{ground.interview}/{ground.judged}"
    client = PageClient(app).sign_in(PEOPLE["assessor"])
    client.get(where + "/recuse")
    client.post(where + "/recuse", {"reason": "Kerabat"})
    stranger = PageClient(app).sign_in(PEOPLE["nobody"])
    assert stranger.http.get(where).status_code == 403
    for more in ("", "/changes", "/recuse", "/attendance", "/dossier.pdf", "/dossier.zip"):
        hidden = client.http.get(where + more)
        missing = client.http.get(f"/desk/{ground.interview}/999999{more}")
        assert hidden.status_code == missing.status_code == 404
        assert neutral(hidden) == neutral(missing), more


# --- what the committee is told before -------------------------------------------------------------


def test_the_committee_is_told_where_a_dossier_names_its_hidden_candidate(app: Flask, make: Make) -> None:
    ground = make(candidates="hidden")
    page = browser(app, "panitia@uji.example").get(f"/committee/entries/{ground.mojokerto}").text  # type: ignore[union-attr]
    assert "A panel is not to know whose dossier this is" in page
    assert ", item 1 · in the file's name, which the panel is not shown" in page


def test_control_it_is_told_nothing_where_candidates_are_shown(app: Flask, make: Make) -> None:
    ground = make()
    page = browser(app, "panitia@uji.example").get(f"/committee/entries/{ground.mojokerto}").text  # type: ignore[union-attr]
    assert "A panel is not to know whose dossier this is" not in page


def test_the_editions_page_says_the_policy_in_words(app: Flask, make: Make) -> None:
    ground = make(marks="never", assessors="numbers", candidates="hidden")
    page = browser(app, "auditor@uji.example").get("/admin/editions/uji-2021").text  # type: ignore[union-attr]
    for words_of_it in (
        "never: only the committee and the auditor see them; with numbers in the place of names",
        "The panel is not told whose dossier it reads",
    ):
        assert words_of_it in page
    assert ground.edition


def test_the_policy_comes_back_as_it_was_read(make: Make, db: Database) -> None:
    ground = make(marks="closed", assessors="numbers", candidates="hidden")
    first, second, *_ = editions.rules_of(db, ground.edition).rounds
    assert first.visibility == Visibility("closed", "numbers", "hidden")
    assert second.visibility == USUAL
