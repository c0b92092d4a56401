"""The cells of a study, in their fixed order, and which of their seeds share a job."""

import itertools
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from unmixing.splits.sizes import Size
from unmixing.study.study import Study


class Cell(NamedTuple):
    """The axes of one run, in the order that tables and paths have."""

    scene: str
    condition: str
    model: str
    train_size: Size
    seed: int


class SeedBlock(NamedTuple):
    """Seeds that one job works on, one after another in one process."""

    seeds: tuple[int, ...]

    @property
    def label(self) -> str:
        """What logs and benchmarks call the seeds, such as "0-9"."""
        return f"{self.seeds[0]}-{self.seeds[-1]}"

    @property
    def suffix(self) -> str:
        """What the names of the block's rules end in."""
        return f"_seeds_{self.seeds[0]}_to_{self.seeds[-1]}"


def cells(study: Study) -> list[Cell]:
    """List every run of a study."""
    return [
        Cell(scene, condition, model, train_size, seed)
        for scene, condition, model in itertools.product(
            study.scenes, study.conditions, study.models
        )
        for train_size, seed in itertools.product(
            study.sizes_by_model[model][scene], study.seeds_by_model[model]
        )
    ]


def seed_blocks(seeds: Sequence[int], seeds_per_job: int) -> list[SeedBlock]:
    """Group seeds, in their order, into the full blocks that `seeds_per_job` makes of them.

    Seeds added at the end leave these blocks as they are; seeds that fill no block are in none,
    and have jobs of their own.
    """
    if seeds_per_job == 1:
        return []
    starts = range(0, len(seeds) - seeds_per_job + 1, seeds_per_job)
    return [SeedBlock(tuple(seeds[start : start + seeds_per_job])) for start in starts]


def blocks_of(study: Study, model: str) -> list[SeedBlock]:
    """Return the blocks of the study's seeds that a model runs whole."""
    blocks = seed_blocks(study.seeds, study.seeds_per_job)
    return [block for block in blocks if set(block.seeds) <= set(study.seeds_by_model[model])]


def planned_runs(study: Study) -> list[list[Any]]:
    """Return what a study plans, as plain values: scene, condition, model, size, number of runs."""
    counts = Counter(cell[:-1] for cell in cells(study))
    return [
        [scene, condition, model, str(size), n]
        for (scene, condition, model, size), n in counts.items()
    ]
