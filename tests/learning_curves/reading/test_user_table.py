"""What is guessed of a table is said, and held against its values; remedies are tried."""

import re

import numpy as np
import pandas as pd
import pytest

from learning_curves import read_runs
from learning_curves.__main__ import main
from learning_curves.errors import UserError

SIZES = (50, 100, 200, 400, 800)
SEEDS = range(6)


def make_table(levels=(("forest", 1.0), ("ridge", 2.0)), sizes=SIZES, seeds=SEEDS):
    """Make a table of runs whose error is the level of a method / sqrt(size), within 5 %."""
    draws = np.random.default_rng(3)
    return pd.DataFrame(
        [
            {"model": name, "n_train": size, "seed": seed, "error": level * size**-0.5 * spread}
            for name, level in levels
            for size in sizes
            for seed in seeds
            for spread in [np.exp(0.05 * draws.normal())]
        ]
    )


def melt(table, columns):
    """Make a long table with a row for each metric."""
    return table.melt(["model", "n_train", "seed"], columns, var_name="metric")


@pytest.fixture
def scored():
    """Make runs with two errors and two scores."""
    table = make_table().rename(columns={"error": "rmse"})
    return table.assign(
        mae=0.8 * table["rmse"], r2=1 - table["rmse"] ** 2, pearsonr=1 - table["rmse"]
    )


def assert_errors(runs, errors):
    """Assert that the main error of the runs has these values."""
    np.testing.assert_allclose(runs.table[runs.columns.errors[0]], errors)


@pytest.mark.parametrize(
    ("bare", "held_out", "training"),
    [
        ("mae", "val_mae", "train_mae"),
        ("loss", "test_loss", "training_loss"),
        ("rmse", "RMSE (test)", "rmse_train"),
        ("error", "error.val", "train error"),
        ("error", "held_out_error", "error_training"),
        ("mse", "valid_mse", "train_mse"),
    ],
)
def test_held_out_errors_win_over_bare_names_and_training_never(bare, held_out, training):
    table = make_table().rename(columns={"error": held_out})
    table[bare] = table[training] = 0.01 * table[held_out]
    runs = read_runs(table)
    assert runs.columns.errors == (held_out,)
    assert any(f"{bare} was not taken, for {held_out} is there" in note for note in runs.notes)
    assert_errors(runs, table[held_out])
    with pytest.raises(UserError, match="is of training data by its name"):
        read_runs(table.drop(columns=[bare, held_out]))
    assert "is of training data" in read_runs(table, errors=[training]).notes[0]


def test_test_errors_win_over_those_of_validation():
    table = make_table().rename(columns={"error": "test_mae"})
    table["val_mae"] = table["val_rmse"] = 0.5 * table["test_mae"]
    runs = read_runs(table)
    assert runs.columns.errors == ("test_mae",)
    assert runs.notes == (
        "test_mae was taken as the error, and not val_rmse or val_mae: name another with --error.",
    )
    assert read_runs(table, errors=["val_mae"]).columns.errors == ("val_mae",)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("split", ["train", "test"]),
        ("Data", ["Training", "Validation"]),
        ("subset", ["TRAIN", "val", "test set"]),
        ("which", ["in-sample", "held-out"]),
    ],
)
def test_parts_of_the_data_are_no_repetitions_or_data_sets(name, values):
    """The last is the one that counts."""
    table = make_table()
    parts = [table.assign(**{name: v, "error": table["error"] * 0.1}) for v in values[:-1]]
    table = pd.concat([*parts, table.assign(**{name: values[-1]})])
    runs = read_runs(table)
    assert len(runs.table) == 60 and runs.columns.repetition == "seed"
    assert f"the 60 rows of {values[-1]} were taken" in runs.notes[0]
    assert_errors(runs, make_table()["error"])
    with pytest.raises(UserError, match=f"leave out --repetition {name}"):
        read_runs(table, repetition=name)
    asked = read_runs(table, condition=name)
    assert set(asked.table["condition"]) == set(values)
    assert "errors on training data say nothing" in asked.notes[0]
    with pytest.raises(UserError, match="Add the rows of the test data"):
        read_runs(table[table[name] == values[0]].assign(**{name: "train"}))


