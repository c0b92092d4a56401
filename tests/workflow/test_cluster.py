"""What the profiles ask of a cluster, read from the calls of a fake sbatch and qsub."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from project import FIELD, ROOT, copy_project, run_study, snakemake, write_study

pytestmark = pytest.mark.slow

# As a fraction of the 256 pixels, as many as the larger size.
FRACTION = 0.46875
STUDY = {
    "study": "small",
    "scenes": {"field": FIELD, "meadow": FIELD},
    "models": {
        "unmixing_pixel_based_cnn": {"seeds": 1},
        "unmixing_in_pairs": {"architecture": "unmixing_pixel_based_cnn", "seeds_per_job": 2},
        "ridge": {"seeds": 1},
    },
    "train_sizes": {"field": [20, 120], "meadow": [FRACTION]},
    "test_size": 100,
    "seeds": 2,
    "training": {"epochs": 50_000},
}
TRAINING = "train_network_wildcards_{}_standard_unmixing_pixel_based_cnn_{}_0"
PAIR = "train_network_seeds_0_to_1_wildcards_{}_standard_unmixing_in_pairs_{}"
FIT = "fit_estimator_wildcards_field_standard_ridge_20_0"

# A PBS of one machine: a submitted job runs at once, the first fit is killed.
QSUB = """#!/bin/sh
cd "$PBS" && number=$(ls | wc -l) && cd - >/dev/null
echo "$@" >"$PBS/$number"
for script; do :; done
run="sh $script"
case $(cat "$script") in
  *fit_estimator*) mkdir "$PBS/../killed" 2>/dev/null && run=false ;;
esac
# Without -V, a job sees nothing of the environment it was submitted from.
case " $* " in *" -V "*) ;; *) run="env -i $run" ;; esac
($run; echo $? >"$PBS/../ended$number") >/dev/null 2>&1 &
echo "$number"
"""
QSTAT = """#!/bin/sh
ended="$PBS/../ended$3"
if [ -s "$ended" ]; then
  printf 'Job Id: %s\\n    job_state = F\\n    Exit_status = %s\\n' "$3" "$(cat "$ended")"
else
  printf 'Job Id: %s\\n    job_state = R\\n' "$3"
fi
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Copy the workflow and make the splits, so that only trainings and fits are left."""
    project = copy_project(tmp_path_factory.mktemp("cluster"))
    write_study(project, STUDY)
    run_study(project, "splits")
    return project


def pretend(project: Path, monkeypatch, tools: dict[str, str]) -> None:
    """Put scripts in place of a scheduler's commands."""
    folder = project / "bin"
    folder.mkdir(exist_ok=True)
    for name, script in tools.items():
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def asked(project: Path, monkeypatch, *arguments: str) -> dict[str, list[dict]]:
    """Return what each job asks for at each attempt, from an sbatch that refuses all jobs."""
    calls = project / "calls"
    calls.unlink(missing_ok=True)
    # The plugin asks sacct for an account.
    refusals = {"sbatch": f'echo "$@" >> {calls}', "sacct": ""}
    pretend(
        project,
        monkeypatch,
        {name: f"#!/bin/sh\n{action}\nexit 1\n" for name, action in refusals.items()},
    )
    profile = ["--workflow-profile", "profiles/slurm"]
    profile += ["--slurm-init-seconds-before-status-checks", "1"]
    snakemake(project, *arguments, *profile, "runs")
    attempts = {}
    for call in calls.read_text().splitlines():
        job = re.search(r"--comment rule_(\S+)", call)[1]
        attempts.setdefault(job, []).append(
            {
                "partition": re.search(r" -p (\S+)", call)[1],
                "minutes": int(re.search(r" -t (\d+)", call)[1]),
                "memory": int(re.search(r" --mem (\d+)", call)[1]),
                "gpus": re.findall(r" --gpus=(\d+)", call),
                "threads": int(re.search(r" --cpus-per-task=(\d+)", call)[1]),
            }
        )
    return attempts


