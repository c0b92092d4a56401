"""The words of a study for its sizes, errors, data sets, methods and repetitions."""

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
        Columns of errors and their axis labels; headlines are about the first.
    error_name : str
        What sentences call the first error.
    also_plotted : Mapping[str, str]
        Further columns that only figures show, and their axis labels.
    data_set : str
        What a data set is called.
    repetition : str
        What a repetition is called.
    group : str
        What a group of training samples is called.
    drawn_from : str
        How training data are drawn, as the end of a sentence about what errors are means over.
    under : str
        The word before a condition at the beginning of a sentence.
    conditions : Mapping[str, str]
        Names of conditions and how a sentence describes them.
    regions : Mapping[str, str]
        Names of conditions and what their regions are called; empty if training data come from
        anywhere.
    learnt_nothing : str
        What has the error of a run that has learnt nothing.
    title : str
        Words before the name of a study.
    prefix : str
        Prefix of method names that is not shown to readers.
    acronyms : frozenset of str
        Words in method names that are written in capitals.
    names : Mapping[str, str]
        Columns and tables of this package that have other names in files, and those names.
    texts : tuple of str
        Further columns in files that hold text, whatever it looks like.
    """

    sizes: str = "training samples"
    training_data: str = "training data"
    errors: Mapping[str, str] = field(default_factory=lambda: {"error": "error"})
    error_name: str = "error"
    also_plotted: Mapping[str, str] = field(default_factory=dict)
    data_set: str = "data set"
    repetition: str = "seed"
    group: str = "group"
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
        """Names of columns and tables in files, and their names in this package."""
        return {there: name for name, there in self.names.items()}

    @property
    def plotted(self) -> list[str]:
        """The columns that figures show."""
        return [*self.errors, *self.also_plotted]

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

    @property
    def groups(self) -> str:
        """The plural of `group`."""
        return f"{self.group}s"

    def label_metric(self, column: str) -> str:
        """Return the axis label of a column."""
        return {**self.errors, **TIME_LABELS, **self.also_plotted}.get(column, add_spaces(column))

    def label_method(self, method: str) -> str:
        """Return a method's name in readable form."""
        words = method.removeprefix(self.prefix).split("_")
        spelt = (word.upper() if word in self.acronyms else word for word in words)
        return " ".join(spelt).replace(" based", "-based")

    def describe_condition(self, condition: str) -> str:
        """Return how a sentence describes a condition."""
        return self.conditions.get(condition, add_spaces(condition))

    def count_repetitions(self, count: int) -> str:
        """Return a number of repetitions with its noun."""
        return f"{count} {self.repetition if count == 1 else self.repetitions}"

    def count_groups(self, count: float) -> str:
        """Return a number of groups, whole or of two digits, with its noun."""
        said = say_count(count)
        return f"{said} {self.group if said == '1' else self.groups}"


TIME_LABELS = {"training_time": "training time (s)", "inference_time": "inference time (s)"}


def say_count(number: float) -> str:
    """Say a count of 1 or more: a whole number, of two digits."""
    return f"{max(round(float(f'{number:.2g}')) if number >= 10 else round(number), 1):,}"


def capitalise(words: str) -> str:
    """Begin with a capital, unless the first word has one elsewhere, as mNN has."""
    first = words.split(" ")[0]
    return words if first != first.lower() else f"{words[:1].upper()}{words[1:]}"


def add_spaces(name: str) -> str:
    """Return a name with spaces between its words."""
    return name.replace("_", " ")
