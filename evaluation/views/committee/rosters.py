"""Rosters: send a file of candidates or assessors, look at what it would do, and load it or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from evaluation.actions import roster_previews as actions
from evaluation.actions.roster_previews import KINDS, Preview
from evaluation.actions.uploads import Upload
from evaluation.core.errors import BadFile, Fault, Invalid
from evaluation.core.messages import Message, msg
from evaluation.core.paging import paging
from evaluation.core.subjects import RosterRef
from evaluation.forms.rosters import RosterForm
from evaluation.permissions import may, require
from evaluation.promotion_labels import ROSTER_KIND
from evaluation.reports.roster_template import csv_template, xlsx_template
from evaluation.store import editions, roster_previews
from evaluation.store.db import Row, stamp
from evaluation.store.refs import found
from evaluation.views.committee.blueprint import pages
from evaluation.views.committee.roster_choices import choices
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import pick, say

PAGE_SIZE = 50
CHANGED_SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
QUOTED = ",".join(f'"{kind}"' for kind in KINDS)
KIND_PATH = f"<any({QUOTED}):kind>"

Page = str | tuple[str, int] | Response


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row with what is wrong with it, by column; None holds what concerns the row as a whole.

    `cells` is None for a row that could not be split into cells.
    """

    number: int
    cells: Mapping[str, str] | None
    faults: Mapping[str | None, list[Message]]


# --- sending -------------------------------------------------------------------------------------


@pages.get("/committee/rosters", endpoint="rosters")
@access("committee", "administrator")
def shown() -> Page:
    """The form to send a file, its templates, and the files that wait to be confirmed."""
    form = RosterForm(formdata=None, edition=request.args.get("edition"), kind=request.args.get("kind"))
    return rosters_page(form)


def rosters_page(form: RosterForm, bad: BadFile | None = None, status: int = 200) -> Page:
    """The page; `bad` is a file that could not be read as a whole."""
    mine = own_editions()
    form.offer([(one["code"], pick(one)) for one in mine])
    page = render_template(
        "committee/rosters.html",
        editions=mine,
        form=form,
        kinds=KINDS,
        bad=bad,
        waiting=roster_previews.of_account(db(), actor().account_id, stamp(now())),
        most=actions.MOST_MB,
    )
    return page, status


def own_editions() -> list[Row]:
    """The editions into which the visitor may load rosters."""
    return [one for one in editions.all_editions(db()) if may(actor(), "roster.load", RosterRef(one["id"]))]


@pages.post("/committee/rosters")
@access("committee", "administrator")
def send_roster() -> Page:
    """Keep a file to be looked at; one that can't be read as a whole is not kept."""
    form = RosterForm()
    if not form.validate_on_submit():
        return rosters_page(form, status=422)
    edition = edition_named(form.edition.data)
    upload = Upload(form.file.data.stream, form.file.data.filename)
    try:
        preview_id = actions.make_preview(act(), edition["id"], form.kind.data, upload)
    except BadFile as bad:
        return rosters_page(form, bad, 422)
    except Invalid as problem:
        form.show(problem)
        return rosters_page(form, status=422)
    return redirect(url_for("committee.roster_preview", preview_id=preview_id), code=303)


def edition_named(code: str) -> Row:
    """An edition into which the visitor may load rosters. NotFound for any other."""
    edition = found(editions.by_code(db(), code))
    require(actor(), "roster.load", RosterRef(edition["id"]))
    return edition


@pages.get(f"/committee/rosters/{KIND_PATH}.<any(xlsx, csv):ending>")
@access("committee", "administrator")
def roster_template(kind: str, ending: str) -> Page:
    """An empty roster of ?edition=, with the choices that the visitor has."""
    edition = edition_named(request.args.get("edition", ""))
    columns = KINDS[kind].columns
    if ending == "csv":
        data, media = csv_template(columns), "text/csv"
    else:
        data, media = xlsx_template(columns, choices(edition, kind), say(msg("Meaning"))), XLSX
    name = f"{edition['code']}-{columns.sheets[0]}.{ending}"
    return send_file(BytesIO(data), media, as_attachment=True, download_name=name)


# --- looking -------------------------------------------------------------------------------------


@pages.get("/committee/rosters/<int:preview_id>", endpoint="roster_preview")
@access("committee", "administrator")
def looked_at(preview_id: int) -> Page:
    """What a file would do, with every bad cell marked."""
    return preview_page(actions.preview(act(), preview_id))


def preview_page(preview: Preview, status: int = 200, message: Message | None = None) -> Page:
    """The preview; the bad rows a page at a time."""
    bad = bad_rows(preview)
    page = paging(request.args.get("page"), size=PAGE_SIZE, total=len(bad))
    columns = KINDS[preview.stored["kind"]].columns
    html = render_template(
        "committee/roster_preview.html",
        preview=preview,
        kind=ROSTER_KIND[preview.stored["kind"]],
        columns=[name for name in columns.all if _is_used(name, preview)],
        faults=preview.file.faults.found,
        bad=bad[page.offset : page.offset + page.size],
        bad_count=len(bad),
        changed=preview.plan.changed[:CHANGED_SHOWN],
        paging=page,
        message=message,
    )
    return html, status


def _is_used(column: str, preview: Preview) -> bool:
    required = KINDS[preview.stored["kind"]].columns.required
    return column in required or any(line[column] for line in preview.file.lines)


def bad_rows(preview: Preview) -> list[BadRow]:
    """The rows with something wrong, in the order of the file."""
    lines = {line.number: line.cells for line in preview.file.lines}
    by_row: dict[int, list[Fault]] = {}
    for fault in preview.file.faults.found:
        by_row.setdefault(fault.line, []).append(fault)
    return [BadRow(number, lines.get(number), _by_column(faults)) for number, faults in by_row.items()]


def _by_column(faults: list[Fault]) -> dict[str | None, list[Message]]:
    found: dict[str | None, list[Message]] = {}
    for fault in faults:
        found.setdefault(fault.column, []).append(fault.message)
    return found


# --- deciding ------------------------------------------------------------------------------------


@pages.post("/committee/rosters/<int:preview_id>/confirm")
@access("committee", "administrator")
def confirm_roster(preview_id: int) -> Page:
    """Load what was previewed; when the award has changed meanwhile, show what is wrong now."""
    preview = actions.preview(act(), preview_id)
    if not preview.ready:
        return preview_page(preview, 422)
    try:
        warnings = actions.confirm_preview(act(), preview_id, request.form.get("sha256", ""))
    except BadFile:
        return preview_page(actions.preview(act(), preview_id), 422)
    done = msg(
        "%(file)s is loaded: %(new)s new, %(changed)s changed, %(same)s as they were.",
        file=preview.file.name,
        new=preview.plan.new,
        changed=len(preview.plan.changed),
        same=preview.plan.unchanged,
    )
    flash(say(done), "success")
    for warning in warnings:
        flash(say(warning), "warning")
    return redirect(url_for("committee.rosters", edition=preview.stored["edition_code"]), code=303)


@pages.post("/committee/rosters/<int:preview_id>/cancel")
@access("committee", "administrator")
def cancel_roster(preview_id: int) -> Page:
    """Forget the file."""
    stored = actions.preview(act(), preview_id).stored
    actions.cancel_preview(act(), preview_id)
    flash(say(msg("%(file)s was removed. Nothing of it was stored.", file=stored["name"])), "success")
    here = url_for("committee.rosters", edition=stored["edition_code"], kind=stored["kind"])
    return redirect(here, code=303)
