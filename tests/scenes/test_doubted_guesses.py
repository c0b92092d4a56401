"""What is guessed of files is held against their numbers: corrected, doubted or refused."""

import h5py
import numpy as np
import pandas as pd
import pytest
from scene_files import braces, imported, saved, write_envi

from learning_curves.errors import UserError
from unmixing.scenes.alignment import best_arrangement
from unmixing.scenes.formats.files import read
from unmixing.scenes.scene import Scene

from shared import simulated

NAMES = ["soil", "grass", "shrub", "rock"]


@pytest.fixture(scope="module")
def field() -> Scene:
    """Return a scene with as many rows as bands."""
    return simulated(shape=(40, 30, 40), seed=3, sharpness=3)


def some_pixels(scene, n, seed=0):
    """Return the places (n, 2) and the labels of some pixels."""
    height, width = scene.shape[:2]
    pixels = np.random.default_rng(seed).permutation(height * width)[:n]
    return np.stack(np.unravel_index(pixels, (height, width)), axis=1), scene.labels[pixels]


def labels_table(path, places, labels, **more):
    table = pd.DataFrame(labels, columns=NAMES[: labels.shape[1]])
    table.insert(0, "column", places[:, 1])
    table.insert(0, "row", places[:, 0])
    table.assign(**more).to_csv(path, index=False)
    return path


@pytest.mark.parametrize("axis", [0, 1])
def test_bands_that_number_as_many_as_the_rows_are_found_by_the_labels(axis, field, tmp_path):
    files = saved(tmp_path, cube=np.moveaxis(field.cube, -1, axis), abundances=field.abundances)
    np.testing.assert_array_equal(imported(files).cube, field.cube)


def test_labels_that_explain_no_layout_ask_for_the_axis(field, tmp_path):
    noise = np.random.default_rng(0).uniform(size=(40, 40, 30)).astype(np.float32)
    files = saved(tmp_path, cube=noise, abundances=field.abundances)
    with pytest.raises(UserError, match=r"along 2 axes.* options: \{bands_axis: 0\}, or 1 or 2"):
        imported(files)
    for axis in (0, 1):
        np.testing.assert_array_equal(
            imported(files, bands_axis=axis).cube, np.moveaxis(noise, axis, -1)
        )


@pytest.mark.parametrize("name", ["X1", "1", "2019", "b7"])
def test_a_counter_of_rows_is_not_a_band(name, field, tmp_path):
    bands = [f"{400 + 10 * band}" for band in range(40)]
    table = pd.DataFrame(field.cube.reshape(-1, 40)[:200], columns=bands)
    table[NAMES[:2]] = field.labels[:200, :2] / field.labels[:200, :2].sum(1, keepdims=True)
    table.insert(0, name, range(1, 201))
    table.to_csv(tmp_path / "spectra.csv", index=False)
    scene = imported({"scene": tmp_path / "spectra.csv"})
    assert scene.shape == (200, 1, 40)
    assert scene.notes == (f"the column {name} counts rows and is left out of the bands",)


def test_a_band_far_from_all_others_is_doubted(field, tmp_path):
    bands = [f"{400 + 10 * band}" for band in range(39)] + ["2019"]
    table = pd.DataFrame(field.cube.reshape(-1, 40)[:200], columns=bands)
    table[NAMES[:2]] = field.labels[:200, :2] / field.labels[:200, :2].sum(1, keepdims=True)
    table.to_csv(tmp_path / "spectra.csv", index=False)
    (doubt,) = imported({"scene": tmp_path / "spectra.csv"}).notes
    assert "2019 was taken for a band, and the next one is 1239 away" in doubt
    # The remedy.
    table.drop(columns="2019").to_csv(tmp_path / "spectra.csv", index=False)
    assert imported({"scene": tmp_path / "spectra.csv"}).notes == ()


def clouded(field):
    """Return a cube whose first rows are clouds, and where these are."""
    cloud = np.zeros((40, 30), bool)
    cloud[:8] = True
    cube = field.cube.copy()
    bright = np.random.default_rng(0).normal(0.8, 0.05, (cloud.sum(), 40))
    cube[cloud] = bright
    return cube, cloud


