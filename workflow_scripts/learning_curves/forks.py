"""A function of several items at a time, each in a process of its own."""

import multiprocessing
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def map_in_forks(
    function: Callable[[Item], Made], items: Iterable[Item], processes: int
) -> list[Made]:
    """Apply a function to items, in forks of this process if there are to be several.

    Other systems than Linux cannot fork safely; there it is applied to one item after another.

    Parameters
    ----------
    function : callable
        Can be pickled, and so can what it returns.
    processes : int
        How many items are worked on at a time.
    """
    if processes == 1 or sys.platform != "linux":
        return [function(item) for item in items]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
        return list(pool.map(function, items))
