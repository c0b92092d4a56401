"""A file is downloaded once, and only if it is the expected one."""

import pytest

from learning_curves.errors import UserError
from unmixing.scenes.downloading import download
from unmixing.storage import compute_sha256


def test_a_file_that_came_meanwhile_is_not_downloaded(tmp_path):
    path = tmp_path / "urban.mat"
    path.write_text("whole")
    download(["http://localhost:9/x"], path, compute_sha256(path))
    assert path.read_text() == "whole"
    with pytest.raises(UserError, match="another version or cut short"):
        download(["http://localhost:9/x"], path, "a" * 64)


def test_a_download_that_fails_says_what_to_do(tmp_path):
    path, address = tmp_path / "cube.npy", (tmp_path / "nowhere.npy").as_uri()
    with pytest.raises(UserError) as error:
        download([address], path, "a" * 64)
    said = str(error.value)
    assert f"{path} could not be downloaded" in said and f"put it at {path}" in said
    assert address in said and f"SHA-256 is {'a' * 64}" in said
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_gone_and_has_no_address_is_named(tmp_path):
    with pytest.raises(UserError, match="cube.npy is gone, and the config has no address for it"):
        download([], tmp_path / "cube.npy", None)
