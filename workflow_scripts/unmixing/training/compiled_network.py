"""A network that is compiled once and serves one run after another."""

from typing import NamedTuple

import keras
import numpy as np

from unmixing.scenes.scene import Scene
from unmixing.training.checks import check_network, check_outputs
from unmixing.training.network_job import get_architecture, get_network_settings
from unmixing.training.optimisation import compile_network
from unmixing.training.patch_layer import PatchLayer, extract_abundance_network, feed_by_index
from unmixing.training.protocol import Job


class Parts(NamedTuple):
    """A network and, where its architecture has one, the network that is trained before it."""

    network: keras.Model
    first: keras.Model | None


def build_parts(job: Job, scene: Scene) -> Parts:
    """Build an architecture for a scene, with new weights.

    Raises
    ------
    UserError
        If it builds something else than a Keras network.
    """
    kind, k = get_architecture(job), job.settings.neighbourhood_size
    network = kind.build((k, k, scene.shape[2], 1), scene.n_endmembers, scene.endmembers)
    check_network(job.file, network, keras.Model, "Keras")
    first = kind.pretrained(network, scene.n_endmembers) if kind.pretrained else None
    return Parts(network, first)


class CompiledNetwork:
    """Models that take pixel indices, over one network that gets new weights for each run.

    Keras builds their graphs, which takes some seconds, only once.

    Attributes
    ----------
    network : keras.Model
        The network that is saved; it takes patches.
    model : keras.Model
        The network, fed with indices.
    unmixing : keras.Model
        The part of the model that ends in the abundances.
    first : keras.Model or None
        The network that is trained before it.
    """

    def __init__(self, parts: Parts, job: Job, scene: Scene) -> None:
        kind, settings = get_architecture(job), get_network_settings(job)
        k = settings.neighbourhood_size
        self.network, self._first_network = parts
        unmixing = extract_abundance_network(self.network)
        outputs = self.network.output_shape, unmixing.output_shape
        check_outputs(job.file, kind.target, scene.facts, *outputs)
        margin = k - 1
        padded_shape = (scene.shape[0] + margin, scene.shape[1] + margin, scene.shape[2])
        self._patches = PatchLayer(np.zeros(padded_shape, np.float32), k)
        self.unmixing = feed_by_index(unmixing, self._patches)
        self.model = feed_by_index(self.network, self._patches)
        self.first = feed_by_index(parts.first, self._patches) if parts.first else None
        self._frozen = kind.freeze_pretrained
        for model in filter(None, (self.model, self.first)):
            compile_network(
                model, kind.target, settings.learning_rates[0], settings.steps_per_execution
            )
        # With JAX, an optimiser must know exactly what it will train.
        kept = parts.first.trainable_variables if parts.first and self._frozen else []
        ids = set(map(id, kept))
        self.model.optimizer.build([v for v in self.model.trainable_variables if id(v) not in ids])

    def begin(self, fresh: Parts, padded: np.ndarray, learning_rate: float) -> None:
        """Replace the weights, cube and optimiser state of the last run.

        Parameters
        ----------
        fresh : Parts
            Built like the parts, with the first weights of the run.
        padded : ndarray
            The normalised cube, as the patch layer takes it.
        """
        self.feed(padded)
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

    def feed(self, padded: np.ndarray) -> None:
        """Take pixels from another normalised cube of the same shape."""
        self._patches.fill(padded)

    def end_first(self) -> None:
        """Freeze the layers that were trained first, if the architecture says so."""
        for layer in self._first_network.layers if self._first_network else []:
            layer.trainable = not self._frozen
