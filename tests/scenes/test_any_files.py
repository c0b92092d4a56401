"""Files of any kind and layout are read to the same scene, or refused with what they hold."""

import dataclasses
import itertools

import h5py
import numpy as np
import pandas as pd
import pytest
import tifffile
from scene_files import WRITERS, braces, envi, flat, imported, saved, write_envi
from scipy.io import netcdf_file, savemat

from learning_curves.errors import UserError
from unmixing.scenes.files.opening import contents_of
from unmixing.scenes.importing import import_scene
from unmixing.scenes.scene import Scene, make_scene, read_scene, write_scene

from shared import scene_entry


@pytest.fixture
def field(small_scene) -> Scene:
    """Return a scene that is not square, with wavelengths."""
    return dataclasses.replace(small_scene, wavelengths=np.linspace(0.4, 2.4, 80))


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_every_kind_and_layout_gives_the_same_scene(write, field, tmp_path):
    scene = imported(write(field, tmp_path))
    assert scene.notes == ()
    np.testing.assert_allclose(scene.cube, field.cube, atol=6e-5)
    np.testing.assert_allclose(scene.abundances, field.abundances, atol=1e-6)
    np.testing.assert_allclose(scene.endmembers, field.endmembers, rtol=1e-6)
    if write.__name__.startswith("numpy_bands"):
        assert scene.names == ("endmember 0", "endmember 1", "endmember 2")
    else:
        assert scene.names == field.names
    if scene.wavelengths is not None:
        np.testing.assert_allclose(scene.wavelengths, field.wavelengths)


@pytest.mark.parametrize("order", ["C", "F"])
def test_the_order_of_pixels_is_found_out_in_both_orders(order, field, tmp_path):
    arrays = {"cube": flat(field.cube, order), "abundances": flat(field.abundances, order)}
    files = saved(tmp_path, **arrays)
    scene = imported(files, size=[24, 20])
    np.testing.assert_array_equal(scene.cube, field.cube)
    np.testing.assert_array_equal(scene.abundances, field.abundances)
    maps_alone = imported(saved(tmp_path, **(arrays | {"cube": field.cube})))
    np.testing.assert_array_equal(maps_alone.abundances, field.abundances)


def test_an_order_that_cannot_be_told_is_asked_for(field, tmp_path):
    rng = np.random.default_rng(0)
    maps = rng.dirichlet(np.ones(3), (24, 20)).astype(np.float32)
    cube = maps @ field.endmembers.T.astype(np.float32)
    files = saved(tmp_path, cube=flat(cube, "F"), abundances=flat(maps, "F"))
    with pytest.raises(UserError, match=r"row by row or column by column.*\{order: row\}"):
        imported(files, size=[24, 20])
    np.testing.assert_array_equal(imported(files, size=[24, 20], order="column").cube, cube)


def test_the_size_of_a_flattened_image_is_asked_for(field, tmp_path):
    files = saved(tmp_path, cube=flat(field.cube, "C"), abundances=flat(field.abundances, "C"))
    with pytest.raises(UserError, match=r"480 pixels: add options: \{size: \[height, width\]\}"):
        imported(files)
    with pytest.raises(UserError, match="480 pixels are not 10 x 10"):
        imported(files, size=[10, 10])


