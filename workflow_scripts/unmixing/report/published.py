"""Sentences about a study next to published numbers."""

import pandas as pd

from learning_curves.vocabulary import Vocabulary

# Errors that are not compared.
NOT_RUN = "not run"


def next_to_published(comparison: pd.DataFrame, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Say how many published errors of the study's first metric ours agrees with.

    Parameters
    ----------
    comparison : DataFrame
        The table `published_comparison`.
    """
    verdicts = comparison.loc[comparison["metric"] == vocabulary.error, "verdict"]
    counts = verdicts[verdicts != NOT_RUN].value_counts()
    if counts.empty:
        return {"": ["The study has run nothing that is published."]}
    each = ", ".join(f"{words} for {count}" for words, count in counts.items())
    return {
        "": [f"Of our {vocabulary.error_name}, next to {counts.sum()} published values: {each}."]
    }
