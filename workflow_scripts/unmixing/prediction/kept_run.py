"""A run of the study whose model was kept, extended to all pixels of its scene."""

from dataclasses import replace

from unmixing.prediction.all_labels import find_spectra
from unmixing.prediction.parts import predict_pixels
from unmixing.prediction.predictors import Predictor
from unmixing.scenes.scene import Scene
from unmixing.splits.split import Split
from unmixing.training.predictions import Predictions


def predict_scene(
    scene: Scene, split: Split, run: Predictions, predict: Predictor, neighbourhood_size: int
) -> tuple[Predictions, Split]:
    """Predict all pixels with a spectrum by the model of a run.

    Parameters
    ----------
    split : Split
        Of the run.
    predict : callable
        Patches (n, k, k, bands) -> abundances (n, p).

    Returns
    -------
    predictions : Predictions
        Those of the run, for all pixels with a spectrum.
    split : Split
        That of the run, with these as its test pixels.
    """
    pixels = find_spectra(scene)
    abundances = predict_pixels(scene.cube, pixels, predict, neighbourhood_size)
    return replace(run, abundances=abundances), replace(split, test=pixels)
