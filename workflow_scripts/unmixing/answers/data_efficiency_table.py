"""The table of data efficiency: every two models of every scene and condition."""

import itertools

import pandas as pd

from unmixing.answers.data_efficiency import COLUMNS, compare_data_efficiency
from unmixing.answers.measured_curves import Curves
from unmixing.answers.resampling import DRAWS
from unmixing.evaluation.tables import PLACE


def data_efficiency_table(curves: Curves, metric: str, draws: int = DRAWS) -> pd.DataFrame:
    """Compare the data efficiency of every two models of a scene and condition."""
    tables = []
    for place, axes in itertools.groupby(curves, key=lambda axes: axes[:2]):
        of_scene = {model: curves[*place, model] for _, _, model in axes}
        table = compare_data_efficiency(of_scene, draws)
        for position, (name, value) in enumerate(zip(PLACE, place, strict=True)):
            table.insert(position, name, value)
        table.insert(len(PLACE), "metric", metric)
        tables.append(table)
    empty = pd.DataFrame(columns=[*PLACE, "metric", *COLUMNS])
    return pd.concat(tables, ignore_index=True) if tables else empty
