"""The keys that split strategies add to a condition, in JSON Schema."""

from collections.abc import Mapping
from typing import Any

from learning_curves.errors import UserError, join_items
from unmixing.splits import strategies
from unmixing.splits.strategy import Key

LARGEST_RADIUS = "the largest patch radius of the study"


def add_splits(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Add the keys of all strategies to the keys of a condition, after `split`.

    Parameters
    ----------
    properties : Mapping[str, Any]
        The keys of every condition; `split` does not list the strategies yet.

    Raises
    ------
    UserError
        If two strategies mean different things by a key, or one uses a key of every condition.
    """
    split = dict(properties["split"])
    split["enum"] = strategies.names()
    split["description"] = (
        f"{split['description']} {'; '.join(map(_said, sorted(strategies.readable())))}."
    )
    of_splits = {key: _key(key, meant_for) for key, meant_for in strategies.keys().items()}
    for key in of_splits.keys() & properties.keys():
        raise UserError(
            f"split {_takers(key)}: every condition has a key {key} already: rename it."
        )
    return {"split": split} | of_splits | {**properties, "split": split}


def describe_usual(name: str) -> str:
    """Describe what a strategy labels with its default keys."""
    kind = strategies.strategy(name)
    return kind.words.format(**{key: meaning.default for key, meaning in kind.keys.items()})


def _said(name: str) -> str:
    return f"{name}: {describe_usual(name)}"


def _takers(key: str) -> str:
    return join_items(list(strategies.keys()[key]))


def _key(name: str, meant_for: Mapping[str, Key]) -> dict[str, Any]:
    """Return the schema of a key, which is null if left out."""
    key, *others = meant_for.values()
    if any(other != key for other in others):
        raise UserError(
            f"the splits {_takers(name)} mean different things by the key {name}: rename one."
        )
    default = LARGEST_RADIUS if key.default is None else key.default
    return {
        **key.values,
        "description": f"{key.description} Null means {default}. Of split {_takers(name)}.",
        "type": [key.values["type"], "null"],
        "default": None,
    }
