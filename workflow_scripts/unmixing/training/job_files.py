"""Files of the jobs that train: splits are read, and runs are written."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from learning_curves.errors import UserError
from unmixing.scenes.scene import Scene, read_scene
from unmixing.sources.adding import add_pixels
from unmixing.sources.library_mixtures import make_mixtures
from unmixing.sources.other_scene import borrow_pixels, leave_out_same_places
from unmixing.sources.pixels import Pixels
from unmixing.splits.condition import Noise
from unmixing.splits.noise import apply_noise
from unmixing.splits.split import Split, read_split
from unmixing.storage import atomic_write, write_rows
from unmixing.training.predictions import write_predictions
from unmixing.training.protocol import AskedRun, TrainedRun
from unmixing.training.settings import Settings


def read_asked_runs(
    scene: Scene,
    splits: Sequence[str | Path],
    seeds: Sequence[int],
    noise: Noise,
    settings: Settings,
    others: Mapping[str, Path],
) -> Iterator[AskedRun]:
    """Read the runs that a job asks for, one after another.

    Parameters
    ----------
    splits : Sequence[str or Path]
        Paths, one for each run.
    seeds : Sequence[int]
        Seeds of the runs.
    noise : Noise
        The noise of the condition.
    settings : Settings
        Of the model, which say what else it trains on.
    others : Mapping[str, Path]
        Name -> file of the other scenes that it trains on.
    """
    borrowed = [borrow_pixels(read_scene(path), name, scene) for name, path in others.items()]
    for path, seed in zip(splits, seeds, strict=True):
        split = read_split(path, scene.hash)
        logging.info("%d labelled pixels, seed %d", split.n_labelled, seed)
        noisy = apply_noise(scene, split, noise, seed)
        added = [leave_out_same_places(pixels, scene, split) for pixels in borrowed]
        if settings.trains_on_library:
            added = [make_mixtures(scene, seed), *added]
        yield AskedRun(*_add_pixels(noisy, split, added, settings, seed), seed)


def _add_pixels(
    scene: Scene, split: Split, added: Sequence[Pixels], settings: Settings, seed: int
) -> tuple[Scene, Split]:
    if not added:
        return scene, split
    k = settings.neighbourhood_size
    return add_pixels(scene, split, added, settings.trains_on_labels, k, seed)


def write_history(run: TrainedRun, axes: Mapping[str, Any], path: str | Path) -> None:
    """Write one row per epoch, with the axes of the run.

    Raises
    ------
    UserError
        If the run has no history.
    """
    check_history(run)
    write_rows([dict(axes) | row for row in run.history], path)


def check_history(run: TrainedRun) -> None:
    """Refuse a run of a network that has no history.

    Raises
    ------
    UserError
        If it has none.
    """
    if not run.history:
        raise UserError(
            "The trainer of this network returned no history, and a network is trained in epochs: "
            "return one row per epoch, or describe the method as an ESTIMATOR, which needs none."
        )


def write_run(run: TrainedRun, path: str | Path, keep_model: bool) -> None:
    """Write the predictions of a run, and its model next to them.

    A model is not an output of the rule, so a missing one makes nothing run again, and one that
    cannot be saved is only told in the log.
    """
    for earlier in Path(path).parent.glob("model.*"):
        earlier.unlink()
    if keep_model and run.model is not None:
        try:
            with atomic_write(Path(path).with_name(f"model{run.model.suffix}")) as temporary:
                run.model.write(temporary)
        except Exception as error:
            # Classes of users raise whatever they like.
            reason = f"{type(error).__name__}: {error}"
            logging.warning("The model is not kept, because it cannot be saved (%s).", reason)
    write_predictions(run.predictions, path)
