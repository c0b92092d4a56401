"""The tables of what conditions cost and of where training data begin to pay."""

from collections.abc import Collection

import pandas as pd

from learning_curves.answers.break_even import break_even
from learning_curves.answers.condition_effects import condition_effects, region_effects
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.vocabulary import Vocabulary


def condition_tables(
    runs: pd.DataFrame, first_condition: str, label_free: Collection[str], vocabulary: Vocabulary
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Compare conditions with the first one, and methods with going without training data.

    Parameters
    ----------
    runs : DataFrame
        The table of this name.
    first_condition : str
        The condition that the others are compared with.
    label_free : Collection[str]
        Methods that go without training data.

    Returns
    -------
    tuple of DataFrame
        As `condition_effects`, `region_effects` and `break_even` return them, for every error.
    """
    errors, first = list(vocabulary.errors), first_condition
    effects = [condition_effects(runs, metric, first, vocabulary) for metric in errors]
    of_regions = [region_effects(runs, metric, first, vocabulary) for metric in errors]
    crossings = [
        break_even(measured_curves(runs, metric), metric, label_free, vocabulary)
        for metric in errors
    ]
    return _joined(effects), _joined(of_regions), _joined(crossings)


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True)
