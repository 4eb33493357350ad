"""Forms of signing in, passwords, accounts and roles."""

from __future__ import annotations

from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import ValidationError

from evaluation.core.messages import msg
from evaluation.forms.base import Needed, PageForm


class LoginForm(PageForm):
    """Email and password; `next` is where the visitor was going."""

    email = EmailField(
        msg("Email"), [Needed()], render_kw={"autocomplete": "username", "maxlength": "254", "spellcheck": "false"}
    )
    password = PasswordField(msg("Password"), [Needed()], render_kw={"autocomplete": "current-password"})
    next = HiddenField()


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
