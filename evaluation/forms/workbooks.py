"""The form by which a workbook of score sheets is sent back."""

from __future__ import annotations

from flask_wtf.file import FileField

from evaluation.core.messages import msg
from evaluation.forms.base import Needed, PageForm


class WorkbookForm(PageForm):
    """A workbook that was downloaded and filled in."""

    file = FileField(msg("Filled-in workbook (.xlsx)"), [Needed()], render_kw={"accept": ".xlsx"})
