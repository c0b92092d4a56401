"""Which campaign reaches a target error at the least cost: how many groups, and samples in each.

Samples come in groups, such as plots, and cost what `Costs` says. A condition is a design: so many
samples of every group.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from learning_curves.answers.assurance import Outcomes, say_share_of
from learning_curves.answers.assured_errors import AssuredErrors, find_assured_errors
from learning_curves.answers.curve_tables import KEYS, AnsweredCurves, answer_curves
from learning_curves.answers.explored_errors import explored_errors
from learning_curves.answers.measured_curves import default_targets, measured_curves
from learning_curves.answers.resampling import DRAWS
from learning_curves.columns import N_GROUPS
from learning_curves.costs import Costs
from learning_curves.groups import Groups, count_labelled
from learning_curves.vocabulary import Vocabulary

COLUMNS = [
    *KEYS,
    "target_error",
    "assurance",
    "groups",
    "groups_low",
    "groups_high",
    "groups_high_if_cheapest",
    "samples_per_group",
    "size",
    "size_low",
    "size_high",
    "size_high_if_cheapest",
    "cost",
    "cost_low",
    "cost_high",
    "cost_high_if_cheapest",
    "unit",
    "factor",
    "most_groups",
    "n_all_groups",
    "n_runs",
    "n_reached",
    "cheapest",
    "estimand",
]


class Design(NamedTuple):
    """Campaigns of one method that take so many samples of every group.

    Attributes
    ----------
    errors : AssuredErrors
        The error that most of them stay below, by size.
    sizes : ndarray
        (J,) those that were measured.
    groups : Groups
        Those that hold these sizes.
    """

    errors: AssuredErrors
    sizes: np.ndarray
    groups: Groups

    def count_groups(self, size: float) -> float:
        """Return the groups that hold a size, NaN or infinite where the size is."""
        if not np.isfinite(size):
            return size
        return count_labelled(self.groups, self.sizes, size)


def campaign_tables(
    runs: pd.DataFrame,
    targets: Sequence[float],
    assurance: float,
    costs: Mapping[str, Any],
    vocabulary: Vocabulary,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answer what campaigns cost, for the first error: see `plan_campaigns`."""
    return plan_campaigns(runs, targets, assurance, Costs(**costs), vocabulary)


def plan_campaigns(
    runs: pd.DataFrame,
    targets: Sequence[float],
    assurance: float,
    costs: Costs,
    vocabulary: Vocabulary,
    draws: int = DRAWS,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answer which groups and samples target errors take, and what they cost.

    Parameters
    ----------
    runs : DataFrame
        One row per run; conditions without counts of groups take no part, nor do methods whose
        error is the same at all sizes.
    targets : Sequence[float]
        Target errors; if empty, round ones that the curves reach.
    assurance : float
        The share of campaigns that is to reach a target error.
    costs : Costs
        What groups and samples cost.

    Returns
    -------
    tuple of DataFrame
        One row per data set, design (a condition), method and target error, and the same for many
        errors. `groups` and `size`: the least with which the assured share of campaigns reaches the
        target, with a 95 % interval for other groups of the same kind; `groups_low` is 0 if the
        smallest size may be enough, and beyond twice the largest size `groups` is empty and
        `groups_high` infinite. `cost` is that of `Costs`, `cheapest` the design and method of the
        data set with the least; `..._if_cheapest`: the upper end that allows for this choice.
        `factor`: the size over the largest measured one. `most_groups`: up to which an answer is
        given. `n_reached` of `n_runs` measured campaigns
        reach the target at the largest size.
    """
    in_groups = runs[runs[N_GROUPS].notna()] if N_GROUPS in runs else runs.iloc[:0]
    if in_groups.empty:
        return (pd.DataFrame(columns=COLUMNS),) * 2
    metric = vocabulary.error
    of = answer_curves(in_groups, metric, vocabulary, draws, assurance)
    wanted = list(targets) or default_targets(measured_curves(in_groups, metric))
    designs = _find_designs(of, draws)
    explored = explored_errors(of.measured, wanted)
    return (
        _answer_all(designs, of, dict.fromkeys(explored, wanted), costs),
        _answer_all(designs, of, explored, costs),
    )


def _find_designs(of: AnsweredCurves, draws: int) -> dict[tuple[str, str, str], Design]:
    designs = {}
    for axes, curve in of.curves.items():
        outcomes = of.outcomes[axes]
        if outcomes.learns and outcomes.groups is not None:
            errors = find_assured_errors(outcomes, curve, of.assurance, draws)
            designs[axes] = Design(errors, outcomes.sizes, outcomes.groups)
    return designs


def _answer_all(
    designs: Mapping[tuple[str, str, str], Design],
    of: AnsweredCurves,
    errors: Mapping[str, Iterable[float]],
    costs: Costs,
) -> pd.DataFrame:
    compared = pd.Series([axes[0] for axes in designs]).value_counts()
    table = pd.DataFrame(
        [
            of.heads[axes]
            | {"target_error": error, "assurance": of.assurance, "unit": costs.unit}
            | {"estimand": f"error that {say_share_of(of.assurance)} campaigns stay below"}
            | _answer(design, error, int(compared[axes[0]]), costs)
            | _count(of.outcomes[axes], error)
            for axes, design in designs.items()
            for error in errors[axes[0]]
        ],
        columns=COLUMNS,
    )
    least = table.groupby(["data_set", "target_error"])["cost"].transform("min")
    table["cheapest"] = table["cost"].eq(least)
    return table


def _answer(design: Design, error: float, picked_from: int, costs: Costs) -> dict[str, Any]:
    """Answer one error for one design, of `picked_from` on the same data set."""
    size, low, high = design.errors.needed(error)
    _, _, further = design.errors.needed(error, picked_from)
    if low <= design.errors.sizes[0]:
        low = 0.0
    ends = {"": size, "_low": low, "_high": high, "_high_if_cheapest": further}
    groups = {end: design.count_groups(at) if at else 0.0 for end, at in ends.items()}
    return {
        **{f"groups{end}": count for end, count in groups.items()},
        **{f"size{end}": at for end, at in ends.items()},
        **{f"cost{end}": costs.total(groups[end], at) for end, at in ends.items()},
        "samples_per_group": size / groups[""],
        "most_groups": design.count_groups(design.errors.sizes[-1]),
        "n_all_groups": design.groups.n_all[-1],
        "factor": size / design.sizes[-1],
    }


def _count(outcomes: Outcomes, error: float) -> dict[str, int]:
    """Count the campaigns of the largest size, and those of them that reach an error."""
    return {"n_runs": outcomes.runs[-1], "n_reached": outcomes.hits(error)[-1]}
