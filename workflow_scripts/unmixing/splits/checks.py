"""Sizes and neighbourhoods that no split can have, refused in words; nothing is computed here."""

import math

from unmixing.errors import UserError
from unmixing.splits.condition import RANDOM, Condition
from unmixing.splits.sizes import Size, as_count


def check_sizes(n_pixels: int, train_size: Size, val_size: float, test_size: Size | None) -> None:
    """Refuse sizes that leave a part of the split empty or let parts overlap.

    Raises
    ------
    UserError
        With what is wrong and what would be right.
    """
    n = as_count(train_size, n_pixels)
    n_validation = int(n * val_size)
    if n < 1:
        raise UserError(
            f"train size {train_size} is {n} of {n_pixels} pixels: ask for one or more."
        )
    if n > n_pixels:
        raise UserError(
            f"train size {train_size} is larger than the scene's {n_pixels} valid pixels."
        )
    if n_validation < 1:
        raise UserError(
            f"train size {train_size} with val_size {val_size} leaves no validation pixel: "
            f"use a train size of {math.ceil(1 / val_size)} or more, or a larger val_size."
        )
    if n_validation == n:
        raise UserError(
            f"train size {train_size} with val_size {val_size} leaves nothing to train."
        )
    if test_size is None:
        if n == n_pixels:
            raise UserError(
                f"train size {train_size} takes all {n_pixels} valid pixels and "
                "leaves none to test."
            )
        return
    n_test = as_count(test_size, n_pixels)
    if not 0 < n_test < n_pixels:
        raise UserError(
            f"test_size {test_size} is {n_test} of {n_pixels} pixels: test on some, not on all."
        )
    if n + n_test > n_pixels:
        raise UserError(
            f"train size {train_size} overlaps the fixed test set: {n} + {n_test} is more than "
            f"the {n_pixels} valid pixels. Use a train size of at most {n_pixels - n_test}."
        )


def check_order(condition: Condition, test_size: Size | None) -> None:
    """Refuse an order of pixels where those that come last are the tested ones.

    Raises
    ------
    UserError
        If random pixels have an order and no test size: the order would choose what is tested.
    """
    if condition.split == RANDOM and condition.sampling != RANDOM and test_size is None:
        raise UserError(
            f"sampling {condition.sampling} labels pixels that are not tested, so with split "
            f"{RANDOM} it needs a test_size."
        )


def check_neighbourhood_size(size: int) -> None:
    """Refuse a neighbourhood that has no centre pixel.

    Raises
    ------
    UserError
        If the size is even or below one.
    """
    if size < 1 or size % 2 == 0:
        raise UserError(
            f"neighbourhood size {size} has no centre pixel: use an odd one, such as {size + 1}."
        )
