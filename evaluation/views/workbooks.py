"""My sheets as a workbook: take it along, fill it in, send it, look at every cell, and store it or not."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from evaluation.actions import workbooks as actions
from evaluation.actions.offline import OwnContest, own_contests
from evaluation.actions.uploads import Upload
from evaluation.actions.workbooks import Preview
from evaluation.core.errors import BadFile, Conflict, Denied, Invalid, Refused, UserError
from evaluation.core.messages import Message, msg
from evaluation.core.offline import STATES
from evaluation.forms.workbooks import WorkbookForm
from evaluation.labels import STAGE
from evaluation.reports.sheet_workbook import Contest, Entry, Words, sheet_workbook
from evaluation.store import workbooks
from evaluation.store.db import stamp
from evaluation.views.assessor import pages
from evaluation.views.context import act, actor, db, now
from evaluation.views.gate import access
from evaluation.views.language import pick, say
from evaluation.views.problems import STATUS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME = "penjurian-%Y-%m-%d.xlsx"

Page = str | tuple[str, int] | Response


@pages.get("/desk/workbook", endpoint="workbook")
@access("assessor")
def offline() -> Page:
    """What a workbook would hold, where one is sent, and those that wait to be confirmed."""
    return offline_page(WorkbookForm(formdata=None))


@pages.get("/desk/workbook.xlsx")
@access("assessor")
def workbook_file() -> Response:
    """Every sheet of mine that takes marks now. Refused when there is none."""
    mine = open_contests()
    if not mine:
        raise Refused(msg("None of your sheets takes marks now, so there is nothing to take along."))
    contests = [contest_of(one) for one in mine]
    data = sheet_workbook(actor().email, stamp(now()), contests, Words(say, pick))
    name = now().strftime(NAME)
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name=name, max_age=0)


@pages.post("/desk/workbook")
@access("assessor")
def send_workbook() -> Page:
    """Keep a workbook to be looked at; one that is not mine, or can't be read, is not kept."""
    form = WorkbookForm()
    if not form.validate_on_submit():
        return offline_page(form, status=422)
    try:
        book_id = actions.make_preview(act(), Upload(form.file.data.stream, form.file.data.filename))
    except BadFile as bad:
        return offline_page(form, bad, 422)
    except Invalid as problem:
        form.show(problem)
        return offline_page(form, status=422)
    return redirect(url_for("assessor.workbook_preview", book_id=book_id), code=303)


@pages.get("/desk/workbook/<int:book_id>", endpoint="workbook_preview")
@access("assessor")
def looked_at(book_id: int) -> Page:
    """Cell by cell, what the workbook would do."""
    return preview_page(actions.preview(act(), book_id))


@pages.post("/desk/workbook/<int:book_id>/confirm")
@access("assessor")
def confirm_workbook(book_id: int) -> Page:
    """Store the chosen cells; where something moved meanwhile, nothing is stored and it is shown again."""
    chosen = {key for key in request.form.getlist("cell") if key}
    chosen |= {key.removeprefix("mine:") for key in request.form.values() if key.startswith("mine:")}
    try:
        kept = actions.confirm_preview(act(), book_id, request.form.get("looked", ""), chosen)
    except (Conflict, Refused, Denied, Invalid) as problem:
        return preview_page(actions.preview(act(), book_id), status_of(problem), problem.message, chosen)
    done = msg("Cells taken over from your workbook: %(count)s. No sheet was handed in.", count=kept)
    flash(say(done), "success")
    return redirect(url_for("assessor.desk"), code=303)


@pages.post("/desk/workbook/<int:book_id>/cancel")
@access("assessor")
def cancel_workbook(book_id: int) -> Page:
    """Forget the workbook."""
    name = actions.cancel_preview(act(), book_id)
    flash(say(msg("%(file)s was removed. Nothing of it was stored.", file=name)), "success")
    return redirect(url_for("assessor.workbook"), code=303)


# --- what these pages are made of ----------------------------------------------------------------


def offline_page(form: WorkbookForm, bad: BadFile | None = None, status: int = 200) -> Page:
    """The page; `bad` is a file that is no workbook of mine."""
    page = render_template(
        "assessor/workbook.html",
        form=form,
        bad=bad,
        contests=open_contests(),
        waiting=workbooks.of_account(db(), actor().account_id, stamp(now())),
        most=actions.MOST_MB,
    )
    return page, status


def preview_page(
    preview: Preview, status: int = 200, message: Message | None = None, chosen: set[str] | None = None
) -> Page:
    """The preview; `chosen` are the cells that were ticked before it is shown again."""
    page = render_template(
        "assessor/workbook_preview.html",
        preview=preview,
        found=preview.found,
        counts=preview.found.counts,
        states=STATES,
        message=message,
        chosen=chosen,
    )
    return page, status


def open_contests() -> list[OwnContest]:
    """My contests in which a sheet takes marks now."""
    return [one for one in own_contests(act()) if one.open_sheets]


def contest_of(one: OwnContest) -> Contest:
    """A contest as the workbook has it."""
    about = one.about
    place = about["region_name"] or say(STAGE["national"])
    round_title, category = pick(about, "round_title"), pick(about, "category_title")
    return Contest(
        contest_id=one.contest_id,
        edition=about["edition_code"],
        title=f"{round_title} {category}",
        about=(pick(about, "edition_title"), f"{round_title} · {category} · {place}"),
        round=one.round.rules,
        entries=[
            Entry(sheet.key, called(sheet.place.name, sheet.place.province_name, about), sheet.fields)
            for sheet in one.open_sheets
        ],
    )


def called(name: str, province: str, about: dict[str, object]) -> str:
    """An entry's name; before a national panel with its province, where that may be told."""
    return name if about["region_code"] or not province else f"{name} ({province})"


def status_of(problem: UserError) -> int:
    """The answer's status for something that kept a workbook from being stored."""
    return next((status for kind, status in STATUS.items() if isinstance(problem, kind)), 409)
