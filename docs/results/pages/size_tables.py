"""Tables of errors by labelled pixels, and of the labelled pixels that errors need."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
from scipy.stats import wilcoxon
from table_words import SCENES, Words, table_of

from learning_curves.answers.answered_curves import answered
from learning_curves.answers.corrections import holm
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.answers.paired_ratios import paired_ratio
from learning_curves.answers.sample_size_sentences import short_sentence
from learning_curves.columns import rows_of
from unmixing.evaluation.runs import collapsed
from unmixing.vocabulary import METRIC, UNMIXING

DRAWS = 2000


def ranges_by_size(runs: pd.DataFrame, models: Words, scene: str) -> str:
    """Table mean abundance RMSE of all runs, with the least and the largest: a row a method."""
    errors = rows_of(runs, scene=scene).groupby(["model", "n_train_pixels"])[METRIC]
    facts = errors.agg(["mean", "min", "max"])
    sizes = facts.index.unique("n_train_pixels").sort_values()
    return table_of(
        [SCENES[scene], *(f"{size:,}" for size in sizes)],
        (
            [
                called,
                *(
                    _range(facts.loc[model, size]) if (model, size) in facts.index else ""
                    for size in sizes
                ),
            ]
            for model, called in models.items()
        ),
    )


def collapsed_by_size(runs: pd.DataFrame, models: Words, scene: str) -> str:
    """Count the runs that collapsed, of all: a row a method that has some."""
    runs = rows_of(runs.assign(collapsed=collapsed(runs)), scene=scene)
    facts = runs.groupby(["model", "n_train_pixels"])["collapsed"].agg(all="count", collapsed="sum")
    sizes = facts.index.unique("n_train_pixels").sort_values()
    some = [name for name in models if facts.loc[name, "collapsed"].any()]

    def count(cell: tuple[str, int]) -> str:
        return (
            "{collapsed:.0f} of {all:.0f}".format(**facts.loc[cell]) if cell in facts.index else ""
        )

    return table_of(
        [SCENES[scene], *(f"{size:,}" for size in sizes)],
        ([models[name], *(count((name, size)) for size in sizes)] for name in some),
    )


def backends_by_size(one: pd.DataFrame, other: pd.DataFrame, models: Words) -> str:
    """Table the errors of cells that two backends ran, on the seeds of both, which share pixels.

    p is Wilcoxon's of the pairs, then Holm's of all cells.
    """
    cell = ["model", "scene", "n_train_pixels"]
    both = one.merge(other, on=[*cell, "seed"], suffixes=("_one", "_other"))
    cells = dict(iter(both.groupby(cell)))
    names = [f"{METRIC}_one", f"{METRIC}_other"]
    in_order = [
        (name, scene, size)
        for name, scene in product(models, SCENES)
        for size in sorted({size for *_, size in cells})
        if (name, scene, size) in cells
    ]
    p_values = [wilcoxon(*(cells[key][name] for name in names)).pvalue for key in in_order]
    rows = []
    for key, p, corrected in zip(in_order, p_values, holm(pd.Series(p_values)), strict=True):
        pairs = cells[key][names]
        ratio = paired_ratio(np.log(pairs[names[1]] / pairs[names[0]]).to_numpy())
        interval = f"{ratio['ratio_low']:.2f} to {ratio['ratio_high']:.2f}"
        rows.append(
            [
                models[key[0]],
                SCENES[key[1]],
                f"{key[2]:,}",
                str(len(pairs)),
                *(f"{pairs[name].mean():.3f}" for name in names),
                f"{ratio['ratio']:.2f} ({interval})",
                f"{p:.3f}",
                f"{corrected:.2f}",
            ]
        )
    return table_of(
        ["network", "scene", "pixels", "n", "TensorFlow", "JAX", "ratio", "p", "after Holm"], rows
    )


def _range(facts: pd.Series) -> str:
    return f"{facts['mean']:.3f} ({facts['min']:.3f} to {facts['max']:.3f})"


def labels_needed(runs: pd.DataFrame, model: str, targets: Sequence[float]) -> str:
    """Table the labelled pixels that errors need: a row an error, a column a scene."""
    curves = measured_curves(rows_of(runs, model=model), METRIC)
    fits = {scene: answered(curve, DRAWS) for (scene, *_), curve in curves.items()}
    needed = {
        error: [short_sentence(fit.answer(error), fit.curve, UNMIXING) for fit in fits.values()]
        for error in targets
    }
    return table_of(
        ["abundance RMSE", *(SCENES[scene] for scene in fits)],
        ([f"{error:g}", *words] for error, words in needed.items()),
    )
