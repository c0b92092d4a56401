"""Words for the cells of result tables."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from tabulate import tabulate

# Names of methods, conditions and data sets.
Words = Mapping[str, str]
SCENES = {"samson": "Samson", "jasper": "Jasper Ridge"}


def ratio_in_words(effect: Mapping[str, float]) -> str:
    """Write a ratio with its interval."""
    ratio, *ends = (short_ratio(effect[name]) for name in ("ratio", "ratio_low", "ratio_high"))
    return f"{ratio} ({' to '.join(ends)})"


def short_ratio(ratio: float) -> str:
    """Write a ratio with two or three digits."""
    return f"{ratio:.{0 if ratio >= 10 else 1 if ratio >= 2 else 2}f}"


def pixels_in_words(at: float, low: float, high: float, measured: pd.Series) -> str:
    """Write a number of training samples, as far as the measured sizes allow.

    Parameters
    ----------
    low, high : float
        Ends of the 95 % interval; infinite if the largest size does not suffice.
    """
    least, most = measured.min(), measured.max()
    # Draws may end a hair above the smallest size when they mean that size.
    if float(f"{high:.2g}") <= least:
        return f"{least:,} or fewer"
    if np.isinf(low):
        return f"more than {most:,}"
    # Sizes below the smallest measured one cannot be distinguished from it.
    has_lower = float(f"{low:.2g}") > least
    if np.isinf(high):
        interval = f"{_rounded(low)} or more" if has_lower else "any number"
    else:
        interval = (
            f"{_rounded(low)} to {_rounded(high)}" if has_lower else f"up to {_rounded(high)}"
        )
    if np.isinf(at):
        return f"more than {most:,} ({interval})"
    about = _rounded(at) if float(f"{at:.2g}") > least else f"{least:,} or fewer"
    return f"{about} ({interval})"


def _rounded(size: float) -> str:
    return f"{float(f'{size:.2g}'):,.0f}"


def table_by_size(
    cells: pd.Series, methods: Words, data_set: str, below: Iterable[Sequence[str]] = ()
) -> str:
    """Write a table with a row per method and a column per size.

    Parameters
    ----------
    cells : Series
        Words by method and size.
    below : Iterable[Sequence[str]]
        Further lines.
    """
    sizes = cells.index.unique("size").sort_values()
    lines = [
        [called, *(cells.get((method, size), "") for size in sizes)]
        for method, called in methods.items()
    ]
    return table_of([SCENES[data_set], *(f"{size:,}" for size in sizes)], [*lines, *below])


def table_of(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    return f"{tabulate(list(lines), head, tablefmt='github', disable_numparse=True)}\n"