@pytest.mark.parametrize("marks_clouds", [True, False])
def test_the_sense_of_a_mask_is_told_by_the_labels(marks_clouds, field, tmp_path):
    cube, cloud = clouded(field)
    mask = cloud if marks_clouds else ~cloud
    np.savez(tmp_path / "scene.npz", cube=cube, abundances=field.abundances, mask=mask)
    scene = imported({"scene": tmp_path / "scene.npz"})
    np.testing.assert_array_equal(scene.valid, ~cloud)
    sense = "left out" if marks_clouds else "used"
    assert scene.notes == (f"240 pixels are left out by mask, where 1 is read as {sense}",)


def test_a_mask_that_keeps_what_labels_do_not_fit_is_doubted(field, tmp_path):
    cube, cloud = clouded(field)
    files = saved(tmp_path, cube=cube, abundances=field.abundances, valid=cloud)
    *_, doubt = imported(files).notes
    assert (
        "labels fit the pixels that the mask of valid pixels leaves out better than the rest"
        in doubt
    )
    assert "options: {mask_marks: left_out}" in doubt
    np.testing.assert_array_equal(imported(files, mask_marks="left_out").valid, ~cloud)


def test_a_mask_that_leaves_most_pixels_out_is_doubted(field, tmp_path):
    mask = np.zeros((40, 30))
    mask[::3] = 1
    files = saved(tmp_path, cube=field.cube, abundances=field.abundances, valid=mask)
    *_, doubt = imported(files).notes
    assert "leaves out more than half of the pixels" in doubt
    assert imported(files, mask_marks="left_out").valid.sum() == 40 * 30 - mask.sum()


@pytest.mark.parametrize("wrong", ["exchanged", "upside down"])
@pytest.mark.parametrize("name", ["samson", "jasper"])
def test_few_labels_tell_that_their_places_are_wrong(wrong, name, scenes_of):
    scene = scenes_of("real.yaml")[name]
    for seed in range(5):
        # An image of Jasper Ridge upside down is more like itself than a transposed one.
        places, labels = some_pixels(scene, 60 if wrong == "exchanged" else 120, seed)
        if wrong == "exchanged":
            places = places[:, ::-1]
        else:
            places = np.stack([scene.shape[0] - 1 - places[:, 0], places[:, 1]], axis=1)
        maps = np.full(scene.abundances.shape, np.nan)
        maps[places[:, 0], places[:, 1]] = labels
        best = best_arrangement(scene.cube, maps)
        expected = "transposed" if wrong == "exchanged" else "upside down"
        assert (best.name, best.evidence.is_clear) == (expected, True)


@pytest.mark.parametrize("name", ["samson", "jasper"])
def test_labels_tell_from_what_rows_are_counted_or_it_is_asked(name, scenes_of, tmp_path):
    scene = scenes_of("real.yaml")[name]
    np.save(tmp_path / "cube.npy", scene.cube)
    for seed in range(5):
        places, labels = some_pixels(scene, 150, seed)
        inside = (places > 0).all(axis=1) & (places < np.array(scene.shape[:2]) - 1).all(axis=1)
        for first in (0, 1):
            path = labels_table(tmp_path / "labels.csv", places[inside] + first, labels[inside])
            files = {"cube": tmp_path / "cube.npy", "abundances": path}
            read_back = read(files, names=NAMES[: labels.shape[1]])
            at = places[inside]
            np.testing.assert_allclose(read_back.abundances[at[:, 0], at[:, 1]], labels[inside])
            said = [note for note in read_back.notes if "counted from" in note]
            assert bool(said) == bool(first)


def test_few_labels_ask_from_what_rows_are_counted(field, tmp_path):
    np.save(tmp_path / "cube.npy", field.cube)
    places, labels = some_pixels(field, 12)
    places = np.clip(places, 1, 28)
    path = labels_table(
        tmp_path / "labels.csv", np.unique(places, axis=0), labels[: len(np.unique(places, axis=0))]
    )
    files = {"cube": tmp_path / "cube.npy", "abundances": path}
    asked = "options: {counted_from: 0} or {counted_from: 1}"
    assert any(asked in note for note in imported(files).notes)
    assert not any("counted" in note for note in imported(files, counted_from=0).notes)


def with_bad_bands(spectra, numbers):
    """Return int16 spectra with numbers in three bands, and the header that calls these bad."""
    cube, bad = (spectra * 10_000).astype(np.int16), np.isin(np.arange(40), [0, 20, 21])
    cube[..., bad] = numbers[..., None]
    return cube, {"bbl": braces((~bad).astype(int)), "data ignore value": "-9999"}


