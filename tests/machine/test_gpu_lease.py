"""Jobs on one machine share its GPUs: one slot per job, free again however the job ends."""

import signal
import subprocess
import sys
import uuid

import pytest

from unmixing.machine.gpu_lease import hide_gpus
from unmixing.machine.gpus import visible_gpus

pytestmark = pytest.mark.slow

JOB = """
import os, sys, time
from unmixing.machine.gpu_lease import take_gpu
take_gpu(int(sys.argv[1]))
print(os.environ.get("CUDA_VISIBLE_DEVICES"), flush=True)
time.sleep(60)
"""


def named(*gpus):
    """Name GPUs as no other study does, since leases hold for the whole machine."""
    machine = uuid.uuid4().hex
    return [f"GPU-{machine}-{gpu}" for gpu in gpus]


@pytest.fixture
def start():
    """Start jobs that take a GPU and keep it; kill them afterwards."""
    jobs = []

    def start_job(*gpus, jobs_per_gpu=1, **variables):
        environment = {
            "CUDA_VISIBLE_DEVICES": ",".join(gpus),
            **variables,
        }
        command = [sys.executable, "-c", JOB, str(jobs_per_gpu)]
        jobs.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment))
        return jobs[-1]

    yield start_job
    for job in jobs:
        job.kill()
        job.wait()


def gpu_of(job):
    return job.stdout.readline().strip()


def test_two_jobs_take_two_gpus(start, tmp_path):
    gpus = named(3, 5)
    # A scheduler gives each job a temporary folder of its own.
    assert {gpu_of(start(*gpus)), gpu_of(start(*gpus, TMPDIR=str(tmp_path)))} == set(gpus)


def test_gpus_are_shared_evenly(start):
    gpus = named(0, 1)
    taken = [gpu_of(start(*gpus, jobs_per_gpu=2)) for _ in range(4)]
    assert sorted(taken[:2]) == sorted(taken[2:]) == gpus


def test_a_killed_job_frees_its_gpu(start):
    gpus = named(0, 1)
    first, second = start(*gpus), start(*gpus)
    taken = gpu_of(first)
    assert gpu_of(second) != taken
    waiting = start(*gpus)
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(timeout=2)
    first.send_signal(signal.SIGKILL)
    assert gpu_of(waiting) == taken


def test_a_gpu_from_a_cluster_is_kept(start):
    jobs = [start("7", SLURM_JOB_ID=number) for number in ("1", "2")]
    assert [gpu_of(job) for job in jobs] == ["7", "7"]


def test_one_gpu_has_as_many_jobs_as_allowed(start):
    gpus = named(0)
    assert [gpu_of(start(*gpus, jobs_per_gpu=2)) for _ in range(2)] == gpus * 2
    with pytest.raises(subprocess.TimeoutExpired):
        start(*gpus, jobs_per_gpu=2).wait(timeout=2)


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_hidden_gpus_are_not_used(start, hidden):
    assert gpu_of(start(hidden)) == hidden


def test_a_job_that_asked_for_no_gpu_sees_none(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    hide_gpus()
    assert visible_gpus() == []


def test_a_job_of_a_scheduler_sees_what_it_was_given(monkeypatch):
    monkeypatch.setenv("SLURM_JOB_ID", "7")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    hide_gpus()
    assert visible_gpus() == ["1"]