def test_a_job_asks_slurm_for_what_it_needs_and_for_more_at_each_attempt(project, monkeypatch):
    calls = asked(project, monkeypatch, "--set-threads", "train_network=3")
    small, large = (calls[TRAINING.format("field", size)] for size in (20, 120))
    for attempts in (small, large):
        first = attempts[0]
        assert (first["partition"], first["gpus"], first["threads"]) == ("gpu", ["1"], 3)
        assert attempts == [
            first | {"memory": n * first["memory"], "minutes": n * first["minutes"]}
            for n in (1, 2, 3)
        ]
    assert large[0]["memory"] > small[0]["memory"]
    assert large[0]["minutes"] > small[0]["minutes"]
    # A fraction is converted to pixels.
    assert calls[TRAINING.format("meadow", FRACTION)] == large
    # Rules named in a profile or command include jobs of several runs.
    pair = calls[PAIR.format("field", 20)][0]
    assert (pair["partition"], pair["gpus"], pair["threads"]) == ("gpu", ["1"], 3)
    fits = calls[FIT]
    assert [(attempt["partition"], attempt["gpus"]) for attempt in fits] == [("cpu", [])] * 3
    assert fits[2]["memory"] == 3 * fits[0]["memory"]
    # Without a GPU, and with more memory than this machine has, which does not limit a cluster.
    of_cpus = ("train_network:gpu=0", "fit_estimator:mem_mb=1_000_000_000")
    calls = asked(project, monkeypatch, "--retries", "0", "--set-resources", *of_cpus)
    for name in (TRAINING, PAIR):
        (only,) = calls[name.format("field", 20)]
        assert (only["partition"], only["gpus"]) == ("cpu", [])
    fits = [attempts for job, attempts in calls.items() if job.startswith("fit_estimator")]
    assert [attempt["memory"] for (attempt,) in fits] == [1_000_000_000] * 3


def test_another_scheduler_is_asked_and_a_study_completes_where_it_kills_a_job(
    project, monkeypatch
):
    profile = ("--workflow-profile", "profiles/pbs", "--seconds-between-status-checks", "1")
    narrow = ("--config", "only_scenes=[field]", "train_sizes=[20]")
    pretend(project, monkeypatch, {"qsub": QSUB, "qstat": QSTAT})
    calls = project / "pbs" / "calls"
    calls.mkdir(parents=True)
    monkeypatch.setenv("PBS", str(calls))
    run = snakemake(project, *profile, *narrow, "only_models=[ridge]", "--", "runs")
    assert run.returncode == 0, run.stderr
    assert list((project / "results" / "small" / "runs").glob("**/ridge/n20/seed0/metrics.csv"))
    asked_for = [call.read_text() for call in sorted(calls.iterdir())]
    memory = [int(re.search(r":mem=(\d+)mb:ngpus=0 ", call)[1]) for call in asked_for]
    # The fit, the fit again with more memory, and its metrics.
    assert memory[:2] == [memory[0], 2 * memory[0]]
    assert len(memory) == 3
    assert all(re.match(r"-V -q workq .* -l walltime=\d+ ", call) for call in asked_for)
    # A training asks for a GPU.
    pretend(project, monkeypatch, {"qsub": '#!/bin/sh\necho "$@" >>"$PBS"\nexit 1\n'})
    calls = project / "refused"
    monkeypatch.setenv("PBS", str(calls))
    network = "only_models=[unmixing_pixel_based_cnn]"
    snakemake(project, *profile, "--retries", "0", *narrow, network, "--", "runs")
    (call,) = calls.read_text().splitlines()
    assert call.startswith("-V -q gpuq ")
    assert ":ngpus=1 " in call


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("    job_state = F\n    Exit_status = 0", "success"),
        ("    job_state = F\n    Exit_status = 271", "failed"),
        ("    job_state = Q", "running"),
        ("qstat: cannot connect to server", "running"),
        ("qstat: job_history_enable is set to false", None),
        ("qstat: Unknown Job Id 7", None),
    ],
)
def test_what_pbs_says_of_a_job(tmp_path, monkeypatch, answer, said):
    pretend(tmp_path, monkeypatch, {"qstat": f"#!/bin/sh\necho '{answer}' >&2\n"})
    status = subprocess.run(
        [ROOT / "profiles/pbs/status", "7"], capture_output=True, text=True, check=False
    )
    assert (status.stdout.strip() or None) == said
    assert (status.returncode == 0) == (said is not None)
    assert ("job_history_enable" in status.stderr) == (said is None)
