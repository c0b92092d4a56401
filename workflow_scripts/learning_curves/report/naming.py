"""How sentences name methods and places, with their numbers of runs."""

from collections.abc import Iterable, Iterator

import pandas as pd

from learning_curves.columns import rows_of
from learning_curves.errors import join_items
from learning_curves.figures.facets import Facet, label_facet, list_facets, select_facet
from learning_curves.vocabulary import Vocabulary, add_spaces

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


def count_facet_runs(coverage: pd.DataFrame, facet: Facet) -> pd.DataFrame:
    """Count the planned, completed and collapsed runs of each method of a facet."""
    return count_runs(select_facet(coverage, facet))


def count_runs(coverage: pd.DataFrame) -> pd.DataFrame:
    """Count the planned, completed and collapsed runs of each method."""
    return coverage.groupby("method")[["completed", "planned", "collapsed"]].sum()


def mostly_failed(method: str, of_methods: pd.DataFrame) -> bool:
    """Whether less than half of the planned runs of a method completed."""
    if method not in of_methods.index:
        return False
    return bool(2 * of_methods.loc[method, "completed"] < of_methods.loc[method, "planned"])


def name_method(method: str, of_methods: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Return the name of a method, with counts if some runs did not complete or collapsed."""
    of_method = of_methods.reindex([method]).fillna(0).iloc[0].astype(int)
    words = []
    if of_method["completed"] < of_method["planned"]:
        words.append(f"{of_method['completed']:,} of {of_method['planned']:,} runs completed")
    if of_method["collapsed"]:
        several = "" if of_method["collapsed"] == 1 else "s"
        words.append(f"{of_method['collapsed']:,} run{several} collapsed")
    label = vocabulary.label_method(method)
    return f"{label} ({', '.join(words)})" if words else label


def join_method_names(
    methods: Iterable[str], of_methods: pd.DataFrame, vocabulary: Vocabulary, word: str = "and"
) -> str:
    """Join the names of methods as in a sentence."""
    return join_items([name_method(method, of_methods, vocabulary) for method in methods], word)


def capitalise(words: str) -> str:
    """Begin with a capital, and keep all other letters."""
    return f"{words[:1].upper()}{words[1:]}"


def format_percent(share: float) -> str:
    """Format a share in whole per cent."""
    return f"{100 * share:.0f} %"