def any_numbers(field):
    return np.random.default_rng(0).integers(-3_000, 30_000, field.shape[:2])


def test_bad_bands_do_not_hide_from_what_rows_are_counted(field, tmp_path):
    cube, header = with_bad_bands(field.cube, any_numbers(field))
    write_envi(tmp_path / "cube.hdr", cube, **header)
    np.save(tmp_path / "cube.npy", cube)
    places, labels = some_pixels(field, 200)
    inside = (places < np.array(field.shape[:2]) - 1).all(axis=1)
    at, labels = places[inside], labels[inside]
    table = labels_table(tmp_path / "labels.csv", at + 1, labels)
    for file, options in (("cube.hdr", {}), ("cube.npy", {"bad_bands": [[1, 1], [21, 22]]})):
        scene = imported({"cube": tmp_path / file, "abundances": table}, **options)
        np.testing.assert_allclose(scene.abundances[at[:, 0], at[:, 1]], labels, rtol=1e-6)
        assert any("are counted from 1" in note for note in scene.notes)


def test_no_data_in_a_bad_band_leaves_no_pixel_out(field, tmp_path):
    absent = np.random.default_rng(0).uniform(size=field.shape[:2]) < 0.5
    cube, header = with_bad_bands(field.cube, np.where(absent, -9999, 700))
    cube[:2] = -9999
    cube[5, 5, 30] = -9999
    files = saved(tmp_path, abundances=field.abundances)
    write_envi(tmp_path / "cube.hdr", cube, **header)
    scene = imported(files | {"cube": tmp_path / "cube.hdr"})
    measured = np.ones(field.shape[:2], bool)
    measured[:2] = measured[5, 5] = False
    np.testing.assert_array_equal(scene.valid, measured)
    assert scene.notes == ("61 pixels hold -9999 in a band, which stands for no data",)


def test_bad_bands_do_not_hide_the_sense_of_a_mask(field, tmp_path):
    spectra, cloud = clouded(field)
    cube, _ = with_bad_bands(spectra, any_numbers(field))
    np.savez(tmp_path / "scene.npz", cube=cube, abundances=field.abundances, mask=cloud)
    scene = imported({"scene": tmp_path / "scene.npz"}, bad_bands=[[1, 1], [21, 22]])
    np.testing.assert_array_equal(scene.valid, ~cloud)


@pytest.mark.parametrize("decimals", [1, 2, 3])
@pytest.mark.parametrize("factor", [1, 100])
def test_rounded_fractions_and_percentages_are_put_right(decimals, factor, field, tmp_path):
    rounded = np.round(field.abundances.astype(float), decimals) * factor
    scene = imported(saved(tmp_path, cube=field.cube, abundances=rounded))
    assert scene.valid.all()
    np.testing.assert_allclose(scene.abundances.sum(axis=-1), 1, atol=1e-6)
    np.testing.assert_allclose(scene.abundances, field.abundances, atol=2 * 10.0**-decimals)
    words = " ".join(scene.notes)
    assert ("divided by 100" in words) == (factor == 100)
    # Three decimals of three endmembers miss one by 0.001, which is let pass without a word.
    assert ("which rounding explains" in words) == (decimals < 3) or decimals == 3


def test_sums_that_rounding_does_not_explain_are_refused(field, tmp_path):
    maps = np.round(field.abundances.astype(float), 2)
    maps[5, 6] *= 1.2
    with pytest.raises(UserError, match=r"do not sum to one \(the worst: row 5, column 6, 1.2"):
        imported(saved(tmp_path, cube=field.cube, abundances=maps))


def test_pixels_whose_labels_cover_a_part_are_not_labelled(field, tmp_path):
    maps = field.abundances.astype(float)
    maps[:10] *= np.linspace(0.1, 0.9, 30)[:, None]
    scene = imported(saved(tmp_path, cube=field.cube, abundances=maps))
    np.testing.assert_array_equal(scene.valid, np.arange(40)[:, None] >= np.full((40, 30), 10))
    assert "300 pixels sum to less than 0.99 (down to 0.1)" in scene.notes[0]


