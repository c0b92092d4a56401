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
        As in the file, and the study's name of each `method`.
    runs : DataFrame
        As the table of this name.
    first_condition : str
        The one that is compared.
    published_runs : int
        How many runs a published value is the mean of.
    published_as : dict
        Methods and what they were published as.
    others : list of str
        Methods that were not published.

    Returns
    -------
    tuple of DataFrame
        Errors, ranks and times, and the layout of the paper of every error.
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