def test_parts_that_are_not_all_named_are_never_averaged():
    table = make_table()
    others = [table.assign(split="train", error=0.001), table.assign(split="all", error=0.001)]
    named = pd.concat([*others, table.assign(split="test")])
    assert_errors(read_runs(named), table["error"])
    with pytest.raises(UserError, match="number the runs of each method and size"):
        read_runs(named.drop(columns="seed"))
    blank = named.assign(split=named["split"].replace({"test": "", "all": ""}))
    with pytest.raises(UserError, match="keep only the rows of one part") as refused:
        read_runs(blank)
    assert "--" not in str(refused.value)
    read_runs(named[named["split"] == "test"])


def test_scores_below_zero_are_refused_as_scores():
    table = make_table()
    table["r2"] = 1 - 30 * table["error"]
    table["neg_rmse"] = -table["error"]
    for name, remedy in (("r2", "1 - r2"), ("neg_rmse", "-neg_rmse")):
        with pytest.raises(UserError, match=f"Write {remedy} into a column called error"):
            read_runs(table, errors=[name])
    read_runs(table.assign(error=1 - table["r2"]))
    read_runs(table.assign(error=-table["neg_rmse"]))


def test_without_a_repetition_every_run_is_one_if_there_is_one():
    table = make_table(seeds=[0]).drop(columns="seed")
    table = pd.concat([table.assign(split=v) for v in ("train", "test")])
    runs = read_runs(table)
    assert len(runs.table) == 10
    assert "counts as one repetition" in runs.notes[1]
    with pytest.raises(UserError, match="number the runs of each method and size"):
        read_runs(pd.concat([table, table]))


@pytest.mark.parametrize("name", ["metric", "Measure", "variable", "criterion"])
def test_the_rows_of_one_error_are_taken_of_several_metrics(scored, name):
    table = melt(scored, ["mae", "r2", "rmse", "pearsonr"]).rename(columns={"metric": name})
    runs = read_runs(table)
    assert runs.columns.errors == ("rmse",)
    assert "the rows of rmse were taken" in runs.notes[0] and "--metric mae" in runs.notes[0]
    assert_errors(runs, scored["rmse"])
    assert read_runs(table, metric="mae").columns.errors == ("mae",)
    with pytest.raises(UserError, match="'r2' is a score.*--metric rmse"):
        read_runs(table, metric="r2")
    with pytest.raises(UserError, match="Did you mean 'rmse'"):
        read_runs(table.rename(columns={name: "metric"}), metric="rmsee")
    for role in ("condition", "data_set"):
        with pytest.raises(UserError, match=f"leave out --{role.replace('_', '-')} {name}"):
            read_runs(table, errors=["value"], **{role: name})


def test_test_metrics_are_taken_and_training_ones_never(scored):
    table = scored.assign(train_rmse=0.1 * scored["rmse"], test_mae=scored["mae"])
    runs = read_runs(melt(table, ["rmse", "train_rmse", "test_mae"]))
    assert runs.columns.errors == ("test_mae",)
    assert "--metric rmse" in runs.notes[1]


def test_scores_alone_are_refused_and_the_remedy_works(scored):
    table = melt(scored, ["r2", "pearsonr"])
    with pytest.raises(UserError, match="with 1 - r2 in a column called error"):
        read_runs(table)
    alone = table[table["metric"] == "r2"].drop(columns="metric")
    fixed = alone.assign(error=1 - alone["value"]).drop(columns="value")
    assert read_runs(fixed).notes == ()


