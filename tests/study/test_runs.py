"""The runs of a study, and the blocks that divide its seeds."""

import itertools

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from unmixing.study.reading import read_study
from unmixing.study.runs import blocks, full_blocks, job_labels, jobs, runs, runs_in

from project import ROOT

SEEDS = st.lists(st.integers(0, 10**6), min_size=1, max_size=40, unique=True)


@given(SEEDS, st.integers(1, 12))
@settings(deadline=None)
def test_blocks_partition_the_seeds_that_fill_them(seeds, at_once):
    found = full_blocks(seeds, at_once)
    together = [seed for block in found for seed in block]
    assert together == seeds[: len(together)]
    assert all(len(block) == at_once for block in found)
    assert len(seeds) - len(together) < at_once or at_once == 1


@given(SEEDS, SEEDS, st.integers(2, 12))
@settings(deadline=None)
def test_seeds_added_at_the_end_leave_full_blocks_as_they_are(seeds, more, at_once):
    before = full_blocks(seeds, at_once)
    assert full_blocks([*seeds, *more], at_once)[: len(before)] == before


CONFIG = yaml.safe_load((ROOT / "config/protocol.yaml").read_text())


@given(
    st.lists(st.integers(10, 999), min_size=1, max_size=7, unique=True),
    st.integers(1, 7),
    st.integers(1, 4),
    st.integers(1, 4),
    st.data(),
)
@settings(deadline=None, max_examples=30)
def test_each_run_has_one_job(sizes, n_seeds, sizes_per_job, seeds_per_job, data):
    of_model = data.draw(st.lists(st.sampled_from(sizes), min_size=1, unique=True))
    of_condition = data.draw(st.lists(st.sampled_from(sizes), min_size=1, unique=True))
    study = read_study(
        CONFIG
        | {
            "models": {
                "ridge": {"train_sizes": {"samson": of_model}, "seeds": [n_seeds - 1]},
                "nnls": {},
            },
            "conditions": CONFIG["conditions"]
            | {"halves": {"split": "halves", "train_sizes": {"samson": of_condition}}},
            "mapped_models": None,
            "train_sizes": {"samson": sizes, "jasper": [10, 20, 999]},
            "seeds": n_seeds,
            "sizes_per_job": sizes_per_job,
            "seeds_per_job": seeds_per_job,
        }
    )
    of_all = blocks(study, study.models)
    assert len({block.suffix for block in of_all}) == len(of_all)
    for place in itertools.product(study.scenes, study.conditions, study.models):
        found = [
            (size, seed)
            for block in of_all
            for chosen in [runs_in(study, block, *place)]
            for size in chosen[0]
            for seed in chosen[1]
        ]
        wanted = {run[3:] for run in runs(study) if run[:3] == place}
        assert len(found) == len(wanted)
        assert set(found) == wanted
        labels = job_labels(study, *place)
        assert sum(1 / n_runs for _, _, n_runs in labels.values()) == pytest.approx(
            jobs(study, *place)
        )


def test_every_cell_of_the_published_study_is_there_once():
    study = read_study(yaml.safe_load((ROOT / "config/paper.yaml").read_text()))
    found = runs(study)
    assert len(found) == len(set(found))
    sizes = sum(len(sizes) for sizes in study.train_sizes.values())
    assert len(found) == sizes * len(study.models) * len(study.seeds)
    assert found[0]._fields == ("scene", "condition", "model", "train_size", "seed")
