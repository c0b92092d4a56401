"""The histogram of a cube shows where its values lie, despite a few outliers."""

from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
import pytest

from unmixing.figures.cube_values import draw_cube_values


def drawn(scene):
    axes = plt.figure().subplots()
    draw_cube_values(axes, scene)
    return axes


def test_bars_are_the_shares_of_values(small_scene):
    axes = drawn(small_scene)
    counts, edges, _ = axes.patches[0].get_data()
    values = small_scene.cube.ravel()
    for low, high, share in zip(edges[:-2], edges[1:-1], counts[:-1], strict=True):
        assert share == pytest.approx(100 * np.mean((values >= low) & (values < high)), abs=1e-9)
    assert 99.5 < counts.sum() <= 100
    assert axes.get_xlabel() == f"{small_scene.units} in any band"


def test_a_few_outliers_squeeze_nothing_and_are_named(small_scene):
    cube = small_scene.cube.copy()
    cube[0, 0, 0], cube[0, 1, 0] = 5000, -3
    axes = drawn(replace(small_scene, cube=cube))
    edges = axes.patches[0].get_data().edges
    assert edges[0] >= -0.1 and edges[-1] < 2
    assert axes.get_title().startswith("values from -3 to 5e+03, ")


def test_negatives_and_pixels_without_a_spectrum_are_counted(small_scene):
    cube = small_scene.cube - np.median(small_scene.cube)
    cube[:2, :3, 5] = np.nan
    title = drawn(replace(small_scene, cube=cube)).get_title()
    below = np.mean(cube[np.isfinite(cube).all(axis=-1)] < 0)
    assert f", {below:.2%} below zero, 6 pixels without a spectrum" in title


def test_a_cube_without_values_or_with_a_single_one_is_drawn(small_scene):
    nothing = drawn(replace(small_scene, cube=np.full_like(small_scene.cube, np.nan)))
    assert "no values" in nothing.texts[0].get_text().replace("\n", " ")
    alike = drawn(replace(small_scene, cube=np.full_like(small_scene.cube, 0.5)))
    assert alike.get_title() == "values from 0.5 to 0.5"