def test_a_refusal_lists_what_the_file_holds(field, tmp_path):
    savemat(tmp_path / "scene.mat", {"first": field.cube, "second": field.abundances})
    files = {"scene": tmp_path / "scene.mat"}
    with pytest.raises(UserError) as refusal:
        imported(files)
    for words in (
        "first (24 x 20 x 80, float32",
        "second (24 x 20 x 3, float32, 0",
        "{keys: {cube",
    ):
        assert words in str(refusal.value)
    named = imported(files, keys={"cube": "first", "abundances": "second"})
    np.testing.assert_array_equal(named.cube, field.cube)
    with pytest.raises(UserError, match="has no 'third'"):
        imported(files, keys={"cube": "third", "abundances": "second"})


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
@pytest.mark.parametrize("byte_order", [0, 1])
def test_envi_files_of_every_layout_are_read(interleave, byte_order, field, tmp_path):
    numbers = np.round(field.cube * 10000).astype(np.int16)
    numbers[2, 3] = -9999
    header = write_envi(
        tmp_path / "cube",
        numbers,
        interleave,
        byte_order,
        data_ignore_value="-9999",
        reflectance_scale_factor="10000",
        bbl=braces([0] * 5 + [1] * 75),
    )
    files = envi(field, tmp_path / "..") | {"cube": header}
    for path in (header, header.with_suffix(".img")):
        scene = imported(files | {"cube": path})
        assert np.isnan(scene.cube[2, 3]).all()
        assert not scene.valid[2, 3] and scene.valid.sum() == 24 * 20 - 1
        assert scene.endmembers.shape == (75, 3)
        np.testing.assert_allclose(
            scene.cube[scene.valid], field.cube[scene.valid][:, 5:], atol=6e-5
        )


def test_envi_files_that_do_not_fit_are_refused(field, tmp_path):
    files = envi(field, tmp_path)
    image = files["cube"].with_suffix(".img")
    image.write_bytes(image.read_bytes()[:-100])
    with pytest.raises(UserError, match=r"153,500 bytes, and its header cube.hdr asks for 153,600"):
        imported(files)
    image.unlink()
    with pytest.raises(UserError, match="no file of numbers next to it"):
        imported(files)
    files["cube"].write_text("ENVI\nlines = 3\n")
    image.write_bytes(b"0" * 100)
    with pytest.raises(UserError, match="does not give samples, bands, data type"):
        imported(files)


def test_an_envi_file_of_more_numbers_than_its_header_asks_for_is_doubted(field, tmp_path):
    files = envi(field, tmp_path)
    image = files["cube"].with_suffix(".img")
    image.write_bytes(image.read_bytes() + bytes(10))
    scene = imported(files)
    assert "153,610 bytes, and its header cube.hdr asks for 153,600" in scene.notes[0]
    np.testing.assert_allclose(scene.cube, field.cube)
    header = files["cube"].read_text()
    files["cube"].write_text(header.replace("bands = 80", "bands = 70"))
    assert "asks for 134,400" in contents_of(files["cube"]).doubts[0]
    files["cube"].write_text(f"{header}header offset = 10\n")
    assert contents_of(files["cube"]).doubts == ()


