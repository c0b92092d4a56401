"""What the profiles ask of a cluster, read from the calls of a pretended sbatch and qsub."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from project import ROOT, SCENES, copy_project, snakemake, write_study

STUDY = {
    "study": "small",
    "scenes": SCENES,
    "models": {"unmixing_pixel_based_cnn": {}, "ridge": {}},
    "train_sizes": [20, 120],
    "test_size": 100,
    "seeds": 1,
    "training": {"epochs": 50_000},
}
# Of the 256 pixels, as many as the larger size.
FRACTION = 0.46875
TRAINING = "train_network_wildcards_field_standard_unmixing_pixel_based_cnn_{}_0"

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
    """Copy the workflow and make the splits: what is asked for then are trainings and fits."""
    project = copy_project(tmp_path_factory.mktemp("cluster"))
    write_study(project, STUDY)
    for sizes in (STUDY["train_sizes"], [FRACTION]):
        run = snakemake(project, "--cores", "2", "splits", "--config", f"train_sizes={sizes}")
        assert run.returncode == 0, run.stderr
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
    """Return what each job asks for at each attempt, by an sbatch that refuses them all."""
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
                "cards": re.findall(r" --gpus=(\d+)", call),
                "threads": int(re.search(r" --cpus-per-task=(\d+)", call)[1]),
            }
        )
    return attempts


def test_a_training_asks_for_a_card_and_for_more_at_each_attempt_and_size(project, monkeypatch):
    calls = asked(project, monkeypatch)
    small, large = (calls[TRAINING.format(size)] for size in STUDY["train_sizes"])
    for attempts in (small, large):
        first = attempts[0]
        assert (first["partition"], first["cards"]) == ("gpu", ["1"])
        assert attempts == [
            first | {"memory": n * first["memory"], "minutes": n * first["minutes"]}
            for n in (1, 2, 3)
        ]
    assert large[0]["memory"] > small[0]["memory"]
    assert large[0]["minutes"] > small[0]["minutes"]
    fits = calls["fit_estimator_wildcards_field_standard_ridge_20_0"]
    assert [(attempt["partition"], attempt["cards"]) for attempt in fits] == [("cpu", [])] * 3
    assert fits[2]["memory"] == 3 * fits[0]["memory"]


def test_a_fraction_asks_for_what_its_pixels_do(project, monkeypatch):
    once = ("--retries", "0")
    counted = asked(project, monkeypatch, *once)
    fraction = asked(project, monkeypatch, *once, "--config", f"train_sizes=[{FRACTION}]")
    assert fraction[TRAINING.format(FRACTION)] == counted[TRAINING.format(120)]


def test_the_machine_that_submits_does_not_limit_the_cluster(project, monkeypatch):
    much = ("--set-resources", "fit_estimator:mem_mb=1_000_000_000")
    calls = asked(project, monkeypatch, "--retries", "0", *much)
    fits = [attempts for job, attempts in calls.items() if job.startswith("fit_estimator")]
    # Both were submitted at once, though each wants more than this machine has.
    assert [attempt["memory"] for (attempt,) in fits] == [1_000_000_000] * 2


def test_a_study_on_cpus_asks_for_no_card(project, monkeypatch):
    calls = asked(project, monkeypatch, "--retries", "0", "--set-resources", "train_network:gpu=0")
    (only,) = calls[TRAINING.format(20)]
    assert (only["partition"], only["cards"]) == ("cpu", [])


def test_a_study_completes_on_another_scheduler_which_kills_a_job(project, monkeypatch):
    pretend(project, monkeypatch, {"qsub": QSUB, "qstat": QSTAT})
    calls = project / "pbs" / "calls"
    calls.mkdir(parents=True)
    monkeypatch.setenv("PBS", str(calls))
    run = snakemake(
        project,
        *("--workflow-profile", "profiles/pbs", "--seconds-between-status-checks", "1"),
        *("--config", "only_models=[ridge]", "train_sizes=[20]", "--", "runs"),
    )
    assert run.returncode == 0, run.stderr
    assert list((project / "results" / "small" / "runs").glob("**/ridge/n20/seed0/metrics.csv"))
    asked_for = [call.read_text() for call in sorted(calls.iterdir())]
    memory = [int(re.search(r":mem=(\d+)mb:ngpus=0 ", call)[1]) for call in asked_for]
    # The fit, the fit again with more memory, and its metrics.
    assert memory[:2] == [memory[0], 2 * memory[0]]
    assert len(memory) == 3
    assert all(re.match(r"-V -q workq .* -l walltime=\d+ ", call) for call in asked_for)


def test_a_training_asks_another_scheduler_for_a_card(project, monkeypatch):
    pretend(project, monkeypatch, {"qsub": '#!/bin/sh\necho "$@" >> "$PBS"\nexit 1\n'})
    calls = project / "refused"
    monkeypatch.setenv("PBS", str(calls))
    models = "only_models=[unmixing_pixel_based_cnn]"
    profile = ("--workflow-profile", "profiles/pbs", "--retries", "0")
    snakemake(project, *profile, "--config", models, "train_sizes=[20]", "--", "runs")
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


def test_blocks_of_seeds_ask_as_single_runs_do(project, monkeypatch):
    pair = ["--config", "seeds=2", "seeds_per_job=2", "train_sizes=[20]", "--retries", "0"]
    calls = asked(project, monkeypatch, *pair)
    assert {name.split("_wildcards")[0] for name in calls} == {"prepare_split_seeds_0_to_1"}
    run = snakemake(project, "--cores", "2", *pair, "--", "splits")
    assert run.returncode == 0, run.stderr
    # The profile gives trainings their partition and card.
    calls = asked(project, monkeypatch, "--set-threads", "train_network=3", *pair)
    (training,) = (call for name, call in calls.items() if name.startswith("train_network_seeds"))
    (call,) = training
    assert (call["partition"], call["cards"], call["threads"]) == ("gpu", ["1"], 3)
