"""What sentences call methods and places, and how many runs they add."""

from collections.abc import Iterable, Iterator

import pandas as pd

from learning_curves.columns import rows_of
from learning_curves.figures.facets import Facet, facet_label, facets_of, of_facet
from learning_curves.vocabulary import Vocabulary, spaced

# Errors that differ by less, relatively, differ by the rounding of a computer alone.
SAME = 1e-9


def places(
    table: pd.DataFrame, vocabulary: Vocabulary
) -> Iterator[tuple[str, Facet, pd.DataFrame]]:
    """Name every data set and condition, and find its rows of the first metric."""
    rows = rows_of(table, metric=vocabulary.error)
    facets = facets_of(rows)
    for facet in facets:
        yield facet_label(facet, facets), facet, of_facet(rows, facet)


def data_set_of(row: pd.Series) -> str:
    """Name the data set that a row of a table is of."""
    return spaced(row["data_set"])


def completion(coverage: pd.DataFrame, facet: Facet) -> pd.DataFrame:
    """Count the planned and the completed runs of each method of a place."""
    return counts(of_facet(coverage, facet))


def counts(coverage: pd.DataFrame) -> pd.DataFrame:
    """Count the planned, the completed and the collapsed runs of each method."""
    return coverage.groupby("method")[["completed", "planned", "collapsed"]].sum()


def mostly_failed(method: str, of_methods: pd.DataFrame) -> bool:
    """Whether less than half of the planned runs of a method completed."""
    if method not in of_methods.index:
        return False
    return bool(2 * of_methods.loc[method, "completed"] < of_methods.loc[method, "planned"])


def name(method: str, of_methods: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Name a method, and say how many of its planned runs completed, unless all did and learnt."""
    of_method = of_methods.reindex([method]).fillna(0).iloc[0].astype(int)
    words = []
    if of_method["completed"] < of_method["planned"]:
        words.append(f"{of_method['completed']:,} of {of_method['planned']:,} runs completed")
    if of_method["collapsed"]:
        several = "" if of_method["collapsed"] == 1 else "s"
        words.append(f"{of_method['collapsed']:,} run{several} collapsed")
    return (
        f"{vocabulary.label_method(method)} ({', '.join(words)})"
        if words
        else vocabulary.label_method(method)
    )


def names(methods: Iterable[str], of_methods: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Name methods, joined as in a sentence."""
    *others, last = [name(method, of_methods, vocabulary) for method in methods]
    return f"{', '.join(others)} and {last}" if others else last


def percent(share: float) -> str:
    """Say a share in whole per cent."""
    return f"{100 * share:.0f} %"