def test_a_table_of_few_labelled_pixels_is_put_into_its_image(field, tmp_path):
    rng = np.random.default_rng(0)
    places = rng.permutation(24 * 20)[:40]
    table = pd.DataFrame(field.labels[places], columns=list(field.names))
    table.insert(0, "column", places % 20)
    table.insert(0, "row", places // 20)
    table.insert(0, "plot", [f"P{i}" for i in range(40)])
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    for separator, decimal in itertools.product(",;\t", ",."):
        table.to_csv(files["abundances"], index=False, sep=separator, decimal=decimal)
        scene = imported(files)
        assert scene.names == field.names
        assert scene.valid.sum() == 40
        np.testing.assert_allclose(scene.labels[places], field.labels[places], atol=1e-6)
    one = table.assign(row=table["row"] + 1, column=table["column"] + 1)
    one.to_csv(files["abundances"], index=False)
    with pytest.raises(UserError, match=r"lies outside .* add options: \{counted_from: 1\}"):
        imported(files, counted_from=0)
    for options in ({"counted_from": 1}, {}):
        np.testing.assert_array_equal(imported(files, **options).valid, scene.valid)
    pd.concat([table, table[:1]]).to_csv(files["abundances"], index=False)
    with pytest.raises(UserError, match="is there twice"):
        imported(files)
    table.drop(columns="row").to_csv(files["abundances"], index=False)
    with pytest.raises(UserError, match="needs the columns row and column"):
        imported(files)


def test_a_table_of_spectra_is_a_scene_without_an_image(field, tmp_path):
    spectra = pd.DataFrame(
        field.cube.reshape(-1, 80), columns=[f"{1000 * x:.1f}" for x in field.wavelengths]
    )
    labels = pd.DataFrame(field.labels, columns=list(field.names))
    table = pd.concat([labels, spectra], axis=1).assign(use="training")
    table.to_csv(tmp_path / "spectra.csv", index=False)
    scene = imported({"scene": tmp_path / "spectra.csv"})
    assert scene.shape == (480, 1, 80) and not scene.is_image
    assert scene.names == field.names
    np.testing.assert_allclose(scene.wavelengths, field.wavelengths, atol=1e-4)
    np.testing.assert_allclose(scene.labels, field.labels, atol=1e-6)
    write_scene(scene, tmp_path / "scene.h5")
    assert not read_scene(tmp_path / "scene.h5").is_image
    commas = table.rename(columns=lambda name: name.replace(".", ","))
    commas.to_csv(tmp_path / "spectra.csv", index=False, sep=";", decimal=",")
    german = imported({"scene": tmp_path / "spectra.csv"})
    np.testing.assert_array_equal(german.wavelengths, scene.wavelengths)
    np.testing.assert_array_equal(german.cube, scene.cube)
    table.drop(columns="road").to_csv(tmp_path / "spectra.csv", index=False)
    with pytest.raises(UserError, match="cannot be told which of the columns"):
        imported({"scene": tmp_path / "spectra.csv"})


def test_rows_of_a_table_without_an_abundance_are_counted(field, tmp_path):
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    places = "row,column,soil,grass\n0,0,0.5,0.5\n1,1,,0.5\n2,2,,\n"
    files["abundances"].write_text(places)
    spectra = tmp_path / "spectra.csv"
    spectra.write_text("soil,grass,450,460\n0.5,0.5,1,2\n0.25,,1,3\n,,3,1\n0.1,0.9,2,1\n")
    for of_files, words in ((files, "2 of 3"), ({"scene": spectra}, "2 of 4")):
        (note,) = (note for note in imported(of_files).notes if "row" in note and "2 of" in note)
        assert "among soil, grass count as not labelled" in note
        assert f"{words}, the first of them row 2" in note


def test_columns_that_may_be_abundances_are_all_named(field, tmp_path):
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    kinds = [f"kind {i}" for i in range(13)]
    for head, row, words in (
        (["on", "soil, wet"], "0.2,0.3", "do not sum to one: .*{names: ['on', 'soil, wet']}"),
        (kinds, ",".join("1" * 13), f"{{names: [{', '.join(kinds)}]}}"),
        (["soil", "grass"], "some,0.3", "fewer than two hold numbers: .*{names: [soil, grass]}"),
    ):
        header = ",".join(f'"{name}"' for name in head)
        files["abundances"].write_text(f"row,column,{header}\n3,4,{row}\n")
        with pytest.raises(UserError, match=words.translate({ord(c): f"\\{c}" for c in "[]{}"})):
            imported(files)


def test_class_maps_become_shares_of_coarse_pixels(tmp_path):
    classes = np.repeat(np.arange(1, 5), 6).reshape(4, 6).repeat(3, axis=0)
    classes[0, 0] = 0
    cube = np.random.default_rng(0).uniform(size=(12, 6, 8)).astype(np.float32)
    files = saved(tmp_path, cube=cube, abundances=classes)
    with pytest.raises(UserError, match=r"4 classes, .* \{degrade: 4\}"):
        imported(files)
    scene = imported(files, degrade=2)
    assert scene.names == ("class 1", "class 2", "class 3", "class 4")
    assert scene.shape == (6, 3, 8)
    assert not scene.valid[0, 0] and scene.valid.sum() == 17
    np.testing.assert_allclose(scene.abundances[1, 0], [0.5, 0.5, 0, 0])
    np.testing.assert_allclose(scene.cube[5, 2], cube[10:12, 4:6].mean((0, 1)), rtol=1e-6)
    with pytest.raises(UserError, match="leaves nothing of 12 x 6 pixels"):
        imported(files, degrade=7)


def test_a_class_map_may_have_the_name_that_others_give_to_endmembers(tmp_path):
    arrays = {"cube": np.random.default_rng(0).uniform(size=(12, 8, 6)), "gt": np.eye(12, 8) + 1}
    for role in ("cube", "gt"):
        savemat(tmp_path / f"{role}.mat", {role: arrays[role]})
    savemat(tmp_path / "scene.mat", arrays)
    pair = imported({"cube": tmp_path / "cube.mat", "abundances": tmp_path / "gt.mat"}, degrade=2)
    alone = imported({"scene": tmp_path / "scene.mat"}, degrade=2, keys={"abundances": "gt"})
    for scene in (pair, alone):
        assert scene.shape == (6, 4, 6) and scene.endmembers is None
        assert scene.abundances[0, 0] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("number", "dtype"),
    [
        (-9999, np.float32),
        (65535, np.uint16),
        (-32768, np.int16),
        (0, np.float32),
        (1e15, np.float32),
    ],
)
def test_numbers_for_no_data_are_found_out_and_reported(number, dtype, field, tmp_path):
    cube = np.round(field.cube * 10000).astype(dtype)
    cube[5:8, 5] = number
    scene = imported(saved(tmp_path, cube=cube, abundances=field.abundances), scale=10000)
    assert not scene.valid[5:8, 5].any() and scene.valid.sum() == 24 * 20 - 3
    assert np.isnan(scene.cube[6, 5]).all()
    assert any(note.startswith(f"3 pixels hold {number:g}") for note in scene.notes)


