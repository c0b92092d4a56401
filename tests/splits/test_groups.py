"""Labels from some groups are tested on whole others."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.errors import UserError
from unmixing.scenes.groups import LAYER
from unmixing.scenes.scene import Layer, changed
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels, draw_under
from unmixing.splits.split import read_split, write_split
from unmixing.study.checks import check_draws
from unmixing.study.own_scene import make_entry, make_study, read_own
from unmixing.study.reading import complete, read_study

from shared import STUDY, simulated


def of(**options):
    return Condition("groups", {"pixels_per_group": 0, "group_size": 0} | options)


@pytest.fixture(scope="module")
def scene():
    """Return a scene of 12 plots of 4 x 4 labelled pixels, of which nothing else is labelled."""
    whole = simulated(shape=(30, 40, 12), seed=2, sharpness=3)
    plots = np.full((30, 40), -1, np.int32)
    for number in range(12):
        row, column = divmod(number, 4)
        plots[10 * row + 2 : 10 * row + 6, 10 * column + 2 : 10 * column + 6] = number
    abundances = np.where(plots[..., None] >= 0, whole.abundances, np.nan)
    layers = {LAYER: Layer(plots, tuple(f"P{number}" for number in range(12)))}
    return changed(whole, abundances=abundances, layers=layers)


def groups_of(scene, pixels):
    return scene.layers[LAYER].values.ravel()[pixels]


def test_words_say_how_many_pixels_of_a_group_and_how_groups_are_cut():
    others = "pixels of other groups than the tested ones"
    assert of().description == others
    assert of(pixels_per_group=4).description == f"{others}, at most 4 of each"
    cut = of(pixels_per_group=1, group_size=5).description
    assert cut == f"{others}, at most 1 of each, in squares of 5 x 5"


def test_no_group_is_labelled_and_tested(scene):
    for seed in range(20):
        split = draw_under(of(), scene, seed, 60, 0.1, 64)
        labelled = np.concatenate([split.train, split.validation])
        assert not set(groups_of(scene, labelled)) & set(groups_of(scene, split.test))
        assert len(split.test) == 64 and (groups_of(scene, split.test) >= 0).all()


def test_groups_are_labelled_one_after_the_other_and_sizes_nest(scene):
    eligible = draw_pixels(of(), scene, 3, 64).eligible
    order = groups_of(scene, eligible)
    assert np.count_nonzero(np.diff(order)) == len(set(order)) - 1
    few, many = (draw_under(of(), scene, 3, size, 0.1, 64) for size in (20, 60))
    assert set(few.train) | set(few.validation) < set(many.train) | set(many.validation)


@pytest.mark.parametrize("most", [1, 3])
def test_so_many_pixels_of_a_group_are_labelled(most, scene):
    eligible = draw_pixels(of(pixels_per_group=most), scene, 0, 64).eligible
    held = np.bincount(groups_of(scene, eligible))
    assert set(held) <= {0, most} and (held == most).sum() == 8


def test_a_split_counts_the_groups_that_it_labels_and_tests(scene, tmp_path):
    split = draw_under(of(pixels_per_group=4), scene, 3, 20, 0.1, 64)
    labelled = groups_of(scene, np.concatenate([split.train, split.validation]))
    tested = groups_of(scene, split.test)
    assert split.groups == (len(set(labelled)), len(set(tested)), 12)
    assert len(set(labelled)) == 5
    write_split(split, tmp_path / "split.h5", {"scene_hash": scene.hash})
    assert read_split(tmp_path / "split.h5", scene.hash).groups == split.groups
    alone = draw_under(Condition(), scene, 3, 20, 0.1, 64)
    write_split(alone, tmp_path / "alone.h5", {"scene_hash": scene.hash})
    assert read_split(tmp_path / "alone.h5", scene.hash).groups is None


def test_every_group_is_tested_about_equally_often(scene):
    tested = [set(groups_of(scene, draw_pixels(of(), scene, seed, 64).test)) for seed in range(30)]
    counts = np.bincount([number for groups in tested for number in groups])
    assert counts.min() >= 0.8 * counts.mean()
    assert len({draw_pixels(of(), scene, seed, 64).region for seed in range(30)}) > 20


def test_groups_are_cut_of_an_image_that_has_none():
    scene = simulated(shape=(30, 40, 12), seed=2)
    with pytest.raises(UserError, match="a column such as plot"):
        draw_pixels(of(), scene, 0, 100)
    drawn = draw_pixels(of(group_size=5, pixels_per_group=4), scene, 0, 300)
    blocks = np.add.outer(np.arange(30) // 5 * 8, np.arange(40) // 5).ravel()
    assert not set(blocks[drawn.eligible]) & set(blocks[drawn.test])
    assert np.bincount(blocks[drawn.eligible]).max() == 4


def test_patches_of_labels_are_groups_where_nothing_says_so(scene):
    patches = changed(scene, layers={})
    drawn = draw_pixels(of(), patches, 0, 64)
    plots = scene.layers[LAYER].values.ravel()
    assert not set(plots[drawn.eligible]) & set(plots[drawn.test])
    assert (plots[drawn.test] >= 0).all()


def test_an_array_of_numbers_tells_groups(scene, tmp_path):
    numbers = scene.layers[LAYER].values + 1
    np.savez(
        tmp_path / "scene.npz",
        cube=scene.cube,
        abundances=scene.abundances,
        plot_ids=np.where(numbers > 0, 10 * numbers, 0),
    )
    own = read_own("field", {"scene": tmp_path / "scene.npz"}, {})
    np.testing.assert_array_equal(own.layers[LAYER].values, scene.layers[LAYER].values)
    assert own.layers[LAYER].names[:2] == ("10", "20")
    np.save(tmp_path / "few.npy", numbers[:5])
    files = {"scene": tmp_path / "scene.npz", "group_ids": tmp_path / "few.npy"}
    with pytest.raises(UserError, match="groups have 5 x 40 pixels and the cube 30 x 40"):
        read_own("field", files, {})


def test_sizes_that_groups_cannot_hold_are_refused_before_splits_are_drawn(scene, tmp_path):
    config = {
        "scenes": {"field": {"files": {"scene": {"path": str(tmp_path / "none.npz")}}}},
        "conditions": {"one": {"split": "groups", "pixels_per_group": 1}},
        "train_sizes": [10],
        "test_size": 64,
    }
    study = read_study(STUDY | config)
    with pytest.raises(UserError, match="condition one: seed 0 leaves 8 pixels that may be labell"):
        check_draws(study, "field", scene)


def test_an_image_that_cannot_be_cut_into_groups_is_refused_when_the_config_is_read():
    condition = {"split": "groups", "group_size": 5, "pixels_per_group": 1}
    config = {"conditions": {"one": condition}, "train_sizes": [10], "test_size": 200}
    with pytest.raises(UserError, match="condition one: seed 0 leaves 8 pixels that may be labell"):
        read_study(STUDY | config)


def test_one_group_cannot_be_labelled_and_tested(scene):
    one = changed(scene, layers={LAYER: Layer(np.zeros((30, 40), np.int32), ("all",))})
    with pytest.raises(UserError, match="belong to one group"):
        draw_pixels(of(), one, 0, None)


@pytest.mark.parametrize("column", ["plot", "Site"])
def test_a_first_study_of_labels_in_plots_tests_on_other_plots(column, scene, tmp_path):
    np.save(tmp_path / "cube.npy", scene.cube)
    rows, columns = np.nonzero(scene.valid)
    table = pd.DataFrame(scene.abundances[rows, columns], columns=list(scene.names))
    table.insert(0, "column", columns)
    table.insert(0, "row", rows)
    table.insert(0, column, [f"P{n}" for n in scene.layers[LAYER].values[rows, columns]])
    table.to_csv(tmp_path / "labels.csv", index=False)
    files = {"cube": tmp_path / "cube.npy", "abundances": tmp_path / "labels.csv"}
    own = read_own("field", files, {})
    np.testing.assert_array_equal(own.layers[LAYER].values >= 0, scene.layers[LAYER].values >= 0)
    note = f"192 labels come from 12 groups, told by {column}"
    assert any(note in words and "split: groups" in words for words in own.notes)
    config = make_study("field", make_entry(files, {}, own), own)
    assert list(config["conditions"]) == ["groups", "groups_4", "standard"]
    assert config["costs"]["group"] > config["costs"]["pixel"]
    study = read_study(complete(config))
    for seed in study.seeds:
        for name, condition in study.conditions.items():
            largest = max(study.sizes("field", name, None))
            split = draw_under(condition, own, seed, largest, study.val_size, 64)
            assert name == "standard" or split.groups.n_all_groups == 12


def test_a_table_of_spectra_knows_its_groups(scene, tmp_path):
    rows = np.flatnonzero(scene.valid)
    table = pd.DataFrame(
        scene.cube.reshape(-1, 12)[rows], columns=[f"{450 + 20 * band}" for band in range(12)]
    )
    table[list(scene.names)] = scene.labels[rows]
    table.insert(0, "transect", groups_of(scene, rows) + 100)
    table.to_csv(tmp_path / "spectra.csv", index=False)
    own = read_own("field", {"scene": tmp_path / "spectra.csv"}, {})
    assert own.layers[LAYER].values.shape == (192, 1)
    split = draw_under(of(), own, 0, 60, 0.1, 64)
    numbers = own.layers[LAYER].values.ravel()
    assert not set(numbers[split.train]) & set(numbers[split.test])
    config = make_study("field", make_entry({"scene": tmp_path / "spectra.csv"}, {}, own), own)
    assert list(config["conditions"]) == ["groups", "groups_4", "standard"]
