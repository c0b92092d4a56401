"""Conditions of a config are canonical, and impossible ones are refused at once."""

import pytest

from learning_curves.errors import UserError
from unmixing.splits.condition import Condition
from unmixing.splits.conditioned_drawing import draw_pixels
from unmixing.study import checks
from unmixing.study.reading import complete, read_study
from unmixing.study.runs import runs

SIMULATION = {"endmembers": {"road": "asphalt", "soil": "soil"}}
STUDY = {
    "study": "s",
    "scenes": {"field": {"shape": [60, 60, 40], "simulation": SIMULATION}},
    "models": {"ridge": {}},
    "train_sizes": [30, 300],
    "test_size": 500,
}


def study_of(conditions, **changes):
    return read_study(STUDY | {"conditions": conditions} | changes)


def test_the_default_is_the_reference():
    assert read_study(STUDY).conditions == {"standard": Condition()}
    assert read_study(complete(STUDY)) == read_study(STUDY)


def test_conditions_are_cells_and_may_be_narrowed_to():
    conditions = {"standard": {}, "plot": {"split": "plot"}, "noisy": {"snr": "20"}}
    study = study_of(conditions)
    assert study.first_condition == "standard"
    assert len(runs(study)) == 3 * 2 * 3
    narrowed = study_of(conditions, only_conditions=["noisy", "standard"])
    assert list(narrowed.conditions) == ["standard", "noisy"]
    assert study_of(dict(reversed(conditions.items()))).first_condition == "noisy"
    assert list(complete(STUDY | {"conditions": conditions})["conditions"]) == list(conditions)
    assert narrowed.conditions["noisy"].noise.snr == 20.0


def test_the_gap_is_the_largest_patch_radius_of_the_study():
    models = {"ridge": {}, "unmixing_cube_based_cnn": {"neighbourhood_size": 5}}
    scene = {"shape": [60, 60, 80], "simulation": SIMULATION}
    conditions = {"blocks": {"split": "blocks"}}
    changes = {"models": models, "scenes": {"field": scene}}
    study = study_of(conditions, **changes)
    assert study.conditions["blocks"].options["gap"] == 2
    # Narrowing a study does not change its splits.
    narrowed = study_of(conditions, **changes, only_models=["ridge"])
    assert narrowed.conditions == study.conditions


@pytest.mark.parametrize(
    ("conditions", "changes", "words"),
    [
        ({"a": {"spilt": "plot"}}, {}, "spilt"),
        ({"a": {}, "b": {"gap": 0}}, {}, "a and b mean the same, random pixels"),
        (
            {"a": {"split": "plot", "plot_size": 10}},
            {},
            "^scene field, condition a: seed 0 leaves 100 pixels that may be labelled",
        ),
        ({"a": {"split": "blocks", "block_size": 80}}, {}, "80 x 80 pixels need a scene"),
        ({"a": {"split": "blocks", "gap": 40}}, {}, "change test_size, block_size or gap"),
        ({"a": {"split": "halves"}}, {"test_size": 2000}, "fewer than test_size 2000"),
        (
            {"a": {"sampling": "k_means"}},
            {"test_size": None},
            "^scene field, condition a: sampling k_means .* needs a test_size",
        ),
        ({"a": {"sampling": "best"}}, {}, "best"),
        ({"a": {"label_noise": -1}}, {}, "-1"),
        ({"a": {}}, {"only_conditions": ["b"]}, "only_conditions"),
    ],
)
def test_what_cannot_be_run_is_refused_in_words(conditions, changes, words):
    with pytest.raises(UserError, match=words):
        study_of(conditions, **changes)


def test_every_seed_of_a_plot_is_drawn_before_anything_runs(monkeypatch):
    drawn = []

    def record(condition, scene, seed, test_size):
        drawn.append(seed)
        return draw_pixels(condition, scene, seed, test_size)

    monkeypatch.setattr(checks, "draw_pixels", record)
    study_of({"plot": {"split": "plot"}}, seeds=25)
    assert set(drawn) == set(range(25))
