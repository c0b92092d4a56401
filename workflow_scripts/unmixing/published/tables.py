"""The tables of a study next to published numbers."""

import pandas as pd

from learning_curves.columns import rows_of
from learning_curves.vocabulary import Vocabulary
from unmixing.published.comparison import compare, compare_times, rank, summarize_all_runs
from unmixing.published.paper_table import paper_table


def published_tables(
    published: pd.DataFrame,
    runs: pd.DataFrame,
    first_condition: str,
    published_runs: int,
    published_as: dict[str, str],
    others: list[str],
    vocabulary: Vocabulary,
) -> tuple[pd.DataFrame, ...]:
    """Compare a study with published results, and lay its errors out as the paper does.

    Parameters
    ----------
    published : DataFrame
        As in the file, with the study's name of each method in `method`.
    runs : DataFrame
        The table of this name.
    first_condition : str
        The condition that is compared.
    published_runs : int
        Number of runs in a published mean.
    published_as : dict
        Method -> published algorithm.
    others : list of str
        Methods that were not published.

    Returns
    -------
    tuple of DataFrame
        Errors, ranks and times, and every error in the layout of the paper.
    """
    published = published.drop(columns="method")
    summary = summarize_all_runs(rows_of(runs, condition=first_condition))
    comparison = compare(published, summary, published_as, published_runs)
    labels = published_as | {name: name for name in others}
    return (
        comparison,
        rank(published, comparison),
        compare_times(published, summary, published_as),
        *(paper_table(summary, metric, labels) for metric in vocabulary.errors),
    )
