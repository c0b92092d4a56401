"""Jobs on one machine share its cards: one slot a job, given back by whatever ends the job."""

import signal
import subprocess
import sys

import pytest

from conftest import ROOT

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

    def start_job(cards, jobs_per_gpu=1):
        environment = {
            "PYTHONPATH": str(ROOT / "workflow_scripts"),
            "TMPDIR": str(tmp_path),
            "CUDA_VISIBLE_DEVICES": cards,
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
    assert card(start("7")) == card(start("7")) == "7"
