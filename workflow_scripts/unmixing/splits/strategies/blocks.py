"""Labels outside some square blocks, tests at random inside them.

The tested blocks hold the test pixels or, without a test size, half of the valid pixels. Blocks are
tested in turn, about equally often; if more than half of the image is tested, they are drawn at
random.

Unlike random pixels, this measures leakage: how much error was hidden by testing on neighbours.
"""

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.scene import Scene
from unmixing.splits.balanced import choose_balanced_part
from unmixing.splits.regions import GAP, Sides, draw_apart
from unmixing.splits.strategy import Drawn, Key, Strategy

# Up to this many tested blocks are named, numbered row by row from 0.
MOST_NAMED = 25


def draw(scene: Scene, n_test: int | None, seed: int, block_size: int, gap: int) -> Drawn:
    """Draw the tested blocks.

    Raises
    ------
    UserError
        If the scene is a single block.
    """
    valid = scene.valid
    if block_size >= max(valid.shape):
        raise UserError(
            f"blocks of {block_size} x {block_size} pixels need a scene that is larger than "
            f"{valid.shape[0]} x {valid.shape[1]}: make them smaller."
        )
    rows, columns = (np.arange(side) // block_size for side in valid.shape)
    block = rows[:, None] * (columns[-1] + 1) + columns
    held = np.bincount(block[valid], minlength=block.max() + 1)
    is_tested = choose_balanced_part(held, held.sum() / 2 if n_test is None else n_test, seed)
    tested = is_tested[block]
    numbers = np.flatnonzero(is_tested)
    named = " ".join(map(str, numbers)) if len(numbers) <= MOST_NAMED else f"of seed {seed}"
    sides = Sides(~tested, tested, f"all but blocks {named}")
    return draw_apart(valid, sides, gap, n_test, seed)


STRATEGY = Strategy(
    draw=draw,
    words="pixels of other {block_size} x {block_size} blocks than the tested ones",
    keys={"block_size": Key("Side of a block in pixels.", default=20), "gap": GAP},
    regions="choices of blocks",
    by_shape=True,
)
