"""Which pixels a split draws under a condition: in space, and in an order of their own."""

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.scene import Scene
from unmixing.splits.checks import check_order, check_sizes
from unmixing.splits.condition import RANDOM, Condition
from unmixing.splits.drawing import draw_split, drawn_pixels
from unmixing.splits.regions import draw_regions
from unmixing.splits.sampling import sampling_order
from unmixing.splits.sizes import Size, as_count
from unmixing.splits.split import Split


def draw_under(
    condition: Condition,
    scene: Scene,
    seed: int,
    train_size: Size,
    val_size: float,
    test_size: Size | None,
) -> Split:
    """Draw a split of a scene under a condition.

    Smaller sizes are nested in larger ones, and with a `test_size` the test set of a seed is the
    same at every size, for all orders and all noise; without one, outside of random splits, it is
    all of the region that is tested. Pixels that come in random order validate first, as in the
    reference; of those in an order of their own, which begins with what tells most, the validation
    pixels are drawn at random.

    Parameters
    ----------
    seed : of everything that is drawn
    train_size, val_size, test_size : as of `draw_split`

    Raises
    ------
    UserError
        If sizes leave a part empty or let parts overlap, a condition leaves too few pixels, or an
        order would choose what is tested.
    """
    check_order(condition, test_size)
    sizes = (train_size, val_size, test_size)
    n_valid = int(scene.valid.sum())
    check_sizes(n_valid, *sizes)
    if condition.split == RANDOM:
        split = draw_split(scene.valid, seed, *sizes)
        if condition.sampling == RANDOM:
            return split
        test = split.test
        untested = drawn_pixels(scene.valid, seed)
        eligible, region = untested[: len(untested) - len(test)], ""
    else:
        eligible, test, region = draw_regions(scene.valid, condition, seed, test_size)
    n = as_count(train_size, n_valid)
    if n > len(eligible):
        raise UserError(
            f"train size {train_size}: seed {seed} leaves {len(eligible)} pixels that may be "
            f"labelled, {condition.description}: ask for fewer"
            f"{', or for a smaller gap' if condition.gap else ''}."
        )
    spectra = scene.cube.reshape(-1, scene.shape[2])
    order = sampling_order(spectra[eligible], condition.sampling, seed)
    labelled = eligible[order[:n]]
    if condition.sampling != RANDOM:
        labelled = np.random.default_rng([seed, n]).permutation(labelled)
    n_validation = int(n * val_size)
    return Split(labelled[n_validation:], labelled[:n_validation], test, region)
