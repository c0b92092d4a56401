"""Time and peak memory of mapping images of three sizes.

python benchmarks/mapping.py: kernel ridge learns from 500 pixels of a simulated scene, and maps
images of 90,000, 360,000 and 1,440,000 pixels that are made of it, each in a process of its own.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
from simulated_scenes import simulate

from unmixing.prediction.all_labels import use_all_labels
from unmixing.prediction.bands import match_bands
from unmixing.prediction.facts import write_parts
from unmixing.prediction.images import open_image
from unmixing.prediction.map_files import write_map
from unmixing.prediction.parts import predict_image
from unmixing.prediction.predictors import find_model, read_predictor
from unmixing.scenes.applicability import describe_labels
from unmixing.scenes.scene import Scene, changed, read_scene, write_scene
from unmixing.training.job_files import write_run
from unmixing.training.predictions import read_predictions
from unmixing.training.protocol import AskedRun, Job
from unmixing.training.settings import EstimatorSettings
from unmixing.training.trainers import make_job, trainer

SIDE, BANDS, LABELS = 100, 200, 500
SIDES = (300, 600, 1200)
# How images are stored.
LAYOUTS = {"GeoTIFF, rows": {}, "GeoTIFF, tiles": {"tiled": True}, "ENVI, bands": {}}


def make_job_of_kernel_ridge() -> Job:
    """Return the job that trains kernel ridge."""
    return make_job(EstimatorSettings("kernel_ridge", 1))


def train(folder: Path) -> Scene:
    """Train on some pixels of a scene, and keep scene and model in a folder."""
    scene = simulate((SIDE, SIDE, BANDS))
    labels = scene.abundances.copy()
    unlabelled = np.random.default_rng(0).permutation(SIDE**2)[LABELS:]
    labels.reshape(SIDE**2, -1)[unlabelled] = np.nan
    scene = changed(scene, abundances=labels)
    write_scene(scene, folder / "scene.h5")
    split = use_all_labels(scene, seed=0, val_size=0.1)
    (run,) = trainer("scikit_learn")(make_job_of_kernel_ridge(), [AskedRun(scene, split, 0)])
    write_run(run, folder / "predictions.h5", keep_model=True)
    return scene


def write_image(scene: Scene, side: int, layout: str, folder: Path) -> Path:
    """Write an image made of copies of a scene, as whole numbers."""
    driver = layout.split(",")[0].replace("GeoTIFF", "GTiff")
    path = folder / f"image{'.tif' if driver == 'GTiff' else '.bsq'}"
    rows = np.tile(np.round(np.asarray(scene.cube) * 1e4).astype(np.int16), (1, side // SIDE, 1))
    with rasterio.open(
        path,
        "w",
        driver=driver,
        height=side,
        width=side,
        count=BANDS,
        dtype="int16",
        **LAYOUTS[layout],
    ) as file:
        for top in range(0, side, SIDE):
            window = rasterio.windows.Window(0, top, side, SIDE)
            file.write(np.moveaxis(rows, -1, 0), window=window)
    return path


def map_one(folder: Path, path: Path) -> None:
    """Map an image, and print seconds and MiB."""
    from unmixing.machine.memory import peak_memory_mb

    scene = read_scene(folder / "scene.h5")
    run = folder / "predictions.h5"
    job, predictions = make_job_of_kernel_ridge(), read_predictions(run)
    predict = read_predictor(find_model(run), job, predictions, scene)
    labelled, started = describe_labels(scene), time.perf_counter()
    with open_image(path) as image:
        bands = match_bands(image, scene)
        parts = predict_image(image, bands, 1e4, predict, scene.n_endmembers, 1, labelled)
        files = folder / "map.tif", folder / "colours.tif"
        with write_map(*files, scene.names, image.shape[:2], None, {}) as written:
            write_parts(parts, written)
    print(f"{time.perf_counter() - started:.0f} {peak_memory_mb():.0f}")


def main() -> None:
    """Print a table, a row for each image."""
    print("| image | pixels | file, MB | s | peak memory, MiB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scene = train(folder)
        for layout in LAYOUTS:
            for side in SIDES:
                path = write_image(scene, side, layout, folder)
                command = [sys.executable, __file__, name, str(path)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                seconds, memory = done.stdout.split()
                size = path.stat().st_size / 1e6
                print(
                    f"| {layout} | {side**2:,} | {size:,.0f} | {seconds} | {memory} |", flush=True
                )
                path.unlink()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        map_one(*map(Path, sys.argv[1:]))
    else:
        main()
