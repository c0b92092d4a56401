"""Our means next to the published ones."""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from kept_rows import ROOT
from table_words import SCENES, Words, table_by_size, table_of

from learning_curves.columns import read_table, rows_of
from unmixing.published.comparison import compare, summarize_all_runs
from unmixing.vocabulary import ERRORS, UNMIXING

VERDICTS = (
    "equal within 10 %",
    "equal within 20 %",
    "no difference shown",
    "cannot tell",
    "better, or fewer failed",
    "better",
    "worse",
)
PUBLISHED = ROOT / "config" / "published" / "multibranch.csv"


def compare_with_published(
    runs: pd.DataFrame, methods: Words, published: Path = PUBLISHED
) -> pd.DataFrame:
    """Compare our means with published ones, each of 30 runs."""
    return compare(read_table(published, UNMIXING), summarize_all_runs(runs), dict(methods), 30)


def tabulate_published(runs: pd.DataFrame, methods: Words, published: Path = PUBLISHED) -> str:
    """Tabulate our means next to published ones, cell by cell, with the verdicts.

    Parameters
    ----------
    methods : Words
        Method -> published algorithm.
    """
    compared = compare_with_published(runs, methods, published)
    cells = dict(iter(compared[compared["n_runs"] > 0].groupby(["algorithm", "data_set", "size"])))
    in_order = (
        (*names, size)
        for names in product(methods.values(), SCENES)
        for size in sorted({cell[2] for cell in cells if cell[:2] == names})
    )
    errors = ("RMSE", "published", "equal within", "verdict")
    angles = ("rmsAAD", *errors[1:])
    return table_of(
        ["algorithm", "scene", "pixels", "n", *errors, *angles],
        (_line(*cell, cells[cell].set_index("metric")) for cell in in_order),
    )


def _line(algorithm: str, data_set: str, size: int, metrics: pd.DataFrame) -> list[str]:
    line = [algorithm, SCENES[data_set], f"{size:,}", str(metrics["n_runs"].iloc[0])]
    for metric in ERRORS:
        value = metrics.loc[metric]
        margin = value["equal_within"]
        within = f"{np.ceil(100 * margin):.0f} %" if np.isfinite(margin) else ""
        line += [f"{value['ours']:.4f}", f"{value['published']:.3f}", within, value["verdict"]]
    return line


def count_verdicts(compared: pd.DataFrame) -> str:
    """Tabulate the number of cells with each verdict.

    Parameters
    ----------
    compared : DataFrame
        Rows of `compare_with_published` with runs.
    """
    counts = compared.groupby(["metric", "verdict"]).size()
    said = dict.fromkeys([*VERDICTS, *compared["verdict"]])
    return table_of(
        ["verdict", "RMSE", "rmsAAD"],
        ([verdict, *(str(counts.get((of, verdict), 0)) for of in ERRORS)] for verdict in said),
    )


def equal_cells(compared: pd.DataFrame, margin: float) -> int:
    """Count the cells where both errors are shown to equal the published ones."""
    widest = compared.groupby(["algorithm", "data_set", "size"])["equal_within"].max()
    return int((widest <= margin).sum())


def means_by_size(runs: pd.DataFrame, methods: Words, data_set: str, metric: str) -> str:
    """Tabulate mean errors of all runs: a row per method, and the best published network.

    Parameters
    ----------
    methods : Words
        Method -> name of its row.
    """
    errors = rows_of(runs, data_set=data_set).groupby(["method", "size"])[metric]
    means, counts = errors.mean(), errors.count()
    few = [f" ({count})" if count < counts.max() else "" for count in counts]
    networks = rows_of(read_table(PUBLISHED, UNMIXING), data_set=data_set, metric=metric)
    networks = networks[~networks["algorithm"].isin(["LMM", "SVR"])]
    least = networks.groupby("size")["value"].min()
    sizes = means.index.unique("size").sort_values()
    best = ["*best published network*", *(_short(least[size]) for size in sizes)]
    return table_by_size(means.map(_short) + few, methods, data_set, [best])


def _short(error: float) -> str:
    return f"{error:.3f}" if error >= 0.01 else f"{error:#.2g}"
