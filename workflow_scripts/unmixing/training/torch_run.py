"""Runs of a network of PyTorch: build it, train it on a split, and predict the test pixels."""

import copy
import dataclasses
import logging
import math
import time
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import torch

from learning_curves.errors import UserError, shorten_path
from unmixing.layers.torch_architecture import TorchArchitecture
from unmixing.scenes.scene import Scene
from unmixing.splits.gathering import divide_run
from unmixing.splits.patches import find_normalisation_range, normalise, pad_cube
from unmixing.splits.split import Split
from unmixing.training.checks import check_network
from unmixing.training.network_job import (
    count_updates_per_epoch,
    find_most_epochs,
    get_network_settings,
    make_targets,
)
from unmixing.training.patience import Patience
from unmixing.training.protocol import AskedRun, Job, Rows, SavedModel, TrainedRun
from unmixing.training.settings import NetworkSettings
from unmixing.training.torch_network import FedNetwork, in_batches
from unmixing.training.torch_setup import prepare_torch
from unmixing.training.trained_run import Candidate, choose_rate, make_predictions

# Keras's own, ten times that of PyTorch.
ADAM_EPSILON = 1e-7


class KerasAdam(torch.optim.Adam):
    """Adam as Keras has it: epsilon counts before the bias of the second moment is corrected.

    PyTorch adds it afterwards, which makes the first steps longer where gradients are small.
    """

    def __init__(self, learning: Iterable[torch.Tensor], rate: float) -> None:
        super().__init__(learning, rate, fused=True)
        self._updates = 0

    def step(self, closure: Any = None) -> Any:
        """Make an update."""
        self._updates += 1
        for group in self.param_groups:
            group["eps"] = ADAM_EPSILON / math.sqrt(1 - group["betas"][1] ** self._updates)
        return super().step(closure)


def run_networks(job: Job, asked: Iterable[AskedRun]) -> Iterator[TrainedRun]:
    """Train one run after another.

    Each of several learning rates begins again from the seed, and the one with the smallest
    validation loss is kept.
    """
    if not isinstance(job.method, TorchArchitecture) or job.method.pretrained:
        raise UserError(
            f"{shorten_path(job.file)}: a network of PyTorch is a TorchArchitecture, and has no "
            "pretrained."
        )
    device = prepare_torch(job.device, job.threads, job.precision)
    for scene, split, seed in asked:
        yield _run(job, job.method, scene, split, seed, device)


def _run(
    job: Job,
    kind: TorchArchitecture,
    scene: Scene,
    split: Split,
    seed: int,
    device: torch.device,
) -> TrainedRun:
    settings, k = get_network_settings(job), job.settings.neighbourhood_size
    limits = find_normalisation_range(scene, split, k)
    parts = divide_run(scene, split, k)
    scene, split = next(parts)
    padded = normalise(pad_cube(scene.cube, k), *limits)
    targets = make_targets(scene, kind.target, limits)
    tried: dict[float, Candidate] = {}
    networks: dict[float, FedNetwork] = {}
    for rate in settings.learning_rates:
        torch.manual_seed(seed)
        network = kind.build((k, k, scene.shape[2], 1), scene.n_endmembers, scene.endmembers)
        check_network(job.file, network, torch.nn.Module, "PyTorch")
        fed = FedNetwork(network, padded, targets, kind.target, k, job.precision, device)
        _check_outputs(job, kind, fed, scene, split)
        of_rate = dataclasses.replace(settings, learning_rate=rate)
        tried[rate] = _train(kind, fed, split, of_rate, seed)
        networks[rate] = fed
        logging.info("validation loss %.6g: learning rate %g", tried[rate].validation_loss, rate)
    best = choose_rate(tried)
    fed = networks[best]
    started = time.perf_counter()
    predicted = [fed.predict(split.test, settings.batch_size)]
    for of_part, tested in parts:
        fed.feed(normalise(pad_cube(of_part.cube, k), *limits))
        predicted.append(fed.predict(tested.test, settings.batch_size))
    inference_time = time.perf_counter() - started
    weights = {name: values.cpu() for name, values in fed.network.state_dict().items()}
    predictions = make_predictions(
        tried[best],
        np.concatenate(predicted),
        limits,
        sum(values.numel() for values in weights.values()),
        training_time=sum(candidate.seconds for candidate in tried.values()),
        inference_time=inference_time,
    )
    model = SavedModel(".pt", lambda path: torch.save(weights, path))
    return TrainedRun(predictions, tried[best].history, model)


