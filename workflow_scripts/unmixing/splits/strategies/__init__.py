"""Split strategies: each module holds a `STRATEGY`, independent of the others.

A new strategy is a new module, here or in a folder of the user's. The config calls it by the name
of its file, and its keys are keys of a condition.
"""

import os
import sys
from pathlib import Path

from unmixing import registry
from unmixing.splits.strategy import Key, Strategy

KIND = registry.Kind(sys.modules[__name__], "split", "STRATEGY", Strategy)
# The user's folder of methods. Jobs draw splits and read no config, so they are told like this.
OWN = "UNMIXING_METHODS_DIR"


def look_in(folder: str | None) -> None:
    """Find strategies in a user's folder of methods too, also in processes started from here."""
    os.environ[OWN] = folder or ""


def names() -> list[str]:
    """List the strategies that a condition may name."""
    return sorted(files())


def files() -> dict[str, Path]:
    """Return the file of each strategy, by name."""
    return KIND.files(_own())


def strategy(name: str) -> Strategy:
    """Return the strategy of this name.

    Raises
    ------
    UserError
        If there is none, or its file is broken.
    """
    return KIND.load(name, _own())


def readable() -> dict[str, Strategy]:
    """Return the strategies by name, without those of files that Python cannot parse."""
    return {name: strategy(name) for name, file in files().items() if registry.can_be_parsed(file)}


def keys() -> dict[str, dict[str, Key]]:
    """Return all keys: key -> name of a strategy that takes it -> what it means there."""
    taken: dict[str, dict[str, Key]] = {}
    for name, kind in sorted(readable().items()):
        for key, meaning in kind.keys.items():
            taken.setdefault(key, {})[name] = meaning
    return taken


def _own() -> Path | None:
    folder = os.environ.get(OWN)
    return Path(folder) if folder else None
