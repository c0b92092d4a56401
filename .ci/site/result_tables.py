"""Tables of results as pages print them, made from the rows of runs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from tabulate import tabulate

from unmixing.answers.break_even import break_even
from unmixing.answers.condition_effects import condition_effects
from unmixing.answers.measured_curves import measured_curves
from unmixing.answers.published import compare, summarize_all_runs
from unmixing.evaluation.runs import completed
from unmixing.evaluation.tables import ERRORS, METRIC, read_table, rows_of

# A scene, and a number of its labelled pixels.
Place = tuple[str, int]
Words = Mapping[str, str]
SCENES = {"samson": "Samson", "jasper": "Jasper Ridge"}
DRAWS = 2000
CELL = ["model", "scene", "n_train_pixels", "condition"]


@cache
def rows(*files: Path) -> pd.DataFrame:
    """Read the rows of runs of one or more files."""
    return pd.concat([read_table(file) for file in files], ignore_index=True)


def errors_by_condition(
    runs: pd.DataFrame, models: Words, places: Sequence[Place], conditions: Words
) -> str:
    """Table geometric means of the abundance RMSE: a row a condition, a column a method and place.

    Parameters
    ----------
    models : model -> its words in a heading, empty where there is one
    conditions : condition -> what its row is called
    """
    errors = np.exp(np.log(completed(runs).set_index(CELL)[METRIC]).groupby(CELL).mean())
    return _by_condition(errors, models, places, conditions, "{:#.3g}".format)


def effects_by_condition(
    runs: pd.DataFrame, models: Words, places: Sequence[Place], conditions: Words
) -> str:
    """Table the error over that under the first condition, with 95 % intervals of paired seeds."""
    return _by_condition(_effects(runs, models, conditions), models, places, conditions, _ratio)


def worth_by_condition(
    runs: pd.DataFrame, models: Words, places: Sequence[Place], conditions: Words
) -> str:
    """Table how many labelled pixels of the first condition those of the others are worth."""
    names = ["same_error_at", "same_error_at_low", "same_error_at_high"]
    worth = {
        cell: _pixels(*effect[names], rows_of(runs, scene=cell[1])["n_train_pixels"])
        for cell, effect in _effects(runs, models, conditions).items()
    }
    return _by_condition(worth, models, places, conditions, str)


def _effects(runs: pd.DataFrame, models: Words, conditions: Words) -> dict[tuple, pd.Series]:
    """Compare conditions with the first of them: cell -> what it costs there."""
    chosen = runs[runs["model"].isin(models) & runs["condition"].isin(conditions)]
    first = next(iter(conditions))
    effects = condition_effects(measured_curves(chosen, METRIC), METRIC, first, DRAWS)
    return dict(effects.set_index(CELL).iterrows())


def _by_condition(
    values: Mapping[tuple, Any],
    models: Words,
    places: Sequence[Place],
    conditions: Words,
    said: Callable[[Any], str],
) -> str:
    """Table values of cells: a row a condition that has them, a column a method and place."""
    columns = [(model, *place) for model in models for place in places]
    return _table(
        ["", *(_heading(models[model], *place) for model, *place in columns)],
        (
            [called, *(said(values[(*column, condition)]) for column in columns)]
            for condition, called in conditions.items()
            if (*columns[0], condition) in values
        ),
    )


def break_even_by_condition(
    runs: pd.DataFrame, models: Words, scenes: Sequence[str], without: str, conditions: Words
) -> str:
    """Table the labelled pixels from which methods beat one that goes without labels."""
    chosen = runs[runs["model"].isin([*models, without])]
    crossings = break_even(measured_curves(chosen, METRIC), METRIC, [without], DRAWS)
    found = crossings.set_index(["model", "scene", "condition"])
    names = ["break_even", "break_even_low", "break_even_high"]
    measured = {scene: rows_of(runs, scene=scene)["n_train_pixels"] for scene in scenes}
    columns = [(model, scene) for model in models for scene in scenes]
    return _table(
        ["", *(f"{models[model]}, {SCENES[scene]}" for model, scene in columns)],
        (
            [
                called,
                *(_pixels(*found.loc[m, s, condition][names], measured[s]) for m, s in columns),
            ]
            for condition, called in conditions.items()
        ),
    )


def ranges_by_size(runs: pd.DataFrame, models: Words, scene: str) -> str:
    """Table mean abundance RMSE of all runs, with the least and the largest: a row a method."""
    errors = rows_of(runs, scene=scene).groupby(["model", "n_train_pixels"])[METRIC]
    facts = errors.agg(["mean", "min", "max"])
    sizes = facts.index.unique("n_train_pixels")
    return _table(
        [SCENES[scene], *(f"{size:,}" for size in sizes)],
        (
            [called, *(_range(facts.loc[model, size]) for size in sizes)]
            for model, called in models.items()
        ),
    )


def _range(facts: pd.Series) -> str:
    return f"{facts['mean']:.3f} ({facts['min']:.3f} to {facts['max']:.3f})"


def compared_with(runs: pd.DataFrame, published: Path, models: Words) -> pd.DataFrame:
    """Compare our means with published ones, each of 30 runs."""
    return compare(read_table(published), summarize_all_runs(runs), dict(models), 30)


def beside_published(runs: pd.DataFrame, published: Path, models: Words) -> str:
    """Table our means beside published ones, cell by cell, with the verdicts.

    Parameters
    ----------
    models : model -> published algorithm
    """
    compared = compared_with(runs, published, models)
    cells = dict(
        iter(compared[compared["n_runs"] > 0].groupby(["algorithm", "scene", "n_train_pixels"]))
    )
    in_order = (
        (*names, size)
        for names in product(models.values(), SCENES)
        for size in sorted({cell[2] for cell in cells if cell[:2] == names})
    )
    errors = ("RMSE", "published", "tolerance", "verdict")
    angles = ("rmsAAD", *errors[1:])
    return _table(
        ["algorithm", "scene", "pixels", "n", *errors, *angles],
        (_beside(*cell, cells[cell].set_index("metric")) for cell in in_order),
    )


def _beside(algorithm: str, scene: str, size: int, metrics: pd.DataFrame) -> list[str]:
    line = [algorithm, SCENES[scene], f"{size:,}", str(metrics["n_runs"].iloc[0])]
    for metric in ERRORS:
        value = metrics.loc[metric]
        numbers = (value["ours"], 4), (value["published"], 3), (value["tolerance"], 4)
        line += [*(f"{number:.{digits}f}" for number, digits in numbers), value["verdict"]]
    return line


def _heading(words: str, scene: str, size: int) -> str:
    return ", ".join(filter(None, [words, SCENES.get(scene, scene), f"{size:,}"]))


def _ratio(effect: pd.Series) -> str:
    ratio, *ends = (_short(effect[name]) for name in ("ratio", "ratio_low", "ratio_high"))
    return f"{ratio} ({' to '.join(ends)})"


def _short(ratio: float) -> str:
    return f"{ratio:.{0 if ratio >= 10 else 1 if ratio >= 2 else 2}f}"


def _pixels(at: float, low: float, high: float, measured: pd.Series) -> str:
    """Say how many labelled pixels, as far as the measured numbers of them tell.

    Parameters
    ----------
    low, high : of the 95 % interval; infinite where the largest number does not suffice
    """
    least, most = measured.min(), measured.max()
    # Draws end a hair above the smallest number where they mean it.
    if high <= least * 1.001:
        return f"{least:,} or fewer"
    if np.isinf(low):
        return f"more than {most:,}"
    interval = (
        f"{_rounded(low)} or more" if np.isinf(high) else f"{_rounded(low)} to {_rounded(high)}"
    )
    return f"more than {most:,} ({interval})" if np.isinf(at) else f"{_rounded(at)} ({interval})"


def _rounded(size: float) -> str:
    return f"{float(f'{size:.2g}'):,.0f}"


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return f"{tabulate(list(lines), head, tablefmt='github', disable_numparse=True)}\n"
