"""Tables of the regions that labels come from: each one, how they differ, and repeated draws."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from condition_tables import Place, columns_of
from table_words import Words, ratio_in_words, short_ratio, table_of

from learning_curves.answers.condition_effects import condition_effects, region_effects
from unmixing.vocabulary import METRIC, UNMIXING

FIRST = "standard"

# Regions that cost less than twice the error, and more than ten times, are counted.
LITTLE, MUCH = 2, 10


def effects_of_regions(
    runs: pd.DataFrame, methods: Words, places: Sequence[Place], condition: str
) -> str:
    """Tabulate errors relative to random pixels: regions are rows, methods and places columns."""
    effects = _of_regions(runs, methods, condition)
    columns = columns_of(methods, places)
    return table_of(
        ["", *columns.values()],
        (
            [region, *(short_ratio(effects.loc[(*column, region), "ratio"]) for column in columns)]
            for region in effects.index.unique("region")
        ),
    )


def spread_of_regions(
    runs: pd.DataFrame, methods: Words, places: Sequence[Place], conditions: Words
) -> str:
    """Tabulate how regions differ, and the prediction interval of one more region."""
    lines = []
    for condition, called in conditions.items():
        ratios = _of_regions(runs, methods, condition)["ratio"]
        effects = _of_condition(runs, methods, condition)
        for column, words in columns_of(methods, places).items():
            here, effect = ratios.loc[column], effects.loc[column]
            ends = effect["next_region_low"], effect["next_region_high"]
            lines.append(
                [
                    called,
                    words,
                    ratio_in_words(effect),
                    f"{(here < LITTLE).sum()} of {len(here)}",
                    f"{(here > MUCH).sum()}",
                    " to ".join(map(short_ratio, (here.min(), here.max()))),
                    "" if np.isnan(ends[0]) else " to ".join(map(short_ratio, ends)),
                ]
            )
    head = ["", "", "mean (95 % interval)", "less than twice", "more than ten times"]
    return table_of([*head, "least to most", "another region (95 % prediction interval)"], lines)


def repeated_draws(
    runs: pd.DataFrame,
    methods: Words,
    places: Sequence[Place],
    condition: str,
    repetitions: Sequence[range],
) -> str:
    """Tabulate the cost of a condition for several sets of repetitions, one row each."""
    columns = columns_of(methods, places)
    lines = []
    for chosen in repetitions:
        effects = _of_condition(runs[runs["repetition"].isin(chosen)], methods, condition)
        words = [ratio_in_words(effects.loc[column]) for column in columns]
        lines.append([f"{chosen[0]} to {chosen[-1]}", *words])
    return table_of(["seeds", *columns.values()], lines)


def _of_condition(runs: pd.DataFrame, methods: Words, condition: str) -> pd.DataFrame:
    effects = condition_effects(_under(runs, methods, condition), METRIC, FIRST, UNMIXING)
    return effects.set_index(["method", "data_set", "size"])


def _of_regions(runs: pd.DataFrame, methods: Words, condition: str) -> pd.DataFrame:
    effects = region_effects(_under(runs, methods, condition), METRIC, FIRST, UNMIXING)
    return effects.set_index(["method", "data_set", "size", "region"]).sort_index()


def _under(runs: pd.DataFrame, methods: Words, condition: str) -> pd.DataFrame:
    """Keep some methods, under random pixels and one other condition."""
    return runs[runs["method"].isin(methods) & runs["condition"].isin([FIRST, condition])]
