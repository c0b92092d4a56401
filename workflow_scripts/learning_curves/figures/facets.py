"""The facets of a study: every data set with every condition."""

import pandas as pd

from learning_curves.columns import rows_of
from learning_curves.vocabulary import spaced

# Scene and condition.
Facet = tuple[str, str]


def facets_of(table: pd.DataFrame) -> list[Facet]:
    """Return the pairs of data set and condition, in the order of the table."""
    return list(dict.fromkeys(zip(table["data_set"], table["condition"], strict=True)))


def facet_label(facet: Facet, facets: list[Facet]) -> str:
    """Name a data set, and its condition where there are several."""
    data_set, condition = facet
    several = len({condition for _, condition in facets}) > 1
    return spaced(f"{data_set}, {condition}" if several else data_set)


def of_facet(table: pd.DataFrame, facet: Facet) -> pd.DataFrame:
    """Keep the rows of a data set and condition."""
    data_set, condition = facet
    return rows_of(table, data_set=data_set, condition=condition)
