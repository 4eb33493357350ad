"""Forms of signing a result, and of the text of certificates."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField

from evaluation.core.messages import msg
from evaluation.forms.base import AtMost, LongTextField, Needed, PageForm, TextField

LONGEST_TITLE, LONGEST_BODY = 120, 1000


class SignForm(PageForm):
    """The password again; `seen` is the fingerprint of the result that the page showed."""

    password = PasswordField(msg("Your password"), [Needed()], render_kw={"autocomplete": "current-password"})
    seen = HiddenField()


class CertificateForm(PageForm):
    """What certificates say, in both languages."""

    title_id = TextField(msg("Title in Indonesian"), [Needed(), AtMost(LONGEST_TITLE)])
    body_id = LongTextField(msg("Text in Indonesian"), [Needed(), AtMost(LONGEST_BODY)])
    closing_id = LongTextField(msg("Place, date and signer in Indonesian"), [Needed(), AtMost(LONGEST_BODY)])
    title_en = TextField(msg("Title in English"), [Needed(), AtMost(LONGEST_TITLE)])
    body_en = LongTextField(msg("Text in English"), [Needed(), AtMost(LONGEST_BODY)])
    closing_en = LongTextField(msg("Place, date and signer in English"), [Needed(), AtMost(LONGEST_BODY)])
    revision = HiddenField()
