"""Sentences that say how many times too well random samples answer."""

import numpy as np
import pandas as pd

from learning_curves.report.naming import name_data_set
from learning_curves.vocabulary import Vocabulary, add_spaces, capitalise


def say_group_ratios(ratios: pd.DataFrame, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Say it of every data set, with its largest and its smallest size.

    Parameters
    ----------
    ratios : DataFrame
        The table `group_ratios`. The method is the one that errs least on other groups with the
        largest size.
    """
    return {
        add_spaces(str(data_set)): [_say(rows.sort_values("size", ascending=False), vocabulary)]
        for data_set, rows in ratios.groupby("data_set", sort=False)
    }


def _say(rows: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Say the ratios of a data set; the rows of the largest size come first."""
    largest = rows[rows["size"] == rows["size"].iloc[0]]
    of_method = rows[rows["method"] == largest.loc[largest["error"].idxmin(), "method"]]
    ends = of_method.iloc[[0, -1] if len(of_method) > 1 else [0]]
    first = ends.iloc[0]
    condition, label = first["random_condition"], vocabulary.label_method(first["method"])
    # Descriptions of conditions are in the plural.
    several = condition in vocabulary.conditions
    named = vocabulary.conditions[condition] if several else f"condition {add_spaces(condition)}"
    if ends["ratio_low"].gt(1).any():
        start = f"{capitalise(named)} {'look' if several else 'looks'} too good"
    else:
        start = f"{capitalise(named)} {'are' if several else 'is'} not shown to look too good"
    times = [
        f"{row['ratio']:.2g} times as much with {row['size']:,} {vocabulary.sizes} "
        f"({_interval(row, vocabulary)})"
        for _, row in ends.iterrows()
    ]
    others = f"other {vocabulary.groups} of {name_data_set(first)}"
    return f"{start}: on {others}, {label} errs {' and '.join(times)}."


def _interval(row: pd.Series, vocabulary: Vocabulary) -> str:
    low, high = row["ratio_low"], row["ratio_high"]
    if np.isnan(low):
        return f"one {vocabulary.repetition}, so no interval"
    return f"{low:.2g} to {high:.2g}"
