"""Counts what hands do at a page, by the keystroke-level model.

S. K. Card, T. P. Moran, A. Newell: The Keystroke-Level Model for User Performance Time with Interactive
Systems, Communications of the ACM 23(7), 1980. A key takes 0.28 s (average typist), pointing 1.1 s, moving a
hand between keyboard and pointer 0.4 s, getting ready for a step of the task 1.35 s; pressing a pointer's
button counts as a key. Numbers are hundredths of a second, so that they add up exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

KEY, POINT, HOME, READY = 28, 110, 40, 135


@dataclass
class Hands:
    """A practised user's hands at a page: each thing they do is done, and counted."""

    page: Page
    keys: int = 0
    points: int = 0
    homes: int = 0
    readies: int = 0
    at_keyboard: bool = field(default=False)

    def ready(self) -> None:
        """Think of what comes next."""
        self.readies += 1

    def click(self, target: Locator) -> None:
        """Point at something and press."""
        self.ready()
        self._move(to_keyboard=False)
        self.points += 1
        self.keys += 1
        target.click()

    def press(self, *keys: str) -> None:
        """Press keys, each after some thought; one with a modifier is two keys."""
        for key in keys:
            self.ready()
            self._move(to_keyboard=True)
            self.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text, thought of as a whole; a capital letter takes Shift too."""
        self.ready()
        self._move(to_keyboard=True)
        self.keys += len(text) + sum(letter.isupper() for letter in text)
        self.page.keyboard.type(text)

    def _move(self, *, to_keyboard: bool) -> None:
        self.homes += self.at_keyboard is not to_keyboard
        self.at_keyboard = to_keyboard

    @property
    def hundredths(self) -> int:
        """What all of it takes, in hundredths of a second."""
        return KEY * self.keys + POINT * self.points + HOME * self.homes + READY * self.readies
