"""The page of a scene shows its colours, its maps and its spectra."""

import re
from dataclasses import replace

import numpy as np
import pytest

from learning_curves.figures.saving import save_figure
from unmixing.figures.abundance_maps import abundance_maps
from unmixing.figures.composite import compose_colours, label_composite
from unmixing.figures.predicted_against_true import predicted_against_true
from unmixing.figures.scene_page import scene_page
from unmixing.linear_mixing import fit_endmembers
from unmixing.scenes.audit import audit
from unmixing.scenes.scene import make_scene
from unmixing.vocabulary import UNMIXING

from drawn import read_legend, read_texts


def shown(figure):
    return [axes for axes in figure.axes if axes.get_visible()]


def test_the_composite_and_every_map_are_shown_under_their_names(small_scene):
    figure = scene_page(small_scene, "some_field")
    colours, *maps = shown(figure)[: 1 + small_scene.n_endmembers]
    assert colours.get_title() == "true colour"
    np.testing.assert_array_equal(colours.images[0].get_array(), compose_colours(small_scene))
    assert [axes.get_title() for axes in maps] == list(small_scene.names)
    for i, axes in enumerate(maps):
        np.testing.assert_array_equal(axes.images[0].get_array(), small_scene.abundances[..., i])
        assert axes.images[0].get_clim() == (0, 1)
    assert "abundance" in read_texts(figure)


def test_an_image_with_spectra_in_a_part_of_it_shows_that_part(small_scene):
    cube, abundances = small_scene.cube.copy(), small_scene.abundances.copy()
    empty = np.ones(cube.shape[:2], bool)
    empty[5:20, 3:9] = False
    cube[empty], abundances[empty] = np.nan, np.nan
    scene = replace(small_scene, cube=cube, abundances=abundances)
    colours, first, *_ = shown(scene_page(scene, "field"))
    expected = small_scene.abundances[5:20, 3:9, 0]
    np.testing.assert_array_equal(first.images[0].get_array(), expected)
    assert colours.images[0].get_array().shape[:2] == (15, 6)


def spectra_of(figure):
    return next(axes for axes in figure.axes if axes.lines)


def test_spectra_are_the_refitted_and_the_stored_ones(small_scene):
    figure = scene_page(small_scene, "field")
    axes = spectra_of(figure)
    refitted = fit_endmembers(
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
    assert read_legend(subfigure) == [
        f"{kind} {name}" for name in small_scene.names for kind in ("refitted", "stored")
    ]


def test_a_scene_with_less_known_shows_less(small_scene):
    bare = replace(small_scene, endmembers=None, wavelengths=None)
    figure = scene_page(bare, "field")
    axes = spectra_of(figure)
    assert len(axes.lines) == small_scene.n_endmembers
    assert axes.get_xlabel() == "band"
    assert axes.lines[0].get_xdata()[[0, -1]].tolist() == [1, small_scene.shape[2]]
    assert figure.axes[0].get_title() == "false colour"


@pytest.mark.parametrize(("known", "label"), [(True, "true colour"), (False, "false colour")])
def test_a_composite_is_of_colours_from_0_to_1(small_scene, known, label):
    scene = small_scene if known else replace(small_scene, wavelengths=None)
    image = compose_colours(scene)
    assert image.shape == (*small_scene.shape[:2], 3)
    assert (image.min(), image.max()) == (0, 1)
    assert label_composite(scene) == label


def test_pixels_without_a_spectrum_are_white_and_move_no_colour(small_scene):
    cube = small_scene.cube - 1
    cube[:2, :2] = np.nan
    image = compose_colours(replace(small_scene, cube=cube))
    assert (image[:2, :2] == 1).all()
    np.testing.assert_allclose(np.median(image), np.median(compose_colours(small_scene)), atol=0.05)


def table_of(n, bands=30):
    generator = np.random.default_rng(0)
    shares = generator.dirichlet([1, 1], (n, 1))
    cube = shares @ generator.random((2, bands))
    return make_scene(cube, shares, ("soil", "grass"), is_image=False)


def test_a_table_of_spectra_makes_a_page_of_the_usual_size():
    scene = table_of(1000)
    figure = scene_page(scene, "plots")
    assert max(figure.get_size_inches()) < 12
    assert "there are no maps to draw" in " ".join(read_texts(figure)).replace("\n", " ")
    assert len(spectra_of(figure).lines) == 2
    checks = audit(scene)["check"]
    assert not checks.str.contains("rearranged").any()


def test_a_long_strip_makes_a_page_that_can_be_printed():
    generator = np.random.default_rng(0)
    shares = generator.dirichlet([1, 1], (2, 1500))
    strip = make_scene(shares @ generator.random((2, 30)), shares, ("soil", "grass"))
    turned = replace(strip, cube=strip.cube.swapaxes(0, 1), abundances=shares.swapaxes(0, 1))
    for scene in (strip, turned):
        assert max(scene_page(scene, "strip").get_size_inches()) < 25


ODD_NAMES = [("1", "2.5", "3"), ("yes", "null", "~"), ("$x_{", "a$b$c", "<b>&"), ("soil",) * 3]


@pytest.mark.parametrize("names", ODD_NAMES, ids=" ".join)
def test_names_of_any_kind_are_drawn_as_they_are_spelt(small_scene, predicted, tmp_path, names):
    scene = replace(small_scene, names=names)
    path = tmp_path / "figure.svg"
    for draw, runs in (
        (lambda scene, _: scene_page(scene, "field"), None),
        (
            lambda scene, runs: abundance_maps(scene, runs, "field", "ridge", UNMIXING),
            [predicted],
        ),
        (
            lambda scene, runs: predicted_against_true(scene, runs, "field", UNMIXING),
            {"ridge": predicted},
        ),
    ):
        save_figure([path], draw, scene, runs)
        words = re.findall(r">([^<>]+)</text>", path.read_text())
        assert "This figure cannot be made" not in " ".join(words)
        for name in names:
            spelt = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
            assert any(spelt in word for word in words), name


def test_names_that_are_numbers_become_text(small_scene):
    scene = make_scene(small_scene.cube, small_scene.abundances, (1, True, 2.5))
    assert scene.names == ("1", "True", "2.5")
    assert len(audit(scene)) > 5
