"""Sentences about what further training data are worth."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from learning_curves.columns import rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.report.naming import capitalise
from learning_curves.vocabulary import Vocabulary, say_count


def worth_of_further_data(
    rates: pd.DataFrame,
    crossings: pd.DataFrame,
    helped: Mapping[str, str],
    vocabulary: Vocabulary,
) -> dict[str, list[str]]:
    """Say what further training data are worth without labels and next to some, by data set.

    Parameters
    ----------
    rates : DataFrame
        As `exchange_rates` returns it.
    crossings : DataFrame
        As `break_even` returns it.
    helped : Mapping[str, str]
        A method with further training data -> the same method alone.
    """
    rates, crossings = (rows_of(table, metric=vocabulary.error) for table in (rates, crossings))
    instead = crossings[crossings["label_free"].map(helped).eq(crossings["method"])]
    rates = rates[~rates["method"].isin(instead["label_free"])]
    facets = list_facets(pd.concat([instead, rates]))
    said: dict[str, list[str]] = {}
    for facet in facets:
        sentences = [
            _instead(row, vocabulary) for _, row in select_facet(instead, facet).iterrows()
        ]
        for _, rows in select_facet(rates, facet).groupby("method", sort=False):
            sentences.append(_next_to(rows, vocabulary))
        said[label_facet(facet, facets)] = [words for words in sentences if words]
    return said


def _instead(crossing: pd.Series, vocabulary: Vocabulary) -> str:
    """Say how many samples further data are worth to a method that has none of its own."""
    at, low, high = crossing[["break_even", "break_even_low", "break_even_high"]]
    if pd.isna(at):
        return ""
    smallest = crossing["smallest_size"]
    start = (
        f"{capitalise(vocabulary.label_method(crossing['label_free']))}, without "
        f"{vocabulary.training_data} of its own, errs {crossing['error_label_free']:.3g}: as "
        f"{vocabulary.label_method(crossing['method'])} with "
    )
    if np.isinf(at):
        count = "more than the most that were measured"
    elif at <= smallest:
        count = f"{smallest:,.0f} or fewer"
    else:
        count = f"about {say_count(at)}"
    return f"{start}{count} {vocabulary.sizes}{_interval(low, high, smallest)}."


def _next_to(rows: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Say what further data save next to the fewest and the most samples."""
    rows = rows.sort_values("size")
    method = capitalise(vocabulary.label_method(rows["method"].iloc[0]))
    ends = rows.iloc[[0, -1]].drop_duplicates()
    parts = [_at(row, rows["size"].min(), vocabulary) for _, row in ends.iterrows()]
    # Sizes from which on every one is worse with the further data.
    harmful = rows.loc[rows["error_ratio_low"][::-1].gt(1).cummin()[::-1], "size"]
    harm = f" From {harmful.min():,} {vocabulary.sizes} on, they do harm." if len(harmful) else ""
    return f"{method}: {'; '.join(parts)}.{harm}"


def _at(row: pd.Series, smallest: float, vocabulary: Vocabulary) -> str:
    interval = ""
    if pd.notna(row["error_ratio_low"]):
        interval = f" ({row['error_ratio_low']:.2g} to {row['error_ratio_high']:.2g})"
    start = (
        f"with {row['size']:,} {vocabulary.sizes} it errs {row['error_ratio']:.2g} times as much "
        f"as without the further data{interval}"
    )
    at, low, high = row[["equal_size", "equal_size_low", "equal_size_high"]]
    if np.isinf(at):
        return f"{start}, less than without them at any size that was measured"
    if at <= smallest:
        return start
    words = f"{start}, as with about {say_count(at)}{_interval(low, high, smallest)}"
    if pd.isna(row["groups"]):
        return words
    here, there = (vocabulary.count_groups(row[name]) for name in ("groups", "equal_groups"))
    return f"{words}, and in {here} as in {there}"


def _interval(low: float, high: float, smallest: float) -> str:
    if pd.isna(low):
        return " (one run at a size)"
    if np.isinf(high):
        return f" ({say_count(low)} or more)" if low > smallest else " (the interval is open)"
    if low <= smallest:
        return f" (up to {say_count(high)})"
    return f" ({say_count(low)} to {say_count(high)})"
