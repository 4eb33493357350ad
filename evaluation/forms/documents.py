"""The form that takes several documents at once."""

from __future__ import annotations

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField
from wtforms.validators import ValidationError

from evaluation.core.messages import msg
from evaluation.forms.base import PageForm


class SeveralForm(PageForm):
    """Files, each of which becomes a document. `token` names this form wherever it is sent again."""

    token = HiddenField()
    files = MultipleFileField(msg("Files"))

    def validate_files(self, field: MultipleFileField) -> None:
        """At least one file was chosen."""
        if not any(file.filename for file in field.data or []):
            raise ValidationError(msg("Choose at least one file."))
