"""A command predicts pixels of another image as it predicts those of its scene."""

import numpy as np

from unmixing.prediction.all_labels import use_all_labels
from unmixing.prediction.command_predictor import CommandPredictor
from unmixing.splits.patches import extract_patches
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import CommandSettings
from unmixing.training.trainers import make_job, trainer

from shared import ROOT

EXAMPLES = ROOT / "docs" / "examples" / "commands"


def test_a_command_learns_from_all_labels_and_predicts_other_pixels(small_scene):
    command = "{python} nearest.py {input} {output}"
    job = make_job(CommandSettings(command, (), "labels", 1, gpu=False), folder=EXAMPLES)
    asked = AskedRun(small_scene, use_all_labels(small_scene, seed=0, val_size=0.1), 0)
    (run,) = trainer("command")(job, [asked])
    some = asked.split.test[40:90]
    predicted = CommandPredictor(job, asked)(extract_patches(small_scene.cube, some, 1))
    np.testing.assert_array_equal(predicted, run.predictions.abundances[40:90])
