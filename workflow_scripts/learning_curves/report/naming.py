"""How sentences name methods and places, with their numbers of runs."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from learning_curves.answers.statuses import ONE_RUN
from learning_curves.columns import rows_of
from learning_curves.errors import join_items
from learning_curves.figures.facets import Facet, label_facet, list_facets, select_facet
from learning_curves.vocabulary import Vocabulary, add_spaces, say_count

INTERVALS = (
    "In brackets are 95 % intervals; that of the method named first allows for its having been "
    "picked from all."
)
# A sentence names at most one more, and else counts the others.
MOST_NAMES = 3
# Collapsed runs are mentioned next to a method if they are a larger share of its runs.
MENTIONED = 0.05
# Errors with a smaller relative difference differ only by rounding.
SAME = 1e-9


def split_by_place(
    table: pd.DataFrame, vocabulary: Vocabulary
) -> Iterator[tuple[str, Facet, pd.DataFrame]]:
    """Yield the name of every facet, the facet, and its rows of the first metric."""
    rows = rows_of(table, metric=vocabulary.error)
    facets = list_facets(rows)
    for facet in facets:
        yield label_facet(facet, facets), facet, select_facet(rows, facet)


def name_data_set(row: pd.Series) -> str:
    """Return the name of the data set of a row."""
    return add_spaces(row["data_set"])


def say_estimand(estimand: str) -> str:
    """Say what errors and intervals of answers mean."""
    return f"An error is the {estimand}. {INTERVALS}"


class Names(NamedTuple):
    """How sentences about one place name its methods.

    Attributes
    ----------
    runs : DataFrame
        How many runs of each method were planned, completed and collapsed.
    vocabulary : Vocabulary
        The words of the study.
    """

    runs: pd.DataFrame
    vocabulary: Vocabulary

    def method(self, method: str) -> str:
        """Name a method, with counts if runs did not complete or more than a few collapsed."""
        of_method = self.runs.reindex([method]).fillna(0).iloc[0].astype(int)
        words = []
        if of_method["completed"] < of_method["planned"]:
            words.append(f"{of_method['completed']:,} of {of_method['planned']:,} runs completed")
        if of_method["collapsed"] > MENTIONED * of_method["planned"]:
            several = "" if of_method["collapsed"] == 1 else "s"
            words.append(f"{of_method['collapsed']:,} run{several} collapsed")
        label = self.vocabulary.label_method(method)
        return f"{label} ({', '.join(words)})" if words else label

    def methods(self, methods: Iterable[str], word: str = "and") -> str:
        """Join the names of methods as in a sentence."""
        return join_items([self.method(method) for method in methods], word)

    def mostly_failed(self, method: str) -> bool:
        """Whether less than half of the planned runs of a method completed."""
        if method not in self.runs.index:
            return False
        return bool(2 * self.runs.loc[method, "completed"] < self.runs.loc[method, "planned"])


def join_some(names: Iterable[str], word: str = "and") -> str:
    """Join names as in a sentence, but not too many."""
    named = list(names)
    if len(named) > MOST_NAMES + 1:
        named = [*named[:MOST_NAMES], f"{len(named) - MOST_NAMES} others"]
    return join_items(named, word)


def names_by(coverage: pd.DataFrame, vocabulary: Vocabulary) -> Names:
    """Return the names of methods with their runs in a table `coverage`."""
    runs = coverage.groupby("method")[["completed", "planned", "collapsed"]].sum()
    return Names(runs, vocabulary)


def say_ends(low: float, high: float, smallest: float) -> str:
    """Say an interval of sizes in brackets; what lies below the smallest was not measured."""
    if pd.isna(low):
        return f" ({ONE_RUN})"
    if np.isinf(high):
        return f" ({say_count(low)} or more)" if low > smallest else " (the interval is open)"
    low_end = f"{say_count(low)} to" if low > smallest else "up to"
    return f" ({low_end} {say_count(high)})"


def say_size(size: float, smallest: float) -> str:
    """Say an estimated size, which is not distinguished from the smallest one if below it."""
    return f"about {say_count(size)}" if round(size) > smallest else f"{smallest:,.0f} or fewer"


def format_percent(share: float) -> str:
    """Format a share in whole per cent."""
    return f"{100 * share:.0f} %"
