"""Checks of sizes, orders and neighbourhoods of splits."""

import math
from collections.abc import Iterable

from learning_curves.errors import UserError, join_items
from unmixing.splits.condition import RANDOM, Condition
from unmixing.splits.sizes import Size, as_count


def check_sizes(n_pixels: int, train_size: Size, val_size: Size, test_size: Size | None) -> None:
    """Refuse sizes that leave a part of the split empty or let parts overlap.

    Raises
    ------
    UserError
        If a size is impossible; the message says what would be right.
    """
    sentences = [
        *find_test_size_problems(n_pixels, test_size),
        *find_train_size_problems(n_pixels, [train_size], val_size, test_size),
    ]
    if sentences:
        raise UserError(sentences[0])


def find_test_size_problems(n_pixels: int, test_size: Size | None) -> list[str]:
    """Say if nothing is tested, or nothing is left to label."""
    n_test = None if test_size is None else as_count(test_size, n_pixels)
    if n_test is None or 0 < n_test < n_pixels:
        return []
    return [f"test_size {test_size} is {n_test} of {n_pixels} pixels: test on some, not on all."]


def find_train_size_problems(
    n_pixels: int, train_sizes: Iterable[Size], val_size: Size, test_size: Size | None
) -> list[str]:
    """Say which sizes leave a part of the split empty or let parts overlap, by cause."""
    n_test = 0 if test_size is None else as_count(test_size, n_pixels)
    if find_test_size_problems(n_pixels, test_size):
        n_test = 0
    hit: dict[tuple[str, str], list[Size]] = {}
    for size in train_sizes:
        cause = _cause(as_count(size, n_pixels), n_pixels, val_size, n_test)
        if cause is not None:
            hit.setdefault(cause, []).append(size)
    return [_sentence(sizes, verb, what) for (verb, what), sizes in hit.items()]


def check_order(condition: Condition, test_size: Size | None) -> None:
    """Refuse an order of pixels if the last ones would be tested.

    Raises
    ------
    UserError
        If all unlabelled pixels would be tested: the order would choose them.
    """
    is_ordered = condition.sampling != RANDOM
    if is_ordered and test_size is None and condition.strategy.tests_the_rest:
        raise UserError(
            f"sampling {condition.sampling} labels pixels that are not tested, so with split "
            f"{condition.split} it needs a test_size."
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
            f"neighbourhood size {size} has no centre pixel: use an odd one, such as "
            f"{max(size + 1, 1)}."
        )


def _cause(n: int, n_pixels: int, val_size: Size, n_test: int) -> tuple[str, str] | None:
    """Return what is wrong with a number of labelled pixels: a verb, and what follows it."""
    n_validation = as_count(val_size, n)
    if n < 1:
        return "is", f"less than one of {n_pixels} pixels: ask for one or more."
    if n > n_pixels:
        return "is", f"larger than the scene's {n_pixels} valid pixels."
    if n_validation < 1:
        return (
            f"with val_size {val_size} leaves",
            f"no validation pixel: use a train size of {math.ceil(1 / val_size)} or more, or a "
            "larger val_size.",
        )
    if n_validation >= n:
        return (
            f"with val_size {val_size} leaves",
            "nothing to train: use a larger train size or a smaller val_size.",
        )
    if not n_test and n == n_pixels:
        return "takes", f"all {n_pixels} valid pixels and leaves none to test."
    if n + n_test > n_pixels:
        return (
            "overlaps",
            f"the fixed test set, which is {n_test} of the {n_pixels} valid pixels: use a train "
            f"size of at most {n_pixels - n_test}.",
        )
    return None


def _sentence(sizes: list[Size], verb: str, what: str) -> str:
    if len(sizes) == 1:
        return f"train size {sizes[0]} {verb} {what}"
    several = "are" if verb == "is" else verb.removesuffix("s")
    return f"train sizes {join_items(sizes)} {several} {what}"
