"""Sentences that say how many times too well random samples answer."""

import numpy as np
import pandas as pd

from learning_curves.report.naming import capitalise, name_data_set
from learning_curves.vocabulary import Vocabulary, add_spaces


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
    others = f"on other {vocabulary.groups} of {name_data_set(first)}"
    # Descriptions of conditions are in the plural.
    several = condition in vocabulary.conditions
    named = vocabulary.conditions[condition] if several else f"condition {add_spaces(condition)}"
    start = capitalise(named)
    if ends["ratio_low"].gt(1).any():
        said = _say_ratios(ends, "too well", vocabulary)
        return (
            f"{start} answer{'' if several else 's'} {said}: {label} errs so many times as much "
            f"{others}."
        )
    said = _say_ratios(ends, f"as much {others}", vocabulary)
    verb = "are" if several else "is"
    return f"{start} {verb} not shown to answer too well: {label} errs {said}."


def _say_ratios(ends: pd.DataFrame, how: str, vocabulary: Vocabulary) -> str:
    times = [f"{ratio:.2g} times" for ratio in ends["ratio"]]
    sizes = [f"{size:,}" for size in ends["size"]]
    intervals = [_interval(row, vocabulary) for _, row in ends.iterrows()]
    said = f"{times[0]} {how} with {sizes[0]} {vocabulary.sizes} ({intervals[0]})"
    if len(ends) == 1:
        return said
    return f"{said}, and {times[1]} with {sizes[1]} ({intervals[1]})"


def _interval(row: pd.Series, vocabulary: Vocabulary) -> str:
    low, high = row["ratio_low"], row["ratio_high"]
    if np.isnan(low):
        return f"one {vocabulary.repetition}, so without an interval"
    return f"95 % interval {low:.3g} to {high:.3g}"
