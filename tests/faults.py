"""Studies under faults: messages must be clear, and a restart must end like an undisturbed study.

`python tests/faults.py` needs root, for small or read-only file systems, and a C compiler, for a
file system without locks. It prints a line per trial, and stops at the first failure.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pandas as pd

from unmixing.scenes.scene import write_scene
from unmixing.storage import compute_sha256

from project import (
    STUDY,
    change,
    copy_project,
    count_planned,
    fail_study,
    run_study,
    snakemake,
    start_study,
    tables,
    wait_for,
)
from shared import simulated

TRIAL = STUDY | {
    "models": {"ridge": {}, "unmixing_pixel_based_cnn": {}},
    "train_sizes": [20, 40],
    "seeds": [0, 1],
}
SHAPE = (16, 16, 80)
DISK = "50m"
# From docs/running.md: all files get one date, however many calls of touch they need.
REMEDY = 'now=$(date -Ins); find results/small -newermt "$now" -exec touch -d "$now" {} +'
DOWNLOAD_SECONDS = 3
NO_LOCKS = """
#include <errno.h>
int flock(int file, int operation) { errno = ENOSYS; return -1; }
"""


def project(folder: Path, **changes) -> Path:
    """Copy the workflow, with the study of the trials."""
    folder.mkdir(parents=True, exist_ok=True)
    copy_project(folder)
    change(folder, **TRIAL | changes)
    return folder


def finish(place: Path, **keywords) -> dict[str, pd.DataFrame]:
    """Make the tables of the study, which must succeed, and read them."""
    run_study(place, "tables", **keywords)
    return tables(place)


def assert_same(measured: dict[str, pd.DataFrame], wanted: dict[str, pd.DataFrame]) -> None:
    """Fail if two studies differ in anything but measured times."""
    for name in ("splits", "runs", "summary", "coverage"):
        pd.testing.assert_frame_equal(measured[name], wanted[name])


def complete(process: subprocess.Popen) -> str:
    """Wait for a study, which must succeed, and return what it says."""
    said, _ = process.communicate()
    assert process.returncode == 0, said
    return said


@contextmanager
def mounted(place: Path, *options: str):
    """Mount a file system in memory at a folder."""
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def full_disk(folder: Path, wanted: dict) -> str:
    """Fill the disk of the whole project while runs are written."""
    with mounted(folder / "full", "-o", f"size={DISK}") as disk:
        place = project(disk)
        run_study(place, "splits")
        ballast = disk / "ballast"
        # Room for logs and small files only.
        ballast.write_bytes(bytes(shutil.disk_usage(disk).free - 120_000))
        run = snakemake(place, "--cores", "2", "tables")
        said = run.stdout + run.stderr
        assert run.returncode != 0
        assert "No space left on device" in said, said
        ballast.unlink()
        assert_same(finish(place), wanted)
    return "the failed jobs say 'No space left on device'; with room again, the restart completes"


def list_trainings(process: subprocess.Popen) -> list[int]:
    """List the processes that train for a study: forks of one that has imported the script."""
    found = subprocess.run(
        ["pgrep", "-g", str(process.pid), "-f", "train_network.py"], capture_output=True, text=True
    )
    parents = {}
    for pid in found.stdout.split():
        # It may have ended in the meantime.
        with suppress(OSError):
            parents[pid] = Path(f"/proc/{pid}/stat").read_text().split()[3]
    return [int(pid) for pid, parent in parents.items() if parent in parents]


def killed_worker(folder: Path, wanted: dict) -> str:
    """Kill the process of one training, and leave Snakemake alone."""
    place = project(folder / "worker")
    process = start_study(place, "tables")
    wait_for(lambda: list_trainings(process), process)
    os.kill(list_trainings(process)[0], signal.SIGKILL)
    assert "Error in rule train_network" in complete(process)
    assert_same(tables(place), wanted)
    return "the job is named and repeated, and the study completes"


def killed_workers(folder: Path, wanted: dict) -> str:
    """Kill the processes of trainings whenever they start."""
    place = project(folder / "workers")
    process = start_study(place, "tables")

    def kill_trainings() -> None:
        while process.poll() is None:
            for training in list_trainings(process):
                # It may have ended in the meantime.
                with suppress(ProcessLookupError):
                    os.kill(training, signal.SIGKILL)
            time.sleep(0.1)

    killer = threading.Thread(target=kill_trainings)
    killer.start()
    said, _ = process.communicate()
    killer.join()
    assert process.returncode != 0
    assert "Error in rule train_network" in said
    assert not (place / "results/small/tables/runs.csv").exists()
    assert_same(finish(place), wanted)
    return "the other runs go on, and the tables wait; the restart completes"


def same_study_twice(folder: Path, wanted: dict) -> str:
    """Start the same study while it runs."""
    place = project(folder / "twice")
    process = start_study(place, "tables")
    wait_for(lambda: list(place.glob("results/small/logs/**/*.log")), process)
    assert "already running" in fail_study(place, "tables")
    complete(process)
    assert_same(tables(place), wanted)
    return "the second is refused with a sentence; the first completes"


def start_two(place: Path) -> list[subprocess.Popen]:
    """Start two different studies at once in the same folder."""
    others = ("--config", "study=other")
    return [start_study(place, "tables"), start_study(place, "tables", *others)]


def two_studies(folder: Path, wanted: dict) -> str:
    """Start two different studies at once in the same folder."""
    place = project(folder / "two")
    for process in start_two(place):
        complete(process)
    assert_same(tables(place), wanted)
    (place / "results/small").rename(place / "results/done")
    (place / "results/other").rename(place / "results/small")
    assert_same(tables(place), wanted)
    return "both complete, with the same tables"


class SlowHandler(SimpleHTTPRequestHandler):
    """Serves a file in two halves, with a pause between them."""

    def copyfile(self, source, outputfile):
        """Send a file slowly."""
        content = source.read()
        outputfile.write(content[: len(content) // 2])
        time.sleep(DOWNLOAD_SECONDS)
        outputfile.write(content[len(content) // 2 :])

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def served(folder: Path):
    """Serve a folder on this machine, and yield its address."""
    handler = partial(SlowHandler, directory=str(folder))
    with ThreadingHTTPServer(("localhost", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def two_downloads(folder: Path, _: dict) -> str:
    """Start two studies at once that download the same file."""
    (folder / "served").mkdir()
    write_scene(simulated(shape=SHAPE), folder / "served" / "field.h5")
    with served(folder / "served") as address:
        file = {"path": "field.h5", "urls": [f"{address}/field.h5"]}
        file["sha256"] = compute_sha256(folder / "served" / "field.h5")
        scenes = {"field": {"format": "hdf5", "files": {"scene": file}}}
        place = project(folder / "downloads", scenes=scenes, data_dir="data")
        for process in start_two(place):
            said = complete(process)
            assert "Downloading data/field.h5" in said, said
            assert "Error" not in said, said
    assert [path.name for path in (place / "data").iterdir()] == ["field.h5"]
    return "both complete"


def no_locks(folder: Path, wanted: dict) -> str:
    """Run the study where no file can be locked."""
    (folder / "flock.c").write_text(NO_LOCKS)
    library = folder / "flock.so"
    build = ["cc", "-shared", "-fPIC", "-o", str(library), str(folder / "flock.c")]
    subprocess.run(build, check=True)
    os.environ["LD_PRELOAD"] = str(library)
    try:
        place = project(folder / "locks")
        said = run_study(place, "tables")
    finally:
        del os.environ["LD_PRELOAD"]
    assert "cannot be locked (Function not implemented)" in said, said
    assert_same(tables(place), wanted)
    return "a warning is given, and the study completes"


def read_only_data(folder: Path, _: dict) -> str:
    """Keep the scenes in a read-only folder, first with all files and then without one."""
    files = {"scene": {"path": "field.h5"}}
    with mounted(folder / "data") as data:
        write_scene(simulated(shape=SHAPE), data / "field.h5")
        subprocess.run(["mount", "-o", "remount,ro", str(data)], check=True)
        place = project(folder / "own", scenes={"field": {"format": "hdf5", "files": files}})
        assert len(finish(place, data=data)["runs"]) == 8
        files |= {
            "scene": {"path": "other.h5", "urls": ["http://localhost:9/x"], "sha256": "0" * 64}
        }
        place = project(folder / "lack", scenes={"field": {"format": "hdf5", "files": files}})
        run = snakemake(place, "--cores", "2", "tables", data=data)
        assert run.returncode != 0
        assert "Read-only file system" in run.stdout + run.stderr, run.stdout + run.stderr
    return "the study completes; a download into it fails and says that it is read-only"


def clock_moved_back(folder: Path, wanted: dict) -> str:
    """Date finished files tomorrow, as if the clock had been a day ahead."""
    place = project(folder / "clock")
    finish(place)
    tomorrow = time.time() + 86_400
    for path in (place / "results").rglob("*"):
        os.utime(path, (tomorrow, tomorrow))
    assert_same(finish(place), wanted)
    change(place, **TRIAL | {"seeds": [0, 1, 2]})
    run = snakemake(place, "--cores", "2", "tables")
    assert run.returncode != 0
    assert "clock skew" in run.stdout + run.stderr
    subprocess.run(REMEDY, shell=True, cwd=place, check=True)
    # As if files were too large for Snakemake to compare their content.
    assert count_planned(place, "tables", "--max-checksum-file-size", "0")["train_network"] == 2
    assert len(finish(place)["runs"]) == 12
    return "new runs fail and name the clock; after a touch of those files, they complete"


def main() -> None:
    """Run every trial in its own folder."""
    trials = (
        full_disk,
        killed_worker,
        killed_workers,
        same_study_twice,
        two_studies,
        two_downloads,
        no_locks,
        read_only_data,
        clock_moved_back,
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wanted = finish(project(folder / "undisturbed"))
        for trial in trials:
            print(f"{trial.__name__.replace('_', ' ')}: {trial(folder, wanted)}", flush=True)


if __name__ == "__main__":
    main()
