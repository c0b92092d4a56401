"""Split strategies: each module holds a `STRATEGY`, independent of the others.

A new strategy is a new module, here or in `methods/strategies/` of the working folder. The config
calls it by the name of its file, and its keys are keys of a condition.
"""

import sys
from pathlib import Path

from unmixing import registry
from unmixing.splits.strategy import Key, Strategy

CONSTANT = "STRATEGY"
# A user's own strategies, in the working folder.
OWN = Path("methods") / "strategies"


def names() -> list[str]:
    """List the strategies that a condition may name."""
    return sorted(files())


def files() -> dict[str, Path]:
    """Return the file of each strategy, by name."""
    return registry.files(sys.modules[__name__], CONSTANT, OWN)


def strategy(name: str) -> Strategy:
    """Return the strategy of this name.

    Raises
    ------
    UserError
        If there is none, or its file is broken.
    """
    return registry.load_plug_in(sys.modules[__name__], "split", name, CONSTANT, Strategy, OWN)


def keys() -> dict[str, dict[str, Key]]:
    """Return all keys: key -> name of a strategy that takes it -> what it means there."""
    taken: dict[str, dict[str, Key]] = {}
    for name in names():
        for key, meaning in strategy(name).keys.items():
            taken.setdefault(key, {})[name] = meaning
    return taken
