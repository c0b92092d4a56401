"""Methods that a scene does not admit are refused in words."""

from pathlib import Path

import pytest

from learning_curves.errors import UserError
from unmixing.scenes.scene import SceneFacts
from unmixing.training.checks import check_method, check_outputs
from unmixing.training.settings import EstimatorSettings, NetworkSettings
from unmixing.training.trainers import load_method


def network(name):
    return NetworkSettings(name, 1, 0.001, 16, None, 2, 2, True, 1)


@pytest.mark.parametrize(
    ("settings", "facts", "words"),
    [
        (network("unmixing_branch_1d"), (43, 3, True), "43 bands, and mine needs 44"),
        (network("unmixing_pixel_based_dcae"), (90, 3, False), "mine needs endmembers"),
        (EstimatorSettings("lmm", 3), (90, 3, False), "mine needs endmembers"),
    ],
)
def test_a_method_that_a_scene_does_not_admit_is_refused(settings, facts, words):
    with pytest.raises(UserError, match=f"scene field: .*{words}"):
        check_method("field", "mine", load_method(settings), SceneFacts(100, *facts))


@pytest.mark.parametrize(
    ("settings", "facts"),
    [
        (network("unmixing_branch_1d"), (44, 3, False)),
        (EstimatorSettings("fcls", 1), (90, None, True)),
    ],
)
def test_a_method_that_a_scene_admits_is_accepted(settings, facts):
    check_method("field", "mine", load_method(settings), SceneFacts(100, *facts))


@pytest.mark.parametrize(
    ("target", "output", "abundances", "what"),
    [
        ("abundances", (None, 4), (None, 3), "its output"),
        ("abundances", (None, 3), (None, 2, 3), "its layer 'abundances'"),
        ("spectrum", (None, 3), (None, 3), "must have 90 numbers"),
    ],
)
def test_outputs_of_another_shape_are_refused(target, output, abundances, what):
    with pytest.raises(UserError, match=rf"methods/mine\.py: .*{what}"):
        check_outputs(
            Path("methods/mine.py"), target, SceneFacts(100, 90, 3, True), output, abundances
        )
