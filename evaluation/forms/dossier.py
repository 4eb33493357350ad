"""The forms of the dossier's sections, made from what their kind asks for (core/section_kinds.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from secrets import token_urlsafe
from typing import Any, BinaryIO, cast

from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import BooleanField, Field, HiddenField

from evaluation.actions.dossiers import Draft
from evaluation.actions.drafts import Typing
from evaluation.actions.uploads import Sent, Upload
from evaluation.core.dossier import Item
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Section
from evaluation.core.section_kinds import SectionField
from evaluation.forms.base import (
    AtMost,
    ChoiceField,
    DayField,
    LongTextField,
    Needed,
    PageForm,
    TextField,
    WholeNumberField,
)
from evaluation.labels import LABELS
from evaluation.media import endings

Validators = list[Callable[..., None]]
# Texts that may have more characters than this get a tall field.
LONG = 20_000


class ItemForm(PageForm):
    """The form of one item: the section's fields, its file, and the revision that it was filled in upon.

    `token` names this form wherever it is sent again, `step` counts what it sent.
    """

    section: Section
    revision = HiddenField()
    token = HiddenField()
    step = HiddenField()

    def draft(self) -> Draft:
        """What the (valid) form says."""
        return Draft(
            values={f.name: stored_value(f, self[f.name].data) for f in self.section.fields},
            upload=self.upload(),
            drop_file="drop_file" in self and bool(self.drop_file.data),
            revision=self.seen_revision(),
            token=str(self.token.data or ""),
            step=self.sent_step(),
        )

    def typing(self) -> Typing:
        """All that was typed, readable or not; files are left to the button."""
        readable = self.validate()
        draft = replace(self.draft(), upload=None, drop_file=False) if readable else None
        return Typing(
            typed={f.name: typed_text(self[f.name]) for f in self.section.fields},
            token=str(self.token.data or ""),
            step=self.sent_step(),
            revision=self.seen_revision(),
            draft=draft,
        )

    def seen_revision(self) -> int | None:
        """The revision that the form was filled in upon; None for a new item."""
        return whole(self.revision.data)

    def sent_step(self) -> int:
        """How often the form has sent something."""
        return whole(self.step.data) or 0

    def limit_file(self, most: int, too_large: str) -> None:
        """Let the browser's script tell `too_large` at once for a file of more than `most` bytes."""
        if "file" in self:
            accepted = endings(self.section.file_types)
            self.file.render_kw = {"accept": accepted, "data-most": str(most), "data-too-large": too_large}

    def upload(self) -> Upload | Sent | None:
        """The file that came with the form, or else the one that was sent before it, if any."""
        if "file" not in self:
            return None
        came = self.file.data
        if isinstance(came, FileStorage):
            return Upload(cast(BinaryIO, came.stream), came.filename or "")
        return Sent(self.uploaded.data) if self.uploaded.data else None


class RemoveForm(PageForm):
    """The question before an item is removed."""

    revision = HiddenField()

    def seen_revision(self) -> int:
        """The revision that the visitor looked at; 0 (never one) when the form does not say."""
        return whole(self.revision.data) or 0


class SubmitForm(PageForm):
    """The button that submits the dossier."""


def item_form(section: Section, item: Item | None, token: str | None = None) -> ItemForm:
    """The section's form: what was posted, else the item as it stands, else blank."""
    data: dict[str, Any] = {}
    if item is not None:
        data = {f.name: form_value(f, item.values[f.name]) for f in section.fields}
        data["revision"] = str(item.revision)
    return form_class(section)(data={"token": token or new_token(), "step": "0", **data})


def form_of_typed(section: Section, typed: Mapping[str, str], revision: int | None, **more: str) -> ItemForm:
    """The form with what was typed into it before, readable or not; `more`: its token and step."""
    fields = {**typed, "revision": "" if revision is None else str(revision), **more}
    return form_class(section)(formdata=MultiDict(fields))


def new_token() -> str:
    """The name of a form that is opened now."""
    return token_urlsafe(12)


def typed_text(field: Field) -> str:
    """What stands in a field, to the letter, but for the browser's line ends."""
    raw = field.raw_data[0] if field.raw_data else ""
    return str(raw).replace("\r\n", "\n")


def whole(text: object) -> int | None:
    """A number that the page carries; None for anything else."""
    found = str(text or "")
    return int(found) if re.fullmatch("[0-9]{1,15}", found) else None


@lru_cache(maxsize=512)
def form_class(section: Section) -> type[ItemForm]:
    """The form's class for a section."""
    fields: dict[str, Any] = {f.name: form_field(f) for f in section.fields}
    if section.file != "none":
        label = msg("File") if section.file == "needed" else optional(msg("File"))
        fields["file"] = FileField(label)
        fields["uploaded"] = HiddenField()
        fields["drop_file"] = BooleanField(msg("Take this file out"))
    return type(f"{section.kind.title()}Form", (ItemForm,), {"section": section, **fields})


def form_field(spec: SectionField) -> Field:
    """The control for one field of a section. Only what identifies an item is required to save it."""
    label = spec.label if spec.needed else optional(spec.label)
    validators: Validators = [Needed()] if spec.identifies else []
    if spec.kind == "choice":
        words = LABELS[spec.words or ""]
        return ChoiceField(label, words, validators, blank=msg("Choose one"), default="")
    if spec.kind == "day":
        return DayField(label, validators)
    if spec.kind in ("whole", "rupiah", "year"):
        return WholeNumberField(label, validators, render_kw={"autocomplete": "off"})
    validators = [*validators, AtMost(spec.most)]
    if spec.kind == "line":
        return TextField(label, validators)
    return LongTextField(label, validators, render_kw={"rows": 16 if spec.most > LONG else 5})


def optional(label: Message) -> Message:
    """A label that says that the field may stay blank, even for submission."""
    return msg("%(label)s (optional)", label=label)


def stored_value(spec: SectionField, value: Any) -> str | int | None:
    """A field's value as the store keeps it: texts are never None, dates are ISO text."""
    if isinstance(value, date):
        return value.isoformat()
    return value or "" if spec.blank == "" else value


def form_value(spec: SectionField, value: Any) -> Any:
    """A stored value as its form field takes it."""
    return date.fromisoformat(value) if spec.kind == "day" and value else value
