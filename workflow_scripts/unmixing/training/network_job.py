"""What the trainers of networks ask of a job, whatever library the network is written with."""

import math

import numpy as np

from unmixing.architectures import Architecture
from unmixing.layers.architecture import Target
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import normalise
from unmixing.splits.split import Split
from unmixing.training.protocol import Job
from unmixing.training.settings import NetworkSettings


def get_architecture(job: Job) -> Architecture:
    """Return the architecture of a job."""
    assert isinstance(job.method, Architecture)
    return job.method


def get_network_settings(job: Job) -> NetworkSettings:
    """Return the settings of the network of a job."""
    assert isinstance(job.settings, NetworkSettings)
    return job.settings


def make_targets(scene: Scene, target: Target, limits: tuple[float, float]) -> np.ndarray:
    """Return what a network learns to output for every pixel: (pixels, numbers) float32."""
    if target == "abundances":
        return scene.labels
    return normalise(np.asarray(scene.cube), *limits).reshape(-1, scene.shape[2])


def count_updates_per_epoch(split: Split, settings: NetworkSettings) -> int:
    """Count the batches of one epoch, including a smaller last one."""
    return math.ceil(len(split.train) / settings.batch_size)


def find_most_epochs(split: Split, settings: NetworkSettings) -> int:
    """Return the most epochs of a training; for a number of updates, the fewest that make them."""
    if settings.updates is not None:
        return math.ceil(settings.updates / count_updates_per_epoch(split, settings))
    assert settings.epochs is not None
    return settings.epochs
