"""The line of progress counts what happens, and names a time only when it knows one."""

import os
import pty
import subprocess
import sys

import pytest

from unmixing.study.progress import Progress, duration


def test_jobs_are_counted_as_they_start_end_and_fail():
    progress = Progress({"train": 2, "plot": 1})
    progress.start(1, "train", now=0)
    progress.start(2, "train", now=0)
    progress.fail(2)
    assert str(progress) == "0 of 3 jobs done, 1 running, 1 failed"
    progress.start(2, "train", now=5)
    progress.finish(1, now=10)
    assert str(progress).startswith("1 of 3 jobs done, 1 running, 0 failed")


def test_a_time_is_named_once_most_of_what_is_left_was_timed():
    progress = Progress({"split": 2, "train": 20})
    progress.start(1, "split", now=0)
    progress.finish(1, now=1)
    assert progress.seconds_left() is None
    # 22 s of jobs took 21 s, and nineteen trainings of 20 s are left.
    progress.start(2, "train", now=1)
    progress.start(3, "split", now=1)
    progress.finish(3, now=2)
    progress.finish(2, now=21)
    assert progress.seconds_left() == pytest.approx(21 * 19 * 20 / 22)
    assert "about 7 min left (until " in str(progress)


@pytest.mark.parametrize(
    ("seconds", "text"), [(2, "1 min"), (3540, "59 min"), (3541, "1 h 0 min"), (7261, "2 h 2 min")]
)
def test_durations_are_rounded_up(seconds, text):
    assert duration(seconds) == text


FAILING = """
rule all:
    input: "a", "b"
rule make:
    output: "a"
    shell: "touch {output}"
rule fail:
    output: "b"
    shell: "printf '\\nthe matrix is singular\\n' >&2; exit 1"
"""


def test_a_terminal_shows_the_line_below_the_errors(tmp_path):
    (tmp_path / "Snakefile").write_text(FAILING)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "snakemake", "--cores", "1", "--keep-going", "--logger", "line"],
        cwd=tmp_path,
        env=os.environ | {"COLUMNS": "80"},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    # Linux ends the reading of a closed terminal with an error.
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:
        pass
    os.close(ours)
    assert process.wait() == 1
    lines = shown.decode().splitlines()
    assert "the matrix is singular" in lines
    assert "Error in rule fail:" in lines
    assert lines[-1].endswith("1 of 3 jobs done, 0 running, 1 failed")
    assert not any("Select jobs" in line for line in lines)
