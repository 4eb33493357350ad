"""Forms of signing in, passwords, accounts and roles."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import EmailField, HiddenField, PasswordField, SelectField
from wtforms.validators import ValidationError

from evaluation.core.messages import msg
from evaluation.forms.base import AtMost, ChoiceField, Needed, PageForm, TextField
from evaluation.labels import ROLE

GRANTED = {code: ROLE[code] for code in ("committee", "administrator", "auditor")}


class LoginForm(PageForm):
    """Email and password; `next` is where the visitor was going."""

    email = EmailField(
        msg("Email"),
        [Needed()],
        render_kw={"autocomplete": "username", "maxlength": "254", "spellcheck": "false"},
    )
    password = PasswordField(msg("Password"), [Needed()], render_kw={"autocomplete": "current-password"})
    next = HiddenField()


class WayInForm(PageForm):
    """The address of an account whose password is forgotten."""

    email = EmailField(
        msg("Email"),
        [Needed(), AtMost(254)],
        render_kw={"autocomplete": "username", "maxlength": "254", "spellcheck": "false"},
    )


class NewPasswordForm(PageForm):
    """A new password, typed twice."""

    new = PasswordField(msg("New password"), [Needed()], render_kw={"autocomplete": "new-password"})
    again = PasswordField(msg("New password again"), [Needed()], render_kw={"autocomplete": "new-password"})

    def validate_again(self, field: PasswordField) -> None:
        """Both must be the same."""
        if field.data != self.new.data:
            raise ValidationError(msg("This is not the same as the new password above."))


class ChangePasswordForm(NewPasswordForm):
    """The present password and the new one."""

    old = PasswordField(msg("Present password"), [Needed()], render_kw={"autocomplete": "current-password"})


class GrantForm(PageForm):
    """A role with its scope. `offer` fills in what can be chosen; the action checks what was."""

    role = ChoiceField(msg("Role"), GRANTED, [Needed()])
    edition = SelectField(msg("Edition"), validate_choice=False)
    region = SelectField(msg("Province of the committee"), validate_choice=False)

    def offer(self, editions: Sequence[tuple[str, str]], regions: Sequence[tuple[str, str]]) -> None:
        """The editions and provinces, as pairs of value and word; the first of each is "all" or "none"."""
        self.edition.choices = list(editions)
        self.region.choices = list(regions)

    @property
    def edition_id(self) -> int | None:
        """The chosen edition, None for all of them; 0, which no edition has, for what was never offered."""
        typed = self.edition.data or ""
        if not typed:
            return None
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0

    @property
    def region_code(self) -> str | None:
        """The chosen province, None for the nation."""
        return self.region.data or None


class AccountForm(GrantForm):
    """A new account with its first role."""

    email = EmailField(msg("Email"), [Needed()], render_kw={"autocomplete": "off", "maxlength": "254"})
    name = TextField(msg("Name"), [Needed(), AtMost(200)], render_kw={"autocomplete": "off"})


class EditionFileForm(PageForm):
    """An edition file."""

    file = FileField(msg("Edition file (TOML)"), [Needed()], render_kw={"accept": ".toml"})