def test_a_declared_number_and_a_mask_leave_pixels_out(field, tmp_path):
    cube, mask = field.cube.copy(), np.ones((24, 20), np.uint8)
    cube[1, 1, 7], mask[2, 2] = -1.5, 0
    files = saved(tmp_path, cube=cube, abundances=field.abundances, valid=mask)
    scene = imported(files, no_data=-1.5)
    assert np.argwhere(~scene.valid).tolist() == [[1, 1], [2, 2]]
    assert np.isnan(scene.cube[2, 2]).all()


def test_what_is_no_data_under_labels_that_are_missing_enters_nothing(field, tmp_path):
    """Neighbours' patches and the range of spectra see zero where nothing was measured."""
    from unmixing.splits.patches import extract_patches

    cube, maps = field.cube.copy(), field.abundances.copy()
    cube[4:6, 4:6], maps[4:6, 4:6] = -9999, np.nan
    files = saved(tmp_path, cube=cube, abundances=np.moveaxis(maps, -1, 0))
    scene = import_scene("own", scene_entry("npy", files), files)
    neighbours = np.flatnonzero(scene.valid)
    assert extract_patches(scene.cube, neighbours, 3).min() >= min(0, field.cube.min())


def test_bands_without_a_number_are_named_and_left_out(field, tmp_path):
    cube = field.cube.copy()
    cube[..., 3:6], cube[..., 9] = np.nan, -9999
    endmembers = field.endmembers
    scene = imported(saved(tmp_path, cube=cube, abundances=field.abundances, endmembers=endmembers))
    kept = np.setdiff1d(np.arange(80), [3, 4, 5, 9])
    assert scene.notes == ("bands 4-6, 10 hold no number and are left out",)
    np.testing.assert_array_equal(scene.cube, field.cube[..., kept])
    np.testing.assert_array_equal(scene.endmembers, endmembers[kept])
    files = saved(tmp_path, cube=cube, abundances=field.abundances)
    narrowed = imported(files, bad_bands=[[1, 20]])
    assert narrowed.shape == (24, 20, 60)
    with pytest.raises(UserError, match=r"\[70, 90\] is not a range of the 80 bands"):
        imported(files, bad_bands=[[70, 90]])


def test_pixels_whose_labels_are_all_zero_are_not_labelled(field, tmp_path):
    maps = field.abundances.copy()
    maps[0, :7] = 0
    scene = imported(saved(tmp_path, cube=field.cube, abundances=maps))
    assert scene.valid.sum() == 24 * 20 - 7
    assert scene.notes[0].startswith("7 pixels have abundances that are all 0")
    np.testing.assert_array_equal(scene.cube, field.cube)


