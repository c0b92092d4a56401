"""A method of a config, tried on a small simulated scene before a study is run with it."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from learning_curves.errors import UserError, join_items, shorten_path, unknown_name
from unmixing.machine.gpus import visible_gpus
from unmixing.scenes.scene import Scene, changed
from unmixing.scenes.simulation import simulate_scene
from unmixing.splits.drawing import draw_split
from unmixing.splits.split import Split
from unmixing.study.config_files import find_places, read_config
from unmixing.study.identity import list_program_files
from unmixing.study.reading import read_study
from unmixing.study.study import Study
from unmixing.training.checks import check_method
from unmixing.training.job_files import check_history
from unmixing.training.protocol import AskedRun, TrainedRun
from unmixing.training.settings import LABELS, CommandSettings
from unmixing.training.trainers import make_job, trainer

SCENE = "the simulated scene"
FEWEST_BANDS = 80
# Labelled and test pixels of two runs, which differ so that a method cannot rely on either.
SIZES = ((60, 150), (25, 97))
VALIDATING = 0.2
# Abundances that are farther from the simplex are not meant to lie on it.
ROUNDING = 1e-3


class Tried(NamedTuple):
    """A run, and what it was to predict."""

    run: TrainedRun
    truth: np.ndarray
    labels: np.ndarray

    @property
    def predicted(self) -> np.ndarray:
        """The predicted abundances: (n_test, endmembers)."""
        return self.run.predictions.abundances

    @property
    def error(self) -> float:
        """RMSE of the predicted abundances."""
        return _rmse(self.predicted, self.truth)

    @property
    def error_of_mean(self) -> float:
        """RMSE of predicting the mean of the labels."""
        return _rmse(self.labels.mean(axis=0), self.truth)


def check_method_of_config(config: Path, name: str) -> list[str]:
    """Train a method of a config twice with one seed and once with other pixels.

    Returns
    -------
    list[str]
        A sentence for each thing to know or to fix.

    Raises
    ------
    UserError
        If the config has no such model, or one of its runs fails.
    """
    content = read_config(config)
    study = read_study(content, find_places([config], {}, content))
    if name not in study.models:
        raise unknown_name("model", name, study.models)
    if name in study.elsewhere:
        raise UserError(
            f"{name} was run elsewhere, so no program can be tried here; its files are checked "
            "when a study takes them."
        )
    if name in study.environments:
        raise UserError(
            f"{name} has an environment, in which only runs of a study are made: try it with few "
            f"of them, as in `snakemake runs --config 'only_models=[{name}]' seeds=1`, or leave "
            "environment out where its program runs without (docs/commands.md)."
        )
    scene = _simulate(study.methods[name].minimum_bands)
    check_method(SCENE, name, study.methods[name], scene.facts)
    splits = [
        draw_split(scene.valid, seed, labelled, VALIDATING, tested)
        for seed, (labelled, tested) in enumerate(SIZES)
    ]
    asked = [(splits[0], 0), (splits[0], 0), (splits[1], 1)]
    return list(_describe(study, name, _try(study, name, scene, asked)))


def _try(study: Study, name: str, scene: Scene, asked: Sequence[tuple[Split, int]]) -> list[Tried]:
    settings, how = study.models[name], study.commands.get(name)
    gpu = study.device != "cpu" and bool(visible_gpus())
    job = make_job(
        settings,
        study.methods_dir,
        device="gpu" if gpu and study.methods[name].gpu else "cpu",
        backend=study.backend,
        precision=study.precision,
        folder=how and how.folder,
        timeout=how and how.timeout,
    )
    train = trainer(job.method.trainer, study.methods_dir)
    runs = train(job, [AskedRun(scene, split, seed) for split, seed in asked])
    try:
        tried = [
            Tried(run, scene.labels[split.test], scene.labels[split.train])
            for run, (split, _) in zip(runs, asked, strict=True)
        ]
    except UserError:
        raise
    # Code of a user's may raise anything, and end the process by itself.
    except (Exception, SystemExit) as error:
        logging.exception("the error of the method")
        raise UserError(
            f"{shorten_path(job.file)}: {type(error).__name__}: {error}; the lines above say where."
        ) from None
    if settings.is_network:
        check_history(tried[0].run)
    return tried


def _describe(study: Study, name: str, tried: Sequence[Tried]) -> Iterator[str]:
    first, again, _ = tried
    facts = first.run.predictions
    rows, columns = first.predicted.shape
    # What is not measured is NaN.
    seconds = np.nansum([facts.training_time, facts.inference_time])
    yield (
        f"{name} predicts {rows} x {columns} abundances of {SCENE} in {seconds:.2g} s, with "
        f"{facts.peak_memory_mb:.0f} MiB of memory."
    )
    if any(one.run.predictions.status == "diverged" for one in tried):
        yield (
            "It diverges: it predicts numbers that are not finite, or fits its training pixels "
            "worse than before. Such a run has no part in curves and tests."
        )
        return
    yield from _judge_errors(tried)
    yield from _judge_simplex(np.concatenate([one.predicted for one in tried]))
    difference = float(np.abs(first.predicted - again.predicted).max())
    if difference > 0:
        yield (
            f"Two runs with one seed differ by up to {difference:.2g}: draw everything with the "
            "seed that it is given."
        )
    yield from _judge_command(study, name, first.run)
    if study.models[name].train_on != (LABELS,):
        yield "It was tried with labels of the simulated scene, without its train_on."


def _judge_errors(tried: Sequence[Tried]) -> Iterator[str]:
    for one, (labelled, _) in zip(tried[1:], SIZES, strict=True):
        words = f"With {labelled} labelled pixels its RMSE is {one.error:.3f}"
        if one.error < one.error_of_mean:
            yield f"{words}; the mean of the labels has {one.error_of_mean:.3f}."
        else:
            yield (
                f"{words}, no better than the mean of the labels with {one.error_of_mean:.3f}: "
                "look whether pixels and endmembers are in the order of the input."
            )


def _judge_simplex(predicted: np.ndarray) -> Iterator[str]:
    sums = predicted.sum(axis=1)
    lowest = float(predicted.min())
    found = []
    if lowest < -ROUNDING:
        found.append(f"are as low as {lowest:.2g}")
    if np.abs(sums - 1).max() > ROUNDING:
        found.append(f"sum to {sums.min():.2g} to {sums.max():.2g} in a pixel")
    if found:
        yield f"Its abundances {join_items(found)}; errors are of these numbers as they are."


def _judge_command(study: Study, name: str, run: TrainedRun) -> Iterator[str]:
    if not isinstance(study.models[name], CommandSettings):
        return
    files = [file.name for file in list_program_files(study, name)]
    if files:
        yield f"An edit of {join_items(files)} makes its runs again."
    else:
        yield (
            "Its command names no file of its folder: list its program under depends, or an edit "
            "of it makes no run again."
        )
    if np.isnan(run.predictions.inference_time):
        yield (
            "It returns no inference_time: its whole time counts as training, or as what it "
            "returns as training_time."
        )


def _simulate(minimum_bands: int) -> Scene:
    """Simulate a scene with all that a scene may have."""
    scene = simulate_scene(
        shape=(24, 20, max(FEWEST_BANDS, minimum_bands)),
        endmembers={"road": "road", "soil": "soil", "vegetation": "canopy"},
        seed=0,
        maps=None,
        covariance="matern",
        correlation_length=4,
        sharpness=2,
        mixing="linear",
        spectra_per_endmember=2,
        brightness_spread=0.05,
        snr=35,
    )
    assert scene.endmembers is not None
    library = np.concatenate([scene.endmembers, 0.9 * scene.endmembers], axis=1)
    return changed(scene, library=library, library_classes=2 * scene.names)


def _rmse(predicted: np.ndarray, truth: np.ndarray) -> float:
    return float(np.sqrt(np.mean((predicted.astype(np.float64) - truth) ** 2)))
