"""Axes of sizes are logarithmic, and what has no room is spread."""

import pandas as pd
import pytest

from learning_curves.figures.panels import log_axes, matrix_grid, panel_grid, spread


def test_ticks_are_the_sizes_and_turn_where_they_would_touch():
    for sizes, rotation in (([10, 100, 1000], 0), ([100, 105, 1000], 45)):
        figure, grid = panel_grid(1, 1)
        axes = grid[0, 0]
        axes.plot(sizes, sizes)
        log_axes(axes, pd.Series(sizes))
        figure.canvas.draw()
        assert [label.get_text() for label in axes.get_xticklabels()] == list(map(str, sizes))
        assert {label.get_rotation() for label in axes.get_xticklabels()} == {rotation}


def test_matrices_have_one_row_per_scene_if_there_are_conditions():
    facets = [(data_set, condition) for data_set in "ab" for condition in "xyz"]
    for shown, shape in (
        (facets, (2, 3)),
        (facets[:5], (2, 3)),
        (facets[::3], (1, 2)),
        ([], (1, 1)),
    ):
        figure, grid = matrix_grid(shown, 4)
        assert grid.shape == shape
        assert [axes.axison for axes in grid.flat].count(True) == max(1, len(shown))
    _, grid = matrix_grid([("a", str(i)) for i in range(9)], 4)
    assert grid.size >= 9 and grid.shape[1] < 9


@pytest.mark.parametrize(
    ("there", "chosen"),
    [(range(3), [0, 1, 2]), (range(7), [0, 2, 4, 6]), (range(1), [0]), (range(0), [])],
)
def test_both_ends_are_among_what_is_spread(there, chosen):
    assert spread(there, 4) == chosen
