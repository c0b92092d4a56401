"""Networks of PyTorch are trained as those of Keras are, from one file of a user's."""

import dataclasses
import importlib.util
import json
import sys

import numpy as np
import pytest
from torch_from_keras import begin_with, set_weights

from learning_curves.errors import UserError
from unmixing.splits.patches import extract_patches, normalise, pad_cube
from unmixing.training.job_files import write_run
from unmixing.training.protocol import AskedRun
from unmixing.training.settings import EstimatorSettings
from unmixing.training.trainers import make_job, trainer

from shared import ROOT, make_images_large, network_settings

EXAMPLES = ROOT / "docs" / "examples" / "methods"
# Networks of the examples, and what they are in Keras.
EXAMPLES_OF_KERAS = {
    "unmixing_torch_cnn": "unmixing_pixel_based_cnn",
    "unmixing_torch_dcae": "unmixing_pixel_based_dcae",
}
LINEAR = """
from unmixing.architectures import TorchArchitecture


def build(patch_shape, n_endmembers, endmembers):
    from torch import nn

    numbers = patch_shape[0] * patch_shape[1] * patch_shape[2]
    return nn.Sequential(nn.Flatten(), nn.Linear(numbers, n_endmembers), nn.Softmax(dim=1))


ARCHITECTURE = TorchArchitecture(
    build=build, target="abundances", learning_rate=0.05, source="test"
)
"""
OWN_LOOP = """

def fit(network, training, validation, settings):
    import torch

    optimiser = torch.optim.SGD(network.parameters(), settings.learning_rate)
    rows = []
    for epoch in range(settings.epochs):
        optimiser.zero_grad()
        loss = (network(training.patches) - training.targets).abs().mean()
        loss.backward()
        optimiser.step()
        rows.append({"epoch": epoch + 1, "loss": loss.item(), "val_loss": loss.item()})
    return rows


ARCHITECTURE = TorchArchitecture(
    build=build, fit=fit, target="abundances", learning_rate=0.05, source="test"
)
"""


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is not installed")


def settings_of(name, **changes):
    settings = network_settings(1, 0.05)
    changes = {"updates": None, "epochs": 60, "patience": 60} | changes
    return dataclasses.replace(settings, architecture=name, **changes)


def train(settings, folder, scene, split, seed=0, **machine):
    job = make_job(settings, folder, **machine)
    (run,) = trainer(job.method.trainer, folder)(job, [AskedRun(scene, split, seed)])
    return run


@pytest.fixture
def train_code(torch, small_scene, split, tmp_path):
    """Return a function that trains a network of some code."""

    def train_it(code=LINEAR, seed=0, machine=None, **changes):
        (tmp_path / "unmixing_mine.py").write_text(code)
        settings = settings_of("unmixing_mine", **changes)
        return train(settings, tmp_path, small_scene, split, seed, **(machine or {}))

    return train_it


def rmse(run, scene, split):
    return np.sqrt(np.mean((run.predictions.abundances - scene.labels[split.test]) ** 2))


def test_a_module_of_a_few_lines_learns_and_is_recorded(train_code, small_scene, split):
    run = train_code()
    mean = small_scene.labels[split.train].mean(axis=0)
    of_mean = np.sqrt(np.mean((mean - small_scene.labels[split.test]) ** 2))
    assert rmse(run, small_scene, split) < 0.7 * of_mean
    facts = run.predictions
    assert (facts.status, facts.n_parameters, facts.epochs) == ("completed", 80 * 3 + 3, 60)
    assert facts.updates == 60 * 3
    assert list(run.history[0]) == ["epoch", "loss", "val_loss", "aRMSE", "val_aRMSE", "seconds"]
    assert run.history[-1]["loss"] < run.history[0]["loss"]


def test_own_pixels_of_a_large_image_give_the_numbers_of_the_whole_to_the_bit(
    train_code, monkeypatch
):
    whole = train_code()
    make_images_large(monkeypatch)
    gathered = train_code()
    np.testing.assert_array_equal(gathered.predictions.abundances, whole.predictions.abundances)


def test_the_saved_weights_predict_the_same(torch, train_code, small_scene, split, tmp_path):
    run = train_code(neighbourhood_size=1)
    write_run(run, tmp_path / "predictions.h5", keep_model=True)
    weights = torch.load(tmp_path / "model.pt", weights_only=True)
    kernel, bias = (weights[name].numpy() for name in ("1.weight", "1.bias"))
    spectra = small_scene.cube.reshape(-1, 80)[split.test]
    scaled = normalise(spectra, run.predictions.minimum, run.predictions.maximum)
    powers = np.exp(scaled @ kernel.T + bias)
    np.testing.assert_allclose(
        run.predictions.abundances, powers / powers.sum(axis=1, keepdims=True), atol=1e-5
    )


