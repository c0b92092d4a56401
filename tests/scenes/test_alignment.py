"""Maps that lie wrongly on the cube are found out, and right ones never suspected."""

import numpy as np
import pytest

from unmixing.scenes.alignment import arrangements, best_arrangement

from shared import simulated

OPPOSITES = {
    "turned left by 90 degrees": "turned right by 90 degrees",
    "turned right by 90 degrees": "turned left by 90 degrees",
    "read column by column instead of row by row": "read row by row instead of column by column",
    "read row by row instead of column by column": "read column by column instead of row by row",
}
WRONG = {
    "upside down": lambda maps: maps[::-1],
    "mirrored left to right": lambda maps: maps[:, ::-1],
    "turned by 180 degrees": lambda maps: maps[::-1, ::-1],
    "transposed": lambda maps: maps.swapaxes(0, 1),
    "turned left by 90 degrees": np.rot90,
    "turned right by 90 degrees": lambda maps: np.rot90(maps, -1),
    "transposed and turned by 180 degrees": lambda maps: maps[::-1, ::-1].swapaxes(0, 1),
}
SHIFTS = [(2, 0), (0, -3), (-5, 5), (3, 1)]


def scene_of(shape, seed, **changes):
    settings = {"sharpness": 3, "brightness_spread": 0.1}
    return simulated(shape=shape, seed=seed, **settings | changes)


def shifted(maps, down, right):
    """Move maps by whole pixels: what comes in is not labelled."""
    moved = np.full_like(maps, np.nan)
    height, width = maps.shape[:2]
    rows, columns = np.arange(height), np.arange(width)
    inside = np.ix_(
        rows[(rows - down >= 0) & (rows - down < height)],
        columns[(columns - right >= 0) & (columns - right < width)],
    )
    moved[inside] = maps[inside[0] - down, inside[1] - right]
    return moved


def clear_name(scene, maps):
    best = best_arrangement(scene.cube, maps)
    return best.name if best is not None and best.evidence.is_clear else None


@pytest.mark.parametrize("name", WRONG)
def test_the_arrangement_that_mends_turned_maps_is_named(name):
    scene = scene_of((40, 40, 30), seed=1)
    assert clear_name(scene, WRONG[name](scene.abundances)) == OPPOSITES.get(name, name)


@pytest.mark.parametrize("shape", [(30, 47, 20), (47, 30, 20), (24, 96, 20)])
def test_maps_in_the_other_pixel_order_are_found_for_any_height_and_width(shape):
    scene = scene_of(shape, seed=2)
    height, width, p = scene.abundances.shape
    by_columns = scene.abundances.swapaxes(0, 1).reshape(height, width, p)
    assert clear_name(scene, by_columns) == "read column by column instead of row by row"
    by_rows = scene.abundances.reshape(width, height, p).swapaxes(0, 1)
    assert clear_name(scene, by_rows) == "read row by row instead of column by column"


@pytest.mark.parametrize(("down", "right"), SHIFTS)
def test_shifted_maps_are_found_in_the_whole_and_in_a_plot(down, right):
    scene = scene_of((40, 50, 30), seed=3)
    maps = shifted(scene.abundances, down, right)
    back = [
        f"{way} by {abs(by)}"
        for by, way in (
            (down, "up" if down > 0 else "down"),
            (right, "left" if right > 0 else "right"),
        )
        if by
    ]
    assert clear_name(scene, maps) == f"shifted {' and '.join(back)}"
    plot = np.full_like(maps, np.nan)
    plot[10:30, 10:35] = maps[10:30, 10:35]
    assert clear_name(scene, plot) == f"shifted {' and '.join(back)}"