@pytest.mark.parametrize("size", [0.002, 0.05])
@pytest.mark.parametrize("name", ["RMS Error", "UE", "band 4"])
def test_a_band_of_unmixing_errors_is_not_an_endmember(size, name, field, tmp_path):
    error = size * np.random.default_rng(0).gamma(4, 0.25, (40, 30, 1))
    maps = np.concatenate([field.abundances, error], axis=-1).astype(np.float32)
    names = [*NAMES[: field.n_endmembers], name]
    write_envi(tmp_path / "maps", maps, band_names=braces(names))
    np.save(tmp_path / "cube.npy", field.cube)
    scene = imported({"cube": tmp_path / "cube.npy", "abundances": tmp_path / "maps.hdr"})
    np.testing.assert_array_equal(scene.abundances, field.abundances)
    assert scene.names == tuple(names[:-1])
    assert scene.notes[0].startswith(f"{name} of the abundances is left out")


def test_columns_of_errors_and_numbers_of_plots_are_not_endmembers(field, tmp_path):
    np.save(tmp_path / "cube.npy", field.cube)
    places, labels = some_pixels(field, 100)
    path = labels_table(
        tmp_path / "labels.csv", places, labels, UE=0.03, plot=range(100), photo=range(400, 500)
    )
    scene = imported({"cube": tmp_path / "cube.npy", "abundances": path})
    assert scene.names == tuple(NAMES[: labels.shape[1]])
    notes = " ".join(scene.notes)
    assert "the column UE is left out" in notes
    assert "plot is not an abundance" in notes and "photo is not an abundance" in notes


def library(path, spectra, names, wavelengths):
    """Write an ENVI spectral library: bands as samples, spectra as lines."""
    return write_envi(
        path,
        spectra.T[:, :, None].astype(np.float32),
        file_type="ENVI Spectral Library",
        spectra_names=braces(names),
        wavelength_units="Micrometers",
        wavelength=braces(f"{length:.4f}" for length in wavelengths),
    )


def labelled_files(field, tmp_path, names):
    files = saved(tmp_path, cube=field.cube, wavelengths=np.linspace(0.4, 0.9, 40))
    maps = write_envi(tmp_path / "maps", field.abundances, band_names=braces(names))
    return files | {"abundances": maps}


def test_spectra_of_a_library_are_taken_by_their_names(field, tmp_path):
    names = NAMES[: field.n_endmembers]
    files = labelled_files(field, tmp_path, names)
    lengths = np.linspace(0.4, 0.9, 40)
    more = np.concatenate([field.endmembers[:, :1] * 0.5, field.endmembers[:, ::-1]], axis=1)
    of_more = ["tile", *names[::-1]]
    rows = tmp_path / "rows.csv"
    table = pd.DataFrame(more.T, columns=[f"{1000 * length:.2f}" for length in lengths])
    table.insert(0, "material", of_more)
    table.to_csv(rows, index=False)
    for path in (library(tmp_path / "library", more, of_more, lengths), rows):
        scene = imported(files | {"endmembers": path})
        np.testing.assert_allclose(scene.endmembers, field.endmembers, rtol=1e-5)
        assert f"are taken by name from {', '.join(of_more)}" in scene.notes[0]
    unnamed = [f"spectrum {number}" for number in range(len(of_more))]
    path = library(tmp_path / "library", more, unnamed, lengths)
    with pytest.raises(UserError, match="name the maps as their spectra are"):
        imported(files | {"endmembers": path})


def test_a_library_of_other_bands_is_resampled_by_wavelength(field, tmp_path):
    names = NAMES[: field.n_endmembers]
    files = labelled_files(field, tmp_path, names)
    fine = np.linspace(0.35, 0.95, 601)
    lengths = np.linspace(0.4, 0.9, 40)
    spectra = np.stack(
        [np.interp(fine, lengths, spectrum) for spectrum in field.endmembers.T], axis=1
    )
    scene = imported(files | {"endmembers": library(tmp_path / "library", spectra, names, fine)})
    assert "601 other bands and are resampled to the 40 of the scene" in scene.notes[0]
    np.testing.assert_allclose(scene.endmembers, field.endmembers, atol=0.03)
    short = library(tmp_path / "short", spectra[200:], names, fine[200:])
    with pytest.raises(UserError, match=r"do not reach \d+ bands of the scene"):
        imported(files | {"endmembers": short})