@pytest.mark.parametrize("size", [1, 3, 5])
def test_a_network_is_given_the_patches_of_its_pixels(torch, size):
    from unmixing.training.torch_network import FedNetwork

    cube = np.random.default_rng(0).normal(size=(6, 7, 5)).astype(np.float32)
    targets, indices = np.arange(42, dtype=np.float32)[:, None], np.array([0, 6, 20, 41], np.int32)
    network, device = torch.nn.Identity(), torch.device("cpu")
    padded = normalise(pad_cube(cube, size), -3, 3)
    fed = FedNetwork(network, padded, targets, "abundances", size, "float32", device)
    pixels = fed.pixels(indices)
    expected = normalise(extract_patches(cube, indices, size), -3, 3)
    np.testing.assert_array_equal(pixels.patches[..., 0], expected)
    np.testing.assert_array_equal(pixels.targets[:, 0], indices)


def test_a_seed_repeats_a_run_bit_by_bit_and_another_does_not(train_code):
    runs = [train_code(seed=seed, neighbourhood_size=3) for seed in (4, 4, 5)]
    first, again, other = (run.predictions.abundances for run in runs)
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0


def test_training_stops_when_the_validation_loss_does_not_fall(train_code):
    run = train_code(learning_rate=2.0, epochs=200, patience=5)
    losses = [row["val_loss"] for row in run.history]
    assert len(losses) < 200
    assert int(np.argmin(losses)) == len(losses) - 6


def test_the_learning_rate_with_the_best_validation_is_chosen(train_code):
    changes = {"epochs": 20, "patience": 20}
    alone = train_code(learning_rate=0.05, **changes)
    chosen = train_code(learning_rate=(1e-6, 0.05), **changes)
    np.testing.assert_array_equal(chosen.predictions.abundances, alone.predictions.abundances)
    assert chosen.predictions.training_time > alone.predictions.training_time / 2


def test_an_author_may_bring_the_loop(train_code):
    run = train_code(LINEAR + OWN_LOOP, learning_rate=0.5)
    assert run.predictions.epochs == 60
    assert list(run.history[0]) == ["epoch", "loss", "val_loss"]
    assert run.history[-1]["loss"] < run.history[0]["loss"]


def test_a_training_that_gets_worse_diverged(train_code):
    code = LINEAR.replace("nn.Softmax(dim=1)", "nn.Identity()")
    run = train_code(code, learning_rate=1e6)
    assert run.predictions.status == "diverged"


def test_bfloat16_still_learns(train_code):
    of_precision = {"precision": "mixed_bfloat16"}
    run = train_code(machine=of_precision)
    exact = train_code()
    assert run.predictions.abundances.dtype == np.float32
    difference = np.abs(run.predictions.abundances - exact.predictions.abundances).max()
    assert 0 < difference < 0.1


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("return nn.Seq", "return [0] or nn.Seq", "build returns builtins.list, not a network"),
        (", nn.Softmax(dim=1)", ", nn.Linear(3, 5)", r"returns shape \(2, 5\), and must return ab"),
        ('"abundances"', '"spectrum"', r"a spectrum and abundances of shape \(2, 80\) and \(2, 3"),
        (
            "TorchArch",
            "Arch",
            "build returns torch.nn.modules.container.Sequential, not a network of Keras",
        ),
    ],
)
def test_what_does_not_fit_is_refused(train_code, request, before, after, words):
    if after == "Arch":
        request.getfixturevalue("keras")
    with pytest.raises(UserError, match=words):
        train_code(LINEAR.replace(before, after))


def test_a_gpu_that_is_not_there_is_refused(torch, train_code):
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises(UserError, match="PyTorch sees none"):
        train_code(machine={"device": "gpu"})


def test_without_pytorch_a_sentence_says_what_to_install(small_scene, split, tmp_path, monkeypatch):
    for name in [name for name in sys.modules if "torch" in name]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "torch", None)
    (tmp_path / "unmixing_mine.py").write_text(LINEAR)
    with pytest.raises(UserError, match=r"install requirements-torch\.txt"):
        train(settings_of("unmixing_mine"), tmp_path, small_scene, split)


