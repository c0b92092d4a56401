"""Everything that is wrong with a config, collected into one message."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from learning_curves.errors import UserError, join_items, merge_errors
from unmixing.study.config_files import NOWHERE, Key, Place, Places


class Problem(NamedTuple):
    """A sentence about a key: the words before its name, the name, and the words after.

    Attributes
    ----------
    key : Key
        The key whose place is named.
    after, before : str
        Words around the name; problems with the same words share a sentence.
    name : str or None
        What the sentence calls the key; None means what `spell_key` returns.
    """

    key: Key
    after: str
    before: str = ""
    name: str | None = None

    @property
    def subject(self) -> str:
        """What the sentence is about."""
        return spell_key(self.key) if self.name is None else self.name


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
        """Remember a `UserError` raised in the block, with the key it is about, and go on."""
        try:
            yield
        except UserError as error:
            self.add(Problem(key, str(error), name=""))

    @contextmanager
    def about(self, *key: str) -> Iterator[None]:
        """Like `at`, for an error that does not name the key itself."""
        try:
            yield
        except UserError as error:
            self.add(Problem(key, f": {error}"))

    def refuse(self) -> None:
        """Raise all problems as one message, in the order of lines, if there are any.

        Raises
        ------
        UserError
            With one line per cause, naming file and line where known.
        """
        if self.found:
            raise merge_errors(self._sentences())

    def _sentences(self) -> list[str]:
        alike: dict[tuple[str, str], list[Problem]] = {}
        for problem in sorted(self.found, key=lambda problem: self._order(problem.key)):
            alike.setdefault((problem.before, problem.after), []).append(problem)
        return [self._sentence(group) for group in alike.values()]

    def _order(self, key: Key) -> tuple[bool, Place, list[str]]:
        place = self.places.find(key)
        return place is None, place or Place(""), list(map(str, key))

    def _sentence(self, alike: list[Problem]) -> str:
        names = join_items(list(dict.fromkeys(problem.subject for problem in alike)))
        places = _name_places(filter(None, (self.places.find(problem.key) for problem in alike)))
        return f"{places}{alike[0].before}{names}{alike[0].after}"


def spell_key(key: Key) -> str:
    """Spell a key in a sentence: models.ridge, or item 2 of train_sizes."""
    name = ""
    for part in key:
        if isinstance(part, int):
            name = f"item {part + 1} of {name}"
        else:
            name = f"{name}.{part}" if name else part
    return name or "the config"


def _name_places(places: Iterable[Place]) -> str:
    lines: dict[str, list[int]] = {}
    for place in places:
        of_source = lines.setdefault(place.source, [])
        if place.line and place.line not in of_source:
            of_source.append(place.line)
    words = [
        f"{source}, line{'s' if len(numbers) > 1 else ''} {join_items(numbers)}"
        if numbers
        else source
        for source, numbers in lines.items()
    ]
    return f"{'; '.join(words)}: " if words else ""
