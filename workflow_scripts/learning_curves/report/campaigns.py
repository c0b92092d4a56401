"""Sentences about the cheapest campaigns, and the data with which the page prices others."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from learning_curves.answers.assurance import say_share_of
from learning_curves.answers.sample_size_sentences import NOTABLY_BEYOND
from learning_curves.costs import Costs, say_interval
from learning_curves.vocabulary import Vocabulary, add_spaces, say_count

# Significant digits of numbers in the data.
DIGITS = 4


def say_campaigns(
    campaigns: pd.DataFrame, costs: Mapping[str, Any], vocabulary: Vocabulary
) -> dict[str, list[str]]:
    """Say which campaign is the cheapest for every target error, the smallest first, by data set.

    Parameters
    ----------
    campaigns : DataFrame
        The table of this name.
    costs : Mapping[str, Any]
        The fields of `Costs`.
    """
    price = Costs(**costs)
    return {
        add_spaces(str(data_set)): [
            *(
                _say(error, rows, price, vocabulary)
                for error, rows in sorted(here.groupby("target_error"), key=_is_unknown)
            ),
            _say_costs(price, vocabulary),
        ]
        for data_set, here in campaigns.groupby("data_set", sort=False)
    }


def price_data(
    by_error: pd.DataFrame, costs: Mapping[str, Any], vocabulary: Vocabulary
) -> dict[str, Any]:
    """Collect the data with which the page prices designs: lists, strings, numbers and None.

    Parameters
    ----------
    by_error : DataFrame
        The table `campaigns_by_error`.
    costs : Mapping[str, Any]
        The fields of `Costs`, to begin with.
    """
    of_data_sets = [
        {
            "name": add_spaces(str(data_set)),
            "errors": sorted(here["target_error"].unique()),
            "start": _start(here),
            "designs": [
                {
                    "label": _label(condition, method, vocabulary),
                    "answers": [_numbers(row) for row in _answers(rows)],
                }
                for (condition, method), rows in here.groupby(["condition", "method"], sort=False)
            ],
        }
        for data_set, here in by_error.groupby("data_set", sort=False)
    ]
    return {
        "data_sets": of_data_sets,
        "costs": dict(costs),
        "groups": vocabulary.groups,
        "sizes": vocabulary.sizes,
        "error": vocabulary.error_name,
        "share": say_share_of(by_error["assurance"].iloc[0]) if len(by_error) else "",
    }


def _say(error: Any, rows: pd.DataFrame, costs: Costs, vocabulary: Vocabulary) -> str:
    """Say what a target error takes at least, and what the best other design takes."""
    share = say_share_of(rows["assurance"].iloc[0])
    target = f"bring the {vocabulary.error_name} down to {error:g} in {share} campaigns"
    known = rows.dropna(subset=["cost"]).sort_values("cost")
    if known.empty:
        most = vocabulary.count_groups(rows["most_groups"].max())
        return f"No design is known to {target} with up to {most}."
    best = known.iloc[0]
    cost = costs.say(best["cost"], best["cost_low"], best["cost_high_if_cheapest"])
    method = vocabulary.label_method(best["method"])
    said = f"To {target}, take {_say_groups(best, vocabulary)}, and {method}: {cost}."
    others = known[known["condition"] != best["condition"]]
    if others.empty:
        return said
    other = others.iloc[0]
    groups = vocabulary.count_groups(other["groups"])
    return (
        f"{said} The next cheapest is about {groups} with "
        f"{say_count(other['samples_per_group'])} in each, and "
        f"{vocabulary.label_method(other['method'])}: {costs.say(other['cost'])}."
    )


def _is_unknown(error_and_rows: tuple[Any, pd.DataFrame]) -> bool:
    """Whether no design is known to reach an error; such errors come last."""
    return bool(error_and_rows[1]["cost"].isna().all())


def _label(condition: Any, method: Any, vocabulary: Vocabulary) -> str:
    return f"{vocabulary.label_method(str(method))}, {add_spaces(str(condition))}"


def _say_groups(row: pd.Series, vocabulary: Vocabulary) -> str:
    low, high = row["groups_low"], row["groups_high_if_cheapest"]
    interval = say_interval(low, high, say_count)
    if not interval:
        interval = " (no interval)" if np.isnan(low) else " (the interval is open)"
    beyond = row["factor"] > NOTABLY_BEYOND
    further = f", {row['factor']:.1f} times the most measured," if beyond else ""
    return (
        f"about {vocabulary.count_groups(row['groups'])}{interval}{further} with "
        f"{say_count(row['samples_per_group'])} {vocabulary.sizes} in each"
    )


def _say_costs(costs: Costs, vocabulary: Vocabulary) -> str:
    """Say what the costs are made of, and what intervals are."""
    travel = f", {costs.travel:g} for the way to the next" if costs.travel else ""
    return (
        f"Costs are in {costs.unit}: {costs.group:g} for each {vocabulary.group}{travel}, and "
        f"{costs.sample:g} for each of the {vocabulary.sizes}. Intervals hold for other "
        f"{vocabulary.groups} of the same site, and allow for the choice of the cheapest."
    )


def _answers(rows: pd.DataFrame) -> Iterable[Iterable[float]]:
    columns = ["groups", "groups_low", "groups_high", "size", "size_low", "size_high"]
    return rows.sort_values("target_error")[columns].to_numpy(float)


def _numbers(values: Iterable[float]) -> list[float | None]:
    return [float(f"{value:.{DIGITS}g}") if np.isfinite(value) else None for value in values]


def _start(by_error: pd.DataFrame) -> float | None:
    """Return the smallest error that a design is known to reach, with an upper end."""
    known = by_error[np.isfinite(by_error["cost_high"])]
    return float(known["target_error"].min()) if len(known) else None
