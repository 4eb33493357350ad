"""What is wrong with an edition file, each with the table and key it stands in."""

from dataclasses import dataclass, field

from evaluation.core.messages import Message


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    `where` reads like 'round[2] "province-desk" > criteria[0] "regulation" > weight'; lists count from 0.
    `message` goes on from there, so it may begin without a subject: "must be 0 or more, not -1".
    `path` is the same place as keys and positions; empty where the whole file is meant.
    """

    where: str
    message: Message
    path: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class Notes:
    """The problems found so far. `spoilt` keeps a check from building on a value that was itself wrong."""

    def __init__(self) -> None:
        self._problems: dict[str, Problem] = {}

    def add(self, where: str, message: Message, path: tuple[str | int, ...] = ()) -> None:
        """Note a problem; the same one twice is noted once."""
        problem = Problem(where, message, path)
        self._problems.setdefault(str(problem), problem)

    def spoilt(self, *places: str) -> bool:
        """Whether something is wrong at, or inside, one of these places."""
        return any(
            problem.where == place or problem.where.startswith((f"{place} > ", f"{place}["))
            for problem in self._problems.values()
            for place in places
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order in which they were found."""
        return tuple(self._problems.values())
