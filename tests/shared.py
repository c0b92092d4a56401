"""Helpers of several test files."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from unmixing.architectures import architecture
from unmixing.estimators import estimator
from unmixing.method import Image
from unmixing.scenes.entry import SceneEntry, SceneFile
from unmixing.scenes.scene import Scene
from unmixing.scenes.simulation import simulate_scene
from unmixing.splits import gathering
from unmixing.study import provenance
from unmixing.study.config_files import find_places
from unmixing.study.identity import digest_identity
from unmixing.study.reading import complete, read_study
from unmixing.study.study import Study
from unmixing.training.protocol import AskedRun, TrainedRun
from unmixing.training.settings import EstimatorSettings, NetworkSettings
from unmixing.training.trainers import make_job, trainer

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = [path for path in sorted((ROOT / "config").glob("*.yaml")) if path.stem != "schema"]
FIELD = {
    "shape": [20, 20, 90],
    "simulation": {"endmembers": {"soil": "soil", "vegetation": "canopy"}},
}
# The config of a small study, of which tests replace keys.
STUDY: dict[str, Any] = {
    "study": "small",
    "scenes": {"field": FIELD},
    "models": {"ridge": {}},
    "train_sizes": [100],
    "test_size": 100,
}


def read_in(folder: Path, **changes: Any) -> Study:
    """Read the small study with keys replaced from a folder, completed first as workflows do."""
    path, config = folder / "study.yaml", STUDY | changes
    path.write_text(yaml.safe_dump(config))
    return read_study(complete(config, find_places([path], {}, config)))


def find_stale(study: Study, edit: Callable[[], object]) -> set[str]:
    """Return the models of a study whose runs an edit of files makes again."""

    def digests() -> dict[str, str]:
        for remembered in (provenance.digest_code, provenance._content, provenance._tree):
            remembered.cache_clear()
        return {
            model: digest_identity(study, "field", "standard", model)["code_digest"]
            for model in study.models
        }

    before = digests()
    edit()
    after = digests()
    return {model for model in before if after[model] != before[model]}


def scene_entry(format_name: str | None = "npy", roles: Any = (), **changes: Any) -> SceneEntry:
    """Return the entry of a scene whose files may have any digest."""
    return SceneEntry(format_name, {role: SceneFile("") for role in roles}, **changes)


def simulated(**changes: Any) -> Scene:
    """Simulate a small scene, with some settings replaced."""
    settings: dict[str, Any] = {
        "shape": (24, 20, 80),
        "endmembers": {"road": "road", "soil": "soil", "vegetation": "canopy"},
        "seed": 0,
        "maps": None,
        "covariance": "matern",
        "correlation_length": 4,
        "sharpness": 2,
        "mixing": "linear",
        "spectra_per_endmember": 3,
        "brightness_spread": 0.05,
        "snr": 35,
    }
    return simulate_scene(**settings | changes)


def build(name: str, k: int, bands: int, p: int):
    """Build an architecture with random endmembers."""
    endmembers = np.random.default_rng(0).uniform(size=(bands, p))
    return architecture(name).build((k, k, bands, 1), p, endmembers)


def with_weights(network, arrays):
    """Give a network recorded weights; kernels may have extra axes of length one."""
    shapes = [weights.shape for weights in network.get_weights()]
    network.set_weights([a.reshape(s) for a, s in zip(arrays, shapes, strict=True)])
    return network


def network_settings(
    updates: int, learning_rate: float | tuple[float, ...], name: str = "unmixing_pixel_based_cnn"
) -> NetworkSettings:
    """Return settings that train a network for a number of updates."""
    return NetworkSettings(
        architecture=name,
        neighbourhood_size=architecture(name).neighbourhood_size,
        learning_rate=learning_rate,
        batch_size=16,
        updates=updates,
        epochs=None,
        patience=None,
        shuffle=True,
        steps_per_execution=32,
    )


def fitted(scene, split, name: str, seed: int = 0, **changes: Any) -> TrainedRun:
    """Fit an estimator on a split, with some fields of its description changed."""
    settings = EstimatorSettings(name, estimator(name).neighbourhood_size)
    job = make_job(settings)
    job = dataclasses.replace(job, method=dataclasses.replace(job.method, **changes))
    (run,) = trainer(job.method.trainer)(job, [AskedRun(scene, split, seed)])
    return run


def image_of_pixels(spectra, truth=None) -> Image:
    """Return an image of one column, as methods get it."""
    return Image(spectra, np.arange(len(spectra)), len(spectra), 1, truth)


def trained_for(updates: int, scene, n_labelled: int, name: str = "unmixing_pixel_based_cnn"):
    """Train a network for a number of updates on `n_labelled` pixels."""
    from unmixing.splits.drawing import draw_split
    from unmixing.training.network_run import NetworkRuns

    split = draw_split(scene.valid, seed=0, train_size=n_labelled, val_size=0.1, test_size=50)
    # The rate is so large that the loss soon rises and a patience would stop the training.
    settings = network_settings(updates, 0.1, name)
    return NetworkRuns(make_job(settings)).run(scene, split)


def make_images_large(monkeypatch) -> None:
    """Let networks gather their own pixels from the small images of tests, in several parts."""
    monkeypatch.setattr(gathering, "SMALL", 2000)
    monkeypatch.setattr(gathering, "BATCHES", 64)
