"""Tables of the cost of conditions, and of the training samples from which methods pay."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from table_words import SCENES, Words, pixels_in_words, ratio_in_words, table_of

from learning_curves.answers.break_even import break_even
from learning_curves.answers.condition_effects import condition_effects
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.columns import rows_of
from learning_curves.runs import usable_errors
from unmixing.vocabulary import METRIC, UNMIXING

# A data set, and a number of its training samples.
Place = tuple[str, int]
DRAWS = 2000
CELL = ["method", "data_set", "size", "condition"]


def errors_by_condition(
    runs: pd.DataFrame, methods: Words, places: Sequence[Place], conditions: Words
) -> str:
    """Tabulate geometric-mean abundance RMSEs: a row per condition, a column per method and place.

    Parameters
    ----------
    methods : Words
        Method -> its name in headings, empty if there is only one.
    conditions : Words
        Condition -> name of its row.
    """
    usable = usable_errors(runs, [METRIC]).set_index(CELL)[METRIC].dropna()
    errors = np.exp(np.log(usable).groupby(CELL).mean())
    return _by_condition(errors.map("{:#.3g}".format), methods, places, conditions)


def effects_by_condition(
    runs: pd.DataFrame, methods: Words, places: Sequence[Place], conditions: Words
) -> str:
    """Tabulate errors relative to the first condition, with 95 % intervals of paired seeds."""
    effects = _effects(runs, methods, conditions)
    ratios = {cell: ratio_in_words(effect) for cell, effect in effects.items()}
    return _by_condition(ratios, methods, places, conditions)


def worth_by_condition(
    runs: pd.DataFrame, methods: Words, places: Sequence[Place], conditions: Words
) -> str:
    """Tabulate how many training samples of the first condition those of others are worth."""
    names = ["same_error_at", "same_error_at_low", "same_error_at_high"]
    worth = {
        cell: pixels_in_words(*effect[names], rows_of(runs, data_set=cell[1])["size"])
        for cell, effect in _effects(runs, methods, conditions).items()
    }
    return _by_condition(worth, methods, places, conditions)


def _effects(runs: pd.DataFrame, methods: Words, conditions: Words) -> dict[tuple, pd.Series]:
    """Compare conditions with the first of them: cell -> its cost."""
    chosen = runs[runs["method"].isin(methods) & runs["condition"].isin(conditions)]
    first = next(iter(conditions))
    effects = condition_effects(chosen, METRIC, first, UNMIXING, DRAWS)
    return dict(effects.set_index(CELL).iterrows())


def _by_condition(
    words: Mapping[tuple, str], methods: Words, places: Sequence[Place], conditions: Words
) -> str:
    """Tabulate words of cells: a row per condition with words, a column per method and place."""
    columns = columns_of(methods, places)
    return table_of(
        ["", *columns.values()],
        (
            [called, *(words[(*column, condition)] for column in columns)]
            for condition, called in conditions.items()
            if (*next(iter(columns)), condition) in words
        ),
    )


def break_even_by_condition(
    runs: pd.DataFrame, methods: Words, data_sets: Sequence[str], without: str, conditions: Words
) -> str:
    """Tabulate the training samples from which methods beat one without labels."""
    chosen = runs[runs["method"].isin([*methods, without])]
    crossings = break_even(measured_curves(chosen, METRIC), METRIC, [without], UNMIXING)
    found = crossings.set_index(["method", "data_set", "condition"])
    names = ["break_even", "break_even_low", "break_even_high"]
    measured = {data_set: rows_of(runs, data_set=data_set)["size"] for data_set in data_sets}
    columns = [(method, data_set) for method in methods for data_set in data_sets]
    return table_of(
        ["", *(f"{methods[method]}, {SCENES[data_set]}" for method, data_set in columns)],
        (
            [
                called,
                *(
                    pixels_in_words(*found.loc[m, s, condition][names], measured[s])
                    for m, s in columns
                ),
            ]
            for condition, called in conditions.items()
        ),
    )


def columns_of(methods: Words, places: Sequence[Place]) -> dict[tuple[str, str, int], str]:
    """Return the columns of methods and places, with their headings."""
    return {
        (method, *place): _heading(called, *place)
        for method, called in methods.items()
        for place in places
    }


def _heading(words: str, data_set: str, size: int) -> str:
    """Name a method, a data set and a number of training samples, leaving out empty words."""
    return ", ".join(filter(None, [words, SCENES.get(data_set, data_set), f"{size:,}"]))