def test_a_library_of_other_bands_asks_for_the_wavelengths_of_an_image_without(field, tmp_path):
    names, lengths = NAMES[: field.n_endmembers], np.linspace(0.4, 0.9, 40)
    of_library = lengths[::2]
    files = saved(tmp_path, cube=field.cube, abundances=field.abundances)
    files["endmembers"] = library(tmp_path / "few", field.endmembers[::2], names, of_library)
    with pytest.raises(UserError, match="have 20 bands and the image 40, .* wavelengths=FILE"):
        imported(files, names=names)
    told = imported(files, names=names, wavelengths=[0.4, 0.9, 40])
    np.testing.assert_allclose(told.wavelengths, lengths)
    np.save(tmp_path / "lengths.npy", 1000 * lengths)
    assert (
        "resampled to the 40"
        in imported(files | {"wavelengths": tmp_path / "lengths.npy"}, names=names).notes[0]
    )


def test_what_neon_and_emit_call_invalid_is_left_out(field, tmp_path):
    whole = np.round(field.cube * 10_000).astype(np.int16)
    whole[2, 3] = -9998
    with h5py.File(tmp_path / "scene.h5", "w") as file:
        cube = file.create_dataset("site/Reflectance/reflectance", data=whole)
        cube.attrs["Scale_Factor"], cube.attrs["Data_Ignore_Value"] = 10_000.0, -9998.0
        file["abundances"] = field.abundances
        file["site/wavelengths"] = np.linspace(0.4, 2.4, 40)
        file["site/wavelengths_of_detector"] = np.linspace(0.4, 2.4, 60)
        file["sensor_band_parameters/good_wavelengths"] = np.arange(40) != 7
    scene = imported({"scene": tmp_path / "scene.h5"})
    assert scene.shape[2] == 39 and len(scene.wavelengths) == 39
    assert not scene.valid[2, 3] and scene.valid.sum() == 40 * 30 - 1
    expected = np.delete(field.cube[5, 5], 7)
    np.testing.assert_allclose(scene.cube[5, 5], expected, atol=6e-5)


def test_the_wavelengths_of_as_many_bands_are_taken(field, tmp_path):
    lengths = {"wavelengths": np.linspace(0.3, 2.6, 60), "wavelength_vnir": np.linspace(0.4, 1, 40)}
    np.savez(tmp_path / "scene.npz", cube=field.cube, abundances=field.abundances, **lengths)
    scene = imported({"scene": tmp_path / "scene.npz"})
    np.testing.assert_allclose(scene.wavelengths, lengths["wavelength_vnir"])


def test_a_header_in_latin_1_is_read(field, tmp_path):
    header = write_envi(tmp_path / "cube", field.cube, description="Größe")
    header.write_bytes(header.read_text().encode("latin-1"))
    files = saved(tmp_path, abundances=field.abundances) | {"cube": header}
    np.testing.assert_array_equal(imported(files).cube, field.cube)


@pytest.mark.parametrize(
    ("before", "encoding", "words"),
    [
        ("sep=;\n", "utf-8", "begins with the line 'sep=;'"),
        ("# measured in May\n", "utf-8", "take out the lines above the names"),
        ("", "utf-16", "is text in UTF-16: save it as CSV in UTF-8"),
    ],
)
def test_tables_with_something_before_their_header_are_refused(
    before, encoding, words, field, tmp_path
):
    np.save(tmp_path / "cube.npy", field.cube)
    table = "row;column;soil;grass\n0;0;0.5;0.5\n1;1;0.2;0.8\n"
    path = tmp_path / "labels.csv"
    files = {"cube": tmp_path / "cube.npy", "abundances": path}
    path.write_text(before + table, encoding=encoding)
    with pytest.raises(UserError, match=words):
        imported(files)
    # The remedy.
    path.write_text(table, encoding="utf-8")
    assert imported(files).valid.sum() == 2


def test_spectra_in_the_old_units_of_a_scaled_cube_are_scaled_too(field, tmp_path):
    names = NAMES[: field.n_endmembers]
    files = labelled_files(field, tmp_path, names)
    np.save(files["cube"], np.round(field.cube * 10_000))
    np.save(tmp_path / "endmembers.npy", field.endmembers * 10_000)
    scene = imported(files | {"endmembers": tmp_path / "endmembers.npy"}, scale=10_000)
    np.testing.assert_allclose(scene.endmembers, field.endmembers)
    assert "the spectra of the endmembers are divided by 10000 as the cube is" in scene.notes
    np.save(tmp_path / "endmembers.npy", field.endmembers)
    scene = imported(files | {"endmembers": tmp_path / "endmembers.npy"}, scale=10_000)
    np.testing.assert_allclose(scene.endmembers, field.endmembers)
