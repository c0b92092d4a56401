"""Train one network or fit one estimator once, and print seconds by phase, memory and size.

Arguments: architecture or estimator, its name, scene file, labelled pixels, test pixels, epochs,
threads.
"""

import json
import sys
import tempfile
import time
from math import prod
from pathlib import Path
from typing import Any

# Before importing the package and its libraries, which counts as the start.
STARTED = time.perf_counter()


def main(kind: str, name: str, scene_path: str, *numbers: str) -> None:
    """Measure the phases; an epoch's seconds are those of the last, after the graph is built."""
    from unmixing.machine.memory import peak_memory_mb
    from unmixing.scenes.scene import read_scene
    from unmixing.splits.drawing import draw_split
    from unmixing.training.predictions import write_predictions

    labelled, tested, epochs, threads = map(int, numbers)
    phases = {}
    clock = time.perf_counter()
    scene = read_scene(scene_path)
    split = draw_split(scene.valid, 0, labelled, 0.1, tested)
    phases["load"] = time.perf_counter() - clock
    clock = time.perf_counter()
    if kind == "architecture":
        from unmixing.training.keras_setup import begin_run, prepare_keras

        prepare_keras("tensorflow", "auto", threads=threads, precision="float32")
        begin_run(0)
        from unmixing.training import network_run as method
    else:
        from unmixing.training.trainers import trainer

        method = trainer("scikit_learn")
    phases["import"] = time.perf_counter() - clock
    clock = time.perf_counter()
    if kind == "architecture":
        model, predictions, facts = train(method, name, scene, split, epochs)
    else:
        model, predictions, facts = fit(method, name, scene, split)
    phases["train"], phases["predict"] = predictions.training_time, predictions.inference_time
    phases["graphs"] = time.perf_counter() - clock - phases["train"] - phases["predict"]
    clock = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        facts["write"](model, path)
        size = next(Path(folder).iterdir()).stat().st_size
        write_predictions(predictions, Path(folder) / "predictions.h5")
    phases["write"] = time.perf_counter() - clock
    phases["start"] = time.perf_counter() - STARTED - sum(phases.values())
    print(
        json.dumps(
            {
                "phases": phases,
                "epoch": facts["epoch"],
                "work": facts["work"],
                "memory_mb": peak_memory_mb(),
                "model_mb": size / 2**20,
            }
        )
    )


def settings_of(name: str, epochs: int) -> Any:
    """Return a network's defaults, and the training of all epochs."""
    from unmixing.architectures import architecture
    from unmixing.training.settings import NetworkSettings

    kind = architecture(name)
    return NetworkSettings(
        architecture=name,
        neighbourhood_size=kind.neighbourhood_size,
        learning_rate=kind.learning_rate,
        batch_size=256,
        updates=None,
        epochs=epochs,
        patience=epochs,
        shuffle=True,
        steps_per_execution=32,
    )


def train(
    training: Any, name: str, scene: Any, split: Any, epochs: int
) -> tuple[Any, Any, dict[str, Any]]:
    """Train a network as its defaults say."""
    from unmixing.architectures import architecture

    kind = architecture(name)
    from unmixing.training.trainers import make_job

    run = training.NetworkRuns(make_job(settings_of(name, epochs))).run(scene, split)
    # Some networks train their branches first.
    stages = run.predictions.training_time / sum(row["seconds"] for row in run.history)
    facts = {
        "epoch": run.history[-1]["seconds"] * max(1, round(stages) if kind.pretrained else 1),
        "work": scene.shape[2] * kind.neighbourhood_size**2,
        "operations": operations(run.network),
        "write": lambda model, path: model.save(path.with_suffix(".keras")),
    }
    return run.network, run.predictions, facts


def operations(network: Any) -> int:
    """Count the multiplications and additions of a forward pass of one sample."""
    total = 0
    for layer in network.layers:
        if hasattr(layer, "layers"):
            total += operations(layer)
        elif hasattr(layer, "cell"):
            kernels = prod(layer.cell.kernel.shape) + prod(layer.cell.recurrent_kernel.shape)
            total += 2 * kernels * layer.input.shape[1]
        elif hasattr(layer, "kernel"):
            total += 2 * prod(layer.kernel.shape) * prod(layer.output.shape[1:-1])
    return total


def fit(fitting: Any, name: str, scene: Any, split: Any) -> tuple[Any, Any, dict[str, Any]]:
    """Fit an estimator; its only epoch is choosing and fitting."""
    from unmixing.estimators import estimator
    from unmixing.training.protocol import AskedRun
    from unmixing.training.settings import EstimatorSettings
    from unmixing.training.trainers import make_job

    job = make_job(EstimatorSettings(name, estimator(name).neighbourhood_size))
    (run,) = fitting(job, [AskedRun(scene, split, 0)])
    facts = {"epoch": run.predictions.training_time, "work": 1}
    facts["write"] = lambda model, path: model.write(path)
    return run.model, run.predictions, facts


if __name__ == "__main__":
    main(*sys.argv[1:])
