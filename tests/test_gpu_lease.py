"""Jobs on one machine share its cards: one slot a job, given back by whatever ends the job."""

import ctypes.util
import importlib.metadata
import importlib.util
import signal
import subprocess
import sys
import uuid

import pytest

from conftest import ROOT
from unmixing import devices
from unmixing.gpu_lease import hide_gpus, visible_gpus

JOB = """
import os, sys, time
from unmixing.gpu_lease import take_gpu
take_gpu(int(sys.argv[1]))
print(os.environ.get("CUDA_VISIBLE_DEVICES"), flush=True)
time.sleep(60)
"""


def named(*cards):
    """Name cards as no job of another study does: leases hold for the whole machine."""
    machine = uuid.uuid4().hex
    return [f"GPU-{machine}-{card}" for card in cards]


@pytest.fixture
def start():
    """Start a job that takes a card and keeps it; what is left is killed."""
    jobs = []

    def start_job(*cards, jobs_per_gpu=1, **variables):
        environment = {
            "PYTHONPATH": str(ROOT / "workflow_scripts"),
            "CUDA_VISIBLE_DEVICES": ",".join(cards),
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


def test_two_jobs_take_two_cards(start, tmp_path):
    cards = named(3, 5)
    # A scheduler gives each job a temporary folder of its own.
    assert {card(start(*cards)), card(start(*cards, TMPDIR=str(tmp_path)))} == set(cards)


def test_cards_are_shared_evenly(start):
    cards = named(0, 1)
    taken = [card(start(*cards, jobs_per_gpu=2)) for _ in range(4)]
    assert sorted(taken[:2]) == sorted(taken[2:]) == cards


def test_a_killed_job_gives_its_card_back(start):
    cards = named(0, 1)
    first, second = start(*cards), start(*cards)
    taken = card(first)
    assert card(second) != taken
    waiting = start(*cards)
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=2)
    first.send_signal(signal.SIGKILL)
    assert card(waiting) == taken


def test_a_card_that_a_cluster_gave_is_kept(start):
    jobs = [start("7", SLURM_JOB_ID=number) for number in ("1", "2")]
    assert [card(job) for job in jobs] == ["7", "7"]


def test_one_card_has_as_many_jobs_as_it_may(start):
    cards = named(0)
    assert [card(start(*cards, jobs_per_gpu=2)) for _ in range(2)] == cards * 2
    with pytest.raises(subprocess.TimeoutExpired):
        start(*cards, jobs_per_gpu=2).wait(timeout=2)


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_hidden_cards_are_not_used(start, hidden):
    assert card(start(hidden)) == hidden


def test_a_job_that_asked_for_no_card_sees_none(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    hide_gpus()
    assert visible_gpus() == []


def test_a_job_of_a_scheduler_sees_what_it_was_given(monkeypatch):
    monkeypatch.setenv("SLURM_JOB_ID", "7")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    hide_gpus()
    assert visible_gpus() == ["1"]


def test_what_follows_a_hidden_card_is_hidden(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2, 0, -1, 1")
    assert visible_gpus() == ["2", "0"]


@pytest.mark.parametrize(
    ("backend", "installed", "usable"),
    [
        ("tensorflow", {"tensorflow-cpu"}, False),
        ("tensorflow", {"tensorflow"}, False),
        ("tensorflow", {"tensorflow", "nvidia-cudnn-cu12"}, True),
        ("tensorflow", {"tensorflow", "libcudnn"}, True),
        ("tensorflow", set(), False),
        ("jax", {"jax"}, False),
        ("jax", {"jax", "jax_plugins"}, True),
    ],
)
def test_a_card_is_asked_for_where_the_build_can_use_it(monkeypatch, backend, installed, usable):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    monkeypatch.setattr(devices.Path, "glob", lambda *_: iter(["/dev/nvidia0"]))

    def found(name):
        return name if name in installed else None

    monkeypatch.setattr(
        importlib.metadata, "distributions", lambda name: [name] if found(name) else []
    )
    monkeypatch.setattr(importlib.util, "find_spec", found)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: found(f"lib{name}"))
    assert devices.trains_on_card("auto", backend) is usable


def test_no_card_is_asked_for_where_there_is_none(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert not devices.trains_on_card("auto", "jax")


def test_a_device_that_is_named_is_not_looked_for():
    assert devices.trains_on_card("gpu", "tensorflow")
    assert not devices.trains_on_card("cpu", "tensorflow")
