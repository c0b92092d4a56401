"""The Python interface does what its examples say, and loads no more than it needs."""

import doctest
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import learning_curves
from learning_curves import answer, compare, interface, next_runs, read_runs, report
from learning_curves.errors import UserError

from made_runs import simulate_runs

# Packages that must not be loaded.
FOREIGN = ("unmixing", "tensorflow", "keras", "jax", "sklearn", "snakemake", "h5py", "spectral")
LOADED = f"""
import sys
import learning_curves
learning_curves.read_runs
print(*(name for name in {FOREIGN} if name in sys.modules))
"""


@pytest.fixture
def runs():
    """Read runs of two data sets, three methods and four sizes, from a user's table."""
    table = simulate_runs(3, 8, sizes=(50, 100, 200, 400), gap=0.3)
    columns = {"method": "model", "size": "n", "repetition": "seed", "data_set": "task"}
    kept = [*columns, "overallRMSE"]
    return read_runs(table[kept].rename(columns=columns | {"overallRMSE": "rmse"}))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in learning_curves.__all__ if name.islower()])
def test_examples_do_what_they_say(name):
    """Each example runs with the globals of its module."""
    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner()
    (example,) = finder.find(getattr(interface, name), name, globs=vars(interface).copy())
    assert example.examples
    assert runner.run(example).failed == 0


def test_columns_are_found_by_their_usual_names(runs):
    assert (runs.columns.method, runs.columns.size, runs.columns.data_set) == ("model", "n", "task")
    assert runs.vocabulary.error == "rmse"
    assert set(runs.table["data_set"]) == {"field", "coast"}


def test_answers_are_of_the_first_error_and_of_every_target(runs):
    found = answer(runs, [0.01, 0.005])
    assert set(found.table["target_error"]) == {0.01, 0.005}
    assert set(found.table["metric"]) == {"rmse"}
    # The errors of m0 are 1 / size.
    needed = found.table.query("method == 'm0' and target_error == 0.01")["needed"]
    np.testing.assert_allclose(needed, 100, rtol=0.15)
    assert list(found.sentences) == ["field", "coast"]


def test_methods_are_compared_with_the_best_and_over_data_sets(runs):
    found = compare(runs)
    assert set(found.against_best.query("standing == 'best'")["method"]) == {"m0"}
    assert len(found.pairs) == 2 * 4 * 3
    assert found.mean_ranks["method"].tolist() == ["m0", "m1", "m2"]


def test_what_is_run_next_is_more_of_what_may_be_first(runs):
    steps = next_runs(runs, target=0.001, within=1.05, sizes=[50, 100, 200, 400, 800, 1600])
    assert len(steps) == 6
    first = steps.query("method == 'm0'")
    # Nothing measured comes down to it.
    assert len(first)
    assert all(800 in sizes for sizes in first["sizes"])


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", "import learning_curves.report.page\n"])
def test_what_the_docs_import_can_be_called(before):
    """A folder is called `report` too."""
    code = f"{before}from learning_curves import answer, report\nprint(callable(report))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True"]


@pytest.mark.slow
def test_nothing_foreign_is_loaded():
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_questions_that_make_no_sense_are_refused(runs, tmp_path):
    for ask, words in (
        (lambda: answer(runs, 0), "A target error is a number above zero"),
        (lambda: answer(runs, [0.1, np.nan]), "A target error is a number above zero"),
        (lambda: next_runs(runs, -1), "A target error is a number above zero"),
        (lambda: next_runs(runs, 0.1, within=0.5), "`within` is a number above one"),
        (lambda: compare(runs, margin=10), "margin is a share between 0 and 1"),
        (lambda: report(runs, tmp_path, margin=10), "margin is a share between 0 and 1"),
        (lambda: report(runs, tmp_path, assurance=90), "assurance is a share between 0 and 1"),
        (lambda: report(runs, tmp_path, targets=[0]), "A target error is a number above zero"),
        (lambda: report([], tmp_path), "There is no study to report"),
        (lambda: read_runs(pd.DataFrame(columns=["method", "n", "seed", "rmse"])), "no rows"),
    ):
        with pytest.raises(UserError, match=words):
            ask()
    assert not list(tmp_path.iterdir())


def test_targets_may_be_numbers_of_numpy(runs):
    needed = answer(runs, 0.01).table["needed"]
    assert answer(runs, np.array(0.01)).table["needed"].equals(needed)
    assert answer(runs, np.array([0.01])).table["needed"].equals(needed)
    assert answer(runs, np.float32(0.5)).table["target_error"].eq(0.5).all()


def test_a_dataframe_with_gaps_has_failed_runs():
    table = pd.DataFrame(
        {"method": "a", "size": [10, 20, 40], "seed": 0, "error": [0.3, np.nan, 0.1]}
    )
    assert read_runs(table).table["status"].tolist() == ["completed", "diverged", "completed"]