def test_the_divergence_is_that_of_keras(torch, keras):
    from unmixing.training import losses
    from unmixing.training.torch_network import spectral_information_divergence

    truth, predicted = np.random.default_rng(0).normal(1, 1, (2, 50, 9)).astype(np.float32)
    ours = spectral_information_divergence(torch.tensor(truth), torch.tensor(predicted))
    theirs = losses.spectral_information_divergence(truth, predicted)
    np.testing.assert_allclose(ours, np.asarray(theirs), rtol=1e-4, atol=1e-5)


def example(name):
    """Return the architecture of an example of the docs."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ARCHITECTURE


@pytest.mark.parametrize(("name", "of_keras"), EXAMPLES_OF_KERAS.items())
def test_the_examples_give_the_recorded_forward_passes(torch, golden, name, of_keras):
    recorded = np.load(golden / f"e_forward_{of_keras}.npz")
    facts = json.loads((golden / "e_forward.json").read_text())[of_keras]
    weights = [recorded[key] for key in sorted(recorded) if key.startswith("w")]
    bands, p = facts["B"], facts["p"]
    is_autoencoder = "dcae" in name
    endmembers = weights[-2].T if is_autoencoder else None
    network = example(name).build((1, 1, bands, 1), p, endmembers)
    set_weights(network, weights)
    with torch.no_grad():
        output = network(
            torch.tensor(recorded["x"], dtype=torch.float32).reshape(-1, 1, 1, bands, 1)
        )
    spectrum_or_abundances = output[0] if is_autoencoder else output
    np.testing.assert_allclose(spectrum_or_abundances, recorded["pred_full"], rtol=1e-5, atol=1e-6)
    if is_autoencoder:
        np.testing.assert_allclose(output[1], recorded["pred_abund"], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("name", "of_keras"), EXAMPLES_OF_KERAS.items())
def test_from_the_same_weights_it_trains_as_keras_does(
    torch, keras, small_scene, split, name, of_keras
):
    from unmixing.training.compiled_network import build_parts
    from unmixing.training.keras_setup import begin_run

    # A batch holds all pixels, so their order decides nothing.
    changes = {"batch_size": 64, "epochs": 20, "patience": 20, "learning_rate": 0.001}
    settings = settings_of(of_keras, neighbourhood_size=1, **changes)
    job = make_job(settings)
    begin_run(3)
    weights = build_parts(job, small_scene).network.get_weights()
    theirs = train(settings, None, small_scene, split, seed=3)
    job = make_job(dataclasses.replace(settings, architecture=name), EXAMPLES)
    (ours,) = trainer("torch")(begin_with(job, weights), [AskedRun(small_scene, split, 3)])
    for column in ("loss", "val_loss"):
        np.testing.assert_allclose(
            [row[column] for row in ours.history],
            [row[column] for row in theirs.history],
            rtol=1e-3,
        )
    np.testing.assert_allclose(
        ours.predictions.abundances, theirs.predictions.abundances, atol=1e-3
    )


WRAPPED = """
import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
from unmixing.estimators import Estimator


class Linear(RegressorMixin, BaseEstimator):
    def __init__(self, random_state=None):
        self.random_state = random_state

    def fit(self, X, y, validation):
        import torch

        torch.manual_seed(self.random_state)
        self.network = torch.nn.Sequential(
            torch.nn.Linear(X.shape[1], y.shape[1]), torch.nn.Softmax(dim=1)
        )
        optimiser = torch.optim.Adam(self.network.parameters(), 0.05)
        for _ in range(200):
            optimiser.zero_grad()
            (self.network(torch.tensor(X)) - torch.tensor(y)).square().mean().backward()
            optimiser.step()
        return self

    def predict(self, X):
        import torch

        with torch.no_grad():
            return self.network(torch.tensor(X)).numpy()


ESTIMATOR = Estimator(
    candidates=lambda endmembers: [Linear()], uses_validation=True, scaled=True, source="test"
)
"""


def test_a_module_in_an_estimator_has_the_seed_and_its_run_is_kept(
    torch, small_scene, split, tmp_path
):
    (tmp_path / "wrapped.py").write_text(WRAPPED)
    runs = [
        train(EstimatorSettings("wrapped", 1), tmp_path, small_scene, split, seed)
        for seed in (4, 4, 5)
    ]
    first, again, other = (run.predictions.abundances for run in runs)
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0
    assert rmse(runs[0], small_scene, split) < 0.15
    write_run(runs[0], tmp_path / "run" / "predictions.h5", keep_model=True)
    assert (tmp_path / "run" / "predictions.h5").exists()