def test_data_sets_without_the_metric_are_named(scored):
    here = melt(scored, ["rmse"]).assign(task="houses")
    there = melt(scored, ["r2"]).assign(task="cars")
    assert "No row of cars is of rmse" in read_runs(pd.concat([here, there])).notes[1]


def test_a_setting_that_is_called_like_an_error_is_no_metric():
    table = make_table()
    table = pd.concat([table.assign(loss=v, metric="cosine") for v in ("mse", "mae")])
    assert set(read_runs(table, condition="loss").table["condition"]) == {"mse", "mae"}


def test_a_score_on_one_data_set_is_refused_by_its_name_with_remedies_that_work(scored):
    binary = scored.assign(task="binary", result=scored["r2"])
    numbers = scored.assign(task="numbers", result=scored["rmse"])
    table = pd.concat([binary, numbers]).drop(columns=["rmse", "mae", "r2", "pearsonr"])
    with pytest.raises(UserError) as refused:
        read_runs(table, errors=["result"])
    said = str(refused.value)
    assert "2 of 2 curves of binary" in said and "--is-error" not in said
    assert "Write 1 - result in its place for the rows of binary, or leave out these rows" in said
    read_runs(table[table["task"] == "numbers"], errors=["result"])
    turned = table["result"].where(table["task"] != "binary", 1 - table["result"])
    read_runs(table.assign(result=turned), errors=["result"])


def test_a_condition_that_rises_is_not_hidden_by_others(scored):
    parts = [scored.assign(setting=name, error=scored[name]) for name in ("rmse", "mae", "r2")]
    with pytest.raises(UserError, match="2 of 2 curves of study, r2"):
        read_runs(pd.concat(parts), errors=["error"])


@pytest.mark.parametrize(("name", "best"), [("accuracy", 1), ("F1", 1), ("accuracy", 100)])
def test_a_table_with_a_score_alone_says_at_once_what_works(name, best):
    table = make_table()
    table[name] = best * (1 - table.pop("error"))
    with pytest.raises(UserError) as refused:
        read_runs(table)
    assert f"Write {best} - {name} into a column called error" in str(refused.value)
    assert read_runs(table.assign(error=best - table[name])).columns.errors == ("error",)
    with pytest.raises(UserError, match=f"Write {best} - {name}") as refused:
        read_runs(table, errors=[name])
    assert "--is-error" not in str(refused.value)


def test_an_error_that_is_called_a_score_is_taken_if_it_is_said_to_be_one():
    table = make_table().rename(columns={"error": "brier_score"})
    with pytest.raises(UserError, match="its fall with the size suggests, add --is-error"):
        read_runs(table, errors=["brier_score"])
    read_runs(table, errors=["brier_score"], are_errors=True)


def write(tmp_path, table, separator=";", size=str, error=str):
    """Write a table whose numbers are spelt by functions."""
    spelt = table.assign(n_train=table["n_train"].map(size), error=table["error"].map(error))
    spelt.to_csv(tmp_path / "runs.csv", sep=separator, index=False)
    return tmp_path / "runs.csv"


def point_thousands(number):
    return f"{number:,}".replace(",", ".")


@pytest.mark.parametrize("sizes", [(1000, 2000, 4000, 8000), (250, 500, 1000, 1_500_000)])
@pytest.mark.parametrize(
    ("separator", "size"),
    [
        (";", point_thousands),
        ("\t", point_thousands),
        (",", point_thousands),
        (",", "{:,}".format),
        (";", lambda number: f"{number:,}".replace(",", "'")),
    ],
)
def test_marks_between_thousands_are_read(tmp_path, separator, size, sizes):
    runs = read_runs(write(tmp_path, make_table(sizes=sizes), separator, size))
    assert sorted(set(runs.table["size"])) == sorted(sizes)
    assert f"{size(1000)} in 'n_train' was read as 1,000" in runs.notes[0]


