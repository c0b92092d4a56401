"""Which trained models a study keeps, from its config alone: training jobs read nothing else."""

from collections.abc import Mapping
from typing import Any


def is_kept(config: Mapping[str, Any], model: str, seed: int) -> bool:
    """Say whether the trained model of a seed is kept.

    Parameters
    ----------
    config : Mapping[str, Any]
        Every key of the schema.
    """
    choice = config["keep_models"]
    return choice == "all" or (choice == "first" and seed == _first_seed(config, model))


def _first_seed(config: Mapping[str, Any], model: str) -> int:
    """Return the first seed of the study that a model is run with."""
    seeds, own = config["seeds"], config["models"][model]["seeds"]
    of_study = range(seeds) if isinstance(seeds, int) else seeds
    return next(seed for seed in of_study if not isinstance(own, list) or seed in own)
