"""The tables that compare methods: in pairs, with the best, and over data sets."""

import pandas as pd

from learning_curves.answers.against_best import against_best
from learning_curves.answers.friedman import friedman_table, friedman_tests
from learning_curves.answers.pairs import compare_methods
from learning_curves.runs import add_region_counts
from learning_curves.vocabulary import Vocabulary


def method_tables(
    runs: pd.DataFrame, margin: float, vocabulary: Vocabulary
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Compare methods over paired repetitions, for every error of a study.

    Parameters
    ----------
    runs : DataFrame
        The table of this name.
    margin : float
        Methods whose errors differ by less than this share count as equal.

    Returns
    -------
    tuple of DataFrame
        As `compare_methods`, `against_best` and `friedman_table` return them.
    """
    pairs = compare_methods(runs, vocabulary.errors, vocabulary)
    best = against_best(runs, vocabulary.errors, margin)
    tests = {metric: friedman_tests(runs, metric, vocabulary) for metric in vocabulary.errors}
    return add_region_counts(pairs, runs), add_region_counts(best, runs), friedman_table(tests)
