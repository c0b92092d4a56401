"""Maps of a scene and of another image, from a config to GeoTIFFs."""

import numpy as np
import pandas as pd
import pytest
import rasterio

from unmixing.scenes.scene import read_scene

from mapped_images import write_tiff
from project import change, count_planned, fail_study, run_study

pytestmark = pytest.mark.slow

NETWORK = "unmixing_pixel_based_cnn"
MAPS = f"results/small/maps/field/{NETWORK}"


def test_a_scene_and_another_image_are_mapped_with_the_error_of_the_study(edited):
    scene = read_scene(edited / "results/small/scenes/field.h5")
    finer = np.linspace(scene.wavelengths[0], scene.wavelengths[-1], 301)
    cube = np.apply_along_axis(
        lambda spectrum: np.interp(finer, scene.wavelengths, spectrum), 2, scene.cube
    )
    stored = np.round(1e4 * cube).astype(np.int16)
    # The same place twice as large, in other bands and units, with a corner without data.
    stored = np.tile(stored, (2, 2, 1))
    stored[:3, :3] = -9999
    write_tiff(edited / "next year.tif", stored, finer, nodata=-9999)
    asked = {"scene": "field", "model": NETWORK, "images": [str(edited / "next year.tif")]}
    change(edited, predict=asked)
    said = run_study(edited, "predict")
    summary = pd.read_csv(edited / "results/small/tables/summary.csv")
    (row,) = summary.query(
        f"model == '{NETWORK}' and n_train_pixels == 40 and metric == 'overallRMSE'"
    ).itertuples()
    assert f"Expect an abundance RMSE of {row.mean:.3g}" in said
    assert "with 40 labelled pixels. These maps have learned from 256." in said
    assert "Doubt: next_year: its spectra are" in said and "(10000, say)" in said

    change(edited, predict=asked | {"scale": 10_000})
    # The model is kept.
    planned = count_planned(edited, "predict")
    assert planned == {"map_image": 1, "describe_maps": 1, "predict": 1}
    assert "Doubt" not in run_study(edited, "predict")
    with (
        rasterio.open(edited / MAPS / "field.tif") as own,
        rasterio.open(edited / MAPS / "next_year.tif") as other,
    ):
        assert own.descriptions == other.descriptions == ("soil", "vegetation", "outside")
        assert own.crs is None and other.crs.to_epsg() == 32633
        here, there = own.read([1, 2]), other.read([1, 2])
    assert np.isfinite(here).all()
    np.testing.assert_allclose(here.sum(axis=0), 1, atol=1e-5)
    assert np.isnan(there[:, :3, :3]).all() and np.isfinite(there[:, 3:, 3:]).all()
    # Interpolated, rounded and resampled spectra are predicted nearly as the scene's own.
    assert np.abs(there[:, 16:, 16:] - here).mean() < 0.02
    table = pd.read_csv(edited / MAPS / "maps.csv").set_index("map")
    assert table.loc["next_year", "pixels_predicted"] == 32 * 32 - 9
    assert table.loc["field", "expected_overallRMSE"] == pytest.approx(row.mean)
    for name in ("field", "next_year"):
        assert (edited / MAPS / f"{name}.png").stat().st_size > 5000
    run_study(edited, "report")
    assert "write_report" not in count_planned(edited, "report")
    # A model that the study has kept takes the place of a training.
    change(edited, predict={"scene": "field", "model": NETWORK, "trained": "kept"})
    assert count_planned(edited, "predict")["use_kept_model"] == 1
    assert "with 40 labelled pixels.\n" in run_study(edited, "predict")
    with rasterio.open(edited / MAPS / "field.tif") as file:
        kept = file.read([1, 2])
    assert np.isfinite(kept).all() and not np.array_equal(kept, here)
    # The page shows the newer map, and the study itself is as it was.
    assert count_planned(edited, "report")["write_report"] == 1
    assert set(count_planned(edited)) <= {"all"}


def test_what_cannot_be_mapped_gets_a_sentence(edited):
    said = fail_study(edited, "predict")
    assert "The config does not say what to map." in said
    assert f"--config 'predict={{scene: field, model: {NETWORK}}}'" in said
    given = f"predict={{scene: field, model: {NETWORK}, images: [absent.tif]}}"
    said = fail_study(edited, "predict", "--config", given)
    assert "predict.images: there is no file absent.tif in" in said
