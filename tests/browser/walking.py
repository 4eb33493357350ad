"""The steps of tests/browser/test_whole_award.py: what each person does, page by page."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from evaluation.demo.paper import paper
from tests.browser.conftest import Visitor
from tests.browser.serving import Site

EXAMPLE = Path(__file__).parent.parent / "examples" / "east-java-2021"
EDITION, EAST_JAVA, MOJOKERTO, NGAWI = "paritrana-2021", "35", "35.76", "35.21"
OTHER_PROVINCES = ("12", "31", "32", "36", "64", "71", "96")
PASSWORD = "panjang dan mudah diingat"
REASON = "Rapat pleno: semua lembar nilai sudah diperiksa."
NOTE = "Wali Kota hafal angka RT/RW: 872.\n\n  “Rencana tim reaksi cepat” jelas 👍 — tanya anggaran?"
REGULATIONS = (
    ("perda", "9", "2019", "Penyelenggaraan Jaminan Sosial Daerah", "Perda 9-2019"),
    ("perwali", "94", "2019", "Pelaksanaan Kepatuhan Program Jaminan Sosial Ketenagakerjaan", "Perwali 94"),
)
INNOVATIONS = (
    (
        "membership",
        "Perlindungan ketua RT dan RW",
        "872 ketua RT/RW belum terlindungi",
        "Didaftarkan JKK dan JKM",
        "872",
    ),
    (
        "institutional",
        "Kader jaminan sosial di sekolah",
        "Keluarga pekerja belum tahu",
        "Kader dibentuk di sekolah",
        "",
    ),
    ("planned", "Tim reaksi cepat", "Korban lambat tertolong", "Armada motor dan rumah sakit", ""),
)
WIDTHS = (360, 1280)


class Walk:
    """The site with what the people of the walk know: their links, ids, and the example's rows."""

    def __init__(self, site: Site, visitors: Callable[..., Visitor], folder: Path) -> None:
        self.site, self.visitors, self.folder = site, visitors, folder
        self.pictures = os.environ.get("PENJURIAN_PICTURES")
        self.scores = rows("scores")
        self.measures = rows("measures")

    def role(self, email: str, *options: str) -> Visitor:
        """Somebody with a granted role, in through the one-time link that the command printed."""
        printed = self.site.flask("account", "add", email, *options)
        return self.enter_by_link(re.search(r"http\S+/link/\S+", printed)[0])  # type: ignore[index]

    def enter_by_link(self, link: str) -> Visitor:
        """A new visitor chooses a password through a one-time link."""
        visitor = self.visitors()
        visitor.page.goto(link)
        for field in visitor.page.locator("main input[type=password]").all():
            field.fill(PASSWORD)
        visitor.page.locator("main form button").first.click()
        visitor.page.wait_for_url(lambda url: "/link/" not in url)
        return visitor

    def load(self, name: str, chosen: list[dict[str, str]]) -> None:
        """Load some rows of the example with their command."""
        path = self.folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, list(chosen[0]))
            writer.writeheader()
            writer.writerows(chosen)
        self.site.flask(name, "load", EDITION, path)

    def load_round(self, code: str, but: str | None = None) -> None:
        """Load a round's measured values and sheets, all but those of one candidate."""
        for name, known in (("measures", self.measures), ("scores", self.scores)):
            self.load(name, [r for r in known if r["round"] == code and r["candidate"] != but])

    def marks(self, code: str, assessor: str) -> dict[str, str]:
        """The example's marks of one assessor for Kota Mojokerto in a round."""
        return {
            r["criterion"]: r["score"]
            for r in self.scores
            if (r["round"], r["candidate"], r["assessor"]) == (code, MOJOKERTO, assessor)
        }

    def measure(self, code: str) -> str:
        """The example's measured value of Kota Mojokerto in a round."""
        return next(r["value"] for r in self.measures if (r["round"], r["candidate"]) == (code, MOJOKERTO))

    def look(self, visitor: Visitor, name: str) -> None:
        """Check the present page's accessibility; keep its pictures where they are asked for."""
        page, url = visitor.page, visitor.page.url
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{name} scrolls sideways at {width}"
            )
        if self.pictures:
            for _ in ("id", "en"):
                language = page.evaluate("document.documentElement.lang")
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 800})
                    page.screenshot(path=f"{self.pictures}/{name}-{language}-{width}.png", full_page=True)
                with page.expect_navigation():
                    page.locator("form.language button").click()
                page.goto(url)
        page.set_viewport_size({"width": 1280, "height": 900})


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the example's files."""
    with (EXAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def submit(visitor: Visitor, action_end: str, **fields: str) -> None:
    """Fill in and send the form whose address ends so, opening it first where it is folded."""
    form = visitor.page.locator(f'main form[action$="{action_end}"]').first
    folded = visitor.page.locator(f'main details:not([open]):has(form[action$="{action_end}"]) > summary')
    if folded.count():
        folded.first.click()
    for name, value in fields.items():
        form.locator(named(name)).fill(value)
    for confirmation in form.locator("[type=checkbox][name=confirm]").all():
        confirmation.check()
    with visitor.page.expect_navigation():
        form.locator("button").last.click()


def candidate_submits(walk: Walk, committee: Visitor) -> int:
    """The committee invites Kota Mojokerto's representative, who fills in and submits the dossier."""
    committee.go("/committee/screening")
    committee.page.get_by_role("link", name="Kota Mojokerto").first.click()
    entry = int(committee.page.url.rstrip("/").split("/")[-1])
    candidate = walk.enter_by_link(invitation(committee))
    candidate.go(f"/entries/{entry}")
    walk.look(candidate, "entry-invited")
    for kind, number, year, subject, file in REGULATIONS:
        item = new_item(candidate, entry, "regulations")
        item.locator("[name=type]").select_option(kind)
        fill(item, number=number, year=year, subject=subject)
        item.locator("[name=file]").set_input_files(pdf(walk.folder, file, subject))
        send(candidate, item)
    for kind, title, problem, action, people in INNOVATIONS:
        item = new_item(candidate, entry, "innovations")
        item.locator("[name=kind]").select_option(kind)
        fill(item, title=title, problem=problem, action=action, people_reached=people)
        send(candidate, item)
    # Empty: a form that is filled in saves itself while its pictures are taken.
    new_item(candidate, entry, "coverage")
    walk.look(candidate, "coverage-form")
    item = new_item(candidate, entry, "coverage")
    item.locator("[name=segment]").select_option("neighbourhood_heads")
    fill(item, workers="872", protected="872", accident="872", death="872", source="Xtimenews, 2020")
    send(candidate, item)
    item = new_item(candidate, entry, "budget")
    fill(item, year="2021", purpose="Iuran ketua RT dan RW", amount="175.795.200", people="872")
    send(candidate, item)
    candidate.go(f"/entries/{entry}")
    walk.look(candidate, "entry-complete")
    submit(candidate, f"/entries/{entry}/submit")
    assert "/receipts/1" in candidate.page.url
    assert re.search(r"\b[0-9a-f]{64}\b", candidate.page.inner_text("main"))
    walk.look(candidate, "receipt")
    return entry


def new_item(candidate: Visitor, entry: int, section: str):  # type: ignore[no-untyped-def]
    """The form for a new item of a section."""
    candidate.go(f"/entries/{entry}/sections/{section}/new")
    return candidate.page.locator("main form").first


def fill(form, **fields: str) -> None:  # type: ignore[no-untyped-def]
    """Type into a form's fields."""
    for name, value in fields.items():
        form.locator(named(name)).fill(value)


def named(name: str) -> str:
    """The selector of a field, with the prefix that some forms put before its name, or without one."""
    return f'[name="{name}"], [name$="-{name}"]'


def send(visitor: Visitor, form) -> None:  # type: ignore[no-untyped-def]
    """Press the form's main button, and see that it was taken."""
    with visitor.page.expect_navigation():
        form.locator("button.btn-primary").click()
    assert visitor.page.locator(".notice-error").count() == 0, visitor.page.inner_text("main")


def pdf(folder: Path, name: str, subject: str) -> Path:
    """A real PDF file to upload."""
    path = folder / f"{name}.pdf"
    path.write_bytes(paper(name, "Kota Mojokerto", [subject]))
    return path


def invitation(committee: Visitor) -> str:
    """Press the page's invitation button and read the link off the page that answers."""
    with committee.page.expect_navigation():
        committee.page.locator('form[action*="/committee/invitations/"] button').first.click()
    found = re.search(r"http\S+/link/[\w-]+", committee.page.content())
    assert found, committee.page.inner_text("main")
    return found[0]


def committee_accepts(walk: Walk, committee: Visitor, entry: int) -> None:
    committee.go(f"/committee/entries/{entry}")
    assert "872" in committee.page.inner_text("main")
    walk.look(committee, "screening-entry")
    submit(committee, f"/committee/entries/{entry}/accept")
    committee.go(f"/committee/entries/{entry}")
    assert committee.page.locator(".state-accepted").count() > 0


def appoint_with_decree(walk: Walk, committee: Visitor) -> None:
    """The panel came with the assessors' file; its decree gets number, date and file."""
    committee.go("/committee/panels")
    committee.page.locator('main a[href^="/committee/panels/"]').first.click()
    form = committee.page.locator('main form[action$="/decree"]').first
    folded = committee.page.locator('main details:not([open]):has(form[action$="/decree"]) > summary')
    if folded.count():
        folded.first.click()
    fill(form, number="188/1/KPTS/013/2022", date="2022-01-03")
    form.locator("[type=file]").set_input_files(pdf(walk.folder, "Keputusan Gubernur", "Tim Sembilan"))
    with committee.page.expect_navigation():
        form.locator("button").last.click()
    assert "188/1/KPTS/013/2022" in committee.page.content()
    walk.look(committee, "panel")


def invite_assessors(walk: Walk, committee: Visitor) -> dict[str, Visitor]:
    """The nine members of East Java's panel come in through their invitations."""
    panel = committee.page.url
    assessors = {}
    for number in range(1, 10):
        email = f"province35-{number}@panel.example"
        committee.page.goto(panel)
        assessor = walk.enter_by_link(invitation(committee))
        assessor.go("/account")
        shown = re.search(r"province35-\d@panel\.example", assessor.page.content())
        assert shown
        email = shown[0]
        assessors[email] = assessor
    assert len(assessors) == 9
    return assessors


def contest_of(committee: Visitor, round_code: str) -> int:
    """The committee's contest of a round, found from its overview."""
    committee.go("/committee")
    order = {"province-desk": 0, "province-interview": 1, "national-desk": 0, "national-interview": 1}[
        round_code
    ]
    links = committee.page.locator('main a[href^="/committee/contests/"]')
    addresses = sorted(
        {int(re.findall(r"\d+", a)[0]) for a in links.evaluate_all("all => all.map(a => a.pathname)")}
    )
    stage = "National" if round_code.startswith("national") else "Province"
    own = [a for a in addresses if is_stage(committee, a, stage)]
    return own[order]


def is_stage(committee: Visitor, contest: int, stage: str) -> bool:
    """Whether the contest belongs to this stage, by its heading."""
    response = committee.page.request.get(f"{committee.site.url}/committee/contests/{contest}")
    heading = re.search(r"<h1>(.*?)</h1>", response.text(), re.S)
    assert heading
    return ("nasional" in heading[1]) is (stage == "National")


def score(walk: Walk, assessor: Visitor, contest: int, entry: int, marks: dict[str, str]) -> None:
    """One assessor's sheet: a draft first, then all of it."""
    assessor.go(f"/desk/{contest}/{entry}")
    form = assessor.page.locator(f'main form[action$="/desk/{contest}/{entry}"]').first
    first, *others = marks
    form.locator(f"[name={mark_name(first)}]").fill(marks[first])
    with assessor.page.expect_navigation():
        form.locator("button[value=save]").click()
    if assessor.page.locator(f"[name={mark_name(first)}]").input_value() != marks[first]:
        raise AssertionError("the draft was not kept")
    form = assessor.page.locator(f'main form[action$="/desk/{contest}/{entry}"]').first
    for code in others:
        form.locator(f"[name={mark_name(code)}]").fill(marks[code])
    with assessor.page.expect_navigation():
        form.locator("button[value=submit]").click()
    assert assessor.page.locator("main .state-submitted").count() > 0, assessor.page.inner_text("main")
    assert assessor.page.locator("button[value=submit]").count() == 0


def mark_name(code: str) -> str:
    return f"mark-{code}"


def declare_interests(walk: Walk, assessor: Visitor) -> None:
    """One declaration for the whole list: no connection with anybody, then the dossiers open."""
    assessor.go("/declaration")
    assessor.page.locator(".declare-rest button").click()
    assessor.page.locator("main form.declaration [name=confirm]").check()
    walk.look(assessor, "declaration")
    with assessor.page.expect_navigation():
        assessor.page.locator("main form.declaration button.btn-primary").click()
    assert assessor.page.url.endswith("/desk"), assessor.page.inner_text("main")


def recuse_elsewhere(walk: Walk, assessor: Visitor) -> None:
    """The ninth assessor steps away from Kabupaten Ngawi and no longer sees it."""
    assessor.go("/desk")
    link = assessor.page.get_by_role("link", name="Kabupaten Ngawi").first
    address = link.get_attribute("href")
    assert address
    walk.look(assessor, "desk")
    assessor.go(f"{address}/recuse")
    walk.look(assessor, "recusal")
    submit(assessor, "/recuse", reason="Pernah bekerja di Kabupaten Ngawi.")
    assert assessor.page.request.get(assessor.site.url + address).status == 404


def record_measure(
    walk: Walk, committee: Visitor, contest: int, entry: int, criterion: str, value: str, source: str
) -> None:
    """The committee writes down a measured value with its source."""
    committee.go(f"/committee/contests/{contest}/entries/{entry}/records")
    walk.look(committee, f"records-{criterion}")
    form = committee.page.locator('main form[action$="/records/measures"]').first
    form.locator("input:not([type=hidden])").nth(0).fill(value.replace(".", ","))
    form.locator("input:not([type=hidden])").nth(1).fill(source)
    with committee.page.expect_navigation():
        form.locator("button").last.click()
    assert committee.page.locator(".notice-error").count() == 0, committee.page.inner_text("main")


def keep_interview_record(walk: Walk, assessor: Visitor, contest: int, entry: int) -> None:
    """A note exactly as written, and who came."""
    assessor.go(f"/desk/{contest}/{entry}")
    assessor.page.locator("[name=note]").fill(NOTE)
    assessor.page.locator("button[value=note]").click()
    # The page keeps the note in place; its list has the time at which it was kept.
    assessor.page.locator("ol.notes li").first.wait_for()
    assert NOTE in assessor.page.locator(".as-written").first.text_content()  # type: ignore[operator]
    assessor.go(f"/desk/{contest}/{entry}/attendance")
    form = assessor.page.locator("main form").first
    form.locator("[name=present]").select_option("leader")
    fill(form, person="Wali Kota Mojokerto", companions="2", minutes="45")
    form.locator("[name=mode]").select_option("onsite")
    send(assessor, form)
    assessor.go(f"/desk/{contest}/{entry}")
    assert "Wali Kota Mojokerto" in assessor.page.inner_text("main")
    walk.look(assessor, "interview-sheet")


def finalise(walk: Walk, committee: Visitor, contest: int, code: str) -> None:
    """The committee finalises in the browser and publishes."""
    committee.go(f"/committee/contests/{contest}")
    walk.look(committee, f"standings-{code}")
    committee.go(f"/committee/contests/{contest}/progress")
    walk.look(committee, f"progress-{code}")
    committee.go(f"/committee/contests/{contest}/finalise")
    walk.look(committee, f"finalise-{code}")
    public = walk.visitors()
    before = public.page.request.get(f"{walk.site.url}/results/{EDITION}").status
    submit(committee, f"/committee/contests/{contest}/finalise", reason=REASON)
    assert before == public.page.request.get(f"{walk.site.url}/results/{EDITION}").status
    public.context.close()
    committee.go(f"/committee/contests/{contest}/finalise")
    submit(committee, f"/committee/contests/{contest}/publish")
    committee.go(f"/committee/contests/{contest}/finalise")
    assert re.search(r"\b[0-9a-f]{64}\b", committee.page.inner_text("main"))


def finalise_elsewhere(walk: Walk, code: str) -> None:
    """The other provinces finalise by command."""
    for region in OTHER_PROVINCES:
        walk.site.flask("finalise", EDITION, code, "--region", region, "--reason", REASON)


def published(visitor: Visitor, address: str) -> list[str]:
    """The names of a published ranking, in its order."""
    visitor.go(address)
    names = visitor.page.locator("main table tbody th").all_inner_texts()
    return [re.sub(r"\s+[\d.]+$", "", " ".join(name.split())) for name in names]
