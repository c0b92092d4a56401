"""Files are written completely or not at all, and opened without running their content."""

import pickle
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import h5py
import numpy as np
import pytest

from learning_curves.errors import UserError
from learning_curves.writing import atomic_write
from unmixing.scenes.files import numpy_arrays
from unmixing.scenes.scene import read_scene, write_scene
from unmixing.storage import open_hdf5, read_hdf5


@contextmanager
def running(code: str, ending: str):
    """Let another process run code, and the ending after this block."""
    waiting = f"import os, sys\n{code}\nprint(flush=True)\nsys.stdin.readline()\n{ending}\n"
    other = subprocess.Popen(
        [sys.executable, "-c", waiting], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    other.stdout.readline()
    try:
        yield other
    finally:
        other.communicate(b"\n")


@pytest.mark.slow
def test_two_processes_may_write_one_file(tmp_path):
    code = (
        "from learning_curves.writing import atomic_write\n"
        f"writing = atomic_write({str(tmp_path / 'urban.mat')!r})\n"
        "writing.__enter__().write_text('whole')"
    )
    ending = "writing.__exit__(None, None, None)"
    with running(code, ending) as other, atomic_write(tmp_path / "urban.mat") as path:
        path.write_text("whole")
    assert other.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["urban.mat"]


@pytest.mark.slow
def test_what_a_killed_process_left_is_removed(tmp_path):
    killed = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=-1)
    number = killed.stdout.decode().strip()
    (tmp_path / f".urban.mat.partial-{number}@{socket.gethostname()}.mat").write_text("half")
    (tmp_path / ".urban.mat.partial-1@elsewhere.mat").write_text("half")
    with atomic_write(tmp_path / "urban.mat") as path:
        path.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["urban.mat"]


def test_two_files_written_at_once_leave_each_other_alone(tmp_path):
    with atomic_write(tmp_path / "small-urban.h5") as one:
        one.write_text("one")
        with atomic_write(tmp_path / "urban.h5") as two:
            two.write_text("two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small-urban.h5", "urban.h5"]


def writing(path, ending=""):
    """Let another process hold an HDF5 file open for writing, or end without closing it."""
    opened = f"file = h5py.File({str(path)!r}, 'r+')\nfile.attrs['written'] = True"
    return running(f"import h5py\n{opened}\nfile.flush()", ending)


@pytest.mark.slow
def test_a_scene_being_written_is_called_locked_and_not_to_be_deleted(tmp_path, small_scene):
    path = tmp_path / "scene.h5"
    write_scene(small_scene, path)
    with writing(path) as other, pytest.raises(UserError, match="is locked by ") as refusal:
        read_scene(path)
    assert "delete" not in str(refusal.value)
    if Path("/proc/self/fd").exists():
        assert f"(process {other.pid})" in str(refusal.value)
    assert read_scene(path).hash == small_scene.hash


@pytest.mark.slow
def test_a_file_of_a_killed_writer_is_not_called_cut_short(tmp_path):
    path = tmp_path / "scene.h5"
    # Only newer HDF5 formats mark a file that is being written.
    h5py.File(path, "w", libver="latest").close()
    with writing(path, "os._exit(1)"):
        pass
    with pytest.raises(UserError, match=r"is open for writing in another program.*h5clear -s"):
        open_hdf5(path)


def test_a_file_that_is_missing_is_not_to_be_deleted(tmp_path):
    with pytest.raises(UserError, match="is not there"), read_hdf5(tmp_path / "scene.h5"):
        pass


def test_half_an_hdf5_file_is_cut_short(tmp_path, small_scene):
    path = tmp_path / "scene.h5"
    write_scene(small_scene, path)
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(UserError, match="delete it and run again"):
        read_scene(path)


class Attack:
    """An object that runs code when it is unpickled."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return Path.touch, (self.mark,)


def test_an_array_of_objects_is_refused_and_not_unpickled(tmp_path):
    mark, array, pickled = (tmp_path / name for name in ("mark", "cube.npy", "pickled.npy"))
    np.save(array, np.array([Attack(mark)], dtype=object), allow_pickle=True)
    pickled.write_bytes(pickle.dumps(Attack(mark)))
    for path in (array, pickled):
        with pytest.raises(UserError, match="holds objects.*array of numbers"):
            numpy_arrays.read(path)
    assert not mark.exists()
    # The attack works where unpickling is allowed.
    np.load(array, allow_pickle=True)
    assert mark.exists()
