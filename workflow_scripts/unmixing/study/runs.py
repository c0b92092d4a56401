"""The runs of a study in their fixed order, and the jobs that they share."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from unmixing.architectures import Architecture
from unmixing.splits.sizes import Size
from unmixing.study.study import Study

Value = TypeVar("Value", bound=Size)
SizesAndSeeds = tuple[tuple[Size, ...], tuple[int, ...]]


class Run(NamedTuple):
    """The axes of one run, in the order of tables and paths."""

    scene: str
    condition: str
    model: str
    train_size: Size
    seed: int


class Block(NamedTuple):
    """Sizes and seeds that one job works on, one after another in one process.

    Attributes
    ----------
    sizes, seeds : tuple[Size, ...] or None, tuple[int, ...] or None
        Those of its runs; None stands for a single one, whichever it is.
    """

    sizes: tuple[Size, ...] | None
    seeds: tuple[int, ...] | None

    @property
    def suffix(self) -> str:
        """The end of the names of the block's rules."""
        named = {"sizes": self.sizes, "seeds": self.seeds}
        parts = (f"_{name}_{_name_values(values)}" for name, values in named.items() if values)
        return re.sub(r"\W", "_", "".join(parts))


def _name_values(values: Sequence[Size]) -> str:
    """Name values: 0_to_9 for successive ones, else one by one."""
    if len(values) > 1 and list(values) == list(
        range(int(values[0]), int(values[0]) + len(values))
    ):
        return f"{values[0]}_to_{values[-1]}"
    return "_".join(map(str, values))


def runs(study: Study) -> list[Run]:
    """List every run of a study."""
    return [
        Run(scene, condition, model, train_size, seed)
        for scene, condition, model in itertools.product(
            study.scenes, study.conditions, study.models
        )
        if condition in study.conditions_by_model[model]
        for train_size, seed in itertools.product(
            study.sizes(scene, condition, model), study.seeds_by_model[model]
        )
    ]


def span(values: Sequence[Size]) -> str:
    """Name sizes or seeds in the paths of logs and benchmarks, such as "0-9"."""
    return "-".join(map(str, dict.fromkeys((values[0], values[-1]))))


def full_blocks(values: Sequence[Value], at_once: int) -> list[tuple[Value, ...]]:
    """Group sizes or seeds, in their order, into full blocks of `at_once`.

    Values added at the end leave full blocks as they are. Values that do not fill a block are left
    out, and have jobs of their own.
    """
    if at_once == 1:
        return []
    starts = range(0, len(values) - at_once + 1, at_once)
    return [tuple(values[start : start + at_once]) for start in starts]


def blocks(study: Study, models: Iterable[str | None]) -> list[Block]:
    """List the blocks of models' runs, the single run first; the model None means splits."""
    found: dict[Block, None] = {Block(None, None): None}
    for place in itertools.product(study.scenes, study.conditions, models):
        of_sizes, of_seeds = _blocks_of(study, *place)
        pairs = itertools.product([None, *of_sizes], [None, *of_seeds])
        found |= {
            block: None
            for block in itertools.starmap(Block, pairs)
            if all(runs_in(study, block, *place))
        }
    return list(found)


def runs_in(
    study: Study, block: Block, scene: str, condition: str, model: str | None
) -> SizesAndSeeds:
    """Return the sizes and seeds of a scene and condition that fall into a block, in all pairs.

    Parameters
    ----------
    model : str or None
        None means the splits, which all models share.
    """
    sizes, seeds = _runs_of(study, scene, condition, model)
    of_sizes, of_seeds = _blocks_of(study, scene, condition, model)
    return _in_block(of_sizes, sizes, block.sizes), _in_block(of_seeds, seeds, block.seeds)


def is_one_program(study: Study, model: str) -> bool:
    """Return whether the seeds of a model's jobs are trained as one program."""
    method = study.methods[model]
    if not (study.seeds_together and isinstance(method, Architecture)):
        return False
    return method.trainer == "keras" and not method.pretrained


def most_seeds_of_a_job(study: Study, model: str) -> int:
    """Count the seeds of a model's largest job."""
    together = full_blocks(study.seeds_by_model[model], study.per_job_by_model[model].seeds)
    return max(map(len, together), default=1)


def _runs_of(study: Study, scene: str, condition: str, model: str | None) -> SizesAndSeeds:
    seeds = study.seeds if model is None else study.seeds_by_model[model]
    return study.sizes(scene, condition, model), seeds


def _blocks_of(
    study: Study, scene: str, condition: str, model: str | None
) -> tuple[list[tuple[Size, ...]], list[tuple[int, ...]]]:
    """Return the full blocks of sizes, and those of seeds."""
    sizes, seeds = _runs_of(study, scene, condition, model)
    per_job = study.per_job if model is None else study.per_job_by_model[model]
    return full_blocks(sizes, per_job.sizes), full_blocks(seeds, per_job.seeds)


def _in_block(
    together: list[tuple[Value, ...]],
    values: tuple[Value, ...],
    block: tuple[Value, ...] | None,
) -> tuple[Value, ...]:
    """Return the values of a block; without a block, those outside all full blocks."""
    if block is not None:
        return block if block in together else ()
    return tuple(value for value in values if not any(value in some for some in together))


def job_labels(
    study: Study, scene: str, condition: str, model: str
) -> dict[tuple[Size, int], tuple[str, str, int]]:
    """Return the names of sizes and seeds in each run's log, and how many runs its job has."""
    labels = {}
    for block in blocks(study, [model]):
        sizes, seeds = runs_in(study, block, scene, condition, model)
        for size, seed in itertools.product(sizes, seeds):
            together = block.sizes or (size,), block.seeds or (seed,)
            n_runs = len(together[0]) * len(together[1])
            labels[size, seed] = span(together[0]), span(together[1]), n_runs
    return labels


def jobs(study: Study, scene: str, condition: str, model: str | None) -> int:
    """Count the jobs of a scene and condition for a model, or for the splits if it is None."""
    sizes, seeds = _runs_of(study, scene, condition, model)
    of_sizes, of_seeds = _blocks_of(study, scene, condition, model)
    return _n_jobs(sizes, of_sizes) * _n_jobs(seeds, of_seeds)


def _n_jobs(values: Sequence[Value], together: list[tuple[Value, ...]]) -> int:
    return len(values) - sum(len(block) - 1 for block in together)


def cells(study: Study) -> list[list[Any]]:
    """List the cells of a study, as plain values: scene, condition, model, size, number of runs."""
    counts = Counter(run[:-1] for run in runs(study))
    return [
        [scene, condition, model, str(size), n]
        for (scene, condition, model, size), n in counts.items()
    ]
