"""A trainer of another kind is one file, and gets what its method may see."""

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.machine.memory import peak_memory_mb
from unmixing.training.job_files import write_history, write_run
from unmixing.training.predictions import read_predictions
from unmixing.training.protocol import AskedRun, SavedModel, TrainedRun
from unmixing.training.settings import EstimatorSettings
from unmixing.training.trainers import make_job, trainer

from shared import network_settings

# A network of another kind, and the trainer that it names.
NEAREST = """
import numpy as np
from unmixing.architectures import Architecture
from unmixing.training.one_by_one import Trained, one_by_one
from unmixing.training.protocol import SavedModel


def train(task):
    tasks.append(task)
    pixels = task.training

    def predict(spectra):
        distances = np.linalg.norm(spectra[:, None] - pixels.spectra, axis=2)
        return pixels.abundances[distances.argmin(axis=1)]

    rows = [{"epoch": 1, "loss": 0.2, "val_loss": task.job.settings.learning_rate}]
    saved = SavedModel(".npy", lambda path: np.save(path, pixels.spectra))
    return Trained(predict, saved, n_parameters=7, epochs=1, history=rows)


tasks = []
TRAINER = one_by_one(train)
ARCHITECTURE = Architecture(
    trainer="unmixing_nearest", build=train, target="abundances", learning_rate=0.1, source="test",
)
"""
SEER = """
from unmixing.method import Method
from unmixing.training.one_by_one import Trained, one_by_one

tasks = []


def train(task):
    tasks.append(task)
    return Trained(lambda spectra: WRONG)


TRAINER = one_by_one(train)
ESTIMATOR = Method(trainer="seer", sees="spectra", source="test")
"""


def runs_of(settings, own, *asked):
    job = make_job(settings, own)
    return list(trainer(job.method.trainer, own)(job, asked))


@pytest.fixture
def run_seer(small_scene, split, tmp_path):
    """Return a function that runs an estimator of another kind, with a change of its code."""

    def run_it(seed=0, **changes):
        code = SEER
        for old, new in ({"WRONG": "spectra[:, :3] / spectra[:, :3]"} | changes).items():
            code = code.replace(old, new)
        (tmp_path / "seer.py").write_text(code)
        (run,) = runs_of(EstimatorSettings("seer", 1), tmp_path, AskedRun(small_scene, split, seed))
        return run

    return run_it


def test_a_network_of_another_kind_is_trained_predicts_and_is_saved(small_scene, split, tmp_path):
    (tmp_path / "unmixing_nearest.py").write_text(NEAREST)
    settings = network_settings(3, 0.25, "unmixing_pixel_based_cnn")
    settings = type(settings)(**{**vars(settings), "architecture": "unmixing_nearest"})
    (run,) = runs_of(settings, tmp_path, AskedRun(small_scene, split, 5))
    predicted, truth = run.predictions.abundances, small_scene.labels[split.test]
    assert np.sqrt(np.mean((predicted - truth) ** 2)) < 0.1
    assert (run.predictions.n_parameters, run.predictions.epochs) == (7, 1)
    write_history(run, {"seed": 5}, tmp_path / "history.csv")
    assert (tmp_path / "history.csv").read_text() == "seed,epoch,loss,val_loss\n5,1,0.2,0.25\n"
    write_run(run, tmp_path / "predictions.h5", keep_model=True)
    assert len(np.load(tmp_path / "model.npy")) == len(split.train)
    np.testing.assert_array_equal(
        read_predictions(tmp_path / "predictions.h5").abundances, predicted
    )
    write_run(run, tmp_path / "predictions.h5", keep_model=False)
    assert not (tmp_path / "model.npy").exists()


def test_a_task_holds_what_the_method_may_see(run_seer, small_scene, split):
    run_seer(seed=5)
    import own_plug_ins.seer

    (task,) = own_plug_ins.seer.tasks
    assert (task.seed, task.job.threads) == (5, 1)
    for labelled, pixels in ((task.training, split.train), (task.validation, split.validation)):
        np.testing.assert_array_equal(labelled.pixels, pixels)
        np.testing.assert_array_equal(labelled.abundances, small_scene.labels[pixels])
        np.testing.assert_array_equal(labelled.spectra, small_scene.cube.reshape(-1, 80)[pixels])
    assert (task.image.height, task.image.width) == small_scene.shape[:2]
    assert task.image.truth is None


def test_a_wrong_shape_names_the_file(run_seer):
    with pytest.raises(UserError, match=r"seer\.py: it predicts the shape \(200, 80\) for 200"):
        run_seer(WRONG="spectra")


def test_a_network_without_a_history_is_an_error(tmp_path):
    with pytest.raises(UserError, match="returned no history"):
        write_history(TrainedRun(None, [], None), {}, tmp_path / "history.csv")


def test_a_model_that_cannot_be_saved_costs_nothing_but_itself(run_seer, tmp_path, caplog):
    def fail(path):
        path.write_text("half of it")
        raise TypeError("a network cannot be pickled")

    folder = tmp_path / "run"
    write_run(
        run_seer()._replace(model=SavedModel(".skops", fail)), folder / "predictions.h5", True
    )
    assert [path.name for path in folder.iterdir()] == ["predictions.h5"]
    assert "cannot be saved (TypeError: a network cannot be pickled)" in caplog.text


def test_memory_counts_the_processes_that_a_method_starts(run_seer):
    program = "import time; block = b'1' * 300_000_000; time.sleep(0.3)"
    starts = f"import subprocess, sys\n    subprocess.run([sys.executable, '-c', {program!r}])"
    before = peak_memory_mb()
    run = run_seer(**{"tasks.append(task)": starts})
    assert run.predictions.peak_memory_mb > before + 280
