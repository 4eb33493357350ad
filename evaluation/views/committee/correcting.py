"""The forms by which a committee gives a dossier back, or gives one candidate more time."""

from __future__ import annotations

from evaluation.forms.base import PageForm
from evaluation.forms.people import CorrectionForm, DeadlineForm
from evaluation.store import sections
from evaluation.store.db import Row
from evaluation.views.context import db
from evaluation.views.language import pick


def decision_forms(entry: Row) -> dict[str, PageForm]:
    """Both forms, blank, for the entry's page; a correction begins with every section open."""
    correction = correction_form(entry, posted=False)
    return {"return": correction, "extend": DeadlineForm(formdata=None, prefix="extend-")}


def correction_form(entry: Row, *, posted: bool) -> CorrectionForm:
    """The form with the sections of the entry's dossier: as posted, or blank."""
    own = sections.of_entry(db(), entry["id"])
    data = None if posted else {"sections": list(own)}
    form = CorrectionForm(prefix="return-") if posted else CorrectionForm(None, prefix="return-", data=data)
    form.offer([(code, pick(section.title)) for code, section in own.items()])
    return form
