"""A first study of labels in groups, however unequal the groups are."""

import numpy as np
import print_scene
import pytest
import write_study
import yaml

from unmixing.scenes.groups import LAYER
from unmixing.scenes.scene import Layer, changed
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.study.own_designs import GROUPS, SEEDS_OF_PLOTS, doubt_groups, plan_groups

from shared import simulated


@pytest.fixture(scope="module")
def whole():
    return simulated(shape=(40, 40, 12), seed=2)


def label(whole, held):
    """Keep the labels of so many pixels a group, counted row by row."""
    numbers = np.full(1600, -1, np.int32)
    numbers[: sum(held)] = np.repeat(np.arange(len(held)), held)
    group = numbers.reshape(40, 40)
    names = tuple(f"P{number}" for number in range(len(held)))
    abundances = np.where(group[..., None] >= 0, whole.abundances, np.nan)
    return changed(whole, abundances=abundances, layers={LAYER: Layer(group, names)})


@pytest.mark.parametrize("held", [[40] * 9, [300] + [20] * 8, [300] + [5] * 6, [100, 100, 100, 10]])
def test_every_seed_can_label_the_sizes_of_a_plan(held, whole):
    scene = label(whole, held)
    plan = plan_groups(scene)
    sizes = plan.conditions[GROUPS]["train_sizes"]
    assert len(sizes) >= 3
    for seed in range(SEEDS_OF_PLOTS):
        condition = Condition(GROUPS, {"pixels_per_group": 0, "group_size": 0})
        split = draw_under(condition, scene, seed, sizes[-1], 0.1, plan.test_size)
        assert len(split.test) and split.groups.n_test_groups < len(held)


def test_a_large_group_does_not_take_the_sizes_of_the_others(whole):
    # A test of a third of all labels would leave a single group of 20 where P0 is not tested.
    scene = label(whole, [300] + [20] * 8)
    assert plan_groups(scene).conditions[GROUPS]["train_sizes"][-1] >= 100


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ([40] * 9, ""),
        ([300] + [20] * 8, "P0 holds 300 of the 460 labelled pixels: where it is tested, 1"),
        ([300] + [3] * 6, "P0 holds 300 of the 318 labelled pixels, and others too few for 3 si"),
        ([3] * 8, "labels come from 8 groups that hold too few pixels for 3 sizes"),
        ([100] * 3, "labels come from 3 groups, too few to test on others"),
    ],
)
def test_groups_that_limit_a_study_are_doubted(held, words, whole):
    scene = label(whole, held)
    doubt = doubt_groups(scene, plan_groups(scene))
    assert words in doubt and bool(doubt) == bool(words)
    assert ("random pixels, which answer too well" in doubt) == (
        bool(doubt) and "tested, " not in doubt
    )


@pytest.mark.parametrize("held", [[50] * 6 + [20] * 8, [50] * 6 + [3] * 6, [300] + [150] * 6])
def test_the_remedies_that_a_doubt_names_help(held, whole):
    """The group of 300 has six ids, or more is labelled in others."""
    scene = label(whole, held)
    plan = plan_groups(scene)
    assert plan is not None and doubt_groups(scene, plan) == ""


def test_labels_in_no_groups_are_not_doubted(whole):
    assert doubt_groups(whole, plan_groups(whole)) == ""


@pytest.mark.parametrize(("held", "has_groups"), [([60] * 6, True), ([300] + [3] * 6, False)])
def test_make_new_and_make_scene_say_what_they_make_of_groups(
    held, has_groups, whole, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    scene = label(whole, held)
    np.savez(
        "scene.npz",
        cube=scene.cube,
        abundances=scene.abundances,
        plot_ids=np.maximum(scene.layers[LAYER].values + 1, 0),
    )
    path, notes = write_study.write("field", ["scene.npz"])
    config = yaml.safe_load(path.read_text())
    assert list(config["conditions"])[0] == ("groups" if has_groups else "standard")
    (note,) = notes
    print_scene.look_at(["scene.npz"])
    printed = capsys.readouterr().out
    if has_groups:
        assert "tests on other groups than it labels, and on random pixels too" in note
        assert list(config["conditions"])[-1] == "standard"
    else:
        assert "group 1 holds 300 of the 318 labelled pixels" in note and note in printed
