"""One table of an edition file, read key by key. A wrong value is noted and replaced by a harmless one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from evaluation.core.edition.moments import Moment, MomentError, Zone, utc
from evaluation.core.edition.numbers import NumberError, exact
from evaluation.core.edition.problems import Notes
from evaluation.core.messages import Message, msg
from evaluation.core.rules import Text

CODE = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)
MOST_WHOLE = 1_000_000
LONGEST_SHOWN = 40


class Table:
    """The keys of one table; `where` is its place in the file."""

    def __init__(
        self, content: Mapping[str, Any], where: str, notes: Notes, path: tuple[str | int, ...] = ()
    ) -> None:
        self.where = where
        self.path = path
        self.notes = notes
        self._content = content
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        """The place of a key of this table."""
        return f"{self.where} > {key}" if self.where else key

    def note(self, key: str, message: Message) -> None:
        """Note a problem with a key."""
        self.notes.add(self.at(key), message, (*self.path, *key.split(" > ")))

    def sound(self, *keys: str) -> bool:
        """Whether nothing was wrong with these keys so far."""
        return not self.notes.spoilt(*(self.at(key) for key in keys))

    def has(self, key: str) -> bool:
        """Whether the file gives the key."""
        return key in self._content

    def raw(self, key: str, *, required: bool = False) -> Any:
        """The value as TOML has it, None when it is absent; noted when that may not be."""
        self._asked.add(key)
        if required and key not in self._content:
            self.note(key, msg('is missing: add a line "%(key)s = ..."', key=key))
        return self._content.get(key)

    def text(self, key: str) -> str:
        """A required text that is not blank."""
        value = self.raw(key, required=True)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None:
            self.note(
                key, msg("must be a text in quotes that is not blank, not %(value)s", value=shown(value))
            )
        return ""

    def code(self, key: str = "code") -> str:
        """A required code: small letters, digits and hyphens."""
        value = self.text(key)
        if value and not CODE.fullmatch(value):
            self.note(
                key,
                msg(
                    '"%(code)s" is not a code: use only a-z, 0-9 and -, and begin with a letter or digit',
                    code=value,
                ),
            )
        return value

    def title(self, key: str = "title") -> Text:
        """A required text in both languages."""
        table = self.table(key, required=True)
        if table is None:
            return Text("", "")
        text = Text(table.text("id"), table.text("en"))
        table.close()
        return text

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """One of the allowed words; required when there is no default. The last stands in for a wrong one."""
        value = self.raw(key, required=default is None)
        if value is None:
            return default or allowed[-1]
        if value in allowed:
            return str(value)
        self.note(key, not_one_of(value, allowed))
        return default or allowed[-1]

    def choices(self, key: str, allowed: Sequence[str], default: Iterable[str] = ()) -> tuple[str, ...]:
        """A list of allowed words, each once."""
        if not self.has(key):
            return tuple(default)
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                self.note(key, not_one_of(value, allowed))
        return values

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts, each once."""
        value = self.raw(key, required=required)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(member, str) for member in value):
            self.note(
                key, msg('must be a list of texts such as ["one", "two"], not %(value)s', value=shown(value))
            )
            return ()
        for member in sorted({member for member in value if value.count(member) > 1}):
            self.note(key, msg('names "%(word)s" more than once: keep one', word=member))
        return tuple(value)

    def whole(self, key: str, default: int | None, minimum: int = 0) -> int:
        """A whole number, not below the minimum; required when there is no default."""
        value = self.raw(key, required=default is None)
        if value is None:
            return minimum if default is None else default
        if not isinstance(value, int) or isinstance(value, bool):
            self.note(key, msg("must be a whole number without quotes, not %(value)s", value=shown(value)))
        elif value < minimum:
            self.note(key, msg("must be %(least)s or more, not %(number)s", least=minimum, number=str(value)))
        elif value > MOST_WHOLE:
            self.note(key, msg("must be at most %(most)s", most=MOST_WHOLE))
        else:
            return value
        return minimum if default is None else default

    def yes_no(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.raw(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.note(key, msg("must be true or false without quotes, not %(value)s", value=shown(value)))
        return default

    def number(self, key: str, default: Fraction | None = None) -> Fraction:
        """An exact number; required when there is no default."""
        if default is None:
            self.raw(key, required=True)
        found = self.optional_number(key)
        return found if found is not None else default or Fraction(0)

    def optional_number(self, key: str) -> Fraction | None:
        """An exact number, None when the key is absent or its value is no number."""
        value = self.raw(key)
        if value is None:
            return None
        try:
            return exact(value)
        except NumberError as error:
            self.note(key, error.message)
            return None

    def moment(self, key: str, zone: Zone | None, *, end_of_day: bool) -> Moment | None:
        """A moment in UTC; a local one is taken in the edition's zone, a plain date as its begin or end."""
        value = self.raw(key)
        if value is None:
            return None
        try:
            return utc(value, zone, end_of_day=end_of_day)
        except MomentError as error:
            self.note(key, error.message)
            return None

    def table(self, key: str, *, required: bool = False) -> "Table | None":
        """The table at a key."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.note(key, msg("must be a table such as { key = value }, not %(value)s", value=shown(value)))
            return None
        return Table(value, self.at(key), self.notes, (*self.path, key))

    def tables(self, key: str) -> tuple["Table", ...]:
        """The list of tables at a key, each placed by its position and, where it has one, its code."""
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(member, dict) for member in value):
            self.note(key, msg("must be a list of tables, each within { } or under its own [[ ]] heading"))
            return ()
        return tuple(
            Table(
                member,
                f"{self.at(key)}[{position}]{_named(member)}",
                self.notes,
                (*self.path, key, position),
            )
            for position, member in enumerate(value)
        )

    def close(self) -> None:
        """Note every key that nobody asked for: it would be ignored without a word."""
        for key in self._content:
            if key not in self._asked:
                self.note(key, self._unknown(key))

    def _unknown(self, key: str) -> Message:
        close = get_close_matches(key, self._asked, 1)
        if close:
            return msg('is no key of this table: did you mean "%(key)s"?', key=close[0])
        keys = ", ".join(sorted(self._asked))
        return msg("is no key of this table: remove it. Keys are %(keys)s", keys=keys)


def not_one_of(value: object, allowed: Iterable[str]) -> Message:
    """What to say of a word outside of the allowed ones, with the nearest of them."""
    words = sorted(word for word in allowed if word)
    if not words:
        return msg("%(value)s is not possible: choose one that the file defines", value=shown(value))
    close = get_close_matches(value, words, 1) if isinstance(value, str) else []
    if not close:
        return msg("%(value)s is not possible: choose %(words)s", value=shown(value), words=_either(words))
    return msg(
        '%(value)s is not possible: did you mean "%(close)s"? choose %(words)s',
        value=shown(value),
        close=close[0],
        words=_either(words),
    )


def _either(words: Sequence[str]) -> Message | str:
    """'a or b or c', halved again and again, so that a thousand words nest only ten sentences deep."""
    if len(words) == 1:
        return words[0]
    half = len(words) // 2
    return msg("%(first)s or %(second)s", first=_either(words[:half]), second=_either(words[half:]))


def shown(value: object) -> Message | str:
    """A value of a file, short enough for a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return msg("a table") if isinstance(value, dict) else msg("a list")
    text = str(value)
    short = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return f'"{short}"' if isinstance(value, str) else short


def _named(content: Mapping[str, Any]) -> str:
    code = content.get("code")
    return f' "{code}"' if isinstance(code, str) else ""
