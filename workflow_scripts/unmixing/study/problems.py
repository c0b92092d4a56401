"""Everything that is wrong with a config, gathered so that one refusal says it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from learning_curves.errors import UserError, listed, together
from unmixing.study.config_files import NOWHERE, Key, Place, Places


class Problem(NamedTuple):
    """A sentence about a key: what stands before its name, its name, and what follows.

    Attributes
    ----------
    key : Key
        That the place is looked up by.
    after, before : str
        Words around its name; problems with the same words are one sentence.
    name : str or None
        Of the key in the sentence; None takes `name_of` the key.
    """

    key: Key
    after: str
    before: str = ""
    name: str | None = None

    @property
    def subject(self) -> str:
        """What the sentence is about."""
        return name_of(self.key) if self.name is None else self.name


class Problems:
    """Problems of one config."""

    def __init__(self, places: Places = NOWHERE) -> None:
        self.places = places
        self.found: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Remember a problem."""
        self.found.append(problem)

    @contextmanager
    def at(self, *key: str) -> Iterator[None]:
        """Remember the `UserError` that ends the block, and go on; a key says where it is."""
        try:
            yield
        except UserError as error:
            self.add(Problem(key, str(error), name=""))

    @contextmanager
    def about(self, *key: str) -> Iterator[None]:
        """Remember the `UserError` that ends the block as one of a key, which it does not name."""
        try:
            yield
        except UserError as error:
            self.add(Problem(key, f": {error}"))

    def refuse(self) -> None:
        """End with all problems in one message, in the order of lines, if there are any.

        Raises
        ------
        UserError
            With a line a cause, the files and lines where they are known.
        """
        if self.found:
            raise together(self._sentences())

    def _sentences(self) -> list[str]:
        alike: dict[tuple[str, str], list[Problem]] = {}
        for problem in sorted(self.found, key=lambda problem: self._order(problem.key)):
            alike.setdefault((problem.before, problem.after), []).append(problem)
        return [self._sentence(group) for group in alike.values()]

    def _order(self, key: Key) -> tuple[bool, Place, list[str]]:
        place = self.places.find(key)
        return place is None, place or Place(""), list(map(str, key))

    def _sentence(self, alike: list[Problem]) -> str:
        names = listed(list(dict.fromkeys(problem.subject for problem in alike)))
        places = _said(filter(None, (self.places.find(problem.key) for problem in alike)))
        return f"{places}{alike[0].before}{names}{alike[0].after}"


def name_of(key: Key) -> str:
    """Return what a key is called in a sentence: models.ridge, or item 2 of train_sizes."""
    name = ""
    for part in key:
        if isinstance(part, int):
            name = f"item {part + 1} of {name}"
        else:
            name = f"{name}.{part}" if name else part
    return name or "the config"


def _said(places: Iterable[Place]) -> str:
    lines: dict[str, list[int]] = {}
    for place in places:
        of_source = lines.setdefault(place.source, [])
        if place.line and place.line not in of_source:
            of_source.append(place.line)
    words = [
        f"{source}, line{'s' if len(numbers) > 1 else ''} {listed(numbers)}" if numbers else source
        for source, numbers in lines.items()
    ]
    return f"{'; '.join(words)}: " if words else ""
