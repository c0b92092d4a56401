"""The results of a finished study."""

import re

import h5py
import numpy as np
import pandas as pd
import pytest

from project import STUDY, change, count_planned, fail_study, run_study, tables

pytestmark = pytest.mark.slow


def test_the_tables_and_figures_are_there(finished):
    results = finished / "results" / "small"
    runs = tables(finished)["runs"]
    assert len(runs) == 12
    assert runs.columns[:7].tolist() == [
        "scene",
        "condition",
        "model",
        "train_size",
        "seed",
        "n_train_pixels",
        "n_validation_pixels",
    ]
    assert {"overallRMSE", "rSID", "n_parameters", "epochs", "class1RMSE"} <= set(runs.columns)
    for figure in ("learning_curves", "endmember_curves", "times", "training_curves_field"):
        for suffix in (".svg", ".png"):
            assert (results / "figures" / f"{figure}{suffix}").stat().st_size > 5000


def test_a_diverged_run_is_a_row_but_not_part_of_a_mean(finished):
    read = tables(finished)
    status = read["runs"].set_index("model")["status"]
    assert set(status["unmixing_too_fast"]) == {"diverged"}
    assert set(status["unmixing_pixel_based_cnn"]) == {"completed"}
    assert "unmixing_too_fast" not in set(read["summary"]["model"])
    coverage = read["coverage"].set_index("model").loc["unmixing_too_fast"]
    assert (coverage["diverged"] == 2).all()
    assert (coverage["missing"] == 0).all()


def test_the_answers_are_those_of_the_completed_runs(finished):
    folder = finished / "results" / "small" / "tables"
    answers = pd.read_csv(folder / "sample_sizes.csv")
    assert set(answers["model"]) == {"unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"}
    assert answers["answer"].str.contains("labelled pixels").all()
    verdicts = pd.read_csv(folder / "comparisons.csv").groupby("n_pairs")["verdict"].unique()
    able = "cannot be significant with [12] seed|no pairs without a collapsed run"
    assert all(re.match(able, verdict) for verdict in verdicts[2])
    assert verdicts[0].tolist() == ["no pairs"]


def test_the_tests_of_a_seed_are_paired(finished):
    splits = tables(finished)["splits"]
    assert splits["n_test_pixels"].tolist() == [100] * 4
    folder = finished / "results/small/splits/field/standard"
    for seed in (0, 1):
        with (
            h5py.File(folder / f"n20/seed{seed}.h5") as small,
            h5py.File(folder / f"n40/seed{seed}.h5") as large,
        ):
            np.testing.assert_array_equal(small["test"], large["test"])
            assert small["train"].dtype == np.int32


def test_the_saved_network_stands_alone_and_predicts_the_same(finished, keras):
    from unmixing.scenes.scene import read_scene
    from unmixing.splits.patches import extract_patches, normalise
    from unmixing.training.patch_layer import extract_abundance_network
    from unmixing.training.saved_models import read_network

    results = finished / "results/small"
    cell = "field/standard/{}n40/seed0"
    for model in ("unmixing_pixel_based_cnn", "unmixing_pixel_based_dcae"):
        run = results / "runs" / cell.format(f"{model}/")
        network = read_network(run / "model.keras")
        with (
            h5py.File(run / "predictions.h5") as predictions,
            h5py.File(results / "splits" / f"{cell.format('')}.h5") as split,
        ):
            cube = read_scene(results / "scenes/field.h5").cube
            patches = extract_patches(cube, split["test"][()], 1)
            attributes = predictions.attrs
            patches = normalise(patches, attributes["minimum"], attributes["maximum"])
            abundances = extract_abundance_network(network).predict(patches[..., None], verbose=0)
            np.testing.assert_allclose(abundances, predictions["abundances"], atol=1e-6)
            assert attributes["n_parameters"] == network.count_params()
        assert not run.with_name("seed1").joinpath("model.keras").exists()


def test_a_finished_study_is_compared_exported_and_reported(edited):
    table = "scene,algorithm,n_train_pixels,metric,value\nfield,A,20,overallRMSE,0.1\n"
    (edited / "config/published_small.csv").write_text(table)
    models = STUDY["models"] | {"unmixing_pixel_based_cnn": {"published_as": "A"}}
    change(edited, models=models, published="config/published_small.csv", save_data=True)
    plan = count_planned(edited)
    assert plan["export_arrays"] == 12
    assert not {"prepare_split", "train_network", "evaluate_run"} & set(plan)
    results = edited / "results/small"
    export = results / "exports/field/standard/unmixing_pixel_based_cnn/n20/seed0.h5"
    run_study(edited, "comparisons", "answers", "report", str(export.relative_to(edited)))
    compared = pd.read_csv(results / "tables/published_comparison.csv")
    assert compared["n_runs"].tolist() == [2]
    assert (results / "figures/fitted_curves_field.svg").exists()
    with h5py.File(export) as file:
        assert file["train/data"].shape == (18, 1, 1, 80)
        assert file["val/labels"].shape == (2, 2)
        assert file["test/data"].shape[0] == 100
        assert file.attrs["min"] == pytest.approx(file["train/data"][()].min())
    # The page opens with the answers.
    page = (results / "report.html").read_text()
    parts = re.findall("<h2>(.*?)</h2>", page)
    assert parts[:2] == ["Labelled pixels needed", "Best methods"]
    assert parts[-2:] == ["Runs", "Methods"]
    assert re.search(r'<p id="answer" aria-live="polite">[^<]* abundance RMSE down to \d', page)
    assert "8 of 12 runs completed (4 diverged)." in page
    form = (results / "report_form.md").read_text()
    assert "| Number of predictors | 80 bands |" in form
    assert "8 of 12 runs completed" in form


def test_partial_tables_count_what_is_missing(edited):
    change(edited, seeds=[0, 1, 2], partial_tables=True)
    run_study(edited, "tables")
    read = tables(edited)
    assert len(read["runs"]) == 12
    assert (read["coverage"]["planned"] == 3).all()
    assert (read["coverage"]["missing"] == 1).all()
    # Without runs there are no tables.
    fail_study(edited, "results/none/tables/runs.csv", "--config", "study=none")
    said = (edited / "results/none/logs/collect_runs.log").read_text()
    assert "the study has no finished run" in said
    assert "Traceback" not in said
    # Without partial tables, tables wait for the missing runs.
    change(edited, seeds=[0, 1, 2])
    assert count_planned(edited)["train_network"] == 6
