"""Train one network or fit one estimator once, on one thread, and print seconds, memory and size.

Arguments: architecture or estimator, its name, scene file, labelled pixels.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

STARTED = time.perf_counter()
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "workflow_scripts"))

from unmixing.devices import peak_memory_mb  # noqa: E402
from unmixing.scene import read_scene  # noqa: E402
from unmixing.splits import draw_split  # noqa: E402

TEST_PIXELS = 2000
EPOCHS = 3
# Starting Snakemake's script and evaluating the run, beside what is measured here.
OTHER_SECONDS = 1.5


def main(kind: str, name: str, scene_path: str, pixels: int) -> None:
    """Measure; an epoch's seconds are those of the last, when the graph is there."""
    scene = read_scene(scene_path)
    split = draw_split(scene.valid, 0, pixels, 0.1, TEST_PIXELS)
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / ("model.keras" if kind == "architecture" else "model.skops")
        if kind == "architecture":
            seconds, work, settings, predictions = train(name, scene, split, model)
            predicted = TEST_PIXELS * scene.shape[2] * settings.neighbourhood_size**2
        else:
            seconds, predictions = fit(name, scene, split, model)
            work, predicted = pixels, TEST_PIXELS
        size = model.stat().st_size / 2**20
    spent = predictions.training_time + predictions.inference_time
    result = {
        "fixed_seconds": OTHER_SECONDS + time.perf_counter() - STARTED - spent,
        "training_seconds": seconds,
        "training_work": work,
        "prediction_seconds": predictions.inference_time,
        "prediction_work": predicted,
        "memory_mb": peak_memory_mb(),
        "model_mb": size,
    }
    print(json.dumps(result))


def train(name, scene, split, path):
    """Train a network as its defaults say; return seconds of an epoch and its work."""
    from unmixing.devices import begin_run, prepare_keras

    prepare_keras("tensorflow", "auto", threads=1, precision="float32")
    begin_run(0)
    from unmixing.architectures import architecture
    from unmixing.training import Settings, train_run

    kind = architecture(name)
    settings = Settings(
        architecture=name,
        neighbourhood_size=kind.neighbourhood_size,
        learning_rate=kind.learning_rate,
        batch_size=256,
        updates=None,
        epochs=EPOCHS,
        patience=EPOCHS,
        shuffle=True,
        steps_per_execution=32,
    )
    run = train_run(scene, split, settings, 0)
    run.network.save(path)
    work = split.n_labelled * scene.shape[2] * kind.neighbourhood_size**2
    # Networks of parts train each of them first.
    stages = run.predictions.training_time / sum(row["seconds"] for row in run.history)
    seconds = run.history[-1]["seconds"] * max(1, round(stages) if kind.parts else 1)
    return seconds, work, settings, run.predictions


def fit(name, scene, split, path):
    """Fit an estimator; return the seconds of choosing and fitting."""
    import skops.io

    from unmixing.fitting import fit_run

    run = fit_run(scene, split, name)
    skops.io.dump(run.regressor, path)
    return run.predictions.training_time, run.predictions


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]))
