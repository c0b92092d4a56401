"""The progress line counts jobs, and names a time only when it knows one."""

import os
import pty
import subprocess
import sys

import pytest

from unmixing.study.progress import Progress, format_duration


def test_jobs_are_counted_as_they_start_end_and_fail():
    progress = Progress({"train": 2, "plot": 1})
    progress.start(1, "train", now=0)
    progress.start(2, "train", now=0)
    progress.fail(2)
    assert str(progress).startswith("0 of 3 jobs done, 1 running, 1 failed")
    progress.start(2, "train", now=5)
    progress.finish(1, now=10)
    assert str(progress).startswith("1 of 3 jobs done, 1 running, 0 failed")


def test_a_time_is_named_from_the_first_job_on():
    progress = Progress({"split": 1, "train": 20}, cores=2)
    progress.expected = {"train": 60.0}
    progress.start(1, "split", now=0)
    # Twenty minutes of training on two cores.
    assert progress.seconds_left() == pytest.approx(600, rel=0.05)
    assert "about 11 min left (until " in str(progress)


def test_what_was_timed_counts_more_than_what_was_expected():
    progress = Progress({"train": 11})
    progress.expected = {"train": 600.0}
    for job in range(10):
        progress.start(job, "train", now=20.0 * job)
        progress.finish(job, now=20.0 * (job + 1))
    assert progress.seconds_left() == pytest.approx(20)
    progress.start(10, "train", now=200)
    progress.finish(10, now=220)
    assert str(progress) == "11 of 11 jobs done, 0 running, 0 failed"


def test_the_end_lists_the_slowest_rules():
    progress = Progress({"split": 1, "train": 2} | {f"plot_{name}": 1 for name in "abcdefgh"})
    for job, rule in enumerate(["split", "train", "train", *(f"plot_{n}" for n in "abcdefgh")]):
        progress.start(job, rule, now=10.0 * job)
        progress.finish(job, now=10.0 * job + (9 if rule == "train" else 1))
    lines = progress.list_slowest_rules().splitlines()
    assert lines[0].startswith("11 jobs in 101 s")
    assert lines[1].split() == ["18", "s", "train", "(2)"]
    assert lines[-1].split() == ["2", "s", "all", "other", "rules", "(2)"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(2, "1 min"), (3540, "59 min"), (3541, "1 h 0 min"), (7261, "2 h 2 min")]
)
def test_durations_are_rounded_up(seconds, text):
    assert format_duration(seconds) == text


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


@pytest.mark.slow
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
    counted = [i for i, line in enumerate(lines) if "1 of 3 jobs done, 0 running, 1 fail" in line]
    assert counted[-1] > lines.index("the matrix is singular")
    assert "1 jobs in" in lines[counted[-1] + 1]
    assert not any("Select jobs" in line for line in lines)
