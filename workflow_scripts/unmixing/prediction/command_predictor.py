"""What a command predicts of another image: it leaves no model, so it learns again each time."""

import tempfile
from pathlib import Path

import numpy as np

from unmixing.training.protocol import AskedRun, Job
from unmixing.training.tasks import prepare
from unmixing.training.trainers.command import run_command

# Stands for the index of a pixel that does not lie in the scene.
ELSEWHERE = -1
# Pixels that a run of a command predicts: many, because each run learns again.
OF_A_COMMAND = 2**16


class CommandPredictor:
    """Runs a command with all labels of its scene for each part of another image.

    Parameters
    ----------
    job : Job
        With the command.
    asked : AskedRun
        The run that has learned from all labels.
    """

    def __init__(self, job: Job, asked: AskedRun) -> None:
        self._job, self._scene = job, asked.scene
        self._prepared = prepare(job, asked)

    def __call__(self, patches: np.ndarray) -> np.ndarray:
        """Predict patches (n, k, k, bands) in the units of the scene: -> (n, p) float32."""
        spectra = patches.reshape(len(patches), -1)
        places = np.arange(len(spectra), dtype=np.int32)
        prepared = self._prepared._replace(tested=places, cut=spectra.__getitem__)
        pixels = np.full(len(patches), ELSEWHERE, np.int32)
        with tempfile.TemporaryDirectory(prefix="unmixing-") as folder:
            outcome = run_command(self._job, prepared, self._scene, pixels, Path(folder))
        return outcome.answer.abundances
