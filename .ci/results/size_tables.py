"""Tables of errors by labelled pixels, and of the labelled pixels that errors need."""

from collections.abc import Sequence

import pandas as pd
from table_words import SCENES, Words, table_of

from unmixing.answers.answered_curves import answered
from unmixing.answers.measured_curves import measured_curves
from unmixing.answers.sample_size_sentences import short_sentence
from unmixing.evaluation.tables import METRIC, rows_of

DRAWS = 2000


def ranges_by_size(runs: pd.DataFrame, models: Words, scene: str) -> str:
    """Table mean abundance RMSE of all runs, with the least and the largest: a row a method."""
    errors = rows_of(runs, scene=scene).groupby(["model", "n_train_pixels"])[METRIC]
    facts = errors.agg(["mean", "min", "max"])
    sizes = facts.index.unique("n_train_pixels")
    return table_of(
        [SCENES[scene], *(f"{size:,}" for size in sizes)],
        (
            [called, *(_range(facts.loc[model, size]) for size in sizes)]
            for model, called in models.items()
        ),
    )


def _range(facts: pd.Series) -> str:
    return f"{facts['mean']:.3f} ({facts['min']:.3f} to {facts['max']:.3f})"


def labels_needed(runs: pd.DataFrame, model: str, targets: Sequence[float]) -> str:
    """Table the labelled pixels that errors need: a row an error, a column a scene."""
    curves = measured_curves(rows_of(runs, model=model), METRIC)
    fits = {scene: answered(curve, DRAWS) for (scene, *_), curve in curves.items()}
    needed = {
        error: [short_sentence(fit.answer(error), fit.curve) for fit in fits.values()]
        for error in targets
    }
    return table_of(
        ["abundance RMSE", *(SCENES[scene] for scene in fits)],
        ([f"{error:g}", *words] for error, words in needed.items()),
    )
