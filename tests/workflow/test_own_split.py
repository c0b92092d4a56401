"""A user's own split takes one file and one line."""

import re

import h5py

from project import ROOT, change, count_planned, snakemake

SPLIT = "results/small/splits/field/board/n20/seed{}.h5"


def test_the_split_of_the_docs_is_one_file_and_one_line(edited):
    page = (ROOT / "docs" / "conditions.md").read_text()
    strategy = edited / "config" / "methods" / "checkerboard.py"
    strategy.parent.mkdir()
    strategy.write_text(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1])
    change(edited, conditions={"standard": {}, "board": {"split": "checkerboard"}})
    paths = [SPLIT.format(seed) for seed in (0, 1)]
    run = snakemake(edited, "--cores", "1", *paths)
    assert run.returncode == 0, run.stderr
    regions = [h5py.File(edited / path).attrs["region"] for path in paths]
    assert regions == ["white squares", "black squares"]
    before = count_planned(edited)["prepare_split"]
    strategy.write_text(strategy.read_text().replace("seed) % 2", "seed + 1) % 2"))
    assert count_planned(edited)["prepare_split"] == before + len(paths)
