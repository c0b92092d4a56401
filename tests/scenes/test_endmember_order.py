"""Stored endmembers are matched with the maps."""

import itertools

import numpy as np
import pytest

from unmixing.scenes.endmember_order import best_order


def plot_of(scene, generator, rows, columns):
    """Label a random plot alone."""
    height, width = scene.shape[:2]
    i, j = generator.integers(height - rows + 1), generator.integers(width - columns + 1)
    maps = np.full_like(scene.abundances, np.nan)
    maps[i : i + rows, j : j + columns] = scene.abundances[i : i + rows, j : j + columns]
    return maps


@pytest.mark.parametrize("order", list(itertools.permutations(range(3)))[1:])
def test_every_wrong_order_of_a_simulated_scene_is_named(small_scene, order):
    best = best_order(
        small_scene.cube, small_scene.abundances, small_scene.endmembers[:, list(order)]
    )
    assert [order[stored] for stored in best.order] == [0, 1, 2]
    # Road and soil are so alike that their swap alone is worth a look and no refusal.
    assert best.is_doubtful
    assert best.is_clear == (order != (1, 0, 2))


@pytest.mark.parametrize("name", ["samson", "jasper"])
def test_every_swap_of_a_real_scene_is_found_and_no_right_plot_suspected(scenes_of, name):
    scene, generator = scenes_of("real.yaml")[name], np.random.default_rng(0)
    for rows, columns in [(20, 20), (10, 10), (5, 5), (2, 6)] * 10:
        maps = plot_of(scene, generator, rows, columns)
        assert not best_order(scene.cube, maps, scene.endmembers).is_clear
    for i, j in itertools.combinations(range(scene.n_endmembers), 2):
        order = np.arange(scene.n_endmembers)
        order[[i, j]] = j, i
        best = best_order(scene.cube, scene.abundances, scene.endmembers[:, order])
        assert (best.order, best.is_clear) == (order.tolist(), True)


def test_the_scale_of_endmembers_does_not_count(small_scene):
    scaled = small_scene.endmembers * [1e4, 1, 1e-3]
    best = best_order(small_scene.cube, small_scene.abundances, scaled[:, [0, 2, 1]])
    assert best.moved(small_scene.names) == ("soil, vegetation", "vegetation, soil")
    assert best.is_clear


@pytest.mark.parametrize("darkness", [0, 1e-6, 0.02])
def test_a_right_scene_with_shade_is_not_suspected(small_scene, darkness):
    generator = np.random.default_rng(0)
    light = generator.uniform(0.1, 1, (*small_scene.shape[:2], 1))
    shade = darkness * small_scene.endmembers[:, :1]
    maps = np.concatenate([light * small_scene.abundances, 1 - light], axis=-1)
    cube = light * small_scene.cube + (1 - light) * shade[:, 0]
    stored = np.column_stack([small_scene.endmembers, shade])
    assert not best_order(cube, maps, stored).is_clear
    for _ in range(20):
        plot = np.full_like(maps, np.nan)
        i, j = generator.integers(12), generator.integers(10)
        plot[i : i + 12, j : j + 10] = maps[i : i + 12, j : j + 10]
        assert not best_order(cube, plot, stored).is_clear
