"""Files are written whole, whoever else writes them."""

import socket
import subprocess
import sys

from unmixing.storage import written_whole


def test_two_processes_may_write_one_file(tmp_path):
    writing = (
        "import sys, time\n"
        "from unmixing.storage import written_whole\n"
        f"with written_whole({str(tmp_path / 'urban.mat')!r}) as path:\n"
        "    path.write_text('whole')\n"
        "    print(flush=True)\n"
        "    sys.stdin.readline()\n"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", writing],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    other.stdout.readline()
    with written_whole(tmp_path / "urban.mat") as path:
        path.write_text("whole")
    other.communicate(b"\n")
    assert other.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["urban.mat"]


def test_what_a_killed_process_left_is_removed(tmp_path):
    killed = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], stdout=-1)
    number = killed.stdout.decode().strip()
    (tmp_path / f".urban.mat.partial-{number}@{socket.gethostname()}.mat").write_text("half")
    (tmp_path / ".urban.mat.partial-1@elsewhere.mat").write_text("half")
    with written_whole(tmp_path / "urban.mat") as path:
        path.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["urban.mat"]


def test_two_files_written_at_once_leave_each_other_alone(tmp_path):
    with written_whole(tmp_path / "small-urban.h5") as one:
        one.write_text("one")
        with written_whole(tmp_path / "urban.h5") as two:
            two.write_text("two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small-urban.h5", "urban.h5"]
