"""Tables of the regions that labels come from: each one, how they differ, and repeated draws."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from condition_tables import Place, heading
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
    columns = [(method, *place) for method in methods for place in places]
    return table_of(
        ["", *(heading(methods[method], *place) for method, *place in columns)],
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
        effects = condition_effects(_under(runs, methods, condition), METRIC, FIRST, UNMIXING)
        effects = effects.set_index(["method", "data_set", "size"])
        for method, data_set, size in [(method, *place) for method in methods for place in places]:
            here, effect = ratios.loc[method, data_set, size], effects.loc[(method, data_set, size)]
            ends = effect["next_region_low"], effect["next_region_high"]
            lines.append(
                [
                    called,
                    heading(methods[method], data_set, size),
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
    columns = [(method, *place) for method in methods for place in places]
    lines = []
    for chosen in repetitions:
        some = _under(runs[runs["repetition"].isin(chosen)], methods, condition)
        effects = condition_effects(some, METRIC, FIRST, UNMIXING)
        effects = effects.set_index(["method", "data_set", "size"])
        words = [ratio_in_words(effects.loc[column]) for column in columns]
        lines.append([f"{chosen[0]} to {chosen[-1]}", *words])
    return table_of(["seeds", *(heading(methods[m], *place) for m, *place in columns)], lines)


def _of_regions(runs: pd.DataFrame, methods: Words, condition: str) -> pd.DataFrame:
    effects = region_effects(_under(runs, methods, condition), METRIC, FIRST, UNMIXING)
    return effects.set_index(["method", "data_set", "size", "region"]).sort_index()


def _under(runs: pd.DataFrame, methods: Words, condition: str) -> pd.DataFrame:
    """Keep some methods, under random pixels and one other condition."""
    return runs[runs["method"].isin(methods) & runs["condition"].isin([FIRST, condition])]
