"""Which pixels a split draws: the reference's index sets."""

import numpy as np

from unmixing.splits.checks import check_sizes
from unmixing.splits.sizes import Size, as_count
from unmixing.splits.split import Split


def draw_split(
    valid: np.ndarray, seed: int, train_size: Size, val_size: float, test_size: Size | None
) -> Split:
    """Draw the split of the reference study.

    One permutation of the valid pixels a seed: its head validates and trains, its tail tests.
    So smaller sizes are nested in larger ones, and with a `test_size` the test set of a seed is
    the same at every size.

    Parameters
    ----------
    valid : (height, width) bool, the pixels to draw from
    seed : of `numpy.random.RandomState`
    train_size : labelled pixels, as a count (int) or a fraction of the valid ones (float)
    val_size : fraction of the labelled pixels set aside for validation
    test_size : test pixels, as a count or a fraction; None tests on all that are left

    Raises
    ------
    UserError
        If the sizes leave a part empty or let parts overlap.
    """
    n_valid = int(valid.sum())
    check_sizes(n_valid, train_size, val_size, test_size)
    n = as_count(train_size, n_valid)
    n_validation = int(n * val_size)
    n_test = n_valid - n if test_size is None else as_count(test_size, n_valid)
    drawn = drawn_pixels(valid, seed)
    return Split(
        train=drawn[n_validation:n],
        validation=drawn[:n_validation],
        test=drawn[len(drawn) - n_test :],
    )


def drawn_pixels(valid: np.ndarray, seed: int) -> np.ndarray:
    """Return the row-major indices of the valid pixels, int32, in the order of a seed."""
    pixels = np.flatnonzero(valid).astype(np.int32)
    return pixels[np.random.RandomState(seed).permutation(len(pixels))]
