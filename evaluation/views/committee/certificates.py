"""What an edition's certificates say: edited, looked at, and previewed as the paper that it gives."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from evaluation.actions.certificates import save_text
from evaluation.core.certificates import FIELDS, PLACEHOLDERS, CertificateText, problem_of
from evaluation.core.errors import Conflict, Invalid
from evaluation.core.messages import Message, msg
from evaluation.core.subjects import EditionRef
from evaluation.forms.signing import CertificateForm
from evaluation.permissions import may, require
from evaluation.reports.papers import plain_paper
from evaluation.store import certificates as texts
from evaluation.store import editions, refs
from evaluation.store.db import Row, stamp
from evaluation.views import paper_words
from evaluation.views.certificate_words import SAMPLE_CODE, certificates_data, common_values, printed
from evaluation.views.committee.blueprint import pages
from evaluation.views.context import act, actor, db, in_language, now
from evaluation.views.gate import access
from evaluation.views.language import say
from evaluation.views.papers import pdf

Page = str | tuple[str, int] | Response
LANGUAGES = ("id", "en")
NAMES = tuple(f"{field}_{code}" for code in LANGUAGES for field in FIELDS)


@pages.get("/committee/editions/<code>/certificates")
@access("committee", "administrator", "auditor")
def certificate_text(code: str) -> Page:
    """The text of an edition's certificates with its placeholders, and how a certificate would read."""
    edition = seen_edition(code)
    stored = texts.stored(db(), edition["id"])
    found = texts.texts_of(stored)
    values = {f"{field}_{lang}": getattr(found[lang], field) for lang in LANGUAGES for field in FIELDS}
    form = CertificateForm(formdata=None, data={**values, "revision": str((stored or {}).get("revision", 0))})
    return page(edition, form)


@pages.post("/committee/editions/<code>/certificates")
@access("committee", "administrator")
def save_certificate_text(code: str) -> Page:
    """Save the text, or with the other button only show how it would read."""
    edition = seen_edition(code)
    require(actor(), "certificates.edit", EditionRef(edition["id"], frozen=False))
    form = CertificateForm()
    if not form.validate_on_submit():
        return page(edition, form), 422
    if "preview" in request.form:
        return page(edition, form, opened=True)
    revision = int(form.revision.data) if (form.revision.data or "").isdecimal() else 0
    try:
        save_text(act(), edition["id"], {name: form[name].data for name in NAMES}, revision)
    except Invalid as problem:
        form.show(problem)
        return page(edition, form), 422
    except Conflict as problem:
        form.revision.data = str(problem.stored.get("revision", 0))
        return page(edition, form, problem=problem.message, stored=problem.stored), 409
    flash(say(msg("The text of the certificates is saved.")), "success")
    return redirect(url_for("committee.certificate_text", code=code), code=303)


@pages.get("/committee/editions/<code>/certificates/sample-<any(id, en):language>.pdf")
@access("committee", "administrator", "auditor")
def certificate_sample(code: str, language: str) -> Response:
    """The saved text on paper, for an invented candidate."""
    edition = seen_edition(code)
    text = texts.texts_of(texts.stored(db(), edition["id"]))[language]
    with in_language(language):
        contest = sample_contest(edition)
        rules = editions.rules_of(db(), edition["id"]).rounds[-1]
        data = certificates_data(text, contest, rules, (), url_for("check.form", _external=True))
        data["pages"] = [printed(text, sample_values(contest))]
        words = paper_words.words()
    return pdf(plain_paper("certificates.typ", data, words, now()), f"certificate-sample-{language}.pdf")


def seen_edition(code: str) -> Row:
    """The edition of an address, for whoever looks after editions."""
    require(actor(), "edition.view")
    return refs.found(editions.by_code(db(), code))


def page(
    edition: Row,
    form: CertificateForm,
    *,
    opened: bool = False,
    problem: Message | None = None,
    stored: Row | None = None,
) -> str:
    """The page with the form, and what the typed text would read like."""
    shown = {}
    for code in LANGUAGES:
        text = CertificateText(*(form[f"{field}_{code}"].data or "" for field in FIELDS))
        if not any(problem_of(part) for part in (text.title, text.body, text.closing)):
            with in_language(code):
                shown[code] = printed(text, sample_values(sample_contest(edition)))
    return render_template(
        "committee/certificates.html",
        edition=edition,
        form=form,
        placeholders=PLACEHOLDERS,
        shown=shown,
        opened=opened,
        problem=problem,
        stored=stored,
        may_edit=may(actor(), "certificates.edit", EditionRef(edition["id"], frozen=False)),
    )


def sample_contest(edition: Row) -> Row:
    """A contest of this edition as a sample certificate names it."""
    rules = editions.rules_of(db(), edition["id"])
    rnd, category = rules.rounds[-1], rules.categories[0]
    titles = {"edition_title": rules.title, "round_title": rnd.title, "category_title": category.title}
    named = {f"{name}_{code}": getattr(text, code) for name, text in titles.items() for code in LANGUAGES}
    return {
        **named,
        "region_name": None,
        "timezone": edition["timezone"],
        "finalised_at": stamp(now()),
        "fingerprint": SAMPLE_CODE,
        "award_year": edition["award_year"],
        "official": edition["official"],
        "decree": say(msg("No. 1 of the year (sample)")),
    }


def sample_values(contest: Row) -> dict[str, str]:
    """What stands in the placeholders of a sample."""
    outcome = say(msg("Winner, rank %(rank)s", rank=1))
    return {**common_values(contest), "name": say(msg("Name of the candidate")), "outcome": outcome}
