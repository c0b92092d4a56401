"""Check that the study runs on SLURM as on this machine, and survives the faults of clusters.

All assertions read SLURM's own records: its list of jobs, and which GPU each job saw.
"""

import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

REDUCED = [
    "only_models=[unmixing_pixel_based_cnn]",
    "train_sizes=[25, 50]",
    "training={epochs: 3}",
    "seeds_per_job=1",
    "models={unmixing_pixel_based_cnn: {seeds: 4, seeds_per_job: 1}}",
    "only_conditions=[standard]",
]
# There is no accounting database, which the plugin asks by default.
SLURM = ["--workflow-profile", "profiles/slurm", "--slurm-status-command", "squeue"]
SLURM += ["--slurm-init-seconds-before-status-checks", "5"]
MEASURED = ["training_time", "inference_time", "peak_memory_mb"]


def command(study: str, target: str, seeds: int, *arguments: str) -> list[str]:
    """Return the command that makes a file of the reduced quick study under a name."""
    config = ["--config", f"study={study}", f"seeds={seeds}", *REDUCED]
    return [".venv/bin/snakemake", f"results/{study}/{target}", *config, *arguments]


def jobs() -> pd.DataFrame:
    """List all jobs of SLURM."""
    listed = subprocess.run(
        ["scontrol", "--oneliner", "show", "jobs"], capture_output=True, text=True, check=True
    )
    table = pd.DataFrame(
        dict(re.findall(r"(\S+?)=(\S*)", line)) for line in listed.stdout.splitlines()
    )
    table["memory"] = table["MinMemoryNode"].map(read_mib)
    return table.set_index("JobId")


def read_mib(size: str) -> float:
    """Convert a size in SLURM's notation to MiB."""
    return float(size[:-1]) * {"M": 1, "G": 1024}[size[-1]]


def attempts(table: pd.DataFrame, state: str) -> tuple[pd.Series, pd.Series]:
    """Return the only job that ended in a state, and the job that replaced it."""
    ((_, lost),) = table[table["JobState"] == state].iterrows()
    again = (table["Comment"] == lost["Comment"]) & (table["JobState"] == "COMPLETED")
    ((_, repeated),) = table[again].iterrows()
    return lost, repeated


def wait_for_training(study: subprocess.Popen) -> str:
    """Wait until a job runs on a GPU, and return its number."""
    while study.poll() is None:
        running = subprocess.run(
            ["squeue", "--noheader", "--states=R", "--partition=gpu", "--format=%i"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        if running:
            return running[0]
        time.sleep(0.5)
    raise AssertionError("the study ended before a training ran")


def lose_node() -> None:
    """Take the node, with all its jobs, away from SLURM, and give it back."""
    node = ["scontrol", "update", f"NodeName={socket.gethostname()}"]
    subprocess.run([*node, "State=DOWN", "Reason=proof"], check=True)
    time.sleep(5)
    subprocess.run([*node, "State=RESUME"], check=True)


def count_most_at_once(notes: str, trainings: pd.Index) -> int:
    """Return how many trainings ran at once at most; no two of them may see the same GPU."""
    steps, most = {}, 0
    for moment, _, job, *gpu in sorted(map(str.split, notes.splitlines()), key=lambda row: row[1]):
        if job not in trainings:
            assert not gpu, f"job {job} did not ask for a GPU and saw {gpu}"
            continue
        steps[job, *gpu] = steps.get((job, *gpu), 0) + (1 if moment == "begin" else -1)
        running = [seen for seen, count in steps.items() if count]
        gpus = {gpu for _, gpu in running}
        assert len(gpus) == len(running), f"a GPU was shared: {running}"
        most = max(most, len(running))
    return most


def read_summary(study: str) -> pd.DataFrame:
    """Read the summary of a study without measured times and memory."""
    table = pd.read_csv(f"results/{study}/tables/summary.csv")
    return table[~table["metric"].isin(MEASURED)].reset_index(drop=True)


@contextmanager
def submitted(arguments: list[str]) -> Iterator[subprocess.Popen]:
    """Start a study that submits its jobs, and end it with this block, even after an error."""
    study = subprocess.Popen(arguments)
    try:
        yield study
    finally:
        study.kill()
        study.wait()


def prove(gpus: Path) -> None:
    """Run the study here and on SLURM, which cancels a job, kills one and loses the node of one."""
    for study in ("local", "slurm"):
        shutil.rmtree(f"results/{study}", ignore_errors=True)
    table = "tables/summary.csv"
    subprocess.run(command("local", table, 2, "--cores", "2"), check=True)

    with submitted(command("slurm", table, 2, *SLURM)) as study:
        subprocess.run(["scancel", wait_for_training(study)], check=True)
        assert study.wait() == 0
    pd.testing.assert_frame_equal(read_summary("slurm"), read_summary("local"), check_exact=True)
    print(f"equal numbers in the summaries, here and on SLURM: {len(read_summary('slurm'))} rows")

    done = jobs()
    rules = done["Comment"].str.extract(r"rule_([a-z_]+?)(?:_wildcards|$)")[0]
    print("jobs of SLURM:", rules.value_counts().to_dict())
    trains = rules == "train_network"
    assert rules.value_counts()["train_network"] == 5
    assert (done.loc[trains, ["TresPerJob", "Partition"]] == ["gres:gpu:1", "gpu"]).all(axis=None)
    assert (done.loc[~trains, "Partition"] == "cpu").all()
    assert done.loc[~trains, "TresPerJob"].isna().all()
    most = count_most_at_once(gpus.read_text(), done.index[trains])
    assert most == 2
    print(f"trainings that asked for a GPU: {trains.sum()}, at once at most: {most}")
    lost, repeated = attempts(done, "CANCELLED")
    assert repeated["memory"] == 2 * lost["memory"]
    print(f"cancelled with {lost['memory']} MiB, completed with {repeated['memory']} MiB")

    run = "runs/simulated_suburb/standard/unmixing_pixel_based_cnn/n25/seed2/predictions.h5"
    little = "train_network:mem_mb=500 * 4 ** (attempt - 1)"
    subprocess.run(command("slurm", run, 3, *SLURM, "--set-resources", little), check=True)
    lost, repeated = attempts(jobs().drop(done.index), "FAILED")
    assert "exceeded memory limit" in Path(lost["StdOut"]).read_text()
    assert (lost["memory"], repeated["memory"]) == (500, 2000)
    print(f"killed with {lost['memory']} MiB, completed with {repeated['memory']} MiB")

    before = jobs().index
    with submitted(command("slurm", run.replace("seed2", "seed3"), 4, *SLURM)) as study:
        wait_for_training(study)
        lose_node()
        assert study.wait() == 0
    lost, repeated = attempts(jobs().drop(before), "NODE_FAIL")
    print(f"job {lost.name} was lost with its node, completed as job {repeated.name}")


if __name__ == "__main__":
    prove(Path(sys.argv[1]))
