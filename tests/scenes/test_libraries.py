"""A library of several spectra a class is kept whole, next to endmembers that are its means."""

import hashlib

import numpy as np
import pandas as pd
import pytest
from scene_files import braces, imported, saved, write_envi

from learning_curves.errors import UserError
from unmixing.scenes.guessing import roles_and_options
from unmixing.scenes.scene import make_scene, read_scene, write_scene
from unmixing.study.own_scene import name_scene, read_own

from shared import simulated

NAMES = ["road", "soil", "vegetation"]
KINDS = ["soil", "road", "soil", "water", "vegetation", "soil"]
LENGTHS = np.linspace(0.4, 0.9, 16)


@pytest.fixture(scope="module")
def field():
    return simulated(shape=(24, 20, 16), seed=1, sharpness=3)


@pytest.fixture
def files(field, tmp_path):
    maps = write_envi(tmp_path / "maps", field.abundances, band_names=braces(NAMES))
    return saved(tmp_path, cube=field.cube, wavelengths=LENGTHS) | {"abundances": maps}


def spectra_of(field, factors=(1, 1, 0.8, 1, 1, 1.2)):
    """Return six spectra (6, bands), of soil three times."""
    water = np.full(16, 0.05)
    by_name = dict(zip(NAMES, field.endmembers.T, strict=True)) | {"water": water}
    return np.stack([factor * by_name[kind] for factor, kind in zip(factors, KINDS, strict=True)])


def sli(folder, spectra, **header):
    """Write a library of ENVI with its classes in a table next to it."""
    names = [f"spectrum {number}" for number in range(len(spectra))]
    path = write_envi(
        folder / "library",
        spectra[..., None].astype(np.float32),
        spectra_names=braces(names),
        wavelength=braces(f"{length:.4f}" for length in LENGTHS),
        wavelength_units="Micrometers",
        **header,
    )
    pd.DataFrame({"name": names, "place": "here", "kind": KINDS}).to_csv(
        folder / "library.csv", index=False
    )
    return path


def table(folder, spectra):
    columns = [f"{1000 * length:.1f}" for length in LENGTHS]
    rows = pd.DataFrame(spectra, columns=columns)
    rows.insert(0, "class", KINDS)
    rows.to_csv(folder / "rows.csv", index=False)
    return folder / "rows.csv"


@pytest.mark.parametrize("write", [sli, table])
def test_a_library_is_kept_whole_beside_the_means_of_its_classes(write, field, files, tmp_path):
    spectra = spectra_of(field)
    path = write(tmp_path, spectra)
    found, options = roles_and_options(list(map(str, (*files.values(), path))))
    assert found == files | {"library": path}
    scene = read_own(name_scene(found), found, options)
    np.testing.assert_allclose(scene.library, spectra.T, rtol=1e-6)
    assert scene.library_classes == tuple(KINDS)
    np.testing.assert_allclose(scene.endmembers, field.endmembers, rtol=1e-6)
    assert "are means of 1, 3, 1 spectra of the library" in " ".join(scene.notes)
    write_scene(scene, tmp_path / "scene.h5")
    back = read_scene(tmp_path / "scene.h5")
    np.testing.assert_array_equal(back.library, scene.library)
    assert (back.library_classes, back.hash) == (scene.library_classes, scene.hash)


def test_endmembers_of_a_file_of_their_own_stand_beside_a_library(field, files, tmp_path):
    own = pd.DataFrame(2 * field.endmembers, columns=NAMES)
    own.to_csv(tmp_path / "endmembers.csv", index=False)
    more = {
        "endmembers": tmp_path / "endmembers.csv",
        "library": table(tmp_path, spectra_of(field)),
    }
    scene = imported(files | more)
    np.testing.assert_allclose(scene.endmembers, 2 * field.endmembers)
    assert scene.library.shape == (16, 6)


def test_a_library_follows_the_bands_and_units_of_the_cube(field, files, tmp_path):
    path = sli(tmp_path, spectra_of(field) * 10_000, reflectance_scale_factor="10000")
    numbers = np.round(field.cube * 10_000)
    numbers[..., 4] = -9999
    files = files | saved(tmp_path, cube=numbers) | {"library": path}
    scene = imported(files, scale=10_000, bad_bands=[[1, 2]])
    kept = [band for band in range(16) if band not in (0, 1, 4)]
    np.testing.assert_allclose(scene.library, spectra_of(field).T[kept], rtol=1e-5)
    assert len(scene.wavelengths) == len(scene.endmembers) == 13


def test_a_library_without_classes_of_the_maps_is_refused(field, files, tmp_path):
    np.save(tmp_path / "spectra.npy", spectra_of(field))
    with pytest.raises(UserError, match="does not tell the classes road, soil, vegetation of its"):
        imported(files | {"library": tmp_path / "spectra.npy"})
    path = sli(tmp_path, spectra_of(field))
    (tmp_path / "library.csv").unlink()
    with pytest.raises(UserError, match="there are spectra of spectrum 0, spectrum 1"):
        imported(files | {"library": path})
    # The remedies: a column of classes, and a table next to it.
    for write in (table, sli):
        assert imported(files | {"library": write(tmp_path, spectra_of(field))}).library.size


def test_a_scene_without_a_library_keeps_its_hash(field):
    """Splits and runs of before know their scene by it."""
    digest = hashlib.sha256()
    for array in (field.cube, field.abundances, field.endmembers):
        digest.update(str(array.shape).encode() + array.tobytes())
    arrays = (field.cube, field.abundances, NAMES, field.endmembers)
    assert make_scene(*arrays).hash == digest.hexdigest()
    library = spectra_of(field).T
    hashes = {
        make_scene(*arrays, library=library, library_classes=classes).hash
        for classes in (KINDS, KINDS[::-1])
    }
    assert len(hashes | {digest.hexdigest()}) == 3


def test_the_library_of_berlin_is_kept_whole(real_data):
    folder = real_data / "berlin"
    if not folder.is_dir():
        pytest.skip("the scene of Berlin is not in UNMIXING_DATA")
    names = (
        "regression_dataset_multitarget_244_180_1013.pkl",
        "fraction_polygon_l3.tif",
        "enmap_berlin.hdr",
        "library_berlin.sli",
    )
    files, options = roles_and_options([str(folder / name) for name in names])
    assert "library" in files
    scene = read_own("berlin", files, options)
    assert scene.library.shape == (177, 75) and len(set(scene.library_classes)) == 6
    of_roofs = np.array(scene.library_classes) == scene.names[0]
    np.testing.assert_allclose(scene.library[:, of_roofs].mean(axis=1), scene.endmembers[:, 0])
