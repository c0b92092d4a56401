"""Runs of other machines count if everything matches, and are refused in words otherwise."""

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from learning_curves.errors import UserError
from unmixing.study.costs import read_costs
from unmixing.study.identity import digest_identity
from unmixing.study.measured_runs import check_scenes, read_measured_runs, runs_to_do
from unmixing.study.plan import describe as describe_plan
from unmixing.study.reading import read_study
from unmixing.study.runs import Run, runs
from unmixing.study.status import describe as describe_status

from shared import FIELD, STUDY

CONFIG = STUDY | {
    "models": {"ridge": {}, "unmixing_pixel_based_cnn": {}},
    "train_sizes": [50, 0.5],
    "seeds": 2,
}
COSTS = read_costs()


def table_of(path: Path, config: dict[str, Any] = CONFIG, model: str = "ridge", **changes) -> Path:
    """Write the runs of a model as another machine would, with columns changed."""
    study = read_study(config)
    rows = [
        {axis: str(value) for axis, value in run._asdict().items()}
        | {"status": "completed", "overallRMSE": "0.1", "rmsAAD": "0.2", "scene_hash": "abc"}
        | {"n_train_pixels": "50", "region": ""}
        | digest_identity(study, *run[:3])
        | changes
        for run in runs(study)
        if run.model == model
    ]
    with open(path, "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def with_tables(*files: Path, **changes) -> dict[str, Any]:
    return CONFIG | changes | {"measured_runs": [str(file) for file in files]}


def test_matching_rows_are_used_and_not_computed(tmp_path):
    table = table_of(tmp_path / "theirs.csv")
    study = read_study(with_tables(table))
    given = read_measured_runs(study)
    assert list(given) == [run for run in runs(study) if run.model == "ridge"]
    first = given[Run("field", "standard", "ridge", 50, 0)][0]
    assert (first.file, first.line, first.values["overallRMSE"]) == (str(table), 2, "0.1")
    assert {run.model for run in runs_to_do(study)} == {"unmixing_pixel_based_cnn"}


def test_rows_of_other_cells_are_left_out(tmp_path):
    table = table_of(tmp_path / "theirs.csv", code_digest="other", model="ridge")
    study = read_study(with_tables(table, only_models=["unmixing_pixel_based_cnn"]))
    assert read_measured_runs(study) == {}


def test_of_two_rows_of_a_cell_the_first_counts(tmp_path):
    tables = [table_of(tmp_path / f"{i}.csv", overallRMSE=str(i)) for i in (1, 2)]
    given = read_measured_runs(read_study(with_tables(*tables)))
    assert all([run.values["overallRMSE"] for run in runs] == ["1", "2"] for runs in given.values())


@pytest.mark.parametrize(
    ("theirs", "what"),
    [
        ({"val_size": 0.2}, "the condition standard (or test_size"),
        ({"test_size": 50}, "the condition standard (or test_size"),
        ({"conditions": {"standard": {"snr": 30}}}, "the condition standard"),
        (
            {"scenes": {"field": FIELD | {"normalisation_range": [0, 1]}}},
            "the condition standard (or test_size, val_size or normalisation_range)",
        ),
        ({"training": {"epochs": 7}}, "the settings of model unmixing_pixel_based_cnn"),
        ({"precision": "tf32"}, "the settings of model unmixing_pixel_based_cnn"),
    ],
)
def test_what_differs_is_refused_by_file_line_and_name(tmp_path, theirs, what):
    network = "unmixing_pixel_based_cnn"
    table = table_of(tmp_path / "theirs.csv", CONFIG | theirs, model=network)
    words = re.escape(f"{table}, line 2 and 3 more: {what}") + ".*Take these rows out"
    with pytest.raises(UserError, match=words):
        read_study(with_tables(table))


def test_other_code_is_refused(tmp_path):
    table = table_of(tmp_path / "theirs.csv", code_digest="0123")
    with pytest.raises(UserError, match="the code that splits, trains and evaluates model ridge"):
        read_study(with_tables(table))


def test_another_scene_is_refused(tmp_path):
    given = read_measured_runs(read_study(with_tables(table_of(tmp_path / "theirs.csv"))))
    check_scenes(given, {"field": "abc"})
    with pytest.raises(UserError, match="line 2 and 3 more: the content of scene field differs"):
        check_scenes(given, {"field": "def"})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "ok"}, "status is 'ok', and a run has completed or diverged"),
        (
            {"overallRMSE": "abc"},
            "overallRMSE of a completed run is 'abc', not an error of 0 or more",
        ),
        ({"overallRMSE": ""}, "overallRMSE of a completed run is ''"),
        ({"rmsAAD": "-1"}, "rmsAAD of a completed run is '-1'"),
        ({"rmsAAD": "inf"}, "rmsAAD of a completed run is 'inf'"),
        ({"n_train_pixels": ""}, "n_train_pixels is '', not a count of pixels"),
    ],
)
def test_invalid_values_are_refused(tmp_path, changes, words):
    table = table_of(tmp_path / "theirs.csv", **changes)
    with pytest.raises(UserError, match=re.escape(f"{table}, line 2 and 3 more: {words}")):
        read_study(with_tables(table))


