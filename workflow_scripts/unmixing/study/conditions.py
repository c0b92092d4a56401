"""From the conditions of a config to those that a study runs."""

from collections.abc import Iterable, Mapping
from typing import Any

from learning_curves.errors import UserError
from unmixing.splits.condition import Condition, make_condition
from unmixing.study.problems import Problems
from unmixing.training.settings import Settings


def read_conditions(
    entries: Mapping[str, Mapping[str, Any]], models: Iterable[Settings], problems: Problems
) -> dict[str, Condition]:
    """Read the usable conditions of a config, with their defaults.

    Parameters
    ----------
    entries : Mapping[str, Mapping[str, Any]]
        Name -> every key of the schema.
    models : Iterable[Settings]
        All models of the config: their largest patch radius is the default gap.
    problems : Problems
        Collects conditions whose keys contradict each other, and duplicates.
    """
    radius = max((model.neighbourhood_size for model in models), default=1) // 2
    conditions: dict[str, Condition] = {}
    for name, entry in entries.items():
        with problems.at("conditions", name):
            condition = make_condition(name, entry, radius)
            _refuse_same(name, condition, conditions)
            conditions[name] = condition
    return conditions


def _refuse_same(name: str, condition: Condition, others: Mapping[str, Condition]) -> None:
    for other, same in others.items():
        if same == condition:
            raise UserError(
                f"conditions: {other} and {name} mean the same, {condition.description}: leave one "
                "of them out."
            )
