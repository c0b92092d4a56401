"""Tables keep the spelling of names, and give the rows asked for."""

import numpy as np
import pandas as pd
import pytest

from learning_curves.columns import read_table, rows_of, write_table
from learning_curves.runs import coverage
from learning_curves.summary import summary_table
from unmixing.evaluation.runs import collect_runs
from unmixing.storage import write_rows
from unmixing.vocabulary import UNMIXING

from made_runs import make_runs


@pytest.mark.parametrize("name", ["2024", "007", "NA", "null", "nan", "1e3"])
def test_names_that_look_like_numbers_or_nothing_stay_names(tmp_path, name):
    row = {"scene": name, "condition": name, "model": name, "train_size": "10", "seed": 0}
    measured = {"n_train_pixels": 10, "status": "completed", "overallRMSE": 0.1, "aSAM": np.nan}
    write_rows([row | measured], tmp_path / "metrics.csv")
    runs = collect_runs([tmp_path / "metrics.csv"])
    assert coverage(runs, [[name, name, name, "10", 1]])["completed"].tolist() == [1]
    write_table(summary_table(runs, UNMIXING), tmp_path / "summary.csv", UNMIXING)
    summary = read_table(tmp_path / "summary.csv", UNMIXING)
    assert summary[["data_set", "condition", "method"]].iloc[0].tolist() == [name] * 3
    assert summary["metric"].tolist() == ["overallRMSE"]
    assert summary["std"].isna().all()


def test_rows_are_those_with_all_the_values():
    runs = pd.concat([make_runs({"a": [0.1, 0.2], "b": [0.3]}), make_runs({"a": [0.4]}, "coast")])
    assert rows_of(runs, data_set="field", method="a")["overallRMSE"].tolist() == [0.1, 0.2]
    assert rows_of(runs, data_set="coast")["overallRMSE"].tolist() == [0.4]
    assert rows_of(runs, data_set="field", method="c").columns.tolist() == runs.columns.tolist()
    assert rows_of(pd.DataFrame(columns=["data_set", "method"]), data_set="field", method="a").empty