def _train(
    kind: TorchArchitecture, fed: FedNetwork, split: Split, settings: NetworkSettings, seed: int
) -> Candidate:
    before = fed.measure(split.train, settings.batch_size)[0]
    started = time.perf_counter()
    if kind.fit is None:
        history = fit(fed, split, settings, seed)
    else:
        fed.network.train()
        pixels = fed.pixels(split.train), fed.pixels(split.validation)
        history = kind.fit(fed.network, *pixels, settings)
    seconds = time.perf_counter() - started
    after = fed.measure(split.train, settings.batch_size)[0]
    return Candidate(
        history=history,
        updates=len(history) * count_updates_per_epoch(split, settings),
        seconds=seconds,
        learnt=bool(after <= before),
    )


def fit(fed: FedNetwork, split: Split, settings: NetworkSettings, seed: int) -> Rows:
    """Train, stop early if a patience is set, and restore the weights of the best validation loss.

    Parameters
    ----------
    seed : int
        For the order of the pixels.

    Returns
    -------
    list of dict
        One row per epoch, as for networks of Keras.
    """
    most = find_most_epochs(split, settings)
    # A patience of all epochs never stops a training, but still keeps the best weights.
    patience = Patience(1, settings.patience or most)
    learning = [values for values in fed.network.parameters() if values.requires_grad]
    rate = settings.learning_rates[0]
    optimiser = KerasAdam(learning, rate)
    generator = np.random.default_rng(seed)
    best, rows = fed.network.state_dict(), []
    for epoch in range(most):
        started = time.perf_counter()
        order = generator.permutation(split.train) if settings.shuffle else split.train
        training = _train_epoch(fed, optimiser, order, settings.batch_size)
        validation = fed.measure(split.validation, settings.batch_size)
        if patience.take(validation[:1])[0]:
            best = copy.deepcopy(fed.network.state_dict())
        rows.append(
            {
                "epoch": epoch + 1,
                "loss": float(training[0]),
                "val_loss": float(validation[0]),
                fed.metric: float(training[1]),
                f"val_{fed.metric}": float(validation[1]),
                "seconds": time.perf_counter() - started,
            }
        )
        if not patience.running[0]:
            break
    fed.network.load_state_dict(best)
    return rows


def _train_epoch(
    fed: FedNetwork, optimiser: torch.optim.Optimizer, order: np.ndarray, batch_size: int
) -> np.ndarray:
    """Make the updates of an epoch, and return the means of loss and metric over its pixels."""
    fed.network.train()
    sums = torch.zeros(2, device=fed.device)
    for batch in in_batches(order, batch_size):
        optimiser.zero_grad()
        losses, metric = fed.losses(fed.pixels(batch))
        fed.combine(losses).backward()
        optimiser.step()
        sums += torch.stack([losses.detach().sum(), metric.sum()])
    return (sums / len(order)).cpu().numpy()


@torch.no_grad()
def _check_outputs(
    job: Job, kind: TorchArchitecture, fed: FedNetwork, scene: Scene, split: Split
) -> None:
    """Refuse a network whose outputs do not fit its target and the scene."""
    fed.network.eval()
    pixels = fed.pixels(split.train[:2])
    output = fed.network(pixels.patches)
    n, p = len(pixels.patches), scene.n_endmembers
    spectrum = [(n, scene.shape[2])] if kind.target == "spectrum" else []
    wanted: list[tuple[int, ...]] = [*spectrum, (n, p)]
    given = output if isinstance(output, tuple) else (output,)
    shapes = [tuple(getattr(part, "shape", ())) for part in given]
    if shapes != wanted:
        what = "abundances" if kind.target == "abundances" else "a spectrum and abundances"
        raise UserError(
            f"{shorten_path(job.file)}: for {n} pixels its network returns {_spell(shapes)}, and "
            f"must return {what} of {_spell(wanted)}, because its target is '{kind.target}'."
        )


def _spell(shapes: list[tuple[int, ...]]) -> str:
    return "shape " + " and ".join(map(str, shapes))
