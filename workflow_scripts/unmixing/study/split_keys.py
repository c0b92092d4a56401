"""From split strategies to the keys of a condition, in JSON Schema."""

from collections.abc import Mapping
from typing import Any

from learning_curves.errors import UserError, listed
from unmixing.splits import strategies
from unmixing.splits.strategy import Key

LARGEST_RADIUS = "the largest patch radius of the study"


def with_splits(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a condition with those of all strategies, after `split`.

    Parameters
    ----------
    properties : Mapping[str, Any]
        Mapping Those that every condition has, with a `split` that names no strategy yet.

    Raises
    ------
    UserError
        If two strategies mean different things by a key, or one takes a key of every condition.
    """
    split = dict(properties["split"])
    split["enum"] = strategies.names()
    split["description"] = f"{split['description']} {'; '.join(map(_said, split['enum']))}."
    of_splits = {key: _key(key, meant_for) for key, meant_for in strategies.keys().items()}
    for key in of_splits.keys() & properties.keys():
        raise UserError(
            f"split {_takers(key)}: every condition has a key {key} already: rename it."
        )
    return {"split": split} | of_splits | {**properties, "split": split}


def usual_words(name: str) -> str:
    """Say what a strategy labels where its keys are left out."""
    kind = strategies.strategy(name)
    return kind.words.format(**{key: meaning.default for key, meaning in kind.keys.items()})


def _said(name: str) -> str:
    return f"{name}: {usual_words(name)}"


def _takers(key: str) -> str:
    return listed(list(strategies.keys()[key]))


def _key(name: str, meant_for: Mapping[str, Key]) -> dict[str, Any]:
    """Return the schema of a key, which is null where it is left out."""
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
