"""Jobs on one machine share its cards: one slot a job, given back by whatever ends the job."""

import signal
import subprocess
import sys
import uuid

import pytest

from unmixing.machine.cards import visible_gpus
from unmixing.machine.gpu_lease import hide_gpus

pytestmark = pytest.mark.slow

JOB = """
import os, sys, time
from unmixing.machine.gpu_lease import take_gpu
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
