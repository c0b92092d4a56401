"""Which cells of a study a scene does not admit, said in words."""

import numpy as np

from unmixing.errors import UserError
from unmixing.scenes.scene import SceneFacts
from unmixing.splits.checks import check_order, check_sizes
from unmixing.splits.condition import RANDOM
from unmixing.splits.regions import draw_regions
from unmixing.splits.sizes import Size, as_count
from unmixing.study.study import Study
from unmixing.training.checks import check_method


def check_cells(study: Study, scene: str, facts: SceneFacts) -> None:
    """Refuse cells of a study that a scene does not admit.

    Raises
    ------
    UserError
        Naming the cell and the remedy.
    """
    counts: dict[int, Size] = {}
    for size in study.train_sizes[scene]:
        try:
            check_sizes(facts.n_pixels, size, study.val_size, study.test_size[scene])
        except UserError as error:
            raise UserError(f"scene {scene}: {error}") from None
        same = counts.setdefault(as_count(size, facts.n_pixels), size)
        if same != size:
            raise UserError(
                f"scene {scene}: train sizes {same} and {size} are the same number of its "
                f"{facts.n_pixels} valid pixels; leave one of them out."
            )
    for model, settings in study.models.items():
        check_method(scene, model, settings, facts)


def check_regions(study: Study, scene: str, shape: tuple[int, int, int] | None) -> None:
    """Refuse conditions that leave too few pixels to label or to test.

    Parameters
    ----------
    shape : of the scene's cube, all of whose pixels are taken to be valid, or None if not known

    Raises
    ------
    UserError
        Naming the condition and the remedy.
    """
    test_size = study.test_size[scene]
    for name, condition in study.conditions.items():
        where = f"scene {scene}, condition {name}"
        try:
            check_order(condition, test_size)
        except UserError as error:
            raise UserError(f"{where}: {error}") from None
        if shape is None or condition.split == RANDOM:
            continue
        valid = np.ones(shape[:2], bool)
        side = max(condition.block_size or 0, condition.plot_size or 0)
        if side >= min(shape[:2]):
            raise UserError(
                f"{where}: squares of {side} x {side} pixels need a scene that is larger than "
                f"{shape[0]} x {shape[1]}: make them smaller."
            )
        largest = max(as_count(size, valid.size) for size in study.train_sizes[scene])
        for seed in study.seeds:
            try:
                eligible, _ = draw_regions(valid, condition, seed, test_size)
            except UserError as error:
                raise UserError(f"{where}: {error}") from None
            if len(eligible) < largest:
                raise UserError(
                    f"{where}: seed {seed} leaves {len(eligible)} pixels that may be labelled, and "
                    f"the largest train size is {largest}: ask for fewer, or for smaller "
                    "test_size, gap or blocks, or a larger plot."
                )
