"""How many times too well random samples answer: errors on other groups over errors on the same.

Samples of a group are alike, so a method that has seen some of them does well on the others.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from learning_curves.columns import CURVE, N_GROUPS, PLACE, SIZE, rows_of
from learning_curves.runs import find_regions, usable_errors
from learning_curves.vocabulary import Vocabulary

COLUMNS = [
    *CURVE,
    SIZE,
    "metric",
    "random_condition",
    "n_pairs",
    "error",
    "ratio",
    "ratio_low",
    "ratio_high",
]


def group_ratios(
    runs: pd.DataFrame, effects: pd.DataFrame, label_free: Collection[str], vocabulary: Vocabulary
) -> pd.DataFrame:
    """Compare labels and tests in different groups with random samples.

    Parameters
    ----------
    runs : DataFrame
        The table of this name.
    effects : DataFrame
        As `condition_effects` returns it: one of the two conditions has to be the first.
    label_free : Collection[str]
        Methods that go without labels, so that they cannot know the tested groups.

    Returns
    -------
    DataFrame
        One row per data set, method and size. `condition` takes the most samples of a group, and
        `random_condition` takes them from anywhere. `error` is the geometric mean of the first
        error under the former, and `ratio` is this over that of the latter, with its 95 % interval.
    """
    metric = vocabulary.error
    learned = rows_of(effects, metric=metric)
    learned = learned[~learned["method"].isin(label_free)]
    errors = usable_errors(runs, [metric]).groupby([*CURVE, SIZE])[metric]
    means = errors.agg(_geometric_mean).rename("error")
    compared = [_compare(learned, *pair) for pair in _find_pairs(runs, learned)]
    if not compared:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(compared, ignore_index=True).join(means, on=[*CURVE, SIZE])[COLUMNS]


def _find_pairs(runs: pd.DataFrame, effects: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return data sets with their condition of the fullest groups and their first random one."""
    if N_GROUPS not in runs:
        return []
    fullness = (runs[SIZE] / runs[N_GROUPS]).groupby([runs[axis] for axis in PLACE]).mean()
    anywhere = runs[runs[N_GROUPS].isna() & find_regions(runs).isna()]
    random = set(anywhere[PLACE].itertuples(index=False, name=None))
    pairs: dict[str, tuple[float, str, str]] = {}
    compared = effects[[*PLACE, "first_condition"]].drop_duplicates()
    for data_set, *both in compared.itertuples(index=False, name=None):
        for grouped, other in (both, both[::-1]):
            full = fullness[data_set, grouped]
            # It is NaN, so never more, where samples come in no groups.
            if (data_set, other) in random and full > pairs.get(data_set, (0.0,))[0]:
                pairs[data_set] = (full, grouped, other)
    return [(data_set, grouped, other) for data_set, (_, grouped, other) in pairs.items()]


def _compare(effects: pd.DataFrame, data_set: str, grouped: str, random: str) -> pd.DataFrame:
    """Return the ratios of two conditions, whichever of them is the first."""
    here = rows_of(effects, data_set=data_set).dropna(subset="ratio")
    direct = rows_of(here, condition=grouped, first_condition=random)
    inverse = rows_of(here, condition=random, first_condition=grouped)
    turned = {"ratio": "ratio", "ratio_low": "ratio_high", "ratio_high": "ratio_low"}
    inverse = inverse.assign(**{end: 1 / inverse[other] for end, other in turned.items()})
    either = inverse if direct.empty else direct
    return either.assign(condition=grouped, random_condition=random)


def _geometric_mean(errors: pd.Series) -> float:
    return float(np.exp(np.log(errors).mean()))
