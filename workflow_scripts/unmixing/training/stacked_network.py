"""A network with the weights of several seeds, and the programs that train all of them at once.

The backend is JAX. Batches, gradients and updates are those of Keras's `fit`, vectorised over the
seeds; sums in another order differ by rounding.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import keras
import numpy as np

from unmixing.splits.patches import find_normalisation_range, normalise, pad_cube
from unmixing.training import losses
from unmixing.training.checks import check_outputs
from unmixing.training.compiled_network import build_parts
from unmixing.training.keras_setup import begin_run
from unmixing.training.network_job import get_architecture, get_network_settings, make_targets
from unmixing.training.optimisation import OBJECTIVES
from unmixing.training.patch_layer import PatchLayer, extract_abundance_network
from unmixing.training.protocol import AskedRun, Job
from unmixing.training.window_products import convolve_by_products


class Weights(NamedTuple):
    """What training changes; the first axis is the seed."""

    trainable: list[Any]
    non_trainable: list[Any]
    optimiser: list[Any]


class StackedNetwork:
    """An architecture with the weights, cubes and targets of several runs.

    Parameters
    ----------
    job : Job
        With an `Architecture` and its settings.
    asked : Sequence[AskedRun]
        Runs of one scene, with equal numbers of training and validation pixels.

    Attributes
    ----------
    limits : list[tuple[float, float]]
        The range that normalises each run's spectra.
    """

    def __init__(self, job: Job, asked: Sequence[AskedRun]) -> None:
        settings = get_network_settings(job)
        self.settings, self._job, self._asked = settings, job, asked
        self._kind, k = get_architecture(job), settings.neighbourhood_size
        scene = asked[0].scene
        self._network = build_parts(job, scene).network
        unmixing = extract_abundance_network(self._network)
        outputs = self._network.output_shape, unmixing.output_shape
        check_outputs(job.file, self._kind.target, scene.facts, *outputs)
        convolve_by_products(self._network)
        self._outputs = keras.Model(
            self._network.inputs, [self._network.outputs[0], unmixing.outputs[0]]
        )
        self.limits = [find_normalisation_range(run.scene, run.split, k) for run in asked]
        normalised = [
            normalise(pad_cube(run.scene.cube, k), *limits)
            for run, limits in zip(asked, self.limits, strict=True)
        ]
        self._patches = PatchLayer(normalised[0], k)
        # Keras must see a layer's input before it runs the layer with other variables.
        self._patches(keras.Input((), dtype="int32"))
        self._spectra = jnp.stack([cube.reshape(-1, cube.shape[-1]) for cube in normalised])
        self._targets = jnp.stack(
            [
                make_targets(run.scene, self._kind.target, limits)
                for run, limits in zip(asked, self.limits, strict=True)
            ]
        )
        self._optimiser = keras.optimizers.Adam(settings.learning_rates[0])
        self._optimiser.build(self._network.trainable_variables)
        self._train_all = jax.jit(self._train_epoch)
        self._measure_all = jax.jit(self._sum_losses)
        self._predict_all = jax.jit(self._predict_batches, static_argnums=3)

    def begin(self, learning_rate: float) -> Weights:
        """Return the first weights of every run, the same as when trained alone."""
        self._optimiser.learning_rate.assign(learning_rate)
        first = []
        for run in self._asked:
            begin_run(run.seed)
            fresh = build_parts(self._job, run.scene).network
            first.append(
                Weights(
                    _values(fresh.trainable_variables),
                    _values(fresh.non_trainable_variables),
                    _values(self._optimiser.variables),
                )
            )
        return jax.tree.map(lambda *of_runs: jnp.stack(of_runs), *first)

    def train(self, weights: Weights, pixels: np.ndarray) -> tuple[Weights, np.ndarray]:
        """Train for an epoch.

        Parameters
        ----------
        pixels : ndarray
            (seeds, n) int32, in the order of this epoch.

        Returns
        -------
        weights
        numbers : (seeds, 2), the mean loss and metric of a sample
        """
        weights, sums = self._train_all(weights, self._spectra, self._targets, pixels)
        return weights, np.asarray(sums) / pixels.shape[1]

    def measure(self, weights: Weights, pixels: np.ndarray) -> np.ndarray:
        """Return the mean loss and metric of a sample: (seeds, 2)."""
        sums = self._measure_all(weights, self._spectra, self._targets, pixels)
        return np.asarray(sums) / pixels.shape[1]

    def predict(self, weights: Weights, pixels: np.ndarray) -> np.ndarray:
        """Return the abundances of pixels: (seeds, n, n_endmembers) float32."""
        n_endmembers = self._asked[0].scene.n_endmembers
        return np.asarray(self._predict_all(weights, self._spectra, pixels, n_endmembers))

    def network_of(self, weights: Weights, number: int) -> keras.Model:
        """Return the network with the weights of one run; the next call overwrites them."""
        for variables, stacked in (
            (self._network.trainable_variables, weights.trainable),
            (self._network.non_trainable_variables, weights.non_trainable),
        ):
            for variable, values in zip(variables, stacked, strict=True):
                variable.assign(np.asarray(values[number]))
        return self._network

    def _run(self, trainable: Any, fixed: Any, spectra: Any, pixels: Any, training: bool) -> Any:
        """Return the output of one seed's network, its new fixed variables, and further losses."""
        patches, _ = self._patches.stateless_call([], [spectra], pixels)
        return self._outputs.stateless_call(
            trainable, fixed, patches, training=training, return_losses=True
        )

    def _sums(self, output: Any, targets: Any) -> Any:
        """Return the sums of loss and metric over a batch."""
        sample_loss = OBJECTIVES[self._kind.target].sample_loss(targets, output)
        return jnp.stack(
            [jnp.sum(sample_loss), jnp.sum(losses.root_mean_squared_error(targets, output))]
        )

    def _update(self, weights: Weights, spectra: Any, targets: Any, pixels: Any) -> Any:
        """Update one seed's weights with a batch."""

        def loss(trainable: Any) -> Any:
            (output, _), fixed, further = self._run(
                trainable, weights.non_trainable, spectra, pixels, True
            )
            sums = self._sums(output, targets[pixels])
            mean = OBJECTIVES[self._kind.target].reduction == "sum_over_batch_size"
            total = sums[0] / len(pixels) if mean else sums[0]
            return total + sum(further), (fixed, sums)

        gradients, (fixed, sums) = jax.grad(loss, has_aux=True)(weights.trainable)
        trainable, optimiser = self._optimiser.stateless_apply(
            weights.optimiser, gradients, weights.trainable
        )
        return Weights(trainable, fixed, optimiser), sums

    def _train_epoch(self, weights: Weights, spectra: Any, targets: Any, pixels: Any) -> Any:
        def step(carried: Any, batch: Any, _: Any) -> Any:
            weights, sums = carried
            weights, more = jax.vmap(self._update)(weights, spectra, targets, batch)
            return weights, sums + more

        return self._loop_over_batches(step, (weights, jnp.zeros((len(pixels), 2))), pixels)

    def _sum_losses(self, weights: Weights, spectra: Any, targets: Any, pixels: Any) -> Any:
        def sums_of(weights: Weights, spectra: Any, targets: Any, batch: Any) -> Any:
            (output, _), _, _ = self._run(*weights[:2], spectra, batch, False)
            return self._sums(output, targets[batch])

        def step(sums: Any, batch: Any, _: Any) -> Any:
            return sums + jax.vmap(sums_of)(weights, spectra, targets, batch)

        return self._loop_over_batches(step, jnp.zeros((len(pixels), 2)), pixels)

    def _predict_batches(
        self, weights: Weights, spectra: Any, pixels: Any, n_endmembers: int
    ) -> Any:
        def abundances_of(weights: Weights, spectra: Any, batch: Any) -> Any:
            return self._run(*weights[:2], spectra, batch, False)[0][1]

        def step(answers: Any, batch: Any, start: Any) -> Any:
            more = jax.vmap(abundances_of)(weights, spectra, batch)
            more = more.astype(answers.dtype)
            return jax.lax.dynamic_update_slice_in_dim(answers, more, start, axis=1)

        return self._loop_over_batches(step, jnp.zeros((*pixels.shape, n_endmembers)), pixels)

    def _loop_over_batches(
        self, step: Callable[[Any, Any, Any], Any], carried: Any, pixels: Any
    ) -> Any:
        """Apply a step to all batches; the last may be smaller."""
        size = self.settings.batch_size
        whole = pixels.shape[1] // size

        def run_whole(number: Any, carried: Any) -> Any:
            batch = jax.lax.dynamic_slice_in_dim(pixels, number * size, size, axis=1)
            return step(carried, batch, number * size)

        carried = jax.lax.fori_loop(0, whole, run_whole, carried) if whole else carried
        rest = pixels[:, whole * size :]
        return step(carried, rest, whole * size) if rest.shape[1] else carried


def _values(variables: Sequence[keras.Variable]) -> list[np.ndarray]:
    return [np.asarray(variable.value) for variable in variables]
