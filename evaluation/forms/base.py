"""What every form of ours shares: fields that read numbers and dates as people here write them.

Labels and errors are `msg(...)` sentences; templates show them with the filter `say`. Whatever was typed
stays in the field when it can't be read.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, time
from fractions import Fraction
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import Field, Form, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextInput

from evaluation.core.errors import Invalid
from evaluation.core.exact import NotADecimal, decimal_text, parse_decimal
from evaluation.core.messages import Message, msg

GROUPED = re.compile(r"\d{1,3}(?:[. ,]\d{3})+")


class PageForm(FlaskForm):
    """A form of a page, with CSRF. `show(Invalid)` puts an action's complaints beside their fields."""

    def show(self, problem: Invalid) -> None:
        """Show what an action refused: each complaint at its field, the rest at the form's top."""
        for name, message in problem.fields.items():
            if name in self._fields:
                self[name].errors = [*self[name].errors, message]
            else:
                self.form_errors.append(message)
        if not problem.fields:
            self.form_errors.append(problem.message)


class Needed:
    """Refuses a blank field, and says so in our words. It marks the field as required."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: Message | None = None) -> None:
        self.message = message or msg("Please fill this in.")

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise when nothing was typed."""
        raw = field.raw_data[0] if field.raw_data else None
        if raw is None or (isinstance(raw, str) and not raw.strip()) or field.data in (None, ""):
            if not field.errors:
                raise StopValidation(self.message)
            raise StopValidation


class AtMost:
    """Refuses a text longer than `length` characters."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise when the text is too long; nothing is cut."""
        if field.data and len(field.data) > self.length:
            have = len(field.data)
            raise ValidationError(
                msg("At most %(most)s characters fit here; this has %(have)s.", most=self.length, have=have)
            )


class _TypedField(Field, ABC):
    """A field that shows exactly what was typed, readable or not."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.text(self.data)

    def text(self, value: Any) -> str:
        return str(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if typed:
            self.data = self.read(typed)

    @abstractmethod
    def read(self, typed: str) -> Any:
        """What was typed, as a value. ValueError with a message for people."""


class WholeNumberField(_TypedField):
    """A whole number from 0 on; "54.000" and "54,000" are fifty-four thousand. Blank is None."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args, **{**kwargs, "render_kw": {"inputmode": "numeric", **kwargs.get("render_kw", {})}}
        )

    def read(self, typed: str) -> int:
        plain = re.sub(r"[. ,]", "", typed) if GROUPED.fullmatch(typed) else typed
        if not re.fullmatch(r"[0-9]{1,15}", plain):
            raise ValueError(msg("Write a whole number, in digits only, for instance 872."))
        return int(plain)


class ExactField(_TypedField):
    """An exact decimal number; comma and dot both part the decimals. Blank is None, 0 is zero."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args, **{**kwargs, "render_kw": {"inputmode": "decimal", **kwargs.get("render_kw", {})}}
        )

    def text(self, value: Fraction) -> str:
        return decimal_text(value)

    def read(self, typed: str) -> Fraction:
        try:
            return parse_decimal(
                typed.replace(",", ".") if typed.count(",") == 1 and "." not in typed else typed
            )
        except NotADecimal as error:
            raise ValueError(msg("Write a number, for instance 85 or 7.5.")) from error


class DayField(_TypedField):
    """A calendar date. Blank is None."""

    widget = TextInput(input_type="date")

    def text(self, value: date) -> str:
        return value.isoformat()

    def read(self, typed: str) -> date:
        for pattern, order in (
            (r"(\d{4})-(\d{1,2})-(\d{1,2})", (0, 1, 2)),
            (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", (2, 1, 0)),
        ):
            if found := re.fullmatch(pattern, typed):
                parts = [int(found[i + 1]) for i in order]
                try:
                    return date(*parts)
                except ValueError:
                    break
        raise ValueError(msg("Write a date, for instance 31/12/2021."))


class ClockField(_TypedField):
    """A time of the day, to the second; "23:59" is 23:59:00. Blank is None."""

    widget = TextInput(input_type="time")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "render_kw": {"step": "1", **kwargs.get("render_kw", {})}})

    def text(self, value: time) -> str:
        return value.isoformat(timespec="seconds")

    def read(self, typed: str) -> time:
        found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?", typed)
        if found:
            hour, minute, second = (int(part or 0) for part in found.groups())
            with suppress(ValueError):
                return time(hour, minute, second)
        raise ValueError(msg("Write a time of the day, for instance 23:59:59."))


class TextField(StringField):
    """One line of text, without the spaces around it."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = valuelist[0].strip() if valuelist else ""


class LongTextField(TextAreaField):
    """Several lines of text, kept as written but for the browser's line ends."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = valuelist[0].replace("\r\n", "\n") if valuelist else ""


class ChoiceField(SelectField):
    """One of the words of a list in labels.py, in the visitor's language; first comes `blank`, if given."""

    def __init__(
        self,
        label: Message,
        words: Mapping[str, Message],
        validators: Sequence[Callable[..., None]] = (),
        blank: Message | None = None,
        **kwargs: Any,
    ) -> None:
        self.words, self.blank = words, blank
        super().__init__(label, validators, choices=self._choices, validate_choice=False, **kwargs)

    def _choices(self) -> list[tuple[str, str]]:
        from evaluation.views.language import say  # the words of this request

        first = [] if self.blank is None else [("", say(self.blank))]
        return [*first, *((code, say(word)) for code, word in self.words.items())]

    def pre_validate(self, _form: Form) -> None:
        if self.data and self.data not in self.words:
            raise ValidationError(msg("Choose one of the list."))
