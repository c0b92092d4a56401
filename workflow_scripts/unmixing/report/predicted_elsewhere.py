"""A sentence about methods that were run elsewhere."""

from collections.abc import Iterator

import pandas as pd

from learning_curves.errors import join_items
from learning_curves.vocabulary import Vocabulary
from unmixing.vocabulary import PREDICTED


def say_predicted_elsewhere(runs: pd.DataFrame, vocabulary: Vocabulary) -> Iterator[str]:
    """Say which methods were run elsewhere, so that nobody takes them for reproduced here."""
    if PREDICTED not in runs:
        return
    taken = runs[runs[PREDICTED].notna()]
    folders = taken.groupby("method", sort=False)[PREDICTED].unique()
    for method, names in folders.items():
        yield (
            f"Not reproduced here: {vocabulary.label_method(str(method))}, whose predictions were "
            f"made elsewhere and lie in {join_items(list(names))}. Their errors are computed here; "
            "its times are as told, and its memory is not known."
        )
