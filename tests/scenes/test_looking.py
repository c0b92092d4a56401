"""`make scene` says all that is left out, whatever the reason."""

import numpy as np
import pytest
from print_scene import look_at


@pytest.fixture
def printed(small_scene, tmp_path, monkeypatch, capsys):
    """Return what is printed of a cube and maps."""
    monkeypatch.chdir(tmp_path)

    def look(cube, maps):
        np.save("cube.npy", cube)
        np.save("maps.npy", maps)
        look_at(["cube.npy", "maps.npy"])
        return capsys.readouterr().out

    return look


def test_pixels_without_a_spectrum_or_labels_are_counted(printed, small_scene):
    cube, maps = small_scene.cube.copy(), small_scene.abundances.copy()
    cube[:, 0], maps[:2, 0], maps[3, 4:7] = np.nan, np.nan, np.nan
    said = printed(cube, maps)
    assert "453 of them labelled" in said
    assert "24 pixels without a spectrum (a NaN" in said
    assert "3 pixels with a spectrum and without labels" in said


def test_nothing_is_said_of_a_whole_scene(printed, small_scene):
    said = printed(small_scene.cube, small_scene.abundances)
    assert "Left out" not in said and "No doubts." in said
