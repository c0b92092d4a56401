"""Splits drawn under a condition: from its regions, and in its order."""

import numpy as np

from learning_curves.errors import UserError, join_items
from unmixing.scenes.scene import Scene
from unmixing.splits.checks import check_order, check_sizes
from unmixing.splits.condition import RANDOM, Condition
from unmixing.splits.sizes import Size, as_count
from unmixing.splits.split import GroupCounts, Split
from unmixing.splits.strategy import Drawn


def draw_under(
    condition: Condition,
    scene: Scene,
    seed: int,
    train_size: Size,
    val_size: Size,
    test_size: Size | None,
) -> Split:
    """Draw a split of a scene under a condition.

    Smaller sizes are nested in larger ones. With a `test_size`, the test set of a seed is the same
    at every size, for all orders and all noise; without one, all pixels of the tested region are
    tested, or all that are not labelled in a random split. In random order, the first pixels
    validate, as in the reference. Another order begins with the most informative pixels, so
    there the validation pixels are drawn at random.

    Parameters
    ----------
    seed : int
        For everything that is drawn.
    train_size : int or float
        Labelled pixels, as a count or a fraction of the valid ones.
    val_size : int or float
        Labelled pixels set aside for validation, as a count or a fraction of them.
    test_size : int, float or None
        Test pixels, as a count or a fraction; None tests on all that remain.

    Raises
    ------
    UserError
        If sizes leave a part empty or let parts overlap, a condition leaves too few pixels, or an
        order would choose what is tested.
    """
    check_order(condition, test_size)
    n_valid = int(scene.valid.sum())
    check_sizes(n_valid, train_size, val_size, test_size)
    drawn = draw_pixels(condition, scene, seed, test_size)
    eligible = drawn.eligible
    n = as_count(train_size, n_valid)
    if n > len(eligible):
        raise UserError(
            f"train size {train_size}: seed {seed} leaves {len(eligible)} pixels that may be "
            f"labelled, {condition.description}: ask for fewer"
            f"{', or for a smaller gap' if condition.options.get('gap') else ''}."
        )
    if condition.sampling == RANDOM:
        labelled = eligible[:n]
    else:
        # It loads scikit-learn, which random orders and a plan do not need.
        from unmixing.splits.sampling import choose_sampling_order

        order = choose_sampling_order(scene.spectra_at(eligible), condition.sampling, seed)
        labelled = np.random.default_rng([seed, n]).permutation(eligible[order[:n]])
    n_validation = as_count(val_size, n)
    test = eligible[n:] if drawn.test is None else drawn.test
    return Split(
        train=labelled[n_validation:],
        validation=labelled[:n_validation],
        test=test,
        region=drawn.region,
        groups=None if drawn.group is None else _count_groups(scene, drawn.group, labelled, test),
    )


def _count_groups(
    scene: Scene, group: np.ndarray, labelled: np.ndarray, test: np.ndarray
) -> GroupCounts:
    """Count the groups of labelled, of tested and of all valid pixels."""
    known = group[scene.valid.ravel()]
    parts = group[labelled], group[test], known[known >= 0]
    return GroupCounts(*(len(np.unique(part)) for part in parts))


def draw_pixels(condition: Condition, scene: Scene, seed: int, test_size: Size | None) -> Drawn:
    """Draw the test pixels of a split, and the pixels that may be labelled.

    Raises
    ------
    UserError
        If there are too few pixels to test, or the scene has no room for the condition.
    """
    split = condition.split
    n_test = None if test_size is None else as_count(test_size, int(scene.valid.sum()))
    drawn = condition.strategy.draw(scene, n_test, seed, **condition.options)
    if drawn.test is None:
        return drawn
    n_drawn = len(drawn.test)
    if not n_drawn:
        raise UserError(
            f"with split {split} seed {seed} leaves no pixel to test: change "
            f"{join_items([*condition.options, 'the test_size'], 'or')}, or choose another split."
        )
    if n_test is not None and n_drawn < n_test:
        raise UserError(
            f"with split {split} there are {n_drawn} pixels to test, fewer than test_size "
            f"{test_size}: test on fewer."
        )
    return drawn