def test_wavelengths_come_in_micrometres(field, tmp_path):
    arrays = {"cube": field.cube, "abundances": field.abundances}
    for given in (1000 * field.wavelengths, field.wavelengths, 1000 * field.wavelengths[::-1]):
        scene = imported(saved(tmp_path, wavelengths=given, **arrays))
        np.testing.assert_allclose(np.sort(scene.wavelengths), field.wavelengths)
    with pytest.raises(UserError, match="79 wavelengths were given for 80 bands"):
        imported(saved(tmp_path, wavelengths=given[1:], **arrays))
    with pytest.raises(UserError, match="the wavelengths hold a NaN"):
        imported(saved(tmp_path, wavelengths=np.full(80, np.nan), **arrays))
    write_scene(
        make_scene(field.cube, field.abundances, field.names, wavelengths=given), tmp_path / "a.h5"
    )
    files = {"scene": tmp_path / "a.h5"}
    own = import_scene("own", scene_entry("hdf5", files), files)
    np.testing.assert_allclose(own.wavelengths, field.wavelengths[::-1])


def test_a_netcdf_of_the_classic_format_is_read(field, tmp_path):
    with netcdf_file(tmp_path / "scene.nc", "w") as file:
        for name, size in zip("yxbp", (*field.shape, 3), strict=True):
            file.createDimension(name, size)
        file.createVariable("reflectance", "f4", tuple("yxb"))[:] = field.cube
        file.createVariable("abundances", "f4", tuple("yxp"))[:] = field.abundances
    scene = imported({"scene": tmp_path / "scene.nc"})
    np.testing.assert_allclose(scene.cube, field.cube)


def test_what_holds_no_real_numbers_is_refused(field, tmp_path):
    arrays = {"cube": field.cube, "abundances": field.abundances}
    for wrong, words in (
        (field.cube.astype(complex), "complex numbers"),
        (field.cube.astype(str), "text"),
    ):
        with pytest.raises(UserError, match=rf"cube.npy: 'cube' holds {words}"):
            imported(saved(tmp_path, **(arrays | {"cube": wrong})))
    with pytest.raises(UserError, match="holds objects, which may run code"):
        imported(saved(tmp_path, **(arrays | {"cube": np.array([field.cube, None], object)})))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("cube.mat", b"MATLAB 5.0 MAT-file" + b"\0" * 300, "is cut short or is not a MATLAB file"),
        ("cube.npy", b"\x93NUMPY\x01\x00", "is cut short or is not a NumPy file"),
        ("cube.tif", b"II*\x00" + b"\0" * 20, "cannot be read as a raster"),
        ("cube.h5", b"\x89HDF\r\n\x1a\n" + b"\0" * 20, "cannot be read as HDF5"),
        ("cube.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "is not a file that can be read"),
        ("cube.csv", b"a,b\n1,2,3\n4,5,6,7\n", "as a table: line 2 has 3 values for 2 columns"),
        (
            "cube.csv",
            b"a,b\n1,2,3\n4,5,6\n",
            "line 2 has 3 values for 2 columns.*row.names = FALSE",
        ),
        ("cube.csv", b"1,2\n3\n", "line 2 has 1 value for 2 columns"),
        (
            "cube.csv",
            b"a;b\n0,5;1\n\n1;0.5\n",
            r"'0,5' \(line 2, column a\).*'0.5' \(line 4, column b",
        ),
        ("cube.csv", b"0,5;1\n1;0.5\n", r"'0,5' \(line 1, column 1\).*'0.5' \(line 2, column 2\)"),
        ("cube.csv", "a;\xe9\n1;2\n".encode("latin-1"), "cannot be read as a table"),
        ("cube.mat", b"", "is empty"),
    ],
)
def test_broken_files_end_in_a_sentence(name, content, words, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError, match=words):
        contents_of(tmp_path / name)