def test_other_fractions_of_sizes_are_refused(tmp_path):
    table = make_table(sizes=(1000, 2000))
    with pytest.raises(UserError, match=r"'1\.5' is not a whole number"):
        read_runs(write(tmp_path, table, size=lambda n: {1000: "1.000", 2000: "1.5"}[n]))
    with pytest.raises(UserError, match=r"'0\.500' is not a whole number"):
        read_runs(write(tmp_path, table, size=lambda n: {1000: "1.000", 2000: "0.500"}[n]))
    with pytest.raises(UserError, match=r"'1\.125' is not a whole number"):
        read_runs(table.assign(n_train=table["n_train"].map({1000: 1.125, 2000: 2.25})))
    assert read_runs(write(tmp_path, table, size="{:.1f}".format)).notes == ()


def test_decimal_commas_are_read_where_commas_do_not_separate(tmp_path):
    table = make_table()
    path = write(tmp_path, table, error=lambda e: f"{e:.4f}".replace(".", ","))
    runs = read_runs(path)
    np.testing.assert_allclose(runs.table["error"], table["error"], atol=1e-4)
    assert "with a decimal comma" in runs.notes[0]
    whole = write(tmp_path, table, error=lambda e: f"{100 * e:.0f}", size=point_thousands)
    assert read_runs(whole).table["error"].max() > 20
    mixed = write(tmp_path, table, error=lambda e: f"{e:.4f}".replace(".", ",") if e > 0.1 else e)
    with pytest.raises(UserError, match="a number has a decimal point, not a comma"):
        read_runs(mixed)


@pytest.mark.parametrize("name", ["status", "State"])
@pytest.mark.parametrize(
    "word", ["timeout", "FAILED", "killed", "OOM", "CANCELLED by 7", "pending"]
)
def test_runs_that_did_not_complete_have_failed(name, word):
    table = make_table()
    table[name] = np.where(table["seed"] == 3, word, "finished")
    table.loc[table["seed"] == 3, "error"] = 1e-6
    runs = read_runs(table)
    assert (runs.table["status"] == "diverged").sum() == 10
    assert (
        f"10 runs count as failed, without an error, for '{name}' says '{word}' (10)"
        in (runs.notes[0])
    )


def test_unknown_statuses_are_said_and_known_ones_not():
    table = make_table()
    for word in ("completed", "OK", "success", "True", "1", ""):
        assert read_runs(table.assign(status=word)).notes == ()
    runs = read_runs(table.assign(status="archived"))
    assert (runs.table["status"] == "completed").all()
    assert "60 runs count as completed, though 'status' says 'archived' (60)" in runs.notes[0]
    assert read_runs(table.assign(state=np.where(table["seed"] > 2, "OK", "NY"))).notes == ()


def set_zero(table, method, size, seeds):
    """Set the errors of some runs to zero."""
    rows = (table["model"] == method) & (table["n_train"] == size) & table["seed"].isin(seeds)
    return table.assign(error=table["error"].where(~rows, 0.0))


@pytest.mark.parametrize("size", [50, 200, 800])
@pytest.mark.parametrize("count", [None, 1000])
def test_a_single_zero_far_below_the_others_is_named_and_left_out(size, count):
    table = make_table()
    if count:
        table["error"] = (table["error"] * count).round() / count
    wrong = set_zero(table, "forest", size, [2])
    line = wrong.index[wrong["error"] == 0][0] + 2
    runs = read_runs(wrong)
    assert (
        f"Line {line} (forest with {size}, repetition 2) has 'error' of exactly 0"
        in (runs.notes[0])
    )
    assert_errors(runs, wrong.loc[wrong["error"] > 0, "error"])
    kept = read_runs(wrong, are_errors=True)
    assert len(kept.table) == 60 and "as you asked" in kept.notes[0]


