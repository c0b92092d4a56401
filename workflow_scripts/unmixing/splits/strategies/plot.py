"""Labels in one square plot, tests anywhere outside it and the gap around it.

So a gap takes nothing from the plot. Plots lie at the points of a Halton sequence, so any ten
consecutive ones are spread evenly over the image; use 20 seeds or more. A plot does not depend on
the train sizes. It has at least nine tenths of the valid pixels of the fullest square.

Unlike random pixels, this measures shift, and surfaces that the plot lacks.
"""

import numpy as np

from learning_curves.errors import UserError
from unmixing.scenes.scene import Scene
from unmixing.splits.balanced import choose_balanced_place
from unmixing.splits.regions import GAP, Sides, draw_apart, sum_over_squares
from unmixing.splits.strategy import Drawn, Key, Strategy

# A plot has at least this share of the valid pixels of the fullest square.
FULL_ENOUGH = 0.9


def draw(scene: Scene, n_test: int | None, seed: int, plot_size: int, gap: int) -> Drawn:
    """Draw a plot.

    Raises
    ------
    UserError
        If it is larger than the scene.
    """
    valid = scene.valid
    if plot_size > min(valid.shape):
        raise UserError(
            f"a plot of {plot_size} x {plot_size} pixels is larger than the scene, "
            f"{valid.shape[0]} x {valid.shape[1]}: make it smaller."
        )
    held = sum_over_squares(valid, plot_size)
    row, column = choose_balanced_place(held >= FULL_ENOUGH * held.max(), seed)
    plot, near = np.zeros_like(valid), np.zeros_like(valid)
    plot[row : row + plot_size, column : column + plot_size] = True
    top, left = max(row - gap, 0), max(column - gap, 0)
    near[top : row + plot_size + gap, left : column + plot_size + gap] = True
    last_row, last_column = row + plot_size - 1, column + plot_size - 1
    region = f"rows {row} to {last_row}, columns {column} to {last_column}"
    return draw_apart(valid, Sides(plot, ~near, region), gap, n_test, seed)


STRATEGY = Strategy(
    draw=draw,
    words="pixels of one {plot_size} x {plot_size} plot, tested outside of it",
    keys={"plot_size": Key("Side of the plot in pixels.", default=40), "gap": GAP},
    regions="plots",
    by_shape=True,
)
