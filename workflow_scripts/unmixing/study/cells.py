"""The cells of a study, in their fixed order, and which of them share a job."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from unmixing.splits.sizes import Size
from unmixing.study.study import Study

Value = TypeVar("Value", bound=Size)
Runs = tuple[tuple[Size, ...], tuple[int, ...]]


class Cell(NamedTuple):
    """The axes of one run, in the order that tables and paths have."""

    scene: str
    condition: str
    model: str
    train_size: Size
    seed: int


class Block(NamedTuple):
    """Runs that one job works on, one after another in one process.

    Attributes
    ----------
    sizes, seeds : of its runs; None stands for one, whichever it is
    """

    sizes: tuple[Size, ...] | None
    seeds: tuple[int, ...] | None

    @property
    def suffix(self) -> str:
        """What the names of the block's rules end in."""
        # Blocks of other scenes may begin and end in the same sizes.
        sizes = f"_sizes_{'_'.join(map(str, self.sizes))}" if self.sizes else ""
        seeds = f"_seeds_{self.seeds[0]}_to_{self.seeds[-1]}" if self.seeds else ""
        return re.sub(r"\W", "_", sizes + seeds)


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


def span(values: Sequence[Size]) -> str:
    """Return what logs and benchmarks call sizes or seeds, such as "0-9"."""
    return "-".join(map(str, dict.fromkeys((values[0], values[-1]))))


def full_blocks(values: Sequence[Value], at_once: int) -> list[tuple[Value, ...]]:
    """Group sizes or seeds, in their order, into full blocks of so many.

    Values added at the end leave these blocks as they are; values that fill no block are in none,
    and have jobs of their own.
    """
    if at_once == 1:
        return []
    starts = range(0, len(values) - at_once + 1, at_once)
    return [tuple(values[start : start + at_once]) for start in starts]


def blocks(study: Study) -> list[Block]:
    """List the blocks of a study, the single run first."""
    of_sizes = (full_blocks(sizes, study.sizes_per_job) for sizes in study.train_sizes.values())
    sizes = [None, *dict.fromkeys(itertools.chain.from_iterable(of_sizes))]
    seeds = [None, *full_blocks(study.seeds, study.seeds_per_job)]
    return [Block(*parts) for parts in itertools.product(sizes, seeds)]


def runs_in(study: Study, block: Block, scene: str, model: str | None = None) -> Runs:
    """Return the sizes and seeds of a scene whose jobs are of a block, all pairs of them.

    Parameters
    ----------
    model : whose runs are meant; None means the splits, which all models share
    """
    sizes, seeds = study.train_sizes[scene], study.seeds
    own_sizes, own_seeds = sizes, seeds
    if model is not None:
        own_sizes, own_seeds = study.sizes_by_model[model][scene], study.seeds_by_model[model]
    return (
        _in_block(full_blocks(sizes, study.sizes_per_job), own_sizes, block.sizes),
        _in_block(full_blocks(seeds, study.seeds_per_job), own_seeds, block.seeds),
    )


def _in_block(
    together: list[tuple[Value, ...]],
    values: tuple[Value, ...],
    block: tuple[Value, ...] | None,
) -> tuple[Value, ...]:
    """Return the values of a block that is whole, or for none those that are in no whole block."""
    whole = [some for some in together if set(some) <= set(values)]
    if block is not None:
        return block if block in whole else ()
    return tuple(value for value in values if not any(value in some for some in whole))


def job_labels(
    study: Study, scene: str, model: str
) -> dict[tuple[Size, int], tuple[str, str, int]]:
    """Return what logs call the sizes and seeds of each run's job, and how many runs it has."""
    labels = {}
    for block in blocks(study):
        sizes, seeds = runs_in(study, block, scene, model)
        for size, seed in itertools.product(sizes, seeds):
            together = block.sizes or (size,), block.seeds or (seed,)
            n_runs = len(together[0]) * len(together[1])
            labels[size, seed] = span(together[0]), span(together[1]), n_runs
    return labels


def jobs(study: Study, scene: str, model: str | None = None) -> int:
    """Count the jobs of a scene and condition: of a model's runs, or of the splits."""
    return sum(
        (len(sizes) if block.sizes is None else bool(sizes))
        * (len(seeds) if block.seeds is None else bool(seeds))
        for block in blocks(study)
        for sizes, seeds in [runs_in(study, block, scene, model)]
    )


def planned_runs(study: Study) -> list[list[Any]]:
    """Return what a study plans, as plain values: scene, condition, model, size, number of runs."""
    counts = Counter(cell[:-1] for cell in cells(study))
    return [
        [scene, condition, model, str(size), n]
        for (scene, condition, model, size), n in counts.items()
    ]
