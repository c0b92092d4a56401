"""What a study and a map of a large image take: CPU seconds, the largest process, and disk.

python benchmarks/large_images.py IMAGE [IMAGE ...]: each is rows x columns x bands, as in
1000x1000x224. An image is a simulated scene, repeated, in whole numbers (ENVI, bands interleaved by
pixel), of which 500 pixels are labelled. The study has the mean abundance and kernel ridge, three
sizes and three seeds, on two cores. The maps are by kernel ridge and by the pixel-based CNN with
one epoch.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from simulated_scenes import simulate

ROOT = Path(__file__).parent.parent
SIDE, LABELS, TESTED = 100, 500, 200
SIZES, SEEDS = [50, 100, 200], 3
CNN = "unmixing_pixel_based_cnn"
KINDS = {
    "study": {"models": {"mean_abundance": {}, "kernel_ridge": {}}, "targets": ["all"]},
    "map by kernel ridge": {"models": {"kernel_ridge": {}}, "targets": ["predict"]},
    "map by the pixel CNN": {
        "models": {CNN: {"epochs": 1, "patience": 1}},
        "targets": ["predict"],
    },
}


def write_image(folder: Path, rows: int, columns: int, bands: int) -> dict[str, str]:
    """Write an image and a table of labels, and return their paths by role."""
    scene = simulate((SIDE, SIDE, bands))
    tile = np.round(np.asarray(scene.cube) * 1e4).astype("<i2")
    with open(folder / "cube.img", "wb") as file:
        for line in range(rows):
            file.write(np.tile(tile[line % SIDE], (-(-columns // SIDE), 1))[:columns].tobytes())
    header: dict[str, int | str] = {
        "samples": columns,
        "lines": rows,
        "bands": bands,
        "data type": 2,
    }
    header |= {"interleave": "bip", "byte order": 0, "reflectance scale factor": 10000}
    text = "\n".join(f"{key} = {value}" for key, value in header.items())
    (folder / "cube.hdr").write_text(f"ENVI\n{text}\n")
    pixels = np.random.default_rng(0).permutation(rows * columns)[:LABELS]
    row, column = np.divmod(pixels, columns)
    labels = pd.DataFrame(scene.abundances[row % SIDE, column % SIDE], columns=scene.names)
    labels.insert(0, "row", row)
    labels.insert(1, "column", column)
    labels.to_csv(folder / "labels.csv", index=False)
    return {"cube": str(folder / "cube.hdr"), "abundances": str(folder / "labels.csv")}


def run(kind: str, files: dict[str, str], shape: tuple[int, int, int], folder: Path) -> str:
    """Run the workflow, and return a row of the table."""
    models, targets = KINDS[kind]["models"], KINDS[kind]["targets"]
    name = f"large_images_{os.getpid()}"
    entry = {"files": {role: {"path": path} for role, path in files.items()}}
    study = {
        "study": name,
        "scenes": {"image": entry | {"shape": list(shape), "n_endmembers": 3}},
        "models": models,
        "train_sizes": SIZES,
        "test_size": TESTED,
        "seeds": SEEDS,
        "seeds_per_job": SEEDS,
    }
    if targets == ["predict"]:
        study["predict"] = {"scene": "image", "model": next(iter(models))}
    config = folder / "study.yaml"
    config.write_text(yaml.safe_dump(study))
    results = ROOT / "results" / name
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, __file__, "--measure", str(config), *targets]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    disk = sum(file.stat().st_size for file in results.rglob("*") if file.is_file()) / 1e6
    shutil.rmtree(results)
    size = f"{shape[0]:,} x {shape[1]:,} x {shape[2]}"
    memory = float(said.split()[-1])
    return f"| {size} | {kind} | {seconds:.0f} | {cpu:.0f} | {memory:,.0f} | {disk:,.0f} |"


def measure(config: str, *targets: str) -> None:
    """Run Snakemake in a process whose only children are its, and print MiB of the largest."""
    command = [sys.executable, "-m", "snakemake", "--cores", "2", "--configfile", config]
    subprocess.run([*command, "--quiet", "all", "--", *targets], check=True, stdout=sys.stderr)
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def main(*images: str) -> None:
    """Print a table, a row for each image and kind of work."""
    print("| image | work | s | CPU s | largest process, MiB | results, MB |")
    print("|---|---|---|---|---|---|")
    for image in images:
        rows, columns, bands = map(int, image.split("x"))
        with tempfile.TemporaryDirectory(dir=ROOT / "results") as name:
            folder = Path(name)
            files = write_image(folder, rows, columns, bands)
            for kind in KINDS:
                print(run(kind, files, (rows, columns, bands), folder), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        measure(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
