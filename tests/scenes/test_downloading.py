"""A file is downloaded once, and only if it is the expected one."""

import pytest

from learning_curves.errors import UserError
from unmixing.scenes.downloading import download
from unmixing.storage import sha256_of


def test_a_file_that_came_meanwhile_is_not_downloaded(tmp_path):
    path = tmp_path / "urban.mat"
    path.write_text("whole")
    download(["http://localhost:9/x"], path, sha256_of(path))
    assert path.read_text() == "whole"
    with pytest.raises(UserError, match="another version or cut short"):
        download(["http://localhost:9/x"], path, "a" * 64)
