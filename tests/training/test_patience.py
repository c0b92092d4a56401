"""Several seeds stop, and keep weights, where Keras's early stopping does with each alone."""

from types import SimpleNamespace

import numpy as np
import pytest

from unmixing.training.patience import Patience


def stopped_by_keras(keras, losses, patience):
    """Return the epochs that Keras trains for, and the epoch whose weights it leaves."""
    model = SimpleNamespace(stop_training=False, weights=-1)
    model.get_weights = lambda: model.weights
    model.set_weights = lambda weights: setattr(model, "weights", weights)
    stopping = keras.callbacks.EarlyStopping(
        monitor="loss", mode="min", patience=patience, restore_best_weights=True
    )
    stopping.set_model(model)
    stopping.on_train_begin()
    for epoch, loss in enumerate(losses):
        model.weights = epoch
        stopping.on_epoch_end(epoch, {"loss": loss})
        if model.stop_training:
            break
    stopping.on_train_end()
    return epoch + 1, model.weights


def losses_of(kind, generator):
    losses = np.abs(np.cumsum(generator.normal(-0.02, 0.1, 40)) + 2)
    if kind == "not a number":
        losses[generator.integers(0, 40) :] = np.nan
    if kind == "never a number":
        losses[:] = np.nan
    if kind == "equal":
        losses[:] = 1
    return losses


@pytest.mark.parametrize("patience", [1, 2, 5, 40])
@pytest.mark.parametrize("kind", ["wandering", "not a number", "never a number", "equal"])
def test_each_seed_does_what_keras_does_with_it_alone(keras, kind, patience):
    generator = np.random.default_rng(patience)
    losses = np.stack([losses_of(kind, generator) for _ in range(6)])
    several, kept = Patience(6, patience), np.full(6, -1)
    for epoch in range(losses.shape[1]):
        if not several.running.any():
            break
        kept[several.take(losses[:, epoch])] = epoch
    for seed, of_seed in enumerate(losses):
        assert (several.epochs[seed], kept[seed]) == stopped_by_keras(keras, of_seed, patience)
