"""An answer runs what is missing, continues later, and leaves an ordinary study."""

import re
import subprocess
from math import nan

import pandas as pd
import pytest
import yaml
from answer_study import refuse_nonsense

from learning_curves.answers.next_runs import BATCH
from unmixing.storage import hold_lock

from project import STUDY, copy_project, count_planned, python_of, write_study

ONE = STUDY | {
    "scenes": {"field": STUDY["scenes"]["field"] | {"shape": [24, 24, 80]}},
    "models": {"ridge": {}, "mean_abundance": {}},
    "train_sizes": [10, 20, 40, 80, 160, 320],
}


def ask(project, *arguments: str) -> subprocess.CompletedProcess:
    script = "workflow_scripts/answer_study.py"
    command = [python_of(project), script, "--configfile", "config/small.yaml", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


@pytest.mark.parametrize("nonsense", [(0, 1.3), (nan, 1.3), (0.1, nan), (0.1, 1)])
def test_a_meaningless_target_or_factor_is_refused(nonsense):
    with pytest.raises(SystemExit, match="A target error is above 0"):
        refuse_nonsense(*nonsense, hours=None)


def test_a_meaningless_budget_is_refused():
    with pytest.raises(SystemExit, match="A budget is in core hours"):
        refuse_nonsense(0.1, 1.3, hours=-3)


@pytest.mark.slow
def test_an_answer_is_asked_for(tmp_path):
    project = copy_project(tmp_path)
    write_study(project, ONE)
    # The first three sizes and seeds of two methods take about 0.02 hours.
    stopped = ask(project, "--target", "0.03", "--within", "1.01", "--hours", "0.001")
    assert stopped.returncode == 0, stopped.stdout + stopped.stderr
    assert "the budget ends here" in stopped.stdout
    assert re.match(r"Making runs, for 0\.0\d core hours or less\.\n", stopped.stdout)
    table = project / "results/small/tables/runs.csv"
    assert set(pd.read_csv(table)["seed"]) == set(range(BATCH))
    # The same command with a larger budget continues from there.
    run = ask(project, "--target", "0.03", "--within", "1.5")
    assert run.returncode == 0, run.stdout + run.stderr
    said = re.findall(r"^- (\w+): (.*)$", run.stdout, re.MULTILINE)
    assert "narrow enough" in dict(said)["ridge"]
    assert "dropped" in dict(said)["mean_abundance"]
    assert re.search(r"^Ridge brings .* down to 0\.03 with .* labelled pixels", run.stdout, re.M)
    runs = pd.read_csv(table)
    # Not a grid: the largest size was not needed, and one method has more seeds than the other.
    assert 320 not in set(runs["n_train_pixels"])
    seeds = runs.groupby("model")["seed"].nunique()
    assert seeds["ridge"] > seeds["mean_abundance"] == BATCH
    config = project / "results/small/answer.yaml"
    assert yaml.safe_load(config.read_text())["target_errors"] == [0.03]
    # Another answer must not overwrite it while it runs.
    before = config.read_text()
    with hold_lock(config.with_name(".answering")):
        refused = ask(project, "--target", "0.5")
    assert refused.returncode and "already running" in refused.stderr
    assert config.read_text() == before
    # It is a study like any other, with all its runs.
    (project / "config/small.yaml").write_text(config.read_text())
    assert count_planned(project, "runs").get("fit_estimator", 0) == 0
