"""What a study calls its sizes, errors, data sets, methods and repetitions; it knows no numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vocabulary:
    """The words of a study.

    Attributes
    ----------
    sizes : str
        What sizes count, in the plural.
    training_data : str
        What a training set is made of, in the plural or as a mass noun.
    errors : Mapping[str, str]
        Columns of errors and what each is called on an axis; headlines are about the first.
    error_name : str
        What sentences call the first error.
    also_drawn : Mapping[str, str]
        Columns that figures show and no table answers, and what each is called on an axis.
    data_set : str
        What errors of several methods are compared on.
    repetition : str
        What is counted where a run is repeated.
    drawn_from : str
        How training data are drawn, as the end of a sentence on what errors are means of.
    under : str
        What precedes the name of a condition at the beginning of a sentence.
    conditions : Mapping[str, str]
        Names of conditions and how a sentence says them.
    regions : Mapping[str, str]
        Names of conditions and what their regions are called; empty for training data of anywhere.
    learnt_nothing : str
        What errs as much as a run that has learnt nothing.
    title : str
        What stands before the name of a study.
    prefix : str
        Beginning of names of methods that readers are spared.
    acronyms : frozenset of str
        Words in names of methods that are written in capitals.
    names : Mapping[str, str]
        Columns and tables of this package, and what those that files call otherwise are called
        there.
    texts : tuple of str
        Further columns in files whose values are text, whatever they look like.
    """

    sizes: str = "training samples"
    training_data: str = "training data"
    errors: Mapping[str, str] = field(default_factory=lambda: {"error": "error"})
    error_name: str = "error"
    also_drawn: Mapping[str, str] = field(default_factory=dict)
    data_set: str = "data set"
    repetition: str = "seed"
    drawn_from: str = ""
    under: str = "Under"
    conditions: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    learnt_nothing: str = "a method that has learnt nothing"
    title: str = "Learning curves"
    prefix: str = ""
    acronyms: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    @property
    def own_names(self) -> dict[str, str]:
        """Columns and tables as files call them, and their names in this package."""
        return {there: name for name, there in self.names.items()}

    @property
    def drawn(self) -> list[str]:
        """The columns that figures show."""
        return [*self.errors, *self.also_drawn]

    @property
    def error(self) -> str:
        """The column that headlines are about."""
        return next(iter(self.errors))

    @property
    def repetitions(self) -> str:
        """The plural of `repetition`."""
        return f"{self.repetition}s"

    @property
    def data_sets(self) -> str:
        """The plural of `data_set`."""
        return f"{self.data_set}s"

    def label_metric(self, column: str) -> str:
        """Return what an axis calls a column."""
        return {**self.errors, **TIME_LABELS, **self.also_drawn}.get(column, spaced(column))

    def label_method(self, method: str) -> str:
        """Return a method's name as a reader says it."""
        words = method.removeprefix(self.prefix).split("_")
        spelt = (word.upper() if word in self.acronyms else word for word in words)
        return " ".join(spelt).replace(" based", "-based")

    def describe_condition(self, condition: str) -> str:
        """Return how a sentence says a condition."""
        return self.conditions.get(condition, spaced(condition))

    def count_repetitions(self, count: int) -> str:
        """Return how many repetitions, in words."""
        return f"{count} {self.repetition if count == 1 else self.repetitions}"


TIME_LABELS = {"training_time": "training time (s)", "inference_time": "inference time (s)"}


def spaced(name: str) -> str:
    """Return a name with spaces between its words."""
    return name.replace("_", " ")
