"""Sentences about what to expect of another data set."""

import pandas as pd

from learning_curves.answers.across_data_sets import CONDITIONS, ERRORS
from learning_curves.columns import rows_of
from learning_curves.vocabulary import Vocabulary

# Comparisons of methods that are said: the most certain ones.
MOST_SAID = 5


def say_another(
    across: pd.DataFrame, first_condition: str, vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say which method has the smaller error on another data set, and what conditions cost there.

    Parameters
    ----------
    across : DataFrame
        As `compare_over_data_sets` returns it.
    """
    across = rows_of(across, metric=vocabulary.error)
    if across.empty:
        return {}
    methods = rows_of(across, compared=ERRORS, condition=first_condition)
    certainty = (methods["probability_below_one"] - 0.5).abs()
    of_methods = methods.loc[certainty.sort_values(ascending=False, kind="stable").index]
    of_conditions = rows_of(across, compared=CONDITIONS)
    said = {
        "Methods": [_method(row, vocabulary) for _, row in of_methods.head(MOST_SAID).iterrows()],
        "Conditions": [
            _condition(row, vocabulary) for _, row in of_conditions.head(MOST_SAID).iterrows()
        ],
    }
    return {title: sentences for title, sentences in said.items() if sentences}


def _method(row: pd.Series, vocabulary: Vocabulary) -> str:
    """Say how likely the better of two methods has the smaller error elsewhere."""
    better, worse, share = row["method_a"], row["method_b"], row["probability_below_one"]
    ratios = [row[name] for name in ("ratio", "next_low", "next_high")]
    if share < 0.5:
        better, worse, share = worse, better, 1 - share
        ratios = [1 / ratios[0], 1 / ratios[2], 1 / ratios[1]]
    return (
        f"On another {vocabulary.data_set}, {vocabulary.label_method(better)} errs about "
        f"{ratios[0]:.2g} times as much as {vocabulary.label_method(worse)} "
        f"({ratios[1]:.2g} to {ratios[2]:.2g}), and less with probability {share:.2f}, going by "
        f"{row['n_data_sets']} {vocabulary.data_sets}."
    )


def _condition(row: pd.Series, vocabulary: Vocabulary) -> str:
    words = vocabulary.describe_condition(row["condition"])
    return (
        f"{vocabulary.under} {words}, {vocabulary.label_method(row['method_a'])} errs about "
        f"{row['ratio']:.2g} times as much on another {vocabulary.data_set} "
        f"({row['next_low']:.2g} to {row['next_high']:.2g}), going by {row['n_data_sets']} "
        f"{vocabulary.data_sets}."
    )
