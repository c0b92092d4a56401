"""The table of data efficiency, for each pair of methods of a data set and condition."""

import itertools

import pandas as pd

from learning_curves.answers.data_efficiency import COLUMNS, compare_data_efficiency
from learning_curves.answers.measured_curves import Curves, measured_curves
from learning_curves.answers.resampling import DRAWS
from learning_curves.columns import PLACE
from learning_curves.runs import add_region_counts
from learning_curves.vocabulary import Vocabulary


def data_efficiency_table(runs: pd.DataFrame, vocabulary: Vocabulary) -> pd.DataFrame:
    """Compare the data efficiency of each pair of methods at a place, by every error.

    Parameters
    ----------
    runs : DataFrame
        The table of this name.
    """
    tables = [
        data_efficiency(measured_curves(runs, metric), metric) for metric in vocabulary.errors
    ]
    return add_region_counts(pd.concat(tables, ignore_index=True), runs)


def data_efficiency(curves: Curves, metric: str, draws: int = DRAWS) -> pd.DataFrame:
    """Compare the data efficiency of each pair of methods by one error."""
    tables = []
    for place, axes in itertools.groupby(curves, key=lambda axes: axes[:2]):
        of_data_set = {method: curves[*place, method] for _, _, method in axes}
        table = compare_data_efficiency(of_data_set, draws)
        for position, (name, value) in enumerate(zip(PLACE, place, strict=True)):
            table.insert(position, name, value)
        table.insert(len(PLACE), "metric", metric)
        tables.append(table)
    empty = pd.DataFrame(columns=[*PLACE, "metric", *COLUMNS])
    return pd.concat(tables, ignore_index=True) if tables else empty
