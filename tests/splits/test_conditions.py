"""Conditions are read in one spelling, and keys that do not fit together are refused in words."""

import pytest

from learning_curves.errors import UserError
from unmixing.splits.condition import Condition, Noise, make_condition

OF_SPLITS = ("block_size", "pixels_per_group", "group_size", "folds", "plot_size", "gap")
ENTRY = dict.fromkeys((*OF_SPLITS, "snr", "noise_on")) | {
    "split": "random",
    "sampling": "random",
    "label_noise": 0,
}


def condition(**changes):
    return make_condition("c", ENTRY | changes, largest_radius=2)


def test_defaults_are_the_reference():
    assert condition() == Condition()
    assert condition(gap=0) == Condition()


def test_equal_meanings_are_equal():
    assert condition(split="blocks") == condition(split="blocks", block_size=20, gap=2)
    assert condition(split="plot") == condition(split="plot", plot_size=40)
    assert condition(snr=20) == condition(snr=20.0, noise_on="both")
    assert condition(snr=20).noise == Noise(20.0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"split": "halves", "block_size": 10}, "block_size is a key of split blocks"),
        ({"plot_size": 10}, "plot_size is a key of split plot, and the split is random"),
        ({"gap": 2}, "gap is a key of split blocks, halves or plot, and the split is random"),
        ({"noise_on": "train"}, "give an snr"),
    ],
)
def test_keys_that_do_not_fit_together_are_refused(changes, words):
    with pytest.raises(UserError, match=words) as refusal:
        condition(**changes)
    assert str(refusal.value).startswith("conditions.c: ")


def test_words_say_what_is_labelled():
    assert condition().description == "random pixels"
    said = condition(split="plot", sampling="stratified", snr=20, noise_on="test", label_noise=0.1)
    assert said.description == (
        "pixels of one 40 x 40 plot, tested outside of it, in turn from clusters of spectra, noise "
        "of 20 dB on test pixels, labels off by 0.1"
    )
