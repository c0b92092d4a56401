"""The facets of a study: every data set with every condition."""

import pandas as pd

from learning_curves.columns import rows_of
from learning_curves.vocabulary import add_spaces

# Data set and condition.
Facet = tuple[str, str]


def list_facets(table: pd.DataFrame) -> list[Facet]:
    """Return the pairs of data set and condition, in the order of the table."""
    return list(dict.fromkeys(zip(table["data_set"], table["condition"], strict=True)))


def label_facet(facet: Facet, facets: list[Facet]) -> str:
    """Return the name of a data set, with the condition if there are several."""
    data_set, condition = facet
    several = len({condition for _, condition in facets}) > 1
    return add_spaces(f"{data_set}, {condition}" if several else data_set)


def select_facet(table: pd.DataFrame, facet: Facet) -> pd.DataFrame:
    """Keep the rows of a data set and condition."""
    data_set, condition = facet
    return rows_of(table, data_set=data_set, condition=condition)
