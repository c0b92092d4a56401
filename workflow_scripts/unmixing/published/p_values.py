"""Published p-values next to those of a study."""

import numpy as np
import pandas as pd

from learning_curves.significance import LEVEL
from learning_curves.vocabulary import Vocabulary


def published_p_values(
    published: pd.DataFrame,
    comparisons: pd.DataFrame,
    published_as: dict[str, str],
    vocabulary: Vocabulary,
) -> pd.DataFrame:
    """Put each published p-value next to ours of the same two algorithms, data set and size.

    The paper does not say which error its p-values are of, so they stand next to each of ours. They
    are uncorrected normal approximations, so `p_normal` is comparable with them.

    Parameters
    ----------
    published : DataFrame
        `data_set`, `algorithm_a`, `algorithm_b`, `size`, `p_value`; each pair once.
    comparisons : DataFrame
        As `compare_methods` returns it.
    published_as : dict[str, str]
        Method -> published algorithm.

    Returns
    -------
    DataFrame
        One row for each pair of ours whose algorithms were published: `published_p`, `p_normal`,
        `p_value` and `at_5_percent`: on which side of 0.05 `published_p` and `p_normal` lie.
    """
    renamed = published.rename(columns={"p_value": "published_p"})
    swapped = renamed.rename(columns={"algorithm_a": "algorithm_b", "algorithm_b": "algorithm_a"})
    ours = comparisons.assign(
        algorithm_a=comparisons["method_a"].map(published_as),
        algorithm_b=comparisons["method_b"].map(published_as),
    )
    keys = ["data_set", "algorithm_a", "algorithm_b", "size"]
    table = ours.merge(pd.concat([renamed, swapped]), on=keys)
    theirs_is_low, ours_is_low = table["published_p"] < LEVEL, table["p_normal"] < LEVEL
    table["at_5_percent"] = np.select(
        [
            table["n_pairs"] == 0,
            theirs_is_low & ours_is_low,
            theirs_is_low,
            ours_is_low,
        ],
        ["not run", "both below", "only the published p below", "only our p below"],
        "neither below",
    )
    columns = ["condition", "metric", *keys, "method_a", "method_b", "n_pairs", "median_difference"]
    return table[[*columns, "published_p", "p_normal", "p_value", "at_5_percent"]]
