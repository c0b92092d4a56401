"""The index sets are the reference's, and impossible ones are refused."""

import json

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from learning_curves.errors import UserError
from unmixing.splits.drawing import draw_split

# First and last indices that the reference drew from 10,000 pixels with seed 0.
REFERENCE = {
    250: {"validation": [9394, 898, 2398, 5906, 2343], "train": [3213, 3017, 382, 4237, 4721]},
    1000: {"validation": [9394, 898, 2398, 5906, 2343], "train": [7407, 5892, 5301, 4808, 8148]},
}
REFERENCE_TEST_END = [9225, 4859, 3264, 9845, 2732]


@pytest.mark.parametrize("train_size", REFERENCE)
def test_first_indices_are_the_reference_ones(train_size):
    split = draw_split(np.ones((100, 100), bool), 0, train_size, 0.1, 1000)
    assert split.validation[:5].tolist() == REFERENCE[train_size]["validation"]
    assert split.train[:5].tolist() == REFERENCE[train_size]["train"]
    assert split.test[-5:].tolist() == REFERENCE_TEST_END


def assert_splits_equal(expected, cases):
    """Compare index sets with those of the reference."""
    for case in cases:
        valid = np.ones((1, case["N"]), bool)
        split = draw_split(valid, case["seed"], case["train_size"], 0.1, case["sub"])
        rest = draw_split(valid, case["seed"], case["train_size"], 0.1, None)
        key = f"N{case['N']}_seed{case['seed']}_ts{case['train_size']}"
        np.testing.assert_array_equal(split.train, expected[f"{key}_train"])
        np.testing.assert_array_equal(split.validation, expected[f"{key}_val"])
        np.testing.assert_array_equal(split.test, expected[f"{key}_subtest"])
        if f"{key}_test" in expected:
            np.testing.assert_array_equal(rest.test, expected[f"{key}_test"])


def recorded_cases(golden):
    """Return the recorded cases."""
    return json.loads((golden / "a_split.json").read_text())["cases"]


def test_index_sets_of_a_small_scene_equal_the_reference(golden):
    cases = [case for case in recorded_cases(golden) if case["N"] == 10_000]
    assert len(cases) == 9
    assert_splits_equal(np.load(golden / "a_split_indices.npz"), cases)


def test_index_sets_of_a_large_scene_equal_the_reference(golden, large_golden):
    cases = [case for case in recorded_cases(golden) if case["N"] == 94_249]
    assert len(cases) == 15
    assert_splits_equal(np.load(large_golden / "a_split_indices.npz"), cases)


def test_sizes_are_nested_and_share_the_test_set():
    small, large = (draw_split(np.ones((30, 40), bool), 5, n, 0.1, 300) for n in (100, 800))
    assert set(small.train) | set(small.validation) <= set(large.train) | set(large.validation)
    np.testing.assert_array_equal(small.test, large.test)
    assert not set(large.train) & set(large.test)


def test_a_count_of_validation_pixels_is_the_same_at_every_size():
    counts, fractions = (
        draw_split(np.ones((30, 40), bool), 5, 100, val_size, 300) for val_size in (20, 0.2)
    )
    np.testing.assert_array_equal(counts.validation, fractions.validation)
    np.testing.assert_array_equal(counts.train, fractions.train)
    larger = draw_split(np.ones((30, 40), bool), 5, 800, 20, 300)
    np.testing.assert_array_equal(larger.validation, counts.validation)


def test_invalid_pixels_are_never_drawn():
    valid = np.ones((20, 20), bool)
    valid[3:7, 5] = False
    split = draw_split(valid, 1, 0.5, 0.1, None)
    drawn = np.concatenate([split.train, split.validation, split.test])
    assert sorted(drawn) == np.flatnonzero(valid).tolist()


@pytest.mark.parametrize(
    ("train_size", "val_size", "test_size", "words"),
    [
        (0, 0.1, None, "ask for one or more"),
        (9, 0.1, None, "leaves no validation pixel"),
        (50, 50, None, "leaves nothing to train: use a larger train size"),
        (401, 0.1, None, "larger than the scene's 400"),
        (400, 0.1, None, "leaves none to test"),
        (350, 0.1, 100, "at most 300"),
        (100, 0.1, 0, "test_size 0"),
    ],
)
def test_impossible_sizes_are_refused(train_size, val_size, test_size, words):
    with pytest.raises(UserError, match=words):
        draw_split(np.ones((20, 20), bool), 0, train_size, val_size, test_size)


@st.composite
def scenes_and_sizes(draw):
    """Draw the valid pixels of a small scene, a seed, and sizes that it admits."""
    valid = np.array(draw(st.lists(st.booleans(), min_size=60, max_size=200)))[None]
    assume(valid.sum() >= 24)
    n_test = draw(st.one_of(st.none(), st.integers(1, int(valid.sum()) // 2)))
    most = int(valid.sum()) - (n_test or 1)
    n_labelled = draw(st.integers(5, most))
    return valid, draw(st.integers(0, 2**32 - 1)), n_labelled, n_test


@settings(max_examples=50, deadline=None)
@given(scenes_and_sizes())
def test_parts_are_disjoint_valid_and_as_large_as_asked(drawn):
    valid, seed, n_labelled, n_test = drawn
    split = draw_split(valid, seed, n_labelled, 0.2, n_test)
    every = np.concatenate([split.train, split.validation, split.test])
    assert len(set(every)) == len(every)
    assert valid.ravel()[every].all()
    assert split.n_labelled == n_labelled
    assert len(split.validation) == int(n_labelled * 0.2)
    assert len(split.test) == (valid.sum() - n_labelled if n_test is None else n_test)
    if n_test is None:
        assert sorted(every) == np.flatnonzero(valid).tolist()


@settings(max_examples=50, deadline=None)
@given(scenes_and_sizes(), st.data())
def test_a_smaller_size_is_nested_and_tested_on_the_same_pixels(drawn, data):
    valid, seed, n_labelled, n_test = drawn
    large = draw_split(valid, seed, n_labelled, 0.2, n_test)
    small = draw_split(valid, seed, data.draw(st.integers(5, n_labelled)), 0.2, n_test)
    of_small, of_large = (set(split.train) | set(split.validation) for split in (small, large))
    assert of_small <= of_large
    assert set(small.validation) <= set(large.validation)
    if n_test is None:
        assert set(large.test) <= set(small.test)
    else:
        np.testing.assert_array_equal(small.test, large.test)
