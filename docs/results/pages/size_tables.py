"""Tables of errors by training samples, and of training samples needed for errors."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
from scipy.stats import wilcoxon
from table_words import SCENES, Words, table_by_size, table_of

from learning_curves.answers.answered_curves import answered
from learning_curves.answers.corrections import holm
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.answers.paired_ratios import paired_ratio
from learning_curves.answers.sample_size_sentences import short_sentence
from learning_curves.columns import rows_of
from unmixing.evaluation.runs import find_collapsed
from unmixing.vocabulary import METRIC, UNMIXING

DRAWS = 2000


def ranges_by_size(runs: pd.DataFrame, methods: Words, data_set: str) -> str:
    """Tabulate the mean, least and largest abundance RMSE of all runs: a row per method."""
    errors = rows_of(runs, data_set=data_set).groupby(["method", "size"])[METRIC]
    facts = errors.agg(["mean", "min", "max"])
    return table_by_size(facts.apply(_range, axis=1), methods, data_set)


def collapsed_by_size(runs: pd.DataFrame, methods: Words, data_set: str) -> str:
    """Tabulate how many runs collapsed: a row per method with such runs."""
    runs = rows_of(runs.assign(collapsed=find_collapsed(runs)), data_set=data_set)
    facts = runs.groupby(["method", "size"])["collapsed"].agg(all="count", collapsed="sum")
    counts = facts.apply(lambda row: f"{row['collapsed']:.0f} of {row['all']:.0f}", axis=1)
    some = {name: methods[name] for name in methods if facts.loc[name, "collapsed"].any()}
    return table_by_size(counts, some, data_set)


def backends_by_size(one: pd.DataFrame, other: pd.DataFrame, methods: Words) -> str:
    """Tabulate the errors of cells that two backends ran, on common seeds, which share pixels.

    p values come from Wilcoxon's test of the pairs, and are then corrected by Holm over all cells.
    """
    cell = ["method", "data_set", "size"]
    both = one.merge(other, on=[*cell, "repetition"], suffixes=("_one", "_other"))
    cells = dict(iter(both.groupby(cell)))
    names = [f"{METRIC}_one", f"{METRIC}_other"]
    in_order = [
        (name, data_set, size)
        for name, data_set in product(methods, SCENES)
        for size in sorted({size for *_, size in cells})
        if (name, data_set, size) in cells
    ]
    p_values = [wilcoxon(*(cells[key][name] for name in names)).pvalue for key in in_order]
    rows = []
    for key, p, corrected in zip(in_order, p_values, holm(pd.Series(p_values)), strict=True):
        pairs = cells[key][names]
        ratio = paired_ratio(np.log(pairs[names[1]] / pairs[names[0]]).to_numpy())
        interval = f"{ratio['ratio_low']:.2f} to {ratio['ratio_high']:.2f}"
        rows.append(
            [
                methods[key[0]],
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


def labels_needed(runs: pd.DataFrame, method: str, targets: Sequence[float]) -> str:
    """Tabulate the training samples that errors need: a row per error, a column per data set."""
    curves = measured_curves(rows_of(runs, method=method), METRIC)
    fits = {data_set: answered(curve, DRAWS) for (data_set, *_), curve in curves.items()}
    needed = {
        error: [short_sentence(fit.answer(error), fit.curve, UNMIXING) for fit in fits.values()]
        for error in targets
    }
    return table_of(
        ["abundance RMSE", *(SCENES[data_set] for data_set in fits)],
        ([f"{error:g}", *words] for error, words in needed.items()),
    )
