"""What files are is told by what they hold, and a first study is one that their scene admits."""

import numpy as np
import pandas as pd
import pytest
from scene_files import WRITERS

from learning_curves.errors import UserError
from unmixing.scenes.guessing import roles_and_options
from unmixing.scenes.scene import make_scene
from unmixing.splits.conditioned_drawing import draw_under
from unmixing.study.checks import check_cells
from unmixing.study.own_scene import make_entry, make_study, name_scene, read_own
from unmixing.study.reading import read_study

SIMULATED = {
    "shape": [60, 60, 80],
    "simulation": {"endmembers": {"a": "soil", "b": "canopy", "c": "road"}},
}


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_files_of_every_kind_are_told_apart_and_studied(write, small_scene, tmp_path):
    import dataclasses

    field = dataclasses.replace(small_scene, wavelengths=np.linspace(0.4, 2.4, 80))
    written = write(field, tmp_path)
    files, options = roles_and_options([str(path) for path in written.values()])
    assert files == written and options == {}
    scene = read_own("own", files, options)
    study = read_study(make_study("own", make_entry(files, options, scene), scene))
    check_cells(study, "own", scene.facts)
    assert {"kernel_ridge", "unmixing_pixel_based_cnn"} <= set(study.models)


def test_tables_masks_wavelengths_and_options_are_told_apart(small_scene, tmp_path):
    cube = tmp_path / "image.npy"
    np.save(cube, small_scene.cube)
    np.save(tmp_path / "good.npy", np.ones((24, 20), bool))
    np.save(tmp_path / "light.npy", np.linspace(400, 2400, 80))
    places = pd.DataFrame({"row": range(20), "column": range(20)})
    labels = pd.DataFrame(small_scene.abundances[range(20), range(20)], columns=["a", "b", "c"])
    pd.concat([places, labels], axis=1).to_csv(tmp_path / "labels.csv", index=False)
    words = [cube, tmp_path / "good.npy", tmp_path / "light.npy", tmp_path / "labels.csv"]
    files, options = roles_and_options([*map(str, words), "scale=2", "bad_bands=[[1, 3]]"])
    assert set(files) == {"cube", "valid", "wavelengths", "abundances"}
    assert options == {"scale": 2, "bad_bands": [[1, 3]]}
    scene = read_own(name_scene(files), files, options)
    assert scene.shape == (24, 20, 77) and scene.valid.sum() == 20
    study = make_study("field", make_entry(files, options, scene), scene)
    assert study["test_size"] + max(study["train_sizes"]) <= 20
    check_cells(read_study(study), "field", scene.facts)


@pytest.mark.parametrize(
    ("header", "row", "words"),
    [
        ("Lat,Lon,soil,grass", "49.1,8.3,0.25,0.75", "Lat and Lon are not looked up"),
        ("plot,soil,grass", "a,0.25,0.75", "but has plot, soil, grass: add them"),
    ],
)
def test_labels_without_a_row_and_column_are_told_what_they_need(
    header, row, words, small_scene, tmp_path
):
    np.save(tmp_path / "image.npy", small_scene.cube)
    (tmp_path / "plots.csv").write_text(f"{header}\n{row}\n")
    files, options = roles_and_options([f"{tmp_path}/image.npy", f"{tmp_path}/plots.csv"])
    with pytest.raises(UserError, match=f"needs the columns row and column .*{words}"):
        read_own("own", files, options)


def test_spectra_of_a_table_with_decimal_commas_are_a_scene(tmp_path):
    table = tmp_path / "spectra.csv"
    table.write_text("soil;grass;450,0;552,6\n0,25;0,75;0,1;0,2\n0,5;0,5;0,3;0,2\n")
    assert roles_and_options([str(table)]) == ({"scene": table}, {})


@pytest.mark.parametrize(("labelled", "conditions"), [(1.0, 2), (0.05, 1)])
def test_a_scene_whose_plots_hold_enough_labels_is_asked_about_them(labelled, conditions):
    generator = np.random.default_rng(0)
    maps = generator.dirichlet(np.ones(3), (60, 60))
    maps[generator.uniform(size=(60, 60)) > labelled] = np.nan
    scene = make_scene(
        cube=generator.uniform(size=(60, 60, 80)), abundances=maps, names=("a", "b", "c")
    )
    config = make_study("field", {"shape": [60, 60, 80], "n_endmembers": 3}, scene)
    assert list(config["conditions"]) == ["standard", "plot"][:conditions]
    assert config["seeds"] == (20 if conditions == 2 else 10)
    study = read_study(config | {"scenes": {"field": SIMULATED}})
    for condition in study.conditions.values():
        split = draw_under(
            condition, scene, 9, max(config["train_sizes"]), 0.1, study.test_size["field"]
        )
        assert len(split.train) + len(split.validation) == max(config["train_sizes"])


def test_wavelengths_are_a_file_or_an_option(small_scene, tmp_path):
    np.save(tmp_path / "image.npy", small_scene.cube)
    np.save(tmp_path / "light.npy", np.linspace(400, 2400, 80))
    cube = str(tmp_path / "image.npy")
    files, options = roles_and_options([cube, f"wavelengths={tmp_path / 'light.npy'}"])
    assert set(files) == {"cube", "wavelengths"} and options == {}
    files, options = roles_and_options([cube, "wavelengths=[0.4, 2.4, 80]"])
    assert set(files) == {"cube"} and options == {"wavelengths": [0.4, 2.4, 80]}


def test_two_files_of_one_role_are_asked_about(small_scene, tmp_path):
    paths = [tmp_path / "first.npy", tmp_path / "second.npy"]
    for path in paths:
        np.save(path, small_scene.cube)
    with pytest.raises(UserError, match="both look like the cube: say what each is"):
        roles_and_options(list(map(str, paths)))


def test_too_few_labels_for_a_study_are_refused(small_scene):
    import dataclasses

    maps = small_scene.abundances.copy()
    maps[1:] = np.nan
    scene = dataclasses.replace(small_scene, abundances=maps)
    make_study("own", {}, scene)
    maps[0, 1:] = np.nan
    with pytest.raises(UserError, match="1 labelled pixels, and a study needs 20"):
        make_study("own", {}, dataclasses.replace(small_scene, abundances=maps))
