"""A study survives interruptions, and two studies do not interfere."""

import errno
import itertools
import os
import signal

import pandas as pd
import pytest

from unmixing.storage import hold_lock

from project import change, copy_project, fail_study, run_study, start_study, tables, wait_for


@pytest.mark.slow
def test_a_killed_study_ends_as_an_undisturbed_one(finished, tmp_path):
    project = copy_project(tmp_path)
    # While it runs, it cannot be started again.
    with hold_lock(project / "results/small/.running"):
        assert "already running" in fail_study(project)
    for moment in ("prepare_split/**/*.log", "train_network/**/*.log", "collect_runs.log"):
        process = start_study(project, "tables")
        wait_for(lambda log=moment: list(project.glob(f"results/small/logs/{log}")), process)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert not (project / "results/small/tables/summary.csv").exists()
    run_study(project, "tables")
    expected = tables(finished)
    for name, table in tables(project).items():
        pd.testing.assert_frame_equal(table, expected[name], check_exact=True)
    assert not list(project.glob("results/**/.*.partial-*"))


def test_a_file_system_without_locks_is_warned_of(tmp_path, monkeypatch, caplog):
    def unknown(*_):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr("fcntl.flock", unknown)
    hold_lock(tmp_path / ".running").close()
    assert "cannot be locked (Function not implemented)" in caplog.text


@pytest.mark.slow
def test_jobs_share_the_memory_of_the_machine(tmp_path):
    project = copy_project(tmp_path)
    change(project, models={"ridge": {}})
    # More memory than the machine has counts as all of it.
    all_of_it = ("--set-resources", "fit_estimator:mem_mb=1_000_000_000")
    run_study(project, *all_of_it, "--", "runs")
    fits = []
    for path in project.glob("results/small/benchmarks/fit_estimator/**/*.tsv"):
        ended = path.stat().st_mtime
        fits.append((ended - pd.read_csv(path, sep="\t")["s"][0], ended))
    assert len(fits) == 4
    for (_, ended), (began, _) in itertools.pairwise(sorted(fits)):
        assert ended - began < 0.5
