"""A network with all that Keras compiles of it, which serves one run after another."""

from typing import NamedTuple

import keras
import numpy as np

from unmixing.architectures import Architecture
from unmixing.scenes.scene import Scene
from unmixing.training.checks import check_outputs
from unmixing.training.optimisation import compile_network
from unmixing.training.patch_layer import PatchLayer, abundance_network, index_fed
from unmixing.training.protocol import Job
from unmixing.training.settings import NetworkSettings


class Parts(NamedTuple):
    """A network and, where its architecture has one, the network that is trained before it."""

    network: keras.Model
    first: keras.Model | None


def described(job: Job) -> Architecture:
    """Return the network of a job, as its file describes it."""
    assert isinstance(job.method, Architecture)
    return job.method


def network_settings(job: Job) -> NetworkSettings:
    """Return what a network of a job is built and trained with."""
    assert isinstance(job.settings, NetworkSettings)
    return job.settings


def build_parts(job: Job, scene: Scene) -> Parts:
    """Build an architecture for a scene, with new weights."""
    kind, k = described(job), job.settings.neighbourhood_size
    network = kind.build((k, k, scene.shape[2], 1), scene.n_endmembers, scene.endmembers)
    first = kind.pretrained(network, scene.n_endmembers) if kind.pretrained else None
    return Parts(network, first)


class CompiledNetwork:
    """Models that take pixel indices, over one network whose weights are made new for each run.

    What Keras makes of them, some seconds of graphs, is made once.

    Attributes
    ----------
    network : keras.Model
        Takes patches; the one that is saved.
    model : keras.Model
        The network, fed with indices.
    unmixing : keras.Model
        The part of it that ends in the abundances.
    first : keras.Model or None
        What is trained before it.
    """

    def __init__(self, parts: Parts, job: Job, scene: Scene) -> None:
        kind, settings = described(job), network_settings(job)
        k = settings.neighbourhood_size
        self.network, self._first_network = parts
        unmixing = abundance_network(self.network)
        outputs = self.network.output_shape, unmixing.output_shape
        check_outputs(job.file, kind.target, scene.facts, *outputs)
        margin = k - 1
        padded_shape = (scene.shape[0] + margin, scene.shape[1] + margin, scene.shape[2])
        self._patches = PatchLayer(np.zeros(padded_shape, np.float32), k)
        self.unmixing = index_fed(unmixing, self._patches)
        self.model = index_fed(self.network, self._patches)
        self.first = index_fed(parts.first, self._patches) if parts.first else None
        self._frozen = kind.freeze_pretrained
        for model in filter(None, (self.model, self.first)):
            compile_network(
                model, kind.target, settings.learning_rates[0], settings.steps_per_execution
            )
        # By JAX an optimiser has to know exactly what it will train.
        kept = parts.first.trainable_variables if parts.first and self._frozen else []
        ids = set(map(id, kept))
        self.model.optimizer.build([v for v in self.model.trainable_variables if id(v) not in ids])

    def begin(self, fresh: Parts, padded: np.ndarray, learning_rate: float) -> None:
        """Forget the last run.

        Parameters
        ----------
        fresh : Parts
            Built like the parts, with the first weights of the run.
        padded : ndarray
            The normalised cube, as the patch layer takes it.
        """
        self._patches.fill(padded)
        for ours, new in zip((self.network, self._first_network), fresh, strict=True):
            if ours is not None:
                for variable, value in zip(ours.variables, new.variables, strict=True):
                    variable.assign(value)
                for layer, like in zip(ours.layers, new.layers, strict=True):
                    layer.trainable = like.trainable
        for model in filter(None, (self.model, self.first)):
            for variable in model.optimizer.variables:
                variable.assign(np.zeros(variable.shape))
            model.optimizer.learning_rate.assign(learning_rate)

    def end_first(self) -> None:
        """Keep the weights of what was trained first, if the architecture says so."""
        for layer in self._first_network.layers if self._first_network else []:
            layer.trainable = not self._frozen
