"""Cells are every run of a study, and blocks share its seeds out."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from unmixing.study.cells import cells, seed_blocks
from unmixing.study.reading import read_study

from project import ROOT

SEEDS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40, unique=True)


@given(SEEDS, st.integers(1, 12))
@settings(deadline=None)
def test_blocks_partition_the_seeds_that_fill_them(seeds, seeds_per_job):
    blocks = seed_blocks(seeds, seeds_per_job)
    together = [seed for block in blocks for seed in block.seeds]
    assert together == seeds[: len(together)]
    assert all(len(block.seeds) == seeds_per_job for block in blocks)
    assert len(seeds) - len(together) < seeds_per_job or seeds_per_job == 1
    assert len({block.label for block in blocks}) == len({block.suffix for block in blocks})
    assert len({block.label for block in blocks}) == len(blocks)


@given(SEEDS, SEEDS, st.integers(2, 12))
@settings(deadline=None)
def test_seeds_added_at_the_end_leave_full_blocks_as_they_are(seeds, more, seeds_per_job):
    before = seed_blocks(seeds, seeds_per_job)
    assert seed_blocks([*seeds, *more], seeds_per_job)[: len(before)] == before


def test_every_cell_of_the_published_study_is_there_once():
    study = read_study(yaml.safe_load((ROOT / "config/paper.yaml").read_text()))
    found = cells(study)
    assert len(found) == len(set(found))
    sizes = sum(len(sizes) for sizes in study.train_sizes.values())
    assert len(found) == sizes * len(study.models) * len(study.seeds)
    assert found[0]._fields == ("scene", "condition", "model", "train_size", "seed")
