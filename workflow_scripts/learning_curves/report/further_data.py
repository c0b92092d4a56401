"""Sentences about what further training data are worth."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from learning_curves.columns import rows_of
from learning_curves.figures.facets import label_facet, list_facets, select_facet
from learning_curves.report.naming import say_ends, say_size
from learning_curves.vocabulary import Vocabulary, capitalise


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
    smallest, sizes = crossing["smallest_size"], vocabulary.sizes
    # Beyond the measured sizes.
    most = f"more {sizes} than were measured"
    count = most if np.isinf(at) else f"{say_size(at, smallest)} {sizes}"
    return (
        f"{capitalise(vocabulary.label_method(crossing['label_free']))}, without "
        f"{vocabulary.training_data} of its own, errs {crossing['error_label_free']:.3g}, as "
        f"{vocabulary.label_method(crossing['method'])} does with {count}"
        f"{say_ends(low, high, smallest)}."
    )


def _next_to(rows: pd.DataFrame, vocabulary: Vocabulary) -> str:
    """Say what further data save next to the fewest and the most samples."""
    rows = rows.sort_values("size")
    first, last = rows.iloc[0], rows.iloc[-1]
    method, smallest = vocabulary.label_method(first["method"]), first["size"]
    said = (
        f"With {smallest:,} {vocabulary.sizes}, {method} errs {_ratio(first)} as much as without "
        f"the further data{_saved(first, smallest, vocabulary)}."
    )
    if last["size"] > smallest:
        said += f" With {last['size']:,}, it is {_ratio(last)}{_saved(last, smallest, vocabulary)}."
    # Sizes from which on every one is worse with the further data.
    harmful = rows.loc[rows["error_ratio_low"][::-1].gt(1).cummin()[::-1], "size"]
    if len(harmful):
        said += f" From {harmful.min():,} {vocabulary.sizes} on, they do harm."
    return said


def _ratio(row: pd.Series) -> str:
    low, high = row[["error_ratio_low", "error_ratio_high"]]
    interval = f" ({low:.2g} to {high:.2g})" if pd.notna(low) else ""
    return f"{row['error_ratio']:.2g} times{interval}"


def _saved(row: pd.Series, smallest: float, vocabulary: Vocabulary) -> str:
    """Say how many samples would do as well without the further data, if more than there are."""
    at, low, high = row[["equal_size", "equal_size_low", "equal_size_high"]]
    if np.isinf(at):
        return ", less than without them at any size that was measured"
    if at <= smallest:
        return ""
    words = f", as with {say_size(at, smallest)}{say_ends(low, high, smallest)}"
    if pd.isna(row["groups"]):
        return words
    here, there = (vocabulary.count_groups(row[name]) for name in ("groups", "equal_groups"))
    return f"{words}, and in {here} as in {there}"
