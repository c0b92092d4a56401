"""Time and memory of reading somebody's own scene of Urban's size, by the kind of its files.

python benchmarks/reading_scenes.py: each kind in processes of their own, which first read a small
scene of that kind, so that what libraries take is there before. Imported is the scene as
`import_scene.py` does it, looked at as `make scene` does.
"""

import contextlib
import io
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from print_scene import look_at
from scipy.io import savemat

from unmixing.machine.memory import peak_memory_mb
from unmixing.scenes.guessing import roles_and_options
from unmixing.scenes.scene import Scene, write_scene
from unmixing.scenes.simulation import simulate_scene
from unmixing.study.own_scene import read_own

SMALL, LARGE = (40, 50, 162), (307, 307, 162)
CUBE_MIB = np.prod(LARGE) * 4 / 2**20
MATERIALS = {name: name for name in ("asphalt", "canopy", "soil", "tile")}


def as_envi(scene: Scene, folder: Path) -> None:
    """Write band after band of int16, with the scale in the header, and float32 maps."""
    write_envi(folder / "cube", np.rint(scene.cube * 10_000).astype(np.int16), 2, 10_000)
    write_envi(folder / "maps", scene.abundances, 4, 1)


def write_envi(path: Path, image: np.ndarray, data_type: int, scale: int) -> None:
    """Write a header and its file of numbers."""
    lines, samples, bands = image.shape
    np.moveaxis(image, -1, 0).tofile(path.with_suffix(".img"))
    path.with_suffix(".hdr").write_text(
        f"ENVI\nlines = {lines}\nsamples = {samples}\nbands = {bands}\ninterleave = bsq\n"
        f"data type = {data_type}\nbyte order = 0\nreflectance scale factor = {scale}\n"
    )


def as_matlab(scene: Scene, folder: Path, dtype: type = np.uint16) -> None:
    """Write flat arrays as F. Zhu's files hold them: (bands, N) and (p, N), column by column."""
    height, width, bands = scene.shape
    cube = scene.cube.reshape(-1, bands, order="F").T
    largest = 1 if dtype is np.float64 else 10_000
    sizes = {"nRow": height, "nCol": width, "maxValue": largest}
    savemat(
        folder / "cube.mat",
        {"Y": np.clip(cube * largest, 0, None).astype(dtype), **sizes},
        do_compression=True,
    )
    maps = scene.abundances.reshape(-1, scene.n_endmembers, order="F").T.astype(np.float64)
    savemat(folder / "maps.mat", {"A": maps, "M": scene.endmembers})


def as_matlab_doubles(scene: Scene, folder: Path) -> None:
    """Write the cube as most programs do, in numbers of eight bytes."""
    as_matlab(scene, folder, np.float64)


def as_npy(scene: Scene, folder: Path) -> None:
    """Write float32 (bands, H, W) and (p, H, W), as PyTorch's users do."""
    for name, image in (("cube", scene.cube), ("maps", scene.abundances)):
        np.save(folder / name, np.ascontiguousarray(np.moveaxis(image, -1, 0)))


KINDS: dict[str, tuple[Callable[[Scene, Path], None], str]] = {
    "ENVI, int16 with a scale": (as_envi, ".hdr"),
    "MATLAB, flat uint16": (as_matlab, ".mat"),
    "MATLAB, flat float64": (as_matlab_doubles, ".mat"),
    "`.npy`, float32": (as_npy, ".npy"),
}


def words(folder: Path, ending: str) -> list[str]:
    """Name the files of a scene as on a command line."""
    return [str(folder / f"{name}{ending}") for name in ("cube", "maps")]


def imported(folder: Path, ending: str) -> None:
    """Do what `import_scene.py` does."""
    files, options = roles_and_options(words(folder, ending))
    write_scene(read_own("field", files, options), folder / "scene.h5")


def looked_at(folder: Path, ending: str) -> None:
    """Do what `make scene` does, but print nothing."""
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        look_at(words(folder, ending))


WAYS = {"imported": imported, "looked at": looked_at}


def measure(way: str, root: Path, ending: str) -> None:
    """Print the seconds and the MiB that the large scene takes beyond the small one."""
    logging.disable(logging.WARNING)
    WAYS[way](root / "small", ending)
    before, started, used = peak_memory_mb(), time.perf_counter(), time.process_time()
    WAYS[way](root / "large", ending)
    seconds = time.perf_counter() - started, time.process_time() - used
    print(*seconds, peak_memory_mb() - before)


def simulated(shape: tuple[int, int, int]) -> Scene:
    """Make a scene of a size."""
    return simulate_scene(
        shape=shape,
        endmembers=MATERIALS,
        seed=0,
        maps=None,
        covariance="matern",
        correlation_length=8,
        sharpness=3,
        mixing="linear",
        spectra_per_endmember=3,
        brightness_spread=0.1,
        snr=35,
    )


def main() -> None:
    """Print a row a kind of files."""
    scenes = {"small": simulated(SMALL), "large": simulated(LARGE)}
    print(f"cube of {CUBE_MIB:.0f} MiB\n")
    print("| files | use | seconds | of the processor | MiB | times the cube |")
    print("|---|---|---|---|---|---|")
    for kind, (write, ending) in KINDS.items():
        with tempfile.TemporaryDirectory() as root:
            for size, scene in scenes.items():
                (Path(root) / size).mkdir()
                write(scene, Path(root) / size)
            for way in WAYS:
                command = [sys.executable, __file__, way, root, ending]
                run = subprocess.run(command, capture_output=True, text=True, check=True)
                seconds, of_cpu, mib = map(float, run.stdout.split())
                times = f"{seconds:.1f} | {of_cpu:.1f} | {mib:.0f} | {mib / CUBE_MIB:.1f}"
                print(f"| {kind} | {way} | {times} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
    else:
        main()
