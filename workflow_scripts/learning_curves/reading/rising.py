"""Numbers that are no errors, because they rise the better a method is: they are refused."""

import numpy as np
import pandas as pd
from scipy.stats import kendalltau

from learning_curves.columns import CURVE
from learning_curves.errors import UserError
from learning_curves.reading.columns import plain
from learning_curves.runs import completed
from learning_curves.significance import LEVEL

# Words in the names of columns that hold what is better the larger it is.
BETTER_WHEN_LARGER = {
    *("accuracy", "acc", "f1", "auc", "auroc", "r2", "score", "precision", "recall", "kappa"),
    *("iou", "miou", "dice", "jaccard", "specificity", "sensitivity", "map", "ap", "bleu", "psnr"),
    *("ssim", "likelihood", "correlation", "oa", "aa"),
}
REMEDY = (
    "Write 1 - {name} into the table, as an error; if it is an error all the same, add --is-error"
)


def refuse_name(name: str) -> None:
    """Refuse a column whose name says that larger is better."""
    if not BETTER_WHEN_LARGER.isdisjoint(plain(name).split("_")):
        raise UserError(
            f"'{name}' looks like something that is better the larger it is, and the answers are "
            f"about errors. {REMEDY.format(name=name)}."
        )


def refuse_rising(runs: pd.DataFrame, metric: str) -> None:
    """Refuse numbers that rise with the size in most curves of a data set.

    A curve rises if Kendall's rank correlation of size and error is positive, at 5 % on one side.
    """
    for data_set, of_data_set in completed(runs).groupby("data_set", sort=False):
        curves = [curve for _, curve in of_data_set.groupby(CURVE)]
        rising = sum(_rises(curve["size"], curve[metric]) for curve in curves)
        if 2 * rising > len(curves):
            raise UserError(
                f"'{metric}' rises with the size in {rising} of {len(curves)} curves of "
                f"{data_set}, as an accuracy does. {REMEDY.format(name=metric)}."
            )


def _rises(sizes: pd.Series, errors: pd.Series) -> bool:
    errors = errors.where(np.isfinite(errors))
    return bool(kendalltau(sizes, errors, nan_policy="omit", alternative="greater").pvalue <= LEVEL)