def test_a_diverged_run_needs_no_error(tmp_path):
    table = table_of(tmp_path / "theirs.csv", status="diverged", overallRMSE="", rmsAAD="nan")
    assert len(read_measured_runs(read_study(with_tables(table)))) == 4


def test_a_table_that_a_spreadsheet_saved_is_taken(tmp_path):
    table = table_of(tmp_path / "theirs.csv")
    lines = [line.split(",") for line in table.read_text().splitlines()]
    for line in lines[1:]:
        line[3:5] = line[3].replace("50", "50.0"), f"{line[4]}.0"
    table.write_text("\r\n".join(map(",".join, lines)), encoding="utf-8-sig")
    given = read_measured_runs(read_study(with_tables(table)))
    assert {(run.train_size, run.seed) for run in given} == {(50, 0), (50, 1), (0.5, 0), (0.5, 1)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("scene,condition\nfield,standard\n", "has no column model"),
        # Without the column, seeds of one region would count as several.
        ("scene,condition,model,train_size,seed\n", "has no column region"),
        ("{header}\nfield,standard\n", "line 2, has more or fewer values than there are columns"),
        ("{header}\n{header},\n", "line 2, has more or fewer values than there are columns"),
        (None, "cannot be read as a table of runs"),
    ],
)
def test_other_tables_are_refused(tmp_path, text, words):
    path = tmp_path / "theirs.csv"
    if text is not None:
        header = table_of(path).read_text().splitlines()[0]
        path.write_text(text.format(header=header))
    with pytest.raises(UserError, match=words):
        read_study(with_tables(path))


def test_a_study_does_not_take_its_own_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "results" / "small" / "tables" / "runs.csv"
    own.parent.mkdir(parents=True)
    table_of(own)
    with pytest.raises(UserError, match="this study's own table"):
        read_study(with_tables(own))


def test_plan_and_status_know_the_given_runs(tmp_path):
    study = read_study(with_tables(table_of(tmp_path / "theirs.csv", status="diverged")))
    plan = describe_plan(study, COSTS, on_gpu=False)
    assert "4 runs are given by measured_runs" in plan
    assert "train_network: 4 runs in 4 jobs" in plan
    assert "fit_estimator: 0 runs in 0 jobs" in plan
    status = describe_status(study, tmp_path / "results")
    assert "8 planned, 0 completed, 4 diverged, 0 failed, 0 begun, 4 waiting" in status
    assert "given: 4 of the finished runs" in status
    alone = read_study(with_tables(tmp_path / "theirs.csv", only_models=["ridge"]))
    assert "there is nothing to compute" in describe_plan(alone, COSTS, on_gpu=False)
