"""The script that runs a command in its environment says what goes wrong, as the trainer does."""

import re
import subprocess

import pytest

from unmixing.study.status import ERROR
from unmixing.training.trainers.command import THREADS

from shared import ROOT

RUNNER = ROOT / "workflow_scripts" / "run_command.sh"


@pytest.fixture
def run(tmp_path):
    """Return a function that runs a command in a folder of a name that shells split."""
    folder = tmp_path / "a b"
    (folder / "mine").mkdir(parents=True)
    (folder / "in.h5").write_text("given")

    def of_command(command, seconds=0, threads=3, gpus=0):
        given = ("in.h5", "out.h5", "log", "mine", command, str(seconds), str(threads), str(gpus))
        process = subprocess.run(
            ["bash", RUNNER, *given], cwd=folder, capture_output=True, text=True
        )
        return process, folder

    return of_command


def test_it_runs_in_its_folder_with_the_threads_of_its_job(run):
    process, folder = run("cat {input} > {output}; echo Read; pwd; env")
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")
    assert (folder / "out.h5").read_text() == "given"
    said = (folder / "log").read_text().splitlines()
    assert said[:2] == ["Read", str(folder / "mine")]
    assert {f"{name}=3" for name in THREADS} < set(said) and "CUDA_VISIBLE_DEVICES=" in said


def test_a_gpu_is_not_hidden_from_a_command_that_takes_it(run, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    _, folder = run("env > {output}", gpus=1)
    assert "CUDA_VISIBLE_DEVICES=1" in (folder / "out.h5").read_text().splitlines()


@pytest.mark.parametrize(
    ("command", "seconds", "status", "words"),
    [
        (
            r"printf '10%%\r20%%\n\nThe end\n'; exit 3 # {input} {output}",
            0,
            3,
            r"ended with status 3: .*\nIts last lines:\n  20%\n  The end\n\n$",
        ),
        ("no_such_program", 0, 127, "ended with status 127: no_such_program\nIts last lines:\n"),
        ("echo $UNSET_HERE", 0, 1, "status 1.*UNSET_HERE: unbound variable"),
        ("false | true", 0, 1, r"ended with status 1: false \| true\nIt printed nothing\."),
        ("true", 0, 1, r"ended without an error, and wrote no \{output\}\.\nIt printed nothing\."),
        ("kill -9 $$", 0, 137, "by the signal SIGKILL, perhaps for want of memory: kill"),
        ("echo Slow; sleep 60", 1, 124, "longer than its timeout, 1 seconds: .*\n  Slow\n"),
    ],
)
def test_a_failure_is_a_sentence_with_the_last_lines_of_its_log(
    run, command, seconds, status, words
):
    process, folder = run(command, seconds)
    assert process.returncode == status
    assert re.match(f"\nError: the command .*{words}", process.stderr, re.DOTALL)
    # What `make status` looks for.
    assert ERROR.search((folder / "log").read_text())


def test_all_that_it_started_ends_with_it(run):
    process, folder = run("(sleep 3; touch late) & echo $! > pid; wait", seconds=1)
    assert process.returncode == 124
    pid = (folder / "mine" / "pid").read_text().strip()
    alive = subprocess.run(["ps", "-o", "stat=", pid], capture_output=True, text=True).stdout
    assert not alive or alive.startswith("Z")
