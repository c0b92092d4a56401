"""Which method needs the fewest labelled pixels, and how sure that is: from paired draws."""

import numpy as np
import pandas as pd

from unmixing.evaluation.significance import INTERVAL

COLUMNS = ["model", "first", "ratio", "ratio_low", "ratio_high", "probability_first"]


def fewest_pixels(needed: dict[str, np.ndarray]) -> pd.DataFrame:
    """Compare the labelled pixels that methods need for one target error.

    Parameters
    ----------
    needed : model -> labelled pixels of each draw (draws,), infinite where a draw never reaches the
        target; draw i of all resamples the same seeds

    Returns
    -------
    DataFrame
        A row a model. `probability_first`: share of the draws in which it needs the fewest; draws
        that tie share. `first`: the model that is first most often. `ratio`: median over draws of
        the labelled pixels over those of the first, with its 95 % interval; empty for the first.
    """
    if not needed:
        return pd.DataFrame(columns=COLUMNS)
    sizes = np.array(list(needed.values()))
    least = sizes.min(axis=0)
    first_in_draw = (sizes == least) & np.isfinite(least)
    shared = np.maximum(first_in_draw.sum(axis=0), 1)
    probabilities = (first_in_draw / shared).mean(axis=1)
    first = int(np.argmax(probabilities))
    rows = [
        {"model": model, "first": list(needed)[first], "probability_first": probability}
        | ({} if i == first else _ratio(sizes[i], sizes[first]))
        for i, (model, probability) in enumerate(zip(needed, probabilities, strict=True))
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _ratio(sizes: np.ndarray, of_first: np.ndarray) -> dict[str, float]:
    """Return the ratio of two methods' sizes (draws,), where either reaches the target."""
    either = np.isfinite(sizes) | np.isfinite(of_first)
    if not either.any():
        return {}
    ratios = sizes[either] / of_first[either]
    low, middle, high = np.quantile(ratios, (INTERVAL[0], 0.5, INTERVAL[1]), method="nearest")
    return {"ratio": middle, "ratio_low": low, "ratio_high": high}
