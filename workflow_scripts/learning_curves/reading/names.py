"""Names of columns and metrics, however they are spelt, and what they say about their numbers."""

import re

# Words in the names of columns for which larger is better.
BETTER_WHEN_LARGER = {
    *("accuracy", "acc", "f1", "auc", "auroc", "r2", "score", "precision", "recall", "kappa"),
    *("iou", "miou", "dice", "jaccard", "specificity", "sensitivity", "map", "ap", "bleu", "psnr"),
    *("ssim", "likelihood", "correlation", "oa", "aa", "pearson", "pearsonr", "spearman"),
    *("spearmanr", "mcc", "auprc", "rsquared", "ndcg", "rouge", "neg"),
}


def normalise_name(name: str) -> str:
    """Return a column's name in lower case, with underscores between its words."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def is_score(name: str) -> bool:
    """Whether a name says that larger is better."""
    return not BETTER_WHEN_LARGER.isdisjoint(normalise_name(name).split("_"))
