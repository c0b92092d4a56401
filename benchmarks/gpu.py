"""Every architecture on a GPU at Urban's size, beside the published training times.

python benchmarks/gpu.py: 47,000 labelled and 47,249 test pixels, three epochs, a process each; on
KERAS_BACKEND, tensorflow if it is not set. Without a GPU it says so and measures nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cost import run_once
from published_times import published_seconds
from run import urban_sized_scene

from unmixing.architectures import names
from unmixing.machine.cards import trains_on_card
from unmixing.scenes.scene import write_scene

LABELLED, TEST_PIXELS, EPOCHS, THREADS = 47_000, 47_249, 3, 4
# Of a square matrix, large enough to keep a card busy.
SIDE, PRODUCTS = 8192, 20
COLUMNS = (
    "samples/s",
    "s an epoch",
    "published, s a run",
    "share of the products' rate",
    "fixed cost, s",
)


def product_rate() -> float:
    """Measure the operations a second of float32 matrix products, as a run has them."""
    from unmixing.training.keras_setup import prepare_keras

    prepare_keras(os.environ.get("KERAS_BACKEND", "tensorflow"), "gpu", THREADS, "float32")
    import keras

    matrix = keras.random.normal((SIDE, SIDE))
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        product = matrix
        for _ in range(PRODUCTS):
            # Scaled, so that powers of the matrix stay finite.
            product = keras.ops.matmul(product, matrix) / SIDE**0.5
        keras.ops.convert_to_numpy(product[0, 0])
        seconds.append(time.perf_counter() - started)
    return 2 * SIDE**3 * PRODUCTS / min(seconds)


def row(name: str, scene: Path, rate: float, published: float) -> str:
    """Measure an architecture, and lay it out."""
    run = run_once("architecture", name, scene, LABELLED, TEST_PIXELS, EPOCHS, THREADS)
    samples = LABELLED * 0.9 / run["epoch"]
    # A training step takes three times the forward pass.
    share = 3 * run["operations"] * samples / rate
    fixed = sum(run["phases"][phase] for phase in ("start", "import", "load", "graphs", "write"))
    cells = (f"{samples:.0f}", f"{run['epoch']:.2f}", f"{published:.0f}", f"{share:.1%}")
    return f"| {name} | " + " | ".join(cells) + f" | {fixed:.1f} |"


def main() -> None:
    """Print a row an architecture."""
    command = [sys.executable, "-c", "import json, gpu; print(json.dumps(gpu.product_rate()))"]
    output = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent
    ).stdout
    rate = json.loads(output.splitlines()[-1])
    print(f"float32 matrix products: {rate / 1e12:.1f} TFLOP/s\n")
    print("| architecture | " + " | ".join(COLUMNS) + " |\n|" + "---|" * (len(COLUMNS) + 1))
    seconds = published_seconds()[LABELLED]
    with tempfile.TemporaryDirectory() as temporary:
        scene = Path(temporary) / "scene.h5"
        write_scene(urban_sized_scene(), scene)
        for name in names():
            print(row(name, scene, rate, seconds.get(name, float("nan"))), flush=True)


if __name__ == "__main__":
    if not trains_on_card("auto", os.environ.get("KERAS_BACKEND", "tensorflow")):
        sys.exit("No GPU is visible here; nothing was measured.")
    main()
