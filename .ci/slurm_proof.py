"""Prove that the study runs on SLURM as it does on this machine, and survives what clusters do.

Every assertion reads what SLURM noted itself: its list of jobs, and which card each job saw.
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
# The accounting database that the plugin asks by default is not there.
SLURM = ["--workflow-profile", "profiles/slurm", "--slurm-status-command", "squeue"]
SLURM += ["--slurm-init-seconds-before-status-checks", "5"]
MEASURED = ["training_time", "inference_time", "peak_memory_mb"]


def command(study: str, target: str, seeds: int, *arguments: str) -> list[str]:
    """Return the command that makes a file of the reduced quick study, under another name."""
    config = ["--config", f"study={study}", f"seeds={seeds}", *REDUCED]
    return [".venv/bin/snakemake", f"results/{study}/{target}", *config, *arguments]


def jobs() -> pd.DataFrame:
    """List all jobs that SLURM was given."""
    listed = subprocess.run(
        ["scontrol", "--oneliner", "show", "jobs"], capture_output=True, text=True, check=True
    )
    table = pd.DataFrame(
        dict(re.findall(r"(\S+?)=(\S*)", line)) for line in listed.stdout.splitlines()
    )
    table["memory"] = table["MinMemoryNode"].map(megabytes)
    return table.set_index("JobId")


def megabytes(size: str) -> float:
    """Read a size of SLURM."""
    return float(size[:-1]) * {"M": 1, "G": 1024}[size[-1]]


def attempts(table: pd.DataFrame, state: str) -> tuple[pd.Series, pd.Series]:
    """Return the one job that ended in a state, and the job that took its place."""
    (_, lost), *others = table[table["JobState"] == state].iterrows()
    assert not others
    (_, repeated), *others = table[
        (table["Comment"] == lost["Comment"]) & (table["JobState"] == "COMPLETED")
    ].iterrows()
    assert not others
    return lost, repeated


def running_training(study: subprocess.Popen) -> str:
    """Wait for a job that runs on a card, and return its number."""
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
    """Take the node away from SLURM, with all its jobs, and give it back."""
    node = ["scontrol", "update", f"NodeName={socket.gethostname()}"]
    subprocess.run([*node, "State=DOWN", "Reason=proof"], check=True)
    time.sleep(5)
    subprocess.run([*node, "State=RESUME"], check=True)


def most_at_once(notes: str, trainings: pd.Index) -> int:
    """Return how many trainings ran at once at most; no two of them may have seen one card."""
    steps, most = {}, 0
    for moment, _, job, *card in sorted(map(str.split, notes.splitlines()), key=lambda row: row[1]):
        if job not in trainings:
            assert not card, f"job {job} asked for no card and saw {card}"
            continue
        steps[job, *card] = steps.get((job, *card), 0) + (1 if moment == "begin" else -1)
        running = [seen for seen, count in steps.items() if count]
        cards = {card for _, card in running}
        assert len(cards) == len(running), f"a card was shared: {running}"
        most = max(most, len(running))
    return most


def summary(study: str) -> pd.DataFrame:
    """Read the summary of a study without what a clock or the system measured."""
    table = pd.read_csv(f"results/{study}/tables/summary.csv")
    return table[~table["metric"].isin(MEASURED)].reset_index(drop=True)


@contextmanager
def submitted(arguments: list[str]) -> Iterator[subprocess.Popen]:
    """Have a study submit its jobs; it ends with the proof, also with one that failed."""
    study = subprocess.Popen(arguments)
    try:
        yield study
    finally:
        study.kill()
        study.wait()


def prove(cards: Path) -> None:
    """Run the study here and on SLURM, which cancels a job, kills one and loses the node of one."""
    for study in ("local", "slurm"):
        shutil.rmtree(f"results/{study}", ignore_errors=True)
    table = "tables/summary.csv"
    subprocess.run(command("local", table, 2, "--cores", "2"), check=True)

    with submitted(command("slurm", table, 2, *SLURM)) as study:
        subprocess.run(["scancel", running_training(study)], check=True)
        assert study.wait() == 0
    pd.testing.assert_frame_equal(summary("slurm"), summary("local"), check_exact=True)
    print(f"equal numbers in the summaries, here and on SLURM: {len(summary('slurm'))} rows")

    done = jobs()
    rules = done["Comment"].str.extract(r"rule_([a-z_]+?)(?:_wildcards|$)")[0]
    print("jobs of SLURM:", rules.value_counts().to_dict())
    trains = rules == "train_network"
    assert rules.value_counts()["train_network"] == 5
    assert (done.loc[trains, ["TresPerJob", "Partition"]] == ["gres:gpu:1", "gpu"]).all(axis=None)
    assert (done.loc[~trains, "Partition"] == "cpu").all()
    assert done.loc[~trains, "TresPerJob"].isna().all()
    most = most_at_once(cards.read_text(), done.index[trains])
    assert most == 2
    print(f"trainings that asked for a card: {trains.sum()}, at once at most: {most}")
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
        running_training(study)
        lose_node()
        assert study.wait() == 0
    lost, repeated = attempts(jobs().drop(before), "NODE_FAIL")
    print(f"job {lost.name} was lost with its node, completed as job {repeated.name}")


if __name__ == "__main__":
    prove(Path(sys.argv[1]))
