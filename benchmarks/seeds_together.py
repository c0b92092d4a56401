"""Seeds of a cell trained as one program by JAX: each has its weights, its pixels and its patience.

Weights, orders of pixels, loss, optimiser and early stopping are those of the workflow's
`NetworkRuns`; the losses agree to 1e-5 (`tests/training/test_seeds_together.py`). The last batch of
an epoch is filled up with pixels that do not count, so that one program serves all sizes. Networks
with dropout draw other masks than they do alone.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from unmixing.architectures import architecture
from unmixing.machine.memory import peak_memory_mb
from unmixing.scenes.scene import Scene
from unmixing.splits.patches import normalisation_range, normalise, pad_cube
from unmixing.splits.split import Split
from unmixing.training.keras_setup import begin_run
from unmixing.training.optimisation import OBJECTIVES, most_epochs
from unmixing.training.predictions import Predictions
from unmixing.training.settings import NetworkSettings


class Cell(NamedTuple):
    """What all seeds of a scene and training-set size are trained on."""

    scenes: list[Scene]
    splits: list[Split]
    seeds: list[int]


class Fed(NamedTuple):
    """Pixels in batches: (seeds, batches, batch size), and which count: (batches, batch size)."""

    indices: np.ndarray
    counted: np.ndarray
    batches: int


class Trained(NamedTuple):
    """What the seeds of a cell came to."""

    losses: np.ndarray
    predictions: list[Predictions]


class SeedsTogether:
    """Trains the seeds of a cell at once; what is compiled serves every cell of a scene.

    Parameters
    ----------
    scene : one of its shape and endmembers
    most_pixels : that any part of a split holds
    """

    def __init__(self, settings: NetworkSettings, scene: Scene, most_pixels: int) -> None:
        import keras

        self.settings, self.kind = settings, architecture(settings.architecture)
        self.most_batches = -(-most_pixels // settings.batch_size)
        begin_run(0)
        self.network = self._built(scene)
        self.optimiser = keras.optimizers.Adam(settings.learning_rates[0])
        self.optimiser.build(self.network.trainable_variables)
        self.step, self.measure, self.answer = self._compiled(scene)

    def run(self, cell: Cell) -> Trained:
        """Train every seed to its end, and predict its test pixels with its best weights."""
        import jax

        spectra, targets, limits = self._data(cell)
        weights = self._first_weights(cell)
        train = [split.train for split in cell.splits]
        validation = self._fed([split.validation for split in cell.splits])
        unordered = self._fed(train)
        before = np.asarray(self.measure(weights, spectra, targets, *unordered))
        orders = [np.random.RandomState(seed) for seed in cell.seeds]
        started = time.perf_counter()
        most = most_epochs(cell.splits[0], self.settings)
        state, best, patience = weights, weights, Patience(len(cell.seeds), self.settings, most)
        losses = []
        for _ in range(most):
            in_order = [
                pixels[order.permutation(len(pixels))] if self.settings.shuffle else pixels
                for pixels, order in zip(train, orders, strict=True)
            ]
            state = self.step(state, spectra, targets, *self._fed(in_order))
            losses.append(np.asarray(self.measure(state, spectra, targets, *validation)))
            better = patience.takes(losses[-1])
            best = jax.tree.map(partial(_chosen, better), state, best)
            if not patience.running.any():
                break
        seconds = (time.perf_counter() - started) / len(cell.seeds)
        learnt = np.asarray(self.measure(best, spectra, targets, *unordered)) <= before
        test = self._fed([split.test for split in cell.splits])
        started = time.perf_counter()
        abundances = np.asarray(self.answer(best, spectra, test.indices, test.batches))
        inference = (time.perf_counter() - started) / len(cell.seeds)
        n_test = len(cell.splits[0].test)
        predictions = [
            Predictions(
                abundances=predicted.reshape(-1, predicted.shape[-1])[:n_test],
                status="completed" if learned and np.isfinite(predicted).all() else "diverged",
                minimum=minimum,
                maximum=maximum,
                n_parameters=self.network.count_params(),
                epochs=int(epochs),
                updates=int(epochs) * unordered.batches,
                training_time=seconds,
                inference_time=inference,
                peak_memory_mb=peak_memory_mb(),
            )
            for predicted, learned, (minimum, maximum), epochs in zip(
                abundances, learnt, limits, patience.epochs, strict=True
            )
        ]
        return Trained(np.array(losses), predictions)

    def epoch(self, cell: Cell) -> Callable[[], None]:
        """Return a function that trains every seed for an epoch and waits for the end."""
        import jax

        spectra, targets, _ = self._data(cell)
        fed = self._fed([split.train for split in cell.splits])
        state = self._first_weights(cell)

        def once() -> None:
            nonlocal state
            state = jax.block_until_ready(self.step(state, spectra, targets, *fed))

        return once

    def _built(self, scene: Scene) -> Any:
        k = self.settings.neighbourhood_size
        return self.kind.build((k, k, scene.shape[2], 1), scene.n_endmembers, scene.endmembers)

    def _data(self, cell: Cell) -> tuple[Any, Any, list[tuple[float, float]]]:
        """Return spectra, as patches are cut from them, and targets, both a seed, and ranges."""
        import jax.numpy as jnp

        k = self.settings.neighbourhood_size
        pairs = list(zip(cell.scenes, cell.splits, strict=True))
        limits = [normalisation_range(scene, split, k) for scene, split in pairs]
        padded = [
            normalise(pad_cube(scene.cube, k), *of_seed)
            for scene, of_seed in zip(cell.scenes, limits, strict=True)
        ]
        if self.kind.target == "abundances":
            targets = [scene.labels for scene in cell.scenes]
        else:
            targets = [
                normalise(scene.cube, *of_seed).reshape(-1, scene.shape[2])
                for scene, of_seed in zip(cell.scenes, limits, strict=True)
            ]
        spectra = [cube.reshape(-1, cube.shape[-1]) for cube in padded]
        return jnp.asarray(np.stack(spectra)), jnp.asarray(np.stack(targets)), limits

    def _first_weights(self, cell: Cell) -> Any:
        """Return the state in which training begins, as the workflow makes it of each seed."""
        import jax
        import jax.numpy as jnp

        states = []
        for seed, scene in zip(cell.seeds, cell.scenes, strict=True):
            begin_run(seed)
            network = self._built(scene)
            states.append(
                (
                    [np.asarray(variable.value) for variable in network.trainable_variables],
                    [np.asarray(variable.value) for variable in network.non_trainable_variables],
                    [np.asarray(variable.value) for variable in self.optimiser.variables],
                )
            )
        return jax.tree.map(lambda *of_seeds: jnp.stack(of_seeds), *states)

    def _fed(self, pixels: list[np.ndarray]) -> Fed:
        """Lay pixels out in batches, which are filled up with a pixel that does not count."""
        size = self.settings.batch_size
        indices = np.zeros((len(pixels), self.most_batches * size), np.int32)
        indices[:, : len(pixels[0])] = pixels
        counted = np.arange(self.most_batches * size) < len(pixels[0])
        return Fed(
            indices.reshape(len(pixels), -1, size),
            counted.reshape(-1, size).astype(np.float32),
            -(-len(pixels[0]) // size),
        )

    def _compiled(self, scene: Scene) -> tuple[Callable, Callable, Callable]:
        """Return an epoch of training, the mean loss, and the abundances, each of all seeds."""
        import jax
        import jax.numpy as jnp
        import keras

        objective, k = OBJECTIVES[self.kind.target], self.settings.neighbourhood_size
        unmixing = keras.Model(
            self.network.inputs,
            (self.network.outputs[0], self.network.get_layer("abundances").output),
        )
        width, bands = scene.shape[1], scene.shape[2]
        padded_width = width + k - 1
        offsets = (np.arange(k)[:, None] * padded_width + np.arange(k)).ravel()

        def outputs(weights: Any, others: Any, spectra: Any, pixels: Any, training: bool) -> Any:
            corners = pixels // width * padded_width + pixels % width
            patches = spectra[corners[:, None] + offsets].reshape(-1, k, k, bands, 1)
            return unmixing.stateless_call(weights, others, patches, training=training)

        def update(state: Any, spectra: Any, targets: Any, pixels: Any, counted: Any) -> Any:
            weights, others, moments = state

            def loss(weights: Any) -> Any:
                (output, _), changed = outputs(weights, others, spectra, pixels, True)
                total = jnp.sum(counted * objective.sample_loss(targets[pixels], output))
                mean = objective.reduction == "sum_over_batch_size"
                return total / jnp.sum(counted) if mean else total, changed

            gradients, others = jax.grad(loss, has_aux=True)(weights)
            weights, moments = self.optimiser.stateless_apply(moments, gradients, weights)
            return weights, others, moments

        def total(state: Any, spectra: Any, targets: Any, pixels: Any, counted: Any) -> Any:
            (output, _), _ = outputs(*state[:2], spectra, pixels, False)
            return jnp.sum(counted * objective.sample_loss(targets[pixels], output))

        def unmixed(state: Any, spectra: Any, pixels: Any) -> Any:
            return outputs(*state[:2], spectra, pixels, False)[0][1]

        together = jax.vmap(update, in_axes=(0, 0, 0, 0, None))
        totals = jax.vmap(total, in_axes=(0, 0, 0, 0, None))
        abundances = jax.vmap(unmixed)

        def step(state, spectra, targets, indices, counted, batches):
            def of_batch(i, state):
                return together(state, spectra, targets, indices[:, i], counted[i])

            return jax.lax.fori_loop(0, batches, of_batch, state)

        def measure(state, spectra, targets, indices, counted, batches):
            def of_batch(i, sums):
                return sums + totals(state, spectra, targets, indices[:, i], counted[i])

            sums = jax.lax.fori_loop(0, batches, of_batch, jnp.zeros(len(indices)))
            return sums / jnp.sum(counted)

        def answer(state, spectra, indices, batches):
            shape = (*indices.shape, scene.n_endmembers)

            def of_batch(i, answers):
                return answers.at[:, i].set(abundances(state, spectra, indices[:, i]))

            return jax.lax.fori_loop(0, batches, of_batch, jnp.zeros(shape))

        return jax.jit(step), jax.jit(measure), jax.jit(answer)


class Patience:
    """Which seeds still train, and which have just become better: Keras's early stopping."""

    def __init__(self, seeds: int, settings: NetworkSettings, most: int) -> None:
        self.patience = settings.patience or most
        self.best, self.waited = np.full(seeds, np.inf), np.zeros(seeds, int)
        self.running, self.epochs = np.ones(seeds, bool), np.zeros(seeds, int)

    def takes(self, losses: np.ndarray) -> np.ndarray:
        """Take the losses of an epoch, and say whose weights are to be kept."""
        first = self.epochs.max() == 0
        self.epochs[self.running] += 1
        better = self.running & (losses < self.best)
        self.best = np.where(better, losses, self.best)
        self.waited = np.where(better, 0, self.waited + 1)
        stops = ~better & (self.waited >= self.patience) & (self.epochs > 1)
        self.running = self.running & ~stops
        return better | first


def _chosen(better: np.ndarray, new: Any, ours: Any) -> Any:
    import jax.numpy as jnp

    return jnp.where(better.reshape(-1, *[1] * (new.ndim - 1)), new, ours)