@pytest.mark.parametrize("totals", [[100], [99, 100, 101]])
def test_perfect_classification_is_no_suspect(totals):
    """Counts of wrong answers fall to zero; no zero is named in 20 tables."""
    draws = np.random.default_rng(5)
    for _ in range(20):
        table = make_table(levels=[("forest", 1.0), ("ridge", 2.0)], sizes=(50, 200, 800))
        total = draws.choice(totals, len(table))
        expected = 40 * table["error"] / table["n_train"] ** 0.5
        counts = draws.poisson(np.minimum(expected, 0.5) * total)
        runs = read_runs(table.assign(error=counts / total))
        assert (runs.table["error"] == 0).sum() == (counts == 0).sum()


def test_zeros_that_more_samples_keep_are_no_suspects():
    table = set_zero(make_table(), "forest", 800, SEEDS)
    assert read_runs(set_zero(table, "forest", 400, [0])).notes == ()
    once = make_table(seeds=[0])
    once["error"] = [0.08, 0.04, 0.02, 0.01, 0, 0.16, 0.09, 0.05, 0.03, 0.01]
    assert read_runs(once).notes == ()


def test_a_zero_among_the_large_errors_of_an_easy_problem_is_named():
    table = make_table(levels=[("forest", 3.0)])
    table["error"] = ((table["error"] - 0.11).clip(lower=0) * 200).round() / 200
    assert (table["error"] == 0).sum() > 3
    assert read_runs(table).notes == ()
    (note,) = read_runs(set_zero(table, "forest", 50, [1])).notes
    assert "forest with 50, repetition 1" in note


def test_rows_of_epochs_are_no_runs():
    table = pd.concat([make_table().assign(epoch=epoch) for epoch in (1, 2)])
    with pytest.raises(UserError, match="keep only the row of the last epoch") as refused:
        read_runs(table)
    assert "--condition" not in str(refused.value)
    read_runs(table[table["epoch"] == 2])


def test_settings_and_inner_repetitions_are_told_apart_as_is_advised():
    table = pd.concat([make_table().assign(optimizer=name) for name in ("adam", "sgd")])
    with pytest.raises(UserError, match="name it with --condition optimizer"):
        read_runs(table)
    read_runs(table, condition="optimizer")
    folds = pd.concat([make_table().assign(fold=fold) for fold in range(3)])
    with pytest.raises(UserError, match="such as 0-0, and name it with --repetition"):
        read_runs(folds)
    both = folds["seed"].astype(str) + "-" + folds["fold"].astype(str)
    read_runs(folds.assign(runs=both), repetition="runs")


@pytest.mark.parametrize("column", [[], ["host"], ["training_time"]])
def test_nothing_that_makes_wrong_data_pass_is_advised(column):
    table = pd.concat([make_table(), make_table()])
    table = table.assign(**{name: np.arange(len(table)) for name in column})
    with pytest.raises(UserError, match="number the repetitions") as refused:
        read_runs(table)
    assert not re.search("--condition|--data-set", str(refused.value))
    numbers = table.groupby(["model", "n_train"]).cumcount()
    read_runs(table.assign(seed=numbers))


@pytest.mark.slow
def test_notes_are_printed_and_on_the_page(tmp_path, monkeypatch, capsys, scored):
    monkeypatch.chdir(tmp_path)
    table = melt(scored, ["rmse", "r2"])
    path = write(tmp_path, table.rename(columns={"value": "error"}), size=point_thousands)
    main(["answer", str(path), "--metric", "rmse", "--targets", "0.08", "--output", "out"])
    # The sizes are below a thousand.
    assert "Note:" not in capsys.readouterr().out
    main(["answer", str(path), "--targets", "0.08", "--output", "out"])
    said = capsys.readouterr().out
    assert "errors: rmse.\nNote: 'metric' names metrics: the rows of rmse were taken" in said
    assert "the rows of rmse were taken" in (tmp_path / "out" / "report.html").read_text()
    needed = pd.read_csv(tmp_path / "out" / "tables" / "sample_sizes.csv").set_index("method")
    assert needed.loc["forest", "needed"] == pytest.approx(156, rel=0.1)
