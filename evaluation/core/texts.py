"""A text of an edition file, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages of the system."""

    id: str
    en: str

    def get(self, locale: str) -> str:
        """The text for a locale such as "en" or "en_GB"; Indonesian for every other one."""
        return self.en if locale.startswith("en") else self.id

    def __str__(self) -> str:
        return self.en