def test_a_separator_at_the_end_of_every_row_makes_no_column(tmp_path):
    for header in ("soil;grass", "soil;grass;"):
        (tmp_path / "table.csv").write_text(f"{header}\n0,25;0,75;\n0,5;0,5;\n")
        table = contents_of(tmp_path / "table.csv").tables[""]
        assert table.to_dict("list") == {"soil": [0.25, 0.5], "grass": [0.75, 0.5]}


def test_a_word_among_decimal_commas_is_the_one_that_is_named(field, tmp_path):
    files = saved(tmp_path, cube=field.cube) | {"abundances": tmp_path / "labels.csv"}
    rows = "1;1;0,5;0,5\n2;2;0,25;unknown\n"
    files["abundances"].write_text(f"row;column;soil;grass\n{rows}")
    with pytest.raises(UserError, match="column grass holds 'unknown', which is not a number"):
        imported(files, names=["soil", "grass"])


def test_text_with_commas_and_points_tells_no_decimal_sign(tmp_path):
    text = 'day,note,soil\n24.12.2026,"3,4 m from the edge",0.25\n'
    (tmp_path / "table.csv").write_text(text)
    assert contents_of(tmp_path / "table.csv").tables[""]["soil"].tolist() == [0.25]


def test_commas_that_may_set_thousands_apart_are_not_decimal_ones(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('soil,grass\n"1,234",987\n"2,345",12\n')
    with pytest.raises(UserError, match=r"as in '1,234' \(line 2, column soil\).* 1\.234 or 1234"):
        contents_of(path)
    path.write_text('soil,grass\n"1,234",987\n"0,5",12\n')
    assert contents_of(path).tables[""]["soil"].tolist() == [1.234, 0.5]


def test_values_in_quotes_behind_blanks_shift_no_column(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('row, note, soil, grass\n3, "dry, stony", 0.3, 0.7\n')
    table = contents_of(path).tables[""]
    assert table.to_dict("records") == [{"row": 3, "note": "dry, stony", "soil": 0.3, "grass": 0.7}]


def test_compressed_tiffs_are_read(field, tmp_path):
    tifffile.imwrite(
        tmp_path / "cube.tif",
        field.cube,
        compression="deflate",
        planarconfig="contig",
        photometric="minisblack",
    )
    contents = contents_of(tmp_path / "cube.tif")
    np.testing.assert_array_equal(contents.numbers("cube"), field.cube)


@pytest.mark.parametrize("other", ["V", "smoothed"])
def test_another_array_that_may_be_the_cube_is_doubted(other, field, tmp_path):
    arrays = {"Y": field.cube, other: field.cube * 2, "label": field.abundances}
    savemat(tmp_path / "scene.mat", arrays)
    files = {"scene": tmp_path / "scene.mat"}
    (doubt,) = imported(files).notes
    assert f"Y was taken for the cube, and {other} may be it" in doubt
    assert f"{{keys: {{cube: {other}}}}}" in doubt
    assert imported(files, keys={"cube": "Y"}).notes == ()
    chosen = imported(files, keys={"cube": other})
    np.testing.assert_array_equal(chosen.cube, field.cube * 2)
    savemat(tmp_path / "scene.mat", arrays | {other: field.cube})
    assert imported(files).notes == ()


def test_arrays_of_one_name_in_two_groups_are_doubted(field, tmp_path):
    with h5py.File(tmp_path / "scene.h5", "w") as file:
        file["near/reflectance"], file["far/reflectance"] = field.cube[..., :40], field.cube
        file["abundances"], file["x"] = field.abundances, np.arange(20.0)
        file["abundances_of_an_expert"] = field.abundances[..., ::-1]
    of_cube, of_labels = imported({"scene": tmp_path / "scene.h5"}).notes
    assert "far/reflectance was taken" in of_cube and "near/reflectance may be" in of_cube
    assert "abundances_of_an_expert may be" in of_labels


def test_a_file_without_labels_by_name_tells_what_it_holds(field, tmp_path):
    savemat(tmp_path / "two.mat", {"Y": field.cube, "fractions": field.abundances})
    files = {"cube": tmp_path / "two.mat"}
    with pytest.raises(UserError) as refusal:
        imported(files)
    for words in ("no abundances", "fractions (24 x 20 x 3", "{keys: {abundances: NAME}}"):
        assert words in str(refusal.value)
    chosen = imported(files, keys={"abundances": "fractions"})
    np.testing.assert_array_equal(chosen.abundances, field.abundances)


def test_two_arrays_of_one_file_are_told_apart_by_their_names(field, tmp_path):
    with h5py.File(tmp_path / "scene.h5", "w") as file:
        file["a/radiance"], file["a/quality"] = field.cube, np.zeros((24, 20))
        file["abundances"] = field.abundances
    files = {"scene": tmp_path / "scene.h5"}
    with pytest.raises(UserError, match="a/quality"):
        imported(files)
    assert imported(files, keys={"cube": "a/radiance"}).shape == field.shape


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"order": "rows"}, "options.order: rows is neither row nor column"),
        ({"scale": 0}, "options.scale: 0 is not a positive number"),
        ({"degrade": 1}, "options.degrade: 1 is not 2 or more"),
        ({"counted_from": 2}, "options.counted_from: 2 is neither 0 nor 1"),
    ],
)
def test_options_that_mean_nothing_are_refused(option, words, field, tmp_path):
    with pytest.raises(UserError, match=words):
        imported(saved(tmp_path, cube=field.cube, abundances=field.abundances), **option)


