"""From the conditions of a config to those that a study runs."""

from collections.abc import Iterable, Mapping
from typing import Any

from unmixing.errors import UserError
from unmixing.splits.condition import Condition, make_condition
from unmixing.training.settings import Settings


def read_conditions(
    entries: Mapping[str, Mapping[str, Any]], models: Iterable[Settings]
) -> dict[str, Condition]:
    """Fill in the conditions of a config.

    Parameters
    ----------
    entries : name -> every key of the schema
    models : of the config, narrowed or not: their largest patch is the gap where none is given

    Raises
    ------
    UserError
        If keys mean nothing together, or two conditions mean the same.
    """
    radius = max(model.neighbourhood_size for model in models) // 2
    conditions: dict[str, Condition] = {}
    for name, entry in entries.items():
        condition = make_condition(name, entry, radius)
        for other, same in conditions.items():
            if same == condition:
                raise UserError(
                    f"conditions: {other} and {name} mean the same, {condition.description}: "
                    "leave one of them out."
                )
        conditions[name] = condition
    return conditions
