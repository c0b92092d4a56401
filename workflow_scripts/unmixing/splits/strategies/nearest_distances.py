"""Labels in some folds, tests in one as far from them as the rest of the image is from all labels.

Folds are tested in turn, so use a multiple of `folds` seeds: their distances match those of the
image together, and not one by one. Where labels are spread like a random sample of the image, or
nothing else is there to predict, folds are random pixels, and drawn again after the last.

Unlike random pixels, this measures the error of a map that is made from clustered labels.
"""

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.scene import Scene
from unmixing.splits.strategy import Drawn, Key, Strategy


def draw(scene: Scene, n_test: int | None, seed: int, folds: int) -> Drawn:
    """Draw test pixels from the fold whose turn it is, and an order of all others.

    Raises
    ------
    UserError
        If there are fewer labelled pixels than folds.
    """
    valid = scene.valid
    labelled = np.flatnonzero(valid)
    if len(labelled) < folds:
        raise UserError(
            f"{len(labelled)} labelled pixels are fewer than folds, {folds}: make fewer folds."
        )
    # It loads SciPy, which naming the splits does not need.
    from unmixing.splits.matched_folds import find_matched_folds

    to_predict = scene.measured & ~valid
    lap, turn = divmod(seed, folds)
    found = find_matched_folds(np.argwhere(valid), np.argwhere(to_predict), folds)
    if found is None:
        found = np.random.default_rng(lap).permutation(len(labelled)) % folds
        region = f"all but random fold {turn + 1} of {folds}, draw {lap + 1}"
    else:
        region = f"all but fold {turn + 1} of {folds}"
    generator = np.random.default_rng(seed)
    is_tested = found == turn
    tested = generator.permutation(labelled[is_tested])[:n_test]
    eligible = generator.permutation(labelled[~is_tested])
    return Drawn(eligible.astype(np.int32), tested.astype(np.int32), region)


STRATEGY = Strategy(
    draw=draw,
    words="pixels of {folds} folds but the tested one, which is as far from them as the image is "
    "from all labels",
    keys={
        "folds": Key(
            "Number of parts that labelled pixels are divided into; each seed tests one of them.",
            default=5,
            values={"type": "integer", "minimum": 2},
        )
    },
    regions="folds",
    n_regions="folds",
)
