"""Numbers that are no errors, because they rise the better a method is: they are refused."""

import numpy as np
import pandas as pd
from scipy.stats import kendalltau

from unmixing.any_study.columns import plain
from unmixing.errors import UserError
from unmixing.evaluation.runs import completed
from unmixing.evaluation.significance import LEVEL
from unmixing.evaluation.tables import CURVE

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


def refuse_rising(runs: pd.DataFrame, metric: str, name: str) -> None:
    """Refuse numbers that rise with the size in most curves of a data set.

    A curve rises if Kendall's rank correlation of size and error is positive, at 5 % on one side.
    """
    for scene, of_scene in completed(runs).groupby("scene", sort=False):
        curves = [curve for _, curve in of_scene.groupby(CURVE)]
        rising = sum(_rises(curve["n_train_pixels"], curve[metric]) for curve in curves)
        if 2 * rising > len(curves):
            raise UserError(
                f"'{name}' rises with the size in {rising} of {len(curves)} curves of {scene}, as "
                f"an accuracy does. {REMEDY.format(name=name)}."
            )


def _rises(sizes: pd.Series, errors: pd.Series) -> bool:
    errors = errors.where(np.isfinite(errors))
    return bool(kendalltau(sizes, errors, nan_policy="omit", alternative="greater").pvalue <= LEVEL)
