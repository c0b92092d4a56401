"""Saved methods are read again, and a file that would run code of its own is refused."""

import io
import os
import sys
import zipfile

import numpy as np
import pytest
import skops.io
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from learning_curves.errors import UserError
from unmixing.regressors.simplex import OnSimplex
from unmixing.training.saved_models import read_estimator, read_network

from shared import build

EVIL = """
from pathlib import Path

class Regressor:
    def __setstate__(self, state):
        Path(state["mark"]).touch()

    def __getstate__(self):
        return self.__dict__
"""


def saved(thing, path):
    skops.io.dump(thing, path)
    return path


def test_a_users_regressor_made_of_scikit_learns_is_read(tmp_path):
    spectra = np.random.default_rng(0).random((60, 5))
    abundances = spectra[:, :2] / spectra[:, :2].sum(axis=1, keepdims=True)
    trees = MultiOutputRegressor(HistGradientBoostingRegressor(max_iter=3, loss="squared_error"))
    fitted = OnSimplex(make_pipeline(SimpleImputer(), trees)).fit(spectra, abundances)
    read = read_estimator(saved(fitted, tmp_path / "model.skops"))
    np.testing.assert_array_equal(read.predict(spectra), fitted.predict(spectra))


def test_an_estimator_of_a_foreign_type_is_not_opened(tmp_path, monkeypatch):
    (tmp_path / "evil.py").write_text(EVIL)
    monkeypatch.syspath_prepend(tmp_path)
    import evil

    attack, mark = evil.Regressor(), tmp_path / "mark"
    attack.mark = str(mark)
    path = saved(OnSimplex(attack), tmp_path / "model.skops")
    del sys.modules["evil"]
    with pytest.raises(UserError, match=r"is not opened: it names evil\.Regressor, which"):
        read_estimator(path)
    assert "evil" not in sys.modules
    assert not mark.exists()
    # The attack works without the check.
    skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))
    assert mark.exists()


def forged(path, old, new):
    """Rename what an archive's schema names."""
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as archive, zipfile.ZipFile(path, "w") as other:
        for name in archive.namelist():
            part = archive.read(name)
            other.writestr(name, part.replace(old, new) if name == "schema.json" else part)
    return path


@pytest.mark.parametrize(
    "module",
    [b"posix", b"sklearn.datasets._california_housing", b"unmixing.regressors.simplex"],
)
def test_a_function_is_not_opened_whichever_module_it_is_named_in(tmp_path, module):
    path = saved(FunctionTransformer(os.remove), tmp_path / "model.skops")
    forged(path, b"posix", module)
    with pytest.raises(UserError, match=rf"it names {module.decode()}\.remove"):
        read_estimator(path)


def test_a_function_of_scikit_learn_is_not_opened(tmp_path):
    # It removes the folder that it is called with.
    from sklearn.datasets import clear_data_home

    path = saved(FunctionTransformer(clear_data_home), tmp_path / "model.skops")
    with pytest.raises(UserError, match="clear_data_home"):
        read_estimator(path)


@pytest.mark.parametrize("read", [read_estimator, read_network])
def test_a_missing_or_broken_file_is_named(tmp_path, read):
    path = tmp_path / "model.keras"
    with pytest.raises(UserError, match=r"model\.keras cannot be read: No such file"):
        read(path)
    path.write_text("half")
    with pytest.raises(UserError, match=r"model\.keras cannot be read as a saved"):
        read(path)


@pytest.mark.parametrize("name", ["unmixing_pixel_based_dcae", "unmixing_rnn_supervised"])
def test_a_network_is_read_as_it_was_saved(tmp_path, keras, name):
    network = build(name, 1, 80, 3)
    network.save(tmp_path / "model.keras")
    read = read_network(tmp_path / "model.keras")
    patches = np.random.default_rng(0).random((4, 1, 1, 80, 1), np.float32)
    np.testing.assert_array_equal(read(patches), network(patches))


def test_a_network_with_code_of_its_own_is_not_opened(tmp_path, keras):
    mark, path = tmp_path / "mark", tmp_path / "model.keras"
    code = f"lambda x: (__import__('pathlib').Path({str(mark)!r}).touch(), x)[1]"
    keras.Sequential([keras.Input((3,)), keras.layers.Lambda(eval(code))]).save(path)
    mark.unlink()
    with pytest.raises(UserError, match=r"model\.keras cannot be read as a saved network.*lambda"):
        read_network(path)
    assert not mark.exists()
    # The attack works without the check.
    keras.saving.load_model(path, safe_mode=False)
    assert mark.exists()


def test_a_network_in_a_format_without_safe_mode_is_not_opened(tmp_path, keras):
    build("unmixing_pixel_based_cnn", 1, 80, 3).save(tmp_path / "model.h5")
    (tmp_path / "model.h5").rename(tmp_path / "model.keras")
    with pytest.raises(UserError, match="not an archive"):
        read_network(tmp_path / "model.keras")