@pytest.mark.parametrize("shape", [(9, 9), (6, 11), (1, 30), (30, 1), (1, 1)])
def test_every_remedy_does_what_its_arrangement_does(shape):
    height, width = shape
    numbers = np.arange(height * width, dtype=float)
    maps = np.repeat(numbers.reshape(height, width, 1), 2, axis=2)
    seen = set()
    for arrangement in arrangements(height, width):
        code = arrangement.remedy.split(", with")[0]
        done = eval(code, {"maps": maps, "numpy": np, "height": height, "width": width})
        pixels = np.arange(height * width)
        sources = arrangement.find_sources(pixels)
        there = sources >= 0
        np.testing.assert_array_equal(done.reshape(-1, 2)[there, 0], sources[there])
        np.testing.assert_array_equal(arrangement.find_places(sources[there]), pixels[there])
        seen.add(sources.astype(int).tobytes())
    assert len(seen) == len(list(arrangements(height, width)))


def plots(generator, height, width):
    """Draw where somebody may have labelled: plots, a strip, and scattered pixels."""
    for rows, columns in ((20, 20), (10, 10), (5, 5), (4, 24)):
        i, j = generator.integers(height - rows + 1), generator.integers(width - columns + 1)
        plot = np.zeros((height, width), bool)
        plot[i : i + rows, j : j + columns] = True
        yield plot
    for count in (12, 40, 400):
        scattered = np.zeros(height * width, bool)
        scattered[generator.permutation(height * width)[:count]] = True
        yield scattered.reshape(height, width)


def hardened(maps):
    """Make a class map of abundances, as polygons give one."""
    return np.eye(maps.shape[-1], dtype=maps.dtype)[maps.argmax(axis=-1)]


def suspected(scene, generator, repeats):
    """List the plots in which the right maps, or a class map of them, are suspected."""
    height, width = scene.shape[:2]
    return [
        plot.sum()
        for _ in range(repeats)
        for plot in plots(generator, height, width)
        for maps in (scene.abundances, hardened(scene.abundances))
        if clear_name(scene, np.where(plot[..., None], maps, np.nan)) is not None
    ]


@pytest.mark.parametrize("seed", range(6))
def test_a_right_scene_labelled_in_part_is_never_suspected(seed):
    generator = np.random.default_rng(seed)
    changes = {
        "correlation_length": float(generator.uniform(2, 20)),
        "sharpness": float(generator.uniform(1, 8)),
        "snr": float(generator.choice([15, 30, 50])),
        "mixing": str(generator.choice(["linear", "fan", "post_nonlinear"])),
        "brightness_spread": float(generator.choice([0, 0.1, 0.3])),
    }
    scene = scene_of((36, 44, 24), seed=seed, **changes)
    assert clear_name(scene, scene.abundances) is None
    assert suspected(scene, generator, repeats=4) == []


@pytest.mark.parametrize("name", ["samson", "jasper"])
def test_a_right_real_scene_labelled_in_part_is_never_suspected(scenes_of, name):
    scene = scenes_of("real.yaml")[name]
    assert clear_name(scene, scene.abundances) is None
    assert suspected(scene, np.random.default_rng(0), repeats=10) == []


@pytest.mark.parametrize("name", ["samson", "jasper"])
@pytest.mark.parametrize("wrong", WRONG)
def test_turned_maps_of_a_real_scene_are_found(scenes_of, name, wrong):
    scene = scenes_of("real.yaml")[name]
    maps = WRONG[wrong](scene.abundances)
    assert clear_name(scene, maps) == OPPOSITES.get(wrong, wrong)


def test_labels_too_few_to_tell_are_not_compared(small_scene):
    maps = np.full_like(small_scene.abundances, np.nan)
    maps[2, 3], maps[9, 4], maps[5, 17] = small_scene.abundances[[2, 9, 5], [3, 4, 17]]
    assert best_arrangement(small_scene.cube, maps) is None


def test_brightness_does_not_hide_misplaced_maps(small_scene):
    brightness = np.random.default_rng(0).uniform(0.2, 2, (*small_scene.shape[:2], 1))
    best = best_arrangement(small_scene.cube * brightness, small_scene.abundances[::-1])
    assert (best.name, best.evidence.is_clear) == ("upside down", True)
