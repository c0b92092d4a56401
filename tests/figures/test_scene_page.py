"""The page of a scene shows its colours, its maps and its spectra."""

from dataclasses import replace

import numpy as np
import pytest

from unmixing.figures.composite import composite, composite_label
from unmixing.figures.scene_page import scene_page
from unmixing.linear_mixing import fitted_endmembers

from shared import legend_of, words_of


def shown(figure):
    return [axes for axes in figure.axes if axes.get_visible()]


def test_the_composite_and_every_map_are_shown_under_their_names(small_scene):
    figure = scene_page(small_scene, "some_field")
    colours, *maps = shown(figure)[: 1 + small_scene.n_endmembers]
    assert colours.get_title() == "some field, true colour"
    np.testing.assert_array_equal(colours.images[0].get_array(), composite(small_scene))
    assert [axes.get_title() for axes in maps] == list(small_scene.names)
    for i, axes in enumerate(maps):
        np.testing.assert_array_equal(axes.images[0].get_array(), small_scene.abundances[..., i])
        assert axes.images[0].get_clim() == (0, 1)
    assert "abundance" in words_of(figure)


def spectra_of(figure):
    return next(axes for axes in figure.axes if axes.lines)


def test_spectra_are_the_refitted_and_the_stored_ones(small_scene):
    figure = scene_page(small_scene, "field")
    axes = spectra_of(figure)
    refitted = fitted_endmembers(
        small_scene.cube.reshape(-1, small_scene.shape[2]), small_scene.labels
    )
    for i in range(small_scene.n_endmembers):
        fitted, stored = axes.lines[2 * i : 2 * i + 2]
        np.testing.assert_allclose(fitted.get_ydata(), refitted[:, i], rtol=1e-6)
        np.testing.assert_array_equal(stored.get_ydata(), small_scene.endmembers[:, i])
        np.testing.assert_array_equal(fitted.get_xdata(), small_scene.wavelengths)
        assert (fitted.get_linestyle(), stored.get_linestyle()) == ("-", "--")
    assert axes.get_xlabel() == "wavelength (micrometres)"
    assert axes.get_ylabel() == small_scene.units
    (subfigure,) = [part for part in figure.subfigs if part.legends]
    assert legend_of(subfigure) == [
        f"{kind} {name}" for name in small_scene.names for kind in ("refitted", "stored")
    ]


def test_a_scene_with_less_known_shows_less(small_scene):
    bare = replace(small_scene, endmembers=None, wavelengths=None)
    figure = scene_page(bare, "field")
    axes = spectra_of(figure)
    assert len(axes.lines) == small_scene.n_endmembers
    assert axes.get_xlabel() == "band"
    assert axes.lines[0].get_xdata()[[0, -1]].tolist() == [1, small_scene.shape[2]]
    assert figure.axes[0].get_title() == "field, false colour"


@pytest.mark.parametrize(("known", "label"), [(True, "true colour"), (False, "false colour")])
def test_a_composite_is_of_colours_from_0_to_1(small_scene, known, label):
    scene = small_scene if known else replace(small_scene, wavelengths=None)
    image = composite(scene)
    assert image.shape == (*small_scene.shape[:2], 3)
    assert (image.min(), image.max()) == (0, 1)
    assert composite_label(scene) == label
