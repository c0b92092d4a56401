"""Jobs on one machine share its cards: one slot a job, given back by whatever ends the job."""

import importlib.metadata
import importlib.util
import signal
import subprocess
import sys

import pytest

from conftest import ROOT
from unmixing import devices
from unmixing.gpu_lease import visible_gpus

JOB = """
import os, sys, time
from unmixing.gpu_lease import take_gpu
take_gpu(int(sys.argv[1]))
print(os.environ.get("CUDA_VISIBLE_DEVICES"), flush=True)
time.sleep(60)
"""


@pytest.fixture
def start(tmp_path):
    """Start a job that takes a card and keeps it; what is left is killed."""
    jobs = []

    def start_job(cards, jobs_per_gpu=1, **variables):
        environment = {
            "PYTHONPATH": str(ROOT / "workflow_scripts"),
            "TMPDIR": str(tmp_path),
            "CUDA_VISIBLE_DEVICES": cards,
            **variables,
        }
        command = [sys.executable, "-c", JOB, str(jobs_per_gpu)]
        jobs.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment))
        return jobs[-1]

    yield start_job
    for job in jobs:
        job.kill()
        job.wait()


def card(job):
    return job.stdout.readline().strip()


def test_two_jobs_take_two_cards(start):
    assert {card(start("3,5")), card(start("3,5"))} == {"3", "5"}


def test_cards_are_shared_evenly(start):
    cards = [card(start("0,1", jobs_per_gpu=2)) for _ in range(4)]
    assert sorted(cards[:2]) == sorted(cards[2:]) == ["0", "1"]


def test_a_killed_job_gives_its_card_back(start):
    first, second = start("0,1"), start("0,1")
    taken = card(first)
    assert card(second) != taken
    waiting = start("0,1")
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=2)
    first.send_signal(signal.SIGKILL)
    assert card(waiting) == taken


def test_a_card_that_a_cluster_gave_is_kept(start):
    jobs = [start("7", SLURM_JOB_ID=number) for number in ("1", "2")]
    assert [card(job) for job in jobs] == ["7", "7"]


def test_one_card_has_as_many_jobs_as_it_may(start):
    assert [card(start("0", jobs_per_gpu=2)) for _ in range(2)] == ["0", "0"]
    with pytest.raises(subprocess.TimeoutExpired):
        start("0", jobs_per_gpu=2).wait(timeout=2)


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_hidden_cards_are_not_used(start, hidden):
    assert card(start(hidden)) == hidden


def test_what_follows_a_hidden_card_is_hidden(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2, 0, -1, 1")
    assert visible_gpus() == ["2", "0"]


@pytest.mark.parametrize(
    ("backend", "found", "usable"),
    [
        ("tensorflow", {"distributions": ["tensorflow-cpu"]}, False),
        ("tensorflow", {"distributions": []}, True),
        ("jax", {"find_spec": None}, False),
        ("jax", {"find_spec": "the plugins of JAX"}, True),
    ],
)
def test_a_card_is_asked_for_where_the_build_can_use_it(monkeypatch, backend, found, usable):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    monkeypatch.setattr(devices.Path, "glob", lambda *_: iter(["/dev/nvidia0"]))
    (name, result), *_ = found.items()
    module = importlib.metadata if name == "distributions" else importlib.util
    monkeypatch.setattr(module, name, lambda *_, **__: result)
    assert devices.gpu_is_usable(backend) is usable


def test_no_card_is_asked_for_where_there_is_none(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert not devices.gpu_is_usable("jax")