def test_arrays_that_are_no_image_are_refused(field, tmp_path):
    arrays = {"cube": field.cube, "abundances": field.abundances}
    for role, array in (("cube", field.cube[None]), ("abundances", field.labels[:, 0])):
        with pytest.raises(UserError, match=r"axes .*an image has three"):
            imported(saved(tmp_path, **(arrays | {role: array})))


def test_a_header_may_call_what_integers_cannot_hold_no_data(field, tmp_path):
    numbers = np.round(field.cube * 10000).astype(np.int16)
    header = write_envi(tmp_path / "cube", numbers, data_ignore_value="NaN")
    scene = imported(saved(tmp_path, abundances=field.abundances) | {"cube": header}, scale=10000)
    np.testing.assert_allclose(scene.cube, field.cube, atol=6e-5)


def test_a_unit_is_that_of_the_file_with_the_wavelengths(field, tmp_path):
    header = write_envi(
        tmp_path / "cube",
        field.cube,
        wavelength=braces(range(80)),
        wavelength_units="Nanometers",
    )
    arrays = {"abundances": field.abundances, "wavelengths": field.wavelengths}
    scene = imported(saved(tmp_path, **arrays) | {"cube": header})
    np.testing.assert_allclose(scene.wavelengths, field.wavelengths)


def test_bands_a_nanometre_apart_are_wavelengths_and_counted_ones_are_not(field, tmp_path):
    labels = pd.DataFrame(field.labels, columns=list(field.names))
    for first, wavelengths in ((400, np.arange(400, 480) / 1000), (1, None)):
        spectra = pd.DataFrame(field.cube.reshape(-1, 80), columns=range(first, first + 80))
        table = pd.concat([labels, spectra], axis=1)
        table.to_csv(tmp_path / "spectra.csv", index=False)
        found = imported({"scene": tmp_path / "spectra.csv"}).wavelengths
        assert (found is None) == (wavelengths is None)
        if wavelengths is not None:
            np.testing.assert_allclose(found, wavelengths)


def test_a_pixel_of_zeros_beside_a_band_without_numbers_has_no_spectrum(field, tmp_path):
    """Averaged with its block, it would darken a coarse pixel."""
    cube = field.cube.copy()
    cube[3, 4] = 0
    cube[..., 7] = -9999
    scene = imported(saved(tmp_path, cube=cube, abundances=field.abundances))
    assert not scene.valid[3, 4] and scene.valid.sum() == 24 * 20 - 1
    classes = 1 + field.abundances.argmax(axis=-1)
    coarse = imported(saved(tmp_path, cube=cube, abundances=classes), degrade=2)
    assert not coarse.valid[1, 2] and coarse.valid.sum() == 12 * 10 - 1
